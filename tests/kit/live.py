"""The form's formulas on a bare sheet with the form's columns, recalculated by LibreOffice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from xlsxwriter import Workbook

from ducha.files.writing.form.formulas import cells
from ducha.form.monthly import PROGRESS, PROGRESS_SHEET
from kit.office import Office

Value = str | float


def recalculated(
    office: Office,
    folder: Path,
    rows: Sequence[Mapping[str, Value]],
    formulas: Sequence[Mapping[str, str]],
) -> list[dict[str, Value]]:
    """Write rows by column key, each with formulas of its own by any name; give their results.

    A formula named like a column stands in that column, the others to the right of all columns.
    """
    columns = [column.key for column in PROGRESS]
    others = [name for name in formulas[0] if name not in columns]
    at = {name: index for index, name in enumerate([*columns, *others])}
    path = folder / "live.xlsx"
    with Workbook(path) as book:
        sheet = book.add_worksheet(PROGRESS_SHEET)
        for number, (values, live) in enumerate(zip(rows, formulas, strict=True)):
            for key, value in values.items():
                sheet.write(number, at[key], value)
            for name, formula in live.items():
                sheet.write_formula(number, at[name], formula.format_map(cells(number)), None, "")
    grid = office.recalculated(path)[PROGRESS_SHEET]
    return [{name: row[at[name]] for name in formulas[0]} for row in grid]
