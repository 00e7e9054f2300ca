"""Tables on their sheets: one, or several under each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import zip_longest

from xlsxwriter.worksheet import Worksheet

from ducha.files.writing import sheet as safe
from ducha.files.writing.report.folding import close_fold, fold_columns, row_options
from ducha.files.writing.report.page import (
    fitting,
    groups,
    print_beside,
    row_breaks,
    set_up_for_screen,
    set_up_page,
)
from ducha.files.writing.report.styles import (
    HEAD_FILL,
    ReportStyles,
    cell_kinds,
    number_format,
    percent,
    queried,
    row_height,
)
from ducha.standing.report import LEADERS
from ducha.standing.table import (
    STATUS_WORDS,
    Cell,
    FilledColumn,
    PageSetup,
    Share,
    StackedTables,
    Style,
    Table,
)
from ducha.status.rating import Status

HEAD_HEIGHT = 30
_CAPTION_HEIGHT = 24
_BLANK_HEIGHT = 15
_LOW = 18


def write_table(sheet: Worksheet, table: Table, styles: ReportStyles, title: str) -> None:
    """Write a table that has a sheet to itself: its headings stand in the first row."""
    sheet.freeze_panes(1, table.page.frozen)
    sheet.autofilter(0, 0, max(table.length, 1), len(table.columns) - 1)
    sheet.repeat_rows(0)
    if table.name in LEADERS:
        _write_for_leaders(sheet, table, styles, title)
        return
    widths = [column.width for column in table.columns]
    if table.page.low:
        sheet.set_default_row(_LOW)
    set_widths(sheet, widths)
    fold_columns(sheet, table)
    write_block(sheet, 0, table, styles, widths)
    set_up_for_screen(sheet, title, table.name, wide=table.page.wide)


def _write_for_leaders(sheet: Worksheet, table: Table, styles: ReportStyles, title: str) -> None:
    """On A4, at a size that can be read (R7.240)."""
    printed, repeated = table.page.printed or len(table.columns), table.page.frozen
    layout = fitting(table.columns, printed, repeated)
    set_widths(sheet, layout.widths)
    heights = write_block(sheet, 0, table, styles, layout.widths)
    set_up_page(sheet, title, table.name)
    sheet.print_area(0, 0, max(table.length, 1), printed - 1)
    print_beside(sheet, layout, repeated, printed)
    if table.page.kept > 1:
        kept = groups(table.length, table.page.kept)
        sheet.set_h_pagebreaks(row_breaks(heights, kept, layout.scale, HEAD_HEIGHT, 1))


def write_stacked(sheet: Worksheet, stack: StackedTables, styles: ReportStyles, title: str) -> None:
    """Write tables under each other, each below its name and with a blank row after it."""
    caption = styles.plain(bold=True, font_size=13, font_color=HEAD_FILL, valign="vcenter")
    below = zip_longest(*(table.columns for table in stack.tables))
    layout = fitting([_joined(columns) for columns in below], 0, 0)
    set_widths(sheet, layout.widths)
    row, rows, kept = 0, list[float](), list[int]()
    for table in stack.tables:
        safe.text(sheet, row, 0, table.name, caption)
        sheet.set_row(row, _CAPTION_HEIGHT)
        heights = write_block(sheet, row + 1, table, styles, layout.widths)
        rows += [_CAPTION_HEIGHT, HEAD_HEIGHT, *heights, _BLANK_HEIGHT]
        kept += [2 + min(table.length, 1), *[1] * (table.length - 1), 1]
        row += table.length + 3
    set_up_page(sheet, title, stack.name)
    sheet.fit_to_pages(1, 0)
    sheet.set_h_pagebreaks(row_breaks(rows, kept, layout.scale, 0.0, 0))


def _joined(columns: Sequence[FilledColumn | None]) -> FilledColumn:
    """Columns that stand below each other, as one: as wide as the widest of them."""
    there = [column for column in columns if column]
    widest = max(there, key=lambda column: column.width)
    return replace(
        widest,
        cells=tuple(cell for column in there for cell in column.cells),
        marks=tuple(mark for column in there for mark in column.marks),
    )


def write_block(
    sheet: Worksheet, top: int, table: Table, styles: ReportStyles, widths: Sequence[float]
) -> list[float]:
    """Write a table from a row on, in columns so wide; gives the heights of its rows in points."""
    sheet.set_row(top, HEAD_HEIGHT)
    for at, column in enumerate(table.columns):
        safe.text(sheet, top, at, column.heading, styles.head())
        write_column(sheet, (top + 1, at), column, styles, table.page)
    return [] if table.page.low else _set_heights(sheet, top + 1, table, widths)


def set_widths(sheet: Worksheet, widths: Iterable[float]) -> None:
    """Set the widths of the first columns, in characters; one of none is hidden."""
    for at, width in enumerate(widths):
        sheet.set_column(at, at, width, None, {} if width else {"hidden": True})


def _set_heights(sheet: Worksheet, top: int, table: Table, widths: Sequence[float]) -> list[float]:
    """Rows tall enough for their longest text; the table for pivots keeps them all low."""
    heights = [
        row_height(
            (cell, width)
            for column, cell, width in zip(table.columns, cells, widths, strict=False)
            if isinstance(cell, str) and not _is_repeated(column, table.page, row)
        )
        for row, cells in enumerate(table.rows)
    ]
    for row, height in enumerate(heights, start=top):
        sheet.set_row(row, height, None, row_options(table, row - top))
    close_fold(sheet, top, table)
    return heights


def write_column(
    sheet: Worksheet,
    top: tuple[int, int],
    column: FilledColumn,
    styles: ReportStyles,
    page: PageSetup,
) -> None:
    """Column by column: words and blanks of one look alike, numbers as the style says."""
    first, at = top
    marks = column.marks or (None,) * len(column.cells)
    words, numbers = cell_kinds(column.style)
    plain = styles.cell(words)
    if page.low and words == "text":
        plain = styles.cell("line")
    for index, (cell, status) in enumerate(zip(column.cells, marks, strict=True)):
        row = first + index
        if index in column.doubted:
            _write_doubted(sheet, (row, at), cell, styles, (column.style, status))
        elif status is not None:
            _write_marked(sheet, (row, at), cell, styles, status)
        elif _is_repeated(column, page, index):
            safe.text(sheet, row, at, str(cell), styles.repeated(words))
        elif cell is None:
            safe.number(sheet, row, at, None, plain)
        elif isinstance(cell, Share):
            style = styles.cell(numbers, percent(cell.decimals))
            safe.number(sheet, row, at, cell.value, style)
        elif isinstance(cell, str):
            safe.text(sheet, row, at, cell, plain)
        else:
            style = styles.cell(numbers, number_format(column.style, cell))
            safe.number(sheet, row, at, cell, style)


def _is_repeated(column: FilledColumn, page: PageSetup, row: int) -> bool:
    """Whether a word stands for whoever sorts or filters: a row above says it."""
    cell, above = column.cells[row], column.cells[row - 1]
    if row == 0 or not isinstance(cell, str) or cell != above or column.marks:
        return False
    return column.once or row % page.kept > 0


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
        shown = queried(percent(cell.decimals))
        safe.number(sheet, *place, cell.value, styles.cell(numbers, shown, status))
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
