"""Rows and columns that are out of sight until somebody presses the + beside them."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from ducha.standing.table import Table

_FOLDED = {"level": 1, "hidden": True}
_PLUS = {"collapsed": True}


def fold_columns(sheet: Worksheet, table: Table) -> None:
    """Fold up the columns of a table that are out of sight; the + stands above the next one."""
    for at, column in enumerate(table.columns):
        if column.folded:
            sheet.set_column(at, at, column.width, None, _FOLDED)
            sheet.set_column(at + 1, at + 1, None, None, _PLUS)


def row_options(table: Table, row: int) -> dict[str, int | bool]:
    """How a row of a table is set, counted from 0."""
    return dict(_FOLDED) if row in table.folded else {}


def close_fold(sheet: Worksheet, top: int, table: Table) -> None:
    """Set the + below the folded rows of a table, which begins in row `top`."""
    if table.folded:
        sheet.set_row(top + max(table.folded) + 1, None, None, _PLUS)
