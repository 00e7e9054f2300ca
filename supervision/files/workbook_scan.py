"""What the parser does not tell: formula and error cells, and sizes that would kill it.

Works on the parts of an .xlsx before any parser sees them. A form as the usual programs write it
takes a fast way over compiled patterns; everything else takes the careful one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice, product

from supervision.cells import address, letters
from supervision.files.gate_parts import attributes
from supervision.files.gate_words import BROKEN, RESAVE, UNUSUAL, Unreadable
from supervision.files.workbook_styles import percent_cells, percent_styles

MAX_ROWS = 20_000
MAX_COLUMNS = 400
_MAX_ARRAY = 20_000
"""Addresses named for one array formula; a form of ours has none."""

_WITHIN = rb'r="((?:[A-N]?[A-Z]|O[A-J])(?:[1-9]\d{0,3}|1\d{4}|20000))"'
"""References up to OJ20000, which is `MAX_COLUMNS` by `MAX_ROWS`."""
_CELL = re.compile(rb"<c(?: " + _WITHIN + rb"|[ \t\r\n>/])")
"""A cell; the group stays empty where it does not begin with a reference within the limits."""
_BEGIN = b'<c r="'
_ARRAY = re.compile(rb't="(?:array|dataTable)"')
_ROW = re.compile(rb'<row r="(\d+)"')
_TAG = re.compile(rb"<(?:[^\s<>/:]+:)?(row|c|f)(?=[\s/>])([^<>]*)>")
_SHEET = re.compile(rb"<(?:[^\s<>/:]+:)?sheet\s([^<>]*)>")
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_RELATION = re.compile(rb"<(?:[^\s<>/:]+:)?Relationship\s([^<>]*)>")
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")


@dataclass(frozen=True, slots=True)
class Marks:
    """Addresses of formulas, of error cells and of numbers shown as percentages in one sheet."""

    formulas: frozenset[str] = frozenset()
    errors: frozenset[str] = frozenset()
    percents: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Walk:
    """Where the careful way is, and what it has found."""

    sheet: str
    columns: int
    shares: tuple[str, ...] = ()  # numbers of the styles that show a percentage
    row: int = -1
    column: int = -1
    rows: set[int] = field(default_factory=set)
    cells: set[tuple[int, int]] = field(default_factory=set)
    formulas: set[str] = field(default_factory=set)
    errors: set[str] = field(default_factory=set)
    percents: set[str] = field(default_factory=set)


def marks(inflated: Mapping[str, bytes], columns: int = MAX_COLUMNS) -> dict[str, Marks] | None:
    """Marks by sheet name; None when the parts are no .xlsx (but an .ods, an .xlsb).

    Raises `Unreadable` for what must not reach a parser: a part with content in more `columns`.
    """
    parts = {name.lower(): content for name, content in inflated.items()}
    if "xl/workbook.xml" not in parts:
        return None
    shares = _shares(parts)
    return {name: _scan(_Walk(name, columns, shares), part) for name, part in _sheets(parts)}


def _sheets(parts: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Name and content of every worksheet, found through the workbook's own list."""
    relations = _relations(parts)
    for tag in _SHEET.findall(_list(parts, "xl/workbook.xml")):
        found = attributes(tag)
        identity = next((v for k, v in found.items() if k.endswith(":id")), "")
        target = relations.get(identity, "")
        if target in parts:
            yield found.get("name", ""), _part(parts, target)


def _relations(parts: Mapping[str, bytes]) -> dict[str, str]:
    found = _RELATION.findall(_list(parts, "xl/_rels/workbook.xml.rels"))
    pairs = [attributes(tag) for tag in found]
    return {pair.get("Id", ""): _path(pair.get("Target", "")) for pair in pairs}


def _shares(parts: Mapping[str, bytes]) -> tuple[str, ...]:
    """The styles that show a number as a percentage: 95% typed is kept as 0.95."""
    name = "xl/styles.xml"
    return percent_styles(_part(parts, name)) if name in parts else ()


def _part(parts: Mapping[str, bytes], name: str) -> bytes:
    """One part; in UTF-16 the patterns would see nothing, so it is refused."""
    if name not in parts:
        raise Unreadable(BROKEN)
    content = parts[name]
    if b"\0" in content[:200]:
        raise Unreadable(UNUSUAL)
    return content


def _list(parts: Mapping[str, bytes], name: str) -> bytes:
    """A part that lists others, without its comments: a parser does not see what stands there."""
    return _COMMENT.sub(b"", _part(parts, name))


def _path(target: str) -> str:
    """A relationship's target as the name of a part."""
    target = target.replace("\\", "/").lower()
    return target[1:] if target.startswith("/") else "xl/" + target.removeprefix("./")


def _scan(walk: _Walk, part: bytes) -> Marks:
    """The fast way, where the part begins as the usual programs write it."""
    start, end = part.find(b"<sheetData><row "), part.rfind(b"</sheetData>")
    body = part[start:end]
    cells = _CELL.findall(body)
    addresses = set(cells)
    if start < 0 or b"" in addresses:
        return _walked(walk, part)
    rows = _ROW.findall(body)
    if len(addresses) < len(cells) or len(set(rows)) < len(rows):
        raise Unreadable(_twice(walk.sheet))
    formulas, errors = body.split(b'"><f'), body.split(b' t="e"')
    if any(piece.startswith(b" ") for piece in formulas) and _ARRAY.search(body):
        return _walked(walk, part)
    return Marks(_owners(formulas), _owners(errors), percent_cells(body, walk.shares))


def _owners(pieces: list[bytes]) -> frozenset[str]:
    """References of the cells in which the pieces were split: the last one in each piece."""
    starts = (piece[piece.rfind(_BEGIN) + len(_BEGIN) :] for piece in pieces[:-1])
    return frozenset(start.partition(b'"')[0].decode("ascii") for start in starts)


def _twice(sheet: str) -> str:
    return f"工作表〔{sheet}〕里同一行或同一单元格出现了两次，不知以哪个为准。{RESAVE}"


def _walked(walk: _Walk, part: bytes) -> Marks:
    """The careful way: tag by tag, counting where references are left out."""
    for match in _TAG.finditer(part):
        found = attributes(match[2])
        if match[1] == b"row":
            _next_row(walk, found.get("r", ""))
        elif match[1] == b"c":
            _next_cell(walk, found, blank=match[2].endswith(b"/"))
        else:
            walk.formulas.update(_covered(walk, found))
    return Marks(frozenset(walk.formulas), frozenset(walk.errors), frozenset(walk.percents))


def _next_row(walk: _Walk, number: str) -> None:
    walk.row = int(number) - 1 if number.isdecimal() else walk.row + 1
    walk.column = -1
    if walk.row in walk.rows:
        raise Unreadable(_twice(walk.sheet))
    walk.rows.add(walk.row)


def _next_cell(walk: _Walk, found: dict[str, str], *, blank: bool) -> None:
    """Go to the next cell. A blank one, formatted only, may lie anywhere: parsers skip it."""
    if "r" in found:
        walk.row, walk.column = _place(found["r"])
    else:
        walk.column += 1
    if not blank and (walk.row >= MAX_ROWS or walk.column >= walk.columns):
        message = (
            f"工作表〔{walk.sheet}〕在 {address(walk.row, walk.column)} 处还有内容，超出"
            f"{MAX_ROWS}行、{letters(walk.columns - 1)}列的范围，未读取。"
            "请删除表格以外的内容后重新报送。"
        )
        raise Unreadable(message)
    if (walk.row, walk.column) in walk.cells:
        raise Unreadable(_twice(walk.sheet))
    walk.cells.add((walk.row, walk.column))
    if found.get("t") == "e":
        walk.errors.add(address(walk.row, walk.column))
    elif not blank and found.get("s") in walk.shares and found.get("t", "n") == "n":
        walk.percents.add(address(walk.row, walk.column))


def _covered(walk: _Walk, found: dict[str, str]) -> Iterator[str]:
    """Addresses that a formula fills: its own cell, or the whole range of an array."""
    yield address(walk.row, walk.column)
    first, _, last = found.get("ref", "").partition(":")
    if last and found.get("t") in {"array", "dataTable"}:
        (top, left), (bottom, right) = _place(first), _place(last)
        cells = product(range(top, bottom + 1), range(left, right + 1))
        yield from (address(*cell) for cell in islice(cells, _MAX_ARRAY))


def _place(reference: str) -> tuple[int, int]:
    """Zero-based row and column of a reference such as B3."""
    found = _REFERENCE.fullmatch(reference)
    if not found or int(found[2]) < 1:
        raise Unreadable(UNUSUAL)
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]) - 1, column - 1
