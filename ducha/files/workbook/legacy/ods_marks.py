"""What cells of an .ods show beside their values: merged, struck out, raised, commented upon."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice, product

from ducha.cells import NOTE_AUTHOR, address
from ducha.files.workbook.gate import xml
from ducha.files.workbook.gate.bounds import RemainingBounds
from ducha.files.workbook.gate.marks import Marks, TextPiece, look_at
from ducha.files.workbook.gate.xml import Attributes

_SIGNS = (b"-spanned", b"line-through", b"text-position", b"office:annotation")
"""Without any of these a workbook tells nothing of the kind, and is not walked."""
_RAISED = re.compile(r"super|[1-9]")
"""super, or by how much of a line: 33% 58%."""
_CELLS = frozenset({"table:table-cell", "table:covered-table-cell"})
_MOST = 20_000
"""Cells named for one that is repeated; more is no form."""
_LONGEST_NOTE = 500


@dataclass(slots=True)
class _SheetMarks:
    """What has been found on one sheet."""

    merged: list[str] = field(default_factory=list)
    struck: set[str] = field(default_factory=set)
    raised: dict[str, str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class _MarksWalk:
    """Where we are in the tables, and what their styles are."""

    sheets: dict[str, _SheetMarks] = field(default_factory=dict)
    struck: set[str] = field(default_factory=set)  # names of styles
    raised: set[str] = field(default_factory=set)
    style: str = ""
    sheet: _SheetMarks = field(default_factory=_SheetMarks)
    row: int = 0
    rows: int = 1
    column: int = 0
    cell: Attributes | None = None
    pieces: list[TextPiece] = field(default_factory=list)
    spans: list[str] = field(default_factory=list)
    note: list[str] | None = None
    within: str = ""
    author: str = ""

    def start(self, tag: str, attributes: Attributes) -> None:
        """Come to a tag."""
        if tag in _CELLS:
            self.cell, self.pieces, self.note, self.author = attributes, [], None, ""
        elif tag == "table:table-row":
            self.rows, self.column = _count(attributes, "table:number-rows-repeated"), 0
        elif tag == "table:table":
            self.sheet = self.sheets.setdefault(attributes.get("table:name", ""), _SheetMarks())
            self.row = 0
        elif tag == "text:span":
            self.spans.append(attributes.get("text:style-name", ""))
        elif tag == "office:annotation":
            self.note = []
        elif tag in {"dc:creator", "dc:date"}:
            self.within = tag
        else:
            self._read_style(tag, attributes)

    def _read_style(self, tag: str, attributes: Attributes) -> None:
        if tag == "style:style":
            self.style = attributes.get("style:name", "")
        elif tag == "style:text-properties":
            through = attributes.get("style:text-line-through-style", "none")
            if (
                through != "none"
                or attributes.get("style:text-line-through-type", "none") != "none"
            ):
                self.struck.add(self.style)
            if _RAISED.match(attributes.get("style:text-position", "")):
                self.raised.add(self.style)

    def end(self, tag: str) -> None:
        """Leave a tag."""
        if tag in _CELLS and self.cell is not None:
            self._close_cell(self.cell)
        elif tag == "table:table-row":
            self.row += self.rows
        elif tag == "text:span":
            self.spans.pop()
        elif tag == self.within:
            self.within = ""
        elif tag == "office:annotation":
            self._close_note()

    def text(self, text: str) -> None:
        """Come to text: of a cell, of a comment upon it, or of its author."""
        if self.within:
            self.author += text if self.within == "dc:creator" else ""
        elif self.note is not None:
            self.note.append(text)
        elif self.cell is not None:
            struck = any(span in self.struck for span in self.spans)
            raised = any(span in self.raised for span in self.spans)
            self.pieces.append(TextPiece(text, struck=struck, raised=raised))

    def _close_note(self) -> None:
        written = "".join(self.note or ()).strip()[:_LONGEST_NOTE]
        if written and self.author != NOTE_AUTHOR:
            self.sheet.notes[address(self.row, self.column)] = written
        self.note = None

    def _close_cell(self, cell: Attributes) -> None:
        times = _count(cell, "table:number-columns-repeated")
        right = self.column + _count(cell, "table:number-columns-spanned") - 1
        bottom = self.row + _count(cell, "table:number-rows-spanned") - 1
        here = address(self.row, self.column)
        if (right, bottom) != (self.column, self.row):
            self.sheet.merged.append(f"{here}:{address(bottom, right)}")
        dressed = look_at(self.pieces)
        if "office:value-type" in cell:
            whole = cell.get("table:style-name", "") in self.struck
            if whole or (dressed and dressed.struck):
                self._strike(times)
            if dressed and dressed.plain is not None:
                self.sheet.raised[here] = dressed.plain
        self.column += times
        self.cell = None

    def _strike(self, times: int) -> None:
        rows = range(self.row, self.row + self.rows)
        cells = product(rows, range(self.column, self.column + times))
        self.sheet.struck.update(address(*cell) for cell in islice(cells, _MOST))


def _count(attributes: Attributes, name: str) -> int:
    """How often something stands there; the numbers have been looked at before."""
    number = attributes.get(name, "1")
    return max(int(number), 1) if number.isdecimal() and len(number) <= len(str(_MOST)) + 2 else 1


def marks_of(content: bytes) -> dict[str, Marks]:
    """What the sheets of a content.xml show beside values, by their names (R6.400, R6.401)."""
    if not any(sign in content for sign in _SIGNS):
        return {}
    walk = _MarksWalk()
    xml.walk_xml(content, RemainingBounds(), walk.start, walk.end, walk.text)
    return {
        name: Marks(
            merged=tuple(sheet.merged),
            struck=frozenset(sheet.struck),
            raised=tuple(sorted(sheet.raised.items())),
            notes=tuple(sorted(sheet.notes.items())),
        )
        for name, sheet in walk.sheets.items()
    }
