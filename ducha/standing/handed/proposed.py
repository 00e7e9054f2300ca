"""拟督办: matters to be handed over, as rows for the ledger; a person decides."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ducha.ledger.handed.records import Assignment, Occasion, Progress
from ducha.ledger.model import Group, Indicator, Ledger
from ducha.merge.model import MonthTable
from ducha.period import Period
from ducha.published.edition import PublishedMonths
from ducha.standing.assignments import AssignmentState
from ducha.standing.handed.grounds import Ground, asks_for_help, grounds, past_lights
from ducha.standing.handed.sentences import demand_words, problem_words
from ducha.standing.ranking.places import Rank
from ducha.standing.reporting import Calendar


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedMatter:
    """An item of a unit's that is proposed to be handed over (拟督办), and the facts for it.

    `number` is a free 编号 of the ledger's 督办事项, `problem` and `demand` are what its 问题 and
    交办要求 might say.
    """

    number: str
    unit: str
    group: Group
    first: Indicator
    grounds: tuple[Ground, ...]
    problem: str
    demand: str

    @property
    def code(self) -> str:
        """The item's."""
        return self.first.item

    @property
    def reason(self) -> str:
        """连续2个月严重滞后, 逾期未完成 or both."""
        return "、".join(dict.fromkeys(ground.word for ground in self.grounds))

    @property
    def row(self) -> Assignment:
        """As a row of the ledger; whoever hands it over fills in the days."""
        return Assignment(
            number=self.number,
            unit=self.unit,
            code=self.code,
            problem=self.problem,
            occasion=Occasion.NOTICE,
            leader="",
            demand=self.demand,
            handed=None,
            due=None,
            extended=None,
            answer="",
            answered=None,
            progress=Progress.OPEN,
            closed=None,
            verifier="",
            visited=None,
            visit="",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedInput:
    """What 拟督办 is worked out from.

    `tables` are all months merged, the last one being reported on; `published` stands under today's
    names, `assignments` is what has been handed over.
    """

    ledger: Ledger
    calendar: Calendar
    tables: Sequence[MonthTable]
    published: PublishedMonths
    assignments: Sequence[AssignmentState] = ()


def proposed_matters(ranks: Iterable[Rank], inputs: ProposedInput) -> tuple[ProposedMatter, ...]:
    """What to hand over, unit by unit as in the ledger, an item each (R9.70, R9.74).

    Nothing before the deadline of the month is over.
    """
    if inputs.calendar.today <= inputs.calendar.deadline:
        return ()
    numbers = _free_numbers(inputs.ledger, inputs.calendar.period)
    order = {unit.name: place for place, unit in enumerate(inputs.ledger.units)}
    past = past_lights(inputs.tables, inputs.published)
    return tuple(
        _matter(next(numbers), entry, found, inputs.ledger)
        for entry in sorted(ranks, key=lambda entry: order.get(entry.unit, len(order)))
        for found in _by_item(grounds(entry, past))
        if not _is_settled(entry.unit, found[0].line.plan.indicator.item, inputs)
    )


def _by_item(found: Iterable[Ground]) -> Iterator[tuple[Ground, ...]]:
    items: dict[str, list[Ground]] = {}
    for ground in found:
        items.setdefault(ground.line.plan.indicator.item, []).append(ground)
    return map(tuple, items.values())


def _is_settled(unit: str, item: str, inputs: ProposedInput) -> bool:
    """Whether it has been handed over and stands open, or is one to be coordinated (R9.72)."""
    handed = any(
        state.open and (state.assignment.unit, state.assignment.code) == (unit, item)
        for state in inputs.assignments
    )
    return handed or asks_for_help(inputs.tables, unit, item)


def _free_numbers(ledger: Ledger, period: Period) -> Iterator[str]:
    """编号 after the last of the year that is in use: 2024-03 (R9.74)."""
    pattern = re.compile(rf"{period.year}-(\d{{1,6}})")
    used = (pattern.fullmatch(assignment.number) for assignment in ledger.assignments)
    number = max((int(match[1]) for match in used if match), default=0)
    while True:
        number += 1
        yield f"{period.year}-{number:02d}"


def _matter(number: str, entry: Rank, found: tuple[Ground, ...], ledger: Ledger) -> ProposedMatter:
    return ProposedMatter(
        number=number,
        unit=entry.unit,
        group=entry.group,
        first=found[0].line.plan.indicator,
        grounds=found,
        problem=problem_words(found),
        demand=demand_words(found, ledger),
    )
