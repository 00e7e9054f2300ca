"""Sizes of an .xls or .et that would kill the parser, measured on its records."""

from __future__ import annotations

import struct
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from ducha.files.workbook.gate.bounds import RemainingBounds
from ducha.files.workbook.gate.refusals import BROKEN, CLOSED, RESAVE, UNUSUAL, Unreadable
from ducha.files.workbook.legacy import ole

_BOOKS = ("workbook", "book")
_DOCUMENTS = frozenset({"worddocument", "powerpoint document", "visiodocument"})
_CLOSED, _CLOSED_SPELLED = "encryptedpackage", "EncryptedPackage".encode("utf-16-le")
_NO_BOOK = f"不是 Excel 工作簿（可能是 Word 等文档）。{RESAVE}"
_NO_CONTAINER = f"不是 Excel 工作簿（可能是 Word 等文档），或文件已损坏。{RESAVE}"

_HEAD = struct.Struct("<2H")
_PLACE = struct.Struct("<2H")
_FORMULA, _END, _NAME, _LOCKED, _MORE, _SHEET = 0x06, 0x0A, 0x18, 0x2F, 0x3C, 0x85
_RUN, _RICH, _STRINGS, _SHARED, _SIZE = 0xBD, 0xD6, 0xFC, 0xFD, 0x200
_CELLS = frozenset({_FORMULA, _RUN, _RICH, _SHARED, 0x203, 0x204, 0x205, 0x27E})
_UNREAD = 0xFFFF
"""A kind of record that no program knows, so that it is passed over."""
_TOKENS = 20
"""Where a formula's own text begins in its record: the parser would spell it out."""


@dataclass(slots=True)
class _Book:
    """The records, which are changed where they would mislead the parser."""

    stream: bytearray
    bounds: RemainingBounds
    sheets: dict[int, str] = field(default_factory=dict)  # names by where they begin
    strings: list[bytes] = field(default_factory=list)
    used: Counter[int] = field(default_factory=Counter)  # how many cells show each string


def check_xls(data: bytes, bounds: RemainingBounds) -> bytes:
    """The workbook alone, in a container of ours. Raises `Unreadable` with a sentence."""
    book = _Book(bytearray(_content(data)), bounds)
    _read_globals(book)
    for start, name in book.sheets.items():
        _measure(book, start, name)
    _check_text(book)
    return ole.pack_compound("Workbook", bytes(book.stream))


def _content(data: bytes) -> bytes:
    """The stream with the workbook."""
    compound = ole.open_compound(data)
    if compound is None:
        is_closed = _CLOSED_SPELLED in data
        raise Unreadable(CLOSED if is_closed else _NO_CONTAINER)
    names = compound.names
    if _CLOSED in names:
        raise Unreadable(CLOSED)
    if names & _DOCUMENTS and not names & set(_BOOKS):
        raise Unreadable(_NO_BOOK)
    content = compound.stream(*_BOOKS)
    if content is None:
        raise Unreadable(_NO_BOOK)
    return content


def _records(book: _Book, at: int) -> Iterator[tuple[int, int, int]]:
    """Kind of each record, and where its content begins and ends, up to the end of a part."""
    stream, whole, take_tags = book.stream, len(book.stream), book.bounds.take_tags
    while at + _HEAD.size <= whole:
        kind, length = _HEAD.unpack_from(stream, at)
        start = at + _HEAD.size
        at = start + length
        if at > whole:
            raise Unreadable(BROKEN)
        if kind == _END:
            return
        take_tags(1)
        yield kind, start, at


def _read_globals(book: _Book) -> None:
    """What stands before the sheets: where they begin, and the strings they share."""
    before = 0
    for kind, start, end in _records(book, 0):
        if kind == _LOCKED:
            raise Unreadable(CLOSED)
        if kind == _SHEET:
            _add_sheet(book, start)
        elif kind == _NAME:
            _HEAD.pack_into(book.stream, start - _HEAD.size, _UNREAD, end - start)
        elif kind == _STRINGS or (kind == _MORE and before == _STRINGS):
            book.strings.append(bytes(book.stream[start:end]))
        before = before if kind == _MORE else kind
    first = book.strings[0] if book.strings else bytes(8)
    if int.from_bytes(first[4:8], "little") * 3 > sum(map(len, book.strings)):
        raise Unreadable(BROKEN)


def _add_sheet(book: _Book, start: int) -> None:
    place = int.from_bytes(book.stream[start : start + 4], "little")
    if place in book.sheets:
        raise Unreadable(UNUSUAL)
    book.sheets[place] = f"第{len(book.sheets) + 1}张"


def _measure(book: _Book, start: int, name: str) -> None:
    """The box of one sheet."""
    height = width = 0
    for kind, at, end in _records(book, start):
        if kind == _SIZE:
            book.stream[at:end] = bytes(end - at)
        if kind not in _CELLS:
            continue
        row, first, last = _place(book, kind, at, end)
        if row >= height or last >= width:
            book.bounds.check_place(name, row, last)
            height, width = max(height, row + 1), max(width, last + 1)
        if kind == _FORMULA:
            book.stream[at + _TOKENS : at + _TOKENS + 2] = bytes(2)
        elif kind == _SHARED:
            book.used[int.from_bytes(book.stream[at + 6 : at + 10], "little")] += 1
        book.bounds.take_cells(last - first + 1)
    book.bounds.take_box(name, height, width)


def _place(book: _Book, kind: int, at: int, end: int) -> tuple[int, int, int]:
    """Row, first and last column of a record of cells, counted from 0."""
    least = _TOKENS + 2 if kind == _FORMULA else 10 if kind == _SHARED else 6
    if end - at < least:
        raise Unreadable(BROKEN)
    row, column = _PLACE.unpack_from(book.stream, at)
    more = max((end - at) // 6 - 2, 0) if kind == _RUN else 0
    return row, column, column + more


def _check_text(book: _Book) -> None:
    """Take the text of the cells: guessed from above, or counted if that would be too much."""
    whole = sum(map(len, book.strings))
    if book.used.total() * whole > book.bounds.text:
        lengths = tuple(_lengths(book.strings))
        sizes = (lengths[n] * times for n, times in book.used.items() if n < len(lengths))
        book.bounds.take_text(sum(sizes))


@dataclass(slots=True)
class _Strings:
    """Where we are in the shared strings, which lie in several records."""

    pieces: list[bytes]
    piece: int = 0
    at: int = 8

    def turn(self) -> bytes:
        """Go to the next record."""
        self.piece, self.at = self.piece + 1, 0
        if self.piece == len(self.pieces):
            raise Unreadable(BROKEN)
        return self.pieces[self.piece]

    def number(self, size: int) -> int:
        """Read a number of so many bytes."""
        piece = self.pieces[self.piece]
        value = int.from_bytes(piece[self.at : self.at + size], "little")
        self.at += size
        return value

    def skip(self, count: int) -> None:
        """Pass over so many bytes."""
        while count > len(self.pieces[self.piece]) - self.at:
            count -= max(len(self.pieces[self.piece]) - self.at, 0)
            self.turn()
        self.at += count


def _lengths(pieces: list[bytes]) -> Iterator[int]:
    """Bytes of each shared string, two for a character."""
    walk = _Strings(pieces)
    for _ in range(int.from_bytes(pieces[0][4:8], "little") if pieces else 0):
        if walk.at >= len(pieces[walk.piece]):
            walk.turn()
        characters, flags = walk.number(2), walk.number(1)
        rest = 4 * walk.number(2) if flags & 8 else 0
        rest += walk.number(4) if flags & 4 else 0
        _skip_characters(walk, characters, wide=bool(flags & 1))
        walk.skip(rest)
        yield 2 * characters


def _skip_characters(walk: _Strings, characters: int, *, wide: bool) -> None:
    """Pass over them; every further record says again how wide they are."""
    while characters:
        fitting = max(len(walk.pieces[walk.piece]) - walk.at, 0) // (2 if wide else 1)
        taken = min(fitting, characters)
        walk.at += taken * (2 if wide else 1)
        characters -= taken
        if characters:
            wide = bool(walk.turn()[:1] > b"\0")
            walk.at = 1
