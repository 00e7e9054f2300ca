"""What one month alone does not show: runs over months, and that the year is over."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from math import floor

from ducha.ledger.model import Kind
from ducha.status.rating import (
    OVERDUE,
    WORST_FIRST,
    Figure,
    Plan,
    Rating,
    Status,
    Thresholds,
)
from ducha.values.reading import exact

NOT_JUDGED = frozenset({Status.NO_RETURN, Status.HELD})
"""Without an accepted figure; months of these are stepped over when a run is looked for."""


@dataclass(frozen=True, slots=True)
class JudgedMonth:
    """One month of a line for `escalate`; `takes_part` is false for an incomplete city line.

    (R7.72)
    """

    plan: Plan
    figure: Figure
    rating: Rating
    takes_part: bool = True


def escalate(history: tuple[JudgedMonth, ...], thresholds: Thresholds) -> Rating:
    """The last month's rating, made 严重滞后 where the months before it call for it.

    Only counts with a schedule are escalated. `history` runs from the first reporting month on,
    with the ratings that `rate` gives; it has at least one month (R7.70).
    """
    last = history[-1]
    indicator = last.plan.indicator
    if indicator.kind is not Kind.COUNT or indicator.is_ceiling or not last.takes_part:
        return last.rating
    judged = [m for m in history if m.takes_part and m.rating.status not in NOT_JUDGED]
    if last.rating.status in NOT_JUDGED:
        return last.rating
    reason = _reason_not_narrowing(judged, thresholds) or _reason_still_idle(history, thresholds)
    if not reason:
        return last.rating
    return replace(last.rating, status=Status.BEHIND, reason=f"{last.rating.reason}，{reason}")


def _reason_not_narrowing(judged: list[JudgedMonth], thresholds: Thresholds) -> str:
    """So many months 滞后 in a row, the gap never narrower than the month before, and wide now.

    (R7.71)
    """
    run = judged[-thresholds.lagging_months :]
    if len(run) < thresholds.lagging_months or thresholds.lagging_months < 2:  # noqa: PLR2004
        return ""
    if any(month.rating.status is not Status.LAGGING for month in run):
        return ""
    gaps = [month.rating.gap or Fraction(0) for month in run]
    narrowed = any(later < earlier for earlier, later in pairwise(gaps))
    if narrowed or gaps[-1] <= exact(thresholds.run_gap):
        return ""
    return f"差距连续{thresholds.lagging_months}个月未缩小"


def _reason_still_idle(history: tuple[JudgedMonth, ...], thresholds: Thresholds) -> str:
    """Nothing done so many months after the first month that asked for something (R7.73)."""
    last = history[-1]
    if last.figure.done != 0 or last.rating.status not in WORST_FIRST or last.rating.met:
        return ""
    first = next((m.plan.month for m in history if _asks_for_work(m.plan)), None)
    if first is None or last.plan.month < first + thresholds.idle_months:
        return ""
    return f"{first}月起应有进展，至今为0"


def _asks_for_work(plan: Plan) -> bool:
    if not plan.target:
        return False
    due_amount = exact(plan.target) * plan.due
    return floor(due_amount) > 0 if plan.indicator.whole else due_amount > 0


def close_year(plan: Plan, figure: Figure, rating: Rating) -> Rating:
    """The rating of a month that closes the year: 未报送 and 待更正 are 严重滞后 (R7.75).

    They stay where there is no target to miss, and 待更正 where the older figure that is shown in
    its place is enough. What has a light got it from `rate`.
    """
    if not plan.closed or rating.status not in NOT_JUDGED:
        return rating
    untargeted = plan.target is None and plan.indicator.kind is not Kind.QUALITATIVE
    if untargeted or rating.met or figure.no_object:
        return rating
    said = rating.reason.startswith(OVERDUE)
    reason = rating.reason if said else f"{OVERDUE}，{rating.reason}"
    return replace(rating, status=Status.BEHIND, reason=reason)
