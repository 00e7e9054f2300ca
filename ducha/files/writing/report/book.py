"""The consolidated workbook on disk: values only, coloured, ready to print."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO

from xlsxwriter.worksheet import Worksheet

from ducha.files.writing import sheet as safe
from ducha.files.writing.report.overview import write_overview
from ducha.files.writing.report.styles import (
    ReportStyles,
    cell_kinds,
    number_format,
    percent,
    queried,
    row_height,
)
from ducha.settings import Colour
from ducha.standing.report import Report
from ducha.standing.table import STATUS_WORDS, Cell, FilledColumn, Share, Style, Table
from ducha.status.rating import Status

LEADERS_TAB = "#C00000"
CLERKS_TAB = "#A6A6A6"

_A3 = 8
_A4 = 9


def write(report: Report, colours: Mapping[Status, Colour]) -> bytes:
    """Write the workbook; the same facts always give the same bytes."""
    buffer = BytesIO()
    book = safe.new_workbook(buffer)
    styles = ReportStyles(book, colours)
    front = safe.new_sheet(book, "总览")
    front.set_tab_color(LEADERS_TAB)
    names = {table.name for table in (*report.leaders, *report.clerks)}
    write_overview(book, front, report.overview, styles, names)
    for tables, tab in ((report.leaders, LEADERS_TAB), (report.clerks, CLERKS_TAB)):
        for table in tables:
            sheet = safe.new_sheet(book, table.name)
            sheet.set_tab_color(tab)
            _write_table(sheet, table, styles)
            _set_up_page(sheet, table, report.title)
    front.activate()
    book.close()
    return buffer.getvalue()


def _write_table(sheet: Worksheet, table: Table, styles: ReportStyles) -> None:
    for at, column in enumerate(table.columns):
        safe.text(sheet, 0, at, column.heading, styles.head())
        sheet.set_column(at, at, column.width)
    sheet.set_row(0, 30)
    for at, column in enumerate(table.columns):
        _write_column(sheet, at, column, styles)
    _set_heights(sheet, table)


def _set_heights(sheet: Worksheet, table: Table) -> None:
    """Rows tall enough for their longest text; the table for pivots keeps them all low."""
    if table.page.low:
        sheet.set_default_row(18)
        return
    for row in range(table.length):
        shown = ((column.cells[row], column.width) for column in table.columns)
        height = row_height((text, width) for text, width in shown if isinstance(text, str))
        sheet.set_row(row + 1, height)


def _write_column(sheet: Worksheet, at: int, column: FilledColumn, styles: ReportStyles) -> None:
    """Column by column: words and blanks of one look alike, numbers as the style says."""
    marks = column.marks or (None,) * len(column.cells)
    words, numbers = cell_kinds(column.style)
    plain = styles.cell(words)
    for row, (cell, status) in enumerate(zip(column.cells, marks, strict=True), start=1):
        if row - 1 in column.doubted:
            _write_doubted(sheet, (row, at), column, styles, status)
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
    column: FilledColumn,
    styles: ReportStyles,
    status: Status | None,
) -> None:
    """A figure that is 待核 bears a ? by its number format, and stays the number that it is."""
    cell = column.cells[place[0] - 1]
    words, numbers = ("middle", "middle") if status else cell_kinds(column.style)
    if cell is None or isinstance(cell, str):
        safe.text(
            sheet, *place, cell or "", styles.cell(words, queried("") if cell else "", status)
        )
    elif isinstance(cell, Share):
        kind, look = "middle" if status else "number", queried(percent(cell.decimals))
        safe.number(sheet, *place, cell.value, styles.cell(kind, look, status))
    else:
        look = queried(number_format(column.style, cell))
        safe.number(sheet, *place, cell, styles.cell(numbers, look, status))


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


def _set_up_page(sheet: Worksheet, table: Table, title: str) -> None:
    sheet.freeze_panes(1, table.page.frozen)
    sheet.autofilter(0, 0, max(table.length, 1), len(table.columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(_A3 if table.page.wide else _A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
    # A blank keeps the year from being read as part of the font size.
    header = f"&L&10 {safe.in_margin(title)}&R&10 {safe.in_margin(table.name)}"
    safe.margins(sheet, header=header, footer="&C&9第&P页，共&N页")
    sheet.hide_gridlines(2)
