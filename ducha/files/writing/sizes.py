"""How high a row must be to show its texts whole: one measure for every workbook we write.

Programs differ in whether they fit rows by themselves when they open a file; none does so for
merged cells.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil
from re import compile as pattern

from ducha.texts import display_width

TALLEST = 409.0
"""Points that Excel allows a row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """How text stands in the rows of a table, in points; `lost` is in columns."""

    line: float
    """Height of a line."""

    around: float
    """What is free above and below the lines, together."""

    lost: float = 0.0
    """What a line loses, on average, by breaking before the character that does not fit."""

    tight: bool = False
    """Whether the columns have room to spare for signs of ambiguous width."""

    least: float = 0.0
    most: float = TALLEST


_UNBROKEN = pattern(r"[（〔《]*(?:[!-~]+|.)[，。、；：！？）〕》]*")
"""What a line is not broken within: a figure, a word, a sign with the marks beside it."""

TABLE = Setting(line=16.0, around=3.0, lost=1.0, most=405.0)
"""Plain tables in 11 points: the ledger, lists."""


def height(cells: Iterable[tuple[str, float]], setting: Setting = TABLE) -> float:
    """Height in points of a row that shows its (text, column width) cells whole."""
    lost, tight = setting.lost, setting.tight
    most = max((lines(text, width - lost, tight=tight) for text, width in cells), default=1)
    return min(max(most * setting.line + setting.around, setting.least), setting.most)


def lines(text: str, width: float, *, tight: bool = False) -> int:
    """How many lines a text takes in a column so wide; `width` is in digits, as Excel counts."""
    return sum(_lines(part, max(width, 1), tight=tight) for part in text.split("\n"))


def _lines(part: str, width: float, *, tight: bool) -> int:
    """Filled as programs fill them: what does not fit begins the next line, or is broken."""
    if display_width(part, tight=tight) <= width:
        return 1
    count, used = 1, 0.0
    for piece in _UNBROKEN.findall(part):
        own = display_width(piece, tight=tight)
        if used and used + own > width:
            count, used = count + 1, 0.0
        more = max(ceil((used + own) / width) - 1, 0)
        count, used = count + more, used + own - more * width
    return count
