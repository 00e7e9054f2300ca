"""县区一览 on its sheet: pale lights, full red, as large as one A4 page allows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import NamedTuple

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from ducha.files.writing.report.page import (
    AROUND,
    HEIGHT,
    POINTS,
    WIDTH,
    Layout,
    column_breaks,
    row_breaks,
    set_up_page,
)
from ducha.files.writing.report.styles import HEAD_FILL, LINE, SYMBOLS, ReportStyles, pale, percent
from ducha.files.writing.report.tables import set_widths
from ducha.files.writing.sheet import number, text, write_merged
from ducha.standing.figures.county_map import CountyMap, MapCell, MapRow
from ducha.standing.table import Cell, Share
from ducha.status.rating import Status
from ducha.texts import display_width

DOUBTED, INCOMPLETE = "?", "*"
LEGEND = "　".join(
    (
        *(f"{SYMBOLS[status]}{status}" for status in Status),
        f"{DOUBTED}待核",
        f"{INCOMPLETE}数据不全",
    )
)
HEADINGS = ("序号", "指标", "计量单位", "应达")
_CAPTION = "严重滞后／滞后（个）"
_TITLE_HEIGHT, _LEGEND_HEIGHT = 24.0, 15.0
_TOP = 3
"""The row of the first indicator."""

_NUMERAL, _ASKED, _MEASURE, _PLACE = 4.5, 7.0, 8.0, 12.0
"""Half-width characters of the numeral and of 应达; the most that a measure and a place take."""

_OVER = 1.15
"""So much over a page's height, all is printed a little smaller on one page."""

_OWN_POINTS = 6.0
"""A character that widths are counted in, in our own font: tried where another would not fit."""

_LINE = "#5B7BB0"


class Size(NamedTuple):
    """Points of the text, and how many half-width characters a place and a name may take."""

    font: float
    place: float
    name: float

    @property
    def row(self) -> float:
        """Height of a line of the table."""
        return self.font + 4.5

    @property
    def head(self) -> float:
        """Height of the headings, which have two lines."""
        return 2 * self.font + 9


SIZES = (
    *(Size(11, 11, 34), Size(10.5, 10.5, 32), Size(10, 10, 32), Size(9.5, 10, 30)),
    *(
        Size(9, 9.5, 28),
        Size(8.5, 9, 26),
        Size(8, 9, 26),
        Size(8, 8.5, 22),
        Size(8, 8, 18),
        Size(8, 7.5, 16),
    ),
)
"""From the most comfortable to the smallest that can be read."""
_BESIDE = Size(8, 8.5, 26)
"""Where the counties take several pages beside each other."""


def write_county_map(sheet: Worksheet, page: CountyMap, styles: ReportStyles, title: str) -> None:
    """Lay the map out: title, legend, headings, a row for each indicator, the counts."""
    fit, whole = choose(page)
    set_widths(sheet, fit.layout(len(page.places)).widths)
    if not fit.measure:
        sheet.set_column(2, 2, 0, None, {"hidden": True})
    _write_head(sheet, page, fit, styles)
    for at, row in enumerate(page.rows, start=_TOP):
        _write_row(sheet, at, row, fit.size, styles)
        sheet.set_row(at, _height(row, fit))
    _write_counts(sheet, page, fit.size, styles)
    set_up_page(sheet, title, page.name)
    _set_up_map(sheet, page, fit, whole=whole)


class Fit(NamedTuple):
    """A size with its widths in half-width characters: of the name, the measure, a place.

    `points` is how wide a character that widths are counted in is taken to be.
    """

    size: Size
    name: float
    measure: float
    place: float
    points: float = POINTS

    def layout(self, places: int) -> Layout:
        """Widths of the columns, in the characters that widths are counted in."""
        halves = (_NUMERAL, self.name, self.measure, _ASKED, *[self.place] * places)
        widths = tuple(half * self.size.font / 2 / self.points for half in halves)
        return Layout(widths, 1.0)


def choose(page: CountyMap) -> tuple[Fit, bool]:
    """The largest size in which all is on one page; else the largest that is as wide as a page.

    Whether it is on one page comes last (R7.234).
    """
    tried = product((POINTS, _OWN_POINTS), SIZES, (_measure(page), 0.0))
    fits = [fit for points, size, measure in tried if (fit := _fit(page, points, size, measure))]
    heights = [_total_height(page, fit) for fit in fits]
    for most in (HEIGHT, HEIGHT * _OVER):
        for fit, height in zip(fits, heights, strict=True):
            if height <= most:
                return fit, True
    name = min(max(map(display_width, (row.indicator for row in page.rows))), _BESIDE.name)
    beside = Fit(_BESIDE, name, _measure(page), _BESIDE.place)
    return (fits[0] if fits else beside), False


def _fit(page: CountyMap, points: float, size: Size, measure: float) -> Fit | None:
    """The page's width shared out: what names and places need, then to places what is left.

    Only the smallest text may stand without its measure, the first thing that can be missed.
    """
    if not measure and size.font > SIZES[-1].font:
        return None
    if _needed(page) > size.place and size is not SIZES[-1]:
        return None
    half = size.font / 2
    free = (WIDTH - (len(HEADINGS) + len(page.places)) * AROUND) / half
    free -= _NUMERAL + _ASKED + measure + size.place * len(page.places)
    longest = max((display_width(row.indicator) for row in page.rows), default=8)
    name = min(max(longest, 12), free)
    if name < min(longest, size.name):
        return None
    more = (free - name) / len(page.places)
    place = min(size.place + more, max(_PLACE, size.place))
    return Fit(size, name, measure, place, points)


def _needed(page: CountyMap) -> int:
    """Half-width characters of the longest cell."""
    return max((_length(cell) for row in page.rows for cell in row.cells), default=0)


def _measure(page: CountyMap) -> float:
    longest = max((display_width(row.measure) for row in page.rows), default=4)
    return min(max(longest, 4), _MEASURE) + 0.5


def _total_height(page: CountyMap, fit: Fit) -> float:
    rows = sum(_height(row, fit) for row in page.rows)
    return _TITLE_HEIGHT + _LEGEND_HEIGHT + fit.size.head + rows + fit.size.row


def _height(row: MapRow, fit: Fit) -> float:
    """Two lines for a name that does not fit into one."""
    return fit.size.row + (fit.size.font + 1.5) * (display_width(row.indicator) > fit.name)


def _length(cell: MapCell) -> int:
    """Half-width characters that a cell takes."""
    if cell.value is None:
        return 0
    if isinstance(cell.value, Share):
        shown = f"{cell.value.value * 100:.{cell.value.decimals}f}%"
        return 2 + len(shown) + cell.doubted + cell.incomplete
    return 2 + display_width(cell.value) + cell.doubted + cell.incomplete


# ---- cells ----


def _is_beside(fit: Fit) -> bool:
    """Whether it comes on several pages beside each other."""
    return fit.size is _BESIDE


def _legend_height(fit: Fit) -> float:
    """On every one of several pages the legend stands above the indicators alone, in two lines."""
    return _LEGEND_HEIGHT * (1 + _is_beside(fit))


def _write_head(sheet: Worksheet, page: CountyMap, fit: Fit, styles: ReportStyles) -> None:
    size = fit.size
    columns = len(HEADINGS) + (1 if _is_beside(fit) else len(page.places))
    last = min(columns, 14) - 1
    big = styles.plain(bold=True, font_size=16, font_color=HEAD_FILL, valign="vcenter")
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
    sheet.set_row(0, _TITLE_HEIGHT)
    sheet.set_row(1, _legend_height(fit))
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
    if _is_beside(fit):
        sheet.repeat_columns(0, named - 1)
        sheet.set_print_scale(100)
        sheet.set_v_pagebreaks(column_breaks(layout, named, columns))
    else:
        sheet.fit_to_pages(1, int(whole))
    if not whole:
        heights = [_height(row, fit) for row in page.rows]
        head = _TITLE_HEIGHT + _legend_height(fit) + fit.size.head + fit.size.row
        sheet.set_h_pagebreaks(row_breaks(heights, _matters(page.rows), 1.0, head, _TOP))


def _matters(rows: Sequence[MapRow]) -> Iterator[int]:
    """How many rows each matter has."""
    begins = [at for at, row in enumerate(rows) if row.begins]
    yield from (end - at for at, end in zip(begins, [*begins[1:], len(rows)], strict=True))
