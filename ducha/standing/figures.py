"""Tables of figures: indicators, counties, differences, and the tidy table for pivots."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from math import ceil
from typing import NamedTuple

import pandas as pd

from ducha.ledger.model import CITY, OWN, Direction, Indicator, Kind, Ledger
from ducha.merge.data import DataRow, data_rows
from ducha.merge.model import Difference, JudgedLine
from ducha.standing.table import (
    STATUS_WORDS,
    Cell,
    PageSetup,
    Share,
    Style,
    Table,
    TableColumn,
    city_lines,
    shown_value,
    table,
)
from ducha.status.rating import Figure, Status
from ducha.texts import brief, shown_name
from ducha.values.reading import exact

_FORESEEN = 12
"""Years within which an end is foreseen; a later one is 按现有进度无法预计."""


def completion(line: JudgedLine) -> Share | None:
    """完成率 as it is printed: a missed line never reads as the line itself."""
    return _share(line.completion, line.decimals)


def _share(value: float | None, decimals: int | None) -> Share | None:
    return None if value is None or decimals is None else Share(value, decimals)


def _pace(line: JudgedLine, share: Fraction) -> Share | None:
    """A share of the year's work; none where there is no work to be spread over it (R7.21)."""
    return None if line.plan.indicator.is_ceiling else Share(float(share))


def shown_amount(figure: Figure) -> Cell:
    """累计: the number, or the level of a qualitative indicator."""
    return str(figure.level) if figure.level else figure.done


def growth(now: float | None, before: float | None) -> float | None:
    """本月新增: this month's count over last month's; None unless both are known."""
    return None if now is None or before is None else float(exact(now) - exact(before))


def outlook(line: JudgedLine) -> str:
    """预计完成: the month in which a count meets its target at the average pace so far.

    A ceiling is no work to finish, and works that are there only at completion have no pace.
    """
    plan, now = line.plan, line.figure.done
    if line.rating.doubted:
        return "数据待核"
    if plan.indicator.kind is not Kind.COUNT or now is None or not plan.target:
        return ""
    if line.rating.status is Status.DONE:
        return "已完成"
    if plan.indicator.is_ceiling or plan.indicator.at_completion:
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
    """An indicator's line of the whole city, and what 数据 says of the month before.

    `published` is how that month's line read when it was published, None where it was not.
    """

    line: JudgedLine
    before: DataRow | None
    published: DataRow | None = None

    @property
    def indicator(self) -> Indicator:
        """What the line is about."""
        return self.line.plan.indicator


def month_growth(row: CityRow) -> float | None:
    """本月新增 of a city line: blank where it has a part of an earlier month (R6.160)."""
    if row.line.carried is not None:
        return None
    return growth(row.line.figure.done, row.before.done if row.before else None)


def month_change(row: CityRow) -> str | None:
    """较上月: how the light has changed; last month's is the published one, if it was (R8.12).

    The figures beside it are today's: where last month's was published as another, this says so.
    """
    last = row.published or row.before
    parts = []
    if last and last.status != row.line.rating.word:
        parts.append(f"由{last.status}转为{row.line.rating.word}")
    if row.published and shown_value(row.published) != shown_value(row.before):
        value = shown_value(row.published)
        written = f"{value:.15g}" if isinstance(value, float) else value
        parts.append("上月数已更正" + (f"（发布时{written}）" if written else "（发布时没有）"))
    return "；".join(parts) or None


def _yes(answer: object) -> str | None:
    return "是" if answer else None


def _city_number(heading: str, value: Callable[[CityRow], Cell]) -> TableColumn[CityRow]:
    """A figure of the whole city, with a ? where the line is 待核."""
    return TableColumn(
        heading, value, style=Style.NUMBER, doubted=lambda row: bool(row.line.doubts)
    )


INDICATOR_COLUMNS: tuple[TableColumn[CityRow], ...] = (
    TableColumn("编码", lambda row: row.indicator.code, 9, Style.SHORT),
    TableColumn("事项", lambda row: row.indicator.matter, 20),
    TableColumn("指标", lambda row: row.indicator.name, 34),
    TableColumn("计量单位", lambda row: row.indicator.measure, 9, Style.SHORT),
    TableColumn("年度目标", lambda row: row.line.plan.target, style=Style.NUMBER),
    TableColumn(
        "上月累计",
        lambda row: row.before.amount if row.before else None,
        style=Style.NUMBER,
        doubted=lambda row: bool(row.before and row.before.doubted),
    ),
    _city_number("本月累计", lambda row: shown_amount(row.line.figure)),
    TableColumn("沿用", lambda row: row.line.carried, style=Style.NUMBER),
    TableColumn("本月新增", month_growth, style=Style.NUMBER),
    _city_number("分子", lambda row: row.line.figure.numerator),
    _city_number("分母", lambda row: row.line.figure.denominator),
    _city_number("完成率", lambda row: completion(row.line)),
    TableColumn(
        "序时进度", lambda row: _pace(row.line, row.line.plan.schedule), style=Style.NUMBER
    ),
    TableColumn("应达进度", lambda row: _pace(row.line, row.line.plan.due), style=Style.NUMBER),
    TableColumn("差距", lambda row: row.line.gap, style=Style.POINTS),
    TableColumn("较上月", month_change, 20),
    TableColumn("状态", lambda row: row.line.rating.word, 18, Style.LIGHT),
    TableColumn("数据不全", lambda row: _yes(row.line.incomplete), style=Style.SHORT),
    TableColumn("待核", lambda row: "、".join(sorted(row.line.doubts)) or None, style=Style.SHORT),
    TableColumn("原因", lambda row: row.line.rating.reason, 30),
    TableColumn("牵头单位", lambda row: "、".join(row.indicator.leads), 21),
    TableColumn("预计完成", lambda row: outlook(row.line), 12, Style.SHORT),
)


def indicator_table(
    lines: Sequence[JudgedLine],
    before: pd.DataFrame,
    published: Mapping[str, DataRow] | None = None,
) -> Table:
    """指标明细: a row per indicator, the whole city.

    `before` are its rows of the last month, `published` those by code as that was published.
    """
    last_month, frozen = {row.code: row for row in data_rows(before)}, published or {}
    rows = [
        CityRow(line, last_month.get(line.code), frozen.get(line.code))
        for line in city_lines(lines)
    ]
    return table("指标明细", INDICATOR_COLUMNS, rows, PageSetup(frozen=3, wide=True))


def _name_reader(read: Callable[[DataRow], str | None]) -> Callable[[DataRow], Cell]:
    """Make a column's value of a name that came from outside: the name made fit to be shown."""

    def name(row: DataRow) -> Cell:
        text = read(row)
        return None if text is None else shown_name(text)

    return name


def _data_number(heading: str, value: Callable[[DataRow], Cell]) -> TableColumn[DataRow]:
    """A figure of a row, with a ? where it is 待核."""
    return TableColumn(heading, value, style=Style.NUMBER, doubted=lambda row: bool(row.doubted))


DATA_COLUMNS: tuple[TableColumn[DataRow], ...] = (
    TableColumn("期次", lambda row: row.period, style=Style.SHORT),
    TableColumn("编码", lambda row: row.code, 9, Style.SHORT),
    TableColumn("事项", lambda row: row.matter, 20),
    TableColumn("指标", lambda row: row.indicator, 34),
    TableColumn("类型", lambda row: row.kind, style=Style.SHORT),
    TableColumn("计量单位", lambda row: row.measure, 9, Style.SHORT),
    TableColumn("县区", lambda row: row.place, 14, Style.SHORT),
    TableColumn("填报单位", lambda row: row.unit, 17),
    TableColumn("采用口径", lambda row: row.origin, style=Style.SHORT),
    TableColumn("年度目标", lambda row: row.target, style=Style.NUMBER),
    _data_number("累计", lambda row: row.amount),
    _data_number("沿用", lambda row: row.carried),
    _data_number("分子", lambda row: row.numerator),
    _data_number("分母", lambda row: row.denominator),
    _data_number("完成率", lambda row: _share(row.completion, row.decimals)),
    TableColumn("序时进度", lambda row: _share(row.schedule, 1), style=Style.NUMBER),
    TableColumn("应达进度", lambda row: _share(row.due, 1), style=Style.NUMBER),
    TableColumn("差距", lambda row: row.gap, style=Style.POINTS),
    TableColumn("状态", lambda row: row.status, 18, Style.LIGHT),
    TableColumn("待核", lambda row: row.doubted, style=Style.SHORT),
    TableColumn("原因", lambda row: row.reason, 30),
    TableColumn("原值", lambda row: None if row.typed is None else brief(row.typed), 14),
    TableColumn("来源文件", _name_reader(lambda row: row.file), 36),
    TableColumn("来源工作表", _name_reader(lambda row: row.sheet), 11, Style.SHORT),
    TableColumn("来源单元格", _name_reader(lambda row: row.cell), 11, Style.SHORT),
    TableColumn("数据不全", lambda row: _yes(row.incomplete), style=Style.SHORT),
)


def data_table(data: pd.DataFrame) -> Table:
    """数据: the tidy table for pivots, the frame as it is."""
    page = PageSetup(frozen=4, wide=True, low=True)
    return table("数据", DATA_COLUMNS, data_rows(data), page)


def _reported_side(row: Difference, figure: Figure) -> Cell:
    """What one of them reports: a share (none without objects), a count or a level."""
    return _as_share(figure.share) if row.indicator.asks_parts else shown_amount(figure)


def _difference(row: Difference) -> Cell:
    """Lead minus county; two levels have none, nor has a share beside none."""
    if row.indicator.asks_parts:
        lead, county = row.lead.share, row.by_county.share
        return None if lead is None or county is None else _as_share(lead - county)
    lead_count, county_count = row.lead.done, row.by_county.done
    if lead_count is None or county_count is None:
        return None
    return float(exact(lead_count) - exact(county_count))


def _as_share(share: Fraction | None) -> Share | None:
    return None if share is None else Share(float(share), 2)


def _describe_difference(row: Difference) -> str | None:
    """Which month an earlier figure is from that stays in force (R6.162)."""
    return f"以哪一家为准的一方本月未报，沿用其{row.earlier.month}月数" if row.earlier else None


RECONCILIATION_COLUMNS: tuple[TableColumn[Difference], ...] = (
    TableColumn("编码", lambda row: row.indicator.code, 9, Style.SHORT),
    TableColumn("指标", lambda row: row.indicator.name, 34),
    TableColumn("县区", lambda row: row.county, 14, Style.SHORT),
    TableColumn("计量单位", lambda row: row.indicator.measure, 9, Style.SHORT),
    TableColumn("牵头口径", lambda row: _reported_side(row, row.lead), style=Style.NUMBER),
    TableColumn("县区口径", lambda row: _reported_side(row, row.by_county), style=Style.NUMBER),
    TableColumn("差值", _difference, style=Style.NUMBER),
    TableColumn("牵头分子", lambda row: row.lead.numerator, style=Style.NUMBER),
    TableColumn("牵头分母", lambda row: row.lead.denominator, style=Style.NUMBER),
    TableColumn("县区分子", lambda row: row.by_county.numerator, style=Style.NUMBER),
    TableColumn("县区分母", lambda row: row.by_county.denominator, style=Style.NUMBER),
    TableColumn("牵头单位", lambda row: row.indicator.leads[0], 21),
    TableColumn("说明", _describe_difference, 24),
)


def reconciliation_table(differences: Iterable[Difference]) -> Table:
    """口径核对: only the rows that lead and county report differently."""
    return table("口径核对", RECONCILIATION_COLUMNS, differences)


class ComparedFigure(NamedTuple):
    """What is compared of an indicator in a row of its own.

    `coloured` by the status of each place; `doubtful` where it is shown with a ? when it is 待核.
    """

    label: str
    value: Callable[[DataRow], Cell]
    coloured: bool
    doubtful: bool


class ComparedRow(NamedTuple):
    """One of the rows of an indicator in 县区对比."""

    indicator: Indicator
    compared: ComparedFigure
    by_place: Mapping[str, DataRow]


COMPARED_COLUMNS: tuple[TableColumn[ComparedRow], ...] = (
    TableColumn("编码", lambda row: row.indicator.code, 9, Style.SHORT),
    TableColumn("指标", lambda row: row.indicator.name, 34),
    TableColumn("计量单位", lambda row: row.indicator.measure, 9, Style.SHORT),
    TableColumn("项", lambda row: row.compared.label, style=Style.SHORT),
)


def _place_column(place: str) -> TableColumn[ComparedRow]:
    def value(row: ComparedRow) -> Cell:
        return row.compared.value(row.by_place[place]) if place in row.by_place else None

    def mark(row: ComparedRow) -> Status | None:
        shown = row.compared.coloured and place in row.by_place
        return STATUS_WORDS[row.by_place[place].status] if shown else None

    def doubted(row: ComparedRow) -> bool:
        shown = row.compared.doubtful and place in row.by_place
        return shown and bool(row.by_place[place].doubted)

    return TableColumn(place, value, style=Style.SHORT, mark=mark, doubted=doubted)


def county_table(ledger: Ledger, data: pd.DataFrame) -> Table:
    """县区对比: four rows per indicator (目标, 累计, 完成率, 状态), a column per place.

    `data` are the rows of one month.
    """
    by_indicator: dict[str, dict[str, DataRow]] = defaultdict(dict)
    for row in data_rows(data):
        by_indicator[row.code][row.place] = row
    rows = [
        ComparedRow(indicator, compared, by_indicator[indicator.code])
        for indicator in ledger.indicators
        for compared in _COMPARED
    ]
    columns = (*COMPARED_COLUMNS, *map(_place_column, (CITY, *ledger.counties, OWN)))
    return table("县区对比", columns, rows, PageSetup(frozen=len(COMPARED_COLUMNS), wide=True))


_COMPARED = (
    ComparedFigure("目标", lambda row: row.target, coloured=False, doubtful=False),
    ComparedFigure("累计", shown_value, coloured=False, doubtful=True),
    ComparedFigure(
        "完成率", lambda row: _share(row.completion, row.decimals), coloured=True, doubtful=True
    ),
    ComparedFigure("状态", lambda row: row.status, coloured=True, doubtful=False),
)
"""Rows of an indicator in 县区对比; the last two are coloured, and the word says why."""
