"""How the sheets of the consolidated workbook are printed: paper, widths, breaks, footer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import floor
from typing import NamedTuple

from xlsxwriter.worksheet import Worksheet

from ducha.files.writing import sheet as safe
from ducha.files.writing.report.styles import BODY, DECIMAL, number_format, percent
from ducha.standing.table import Cell, FilledColumn, Share, Style

FOOTER = "&L&9内部资料，不得外传&R&9第&P页，共&N页"
READABLE = 8.0
"""Points below which nobody reads a figure on paper."""

_A3 = 8
_A4 = 9
_INCH = 72.0
_SIDE, _TOP, _BOTTOM = 0.3, 0.6, 0.5
WIDTH = (11.69 - 2 * _SIDE) * _INCH
"""Of what an A4 page shows, in points; likewise HEIGHT."""
HEIGHT = (8.27 - _TOP - _BOTTOM) * _INCH

POINTS, AROUND = 6.0, 3.75
"""A character that widths are counted in, and what is free beside the text, in points."""

_NARROW = 9.0
"""No column of words is narrower than this for the page's sake."""


class Layout(NamedTuple):
    """Widths of columns in characters, and how many pages wide the sheet is printed."""

    widths: tuple[float, ...]
    scale: float
    wide: int = 1


def points(width: float) -> float:
    """How wide a column of so many characters is."""
    return width * POINTS + AROUND


def total(widths: Iterable[float]) -> float:
    """How wide columns are, in points."""
    return sum(map(points, widths))


def fitting(columns: Sequence[FilledColumn], printed: int, repeated: int) -> Layout:
    """Widths in which the printed columns fit on A4 at a size that can be read.

    Words are wrapped in narrower columns before anything is printed smaller; what does not fit
    then comes on several pages beside each other, each with the `repeated` columns.
    """
    widths = [max(column.width, _needed(column)) for column in columns]
    printed = printed or len(widths)
    least = READABLE / BODY
    room = WIDTH / least
    spare = [
        max(width - _NARROW, 0.0) if column.style is Style.TEXT else 0.0
        for column, width in zip(columns, widths, strict=True)
    ]
    over = (total(widths[:printed]) - room) / POINTS
    share = min(max(over, 0.0) / (sum(spare[:printed]) or 1.0), 1.0)
    narrowed = tuple(
        width - share * free if at < printed else width
        for at, (width, free) in enumerate(zip(widths, spare, strict=True))
    )
    needed = total(narrowed[:printed])
    if needed <= room * 1.001:
        return Layout(narrowed, min(WIDTH / needed, 1.0))
    head = total(narrowed[:repeated])
    wide = -floor((head - needed) / (room - head)) if room > head else 1
    return Layout(narrowed, least, wide)


def _needed(column: FilledColumn) -> float:
    """What the longest figure needs: one that does not fit is shown as ####."""
    if column.style in {Style.TEXT, Style.LIGHT}:
        return 0.0
    longest = max(map(_length, column.cells, [column.style] * len(column.cells)), default=0)
    asks = bool(column.doubted)
    return (longest + asks) * BODY / 11 + 0.6 if longest else 0.0


def _length(cell: Cell, style: Style) -> int:
    if cell is None or isinstance(cell, str):
        return 0
    if isinstance(cell, Share):
        return len(f"{cell.value * 100:.{len(percent(cell.decimals)) - 3}f}%")
    if number_format(style, cell) == DECIMAL:
        return len(f"{cell:,.4f}".rstrip("0"))
    return len(f"{cell:,.0f}") if style not in {Style.POINTS, Style.SCORE} else len(f"{cell:.3f}")


def column_breaks(layout: Layout, repeated: int, printed: int) -> list[int]:
    """Columns before which a page begins, where the sheet is several pages wide."""
    head = total(layout.widths[:repeated])
    room, used, breaks = WIDTH / layout.scale * 0.98, head, []
    for at in range(repeated, printed):
        own = points(layout.widths[at])
        if used + own > room and used > head:
            breaks.append(at)
            used = head
        used += own
    return breaks


def row_breaks(
    heights: Sequence[float], kept: Iterable[int], scale: float, head: float, top: int
) -> list[int]:
    """Rows before which a page begins, so that none parts rows which are kept together.

    `heights` are those of the rows from `top` on, `kept` the sizes of the groups they come in,
    `head` that of the repeated headings; all in points.
    """
    room = HEIGHT / scale * 0.97 - head
    breaks, used, row = [], 0.0, 0
    for size in kept:
        own = sum(heights[row : row + size])
        if used + own > room and used:
            breaks.append(top + row)
            used = 0.0
        used += own
        row += size
    return breaks


def groups(length: int, size: int) -> Iterator[int]:
    """Rows in groups of a size."""
    yield from (min(size, length - at) for at in range(0, length, size))


def set_up_page(sheet: Worksheet, title: str, name: str, *, paper: int = _A4) -> None:
    """Landscape, with the title above and the footer below each page."""
    sheet.set_landscape()
    sheet.set_paper(paper)
    sheet.set_margins(left=_SIDE, right=_SIDE, top=_TOP, bottom=_BOTTOM)
    # A blank keeps the year from being read as part of the font size.
    header = f"&L&10 {safe.in_margin(title)}&R&10 {safe.in_margin(name)}"
    safe.margins(sheet, header=header, footer=FOOTER)
    sheet.hide_gridlines(2)


def set_up_for_screen(sheet: Worksheet, title: str, name: str, *, wide: bool) -> None:
    """A clerks' sheet: as wide as its paper, which is A3 for what is `wide`."""
    set_up_page(sheet, title, name, paper=_A3 if wide else _A4)
    sheet.fit_to_pages(1, 0)


def print_beside(sheet: Worksheet, layout: Layout, repeated: int, printed: int) -> None:
    """Print on one page's width, or on several beside each other."""
    if layout.wide == 1:
        sheet.fit_to_pages(1, 0)
        return
    sheet.set_print_scale(floor(layout.scale * 100))
    sheet.repeat_columns(0, repeated - 1)
    sheet.set_v_pagebreaks(column_breaks(layout, repeated, printed))
