"""人工处置: a clerk's audited decisions, shown wherever they took effect."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime, time

from supervision.findings import Finding, Severity
from supervision.form import NARRATIVE, PROGRESS
from supervision.identity import Claim
from supervision.intake_rows import Examined, Reported, Told
from supervision.intake_verdicts import Judgement
from supervision.ledger import Ledger, Level, Override
from supervision.ledger_columns import ADOPT, CHANGE, ERASE, EXCLUDE, FIGURES, MOVE, RECEIVED
from supervision.period import CHINA
from supervision.submission import RULED_TIME, Source

_KEYS = {column.heading: column.key for column in (*PROGRESS, *NARRATIVE)}


@dataclass(frozen=True, slots=True)
class FileRuling:
    """What has been decided about one file as a whole."""

    exclude: Override | None = None
    adopt: Override | None = None
    move: Override | None = None
    received: Override | None = None


def words(override: Override) -> str:
    """Who decided what, and why, as it is shown wherever it took effect."""
    value = f"为{override.value}" if override.value else ""
    signed = "，".join(part for part in (override.officer, override.day) if part)
    return f"人工{override.action}{value}：{override.reason}（{signed}）"


def whole_file(override: Override) -> bool:
    """Whether the decision is about a file rather than a row or a cell."""
    return not override.code and not override.field


def about(override: Override, file: str, claim: Claim | None) -> bool:
    """Whether a decision concerns this file; a file may be named without its folder."""
    if not _names(override, file):
        return False
    if claim is None:
        return bool(override.file)
    same_unit = not override.unit or override.unit == claim.unit
    return same_unit and (not override.period or override.period == claim.period)


def on_file(overrides: Iterable[Override], file: str, claim: Claim | None) -> FileRuling:
    """Decisions about the file as a whole; of several of one kind the last one stands."""
    found = {o.action: o for o in overrides if whole_file(o) and about(o, file, claim)}
    return FileRuling(found.get(EXCLUDE), found.get(ADOPT), found.get(MOVE), found.get(RECEIVED))


def unmet(
    overrides: Iterable[Override], met: AbstractSet[Override], judgements: Sequence[Judgement]
) -> tuple[Finding, ...]:
    """Decisions that met nothing: a file name mistyped, a row that nobody reported."""
    return tuple(
        Finding(
            Severity.VERIFY,
            "处置落空",
            f"台账〔人工处置〕的这一条没有对上任何报送内容：{words(override)}",
            "请核对文件名、单位、期次、编码、县区和字段",
            override.unit,
            override.file,
            "人工处置",
            found=override.code or override.file,
        )
        for override in overrides
        if override not in met and not (whole_file(override) and _met_file(override, judgements))
    )


def _met_file(override: Override, judgements: Sequence[Judgement]) -> bool:
    return any(
        _names(override, one.source.file)
        and override.unit in {"", one.unit}
        and (override.action == MOVE or override.period in {"", one.period})
        for one in judgements
    )


def _names(override: Override, file: str) -> bool:
    """A file may be named without its folder; a decision on a unit names none."""
    return override.file in {"", file} or file.endswith(f"/{override.file}")


def received(source: Source, override: Override | None) -> Source:
    """The source with the time of receipt that a clerk settled (认定时间)."""
    if override is None:
        return source
    moment = datetime.fromisoformat(override.value)
    if len(override.value) <= len("2024-05-28"):
        moment = datetime.combine(moment.date(), time(12))
    return replace(source, received=moment.replace(tzinfo=CHINA), basis=RULED_TIME)


@dataclass(slots=True)
class _Bench:
    """The month's returns while decisions are carried out."""

    figures: list[list[Reported]]
    texts: list[list[Told]]
    findings: list[list[Finding]]


def on_rows(
    examined: Sequence[Examined], overrides: Iterable[Override], ledger: Ledger
) -> tuple[tuple[Examined, ...], frozenset[Override]]:
    """Carry out decisions about rows and cells; also gives those that met something."""
    bench = _Bench(
        [list(one.figures) for one in examined],
        [list(one.texts) for one in examined],
        [list(one.findings) for one in examined],
    )
    met: set[Override] = set()
    for override in overrides:
        if whole_file(override):
            continue
        for index, one in enumerate(examined):
            source, claim = one.submission.source, one.submission.claim
            if about(override, source.file, claim) and _carry_out(bench, index, override, ledger):
                met.add(override)
                bench.findings[index].append(_told(override, one))
    return (
        tuple(
            replace(one, figures=tuple(figures), texts=tuple(texts), findings=tuple(findings))
            for one, figures, texts, findings in zip(
                examined, bench.figures, bench.texts, bench.findings, strict=True
            )
        ),
        frozenset(met),
    )


def _told(override: Override, one: Examined) -> Finding:
    place = "·".join(part for part in (override.code, override.county, override.field) if part)
    return Finding(
        Severity.NOTE,
        "人工处置",
        words(override),
        "",
        one.submission.claim.unit,
        one.submission.source.file,
        found=place,
    )


def _carry_out(bench: _Bench, index: int, override: Override, ledger: Ledger) -> bool:
    if override.field and override.field not in FIGURES:
        return _on_text(bench, index, override)
    rows = bench.figures[index]
    hits = [n for n, row in enumerate(rows) if _aimed(row, override)]
    if override.action in {EXCLUDE, ERASE}:
        bench.figures[index] = [row for n, row in enumerate(rows) if n not in hits]
    elif override.action == ADOPT:
        hits = [n for n in hits if rows[n].held and _readable(rows[n], ledger)]
        for n in hits:
            rows[n] = rows[n]._replace(held=False, ruling=words(override))
    elif override.action == CHANGE:
        for n in hits:
            rows[n] = _changed(rows[n], override)
    return bool(hits)


def _aimed(row: Reported, override: Override) -> bool:
    return row.code == override.code and override.county in {"", row.county}


def _readable(row: Reported, ledger: Ledger) -> bool:
    """A held row can only be adopted where its figures could be read at all."""
    if ledger.by_code[row.code].asks_parts:
        return row.numerator is not None and row.denominator is not None
    return row.done is not None or row.level in tuple(Level)


def _changed(row: Reported, override: Override) -> Reported:
    """Put the clerk's figure in place of one cell; the row is held no longer."""
    key, text = _KEYS[override.field], override.value.replace(",", "")
    number = float(text) if _is_number(text) else None
    return row._replace(
        done=number if key == "done" else row.done,
        numerator=number if key == "numerator" else row.numerator,
        denominator=number if key == "denominator" else row.denominator,
        level=override.value if override.value in tuple(Level) else row.level,
        held=False,
        ruling=words(override),
    )


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).isdecimal()


def _on_text(bench: _Bench, index: int, override: Override) -> bool:
    key = _KEYS[override.field]
    texts = bench.texts[index]
    hits = [n for n, told in enumerate(texts) if (told.item, told.key) == (override.code, key)]
    if override.action in {EXCLUDE, ERASE}:
        bench.texts[index] = [told for n, told in enumerate(texts) if n not in hits]
    elif override.action == CHANGE:
        for n in hits:
            texts[n] = texts[n]._replace(text=override.value)
    return bool(hits)
