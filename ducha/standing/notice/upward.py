"""What only leaders are told: why something is red, what units ask of the city."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from ducha.ledger.model import Indicator, Ledger, first_of_items
from ducha.merge.model import JudgedLine
from ducha.merge.open_problems import YES, OpenProblem


class HelpWanted(NamedTuple):
    """What a unit asks of the city (需市级协调), and whose charge the item is."""

    leaders: tuple[str, ...]
    unit: str
    item: Indicator
    text: str
    months: int


def help_wanted(
    problems: Mapping[tuple[str, str], OpenProblem], ledger: Ledger
) -> tuple[HelpWanted, ...]:
    """Open problems for which units ask the city's help, in the ledger's order (R9.52)."""
    items = first_of_items(ledger.indicators)
    wanted = {
        key: problem
        for key, problem in problems.items()
        if problem.coordination == YES and problem.item in items
    }
    return tuple(
        HelpWanted(item.in_charge, unit.name, item, problem.text, problem.months)
        for code, item in items.items()
        for unit in ledger.units
        if (problem := wanted.get((unit.name, code)))
    )


def causes(
    lines: Iterable[JudgedLine], problems: Mapping[tuple[str, str], OpenProblem]
) -> dict[str, str]:
    """存在问题 in the words of the lead department, by indicator (R9.51)."""
    found = (
        (line.code, problems.get((line.plan.indicator.leads[0], line.plan.indicator.item)))
        for line in lines
    )
    return {code: problem.text for code, problem in found if problem}
