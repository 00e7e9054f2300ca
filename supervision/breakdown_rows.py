"""The rows of one breakdown return: county targets, quarter-end nodes, and what is wrong."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from supervision.cells import as_text, squeeze
from supervision.findings import Finding, Severity
from supervision.form_breakdown import NODE_MONTHS, BreakdownRow, columns_for, rows_of
from supervision.ledger import OWN, Kind, Ledger
from supervision.submission import Source, Submission, Typed
from supervision.values import Reading, read, shown

_WHOLE_PERCENT = 100.0


@dataclass(frozen=True, slots=True)
class Broken:
    """What one breakdown return says, by code and place; `held` are places held out."""

    source: Source
    source_unit: str
    sheet: str
    order: int
    targets: dict[tuple[str, str], float]
    nodes: dict[str, dict[int, float]]
    held: frozenset[tuple[str, str]]
    findings: tuple[Finding, ...]

    @property
    def empty(self) -> bool:
        """Whether nothing at all was filled in."""
        return not (self.targets or self.nodes or self.held)


@dataclass(slots=True)
class _Desk:
    """One return on the desk: what has been read so far."""

    submission: Submission
    targets: dict[tuple[str, str], float] = field(default_factory=dict)
    nodes: dict[str, dict[int, float]] = field(default_factory=dict)
    held: set[tuple[str, str]] = field(default_factory=set)
    found: list[Finding] = field(default_factory=list)

    def add(self, finding: Finding, key: str, index: int, found: str = "") -> None:
        typed = self.submission.progress
        self.found.append(
            replace(
                finding,
                unit=self.submission.claim.unit,
                file=self.submission.source.file,
                sheet=typed.sheet,
                cell=typed.at(key, index),
                found=found or finding.found,
            )
        )


def examine_breakdown(submission: Submission, order: int, ledger: Ledger) -> Broken:
    """Read and check every row of one breakdown return."""
    desk = _Desk(submission)
    rows = {row.indicator.code: row for row in rows_of(ledger, submission.claim.unit)}
    typed = submission.progress
    seen: set[str] = set()
    for index, code in enumerate(map(squeeze, typed.columns["code"])):
        row = rows.get(code)
        if row is None or code in seen:
            if _filled(typed, index, (*ledger.counties, OWN)):
                desk.add(_UNKNOWN_ROW if row is None else _TWICE, "code", index, code)
            continue
        seen.add(code)
        _read_targets(desk, row, index, (*ledger.counties, OWN))
        _read_nodes(desk, row, index)
        _check_sum(desk, row, index, ledger)
    _unknown_places(desk, ledger)
    return Broken(
        submission.source,
        submission.claim.unit,
        typed.sheet,
        order,
        desk.targets,
        desk.nodes,
        frozenset(desk.held),
        tuple(desk.found),
    )


def _filled(typed: Typed, index: int, places: tuple[str, ...]) -> bool:
    return any(typed.columns.get(place, ("",) * (index + 1))[index] != "" for place in places)


def _read_targets(desk: _Desk, row: BreakdownRow, index: int, places: tuple[str, ...]) -> None:
    typed, indicator = desk.submission.progress, row.indicator
    measure = "%" if indicator.kind is Kind.RATE else indicator.measure
    whole = indicator.whole and indicator.kind is Kind.COUNT
    for place in places:
        if place not in typed.columns:
            continue
        reading = _reading(typed, place, index, measure, whole=whole)
        key = (indicator.code, place)
        if reading.severity is not None:
            desk.add(_spoken(reading), place, index, reading.typed)
        if place not in row.places:
            if reading.typed:
                desk.add(_NOT_ANSWERING, place, index, reading.typed)
        elif reading.number is not None:
            desk.targets[key] = reading.number
        elif reading.severity is Severity.RETURN:
            desk.held.add(key)


def _reading(typed: Typed, key: str, index: int, measure: str, *, whole: bool) -> Reading:
    """A cell's figure; an error cell, or a formula without a value, is no blank."""
    cell = typed.columns[key][index]
    address = typed.at(key, index)
    if cell == "" and (address in typed.errors or address in typed.formulas):
        return read("#公式没有算出数", measure, whole=whole)
    return read(cell, measure, whole=whole)


def _spoken(reading: Reading) -> Finding:
    severity = reading.severity or Severity.NOTE
    return Finding(severity, reading.code, reading.sentence, reading.remedy)


def _read_nodes(desk: _Desk, row: BreakdownRow, index: int) -> None:
    """Nodes of a row stand or fall together: one that is wrong holds them all out."""
    typed = desk.submission.progress
    shares: dict[int, float] = {}
    wrong = False
    for month in NODE_MONTHS:
        key = f"node{month}"
        if key not in typed.columns:
            continue
        reading = _reading(typed, key, index, "%", whole=False)
        share = _share(reading)
        if share is None and reading.typed:
            wrong = True
            desk.add(_BAD_NODE, key, index, reading.typed)
        elif share is not None:
            shares[month] = share
    for month, finding in _misplaced(shares, row.indicator.start):
        wrong = True
        desk.add(finding, f"node{month}", index, _percent(shares[month]))
    if shares and not wrong:
        desk.nodes[row.indicator.code] = shares


def _misplaced(shares: dict[int, float], start: int) -> Iterator[tuple[int, Finding]]:
    """Nodes that fall, or that plan something before the start month."""
    for (_, earlier), (month, later) in pairwise(sorted(shares.items())):
        if later < earlier:
            yield month, _FALLING
    for month, share in shares.items():
        if share > 0 and month < start:
            yield month, _TOO_EARLY


def _share(reading: Reading) -> float | None:
    """A planned share: 0.5 as Excel keeps 50%, or the text 50%; above 1 it was meant in percent."""
    value = reading.number
    if value is None or reading.severity is Severity.RETURN:
        return None
    if reading.typed.rstrip().endswith(("%", "％")) or value > 1:
        value /= _WHOLE_PERCENT
    return value if 0 <= value <= 1 else None


def _percent(share: float) -> str:
    return f"{shown(float(f'{share * 100:.12g}'))}%"


def _check_sum(desk: _Desk, row: BreakdownRow, index: int, ledger: Ledger) -> None:
    """Counts only: with every county filled, Σ must reach the city's target."""
    indicator = row.indicator
    if indicator.kind is not Kind.COUNT or row.target is None:
        return
    counties = [place for place in ledger.counties_of(indicator) if place in ledger.counted]
    given = [desk.targets.get((indicator.code, place)) for place in counties]
    known = [value for value in given if value is not None]
    if not known or len(known) < len(counties):
        return
    own = desk.targets.get((indicator.code, OWN), 0.0)
    total = float(f"{math.fsum((*known, own)):.15g}")
    if total < row.target:
        gap = shown(float(f"{row.target - total:.15g}"))
        sentence = (
            f"{indicator.name}：分解合计{shown(total)}{indicator.measure}，"
            f"比全市目标{shown(row.target)}少{gap}"
        )
        key = "sum" if "sum" in desk.submission.progress.columns else "code"
        desk.add(replace(_SHORT, sentence=sentence), key, index, shown(total))


def _unknown_places(desk: _Desk, ledger: Ledger) -> None:
    """A column that somebody added, with figures in it, is for no county of the ledger."""
    typed = desk.submission.progress
    known = {column.key for column in columns_for((*ledger.counties, OWN))}
    for key, cells in typed.columns.items():
        if key not in known and any(cell != "" for cell in cells):
            index = next(n for n, cell in enumerate(cells) if cell != "")
            desk.add(
                replace(_UNKNOWN_PLACE, sentence=f"台账中没有“{key}”这个县区"),
                key,
                index,
                as_text(cells[index]),
            )


_UNKNOWN_ROW = Finding(
    Severity.RETURN,
    "未知行",
    "这个编码不是本单位牵头的指标，没有采用",
    "请只填本单位分解表原有的行",
)
_TWICE = Finding(
    Severity.RETURN, "重复行", "同一指标出现两行，只采用上面一行", "请只保留一行后重报"
)
_NOT_ANSWERING = Finding(
    Severity.RETURN, "不承担", "这个县区不承担该指标，没有采用", "请清空这一格"
)
_BAD_NODE = Finding(
    Severity.RETURN, "节点", "时间节点应为0%到100%的累计比例", "请改填百分数，如25%"
)
_FALLING = Finding(
    Severity.RETURN, "节点回落", "时间节点比前一个季度小，累计比例只能不变或增加", "请改正后重报"
)
_TOO_EARLY = Finding(
    Severity.RETURN, "节点过早", "时间节点早于起始月，却大于0", "请清空起始月之前的节点"
)
_SHORT = Finding(Severity.VERIFY, "分解不足", "", "请补足各县区任务，使合计不少于全市目标")
_UNKNOWN_PLACE = Finding(
    Severity.RETURN,
    "未知县区",
    "",
    "请填在分解表原有的县区列里，或先在台账〔责任单位〕中增加该县区",
)
