"""An .ods as the parser can read it: measured first, and rewritten where it would be misread.

It repeats cells, rows and blanks by a number, so that a short one may be too large. The parser
expects cells to follow each other without white space, as Gnumeric and LibreOffice may put
there, and takes the text of drawings upon a cell for the cell's own.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from io import BytesIO

from ducha.files.workbook.gate import xml
from ducha.files.workbook.gate.bounds import RemainingBounds
from ducha.files.workbook.gate.refusals import CLOSED, RESAVE, TOO_BIG, UNUSUAL, Unreadable
from ducha.files.workbook.gate.xml import Attributes, escape_text, quote_attribute

_KIND = b"application/vnd.oasis.opendocument.spreadsheet"
_OTHER = f"是其他文档，不是 Excel 工作簿。{RESAVE}"
_SPACE = re.compile(
    rb"""xmlns(?::([\w.-]+))?\s*=\s*["']urn:oasis:names:tc:opendocument:xmlns:"""
    rb"""(table|office|text):1\.0["']"""
)
_NUMBER = re.compile(r"[0-9]{1,7}")
_VALUES = frozenset(
    {
        *("office:value", "office:string-value", "office:date-value", "office:time-value"),
        *("office:boolean-value", "office:value-type", "table:formula"),
    }
)
"""What a cell has that holds something; a blank one has at most a format."""
_CELLS = frozenset({"table:table-cell", "table:covered-table-cell"})
_PARAGRAPH = "text:p"
_SIGNS = {"text:tab": "\t", "text:line-break": "\n"}
"""Tags that stand for a character, which the parser would leave out."""
_MAX_SIZE = 64 * 1024**2
"""Bytes of the rewritten tables."""
_MORE_WORK = 2
"""As much as to look at a tag so many times more: half a million tags may be rewritten."""

_CONTENT, _MANIFEST, _ENCRYPTED = "content.xml", "META-INF/manifest.xml", "encrypted-package"
_NO_SECRETS = b"<manifest/>"
_LOCKED = re.compile(
    rb"""full-path\s*=\s*["']content\.xml["'][^<>]*>\s*<(?:[^\s<>/:]+:)?encryption-data"""
)
_DRAWING = "draw:"
_MARKUP = b"<!"
"""How comments begin, and text that is not to be read as tags: the parser leaves both out."""


def is_closed(names: Collection[str]) -> bool:
    """Whether an archive holds nothing but a document that was closed with a password."""
    return _ENCRYPTED in names and _MANIFEST in names


def strip_ods(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """What is read of an .ods: its kind and its tables.

    Macros, tool bars and their lists are left out, whatever they hold, and whether a password
    was put on them. Raises `Unreadable` if it was put on the tables.
    """
    if not parts.get("mimetype", b"").startswith(_KIND):
        raise Unreadable(_OTHER)
    if _LOCKED.search(parts.get(_MANIFEST, b"")):
        raise Unreadable(CLOSED)
    kept = {name: parts.get(name, b"") for name in ("mimetype", _CONTENT)}
    return kept | {_MANIFEST: _NO_SECRETS}


def check_ods(parts: Mapping[str, bytes], bounds: RemainingBounds) -> dict[str, bytes]:
    """The parts as the parser can read them. Raises `Unreadable` for what must not reach it.

    It knows the names by their usual prefixes alone, so others are refused.
    """
    content = parts[_CONTENT]
    if b"\0" in content[:200]:
        raise Unreadable(UNUSUAL)
    spaces = _SPACE.findall(content)
    if any(prefix != name for prefix, name in spaces) or (b"table", b"table") not in spaces:
        raise Unreadable(UNUSUAL)
    walk = OdsWalk(bounds=bounds)
    xml.walk_xml(content, bounds, walk.start, walk.end, walk.text)
    if walk.is_loose or _MARKUP in content:
        content = _rewrite(content, bounds)
    return {**parts, _CONTENT: content}


@dataclass(slots=True, kw_only=True)
class OdsWalk:
    """Where we are in a table, and how far its content reaches."""

    bounds: RemainingBounds
    table: str | None = None
    row: int = 0
    rows: int = 1  # how often the row stands there
    column: int = 0
    columns: int = 1  # how often the cell does
    in_row: bool = False
    in_cell: bool = False
    is_blank: bool = True
    written: int = 0  # characters of the cell
    text_of_row: int = 0
    last: int = 0  # columns of this row up to its last content
    height: int = 0
    width: int = 0
    is_loose: bool = False  # not as the parser expects it

    def start(self, tag: str, attributes: Attributes) -> None:
        """Come to a tag; whatever repeats is met once and counted."""
        if tag in _CELLS:
            _open_cell(self, attributes)
        elif tag == "text:s":
            self.written += _repeat_count(attributes, "text:c")
        elif tag == "table:table-row":
            _open_row(self, attributes)
        elif tag == "table:table":
            _open_table(self, attributes)
        elif tag in _SIGNS or (self.in_cell and tag.startswith(_DRAWING)):
            self.is_loose = True

    def end(self, tag: str) -> None:
        """Leave a tag."""
        if tag in _CELLS:
            _close_cell(self)
        elif tag == "table:table-row":
            _close_row(self)
        elif tag == "table:table":
            self.bounds.take_box(self.table or "", self.height, self.width)
            self.table = None

    def text(self, text: str) -> None:
        """Count what is written in a cell; white space there may also stand between tags."""
        self.written += len(text)
        if self.in_row and text.isspace():
            self.is_loose = True


def _repeat_count(attributes: Attributes, name: str) -> int:
    """How often something stands there."""
    count = attributes.get(name, "1")
    if not _NUMBER.fullmatch(count):
        raise Unreadable(UNUSUAL)
    return int(count)


def _open_table(walk: OdsWalk, attributes: Attributes) -> None:
    if walk.table is not None:
        raise Unreadable(UNUSUAL)
    walk.table = attributes.get("table:name", "")
    walk.row = walk.height = walk.width = 0


def _open_row(walk: OdsWalk, attributes: Attributes) -> None:
    if walk.in_row:
        raise Unreadable(UNUSUAL)
    walk.in_row = True
    walk.rows = _repeat_count(attributes, "table:number-rows-repeated")
    walk.column = walk.last = walk.text_of_row = 0


def _open_cell(walk: OdsWalk, attributes: Attributes) -> None:
    if walk.in_cell:
        raise Unreadable(UNUSUAL)
    walk.in_cell = True
    walk.columns = _repeat_count(attributes, "table:number-columns-repeated")
    walk.is_blank = _VALUES.isdisjoint(attributes)
    walk.written = 0 if walk.is_blank else sum(map(len, attributes.values()))


def _close_cell(walk: OdsWalk) -> None:
    walk.in_cell = False
    walk.column += walk.columns
    if walk.is_blank:
        return
    walk.last = walk.column
    walk.text_of_row += walk.written * walk.columns
    walk.bounds.check_place(walk.table or "", walk.row, walk.column - 1)


def _close_row(walk: OdsWalk) -> None:
    walk.in_row = False
    walk.row += walk.rows
    if not walk.last:
        return
    walk.bounds.check_place(walk.table or "", walk.row - 1, walk.last - 1)
    walk.height, walk.width = walk.row, max(walk.width, walk.last)
    if walk.height * walk.width > walk.bounds.area:
        walk.bounds.take_box(walk.table or "", walk.height, walk.width)
    walk.bounds.take_cells(walk.last)
    walk.bounds.take_text(walk.text_of_row * walk.rows * 3)


def _rewrite(content: bytes, bounds: RemainingBounds) -> bytes:
    """The same tags, with text in the paragraphs of cells only, and nothing but these in cells."""
    bounds.take_tags(_MORE_WORK * content.count(b"<"))
    writer = _Writer()
    xml.walk_xml(content, bounds, writer.start, writer.end, writer.text)
    return writer.out.getvalue()


@dataclass(slots=True)
class _Writer:
    """Where we are, and what has been written."""

    out: BytesIO = field(default_factory=BytesIO)
    in_cell: bool = False
    paragraph: int = 0  # how deep we are in a paragraph of a cell
    aside: int = 0  # how deep in something upon a cell that is not its own

    def start(self, tag: str, attributes: Attributes) -> None:
        """Come to a tag."""
        if self.aside or (self.in_cell and not self.paragraph and tag != _PARAGRAPH):
            self.aside += 1
            return
        if self.in_cell:
            self.paragraph += 1
        elif tag in _CELLS:
            self.in_cell = True
        written = "".join(f" {name}={quote_attribute(value)}" for name, value in attributes.items())
        self._write(_SIGNS.get(tag) or f"<{tag}{written}>")

    def end(self, tag: str) -> None:
        """Leave a tag."""
        if self.aside:
            self.aside -= 1
            return
        if self.paragraph:
            self.paragraph -= 1
        elif tag in _CELLS:
            self.in_cell = False
        if tag not in _SIGNS:
            self._write(f"</{tag}>")

    def text(self, text: str) -> None:
        """Keep what is written in a cell; elsewhere it is white space, or not read."""
        if self.paragraph and not self.aside:
            self._write(escape_text(text))

    def _write(self, text: str) -> None:
        self.out.write(text.encode())
        if self.out.tell() > _MAX_SIZE:
            raise Unreadable(TOO_BIG)
