"""The gate before every parser: a zip container is taken apart here once, and trusted in nothing.

Own counters while inflating, every checksum, every local header beside its entry in the
directory. What passes is handed on as plain parts; the parser gets an archive of ours.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

from ducha.files.workbook.gate import parts as gate_parts
from ducha.files.workbook.gate.refusals import (
    BROKEN,
    LOCKED,
    MIXED,
    TOO_BIG,
    UNUSUAL,
    Unreadable,
)

MAX_ENTRIES = 500
MAX_PART = 32 * 1024**2
MAX_TOTAL = 128 * 1024**2
MAX_READ = 64 * 1024**2
"""Of these, what is no picture: it is in memory several times while it is parsed."""

_ENTRY = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_END = struct.Struct("<4s4H2LH")
_END_LONG = struct.Struct("<4sQ2H2L4Q")
_LOCATOR = struct.Struct("<4sLQL")
_ENTRY_SIGN, _LOCAL_SIGN, _END_SIGN = b"PK\1\2", b"PK\3\4", b"PK\5\6"
_END_LONG_SIGN, _LOCATOR_SIGN, _AFTER_SIGN = b"PK\6\6", b"PK\6\7", b"PK\7\x08"

_ENCRYPTED, _LEVEL, _SIZES_AFTER, _UTF8 = 0x1, 0x6, 0x8, 0x800
_FLAGS = _LEVEL | _SIZES_AFTER | _UTF8
_STORED, _DEFLATED = 0, 8
_LONG = 0xFFFFFFFF
"""Stands for a size that is written elsewhere: as in very long archives, in short ones too."""
_SHORT_LONG = 0xFFFF
"""The same for a number of two bytes."""
_LONG_EXTRA = 1
_NEW_YEAR_1980 = 0x21

_ODD = re.compile(r"[\\\x00-\x1f:]|^/|(?:^|/)\.{1,2}(?:/|$)")
"""In the name of a part: an absolute path, a way upwards, a backslash, a drive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ZipEntry:
    """What the directory says of one part."""

    raw: bytes
    name: str
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    offset: int


def admit(data: bytes) -> dict[str, bytes]:
    """Every part by its name, inflated. Raises `Unreadable` with a sentence.

    What of it is handed on must be shown to `examine` first.
    """
    try:
        entries, directory = _directory(data)
        entries = _with_slashes(entries)
        _check_names(entries)
        return _contents(data, entries, directory)
    except (struct.error, zlib.error, UnicodeDecodeError, OverflowError) as error:
        raise Unreadable(BROKEN) from error


def examine(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """The parts that are read. Raises `Unreadable` for what no spreadsheet program writes."""
    kept = {name: part for name, part in parts.items() if not name.startswith(gate_parts.UNREAD)}
    if sum(map(len, kept.values())) > MAX_READ:
        raise Unreadable(TOO_BIG)
    gate_parts.count_relations(kept)
    for name, content in kept.items():
        gate_parts.check_part(name, content)
    return kept


def plain_zip(parts: Mapping[str, bytes]) -> bytes:
    """An archive of these parts as they are: a parser sees what was checked, nothing else."""
    pieces: list[bytes] = []
    entries: list[bytes] = []
    at = 0
    for name, content in parts.items():
        raw, size = name.encode("utf-8"), len(content)
        header = (_UTF8, _STORED, 0, _NEW_YEAR_1980, zlib.crc32(content), size, size, len(raw), 0)
        pieces += (_LOCAL.pack(_LOCAL_SIGN, 20, *header), raw, content)
        entries += (_ENTRY.pack(_ENTRY_SIGN, 20, 20, *header, 0, 0, 0, 0, at), raw)
        at += _LOCAL.size + len(raw) + size
    directory, count = b"".join(entries), len(entries) // 2
    end = _END.pack(_END_SIGN, 0, 0, count, count, len(directory), at, 0)
    return b"".join((*pieces, directory, end))


def _directory(data: bytes) -> tuple[list[ZipEntry], int]:
    """The entries, and where their directory begins; it fills its place to the last byte."""
    start, end, count = _directory_bounds(data)
    if count > MAX_ENTRIES:
        raise Unreadable(TOO_BIG)
    entries, at = [], start
    for _ in range(count):
        entry, at = _entry(data, at)
        entries.append(entry)
    if at != end:
        raise Unreadable(BROKEN)
    return entries, start


def _directory_bounds(data: bytes) -> tuple[int, int, int]:
    """Where the directory begins and ends, and how many entries it has."""
    at = data.rfind(_END_SIGN)
    if at < 0:
        raise Unreadable(BROKEN)
    _, disk, first, here, count, size, start, comment = _END.unpack_from(data, at)
    is_long = data[max(at - _LOCATOR.size, 0) : at].startswith(_LOCATOR_SIGN)
    stated_elsewhere = {_SHORT_LONG} if is_long else set()
    if {disk, first} - {0, *stated_elsewhere} or here != count:
        raise Unreadable(BROKEN)
    if at + _END.size + comment != len(data):
        raise Unreadable(MIXED)
    if is_long:
        return _long_directory_bounds(data, at - _LOCATOR.size, (count, size, start))
    if start + size != at:
        raise Unreadable(MIXED if start + size < at else BROKEN)
    return start, at, count


def _long_directory_bounds(
    data: bytes, locator: int, stated: tuple[int, int, int]
) -> tuple[int, int, int]:
    """The same for an archive written as if it were very long."""
    _, disk, at, disks = _LOCATOR.unpack_from(data, locator)
    if disk or disks != 1 or at + _END_LONG.size > locator:
        raise Unreadable(BROKEN)
    sign, length, _, _, disk, first, here, count, size, start = _END_LONG.unpack_from(data, at)
    is_whole = sign == _END_LONG_SIGN and at + 12 + length == locator and start + size == at
    limits = (_SHORT_LONG, _LONG, _LONG)
    pairs = zip(stated, (count, size, start), limits, strict=True)
    is_same = all(short in {long, limit} for short, long, limit in pairs)
    if disk or first or here != count or not is_whole or not is_same:
        raise Unreadable(BROKEN)
    return start, at, count


def _entry(data: bytes, at: int) -> tuple[ZipEntry, int]:
    """One entry of the directory, and where the next one begins."""
    fields = _ENTRY.unpack_from(data, at)
    sign, _, _, flags, method, _, _, crc, packed, size = fields[:10]
    named, extended, comment, disk, _, _, offset = fields[10:]
    if sign != _ENTRY_SIGN or disk:
        raise Unreadable(BROKEN)
    if flags & _ENCRYPTED:
        raise Unreadable(LOCKED)
    if flags & ~_FLAGS or method not in {_STORED, _DEFLATED}:
        raise Unreadable(UNUSUAL)
    after = at + _ENTRY.size + named
    raw = data[at + _ENTRY.size : after]
    name = raw.decode("utf-8" if flags & _UTF8 else "cp437")
    extra = data[after : after + extended]
    size, packed, offset = _full_figures(extra, size, packed, offset)
    entry = ZipEntry(
        raw=raw,
        name=name,
        flags=flags,
        method=method,
        crc=crc,
        packed=packed,
        size=size,
        offset=offset,
    )
    return entry, after + extended + comment


def _full_figures(extra: bytes, *stated: int) -> tuple[int, ...]:
    """The figures themselves where they stand elsewhere, in the order in which they do."""
    if _LONG not in stated:
        return stated
    while len(extra) > 4:  # noqa: PLR2004 - two numbers: what it is and how long
        kind, length = struct.unpack_from("<2H", extra)
        if kind == _LONG_EXTRA:
            figures = iter(struct.unpack_from(f"<{length // 8}Q", extra, 4))
            return tuple(next(figures, figure) if figure == _LONG else figure for figure in stated)
        extra = extra[4 + length :]
    raise Unreadable(BROKEN)


def _with_slashes(entries: list[ZipEntry]) -> list[ZipEntry]:
    """The entries, with a slash between folder and part where none of them has one.

    Old programs for Windows wrote backslashes throughout; who reads these as a part of the name
    finds no workbook at all, so nothing can be read in two ways. A mixture is refused below.
    """
    if any("/" in entry.name for entry in entries):
        return entries
    return [replace(entry, name=entry.name.replace("\\", "/")) for entry in entries]


def _check_names(entries: list[ZipEntry]) -> None:
    """Every part lies within the archive, and no two names differ by their case only."""
    if any(_ODD.search(entry.name) for entry in entries):
        raise Unreadable(UNUSUAL)
    if len({entry.name.casefold() for entry in entries}) != len(entries):
        raise Unreadable(UNUSUAL)


def _contents(data: bytes, entries: list[ZipEntry], directory: int) -> dict[str, bytes]:
    """Inflate part after part as they lie: they fill the file without a gap from its first byte."""
    ordered = sorted(entries, key=lambda entry: entry.offset)
    borders = [entry.offset for entry in ordered] + [directory]
    if borders[0] != 0:
        raise Unreadable(MIXED)
    contents: dict[str, bytes] = {}
    left = MAX_TOTAL
    for entry, border in zip(ordered, borders[1:], strict=True):
        start = _content_start(data, entry)
        _check_border(data[start + entry.packed : border], entry, border - start - entry.packed)
        content = _inflate(data[start : start + entry.packed], entry, min(MAX_PART, left))
        left -= len(content)
        contents[entry.name] = content
    return contents


def _content_start(data: bytes, entry: ZipEntry) -> int:
    """Where the content begins, after a local header that says what the directory says."""
    fields = _LOCAL.unpack_from(data, entry.offset)
    sign, _, flags, method, _, _, crc, packed, size = fields[:9]
    after: int = entry.offset + _LOCAL.size + fields[9]
    if sign != _LOCAL_SIGN or data[entry.offset + _LOCAL.size : after] != entry.raw:
        raise Unreadable(BROKEN)
    start: int = after + fields[10]
    size, packed = _full_figures(data[after:start], size, packed)
    local, listed = (crc, packed, size), (entry.crc, entry.packed, entry.size)
    unset = {0} if flags & _SIZES_AFTER else set()
    is_same = all(
        stated in {expected, *unset} for stated, expected in zip(local, listed, strict=True)
    )
    same_either_way = _LEVEL | _UTF8 if entry.raw.isascii() else _LEVEL
    if not is_same or method != entry.method or (flags ^ entry.flags) & ~same_either_way:
        raise Unreadable(BROKEN)
    return start


def _check_border(between: bytes, entry: ZipEntry, gap: int) -> None:
    """Nothing lies between a part and the next one, but its sizes where they follow it."""
    if gap != len(between):
        raise Unreadable(BROKEN)
    expected = {b""}
    if entry.flags & _SIZES_AFTER:
        known = (entry.crc, entry.packed, entry.size)
        sizes = {struct.pack("<LQQ", *known), struct.pack("<LLL", *known)}
        expected = sizes | {_AFTER_SIGN + block for block in sizes}
    if between not in expected:
        raise Unreadable(MIXED)


def _inflate(raw: bytes, entry: ZipEntry, limit: int) -> bytes:
    """The content, counted while it is inflated: what it says of its size proves nothing."""
    content, is_whole = raw, True
    if entry.method == _DEFLATED and raw:  # some programs write a part without content so
        stream = zlib.decompressobj(-zlib.MAX_WBITS)
        content = stream.decompress(raw, limit + 1)
        is_whole = stream.eof and not stream.unused_data
    if len(content) > limit:
        raise Unreadable(TOO_BIG)
    if not is_whole or len(content) != entry.size or zlib.crc32(content) != entry.crc:
        raise Unreadable(BROKEN)
    return content
