"""When a workbook says that it was saved: every make, with and without, and what is no time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kit import sample, xlsb
from kit.killers import archive, ods, ods_cell, ods_row
from kit.office import Ending, Office
from kit.saved import core, saved_xls, saved_xlsx, summary, with_core
from kit.workbooks import parts_in

from ducha.files.demo.answer import fill_form
from ducha.files.workbook.reading import Unreadable, read_with_time
from ducha.files.workbook.saved import parse_saved_time
from ducha.files.writing.form import book as form_xlsx
from ducha.period import CHINA

WHEN = "2024-05-27T08:05:30Z"
THEN = datetime(2024, 5, 27, 16, 5, 30, tzinfo=CHINA)
META = (
    '<office:document-meta xmlns:office="urn:o" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    "<office:meta>{}</office:meta></office:document-meta>"
)


def saved(data: bytes) -> datetime | None:
    """When it says that it was saved."""
    return read_with_time(data)[1]


def saved_ods(*dates: str, meta: str = META) -> bytes:
    """The least .ods with these dates."""
    told = meta.format("".join(f"<dc:date>{date}</dc:date>" for date in dates))
    return ods(ods_row(ods_cell("甲")), more={"meta.xml": told.encode()})


def saved_xlsb(part: bytes) -> bytes:
    """The least .xlsb with core properties."""
    sheet = xlsb.sheet(xlsb.row(0, ["甲"]))
    return xlsb.packed({"表": sheet}, {"docProps/core.xml": part})


def renamed(name: str) -> bytes:
    """A workbook whose core properties are a part of this name."""
    parts = parts_in(saved_xlsx(WHEN))
    part = parts.pop("docProps/core.xml")
    return archive({**parts, name: part})


MAKES = {
    ".xlsx": saved_xlsx(WHEN),
    ".xlsx in capitals": renamed("docProps/Core.xml"),
    ".xlsx of .NET": renamed("package/services/metadata/core-properties/0a.psmdcp"),
    ".xlsb": saved_xlsb(core(WHEN)),
    ".ods": saved_ods("2024-05-27T16:05:30.000000000"),
    ".xls": saved_xls(datetime(2024, 5, 27, 8, 5, 30, tzinfo=UTC)),
}


@pytest.mark.parametrize("data", MAKES.values(), ids=MAKES)
def test_every_make_says_when_it_was_saved(data: bytes) -> None:
    """In China's time, wherever the computer stands (R6.69)."""
    assert saved(data) == THEN


NO_TIME = {
    "no core properties": with_core(None),
    "core properties without a time": saved_xlsx(),
    "two times": saved_xlsx(WHEN, WHEN),
    "a blank": saved_xlsx(""),
    "no XML": with_core(b"<a><b></a>"),
    "blank part": with_core(b""),
    "in another element": with_core(core(WHEN).replace(b"modified", b"created")),
    "a day alone": saved_xlsx("2024-05-27"),
    "huge": with_core(core(WHEN) + b"<!-- " + b"x" * 70_000 + b" -->"),
    "many tags": with_core(core(WHEN).replace(b"</cp", b"<a/>" * 1000 + b"</cp")),
    "an .xlsb": xlsb.packed({"表": xlsb.sheet(xlsb.row(0, ["甲"]))}),
    "an .ods": ods(ods_row(ods_cell("甲"))),
    "an .ods with two": saved_ods("2024-05-27T16:05:30", "2024-05-28T16:05:30"),
    "an .ods with definitions": saved_ods("2024-05-27T16:05:30", meta="<!DOCTYPE a>" + META),
    "an .xls of 1601": saved_xls(datetime(1601, 1, 1, tzinfo=UTC)),
    "an .xls with two": saved_xls(*[datetime(2024, 5, 27, tzinfo=UTC)] * 2),
    "an .xls without": saved_xls(),
    "an .xls with a blank summary": saved_xls(stream=b""),
    "an .xls whose summary ends early": saved_xls(stream=summary(THEN)[:60]),
    "an .xls whose summary points beyond": saved_xls(stream=b"\xff" * 200),
    "an .xls with a text for a time": saved_xls(
        stream=summary(THEN).replace(b"\x40\0\0\0", b"\x1e\0\0\0")
    ),
    "an .xls of the last day": saved_xls(
        stream=summary(THEN)[:-8] + b"\xff" * 7 + b"\x7f"
    ),
}  # fmt: skip


@pytest.mark.parametrize("data", NO_TIME.values(), ids=NO_TIME)
def test_what_tells_no_time_is_read_all_the_same(data: bytes) -> None:
    """The cells are there, the time is not (R6.69)."""
    cells, time = read_with_time(data)
    assert cells.sheets[0].rows
    assert time is None


def test_definitions_in_the_core_properties_refuse_the_file_as_in_any_part() -> None:
    """No program writes them."""
    with pytest.raises(Unreadable, match="DOCTYPE"):
        read_with_time(with_core(b'<!DOCTYPE a [<!ENTITY b "c">]>' + core("&b;")))


# What stands there, whether LibreOffice wrote it, and the time in China.
TIMES = [
    ("2024-05-27T08:05:30Z", False, (27, 16, 5, 30)),
    ("2024-05-27T08:05Z", False, (27, 16, 5, 0)),
    (" 2024-05-27T08:05:30Z\n", False, (27, 16, 5, 30)),
    ("2024-05-27T08:05:30.1234567Z", False, (27, 16, 5, 30, 123456)),
    ("2024-05-27T10:05:30+02:00", False, (27, 16, 5, 30)),
    ("2024-05-27T10:05:30+0200", False, (27, 16, 5, 30)),
    ("2024-05-27T16:05:30", False, (27, 16, 5, 30)),
    ("2024-05-27T16:05:30Z", True, (27, 16, 5, 30)),
    ("2024-05-27T16:05:30", True, (27, 16, 5, 30)),
]


@pytest.mark.parametrize(("text", "is_local", "place"), TIMES)
def test_a_time_without_a_zone_is_chinas(text: str, is_local: bool, place: Sequence[int]) -> None:  # noqa: FBT001 - a row of a table
    """And so is what LibreOffice marks as UTC (R6.70)."""
    assert parse_saved_time(text, is_local=is_local) == datetime(2024, 5, *place, tzinfo=CHINA)  # type: ignore[arg-type, misc]


GARBAGE = [
    *("", "昨天", "2024", "2024-05", "2024-05-27", "20240527T080530Z", "2024-W22-1T08:05:30Z"),
    *("2024-02-30T08:05:30Z", "2024-05-27T24:05:30Z", "2024-05-27T08:05:61Z", "0000-01-01T00:00Z"),
    *("2024-05-27T08:05:30+25:00", "2024-05-27T08:05:30CST", "9999-12-31T23:59:59Z"),
    *("２０２４-05-27T08:05:30Z", "2024-05-27T08:05:30Z2024-05-27T08:05:30Z"),
]


@pytest.mark.parametrize("text", GARBAGE)
def test_what_is_no_time_is_none(text: str) -> None:
    """Rather than a wrong one."""
    assert parse_saved_time(text) is None


@given(st.text(max_size=40) | st.from_regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}Z?"))
def test_any_text_is_a_time_in_china_or_none(text: str) -> None:
    """Whatever stands there."""
    time = parse_saved_time(text)
    assert time is None or time.tzinfo is CHINA


MADE = [
    saved_xlsx("2024-01-01T00:00:00Z"),
    saved_xlsx("2024-01-01T00:00:00Z", application="LibreOffice/7.4"),
    saved_ods("2024-01-01T00:00:00"),
    saved_xls(datetime(2024, 1, 1, tzinfo=UTC)),
    saved_xls(datetime(2023, 12, 31, 16, tzinfo=UTC)),
]


@pytest.mark.parametrize("data", MADE)
def test_a_form_that_nobody_saved_says_no_time(data: bytes) -> None:
    """Nor one that a program turned into another make as it was (R6.69)."""
    assert saved(data) is None


def test_our_own_form_says_no_time_until_it_is_saved() -> None:
    """It bears a fixed one; whoever fills it in by a program may leave that (R6.69)."""
    form = form_xlsx.write(sample.form(sample.QIXIAN))
    assert saved(form) is None
    assert saved(fill_form(form, {}, {}, {})) is None
    assert saved(fill_form(form, {}, {}, {}, THEN)) == THEN


@pytest.mark.parametrize("ending", ["xlsx", "xls", "ods"])
def test_what_libreoffice_saves_says_when(office: Office, tmp_path: Path, ending: Ending) -> None:
    """A form that was typed into tells the time of that; one that was only turned over does not.

    (R6.69)
    """
    assert ending in get_args(Ending)
    form = tmp_path / "表.xlsx"
    form.write_bytes(form_xlsx.write(sample.form(sample.QIXIAN)))
    typed = tmp_path / f"填.{ending}"
    before = datetime.now(UTC)
    office.edit(form, typed, [("填报说明", "A60", "x")], ending, unprotect=["填报说明"])
    time = saved(typed.read_bytes())
    assert time is not None
    # LibreOffice means the computer's own time, which we take for China's.
    own = before.astimezone().utcoffset() if ending != "xls" else CHINA.utcoffset(None)
    assert own is not None
    assert abs((time - before).total_seconds() + 8 * 3600 - own.total_seconds()) < 600
    (tmp_path / "转").mkdir()
    if ending != "xlsx":
        turned = office.convert(form, ending, tmp_path / "转")
        assert saved(turned.read_bytes()) is None
