"""How the sheets of the consolidated workbook are printed: paper, widths, breaks, footer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import ceil, floor
from typing import NamedTuple

from xlsxwriter.worksheet import Worksheet

from ducha.files.writing import sheet as safe
from ducha.files.writing.report.styles import BODY, DECIMAL, number_format
from ducha.standing.table import Cell, FilledColumn, Share, Style
from ducha.texts import display_width

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

POINTS, AROUND = 7.0, 5.0
"""A character that widths are counted in, and what is free beside the text, in points.

So wide where another font stands for ours; with ours itself it is 6, and all is printed larger.
"""

_NARROW = 9.0
"""No column of sentences is narrower than this for the page's sake."""

_LETTER = BODY / 11
"""A half-width character of a table, in those that widths are counted in."""


class PrintLayout(NamedTuple):
    """Widths of columns in characters, and how many pages wide the sheet is printed."""

    widths: tuple[float, ...]
    scale: float
    wide: int = 1


def points(width: float) -> float:
    """How wide a column of so many characters is; one of none is hidden."""
    return width * POINTS + AROUND if width else 0.0


def total(widths: Iterable[float]) -> float:
    """How wide columns are, in points."""
    return sum(map(points, widths))


def fitting(columns: Sequence[FilledColumn], printed: int, repeated: int) -> PrintLayout:
    """Widths in which the printed columns fit on A4 at a size that can be read (R7.240).

    Columns give up what they can spare before anything is printed smaller; what does not fit then
    comes on several pages beside each other, each with the `repeated` columns.
    """
    printed = printed or len(columns)
    least = READABLE / BODY
    room = WIDTH / least
    widths = [max(column.width, _longest_figure(column)) for column in columns]
    spare = [
        max(width - _least(column), 0.0) if width and at < printed else 0.0
        for at, (column, width) in enumerate(zip(columns, widths, strict=True))
    ]
    over = max(total(widths[:printed]) - room, 0.0) / POINTS
    share = min(over / (sum(spare) or 1.0), 1.0)
    narrowed = tuple(width - share * free for width, free in zip(widths, spare, strict=True))
    needed, head = total(narrowed[:printed]), total(narrowed[:repeated])
    if needed <= room * 1.001 or head >= room:
        return PrintLayout(narrowed, min(WIDTH / needed, 1.0))
    return PrintLayout(narrowed, least, ceil((needed - head) / (room - head)))


def _least(column: FilledColumn) -> float:
    """The narrowest that a column may be: sentences are broken, words and figures are not."""
    if column.style is Style.TEXT:
        return min(column.width, _NARROW)
    words = (cell for cell in column.cells if isinstance(cell, str))
    longest = max(map(display_width, words), default=0) + _SYMBOL * bool(column.marks)
    heading = (display_width(column.heading) + 1) // 2
    return max(min(_needed(max(longest, heading)), column.width), _longest_figure(column))


_SYMBOL = 3
"""Letters that a light's symbol takes before its word."""


def _needed(letters: float) -> float:
    return letters * _LETTER + 0.6


def _longest_figure(column: FilledColumn) -> float:
    """What the longest figure needs: one that does not fit is shown as ####."""
    longest = max((_length(cell, column.style) for cell in column.cells), default=0)
    return _needed(longest + bool(column.doubted)) if longest and column.width else 0.0


def _length(cell: Cell, style: Style) -> int:
    if cell is None or isinstance(cell, str):
        return 0
    if isinstance(cell, Share):
        return len(f"{cell.value * 100:.{cell.decimals}f}%")
    shape = number_format(style, cell)
    if shape == DECIMAL:
        return len(f"{cell:,.4f}".rstrip("0"))
    return len(f"{cell:,.{len(shape.partition('.')[2])}f}")


def column_breaks(layout: PrintLayout, repeated: int, printed: int) -> list[int]:
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
    """Rows before which a page begins, so that none parts rows which are kept together (R7.241).

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


def print_beside(sheet: Worksheet, layout: PrintLayout, repeated: int, printed: int) -> None:
    """Print on one page's width, or on several beside each other."""
    if layout.wide == 1:
        sheet.fit_to_pages(1, 0)
        return
    sheet.set_print_scale(floor(layout.scale * 100))
    sheet.repeat_columns(0, repeated - 1)
    sheet.set_v_pagebreaks(column_breaks(layout, repeated, printed))
