"""Where the columns of a sheet stand, and which of its marked cells are theirs."""

from __future__ import annotations

from collections.abc import Iterable

from ducha.cells import Heading, Sheet, address, squeeze
from ducha.form.column import Column


def marked_among(
    marked: frozenset[str], rows: Iterable[int], positions: Iterable[int]
) -> frozenset[str]:
    """Those of the marked cells that stand in these rows and columns."""
    return marked and marked & {address(row, at) for at in positions for row in rows}


def locate_columns(
    sheet: Sheet, heading: Heading, columns: Iterable[Column], indices: tuple[int, ...]
) -> tuple[dict[str, int], frozenset[str]]:
    """Where each column stands, and the cells of which a second column of the name differs.

    A column that somebody copied counts once; of an empty one and a filled one the filled one.
    (R6.83)
    """
    names = [squeeze(value) for value in sheet.rows[heading.row]]
    at: dict[str, int] = {}
    doubled: set[str] = set()
    for column in columns:
        first = heading.columns[column.heading]
        at[column.key] = first
        if names.count(column.heading) == 1:
            continue
        places = [n for n, name in enumerate(names) if name == column.heading]
        filled = [n for n in places if any(sheet.rows[row][n] != "" for row in indices)]
        at[column.key] = filled[0] if filled else first
        doubled |= {
            address(row, filled[0])
            for row in indices
            for position in filled[1:]
            if sheet.rows[row][position] != sheet.rows[row][filled[0]]
        }
    return at, frozenset(doubled)
