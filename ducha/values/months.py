"""Months as people type them."""

from __future__ import annotations

import re
from datetime import date

from ducha import period
from ducha.cells import Value, narrow
from ducha.period import MONTHS, Period

_MONTH = re.compile(r"(\d{1,2})(?:月(?:份|底|末|底前)?)?")
_YEAR_MONTH = re.compile(r"(\d{4})[-/.年](\d{1,2})(?:[-/.月]\d{1,2}日?)?(?:月?(?:份|底|末|底前)?)?")


def month_of(value: Value, year: int) -> int | None:
    """Read a month of `year` from 7, 7月, 2024-07, 2024年7月底 or a date; None when it is none."""
    if isinstance(value, date):
        found: Period | None = Period(value.year, value.month)
    else:
        text = narrow(value)
        alone, dated = _MONTH.fullmatch(text), _YEAR_MONTH.fullmatch(text)
        found = period.parse_period(f"{dated[1]}-{dated[2]}" if dated else text)
        if alone:
            found = Period(year, int(alone[1]))
    inside = found is not None and 1 <= found.month <= MONTHS and year in {found.year, 0}
    return found.month if found is not None and inside else None
