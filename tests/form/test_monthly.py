"""Who owes which rows, and what a form says when it is issued."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from kit.sample import (
    COUNT,
    HEALTH,
    INDICATORS,
    LANKAO,
    LENGTH,
    LEVEL,
    LONGTING,
    QIXIAN,
    RATE,
    ROADS,
    SCHOOLS,
    STANDARD,
    UNITS,
    form,
    indicator,
    ledger,
    unit,
)

from ducha.form.claim import issued_digest
from ducha.form.monthly import (
    COUNTY,
    FOOT,
    KEY_HEADINGS,
    LEAD,
    NARRATIVE,
    NARRATIVE_SHEET,
    PROGRESS,
    PROGRESS_SHEET,
    Duty,
    Form,
    LastMonth,
    fingerprint,
    reporting_units,
    target_text,
)
from ducha.ledger.model import CITY, OWN, Group
from ducha.ledger.year.decisions import Adjustment
from ducha.period import Period
from ducha.status.rating import Figure

BOTH = frozenset({LEAD, COUNTY})
OWED, FREE, NONE, TOTAL = Duty.OWED, Duty.OPTIONAL, Duty.NO_TASK, Duty.TOTAL


def rows(of: Form) -> list[tuple[str, str, Duty]]:
    """Code, place and duty of every row."""
    return [(row.task.indicator.code, row.task.county, row.task.duty) for row in of.progress]


# who reports


def test_leads_and_counties_report_in_the_order_of_the_ledger() -> None:
    """Everyone who is named as lead, and every county (R6.190)."""
    assert reporting_units(ledger(), BOTH) == (HEALTH, ROADS, SCHOOLS, QIXIAN, LANKAO, LONGTING)


def test_config_may_ask_one_side_only() -> None:
    """Departments alone, counties alone, nobody (R6.190)."""
    assert reporting_units(ledger(), frozenset({LEAD})) == (HEALTH, ROADS, SCHOOLS)
    assert reporting_units(ledger(), frozenset({COUNTY})) == (QIXIAN, LANKAO, LONGTING)
    assert reporting_units(ledger(), frozenset()) == ()


def test_who_is_marked_or_leads_nothing_does_not_report() -> None:
    """报送 = 否, and a department that only supports (R6.190)."""
    units = (*UNITS[:-1], unit(LONGTING, Group.COUNTY, reports=False), unit("市财政局"))
    assert reporting_units(ledger(units=units), BOTH) == (HEALTH, ROADS, SCHOOLS, QIXIAN, LANKAO)


# which rows


def test_a_lead_answers_for_every_county_and_the_city() -> None:
    """A row per indicator and county, one for city-level work, the total; 0 is no task.

    (R6.179, R6.191)
    """
    assert rows(form(HEALTH)) == [
        (COUNT.code, QIXIAN, OWED),
        (COUNT.code, LANKAO, OWED),
        (COUNT.code, LONGTING, NONE),
        (COUNT.code, OWN, FREE),
        (COUNT.code, CITY, TOTAL),
        (STANDARD.code, QIXIAN, OWED),
        (STANDARD.code, LANKAO, OWED),
        (STANDARD.code, LONGTING, OWED),
        (STANDARD.code, OWN, FREE),
        (STANDARD.code, CITY, TOTAL),
        (RATE.code, QIXIAN, OWED),
        (RATE.code, LANKAO, OWED),
        (RATE.code, LONGTING, OWED),
        (RATE.code, OWN, FREE),
        (RATE.code, CITY, TOTAL),
    ]


def test_a_county_answers_for_itself() -> None:
    """A row per indicator it shares; no total; its 0 is no task (R6.191)."""
    codes = [indicator.code for indicator in (COUNT, STANDARD, RATE, LENGTH)]
    assert rows(form(QIXIAN)) == [(code, QIXIAN, OWED) for code in codes]
    assert rows(form(LONGTING))[0] == (COUNT.code, LONGTING, NONE)


def test_only_named_counties_share_what_not_all_share() -> None:
    """各县区 = 否: 兰考县 is named as supporting (R6.191)."""
    assert (LEVEL.code, LANKAO, OWED) in rows(form(LANKAO))
    assert rows(form(SCHOOLS)) == [
        (LEVEL.code, LANKAO, OWED),
        (LEVEL.code, OWN, FREE),
        (LEVEL.code, CITY, TOTAL),
    ]


def test_work_that_no_county_shares_is_the_citys_own() -> None:
    """It carries the city's target, and is owed."""
    alone = indicator("八.1-1", target=24.0, all_counties=False)
    of = form(HEALTH, ledger(indicators=(alone,)))
    assert rows(of) == [("八.1-1", OWN, OWED), ("八.1-1", CITY, TOTAL)]
    assert of.progress[0].plan.target == 24


def test_city_level_work_with_a_target_is_owed() -> None:
    """Beside the counties' rows."""
    book = ledger(targets={(COUNT.code, OWN): 10.0})
    assert rows(form(HEALTH, book))[3] == (COUNT.code, OWN, OWED)


def test_of_several_leads_the_first_gives_the_figures() -> None:
    """The second one writes about the item and has no row to fill (R6.174)."""
    shared = replace(COUNT, leads=(HEALTH, ROADS))
    book = ledger(indicators=(shared,))
    assert len(form(HEALTH, book).progress) == 5
    assert form(ROADS, book).progress == ()
    assert [item.code for item in form(ROADS, book).items] == ["三.2"]
    assert reporting_units(book, BOTH)[:2] == (HEALTH, ROADS)


def test_items_are_told_once_each() -> None:
    """Two indicators of one item make one row of 情况说明."""
    book = ledger(indicators=(*INDICATORS, indicator("三.3-2")))
    assert [item.code for item in form(HEALTH, book).items] == ["三.2", "三.3", "十.1"]
    assert [item.code for item in form(LANKAO, book).items] == [
        "三.2",
        "三.3",
        "十.1",
        "五.1",
        "二.1",
    ]


# what a row says


def test_last_month_and_the_plan_of_a_row() -> None:
    """Figures by code and place; 5/12 of the year is over at the end of May."""
    before = LastMonth({(COUNT.code, QIXIAN): Figure(done=20.0)}, {"三.2": "缺讲师"})
    of = form(HEALTH, before=before)
    first, second = of.progress[:2]
    assert (first.previous, second.previous) == (Figure(done=20.0), Figure())
    assert (first.plan.target, first.plan.schedule, first.plan.due) == (
        60,
        Fraction(5, 12),
        Fraction(5, 12),
    )
    assert [item.last_problem for item in of.items] == ["缺讲师", "", ""]


def test_a_milestone_changes_what_is_due() -> None:
    """30% by the end of June makes 25% due by the end of May; the schedule stays."""
    of = form(HEALTH, ledger(milestones={COUNT.code: {6: 0.3}}))
    assert (of.progress[0].plan.due, of.progress[0].plan.schedule) == (
        Fraction(1, 4),
        Fraction(5, 12),
    )


@pytest.mark.parametrize(("month", "target"), [(4, 60), (5, 50), (6, 40)])
def test_a_target_changed_during_the_year(month: int, target: float) -> None:
    """From its month on; months before it keep the old one."""
    changes = (
        Adjustment(COUNT.code, QIXIAN, 5, 50.0, "会议纪要"),
        Adjustment(COUNT.code, QIXIAN, 6, 40.0, "会议纪要"),
    )
    of = form(QIXIAN, ledger(adjustments=changes), Period(2024, month))
    assert of.progress[0].plan.target == target


def test_where_figures_count_in_the_city_line() -> None:
    """Counties marked so and city-level work, never the total itself."""
    units = (*UNITS[:-1], unit(LONGTING, Group.COUNTY, counted=False))
    of = form(HEALTH, ledger(units=units))
    assert [row.counted for row in of.progress[:5]] == [True, True, False, True, False]


# what is signed


def test_the_locked_part_is_signed_without_totals() -> None:
    """Code, place and target of every row, in any order."""
    issued = [
        (row.task.indicator.code, QIXIAN, target_text(row.plan.target))
        for row in form(QIXIAN).progress
    ]
    assert form(QIXIAN).claim.issued == issued_digest(reversed(issued))
    assert issued_digest(issued[1:]) != issued_digest(issued)


@pytest.mark.parametrize(
    ("target", "text"),
    [(None, ""), (0.0, "0"), (6000.0, "6000"), (90.5, "90.5"), (0.1 + 0.2, "0.3")],
)
def test_a_target_as_it_reads(target: float | None, text: str) -> None:
    """Without a tail of zeros or binary noise."""
    assert target_text(target) == text


def test_the_fingerprint_knows_every_sheet_that_a_form_is_made_from() -> None:
    """Not the overrides: they change no form."""
    changed = [
        ledger(),
        ledger(targets={}),
        ledger(milestones={COUNT.code: {6: 0.3}}),
        ledger(indicators=INDICATORS[:-1]),
        ledger(units=UNITS[:-1]),
        ledger(adjustments=(Adjustment(COUNT.code, QIXIAN, 5, 50.0, ""),)),
    ]
    assert len({fingerprint(book) for book in changed}) == 6
    assert fingerprint(ledger()) == fingerprint(ledger())


# what is declared


def test_headings_are_those_of_the_contract() -> None:
    """Others look for them by name; hidden columns of ours may stand between."""
    shown = [column.heading for column in PROGRESS if not column.hidden]
    assert "、".join(shown) == (
        "事项、指标、计量单位、县区、年度目标、上月累计、本月累计、分子、分母、完成率、序时进度、"
        "状态预判、校验提示、口径、备注"
    )
    headings = [column.heading for column in NARRATIVE]
    assert "、".join(headings) == (
        "编码、事项、任务内容、工作进展情况、存在问题、工作建议、下步措施、需市级协调、上月问题、是否解决"
    )
    assert FOOT == ("填报人", "审核人", "单位负责人", "联系电话", "填报日期")


def test_key_headings_are_headings() -> None:
    """A sheet is told by headings that it has."""
    for name, columns in ((PROGRESS_SHEET, PROGRESS), (NARRATIVE_SHEET, NARRATIVE)):
        assert set(KEY_HEADINGS[name]) <= {column.heading for column in columns}
        assert len({column.key for column in columns}) == len(columns)
        assert len({column.heading for column in columns}) == len(columns)
