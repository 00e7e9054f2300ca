"""Returns that give what the month alone has brought, in place of all since January."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ducha.form.monthly import LastMonth
from ducha.merge.model import MonthTable, PlaceKey
from ducha.status.rating import Figure, Plan
from ducha.status.shares import schedule
from ducha.values.reading import exact

_LEAST = 3
"""One figure that falls may be a slip of the pen, and two the same slip."""


def units_by_month(table: MonthTable, last: Mapping[str, LastMonth]) -> frozenset[str]:
    """Units whose figures of a month look like what that month alone has brought (R7.268).

    Args:
        table: The month.
        last: What each unit's form showed of the month before.
    """
    return frozenset(
        unit for unit, shown in last.items() if _is_by_month(_pairs(table, unit, shown.figures))
    )


def _pairs(
    table: MonthTable, unit: str, last: Mapping[PlaceKey, Figure]
) -> Iterator[tuple[Plan, float, float]]:
    """Each number of a unit's beside that of the month before, which is more than 0."""
    for (owner, *place), figure in table.own.items():
        key = (place[0], place[1])
        if owner != unit or key not in table.bases or key not in last:
            continue
        before = last[key].numbers
        for column, number in figure.numbers.items():
            if before.get(column):
                yield table.bases[key].plan, number, before[column]


def _is_by_month(pairs: Iterable[tuple[Plan, float, float]]) -> bool:
    """Whether most figures have fallen, at least three, and most of these read as increments."""
    listed = list(pairs)
    fallen = [pair for pair in listed if pair[1] < pair[2]]
    fitting = sum(is_increment(*pair) for pair in fallen)
    return len(fallen) >= _LEAST and len(fallen) * 2 > len(listed) and fitting * 2 > len(fallen)


def is_increment(plan: Plan, now: float, before: float) -> bool:
    """Whether a number below last month's reads as what was added to it (R7.268).

    By the schedule last month's would have become `reached` by now. Both together lie nearer to
    that than this number alone, which is at most twice what was to be added.
    """
    then = schedule(plan.indicator, plan.month - 1)
    if then == 0:
        return False
    reached = exact(before) * plan.schedule / then
    alone, added = exact(now), reached - exact(before)
    return alone <= 2 * added and abs(exact(before) + alone - reached) < abs(alone - reached)
