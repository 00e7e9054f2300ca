"""Tables of figures: indicators, counties, differences, and the tidy table for pivots."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import ceil

from ducha.ledger.model import CITY, OWN, Direction, Kind, Ledger
from ducha.merge.month import Difference, Line
from ducha.standing.table import Cell, Share, Table, city_lines, table
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


def indicator_table(lines: Sequence[Line], before: Sequence[Line]) -> Table:
    """指标明细: a row per indicator, the whole city."""
    last = {line.code: line.figure for line in city_lines(before)}
    return table(
        "指标明细",
        INDICATOR_HEADINGS,
        [_indicator_row(line, last.get(line.code)) for line in city_lines(lines)],
    )


def _indicator_row(line: Line, before: Figure | None) -> tuple[Cell, ...]:
    indicator, figure = line.plan.indicator, line.figure
    return (
        indicator.code,
        indicator.matter,
        indicator.name,
        indicator.measure,
        line.plan.target,
        done(before) if before else None,
        done(figure),
        growth(line, before),
        figure.numerator,
        figure.denominator,
        completion(line),
        Share(float(line.plan.schedule)),
        Share(float(line.plan.due)),
        gap(line),
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


def data_table(months: Iterable[Sequence[Line]]) -> Table:
    """数据: the tidy table for pivots, a row per month, indicator and place."""
    return table("数据", DATA_HEADINGS, [_data_row(line) for lines in months for line in lines])


def _data_row(line: Line) -> tuple[Cell, ...]:
    indicator, figure = line.plan.indicator, line.figure
    row = line.source.version.row if line.source else None
    return (
        str(line.period),
        indicator.code,
        indicator.matter,
        indicator.name,
        str(indicator.kind),
        indicator.measure,
        line.county,
        row.unit if row else None,
        line.source.origin or None if line.source else None,
        line.plan.target,
        done(figure),
        figure.numerator,
        figure.denominator,
        completion(line),
        Share(float(line.plan.schedule)),
        Share(float(line.plan.due)),
        gap(line),
        str(line.rating.status),
        line.rating.reason,
        *(
            (brief(row.typed), *map(shown_name, (row.file, row.place.sheet, row.place.address)))
            if row
            else (None,) * 4
        ),
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
    lead, county = _own_share(one.lead), _own_share(one.by_county)
    apart = None if lead is None or county is None else lead - county
    return _as_share(lead), _as_share(county), _as_share(apart)


def _own_share(figure: Figure) -> Fraction | None:
    return share_of(figure) if figure.denominator else None


def _as_share(share: Fraction | None) -> Share | None:
    return None if share is None else Share(float(share), 2)


def _counts_compared(one: Difference) -> tuple[Cell, Cell, Cell]:
    """Both figures and the difference, which two levels have none of."""
    lead, county = one.lead.done, one.by_county.done
    if lead is None or county is None:
        return done(one.lead), done(one.by_county), None
    return lead, county, float(exact(lead) - exact(county))


def county_table(ledger: Ledger, lines: Sequence[Line]) -> Table:
    """县区对比: four rows per indicator (目标, 累计, 完成率, 状态), a column per place."""
    places_shown = (CITY, *ledger.counties, OWN)
    by_key = {line.key: line for line in lines}
    rows: list[tuple[Cell, ...]] = []
    marks: list[tuple[int, int, Status]] = []
    for indicator in ledger.indicators:
        found = [by_key.get((indicator.code, place)) for place in places_shown]
        for label, value in _COMPARED:
            cells = [value(line) if line else None for line in found]
            rows.append((indicator.code, indicator.name, indicator.measure, label, *cells))
        marks.extend(
            (row, column + 4, line.rating.status)
            for column, line in enumerate(found)
            if line
            for row in (len(rows) - 2, len(rows) - 1)
        )
    return table("县区对比", ("编码", "指标", "计量单位", "项", *places_shown), rows, tuple(marks))


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


_COMPARED = (("目标", _target), ("累计", _amount), ("完成率", completion), ("状态", _word))
"""Rows of an indicator in 县区对比; the last two are coloured, and the word says why."""
