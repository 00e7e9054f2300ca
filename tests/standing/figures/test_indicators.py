"""Tables of figures: indicators, counties, differences, and the tidy table for pivots.

Of 1200 公里 each of three counties has 400; in May 5/12 is due.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from kit import returns, sample
from kit.returns import APRIL, JUNE, arrival, judged, merged, records
from kit.sample import HEALTH, LANKAO, LONGTING, QIXIAN, indicator

from ducha.ledger.model import CITY, OWN, Direction, Judged, Kind, Level
from ducha.merge.data import rows_at
from ducha.merge.year import MergedInbox
from ducha.period import Period
from ducha.standing.figures.counties import county_table
from ducha.standing.figures.data import data_table
from ducha.standing.figures.indicators import indicator_table
from ducha.standing.figures.reconciliation import reconciliation_table
from ducha.standing.figures.shown import completion, growth
from ducha.standing.table import Share
from ducha.status.rating import Figure, Status
from ducha.submission.arrival import Arrival

ROAD = indicator(target=1200.0, whole=False, measure="公里")
RATE = indicator("十.1-3", Kind.RATE, 65.0, judged=Judged.MONTHLY)
WORKS = indicator(target=1200.0, whole=False, measure="公里", judged=Judged.BY_DEADLINE)
RULES = indicator("二.1-1", Kind.QUALITATIVE, None, all_counties=False, supports=(LANKAO,))
EACH = {QIXIAN: 400.0, LANKAO: 400.0, LONGTING: 0.0}
BOOK = returns.book(ROAD, RATE, RULES, targets=EACH)


def month(period: Period = returns.MAY, figures: str = "", unit: str = HEALTH) -> Arrival:
    """One return with these rows."""
    return arrival(unit, figures, period=period)


def pair(part: float, whole: float) -> Figure:
    """分子 and 分母."""
    return Figure(numerator=part, denominator=whole)


# ---- single figures ----

# line, 完成率 as it is printed
PRINTED = (
    (judged(ROAD, 600), Share(0.5, 1)),
    (judged(ROAD, 1199.52, month=12), Share(0.9996, 2)),  # unmet, so not 100.0%
    (judged(ROAD, 1200), Share(1.0, 1)),
    (judged(ROAD, 1440), Share(1.2, 1)),  # never capped
    (judged(RATE, pair(65, 100)), Share(0.65, 1)),
    (judged(RATE, pair(6496, 10000)), Share(0.6496, 2)),  # unmet, so not 65.0%
    (judged(RATE, pair(6496, 10000), target=None), Share(0.6496, 1)),  # no line to miss
    (judged(RATE, pair(0, 0)), None),
    (judged(ROAD, None), None),
    (judged(ROAD, 600, target=None), None),
    (judged(RULES, Figure(level=Level.FINISHED)), None),
)


@pytest.mark.parametrize(("line", "printed"), PRINTED)
def test_completion_as_it_is_printed(line: returns.Line, printed: Share | None) -> None:
    """A share with as many decimals as it takes not to read as the line."""
    assert completion(line) == printed


# this month, last month, 本月新增
GROWN = (
    (600.0, 500.0, 100.0),
    (500.0, 600.0, -100.0),
    (0.3, 0.1, 0.2),
    (600.0, None, None),  # silence last month is no 0
    (None, 500.0, None),
)


@pytest.mark.parametrize(("now", "before", "grown"), GROWN)
def test_what_the_month_has_added(
    now: float | None, before: float | None, grown: float | None
) -> None:
    """Over last month's figure, without binary noise, and only where both are known."""
    assert growth(now, before) == grown


# ---- tables ----


def whole() -> MergedInbox:
    """April and May as the department and two counties report them."""
    april = "| 三.2-1 | 杞县 | 100 |\n| 三.2-1 | 兰考县 | 100.5 |"
    may = (
        "| 三.2-1 | 杞县 | 240 |\n| 三.2-1 | 市本级 | 60 |\n"
        "| 十.1-3 | 杞县 | | 30 | 40 |\n| 十.1-3 | 兰考县 | | 10 | 100 |\n"
        "| 二.1-1 | 兰考县 | 推进中 |"
    )
    return merged(
        BOOK,
        month(APRIL, april),
        month(figures=may),
        month(figures="| 三.2-1 | 兰考县 | 200 |\n| 十.1-3 | 兰考县 | | 5 | 50 |", unit=LANKAO),
        month(figures="| 三.2-1 | 杞县 | 250.5 |\n| 十.1-3 | 杞县 | | 20 | 40 |", unit=QIXIAN),
    )


def test_indicators_of_the_city() -> None:
    """指标明细: a row per indicator, beside it what it was last month."""
    year = whole()
    rows = records(indicator_table(year.table.lines, rows_at(year.data, APRIL, CITY)))
    assert [row["编码"] for row in rows] == ["三.2-1", "十.1-3", "二.1-1"]
    roads, rate, rules = rows
    assert roads == {
        "编码": "三.2-1",
        "事项": "提升基层医疗卫生服务能力",
        "指标": "基层卫生技术人员在线培训",
        "计量单位": "公里",
        "年度目标": 1200.0,
        "上月累计": 200.5,
        "本月累计": 500.0,
        "沿用": None,
        "本月新增": 299.5,
        "完成率": Share(0.4166666666666667),
        "序时进度": Share(0.4166666666666667),
        "应达进度": Share(0.4166666666666667),
        "差距": 0.0,
        "较上月": "由滞后转为正常",
        "状态": "正常",
        "原因": "与序时持平",
        "牵头单位": HEALTH,
        "预计完成": "2024-12",
        "月均需完成": 100.0,
        "分子": None,
        "分母": None,
        "数据不全": None,
        "待核": None,
    }
    assert (rate["分子"], rate["分母"], rate["差距"]) == (40.0, 140.0, 36.4)
    assert (rate["年度目标"], rate["本月累计"], rate["预计完成"]) == (65.0, None, "")
    assert (rules["本月累计"], rules["状态"], rules["年度目标"]) == ("推进中", "正常", None)


def test_a_ceiling_shows_no_schedule() -> None:
    """序时进度, 应达进度 and 差距 of a ≤ count are blank, in 指标明细 and in 数据 (R7.21)."""
    few = replace(ROAD, direction=Direction.AT_MOST)
    year = merged(
        returns.book(few, targets=EACH),
        month(figures="| 三.2-1 | 杞县 | 401 |\n| 三.2-1 | 兰考县 | 9 |"),
    )
    detail = records(indicator_table(year.table.lines, rows_at(year.data, APRIL, CITY)))
    data = records(data_table(rows_at(year.data, returns.MAY)))
    shown = [
        [row[name] for name in ("序时进度", "应达进度", "差距", "状态", "原因")]
        for row in (*detail, *data)
    ]
    assert shown == [
        [None, None, None, "正常", "控制在目标内"],
        [None, None, None, "严重滞后", "超过控制数"],
        [None, None, None, "正常", "控制在目标内"],
        [None, None, None, "无任务", "目标为0，无任务"],
        [None, None, None, "正常", "控制在目标内"],
    ]


def test_of_works_nothing_is_due_before_their_deadline() -> None:
    """应达进度 未到期 beside 序时进度 41.7% (R7.26, R7.230)."""
    year = merged(returns.book(WORKS, targets=EACH), month(figures="| 三.2-1 | 杞县 | 120 |"))
    (row,) = records(indicator_table(year.table.lines, rows_at(year.data, APRIL, CITY)))
    assert (row["序时进度"], row["应达进度"]) == (Share(0.4166666666666667), "未到期")
    assert (row["状态"], row["原因"]) == ("正常", "未到期，已完成120公里；缺1个县区")


def test_what_is_carried_and_doubted_stands_in_the_tables() -> None:
    """兰考县 is silent in May, 杞县's 700 is far beyond its 400: both are seen where they count.

    (R6.160, R6.164, R6.165, R6.166)
    """
    april = "| 三.2-1 | 杞县 | 300 |\n| 三.2-1 | 兰考县 | 550.5 |"
    year = merged(BOOK, month(APRIL, april), month(figures="| 三.2-1 | 杞县 | 700 |"))
    shown = indicator_table(year.table.lines, rows_at(year.data, APRIL, CITY))
    roads = records(shown)[0]
    assert {name: roads[name] for name in CARRIED} == CARRIED
    doubted = {column.heading for column in shown.columns if 0 in column.doubted}
    assert doubted == {"本月累计", "分子", "分母", "完成率"}
    rows = {
        row["县区"]: row for row in records(data_table(year.table.data)) if row["编码"] == ROAD.code
    }
    headings = ("累计", "沿用", "状态", "待核", "数据不全")
    assert {place: tuple(row[name] for name in headings) for place, row in rows.items()} == {
        QIXIAN: (700.0, None, "正常（数据待核）", "突增、远超", None),
        LANKAO: (None, 550.5, "未报送", None, None),
        LONGTING: (None, None, "无任务", None, None),
        CITY: (1250.5, 550.5, "正常（数据待核）", "突增、远超", "是"),
    }


CARRIED = {
    "上月累计": 850.5,
    "本月累计": 1250.5,
    "沿用": 550.5,
    "本月新增": None,
    "状态": "正常（数据待核）",
    "数据不全": "是",
    "待核": "突增、远超",
    "原因": "所报数已达目标；1个数待核；缺1个县区（沿用上月550.5）",
    "预计完成": "数据待核",
}


def test_the_first_month_has_no_month_before() -> None:
    """Nothing is compared in April."""
    year = merged(BOOK, month(APRIL, "| 三.2-1 | 杞县 | 100 |"), period=APRIL)
    roads = records(indicator_table(year.table.lines, rows_at(year.data, APRIL.plus(-1), CITY)))[0]
    assert (roads["上月累计"], roads["本月新增"]) == (None, None)


def test_the_tidy_table_holds_every_month_and_place() -> None:
    """数据: a row per month, indicator and place; no row for blank city-level work."""
    year = whole()
    rows = records(data_table(year.data))
    assert [(row["期次"], row["编码"], row["县区"]) for row in rows] == [
        ("2024-04", "三.2-1", QIXIAN),
        ("2024-04", "三.2-1", LANKAO),
        ("2024-04", "三.2-1", LONGTING),
        ("2024-04", "三.2-1", CITY),
        ("2024-04", "十.1-3", QIXIAN),
        ("2024-04", "十.1-3", LANKAO),
        ("2024-04", "十.1-3", LONGTING),
        ("2024-04", "十.1-3", CITY),
        ("2024-04", "二.1-1", LANKAO),
        ("2024-04", "二.1-1", CITY),
        ("2024-05", "三.2-1", QIXIAN),
        ("2024-05", "三.2-1", LANKAO),
        ("2024-05", "三.2-1", LONGTING),
        ("2024-05", "三.2-1", OWN),
        ("2024-05", "三.2-1", CITY),
        ("2024-05", "十.1-3", QIXIAN),
        ("2024-05", "十.1-3", LANKAO),
        ("2024-05", "十.1-3", LONGTING),
        ("2024-05", "十.1-3", CITY),
        ("2024-05", "二.1-1", LANKAO),
        ("2024-05", "二.1-1", CITY),
    ]


def data(place: str, code: str = "三.2-1") -> dict[str, object]:
    """One row of 数据 for May."""
    rows = records(data_table(whole().table.data))
    return next(row for row in rows if (row["县区"], row["编码"]) == (place, code))


def test_a_row_of_the_tidy_table_knows_its_source() -> None:
    """File, sheet, cell and the text as typed, for the figure that counted."""
    row = data(QIXIAN, "十.1-3")
    assert (row["填报单位"], row["采用口径"], row["年度目标"]) == (HEALTH, None, 400.0)
    assert (row["分子"], row["分母"], row["完成率"]) == (30.0, 40.0, Share(0.75))
    assert (row["原值"], row["来源文件"]) == ("30/40", "2024-05/市卫生健康委 05-20.xlsx")
    assert (row["来源工作表"], row["来源单元格"]) == ("进度填报", "D4,E4")
    lankao = data(LANKAO)
    assert (lankao["填报单位"], lankao["采用口径"], lankao["累计"]) == (LANKAO, "县区口径", 200.0)
    assert lankao["原因"] == "高于序时8.3个百分点（县区口径）"


# place, 年度目标, 累计, 完成率, 差距, 状态
PLACES = (
    (QIXIAN, 400.0, 240.0, Share(0.6), -18.3, "正常"),
    (LONGTING, 0.0, None, None, None, "无任务"),
    (OWN, None, 60.0, None, None, "未分解"),
    (CITY, 1200.0, 500.0, Share(0.4166666666666667), 0.0, "正常"),
)


@pytest.mark.parametrize(("place", "target", "done", "share", "gap", "status"), PLACES)
def test_what_stands_in_the_tidy_table(
    place: str,
    target: float | None,
    done: float | None,
    share: Share | None,
    gap: float | None,
    status: str,
) -> None:
    """Missing is blank, never 0."""
    row = data(place)
    cells = [row[name] for name in ("年度目标", "累计", "完成率", "差距", "状态")]
    assert cells == [target, done, share, gap, status]


def test_the_city_s_row_has_no_single_source() -> None:
    """It is a sum, so it names no file."""
    row = data(CITY)
    assert {row[name] for name in ("填报单位", "原值", "来源文件", "来源单元格")} == {None}


def test_differences_are_shown_in_their_own_measure() -> None:
    """Counts as counts, rates as shares with their parts; what is equal is not listed."""
    rows = records(reconciliation_table(whole().table.differences))
    headings = ("编码", "县区", "牵头口径", "县区口径", "差值")
    assert [tuple(row[name] for name in headings) for row in rows] == [
        ("三.2-1", QIXIAN, 240.0, 250.5, -10.5),
        ("十.1-3", QIXIAN, Share(0.75, 2), Share(0.5, 2), Share(0.25, 2)),
        ("十.1-3", LANKAO, Share(0.1, 2), Share(0.1, 2), Share(0.0, 2)),
    ]
    assert [rows[1][name] for name in ("牵头分子", "牵头分母", "县区分子", "县区分母")] == [
        30.0,
        40.0,
        20.0,
        40.0,
    ]


def test_levels_and_empty_pairs_differ_without_a_figure() -> None:
    """已完成 against 推进中, 0/0 against 1/2: each side is shown, nothing subtracted."""
    year = merged(
        BOOK,
        month(figures="| 二.1-1 | 兰考县 | 已完成 |\n| 十.1-3 | 兰考县 | | 0 | 0 |"),
        month(figures="| 二.1-1 | 兰考县 | 推进中 |\n| 十.1-3 | 兰考县 | | 1 | 2 |", unit=LANKAO),
    )
    rows = records(reconciliation_table(year.table.differences))
    assert [(row["编码"], row["牵头口径"], row["县区口径"], row["差值"]) for row in rows] == [
        ("十.1-3", None, Share(0.5, 2), None),
        ("二.1-1", "已完成", "推进中", None),
    ]


def test_counties_side_by_side() -> None:
    """县区对比: four rows per indicator, a column per place; the coloured cells carry the word."""
    sheet = county_table(BOOK, whole().table.data)
    rows = records(sheet)
    assert [row["项"] for row in rows[:4]] == ["目标", "累计", "完成率", "状态"]
    assert [row[QIXIAN] for row in rows[:4]] == [400.0, 240.0, Share(0.6), "正常"]
    assert [row[LONGTING] for row in rows[:4]] == [0.0, None, None, "无任务"]
    assert [row[OWN] for row in rows[:4]] == [None, 60.0, None, "未分解"]
    assert [row[LANKAO] for row in rows[4:8]] == [400.0, "10/100", Share(0.1), "严重滞后"]
    assert [row[QIXIAN] for row in rows[8:]] == [None] * 4  # no part in it
    marks = {column.heading: column.marks for column in sheet.columns}
    assert marks[CITY][:4] == (None, None, Status.ON_TRACK, Status.ON_TRACK)  # share and word
    assert marks[LANKAO][4:8] == (None, None, Status.BEHIND, Status.BEHIND)
    assert marks[QIXIAN][8:] == (None,) * 4


def test_months_without_any_return_are_there_too() -> None:
    """June, silent: every owed row 未报送, nothing invented."""
    year = merged(BOOK, month(figures="| 三.2-1 | 杞县 | 240 |"), period=JUNE)
    rows = records(data_table(year.table.data))
    assert {(row["累计"], row["状态"]) for row in rows} == {(None, "未报送"), (None, "无任务")}


def test_the_sample_city_has_one_of_each_kind() -> None:
    """All kinds go through the tables together."""
    year = merged(sample.ledger())
    rows = records(data_table(year.table.data))
    assert {row["类型"] for row in rows} == {"累计", "标准", "比率", "定性"}
