"""How large 县区一览 is written: all on one A4 page, if it can be read there."""

from __future__ import annotations

from itertools import product
from typing import NamedTuple

from ducha.files.writing.report.page import AROUND, HEIGHT, POINTS, WIDTH, PrintLayout
from ducha.standing.figures.county_map import CountyMap, MapCell, MapRow
from ducha.standing.table import Share
from ducha.texts import display_width

HEADINGS = ("序号", "指标", "计量单位", "应达")

TITLE_HEIGHT, LEGEND_HEIGHT = 24.0, 15.0
_NUMERAL, _ASKED, _MEASURE, _PLACE = 4.5, 7.0, 8.0, 12.0
"""Half-width characters of the numeral and of 应达; the most that a measure and a place take."""

_SHORT = 12

_OVER = 1.15
"""So much over a page's height, all is printed a little smaller on one page."""

_OWN_POINTS = 6.0
"""A character that widths are counted in, in our own font: tried where another would not fit."""


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
_BESIDE = Size(8, 8.5, 36)
"""Where the counties take several pages beside each other."""


class Fit(NamedTuple):
    """A size with its widths in half-width characters: of the name, the measure, a place.

    `points` is how wide a character that widths are counted in is taken to be.
    """

    size: Size
    name: float
    measure: float
    place: float
    points: float = POINTS

    @property
    def beside(self) -> bool:
        """Whether it comes on several pages beside each other."""
        return self.size is _BESIDE

    @property
    def legend(self) -> float:
        """Height of the legend, which stands above the indicators of each of several pages."""
        return LEGEND_HEIGHT * (1 + self.beside)

    def layout(self, places: int) -> PrintLayout:
        """Widths of the columns, in the characters that widths are counted in."""
        halves = (_NUMERAL, self.name, self.measure, _ASKED, *[self.place] * places)
        widths = tuple(half * self.size.font / 2 / self.points for half in halves)
        return PrintLayout(widths, 1.0)


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
    name = min(_longest_name(page), _BESIDE.name)
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
    longest = _longest_name(page)
    name = min(longest, free)
    if name < min(longest, size.name):
        return None
    more = (free - name) / len(page.places)
    place = min(size.place + more, max(_PLACE, size.place))
    return Fit(size, name, measure, place, points)


def _needed(page: CountyMap) -> int:
    """Half-width characters of the longest cell."""
    return max((_length(cell) for row in page.rows for cell in row.cells), default=0)


def _longest_name(page: CountyMap) -> int:
    return max((display_width(row.indicator) for row in page.rows), default=0) or _SHORT


def _measure(page: CountyMap) -> float:
    longest = max((display_width(row.measure) for row in page.rows), default=4)
    return min(max(longest, 4), _MEASURE) + 0.5


def _total_height(page: CountyMap, fit: Fit) -> float:
    rows = sum(height(row, fit) for row in page.rows)
    return TITLE_HEIGHT + LEGEND_HEIGHT + fit.size.head + rows + fit.size.row


def height(row: MapRow, fit: Fit) -> float:
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
