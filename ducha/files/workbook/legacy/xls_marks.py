"""What cells of an .xls show beside their values: merged, or struck out as a whole."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from ducha.cells import address
from ducha.files.workbook.gate.marks import Marks
from ducha.files.workbook.legacy import ole

_HEAD = struct.Struct("<2H")
_RANGE = struct.Struct("<4H")
_CELL = struct.Struct("<3H")
_SHEET, _FONT, _STYLE, _MERGED, _RUN, _END = 0x85, 0x31, 0xE0, 0xE5, 0xBD, 0x0A
_CELLS = frozenset({0x06, 0xD6, 0xFD, 0x203, 0x204, 0x205, 0x27E})
_STRUCK = 0x0008
_LEFT_OUT = 4
"""There is no font of this number: those behind it are counted one higher."""
_MOST = 20_000


@dataclass(slots=True)
class _Styles:
    """Which fonts are struck out, and the font of every cell style."""

    fonts: list[bool] = field(default_factory=list)
    styles: list[int] = field(default_factory=list)
    sheets: dict[int, str] = field(default_factory=dict)

    def is_struck(self, style: int) -> bool:
        """Whether a cell of this style is struck out."""
        font = self.styles[style] if style < len(self.styles) else 0
        number = font - 1 if font > _LEFT_OUT else font
        return number < len(self.fonts) and self.fonts[number]


def marks_of(data: bytes) -> dict[str, Marks]:
    """What the sheets show, by their names; `data` is a workbook that has been checked.

    Where a piece of a text alone is struck out or raised is not read (R6.400, R6.401).
    """
    compound = ole.open_compound(data)
    stream = compound.stream("workbook") if compound else None
    if stream is None:
        return {}
    styles = _read_styles(stream)
    return {name: _sheet(stream, start, styles) for start, name in styles.sheets.items()}


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    while at + _HEAD.size <= len(stream):
        kind, length = _HEAD.unpack_from(stream, at)
        if kind == _END:
            return
        yield kind, stream[at + _HEAD.size : at + _HEAD.size + length]
        at += _HEAD.size + length


def _read_styles(stream: bytes) -> _Styles:
    styles = _Styles()
    for kind, content in _records(stream, 0):
        if kind == _SHEET and len(content) > 8:  # noqa: PLR2004 - place, look, and length of the name
            styles.sheets[int.from_bytes(content[:4], "little")] = _name(content[6:])
        elif kind == _FONT and len(content) >= _HEAD.size:
            styles.fonts.append(bool(_HEAD.unpack_from(content)[1] & _STRUCK))
        elif kind == _STYLE and len(content) >= 2:  # noqa: PLR2004 - the number of its font
            styles.styles.append(int.from_bytes(content[:2], "little"))
    return styles


def _name(content: bytes) -> str:
    """A sheet's name: how many characters, how wide they are, and they themselves."""
    length, wide = content[0], content[1] & 1
    encoding = "utf-16-le" if wide else "latin-1"
    return content[2 : 2 + length * (1 + wide)].decode(encoding, "replace")


def _sheet(stream: bytes, start: int, styles: _Styles) -> Marks:
    merged: list[str] = []
    struck: set[str] = set()
    for kind, content in _records(stream, start):
        if kind == _MERGED and len(merged) < _MOST:
            merged += _ranges(content)
        elif kind in _CELLS and len(content) >= _CELL.size:
            row, column, style = _CELL.unpack_from(content)
            if styles.is_struck(style):
                struck.add(address(row, column))
        elif kind == _RUN:
            struck.update(_struck_run(content, styles))
    return Marks(merged=tuple(merged), struck=frozenset(struck))


def _ranges(content: bytes) -> Iterator[str]:
    whole = (len(content) - 2) // _RANGE.size
    for number in range(min(int.from_bytes(content[:2], "little"), whole)):
        top, bottom, left, right = _RANGE.unpack_from(content, 2 + number * _RANGE.size)
        yield f"{address(top, left)}:{address(bottom, right)}"


def _struck_run(content: bytes, styles: _Styles) -> Iterator[str]:
    """The struck ones of several cells in one record, each with its style before its number."""
    row, first = _HEAD.unpack_from(content)
    for number in range(max((len(content) - 6) // 6, 0)):
        style = int.from_bytes(content[4 + number * 6 : 6 + number * 6], "little")
        if styles.is_struck(style):
            yield address(row, first + number)
