"""Tables of figures: indicators, counties, differences, and the tidy table for pivots."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from math import ceil

import pandas as pd

from ducha.ledger.model import CITY, OWN, Direction, Kind, Ledger
from ducha.merge.data import DataRow, at, rows
from ducha.merge.month import Difference, Line
from ducha.standing.table import Cell, Share, Table, city_lines, table
from ducha.status.rating import Figure, Status
from ducha.texts import brief, shown_name
from ducha.values.reading import exact

_FORESEEN = 12
"""Years within which the end of a work can be foreseen at all."""


def completion(line: Line) -> Share | None:
    """完成率 as it is printed: a missed line never reads as the line itself."""
    return _share(line.completion, line.decimals)


def _share(value: float | None, decimals: int | None) -> Share | None:
    return None if value is None or decimals is None else Share(value, decimals)


def done(figure: Figure) -> Cell:
    """累计: the number, or the level of a qualitative indicator."""
    return str(figure.level) if figure.level else figure.done


def growth(now: float | None, before: float | None) -> float | None:
    """本月新增: this month's count over last month's; None unless both are known."""
    return None if now is None or before is None else float(exact(now) - exact(before))


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


INDICATOR_HEADINGS = (
    "编码",
    "事项",
    "指标",
    "计量单位",
    "年度目标",
    "上月累计",
    "本月累计",
    "本月新增",
    "分子",
    "分母",
    "完成率",
    "序时进度",
    "应达进度",
    "差距",
    "状态",
    "原因",
    "牵头单位",
    "预计完成",
)


def indicator_table(lines: Sequence[Line], data: pd.DataFrame) -> Table:
    """指标明细: a row per indicator, the whole city; `data` tells what it was the month before."""
    before = at(data, lines[0].period.plus(-1), CITY) if lines else data[:0]
    last = {row.code: row for row in rows(before)}
    return table(
        "指标明细",
        INDICATOR_HEADINGS,
        [_indicator_row(line, last.get(line.code)) for line in city_lines(lines)],
    )


def _indicator_row(line: Line, before: DataRow | None) -> tuple[Cell, ...]:
    indicator, figure = line.plan.indicator, line.figure
    return (
        indicator.code,
        indicator.matter,
        indicator.name,
        indicator.measure,
        line.plan.target,
        before.amount if before else None,
        done(figure),
        growth(figure.done, before.done if before else None),
        figure.numerator,
        figure.denominator,
        completion(line),
        Share(float(line.plan.schedule)),
        Share(float(line.plan.due)),
        line.gap,
        str(line.rating.status),
        line.rating.reason,
        "、".join(indicator.leads),
        outlook(line),
    )


DATA_HEADINGS = (
    "期次",
    "编码",
    "事项",
    "指标",
    "类型",
    "计量单位",
    "县区",
    "填报单位",
    "采用口径",
    "年度目标",
    "累计",
    "分子",
    "分母",
    "完成率",
    "序时进度",
    "应达进度",
    "差距",
    "状态",
    "原因",
    "原值",
    "来源文件",
    "来源工作表",
    "来源单元格",
)


def data_table(data: pd.DataFrame) -> Table:
    """数据: the tidy table for pivots, the frame as it is."""
    return table("数据", DATA_HEADINGS, [_data_row(row) for row in rows(data)])


def _data_row(row: DataRow) -> tuple[Cell, ...]:
    return (
        row.period,
        row.code,
        row.matter,
        row.indicator,
        row.kind,
        row.measure,
        row.place,
        row.unit,
        row.origin,
        row.target,
        row.amount,
        row.numerator,
        row.denominator,
        _share(row.completion, row.decimals),
        Share(row.schedule),
        Share(row.due),
        row.gap,
        row.status,
        row.reason,
        None if row.typed is None else brief(row.typed),
        *(None if name is None else shown_name(name) for name in (row.file, row.sheet, row.cell)),
    )


def difference_table(differences: Iterable[Difference]) -> Table:
    """口径核对: only the rows that lead and county report differently."""
    headings = (
        "编码",
        "指标",
        "县区",
        "计量单位",
        "牵头口径",
        "县区口径",
        "差值",
        "牵头分子",
        "牵头分母",
        "县区分子",
        "县区分母",
        "牵头单位",
    )
    return table("口径核对", headings, [_difference_row(one) for one in differences])


def _difference_row(one: Difference) -> tuple[Cell, ...]:
    indicator = one.indicator
    values = _shares_compared(one) if indicator.asks_parts else _counts_compared(one)
    return (
        indicator.code,
        indicator.name,
        one.county,
        indicator.measure,
        *values,
        one.lead.numerator,
        one.lead.denominator,
        one.by_county.numerator,
        one.by_county.denominator,
        indicator.leads[0],
    )


def _shares_compared(one: Difference) -> tuple[Cell, Cell, Cell]:
    """Each side's share and the difference; a side without objects has none."""
    lead, county = one.lead.share, one.by_county.share
    apart = None if lead is None or county is None else lead - county
    return _as_share(lead), _as_share(county), _as_share(apart)


def _as_share(share: Fraction | None) -> Share | None:
    return None if share is None else Share(float(share), 2)


def _counts_compared(one: Difference) -> tuple[Cell, Cell, Cell]:
    """Both figures and the difference, which two levels have none of."""
    lead, county = one.lead.done, one.by_county.done
    if lead is None or county is None:
        return done(one.lead), done(one.by_county), None
    return lead, county, float(exact(lead) - exact(county))


def county_table(ledger: Ledger, data: pd.DataFrame) -> Table:
    """县区对比: four rows per indicator (目标, 累计, 完成率, 状态), a column per place.

    `data` are the rows of one month.
    """
    places = (CITY, *ledger.counties, OWN)
    by_key = {(row.code, row.place): row for row in rows(data)}
    listed: list[tuple[Cell, ...]] = []
    marks: list[tuple[int, int, Status]] = []
    for indicator in ledger.indicators:
        found = [by_key.get((indicator.code, place)) for place in places]
        for label, value in _COMPARED:
            cells = [value(row) if row else None for row in found]
            listed.append((indicator.code, indicator.name, indicator.measure, label, *cells))
        marks.extend(
            (at_row, column + 4, Status(row.status))
            for column, row in enumerate(found)
            if row
            for at_row in (len(listed) - 2, len(listed) - 1)
        )
    headings = ("编码", "指标", "计量单位", "项", *places)
    return table("县区对比", headings, listed, tuple(marks))


def _amount(row: DataRow) -> Cell:
    """The count, the level, or both parts of a rate."""
    if row.denominator is None:
        return row.amount
    return f"{row.numerator:.15g}/{row.denominator:.15g}"


_COMPARED: tuple[tuple[str, Callable[[DataRow], Cell]], ...] = (
    ("目标", lambda row: row.target),
    ("累计", _amount),
    ("完成率", lambda row: _share(row.completion, row.decimals)),
    ("状态", lambda row: row.status),
)
"""Rows of an indicator in 县区对比; the last two are coloured, and the word says why."""
