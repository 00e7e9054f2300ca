"""Bytes of a workbook of any make -> plain `Cells`; runs in worker processes later."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from types import TracebackType

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

from supervision.cells import Cells, Row, Sheet, Value
from supervision.files import gate, gate_ole, workbook_ods, workbook_xls, workbook_xlsb
from supervision.files.gate_words import BROKEN, CLOSED, RESAVE, UNUSUAL, Unreadable
from supervision.files.workbook_bounds import MAX_COLUMNS, Room
from supervision.files.workbook_scan import marks
from supervision.files.workbook_walk import Marks

__all__ = ["Unreadable", "read"]

_XLSX, _XLSB, _ODS = "xl/workbook.xml", "xl/workbook.bin", "content.xml"
"""The part that tells each make of workbook."""
_ARCHIVE = f"是压缩包或其他文档，不是 Excel 工作簿。压缩包请解压后报送；表格{RESAVE}"

_FOREIGN = (
    (b"%PDF", "这是 PDF 文件，不是 Excel 工作簿。请报送填报表（.xlsx）本身。"),
    (b"{\\rtf", "这是 RTF 文档，不是 Excel 工作簿。请报送填报表（.xlsx）本身。"),
    (b"Rar!", "这是压缩包，不是 Excel 工作簿。请解压后报送里面的填报表。"),
    (b"7z\xbc\xaf", "这是压缩包，不是 Excel 工作簿。请解压后报送里面的填报表。"),
    (b"\x89PNG", "这是图片，不是 Excel 工作簿。请报送填报表（.xlsx）本身。"),
    (b"\xff\xd8\xff", "这是图片，不是 Excel 工作簿。请报送填报表（.xlsx）本身。"),
    (b"<", f"这是网页或 XML 文件，只是起了工作簿的名字。{RESAVE}"),
)
"""How files that are often sent by mistake begin."""


def read(data: bytes, *, columns: int = MAX_COLUMNS) -> Cells:
    """Read every sheet. Raises `Unreadable` with a sentence for the person who sent it.

    A ledger of many counties may be wider than any form: allow it more `columns`.
    """
    room = Room(columns)
    found: dict[str, Marks] | None = None
    if data.startswith(b"PK"):
        data, found = _zipped(data, room)
    elif data.startswith(gate_ole.SIGN):
        data = workbook_xls.checked(data, room)
    else:
        raise Unreadable(_what_it_is(data))
    return Cells(_parsed(data, found or {}), telling=found is not None)


def _zipped(data: bytes, room: Room) -> tuple[bytes, dict[str, Marks] | None]:
    """The archive that the parser gets, and what an .xlsx tells beside its values."""
    parts = gate.admitted(data)
    names = {name.lower() for name in parts}
    makes = [name for name in (_XLSX, _XLSB, _ODS) if name in names]
    if len(makes) != 1:  # a parser tries one make after the other, and we cannot tell which
        raise Unreadable(UNUSUAL if makes else _ARCHIVE)
    found = marks(parts, room) if makes == [_XLSX] else None
    if makes == [_XLSB]:
        parts = workbook_xlsb.checked(parts, room)
    elif makes == [_ODS]:
        workbook_ods.check(parts, room)
    return gate.plain(parts), found


def _what_it_is(data: bytes) -> str:
    """Say what a file is that is certainly no workbook."""
    start = data[:512].removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start:
        return "文件是空的，没有任何内容。请单位重新发送。"
    for beginning, sentence in _FOREIGN:
        if start.startswith(beginning):
            return sentence
    return f"不是 Excel 工作簿（可能是 CSV 等文本文件改了扩展名）。{RESAVE}"


class _Parsing:
    """What goes wrong while parsing becomes a verdict on the file.

    A panic of the parser is no `Exception`, so it is told by its name here.
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
            raise Unreadable(_why_not(str(error))) from error
        if kind is not None and kind.__name__ == "PanicException":
            raise Unreadable(BROKEN) from error


def _parsed(data: bytes, found: dict[str, Marks]) -> tuple[Sheet, ...]:
    with _Parsing():
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        return tuple(
            _sheet(book.get_sheet_by_index(index), name, found.get(name, Marks()))
            for index, name in enumerate(book.sheet_names)
        )


def _why_not(message: str) -> str:
    if "password" in message.lower() or "encrypt" in message.lower():
        return CLOSED
    return BROKEN


def _sheet(sheet: CalamineSheet, name: str, found: Marks) -> Sheet:
    rows = tuple(map(_row, sheet.to_python(skip_empty_area=False)))
    return Sheet(name, rows, found.formulas, found.errors, found.percents)


def _row(values: Sequence[Value]) -> Row:
    """A row as a tuple; whole numbers of the older formats become floats like all others."""
    if int in map(type, values):
        return tuple(float(value) if type(value) is int else value for value in values)
    return tuple(values)
