"""Items and matters take their worst light; the first page counts them with their grain."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from kit import returns, sample
from kit.returns import MAY, answer, arrival, merged, records
from kit.sample import HEALTH, LANKAO, LONGTING, QIXIAN, ROADS, SCHOOLS, indicator

from ducha.checks.returns import RESTATED, SUPPLIED
from ducha.findings import Finding
from ducha.ledger.model import CITY
from ducha.merge.model import JudgedLine
from ducha.standing.other_files import OtherFile
from ducha.standing.overview import Overview, overview
from ducha.standing.report import report
from ducha.standing.reporting import Calendar, State
from ducha.standing.table import AwardRules, TableColumn, item_standings, table, worst_status
from ducha.status.rating import Figure, Rating, Status, plan
from ducha.submission.arrival import Verdict

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


def page(*lines: JudgedLine, findings: tuple[Finding, ...] = ()) -> Overview:
    """The first page."""
    states = (
        answer(HEALTH),
        answer(ROADS, State.MISSING, filled=0),
        answer(QIXIAN, State.PARTIAL, late=True, filled=1),
        answer(LANKAO, State.LATE, late=True),
        answer(LONGTING, State.RETURNED),
    )
    proposed = {HEALTH: "拟表扬", LANKAO: "拟批评"}
    return overview(sample.ledger(), CALENDAR, lines or CITY_LINES, states, proposed, findings)


def changed(*units: str) -> tuple[Finding, ...]:
    """A figure of an earlier month that each of these units has changed."""
    words = dict.fromkeys(("period", "indicator", "county", "before", "after", "day"), "")
    return tuple(RESTATED.finding(**words).about(unit, "a.xlsx") for unit in units)


def supplied(unit: str) -> tuple[Finding, ...]:
    """What a unit has supplied for an earlier month."""
    return (SUPPLIED.finding(period="", what="", day="").about(unit, "b.xlsx"),)


# findings of the month, the line
CHANGES = (
    ((), ()),
    (changed(HEALTH, QIXIAN, QIXIAN), ("前期数据有变：2个单位改了3个数（见〔数据核查〕）",)),
    (supplied(QIXIAN), ("前期数据有变：1个单位补报（见〔数据核查〕）",)),
    (
        changed(HEALTH) + supplied(QIXIAN) + supplied(QIXIAN),
        ("前期数据有变：1个单位改了1个数，1个单位补报（见〔数据核查〕）",),
    ),
)


@pytest.mark.parametrize(("findings", "expected"), CHANGES)
def test_changes_of_earlier_months_are_counted(
    findings: tuple[Finding, ...], expected: tuple[str, ...]
) -> None:
    """Units and figures; without any there is no line (R6.79)."""
    assert page(findings=findings).changes == expected


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


def test_counts_have_their_grain() -> None:
    """4 matters, 6 items, 10 indicators: each row adds up to its own total."""
    headings = (*("类别", "合计"), *("已完成", "正常", "滞后", "严重滞后", "待更正", "未报送"))
    rows = records(page(*CITY_LINES, *COUNTY_LINES).counts)
    assert [tuple(row[name] for name in headings) for row in rows] == [
        ("事项", "4件", 1, 1, 0, 1, 1, 0),
        ("子项", "6项", 1, 2, 1, 1, 1, 0),
        ("指标", "10个", 2, 2, 1, 2, 1, 2),
    ]


def test_matters_tell_what_troubles_them() -> None:
    """The worst two indicators by name, how many more, and what could not be judged."""
    rows = {row["序号"]: row for row in records(page().matters)}
    assert {no: (row["状态"], row["指标数"], row["牵头单位"]) for no, row in rows.items()} == {
        "一": ("正常", 2, HEALTH),
        "三": ("严重滞后", 5, f"{HEALTH}、{ROADS}"),
        "五": ("待更正", 2, ROADS),
        "六": ("已完成", 1, HEALTH),
    }
    assert [row["说明"] for row in rows.values()] == [
        "均在正常进度",
        (
            "指标三.3-2：低于序时40.0个百分点；指标三.3-1：低于序时31.0个百分点；"
            "另有1个指标滞后；1个指标未报送"
        ),
        "1个指标未报送；1个指标待更正",
        "均在正常进度",
    ]


def test_the_worst_and_the_best_indicators() -> None:
    """Red before yellow, the widest gap first; ahead is only who is truly ahead."""
    assert [(row["指标"], row["差距"]) for row in records(page().worst)] == [
        ("指标三.3-2", 40.0),
        ("指标三.3-1", 31.0),
        ("指标三.2-1", 12.3),
    ]
    assert [(row["指标"], row["差距"]) for row in records(page().best)] == [
        ("指标六.1-1", -58.3),
        ("指标一.1-1", -20.0),
        ("指标一.1-2", -3.5),
    ]


def test_incomplete_and_doubted_lines_stand_at_neither_end() -> None:
    """Nobody is behind by what did not come, nor ahead by what is doubted; both are told.

    (R6.164, R6.169)
    """
    lines = (
        replace(city("一.1-1", LAGGING, 12.0), missing=1),
        replace(city("一.1-2", FINE, -9.0), carried=10.0),
        replace(city("三.1-1", FINE, -8.0), doubts=frozenset({"远超"})),
        replace(city("三.2-1", BEHIND, 31.0), doubts=frozenset({"倒退"})),
        city("三.3-1", FINE, -2.0),
    )
    facts = page(*lines)
    assert [row["指标"] for row in records(facts.worst)] == ["指标三.2-1"]
    assert [row["指标"] for row in records(facts.best)] == ["指标三.3-1"]
    assert facts.worst.columns[1].doubted == {0}
    assert facts.reservations == "数据不全2个指标，数据待核2个指标，见〔指标明细〕"
    assert [row["说明"] for row in records(facts.matters)] == [
        "指标一.1-1：低于序时12.0个百分点",
        "指标三.2-1：低于序时31.0个百分点；2个指标数据待核",
    ]
    assert page().reservations == ""


def test_no_more_than_five_at_either_end() -> None:
    """One printed page."""
    many = [city(f"三.{n}-1", LAGGING, 6.0 + n) for n in range(1, 9)]
    many += [city(f"四.{n}-1", FINE, -1.0 * n) for n in range(1, 9)]
    facts = page(*many)
    assert [row["差距"] for row in records(facts.worst)] == [14.0, 13.0, 12.0, 11.0, 10.0]
    assert [row["差距"] for row in records(facts.best)] == [-8.0, -7.0, -6.0, -5.0, -4.0]


def test_the_head_of_the_page() -> None:
    """The month, how far the figures go, when they were due, how many came."""
    facts = page()
    assert facts.title == "2024年5月重点民生实事督查汇总"
    assert facts.subtitle == (
        "市政府督查局　数据截至2024年5月31日　报送截止5月28日　应报5个单位，已收到4个"
    )
    assert [tuple(row.values()) for row in records(facts.units)] == [
        ("未报", 1, ROADS),
        ("退回", 1, LONGTING),
        ("报送不全", 1, f"{QIXIAN}（1/2，迟报）"),
        ("迟报", 1, LANKAO),
        ("按时", 1, "（名单见〔报送情况〕）"),
    ]
    assert facts.proposals == (
        f"拟表扬：{HEALTH}",
        f"拟批评：{LANKAO}",
        "以上为按规则提出的建议，由局领导审定。",
    )


def test_the_page_says_what_else_came_and_what_came_late() -> None:
    """In brackets behind the unit; what came is no return, so it is not counted as received."""
    scan = OtherFile("兰考县5月.pdf", Verdict.NOT_A_RETURN, "", useless=True)
    breakdown = OtherFile("分解.xlsx", Verdict.ACCEPTED, "2024", useless=False)
    states = (
        answer(HEALTH, State.LATE, late=True, supplemented=1),
        answer(LANKAO, State.USELESS, filled=0, others=(scan, breakdown)),
        answer(QIXIAN, State.PARTIAL, late=True, filled=1, supplemented=1),
        answer(LONGTING, others=(scan,)),
    )
    facts = overview(sample.ledger(), CALENDAR, CITY_LINES, states, {}, ())
    assert facts.subtitle.endswith("应报4个单位，已收到3个")
    assert [tuple(row.values()) for row in records(facts.units)] == [
        ("来件无效", 1, f"{LANKAO}（兰考县5月.pdf（非填报件））"),
        ("报送不全", 1, f"{QIXIAN}（1/2，逾期补报1格）"),
        ("迟报", 1, f"{HEALTH}（逾期补报1格）"),
        ("按时", 1, "（名单见〔报送情况〕）"),
    ]


def test_the_page_says_what_is_not_known_of_the_deadline() -> None:
    """Before the proposals (R6.198)."""
    calendar = replace(CALENDAR, note="2095年的放假安排程序不知道")
    facts = overview(sample.ledger(), calendar, CITY_LINES, (), {}, ())
    assert facts.proposals[:2] == ("2095年的放假安排程序不知道", "拟表扬：无")


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
        "问题清单",
        "工作建议",
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
    totals = [row["合计"] for row in records(facts.overview.counts)]
    assert totals == ["4件", "5项", "5个"]
    assert [row["已完成"] for row in records(facts.overview.counts)] == [1, 1, 1]


def test_what_has_not_begun_is_said_on_the_first_page() -> None:
    """So that the lights of the indicators, fewer than all of them, add up (R7.76)."""
    late = replace(BOOK, indicators=tuple(replace(i, start=6) for i in BOOK.indicators[:1]))
    year = merged(late)
    states = tuple(returns.states(late, year).values())
    page = report(year.ledger, year, CALENDAR, states, AwardRules()).overview
    assert page.reservations == "未到起始月1个指标，见〔指标明细〕"
    assert [row["说明"] for row in records(page.matters)] == ["1个指标未到起始月"]
