"""Reminders as they are written: of two things that one unit of the small city owes."""

from __future__ import annotations

from datetime import date

from ducha.letters.reminders import Reminder, Shortfall
from ducha.period import Period
from kit import sample


def reminded(number: int) -> Reminder:
    """The reminder of a round; 0 before the deadline."""
    shortfall = Shortfall(
        unit=sample.ledger().by_unit[sample.QIXIAN],
        state="未报",
        missing=("本月月报表没有报送", "任务分解表还有1个指标没有分解到县区：在线培训"),
        monthly=True,
    )
    return Reminder(
        shortfall=shortfall,
        period=Period(2024, 5),
        round=number,
        deadline=date(2024, 5, 28),
        until=date(2024, 5, 30),
    )
