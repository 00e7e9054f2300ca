"""How much a workbook may hold, all its sheets together, measured before a parser sees it.

Parsers allocate the box around the content of a sheet, from A1 to its last row and column.
"""

from __future__ import annotations

from dataclasses import dataclass

from ducha.cells import address, letters
from ducha.files.workbook.gate.refusals import BROKEN, CROWDED, WORDY, Unreadable

MAX_ROWS = 20_000
MAX_COLUMNS = 400
MAX_AREA = 1_000_000
"""Cells in the boxes of all sheets; the biggest honest form, of 500 counties, has 240,000."""

MAX_CELLS = 1_000_000
"""Cells that are named at all, with content or only formatted."""

MAX_TAGS = 2_000_000
"""Tags, or records of a binary format, that are looked at one by one."""

MAX_TEXT = 48 * 1024**2
"""Bytes of text in cells, as often as it stands there: 16 million Chinese characters."""

_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
"""No program knows more; a file that names them is broken."""

_CURSORY = 400_000
"""Cells in boxes whose size is only guessed, from above, because they are small anyway."""


@dataclass(slots=True, kw_only=True)
class RemainingBounds:
    """What is left of these for the rest of a workbook; every method raises `Unreadable` beyond."""

    columns: int = MAX_COLUMNS
    area: int = MAX_AREA
    cells: int = MAX_CELLS
    tags: int = MAX_TAGS
    text: int = MAX_TEXT
    cursory: int = _CURSORY

    def check_place(self, sheet: str, row: int, column: int) -> None:
        """Refuse content beyond the last row and column, counted from 0."""
        if row >= _LAST_ROW or column >= _LAST_COLUMN:
            raise Unreadable(BROKEN)
        if row >= MAX_ROWS or column >= self.columns:
            message = (
                f"工作表〔{sheet}〕在 {address(row, column)} 处还有内容，超出"
                f"{MAX_ROWS}行、{letters(self.columns - 1)}列的范围，未读取。"
                "请删除表格以外的内容后重新报送。"
            )
            raise Unreadable(message)

    def take_box(self, sheet: str, rows: int, columns: int) -> None:
        """Take the box of a sheet, so many rows by so many columns."""
        self.area -= rows * columns
        if self.area < 0:
            message = (
                f"工作表〔{sheet}〕的内容一直散布到 {address(rows - 1, columns - 1)}，"
                f"各工作表合计超过{MAX_AREA // 10_000}万格，不像填报表，未读取。"
                "请删除表格以外的内容（很远处的一个字也算）后重新报送。"
            )
            raise Unreadable(message)

    def is_small(self, box: int) -> bool:
        """Whether a box of at most so many cells need not be measured."""
        fits = box <= self.cursory
        self.cursory -= box if fits else 0
        return fits

    def take_cells(self, cells: int) -> None:
        """Take so many cells, whatever is in them."""
        self.cells -= cells
        if self.cells < 0:
            raise Unreadable(CROWDED)

    def take_tags(self, tags: int) -> None:
        """Take so many tags or records."""
        self.tags -= tags
        if self.tags < 0:
            raise Unreadable(CROWDED)

    def take_text(self, text: int) -> None:
        """Take so many bytes of text."""
        self.text -= text
        if self.text < 0:
            raise Unreadable(WORDY)
