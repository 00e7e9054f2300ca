"""How a table fits its paper: how wide its columns are, and where its pages begin (R5.1, R5.2)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from ducha.form.column import Column

LEAST_POINTS = 8.0
"""The smallest letters on paper."""
LETTERS = 11.0
"""The smallest letters on a sheet."""

LEFT, RIGHT, TOP, BOTTOM = 0.4, 0.4, 0.5, 0.6
"""Margins, in inches."""

_MOST = LETTERS / LEAST_POINTS
"""So much larger than its paper a sheet may be."""
_PIXELS, _POINTS = 96, 72
"""In an inch."""

_WIDEST, _USUAL = (9.4, 7.0), (8.0, 6.0)
"""Pixels of a digit and of a column's edge.

Usual is our font in Excel and WPS; the face that LibreOffice puts in its place may be wider.
"""


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet of paper on its side: its number in a workbook, its sides in inches."""

    number: int
    long: float
    short: float

    @property
    def pixels(self) -> float:
        """How wide a sheet may be whose smallest letters are to be read (R5.1)."""
        return (self.long - LEFT - RIGHT) * _PIXELS * _MOST


A4 = Paper(9, 297 / 25.4, 210 / 25.4)
A3 = Paper(8, 420 / 25.4, 297 / 25.4)

_WORTH_CUTTING = 0.8
"""Below so much of a page the next rows are cut rather than moved to the next one."""

READABLE_PERCENT = round(100 / _MOST)
"""Scale at which the smallest letters of a sheet can just be read."""


def pixels(columns: Iterable[Column]) -> float:
    """How wide the shown columns are together, at most."""
    return _width(columns, *_WIDEST)


def _width(columns: Iterable[Column], digit: float, edge: float) -> float:
    return sum(column.width * digit + edge for column in columns if not column.hidden)


def holds(paper: Paper, columns: Iterable[Column]) -> bool:
    """Whether a table that is one page wide can be read on this paper (R5.1, R5.10)."""
    return pixels(columns) <= paper.pixels


def fitted(columns: Sequence[Column], paper: Paper = A4) -> tuple[Column, ...]:
    """The columns as wide as the paper lets them be: what is left goes to those that grow."""
    left = max((paper.pixels - pixels(columns)) / _WIDEST[0], 0.0)
    parts = sum(column.grows for column in columns if not column.hidden) or 1.0
    return tuple(
        replace(column, width=round(column.width + left * column.grows / parts - 0.05, 1))
        if column.grows
        else column
        for column in columns
    )


def room(columns: Iterable[Column], paper: Paper = A4) -> float:
    """Height in points of the rows that a page holds, fitted to one page in width."""
    wide = _width(columns, *_USUAL)
    scale = min(max((paper.long - LEFT - RIGHT) * _PIXELS / wide, 1 / _MOST), 1.0)
    return (paper.short - TOP - BOTTOM) * _POINTS / scale


class PageRoom(NamedTuple):
    """What a page holds beside rows, in points: see `room`, the heads, what ends the last one."""

    space: float
    head: float
    """What stands above the first row of the table, its headings among it."""
    headings: float
    """What stands above the rows of every other page."""
    foot: float = 0.0


def page_starts(
    blocks: Sequence[Sequence[float]], page: PageRoom, opening: Sequence[float] = ()
) -> tuple[int, ...]:
    """The rows that begin a page, counted from the first row of the table (R5.2).

    Args:
        blocks: Heights of rows that are to stay together, as far as little paper is lost by it.
        page: What it holds.
        opening: What each row is higher by where it begins a page; none where this is left out.
    """
    more = opening or [0.0] * sum(map(len, blocks))
    starts, used, row = [0], page.head, 0
    for number, block in enumerate(blocks, start=1):
        needs = [*block[:-1], block[-1] + (page.foot if number == len(blocks) else 0.0)]
        cut = page.head + sum(needs) > page.space or used < page.space * _WORTH_CUTTING
        asked = needs if cut else [sum(needs), *[0.0] * (len(needs) - 1)]
        for high, needed in zip(block, asked, strict=True):
            if used + needed > page.space and starts[-1] != row:
                starts.append(row)
                used = page.headings + more[row]
            used += high
            row += 1
    return tuple(starts)
