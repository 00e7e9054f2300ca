"""县区一览: completion and light of every indicator in every county, on one page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from ducha.ledger.model import CITY, Ledger
from ducha.merge.data import DataRow, data_rows
from ducha.merge.model import JudgedLine
from ducha.period import Period
from ducha.standing.figures.shown import asked, share_of
from ducha.standing.table import STATUS_WORDS, Cell, Share, city_lines
from ducha.status.rating import Status

NO_OBJECT = "无对象"
"""In place of a rate with 分子 0 and 分母 0."""


class MapCell(NamedTuple):
    """An indicator at a place: its completion, else a word; None where the place has no part in it.

    `doubted` is 待核, `incomplete` 数据不全.
    """

    value: Share | str | None
    status: Status | None = None
    doubted: bool = False
    incomplete: bool = False


class MapRow(NamedTuple):
    """An indicator; `matter_no` is blank below the first of its matter, which `begins` it."""

    matter_no: str
    begins: bool
    indicator: str
    measure: str
    asked: Cell
    cells: tuple[MapCell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CountyMap:
    """The heat map: a row per indicator, a column per place, the whole city's first.

    `counts` are the 严重滞后／滞后 of each place.
    """

    period: Period
    places: tuple[str, ...]
    rows: tuple[MapRow, ...]
    counts: tuple[str, ...]
    name: str = "县区一览"


def county_map(
    ledger: Ledger, period: Period, lines: Sequence[JudgedLine], data: pd.DataFrame
) -> CountyMap:
    """Work the map out from the rows of 数据 of one month; `lines` are the month's (R7.233)."""
    places = (CITY, *ledger.counties)
    by_row = {(row.code, row.place): row for row in data_rows(data)}
    return CountyMap(
        period=period,
        places=places,
        rows=tuple(_rows(city_lines(lines), places, by_row)),
        counts=tuple(_count(by_row.values(), place) for place in places),
    )


def _rows(
    lines: Iterable[JudgedLine], places: Sequence[str], by_row: Mapping[tuple[str, str], DataRow]
) -> Iterable[MapRow]:
    last: tuple[str, str] | None = None
    for line in lines:
        indicator = line.plan.indicator
        matter = indicator.matter_no, indicator.matter
        yield MapRow(
            matter_no=indicator.matter_no if matter != last else "",
            begins=matter != last,
            indicator=indicator.name,
            measure=indicator.measure,
            asked=asked(line.plan),
            cells=tuple(_cell(by_row.get((line.code, place))) for place in places),
        )
        last = matter


def _cell(row: DataRow | None) -> MapCell:
    if row is None:
        return MapCell(None)
    value = share_of(row.completion, row.decimals) or _word(row)
    doubted = bool(row.doubted) and value != row.status
    return MapCell(value, STATUS_WORDS[row.status], doubted, row.incomplete)


def _word(row: DataRow) -> str:
    """What stands where there is no completion: the level, 无对象, or why there is no figure."""
    if row.level:
        return row.level
    return NO_OBJECT if row.denominator == 0 and row.numerator == 0 else row.status


def _count(rows: Iterable[DataRow], place: str) -> str:
    """严重滞后／滞后 of a place."""
    lights = Counter(STATUS_WORDS[row.status] for row in rows if row.place == place)
    return f"{lights[Status.BEHIND]}／{lights[Status.LAGGING]}"
