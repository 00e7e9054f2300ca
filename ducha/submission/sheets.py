"""Which sheet of a workbook is meant, where somebody has copied one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ducha.cells import Cells, Heading, Sheet, Value, find_heading, squeeze
from ducha.form.claim import SHEET
from ducha.form.monthly import (
    GUIDE_SHEET,
    KEY_HEADINGS,
    NARRATIVE,
    NARRATIVE_SHEET,
    PROGRESS,
    PROGRESS_SHEET,
)
from ducha.submission.visible import read_above

_ENTRIES = {
    PROGRESS_SHEET: frozenset(column.heading for column in PROGRESS if column.entry),
    NARRATIVE_SHEET: frozenset(column.heading for column in NARRATIVE if column.entry),
}

_OURS = frozenset({GUIDE_SHEET, PROGRESS_SHEET, NARRATIVE_SHEET, SHEET})

Answers = dict[tuple[str, str, str], tuple[Value, ...]]


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A sheet with the headings of ours, and what is filled in on it."""

    sheet: Sheet
    heading: Heading
    answers: Answers

    def says_all_of(self, other: _Candidate) -> bool:
        """Whether nothing is lost when this sheet is read and the other is not."""
        return other.answers.items() <= self.answers.items()


def choose_sheet(cells: Cells, name: str, period: str) -> tuple[Sheet, Heading] | None:
    """The sheet to read: of several the one that says all the others say, else that of our name.

    (R6.35)
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
    for name in (PROGRESS_SHEET, NARRATIVE_SHEET):
        candidates = _candidates(cells, name, period)
        if candidates and _most_complete(candidates) is None:
            return tuple(candidate.sheet.name for candidate in candidates if candidate.answers)
    return ()


def _most_complete(candidates: Iterable[_Candidate]) -> _Candidate | None:
    all_of_them = tuple(candidates)
    for candidate in all_of_them:
        if all(candidate.says_all_of(other) for other in all_of_them):
            return candidate
    return None


def _candidates(cells: Cells, name: str, period: str) -> list[_Candidate]:
    """Sheets with these headings, that of our name first; a tab kept of another month aside."""
    named = cells.sheet(name)
    heading = find_heading(named, KEY_HEADINGS[name]) if named else None
    headed = [(named, heading)] if named and heading else []
    # As long as ours is there under its name, the other sheets of a form need no look.
    skipped = _OURS if headed else {name}
    for sheet in cells.sheets:
        heading = None if sheet.name in skipped else find_heading(sheet, KEY_HEADINGS[name])
        if heading:
            headed.append((sheet, heading))
    if len(headed) == 1:
        return [_Candidate(*headed[0], {})]
    titled = [pair for pair in headed if str(read_above(*pair).period) == period]
    return [_Candidate(*pair, _answers(*pair, _ENTRIES[name])) for pair in titled or headed]


def key_columns(heading: Heading) -> tuple[int, int]:
    """Positions of the columns that name a row: its code and its county, else its code twice.

    Raises:
        KeyError: There is no column 编码, so that these are no headings of ours.
    """
    code_at = heading.columns["编码"]
    return code_at, heading.columns.get("县区", code_at)


def _answers(sheet: Sheet, heading: Heading, entries: frozenset[str]) -> Answers:
    """Everything filled in on a sheet, by row key and heading."""
    code_at, place_at = key_columns(heading)
    filled: Answers = {}
    for index in range(heading.row + 1, len(sheet.rows)):
        row = sheet.rows[index]
        for name in entries & heading.columns.keys():
            value = row[heading.columns[name]]
            if row[code_at] != "" and value != "":
                key = squeeze(row[code_at]), squeeze(row[place_at]), name
                filled[key] = (*filled.get(key, ()), value)
    return filled
