"""人工处置 on rows and cells: carried out month by month, on the returns of one month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ducha.checks.returns import UNKNOWN_ROW
from ducha.findings import Finding, Place, Severity
from ducha.form.monthly import NARRATIVE, PROGRESS, asked_columns
from ducha.intake.examined import DroppedRow, ExaminedReturn, FigureEntry, TextEntry
from ducha.intake.numbers import MonthContext
from ducha.intake.rulings.files import (
    concerns_file,
    concerns_whole_file,
    describe_ruling,
    note_ruling,
)
from ducha.ledger.columns import ADOPT, CHANGE, ERASE, EXCLUDE, FIGURES
from ducha.ledger.model import Level
from ducha.ledger.year.decisions import Override
from ducha.status.rating import Figure

_KEYS = {column.heading: column.key for column in (*PROGRESS, *NARRATIVE)}


@dataclass(slots=True)
class _RuledReturn:
    """One return while decisions are carried out on it."""

    examined: ExaminedReturn
    figures: list[FigureEntry]
    texts: list[TextEntry]
    findings: list[Finding]
    dropped: list[DroppedRow]

    @property
    def unit(self) -> str:
        """Whose return it is."""
        return self.examined.submission.claim.unit


def rule_on_rows(
    examined: Sequence[ExaminedReturn],
    overrides: Iterable[Override],
    context: MonthContext,
    assurances: Mapping[str, str],
) -> tuple[tuple[ExaminedReturn, ...], frozenset[Override]]:
    """Carry out decisions about rows and cells (R6.248).

    Args:
        examined: One month's returns, oldest first.
        overrides: All decisions of the ledger; those about whole files, but for 采用, are passed
            over.
        context: What the rows of the month are held against.
        assurances: By file the words of the clerk without whom it would not count: each of its
            rows shows them.

    Returns:
        The returns in the same order, and the decisions that took effect on one of them.
    """
    returns = [_begin(r, assurances) for r in examined]
    effective: set[Override] = set()
    for override in overrides:
        if concerns_whole_file(override) and override.action != ADOPT:
            continue
        aimed = [n for n, ruled in enumerate(returns) if _concerns_return(override, ruled.examined)]
        touched = _carry_out(returns, aimed, override, context)
        if touched:
            effective.add(override)
        for n in touched if not concerns_whole_file(override) else ():
            returns[n].findings.append(_ruling_note(override, returns[n].examined))
    return tuple(_finish(ruled) for ruled in returns), frozenset(effective)


def _begin(examined: ExaminedReturn, assurances: Mapping[str, str]) -> _RuledReturn:
    assurance = assurances.get(examined.submission.source.file, "")
    figures = [row._replace(ruling=assurance) if assurance else row for row in examined.figures]
    return _RuledReturn(examined, figures, list(examined.texts), list(examined.findings), [])


def _concerns_return(override: Override, examined: ExaminedReturn) -> bool:
    return concerns_file(override, examined.submission.source.file, examined.submission.claim)


def _finish(ruled: _RuledReturn) -> ExaminedReturn:
    return replace(
        ruled.examined,
        figures=tuple(ruled.figures),
        texts=tuple(ruled.texts),
        findings=tuple(ruled.findings),
        dropped=tuple(ruled.dropped),
    )


def _ruling_note(override: Override, examined: ExaminedReturn) -> Finding:
    place = "·".join(part for part in (override.code, override.county, override.field) if part)
    return replace(note_ruling(override, examined.submission), found=place)


def _carry_out(
    returns: Sequence[_RuledReturn], aimed: Sequence[int], override: Override, context: MonthContext
) -> list[int]:
    """Carry one decision out; gives the returns on which it took effect."""
    if override.action == ERASE:
        aimed = _with_older(returns, aimed)
    if override.field and override.field not in FIGURES:
        return [n for n in aimed if _rule_on_text(returns[n], override, context)]
    if override.action in {EXCLUDE, ERASE}:
        return [n for n in aimed if _drop(returns[n], override)]
    carry = {ADOPT: _adopt, CHANGE: _change}.get(override.action)
    changed = [n for n in aimed if carry and carry(returns[n], override, context)]
    if override.action != CHANGE or changed:
        return changed
    return next(([n] for n in reversed(aimed) if _add_figure(returns[n], override, context)), [])


def _with_older(returns: Sequence[_RuledReturn], aimed: Sequence[int]) -> list[int]:
    """These returns and the older ones of their units: what is erased is erased in all (R6.245)."""
    owners = {returns[n].unit for n in aimed}
    return [n for n in range(max(aimed, default=-1) + 1) if returns[n].unit in owners]


def _concerns_row(row: FigureEntry, override: Override) -> bool:
    return override.code in {"", row.code} and override.county in {"", row.county}


def _drop(ruled: _RuledReturn, override: Override) -> bool:
    """Take rows out; a row that was no row of the unit's is thereby settled (R6.245)."""
    hits = [row for row in ruled.figures if _concerns_row(row, override)]
    ruled.figures = [row for row in ruled.figures if not _concerns_row(row, override)]
    for row in hits:
        ruled.dropped.append(DroppedRow(row.unit, row.code, row.county, describe_ruling(override)))
        _settle(ruled, row, override)
    strangers = [
        n
        for n, finding in enumerate(ruled.findings)
        if finding.rule is UNKNOWN_ROW and finding.found == override.code
    ]
    for n in strangers:
        ruled.findings[n] = _lower(ruled.findings[n], override)
    return bool(hits or strangers)


def _adopt(ruled: _RuledReturn, override: Override, context: MonthContext) -> bool:
    """Take what was held out, or vouch for what was in doubt; never what cannot be read.

    (R6.246)
    """
    count = Counter((row.code, row.county) for row in ruled.figures)
    adopted = False
    for n, row in enumerate(ruled.figures):
        twice = count[row.code, row.county] > 1
        if not _concerns_row(row, override) or twice or not _is_complete(row, context):
            continue
        lasting = _lasting_doubts(ruled, row, override.field)
        _settle(ruled, row, override, override.field)
        held = any(f.severity is Severity.RETURN and _is_about(f, row) for f in ruled.findings)
        ruled.figures[n] = row._replace(
            held=held,
            ruling=describe_ruling(override),
            vouched=True,
            adopted=row.adopted | lasting,
        )
        adopted = True
    return adopted


def _lasting_doubts(ruled: _RuledReturn, row: FigureEntry, field: str) -> frozenset[str]:
    """Codes of open doubts about a row whose 采用 holds for later months too (R6.168)."""
    return frozenset(
        finding.code
        for finding in ruled.findings
        if finding.rule.lasting
        and finding.severity is Severity.VERIFY
        and _is_about(finding, row)
        and (not field or finding.place.key == _KEYS[field])
    )


def _change(ruled: _RuledReturn, override: Override, context: MonthContext) -> bool:
    """Put the clerk's figure in place of one cell; the row is no longer held once it is complete.

    (R6.247)
    """
    hits = [n for n, row in enumerate(ruled.figures) if _concerns_row(row, override)]
    changed = [_with_value(ruled.figures[n], override) for n in hits]
    outcomes = {(row.code, row.county, row.figure) for row in changed}
    alike = len(outcomes) == len({(row.code, row.county) for row in changed})
    for n, row in zip(hits, changed, strict=True):
        held = not (alike and _is_complete(row, context))
        ruled.figures[n] = row._replace(held=held)
        _settle(ruled, row, override, override.field if held else "")
    return bool(hits)


def _with_value(row: FigureEntry, override: Override) -> FigureEntry:
    key, text = _KEYS[override.field], override.value.replace(",", "")
    number = float(text) if text.replace(".", "", 1).isdecimal() else None
    before = row.figure
    figure = Figure(
        number if key == "done" else before.done,
        number if key == "numerator" else before.numerator,
        number if key == "denominator" else before.denominator,
        Level(override.value) if override.value in tuple(Level) else before.level,
    )
    return row._replace(figure=figure, ruling=describe_ruling(override), vouched=True)


def _add_figure(ruled: _RuledReturn, override: Override, context: MonthContext) -> bool:
    """Fill in a figure that the return leaves open (R6.247)."""
    tasks = context.tasks_for(ruled.unit)
    keys = [k for k in tasks if k[0] == override.code and override.county in {"", k[1]}]
    if len(keys) != 1:
        return False
    row = _with_value(_blank_entry(ruled.examined, keys[0], context), override)
    ruled.figures.append(row._replace(held=not _is_complete(row, context)))
    return True


def _blank_entry(
    examined: ExaminedReturn, key: tuple[str, str], context: MonthContext
) -> FigureEntry:
    """A row of the return without any figure, where it stands on the sheet if it does."""
    code, county = key
    typed, unit = examined.submission.progress, examined.submission.claim.unit
    indicator = context.ledger.by_code[code]
    index = next((n for n, typed_key in enumerate(typed.keys) if typed_key == key), None)
    nowhere = Place(typed.sheet)
    return FigureEntry(
        order=examined.order,
        unit=unit,
        lead=indicator.leads[0] == unit,
        code=code,
        county=county,
        figure=Figure(),
        held=True,
        typed="",
        file=examined.submission.source.file,
        place=nowhere if index is None else typed.places(asked_columns(indicator.kind), index),
    )


def _is_complete(row: FigureEntry, context: MonthContext) -> bool:
    """Whether the figures of a row could be read, all that are asked."""
    if context.ledger.by_code[row.code].asks_parts:
        return row.figure.numerator is not None and row.figure.denominator is not None
    return row.figure.done is not None or row.figure.level is not None


def _settle(ruled: _RuledReturn, row: FigureEntry, override: Override, field: str = "") -> None:
    """What was found in a row, or in one cell of it, is settled: shown, with who and why."""
    for n, finding in enumerate(ruled.findings):
        if _is_about(finding, row) and (not field or finding.place.key == _KEYS[field]):
            ruled.findings[n] = _lower(finding, override)


def _is_about(finding: Finding, row: FigureEntry) -> bool:
    """Whether a finding is about a row: it stands on the same line of the same sheet."""
    place = finding.place
    return place.row is not None and (place.sheet, place.row) == (row.place.sheet, row.place.row)


def _lower(finding: Finding, override: Override) -> Finding:
    return finding.lowered(f"（原为{finding.severity}，{describe_ruling(override)}）")


def _rule_on_text(ruled: _RuledReturn, override: Override, context: MonthContext) -> bool:
    indicator = context.ledger.by_code.get(override.code)
    item, key = indicator.item if indicator else override.code, _KEYS[override.field]
    hits = [n for n, t in enumerate(ruled.texts) if item in {"", t.item} and t.key == key]
    if override.action in {EXCLUDE, ERASE}:
        ruled.texts = [entry for n, entry in enumerate(ruled.texts) if n not in hits]
    elif override.action == CHANGE:
        for n in hits:
            ruled.texts[n] = ruled.texts[n]._replace(text=override.value)
    return bool(hits)
