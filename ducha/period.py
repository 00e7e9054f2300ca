"""Reporting months: how they are written, which one is meant, when a return is due."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

CHINA = timezone(timedelta(hours=8))
"""China has one time zone and no summer time, so a constant offset is exact on any machine."""

MONTHS = 12
_PREVIOUS_MONTH_UNTIL = 14


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


def period_meant_on(day: date, first: Period) -> Period:
    """The month that work on `day` is about.

    Last month until the 14th, this month from the 15th, kept within the first reporting month
    and December of the same year (design: commands) (R6.66).
    """
    current = Period(day.year, day.month)
    meant = current.plus(-1) if day.day <= _PREVIOUS_MONTH_UNTIL else current
    return min(max(meant, first), Period(first.year, MONTHS))


def month_of(moment: datetime) -> Period:
    """The calendar month of a moment in China (R6.66)."""
    day = moment.astimezone(CHINA)
    return Period(day.year, day.month)


def last_day(period: Period) -> int:
    """Number of days in the month."""
    following = period.plus(1)
    return (date(following.year, following.month, 1) - timedelta(days=1)).day


def due_on(period: Period, report_day: int, exceptions: dict[Period, date]) -> date:
    """The last day on which a return for `period` is in time (R6.192)."""
    if period in exceptions:
        return exceptions[period]
    return date(period.year, period.month, min(report_day, last_day(period)))


def end_of(day: date) -> datetime:
    """The last moment of `day` in China (R6.192)."""
    return datetime.combine(day, time.max, CHINA)
