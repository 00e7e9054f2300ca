"""What cells of .ods and .xls show beside their values, as the makes tell it."""

from __future__ import annotations

import struct

from kit import xls
from kit.killers import ods, ods_cell, ods_row
from kit.workbooks import only

_PLACES = "urn:oasis:names:tc:opendocument:xmlns:"
_SPACES = " ".join(
    f'xmlns:{name}="{_PLACES}{place}:1.0"'
    for name, place in (
        *(("office", "office"), ("table", "table"), ("text", "text"), ("style", "style")),
        *(("dc", "dc"), ("fo", "fo")),
    )
)
STYLES = (
    '<office:automatic-styles><style:style style:name="out" style:family="table-cell">'
    '<style:text-properties style:text-line-through-type="single"/></style:style>'
    '<style:style style:name="up" style:family="text">'
    '<style:text-properties style:text-position="33% 58%"/></style:style>'
    '<style:style style:name="plain" style:family="text">'
    '<style:text-properties style:text-position="0% 100%" style:text-line-through-type="none"/>'
    "</style:style></office:automatic-styles>"
)


def figure(number: int, more: str = "", inside: str = "") -> str:
    """A cell with a number."""
    value = f'office:value-type="float" office:value="{number}"'
    return f"<table:table-cell {value} {more}>{inside}<text:p>{number}</text:p></table:table-cell>"


def words(inside: str) -> str:
    """A cell with a text in pieces."""
    text = f"<text:p>{inside}</text:p>"
    return f'<table:table-cell office:value-type="string">{text}</table:table-cell>'


def test_what_an_ods_tells() -> None:
    """Merged, struck out, a footnote, a comment (R6.400, R6.401, R6.430, R6.431)."""
    note = (
        "<office:annotation><dc:creator>张三</dc:creator><dc:date>2024-05-20</dc:date>"
        "<text:p>待审计</text:p></office:annotation>"
    )
    ours = note.replace("张三", "民生实事督查")
    rows = (
        ods_row(figure(7, 'table:number-rows-spanned="3"'), figure(5, 'table:style-name="out"'))
        + ods_row(ods_cell(), ods_cell(), words('38<text:span text:style-name="up">1</text:span>'))
        + ods_row(figure(4, "", note), figure(6, "", ours))
        + ods_row(words('3<text:span text:style-name="plain">8</text:span>'))
    )
    table = f'<table:table table:name="表">{rows}</table:table>'
    body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    whole = f"<office:document-content {_SPACES}>{STYLES}{body}</office:document-content>"
    sheet = only(ods("", content=whole))
    assert sheet.merged == ("A1:A3",)
    assert sheet.struck == {"B1"}
    assert sheet.raised == (("C2", "38"),)
    assert sheet.notes == (("A3", "待审计"),)


def font(look: int) -> bytes:
    """A font with this look: 8 is struck out."""
    return xls.record(0x31, struct.pack("<2H", 200, look) + bytes(10) + b"\1\0a")


def styled(row: int, column: int, number: float, style: int) -> bytes:
    """A number in a cell style."""
    return xls.record(0x203, struct.pack("<3Hd", row, column, style, number))


def test_what_an_xls_tells() -> None:
    """Merged, and struck out as a whole; font 4 is never there (R6.400, R6.401)."""
    fonts = b"".join(map(font, (0, 8, 0, 0, 8)))
    styles = b"".join(xls.record(0xE0, struct.pack("<H", n) + bytes(18)) for n in (0, 1, 5, 3))
    cells = b"".join(styled(0, column, 7.0, column) for column in range(4))
    merged = xls.record(0xE5, struct.pack("<H4H", 1, 0, 2, 1, 1))
    sheet = only(xls.workbook({"a": cells + merged}, fonts + styles))
    assert sheet.rows == ((7.0, 7.0, 7.0, 7.0),)
    assert sheet.merged == ("B1:B3",)
    assert sheet.struck == {"B1", "C1"}
