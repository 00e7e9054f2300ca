"""Workbooks changed in one part, and what the reader says of them."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import Workbook

from ducha.cells import Sheet
from ducha.files.workbook.reading import Unreadable, read
from kit.killers import archive
from kit.tables import workbook as book_of

SHEET = "xl/worksheets/sheet1.xml"
END = b"</sheetData>"


def parts_in(data: bytes) -> dict[str, bytes]:
    """Every part of an archive by its name."""
    with ZipFile(BytesIO(data)) as source:
        return {name: source.read(name) for name in source.namelist()}


def changed(data: bytes, part: str, *pairs: tuple[bytes, bytes]) -> bytes:
    """The same archive with something replaced in one part."""
    parts = parts_in(data)
    for old, new in pairs:
        assert old in parts[part]
        parts[part] = parts[part].replace(old, new, 1)
    return archive(parts)


def written(fill: Callable[[Workbook], None]) -> bytes:
    """Give the bytes of a workbook that another program writes."""
    book = Workbook()
    fill(book)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def with_row(row: bytes) -> bytes:
    """A small sheet 表 that ends in this row of XML."""
    return changed(book_of({"表": "| 甲 | 乙 |\n| 1 | 2 |"}), SHEET, (END, row + END))


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
