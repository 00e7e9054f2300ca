"""趋势: every indicator over the months, the city's lights, and what lags most."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from ducha.ledger.model import CITY, Indicator, Ledger
from ducha.merge.data import DataRow, data_rows
from ducha.standing.figures.shown import share_of
from ducha.standing.table import (
    STATUS_WORDS,
    Cell,
    PageSetup,
    Share,
    Style,
    Table,
    TableColumn,
    table,
)
from ducha.status.rating import BAD_LIGHTS, GOOD_LIGHTS, Status

_MOST_LAGGING = 5
_MONTH = 9.5
"""Width of a month's column."""

CITY_SHARE = "正常和已完成占比"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """The months beside each other: of the whole city in `lights`, of what lags most in `gaps`.

    `indicators` has two rows for each, 完成率 and 状态. All three have the `months` as their last
    columns; the last of `lights` is the share of what is 正常 or 已完成.
    """

    months: tuple[str, ...]
    lights: Table
    gaps: Table
    indicators: Table
    name: str = "趋势"


def trend(ledger: Ledger, data: pd.DataFrame) -> Trend | None:
    """Work it out from the city's rows of 数据; None before the first month (R7.235)."""
    city = data_rows(data[data["place"] == CITY])
    periods = tuple(dict.fromkeys(row.period for row in city))
    if not periods:
        return None
    by_row = {(row.code, row.period): row for row in city}
    months = tuple(f"{int(period[-2:])}月" for period in periods)
    names = dict(zip(months, periods, strict=True))
    by_month = [
        MonthRow(month, tuple(row for row in city if row.period == period))
        for month, period in names.items()
    ]
    indicators = [one for one in ledger.whole.indicators if (one.code, periods[-1]) in by_row]
    return Trend(
        months=months,
        lights=_light_table(by_month),
        gaps=_gap_table(names, _lagging_most(by_month[-1].rows), by_row),
        indicators=_indicator_table(names, indicators, by_row),
    )


class MonthRow(NamedTuple):
    """A month and its lines of the whole city."""

    month: str
    rows: tuple[DataRow, ...]

    def count(self, status: Status) -> int:
        """How many indicators stand so."""
        return sum(STATUS_WORDS[row.status] is status for row in self.rows)


def good_share(row: MonthRow) -> Share | None:
    """The share of indicators that are 正常 or 已完成, of all that are asked (R7.236).

    None while nothing at all has come.
    """
    asked = len(row.rows) - row.count(Status.NO_TASK)
    if row.count(Status.NO_RETURN) >= asked:
        return None
    return Share(sum(map(row.count, GOOD_LIGHTS)) / asked)


_COUNTED = (
    *(Status.DONE, Status.ON_TRACK, Status.LAGGING, Status.BEHIND),
    *(Status.HELD, Status.NO_RETURN, Status.NO_TASK),
)


class LightRow(NamedTuple):
    """What is shown of the months: how many indicators stand so, or a share of them."""

    label: str
    measure: str
    what: str
    value: Callable[[MonthRow], Cell]


def _count_row(status: Status) -> LightRow:
    return LightRow(str(status), "个", "指标数", lambda month: month.count(status))


LIGHT_ROWS = (*map(_count_row, _COUNTED), LightRow(CITY_SHARE, "%", "占比", good_share))


def _light_month(month: MonthRow) -> TableColumn[LightRow]:
    return TableColumn(month.month, lambda row: row.value(month), _MONTH, Style.SHORT)


def _light_table(months: Sequence[MonthRow]) -> Table:
    columns = (
        TableColumn[LightRow]("序号", lambda row: LIGHT_ROWS.index(row) + 1, 8, Style.SHORT),
        TableColumn[LightRow]("状态", lambda row: row.label, 24, Style.LIGHT),
        TableColumn[LightRow]("计量单位", lambda row: row.measure, 6, Style.SHORT),
        TableColumn[LightRow]("项", lambda row: row.what, 7, Style.SHORT),
        *map(_light_month, months),
    )
    return table("全市各月状态", columns, LIGHT_ROWS)


def _lagging_most(rows: Sequence[DataRow]) -> list[DataRow]:
    """Those furthest behind that are whole, 严重滞后 first, then the widest gap (R6.164)."""
    lagging = [
        row
        for row in rows
        if STATUS_WORDS[row.status] in BAD_LIGHTS and row.gap is not None and not row.incomplete
    ]
    return sorted(lagging, key=_severity)[:_MOST_LAGGING]


def _severity(row: DataRow) -> tuple[bool, float, str]:
    return STATUS_WORDS[row.status] is not Status.BEHIND, -(row.gap or 0.0), row.code


class TrendRow(NamedTuple):
    """An indicator over the months, by the month's period; `label` says what is shown of it."""

    code: str
    indicator: str
    measure: str
    months: Mapping[str, DataRow]
    label: str = ""


def _over_months(row: DataRow, by_row: Mapping[tuple[str, str], DataRow]) -> TrendRow:
    months = {period: other for (code, period), other in by_row.items() if code == row.code}
    return TrendRow(row.code, row.indicator, row.measure, months)


def _month_column(
    month: str,
    period: str,
    value: Callable[[TrendRow, DataRow], Cell],
    style: Style = Style.POINTS,
    *,
    coloured: bool = False,
) -> TableColumn[TrendRow]:
    def cell(row: TrendRow) -> Cell:
        return value(row, row.months[period]) if period in row.months else None

    def mark(row: TrendRow) -> Status | None:
        return STATUS_WORDS[row.months[period].status] if period in row.months else None

    def doubted(row: TrendRow) -> bool:
        return row.label != _STATUS and period in row.months and bool(row.months[period].doubted)

    shade = mark if coloured else None
    return TableColumn(month, cell, _MONTH, style, mark=shade, doubted=doubted)


_COMPLETION, _STATUS = "完成率", "状态"


def _gap(_: TrendRow, there: DataRow) -> Cell:
    return there.gap


def _figure_or_light(row: TrendRow, there: DataRow) -> Cell:
    if row.label == _STATUS:
        return there.status
    return share_of(there.completion, there.decimals) or there.level


def _gap_table(
    names: Mapping[str, str],
    lagging: Sequence[DataRow],
    by_row: Mapping[tuple[str, str], DataRow],
) -> Table:
    columns = (
        TableColumn[TrendRow]("编码", lambda row: row.code, 8, Style.SHORT),
        TableColumn[TrendRow]("指标", lambda row: row.indicator, 24),
        TableColumn[TrendRow]("计量单位", lambda _: "百分点", 6, Style.SHORT),
        TableColumn[TrendRow]("项", lambda _: "差距", 7, Style.SHORT),
        *(_month_column(month, period, _gap) for month, period in names.items()),
    )
    rows = [_over_months(row, by_row) for row in lagging]
    return table("落后最多的指标：各月差距", columns, rows)


def _indicator_table(
    names: Mapping[str, str],
    indicators: Sequence[Indicator],
    by_row: Mapping[tuple[str, str], DataRow],
) -> Table:
    *_, last = names.values()
    columns = (
        TableColumn[TrendRow]("编码", lambda row: row.code, 8, Style.SHORT),
        TableColumn[TrendRow]("指标", lambda row: row.indicator, 24),
        TableColumn[TrendRow]("计量单位", lambda row: row.measure, 6, Style.SHORT),
        TableColumn[TrendRow]("项", lambda row: row.label, 7, Style.SHORT),
        *(
            _month_column(month, period, _figure_or_light, Style.SHORT, coloured=True)
            for month, period in names.items()
        ),
    )
    rows = [
        _over_months(by_row[one.code, last], by_row)._replace(label=label)
        for one in indicators
        for label in (_COMPLETION, _STATUS)
    ]
    page = PageSetup(frozen=4, kept=2)
    return table("各指标完成情况", columns, rows, page)
