"""Cells that show as one, of which nobody can tell whose they are; and words beside a table."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence

from ducha.cells import Heading, Sheet, address, as_text, squeeze

_CORNER = re.compile(r"([A-Z]{1,3})(\d{1,7})")


def unclear_cells(sheet: Sheet, rows: Sequence[int], positions: Sequence[int]) -> Mapping[str, str]:
    """Entry cells of which a merged range hides whose figure they hold, each with its range.

    One figure over several rows is nobody's; so is what stands hidden beneath it. A range that
    covers one entry of one row alone, or nothing that is filled in, hides nothing (R6.400).

    Args:
        sheet: With its merged ranges.
        rows: Indices of the rows that count, rising.
        positions: Columns of the figures to fill in.
    """
    unclear: dict[str, str] = {}
    for merged in sheet.merged:
        top, left, bottom, right = _corners(merged)
        within = rows[bisect_left(rows, top) : bisect_right(rows, bottom)]
        columns = [at for at in positions if left <= at <= right]
        if not within or not columns or not _hides(sheet, (top, left), within, columns):
            continue
        unclear |= {address(row, at): merged for row in within for at in columns}
    return unclear


def _corners(merged: str) -> tuple[int, int, int, int]:
    """Top, left, bottom and right of a range, counted from 0; one of one cell for any other."""
    places = [_place(corner) for corner in merged.split(":")]
    (top, left), (bottom, right) = places[0], places[-1]
    return min(top, bottom), min(left, right), max(top, bottom), max(left, right)


def _place(corner: str) -> tuple[int, int]:
    match = _CORNER.fullmatch(corner)
    if match is None:
        return -1, -1
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1


def _hides(
    sheet: Sheet, corner: tuple[int, int], rows: Sequence[int], columns: Sequence[int]
) -> bool:
    """Whether something is filled in that shows for several rows, or does not show at all."""
    below = any(_filled(sheet, row, at) and (row, at) != corner for row in rows for at in columns)
    return below or (len(rows) > 1 and corner[1] in columns and _filled(sheet, *corner))


def _filled(sheet: Sheet, row: int, column: int) -> bool:
    """Whether anything stands in a cell; beyond the last one nothing does."""
    return row < len(sheet.rows) and sheet.rows[row][column] != ""


def side_words(
    sheet: Sheet, heading: Heading, rows: Sequence[int], known: Sequence[int]
) -> Iterator[tuple[int, int, str]]:
    """What stands beside the table, right of its last column, on its rows: row, column, words.

    A column of ours that somebody has copied there is none of it (R6.83, R6.431).
    """
    last = max(known, default=-1) + 1
    ours = {squeeze(sheet.rows[heading.row][at]) for at in known}
    beside = [
        at
        for at, name in enumerate(sheet.rows[heading.row])
        if at >= last and squeeze(name) not in ours
    ]
    for row in rows:
        for column in beside:
            value = sheet.rows[row][column]
            if isinstance(value, str | float) and value != "":
                yield row, column, as_text(value)
