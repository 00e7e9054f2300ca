"""Tables that are texts: .csv in every usual writing, XML of Excel 2003, and nothing else."""

from __future__ import annotations

from datetime import datetime

import pytest
from kit import xml_2003
from kit.xml_2003 import cell, row, sheet

from ducha.cells import Cells, Sheet
from ducha.files.workbook.gate.bounds import RemainingBounds
from ducha.files.workbook.gate.refusals import Unreadable
from ducha.files.workbook.text_tables import read_text_tables
from ducha.files.workbook.xml_2003 import read_xml_2003
from ducha.makes import CSV, TEXT_MAKES, XML
from ducha.period import CHINA

TABLE = (("编码", "本月累计", "说明"), ("三.1-2", 12.5, "电话0371，13\n14"), ("", "0371", "1,2"))


def typed(mark: str) -> str:
    """The table with this sign between its cells."""
    return (
        f"编码{mark}本月累计{mark}说明\r\n"
        f'三.1-2{mark} 12.5 {mark}"电话0371，13\n14"{mark}{mark}\r\n'
        f'{mark}0371{mark}"1,2"\r\n{mark}{mark}\r\n'
    )


def tables(data: bytes) -> list[Cells]:
    """What the text may be."""
    return [cells for cells, _ in read_text_tables(data, "编码")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_a_csv_is_read_however_it_is_written(mark: str, encoding: str) -> None:
    """Numbers as numbers, what only looks like one as it stands (R6.382)."""
    read = tables(typed(mark).encode(encoding))
    assert Cells((Sheet(name="表格", rows=TABLE),), telling=CSV.telling) in read


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        *(("12", 12.0), ("-0.5", -0.5), (" 7 ", 7.0), ("0", 0.0)),
        *(("007", "007"), ("1e5", "1e5"), ("1.", "1."), ("12%", "12%"), ("1,234", "1,234")),
        *(("9999999999999999", "9999999999999999"), ("nan", "nan"), ("１２", "１２")),
    ],
)
def test_a_number_is_what_every_program_takes_for_one(typed: str, value: object) -> None:
    """What means more than one thing is left to those who read figures as people type them."""
    *_, read = tables(f'编码;"{typed}"'.encode())
    assert read.sheets[0].rows == (("编码", value),)


@pytest.mark.parametrize(
    "data",
    [
        *(b"", b"\xff\xfe", b"PK\3\4" + "编码,".encode(), "名单,电话".encode()),
        *("编码,\0".encode(), "编码".encode(), "编码,".encode() + b"\xff\xff\xff"),
        *(b"<a>" + "编码".encode(), '编码,"'.encode() + b"x" * 200_000),
    ],
)
def test_what_is_no_table_is_none(data: bytes) -> None:
    """Others say what it is."""
    assert tables(data) == []


def test_a_csv_may_be_no_larger_than_a_workbook() -> None:
    """Rows and columns as everywhere (R6.382)."""
    for text in ("编码,\n" * 20_001, "编码" + "," * 400 + "x"):
        with pytest.raises(Unreadable, match="超出20000行"):
            tables(text.encode())
    with pytest.raises(Unreadable, match="单元格和格式过多"):
        tables(("编码" + "\t" * 1_000_001).encode())


def test_an_xml_is_read_for_what_it_shows() -> None:
    """Places, kinds, formulas, errors and formats, whatever stands beside them (R6.382)."""
    note = "<Comment><ss:Data><B>注</B></ss:Data></Comment><PhoneticText>zhu</PhoneticText>"
    rich = '<Cell><ss:Data ss:Type="String"><html:B>通</html:B>报<![CDATA[<]]></ss:Data></Cell>'
    data = xml_2003.book(
        sheet(
            "进度 & 填报",
            row(cell("String", "编码", ' ss:MergeAcross="1"'), cell("Number", "3")),
            row(cell("Number", "0.5", ' ss:StyleID="s62"'), rich, how=' ss:Index="3"'),
            row(
                cell("Boolean", "1"),
                cell("DateTime", "2024-05-28T00:00:00.000", ' ss:Index="3"'),
                f"<Cell>{note}</Cell>",
                cell("Error", "#DIV/0!", ' ss:Formula="=1/0"'),
            ),
        ),
        sheet("空"),
    )
    ((cells, saved),) = read_text_tables(data, "编码")
    assert saved == datetime(2024, 5, 27, 16, 5, 30, tzinfo=CHINA)
    assert cells == Cells(
        (
            Sheet(
                name="进度 & 填报",
                rows=(
                    ("编码", "", 3.0),
                    ("", "", ""),
                    (0.5, "通报<", ""),
                    (True, "", datetime(2024, 5, 28)),  # noqa: DTZ001 - a day in a cell has no zone
                ),
                formulas=frozenset({"E4"}),
                errors=frozenset({"E4"}),
                percents=frozenset({"A3"}),
            ),
            Sheet(name="空", rows=()),
        ),
        telling=XML.telling,
    )


def test_formats_of_rows_columns_and_parents_count() -> None:
    """A cell without one has its row's, else its column's."""
    columns = '<Column/><Column ss:StyleID="s63" ss:Span="1"/>'
    number = cell("Number", "1")
    data = xml_2003.book(
        sheet(
            *("a", row(number, number, number, number, cell("String", "x"))),
            row(number, cell("Number", "1", ' ss:StyleID="s65"'), how=' ss:StyleID="s64"'),
            columns=columns,
        )
    )
    (read,) = read_xml_2003(data, RemainingBounds()).sheets
    assert read.percents == {"B1", "C1", "B2"}
    assert read.altered == {"A2"}


BEYOND = row(cell("Number", "1"), how=' ss:Index="20001"')
ASIDE = row(cell("Number", "1", ' ss:Index="401"'))
BACK = row(cell("Number", "1"), cell("Number", "2", ' ss:Index="1"'))
TWICE = row("<Cell><Data>1</Data><Data>2</Data></Cell>")
DEFINING = b'<!DOCTYPE a [<!ENTITY x "x">]><Workbook'
EMPTY = xml_2003.book()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (xml_2003.book(sheet("a", row(cell("Nmuber", "1")))), "损坏"),
        (xml_2003.book(sheet("a", row(cell("Number", "nan")))), "损坏"),
        (xml_2003.book(sheet("a", row(cell("Number", "1a")))), "损坏"),
        (xml_2003.book(sheet("a", row("", how=' ss:Index="x"'))), "不常见"),
        (xml_2003.book(sheet("a", row(), row(), row(how=' ss:Index="2"'))), "不常见"),
        (xml_2003.book(sheet("a", BACK)), "不常见"),
        (xml_2003.book(sheet("a", TWICE)), "不常见"),
        (xml_2003.book(sheet("a", BEYOND)), "超出20000行"),
        (xml_2003.book(sheet("a", ASIDE)), "超出20000行"),
        (EMPTY[:-20], "损坏"),
        (EMPTY.replace(b"<Workbook", DEFINING, 1), "DOCTYPE"),
        (EMPTY.replace(b'"1.0"', b'"1.0" encoding="utf-7"', 1), "不常见"),
    ],
)
def test_an_xml_that_nobody_writes_is_refused(data: bytes, words: str) -> None:
    """With a sentence (R6.382)."""
    with pytest.raises(Unreadable, match=words):
        tables(data)


def test_every_make_that_is_a_text_is_tried_here() -> None:
    """No make without a reader."""
    assert TEXT_MAKES == (CSV, XML)
