"""沿用: where neither line gave a figure, the city keeps what was last accepted; and 数据不全.

Of 1200 公里 each of three counties has 400 to build; in April 1/3 is due, in May 5/12.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from kit import returns
from kit.returns import APRIL, JULY, JUNE, MAY, arrival, line, merged
from kit.sample import HEALTH, LANKAO, LONGTING, QIXIAN, indicator, unit

from ducha.form.monthly import COUNTY
from ducha.ledger.model import CITY, OWN, Direction, Group, Indicator, Kind
from ducha.ledger.year.decisions import Override
from ducha.merge.data import data_rows
from ducha.merge.year import MergedInbox
from ducha.period import Period
from ducha.status.rating import Status
from ducha.submission.arrival import Arrival

ROAD = indicator(target=1200.0, whole=False)
RATE = indicator("十.1-3", Kind.RATE, 65.0)
RULES = indicator("二.1-1", Kind.QUALITATIVE, None)
FEW = indicator(target=1200.0, direction=Direction.AT_MOST)
EACH = (QIXIAN, LANKAO, LONGTING)
BOOK = returns.book(ROAD, targets=dict.fromkeys(EACH, 400.0))


def lead(period: Period, *figures: str | None, code: str = ROAD.code, **how: str) -> Arrival:
    """The department's figures of 杞县, 兰考县, 龙亭区 and 市本级; None leaves the row blank."""
    places = zip((*EACH, OWN), figures, strict=False)
    typed = "\n".join(f"| {code} | {place} | {done or ''} |" for place, done in places)
    return arrival(HEALTH, typed, period=period, **how)


def county(name: str, period: Period, done: str, code: str = ROAD.code, **how: str) -> Arrival:
    """A county's own figure."""
    return arrival(name, f"| {code} | {name} | {done} |", period=period, **how)


def city(year: MergedInbox, period: Period | None = None) -> tuple[object, ...]:
    """累计, 沿用, status and reason of the whole city."""
    judged = line(year, CITY, period=period)
    return judged.figure.done, judged.carried, str(judged.rating.status), judged.rating.reason


def place(year: MergedInbox, name: str, period: Period | None = None) -> tuple[object, ...]:
    """累计, 沿用 and status of a place."""
    judged = line(year, name, period=period)
    return judged.figure.done, judged.carried, str(judged.rating.status)


def ruling(action: str, **aim: str) -> Override:
    """One row of 人工处置."""
    empty = dict.fromkeys(("file", "unit", "period", "code", "county", "field", "value"), "")
    return Override(
        **(empty | aim), action=action, reason="电话核实", officer="王五", day="2024-06-03"
    )


def check_sums(year: MergedInbox) -> None:
    """In every month the city is what came and what is carried, row by row."""
    rows = [row for row in data_rows(year.data) if row.kind == "累计"]
    for total in (row for row in rows if row.place == CITY):
        parts = [row for row in rows if row.counted and row[:2] == total[:2]]
        came = sum(row.done or 0.0 for row in parts)
        kept = sum(row.carried or 0.0 for row in parts)
        assert (total.done or 0.0, total.carried or 0.0) == (came + kept, kept)


# ---- what is carried ----

WHOLE_APRIL = lead(APRIL, "95", "101", "85")


def test_a_silent_lead_does_not_make_281_fall_to_196() -> None:
    """Two counties repeat their figures, 龙亭区 and the department are silent (R6.160, R6.164)."""
    year = merged(BOOK, WHOLE_APRIL, county(QIXIAN, MAY, "95"), county(LANKAO, MAY, "101"))
    assert city(year, APRIL) == (281.0, None, "滞后", "低于序时9.9个百分点")
    assert city(year) == (281.0, 85.0, "滞后", "低于序时18.3个百分点；缺1个县区（沿用上月85）")
    assert line(year, CITY).incomplete
    assert not line(year, CITY, period=APRIL).incomplete
    assert place(year, LONGTING) == (None, 85.0, "未报送")
    assert line(year, LONGTING).rating.reason == "未报送"
    assert place(year, QIXIAN)[:2] == (95.0, None)
    check_sums(year)


def test_what_is_carried_over_two_months_names_its_month() -> None:
    """杞县 of April, 兰考县 of May, each once; the latest month first (R6.160, R6.164)."""
    inbox = (WHOLE_APRIL, lead(MAY, None, "110", "90"), county(LONGTING, JUNE, "100"))
    year = merged(BOOK, *inbox, period=JUNE)
    assert city(year, MAY)[:2] == (295.0, 95.0)
    assert city(year) == (
        *(305.0, 205.0, "滞后"),
        "低于序时24.6个百分点；缺2个县区（沿用上月110、4月95）",
    )
    check_sums(year)


def test_a_month_without_any_figure_is_not_reported() -> None:
    """Nothing is carried into May; what comes in June is added to what April left (R6.163)."""
    year = merged(BOOK, WHOLE_APRIL, county(QIXIAN, JUNE, "150"), period=JUNE)
    assert city(year, MAY) == (None, None, "未报送", "缺3个县区")
    assert place(year, LONGTING, MAY) == (None, None, "未报送")
    assert city(year) == (336.0, 186.0, "滞后", "低于序时22.0个百分点；缺2个县区（沿用4月186）")
    check_sums(year)


def test_only_what_is_held_and_nothing_else_is_no_figure_of_the_month() -> None:
    """All that came in May is wrong: 待更正, without April's figures (R6.163)."""
    year = merged(BOOK, WHOLE_APRIL, lead(MAY, "-1", "-1", "-1"))
    assert city(year) == (None, None, "待更正", "3个数待更正")


def test_nothing_is_carried_that_was_never_accepted() -> None:
    """龙亭区 has given nothing all year: the sum lacks it, and is 数据不全 (R6.164)."""
    year = merged(BOOK, lead(APRIL, "95", "101"), lead(MAY, "95", "101"))
    assert city(year) == (196.0, None, "滞后", "低于序时25.3个百分点；缺1个县区")
    assert line(year, CITY).incomplete


def test_a_last_count_of_0_adds_nothing() -> None:
    """龙亭区 had 0 in April: the sum lacks it in May, and carries nothing of it (R6.160)."""
    year = merged(BOOK, lead(APRIL, "95", "101", "0"), lead(MAY, "95", "101"))
    assert city(year) == (196.0, None, "滞后", "低于序时25.3个百分点；缺1个县区")
    assert place(year, LONGTING) == (None, None, "未报送")


@pytest.mark.parametrize("carry", [True, False])
def test_the_bureau_may_carry_nothing(*, carry: bool) -> None:
    """With carry = false the sum is of what came, as it is told (R6.160)."""
    year = merged(BOOK, WHOLE_APRIL, lead(MAY, "95", "101"), carry=carry)
    assert city(year)[:2] == ((281.0, 85.0) if carry else (196.0, None))
    assert place(year, LONGTING) == (None, 85.0 if carry else None, "未报送")


def test_city_level_work_is_carried_in_a_row_of_its_own() -> None:
    """市本级 gave 30 in April: the row is there in May because the sum has it (R6.160)."""
    year = merged(BOOK, lead(APRIL, "95", "101", "85", "30"), lead(MAY, "95", "101", "85"))
    assert city(year) == (311.0, 30.0, "滞后", "低于序时15.8个百分点；缺市本级（沿用上月30）")
    assert place(year, OWN) == (None, 30.0, "未报送")
    never = merged(BOOK, WHOLE_APRIL, lead(MAY, "95", "101", "85"))
    assert OWN not in {judged.county for judged in never.table.lines}
    check_sums(year)


def test_a_county_outside_the_city_s_sum_carries_nothing() -> None:
    """计入全市 否: 示范区 lies inside 龙亭区, which has its figures already (R6.160)."""
    zone = unit("示范区", Group.COUNTY, counted=False)
    book = returns.book(
        ROAD,
        targets=dict.fromkeys((*EACH, "示范区"), 400.0),
        units=(*returns.sample.UNITS, zone),
    )
    year = merged(book, WHOLE_APRIL, county("示范区", APRIL, "60"), lead(MAY, "95", "101", "85"))
    assert city(year)[:2] == (281.0, None)
    assert place(year, "示范区") == (None, None, "未报送")


# indicator, April's three answers, May's of 杞县, the city's figure in May
OTHER_KINDS = (
    (FEW, ("95", "101", "85"), "95", "95.0"),
    (RATE, ("| 3 | 4", "| 1 | 4", "| 2 | 4"), "| 3 | 4", "3.0/4.0"),
    (RULES, ("推进中", "未启动", "推进中"), "推进中", "推进中"),
)


@pytest.mark.parametrize(("what", "april", "may", "shown"), OTHER_KINDS)
def test_other_kinds_are_the_sum_of_what_came(
    what: Indicator, april: tuple[str, ...], may: str, shown: str
) -> None:
    """A rate, a level and a ≤ count of April say nothing of May; all are 数据不全 (R6.160)."""
    book = returns.book(what, targets=dict.fromkeys(EACH, 400.0))
    code = what.code
    year = merged(book, lead(APRIL, *april, code=code), county(QIXIAN, MAY, may, code))
    judged = line(year, CITY)
    figure = judged.figure
    pair = f"{figure.numerator}/{figure.denominator}" if figure.denominator else figure.done
    assert (str(figure.level or pair), judged.carried) == (shown, None)
    assert judged.rating.reason.endswith("；缺2个县区")
    assert judged.incomplete


# ---- a held row ----


def test_a_held_row_falls_back_on_its_older_version_then_on_the_month_before() -> None:
    """杞县 gave 96 before -1 in May; 兰考县 gave -1 alone, and April's 101 is carried.

    (R6.151, R6.160, R6.178)
    """
    year = merged(
        BOOK,
        WHOLE_APRIL,
        lead(MAY, "96", "-1", "85"),
        lead(MAY, "-1", at="05-21"),
    )
    assert place(year, QIXIAN) == (96.0, None, "待更正")
    assert place(year, LANKAO) == (None, 101.0, "待更正")
    assert city(year) == (
        *(282.0, 101.0, "待更正"),
        "低于序时18.2个百分点；2个数待更正（沿用上月101）",
    )
    check_sums(year)


def test_a_held_part_leaves_a_good_light_as_it_is() -> None:
    """560 of 1200 are 正常 in May, 150 of them April's (R6.163)."""
    year = merged(BOOK, lead(APRIL, "150", "150", "150"), lead(MAY, "210", "200", "-1"))
    assert city(year) == (
        *(560.0, 150.0, "正常"),
        "高于序时5.0个百分点；1个数待更正（沿用上月150）",
    )


# ---- what a clerk has taken out ----

TAKEN_OUT = (
    ruling("清空", unit=HEALTH, period="2024-05", code=ROAD.code, county=QIXIAN, field="本月累计"),
    ruling("排除", unit=HEALTH, period="2024-05", code=ROAD.code, county=QIXIAN),
    ruling("排除", file="2024-05/市卫生健康委 05-20.xlsx"),
    ruling("改期", file="2024-05/市卫生健康委 05-20.xlsx", value="2024-04"),
)


@pytest.mark.parametrize("override", TAKEN_OUT, ids=lambda override: override.action)
def test_nothing_is_carried_over_what_a_clerk_has_taken_out(override: Override) -> None:
    """April gave 95; May's 96 was taken out: neither counts in May nor in June (R6.161)."""
    book = replace(BOOK, overrides=(override,))
    inbox = (
        county(QIXIAN, APRIL, "95"),
        lead(MAY, "96"),
        county(LANKAO, MAY, "101"),
        county(LANKAO, JUNE, "102"),
    )
    year = merged(book, *inbox, period=JUNE)
    assert place(year, QIXIAN, MAY) == (None, None, "未报送")
    assert city(year, MAY)[:2] == (101.0, None)
    assert city(year)[:2] == (102.0, None)
    assert "人工" in line(year, QIXIAN, period=MAY).rating.reason


def test_what_stands_beside_it_is_carried_on() -> None:
    """May's newer 97 was taken out, May's older 96 stands, and is carried into June (R6.161)."""
    newer = lead(MAY, "97", at="05-21")
    book = replace(BOOK, overrides=(ruling("排除", file=newer.source.file),))
    year = merged(book, lead(MAY, "96"), newer, county(LANKAO, JUNE, "101"), period=JUNE)
    assert city(year) == (
        *(197.0, 96.0, "严重滞后"),
        "低于序时33.6个百分点；缺2个县区（沿用上月96）",
    )


# ---- from one line to the other ----


def test_the_lead_s_last_figure_stays_above_the_county_s() -> None:
    """85 in April, then silence and the county's 70: 85 stays, 口径核对 has both (R6.162)."""
    year = merged(
        BOOK,
        WHOLE_APRIL,
        *(county(n, MAY, d) for n, d in zip(EACH, ("95", "101", "70"), strict=True)),
    )
    assert city(year) == (
        *(281.0, 85.0, "滞后"),
        "低于序时18.3个百分点；1个县区本月所报低于原报数（沿用上月85）",
    )
    assert line(year, CITY).incomplete
    assert place(year, LONGTING) == (None, 85.0, "滞后")
    assert line(year, LONGTING).rating.reason == (
        "低于序时20.4个百分点（沿用牵头口径上月85，本月县区口径70）"
    )
    assert line(year, LONGTING).gap == 20.4
    (difference,) = year.table.differences
    assert (difference.county, difference.lead.done, difference.by_county.done) == (
        *(LONGTING, 85.0),
        70.0,
    )
    assert difference.earlier == APRIL
    check_sums(year)


# the county's figure in May, what counts, what of it is carried
COUNTY_AFTER_LEAD = (("84.9", None, 85.0), ("85", 85.0, None), ("120", 120.0, None))


@pytest.mark.parametrize(("typed", "done", "carried"), COUNTY_AFTER_LEAD)
def test_the_county_stands_in_with_as_much_or_more(
    typed: str, done: float | None, carried: float | None
) -> None:
    """What is no less than the lead's last counts, marked 县区口径 (R6.162)."""
    year = merged(BOOK, WHOLE_APRIL, county(LONGTING, MAY, typed))
    assert place(year, LONGTING)[:2] == (done, carried)
    assert line(year, CITY).figure.done == 196.0 + max(85.0, float(typed))


def test_the_lead_comes_back() -> None:
    """85, silence beside the county's 70, 80: the lead speaks for itself again (R6.162)."""
    year = merged(
        BOOK,
        WHOLE_APRIL,
        county(LONGTING, MAY, "70"),
        lead(JUNE, "95", "101", "80"),
        period=JUNE,
    )
    assert place(year, LONGTING)[:2] == (80.0, None)
    assert city(year)[:2] == (276.0, None)


def test_what_stayed_is_carried_on_by_its_own_month() -> None:
    """In June both are silent: April's 85 of the lead, not May's 70 of the county (R6.162)."""
    inbox = (WHOLE_APRIL, county(LONGTING, MAY, "70"), county(QIXIAN, JUNE, "120"))
    year = merged(BOOK, *inbox, period=JUNE)
    assert city(year)[:2] == (306.0, 186.0)
    assert "沿用4月186" in city(year)[3]
    after = merged(BOOK, *inbox, county(LONGTING, JULY, "75"), period=JULY)
    assert place(after, LONGTING)[:2] == (None, 85.0)


def test_the_line_with_authority_may_be_the_county() -> None:
    """Then its last figure stays above the department's (R6.162)."""
    inbox = (county(LONGTING, APRIL, "85"), lead(MAY, "95", "101", "70"))
    year = merged(BOOK, *inbox, authority=COUNTY)
    assert place(year, LONGTING)[:2] == (None, 85.0)
    (difference,) = year.table.differences
    assert (difference.lead.done, difference.by_county.done) == (70.0, 85.0)
    assert merged(BOOK, *inbox).table.differences == ()


def test_a_lead_s_figure_that_a_clerk_has_taken_out_stays_nowhere() -> None:
    """May's 86 of the lead was taken out: the county's 70 counts in May and June (R6.161)."""
    book = replace(BOOK, overrides=(ruling("排除", unit=HEALTH, period="2024-05"),))
    inbox = (WHOLE_APRIL, lead(MAY, None, None, "86"))
    inbox += tuple(county(LONGTING, period, "70") for period in (MAY, JUNE))
    year = merged(book, *inbox, period=JUNE)
    assert place(year, LONGTING, MAY)[:2] == (70.0, None)
    assert place(year, LONGTING)[:2] == (70.0, None)


# ---- 数据不全 ----


def red_twice(*last: Arrival) -> MergedInbox:
    """The city is 滞后 in April and May, its gap wider each time."""
    return merged(BOOK, lead(APRIL, "95", "101", "85"), *last)


def test_a_line_that_carries_a_part_takes_no_part_in_runs() -> None:
    """The same 281 twice: 严重滞后 where all of May's came, 滞后 where a part is April's.

    (R6.164, R7.72)
    """
    came = red_twice(lead(MAY, "95", "101", "85"))
    assert line(came, CITY).rating.status is Status.BEHIND
    assert line(red_twice(lead(MAY, "95", "101")), CITY).rating.status is Status.LAGGING


def test_the_next_complete_month_is_compared_with_the_last_complete_one() -> None:
    """April and June are 滞后, May carries: two months running all the same (R6.164)."""
    year = merged(
        BOOK,
        WHOLE_APRIL,
        lead(MAY, "95", "101"),
        lead(JUNE, "120", "120", "120"),
        period=JUNE,
    )
    assert line(year, CITY).rating.status is Status.BEHIND


def test_sums_with_what_is_carried_have_no_binary_noise() -> None:
    """0.1 came, 0.2 is carried: 0.3 (R6.176)."""
    year = merged(BOOK, lead(APRIL, "0.1", "0.2", "0"), lead(MAY, "0.1", None, "0"))
    assert city(year)[:2] == (0.3, 0.2)


def test_a_year_with_gaps_against_a_hand_made_table() -> None:
    """Four months, three counties, by whoever reports: what the city comes to (R6.160)."""
    inbox = (
        lead(APRIL, "40", "50", None),
        county(LONGTING, APRIL, "30"),
        county(QIXIAN, MAY, "60"),
        lead(JUNE, None, "90", None),
        county(LONGTING, JUNE, "35"),
        lead(JULY, "100", "95", "70"),
    )
    year = merged(BOOK, *inbox, period=JULY)
    sums = [
        (line(year, CITY, period=p).figure.done, line(year, CITY, period=p).carried)
        for p in (APRIL, MAY, JUNE, JULY)
    ]
    assert sums == [(120.0, None), (140.0, 80.0), (185.0, 60.0), (265.0, None)]
    check_sums(year)
