"""点名核实: all that a notice names, with file, cell and telephone; what of it stands open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ducha.findings import Finding, Place, Severity
from ducha.intake.examined import ExaminedReturn
from ducha.ledger.model import CITY, Ledger
from ducha.merge.model import JudgedLine
from ducha.standing.figures.shown import completion, shown_amount
from ducha.standing.notice.agreement import Agreement
from ducha.standing.notice.lagging import Lagging
from ducha.standing.notice.namings import NamedUnit, Namings, ReturnFault
from ducha.standing.reporting import State
from ducha.standing.table import Cell, PageSetup, Share, Style, Table, TableColumn, table
from ducha.standing.words.cells import name_cells
from ducha.texts import shown_name

SHEET = "点名核实"
_MOST_FILES = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedPoint:
    """One thing that the notice says of a unit; `code` is blank where it is about none.

    `files` are those to look at, each with sheet and cells; `line` is the figure that is quoted.
    `whole` says that all of the unit's return is at stake.
    """

    part: str
    unit: str
    words: str
    line: JudgedLine | None = None
    files: tuple[tuple[str, str, str], ...] = ()
    whole: bool = False

    @property
    def code(self) -> str:
        """The indicator's."""
        return self.line.code if self.line else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedInNotice:
    """What the notice says, of which `points` are made; `agreements` and `places` by code."""

    agreements: Mapping[str, Agreement]
    namings: Namings
    lagging: Lagging
    faults: Sequence[ReturnFault]
    places: Mapping[str, Sequence[JudgedLine]]


def named_points(said: NamedInNotice) -> tuple[NamedPoint, ...]:
    """Every unit and figure that is named, in the order of the notice (R9.45)."""
    return (
        *_excepted(said.agreements),
        *_of_units("表扬", said.namings.praised),
        *_behind(said),
        *_of_returns(said.faults),
        *_of_units("批评", said.namings.criticised),
    )


def _excepted(agreements: Mapping[str, Agreement]) -> Iterator[NamedPoint]:
    for each in agreements.values():
        for line in each.exceptions:
            yield _of_line("总体进展", line.county, f"未{each.reached}", line)


def _of_units(part: str, named: Sequence[NamedUnit]) -> Iterator[NamedPoint]:
    for each in named:
        words = f"{each.proposal.word}：{each.proposal.reason}".rstrip("：")
        files = each.rank.state.files if each.rank else ()
        yield NamedPoint(
            part=part,
            unit=each.unit,
            words=words,
            files=tuple((file, "", "") for file in files),
            whole=True,
        )


def _behind(said: NamedInNotice) -> Iterator[NamedPoint]:
    for each in said.lagging.named:
        line = each.line
        files = _sources(said.places.get(line.code, ()))
        yield NamedPoint(
            part="存在问题", unit=each.lead, words=line.rating.reason, line=line, files=files
        )
        for county in each.counties:
            yield _of_line("存在问题", county.county, county.rating.reason, county)


def _of_line(part: str, unit: str, words: str, line: JudgedLine) -> NamedPoint:
    return NamedPoint(part=part, unit=unit, words=words, line=line, files=_sources((line,)))


def _sources(lines: Iterable[JudgedLine]) -> tuple[tuple[str, str, str], ...]:
    """Files with their sheets and cells, one entry a sheet."""
    cells: dict[tuple[str, str], list[Place]] = defaultdict(list)
    for line in lines:
        if line.source is not None and line.source.figure.given:
            row = line.source.row
            cells[row.file, row.place.sheet].append(row.place)
    return tuple((file, sheet, name_cells(found)) for (file, sheet), found in cells.items())


def _of_returns(faults: Sequence[ReturnFault]) -> Iterator[NamedPoint]:
    for fault in faults:
        for state in fault.units:
            others = [other.label for other in state.others if other.useless]
            files = [*state.files, *others]
            yield NamedPoint(
                part="存在问题",
                unit=state.unit,
                words=f"报送：{fault.kind}",
                files=tuple((file, "", "") for file in files),
                whole=fault.kind is State.RETURNED,
            )


# The sheet


def verification_table(points: Sequence[NamedPoint], ledger: Ledger) -> Table:
    """点名核实: to ring everybody who is named; who did, and what came of it, is typed in."""

    def contact(point: NamedPoint) -> str | None:
        unit = ledger.by_unit.get(point.unit)
        return (unit.contact or None) if unit else None

    def phone(point: NamedPoint) -> str | None:
        unit = ledger.by_unit.get(point.unit)
        return (unit.phone or None) if unit else None

    columns = (
        TableColumn[NamedPoint]("部分", lambda point: point.part, 9, Style.SHORT),
        TableColumn[NamedPoint]("单位", lambda point: point.unit or "（不点名）", 17),
        TableColumn[NamedPoint]("编码", lambda point: point.code or None, 8, Style.SHORT),
        TableColumn[NamedPoint]("指标", _indicator, 24),
        TableColumn[NamedPoint]("县区", _place, 10, Style.SHORT),
        TableColumn[NamedPoint]("点名内容", lambda point: point.words, 28),
        TableColumn[NamedPoint]("累计", _amount, 9, Style.NUMBER),
        TableColumn[NamedPoint]("完成率", _completion, 8.5, Style.NUMBER),
        TableColumn[NamedPoint]("状态", _status, 10, Style.LIGHT),
        TableColumn[NamedPoint]("文件", lambda point: _listed(point, 0), 32),
        TableColumn[NamedPoint]("单元格", lambda point: _listed(point, 2), 14),
        TableColumn[NamedPoint]("联系人", contact, 9, Style.SHORT),
        TableColumn[NamedPoint]("电话", phone, 13, Style.SHORT),
        TableColumn[NamedPoint]("核实人", lambda _: None, 9, Style.SHORT),
        TableColumn[NamedPoint]("核实结果", lambda _: None, 16),
    )
    return table(SHEET, columns, points, PageSetup(frozen=2))


def _indicator(point: NamedPoint) -> Cell:
    return point.line.plan.indicator.name if point.line else None


def _place(point: NamedPoint) -> Cell:
    return point.line.county if point.line else None


def _amount(point: NamedPoint) -> Cell:
    return shown_amount(point.line.figure) if point.line else None


def _completion(point: NamedPoint) -> Share | None:
    return completion(point.line) if point.line else None


def _status(point: NamedPoint) -> Cell:
    return point.line.rating.word if point.line else None


def _listed(point: NamedPoint, part: int) -> str | None:
    """The files, or their cells, one below the other."""
    lines = [shown_name(file[part]) for file in point.files[:_MOST_FILES]]
    rest = len(point.files) - _MOST_FILES
    if rest > 0:
        lines.append(f"另有{rest}个，见〔数据〕")
    return "\n".join(lines).strip("\n") or None


# What stands open


def open_findings(
    points: Sequence[NamedPoint],
    findings: Iterable[Finding],
    examined: Iterable[ExaminedReturn],
) -> dict[str, tuple[int, int]]:
    """退回 and 需核实 on what is named, counted by unit (R9.46).

    Of a unit named for its return or its rank all of its findings count, of a figure those on the
    rows that it comes from.
    """
    codes = _codes_of_rows(examined)
    whole = {point.unit for point in points if point.whole}
    rows = {(point.line.code, point.line.county) for point in points if point.line}
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for finding in findings:
        if finding.severity is Severity.NOTE:
            continue
        code, county = codes.get(_place_of(finding), ("", ""))
        on_row = (code, CITY) in rows or (code, county) in rows
        if finding.unit in whole or on_row:
            counts[finding.unit][finding.severity is Severity.VERIFY] += 1
    return {unit: (returned, doubted) for unit, (returned, doubted) in counts.items()}


def _codes_of_rows(
    examined: Iterable[ExaminedReturn],
) -> dict[tuple[str, str, int | None], tuple[str, str]]:
    return {
        (entry.file, entry.place.sheet, entry.place.row): (entry.code, entry.county)
        for each in examined
        for entry in each.figures
    }


def _place_of(finding: Finding) -> tuple[str, str, int | None]:
    return finding.file, finding.place.sheet, finding.place.row
