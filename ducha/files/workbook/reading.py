"""Bytes of a workbook of any make -> plain `Cells`; what is foreign is read in a worker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from types import TracebackType

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

from ducha.cells import Cells, Row, Sheet, Value
from ducha.files.workbook import foreign
from ducha.files.workbook.gate import signatures
from ducha.files.workbook.gate import zip as container
from ducha.files.workbook.gate.bounds import MAX_COLUMNS, RemainingBounds
from ducha.files.workbook.gate.refusals import BROKEN, CLOSED, GARBLED, RESAVE, UNUSUAL, Unreadable
from ducha.files.workbook.legacy import ods, xls, xlsb
from ducha.files.workbook.xlsx import reading as xlsx
from ducha.files.workbook.xlsx.walk import Marks

__all__ = ["Unreadable", "read"]

_XLSX, _XLSB, _ODS = "xl/workbook.xml", "xl/workbook.bin", "content.xml"
"""The part that tells each make of workbook."""
_ARCHIVE = f"是压缩包或其他文档，不是 Excel 工作簿。压缩包请解压后报送；表格{RESAVE}"
_ZERO, _UNKNOWN = "\0", "\ufffd"


def read(data: bytes, *, columns: int = MAX_COLUMNS) -> Cells:
    """Read every sheet.

    Args:
        data: The whole file.
        columns: How many there may be; a ledger of many counties may be wider than any form.

    Raises:
        Unreadable: With a sentence for the person who sent it.
    """
    bounds = RemainingBounds(columns=columns)
    marks: dict[str, Marks] | None = None
    is_old = False
    if data.startswith(signatures.ZIP):
        data, marks = _repack(data, bounds)
    elif data.startswith(signatures.COMPOUND):
        data, is_old = xls.check_xls(data, bounds), True
    else:
        raise Unreadable(foreign.explain_foreign(data))
    sheets = _parse(data, marks or {})
    if is_old and any(map(_is_garbled, sheets)):
        raise Unreadable(GARBLED)
    return Cells(sheets, telling=marks is not None)


def _repack(data: bytes, bounds: RemainingBounds) -> tuple[bytes, dict[str, Marks] | None]:
    """The archive that the parser gets, and the marks of an .xlsx by sheet; None of other makes."""
    parts = container.admit(data)
    make = _make(parts)
    if make == _ODS:
        parts = ods.strip_ods(parts)
    parts = container.examine(parts)
    marks = None
    if make == _XLSX:
        parts, marks = xlsx.check_xlsx(parts, bounds)
    elif make == _XLSB:
        parts = xlsb.check_xlsb(parts, bounds)
    else:
        parts = ods.check_ods(parts, bounds)
    return container.plain_zip(parts), marks


def _make(parts: Mapping[str, bytes]) -> str:
    """The part that tells which make of workbook this is."""
    names = {name.lower() for name in parts}
    makes = [name for name in (_XLSX, _XLSB, _ODS) if name in names]
    if len(makes) > 1:  # a parser tries one make after the other, and we cannot tell which
        raise Unreadable(UNUSUAL)
    if not makes:
        raise Unreadable(CLOSED if ods.is_closed(parts) else _ARCHIVE)
    return makes[0]


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
    )


def _row(values: Sequence[Value]) -> Row:
    """A row as a tuple; whole numbers of the older formats become floats like all others."""
    if int in map(type, values):
        return tuple(float(value) if type(value) is int else value for value in values)
    return tuple(values)
