"""What the hostile files are made of: a genuine form, its parts, and ways to change them."""

from __future__ import annotations

import html
import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from pathlib import Path
from random import Random
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from kit.zips import Part

Parts = dict[str, bytes]

TYPES, RELS = "[Content_Types].xml", "xl/_rels/workbook.xml.rels"
BOOK, STYLES, STRINGS = "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml"
GUIDE, PROGRESS, NARRATIVE, HIDDEN = (f"xl/worksheets/sheet{n}.xml" for n in (1, 2, 3, 4))
SHEET_RELS = "xl/worksheets/_rels/sheet2.xml.rels"

FIGURE, NUMERATOR, DENOMINATOR, REMARK, TEXT = "M5", "N7", "O7", "V5", "D5"
"""Cells of the genuine form: two of its figures and a remark on 进度填报, words on 情况说明."""

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

_DAY = (2024, 5, 20, 9, 0, 0)
_INLINE = re.compile(r'<c r="(\w+)"([^<>]*) t="inlineStr"><is><t[^<>]*>([^<]*)</t></is></c>')
_CHANGED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


@dataclass(frozen=True)
class Genuine:
    """A filled form as Excel saves it, and other forms of the bureau's by what they are."""

    data: bytes
    others: Mapping[str, bytes]

    @cached_property
    def parts(self) -> Parts:
        """Every part of the form by its name."""
        return unzipped(self.data)

    def with_parts(self, **changes: bytes) -> bytes:
        """The form with parts put in place of its own, by their names here: PROGRESS=…."""
        return zipped(self.parts | {_PLACES[name]: part for name, part in changes.items()})

    def plus(self, parts: Mapping[str, bytes]) -> bytes:
        """The form with these parts, new ones or in place of its own."""
        return zipped(self.parts | dict(parts))

    def without(self, *names: str) -> bytes:
        """The form without these parts."""
        return zipped({name: part for name, part in self.parts.items() if name not in names})

    def changed(self, name: str, old: str, new: str) -> bytes:
        """The form with something replaced in one part, once; it must stand there."""
        return self.plus({name: swapped(self.parts[name], old, new)})

    def cell(self, xml: str, at: str = FIGURE, sheet: str = PROGRESS) -> bytes:
        """The form with a whole cell in place of one of its own."""
        return self.plus({sheet: with_cell(self.parts[sheet], at, xml)})

    def related(self, relation: str, name: str = RELS) -> bytes:
        """The form with one relationship more."""
        empty = b"<Relationships></Relationships>"
        old = "</Relationships>"
        return self.plus({name: swapped(self.parts.get(name, empty), old, relation + old)})


_PLACES = {
    "TYPES": TYPES,
    "RELS": RELS,
    "BOOK": BOOK,
    "STYLES": STYLES,
    "STRINGS": STRINGS,
    "GUIDE": GUIDE,
    "PROGRESS": PROGRESS,
    "NARRATIVE": NARRATIVE,
    "HIDDEN": HIDDEN,
}

Lay = Callable[[Path], None]


@dataclass(frozen=True)
class Variant:
    """One hostile thing in the inbox: its bytes, or a way to lay it where bytes are not enough.

    In its name a pair of braces stands for a mark by which its verdict is found again.
    `members` says how many verdicts there must be of what is in it; None, any number. `means` are
    figures that it honestly says, and that may arrive in place of the original one.
    """

    what: str
    data: bytes = b""
    name: str = "{}.xlsx"
    lay: Lay | None = None
    members: int | None = None
    means: tuple[float, ...] = ()


Make = Callable[[Genuine, Random], Iterator[Variant]]


@dataclass(frozen=True)
class Hostile:
    """A class of hostile files: its name, what it imitates, and how its variants are made.

    Those of a slow one may take seconds each, so the suite leaves them out.
    """

    name: str
    caption: str
    make: Make
    slow: bool = False


def unzipped(data: bytes) -> Parts:
    """The parts of an archive by their names."""
    with ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: Mapping[str, bytes], *, stored: bool = False) -> bytes:
    """An ordinary archive, the same bytes for the same parts."""
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_STORED if stored else ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            info = ZipInfo(name, _DAY)
            info.compress_type = archive.compression
            archive.writestr(info, content)
    return buffer.getvalue()


def as_excel_saves(data: bytes) -> bytes:
    """The same form with its texts in one table, as Excel keeps them, and without a clock."""
    parts = unzipped(data)
    texts: dict[str, int] = {}
    for name in (GUIDE, PROGRESS, NARRATIVE, HIDDEN):
        parts[name] = _INLINE.sub(
            lambda match: _shared(match, texts), parts[name].decode()
        ).encode()
    items = "".join(f'<si><t xml:space="preserve">{one}</t></si>' for one in texts)
    parts[STRINGS] = f'<sst xmlns="{MAIN}">{items}</sst>'.encode()
    parts[RELS] = swapped(
        parts[RELS],
        "</Relationships>",
        f'<Relationship Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml" Id="rId7"/>'
        "</Relationships>",
    )
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    override = f'<Override PartName="/{STRINGS}" ContentType="{kind}"/></Types>'
    parts[TYPES] = swapped(parts[TYPES], "</Types>", override)
    core = "docProps/core.xml"
    parts[core] = _CHANGED.sub(rb"\g<1>2024-05-20T01:00:00Z", parts[core])
    return zipped(parts)


def _shared(match: re.Match[str], texts: dict[str, int]) -> str:
    number = texts.setdefault(escape(html.unescape(match[3])), len(texts))
    return f'<c r="{match[1]}"{match[2]} t="s"><v>{number}</v></c>'


def swapped(part: bytes, old: str, new: str) -> bytes:
    """A part with something replaced, once; it must stand there."""
    if old.encode() not in part:
        raise KeyError(old)
    return part.replace(old.encode(), new.encode("utf-8", "surrogatepass"), 1)


def with_cell(part: bytes, at: str, xml: str) -> bytes:
    """A sheet with a whole cell in place of the one at this address."""
    found = re.search(rf'<c r="{at}"[^>]*?(?:/>|>.*?</c>)'.encode(), part, re.DOTALL)
    if not found:
        raise KeyError(at)
    return part[: found.start()] + xml.encode("utf-8", "surrogatepass") + part[found.end() :]


def inline(text: str, at: str = FIGURE) -> str:
    """A cell with this text, escaped; what no XML may hold stays as it is."""
    kept = f'<t xml:space="preserve">{escape(text)}</t>'
    return f'<c r="{at}" t="inlineStr"><is>{kept}</is></c>'


def zeros(megabytes: int, name: str) -> Part:
    """A part that inflates to so many megabytes of zeros, and tells the truth about it."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(bytes(2**20)) + packer.flush(zlib.Z_FULL_FLUSH)
    crc = 0
    for _ in range(megabytes):
        crc = zlib.crc32(_MEGABYTE, crc)
    raw = block * megabytes + b"\x03\x00"
    return Part(name, b"", size=megabytes * 2**20, crc=crc, raw=raw)


_MEGABYTE = bytes(2**20)
