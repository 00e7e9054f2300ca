"""What programs really write, in every make of workbook: read where it is safe, else named."""

from __future__ import annotations

import math
import struct
from io import BytesIO
from zipfile import ZipFile

import pytest
from kit import killers, xls, xlsb
from kit.killers import archive, cells, ods, ods_cell, ods_row, sheet, xlsx

from ducha.cells import Sheet
from ducha.files.inbox.kinds import Kind, kind
from ducha.files.workbook.reading import Unreadable, read
from ducha.values import reading as values

BOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
MACROS = "http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet"
WORKSHEET = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"


def changed(data: bytes, part: str, *pairs: tuple[bytes, bytes]) -> bytes:
    """The same archive with something replaced in one part."""
    with ZipFile(BytesIO(data)) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    for old, new in pairs:
        assert old in parts[part]
        parts[part] = parts[part].replace(old, new, 1)
    return archive(parts)


def sentence(data: bytes) -> str:
    """Give the sentence with which a file is refused."""
    with pytest.raises(Unreadable) as caught:
        read(data)
    assert str(caught.value).endswith("。")
    return str(caught.value)


def only(data: bytes) -> Sheet:
    """Give the one sheet of a workbook."""
    (found,) = read(data).sheets
    return found


# .xlsx

TWO = xlsx(sheet(cells("A1", "B2")), sheet(cells("A1")))
MODULE = changed(TWO, BOOK, (b"</sheets>", b'<sheet name="Module1" sheetId="9" r:id=""/></sheets>'))
TARGET = b'/worksheet" Target="worksheets/sheet2.xml"'


def macro_sheet() -> bytes:
    """The second sheet is one of macros as Excel 4 had them."""
    with ZipFile(BytesIO(TWO)) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    parts["xl/macrosheets/sheet1.xml"] = parts.pop("xl/worksheets/sheet2.xml")
    links = parts[RELATIONS]
    start = links.rindex(b'Type="', 0, links.index(TARGET))
    told = f'Type="{MACROS}" Target="macrosheets/sheet1.xml"'.encode()
    parts[RELATIONS] = links[:start] + told + links[links.index(TARGET) + len(TARGET) :]
    return archive(parts)


def test_sheets_of_old_macros_are_no_tables() -> None:
    """The parser gives up at them; the others are read."""
    assert [one.name for one in read(MODULE).sheets] == ["表1", "表2"]
    assert only(macro_sheet()).rows == ((1.0, ""), ("", 1.0))


def test_the_list_of_sheets_keeps_names_and_the_calendar() -> None:
    """Written anew without the macros: a date counted from 1904 stays the same day."""
    style = killers.styles(b'<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>')
    day = xlsx(sheet(b'<row r="1"><c r="A1" s="1"><v>1</v></c></row>'), more=style)
    module = (b"</sheets>", b'<sheet name="M" sheetId="9" r:id=""/></sheets>')
    named = ("表1".encode(), b"a&amp;b&quot;")
    data = changed(day, BOOK, (b"<sheets>", b'<workbookPr date1904="1"/><sheets>'), module, named)
    assert only(data).name == 'a&b"'
    assert str(only(data).rows[0][0]) == "1904-01-02"


def test_a_sheet_that_leads_nowhere_is_not_passed_over() -> None:
    """Only sheets of macros may be missing without a word."""
    assert "损坏" in sentence(changed(TWO, BOOK, (b'r:id="rId2"', b'r:id="rId7"')))


SIZES = ('ref="1:5"', 'ref="A1:XFD1048576"', 'ref=""', "ref='A1'")


@pytest.mark.parametrize("size", SIZES)
def test_what_a_sheet_says_of_its_own_size_is_not_handed_on(size: str) -> None:
    """Some programs write rows or columns only, at which the parser gives up."""
    told = xlsx(sheet(cells("A1", "B2"), before=f"<dimension {size}/>".encode()))
    assert only(told).rows == ((1.0, ""), ("", 1.0))


def test_what_is_remembered_of_other_workbooks_is_no_sheet() -> None:
    """It gives the first row once for each of their sheets."""
    rows = b'<sheetData sheetId="%d"><row r="1"><cell r="A1"><v>1</v></cell></row></sheetData>'
    link = b"<externalLink><externalBook><sheetDataSet>" + rows % 0 + rows % 1
    part = {"xl/externalLinks/externalLink1.xml": link + b"</sheetDataSet></externalBook>"}
    assert only(xlsx(sheet(cells("A1")), more=part)).rows == ((1.0,),)


def test_a_formula_in_a_rule_for_colours_is_no_cell_s() -> None:
    """It stands behind the cells, under the same name but for its prefix."""
    rule = b'<extLst xmlns:xm="m"><ext><xm:f>A1</xm:f></ext></extLst>'
    row = b' <row r="3"><c r="C3"><f>1+1</f><v>2</v></c><c r="D3"><v>1</v></c></row>'
    assert only(xlsx(sheet(row, after=rule))).formulas == {"C3"}


# .xlsb


def test_a_chart_sheet_of_an_xlsb_is_no_table() -> None:
    """The other sheets are read."""
    rows = xlsb.sheet(xlsb.row(0, ["甲", 7.0]))
    with ZipFile(BytesIO(xlsb.packed({"表": rows, "图": b""}))) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    parts["xl/chartsheets/sheet1.bin"] = parts.pop("xl/worksheets/sheet2.bin")
    before, _, after = parts["xl/_rels/workbook.bin.rels"].rpartition(WORKSHEET)
    before = before.replace(b"worksheets/sheet2", b"chartsheets/sheet1")
    parts["xl/_rels/workbook.bin.rels"] = before + WORKSHEET.replace(b"work", b"chart") + after
    found = only(archive(parts))
    assert (found.name, found.rows) == ("表", (("甲", 7.0),))


def test_what_ends_too_early_is_the_files_own_fault() -> None:
    """The parser calls it an error of the system; the system has nothing to do with it."""
    assert "损坏" in sentence(xlsb.packed({"表": b""}))


# .xls


def excel_95(text: bytes, name: bytes = b"a") -> bytes:
    """A workbook of the fifth edition in the code page of Chinese Windows, with one text."""
    begin = xls.record(0x809, struct.pack("<4H", 0x500, 5, 0, 1995))
    begin += xls.record(0x42, struct.pack("<H", 936))
    told = struct.pack("<HB", 0, len(name)) + name
    at = len(begin) + len(xls.record(0x85, bytes(4) + told)) + len(xls.record(0x0A))
    listed = xls.record(0x85, struct.pack("<L", at) + told)
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
    assert (values.read(row[0]).number, values.read(row[0]).code) == (None, "not_finite")
    assert values.read(row[0], whole=True).number is None
    assert values.percentage(odd).number is None


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
    ("rows", "found"), [case[1:] for case in ROWS], ids=[case[0] for case in ROWS]
)
def test_an_ods_is_read_as_its_own_programs_read_it(rows: str, found: tuple[object, ...]) -> None:
    """Whatever stands between its tags and upon its cells."""
    assert only(ods(rows)).rows == (found,)


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


# what is no workbook, only called so

MHT = b"""MIME-Version: 1.0
X-Document-Type: Workbook
Content-Type: multipart/related; boundary="b"

This document is a Single File Web Page.
"""
SAVED_PAGE = b"From: <Saved by Blink>\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: a\r\n\r\n"
XML_2003 = (
    b'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n'
    b'<ss:Workbook xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"/>'
)
FLAT = b'<?xml version="1.0"?>\n<office:document xmlns:office="o"/>'
EXCEL_HTML = b'\r\n\r\n<html xmlns:x="urn:schemas-microsoft-com:office:excel"><table><tr><td>1'
PLAIN = "编码,本月累计\n一.1-1,3\n"

# name, bytes, words of the sentence
OTHERS = [
    ("a page of a table alone", b"<table border=1><tr><td>1</td></tr></table>", "网页（HTML）"),
    ("a page by Excel", EXCEL_HTML, "网页（HTML）"),
    ("a page in UTF-16", "<html><table>".encode("utf-16"), "网页（HTML）"),
    ("a whole page", b"<!DOCTYPE html>\n<HTML lang='zh'>", "网页（HTML）"),
    ("XML 2003", XML_2003, "XML 表格 2003"),
    ("flat ODF", FLAT, "ODF"),
    ("other XML", b'<?xml version="1.0"?><a/>', "XML"),
    ("a single-file page", MHT, "MHT"),
    ("a page saved by a browser", SAVED_PAGE, "MHT"),
    ("gzip", b"\x1f\x8b\x08\0", "gz"),
    ("SYLK", b"ID;PWXL;N;E\r\n", "SYLK"),
    ("Excel 2", b"\x09\0\4\0\2\0\x10\0", "很旧的 Excel"),
    ("Excel 3", b"\x09\2\6\0\0\0\x10\0\0\0", "很旧的 Excel"),
    ("Excel 4", b"\x09\4\6\0\0\0\x10\0\0\0", "很旧的 Excel"),
    ("CSV", PLAIN.encode(), "CSV"),
    ("CSV by Windows, cut in a character", ("值" * 4000).encode("gbk")[1:], "CSV"),
    ("CSV by Excel as Unicode", PLAIN.encode("utf-16"), "CSV"),
    ("enciphered", bytes(range(128, 256)) + bytes(range(128)), "加密软件"),
    ("white space alone", b"\xef\xbb\xbf \r\n", "空的"),
]


@pytest.mark.parametrize(
    ("data", "words"), [case[1:] for case in OTHERS], ids=[case[0] for case in OTHERS]
)
def test_what_is_only_called_a_workbook_is_called_by_its_name(data: bytes, words: str) -> None:
    """And the sender learns what to do."""
    found = sentence(data)
    assert words in found
    assert words == "空的" or "另存为 .xlsx" in found or "请解压" in found


def test_a_single_file_page_is_no_mail() -> None:
    """It begins like one, and its parts are no attachments; a mail about one is a mail."""
    assert kind("市教体局.xls", MHT) == (Kind.WORKBOOK, "")
    assert kind("市教体局.mht", SAVED_PAGE) == (Kind.WORKBOOK, "")
    mail = (
        b"MIME-Version: 1.0\nFrom: a@b.cn\nContent-Type: multipart/related\n\nX-Document-Type: W\n"
    )
    assert kind("市教体局.eml", mail) == (Kind.MAIL, "")


def test_an_ods_that_does_not_say_so_is_no_plain_archive() -> None:
    """What is in it is listed by nobody as a file of its own."""
    data = archive({MANIFEST: b"<manifest/>", "content.xml": b"<a/>"})
    assert kind("市教体局.ods", data) == (Kind.WORKBOOK, "")
    assert "其他文档" in sentence(data)
