"""What a form says of itself on the page: unit and month, beside what the hidden sheet claims."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ducha.cells import Cells, Heading, Sheet, find_heading, squeeze
from ducha.form.breakdown import BREAKDOWN_KEYS, BREAKDOWN_SHEET
from ducha.form.claim import BREAKDOWN, FORM_VERSION, MONTHLY, Claim
from ducha.form.monthly import GUIDE_SHEET, KEY_HEADINGS, NARRATIVE_SHEET, PROGRESS_SHEET
from ducha.period import Period, parse_period
from ducha.submission.lost_keys import NARRATIVE_TABLE, PROGRESS_TABLE

_UNIT = re.compile(r"填报单位[：:]\s*(?!期次|年度)([^\s　]+)")
_PERIOD = re.compile(r"期次[：:]\s*(\d{4}\s*[-年/.]\s*\d{1,2})")
_YEAR = re.compile(r"年度[：:]\s*(\d{4})")
_TITLE = re.compile(r"(\d{4})年(\d{1,2})月(?!\s*\d)")
"""A month; the deadline is a day and does not count."""

FORM_SHEETS = (
    (PROGRESS_SHEET, KEY_HEADINGS[PROGRESS_SHEET]),
    (BREAKDOWN_SHEET, BREAKDOWN_KEYS),
    (PROGRESS_SHEET, PROGRESS_TABLE.labels),
)
"""The sheet that each form has at least, and the headings by which it is known.

The last are those of a monthly form whose hidden columns are gone (R6.450).
"""
_GUIDE_PAIRS = ("填报单位", "分解年度")
_PAIR = 2  # a label and what it says


@dataclass(frozen=True, slots=True)
class VisibleHead:
    """What stands above the headings and on 填报说明; blank or None where nothing does.

    `months` and `units` are all that are named, in the title or after their label: more than one
    unit is a contradiction. `year` is a breakdown form's.
    """

    unit: str
    period: Period | None
    year: str = ""
    months: tuple[Period, ...] = ()
    units: tuple[str, ...] = ()


def read_visible(cells: Cells) -> VisibleHead:
    """Read unit and month, or year, off all sheets of a form that name them."""
    heads = [
        head for head in (_form_head(cells), _narrative_head(cells), _guide_head(cells)) if head
    ]
    units = tuple(dict.fromkeys(unit for head in heads for unit in head.units))
    years = [head.year for head in heads if head.year]
    months = tuple(dict.fromkeys(month for head in heads for month in head.months))
    period = months[0] if months else None
    return VisibleHead(units[0] if units else "", period, years[0] if years else "", months, units)


def _form_head(cells: Cells) -> VisibleHead | None:
    heads = (_head_on(cells, name, keys) for name, keys in FORM_SHEETS)
    return next((head for head in heads if head), None)


def _narrative_head(cells: Cells) -> VisibleHead | None:
    known_by = (KEY_HEADINGS[NARRATIVE_SHEET], NARRATIVE_TABLE.labels)
    heads = (_head_on(cells, NARRATIVE_SHEET, keys) for keys in known_by)
    return next((head for head in heads if head), None)


def _head_on(cells: Cells, name: str, keys: tuple[str, ...]) -> VisibleHead | None:
    headed = find_sheet(cells, name, keys)
    return read_above(*headed) if headed else None


def find_sheet(cells: Cells, name: str, keys: tuple[str, ...]) -> tuple[Sheet, Heading] | None:
    """The first sheet with these headings, that of the name before all others."""
    named = cells.sheet(name)
    for sheet in (*((named,) if named else ()), *cells.sheets):
        heading = find_heading(sheet, keys)
        if heading:
            return sheet, heading
    return None


def read_above(sheet: Sheet, heading: Heading) -> VisibleHead:
    """What stands above the headings of one sheet."""
    return _parse_head(
        str(value) for row in sheet.rows[: heading.row] for value in row if value != ""
    )


def _guide_head(cells: Cells) -> VisibleHead | None:
    """What 填报说明 says in its title and in its pairs of label and content."""
    sheet = cells.sheet(GUIDE_SHEET)
    if sheet is None:
        return None
    rows = [filled for row in sheet.rows if (filled := [v for v in row if v != ""])]
    pairs = (row for row in rows if len(row) == _PAIR and squeeze(row[0]) in _GUIDE_PAIRS)
    return _parse_head((*map(str, rows[0] if rows else ()), *(f"{a}：{b}" for a, b in pairs)))


def _parse_head(lines: Iterable[str]) -> VisibleHead:
    text = "\n".join(lines)
    units = tuple(dict.fromkeys(_UNIT.findall(text)))
    month, year = _PERIOD.search(text), _YEAR.search(text)
    named = [parse_period(f"{match[1]}-{match[2]}") for match in _TITLE.finditer(text)]
    if month:
        named.insert(0, parse_period(month[1]))
    months = tuple(dict.fromkeys(period for period in named if period))
    period = months[0] if months else None
    return VisibleHead(units[0] if units else "", period, year[1] if year else "", months, units)


def claim_on_page(head: VisibleHead) -> Claim | None:
    """A claim without a signature, from what stands on the page; None where either is missing.

    (R6.25)
    """
    if not head.unit or (head.period is None and not head.year):
        return None
    when, kind = (str(head.period), MONTHLY) if head.period else (head.year, BREAKDOWN)
    return Claim(
        unit=head.unit,
        period=when,
        kind=kind,
        version=FORM_VERSION,
        ledger="",
        issued="",
        key_id="",
        form_id="",
        signature="",
    )
