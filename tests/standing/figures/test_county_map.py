"""县区一览, worked by hand: three counties in May, when 5/12 is due."""

from __future__ import annotations

from dataclasses import replace

import pytest
from kit import returns
from kit.returns import arrival, merged
from kit.sample import LANKAO, LONGTING, QIXIAN, indicator

from ducha.ledger.model import CITY, Direction, Indicator, Judged, Kind
from ducha.merge.year import MergedInbox
from ducha.standing.figures.county_map import CountyMap, MapCell, county_map
from ducha.standing.figures.shown import asked
from ducha.standing.table import Share
from ducha.status.rating import Status, plan

ROAD = indicator("五.1-1", target=1200.0, whole=False, measure="公里", matter="农村公路")
BRIDGE = indicator("五.1-2", target=90.0, matter="农村公路", name="危桥")
RATE = indicator("十.1-3", Kind.RATE, 65.0, judged=Judged.MONTHLY, matter="健康")
RULES = indicator("十一.1-1", Kind.QUALITATIVE, None, all_counties=False, supports=(LANKAO,))
TARGETS = {
    **{(ROAD.code, place): 400.0 for place in (QIXIAN, LANKAO)},
    (ROAD.code, LONGTING): 0.0,
    **{(BRIDGE.code, place): 30.0 for place in (QIXIAN, LANKAO)},
    **{(RATE.code, place): 65.0 for place in (QIXIAN, LANKAO, LONGTING)},
}
BOOK = replace(returns.book(ROAD, BRIDGE, RATE, RULES), targets=TARGETS)
INBOX = (
    arrival(
        QIXIAN,
        "| 五.1-1 | 杞县 | 200 |\n| 五.1-2 | 杞县 | 1 |\n| 十.1-3 | 杞县 | | 649 | 1000 |",
    ),
    arrival(LANKAO, "| 五.1-1 | 兰考县 | 700 |\n| 十一.1-1 | 兰考县 | 未启动 |"),
    arrival(LONGTING, "| 五.1-2 | 龙亭区 | 3 |\n| 十.1-3 | 龙亭区 | | 0 | 0 |"),
)


def shown(year: MergedInbox) -> CountyMap:
    """The map of the month."""
    return county_map(year.ledger, year.period, year.table.lines, year.table.data)


def test_the_map_of_a_month() -> None:
    """Figures with their lights, words where there is none, blank where no part is had (R7.233)."""
    page = shown(merged(BOOK, *INBOX))
    assert page.places == (CITY, QIXIAN, LANKAO, LONGTING)
    roads, bridges, rate, rules = page.rows
    assert roads.cells[1:] == (
        MapCell(Share(0.5), Status.ON_TRACK),
        MapCell(Share(1.75), Status.ON_TRACK, doubted=True),
        MapCell("无任务", Status.NO_TASK),
    )
    assert bridges.cells[1:] == (
        MapCell(Share(1 / 30), Status.BEHIND),
        MapCell("未报送", Status.NO_RETURN),
        MapCell("未分解", Status.NOT_BROKEN_DOWN),
    )
    assert bridges.cells[0].incomplete
    assert rate.cells[1:] == (
        MapCell(Share(0.649), Status.LAGGING),
        MapCell("未报送", Status.NO_RETURN),
        MapCell("无对象", Status.ON_TRACK),
    )
    assert rules.cells[1:] == (
        MapCell(None),
        MapCell("未启动", Status.LAGGING),
        MapCell(None),
    )


def test_a_matter_is_named_once() -> None:
    """Its numeral stands beside its first indicator, which begins it (R7.233)."""
    page = shown(merged(BOOK, *INBOX))
    assert [(row.matter_no, row.begins) for row in page.rows] == [
        ("五", True),
        ("", False),
        ("十", True),
        ("十一", True),
    ]


def test_the_last_row_counts_what_lags() -> None:
    """严重滞后／滞后 of every place (R7.233)."""
    page = shown(merged(BOOK, *INBOX))
    assert page.counts[1:] == ("1／1", "0／1", "0／0")


def test_before_anything_has_come() -> None:
    """未报送 everywhere, and nothing lags."""
    page = shown(merged(BOOK))
    assert {cell.value for row in page.rows for cell in row.cells} == {"未报送", "无任务", None}
    assert set(page.counts) == {"0／0"}


# indicator, nodes, month, 应达
ASKED = (
    (ROAD, {}, 5, Share(5 / 12)),
    (ROAD, {6: 0.6}, 6, Share(0.6)),
    (ROAD, {9: 0.0}, 5, "未到期"),
    (replace(ROAD, judged=Judged.BY_DEADLINE), {}, 11, "未到期"),
    (replace(ROAD, judged=Judged.BY_DEADLINE), {}, 12, Share(1.0)),
    (replace(ROAD, direction=Direction.AT_MOST), {}, 5, None),
    (RATE, {}, 5, Share(0.65)),
    (replace(RATE, judged=Judged.BY_DEADLINE), {}, 5, "未到期"),
    (replace(RATE, judged=Judged.BY_DEADLINE), {}, 12, Share(0.65)),
    (replace(RATE, judged=Judged.BY_DEADLINE), {5: 0.4}, 5, Share(0.26)),
    (indicator("三.3-1", Kind.STANDARD, 6000.0, measure="元"), {}, 12, Share(1.0)),
    (RULES, {}, 5, None),
)


@pytest.mark.parametrize(("what", "nodes", "month", "share"), ASKED)
def test_what_is_asked_by_the_end_of_the_month(
    what: Indicator, nodes: dict[int, float], month: int, share: Share | str | None
) -> None:
    """Of counts the due share, of lines the line or its planned part (R7.230)."""
    assert asked(plan(what, what.target, nodes, month)) == share
