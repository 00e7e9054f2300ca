"""指标明细: a row per indicator, the whole city."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import pandas as pd

from ducha.ledger.model import Indicator
from ducha.merge.data import DataRow, data_rows
from ducha.merge.model import JudgedLine
from ducha.standing.figures.outlook import monthly_need, outlook
from ducha.standing.figures.shown import asked, completion, growth, pace, shown_amount, yes
from ducha.standing.table import (
    Cell,
    PageSetup,
    Style,
    Table,
    TableColumn,
    city_lines,
    shown_value,
    table,
)


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


def _is_doubted(row: CityRow) -> bool:
    return bool(row.line.doubts)


def _figure(
    heading: str,
    value: Callable[[CityRow], Cell],
    doubted: Callable[[CityRow], bool] | None = None,
    width: float = 7,
) -> TableColumn[CityRow]:
    """A figure of the whole city; with a ? where it is 待核."""
    return TableColumn(heading, value, width, Style.NUMBER, doubted=doubted)


INDICATOR_COLUMNS: tuple[TableColumn[CityRow], ...] = (
    TableColumn("编码", lambda row: row.indicator.code, 7, Style.SHORT),
    TableColumn("事项", lambda row: row.indicator.matter, 9, once=True),
    TableColumn("指标", lambda row: row.indicator.name, 18),
    TableColumn("计量单位", lambda row: row.indicator.measure, 4.8, Style.SHORT),
    _figure("年度目标", lambda row: row.line.plan.target),
    _figure(
        "上月累计",
        lambda row: row.before.amount if row.before else None,
        lambda row: bool(row.before and row.before.doubted),
    ),
    _figure("本月累计", lambda row: shown_amount(row.line.figure), _is_doubted),
    _figure("沿用", lambda row: row.line.carried, width=6),
    _figure("本月新增", month_growth),
    _figure("完成率", lambda row: completion(row.line), _is_doubted),
    _figure("序时进度", lambda row: pace(row.line, row.line.plan.schedule), width=6.5),
    _figure("应达进度", lambda row: asked(row.line.plan), width=6.5),
    TableColumn("差距", lambda row: row.line.gap, 5.5, Style.POINTS),
    TableColumn("较上月", month_change, 7.5),
    TableColumn("状态", lambda row: row.line.rating.word, 9.5, Style.LIGHT),
    TableColumn("原因", lambda row: row.line.rating.reason, 26),
    TableColumn("牵头单位", lambda row: "、".join(row.indicator.leads), 9),
    TableColumn("预计完成", lambda row: outlook(row.line), 8, Style.SHORT),
    _figure("月均需完成", lambda row: monthly_need(row.line)),
    _figure("分子", lambda row: row.line.figure.numerator, _is_doubted),
    _figure("分母", lambda row: row.line.figure.denominator, _is_doubted),
    TableColumn("数据不全", lambda row: yes(row.line.incomplete), 7, Style.SHORT),
    TableColumn("待核", lambda row: "、".join(sorted(row.line.doubts)) or None, 9, Style.SHORT),
)
_PRINTED = 19
"""So many columns are printed, to 月均需完成: what stands right of them is for the screen."""


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
    return table("指标明细", INDICATOR_COLUMNS, rows, PageSetup(frozen=3, printed=_PRINTED))
