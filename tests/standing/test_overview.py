"""Items take their worst light; tables of words; the report as a whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from kit import returns, sample
from kit.returns import MAY, arrival, merged, records
from kit.sample import HEALTH, QIXIAN, ROADS, SCHOOLS, indicator

from ducha.ledger.model import CITY
from ducha.merge.model import JudgedLine
from ducha.standing.report import report
from ducha.standing.reporting import Calendar
from ducha.standing.table import AwardRules, TableColumn, item_standings, table, worst_status
from ducha.status.rating import Figure, Rating, Status, plan

DONE, FINE, LAGGING, BEHIND = Status.DONE, Status.ON_TRACK, Status.LAGGING, Status.BEHIND
HELD, SILENT = Status.HELD, Status.NO_RETURN
CALENDAR = Calendar(MAY, date(2024, 5, 28), date(2024, 5, 29))

# statuses, the light
LIGHTS = (
    ([DONE, FINE, LAGGING, BEHIND], BEHIND),
    ([DONE, FINE, LAGGING], LAGGING),
    ([DONE, FINE], FINE),
    ([DONE, DONE], DONE),
    ([DONE, SILENT, HELD], DONE),  # 未报送 and 待更正 are counted beside the light
    ([SILENT, LAGGING], LAGGING),
    ([SILENT, HELD], HELD),  # no light at all: what keeps it dark
    ([SILENT, SILENT], SILENT),
    ([Status.NO_TASK, FINE], FINE),
    ([Status.NO_TASK], Status.NO_TASK),
)


@pytest.mark.parametrize(("statuses", "light"), LIGHTS)
def test_the_worst_light_wins(statuses: list[Status], light: Status) -> None:
    """Red before yellow before green, whatever the order (R7.80)."""
    assert worst_status(statuses) is light
    assert worst_status(statuses[::-1]) is light


def city(code: str, status: Status, gap: float = 0.0, **changes: object) -> JudgedLine:
    """A line of the whole city with this status; 三.3-2 is matter 三, item 3."""
    what = indicator(
        code, **{"name": f"指标{code}", "matter": f"事项{code[0]}", "target": 100.0, **changes}
    )
    points = Fraction(str(gap))
    share = Fraction(5, 12) - points / 100
    sound = status not in {HELD, SILENT}
    rating = Rating(status, f"低于序时{gap}个百分点", share if sound else None, points)
    return JudgedLine(
        period=MAY,
        plan=plan(what, 100.0, {}, 5),
        county=CITY,
        figure=Figure(done=10.0),
        rating=rating,
    )


CITY_LINES = (
    city("一.1-1", DONE, -20.0),
    city("一.1-2", FINE, -3.5),
    city("三.1-1", FINE, 4.0),
    city("三.2-1", LAGGING, 12.3),
    city("三.2-2", SILENT),
    city("三.3-1", BEHIND, 31.0, leads=(ROADS, HEALTH)),
    city("三.3-2", BEHIND, 40.0),
    city("五.1-1", SILENT, leads=(ROADS,)),
    city("五.1-2", HELD, leads=(ROADS,)),
    city("六.1-1", DONE, -58.3),
)
COUNTY_LINES = tuple(replace(line, county=QIXIAN) for line in CITY_LINES)


def test_items_hold_the_city_s_lines() -> None:
    """Ten indicators in seven items; the counties' lines are none of theirs (R7.80)."""
    items = item_standings((*CITY_LINES, *COUNTY_LINES))
    assert [(item.first.item, len(item.lines), item.light) for item in items] == [
        ("一.1", 2, FINE),
        ("三.1", 1, FINE),
        ("三.2", 2, LAGGING),
        ("三.3", 2, BEHIND),
        ("五.1", 2, HELD),
        ("六.1", 1, DONE),
    ]


BOOK = returns.book(sample.COUNT, sample.LENGTH, targets={QIXIAN: 60.0})


def test_a_table_without_rows_keeps_its_headings() -> None:
    """An empty sheet still says what would stand on it."""
    columns: tuple[TableColumn[str], ...] = (TableColumn("单位", str), TableColumn("事项", len))
    empty = table("问题清单", columns, [])
    assert (empty.headings, empty.length, empty.rows) == (("单位", "事项"), 0, ())


def test_the_whole_report() -> None:
    """Leaders' sheets first, then the clerks'; every count from the same lines."""
    book = sample.ledger()
    inbox = [arrival(SCHOOLS, "| 二.1-1 | 兰考县 | 已完成 |")]
    year = merged(book, *inbox)
    states = tuple(returns.states(book, year).values())
    facts = report(book, year, CALENDAR, states, AwardRules())
    assert [page.name for page in facts.pages] == [
        "总览",
        "事项进展",
        "指标明细",
        "县区一览",
        "县区对比",
        "单位情况",
        "排名",
        "点名核实",
        "拟督办",
        "问题清单",
        "工作建议",
        "督办事项",
        "趋势",
        "报送情况",
        "文件清单",
        "数据核查",
        "口径核对",
        "前期更正",
        "年度考核",
        "情况明细",
        "数据",
    ]
    totals = {str(card.status): card.count for card in facts.overview.cards}
    assert (totals["已完成"], sum(totals.values())) == (1, 5)


def test_what_has_not_begun_is_said_on_the_first_page() -> None:
    """So that the lights of the indicators, fewer than all of them, add up (R7.76)."""
    late = replace(BOOK, indicators=tuple(replace(i, start=6) for i in BOOK.indicators[:1]))
    year = merged(late)
    states = tuple(returns.states(late, year).values())
    page = report(year.ledger, year, CALENDAR, states, AwardRules()).overview
    assert page.note.endswith("；另有未到起始月1个")
    assert [row["决定状态的指标"] for row in records(page.matters)] == ["1个指标未到起始月"]
