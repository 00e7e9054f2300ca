"""The first page of the consolidated workbook: one printed A4 sheet for leaders."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from ducha.files.writing.report.styles import (
    HEAD_FILL,
    WHOLE,
    ReportStyles,
    number_format,
    percent,
    queried,
    row_height,
)
from ducha.files.writing.sheet import number, text, write_merged
from ducha.standing.overview import Overview
from ducha.standing.table import STATUS_WORDS, Cell, FilledColumn, Share, Style, Table

GRID = 24
GRID_WIDTH = 6.8
_A4 = 9


class Block(NamedTuple):
    """A table on the grid: the column it starts at, and its rows; one without any says so."""

    start: int
    table: Table
    rows: tuple[tuple[Cell, ...], ...]


def write_overview(sheet: Worksheet, page: Overview, styles: ReportStyles) -> None:
    """Lay the page out from top to bottom."""
    sheet.set_column(0, GRID - 1, GRID_WIDTH)
    sheet.hide_gridlines(2)
    title = styles.plain(bold=True, font_size=20, align="center", valign="vcenter")
    small = styles.plain(font_size=11, align="center", valign="vcenter", font_color="#595959")
    _line(sheet, 0, page.title, title, 34)
    _line(sheet, 1, page.source, small, 18)
    _line(sheet, 2, page.subtitle, small, 18)
    if page.reservations:
        _line(sheet, 3, page.reservations, small, 18)
    row = 4
    for tables in ((page.counts,), (page.matters,), (page.worst, page.best), (page.units,)):
        row = _write_blocks(sheet, row, _side_by_side(tables), styles)
    note = styles.plain(font_size=11, valign="vcenter", text_wrap=True)
    for sentence in (*page.changes, *page.proposals):
        _line(sheet, row, sentence, note, 18)
        row += 1
    _set_up_page(sheet, row)


def _line(sheet: Worksheet, row: int, content: str, style: Format, height: float) -> None:
    write_merged(sheet, (row, 0, GRID - 1), content, style)
    sheet.set_row(row, height)


def _side_by_side(tables: Sequence[Table]) -> list[Block]:
    """Each begins where the one before it ends."""
    ends = accumulate(sum(map(_span, table.columns)) for table in tables)
    return [
        Block(start, table, table.rows or (("（无）", *[""] * (len(table.columns) - 1)),))
        for start, table in zip((0, *ends), tables, strict=False)
    ]


def _span(column: FilledColumn) -> int:
    """How many columns of the grid it takes."""
    return int(column.width)


def _write_blocks(sheet: Worksheet, row: int, blocks: Sequence[Block], styles: ReportStyles) -> int:
    """Write blocks side by side; gives the row after them and one blank row."""
    caption = styles.plain(bold=True, font_size=12, font_color=HEAD_FILL, valign="vcenter")
    sheet.set_row(row, 20)
    sheet.set_row(row + 1, 18)
    for block in blocks:
        text(sheet, row, block.start, block.table.name, caption)
        heads = [styles.head()] * len(block.table.columns)
        _write_cells(sheet, row + 1, block, block.table.headings, heads)
    length = max(len(block.rows) for block in blocks)
    for index in range(length):
        written = [(block, block.rows[index]) for block in blocks if index < len(block.rows)]
        for block, cells in written:
            looks = [
                _look(styles, column, cell, doubted=index in column.doubted)
                for column, cell in zip(block.table.columns, cells, strict=True)
            ]
            _write_cells(sheet, row + 2 + index, block, cells, looks)
        sheet.set_row(row + 2 + index, max(_height(block, cells) for block, cells in written))
    return row + 3 + length


def _height(block: Block, cells: tuple[Cell, ...]) -> float:
    """Merged cells do not grow by themselves: as many lines as the longest text needs."""
    return row_height(
        (cell, _span(column) * GRID_WIDTH)
        for column, cell in zip(block.table.columns, cells, strict=True)
        if isinstance(cell, str)
    )


def _write_cells(
    sheet: Worksheet, row: int, block: Block, cells: tuple[Cell, ...], looks: Iterable[Format]
) -> None:
    start = block.start
    for column, cell, look in zip(block.table.columns, cells, looks, strict=True):
        end = start + _span(column)
        write_merged(sheet, (row, start, end - 1), cell if isinstance(cell, str) else "", look)
        if not isinstance(cell, str):
            number(sheet, row, start, cell.value if isinstance(cell, Share) else cell, look)
        start = end


def _look(styles: ReportStyles, column: FilledColumn, cell: Cell, *, doubted: bool) -> Format:
    """Figures stand in the middle, words at the left, those of a status in its colour."""
    if isinstance(cell, Share):
        share = percent(cell.decimals)
        return styles.cell("middle", queried(share) if doubted else share)
    if isinstance(cell, str):
        status = STATUS_WORDS.get(cell) if column.style is Style.LIGHT else None
        return styles.light(status) if status else styles.cell("text")
    return styles.cell("middle", WHOLE if cell is None else number_format(column.style, cell))


def _set_up_page(sheet: Worksheet, rows: int) -> None:
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 1)
    sheet.center_horizontally()
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
    sheet.print_area(0, 0, rows - 1, GRID - 1)
