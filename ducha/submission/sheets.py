"""Which sheet of a workbook is meant, where somebody has copied one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from ducha.cells import Cells, Heading, Sheet, Value, find_heading, squeeze
from ducha.form.claim import SHEET
from ducha.form.handed import HANDED_COLUMNS, HANDED_KEYS, HANDED_SHEET
from ducha.form.monthly import (
    GUIDE_SHEET,
    KEY_HEADINGS,
    NARRATIVE,
    NARRATIVE_SHEET,
    PROGRESS,
    PROGRESS_SHEET,
)
from ducha.period import Period, parse_period
from ducha.submission.visible import read_above

_ENTRIES = {
    PROGRESS_SHEET: frozenset(column.heading for column in PROGRESS if column.entry),
    NARRATIVE_SHEET: frozenset(column.heading for column in NARRATIVE if column.entry),
    HANDED_SHEET: frozenset(column.heading for column in HANDED_COLUMNS if column.entry),
}
_KEYS = {**KEY_HEADINGS, HANDED_SHEET: HANDED_KEYS}
"""Headings by which each sheet is known; the first of them is that of the column of its keys."""

CODE_HEADING = "编码"
"""Of the column that names a row, but on 督办事项."""

_OURS = frozenset({GUIDE_SHEET, PROGRESS_SHEET, NARRATIVE_SHEET, HANDED_SHEET, SHEET})

_TAB_MONTH = re.compile(r"(?:(\d{4})\s*年)?\s*(\d{1,2})\s*月(?!\s*\d)")
"""A month in the name of a tab; 5月28日 is a day and does not count."""

Answers = dict[tuple[str, str, str], tuple[Value, ...]]
Headed = tuple[Sheet, Heading]
"""A sheet with headings of ours, and where they stand."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A sheet with the headings of ours, and what is filled in on it."""

    sheet: Sheet
    heading: Heading
    answers: Answers

    def says_all_of(self, other: _Candidate) -> bool:
        """Whether nothing is lost when this sheet is read and the other is not."""
        return other.answers.items() <= self.answers.items()


def choose_sheet(cells: Cells, name: str, period: str) -> Headed | None:
    """The sheet to read: of several the one that says all the others say, else that of our name.

    Those of another month are laid aside as long as there is one of `period` (R6.35, R6.40).
    """
    candidates = _candidates(cells, name, period)
    if not candidates:
        return None
    chosen = _most_complete(candidates) or candidates[0]
    return chosen.sheet, chosen.heading


def rival_sheets(cells: Cells, period: str) -> tuple[str, ...]:
    """Names of sheets with the same headings that are filled differently; none is no doubt.

    (R6.35)
    """
    handed = (HANDED_SHEET,) if has_handed(cells) else ()
    for name in (PROGRESS_SHEET, NARRATIVE_SHEET, *handed):
        candidates = _candidates(cells, name, period)
        if candidates and _most_complete(candidates) is None:
            return tuple(candidate.sheet.name for candidate in candidates if candidate.answers)
    return ()


def other_sheets(cells: Cells, name: str, period: str) -> tuple[tuple[Period, Headed], ...]:
    """Sheets with the headings of `name` that are of other months than `period`, by their month.

    None where no sheet is of that month: one of these is then read for it (R6.40).
    """
    dated = [(_month_of(pair, period), pair) for pair in _headed_sheets(cells, name)]
    months = {str(month) for month, _ in dated}
    return tuple(
        (month, pair)
        for month, pair in dated
        if month and period in months and str(month) != period
    )


def _month_of(pair: Headed, period: str) -> Period | None:
    """The month that the tab names, of the year of `period` if it names none; else the page's.

    A clerk who copies a sheet for the next month names the copy, and cannot edit our title.
    """
    sheet, _ = pair
    tab = unicodedata.normalize("NFKC", sheet.name)
    named = [parse_period(f"{m[1] or period[:4]}-{m[2]}") for m in _TAB_MONTH.finditer(tab)]
    months = [month for month in (*named, parse_period(tab)) if month]
    return months[-1] if months else read_above(*pair).period


def _most_complete(candidates: Iterable[_Candidate]) -> _Candidate | None:
    all_of_them = tuple(candidates)
    for candidate in all_of_them:
        if all(candidate.says_all_of(other) for other in all_of_them):
            return candidate
    return None


def _candidates(cells: Cells, name: str, period: str) -> list[_Candidate]:
    """Sheets with these headings, that of our name first; a tab of another month aside."""
    headed = _headed_sheets(cells, name)
    if len(headed) == 1:
        return [_Candidate(*headed[0], {})]
    of_month = [pair for pair in headed if str(_month_of(pair, period)) == period]
    return [_Candidate(*pair, _answers(*pair, name)) for pair in of_month or headed]


def has_handed(cells: Cells) -> bool:
    """Whether a tab is called 督办事项: without one, few returns are worth the search."""
    return any(sheet.name.startswith(HANDED_SHEET) for sheet in cells.sheets)


def _headed_sheets(cells: Cells, name: str) -> list[Headed]:
    """Sheets with the headings of `name`, the one of that name first."""
    named = cells.sheet(name)
    heading = find_heading(named, _KEYS[name]) if named else None
    headed = [(named, heading)] if named and heading else []
    # As long as ours is there under its name, the other sheets of a form need no look.
    skipped = _OURS if headed else {name}
    for sheet in cells.sheets:
        heading = None if sheet.name in skipped else find_heading(sheet, _KEYS[name])
        if heading:
            headed.append((sheet, heading))
    return headed


def key_columns(heading: Heading, name: str = CODE_HEADING) -> tuple[int, int]:
    """Positions of the columns that name a row: its code and its county, else its code twice.

    `name` is the heading of its code.

    Raises:
        KeyError: There is no such column, so that these are no headings of ours.
    """
    code_at = heading.columns[name]
    return code_at, heading.columns.get("县区", code_at)


def _answers(sheet: Sheet, heading: Heading, kind: str) -> Answers:
    """Everything filled in on a sheet of a kind, by row key and heading."""
    code_at, place_at = key_columns(heading, _KEYS[kind][0])
    entries = _ENTRIES[kind]
    filled: Answers = {}
    for index in range(heading.row + 1, len(sheet.rows)):
        row = sheet.rows[index]
        for name in entries & heading.columns.keys():
            value = row[heading.columns[name]]
            if row[code_at] != "" and value != "":
                key = squeeze(row[code_at]), squeeze(row[place_at]), name
                filled[key] = (*filled.get(key, ()), value)
    return filled
