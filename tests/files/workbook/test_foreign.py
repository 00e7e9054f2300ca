"""What is no workbook, only called so, is called by its own name."""

from __future__ import annotations

import pytest
from kit.killers import archive
from kit.workbooks import sentence

from ducha.files.inbox.kinds import FileKind, file_kind

MANIFEST = "META-INF/manifest.xml"
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
    refusal = sentence(data)
    assert words in refusal
    assert words == "空的" or "另存为 .xlsx" in refusal or "请解压" in refusal


def test_a_single_file_page_is_no_mail() -> None:
    """It begins like one, and its parts are no attachments; a mail about one is a mail."""
    assert file_kind("市教体局.xls", MHT) == (FileKind.WORKBOOK, "")
    assert file_kind("市教体局.mht", SAVED_PAGE) == (FileKind.WORKBOOK, "")
    mail = (
        b"MIME-Version: 1.0\nFrom: a@b.cn\nContent-Type: multipart/related\n\nX-Document-Type: W\n"
    )
    assert file_kind("市教体局.eml", mail) == (FileKind.MAIL, "")


def test_an_ods_that_does_not_say_so_is_no_plain_archive() -> None:
    """What is in it is listed by nobody as a file of its own."""
    data = archive({MANIFEST: b"<manifest/>", "content.xml": b"<a/>"})
    assert file_kind("市教体局.ods", data) == (FileKind.WORKBOOK, "")
    assert "其他文档" in sentence(data)
