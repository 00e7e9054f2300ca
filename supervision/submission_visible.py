"""What a form says of itself on the page: unit and month, for when the hidden sheet is lost."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from supervision.cells import Cells, Heading, Sheet, find_heading
from supervision.form import KEY_HEADINGS, PROGRESS_SHEET
from supervision.form_breakdown import BREAKDOWN_KEYS, BREAKDOWN_SHEET
from supervision.identity import BREAKDOWN, FORM_VERSION, MONTHLY, Claim
from supervision.period import Period, parse

_UNIT = re.compile(r"填报单位[：:]\s*([^\s　]+)")
_PERIOD = re.compile(r"期次[：:]\s*(\d{4}\s*[-年/.]\s*\d{1,2})")
_YEAR = re.compile(r"年度[：:]\s*(\d{4})")
_TITLE = re.compile(r"(\d{4})年(\d{1,2})月(?!\s*\d)")
"""A month; the deadline is a day and does not count."""

_FORMS = (
    (PROGRESS_SHEET, KEY_HEADINGS[PROGRESS_SHEET]),
    (BREAKDOWN_SHEET, BREAKDOWN_KEYS),
)


@dataclass(frozen=True, slots=True)
class Visible:
    """What stands above the headings; blank or None where nothing does."""

    unit: str
    period: Period | None
    year: str = ""
    months: tuple[Period, ...] = ()  # every month named, in the title or after 期次


def visible(cells: Cells) -> Visible:
    """Read unit and month, or year, off the lines above the headings of a form."""
    for name, keys in _FORMS:
        for sheet in _likely(cells, name):
            heading = find_heading(sheet, keys)
            if heading:
                return above(sheet, heading)
    return Visible("", None)


def _likely(cells: Cells, name: str) -> Iterable[Sheet]:
    named = cells.sheet(name)
    return (*((named,) if named else ()), *cells.sheets)


def above(sheet: Sheet, heading: Heading) -> Visible:
    """What stands above the headings of one sheet."""
    lines = sheet.rows[: heading.row]
    text = "\n".join(str(value) for line in lines for value in line if value != "")
    unit, month, year = _UNIT.search(text), _PERIOD.search(text), _YEAR.search(text)
    named = [parse(f"{found[1]}-{found[2]}") for found in _TITLE.finditer(text)]
    if month:
        named.insert(0, parse(month[1]))
    months = tuple(dict.fromkeys(period for period in named if period))
    period = months[0] if months else None
    return Visible(unit[1] if unit else "", period, year[1] if year else "", months)


def claim_on_page(seen: Visible) -> Claim | None:
    """A claim without a signature, from what stands on the page; None where either is missing."""
    if not seen.unit or (seen.period is None and not seen.year):
        return None
    when, kind = (str(seen.period), MONTHLY) if seen.period else (seen.year, BREAKDOWN)
    return Claim(seen.unit, when, kind, FORM_VERSION, "", "", "", "", "")
