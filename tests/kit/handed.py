"""A matter that the bureau has handed to a unit, every field of it to be changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from ducha.cells import Cells, Sheet, Value, find_heading
from ducha.files.workbook import reading as workbook
from ducha.files.writing.form import book as form_xlsx
from ducha.form.handed import HANDED_KEYS, HANDED_SHEET
from ducha.ledger.handed.records import Assignment, Occasion, Progress
from ducha.period import Period
from kit import sample
from kit.sample import QIXIAN

OPEN = Assignment(
    number="2024-01",
    unit=QIXIAN,
    code="三.2",
    problem="培训停滞",
    occasion=Occasion.NOTICE,
    leader="",
    demand="6月底前开班",
    handed=date(2024, 5, 31),
    due=date(2024, 6, 16),
    extended=None,
    answer="已开班",
    answered=date(2024, 6, 10),
    progress=Progress.OPEN,
    closed=None,
    verifier="",
    visited=None,
    visit="",
)
"""杞县's, due on 16 June 2024."""


def closed(day: date, **more: object) -> Assignment:
    """The matter, closed on a day."""
    return replace(OPEN, progress=Progress.CLOSED, closed=day, **more)  # type: ignore[arg-type] - a table of cases


JUNE = Period(2024, 6)
"""Due on the 28th; `OPEN` stands on its form."""


def handed_form(*assignments: Assignment, unit: str = QIXIAN, period: Period = JUNE) -> Cells:
    """A unit's form as it is issued, read again."""
    book = sample.ledger(assignments=assignments)
    return workbook.read(form_xlsx.write(sample.form(unit, book, period)))


def on_sheet(cells: Cells, typed: Mapping[tuple[int, str], Value]) -> Cells:
    """The workbook with cells of 督办事项 typed over, by row below the headings and heading."""
    return replace(
        cells,
        sheets=tuple(_typed(s, typed) if s.name == HANDED_SHEET else s for s in cells.sheets),
    )


def _typed(sheet: Sheet, typed: Mapping[tuple[int, str], Value]) -> Sheet:
    heading = find_heading(sheet, HANDED_KEYS)
    assert heading is not None
    last = max((row for row, _ in typed), default=0) + heading.row + 2
    blank = ("",) * len(sheet.rows[0])
    rows = [*map(list, sheet.rows), *([list(blank)] * max(last - len(sheet.rows), 0))]
    rows = [list(row) for row in rows]
    for (row, name), value in typed.items():
        rows[heading.row + 1 + row][heading.columns[name]] = value
    return replace(sheet, rows=tuple(map(tuple, rows)))
