"""The tables of an .ods written anew, where the parser would take them for broken or misread them.

It expects cells to follow each other without white space, as Gnumeric and LibreOffice may put
there, and takes the text of drawings upon a cell for the cell's own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO

from ducha.files.workbook import xml as workbook_xml
from ducha.files.workbook.bounds import Room
from ducha.files.workbook.refusals import TOO_BIG, Unreadable
from ducha.files.workbook.xml import Attributes, escaped, quoted

CELLS = frozenset({"table:table-cell", "table:covered-table-cell"})
_MAX_SIZE = 64 * 1024**2
"""Bytes of the tables written anew."""
_MORE_WORK = 2
"""As much as to look at a tag so many times more: half a million tags may be written anew."""
_PARAGRAPH = "text:p"
SIGNS = {"text:tab": "\t", "text:line-break": "\n"}
"""Tags that stand for a character, which the parser would leave out."""


def rewritten(content: bytes, room: Room) -> bytes:
    """The same tags, with text in the paragraphs of cells only, and nothing but these in cells."""
    room.look(_MORE_WORK * content.count(b"<"))
    writer = _Writer()
    workbook_xml.walk(content, room, writer.start, writer.end, writer.text)
    return writer.out.getvalue()


@dataclass(slots=True)
class _Writer:
    """Where we are, and what has been written."""

    out: BytesIO = field(default_factory=BytesIO)
    in_cell: bool = False
    paragraph: int = 0  # how deep we are in a paragraph of a cell
    aside: int = 0  # how deep in something upon a cell that is not its own

    def start(self, tag: str, found: Attributes) -> None:
        """Come to a tag."""
        if self.aside or (self.in_cell and not self.paragraph and tag != _PARAGRAPH):
            self.aside += 1
            return
        if self.in_cell:
            self.paragraph += 1
        elif tag in CELLS:
            self.in_cell = True
        told = "".join(f" {name}={quoted(value)}" for name, value in found.items())
        self._write(SIGNS.get(tag) or f"<{tag}{told}>")

    def end(self, tag: str) -> None:
        """Leave a tag."""
        if self.aside:
            self.aside -= 1
            return
        if self.paragraph:
            self.paragraph -= 1
        elif tag in CELLS:
            self.in_cell = False
        if tag not in SIGNS:
            self._write(f"</{tag}>")

    def text(self, text: str) -> None:
        """Keep what is written in a cell; elsewhere it is white space, or nobody reads it."""
        if self.paragraph and not self.aside:
            self._write(escaped(text))

    def _write(self, text: str) -> None:
        self.out.write(text.encode())
        if self.out.tell() > _MAX_SIZE:
            raise Unreadable(TOO_BIG)
