"""The shipped ledger is what `import` makes of the real circular, edited in a few named cells."""

from __future__ import annotations

from pathlib import Path

import pytest

from ducha.cells import Cells, address
from ducha.circular import draft as circular
from ducha.files.documents import reading as documents
from ducha.files.workbook import reading as workbook
from ducha.files.writing.ledger import book as ledger_xlsx

ROOT = Path(__file__).resolve().parents[2]
CIRCULAR = ROOT.parent / "shared" / "circular" / "kaifeng2024.txt"

NAMES = {5: "改善办学条件学校", 14: "城镇非居民用户“瓶改管”改造", 28: "残疾儿童康复救助"}
"""Indicators named more shortly than the circular's own words, by row."""

EXPLAINED = (9, 20, 21, 22, 25, 26, 27)
"""Rates and standards: what is counted above and below the line, which no circular says."""

COUNTIES = (
    *("杞县", "通许县", "尉氏县", "兰考县", "祥符区", "龙亭区", "顺河回族区", "鼓楼区"),
    *("禹王台区", "城乡一体化示范区"),
)
"""The circular says 各县区 and names none."""

EDITED = {
    *(("指标", f"F{row}") for row in NAMES),
    *((sheet, f"B{row}") for sheet in ("县区分解", "时间节点") for row in NAMES),
    *(("指标", f"{column}{row}") for column in "STU" for row in EXPLAINED),
    *(("县区分解", address(0, column)) for column in range(4, 4 + len(COUNTIES))),
    *(("责任单位", f"B{row}") for row in (2, 3, 4, 5, 6, 7, 10, 11, 18, 21)),  # other names
    *(("责任单位", f"{column}{row}") for column in "ACDE" for row in range(12, 22)),
}


def cells_of(book: Cells) -> dict[tuple[str, str], object]:
    """Every cell that holds something."""
    return {
        (sheet.name, address(row, column)): value
        for sheet in book.sheets
        for row, values in enumerate(sheet.rows)
        for column, value in enumerate(values)
        if value != ""
    }


@pytest.fixture(scope="module")
def imported() -> dict[tuple[str, str], object]:
    """What importing the circular gives now."""
    if not CIRCULAR.is_file():
        pytest.skip("the real circular is kept outside the project")
    draft = circular.read(documents.text_of(CIRCULAR.read_bytes(), CIRCULAR.name))
    return cells_of(workbook.read(ledger_xlsx.write(draft.ledger)))


@pytest.fixture(scope="module")
def shipped() -> dict[tuple[str, str], object]:
    """The ledger of the repository."""
    return cells_of(workbook.read((ROOT / "ledger.xlsx").read_bytes()))


def test_only_the_named_cells_were_edited(
    imported: dict[tuple[str, str], object], shipped: dict[tuple[str, str], object]
) -> None:
    """Everything else is as the circular says."""
    places = imported.keys() | shipped.keys()
    changed = {place for place in places if imported.get(place) != shipped.get(place)}
    assert changed == EDITED


def test_the_edits_say_what_they_are_listed_for(shipped: dict[tuple[str, str], object]) -> None:
    """Short names, and the counties that the circular leaves unnamed."""
    assert {row: shipped["指标", f"F{row}"] for row in NAMES} == NAMES
    assert tuple(shipped["责任单位", f"A{row}"] for row in range(12, 22)) == COUNTIES
    assert tuple(shipped["县区分解", address(0, c)] for c in range(4, 14)) == COUNTIES
