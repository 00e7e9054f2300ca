"""The first page of the consolidated workbook: one printed A4 sheet for leaders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from ducha.files.writing.report.styles import (
    HEAD_FILL,
    POINTS,
    WHOLE,
    Styles,
    percent,
    row_height,
)
from ducha.files.writing.sheet import merged, number, text
from ducha.standing.overview import Overview
from ducha.standing.table import Cell, Share, Table
from ducha.status.rating import Status

GRID = 24
GRID_WIDTH = 6.8
_A4 = 9
_HALF = (4, 2, 1, 3, 2)
_STATUS_WORDS = {str(status): status for status in Status}


@dataclass(frozen=True, slots=True)
class Block:
    """A table on the grid: the column it starts at and how many grid columns each cell spans."""

    table: Table
    start: int
    spans: tuple[int, ...]


def write_overview(sheet: Worksheet, page: Overview, styles: Styles) -> None:
    """Lay the page out from top to bottom."""
    sheet.set_column(0, GRID - 1, GRID_WIDTH)
    sheet.hide_gridlines(2)
    title = styles.plain(bold=True, font_size=20, align="center", valign="vcenter")
    small = styles.plain(font_size=11, align="center", valign="vcenter", font_color="#595959")
    _line(sheet, 0, page.title, title, 34)
    _line(sheet, 1, page.source, small, 18)
    _line(sheet, 2, page.subtitle, small, 18)
    row = _blocks(sheet, 4, (Block(page.counts, 0, (4, 2, 3, 3, 3, 3, 3, 3)),), styles)
    row = _blocks(sheet, row, (Block(page.matters, 0, (1, 6, 4, 3, 2, 8)),), styles)
    extremes = (Block(page.worst, 0, _HALF), Block(page.best, GRID // 2, _HALF))
    row = _blocks(sheet, row, extremes, styles)
    row = _blocks(sheet, row, (Block(page.units, 0, (3, 2, 19)),), styles)
    note = styles.plain(font_size=11, valign="vcenter", text_wrap=True)
    for proposal in page.proposals:
        _line(sheet, row, proposal, note, 18)
        row += 1
    _set_up_page(sheet, row)


def _line(sheet: Worksheet, row: int, told: str, style: Format, height: float) -> None:
    merged(sheet, (row, 0, GRID - 1), told, style)
    sheet.set_row(row, height)


def _blocks(sheet: Worksheet, row: int, blocks: Sequence[Block], styles: Styles) -> int:
    """Write blocks side by side; gives the row after them and one blank row."""
    caption = styles.plain(bold=True, font_size=12, font_color=HEAD_FILL, valign="vcenter")
    sheet.set_row(row, 20)
    sheet.set_row(row + 1, 18)
    length = max(1, *(block.table.length for block in blocks))
    for block in blocks:
        text(sheet, row, block.start, block.table.name, caption)
        _cells(sheet, row + 1, block, block.table.headings, styles, head=True)
    for index in range(length):
        rows = [(block, cells) for block in blocks if (cells := _row_of(block, index))]
        for block, cells in rows:
            _cells(sheet, row + 2 + index, block, cells, styles)
        sheet.set_row(row + 2 + index, max(_height(c, b.spans) for b, c in rows))
    return row + 3 + length


def _row_of(block: Block, index: int) -> tuple[Cell, ...]:
    """The cells of one row; a block without any says so in its first row."""
    if index < block.table.length:
        return tuple(column[index] for column in block.table.columns)
    return ("（无）", *([""] * (len(block.spans) - 1))) if index == 0 else ()


def _height(cells: tuple[Cell, ...], spans: tuple[int, ...]) -> float:
    """Merged cells do not grow by themselves: as many lines as the longest text needs."""
    return row_height(
        (cell, span * GRID_WIDTH)
        for cell, span in zip(cells, spans, strict=True)
        if isinstance(cell, str)
    )


def _cells(
    sheet: Worksheet,
    row: int,
    block: Block,
    cells: tuple[Cell, ...],
    styles: Styles,
    *,
    head: bool = False,
) -> None:
    column = block.start
    for cell, span in zip(cells, block.spans, strict=True):
        look = styles.head() if head else _look(cell, styles)
        merged(sheet, (row, column, column + span - 1), cell if isinstance(cell, str) else "", look)
        if isinstance(cell, Share):
            number(sheet, row, column, cell.value, look)
        elif not isinstance(cell, str):
            number(sheet, row, column, cell, look)
        column += span


def _look(cell: Cell, styles: Styles) -> Format:
    if isinstance(cell, Share):
        return styles.cell("middle", percent(cell.decimals))
    if isinstance(cell, str):
        status = _STATUS_WORDS.get(cell)
        return styles.light(status) if status else styles.cell("text")
    if isinstance(cell, float):
        return styles.cell("middle", POINTS)
    return styles.cell("middle", WHOLE)


def _set_up_page(sheet: Worksheet, rows: int) -> None:
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 1)
    sheet.center_horizontally()
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
    sheet.print_area(0, 0, rows - 1, GRID - 1)
