"""错位: a later return whose figures stand a row too low, or too high."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from ducha.checks.versions import SHIFTED
from ducha.findings import Finding, Grades, Severity
from ducha.intake.examined import ExaminedReturn, FigureEntry
from ducha.merge.doubt.row_words import RowWords, figure_words, quoted, row_findings
from ducha.merge.doubt.unit_returns import Row, UnitReturn, is_explained
from ducha.merge.model import RowKey
from ducha.status.rating import Figure

_TELLING = 100.0
"""One figure of so many digits proves what takes two of fewer."""
_PLAIN = 10.0
_FITTING = 3
"""What is at most so many times last month's figure of its new row may well belong there."""


class Shift(NamedTuple):
    """A figure that counts in one row, and the older one that stood in the row beside it."""

    entry: FigureEntry
    older: FigureEntry
    excused: bool


def find_shifts(
    returns: Iterable[ExaminedReturn], last_month: Mapping[RowKey, Figure]
) -> tuple[Shift, ...]:
    """Figures of a later return that the returns before had in the row above or below.

    Asked about only where they do not go on from last month's figure of the row that they have
    come to: a figure may have been put right by moving it (R6.414).

    Args:
        returns: The month's returns, oldest first.
        last_month: What each unit itself gave for its rows in the month before.
    """
    by_unit: dict[str, list[UnitReturn]] = defaultdict(list)
    for examined in returns:
        by_unit[examined.submission.claim.unit].append(UnitReturn(examined))
    return tuple(
        shift
        for sent in by_unit.values()
        if len(sent) > 1
        for shift in _shifts_of(sent, last_month)
    )


def _shifts_of(sent: Sequence[UnitReturn], last_month: Mapping[RowKey, Figure]) -> list[Shift]:
    """The shifts of one unit whose figures still count."""
    given = dict(sent[0].given)
    shifts: list[Shift] = []
    for unit_return in sent[1:]:
        for entry, old in _shift_between(given, unit_return):
            excused = is_explained((entry.code, entry.county), entry.order, old.order, sent)
            shifts.append(Shift(entry, old, excused))
        given |= unit_return.given
    return [
        shift
        for shift in shifts
        if given[shift.entry.code, shift.entry.county] is shift.entry
        and not shift.entry.vouched
        and not _goes_on(shift.entry.figure, last_month.get(shift.entry.key))
    ]


def _shift_between(
    older: Mapping[Row, FigureEntry], newer: UnitReturn
) -> Sequence[tuple[FigureEntry, FigureEntry]]:
    """Figures that have moved by a row, enough of them to be sure, the way that most went."""
    order = list(dict.fromkeys(newer.examined.submission.progress.keys))
    down = [*_moved(older, newer.given, pairwise(order))]
    up = [*_moved(older, newer.given, pairwise(reversed(order)))]
    moved = max(down, up, key=len)
    certain = len(moved) > 1 or any(_size(old.figure) >= _TELLING for _, old in moved)
    return moved if certain else ()


def _moved(
    older: Mapping[Row, FigureEntry],
    newer: Mapping[Row, FigureEntry],
    steps: Iterable[tuple[Row, Row]],
) -> Iterator[tuple[FigureEntry, FigureEntry]]:
    """Figures that have gone from one row to the next, with what stood there before."""
    for origin, row in steps:
        entry, old = newer.get(row), older.get(origin)
        if entry is None or old is None or _size(old.figure) < _PLAIN:
            continue
        left = origin not in newer or newer[origin].figure != old.figure
        came = row not in older or older[row].figure != entry.figure
        if left and came and entry.figure == old.figure:
            yield entry, old


def _size(figure: Figure) -> float:
    return max(figure.numbers.values(), default=0.0)


def _goes_on(figure: Figure, before: Figure | None) -> bool:
    """Whether a figure is a likely next one after last month's."""
    if before is None or not before.given:
        return False
    was, now = _size(before), _size(figure)
    return was <= now <= max(was, 1.0) * _FITTING


def shift_findings(shifts: Iterable[Shift], grades: Grades) -> tuple[Finding, ...]:
    """What is said of them: one finding a file (R6.414)."""
    return row_findings(SHIFTED, map(_in_words, shifts), grades)


def shifted_rows(shifts: Iterable[Shift], grades: Grades) -> dict[RowKey, frozenset[str]]:
    """The rows whose figures are doubted for it."""
    if grades.get(SHIFTED.code, SHIFTED.severity) is not Severity.VERIFY:
        return {}
    return {shift.entry.key: frozenset({SHIFTED.code}) for shift in shifts if not shift.excused}


def _in_words(shift: Shift) -> RowWords:
    entry, older = shift.entry, shift.older
    words = (
        f"{entry.code} {entry.county}：采用{figure_words(entry.figure)}，"
        f"正是{quoted(older.file)}里 {older.code} {older.county}的数"
    )
    return RowWords(
        unit=entry.unit,
        file=entry.file,
        place=entry.place,
        found=entry.typed,
        words=words,
        excused=shift.excused,
    )
