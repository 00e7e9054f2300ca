"""Reporting months: how they are written, which one is meant, when a return is due."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from typing import NamedTuple

from ducha.workdays import USUAL_DAYS, WorkCalendar

CHINA = timezone(timedelta(hours=8))
"""China has one time zone and no summer time, so a constant offset is exact on any machine."""

MONTHS = 12
_PREVIOUS_MONTH_UNTIL = 14
_AFTER_DEADLINE = timedelta(days=3)
NEXT_MONTH = "次月"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """One reporting month."""

    year: int
    month: int

    def __str__(self) -> str:
        """Give the form used in files and tables: 2024-05."""
        return f"{self.year:04d}-{self.month:02d}"

    @property
    def label(self) -> str:
        """The form used in titles and file names: 2024年5月."""
        return f"{self.year}年{self.month}月"

    def plus(self, months: int) -> Period:
        """Count `months` on (or back, when negative)."""
        years, month = divmod(self.month - 1 + months, MONTHS)
        return Period(self.year + years, month + 1)


def parse_period(text: str) -> Period | None:
    """Read 2024-05, 2024/5, 202405 or 2024年5月; None when it is no month."""
    match = re.fullmatch(r"\s*(\d{4})\s*[-/.年]?\s*(\d{1,2})\s*月?\s*", text)
    if not match or not 1 <= int(match[2]) <= MONTHS:
        return None
    return Period(int(match[1]), int(match[2]))


def months_between(first: Period, last: Period) -> tuple[Period, ...]:
    """Every month from `first` to `last`, both included; empty when `last` is earlier."""
    count = (last.year - first.year) * MONTHS + last.month - first.month + 1
    return tuple(first.plus(n) for n in range(max(count, 0)))


def period_meant_on(day: date, first: Period, due_last: date | None = None) -> Period:
    """The month that work on `day` is about.

    Last month until the 14th, this month from the 15th; where returns come in the month after
    their own, last month until three days after `due_last`, the day on which it was due. Kept
    within the first reporting month and December of the same year (R6.66, R6.199).
    """
    current = Period(day.year, day.month)
    still_last = day <= due_last + _AFTER_DEADLINE if due_last else day.day <= _PREVIOUS_MONTH_UNTIL
    meant = current.plus(-1) if still_last else current
    return min(max(meant, first), Period(first.year, MONTHS))


def month_of(moment: datetime) -> Period:
    """The calendar month of a moment in China (R6.66)."""
    day = moment.astimezone(CHINA)
    return Period(day.year, day.month)


def last_day(period: Period) -> int:
    """Number of days in the month."""
    following = period.plus(1)
    return (date(following.year, following.month, 1) - timedelta(days=1)).day


class ReportDay(NamedTuple):
    """The day of a month by which its returns are due, or a day of the month `following` it."""

    day: int
    following: bool = False

    def __repr__(self) -> str:
        """As the ledger has it: 28, or 次月5日; a ledger's fingerprint rests on it."""
        return f"{NEXT_MONTH}{self.day}日" if self.following else str(self.day)

    def of(self, period: Period) -> date:
        """Its date for a month; the month's last day where it is shorter (R6.192)."""
        month = period.plus(1) if self.following else period
        return date(month.year, month.month, min(self.day, last_day(month)))


def due_on(
    period: Period,
    report_day: ReportDay,
    exceptions: Mapping[Period, date],
    days: WorkCalendar = USUAL_DAYS,
) -> date:
    """The last day on which a return for `period` is in time (R6.192, R6.197).

    Args:
        period: The month.
        report_day: When its returns are usually due; a day off is put off to a working day.
        exceptions: Months with a date of their own, which stands as it is (config.toml, deadlines).
        days: Which days are worked.
    """
    if period in exceptions:
        return exceptions[period]
    return days.next_worked(report_day.of(period))


def unknown_year(
    period: Period,
    report_day: ReportDay,
    exceptions: Mapping[Period, date],
    days: WorkCalendar = USUAL_DAYS,
) -> int | None:
    """A year whose holidays the deadline rests on and nobody knows; None where all is known.

    (R6.198)
    """
    if period in exceptions:
        return None
    usual = report_day.of(period)
    years = (usual.year, days.next_worked(usual).year)
    return next((year for year in years if not days.knows(year)), None)


def end_of(day: date) -> datetime:
    """The last moment of `day` in China (R6.192)."""
    return datetime.combine(day, time.max, CHINA)
