"""How wide the columns of a letter's tables are, where the template leaves it to what they hold."""

from __future__ import annotations

from collections.abc import Sequence

from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.table import CT_Tc
from docx.shared import Pt, Twips
from docx.table import Table

from ducha.texts import display_width, share_room

_NARROWEST, _WIDEST = 6, 40
"""Half-width characters for which a column asks, at least and at most; what is longer wraps."""

_AIR = 2
"""Of these, what stands free on both sides of the text."""

_CHARACTER = Pt(10.5) / 2
"""A half-width character of 五号, in which tables are set."""


def fit_tables(document: Document) -> None:
    """Share the width of each table among its columns by what they hold (R9.8).

    Of a table whose width Word fits to its contents, not one with fixed columns or joined cells.
    """
    for table in document.tables:
        rows = [row.tc_lst for row in table._tbl.tr_lst]  # noqa: SLF001 - the API walks a row anew for each cell
        if table.autofit and _is_plain(rows, len(table.columns)):
            room = sum(column.width or 0 for column in table.columns) / _CHARACTER
            texts = [[_text(cell) for cell in row] for row in rows]
            _set_widths(table, column_widths(texts, int(room)))


def _is_plain(rows: Sequence[Sequence[CT_Tc]], columns: int) -> bool:
    """Whether every row has one cell in each column."""
    whole = all(len(row) == columns for row in rows)
    return whole and bool(rows) and all(cell.grid_span == 1 for row in rows for cell in row)


def column_widths(rows: Sequence[Sequence[str]], room: int) -> list[int]:
    """How wide each column is, in half-width characters of which there is `room` (R9.8).

    Where they do not all fit, narrow columns keep what they need and the widest give way.
    """
    wishes = [
        min(max(_NARROWEST, *(display_width(text) + _AIR for text in column)), _WIDEST)
        for column in zip(*rows, strict=True)
    ]
    if sum(wishes) <= room:
        return wishes
    return [min(wish, share_room(wishes, room)) for wish in wishes]


def _set_widths(table: Table, widths: Sequence[int]) -> None:
    """Set the columns in these proportions; the table stays as wide as it is."""
    columns = list(table.columns)
    whole = sum(column.width or 0 for column in columns)
    for number, (column, share) in enumerate(zip(columns, widths, strict=True)):
        width = Twips(int(whole * share / sum(widths) / Twips(1)))
        column.width = width
        for row in table._tbl.tr_lst:  # noqa: SLF001 - as above
            row.tc_lst[number].width = width


def _text(cell: CT_Tc) -> str:
    return "".join(piece.text or "" for piece in cell.iter(qn("w:t")))
