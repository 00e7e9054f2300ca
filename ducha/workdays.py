"""Which days are worked in China: what config.toml lists, a kept calendar, else the week."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_SATURDAY = 5
_DAY = timedelta(days=1)


def _span(first: date, last: date) -> Iterator[date]:
    """Every day from the first to the last."""
    return (first + _DAY * number for number in range((last - first).days + 1))


OFF_2024 = (
    date(2024, 1, 1),
    *_span(date(2024, 2, 10), date(2024, 2, 17)),
    *_span(date(2024, 4, 4), date(2024, 4, 6)),
    *_span(date(2024, 5, 1), date(2024, 5, 5)),
    date(2024, 6, 10),
    *_span(date(2024, 9, 15), date(2024, 9, 17)),
    *_span(date(2024, 10, 1), date(2024, 10, 7)),
)
"""Days off by the State Council's notice on the holidays of 2024 (国办发明电〔2023〕7号)."""
WORKED_2024 = (
    *(date(2024, 2, 4), date(2024, 2, 18), date(2024, 4, 7), date(2024, 4, 28)),
    *(date(2024, 5, 11), date(2024, 9, 14), date(2024, 9, 29), date(2024, 10, 12)),
)
"""Saturdays and Sundays that the same notice makes working days."""


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """The days that the bureau lists as off and as worked; any other goes by what else is known.

    That is the kept calendar, and in a year that it does not have the week alone (R6.198).
    """

    off: frozenset[date] = frozenset(OFF_2024)
    worked: frozenset[date] = frozenset(WORKED_2024)

    def is_worked(self, day: date) -> bool:
        """Whether it is a working day."""
        if day in self.worked or day in self.off:
            return day in self.worked
        kept = _kept(day)
        return day.weekday() < _SATURDAY if kept is None else kept

    def next_worked(self, day: date) -> date:
        """The day itself, or the first working day after it (R6.197)."""
        while not self.is_worked(day):
            day += _DAY
        return day

    def after(self, day: date, count: int) -> date:
        """The working day that is so many after a day (R7.110)."""
        for _ in range(count):
            day = self.next_worked(day + _DAY)
        return day

    def before(self, day: date, count: int) -> date:
        """The working day that is so many before a day (R10.62)."""
        for _ in range(count):
            day -= _DAY
            while not self.is_worked(day):
                day -= _DAY
        return day

    def knows(self, year: int) -> bool:
        """Whether the holidays of a year are known: days off are listed, or the calendar has it."""
        return any(day.year == year for day in self.off) or _kept(date(year, 1, 1)) is not None


USUAL_DAYS = WorkCalendar()
"""What holds where config.toml lists nothing."""


def _kept(day: date) -> bool | None:
    """Whether the kept calendar calls it a working day; None for a year that it does not have."""
    import chinese_calendar  # noqa: PLC0415 - only where a deadline is asked for, so that --help is quick

    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return None
