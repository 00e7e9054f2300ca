"""The reader that every file goes through: values, marks, and verdicts instead of crashes."""

from __future__ import annotations

import pickle
import re
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from kit.tables import workbook as book_of
from openpyxl import Workbook

from ducha.files.workbook.reading import Unreadable, read
from ducha.files.writing.sheet import MARK, clean, height, new_workbook, number, text

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SHEET = "xl/worksheets/sheet1.xml"
END = b"</sheetData>"


def written(fill: Callable[[Workbook], None]) -> bytes:
    """Give the bytes of a workbook that another program writes."""
    book = Workbook()
    fill(book)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def patched(data: bytes, old: bytes, new: bytes, part: str = SHEET) -> bytes:
    """The same workbook with something replaced in one part."""
    buffer = BytesIO()
    with ZipFile(BytesIO(data)) as source, ZipFile(buffer, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == part:
                assert old in content
                content = content.replace(old, new)
            target.writestr(name, content)
    return buffer.getvalue()


def with_row(row: bytes) -> bytes:
    """A small sheet 表 that ends in this row of XML."""
    return patched(book_of({"表": "| 甲 | 乙 |\n| 1 | 2 |"}), END, row + END)


def sentence(data: bytes) -> str:
    """Give the sentence with which a file is refused."""
    with pytest.raises(Unreadable) as caught:
        read(data)
    return str(caught.value)


def test_values_are_plain_and_rows_begin_at_a1() -> None:
    """Addresses hold, numbers are floats, and the whole can be sent to another process."""

    def fill(book: Workbook) -> None:
        sheet = book.active
        sheet.title = "进度填报"
        sheet["B3"], sheet["C3"], sheet["D3"] = "指标", 12, 0.5
        sheet["B4"], sheet["C4"] = True, datetime(2024, 5, 28, 17, 30)  # noqa: DTZ001 - a cell

    cells = read(written(fill))
    sheet = cells.sheet("进度填报")
    assert sheet is not None
    assert sheet.rows == (
        ("", "", "", ""),
        ("", "", "", ""),
        ("", "指标", 12.0, 0.5),
        ("", True, datetime(2024, 5, 28, 17, 30), ""),  # noqa: DTZ001 - a cell
    )
    assert type(sheet.rows[2][2]) is float
    assert pickle.loads(pickle.dumps(cells)) == cells  # noqa: S301 - our own bytes


def test_formulas_and_error_cells_are_named_by_sheet() -> None:
    """The parser hides both; a sheet name is read with its entities."""

    def fill(book: Workbook) -> None:
        book.active.title = "一&二"
        book.active["A1"], book.active["B2"] = "=1+1", "#REF!"
        book.create_sheet("三")["C3"] = "=A1"

    first, second = read(written(fill)).sheets
    assert (first.name, first.formulas, first.errors) == ("一&二", {"A1"}, {"B2"})
    assert (second.name, second.formulas, second.errors) == ("三", {"C3"}, frozenset())


# number format, whether it shows a percentage
FORMATS = (
    ("0%", True),
    ("0.00%", True),
    ("0.0%", True),
    ("[Red]0%;-0%", True),
    ("General", False),
    ('0"%"', False),  # shows 95 as 95%
    ("0\\%", False),
    ("0.00", False),
)


@pytest.mark.parametrize("careful", [False, True])
def test_numbers_shown_as_percentages_are_named(*, careful: bool) -> None:
    """95% typed by a person is kept as 0.95; a text in such a cell is no number."""

    def fill(book: Workbook) -> None:
        for row, (how, _) in enumerate(FORMATS, start=1):
            book.active.cell(row, 1, 0.95).number_format = how
        for row, value in ((9, "95%"), (11, "=19/20")):
            book.active.cell(row, 1, value).number_format = "0%"

    data = written(fill)
    if careful:
        data = patched(data, b"<sheetData><row ", b"<sheetData> <row ")
    (sheet,) = read(data).sheets
    shares = {f"A{row}" for row, (_, share) in enumerate(FORMATS, start=1) if share}
    assert sheet.percents == {*shares, "A11"}


# number format, whether it shows another number than 5
DISGUISES = (
    ('0"万"', True),
    ('0.0"万元"', True),
    ("0\\万", True),
    ("0!.0万", True),
    ("[$万-804]0", True),
    ('0"k"', True),
    ('0"M"', True),
    ("#,##0,", True),
    ("0,.00", True),
    ('[>=10000]0.0,"万";0', True),
    ("[<10000]0;0,", True),
    ('"100"', True),
    ("\\5\\0", True),
    ('0"0"', True),
    (";;;", True),
    (";-0;0", True),
    ('0"人"', False),
    ('0"户"', False),
    ('0"km"', False),
    ("0.0_ ", False),
    ("#,##0", False),
    ("0;-0;;@", False),
    ('_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', False),
    ("[Red]0", False),
    ("[DBNum1][$-804]General", False),
    ("0.00E+00", False),
    ("yyyy", False),
    ("@", False),
    ("General", False),
    ("0%", False),
)


@pytest.mark.parametrize("careful", [False, True])
def test_numbers_shown_as_others_are_named(*, careful: bool) -> None:
    """5 may be shown as 5万, as nothing or as 100; a unit behind it is honest."""

    def fill(book: Workbook) -> None:
        for row, (how, _) in enumerate(DISGUISES, start=1):
            book.active.cell(row, 1, 5).number_format = how
        for row, value in ((41, "5"), (42, "=2+3"), (43, None)):
            book.active.cell(row, 1, value).number_format = '0"万"'

    data = written(fill)
    if careful:
        data = patched(data, b"<sheetData><row ", b"<sheetData> <row ")
    (sheet,) = read(data).sheets
    expected = {f"A{row}" for row, (_, other) in enumerate(DISGUISES, start=1) if other}
    assert sheet.altered == {*expected, "A42"}


def test_more_formats_than_any_program_writes_are_refused() -> None:
    """Two megabytes of formats are no honest workbook's."""
    long = b'<numFmt numFmtId="170" formatCode="' + b"0" * 2 * 1024**2 + b'"/>'
    data = patched(written(lambda _: None), b"<numFmts", long + b"<numFmts", "xl/styles.xml")
    assert sentence(data).startswith("文件里的单元格和格式过多，不像填报表，未读取。")


SHARED = (
    b'<row r="9"><c r="A9"><f t="shared" ref="A9:B9" si="0">1</f><v>1</v></c>'
    b'<c r="B9" s="1"><f t="shared" si="0"/><v>1</v></c><c r="C9"/></row>'
)
ROWS = [
    (
        "shared formulas",
        SHARED,
        {"A9", "B9"},
        set(),
    ),
    (
        "an array formula fills its range",
        b'<row r="9"><c r="A9"><f t="array" ref="A9:B10">1</f><v>1</v></c><c r="B9"/></row>',
        {"A9", "B9", "A10", "B10"},
        set(),
    ),
    (
        "attributes in another order",
        b"<row r='9'><c t='e' r='A9'><f>1/0</f><v>#DIV/0!</v></c></row>",
        {"A9"},
        {"A9"},
    ),
    (
        "references left out",
        b"<row><c><v>1</v></c><c t='e'><v>#N/A</v></c></row>",
        set(),
        {"B3"},
    ),
    ("a format far out holds nothing", b'<row r="1048576"><c r="XFD1048576"/></row>', set(), set()),
]


@pytest.mark.parametrize(
    ("row", "formulas", "errors"), [case[1:] for case in ROWS], ids=[case[0] for case in ROWS]
)
def test_unusual_rows_are_understood(row: bytes, formulas: set[str], errors: set[str]) -> None:
    """What other programs may write takes the careful way to the same marks."""
    (sheet,) = read(with_row(row)).sheets
    assert (sheet.formulas, sheet.errors) == (formulas, errors)


def test_a_prefix_before_every_tag_hides_nothing() -> None:
    """Some libraries write every tag with a prefix."""
    data = with_row(b'<row r="3"><c r="A3"><f>1+1</f><v>2</v></c></row>')
    with ZipFile(BytesIO(data)) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    tags = re.sub(rb"<(/?)(?=[a-zA-Z])", rb"<\1x:", entries[SHEET])
    entries[SHEET] = tags.replace(b"xmlns=", b"xmlns:x=")
    (sheet,) = read(zipped(entries)).sheets
    assert (sheet.rows[2], sheet.formulas) == ((2.0, ""), {"A3"})


REFUSED_ROWS = [
    ("too far right", b'<row r="3"><c r="OK3"><v>1</v></c></row>', "OK3"),
    ("too far down", b'<row r="20001"><c r="A20001"><v>1</v></c></row>', "A20001"),
    ("far out without references", b"<row>" + b"<c><v>1</v></c>" * 401 + b"</row>", "OK3"),
    ("one cell twice", b'<row r="3"><c r="A3"/><c r="A3"><v>1</v></c></row>', "两次"),
    ("one row twice", b'<row r="2"><c r="C2"><v>1</v></c></row>', "两次"),
    ("one row twice, unusually", b"<row r='2'><c r='C2'><v>1</v></c></row>", "两次"),
    ("no reference at all", b'<row r="3"><c r="3A"><v>1</v></c></row>', "不常见"),
]


@pytest.mark.parametrize(
    ("row", "words"), [case[1:] for case in REFUSED_ROWS], ids=[case[0] for case in REFUSED_ROWS]
)
def test_what_would_break_or_mislead_the_parser_is_refused(row: bytes, words: str) -> None:
    """Before the parser sees it, and with the place."""
    assert words in sentence(with_row(row))


@pytest.mark.parametrize(
    ("cell", "rows", "columns"),
    [("A20000", 20000, 2), ("OJ2500", 2500, 400), ("AX20000", 20000, 50)],
)
def test_the_last_cells_within_the_limits_are_read(cell: str, rows: int, columns: int) -> None:
    """The limits are 20,000 rows, 400 columns and a million cells, all included."""
    number = cell.lstrip("AXOJ")
    (sheet,) = read(with_row(f'<row r="{number}"><c r="{cell}"><v>7</v></c></row>'.encode())).sheets
    assert (len(sheet.rows), len(sheet.rows[0])) == (rows, columns)
    assert 7.0 in sheet.rows[-1]


def test_a_wide_ledger_is_read_when_allowed() -> None:
    """A ledger has a column for every county."""
    data = with_row(b'<row r="3"><c r="SG3"><v>1</v></c></row>')
    assert len(read(data, columns=600).sheets[0].rows[0]) == 501


NOT_WORKBOOKS = [
    ("nothing", b"", "空的"),
    ("white space", b" \r\n", "空的"),
    ("CSV", "编码,本月累计\n一.1-1,3\n".encode("gb18030"), "CSV"),
    ("HTML", b"<html><table><tr><td>1</td></tr></table></html>", "网页"),
    ("XML 2003", b'\xef\xbb\xbf<?xml version="1.0"?><Workbook/>', "XML"),
    ("PDF", b"%PDF-1.7 ...", "PDF"),
    ("image", b"\x89PNG\r\n", "图片"),
    ("RAR", b"Rar!\x1a\x07", "压缩包"),
    ("Word of old", OLE + bytes(4000), "Word"),
    ("encrypted", OLE + bytes(2000) + "EncryptedPackage".encode("utf-16-le"), "密码"),
    ("torn zip", book_of({"表": "| 甲 |"})[:900], "损坏"),
    ("no zip", b"PK\x03\x04" + b"x" * 100, "损坏"),
]


@pytest.mark.parametrize(
    ("data", "words"), [case[1:] for case in NOT_WORKBOOKS], ids=[case[0] for case in NOT_WORKBOOKS]
)
def test_a_file_that_is_no_workbook_is_told_by_what_it_is(data: bytes, words: str) -> None:
    """The sender learns what to do."""
    found = sentence(data)
    assert words in found
    assert found.endswith(("。", "！"))


def zipped(entries: dict[str, bytes]) -> bytes:
    """Give a zip with these entries."""
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def test_zips_that_are_no_workbooks() -> None:
    """Limits and names are checked before anything is read."""
    assert "压缩包" in sentence(zipped({"word/document.xml": b"<a/>"}))
    assert "过大" in sentence(zipped({f"{n}.xml": b"" for n in range(501)}))
    assert "过大" in sentence(zipped({"xl/workbook.xml": bytes(33 * 1024**2)}))
    assert "不常见" in sentence(zipped({"xl/workbook.xml": b"", "XL\\workbook.xml": b""}))
    assert "损坏" in sentence(zipped({"xl/workbook.xml": b"<workbook/>"}))


def test_a_sheet_in_utf_16_is_refused_because_nothing_in_it_can_be_seen() -> None:
    """The patterns would find no cell in it."""
    data = book_of({"表": "| 甲 |"})
    with ZipFile(BytesIO(data)) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    entries[SHEET] = entries[SHEET].decode().encode("utf-16")
    assert "不常见" in sentence(zipped(entries))


DECOYS = (
    (
        "xl/_rels/workbook.xml.rels",
        b"</Relationships>",
        b'<Relationship Id="rId1" Type="x" Target="/xl/worksheets/sheet2.xml"/>',
    ),
    ("xl/workbook.xml", b"</sheets>", b'<sheet name="Sheet" sheetId="9" r:id="rId2"/>'),
)
"""A part that lists others, its end, and an entry that would lead to another sheet."""


@pytest.mark.parametrize(("part", "end", "decoy"), DECOYS, ids=["relation", "sheet"])
def test_an_entry_in_a_comment_hides_no_formula(part: str, end: bytes, decoy: bytes) -> None:
    """The parser passes over comments; whoever looks for formulas must do the same."""

    def fill(book: Workbook) -> None:
        book.worksheets[0]["A1"] = "=1+1"
        book.create_sheet("别处")["A1"] = 1

    found = read(patched(written(fill), end, b"<!--" + decoy + b"-->" + end, part))
    assert found.sheets[0].formulas == {"A1"}


def test_a_broken_sheet_is_a_verdict_not_a_crash() -> None:
    """What the parser raises becomes a sentence."""
    assert "损坏" in sentence(patched(book_of({"表": "| 甲 |\n| 1 |"}), END, b""))


CLEANED = [
    ("正常文字\n第二行", "正常文字\n第二行"),
    ("a\r\nb\rc", "a\nb\nc"),
    ("响铃\x07", f"响铃{MARK}"),
    ("半个\ud83d", f"半个{MARK}"),
    ("\ufffe", MARK),
]


@pytest.mark.parametrize(("typed", "safe"), CLEANED)
def test_text_is_made_safe_where_one_can_see_it(typed: str, safe: str) -> None:
    """Nothing is dropped in silence."""
    assert clean(typed) == safe


@pytest.mark.parametrize("letter", ["长", "😀"])
def test_long_text_is_cut_with_a_mark(letter: str) -> None:
    """Excel counts rare characters twice."""
    cut = clean(letter * 40_000)
    assert len(cut.encode("utf-16-le")) // 2 <= 32_767
    assert cut.endswith("（原文过长，以下截断）")


def test_text_never_becomes_a_formula_or_a_link_and_bytes_stay_the_same() -> None:
    """The usual attacks stay text, and 2024-12 stays as typed."""
    typed = ('=HYPERLINK("http://x","点我")', "+1", "@SUM(A1)", "http://x", "2024-12", "x\x01")

    def once() -> bytes:
        buffer = BytesIO()
        book = new_workbook(buffer)
        sheet = book.add_worksheet("表")
        for row, value in enumerate(typed):
            text(sheet, row, 0, value)
        number(sheet, 0, 1, 0.1)
        number(sheet, 1, 1, None)
        book.close()
        return buffer.getvalue()

    (sheet,) = read(once()).sheets
    assert tuple(row[0] for row in sheet.rows) == (*typed[:5], f"x{MARK}")
    assert sheet.formulas == frozenset()
    assert b"hyperlink" not in b"".join(
        ZipFile(BytesIO(once())).read(name) for name in ("xl/worksheets/sheet1.xml",)
    )
    assert once() == once()


def test_a_cell_outside_the_sheet_is_a_bug_that_shows() -> None:
    """The library only answers with a code."""
    sheet = new_workbook(BytesIO()).add_worksheet("表")
    with pytest.raises(ValueError, match="not written"):
        text(sheet, 1_048_576, 0, "x")


def test_rows_are_as_high_as_their_longest_text() -> None:
    """Chinese characters take two places; a row has its greatest height."""
    assert height([]) == 19.0
    assert height([("四个汉字", 9.0)]) == 19.0
    assert height([("四个汉字", 8.0), ("x", 3.0)]) == 35.0
    assert height([("一\n二\n三", 9.0)]) == 51.0
    assert height([("长" * 5000, 9.0)]) == 405.0
