"""县区对比: indicator by county in full, four rows each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import NamedTuple

import pandas as pd

from ducha.ledger.model import CITY, OWN, Indicator, Ledger
from ducha.merge.data import DataRow, data_rows
from ducha.standing.figures.shown import share_of
from ducha.standing.table import (
    STATUS_WORDS,
    Cell,
    PageSetup,
    Style,
    Table,
    TableColumn,
    shown_value,
    table,
)
from ducha.status.rating import Status


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
    TableColumn("编码", lambda row: row.indicator.code, 7, Style.SHORT),
    TableColumn("指标", lambda row: row.indicator.name, 20),
    TableColumn("计量单位", lambda row: row.indicator.measure, 6, Style.SHORT),
    TableColumn("项", lambda row: row.compared.label, 6.5, Style.SHORT),
)


_CITY, _PLACE = 10.6, 9.0


def _place_column(place: str, width: float) -> TableColumn[ComparedRow]:
    def value(row: ComparedRow) -> Cell:
        return row.compared.value(row.by_place[place]) if place in row.by_place else None

    def mark(row: ComparedRow) -> Status | None:
        shown = row.compared.coloured and place in row.by_place
        return STATUS_WORDS[row.by_place[place].status] if shown else None

    def doubted(row: ComparedRow) -> bool:
        shown = row.compared.doubtful and place in row.by_place
        return shown and bool(row.by_place[place].doubted)

    return TableColumn(place, value, width, Style.SHORT, mark=mark, doubted=doubted)


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
    own = any(OWN in places for places in by_indicator.values())
    columns = (
        *COMPARED_COLUMNS,
        _place_column(CITY, _CITY),
        *(_place_column(place, _PLACE) for place in ledger.counties),
        _place_column(OWN, _PLACE if own else 0),  # hidden where nobody has such work
    )
    return table(
        "县区对比", columns, rows, PageSetup(frozen=len(COMPARED_COLUMNS), kept=len(_COMPARED))
    )


_COMPARED = (
    ComparedFigure("目标", lambda row: row.target, coloured=False, doubtful=False),
    ComparedFigure("累计", shown_value, coloured=False, doubtful=True),
    ComparedFigure(
        "完成率", lambda row: share_of(row.completion, row.decimals), coloured=True, doubtful=True
    ),
    ComparedFigure("状态", lambda row: row.status, coloured=True, doubtful=False),
)
"""Rows of an indicator in 县区对比; the last two are coloured, and the word says why."""
