"""A table as plain text, its cells apart by commas, tabs or semicolons -> one sheet."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from io import StringIO

from ducha.cells import Row, Sheet, Value
from ducha.files.workbook.gate.bounds import RemainingBounds

NAME = "表格"
"""What the one sheet of such a file is called: it does not say."""

_MARKS = (",", "\t", ";")
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f]")
_NUMBER = re.compile(r"\s*(-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,15})?)\s*")
"""What every program shows as a number when it opens such a file; 0371 is none."""


def decode_text(data: bytes) -> str | None:
    """A text as Windows, Excel or a Mac write it; None for what no editor would show."""
    wide = data.startswith(_WIDE)
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if _CONTROLS.search(text) else text
    return None


def read_delimited(text: str) -> Iterator[Sheet]:
    """The sheet that it is, for each sign that may keep its cells apart.

    Raises:
        Unreadable: There is more of it than a form may hold.
    """
    for mark in _MARKS:
        if mark in text:
            bounds = RemainingBounds()
            bounds.take_cells(text.count(mark))
            try:
                rows = list(csv.reader(StringIO(text, newline=""), delimiter=mark))
            except csv.Error:  # a cell without an end
                continue
            yield _sheet(rows, bounds)


def _sheet(rows: list[list[str]], bounds: RemainingBounds) -> Sheet:
    """The box around what is filled in."""
    filled = [(n, _width(row)) for n, row in enumerate(rows) if _width(row)]
    height = filled[-1][0] + 1 if filled else 0
    width = max((columns for _, columns in filled), default=0)
    if filled:
        bounds.check_place(NAME, height - 1, width - 1)
    bounds.take_box(NAME, height, width)
    return Sheet(name=NAME, rows=tuple(_row(row, width) for row in rows[:height]))


def _width(row: list[str]) -> int:
    """Columns up to the last that is filled in."""
    return max((n + 1 for n, cell in enumerate(row) if cell), default=0)


def _row(row: list[str], width: int) -> Row:
    return tuple(_value(cell) for cell in (*row[:width], *("",) * (width - len(row))))


def _value(cell: str) -> Value:
    number = _NUMBER.fullmatch(cell)
    return float(number[1]) if number else cell
