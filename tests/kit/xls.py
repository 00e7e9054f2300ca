"""The least .xls that a reader takes, record by record, in a container that may lie."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence

Value = str | float

_BOF, _EOF, _SHEET, _STRINGS, _MORE, _SIZE = 0x809, 0x0A, 0x85, 0xFC, 0x3C, 0x200
_NUMBER, _TEXT, _SHARED, _BLANK = 0x203, 0x204, 0xFD, 0x201
_BOOK, _PAGE = 5, 0x10
_NONE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def record(kind: int, content: bytes = b"") -> bytes:
    """One record: its kind, its length, its content."""
    return struct.pack("<2H", kind, len(content)) + content


def begin(kind: int = _PAGE) -> bytes:
    """The begin of a part in the eighth edition of the format."""
    return record(_BOF, struct.pack("<4HLL", 0x600, kind, 0, 1997, 0, 0x600))


def cell(row: int, column: int, value: Value) -> bytes:
    """A number or a text, its place counted from 0; the empty text is a blank with a format."""
    place = struct.pack("<3H", row, column, 0)
    if value == "":
        return record(_BLANK, place)
    if isinstance(value, str):
        return record(_TEXT, place + struct.pack("<HB", len(value), 1) + value.encode("utf-16-le"))
    return record(_NUMBER, place + struct.pack("<d", value))


def shared(row: int, column: int, number: int) -> bytes:
    """A cell that shows one of the shared strings."""
    return record(_SHARED, struct.pack("<3HL", row, column, 0, number))


def strings(texts: Sequence[str], told: int | None = None) -> bytes:
    """The shared strings; a record holds 8224 bytes, so a long text goes on in the next ones."""
    number = len(texts) if told is None else told
    pieces, piece = [], struct.pack("<2L", number, number)
    for text in texts:
        if len(piece) > 8000:
            pieces, piece = [*pieces, piece], b""
        piece += struct.pack("<HB", len(text), 1)
        raw = text.encode("utf-16-le")
        while len(raw) > (room := (8224 - len(piece)) // 2 * 2):
            pieces, piece, raw = [*pieces, piece + raw[:room]], b"\1", raw[room:]
        piece += raw
    kinds = [_STRINGS] + [_MORE] * len(pieces)
    return b"".join(map(record, kinds, [*pieces, piece]))


def book(sheets: Mapping[str, bytes], more: bytes = b"") -> bytes:
    """The stream: names and places of the sheets, then their cells."""
    names = [record(_SHEET, struct.pack("<LHBB", 0, 0, len(n), 0) + n.encode()) for n in sheets]
    at = len(begin(_BOOK) + b"".join(names) + more + record(_EOF))
    listed, body = b"", b""
    for name, cells in sheets.items():
        told = struct.pack("<LHBB", at + len(body), 0, len(name), 0) + name.encode()
        listed += record(_SHEET, told)
        body += begin() + cells + record(_EOF)
    return begin(_BOOK) + listed + more + record(_EOF) + body


def size(rows: int, columns: int) -> bytes:
    """What a sheet says of its own size."""
    return record(_SIZE, struct.pack("<LLHHH", 0, rows, 0, columns, 0))


def workbook(sheets: Mapping[str, bytes], more: bytes = b"") -> bytes:
    """A whole file."""
    return compound({"Workbook": book(sheets, more)})


def compound(
    streams: Mapping[str, bytes],
    *,
    header: Mapping[int, int] | None = None,
    table: Mapping[int, int] | None = None,
    entries: int = 0,
    short: bool = False,
) -> bytes:
    """A container in sectors of 512 bytes, each stream at least 4096 bytes long.

    Or one `short` stream, which then lies in pieces of 64 bytes within the root's own.
    `header` and `table` put other numbers where they lie; `entries` are added to the directory.
    """
    if short:
        return _short(*streams.items())
    contents = [one.ljust(4096, b"\0") for one in streams.values()]
    lengths = [-(-len(one) // 512) for one in contents]
    listing = -(-(len(streams) + 1 + entries) // 4)
    tables = next(n for n in range(1, 110) if n * 128 >= n + listing + sum(lengths))
    numbers = [_TABLE] * tables
    for length in (listing, *lengths):
        first = len(numbers)
        numbers += [*range(first + 1, first + length), _END]
    numbers += [_NONE] * (tables * 128 - len(numbers))
    for place, number in (table or {}).items():
        numbers[place] = number
    starts = [tables + listing + sum(lengths[:n]) for n in range(len(lengths))]
    told = _directory(list(streams), starts, list(map(len, contents)), entries)
    head = _head(tables, tables, (_END, 0))
    for place, number in (header or {}).items():
        struct.pack_into("<L", head, place, number)
    body = struct.pack(f"<{len(numbers)}L", *numbers) + told.ljust(listing * 512, b"\0")
    return bytes(head) + body + b"".join(one + bytes(-len(one) % 512) for one in contents)


def _short(stream: tuple[str, bytes]) -> bytes:
    """Sectors: the table, the directory, the table of the pieces, the root's own stream."""
    name, content = stream
    pieces, sectors = -(-len(content) // 64), -(-len(content) // 512)
    numbers = [_TABLE, _END, _END, *range(4, 3 + sectors), _END]
    small = [*range(1, pieces), _END]
    rows = [("Root Entry", 5, 1, 3, pieces * 64), (name, 2, _NONE, 0, len(content))]
    directory = b"".join(
        struct.pack("<64sHBx3L36xLQ", n.encode("utf-16-le"), 2 * len(n) + 2, kind, *place)
        for n, kind, child, start, length in rows
        for place in [(_NONE, _NONE, child, start, length)]
    )
    tables = [one + [_NONE] * (128 - len(one)) for one in (numbers, small)]
    table, smaller = (struct.pack("<128L", *one) for one in tables)
    return (
        _head(1, 1, (2, 1))
        + table
        + directory.ljust(512, b"\0")
        + smaller
        + content.ljust(512 * sectors, b"\0")
    )


def _head(tables: int, listing: int, small: tuple[int, int]) -> bytearray:
    """The header: how many sectors the table has, where the directory and the pieces begin."""
    start = struct.pack("<8s16x5H", bytes.fromhex("d0cf11e0a1b11ae1"), 62, 3, 65534, 9, 6)
    fields = struct.pack("<10x9L", tables, listing, 0, 4096, *small, _END, 0, 0)
    parts = [*range(tables), *[_NONE] * (109 - tables)]
    return bytearray(start + fields[:42] + struct.pack("<109L", *parts))


def _directory(names: list[str], starts: list[int], lengths: list[int], more: int) -> bytes:
    """The root and its streams, each the right neighbour of the one before."""
    rows = [("Root Entry", 5, _NONE, 1, _END, 0)]
    for number, (name, start, length) in enumerate(zip(names, starts, lengths, strict=True), 2):
        after = number if number <= len(names) + more else _NONE
        rows.append((name, 2, after, _NONE, start, length))
    for number in range(more):
        after = len(names) + number + 2
        rows.append((f"s{number}", 2, after if number + 1 < more else _NONE, _NONE, number, 5000))
    return b"".join(
        struct.pack("<64sHBx3L36xLQ", name.encode("utf-16-le"), 2 * len(name) + 2, *place)
        for name, kind, right, child, start, length in rows
        for place in [(kind, _NONE, right, child, start, length)]
    )
