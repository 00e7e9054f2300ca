"""Workbooks of every dress that Excel opens without a question."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from io import BytesIO

import pytest
from kit.killers import archive
from kit.tables import workbook as book_of
from kit.workbooks import only, parts_in, sentence
from msoffcrypto.format.ooxml import OOXMLFile

PLAIN = book_of({"表": "| 甲 | 乙 |\n| 1 | 2 |"})
MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ISO = (
    (MAIN, b"http://purl.oclc.org/ooxml/spreadsheetml/main"),
    (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
    ),
    (b"http://schemas.openxmlformats.org/drawingml/2006/main", b"http://purl.oclc.org/ooxml/dml"),
)
REVISIONS = {
    "xl/revisions/revisionHeaders.xml": b'<headers xmlns="' + MAIN + b'" guid="{1}"/>',
    "xl/revisions/userNames.xml": b'<users xmlns="' + MAIN + b'"/>',
}


def rewritten(change: Callable[[bytes], bytes], more: Mapping[str, bytes] | None = None) -> bytes:
    """The workbook with every part changed, and others beside them."""
    parts = {name: change(part) for name, part in parts_in(PLAIN).items()}
    return archive({**parts, **(more or {})})


def strict(part: bytes) -> bytes:
    """A part with the namespaces of ISO 29500 strict."""
    for ours, iso in ISO:
        part = part.replace(ours, iso)
    return part


def closed(password: str) -> bytes:
    """The workbook as Office closes it by a password."""
    out = BytesIO()
    OOXMLFile(BytesIO(PLAIN)).encrypt(password, out)
    return out.getvalue()


UNASKED = (
    ("strict", rewritten(strict)),
    ("shared", rewritten(lambda part: part, REVISIONS)),
    ("closed by Excel's own password", closed("VelvetSweatshop")),
)


@pytest.mark.parametrize(("name", "data"), UNASKED, ids=[name for name, _ in UNASKED])
def test_a_workbook_that_opens_without_asking(name: str, data: bytes) -> None:
    """Strict, shared, or closed by the one password that Excel tries unasked (R6.452, R6.453)."""
    assert only(data).rows == only(PLAIN).rows, name


def test_another_password_is_told() -> None:
    """Whoever opens it is asked, and so are we (R6.453)."""
    assert "取消密码" in sentence(closed("secret"))


def test_a_damaged_one_is_told() -> None:
    """What looks closed and is none is no workbook (R6.453)."""
    assert "密码" in sentence(closed("VelvetSweatshop")[:4096])
