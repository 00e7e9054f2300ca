"""How the cells of the ledger's sheets 文件信息 and 责任单位 are read."""

from __future__ import annotations

import re

from ducha.cells import narrow, squeeze
from ducha.ledger.cells import LedgerRow, is_repeated, read_choice, read_names, read_needed
from ducha.ledger.model import CITY, OWN, Group, Unit
from ducha.period import Period, ReportDay
from ducha.values.months import month_of
from ducha.values.numerals import read_ordinal

ALL_COUNTIES = "各县区"
_LONGEST_MONTH = 31
_REPORT_DAY = re.compile(
    r"(?:每个?月)?(?P<following>次月|下个?月|翌月)?的?(?P<day>\d{1,2}|[一二三四五六七八九十]{1,3})"
    r"[日号]?(?:之?前|以前)?"
)
_RESERVED = frozenset({CITY, OWN, ALL_COUNTIES})
_GROUPS = {
    "市直": Group.CITY,
    "市直单位": Group.CITY,
    "市直部门": Group.CITY,
    "县区": Group.COUNTY,
    "县(市、区)": Group.COUNTY,
    "县": Group.COUNTY,
    "区": Group.COUNTY,
}


def year(row: LedgerRow, column: str = "年度") -> int:
    """Read the ledger's year; 0 stands for one that was not understood."""
    return _whole(row, column, 2000, 2100)


def report_day(row: LedgerRow, column: str) -> ReportDay:
    """Read by when returns are due: 28, 每月28日, 次月5日前; 0 where it is no day (R6.192)."""
    if row.place(column) is None:
        return ReportDay(0)
    match = _REPORT_DAY.fullmatch(narrow(row.value(column)))
    day = read_ordinal(match["day"]) if match else None
    if match and day and 1 <= day <= _LONGEST_MONTH:
        return ReportDay(day, following=bool(match["following"]))
    sentence = f"请填 1 到 {_LONGEST_MONTH} 之间的整数；下一个月才截止的，填如“次月5日”。"
    row.say(column, f"{column}“{row.text(column)}”不对，{sentence}")
    return ReportDay(0)


def _whole(row: LedgerRow, column: str, low: int, high: int) -> int:
    """Read a whole number such as 2024 or 2024年; 0 when it is none."""
    if row.place(column) is None:
        return 0
    text = narrow(row.value(column)).rstrip("年度")
    if text.isdecimal() and low <= int(text) <= high:
        return int(text)
    row.say(column, f"{column}“{row.text(column)}”不对，请填 {low} 到 {high} 之间的整数。")
    return 0


def first_period(row: LedgerRow, column: str) -> Period:
    """Read the first reporting month of the year; January where there is none."""
    its_year = year(row)
    if row.place(column) is None:
        return Period(its_year, 1)
    month = month_of(row.value(column), its_year)
    if month is None:
        example = f"{its_year or 2024}-04"
        row.say(column, f"{column}“{row.text(column)}”不是年度内的月份，请填如 {example}。")
    return Period(its_year, month or 1)


def name(row: LedgerRow, column: str = "单位") -> str:
    """Read a unit's name, which stands once (R6.342)."""
    text = squeeze(read_needed(row, column))
    if text in _RESERVED:
        row.say(column, f"“{text}”有专门含义，不能作单位名称，请改用单位全称。")
    if text:
        is_repeated(row, column, text)
    return text


def aliases(row: LedgerRow, column: str) -> tuple[str, ...]:
    """Read a unit's other names, which no other unit bears (R6.342)."""
    names = tuple(alias for alias in read_names(row, column) if alias != squeeze(row.text("单位")))
    for alias in names:
        if alias in _RESERVED:
            row.say(column, f"“{alias}”有专门含义，不能作单位的别名，请删去。")
        is_repeated(row, column, alias)
    return names


def group(row: LedgerRow, column: str) -> Group:
    """Read which ranking the unit belongs to."""
    return read_choice(row, column, _GROUPS, Group.CITY, required=True)


def mails(row: LedgerRow, column: str) -> tuple[str, ...]:
    """Read mail addresses."""
    addresses = read_names(row, column)
    for mail in addresses:
        user, _, host = mail.partition("@")
        if not user or "." not in host:
            row.say(column, f"“{mail}”不是邮箱地址，请改正；多个邮箱用、隔开。")
    return addresses


def successor(row: LedgerRow, column: str) -> str:
    """Read who answers for the unit afterwards; `succession` knows whether there is such a unit."""
    return squeeze(row.text(column))


def check_span(row: LedgerRow, unit: Unit) -> None:
    """A unit stops no earlier than it starts, and hands over to another one when it stops."""
    since, until = unit.since or 1, unit.until
    if until is not None and until < since:
        row.say("止报月", f"止报月（{until}月）早于起报月（{since}月），请改正。")
    if unit.successor and until is None:
        row.say("止报月", f"填了并入“{unit.successor}”，止报月没有填写，请填报到几月为止。")
