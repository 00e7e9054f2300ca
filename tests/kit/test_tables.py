"""Tables in tests read as they look."""

from __future__ import annotations

from io import BytesIO

from openpyxl import load_workbook

from kit.tables import table, workbook


def test_a_table_becomes_rows() -> None:
    r"""A heading and two rows.

    | 编码   | 年度目标 | 备注       |
    |--------|---------:|------------|
    | 三.3-2 |       20 |            |
    | 一.1-1 |    -1.50 | 甲\|乙<br>丙 |
    """
    assert table(test_a_table_becomes_rows.__doc__ or "") == [
        ["编码", "年度目标", "备注"],
        ["三.3-2", 20, ""],
        ["一.1-1", -1.5, "甲|乙\n丙"],
    ]


def test_only_plain_numbers_are_numbers() -> None:
    """Periods, percent, leading zeros and quoted figures stay text."""
    (row,) = table('| 2024-05 | 65% | 007 | "12" | 1,000 | 0 |')
    assert row == ["2024-05", "65%", "007", "12", "1,000", 0]


def test_a_workbook_is_written_from_tables() -> None:
    """Sheets keep their order, values their kind, blanks stay blank."""
    book = load_workbook(BytesIO(workbook({"甲": "| 项 | 值 |\n| 年度 | 2024 |", "乙": "| | x |"})))
    assert book.sheetnames == ["甲", "乙"]
    assert [list(row) for row in book["甲"].values] == [["项", "值"], ["年度", 2024]]
    assert book["乙"]["A1"].value is None
