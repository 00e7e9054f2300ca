"""Word files as parts: bounds while reading, no clock in what is written."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from kit import word

from ducha.files.writing.letters.package import Refused, pack_parts, read_parts

TYPES = "[Content_Types].xml"


def test_the_same_parts_are_the_same_bytes_in_any_order() -> None:
    """One time for all, the list of types first (R9.2)."""
    parts = {"word/b.xml": b"2", TYPES: b"0", "word/a.xml": b"1"}
    packed = pack_parts(parts)
    assert packed == pack_parts(dict(sorted(parts.items())))
    with zipfile.ZipFile(BytesIO(packed)) as package:
        assert package.namelist() == [TYPES, "word/a.xml", "word/b.xml"]
        assert {member.date_time for member in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_properties_bear_neither_author_nor_clock() -> None:
    """Of whoever made the template (R9.2)."""
    dated = b"<cp:coreProperties><dcterms:created>2024-05-01</dcterms:created></cp:coreProperties>"
    packed = pack_parts({"docProps/core.xml": dated})
    assert b"created" not in word.parts_of(packed)["docProps/core.xml"]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_part_that_stands_twice_is_refused() -> None:
    """Two readers would see two documents (R9.3)."""
    written = BytesIO()
    with zipfile.ZipFile(written, "w") as package:
        package.writestr("word/document.xml", b"<a/>")
        package.writestr("word/document.xml", b"<b/>")
    with pytest.raises(Refused, match="重名"):
        read_parts(written.getvalue())


def test_what_swells_is_refused_before_it_is_inflated() -> None:
    """65 MB in 65 kB (R9.3)."""
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/media/a.bmp", bytes(65 * 1024**2))
    with pytest.raises(Refused, match="64MB"):
        read_parts(written.getvalue())
