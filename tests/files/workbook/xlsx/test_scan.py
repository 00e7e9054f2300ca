"""What the parser does not tell of an .xlsx: formulas, error cells, disguises, cells far out."""

from __future__ import annotations

import re

import pytest
from kit.killers import archive
from kit.tables import workbook as book_of
from kit.workbooks import SHEET, changed, parts_in, sentence, with_row, written
from openpyxl import Workbook

from ducha.files.workbook.reading import read


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
        data = changed(data, SHEET, (b"<sheetData><row ", b"<sheetData> <row "))
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
        data = changed(data, SHEET, (b"<sheetData><row ", b"<sheetData> <row "))
    (sheet,) = read(data).sheets
    expected = {f"A{row}" for row, (_, is_altered) in enumerate(DISGUISES, start=1) if is_altered}
    assert sheet.altered == {*expected, "A42"}


def test_more_formats_than_any_program_writes_are_refused() -> None:
    """Two megabytes of formats are no honest workbook's."""
    long = b'<numFmt numFmtId="170" formatCode="' + b"0" * 2 * 1024**2 + b'"/>'
    data = changed(written(lambda _: None), "xl/styles.xml", (b"<numFmts", long + b"<numFmts"))
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
    entries = parts_in(data)
    tags = re.sub(rb"<(/?)(?=[a-zA-Z])", rb"<\1x:", entries[SHEET])
    entries[SHEET] = tags.replace(b"xmlns=", b"xmlns:x=")
    (sheet,) = read(archive(entries)).sheets
    assert (sheet.rows[2], sheet.formulas) == ((2.0, ""), {"A3"})


@pytest.mark.parametrize("quote", ['"', "'"])
@pytest.mark.parametrize("kind", ["inlmneS", "inlineStr2", "", "S", "x" * 40])
def test_a_kind_of_cell_that_nobody_knows_is_refused(kind: str, quote: str) -> None:
    """One parser takes it for a number, another for nothing (R6.379)."""
    row = f'<row r="9"><c r="A9" t={quote}{kind}{quote}><is><t>12</t></is></c></row>'
    assert sentence(with_row(row.encode())).startswith("文件的内部写法不常见")


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


def test_a_sheet_in_utf_16_is_refused_because_nothing_in_it_can_be_seen() -> None:
    """The patterns would find no cell in it."""
    data = book_of({"表": "| 甲 |"})
    entries = parts_in(data)
    entries[SHEET] = entries[SHEET].decode().encode("utf-16")
    assert "不常见" in sentence(archive(entries))


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

    cells_read = read(changed(written(fill), part, (end, b"<!--" + decoy + b"-->" + end)))
    assert cells_read.sheets[0].formulas == {"A1"}
