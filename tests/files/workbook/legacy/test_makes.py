"""What programs really write in the makes beside .xlsx: read where it is safe, else named."""

from __future__ import annotations

import math
import struct

import pytest
from kit import xls, xlsb
from kit.killers import archive, ods, ods_cell, ods_row
from kit.workbooks import only, parts_in, sentence

from ducha.values import cases
from ducha.values import reading as values

WORKSHEET = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"

# .xlsb


def test_a_chart_sheet_of_an_xlsb_is_no_table() -> None:
    """The other sheets are read."""
    rows = xlsb.sheet(xlsb.row(0, ["甲", 7.0]))
    parts = parts_in(xlsb.packed({"表": rows, "图": b""}))
    parts["xl/chartsheets/sheet1.bin"] = parts.pop("xl/worksheets/sheet2.bin")
    before, _, after = parts["xl/_rels/workbook.bin.rels"].rpartition(WORKSHEET)
    before = before.replace(b"worksheets/sheet2", b"chartsheets/sheet1")
    parts["xl/_rels/workbook.bin.rels"] = before + WORKSHEET.replace(b"work", b"chart") + after
    sheet = only(archive(parts))
    assert (sheet.name, sheet.rows) == ("表", (("甲", 7.0),))


def test_what_ends_too_early_is_the_files_own_fault() -> None:
    """The parser calls it an error of the system; the system has nothing to do with it."""
    assert "损坏" in sentence(xlsb.packed({"表": b""}))


# .xls


def excel_95(text: bytes, name: bytes = b"a") -> bytes:
    """A workbook of the fifth edition in the code page of Chinese Windows, with one text."""
    begin = xls.record(0x809, struct.pack("<4H", 0x500, 5, 0, 1995))
    begin += xls.record(0x42, struct.pack("<H", 936))
    name_record = struct.pack("<HB", 0, len(name)) + name
    at = len(begin) + len(xls.record(0x85, bytes(4) + name_record)) + len(xls.record(0x0A))
    listed = xls.record(0x85, struct.pack("<L", at) + name_record)
    page = xls.record(0x809, struct.pack("<4H", 0x500, 0x10, 0, 1995))
    label = xls.record(0x204, struct.pack("<4H", 0, 0, 0, len(text)) + text)
    stream = begin + listed + xls.record(0x0A) + page + label + xls.record(0x0A)
    return xls.compound({"Book": stream})


TORN = [
    ("Excel 95", excel_95("指标".encode("gbk"))),
    ("Excel 95, a name only", excel_95(b"", "进度".encode("gbk"))),
    ("a text", xls.workbook({"a": xls.cell(0, 0, "A\0S\0C\0")})),
    ("a shared text", xls.workbook({"a": xls.shared(0, 0, 0)}, xls.strings(["A\0"]))),
]


@pytest.mark.parametrize("data", [case[1] for case in TORN], ids=[case[0] for case in TORN])
def test_a_text_that_the_parser_tears_apart_is_refused(data: bytes) -> None:
    """It would be wrong in silence."""
    assert "文字读不准" in sentence(data)


@pytest.mark.parametrize("odd", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_never_counts(odd: float) -> None:
    """Old programs write it where a division failed; nor does it as a percentage."""
    (row,) = only(xls.workbook({"a": xls.cell(0, 0, odd)})).rows
    assert values.read(row[0]).number is None
    assert values.read(row[0]).rule is cases.NOT_FINITE
    assert values.read(row[0], whole=True).number is None
    assert values.read_percentage(odd).number is None


# .ods

PRETTY = """
 <table:table-row>
  <table:table-cell office:value-type="string">
   <text:p>甲<text:span> </text:span>乙</text:p>
   <text:p>丙 &amp; 丁</text:p>
  </table:table-cell>
  <table:table-cell table:number-columns-repeated="2"/>
  <table:table-cell office:value-type="float" office:value="7"><text:p>7</text:p>
  </table:table-cell>
 </table:table-row>
"""
SHAPE = '<draw:frame xmlns:draw="d"><text:p>已审核</text:p></draw:frame>'
NOTE = "<office:annotation>\n <text:p>批注</text:p></office:annotation>"
SIGNS = "<text:p>甲<text:tab/>乙<text:line-break/>丙</text:p>"


def text_cell(*inside: str) -> str:
    """A cell with a text and what else lies in it."""
    return f'<table:table-cell office:value-type="string">{"".join(inside)}</table:table-cell>'


# name, rows of XML, the values of the first row
ROWS = [
    ("white space between tags", PRETTY, ("甲 乙\n丙 & 丁", "", "", 7.0)),
    ("a comment", ods_row("<!-- <table:table-cell/> -->", ods_cell("甲")), ("甲",)),
    ("text with its own quotes", ods_row(ods_cell("<![CDATA[<甲>]]>")), ("<甲>",)),
    ("a drawing upon a cell", ods_row(text_cell(SHAPE, "<text:p>甲</text:p>")), ("甲",)),
    ("a remark to a cell", ods_row("\n", text_cell(NOTE, "<text:p>甲</text:p>")), ("甲",)),
    ("a tab and a new line", ods_row(text_cell(SIGNS)), ("甲\t乙\n丙",)),
    (
        "a blank between parts",
        ods_row(ods_cell("<text:a>甲</text:a> <text:a>乙</text:a>")),
        ("甲 乙",),
    ),
]


@pytest.mark.parametrize(
    ("rows", "expected"), [case[1:] for case in ROWS], ids=[case[0] for case in ROWS]
)
def test_an_ods_is_read_as_its_own_programs_read_it(
    rows: str, expected: tuple[object, ...]
) -> None:
    """Whatever stands between its tags and upon its cells."""
    assert only(ods(rows)).rows == (expected,)


MANIFEST = "META-INF/manifest.xml"
DOCTYPE = b"<!DOCTYPE manifest:manifest PUBLIC '-//OpenOffice.org//DTD Manifest 1.0//EN' 'M.dtd'>"
SECRET = (
    b'<manifest:file-entry manifest:full-path="%s">\n <manifest:encryption-data/>'
    b"</manifest:file-entry>"
)
UNREAD = [
    ("a list as of old", {MANIFEST: DOCTYPE + b"<manifest:manifest/>"}),
    ("a password for macros only", {MANIFEST: SECRET % b"Basic/a.xml", "Basic/a.xml": b"\1\2"}),
    ("a tool bar", {"Configurations2/toolbar/a.xml": DOCTYPE}),
    ("a preview", {"Thumbnails/thumbnail.png": b"\x89PNG"}),
]


@pytest.mark.parametrize("more", [case[1] for case in UNREAD], ids=[case[0] for case in UNREAD])
def test_parts_of_an_ods_that_nobody_reads_do_no_harm(more: dict[str, bytes]) -> None:
    """They never reach the parser, so they may hold what they like."""
    assert only(ods(ods_row(ods_cell("甲")), more=more)).rows == (("甲",),)


CLOSED = [
    ("its tables", ods("", more={"content.xml": b"\1\2", MANIFEST: SECRET % b"content.xml"})),
    ("the whole", archive({MANIFEST: SECRET % b"encrypted-package", "encrypted-package": b"\1"})),
]


@pytest.mark.parametrize("data", [case[1] for case in CLOSED], ids=[case[0] for case in CLOSED])
def test_an_ods_with_a_password_is_told_so(data: bytes) -> None:
    """Old and new programs do it in two ways."""
    assert "取消密码" in sentence(data)


def test_a_definition_in_the_tables_themselves_is_refused() -> None:
    """That part is read."""
    content = DOCTYPE.decode() + '<office:document-content xmlns:table="t"/>'
    assert "DOCTYPE" in sentence(ods("", content=content))
