"""How much text the cells of an .xlsx hold, where many of them share one long string."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ducha.files.workbook.gate.bounds import MAX_TAGS, RemainingBounds
from ducha.files.workbook.gate.refusals import BROKEN, Unreadable

_STRING = re.compile(rb"<(?:[^\s<>/:]+:)?si(?=[\s/>])")
_INDEX = re.compile(rb">\s*(\d{1,7})\s*</(?:[^\s<>/:]+:)?v\s*>")
_COUNT = re.compile(rb"""uniqueCount\s*=\s*["']([^"'<>]*)""")
_DIGITS = 7
_ODD = (b"&#", b"<!")
"""A number may be written with these too, so each counts as the longest string."""


def check_strings(
    tables: Sequence[bytes], sheets: Sequence[bytes], cells: int, bounds: RemainingBounds
) -> None:
    """Take the text of so many cells: guessed from above, or counted if that would be too much.

    The parser takes memory for as many strings as a table states, so that must not be far off.
    """
    for stated in (count for table in tables for count in _COUNT.findall(table)):
        if not stated.isdigit() or len(stated) > _DIGITS or int(stated) > MAX_TAGS:
            raise Unreadable(BROKEN)
    longest = max((max(map(len, table.split(b"si>"))) for table in tables), default=0)
    if longest * cells > bounds.text:
        bounds.take_text(_count_text(tables, sheets, longest))


def _count_text(tables: Sequence[bytes], sheets: Sequence[bytes], longest: int) -> int:
    """Bytes of all strings, each as often as a number in a cell points to it."""
    used = Counter(int(index) for sheet in sheets for index in _INDEX.findall(sheet))
    odd = sum(sheet.count(sign) for sheet in sheets for sign in _ODD)
    lengths = [[len(string) for string in _STRING.split(table)[1:]] for table in tables]
    shown = (
        max((of_table[index] for of_table in lengths if index < len(of_table)), default=0) * times
        for index, times in used.items()
    )
    return sum(shown) + odd * longest
