"""What only leaders are told: why something is red, what units ask of the city, what to pursue."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ducha.ledger.model import CITY, OWN, Indicator, Ledger, first_of_items
from ducha.merge.model import JudgedLine, MonthTable
from ducha.merge.open_problems import YES, OpenProblem
from ducha.standing.assignments import AssignmentState
from ducha.standing.notice.agreement import has_own_figure
from ducha.standing.overview.view import MonthView
from ducha.status.rating import OVERDUE, Status


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


class ProposedMatter(NamedTuple):
    """拟督办: a line that is to be handed to the unit that answers for it, and why."""

    unit: str
    line: JudgedLine
    months: int
    overdue: bool


class _Pursuit(NamedTuple):
    """What is known of units besides their lines: codes in dispute, help asked, matters open."""

    disputed: Mapping[str, frozenset[str]]
    asked: Collection[tuple[str, str]]
    handed: Collection[tuple[str, str]]


def proposed_matters(
    view: MonthView,
    tables: Sequence[MonthTable],
    disputed: Mapping[str, frozenset[str]],
    wanted: Iterable[HelpWanted],
    assignments: Iterable[AssignmentState],
) -> tuple[ProposedMatter, ...]:
    """Lines red for two months running, or overdue: cities' with their leads, then counties'.

    Never one that is 数据不全, 待核 or in dispute, nor one for which the unit asks the city's help,
    nor one that stands open in 督办事项 (R9.53).
    """
    pursuit = _Pursuit(
        disputed,
        {(each.unit, each.item.item) for each in wanted},
        {(each.assignment.unit, each.assignment.code) for each in assignments if each.open},
    )
    before = {line.key for line in tables[-2].lines if _is_red(line)} if len(tables) > 1 else set()
    city = [(line.plan.indicator.leads[0], line) for line in view.city if view.is_sure(line)]
    counties = [
        (line.county, line)
        for line in view.lines
        if line.county not in {CITY, OWN} and has_own_figure(line) and not line.doubts
    ]
    return tuple(_pursued([*city, *counties], before, pursuit))


def _pursued(
    answered: Iterable[tuple[str, JudgedLine]],
    before: Collection[tuple[str, str]],
    pursuit: _Pursuit,
) -> Iterator[ProposedMatter]:
    for unit, line in answered:
        overdue = line.rating.reason.startswith(OVERDUE)
        again = line.key in before
        place = unit, line.plan.indicator.item
        barred = place in pursuit.asked or place in pursuit.handed
        disputed = line.county != CITY and line.code in pursuit.disputed.get(unit, ())
        if _is_red(line) and (again or overdue) and not (barred or disputed):
            yield ProposedMatter(unit, line, 2 if again else 1, overdue)


def _is_red(line: JudgedLine) -> bool:
    return line.rating.status is Status.BEHIND
