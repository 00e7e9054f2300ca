"""Bytes of a workbook of any make -> plain `Cells`; what is foreign is read in a worker."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from types import TracebackType
from typing import NamedTuple

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

from ducha.cells import Cells, Row, Sheet, Value
from ducha.files.workbook import foreign, saved
from ducha.files.workbook.gate import signatures
from ducha.files.workbook.gate import zip as container
from ducha.files.workbook.gate.bounds import MAX_COLUMNS, RemainingBounds
from ducha.files.workbook.gate.marks import Marks
from ducha.files.workbook.gate.refusals import BROKEN, CLOSED, GARBLED, RESAVE, UNUSUAL, Unreadable
from ducha.files.workbook.legacy import ods, ods_marks, xls, xls_marks, xlsb
from ducha.files.workbook.own_password import opened_by_excel
from ducha.files.workbook.xlsx import reading as xlsx
from ducha.makes import ODS, XLS, XLSB, XLSX, Make

__all__ = ["Unreadable", "read", "read_with_time"]

_Parts = Mapping[str, bytes]


class _ArchiveReader(NamedTuple):
    """A make whose files are archives: the part that tells it, and how its parts are made ready.

    `strip` takes out what is not read before the parts are looked at; `check` gives the parts for
    the parser and the marks of every sheet.
    """

    make: Make
    part: str
    check: Callable[[_Parts, RemainingBounds], tuple[dict[str, bytes], dict[str, Marks]]]
    strip: Callable[[_Parts], dict[str, bytes]] = dict


class _StreamReader(NamedTuple):
    """A make whose files are no archives: how they begin, and what gives the bytes to parse."""

    make: Make
    sign: bytes
    check: Callable[[bytes, RemainingBounds], bytes]


def _without_marks(
    check: Callable[[_Parts, RemainingBounds], dict[str, bytes]],
) -> Callable[[_Parts, RemainingBounds], tuple[dict[str, bytes], dict[str, Marks]]]:
    """The check of a make that tells nothing of its cells but their values."""
    return lambda parts, bounds: (check(parts, bounds), {})


def _ods_with_marks(
    parts: _Parts, bounds: RemainingBounds
) -> tuple[dict[str, bytes], dict[str, Marks]]:
    """What an .ods tells of its cells besides their values is in the same part as these."""
    checked = ods.check_ods(parts, bounds)
    return checked, ods_marks.marks_of(parts["content.xml"])


_ARCHIVES = (
    _ArchiveReader(XLSX, "xl/workbook.xml", xlsx.check_xlsx),
    _ArchiveReader(XLSB, "xl/workbook.bin", _without_marks(xlsb.check_xlsb)),
    _ArchiveReader(ODS, "content.xml", _ods_with_marks, ods.strip_ods),
)
_STREAMS = (_StreamReader(XLS, signatures.COMPOUND, xls.check_xls),)
"""What tells each make of workbook, and its reader: each stands in one of the two."""

_ARCHIVE = f"是压缩包或其他文档，不是 Excel 工作簿。压缩包请解压后报送；表格{RESAVE}"
_ZERO, _UNKNOWN = "\0", "\ufffd"


class _Ready(NamedTuple):
    """A workbook of this make as the parser gets it, the marks by sheet, and when it was saved.

    `untouched` is one of our own that nobody has saved.
    """

    make: Make
    data: bytes
    marks: dict[str, Marks]
    saved: datetime | None
    untouched: bool = False


def read(data: bytes, *, columns: int = MAX_COLUMNS) -> Cells:
    """Read every sheet, of a strict or a shared workbook too (R6.452).

    Args:
        data: The whole file.
        columns: How many there may be; a ledger of many counties may be wider than any form.

    Raises:
        Unreadable: With a sentence for the person who sent it.
    """
    return _cells(_make_ready(data, RemainingBounds(columns=columns)))


def read_with_time(data: bytes) -> tuple[Cells, datetime | None]:
    """Read every sheet, and when the workbook says that it was saved (R6.69).

    Raises:
        Unreadable: With a sentence for the person who sent it.
    """
    ready = _make_ready(data, RemainingBounds())
    return _cells(ready), ready.saved


def _cells(ready: _Ready) -> Cells:
    sheets = _parse(ready.data, ready.marks)
    if ready.make is XLS and any(map(_is_garbled, sheets)):
        raise Unreadable(GARBLED)
    return Cells(sheets, telling=ready.make.telling, untouched=ready.untouched)


def _make_ready(data: bytes, bounds: RemainingBounds) -> _Ready:
    """What is looked at before the parser is, opened where Excel would do so unasked (R6.453)."""
    try:
        return _look_at(data, bounds)
    except Unreadable as wrong:
        opened = opened_by_excel(data) if wrong.args == (CLOSED,) else None
        if opened is None:
            raise
    return _look_at(opened, bounds)


def _look_at(data: bytes, bounds: RemainingBounds) -> _Ready:
    if data.startswith(signatures.ZIP):
        return _repack(data, bounds)
    for make, sign, check in _STREAMS:
        if data.startswith(sign):
            checked = check(data, bounds)
            return _Ready(
                make, checked, xls_marks.marks_of(checked), saved.saved_in_container(data)
            )
    raise Unreadable(foreign.explain_foreign(data))


def _repack(data: bytes, bounds: RemainingBounds) -> _Ready:
    """An archive written anew, of parts that were looked at."""
    admitted = container.admit(data)
    reader = _archive_reader(admitted)
    parts = container.examine(reader.strip(admitted))
    parts, marks = reader.check(parts, bounds)
    return _Ready(
        reader.make,
        container.plain_zip(parts),
        marks,
        saved.saved_in_parts(admitted),
        untouched=saved.untouched_in_parts(admitted),
    )


def _archive_reader(parts: Collection[str]) -> _ArchiveReader:
    """The reader of the make that the names of the parts tell."""
    names = {name.lower() for name in parts}
    readers = [reader for reader in _ARCHIVES if reader.part in names]
    if len(readers) > 1:  # a parser tries one make after the other, and we cannot tell which
        raise Unreadable(UNUSUAL)
    if not readers:
        raise Unreadable(CLOSED if ods.is_closed(parts) else _ARCHIVE)
    return readers[0]


class _ParserFaults:
    """What goes wrong while parsing becomes a verdict on the file.

    A panic of the parser is no `Exception`, so it is known by its name here.
    """

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        """Turn the parser's own errors into sentences; let everything else through."""
        if isinstance(error, PasswordError):
            raise Unreadable(CLOSED) from error
        if isinstance(error, CalamineError | OSError):  # a part that ends too early is the latter
            raise Unreadable(_why_unparsed(str(error))) from error
        if kind is not None and kind.__name__ == "PanicException":
            raise Unreadable(BROKEN) from error


def _parse(data: bytes, marks: dict[str, Marks]) -> tuple[Sheet, ...]:
    with _ParserFaults():
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        return tuple(
            _sheet(book.get_sheet_by_index(index), name, marks.get(name, Marks()))
            for index, name in enumerate(book.sheet_names)
        )


def _why_unparsed(message: str) -> str:
    if "password" in message.lower() or "encrypt" in message.lower():
        return CLOSED
    return BROKEN


def _is_garbled(sheet: Sheet) -> bool:
    """Whether the parser took half a character for a whole one: a zero byte comes after it.

    In a name it leaves that out.
    """
    texts = (value for row in sheet.rows for value in row if isinstance(value, str))
    return _UNKNOWN in sheet.name or any(_ZERO in text for text in texts)


def _sheet(sheet: CalamineSheet, name: str, marks: Marks) -> Sheet:
    rows = tuple(map(_row, sheet.to_python(skip_empty_area=False)))
    return Sheet(
        name=name,
        rows=rows,
        formulas=marks.formulas,
        errors=marks.errors,
        percents=marks.percents,
        altered=marks.altered,
        merged=marks.merged,
        struck=marks.struck,
        raised=marks.raised,
        notes=marks.notes,
    )


def _row(values: Sequence[Value]) -> Row:
    """A row as a tuple; whole numbers of the older formats become floats like all others."""
    if int in map(type, values):
        return tuple(float(value) if type(value) is int else value for value in values)
    return tuple(values)
