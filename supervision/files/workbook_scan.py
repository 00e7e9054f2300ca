"""What the parser does not tell: formula and error cells, and sizes that would kill it.

Works on the bytes of an .xlsx before any parser sees them. A form as the usual programs write it
takes a fast way over compiled patterns; everything else takes the careful one.
"""

from __future__ import annotations

import html
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from itertools import islice, product
from zipfile import BadZipFile, ZipFile, ZipInfo

from supervision.cells import address, letters
from supervision.files.workbook_styles import percent_cells, percent_styles

MAX_ENTRIES = 500
MAX_PART = 32 * 1024**2
MAX_TOTAL = 128 * 1024**2
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
_ATTRIBUTE = re.compile(rb"""([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_SHEET = re.compile(rb"<(?:[^\s<>/:]+:)?sheet\s([^<>]*)>")
_RELATION = re.compile(rb"<(?:[^\s<>/:]+:)?Relationship\s([^<>]*)>")
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")

_RESAVE = "请用 Excel 或 WPS 打开后另存为 .xlsx 再报。"
_BROKEN = f"文件已损坏或不完整，无法读取。请单位重新发送；如能打开，{_RESAVE}"
_UNUSUAL = f"文件的内部写法不常见，无法安全读取。{_RESAVE}"


class Unreadable(Exception):  # noqa: N818 - a verdict on a file somebody sent, not an error of ours
    """A file that is no workbook we can read; the sentence says what it is and what to do."""


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


def marks(data: bytes, columns: int = MAX_COLUMNS) -> dict[str, Marks] | None:
    """Marks by sheet name; None when the zip is no .xlsx (an .ods, an .xlsb).

    Raises `Unreadable` for what must not reach a parser: a part with content in more `columns`.
    """
    try:
        with ZipFile(BytesIO(data)) as archive:
            parts = _parts(archive)
            if "xl/workbook.xml" not in parts:
                return None
            shares = _shares(archive, parts)
            return {
                name: _scan(_Walk(name, columns, shares), part)
                for name, part in _sheets(archive, parts)
            }
    except (BadZipFile, EOFError, zlib.error, NotImplementedError, OverflowError) as error:
        raise Unreadable(_BROKEN) from error


def _parts(archive: ZipFile) -> dict[str, ZipInfo]:
    """Entries by normalised name, within the limits that our own forms keep easily."""
    entries = archive.infolist()
    sizes = [entry.file_size for entry in entries]
    if len(entries) > MAX_ENTRIES or max(sizes, default=0) > MAX_PART or sum(sizes) > MAX_TOTAL:
        message = f"文件解开后过大，不像填报表，未读取。请检查是否发错；如确为填报表，{_RESAVE}"
        raise Unreadable(message)
    if any(entry.flag_bits & 1 for entry in entries):
        message = "压缩包加了密码，程序打不开。请取消密码后重新报送。"
        raise Unreadable(message)
    parts = {entry.filename.replace("\\", "/").lower(): entry for entry in entries}
    if len(parts) != len(entries):
        raise Unreadable(_UNUSUAL)
    return parts


def _sheets(archive: ZipFile, parts: dict[str, ZipInfo]) -> Iterator[tuple[str, bytes]]:
    """Name and content of every worksheet, found through the workbook's own list."""
    relations = _relations(archive, parts)
    for attributes in _SHEET.findall(_part(archive, parts, "xl/workbook.xml")):
        found = _attributes(attributes)
        identity = next((v for k, v in found.items() if k.endswith(":id")), "")
        target = relations.get(identity, "")
        if target in parts:
            yield found.get("name", ""), _part(archive, parts, target)


def _relations(archive: ZipFile, parts: dict[str, ZipInfo]) -> dict[str, str]:
    found = _RELATION.findall(_part(archive, parts, "xl/_rels/workbook.xml.rels"))
    pairs = [_attributes(attributes) for attributes in found]
    return {pair.get("Id", ""): _path(pair.get("Target", "")) for pair in pairs}


def _shares(archive: ZipFile, parts: dict[str, ZipInfo]) -> tuple[str, ...]:
    """The styles that show a number as a percentage: 95% typed is kept as 0.95."""
    name = "xl/styles.xml"
    return percent_styles(_part(archive, parts, name)) if name in parts else ()


def _part(archive: ZipFile, parts: dict[str, ZipInfo], name: str) -> bytes:
    """One part; in UTF-16 the patterns would see nothing, so it is refused."""
    if name not in parts:
        raise Unreadable(_BROKEN)
    content = archive.read(parts[name])
    if b"\0" in content[:200]:
        raise Unreadable(_UNUSUAL)
    return content


def _path(target: str) -> str:
    """A relationship's target as the name of a part."""
    target = target.replace("\\", "/").lower()
    return target[1:] if target.startswith("/") else "xl/" + target.removeprefix("./")


def _attributes(tag: bytes) -> dict[str, str]:
    found = _ATTRIBUTE.findall(tag)
    return {
        name.decode("utf-8", "replace"): html.unescape((one or two).decode("utf-8", "replace"))
        for name, one, two in found
    }


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
    return f"工作表〔{sheet}〕里同一行或同一单元格出现了两次，不知以哪个为准。{_RESAVE}"


def _walked(walk: _Walk, part: bytes) -> Marks:
    """The careful way: tag by tag, counting where references are left out."""
    for match in _TAG.finditer(part):
        found = _attributes(match[2])
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
        raise Unreadable(_UNUSUAL)
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]) - 1, column - 1
