"""Every make of workbook that is declared has its reader, and says what it tells of formulas."""

from __future__ import annotations

import pytest
from kit import xls, xlsb
from kit.killers import ods, ods_cell, ods_row
from kit.tables import workbook

from ducha.checks.identity import UNTOLD
from ducha.files.workbook.reading import read
from ducha.makes import MAKES, ODS, XLS, XLSB, XLSX, Make

FILES = {
    XLSX: workbook({"表": "| 甲 |"}),
    XLS: xls.workbook({"表": xls.cell(0, 0, "甲")}),
    XLSB: xlsb.packed({"表": xlsb.sheet(xlsb.row(0, ["甲"]))}),
    ODS: ods(ods_row(ods_cell("甲"))),
}
"""One of each make, with one cell."""


def test_a_file_of_every_make_is_tried() -> None:
    """No make without a reader."""
    assert {*FILES} == {*MAKES}


@pytest.mark.parametrize("make", MAKES, ids=lambda make: make.endings[0])
def test_a_make_is_told_by_its_content(make: Make) -> None:
    """And what it hides is known with the values (R6.39)."""
    cells = read(FILES[make])
    assert cells.sheets[0].rows[0][0] == "甲"
    assert cells.telling is make.telling


def test_the_sentence_names_the_makes_that_hide_formulas() -> None:
    """All of them, as they stand in the table."""
    assert UNTOLD.sentence.startswith("这种格式（.xls、.et、.xlsb、.ods、.csv）里看不到公式、")
