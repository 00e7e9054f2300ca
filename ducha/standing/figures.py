"""Tables of figures: indicators, counties, differences, and the tidy table for pivots."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from math import ceil
from typing import NamedTuple

from ducha.intake.examined import Reported
from ducha.ledger.model import CITY, OWN, Direction, Indicator, Kind, Ledger
from ducha.merge.month import Difference, Line
from ducha.standing.table import (
    Cell,
    PageSetup,
    Share,
    Style,
    Table,
    TableColumn,
    city_lines,
    table,
)
from ducha.status.rating import Figure, Status, places, share_of
from ducha.texts import brief, shown_name
from ducha.values.reading import exact

_FORESEEN = 12
"""Years within which the end of a work can be foreseen at all."""


def completion(line: Line) -> Share | None:
    """完成率 as it is printed: a missed line never reads as the line itself."""
    share = line.rating.completion
    if share is None:
        return None
    target = Fraction(1) if line.plan.indicator.kind is Kind.COUNT else line.plan.line
    return Share(
        float(share), places(share, target, met=line.rating.met or line.plan.target is None)
    )


def gap(line: Line) -> float | None:
    """差距 in percentage points, to 0.1."""
    return None if line.rating.gap is None else float(line.rating.gap)


def done(figure: Figure) -> Cell:
    """累计: the number, or the level of a qualitative indicator."""
    return str(figure.level) if figure.level else figure.done


def growth(line: Line, before: Figure | None) -> float | None:
    """本月新增: this month's count over last month's; None unless both are known."""
    now = line.figure.done
    if before is None or before.done is None or now is None:
        return None
    return float(exact(now) - exact(before.done))


def outlook(line: Line) -> str:
    """预计完成: the month in which a count meets its target at the average pace so far."""
    plan, now = line.plan, line.figure.done
    if plan.indicator.kind is not Kind.COUNT or now is None or not plan.target:
        return ""
    if line.rating.met:
        return "已完成"
    if plan.indicator.direction is Direction.AT_MOST:  # a broken ceiling is no work to finish
        return ""
    elapsed = plan.month - plan.indicator.start + 1
    if now <= 0 or elapsed <= 0:
        return "按现有进度无法预计"
    pace = exact(now) / elapsed
    needed = ceil(exact(plan.target) / pace)
    if plan.indicator.direction is Direction.MORE and pace * needed == exact(plan.target):
        needed += 1
    month = line.period.plus(plan.indicator.start - 1 - line.period.month + needed)
    return str(month) if month.year - line.period.year < _FORESEEN else "按现有进度无法预计"


class CityRow(NamedTuple):
    """An indicator's line of the whole city, and its figure of the month before."""

    line: Line
    before: Figure | None

    @property
    def indicator(self) -> Indicator:
        """What the line is about."""
        return self.line.plan.indicator


INDICATOR_COLUMNS: tuple[TableColumn[CityRow], ...] = (
    TableColumn("编码", lambda row: row.indicator.code, 9, Style.SHORT),
    TableColumn("事项", lambda row: row.indicator.matter, 20),
    TableColumn("指标", lambda row: row.indicator.name, 34),
    TableColumn("计量单位", lambda row: row.indicator.measure, 9, Style.SHORT),
    TableColumn("年度目标", lambda row: row.line.plan.target, style=Style.NUMBER),
    TableColumn(
        "上月累计", lambda row: done(row.before) if row.before else None, style=Style.NUMBER
    ),
    TableColumn("本月累计", lambda row: done(row.line.figure), style=Style.NUMBER),
    TableColumn("本月新增", lambda row: growth(row.line, row.before), style=Style.NUMBER),
    TableColumn("分子", lambda row: row.line.figure.numerator, style=Style.NUMBER),
    TableColumn("分母", lambda row: row.line.figure.denominator, style=Style.NUMBER),
    TableColumn("完成率", lambda row: completion(row.line), style=Style.NUMBER),
    TableColumn("序时进度", lambda row: Share(float(row.line.plan.schedule)), style=Style.NUMBER),
    TableColumn("应达进度", lambda row: Share(float(row.line.plan.due)), style=Style.NUMBER),
    TableColumn("差距", lambda row: gap(row.line), style=Style.POINTS),
    TableColumn("状态", lambda row: str(row.line.rating.status), 12, Style.LIGHT),
    TableColumn("原因", lambda row: row.line.rating.reason, 30),
    TableColumn("牵头单位", lambda row: "、".join(row.indicator.leads), 21),
    TableColumn("预计完成", lambda row: outlook(row.line), 12, Style.SHORT),
)


def indicator_table(lines: Sequence[Line], before: Sequence[Line]) -> Table:
    """指标明细: a row per indicator, the whole city."""
    last = {line.code: line.figure for line in city_lines(before)}
    rows = [CityRow(line, last.get(line.code)) for line in city_lines(lines)]
    return table("指标明细", INDICATOR_COLUMNS, rows, PageSetup(frozen=3, wide=True))


def _as_typed(read: Callable[[Reported], str]) -> Callable[[Line], Cell]:
    """What is to be read of the row that a unit typed; no city line has one."""
    return lambda line: read(line.source.version.row) if line.source else None


DATA_COLUMNS: tuple[TableColumn[Line], ...] = (
    TableColumn("期次", lambda line: str(line.period), style=Style.SHORT),
    TableColumn("编码", lambda line: line.code, 9, Style.SHORT),
    TableColumn("事项", lambda line: line.plan.indicator.matter, 20),
    TableColumn("指标", lambda line: line.plan.indicator.name, 34),
    TableColumn("类型", lambda line: str(line.plan.indicator.kind), style=Style.SHORT),
    TableColumn("计量单位", lambda line: line.plan.indicator.measure, 9, Style.SHORT),
    TableColumn("县区", lambda line: line.county, 14, Style.SHORT),
    TableColumn("填报单位", _as_typed(lambda row: row.unit), 17),
    TableColumn(
        "采用口径",
        lambda line: line.source.origin or None if line.source else None,
        style=Style.SHORT,
    ),
    TableColumn("年度目标", lambda line: line.plan.target, style=Style.NUMBER),
    TableColumn("累计", lambda line: done(line.figure), style=Style.NUMBER),
    TableColumn("分子", lambda line: line.figure.numerator, style=Style.NUMBER),
    TableColumn("分母", lambda line: line.figure.denominator, style=Style.NUMBER),
    TableColumn("完成率", completion, style=Style.NUMBER),
    TableColumn("序时进度", lambda line: Share(float(line.plan.schedule)), style=Style.NUMBER),
    TableColumn("应达进度", lambda line: Share(float(line.plan.due)), style=Style.NUMBER),
    TableColumn("差距", gap, style=Style.POINTS),
    TableColumn("状态", lambda line: str(line.rating.status), 12, Style.LIGHT),
    TableColumn("原因", lambda line: line.rating.reason, 30),
    TableColumn("原值", _as_typed(lambda row: brief(row.typed)), 14),
    TableColumn("来源文件", _as_typed(lambda row: shown_name(row.file)), 36),
    TableColumn("来源工作表", _as_typed(lambda row: shown_name(row.sheet)), 11, Style.SHORT),
    TableColumn("来源单元格", _as_typed(lambda row: shown_name(row.cell)), 11, Style.SHORT),
)


def data_table(months: Iterable[Sequence[Line]]) -> Table:
    """数据: the tidy table for pivots, a row per month, indicator and place."""
    rows = [line for lines in months for line in lines]
    return table("数据", DATA_COLUMNS, rows, PageSetup(frozen=4, wide=True, low=True))


def _side(row: Difference, figure: Figure) -> Cell:
    """What one of them reports: a share, which no side without objects has, or a count or level."""
    return _as_share(_own_share(figure)) if row.indicator.asks_parts else done(figure)


def _difference(row: Difference) -> Cell:
    """Lead minus county; two levels have none, nor has a share beside none."""
    if row.indicator.asks_parts:
        lead, county = _own_share(row.lead), _own_share(row.by_county)
        return None if lead is None or county is None else _as_share(lead - county)
    mine, theirs = row.lead.done, row.by_county.done
    return None if mine is None or theirs is None else float(exact(mine) - exact(theirs))


def _own_share(figure: Figure) -> Fraction | None:
    return share_of(figure) if figure.denominator else None


def _as_share(share: Fraction | None) -> Share | None:
    return None if share is None else Share(float(share), 2)


DIFFERENCE_COLUMNS: tuple[TableColumn[Difference], ...] = (
    TableColumn("编码", lambda row: row.indicator.code, 9, Style.SHORT),
    TableColumn("指标", lambda row: row.indicator.name, 34),
    TableColumn("县区", lambda row: row.county, 14, Style.SHORT),
    TableColumn("计量单位", lambda row: row.indicator.measure, 9, Style.SHORT),
    TableColumn("牵头口径", lambda row: _side(row, row.lead), style=Style.NUMBER),
    TableColumn("县区口径", lambda row: _side(row, row.by_county), style=Style.NUMBER),
    TableColumn("差值", _difference, style=Style.NUMBER),
    TableColumn("牵头分子", lambda row: row.lead.numerator, style=Style.NUMBER),
    TableColumn("牵头分母", lambda row: row.lead.denominator, style=Style.NUMBER),
    TableColumn("县区分子", lambda row: row.by_county.numerator, style=Style.NUMBER),
    TableColumn("县区分母", lambda row: row.by_county.denominator, style=Style.NUMBER),
    TableColumn("牵头单位", lambda row: row.indicator.leads[0], 21),
)


def difference_table(differences: Iterable[Difference]) -> Table:
    """口径核对: only the rows that lead and county report differently."""
    return table("口径核对", DIFFERENCE_COLUMNS, differences)


class ComparedRow(NamedTuple):
    """One of the rows of an indicator in 县区对比; `coloured` by the status of each place."""

    indicator: Indicator
    label: str
    value: Callable[[Line], Cell]
    coloured: bool
    by_place: Mapping[str, Line]


COMPARED_COLUMNS: tuple[TableColumn[ComparedRow], ...] = (
    TableColumn("编码", lambda row: row.indicator.code, 9, Style.SHORT),
    TableColumn("指标", lambda row: row.indicator.name, 34),
    TableColumn("计量单位", lambda row: row.indicator.measure, 9, Style.SHORT),
    TableColumn("项", lambda row: row.label, style=Style.SHORT),
)


def _place_column(place: str) -> TableColumn[ComparedRow]:
    def value(row: ComparedRow) -> Cell:
        return row.value(row.by_place[place]) if place in row.by_place else None

    def mark(row: ComparedRow) -> Status | None:
        shown = row.coloured and place in row.by_place
        return row.by_place[place].rating.status if shown else None

    return TableColumn(place, value, style=Style.SHORT, mark=mark)


def county_table(ledger: Ledger, lines: Sequence[Line]) -> Table:
    """县区对比: four rows per indicator (目标, 累计, 完成率, 状态), a column per place."""
    by_indicator: dict[str, dict[str, Line]] = defaultdict(dict)
    for line in lines:
        by_indicator[line.code][line.county] = line
    rows = [
        ComparedRow(indicator, *compared, by_indicator[indicator.code])
        for indicator in ledger.indicators
        for compared in _COMPARED
    ]
    places_shown = map(_place_column, (CITY, *ledger.counties, OWN))
    columns = (*COMPARED_COLUMNS, *places_shown)
    return table("县区对比", columns, rows, PageSetup(frozen=len(COMPARED_COLUMNS), wide=True))


def _target(line: Line) -> Cell:
    return line.plan.target


def _amount(line: Line) -> Cell:
    """The count, the level, or both parts of a rate."""
    figure = line.figure
    if figure.denominator is None:
        return done(figure)
    return f"{figure.numerator:.15g}/{figure.denominator:.15g}"


def _word(line: Line) -> Cell:
    return str(line.rating.status)


_COMPARED = (
    ("目标", _target, False),
    ("累计", _amount, False),
    ("完成率", completion, True),
    ("状态", _word, True),
)
"""Rows of an indicator in 县区对比; the last two are coloured, and the word says why."""
