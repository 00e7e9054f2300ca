"""Archives written byte by byte, so that each header can lie about what it heads."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZipFile


@dataclass(frozen=True)
class Part:
    """One part, with all that its local header and its entry in the directory say."""

    name: str
    content: bytes
    flags: int = 0
    method: int = 8
    size: int | None = None
    crc: int | None = None
    other_name: str | None = None
    other_flags: int | None = None
    other_method: int | None = None
    other_sizes: tuple[int, int] | None = None
    before: bytes = b""
    after: bytes = b""
    extra: bytes = b""
    offset: int | None = None
    raw: bytes | None = None  # what lies there in place of the content packed


def packed(part: Part) -> bytes:
    """The bytes of a part as they lie in the archive."""
    if part.raw is not None:
        return part.raw
    return part.content if part.method == 0 else zlib.compress(part.content, 9, -15)


def known(part: Part) -> tuple[int, int, int]:
    """Checksum and both sizes as the directory tells them."""
    crc = zlib.crc32(part.content) if part.crc is None else part.crc
    size = len(part.content) if part.size is None else part.size
    return crc, len(packed(part)), size


def zipped(parts: list[Part], start: bytes = b"", comment: bytes = b"", tail: bytes = b"") -> bytes:
    """An archive of parts that may lie about themselves."""
    out, directory = start, b""
    for part in parts:
        out += part.before
        offset = len(out) if part.offset is None else part.offset
        told = (known(part)[0], *(part.other_sizes or known(part)[1:]))
        name = (part.other_name or part.name).encode()
        flags = part.flags if part.other_flags is None else part.other_flags
        method = part.method if part.other_method is None else part.other_method
        out += struct.pack("<4s5H", b"PK\3\4", 20, flags, method, 0, 33)
        out += struct.pack("<3L2H", *told, len(name), len(part.extra)) + name + part.extra
        out += packed(part) + part.after
        raw = part.name.encode()
        directory += struct.pack("<4s6H", b"PK\1\2", 20, 20, part.flags, part.method, 0, 33)
        directory += struct.pack("<3L5H2L", *known(part), len(raw), 0, 0, 0, 0, 0, offset) + raw
    ends = (len(parts), len(parts), len(directory), len(out), len(comment))
    return out + directory + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, *ends) + comment + tail


def parts_of(data: bytes) -> list[Part]:
    """The parts of a genuine file."""
    with ZipFile(BytesIO(data)) as archive:
        return [Part(name, archive.read(name)) for name in archive.namelist()]
