"""What cells of an .xlsx show beside their values: merged, struck out, with a raised figure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from ducha.files.workbook.gate.bounds import RemainingBounds
from ducha.files.workbook.gate.marks import Dressed, Marks, TextPiece, look_at
from ducha.files.workbook.gate.xml import Attributes, walk_xml
from ducha.files.workbook.xlsx.notes import notes_on

_MERGE = re.compile(
    rb"""<(?:[^\s<>/:]+:)?mergeCell\s[^<>]*?ref\s*=\s*["']\$?([A-Z]{1,3}\$?\d{1,7}:\$?[A-Z]{1,3}\$?\d{1,7})["']"""
)
_END = b"sheetData>"
_MAX_MERGES = 20_000
"""Merged ranges of one sheet that are told; a form as it is sent out has a few dozen."""
_STRIKE, _ALIGN = b"strike", b"vertAlign"
_STYLES, _STRINGS = "xl/styles.xml", "xl/sharedstrings.xml"
_OFF = frozenset({"0", "false"})


@dataclass(slots=True)
class _RunWalk:
    """Where we are in a text of several runs."""

    pieces: list[TextPiece] = field(default_factory=list)
    struck: bool = False
    raised: bool = False
    in_text: bool = False
    aside: int = 0  # within the reading aid of an Asian text, which is none of it

    def start(self, name: str, attributes: Attributes) -> None:
        """Come to a tag within the text."""
        if name == "r":
            self.struck = self.raised = False
        elif name == "strike":
            self.struck = attributes.get("val", "1") not in _OFF
        elif name == "vertAlign":
            self.raised = attributes.get("val") == "superscript"
        elif name == "rPh":
            self.aside += 1
        elif name == "t":
            self.in_text = not self.aside

    def end(self, name: str) -> None:
        """Leave it."""
        if name == "t":
            self.in_text = False
        elif name == "rPh":
            self.aside -= 1

    def text(self, text: str) -> None:
        """Keep what is written."""
        if self.in_text:
            self.pieces.append(TextPiece(text, struck=self.struck, raised=self.raised))

    @property
    def dressed(self) -> Dressed | None:
        """What is odd about the text as a whole; None where nothing is."""
        return look_at(self.pieces)


@dataclass(slots=True)
class _StringsWalk:
    """The shared strings, by their number."""

    odd: dict[int, Dressed] = field(default_factory=dict)
    number: int = -1
    run: _RunWalk = field(default_factory=_RunWalk)

    def start(self, tag: str, attributes: Attributes) -> None:
        """Come to a tag."""
        name = tag.rpartition(":")[2]
        if name == "si":
            self.number, self.run = self.number + 1, _RunWalk()
        else:
            self.run.start(name, attributes)

    def end(self, tag: str) -> None:
        """Leave a tag."""
        name = tag.rpartition(":")[2]
        self.run.end(name)
        if name == "si" and (dressed := self.run.dressed):
            self.odd[self.number] = dressed

    def text(self, text: str) -> None:
        """Come to text."""
        self.run.text(text)


@dataclass(slots=True)
class _FontsWalk:
    """Which fonts are struck out, and which cell styles have one of them."""

    fonts: list[bool] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)  # the number of each style's font
    within: str = ""

    def start(self, tag: str, attributes: Attributes) -> None:
        """Come to a tag."""
        name = tag.rpartition(":")[2]
        if name in {"fonts", "cellXfs"}:
            self.within = name
        elif self.within == "fonts" and name == "font":
            self.fonts.append(False)
        elif self.within == "fonts" and name == "strike" and self.fonts:
            self.fonts[-1] = attributes.get("val", "1") not in _OFF
        elif self.within == "cellXfs" and name == "xf":
            self.styles.append(attributes.get("fontId", ""))

    def end(self, tag: str) -> None:
        """Leave a tag."""
        if tag.rpartition(":")[2] == self.within:
            self.within = ""

    @property
    def struck(self) -> frozenset[str]:
        """Numbers of the cell styles that are struck out, as they stand in cells."""
        fonts = {str(number) for number, struck in enumerate(self.fonts) if struck}
        return frozenset(str(n) for n, font in enumerate(self.styles) if font in fonts)


@dataclass(slots=True, kw_only=True)
class _CellWalk:
    """The cells of one sheet, written in the usual way: each with its reference."""

    styles: frozenset[str]
    strings: Mapping[int, Dressed]
    struck: set[str] = field(default_factory=set)
    raised: dict[str, str] = field(default_factory=dict)
    cell: Attributes = field(default_factory=dict)
    value: str = ""
    in_value: bool = False
    run: _RunWalk = field(default_factory=_RunWalk)

    def start(self, tag: str, attributes: Attributes) -> None:
        """Come to a tag."""
        name = tag.rpartition(":")[2]
        if name == "c":
            self.cell, self.value, self.run = attributes, "", _RunWalk()
        elif name == "v":
            self.in_value = True
        else:
            self.run.start(name, attributes)

    def end(self, tag: str) -> None:
        """Leave a tag; at the end of a cell say what is odd about it."""
        name = tag.rpartition(":")[2]
        self.run.end(name)
        if name == "v":
            self.in_value = False
        elif name == "c":
            self._close()

    def text(self, text: str) -> None:
        """Come to text."""
        if self.in_value:
            self.value += text
        self.run.text(text)

    def _close(self) -> None:
        place, number = self.cell.get("r", ""), self.value.strip()
        dressed = self.run.dressed
        if self.cell.get("t") == "s" and number.isdecimal():
            dressed = self.strings.get(int(number))
        filled = bool(number) or bool(self.run.pieces)
        if filled and (self.cell.get("s", "") in self.styles or (dressed and dressed.struck)):
            self.struck.add(place)
        if dressed and dressed.plain is not None:
            self.raised[place] = dressed.plain
        self.cell = {}


@dataclass(frozen=True, slots=True)
class _Look:
    """What the whole workbook knows of its cells' looks: struck styles, texts in several runs."""

    struck: frozenset[str]
    strings: Mapping[int, Dressed]

    @property
    def telling(self) -> bool:
        """Whether a cell may be struck out or have a raised figure at all."""
        return bool(self.struck or self.strings)


def with_dress(
    parts: Mapping[str, bytes], sheets: Mapping[str, str], marks: Mapping[str, Marks]
) -> dict[str, Marks]:
    """The marks of every sheet, with what its cells show beside their values.

    `parts` go by their names in lower case, `sheets` are the parts of sheets by their names.
    Raises `Unreadable` for broken XML.
    """
    look = _look_of(parts)
    return {name: _dressed(parts, part, marks[name], look) for name, part in sheets.items()}


def _dressed(parts: Mapping[str, bytes], part: str, marks: Marks, look: _Look) -> Marks:
    content = parts[part]
    merged = _MERGE.findall(content, max(content.rfind(_END), 0))
    walk = _CellWalk(styles=look.struck, strings=look.strings)
    if look.telling or _STRIKE in content or _ALIGN in content:
        walk_xml(content, RemainingBounds(), walk.start, walk.end, walk.text)
    return replace(
        marks,
        merged=tuple(ref.replace(b"$", b"").decode("ascii") for ref in merged[:_MAX_MERGES]),
        struck=frozenset(walk.struck),
        raised=tuple(sorted(walk.raised.items())),
        notes=notes_on(parts, part),
    )


def _look_of(parts: Mapping[str, bytes]) -> _Look:
    """The looks of a workbook; nearly all have none, and nothing is walked then."""
    fonts, strings = _FontsWalk(), _StringsWalk()
    styles, table = parts.get(_STYLES, b""), parts.get(_STRINGS, b"")
    if _STRIKE in styles:
        walk_xml(styles, RemainingBounds(), fonts.start, fonts.end)
    if _STRIKE in table or _ALIGN in table:
        walk_xml(table, RemainingBounds(), strings.start, strings.end, strings.text)
    return _Look(fonts.struck, strings.odd)
