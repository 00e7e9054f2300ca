"""A printed page laid out by places: columns wherever a block begins or ends, merged over them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from xlsxwriter.worksheet import Worksheet

from ducha.files.writing.sheet import Area

_DIGIT, _LIBRARY_DIGIT = 8, 7
"""Pixels of a digit of 宋体 11, by which Excel measures columns, and of the library's font."""


@dataclass(frozen=True, slots=True)
class PageGrid:
    """Columns between `edges`, which are pixels in Excel from the left, in order, from 0."""

    edges: tuple[int, ...]

    @property
    def columns(self) -> int:
        """How many columns the page has."""
        return len(self.edges) - 1

    def area(self, row: int, left: int, right: int, rows: int = 1) -> Area:
        """The cells from one edge to another, over so many rows."""
        return row, self.edges.index(left), row + rows - 1, self.edges.index(right) - 1

    def set_widths(self, sheet: Worksheet) -> None:
        """Make the columns as wide as the edges say."""
        for column in range(self.columns):
            sheet.set_column_pixels(column, column, self._library_pixels(column))

    def library_width(self, left: int, right: int) -> int:
        """How wide the library takes the columns between two edges to be."""
        _, first, _, last = self.area(0, left, right)
        return sum(map(self._library_pixels, range(first, last + 1)))

    def _library_pixels(self, column: int) -> int:
        width = self.edges[column + 1] - self.edges[column]
        return round(width * _LIBRARY_DIGIT / _DIGIT)


def grid_of(edges: Iterable[int]) -> PageGrid:
    """A grid with these edges, each once."""
    return PageGrid(tuple(sorted({0, *edges})))


def height_in_pixels(heights: Mapping[int, float], rows: Iterable[int]) -> int:
    """How high the library takes these rows to be."""
    return sum(int(heights[row] * 4 / 3) for row in rows)


def share_rows(needs: list[int], rows: int) -> list[int]:
    """How many of the rows each entry gets, those that need the most lines first; at least one."""
    shares = [1] * len(needs)
    for _ in range(rows - len(needs) if needs else 0):
        crowded = max(range(len(needs)), key=lambda n: (needs[n] / shares[n], -shares[n], -n))
        shares[crowded] += 1
    return shares


def raise_lowest(heights: Mapping[int, float], more: float) -> dict[int, float]:
    """Give rows so much more height together, the lowest first, so that they come out alike."""
    raised = dict(heights)
    order = sorted(raised, key=lambda row: raised[row])
    for count, row in enumerate(order, start=1):
        above = raised[order[count]] if count < len(order) else float("inf")
        step = min(above - raised[row], more / count)
        for each in order[:count]:
            raised[each] += step
        more -= step * count
    return raised
