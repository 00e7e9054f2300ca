"""What an earlier month reads differently from what was written of it."""

from __future__ import annotations

import pytest
from kit.tables import table

from ducha.cells import Cells, Sheet, Value
from ducha.merge.data import DataRow
from ducha.merge.restated import (
    Restatement,
    StatedRow,
    find_restated,
    read_stated,
    stated,
)

HEADINGS = ("期次", "编码", "指标", "县区", "年度目标", "累计", "分子", "分母", "差距", "状态")


def rows(markdown: str) -> tuple[StatedRow, ...]:
    """Rows of 数据 by their headings."""
    return tuple(StatedRow._make(map(str, row)) for row in table(markdown))


WAS = """
| 2024-04 | 三.2-1 | 培训 | 杞县 | 60 | 20 | | | 0 | 正常 |
| 2024-04 | 三.2-1 | 培训 | 兰考县 | 60 | | | | | 未报送 |
| 2024-04 | 三.2-1 | 培训 | 全市 | 120 | 20 | | | 16.7 | 滞后 |
| 2024-05 | 三.2-1 | 培训 | 全市 | 120 | 50 | | | 0 | 正常 |
"""
CHANGED = (
    # a target was put right: the line and its light
    ("| 60 | 20 | | | 0 | 正常 |", "| 80 | 20 | | | 8.3 | 滞后 |", ("2024-04 杞县",), 3),
    # a figure came
    ("| 60 | | | | | 未报送 |", "| 60 | 9 | | | 18.3 | 滞后 |", ("2024-04 兰考县",), 3),
    # the month merged is not an earlier one
    ("| 120 | 50 |", "| 120 | 51 |", (), 0),
    # the county and the whole city: the city first
    ("| 20 | | |", "| 21 | | |", ("2024-04 全市", "2024-04 杞县"), 1),
    # an indicator is named anew, which changes no figure
    ("培训", "在线培训", (), 0),
    ("| 杞县 |", "| 新县 |", ("2024-04 新县", "2024-04 杞县"), 0),
)


@pytest.mark.parametrize(("old", "new", "places", "changes"), CHANGED)
def test_what_reads_differently(old: str, new: str, places: tuple[str, ...], changes: int) -> None:
    """Figures, targets, gaps and lights, and rows that are new or gone (R6.356)."""
    now = rows(WAS.replace(old, new))
    found = find_restated(rows(WAS), now, ["2024-04"])
    assert tuple(f"{each.row.period} {each.row.place}" for each in found) == places
    assert [len(each.changes) for each in found] == [changes] * len(found)


def test_each_cell_says_how_it_read_and_reads() -> None:
    """By its heading in 数据, the figure first and the light last (R6.356)."""
    old, new = "| 60 | 20 | | | 0 | 正常 |", "| 80 | 21 | | | 7.1 | 滞后 |"
    (found,) = find_restated(rows(WAS), rows(WAS.replace(old, new)), ["2024-04"])
    assert found.changes == (
        ("累计", "20", "21"),
        ("年度目标", "60", "80"),
        ("差距", "0", "7.1"),
        ("状态", "正常", "滞后"),
    )


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("| 2024-04 | 九.1-1 | 新项 | 杞县 | | | | | | 无任务 |", False),
        ("| 2024-04 | 九.1-1 | 新项 | 杞县 | 0 | 3 | | | | 无任务 |", True),
        ("| 2024-04 | 九.1-1 | 新项 | 杞县 | 5 | | | | | 未报送 |", True),
    ],
)
def test_an_indicator_added_since_is_no_change_of_a_month_before_it(
    row: str, *, told: bool
) -> None:
    """Its row without task and figure is as good as none, both ways (R6.356)."""
    more = rows(f"{WAS}{row}\n")
    for before, now in ((rows(WAS), more), (more, rows(WAS))):
        assert bool(find_restated(before, now, ["2024-04"])) is told


def test_the_sheet_is_read_as_it_was_written() -> None:
    """Columns by their headings wherever they stand; numbers as shown; a county by its new name.

    (R6.357)
    """
    headings: tuple[Value, ...] = ("原值", *reversed(HEADINGS))
    row: tuple[Value, ...] = (
        "二十",
        "正常",
        0.1,
        "",
        "",
        20.0,
        60.5,
        "杞 县",
        "培训",
        "三.2-1",
        "2024-04",
    )
    blank = ("",) * len(headings)
    sheet = Sheet(name="数据", rows=(headings, row, blank))
    (read,) = read_stated(Cells((Sheet(name="总览", rows=()), sheet)), {"杞县": "杞州区"}) or ()
    assert read == StatedRow._make(
        ("2024-04", "三.2-1", "培训", "杞州区", "60.5", "20", "", "", "0.1", "正常")
    )


@pytest.mark.parametrize("name", ["数据", "别的"])
def test_a_workbook_without_the_sheet_gives_nothing(name: str) -> None:
    """Nor does one whose headings are gone (R6.357)."""
    sheet = Sheet(name=name, rows=(HEADINGS[:-1],))
    assert read_stated(Cells((sheet,)), {}) is None


def test_a_row_of_the_frame_reads_as_on_the_sheet() -> None:
    """What is missing is blank, whole numbers have no .0, a level stands for the count (R6.356)."""
    empty = dict.fromkeys(DataRow._fields)
    filled = {"period": "2024-04", "code": "二.1-1", "indicator": "办法", "place": "兰考县"}
    row = DataRow(**(empty | filled | {"level": "推进中", "target": 3.0, "status": "正常"}))
    assert stated([row]) == rows("| 2024-04 | 二.1-1 | 办法 | 兰考县 | 3 | 推进中 | | | | 正常 |")


def test_a_restatement_of_nothing_is_a_fault() -> None:
    """There must be a row at least once."""
    with pytest.raises(AssertionError, match="nothing"):
        _ = Restatement(None, None).row
