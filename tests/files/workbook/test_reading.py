"""The reader that every file goes through: values, and verdicts instead of crashes."""

from __future__ import annotations

import pickle
from datetime import datetime

import pytest
from kit.killers import archive
from kit.tables import workbook as book_of
from kit.workbooks import END, SHEET, changed, sentence, with_row, written
from openpyxl import Workbook

from ducha.files.workbook.reading import read

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


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
    refusal = sentence(data)
    assert words in refusal
    assert refusal.endswith(("。", "！"))


def test_zips_that_are_no_workbooks() -> None:
    """Limits and names are checked before anything is read."""
    assert "压缩包" in sentence(archive({"word/document.xml": b"<a/>"}))
    assert "过大" in sentence(archive({f"{n}.xml": b"" for n in range(501)}))
    assert "过大" in sentence(archive({"xl/workbook.xml": bytes(33 * 1024**2)}))
    assert "不常见" in sentence(archive({"xl/workbook.xml": b"", "XL\\workbook.xml": b""}))
    assert "损坏" in sentence(archive({"xl/workbook.xml": b"<workbook/>"}))


def test_a_broken_sheet_is_a_verdict_not_a_crash() -> None:
    """What the parser raises becomes a sentence."""
    assert "损坏" in sentence(changed(book_of({"表": "| 甲 |\n| 1 |"}), SHEET, (END, b"")))
