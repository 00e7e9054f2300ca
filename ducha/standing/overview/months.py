"""How many indicators had which light, month by month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from ducha.period import Period
from ducha.standing.overview.cards import SHOWN_LIGHTS
from ducha.standing.overview.view import Lights
from ducha.standing.table import Style, TableColumn
from ducha.status.rating import Status


class MonthCounts(NamedTuple):
    """The city's lights of one month, counted (R7.201)."""

    period: Period
    counts: Counter[Status]


def month_counts(history: Mapping[Period, Lights]) -> tuple[MonthCounts, ...]:
    """Count the lights of every month; months for which nothing came have none."""
    return tuple(
        MonthCounts(period, Counter(lights.values())) for period, lights in history.items()
    )


def _light_column(status: Status) -> TableColumn[MonthCounts]:
    return TableColumn(str(status), lambda month: month.counts[status], style=Style.SHORT)


MONTH_COLUMNS: tuple[TableColumn[MonthCounts], ...] = (
    TableColumn("月份", lambda month: f"{month.period.month}月"),
    *map(_light_column, SHOWN_LIGHTS),
)
