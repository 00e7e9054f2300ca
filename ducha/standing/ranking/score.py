"""What one line is worth to the unit that answers for it, from 0 to 100."""

from __future__ import annotations

from fractions import Fraction

from ducha.ledger.model import Direction, Judged, Kind
from ducha.merge.model import JudgedLine
from ducha.status.rating import GOOD_LIGHTS, Status

FULL = Fraction(100)
"""What a line is worth that is as it should be; more than was due earns no more (R7.101)."""


def line_score(line: JudgedLine, *, closed: bool) -> Fraction | None:
    """What the line is worth; None where it is left out of the mean.

    By the figure in force, be it doubted or in dispute (R7.101, R7.103, R7.104, R7.110, R7.112).

    Args:
        line: A line of the month: of a county, or of the whole city.
        closed: Whether the time to correct what was sent back is over (更正期限).
    """
    if _asks_nothing_yet(line):
        return None
    status = line.rating.status
    if status is Status.HELD:  # whatever else the line lacks: sending nonsense is no way out
        return Fraction(0) if closed else None
    if status is Status.NO_RETURN:
        return Fraction(0)
    if _says_too_little(line):
        return None
    return FULL if status in GOOD_LIGHTS else FULL * min(_reached(line), Fraction(1))


def is_owed(line: JudgedLine) -> bool:
    """Whether a figure is owed: there is a task, and it has begun (R7.109)."""
    has_begun = line.plan.month >= line.plan.indicator.start
    return line.rating.status is not Status.NO_TASK and line.plan.target != 0 and has_begun


def _asks_nothing_yet(line: JudgedLine) -> bool:
    """Whether nothing is due: no task, no target, or none of it by this month (R7.104)."""
    plan, status = line.plan, line.rating.status
    unbroken = plan.target is None and plan.indicator.kind is not Kind.QUALITATIVE
    no_light = status in {Status.NO_TASK, Status.NOT_BROKEN_DOWN}
    return no_light or unbroken or plan.due == 0


def _says_too_little(line: JudgedLine) -> bool:
    """A line that is 数据不全, had no object to measure, or waits for its deadline.

    (R6.164, R7.104)
    """
    in_part = line.incomplete and line.figure.given
    return in_part or line.figure.no_object or _waits(line)


def _waits(line: JudgedLine) -> bool:
    """Whether it is 未到期: unmet, and nothing but its deadline is there to be held against."""
    plan, indicator = line.plan, line.plan.indicator
    by_deadline = indicator.asks_parts and indicator.judged is Judged.BY_DEADLINE
    early = by_deadline and not (plan.final_month or plan.by_milestone)
    return early and line.rating.status is Status.ON_TRACK


def _reached(line: JudgedLine) -> Fraction:
    """How much of what was due is there: of a count of its due, of a rate of its line.

    What may not be exceeded, and what has only words, is there or not (R7.101, R7.102).
    """
    plan, indicator = line.plan, line.plan.indicator
    if indicator.direction is Direction.AT_MOST or indicator.kind is Kind.QUALITATIVE:
        return Fraction(0)
    goal = plan.due if indicator.kind is Kind.COUNT else plan.line
    return (line.rating.completion or Fraction(0)) / goal
