"""A sheet of an .xlsx tag by tag, counting where references are left out: slow, but sure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice, product

from ducha.cells import address
from ducha.files.workbook.gate import xml
from ducha.files.workbook.gate.bounds import RemainingBounds
from ducha.files.workbook.gate.marks import Marks
from ducha.files.workbook.gate.refusals import CROWDED, RESAVE, UNUSUAL, Unreadable
from ducha.files.workbook.gate.xml import Attributes
from ducha.files.workbook.xlsx.formats import CellFormats

CELL_KINDS = frozenset({"n", "s", "str", "inlineStr", "b", "e", "d"})
"""What a cell may say of its own kind; parsers differ over anything else (R6.379)."""

_MAX_ARRAY = 20_000
"""Addresses named for one array formula; a form of ours has none."""
_MAX_ARRAYS = 200_000
"""The same for all array formulas of a sheet."""

_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_CONTENT = frozenset({"f", "v", "is"})
_WIDER = 18_278
"""More columns than three letters can name: makes one number of a place."""


@dataclass(slots=True, kw_only=True)
class SheetWalk:
    """Where we are, and what has been found."""

    sheet: str
    bounds: RemainingBounds
    styles: CellFormats
    row: int = -1
    column: int = -1
    here: tuple[int, int] = (-1, -1)  # the place of the last cell
    cell: Attributes | None = None  # the cell we are in, until it proves not to be blank
    valued: bool = False  # whether its value has come
    inside: bool = False
    height: int = 0
    width: int = 0
    arrays: int = _MAX_ARRAYS
    rows: set[int] = field(default_factory=set)
    cells: set[int] = field(default_factory=set)
    formulas: set[str] = field(default_factory=set)
    errors: set[str] = field(default_factory=set)
    percents: set[str] = field(default_factory=set)
    altered: set[str] = field(default_factory=set)

    def start(self, tag: str, attributes: Attributes) -> None:
        """Look at a tag, whatever its prefix."""
        name = tag.rpartition(":")[2] if ":" in tag else tag
        if name == "c":
            _next_cell(self, attributes)
        elif name == "row":
            _next_row(self, attributes.get("r", ""))
        elif name in _CONTENT and self.inside:
            if name == "f":
                self.formulas.update(_formula_cells(self, attributes))
            elif self.valued:
                raise Unreadable(explain_repeat(self.sheet))
            else:
                self.valued = True
            _note_content(self)

    def end(self, tag: str) -> None:
        """Leave a cell: what looks like a formula elsewhere is none of a cell's."""
        if tag == "c" or tag.endswith(":c"):
            self.inside = False


def walk_sheet(sheet: str, part: bytes, bounds: RemainingBounds, styles: CellFormats) -> Marks:
    """Marks of one sheet. Raises `Unreadable` where its content lies too far out."""
    walk = SheetWalk(sheet=sheet, bounds=bounds, styles=styles)
    xml.walk_xml(part, bounds, walk.start, walk.end)
    bounds.take_box(sheet, walk.height, walk.width)
    return Marks(
        formulas=frozenset(walk.formulas),
        errors=frozenset(walk.errors),
        percents=frozenset(walk.percents),
        altered=frozenset(walk.altered),
    )


def explain_repeat(sheet: str) -> str:
    """Why a sheet is refused in which one place comes again, or has two values."""
    return f"工作表〔{sheet}〕里同一行或同一单元格出现了两次，不知以哪个为准。{RESAVE}"


def _next_row(walk: SheetWalk, number: str) -> None:
    walk.row = int(number) - 1 if number.isdecimal() else walk.row + 1
    walk.column = -1
    if walk.row in walk.rows:
        raise Unreadable(explain_repeat(walk.sheet))
    walk.rows.add(walk.row)


def _next_cell(walk: SheetWalk, attributes: Attributes) -> None:
    """Go to the next cell. A blank one, formatted only, may lie anywhere: parsers skip it."""
    walk.bounds.take_cells(1)
    if "r" in attributes:
        walk.row, walk.column = _place(attributes["r"])
    else:
        walk.column += 1
    walk.here = walk.row, walk.column
    key = walk.row * _WIDER + walk.column
    if key in walk.cells:
        raise Unreadable(explain_repeat(walk.sheet))
    walk.cells.add(key)
    walk.cell, walk.inside, walk.valued = attributes, True, False
    if attributes.get("t", "n") not in CELL_KINDS:
        raise Unreadable(UNUSUAL)
    if attributes.get("t") == "e":
        walk.errors.add(address(*walk.here))


def _note_content(walk: SheetWalk) -> None:
    """The cell is not blank, so it must lie within the limits."""
    attributes, walk.cell = walk.cell, None
    if attributes is None:
        return
    row, column = walk.here
    walk.bounds.check_place(walk.sheet, row, column)
    walk.height, walk.width = max(walk.height, row + 1), max(walk.width, column + 1)
    if attributes.get("t", "n") == "n":
        style = attributes.get("s", "")
        if style in walk.styles.percents:
            walk.percents.add(address(row, column))
        if style in walk.styles.altered:
            walk.altered.add(address(row, column))


def _formula_cells(walk: SheetWalk, attributes: Attributes) -> Iterator[str]:
    """Addresses that a formula fills: its own cell, or the whole range of an array."""
    yield address(*walk.here)
    first, _, last = attributes.get("ref", "").partition(":")
    if last and attributes.get("t") in {"array", "dataTable"}:
        (top, left), (bottom, right) = _place(first), _place(last)
        cells = product(range(top, bottom + 1), range(left, right + 1))
        for cell in islice(cells, _MAX_ARRAY):
            walk.arrays -= 1
            if walk.arrays < 0:
                raise Unreadable(CROWDED)
            yield address(*cell)


def _place(reference: str) -> tuple[int, int]:
    """Zero-based row and column of a reference such as B3."""
    match = _REFERENCE.fullmatch(reference)
    if not match or int(match[2]) < 1:
        raise Unreadable(UNUSUAL)
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1
