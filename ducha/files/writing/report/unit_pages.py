"""单位情况 on its sheet: a list to jump by, then a page for each unit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import accumulate, pairwise

from xlsxwriter.worksheet import Worksheet

from ducha.files.writing import sheet as safe
from ducha.files.writing.report.page import HEIGHT, WIDTH, set_up_page, total
from ducha.files.writing.report.styles import HEAD_FILL, ReportStyles, cell_kinds, row_height
from ducha.files.writing.report.tables import HEAD_HEIGHT, set_widths, write_block
from ducha.standing.table import Cell, FilledColumn, Table
from ducha.standing.unit_pages import SHEET, UnitPage, UnitPages

_CAPTION = 24.0
_NAME = _CAPTION + 4
_HEAD = 20.0
_SENTENCE = 17.0


def write_unit_pages(sheet: Worksheet, page: UnitPages, styles: ReportStyles, title: str) -> None:
    """Write the list and the pages; each begins on a new sheet of paper."""
    widths = [column.width for column in page.pages[0].figures.columns]
    set_widths(sheet, widths)
    tops = list(accumulate(map(_length, page.pages), initial=page.index.length + 3))
    _write_index(sheet, page, tops, styles, widths)
    breaks = list[int]()
    for top, unit in zip(tops, page.pages, strict=False):
        breaks += [top, *_write_unit(sheet, top, unit, styles, widths)]
    set_up_page(sheet, title, page.name)
    sheet.freeze_panes(1, 0)
    sheet.fit_to_pages(1, 0)
    sheet.set_h_pagebreaks(breaks)


def _length(page: UnitPage) -> int:
    """Rows that a unit takes: its name, sentences, figures, captioned tables, a blank."""
    others = sum(each.length + 2 for each in page.others)
    return 1 + len(page.sentences) + 1 + page.figures.length + others + 1


def _write_index(
    sheet: Worksheet,
    page: UnitPages,
    tops: Iterable[int],
    styles: ReportStyles,
    widths: list[float],
) -> None:
    caption = styles.plain(bold=True, font_size=14, font_color=HEAD_FILL, valign="vcenter")
    safe.text(
        sheet, 0, 0, f"{page.name}：{page.index.length}个单位，点单位名称跳到它的一页", caption
    )
    sheet.set_row(0, _CAPTION)
    write_block(sheet, 1, page.index, styles, widths)
    link = styles.link()
    names = next(at for at, column in enumerate(page.index.columns) if column.heading == "单位")
    for row, (top, unit) in enumerate(zip(tops, page.pages, strict=False), start=2):
        safe.write_link(sheet, (row, names, row, names), unit.unit, (page.name, top), link)


def _write_unit(
    sheet: Worksheet, top: int, page: UnitPage, styles: ReportStyles, widths: list[float]
) -> Iterator[int]:
    """Gives the rows in which further pages begin: a table that does not fit is not cut."""
    last = len(widths) - 1
    name = styles.plain(bold=True, font_size=16, font_color=HEAD_FILL, valign="vcenter")
    safe.text(sheet, top, 0, page.unit, name)
    safe.write_link(sheet, (top, last, top, last), "回到目录", SHEET, styles.link(bordered=False))
    sheet.set_row(top, _NAME)
    plain = styles.plain(font_size=11, valign="vcenter", text_wrap=True)
    row = top + 1
    for sentence in page.sentences:
        safe.write_merged(sheet, (row, 0, last), sentence, plain)
        sheet.set_row(row, max(row_height([(sentence, sum(widths))]), _SENTENCE))
        row += 1
    used = _NAME + _SENTENCE * len(page.sentences) + _HEAD
    used += sum(write_block(sheet, row, page.figures, styles, widths))
    sheet.set_row(row, _HEAD)
    row += 1 + page.figures.length
    room = HEIGHT / min(WIDTH / total(widths), 1.0)
    for table in page.others:
        heights = _spanned_heights(table, widths)
        own = _CAPTION + HEAD_HEIGHT + sum(heights)
        moved = used + own > room >= own
        used = own if moved else used + own
        if moved:
            yield row
        _write_caption(sheet, row, f"{page.unit}：{table.name}" if moved else table.name, styles)
        _write_spanned(sheet, row + 1, table, styles, heights)
        row += 2 + table.length


def _write_caption(sheet: Worksheet, row: int, name: str, styles: ReportStyles) -> None:
    caption = styles.plain(bold=True, font_size=12, font_color=HEAD_FILL, valign="vcenter")
    safe.text(sheet, row, 0, name, caption)
    sheet.set_row(row, _CAPTION)


def _spans(table: Table) -> list[tuple[int, int]]:
    """The first of the grid's columns that each takes, and the one after its last."""
    return list(pairwise(accumulate((int(each.width) for each in table.columns), initial=0)))


def _spanned_heights(table: Table, widths: list[float]) -> list[float]:
    spans = [sum(widths[first:end]) for first, end in _spans(table)]
    return [
        row_height(
            (cell, span) for span, cell in zip(spans, cells, strict=True) if isinstance(cell, str)
        )
        for cells in table.rows
    ]


def _write_spanned(
    sheet: Worksheet, top: int, table: Table, styles: ReportStyles, heights: Iterable[float]
) -> None:
    """A table whose columns take several of the grid's."""
    sheet.set_row(top, HEAD_HEIGHT)
    for (first, end), column in zip(_spans(table), table.columns, strict=True):
        safe.write_merged(sheet, (top, first, end - 1), column.heading, styles.head())
        for row, cell in enumerate(column.cells, start=top + 1):
            _write_cell(sheet, (row, first, end - 1), cell, column, styles)
    for row, height in enumerate(heights, start=top + 1):
        sheet.set_row(row, height)


def _write_cell(
    sheet: Worksheet,
    place: tuple[int, int, int],
    cell: Cell,
    column: FilledColumn,
    styles: ReportStyles,
) -> None:
    row, first, _ = place
    look = styles.cell(cell_kinds(column.style)[0])
    safe.write_merged(sheet, place, cell if isinstance(cell, str) else "", look)
    if isinstance(cell, int | float):
        safe.number(sheet, row, first, cell, styles.cell("middle", "#,##0"))
