"""The container of .xls and .et: told by its streams, and handed on in one of ours."""

from __future__ import annotations

import pytest
from kit import xls
from kit.workbooks import sentence

from ducha.files.workbook.gate import signatures
from ducha.files.workbook.legacy import ole
from ducha.files.workbook.reading import read

# name, file, words of the sentence
CONTAINERS = [
    ("a Word document", xls.compound({"WordDocument": b"x"}), "Word"),
    ("a presentation", xls.compound({"PowerPoint Document": b"x"}), "Word"),
    ("something else", xls.compound({"Contents": b"x"}), "不是 Excel 工作簿"),
    ("closed", xls.compound({"EncryptedPackage": b"x", "EncryptionInfo": b"x"}), "密码"),
    ("closed as of old", xls.workbook({"a": b""}, xls.record(0x2F, bytes(6))), "密码"),
    ("nothing but its sign", signatures.COMPOUND + bytes(40), "已损坏"),
    (
        "sectors of no size",
        xls.compound({"Workbook": b"x"}).replace(b"\xfe\xff\t\0", b"\xfe\xff\xff\xff"),
        "已损坏",
    ),
    ("two workbooks", xls.compound({"Workbook": b"x", "WORKBOOK": b"x"}), "不常见"),
    ("no root", xls.compound({"Workbook": b"x"}).replace(b"\x16\0\5", b"\x16\0\1"), "损坏"),
]


@pytest.mark.parametrize(
    ("data", "words"), [case[1:] for case in CONTAINERS], ids=[case[0] for case in CONTAINERS]
)
def test_an_old_container_is_told_by_what_is_in_it(data: bytes, words: str) -> None:
    """By its streams, not by letters that stand somewhere in it."""
    assert words in sentence(data)


def test_an_old_workbook_is_read_whatever_lies_beside_it() -> None:
    """Its streams by either name, short or long, in the mother's or a child's place."""
    cells = xls.cell(0, 0, "甲") + xls.shared(1, 1, 1) + xls.shared(2, 0, 0)
    stream = xls.book({"a": cells}, xls.strings(["乙" * 20_000, "丙"]))
    short = xls.book({"a": cells}, xls.strings(["乙", "丙"]))
    rows = (("甲", ""), ("", "丙"), ("乙" * 20_000, ""))
    assert read(xls.compound({"Workbook": stream})).sheets[0].rows == rows
    assert read(xls.compound({"Book": short, "Workbook": stream})).sheets[0].rows == rows
    assert read(xls.compound({"x": b"x", "Book": stream})).sheets[0].rows == rows
    assert read(xls.compound({"BOOK": short, "WORKBOOK": stream})).sheets[0].rows == rows
    assert read(xls.compound({"Workbook": short}, short=True)).sheets[0].rows[2] == ("乙", "")


@pytest.mark.parametrize("size", [0, 1, 4096, 4097, 5_000_000])
def test_the_container_that_the_parser_gets_holds_what_was_checked(size: int) -> None:
    """Padded with zeros to whole sectors."""
    content = bytes(range(256)) * (size // 256) + b"x" * (size % 256)
    compound = ole.open_compound(ole.pack_compound("Workbook", content))
    assert compound is not None
    stream = compound.stream("workbook")
    assert stream is not None
    assert stream.rstrip(b"\0") == content.rstrip(b"\0")
    assert compound.names == {"workbook"}
