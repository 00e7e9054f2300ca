"""A plain list as a workbook that prints well: a title, headings, rows of text."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from ducha.files.writing.sheet import margins, new_sheet, new_workbook, text
from ducha.files.writing.sizes import height
from ducha.texts import display_width

_NARROW, _WIDE = 9.0, 44.0
_A4 = 9
_TITLE_HEIGHT = 30


def write(
    headings: Sequence[str], rows: Sequence[Sequence[str]], title: str, note: str = ""
) -> bytes:
    """Write a list on one sheet: columns as wide as their texts, A4 landscape, headings repeated.

    A column that is blank throughout is left in, so that people can write in it.
    """
    buffer = BytesIO()
    book = new_workbook(buffer)
    sheet = new_sheet(book, "清单")
    widths = [_width(column) for column in zip(headings, *rows, strict=True)]
    for position, width in enumerate(widths):
        sheet.set_column(position, position, width)
    top = _write_head(book, sheet, title, note)
    _write_body(book, sheet, (headings, *rows), top, widths)
    _set_up_page(sheet, top, len(headings), len(rows))
    book.close()
    return buffer.getvalue()


def _width(column: Sequence[str]) -> float:
    """Width that shows the longest line of a column, within reason."""
    longest = max(display_width(line) for value in column for line in value.split("\n"))
    return min(max(longest + 2.0, _NARROW), _WIDE)


def _write_head(book: Workbook, sheet: Worksheet, title: str, note: str) -> int:
    """Write the title and what is to be known; gives the row where the table begins."""
    text(sheet, 0, 0, title, book.add_format({"bold": True, "font_size": 16, "valign": "vcenter"}))
    sheet.set_row(0, _TITLE_HEIGHT)
    if not note:
        return 1
    text(sheet, 1, 0, note, book.add_format({"font_color": "#595959", "valign": "vcenter"}))
    return 2


def _write_body(
    book: Workbook,
    sheet: Worksheet,
    lines: Sequence[Sequence[str]],
    top: int,
    widths: Sequence[float],
) -> None:
    """Write headings and rows, each row as high as its texts need."""
    line = {"border": 1, "border_color": "#A6A6A6", "text_wrap": True, "valign": "vcenter"}
    plain = book.add_format(line)
    heading = book.add_format({**line, "bold": True, "bg_color": "#DDEBF7", "align": "center"})
    for row, values in enumerate(lines, start=top):
        sheet.set_row(row, height(zip(values, widths, strict=True)))
        for column, value in enumerate(values):
            text(sheet, row, column, value, plain if row > top else heading)


def _set_up_page(sheet: Worksheet, top: int, columns: int, rows: int) -> None:
    """Keep the headings in sight, on the screen and on paper."""
    sheet.freeze_panes(top + 1, 1)
    sheet.autofilter(top, 0, top + rows, columns - 1)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(top)
    margins(sheet, footer="&C第 &P 页，共 &N 页")
