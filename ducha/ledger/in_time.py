"""The ledger as it stands for one month: a change made in July does not rewrite April."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from ducha.ledger.model import Group, Indicator, Ledger, Unit
from ducha.period import MONTHS


@dataclass(frozen=True, slots=True)
class Issued:
    """What forms of ours prove of one month, whatever the ledger says today (R6.302, R6.303).

    `leads` is by code the unit that was issued the indicator's rows as its lead; `units` are those
    that have returned a form of the month.
    """

    leads: Mapping[str, str] = field(default_factory=dict)
    units: frozenset[str] = frozenset()


NOTHING_ISSUED = Issued()


def ledger_in(ledger: Ledger, month: int, issued: Issued = NOTHING_ISSUED) -> Ledger:
    """The ledger as it stands for `month` (1 to 12).

    Its indicators are those asked in the month, with the leads of the month; of its units, all of
    which are there, those report that owe a return; counties that do not answer are `absent`.

    Args:
        ledger: The year's ledger, or that of any month of it.
        month: The month.
        issued: What forms of ours prove of that month.

    (R6.300, R6.301, R6.302, R6.304)
    """
    year = ledger.whole
    kept = issued.units & year.by_unit.keys()
    return replace(
        year,
        indicators=tuple(
            _indicator_in(year, indicator, month, issued)
            for indicator in year.indicators
            if indicator.until is None or month <= indicator.until
        ),
        units=tuple(
            replace(unit, reports=unit.name in kept or (unit.reports and unit.answers_in(month)))
            for unit in year.units
        ),
        absent=frozenset(
            unit.name
            for unit in year.units
            if unit.group is Group.COUNTY and unit.name not in kept and not unit.answers_in(month)
        ),
        kept=kept,
        year=year,
    )


def _indicator_in(year: Ledger, indicator: Indicator, month: int, issued: Issued) -> Indicator:
    """The indicator with those who answered for it in the month.

    Who was issued its rows as lead leads it, though today's ledger names others; its other leads
    are today's.
    """
    today = tuple(answerer(year, name, month) for name in indicator.leads)
    first = issued.leads.get(indicator.code, today[0])
    if first not in year.by_unit:
        first = today[0]
    leads = (first, *(today if first in today else today[1:]))
    supports = (answerer(year, name, month) for name in indicator.supports)
    resolved = replace(indicator, leads=_each_once(leads), supports=_each_once(supports))
    return indicator if resolved == indicator else resolved


def _each_once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def answerer(year: Ledger, name: str, month: int) -> str:
    """Who answers in the month for a unit that the ledger names (R6.304).

    After its 止报月 that is the unit it is 并入; before its 起报月 the only one that it then took
    over from, if there is one; else the unit itself.
    """
    unit = year.by_unit.get(name)
    if unit is None or unit.answers_in(month):
        return name
    if unit.until is not None and month > unit.until:
        return successor_in(year, unit, month).name
    before = [u.name for u in year.units if _hands_over_to(year, u, name, month)]
    return before[0] if len(before) == 1 else name


def successor_in(year: Ledger, unit: Unit, month: int) -> Unit:
    """The unit itself while it has not stopped by the month, else the last of those after it."""
    passed = {unit.name}
    while unit.until is not None and month > unit.until and unit.successor not in {"", *passed}:
        following = year.by_unit.get(unit.successor)
        if following is None:
            break
        unit = following
        passed.add(unit.name)
    return unit


def _hands_over_to(year: Ledger, unit: Unit, name: str, month: int) -> bool:
    """Whether a unit answers in the month, and that name answers for it later in the year."""
    if not unit.successor or not unit.answers_in(month) or unit.until is None:
        return False
    takes_over = year.by_unit[name].since or 1
    return successor_in(year, unit, max(takes_over, unit.until + 1)).name == name


def ever_answering(year: Ledger, indicator: Indicator) -> tuple[str, ...]:
    """Counties that answer for an indicator in some month of the year, successors among them."""
    named = set(year.counties_of(indicator))
    named |= {
        successor_in(year, year.by_unit[name], month).name
        for name in named
        for month in range(1, MONTHS + 1)
    }
    return tuple(name for name in year.counties if name in named)
