"""Safe cells for every workbook we write: text stays text, bytes stay the same."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from io import BytesIO
from math import ceil
from typing import Literal
from unicodedata import east_asian_width

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

FONT = "宋体"
"""On every Windows and in WPS; 麒麟 and LibreOffice put their own Song face in its place."""

MARK = "\N{REPLACEMENT CHARACTER}"
MAX_TEXT = 32_767
_LINE = 16.0
_TALLEST = 405.0
"""Excel allows a row 409 points."""
_CUT = "……（原文过长，以下截断）"
_UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_CREATED = datetime(2024, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""Never the clock: the same contents must give the same bytes."""


def clean(text: str) -> str:
    """Text that any workbook can hold: what it cannot is replaced by a mark one can see."""
    if text.isprintable() and len(text) * 2 <= MAX_TEXT:
        return text
    safe = _UNSAFE.sub(MARK, text.replace("\r\n", "\n").replace("\r", "\n"))
    if _units(safe) <= MAX_TEXT:
        return safe
    room = MAX_TEXT - len(_CUT)
    return safe.encode("utf-16-le")[: room * 2].decode("utf-16-le", "ignore") + _CUT


def _units(text: str) -> int:
    """Length as Excel counts it, rare characters as two."""
    return len(text) if len(text) * 2 <= MAX_TEXT else len(text.encode("utf-16-le")) // 2


def new_workbook(buffer: BytesIO) -> Workbook:
    """A workbook in memory, with our font and without a clock."""
    book = Workbook(
        buffer,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_format_properties": {"font_name": FONT, "font_size": 11},
        },
    )
    book.set_properties({"created": _CREATED})
    return book


def text(sheet: Worksheet, row: int, column: int, value: str, style: Format | None = None) -> None:
    """Write text, which can never become a formula, a link or a number."""
    safe = clean(value)
    if safe:
        _written(sheet.write_string(row, column, safe, style))
    else:
        _written(sheet.write_blank(row, column, None, style))


def number(
    sheet: Worksheet, row: int, column: int, value: float | None, style: Format | None = None
) -> None:
    """Write a number, or a blank where there is none."""
    if value is None:
        _written(sheet.write_blank(row, column, None, style))
    else:
        _written(sheet.write_number(row, column, value, style))


def height(cells: Iterable[tuple[str, float]]) -> float:
    """Height of a row in points that shows these texts whole, each in a column so wide.

    Programs differ in whether they fit rows by themselves when they open a file.
    """
    most = max((_lines(value, width) for value, width in cells), default=1)
    return min(_LINE * most + 3, _TALLEST)


def _lines(value: str, width: float) -> int:
    room = max(width - 1, 1)
    return sum(max(ceil(_breadth(line) / room), 1) for line in value.split("\n"))


def _breadth(line: str) -> int:
    """Width in characters, Chinese ones as two."""
    return sum(2 if east_asian_width(letter) in "WFA" else 1 for letter in line)


def _written(answer: Literal[0, -1, -2]) -> None:
    """The library answers with a code where others raise."""
    if answer:
        message = f"the cell was not written whole: {answer}"
        raise ValueError(message)
