"""Rows and columns of a table that are folded up: there, out of sight, one click away."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

from openpyxl import load_workbook

from ducha.files.writing import sheet as safe
from ducha.files.writing.report.styles import ReportStyles
from ducha.files.writing.report.tables import write_table
from ducha.standing.table import Table, TableColumn, table

COLUMNS: tuple[TableColumn[str], ...] = (
    TableColumn("文件", str, 20),
    TableColumn("SHA-256", lambda name: f"sha of {name}", 68, folded=True),
)
FILES = table("文件清单", COLUMNS, ["五月.xlsx", "四月.xlsx", "三月.xlsx"])


def written(facts: Table) -> BytesIO:
    """A workbook with the table as its only sheet."""
    buffer = BytesIO()
    book = safe.new_workbook(buffer)
    write_table(safe.new_sheet(book, facts.name), facts, ReportStyles(book, {}), "汇总")
    book.close()
    return buffer


def test_folded_rows_are_there_and_hidden() -> None:
    """The + stands below them (R7.263)."""
    sheet = load_workbook(written(replace(FILES, folded=frozenset({1, 2}))))["文件清单"]
    assert [cell.value for cell in sheet["A"][:4]] == [
        "文件",
        "五月.xlsx",
        "四月.xlsx",
        "三月.xlsx",
    ]
    rows = [sheet.row_dimensions[row] for row in range(1, 6)]
    assert [(bool(row.hidden), row.outlineLevel) for row in rows] == [
        *((False, 0), (False, 0), (True, 1), (True, 1), (False, 0)),
    ]
    assert [bool(row.collapsed) for row in rows] == [False, False, False, False, True]


def test_a_folded_column_is_there_and_hidden() -> None:
    """As wide as it is when it is unfolded; the + stands above the next one (R7.263)."""
    sheet = load_workbook(written(FILES))["文件清单"]
    assert sheet["B2"].value == "sha of 五月.xlsx"
    digests = sheet.column_dimensions["B"]
    assert (digests.hidden, digests.outlineLevel, round(digests.width)) == (True, 1, 69)
    assert sheet.column_dimensions["C"].collapsed
    assert not sheet.column_dimensions["A"].hidden


def test_without_anything_folded_nothing_is_hidden() -> None:
    """The table for pivots and all others stay as they were."""
    plain = table("数据", COLUMNS[:1], ["a"])
    sheet = load_workbook(written(plain))["数据"]
    assert not any(row.hidden or row.collapsed for row in sheet.row_dimensions.values())
