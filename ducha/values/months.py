"""Months as people type them."""

from __future__ import annotations

import re
from datetime import date

from ducha.cells import Value, narrow
from ducha.period import MONTHS, Period, parse_period

_MONTH = re.compile(r"(\d{1,2})(?:月(?:份|底|末|底前)?)?")
_YEAR_MONTH = re.compile(r"(\d{4})[-/.年](\d{1,2})(?:[-/.月]\d{1,2}日?)?(?:月?(?:份|底|末|底前)?)?")


def month_of(value: Value, year: int) -> int | None:
    """Read a month of `year` from 7, 7月, 2024-07, 2024年7月底 or a date; None when it is none.

    With `year` 0 a month of any year is taken.
    """
    if isinstance(value, date):
        period: Period | None = Period(value.year, value.month)
    else:
        text = narrow(value)
        alone, dated = _MONTH.fullmatch(text), _YEAR_MONTH.fullmatch(text)
        period = parse_period(f"{dated[1]}-{dated[2]}" if dated else text)
        if alone:
            period = Period(year, int(alone[1]))
    if period is None or not 1 <= period.month <= MONTHS or year not in {period.year, 0}:
        return None
    return period.month
