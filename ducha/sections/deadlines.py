"""[deadlines]: days of single months, and which days are worked."""

from __future__ import annotations

from datetime import date, datetime

from ducha.period import Period, parse_period
from ducha.sections.section import Section, as_written
from ducha.workdays import USUAL_DAYS, WorkCalendar

KEYS = ("rest", "work")


def read_deadlines(section: Section) -> dict[Period, date]:
    """Days that hold for single months, whatever the ledger says."""
    deadlines: dict[Period, date] = {}
    for key, value in section.table.items():
        if key in KEYS:
            continue
        period = parse_period(key)
        if period is None:
            section.complain(key, '左边应为月份，如 "2024-09"，或者 rest、work。')
        elif not isinstance(value, date) or _is_no_date(value):
            section.complain(
                key, f"右边应为日期，如 {period}-27，不加引号，现在是 {as_written(value)}。"
            )
        elif not period <= Period(value.year, value.month) <= period.plus(1):
            section.complain(key, f"截止日期 {value} 不在 {period.label}或下一个月，请核对。")
        else:
            deadlines[period] = value
    return deadlines


def read_days(section: Section) -> WorkCalendar:
    """Days off (rest) and days worked in their stead (work)."""
    days = WorkCalendar(
        _dates(section, "rest", USUAL_DAYS.off), _dates(section, "work", USUAL_DAYS.worked)
    )
    both = sorted(map(str, days.off & days.worked))
    if both:
        section.complain("work", f"{'、'.join(both)} 又在 rest 里，请删去一处。")
    return days


def _dates(section: Section, key: str, default: frozenset[date]) -> frozenset[date]:
    value = section.table.get(key, sorted(default))
    if isinstance(value, list) and not any(map(_is_no_date, value)):
        return frozenset(value)
    section.complain(key, "应为一列日期，如 [2024-01-01, 2024-02-10]，日期不加引号。")
    return default


def _is_no_date(value: object) -> bool:
    return not isinstance(value, date) or isinstance(value, datetime)
