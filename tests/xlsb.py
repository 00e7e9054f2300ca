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
_ROW, _NUMBER, _TEXT, _ERROR = 0, 5, 6, 3
_REF = 0x17


def workbook(sheets: dict[str, Sequence[Sequence[Value]]]) -> bytes:
    """Sheets of texts and numbers; the text #REF! becomes an error cell."""
    out = BytesIO()
    numbers = range(1, len(sheets) + 1)
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        relations = "".join(_RELATION.format(number) for number in numbers)
        archive.writestr("xl/_rels/workbook.bin.rels", _RELATIONS.format(relations))
        archive.writestr("xl/workbook.bin", _book(list(sheets)))
        for number, rows in zip(numbers, sheets.values(), strict=True):
            archive.writestr(f"xl/worksheets/sheet{number}.bin", _sheet(rows))
    return out.getvalue()


def _record(kind: int, content: bytes = b"") -> bytes:
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


def _book(names: Sequence[str]) -> bytes:
    sheets = b"".join(
        _record(_SHEET, struct.pack("<II", 0, number) + _wide(f"rId{number}") + _wide(name))
        for number, name in enumerate(names, start=1)
    )
    return (
        _record(_BEGIN_BOOK)
        + _record(_BEGIN_SHEETS)
        + sheets
        + _record(_END_SHEETS)
        + _record(_END_BOOK)
    )


def _sheet(rows: Sequence[Sequence[Value]]) -> bytes:
    size = struct.pack("<IIII", 0, len(rows) - 1, 0, max(map(len, rows)) - 1)
    body = b"".join(_row(number, row) for number, row in enumerate(rows))
    return (
        _record(_BEGIN_SHEET)
        + _record(_SIZE, size)
        + _record(_BEGIN_DATA)
        + body
        + _record(_END_DATA)
        + _record(_END_SHEET)
    )


def _row(number: int, row: Sequence[Value]) -> bytes:
    cells = b"".join(_cell(at, value) for at, value in enumerate(row) if value != "")
    return _record(_ROW, struct.pack("<IIHBBBI", number, 0, 0x12C, 0, 0, 0, 0)) + cells


def _cell(column: int, value: Value) -> bytes:
    place = struct.pack("<II", column, 0)
    if value == "#REF!":
        return _record(_ERROR, place + bytes([_REF]))
    if isinstance(value, str):
        return _record(_TEXT, place + _wide(value))
    return _record(_NUMBER, place + struct.pack("<d", value))
