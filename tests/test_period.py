"""Reporting months: how they are written, which one is meant, when a return is due."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from ducha.period import (
    Period,
    ReportDay,
    due_on,
    end_of,
    last_day,
    months_between,
    parse_period,
    period_meant_on,
    unknown_year,
)
from ducha.workdays import WorkCalendar

APRIL, MAY, DECEMBER = Period(2024, 4), Period(2024, 5), Period(2024, 12)


@pytest.mark.parametrize(
    "written",
    ["2024-05", "2024-5", "2024/5", "2024.05", "202405", "20245", "2024年5月", " 2024 年 05 月 "],
)
def test_a_month_is_read_however_it_is_written(written: str) -> None:
    """People write months in many ways, and all of these are May."""
    assert parse_period(written) == MAY


@pytest.mark.parametrize("written", ["", "5月", "2024", "2024-00", "2024-13", "2024-05-28", "五月"])
def test_what_is_no_month_is_none(written: str) -> None:
    """A month that does not exist, or has no year, is not guessed."""
    assert parse_period(written) is None


def test_a_month_is_shown_in_two_ways() -> None:
    """In tables and file names it sorts; in titles it reads."""
    assert (str(MAY), MAY.label) == ("2024-05", "2024年5月")
    assert (str(DECEMBER), DECEMBER.label) == ("2024-12", "2024年12月")


@pytest.mark.parametrize(
    ("steps", "reached"),
    [
        (0, (2024, 5)),
        (1, (2024, 6)),
        (7, (2024, 12)),
        (8, (2025, 1)),
        (-4, (2024, 1)),
        (-5, (2023, 12)),
    ],
)
def test_counting_months_crosses_the_year(steps: int, reached: tuple[int, int]) -> None:
    """Counting on and back goes over New Year."""
    assert MAY.plus(steps) == Period(*reached)


def test_a_span_of_months_holds_both_ends() -> None:
    """From the first reporting month to the one asked for, both included; backwards is nothing."""
    assert months_between(APRIL, Period(2024, 6)) == (APRIL, MAY, Period(2024, 6))
    assert months_between(Period(2024, 12), Period(2025, 1)) == (DECEMBER, Period(2025, 1))
    assert months_between(MAY, MAY) == (MAY,)
    assert months_between(MAY, APRIL) == ()


@pytest.mark.parametrize(
    ("day", "meant"),
    [
        (date(2024, 5, 14), "2024-04"),
        (date(2024, 5, 15), "2024-05"),
        (date(2024, 5, 31), "2024-05"),
        (date(2024, 6, 1), "2024-05"),
        (date(2024, 2, 29), "2024-04"),  # before the first reporting month
        (date(2024, 4, 3), "2024-04"),  # March is no reporting month
        (date(2024, 12, 31), "2024-12"),
        (date(2025, 1, 10), "2024-12"),
        (date(2025, 1, 20), "2024-12"),  # the ledger's year is over
    ],
)
def test_last_month_is_meant_until_the_14th(day: date, meant: str) -> None:
    """From the 15th on this month is meant, and always one of the ledger's months.

    (R6.66, R6.199)
    """
    assert str(period_meant_on(day, APRIL)) == meant


@pytest.mark.parametrize(
    ("month", "days"), [((2024, 2), 29), ((2023, 2), 28), ((2024, 4), 30), ((2024, 12), 31)]
)
def test_the_last_day_of_a_month(month: tuple[int, int], days: int) -> None:
    """February has its leap day, December does not fall off the year."""
    assert last_day(Period(*month)) == days


@pytest.mark.parametrize(
    ("day", "meant"),
    [
        (date(2024, 6, 5), "2024-05"),  # a Wednesday, on which May's returns are due
        (date(2024, 6, 8), "2024-05"),
        (date(2024, 6, 9), "2024-06"),
        (date(2024, 6, 30), "2024-06"),
        (date(2024, 10, 11), "2024-09"),  # due on the 8th, after the week off
        (date(2024, 10, 12), "2024-10"),
        (date(2024, 4, 3), "2024-04"),
        (date(2025, 1, 7), "2024-12"),
        (date(2025, 1, 20), "2024-12"),
    ],
)
def test_last_month_is_meant_until_its_returns_are_in(day: date, meant: str) -> None:
    """Where returns are due on 次月5日: until three days after that day (R6.199)."""
    last = Period(day.year, day.month).plus(-1)
    due_last = due_on(last, ReportDay(5, following=True), {})
    assert str(period_meant_on(day, APRIL, due_last)) == meant


# month, report day, the day on which its returns are due
DUE = (
    ((2024, 5), "28", date(2024, 5, 28)),  # a Tuesday
    ((2024, 7), "28", date(2024, 7, 29)),  # a Sunday: the end of Monday
    ((2024, 9), "28", date(2024, 9, 29)),  # a Saturday; the Sunday is worked before 国庆
    ((2024, 12), "28", date(2024, 12, 30)),  # a Saturday
    ((2024, 4), "28", date(2024, 4, 28)),  # a Sunday that is worked before 1 May
    ((2024, 9), "30", date(2024, 9, 30)),
    ((2024, 2), "31", date(2024, 2, 29)),
    ((2023, 2), "31", date(2023, 2, 28)),
    ((2024, 6), "31", date(2024, 7, 1)),  # 30 June is a Sunday
    ((2024, 10), "28", date(2024, 10, 26)),  # its own date, though it is a Saturday
    ((2024, 5), "次月5日", date(2024, 6, 5)),
    ((2024, 9), "次月5日", date(2024, 10, 8)),  # the week off from 1 October
    ((2024, 12), "次月5日", date(2025, 1, 6)),  # a Sunday of another year
    ((2024, 1), "次月31日", date(2024, 2, 29)),
    ((2024, 1), "次月10日", date(2024, 2, 18)),  # 春节, then a Sunday that is worked
    ((2025, 9), "28", date(2025, 9, 28)),  # a Sunday worked in 2025, by the kept calendar
    ((2025, 1), "28", date(2025, 2, 5)),  # 春节 of 2025
)


@pytest.mark.parametrize(("month", "report_day", "due"), DUE)
def test_a_return_is_due_on_the_report_day(
    month: tuple[int, int], report_day: str, due: date
) -> None:
    """The report day or the month's last; the next working day; what config.toml says of a month.

    (R6.192, R6.197)
    """
    day = ReportDay(int(report_day.strip("次月日")), following=report_day.startswith("次月"))
    assert str(day) == report_day
    exceptions = {Period(2024, 10): date(2024, 10, 26)}
    assert due_on(Period(*month), day, exceptions) == due


def test_a_year_that_nobody_knows_is_named() -> None:
    """Only where a deadline rests on it; a date of the month's own rests on none (R6.198)."""
    plain, later = ReportDay(28), ReportDay(5, following=True)
    assert unknown_year(MAY, plain, {}) is None
    assert unknown_year(DECEMBER, later, {}) is None
    assert unknown_year(Period(2095, 5), plain, {}) == 2095
    assert unknown_year(Period(2095, 5), plain, {Period(2095, 5): date(2095, 5, 27)}) is None
    known = WorkCalendar(frozenset({date(2095, 10, 3)}), frozenset())
    assert unknown_year(Period(2095, 5), plain, {}, known) is None
    assert unknown_year(Period(2095, 12), later, {}, known) == 2096


def test_the_deadline_is_the_last_moment_of_its_day_in_china() -> None:
    """23:59:59 on the 28th in China is in time, wherever the program runs (R6.192)."""
    end = end_of(date(2024, 5, 28))
    assert datetime(2024, 5, 28, 15, 59, 59, tzinfo=UTC) <= end
    assert datetime(2024, 5, 28, 16, 0, 0, tzinfo=UTC) > end
