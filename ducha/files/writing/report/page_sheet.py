"""The first page while it is written: its rows, and how tables and lines stand in them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from ducha.files.writing.report.grid import PageGrid, raise_lowest
from ducha.files.writing.report.styles import HEAD_FILL, ReportStyles, number_format, percent
from ducha.files.writing.sheet import number, text, write_area, write_link
from ducha.files.writing.sizes import lines
from ducha.standing.overview.returns import PageLine
from ducha.standing.table import STATUS_WORDS, Cell, FilledColumn, Share, Style, Table

_CHARTS = 240.0
"""Points of height below which the charts cannot be read."""
_FIT = 580.0
"""Points of height that fill the paper at the scale to which the width is printed."""
LINE_HEIGHT, AROUND = 11.25, 3.75
"""Points of a line of small print, and of what is free above and below the lines, together."""
_HALF_WIDTH = 6.0
"""Pixels of half a Chinese character of 9 points, with what a line loses where it breaks."""
SMALL = 9
"""Points of small print: printed it never has less than 8 (R7.213)."""
DEFAULT_ROW = 10
"""Of no row of the page: one as high as the default would be written without a height."""

Edges = tuple[int, int, int]
"""Where a line's label begins, where its text begins, and where that ends."""


@dataclass(slots=True, kw_only=True)
class PageSheet:
    """The page while it is written: rows are added from the top."""

    book: Workbook
    sheet: Worksheet
    styles: ReportStyles
    grid: PageGrid
    sheets: Collection[str]
    heights: dict[int, float] = field(default_factory=dict)
    stretchable: list[int] = field(default_factory=list)

    def add_row(self, height: float, *, stretch: bool = False) -> int:
        """Begin a row; gives its number. What is left of the paper goes to those that stretch."""
        row = len(self.heights)
        self.heights[row] = height
        if stretch:
            self.stretchable.append(row)
        return row

    def fill_page(self, beside: range) -> None:
        """Give the rows their heights, so that the last one ends at the foot of the paper.

        Those `beside` the charts are high enough for them.
        """
        self._raise(beside, _CHARTS - sum(self.heights[row] for row in beside))
        self._raise(self.stretchable, _FIT - sum(self.heights.values()))
        for row, height in self.heights.items():
            self.sheet.set_row(row, height)

    def _raise(self, rows: Iterable[int], more: float) -> None:
        low = {row: self.heights[row] for row in rows if row in self.stretchable}
        if more > 0:
            self.heights |= raise_lowest(low, more)


def column_width(column: FilledColumn) -> int:
    """How wide it is on the page, in pixels of Excel."""
    return int(column.width)


def printed_height(content: str, width: int) -> float:
    """Points that a text takes between two edges so far apart."""
    return printed_lines(content, width) * LINE_HEIGHT + AROUND


def printed_lines(content: str, width: int) -> int:
    """How many lines a text takes between two edges so far apart."""
    return lines(content, width / _HALF_WIDTH - 2.0, tight=True)


def write_captions(written: PageSheet, captions: Sequence[tuple[int, str]]) -> int:
    """Begin blocks side by side, each at an edge; gives the row of their captions."""
    style = written.styles.plain(bold=True, font_size=11, font_color=HEAD_FILL, valign="vcenter")
    row = written.add_row(16)
    for left, caption in captions:
        text(written.sheet, row, written.grid.edges.index(left), caption, style)
    return row


def write_heads(written: PageSheet, row: int, table: Table) -> None:
    """Write the headings of a table into a row."""
    left = 0
    for column in table.columns:
        area = written.grid.area(row, left, left + column_width(column))
        write_area(written.sheet, area, column.heading, written.styles.head())
        left += column_width(column)


def table_height(table: Table, cells: Sequence[Cell]) -> float:
    """Points that a row of a table needs for its longest text."""
    texts = zip(table.columns, cells, strict=True)
    return max(
        printed_height(cell, column_width(column))
        for column, cell in texts
        if isinstance(cell, str)
    )


def write_cells(written: PageSheet, row: int, table: Table, index: int) -> None:
    """Write a row of a table."""
    left = 0
    for column in table.columns:
        cell = column.cells[index]
        look = _look(written.styles, column, cell)
        area = written.grid.area(row, left, left + column_width(column))
        write_area(written.sheet, area, cell if isinstance(cell, str) else "", look)
        if not isinstance(cell, str):
            value = cell.value if isinstance(cell, Share) else cell
            number(written.sheet, area[0], area[1], value, look)
        left += column_width(column)


def _look(styles: ReportStyles, column: FilledColumn, cell: Cell) -> Format:
    """Words at the left, figures in the middle, a status in its colour."""
    status = STATUS_WORDS.get(str(cell)) if column.style is Style.LIGHT else None
    if status:
        return styles.light(status)
    middle = column.style is not Style.TEXT
    return styles.cell("middle" if middle else "text", _number_format(column, cell), size=SMALL)


def _number_format(column: FilledColumn, cell: Cell) -> str:
    if isinstance(cell, Share):
        return percent(cell.decimals)
    return "" if cell is None or isinstance(cell, str) else number_format(column.style, cell)


def write_page_line(
    written: PageSheet, line: PageLine, edges: Edges, place: tuple[int, int]
) -> None:
    """A label that leads to its sheet, where the workbook has it, and the text beside it.

    The text is no link itself: LibreOffice would not break it into lines.
    """
    sheet, grid, (row, rows) = written.sheet, written.grid, place
    label = written.styles.cell("middle", size=SMALL)
    area = grid.area(row, edges[0], edges[1], rows)
    if line.sheet in written.sheets:
        write_link(sheet, area, line.label, line.sheet, label)
    else:
        write_area(sheet, area, line.label, label)
    text_area = grid.area(row, edges[1], edges[2], rows)
    write_area(sheet, text_area, line.text, written.styles.cell(size=SMALL))
