"""A spreadsheet as Excel 2003 writes it in one XML file, tag by tag -> sheets."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import datetime

from ducha.cells import Sheet, Value, address
from ducha.files.workbook.gate import parts
from ducha.files.workbook.gate.bounds import MAX_COLUMNS, RemainingBounds
from ducha.files.workbook.gate.refusals import BROKEN, UNUSUAL, Unreadable
from ducha.files.workbook.gate.xml import Attributes, walk_xml
from ducha.files.workbook.xlsx.formats import how_it_shows

_NAMESPACE = b"urn:schemas-microsoft-com:office:spreadsheet"
_MUCH = 4096
"""Bytes within which the namespace is named."""

_MOST_DIGITS = 7
_PERCENT = "Percent"
"""The one format with a name that shows a number as another one."""

_NO_STYLE = ""


@dataclass(frozen=True, slots=True)
class XmlBook:
    """The sheets, hidden ones too, and when the file says that it was saved; blank if it does not.

    The time is as it stands there.
    """

    sheets: tuple[Sheet, ...]
    saved: str


def is_xml_2003(data: bytes) -> bool:
    """Whether it is such a file, in whatever encoding."""
    start = data[:_MUCH].replace(b"\0", b"")
    return start.lstrip(parts.BLANK).startswith(b"<") and _NAMESPACE in start


def read_xml_2003(data: bytes, bounds: RemainingBounds) -> XmlBook:
    """Read every sheet.

    Raises:
        Unreadable: It is broken, larger than a form may be, or holds definitions.
    """
    parts.check_part(".xml", data)
    walk = _Walk(bounds=bounds)
    walk_xml(data, bounds, walk.start, walk.end, walk.text)
    return XmlBook(tuple(walk.sheets), "".join(walk.saved))


@dataclass(slots=True, kw_only=True)
class _Grid:
    """One sheet as far as it has been read; rows and columns count from 0."""

    name: str
    values: dict[tuple[int, int], Value] = field(default_factory=dict)
    formulas: set[str] = field(default_factory=set)
    errors: set[str] = field(default_factory=set)
    percents: set[str] = field(default_factory=set)
    altered: set[str] = field(default_factory=set)
    styles: dict[int, str] = field(default_factory=dict)  # of whole columns
    row: int = 0
    column: int = 0
    next_row: int = 0
    next_column: int = 0
    row_style: str = _NO_STYLE

    def sheet(self, bounds: RemainingBounds) -> Sheet:
        """The box around what is filled in."""
        height = max((row + 1 for row, _ in self.values), default=0)
        width = max((column + 1 for _, column in self.values), default=0)
        bounds.take_box(self.name, height, width)
        return Sheet(
            name=self.name,
            rows=tuple(
                tuple(self.values.get((row, column), "") for column in range(width))
                for row in range(height)
            ),
            formulas=frozenset(self.formulas),
            errors=frozenset(self.errors),
            percents=frozenset(self.percents),
            altered=frozenset(self.altered),
        )


@dataclass(slots=True, kw_only=True)
class _Walk:
    """Where we are in the file."""

    bounds: RemainingBounds
    sheets: list[Sheet] = field(default_factory=list)
    saved: list[str] = field(default_factory=list)
    path: list[str] = field(default_factory=list)
    percents: set[str] = field(default_factory=set)  # styles
    altering: set[str] = field(default_factory=set)
    style: str = _NO_STYLE
    grid: _Grid | None = None
    in_data: bool = False
    kind: str = ""
    pieces: list[str] = field(default_factory=list)

    def start(self, tag: str, attributes: Attributes) -> None:
        """Come to a tag."""
        name = _local(tag)
        said = {_local(key): value for key, value in attributes.items()}
        above = self.path[-1] if self.path else ""
        self.path.append(name)
        match above, name:
            case _, "Style":
                self._open_style(said)
            case "Style", "NumberFormat":
                self._take_format(said.get("Format", ""))
            case "Workbook", "Worksheet":
                self.grid = _Grid(name=said.get("Name", ""))
            case "Table", "Column" if self.grid:
                self._take_column(self.grid, said)
            case "Table", "Row" if self.grid:
                _open_row(self.grid, said)
            case "Row", "Cell" if self.grid:
                self._open_cell(self.grid, said)
            case "Cell", "Data":
                self.in_data, self.pieces = True, []
                self.kind = said.get("Type", "String")

    def end(self, tag: str) -> None:
        """Leave a tag."""
        name = _local(tag)
        self.path.pop()
        if self.grid and name == "Data" and self.path[-1] == "Cell":
            self.in_data = False
            self._take_data(self.grid, "".join(self.pieces))
        elif self.grid and name == "Worksheet":
            self.sheets.append(self.grid.sheet(self.bounds))
            self.grid = None

    def text(self, text: str) -> None:
        """Keep what is written in a cell, in whatever letters; not what is noted on it."""
        if self.path[-1] == "LastSaved":
            self.saved.append(text)
        elif self.in_data:
            self.pieces.append(text)

    def _open_style(self, said: Attributes) -> None:
        self.style, parent = said.get("ID", _NO_STYLE), said.get("Parent", _NO_STYLE)
        for styles in (self.percents, self.altering):
            if parent in styles:
                styles.add(self.style)

    def _take_format(self, code: str) -> None:
        percent, altered = how_it_shows(code)
        percent = percent or code == _PERCENT
        for styles, holds in ((self.percents, percent), (self.altering, altered)):
            (styles.add if holds else styles.discard)(self.style)

    def _take_column(self, grid: _Grid, said: Attributes) -> None:
        first = _number(said, "Index", max(grid.styles, default=-1) + 2) - 1
        last = first + _number(said, "Span", 0)
        for column in range(first, min(last, MAX_COLUMNS) + 1):
            grid.styles[column] = said.get("StyleID", _NO_STYLE)

    def _open_cell(self, grid: _Grid, said: Attributes) -> None:
        self.bounds.take_cells(1)
        column = _number(said, "Index", grid.next_column + 1) - 1
        if column < grid.next_column:
            raise Unreadable(UNUSUAL)
        grid.column, grid.next_column = column, column + _number(said, "MergeAcross", 0) + 1
        self.style = said.get("StyleID") or grid.row_style or grid.styles.get(column, _NO_STYLE)
        if "Formula" in said:
            self._check_place(grid)
            grid.formulas.add(address(grid.row, column))

    def _check_place(self, grid: _Grid) -> None:
        self.bounds.check_place(grid.name, grid.row, grid.column)

    def _take_data(self, grid: _Grid, text: str) -> None:
        """What a cell shows."""
        if (grid.row, grid.column) in grid.values:
            raise Unreadable(UNUSUAL)
        self._check_place(grid)
        self.bounds.take_text(len(text) * 3)
        cell = address(grid.row, grid.column)
        if self.kind == "Error":
            grid.errors.add(cell)
            return
        grid.values[grid.row, grid.column] = _value(self.kind, text)
        if self.kind == "Number":
            for styles, cells in ((self.percents, grid.percents), (self.altering, grid.altered)):
                if self.style in styles:
                    cells.add(cell)


def _open_row(grid: _Grid, said: Attributes) -> None:
    row = _number(said, "Index", grid.next_row + 1) - 1
    if row < grid.next_row:
        raise Unreadable(UNUSUAL)
    grid.row, grid.next_row = row, row + _number(said, "Span", 0) + 1
    grid.next_column, grid.row_style = 0, said.get("StyleID", _NO_STYLE)


def _local(name: str) -> str:
    """A name without its prefix."""
    return name.rpartition(":")[2]


def _number(said: Attributes, name: str, otherwise: int) -> int:
    text = said.get(name)
    if text is None:
        return otherwise
    if not (text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS):
        raise Unreadable(UNUSUAL)
    return int(text)


def _value(kind: str, text: str) -> Value:
    """A cell by what it says of its own kind; what it does not say is no kind (R6.379)."""
    if kind == "String":
        return text
    try:
        if kind == "Number" and math.isfinite(number := float(text)):
            return number
        if kind == "DateTime":
            return datetime.fromisoformat(text)
    except ValueError as error:
        raise Unreadable(BROKEN) from error
    if kind == "Boolean" and text in {"0", "1"}:
        return text == "1"
    raise Unreadable(BROKEN)
