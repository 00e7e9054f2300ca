"""The least .xlsb that a reader takes, written record by record: no library of ours writes one."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Sequence
from io import BytesIO

Value = str | float

_TYPES = """<?xml version="1.0"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
</Types>"""
_RELATIONS = """<?xml version="1.0"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}
</Relationships>"""
_RELATION = """<Relationship Id="rId{0}" Target="worksheets/sheet{0}.bin"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"/>"""

_BEGIN_BOOK, _END_BOOK, _BEGIN_SHEETS, _END_SHEETS, _SHEET = 131, 132, 143, 144, 156
_BEGIN_SHEET, _END_SHEET, _BEGIN_DATA, _END_DATA, _SIZE = 129, 130, 145, 146, 148
_ROW, _BLANK, _NUMBER, _TEXT, _ERROR = 0, 1, 5, 6, 3
_REF = 0x17


def workbook(sheets: dict[str, Sequence[Sequence[Value]]]) -> bytes:
    """Sheets of texts and numbers; the text #REF! becomes an error cell."""
    return packed({name: _sheet(rows) for name, rows in sheets.items()})


def packed(sheets: dict[str, bytes], more: dict[str, bytes] | None = None) -> bytes:
    """Sheets as records, and parts that stand beside them or in their place."""
    out = BytesIO()
    numbers = range(1, len(sheets) + 1)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        relations = "".join(_RELATION.format(number) for number in numbers)
        archive.writestr("xl/_rels/workbook.bin.rels", _RELATIONS.format(relations))
        parts = {f"xl/worksheets/sheet{n}.bin": one for n, one in enumerate(sheets.values(), 1)}
        parts |= {"xl/workbook.bin": book(list(sheets))} | (more or {})
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def record(kind: int, content: bytes = b"") -> bytes:
    """One record: its kind and its length in steps of seven bits, then the content."""
    name = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length, rest = b"", len(content)
    while True:
        rest, low = rest >> 7, rest & 0x7F
        length += bytes([low | (0x80 if rest else 0)])
        if not rest:
            return name + length + content


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def book(names: Sequence[str], more: bytes = b"") -> bytes:
    """The list of sheets, and what stands after it."""
    sheets = b"".join(
        record(_SHEET, struct.pack("<II", 0, number) + _wide(f"rId{number}") + _wide(name))
        for number, name in enumerate(names, start=1)
    )
    return (
        record(_BEGIN_BOOK)
        + record(_BEGIN_SHEETS)
        + sheets
        + record(_END_SHEETS)
        + more
        + record(_END_BOOK)
    )


def _sheet(rows: Sequence[Sequence[Value]]) -> bytes:
    body = b"".join(row(number, one) for number, one in enumerate(rows))
    return sheet(body, (0, len(rows) - 1, 0, max(map(len, rows)) - 1))


def sheet(body: bytes, box: tuple[int, int, int, int] = (0, 0, 0, 0)) -> bytes:
    """A sheet around its rows, and what it says of its own size."""
    size = struct.pack("<IIII", *box)
    return (
        record(_BEGIN_SHEET)
        + record(_SIZE, size)
        + record(_BEGIN_DATA)
        + body
        + record(_END_DATA)
        + record(_END_SHEET)
    )


def row(number: int, values: Sequence[Value], first: int = 0) -> bytes:
    """A row of cells, counted from 0; blanks are left out."""
    cells = b"".join(cell(at, value) for at, value in enumerate(values, first) if value != "")
    return record(_ROW, struct.pack("<IIHBBBI", number, 0, 0x12C, 0, 0, 0, 0)) + cells


def blank(number: int, column: int) -> bytes:
    """A row of one cell that has a format only."""
    return row(number, []) + record(_BLANK, struct.pack("<II", column, 0))


def cell(column: int, value: Value) -> bytes:
    """One cell."""
    place = struct.pack("<II", column, 0)
    if value == "#REF!":
        return record(_ERROR, place + bytes([_REF]))
    if isinstance(value, str):
        return record(_TEXT, place + _wide(value))
    return record(_NUMBER, place + struct.pack("<d", value))
