"""The gate before the parser of .xls and .et: their container is taken apart here once.

Its tables are chains of numbers that may run in circles or tell of gigabytes, so every walk has
a limit of its own. What is needed is handed on in a container of ours.
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterator
from dataclasses import dataclass

from ducha.files.workbook.gate import signatures
from ducha.files.workbook.gate.refusals import BROKEN, TOO_BIG, UNUSUAL, Unreadable

MAX_STREAM = 32 * 1024**2
MAX_STREAMS = 8192

_HEADER = struct.Struct("<8s16x5H6x9L")
_ENTRY = struct.Struct("<64sHBx3L36xLQ")
_ENTRY_SIZE = 128
_IN_HEADER = 109
"""Numbers of sectors with the table that stand in the header itself."""
_SHIFTS = (9, 12)
_SMALL_SHIFT = 6
_STREAM, _ROOT = 2, 5
_SHORT = 4096
"""A stream of fewer bytes lies in pieces of 64 bytes within the root's own."""
_SPECIAL = 0xFFFFFFFA
"""Numbers from here on are no sectors: the end of a chain, a free one, a table."""
_NONE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


@dataclass(frozen=True, slots=True, kw_only=True)
class OleEntry:
    """What the directory says of one stream."""

    name: str
    kind: int
    neighbours: tuple[int, int]
    child: int
    start: int
    size: int


@dataclass(frozen=True, slots=True)
class Compound:
    """A container: its bytes, the table of its sectors, its directory."""

    data: bytes
    sector: int
    table: array[int]
    small: int  # where the table of the small pieces begins
    entries: tuple[OleEntry, ...]

    @property
    def top(self) -> tuple[OleEntry, ...]:
        """Streams and folders at the top: not those within an embedded document."""
        numbers: set[int] = set()
        waiting = [self.entries[0].child]
        while waiting:
            number = waiting.pop()
            if number < len(self.entries) and number not in numbers:
                numbers.add(number)
                waiting += self.entries[number].neighbours
        return tuple(self.entries[number] for number in sorted(numbers))

    @property
    def names(self) -> frozenset[str]:
        """Names of what lies at the top, in small letters: in a container capitals mean nothing."""
        return frozenset(entry.name.lower() for entry in self.top)

    def stream(self, *names: str) -> bytes | None:
        """The stream of the first of these names that is there, rather at the top than deeper.

        Names are asked in small letters. Raises `Unreadable` if two at the top differ by capitals.
        """
        top = [entry for entry in self.top if entry.kind == _STREAM]
        entries = [*top, *(entry for entry in self.entries if entry.kind == _STREAM)]
        streams = (entry for name in names for entry in entries if entry.name.lower() == name)
        wanted = next(streams, None)
        if wanted is None:
            return None
        if sum(entry.name.lower() == wanted.name.lower() for entry in top) > 1:
            raise Unreadable(UNUSUAL)
        if wanted.size > MAX_STREAM:
            raise Unreadable(TOO_BIG)
        if wanted.size < _SHORT:
            return self._short(wanted)
        return self._read(wanted.start, -(-wanted.size // self.sector))[: wanted.size]

    def _short(self, entry: OleEntry) -> bytes:
        root = self.entries[0]
        whole = self._read(root.start, -(-min(root.size, MAX_STREAM) // self.sector))
        table = _numbers(b"".join(_chain(self.data, self.sector, self.table, self.small)))
        pieces = _walk(table, entry.start, -(-entry.size // 64))
        return b"".join(whole[64 * at : 64 * at + 64] for at in pieces)[: entry.size]

    def _read(self, start: int, sectors: int) -> bytes:
        """So many sectors of a chain, and no fewer."""
        pieces = _walk(self.table, start, sectors)
        return b"".join(_sector(self.data, self.sector, at) for at in pieces)


def open_compound(data: bytes) -> Compound | None:
    """Take a container apart; None if it does not even begin like one."""
    try:
        fields = _HEADER.unpack_from(data)
        first = struct.unpack_from(f"<{_IN_HEADER}L", data, _HEADER.size)
    except struct.error:
        return None
    shift, small_shift = fields[4:6]
    if shift not in _SHIFTS or small_shift != _SMALL_SHIFT:
        return None
    sector = 1 << shift
    table = _table(data, sector, [number for number in first if number < _SPECIAL], fields[13])
    directory = b"".join(_chain(data, sector, table, fields[8]))
    whole = len(directory) // _ENTRY_SIZE * _ENTRY_SIZE
    entries = tuple(_entry(directory, at, sector) for at in range(0, whole, _ENTRY_SIZE))
    if not entries or entries[0].kind != _ROOT:
        raise Unreadable(BROKEN)
    return Compound(data, sector, table, fields[11], entries)


def _table(data: bytes, sector: int, parts: list[int], more: int) -> array[int]:
    """The table that names the next sector of each; its own sectors are listed in the header.

    If these do not suffice, further ones are listed in a chain; we follow it as far as the file
    can need.
    """
    count = len(data) // sector
    needed = -(-count // (sector // 4))
    while len(parts) < needed and more < _SPECIAL:
        numbers = _numbers(_sector(data, sector, more))
        parts += [number for number in numbers[:-1] if number < _SPECIAL]
        if len(numbers) <= 1 or not any(number < _SPECIAL for number in numbers[:-1]):
            raise Unreadable(BROKEN)
        more = numbers[-1]
    return _numbers(b"".join(_sector(data, sector, number) for number in parts[:needed]))


def _numbers(content: bytes) -> array[int]:
    """Numbers of four bytes, as many as there are whole."""
    whole = content[: len(content) // 4 * 4]
    return array("I", struct.unpack(f"<{len(whole) // 4}I", whole))


def _sector(data: bytes, size: int, number: int) -> bytes:
    return data[(number + 1) * size : (number + 2) * size]


def _walk(table: array[int], start: int, steps: int) -> Iterator[int]:
    """So many numbers of a chain."""
    at = start
    for _ in range(steps):
        if at >= len(table):
            raise Unreadable(BROKEN)
        yield at
        at = table[at]


def _chain(data: bytes, size: int, table: array[int], start: int) -> Iterator[bytes]:
    """The sectors of a chain of unstated length; it is a directory's, so it is short."""
    at, left = start, MAX_STREAMS * _ENTRY_SIZE
    while at < _SPECIAL:
        left -= size
        if at >= len(table):
            raise Unreadable(BROKEN)
        if left < 0:
            raise Unreadable(UNUSUAL)
        yield _sector(data, size, at)
        at = table[at]


def _entry(directory: bytes, at: int, sector: int) -> OleEntry:
    raw, length, kind, left, right, child, start, size = _ENTRY.unpack_from(directory, at)
    name = raw[: max(length - 2, 0)].decode("utf-16-le", "replace")
    if sector < _SHORT:  # the upper half of the size means nothing there
        size &= 0xFFFFFFFF
    return OleEntry(
        name=name, kind=kind, neighbours=(left, right), child=child, start=start, size=size
    )


def pack_compound(name: str, content: bytes) -> bytes:
    """A container with this stream alone, in sectors of 4096 bytes: table, directory, stream."""
    size = _SHORT
    content += bytes(-len(content) % size or (0 if content else size))
    sectors = len(content) // size
    tables = 1
    while tables * size // 4 < tables + 1 + sectors:
        tables += 1
    first = tables + 1
    chain = [*range(first + 1, first + sectors), _END]
    numbers = [_TABLE] * tables + [_END] + chain
    numbers += [_NONE] * (tables * size // 4 - len(numbers))
    parts = [*range(tables), *[_NONE] * (_IN_HEADER - tables)]
    version = (0x3E, 4, 0xFFFE, 12, _SMALL_SHIFT)
    places = (1, tables, tables, 0, _SHORT, _END, 0, _END, 0)
    header = _HEADER.pack(signatures.COMPOUND, *version, *places)
    header += struct.pack(f"<{_IN_HEADER}L", *parts)
    directory = _pack_entry("Root Entry", _ROOT, 1, first, 0)
    directory += _pack_entry(name, _STREAM, _NONE, first, len(content))
    table = struct.pack(f"<{len(numbers)}L", *numbers)
    return b"".join((header.ljust(size, b"\0"), table, directory.ljust(size, b"\0"), content))


def _pack_entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    raw = name.encode("utf-16-le")
    return _ENTRY.pack(raw, len(raw) + 2, kind, _NONE, _NONE, child, start, size)
