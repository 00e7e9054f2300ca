"""Which days are worked: the bureau's list first, then the kept calendar, then the week."""

from __future__ import annotations

from datetime import date

import pytest

from ducha.workdays import USUAL_DAYS, WorkCalendar

NOTHING = WorkCalendar(frozenset(), frozenset())
LOCAL = WorkCalendar(frozenset({date(2026, 5, 28)}), frozenset({date(2026, 5, 30)}))

# a day of 2024, whether it is worked by the State Council's notice
DAYS_2024 = (
    ("01-01", False),
    ("02-04", True),  # a Sunday
    ("02-09", True),  # 除夕, on which a day off is only encouraged
    ("02-12", False),
    ("02-18", True),
    ("04-05", False),
    ("04-07", True),
    ("04-28", True),
    ("05-03", False),
    ("05-11", True),
    ("05-12", False),
    ("06-10", False),
    ("09-14", True),
    ("09-17", False),
    ("09-28", False),
    ("09-29", True),
    ("10-07", False),
    ("10-08", True),
    ("10-12", True),
    ("12-28", False),
    ("12-30", True),
)


@pytest.mark.parametrize(("day", "worked"), DAYS_2024)
def test_the_days_of_2024(day: str, *, worked: bool) -> None:
    """The list that the program brings and the kept calendar say the same (R6.198)."""
    when = date.fromisoformat(f"2024-{day}")
    assert USUAL_DAYS.is_worked(when) is worked
    assert NOTHING.is_worked(when) is worked


def test_a_listed_day_goes_before_the_calendar() -> None:
    """A day of the city's own beside the country's holidays, which stay (R6.198)."""
    assert not LOCAL.is_worked(date(2026, 5, 28))  # a Thursday
    assert LOCAL.is_worked(date(2026, 5, 30))  # a Saturday
    assert not LOCAL.is_worked(date(2026, 10, 1))


def test_a_year_that_nobody_knows_goes_by_the_week() -> None:
    """Saturday and Sunday are off, 1 October 2095, a Saturday or not, is nothing special (R6.198).

    The year counts as known as soon as a day off of it is listed.
    """
    assert not NOTHING.knows(2095)
    assert NOTHING.next_worked(date(2095, 1, 1)) == date(2095, 1, 3)  # a Saturday
    assert NOTHING.is_worked(date(2095, 10, 3))  # a Monday
    assert WorkCalendar(frozenset({date(2095, 10, 3)}), frozenset()).knows(2095)
    assert NOTHING.knows(2025)
    assert USUAL_DAYS.knows(2024)
