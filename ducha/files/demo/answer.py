"""Fill a form in as another program would, for the demo: cells found by heading and row key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from io import BytesIO
from itertools import product
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from ducha.cells import squeeze
from ducha.files.writing.sheet import put_value
from ducha.form.column import Column
from ducha.form.handed import HANDED_COLUMNS, HANDED_KEYS, HANDED_SHEET
from ducha.form.monthly import (
    FOOT,
    KEY_HEADINGS,
    NARRATIVE,
    NARRATIVE_SHEET,
    PROGRESS,
    PROGRESS_SHEET,
)
from ducha.makes import MADE


def fill_form(
    form: bytes,
    answers: Mapping[tuple[str, str, str], str | float],
    narrative: Mapping[tuple[str, str], str],
    foot: Mapping[str, str],
    saved: datetime = MADE,
) -> bytes:
    """Fill in figures by (code, county, column key), texts by (item or 编号, key), foot by label.

    The workbook says that it was saved at `saved`, by default what an untouched form says.

    Raises:
        KeyError: An answer has no cell on the form.
    """
    book = load_workbook(BytesIO(form))
    cells: dict[tuple[str, ...], Cell] = {
        **{(code, place, key): cell for code, place, key, cell in _entries(book)},
        **{(code, key): cell for code, key, cell in _texts(book)},
    }
    for at, value in (*answers.items(), *narrative.items()):
        put_value(cells[at], value)
    labels = _labels(book[PROGRESS_SHEET])
    for label, value in foot.items():
        put_value(labels[label], value)
    return _save(book, saved)


def _save(book: Workbook, saved: datetime) -> bytes:
    """Its bytes; the library's own way of saving would ask the clock."""
    book.properties.modified = saved.astimezone(UTC).replace(tzinfo=None)
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        ExcelWriter(book, archive).save()
    return buffer.getvalue()


def _entries(book: Workbook) -> Iterator[tuple[str, str, str, Cell]]:
    at, rows = _table(book[PROGRESS_SHEET], PROGRESS, KEY_HEADINGS[PROGRESS_SHEET])
    for row in rows:
        code, place = squeeze(row[at["code"]].value or ""), squeeze(row[at["county"]].value or "")
        for column in PROGRESS:
            if column.entry:
                yield code, place, column.key, row[at[column.key]]


_TEXT_SHEETS: tuple[tuple[str, tuple[Column, ...], tuple[str, ...]], ...] = (
    (NARRATIVE_SHEET, NARRATIVE, KEY_HEADINGS[NARRATIVE_SHEET]),
    (HANDED_SHEET, HANDED_COLUMNS, HANDED_KEYS),
)


def _texts(book: Workbook) -> Iterator[tuple[str, str, Cell]]:
    """The cells of 情况说明, and of 督办事项 where the form has it."""
    for name, columns, required in _TEXT_SHEETS:
        at, rows = _table(book[name], columns, required) if name in book.sheetnames else ({}, [])
        entries = [column.key for column in columns if column.entry]
        for row, key in product(rows, entries):
            yield squeeze(row[at["code"]].value or ""), key, row[at[key]]


def _table(
    sheet: Worksheet, columns: tuple[Column, ...], required: tuple[str, ...]
) -> tuple[dict[str, int], list[tuple[Cell, ...]]]:
    """Where each column of ours stands, and the rows below the headings."""
    rows = list(sheet.iter_rows())
    for number, row in enumerate(rows):
        names = [squeeze(cell.value or "") for cell in row]
        if all(name in names for name in required):
            at = {c.key: names.index(c.heading) for c in columns if c.heading in names}
            return at, rows[number + 1 :]
    raise KeyError(sheet.title)


def _labels(sheet: Worksheet) -> dict[str, Cell]:
    """The cell to sign beside each label of the foot: the next one that may be typed in."""
    cells: dict[str, Cell] = {}
    for row in sheet.iter_rows():
        for index, cell in enumerate(row):
            if cell.value in FOOT:
                cells[cell.value] = next(c for c in row[index + 1 :] if not c.protection.locked)
    return cells
