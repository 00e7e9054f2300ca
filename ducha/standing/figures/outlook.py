"""What the months that are left must bring, and when a count will be done at its pace so far."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

from ducha.ledger.model import Direction, Kind
from ducha.merge.model import JudgedLine
from ducha.period import MONTHS
from ducha.status.rating import Plan, Status
from ducha.values.reading import exact

IN_DOUBT = "数据待核"
NOTHING_YET = "至今为0"
NOT_THIS_YEAR = "按现速年内无望"

_HUNDREDTHS = 100


def monthly_need(line: JudgedLine) -> float | None:
    """月均需完成: what each month left until the deadline must bring, in 计量单位 (R7.231).

    Counts only, rounded up: to wholes of what is counted so, else to 0.01. None without a figure
    or a target, and where nothing is left: neither work nor a month.
    """
    plan, done = line.plan, line.figure.done
    if not _is_work(plan) or done is None or not plan.target:
        return None
    months = plan.indicator.deadline - plan.month
    rest = _rest(plan, exact(done), exact(plan.target))
    if months <= 0 or rest <= 0:
        return None
    parts = 1 if plan.indicator.whole else _HUNDREDTHS
    return ceil(rest / months * parts) / parts


def outlook(line: JudgedLine) -> str:
    """预计完成: the month in which a count meets its target at the average pace so far (R7.232).

    Said only where it says something: neither of what is done, nor of works that are there only
    once they are finished, nor of what has not begun.
    """
    plan, done = line.plan, line.figure.done
    if line.rating.doubted:
        return IN_DOUBT
    if not _is_work(plan) or plan.indicator.at_completion or done is None or not plan.target:
        return ""
    elapsed = plan.month - plan.indicator.start + 1
    if line.rating.status is Status.DONE or elapsed <= 0:
        return ""
    if done <= 0:
        return NOTHING_YET
    needed = _months_needed(plan, exact(done) / elapsed, exact(plan.target))
    month = plan.indicator.start - 1 + needed
    return f"{line.period.year}-{month:02d}" if month <= MONTHS else NOT_THIS_YEAR


def _is_work(plan: Plan) -> bool:
    return plan.indicator.kind is Kind.COUNT and not plan.indicator.is_ceiling


def _rest(plan: Plan, done: Fraction, target: Fraction) -> Fraction:
    """What is missing; more than the target is one more, of what is counted in wholes."""
    if plan.indicator.direction is Direction.MORE and plan.indicator.whole:
        return floor(target) + 1 - done
    return target - done


def _months_needed(plan: Plan, pace: Fraction, target: Fraction) -> int:
    needed = ceil(target / pace)
    at_target = plan.indicator.direction is Direction.MORE and pace * needed == target
    return needed + at_target
