"""What a form says of itself on the page: unit and month, for when the hidden sheet is lost."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from supervision.cells import Cells, Sheet, find_heading
from supervision.form import KEY_HEADINGS, PROGRESS_SHEET
from supervision.identity import FORM_VERSION, MONTHLY, Claim
from supervision.period import Period, parse

_UNIT = re.compile(r"填报单位[：:]\s*([^\s　]+)")
_PERIOD = re.compile(r"期次[：:]\s*(\d{4}\s*[-年/.]\s*\d{1,2})")
_TITLE = re.compile(r"(\d{4})年(\d{1,2})月")


@dataclass(frozen=True, slots=True)
class Visible:
    """What stands above the headings; blank or None where nothing does."""

    unit: str
    period: Period | None


def visible(cells: Cells) -> Visible:
    """Read unit and month off the lines above the headings of 进度填报."""
    for sheet in _likely(cells):
        heading = find_heading(sheet, KEY_HEADINGS[PROGRESS_SHEET])
        if heading:
            return _above(sheet, heading.row)
    return Visible("", None)


def _likely(cells: Cells) -> Iterable[Sheet]:
    named = cells.sheet(PROGRESS_SHEET)
    return (*((named,) if named else ()), *cells.sheets)


def _above(sheet: Sheet, row: int) -> Visible:
    text = "\n".join(str(value) for line in sheet.rows[:row] for value in line if value != "")
    unit, month, title = _UNIT.search(text), _PERIOD.search(text), _TITLE.search(text)
    period = parse(month[1]) if month else None
    if period is None and title:
        period = parse(f"{title[1]}-{title[2]}")
    return Visible(unit[1] if unit else "", period)


def claim_on_page(seen: Visible) -> Claim | None:
    """A claim without a signature, from what stands on the page; None where either is missing."""
    if not seen.unit or seen.period is None:
        return None
    return Claim(seen.unit, str(seen.period), MONTHLY, FORM_VERSION, "", "", "", "", "")
