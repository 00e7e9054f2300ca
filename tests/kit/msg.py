"""Mails as Outlook keeps them: folders of properties in a container of sectors."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

Tree = Mapping[str, "bytes | Tree"]
"""Folders and streams of a container by name."""

_NONE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_SMALL = 4096
"""Bytes from which a stream has sectors of its own."""
_NUMBER, _DATE, _TEXT, _BYTES, _OBJECT = 0x0003, 0x0040, 0x001F, 0x0102, 0x000D
_CLASS, _HEADERS, _ADDRESS, _DELIVERED = 0x001A, 0x007D, 0x5D01, 0x0E06
_CONTENT, _NAME, _METHOD = 0x3701, 0x3707, 0x3705

Value = str | bytes | int | datetime


@dataclass
class _Container:
    """Entries, and the chains of large and of small sectors."""

    entries: list[list[object]] = field(default_factory=list)
    large: list[int] = field(default_factory=list)
    sectors: bytes = b""
    small: list[int] = field(default_factory=list)
    pieces: bytes = b""

    def lay(self, content: bytes) -> int:
        """Put a stream into sectors of its size; where it begins."""
        if not content:
            return _END
        if len(content) < _SMALL:
            start = _chain(self.small, content, 64)
            self.pieces += content + bytes(-len(content) % 64)
        else:
            start = _chain(self.large, content, 512)
            self.sectors += content + bytes(-len(content) % 512)
        return start

    def add(self, name: str, inside: bytes | Tree) -> int:
        """Put in a stream, or a folder and what is in it; its number."""
        number = len(self.entries)
        entry: list[object] = [name, 2, _NONE, _NONE, 0, 0]
        self.entries.append(entry)
        if isinstance(inside, bytes):
            entry[4:] = [self.lay(inside), len(inside)]
            return number
        entry[1] = 1
        before: list[object] = entry
        place = 3
        for child, content in inside.items():
            before[place] = self.add(child, content)
            before, place = self.entries[int(str(before[place]))], 2
        return number


def _chain(table: list[int], content: bytes, size: int) -> int:
    start, count = len(table), -(-len(content) // size)
    table += [*range(start + 1, start + count), _END]
    return start


def compound(tree: Tree) -> bytes:
    """A container of these folders and streams."""
    made = _Container()
    made.add("Root Entry", tree)
    root = made.entries[0]
    pieces = made.pieces.ljust(_SMALL, b"\0")
    root[1], root[4], root[5] = 5, _chain(made.large, pieces, 512), len(pieces)
    made.sectors += pieces + bytes(-len(pieces) % 512)
    listing = b"".join(map(_entry, made.entries))
    listed = _chain(made.large, listing, 512)
    smaller = struct.pack(f"<{len(made.small)}L", *made.small)
    table_of_small = _chain(made.large, smaller or b"\0", 512)
    body = b"".join(
        part + fill * (-len(part) % 512)
        for part, fill in ((made.sectors, b"\0"), (listing, b"\0"), (smaller or b"\xff", b"\xff"))
    )
    tables = next(n for n in range(1, 110) if n * 128 >= n + len(made.large))
    numbers = [*made.large, *[_TABLE] * tables]
    numbers += [_NONE] * (tables * 128 - len(numbers))
    first = len(made.large)
    head = struct.pack("<8s16x5H", bytes.fromhex("d0cf11e0a1b11ae1"), 62, 3, 65534, 9, 6)
    small_tables = -(-len(smaller or b"\0") // 512)
    small = (table_of_small, small_tables)
    head += struct.pack("<10x8L", tables, listed, 0, _SMALL, *small, _END, 0)
    where = [*range(first, first + tables), *[_NONE] * (109 - tables)]
    head += struct.pack("<109L", *where)
    return head + body + struct.pack(f"<{len(numbers)}L", *numbers)


def _entry(entry: Sequence[object]) -> bytes:
    name, kind, right, child, start, length = entry
    text = str(name)
    return struct.pack(
        "<64sHBx3L36xLQ",
        text.encode("utf-16-le"),
        2 * len(text) + 2,
        *(kind, _NONE, right, child, start, length),
    )


def _properties(values: Mapping[int, Value], before: int) -> dict[str, bytes | Tree]:
    """Properties as streams, and the stream that lists them."""
    listed, streams = bytes(before), {}
    for number, value in values.items():
        if isinstance(value, int):
            listed += struct.pack("<HHLL4x", _NUMBER, number, 6, value)
        elif isinstance(value, datetime):
            since = value - datetime(1601, 1, 1, tzinfo=UTC)
            listed += struct.pack("<HHLQ", _DATE, number, 6, int(since.total_seconds()) * 10**7)
        else:
            kind = _TEXT if isinstance(value, str) else _BYTES
            content = value.encode("utf-16-le") if isinstance(value, str) else value
            listed += struct.pack("<HHLL4x", kind, number, 6, len(content))
            streams[f"__substg1.0_{number:04X}{kind:04X}"] = content
    return {"__properties_version1.0": listed, **streams}


def mail(
    attachments: Sequence[tuple[str, bytes | Tree]] = (),
    *,
    headers: str = "",
    sender: str = "",
    delivered: datetime | None = None,
    report: bool = False,
    inner: bool = False,
) -> Tree:
    """A mail with these attachments, each a name and its bytes, or a mail within it (`inner`)."""
    values: dict[int, Value] = {_CLASS: "REPORT.IPM.Note.NDR" if report else "IPM.Note"}
    values |= {_HEADERS: headers} if headers else {}
    values |= {_ADDRESS: sender} if sender else {}
    values |= {_DELIVERED: delivered} if delivered else {}
    folders = {
        f"__attach_version1.0_#{number:08X}": attachment(name, content)
        for number, (name, content) in enumerate(attachments)
    }
    return _properties(values, 24 if inner else 32) | folders


def attachment(name: str, content: bytes | Tree) -> Tree:
    """The folder of an attachment."""
    values: dict[int, Value] = {_NAME: name} if name else {}
    if isinstance(content, bytes):
        return _properties(values | {_METHOD: 1, _CONTENT: content}, 8)
    held = _properties(values | {_METHOD: 5}, 8)
    return held | {f"__substg1.0_{_CONTENT:04X}{_OBJECT:04X}": content}
