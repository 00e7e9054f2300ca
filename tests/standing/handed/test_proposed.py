"""拟督办: which matters are to be handed over, clause by clause."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from kit.handed import OPEN, closed
from kit.months import month
from kit.ranks import AFTER, BEFORE, DEADLINE, ranked
from kit.ranks import june as calendar
from kit.returns import answer, judged, records
from kit.sample import HEALTH, LANKAO, QIXIAN, indicator, ledger

from ducha.ledger.handed.records import Assignment, Progress
from ducha.ledger.model import CITY, Direction, Indicator, Kind, Level
from ducha.merge.data import data_row
from ducha.merge.model import Difference, JudgedLine, MonthTable
from ducha.period import Period
from ducha.published.edition import EditionFacts, EditionName, PublishedMonths
from ducha.standing.assignments import assignment_states
from ducha.standing.handed.proposed import ProposedInput, ProposedMatter, proposed_matters
from ducha.standing.handed.tables import proposed_assignment_table
from ducha.standing.ranking.places import Rank
from ducha.status.rating import Figure, Status

COUNT = indicator(target=1200.0, whole=False)
"""400 of 1200 is due in April, 500 in May, 600 in June: below 40, 140 and 240 it is red."""
ITEM = "三.2"
RED, YELLOW, SILENT = 30.0, 300.0, None


def qixian(done: float | None, at: int = 6, **changes: object) -> JudgedLine:
    """杞县's line of a month."""
    line = judged(COUNT, Figure(done=done) if done is not None else Figure(), QIXIAN, month=at)
    return replace(line, **changes)  # type: ignore[arg-type] - a table of cases


def proposed(
    *tables: MonthTable,
    ranks: Sequence[Rank] | None = None,
    today: date = AFTER,
    assignments: Sequence[Assignment] = (),
    published: PublishedMonths | None = None,
) -> tuple[ProposedMatter, ...]:
    """What is proposed after these months, the last of which is June."""
    lines = tables[-1].lines
    if ranks is None:
        units = dict.fromkeys(HEALTH if line.county == CITY else line.county for line in lines)
        ranks = ranked(lines, [answer(unit) for unit in units])
    return proposed_matters(
        ranks,
        ProposedInput(
            ledger=ledger(
                indicators=(COUNT,),
                targets={(COUNT.code, QIXIAN): 1200.0},
                assignments=tuple(assignments),
            ),
            calendar=calendar(today),
            tables=tables,
            published=published or PublishedMonths(),
            assignments=assignment_states(assignments, DEADLINE),
        ),
    )


# what 杞县 has done of 1200 by April, May and June; why it is to be handed over
RUNS = (
    ((RED, RED, RED), "连续3个月严重滞后"),
    ((YELLOW, RED, RED), "连续2个月严重滞后"),
    ((RED, SILENT, RED), "连续2个月严重滞后"),  # silence is stepped over
    ((RED, 400.0, RED), None),  # May was green
    ((RED, RED, 300.0), None),  # yellow now: 25 points behind
    ((SILENT, SILENT, RED), None),
    ((RED, RED, SILENT), None),
)


@pytest.mark.parametrize(("done", "reason"), RUNS)
def test_red_two_months_running(done: Sequence[float | None], reason: str | None) -> None:
    """The months before the last that had a figure must be red too (R9.70, R9.71)."""
    months = (month(n, qixian(amount, n)) for n, amount in zip((4, 5, 6), done, strict=True))
    found = proposed(*months)
    assert [(matter.unit, matter.code, matter.reason) for matter in found] == (
        [(QIXIAN, ITEM, reason)] if reason else []
    )


DUE_IN_MAY = replace(COUNT, deadline=5)


def test_what_is_overdue_needs_no_second_month() -> None:
    """Due in May, 1 of 1200 missing in June, which is the first month there is (R9.70)."""
    (matter,) = proposed(month(6, judged(DUE_IN_MAY, 1199.0, QIXIAN)))
    assert matter.reason == "逾期未完成"
    assert proposed(month(6, judged(DUE_IN_MAY, 1200.0, QIXIAN))) == ()
    # in its deadline month it is late, not overdue
    assert proposed(month(5), month(6, judged(replace(COUNT, deadline=6), 1.0, QIXIAN))) == ()


# what is the matter with June's figure
DOUBTS: tuple[dict[str, object], ...] = (
    {"doubts": frozenset({"突增"})},
    {"county": CITY, "missing": 1},
    {"county": CITY, "carried": 3.0},
    {"county": CITY, "held": 1},
)


@pytest.mark.parametrize("doubt", DOUBTS, ids=str)
def test_never_by_a_figure_in_doubt(doubt: dict[str, object]) -> None:
    """待核 and 数据不全; the same figure without it is handed over (R9.70)."""
    place = {"county": doubt.get("county", QIXIAN)}
    may = month(5, qixian(RED, 5, **place))
    assert len(proposed(may, month(6, qixian(RED, **place)))) == 1
    assert proposed(may, month(6, qixian(RED, **doubt))) == ()


def test_never_what_is_in_dispute() -> None:
    """Lead and county are 40% apart: neither is handed anything (R9.70)."""
    lines = [qixian(RED), qixian(RED, county=CITY)]
    before = month(5, *(replace(line, period=Period(2024, 5)) for line in lines))
    apart = Difference(COUNT, QIXIAN, Figure(done=RED), Figure(done=18.0))
    states = [answer(HEALTH), answer(QIXIAN)]
    agreed, disputed = (ranked(lines, states, differences=d) for d in ((), (apart,)))
    tables = before, month(6, *lines)
    assert [matter.unit for matter in proposed(*tables, ranks=agreed)] == [HEALTH, QIXIAN]
    assert proposed(*tables, ranks=disputed) == ()


def test_a_month_in_doubt_takes_no_part() -> None:
    """April red, May red but 待核: stepped over; alone it is no first month (R9.71)."""
    doubted = month(5, qixian(RED, 5, doubts=frozenset({"量级"})))
    june = month(6, qixian(RED))
    assert proposed(doubted, june) == ()
    (matter,) = proposed(month(4, qixian(RED, 4)), doubted, june)
    assert matter.reason == "连续2个月严重滞后"


def edition(line: JudgedLine) -> PublishedMonths:
    """May as it was published."""
    name = EditionName(Period(2024, 5), 1, date(2024, 6, 3))
    return PublishedMonths((EditionFacts(name=name, rows=(data_row(line),), units=()),))


def test_last_month_as_it_was_published() -> None:
    """Published yellow it was no red month, whatever has come since; and the reverse (R9.71)."""
    red, yellow = qixian(RED, 5), qixian(YELLOW, 5)
    june = month(6, qixian(RED))
    assert red.rating.status is Status.BEHIND
    assert yellow.rating.status is Status.LAGGING or yellow.rating.status is Status.ON_TRACK
    assert proposed(month(5, red), june, published=edition(yellow)) == ()
    assert len(proposed(month(5, yellow), june, published=edition(red))) == 1


# months and what 杞县 answers there to 需市级协调, whether it has asked the city for help
ANSWERS = (
    ({6: "是"}, True),
    ({6: " 是，请协调用地"}, True),
    ({6: "否"}, False),
    ({6: "不需要"}, False),
    ({6: "无"}, False),
    ({}, False),
    ({5: "是"}, True),  # nothing of June's was accepted: May's word
    ({5: "是", 6: "否"}, False),
    ({5: "否", 6: "是"}, True),
)


@pytest.mark.parametrize(("answers", "asked"), ANSWERS)
def test_who_asks_the_city_for_help_is_not_handed_it(
    answers: dict[int, str], *, asked: bool
) -> None:
    """需市级协调 of the item itself, by the last month that it returned (R9.72)."""
    months = [
        month(
            at,
            qixian(RED, at),
            texts={(QIXIAN, ITEM, "coordination"): answers[at]} if at in answers else {},
        )
        for at in (5, 6)
    ]
    assert (proposed(*months) == ()) is asked


def test_help_is_asked_for_one_item_by_one_unit() -> None:
    """That of another item or of another unit does not matter (R9.72)."""
    for key in ((QIXIAN, "三.3", "coordination"), (LANKAO, ITEM, "coordination")):
        found = proposed(month(5, qixian(RED, 5)), month(6, qixian(RED), texts={key: "是"}))
        assert len(found) == 1


# a row of 督办事项; whether it keeps the matter from being proposed
HANDED = (
    (OPEN, True),
    (closed(date(2024, 7, 2)), True),  # on 28 June it was open
    (closed(date(2024, 6, 20)), False),
    (replace(OPEN, progress=Progress.STOPPED), False),
    (replace(OPEN, unit=LANKAO), False),
    (replace(OPEN, code="三.3"), False),
    (replace(OPEN, code=""), False),
)


@pytest.mark.parametrize(("row", "stands"), HANDED)
def test_what_stands_open_is_not_proposed_again(row: Assignment, *, stands: bool) -> None:
    """The same item with the same unit, in 办理 (R9.72)."""
    found = proposed(month(5, qixian(RED, 5)), month(6, qixian(RED)), assignments=[row])
    assert (found == ()) is stands


@pytest.mark.parametrize(("today", "number"), [(BEFORE, 0), (date(2024, 6, 29), 1)])
def test_never_before_the_deadline_is_over(today: date, number: int) -> None:
    """On the deadline day nothing is proposed (R9.74)."""
    assert len(proposed(month(5, qixian(RED, 5)), month(6, qixian(RED)), today=today)) == number


def test_rows_to_be_copied_into_the_ledger() -> None:
    """A free number, unit, item, words; the days are left to a person (R9.73, R9.74)."""
    row = replace(OPEN, number="2024-07", unit=LANKAO)
    found = proposed(month(5, qixian(RED, 5)), month(6, qixian(RED)), assignments=[row])
    (shown,) = records(proposed_assignment_table(ledger(), found))
    assert {heading: cell for heading, cell in shown.items() if cell} == {
        "编号": "2024-08",
        "单位": QIXIAN,
        "编码": ITEM,
        "问题": "基层卫生技术人员在线培训：截至6月底完成30人（年度目标1200人），完成率2.5%，"
        "低于序时47.5个百分点，连续2个月严重滞后",
        "来源": "通报",
        "交办要求": "查明原因，明确责任人和措施，按月反馈。"
        "基层卫生技术人员在线培训：7月底前累计达到700人（应达58.3%）。",
        "状态": "在办",
    }


def test_one_row_for_an_item() -> None:
    """Two indicators of an item together, another item by itself (R9.74)."""
    two = replace(COUNT, code="三.2-2", name="线下培训")
    other = replace(COUNT, code="三.4-1", name="义诊", deadline=5)
    may, june = (
        month(at, *(judged(what, RED, QIXIAN, month=at) for what in (COUNT, two, other)))
        for at in (5, 6)
    )
    found = proposed(may, june)
    assert [(m.number, m.code, len(m.grounds), m.reason) for m in found] == [
        ("2024-01", ITEM, 2, "连续2个月严重滞后"),
        ("2024-02", "三.4", 1, "逾期未完成"),
    ]


def case(what: Indicator, figure: Figure) -> tuple[ProposedMatter, ...]:
    """杞县's figure of June for an indicator, as in May."""
    may, june = (month(at, judged(what, figure, QIXIAN, month=at)) for at in (5, 6))
    return proposed(may, june)


RATE = indicator("三.5-1", Kind.RATE, 65.0, name="产前筛查率", deadline=5)
STANDARD = indicator("三.7-1", Kind.STANDARD, 6000.0, name="补助标准", measure="元", deadline=5)
LEVEL = indicator("三.6-1", Kind.QUALITATIVE, None, name="管理办法", deadline=5)
CEILING = indicator("三.8-1", target=10.0, name="事故", measure="起", direction=Direction.AT_MOST)
LAST = replace(COUNT, deadline=7)

# an indicator and its figure, 问题, 交办要求 behind what all have
WORDS = (
    (
        RATE,
        Figure(numerator=20.0, denominator=100.0),
        (
            "产前筛查率：截至6月底为20.0%，年度目标65%，逾期未完成，低于目标线45.0个百分点，"
            "连续2个月严重滞后"
        ),
        "产前筛查率：尽快达到65%",
    ),
    (
        STANDARD,
        Figure(numerator=99.0, denominator=100.0),
        "补助标准：截至6月底达到6000元的占99.0%，逾期未完成，低于目标线1.0个百分点",
        "补助标准：尽快达到100%",
    ),
    (LEVEL, Figure(level=Level.UNDER_WAY), "管理办法：逾期未完成，推进中", "管理办法：尽快完成"),
    (
        CEILING,
        Figure(done=11.0),
        "事故：截至6月底完成11起（控制数10起），完成率110.0%，超过控制数，连续2个月严重滞后",
        "事故：采取措施控制，不再增加",
    ),
    (
        DUE_IN_MAY,
        Figure(done=1199.5),
        (
            "基层卫生技术人员在线培训：截至6月底完成1199.5人（年度目标1200人），完成率99.96%，"
            "逾期未完成，与序时持平"
        ),
        "基层卫生技术人员在线培训：尽快完成，尚差0.5人",
    ),
    (
        LAST,
        Figure(done=0.0),
        (
            "基层卫生技术人员在线培训：截至6月底完成0人（年度目标1200人），完成率0.0%，"
            "低于序时85.7个百分点，连续2个月严重滞后"
        ),
        "基层卫生技术人员在线培训：7月底前全面完成1200人",
    ),
)


@pytest.mark.parametrize(("what", "figure", "problem", "demand"), WORDS)
def test_words_of_every_kind(what: Indicator, figure: Figure, problem: str, demand: str) -> None:
    """Figures, distance and months; what is left to be done (R9.73)."""
    (matter,) = case(what, figure)
    assert matter.problem == problem
    assert matter.demand == f"查明原因，明确责任人和措施，按月反馈。{demand}。"


def test_a_run_is_said_once() -> None:
    """连续2个月滞后且差距未缩小 has made it red; it is 连续2个月严重滞后 by now (R9.73)."""
    said = "低于序时25.0个百分点，连续2个月滞后且差距未缩小"
    may, june = (
        month(at, replace(line, rating=replace(line.rating, status=Status.BEHIND, reason=said)))
        for at in (5, 6)
        for line in [qixian(300.0, at)]
    )
    (matter,) = proposed(may, june)
    assert matter.problem.endswith("完成率25.0%，低于序时25.0个百分点，连续2个月严重滞后")
