"""县区一览 on its sheet: pale lights, full red, as large as one A4 page allows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from ducha.files.writing.report.map_sizes import (
    HEADINGS,
    TITLE_HEIGHT,
    Fit,
    Size,
    choose,
    height,
)
from ducha.files.writing.report.page import column_breaks, row_breaks, set_up_page
from ducha.files.writing.report.styles import HEAD_FILL, LINE, SYMBOLS, ReportStyles, pale, percent
from ducha.files.writing.report.tables import set_widths
from ducha.files.writing.sheet import number, text, write_merged
from ducha.standing.figures.county_map import CountyMap, MapCell, MapRow
from ducha.standing.table import Cell, Share
from ducha.status.rating import Status

DOUBTED, INCOMPLETE = "?", "*"
LEGEND = "　".join(
    (
        *(f"{SYMBOLS[status]}{status}" for status in Status),
        f"{DOUBTED}待核",
        f"{INCOMPLETE}数据不全",
    )
)
_CAPTION = "严重滞后／滞后（个）"
_TOP = 3
"""The row of the first indicator."""

_LINE = "#5B7BB0"


def write_county_map(sheet: Worksheet, page: CountyMap, styles: ReportStyles, title: str) -> None:
    """Lay the map out: title, legend, headings, a row for each indicator, the counts."""
    fit, whole = choose(page)
    set_widths(sheet, fit.layout(len(page.places)).widths)
    _write_head(sheet, page, fit, styles)
    for at, row in enumerate(page.rows, start=_TOP):
        _write_row(sheet, at, row, fit.size, styles)
        sheet.set_row(at, height(row, fit))
    _write_counts(sheet, page, fit.size, styles)
    set_up_page(sheet, title, page.name)
    _set_up_map(sheet, page, fit, whole=whole)


# ---- cells ----


def _write_head(sheet: Worksheet, page: CountyMap, fit: Fit, styles: ReportStyles) -> None:
    size = fit.size
    columns = len(HEADINGS) + (1 if fit.beside else len(page.places))
    last = min(columns, 14) - 1
    big = styles.plain(
        bold=True, font_size=12 if fit.beside else 16, font_color=HEAD_FILL, valign="vcenter"
    )
    small = styles.plain(
        font_size=max(size.font, 9), font_color="#404040", valign="vcenter", text_wrap=True
    )
    write_merged(sheet, (0, 0, last), f"县区一览（{page.period.label}：完成率与状态）", big)
    write_merged(sheet, (1, 0, last), LEGEND, small)
    head = styles.plain(
        bold=True,
        font_size=size.font,
        font_color="#FFFFFF",
        bg_color=HEAD_FILL,
        align="center",
        valign="vcenter",
        text_wrap=True,
        border=1,
        border_color=LINE,
    )
    for at, heading in enumerate((*HEADINGS, *page.places)):
        text(sheet, 2, at, heading, head)
    sheet.set_row(0, TITLE_HEIGHT)
    sheet.set_row(1, fit.legend)
    sheet.set_row(2, size.head)


def _write_row(sheet: Worksheet, at: int, row: MapRow, size: Size, styles: ReportStyles) -> None:
    middle = _look(styles, size, row, align="center")
    text(sheet, at, 0, row.matter_no, _look(styles, size, row, align="center", bold=True))
    text(sheet, at, 1, row.indicator, _look(styles, size, row, text_wrap=True))
    text(sheet, at, 2, row.measure, _look(styles, size, row, align="center", shrink=True))
    _write_value(
        sheet,
        (at, 3),
        row.asked,
        middle,
        _look(styles, size, row, align="center", num_format="0.0%"),
    )
    for column, cell in enumerate(row.cells, start=len(HEADINGS)):
        look = _cell_look(styles, size, row, cell, city=column == len(HEADINGS))
        _write_value(sheet, (at, column), cell.value, look, look)


def _write_value(
    sheet: Worksheet, place: tuple[int, int], value: Cell, words: Format, figures: Format
) -> None:
    if isinstance(value, Share):
        number(sheet, *place, value.value, figures)
    else:
        text(sheet, *place, "" if value is None else str(value), words)


def _look(styles: ReportStyles, size: Size, row: MapRow, **more: str | int | bool) -> Format:
    """A cell of a row; above the first of a matter runs a line."""
    line: dict[str, str | int] = {"top": 2, "top_color": _LINE} if row.begins else {}
    properties: dict[str, str | int | bool | float] = {
        "border": 1,
        "border_color": LINE,
        "valign": "vcenter",
        "font_size": size.font,
        **line,
        **more,
    }
    return styles.plain(**properties)


def _cell_look(
    styles: ReportStyles, size: Size, row: MapRow, cell: MapCell, *, city: bool
) -> Format:
    """The symbol, ? and * come from the number format: the cell holds the figure or the word."""
    marks = DOUBTED * cell.doubted + INCOMPLETE * cell.incomplete
    after = f'"{marks}"' if marks else ""
    if cell.status is None:
        return _look(styles, size, row)
    shown = percent(cell.value.decimals) if isinstance(cell.value, Share) else "@"
    colour = styles.colours[cell.status]
    shade = colour if cell.status is Status.BEHIND else pale(colour)
    return _look(
        styles,
        size,
        row,
        num_format=f'"{SYMBOLS[cell.status]}"{shown}{after}',
        align="center",
        bg_color=shade.fill,
        font_color=shade.font,
        bold=city,
        shrink=True,
    )


def _write_counts(sheet: Worksheet, page: CountyMap, size: Size, styles: ReportStyles) -> None:
    at = _TOP + len(page.rows)
    look = styles.plain(
        bold=True,
        font_size=size.font,
        align="center",
        valign="vcenter",
        border=1,
        border_color=LINE,
        top=2,
        top_color=_LINE,
        bg_color="#EEF2F8",
    )
    write_merged(sheet, (at, 0, len(HEADINGS) - 1), _CAPTION, look)
    for column, counts in enumerate(page.counts, start=len(HEADINGS)):
        text(sheet, at, column, counts, look)
    sheet.set_row(at, size.row)


# ---- paper ----


def _set_up_map(sheet: Worksheet, page: CountyMap, fit: Fit, *, whole: bool) -> None:
    """On one page, or as wide as one, or on several beside each other with their indicators."""
    columns, named = len(HEADINGS) + len(page.places), len(HEADINGS) + 1
    layout = fit.layout(len(page.places))
    sheet.freeze_panes(_TOP, named)
    sheet.repeat_rows(0, _TOP - 1)
    sheet.print_area(0, 0, _TOP + len(page.rows), columns - 1)
    if fit.beside:
        sheet.repeat_columns(0, named - 1)
        sheet.set_print_scale(100)
        sheet.set_v_pagebreaks(column_breaks(layout, named, columns))
    else:
        sheet.fit_to_pages(1, int(whole))
    if not whole:
        heights = [height(row, fit) for row in page.rows]
        head = TITLE_HEIGHT + fit.legend + fit.size.head + fit.size.row
        sheet.set_h_pagebreaks(row_breaks(heights, _matters(page.rows), 1.0, head, _TOP))


def _matters(rows: Sequence[MapRow]) -> Iterator[int]:
    """How many rows each matter has."""
    begins = [at for at, row in enumerate(rows) if row.begins]
    yield from (end - at for at, end in zip(begins, [*begins[1:], len(rows)], strict=True))
