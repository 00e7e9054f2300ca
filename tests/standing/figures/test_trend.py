"""趋势, worked by hand over April, May and June; and the same by another way on random months."""

from __future__ import annotations

import random
from collections.abc import Mapping

import pytest
from kit import returns
from kit.returns import APRIL, JUNE, MAY, arrival, merged, records
from kit.sample import LANKAO, LONGTING, QIXIAN, indicator

from ducha.ledger.model import CITY, Kind
from ducha.merge.year import MergedInbox
from ducha.period import Period
from ducha.standing.figures.county_map import county_map
from ducha.standing.figures.trend import Trend, trend
from ducha.standing.table import Share
from ducha.status.rating import Status
from ducha.submission.arrival import Arrival

ROAD = indicator("五.1-1", target=1200.0, name="公路")
BRIDGE = indicator("五.1-2", target=120.0, name="桥梁")
RULES = indicator("二.1-1", Kind.QUALITATIVE, None, all_counties=False, supports=(LANKAO,))
LATE = indicator("六.1-1", target=10.0, start=6, name="食堂")
BOOK = returns.book(
    ROAD, BRIDGE, RULES, LATE, targets={QIXIAN: 600.0, LANKAO: 600.0, LONGTING: 0.0}
)


def month(period: Period, roads: int, bridges: int | None, level: str = "推进中") -> list[Arrival]:
    """Both counties report the same; bridges are left blank where there is no number."""

    def figures(county: str) -> str:
        rows = [f"| 五.1-1 | {county} | {roads} |", f"| 五.1-2 | {county} | {bridges} |"]
        return "\n".join(rows[: 1 + (bridges is not None)])

    own = f"{figures(LANKAO)}\n| 二.1-1 | 兰考县 | {level} |"
    return [
        arrival(QIXIAN, figures(QIXIAN), period=period),
        arrival(LANKAO, own, period=period),
    ]


def shown(year: MergedInbox) -> Trend:
    """The sheet."""
    page = trend(year.ledger, year.data)
    assert page is not None
    return page


def quarter() -> Trend:
    """Roads 200 of 1200 in April, 300 in May, 600 in June; bridges 60, none, 60 of 120."""
    inbox = [*month(APRIL, 100, 30), *month(MAY, 150, None), *month(JUNE, 300, 30, "已完成")]
    return shown(merged(BOOK, *inbox, period=JUNE))


def test_every_indicator_over_the_months() -> None:
    """Completion and light below each other; silence is blank, never 0 (R7.235)."""
    rows = records(quarter().indicators)
    assert [(row["编码"], row["项"]) for row in rows[:4]] == [
        ("五.1-1", "完成率"),
        ("五.1-1", "状态"),
        ("五.1-2", "完成率"),
        ("五.1-2", "状态"),
    ]
    months = ("4月", "5月", "6月")
    assert [[row[name] for name in months] for row in rows] == [
        [Share(1 / 6), Share(0.25), Share(0.5)],
        ["滞后", "严重滞后", "正常"],  # two months, and no narrower
        [Share(0.5), None, Share(0.5)],
        ["正常", "未报送", "正常"],
        ["推进中", "推进中", "已完成"],
        ["正常", "正常", "已完成"],
        [None, None, None],
        ["无任务", "无任务", "未报送"],
    ]


def test_the_city_s_lights_by_month() -> None:
    """Of all that are asked: 无任务 is none of them (R7.236)."""
    lights = {
        row["状态"]: [row[m] for m in ("4月", "5月", "6月")] for row in records(quarter().lights)
    }
    assert lights == {
        "已完成": [0, 0, 1],
        "正常": [2, 1, 2],
        "滞后": [1, 0, 0],
        "严重滞后": [0, 1, 0],
        "待更正": [0, 0, 0],
        "未报送": [0, 1, 1],
        "无任务": [1, 1, 0],
        "正常和已完成占比": [Share(2 / 3), Share(1 / 3), Share(0.75)],
    }


def test_a_month_in_which_nothing_came_has_no_share() -> None:
    """It would read as 0%, that is: as all of them behind (R7.236)."""
    page = shown(merged(BOOK, *month(APRIL, 100, 30)))
    assert [records(page.lights)[-1][m] for m in ("4月", "5月")] == [Share(2 / 3), None]


def test_what_lags_most_over_the_months() -> None:
    """In May roads are 41.7 - 25 points behind; what is not 滞后 now is not listed (R7.235)."""
    page = shown(merged(BOOK, *month(APRIL, 100, 30), *month(MAY, 150, 30)))
    (row,) = records(page.gaps)
    assert (row["编码"], row["4月"], row["5月"]) == ("五.1-1", 16.7, 16.7)
    assert quarter().gaps.length == 0


def test_before_the_first_month_there_is_no_trend() -> None:
    """Nothing is merged in March."""
    year = merged(BOOK, period=Period(2024, 3))
    assert trend(year.ledger, year.data) is None


# ---- the same by another way ----

PLACES = (QIXIAN, LANKAO)


def random_months(seed: int) -> tuple[MergedInbox, Mapping[tuple[int, str, str], int]]:
    """Three months of two counts in two counties, some of them silent, with what was reported."""
    dice = random.Random(seed)  # noqa: S311 - a test's months
    told: dict[tuple[int, str, str], int] = {}
    inbox = []
    for period in (APRIL, MAY, JUNE):
        for place in PLACES:
            if dice.random() < 0.15:
                continue
            for one in (ROAD, BRIDGE):
                told[period.month, one.code, place] = dice.choice((0, 1, 90, 250, 600, 640))
            rows = (
                f"| {one.code} | {place} | {told[period.month, one.code, place]} |"
                for one in (ROAD, BRIDGE)
            )
            inbox.append(arrival(place, "\n".join(rows), period=period))
    return merged(BOOK, *inbox, period=JUNE), told


@pytest.mark.parametrize("seed", range(12))
def test_cells_agree_with_what_was_reported(seed: int) -> None:
    """Each county's completion is what it said over 600, in both sheets (R7.233, R7.235)."""
    year, told = random_months(seed)
    page = county_map(year.ledger, JUNE, year.table.lines, year.table.data)
    for row, code in zip(page.rows[:2], (ROAD.code, BRIDGE.code), strict=True):
        for place, cell in zip(page.places[1:3], row.cells[1:3], strict=True):
            number = told.get((6, code, place))
            assert cell.value == ("未报送" if number is None else Share(number / 600))
    lights = records(shown(year).lights)
    for column, period in zip(("4月", "5月", "6月"), (APRIL, MAY, JUNE), strict=True):
        lines = next(t.lines for t in year.tables if t.period == period)
        city = [line.rating.status for line in lines if line.county == CITY]
        assert sum(int(row[column]) for row in lights[:-1]) == len(city)
        good = sum(status in {Status.DONE, Status.ON_TRACK} for status in city)
        owed = sum(status is not Status.NO_TASK for status in city)
        share = Share(good / owed) if any(key[0] == period.month for key in told) else None
        assert lights[-1][column] == share
