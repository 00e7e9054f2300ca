"""除A、B外，其余N个县区均已…: what all counties but a few have reached of an indicator."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from ducha.ledger.model import OWN, Direction, Kind
from ducha.merge.model import JudgedLine
from ducha.status.rating import WORST_FIRST, Status

FEWEST = 4
"""Counties with a figure of their own below which nothing is said of all of them."""
MOST_EXCEPTIONS = 3


class Reached(StrEnum):
    """What counties have reached, as the sentence says it."""

    DONE = "完成年度目标任务"
    LINE = "达到年度目标"
    KEPT = "控制在年度目标以内"
    SCHEDULE = "达到序时进度"
    DUE = "达到应达进度"


@dataclass(frozen=True, slots=True)
class Agreement:
    """So many counties have reached something, all that reported but the `exceptions`.

    `reported` counts counties with a figure of their own of this month, `silent` those with a task
    and without one.
    """

    reached: Reached
    count: int
    exceptions: tuple[JudgedLine, ...]
    silent: int

    @property
    def reported(self) -> int:
        """Counties with a figure of their own of this month."""
        return self.count + len(self.exceptions)


def agreement(places: Sequence[JudgedLine], unnamed: Collection[str]) -> Agreement | None:
    """The most that all counties but a few have reached, by the raw figures; None for nothing.

    Only counties with a figure of their own of this month are counted; where one of these is 待核,
    or a target is not broken down, nothing is said (R9.34). `unnamed` are never exceptions.
    """
    counties = [line for line in places if line.county != OWN and _has_task(line)]
    own = [line for line in counties if has_own_figure(line)]
    unbroken = any(line.rating.status is Status.NOT_BROKEN_DOWN for line in counties)
    if unbroken or len(own) < FEWEST or any(line.doubts for line in own):
        return None
    for reached, holds in _feats(own[0]):
        exceptions = tuple(line for line in own if not holds(line))
        if _are_few(exceptions, len(own), unnamed):
            count = len(own) - len(exceptions)
            return Agreement(reached, count, exceptions, len(counties) - len(own))
    return None


def _are_few(exceptions: Sequence[JudgedLine], of: int, unnamed: Collection[str]) -> bool:
    """Whether they can be named: three at most, fewer than half, nobody whom one does not name."""
    few = len(exceptions) <= MOST_EXCEPTIONS and 2 * len(exceptions) < of
    return few and not any(line.county in unnamed for line in exceptions)


def has_own_figure(line: JudgedLine) -> bool:
    """Whether a place has an accepted figure of this month that has a light."""
    judged = line.rating.status in WORST_FIRST and line.figure.given
    return judged and line.carried is None and not line.stopped


def _has_task(line: JudgedLine) -> bool:
    return line.rating.status is not Status.NO_TASK and not line.figure.no_object


def _feats(line: JudgedLine) -> Iterator[tuple[Reached, Callable[[JudgedLine], bool]]]:
    """What may be said of an indicator's counties, the most first."""
    indicator, plan = line.plan.indicator, line.plan
    counts = indicator.kind in {Kind.COUNT, Kind.QUALITATIVE}
    if indicator.is_ceiling or indicator.direction is Direction.AT_MOST:
        yield Reached.KEPT, _is_met
        return
    yield (Reached.DONE if counts else Reached.LINE), _is_met
    if indicator.kind is Kind.COUNT and plan.due > 0 and not indicator.at_completion:
        yield (Reached.DUE if plan.by_milestone else Reached.SCHEDULE), _is_on_time
    elif indicator.asks_parts and plan.by_milestone and plan.due > 0:
        yield Reached.DUE, _is_on_time


def _is_met(line: JudgedLine) -> bool:
    return line.rating.met


def _is_on_time(line: JudgedLine) -> bool:
    """Whether no less is done than is due, by the raw figure: no 5 points of grace (R9.34)."""
    goal = line.plan.due * (line.plan.line if line.plan.indicator.asks_parts else 1)
    return line.rating.met or (line.rating.completion or Fraction(0)) >= goal
