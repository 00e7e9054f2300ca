"""Tables on their sheets: one, or several under each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import zip_longest

from xlsxwriter.worksheet import Worksheet

from ducha.files.writing import sheet as safe
from ducha.files.writing.report.folding import close_fold, fold_columns, row_options
from ducha.files.writing.report.page import set_up_page
from ducha.files.writing.report.styles import (
    HEAD_FILL,
    ReportStyles,
    cell_kinds,
    number_format,
    percent,
    queried,
    row_height,
)
from ducha.standing.table import (
    STATUS_WORDS,
    Cell,
    FilledColumn,
    Share,
    StackedTables,
    Style,
    Table,
)
from ducha.status.rating import Status

HEAD_HEIGHT = 30
_CAPTION_HEIGHT = 24
_LOW = 18


def write_table(sheet: Worksheet, table: Table, styles: ReportStyles, title: str) -> None:
    """Write a table that has a sheet to itself: its headings stand in the first row."""
    widths = [column.width for column in table.columns]
    _set_widths(sheet, widths)
    fold_columns(sheet, table)
    if table.page.low:
        sheet.set_default_row(_LOW)
    write_block(sheet, 0, table, styles, widths)
    sheet.freeze_panes(1, table.page.frozen)
    sheet.autofilter(0, 0, max(table.length, 1), len(table.columns) - 1)
    sheet.repeat_rows(0)
    set_up_page(sheet, title, table.name, wide=table.page.wide)


def write_stacked(sheet: Worksheet, stack: StackedTables, styles: ReportStyles, title: str) -> None:
    """Write tables under each other, each below its name and with a blank row after it."""
    caption = styles.plain(bold=True, font_size=13, font_color=HEAD_FILL, valign="vcenter")
    columns = zip_longest(
        *([c.width for c in table.columns] for table in stack.tables), fillvalue=0
    )
    widths = [max(column) for column in columns]
    _set_widths(sheet, widths)
    row = 0
    for table in stack.tables:
        safe.text(sheet, row, 0, table.name, caption)
        sheet.set_row(row, _CAPTION_HEIGHT)
        row = write_block(sheet, row + 1, table, styles, widths) + 1
    set_up_page(sheet, title, stack.name, wide=any(table.page.wide for table in stack.tables))


def write_block(
    sheet: Worksheet, top: int, table: Table, styles: ReportStyles, widths: Sequence[float]
) -> int:
    """Write a table from a row on, in columns so wide; gives the row after it."""
    sheet.set_row(top, HEAD_HEIGHT)
    for at, column in enumerate(table.columns):
        safe.text(sheet, top, at, column.heading, styles.head())
        _write_column(sheet, (top + 1, at), column, styles)
    if not table.page.low:
        _set_heights(sheet, top + 1, table, widths)
    return top + 1 + table.length


def _set_widths(sheet: Worksheet, widths: Iterable[float]) -> None:
    for at, width in enumerate(widths):
        sheet.set_column(at, at, width)


def _set_heights(sheet: Worksheet, top: int, table: Table, widths: Sequence[float]) -> None:
    """Rows tall enough for their longest text; the table for pivots keeps them all low."""
    for row, cells in enumerate(table.rows, start=top):
        texts = (
            (cell, width)
            for cell, width in zip(cells, widths, strict=False)
            if isinstance(cell, str)
        )
        sheet.set_row(row, row_height(texts), None, row_options(table, row - top))
    close_fold(sheet, top, table)


def _write_column(
    sheet: Worksheet, top: tuple[int, int], column: FilledColumn, styles: ReportStyles
) -> None:
    """Column by column: words and blanks of one look alike, numbers as the style says."""
    first, at = top
    marks = column.marks or (None,) * len(column.cells)
    words, numbers = cell_kinds(column.style)
    plain = styles.cell(words)
    for index, (cell, status) in enumerate(zip(column.cells, marks, strict=True)):
        row = first + index
        if index in column.doubted:
            _write_doubted(sheet, (row, at), cell, styles, (column.style, status))
        elif status is not None:
            _write_marked(sheet, (row, at), cell, styles, status)
        elif cell is None:
            safe.number(sheet, row, at, None, plain)
        elif isinstance(cell, Share):
            safe.number(sheet, row, at, cell.value, styles.cell("number", percent(cell.decimals)))
        elif isinstance(cell, str):
            safe.text(sheet, row, at, cell, plain)
        else:
            style = styles.cell(numbers, number_format(column.style, cell))
            safe.number(sheet, row, at, cell, style)


def _write_doubted(
    sheet: Worksheet,
    place: tuple[int, int],
    cell: Cell,
    styles: ReportStyles,
    look: tuple[Style, Status | None],
) -> None:
    """A figure that is 待核 bears a ? by its number format, and stays the number that it is."""
    style, status = look
    words, numbers = ("middle", "middle") if status else cell_kinds(style)
    if cell is None or isinstance(cell, str):
        shown = queried("") if cell else ""
        safe.text(sheet, *place, cell or "", styles.cell(words, shown, status))
    elif isinstance(cell, Share):
        kind, shown = "middle" if status else "number", queried(percent(cell.decimals))
        safe.number(sheet, *place, cell.value, styles.cell(kind, shown, status))
    else:
        shown = queried(number_format(style, cell))
        safe.number(sheet, *place, cell, styles.cell(numbers, shown, status))


def _write_marked(
    sheet: Worksheet, place: tuple[int, int], cell: Cell, styles: ReportStyles, status: Status
) -> None:
    """In the colour of the status, whose own word has its symbol beside it."""
    if isinstance(cell, Share):
        style = styles.cell("middle", percent(cell.decimals), status)
        safe.number(sheet, *place, cell.value, style)
    elif cell is None or isinstance(cell, str):
        own_word = STATUS_WORDS.get(cell or "") is status
        light = styles.light(status) if own_word else styles.cell("middle", "", status)
        safe.text(sheet, *place, cell or "", light)
    else:
        number = number_format(Style.NUMBER, cell)
        safe.number(sheet, *place, cell, styles.cell("middle", number, status))
