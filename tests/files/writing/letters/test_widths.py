"""Columns of a letter's tables: as wide as what they hold, where the template leaves it to that."""

from __future__ import annotations

from io import BytesIO

import docx
import pytest
from docx.shared import Mm
from kit import word

from ducha.files.writing.letters.filling import Filling, fill
from ducha.files.writing.letters.widths import column_widths

CASES = (
    ([["序号", "单位"], ["1", "市教体局"]], 60, [6, 10]),
    ([["序号", "单位"], ["1", "长" * 40]], 60, [6, 40]),  # what is too long wraps
    ([["状态", "长" * 40, "长" * 30]], 50, [6, 22, 22]),  # the widest give way
    ([["", ""]], 60, [6, 6]),
)


@pytest.mark.parametrize(("rows", "room", "widths"), CASES)
def test_a_column_is_as_wide_as_what_it_holds(
    rows: list[list[str]], room: int, widths: list[int]
) -> None:
    """With a blank on both sides (R9.8)."""
    assert column_widths(rows, room) == widths


def widths(*, autofit: bool) -> list[int]:
    """The columns of a table of 100 mm with something short and something long in it."""
    document = docx.Document()
    table = document.add_table(1, 2)
    table.autofit = autofit
    for cell, text in zip(table.rows[0].cells, ("短", "很长很长很长很长很长很长"), strict=True):
        cell.text = text
    for column in table.columns:
        column.width = Mm(50)
    letter = fill(Filling("甲", word.saved(document), {}))
    assert isinstance(letter, bytes)
    return [round(c.width / Mm(1)) for c in docx.Document(BytesIO(letter)).tables[0].columns]


def test_a_table_with_fixed_columns_keeps_them() -> None:
    """The bureau has the last word (R9.8)."""
    assert widths(autofit=False) == [50, 50]
    assert widths(autofit=True) == [19, 81]
