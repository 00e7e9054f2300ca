"""人工处置 on rows and cells: carried out month by month, on the returns of one month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ducha.cells import squeeze
from ducha.checks.returns import UNKNOWN_ROW
from ducha.findings import Finding, Place, Severity
from ducha.form.monthly import NARRATIVE, PROGRESS, asked_columns
from ducha.intake.examined import DroppedRow, ExaminedReturn, FigureEntry, TextEntry
from ducha.intake.numbers import MonthContext
from ducha.intake.rulings import concerns_file, concerns_whole_file, describe_ruling, note_ruling
from ducha.ledger.columns import ADOPT, CHANGE, ERASE, EXCLUDE, FIGURES
from ducha.ledger.model import Level, Override
from ducha.status.rating import Figure

_KEYS = {column.heading: column.key for column in (*PROGRESS, *NARRATIVE)}


@dataclass(slots=True)
class _RuledReturn:
    """One return while decisions are carried out on it."""

    one: ExaminedReturn
    figures: list[FigureEntry]
    texts: list[TextEntry]
    findings: list[Finding]
    dropped: list[DroppedRow]

    @property
    def unit(self) -> str:
        """Whose return it is."""
        return self.one.submission.claim.unit


def rule_on_rows(
    examined: Sequence[ExaminedReturn],
    overrides: Iterable[Override],
    bench: MonthContext,
    vouched: Mapping[str, str],
) -> tuple[tuple[ExaminedReturn, ...], frozenset[Override]]:
    """Carry out decisions about rows and cells; also gives those that met something.

    `vouched` are files that count only because a clerk said so: each of their rows says it.
    (R6.248)
    """
    works = [_work(one, vouched) for one in examined]
    met: set[Override] = set()
    for override in overrides:
        if concerns_whole_file(override) and override.action != ADOPT:
            continue
        aimed = [n for n, work in enumerate(works) if _about(override, work.one)]
        touched = _carried_out(works, aimed, override, bench)
        if touched:
            met.add(override)
        for n in touched if not concerns_whole_file(override) else ():
            works[n].findings.append(_told(override, works[n].one))
    return tuple(_result(work) for work in works), frozenset(met)


def _work(one: ExaminedReturn, vouched: Mapping[str, str]) -> _RuledReturn:
    said = vouched.get(one.submission.source.file, "")
    figures = [row._replace(ruling=said) if said else row for row in one.figures]
    return _RuledReturn(one, figures, list(one.texts), list(one.findings), [])


def _about(override: Override, one: ExaminedReturn) -> bool:
    return concerns_file(override, one.submission.source.file, one.submission.claim)


def _result(work: _RuledReturn) -> ExaminedReturn:
    return replace(
        work.one,
        figures=tuple(work.figures),
        texts=tuple(work.texts),
        findings=tuple(work.findings),
        dropped=tuple(work.dropped),
    )


def _told(override: Override, one: ExaminedReturn) -> Finding:
    place = "·".join(part for part in (override.code, override.county, override.field) if part)
    return replace(note_ruling(override, one.submission), found=place)


def _carried_out(
    works: Sequence[_RuledReturn], aimed: Sequence[int], override: Override, bench: MonthContext
) -> list[int]:
    """Carry one decision out; gives the returns on which it took effect."""
    if override.action == ERASE:
        aimed = _with_older(works, aimed)
    if override.field and override.field not in FIGURES:
        return [n for n in aimed if _on_text(works[n], override, bench)]
    if override.action in {EXCLUDE, ERASE}:
        return [n for n in aimed if _drop(works[n], override)]
    carry = {ADOPT: _adopt, CHANGE: _change}.get(override.action)
    done = [n for n in aimed if carry and carry(works[n], override, bench)]
    if override.action != CHANGE or done:
        return done
    return next(([n] for n in reversed(aimed) if _give(works[n], override, bench)), [])


def _with_older(works: Sequence[_RuledReturn], aimed: Sequence[int]) -> list[int]:
    """These returns and the older ones of their units: what is erased is erased in all (R6.245)."""
    owners = {works[n].unit for n in aimed}
    return [n for n in range(max(aimed, default=-1) + 1) if works[n].unit in owners]


def _aimed(row: FigureEntry, override: Override) -> bool:
    return override.code in {"", row.code} and override.county in {"", row.county}


def _drop(work: _RuledReturn, override: Override) -> bool:
    """Take rows out; a row that was no row of the unit's is thereby settled (R6.245)."""
    hits = [row for row in work.figures if _aimed(row, override)]
    work.figures = [row for row in work.figures if not _aimed(row, override)]
    for row in hits:
        work.dropped.append(DroppedRow(row.unit, row.code, row.county, describe_ruling(override)))
        _settle(work, row, override)
    strangers = [
        n
        for n, finding in enumerate(work.findings)
        if finding.rule is UNKNOWN_ROW and finding.found == override.code
    ]
    for n in strangers:
        work.findings[n] = _settled(work.findings[n], override)
    return bool(hits or strangers)


def _adopt(work: _RuledReturn, override: Override, bench: MonthContext) -> bool:
    """Take what was held out, or vouch for what was in doubt; never what cannot be read.

    (R6.246)
    """
    count = Counter((row.code, row.county) for row in work.figures)
    done = False
    for n, row in enumerate(work.figures):
        twice = count[row.code, row.county] > 1
        if not _aimed(row, override) or twice or not _complete(row, bench):
            continue
        _settle(work, row, override, override.field)
        held = any(f.severity is Severity.RETURN and _of(f, row) for f in work.findings)
        work.figures[n] = row._replace(held=held, ruling=describe_ruling(override))
        done = True
    return done


def _change(work: _RuledReturn, override: Override, bench: MonthContext) -> bool:
    """Put the clerk's figure in place of one cell; the row is free once nothing is missing.

    (R6.247)
    """
    hits = [n for n, row in enumerate(work.figures) if _aimed(row, override)]
    changed = [_changed(work.figures[n], override) for n in hits]
    same = len({(r.code, r.county, r.figure) for r in changed})
    alike = same == len({(r.code, r.county) for r in changed})
    for n, row in zip(hits, changed, strict=True):
        held = not (alike and _complete(row, bench))
        work.figures[n] = row._replace(held=held)
        _settle(work, row, override, override.field if held else "")
    return bool(hits)


def _changed(row: FigureEntry, override: Override) -> FigureEntry:
    key, text = _KEYS[override.field], override.value.replace(",", "")
    number = float(text) if text.replace(".", "", 1).isdecimal() else None
    before = row.figure
    figure = Figure(
        number if key == "done" else before.done,
        number if key == "numerator" else before.numerator,
        number if key == "denominator" else before.denominator,
        Level(override.value) if override.value in tuple(Level) else before.level,
    )
    return row._replace(figure=figure, ruling=describe_ruling(override))


def _give(work: _RuledReturn, override: Override, bench: MonthContext) -> bool:
    """Fill in a figure that the return leaves open (R6.247)."""
    tasks = bench.tasks_for(work.unit)
    keys = [k for k in tasks if k[0] == override.code and override.county in {"", k[1]}]
    if len(keys) != 1:
        return False
    row = _changed(_blank(work.one, keys[0], bench), override)
    work.figures.append(row._replace(held=not _complete(row, bench)))
    return True


def _blank(one: ExaminedReturn, key: tuple[str, str], bench: MonthContext) -> FigureEntry:
    """A row of the return without any figure, where it stands on the sheet if it does."""
    code, county = key
    typed, unit = one.submission.progress, one.submission.claim.unit
    indicator = bench.ledger.by_code[code]
    places = zip(typed.columns["code"], typed.columns["county"], strict=True)
    index = next((n for n, (c, p) in enumerate(places) if (squeeze(c), squeeze(p)) == key), None)
    nowhere = Place(typed.sheet)
    return FigureEntry(
        one.order,
        unit,
        indicator.leads[0] == unit,
        code,
        county,
        Figure(),
        held=True,
        typed="",
        file=one.submission.source.file,
        place=nowhere if index is None else typed.places(asked_columns(indicator.kind), index),
    )


def _complete(row: FigureEntry, bench: MonthContext) -> bool:
    """Whether the figures of a row could be read, all that are asked."""
    if bench.ledger.by_code[row.code].asks_parts:
        return row.figure.numerator is not None and row.figure.denominator is not None
    return row.figure.done is not None or row.figure.level is not None


def _settle(work: _RuledReturn, row: FigureEntry, override: Override, field: str = "") -> None:
    """What was found in a row, or in one cell of it, is settled: shown, with who and why."""
    for n, finding in enumerate(work.findings):
        if _of(finding, row) and (not field or finding.place.key == _KEYS[field]):
            work.findings[n] = _settled(finding, override)


def _of(finding: Finding, row: FigureEntry) -> bool:
    """Whether a finding is about a row: it stands on the same line of the same sheet."""
    one, other = finding.place, row.place
    return one.row is not None and (one.sheet, one.row) == (other.sheet, other.row)


def _settled(finding: Finding, override: Override) -> Finding:
    return finding.lowered(f"（原为{finding.severity}，{describe_ruling(override)}）")


def _on_text(work: _RuledReturn, override: Override, bench: MonthContext) -> bool:
    indicator = bench.ledger.by_code.get(override.code)
    item, key = indicator.item if indicator else override.code, _KEYS[override.field]
    hits = [n for n, t in enumerate(work.texts) if item in {"", t.item} and t.key == key]
    if override.action in {EXCLUDE, ERASE}:
        work.texts = [told for n, told in enumerate(work.texts) if n not in hits]
    elif override.action == CHANGE:
        for n in hits:
            work.texts[n] = work.texts[n]._replace(text=override.value)
    return bool(hits)
