"""Any bytes at all: refused with a sentence, or the cells that were written; nothing else."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from hypothesis import given
from hypothesis import strategies as st
from kit import xls, xlsb
from kit.killers import ods, ods_cell, ods_row
from kit.tables import workbook
from kit.zips import parts_of, zipped

from ducha.cells import Cells
from ducha.files.workbook.gate.signatures import COMPOUND
from ducha.files.workbook.reading import Unreadable, read

XLSX = workbook(
    {"进度填报": "| 编码 | 县区 | 本月累计 |\n| 三.2-1 | 杞县 | 30 |", "二": "| 1 | 甲 |"}
)
XLSB = xlsb.packed({"a": xlsb.sheet(xlsb.row(0, [1.0, 2.5]))})
ODS = ods(ods_row(ods_cell("1"), ods_cell("2")))
XLS = xls.workbook({"a": xls.cell(0, 0, 1.0) + xls.cell(1, 1, 2.5)})
STORED = zipped([replace(part, method=0) for part in parts_of(XLSX)])
OPEN = range(STORED.index(b"<sheetData>"), STORED.index(b"</sheetData>"))
"""Where in it figures and words lie open."""
ZIPPED = (XLSX, XLSB, ODS, STORED)
WHOLE = {data: read(data) for data in (*ZIPPED, XLS)}

TOKENS = (b"", b"<", b">", b'"', b"/", b"0", b"9", b"XFD", b"s", b"-1", b"1e999", b"&#0;", b"&x;")
"""What has a meaning inside a part."""

SIGNS = (b"", b"PK\3\4", b"PK\5\6", COMPOUND, b"<?xml version='1.0'?>", b"\xef\xbb\xbf", b"%PDF-")


@st.composite
def spoiled(draw: st.DrawFn, data: bytes) -> bytes:
    """Bytes with a piece taken out, written over, doubled, or put in."""
    start = draw(st.integers(0, len(data)))
    end = min(len(data), start + draw(st.sampled_from((0, 1, 1, 4, 64, 9999))))
    long = end - start
    piece = draw(
        st.one_of(
            *(st.binary(max_size=12), st.binary(min_size=long, max_size=long)),
            *(st.sampled_from(TOKENS), st.just(data[start:end] * 2)),
        )
    )
    return data[:start] + piece + data[end:]


def outcome(data: bytes) -> Cells | str:
    """The cells, or the sentence of the refusal; anything else is a fault of ours."""
    try:
        return read(data)
    except Unreadable as refusal:
        return str(refusal)


def is_sentence(text: Cells | str) -> bool:
    """Whether a file was refused, in words for whoever sent it."""
    return isinstance(text, str) and len(text) > 5 and not text.isascii()


@given(st.sampled_from(SIGNS), st.binary(max_size=400))
def test_bytes_that_are_no_workbook_are_told_so(sign: bytes, rest: bytes) -> None:
    """However they begin."""
    assert is_sentence(outcome(sign + rest))


@given(st.sampled_from(ZIPPED).flatmap(lambda data: st.tuples(st.just(data), spoiled(data))))
def test_a_spoiled_archive_is_refused_or_read_as_it_was(files: tuple[bytes, bytes]) -> None:
    """Every byte is accounted for: no other cells than the genuine ones are ever read."""
    genuine, data = files
    answer = outcome(data)
    assert answer == WHOLE[genuine] or is_sentence(answer)


@given(
    st.one_of(st.sampled_from(OPEN), st.integers(0, len(STORED) - 1)),
    st.one_of(st.integers(1, 3), st.integers(1, 255)),
)
def test_one_other_byte_changes_no_cell(at: int, flipped: int) -> None:
    """Where parts lie open a figure could be another one, were it not for the sums."""
    data = bytearray(STORED)
    data[at] ^= flipped
    answer = outcome(bytes(data))
    assert answer == WHOLE[STORED] or is_sentence(answer)


@given(
    st.sampled_from(ZIPPED).flatmap(
        lambda data: st.tuples(
            st.just(data),
            st.sampled_from(parts_of(data)).flatmap(
                lambda part: st.tuples(st.just(part.name), spoiled(part.content))
            ),
        )
    )
)
def test_a_spoiled_part_in_a_sound_archive_is_read_or_refused(
    files: tuple[bytes, tuple[str, bytes]],
) -> None:
    """Sizes and sums are right, so the content must be borne by what reads it."""
    genuine, (name, content) = files
    parts = [
        replace(part, content=content) if part.name == name else part for part in parts_of(genuine)
    ]
    answer = outcome(zipped(parts))
    assert isinstance(answer, Cells) or is_sentence(answer)


@given(spoiled(XLS))
def test_a_spoiled_xls_is_read_or_refused(data: bytes) -> None:
    """It has no sums that could be wrong, and its reader must bear everything."""
    answer = outcome(data)
    assert isinstance(answer, Cells) or is_sentence(answer)


@given(st.dictionaries(st.text(max_size=20), st.binary(max_size=60), max_size=4))
def test_an_archive_of_anything_is_no_workbook(members: dict[str, bytes]) -> None:
    """Whatever its parts are called."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr("a" + name.encode("utf-8", "replace").decode(), content)
    assert is_sentence(outcome(out.getvalue()))
