"""What the parser does not tell of an .xlsx: formula and error cells, and sizes that would kill it.

Works on the parts before any parser sees them. A form as the usual programs write it takes a
fast way over compiled patterns; everything else takes the careful one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import product

from ducha.files.workbook.gate.bounds import RemainingBounds
from ducha.files.workbook.gate.marks import Marks
from ducha.files.workbook.gate.parts import BLANK
from ducha.files.workbook.gate.refusals import BROKEN, TOO_BIG, UNUSUAL, Unreadable
from ducha.files.workbook.gate.xml import elements
from ducha.files.workbook.xlsx import strings
from ducha.files.workbook.xlsx.dress import with_dress
from ducha.files.workbook.xlsx.formats import CellFormats, styled_cells, telling_styles
from ducha.files.workbook.xlsx.walk import CELL_KINDS, explain_repeat, walk_sheet

_MAX_SHEETS = 48 * 1024**2
"""Bytes of all sheets: the texts and numbers that stand in them cannot be more."""

_WITHIN = rb'r="((?:[A-N]?[A-Z]|O[A-J])(?:[1-9]\d{0,3}|1\d{4}|20000))"'
"""References up to OJ20000, which is `MAX_COLUMNS` by `MAX_ROWS`."""
_CELL = re.compile(rb"<c(?: " + _WITHIN + rb"|[ \t\r\n>/])")
"""A cell; the group stays empty where it does not begin with a reference within the limits."""
_BEGIN = b'<c r="'
_PREFIXED = re.compile(rb":c[ \t\r\n>/]")
_ARRAY = re.compile(rb't="(?:array|dataTable)"')
_KIND = re.compile(rb"[ \t\r\n]t[ \t\r\n]*=[ \t\r\n]*(\"[^\"]{0,20}\"?|'[^']{0,20}'?)")
_KINDS = frozenset(kind.encode("ascii") for kind in {*CELL_KINDS, "shared", "normal"})
"""What a cell or its formula may say of itself in the usual way of writing."""
_ROW = re.compile(rb'<row r="(\d+)"')

_LARGE = 4 * 1024**2
"""Bytes in which there may be too many cells to gather them all."""

_ENDING = b"</sheetData>"
_SECOND = re.compile(rb"</v>\s*<(?!/)|<v>[^<]*<(?!/v>)")
"""Something more in a cell that has a value already, or in the value."""
_BETWEEN = (b"<!", b"<?")
_TABLE = b"sst"
_DATA, _DATA_WIDE = b"sheetData", "sheetData".encode("utf-16-le")[1:-1]
_DIGITS, _LETTERS = b"0123456789", b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_BOXES = (0, 0, 234, 3_600, 39_600)
"""The most cells that the box around references of at most so many characters can have."""


def marks(inflated: Mapping[str, bytes], bounds: RemainingBounds) -> dict[str, Marks]:
    """Marks by sheet name. Raises `Unreadable` for what must not reach a parser.

    Parts with cells that the workbook's own list does not name are measured too: who reads
    the list otherwise than we do must not be killed by them.
    """
    parts = {name.lower(): content for name, content in inflated.items()}
    styles = _cell_formats(parts)
    listed = tuple(_sheets(parts, bounds))
    targets = {target for _, target in listed}
    others = [
        name for name, content in parts.items() if name not in targets and _has_cells(content)
    ]
    sheets = [_part(parts, name) for name in (*targets, *others)]
    if len(targets) < len(listed):
        raise Unreadable(UNUSUAL)
    if sum(map(len, sheets)) > _MAX_SHEETS:
        raise Unreadable(TOO_BIG)
    before = bounds.cells
    by_sheet = {name: _scan(name, parts[target], bounds, styles) for name, target in listed}
    for target in others:
        _scan(target, parts[target], bounds, styles)
    tables = [part for name, part in parts.items() if name not in targets and _TABLE in part]
    _check_whole(_DATA, sheets)
    _check_whole(_TABLE, tables)
    strings.check_strings(tables, sheets, before - bounds.cells, bounds)
    return with_dress(parts, dict(listed), by_sheet)


def _has_cells(content: bytes) -> bool:
    """Whether a part may be a sheet, in whatever encoding."""
    is_xml = content.lstrip(BLANK)[:1] == b"<"
    return is_xml and (_DATA in content or (b"\0" in content[:200] and _DATA_WIDE in content))


def _sheets(parts: Mapping[str, bytes], bounds: RemainingBounds) -> Iterator[tuple[str, str]]:
    """Name of every worksheet and of its part, found through the workbook's own list."""
    relations = _relations(parts, bounds)
    for element in elements(_part(parts, "xl/workbook.xml"), bounds, "sheet"):
        identity = next((v for k, v in element.items() if k.endswith(":id")), "")
        target = relations.get(identity, "")
        if target in parts:
            yield element.get("name", ""), target


def _relations(parts: Mapping[str, bytes], bounds: RemainingBounds) -> dict[str, str]:
    pairs = elements(_part(parts, "xl/_rels/workbook.xml.rels"), bounds, "Relationship")
    return {pair.get("Id", ""): _path(pair.get("Target", "")) for pair in pairs}


def _cell_formats(parts: Mapping[str, bytes]) -> CellFormats:
    """The styles that show a number as another: 95% typed is kept as 0.95."""
    name = "xl/styles.xml"
    return telling_styles(_part(parts, name)) if name in parts else CellFormats()


def _part(parts: Mapping[str, bytes], name: str) -> bytes:
    """One part; in UTF-16 the patterns would see nothing, so it is refused."""
    if name not in parts:
        raise Unreadable(BROKEN)
    content = parts[name]
    if b"\0" in content[:200]:
        raise Unreadable(UNUSUAL)
    return content


def _path(target: str) -> str:
    """A relationship's target as the name of a part."""
    target = target.replace("\\", "/").lower()
    return target[1:] if target.startswith("/") else "xl/" + target.removeprefix("./")


def _check_whole(name: bytes, parts: Iterable[bytes]) -> None:
    """Nothing stands in the middle of a value that a parser would leave out: 3<!-- -->7 is no 3.

    No spreadsheet program writes comments, instructions or marked sections among its cells.
    """
    for part, sign in product(parts, _BETWEEN):
        begin, end = part.find(name), part.rfind(name)
        # A single letter is found much faster than two.
        if part.find(sign[1:], begin, end) >= 0 and part.find(sign, begin, end) >= 0:
            raise Unreadable(UNUSUAL)


def _scan(sheet: str, part: bytes, bounds: RemainingBounds, styles: CellFormats) -> Marks:
    """The fast way, where a sheet looks as the usual programs write it, else the careful one."""
    start, end = part.find(b"<sheetData><row "), part.rfind(_ENDING)
    outside = (part[:start], part[end + len(_ENDING) :])
    if start < 0 or any(_DATA in piece for piece in outside):
        return walk_sheet(sheet, part, bounds, styles)
    before = bounds.cells
    fast_marks = _scan_fast(sheet, part[start:end], bounds, styles)
    if fast_marks is None:
        bounds.cells = before
        return walk_sheet(sheet, part, bounds, styles)
    return fast_marks


def _scan_fast(
    sheet: str, body: bytes, bounds: RemainingBounds, styles: CellFormats
) -> Marks | None:
    """Marks from the rows of a sheet; None where they are not written in the usual way."""
    counted = body.count(b"<c") if len(body) > _LARGE else 0
    bounds.take_cells(counted)
    cells = _CELL.findall(body)
    addresses = set(cells)
    if b"" in addresses or not _is_usual(body):
        return None
    bounds.take_cells(len(cells) - counted)
    rows = _ROW.findall(body)
    if len(addresses) < len(cells) or len(set(rows)) < len(rows):
        raise Unreadable(explain_repeat(sheet))
    formulas, errors = body.split(b'"><f'), body.split(b' t="e"')
    if any(piece.startswith(b" ") for piece in formulas) and _ARRAY.search(body):
        return None
    if not _takes_box(sheet, addresses, bounds):
        return None
    return Marks(
        formulas=_owners(formulas),
        errors=_owners(errors),
        percents=styled_cells(body, styles.percents),
        altered=styled_cells(body, styles.altered),
    )


def _is_usual(body: bytes) -> bool:
    """Whether values, names of tags and kinds of cells are written as the usual programs do."""
    if _SECOND.search(body) or (b":" in body and _PREFIXED.search(body)):
        return False
    return all(kind.strip(b"\"'") in _KINDS for kind in set(_KIND.findall(body)))


def _takes_box(sheet: str, addresses: set[bytes], bounds: RemainingBounds) -> bool:
    """Take the box of these cells: from above by their longest address, exactly if it is big.

    False where it would be too big, but perhaps only with cells that are blank.
    """
    longest = max(map(len, addresses), default=0)
    if longest < len(_BOXES) and bounds.is_small(_BOXES[longest]):
        return True
    together = b" ".join(addresses)
    rows = max(map(int, together.translate(None, _LETTERS).split()))
    columns = max(map(_column, set(together.translate(None, _DIGITS).split())))
    if rows * columns > bounds.area:
        return False
    bounds.take_box(sheet, rows, columns)
    return True


def _column(name: bytes) -> int:
    """Number of a column from its letters, the first being 1."""
    number = 0
    for letter in name:
        number = number * 26 + letter - 64
    return number


def _owners(pieces: list[bytes]) -> frozenset[str]:
    """References of the cells in which the pieces were split: the last one in each piece."""
    starts = (piece[piece.rfind(_BEGIN) + len(_BEGIN) :] for piece in pieces[:-1])
    return frozenset(start.partition(b'"')[0].decode("ascii", "replace") for start in starts)
