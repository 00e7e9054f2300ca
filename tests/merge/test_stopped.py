"""Counties that stop or merge, leads that change, indicators that start and stop, month by month.

Of 1200 公里 each of three counties has 400 to build.
"""

from __future__ import annotations

from dataclasses import replace

from kit import returns
from kit.returns import APRIL, JULY, JUNE, MAY, arrival, line, merged
from kit.sample import (
    HEALTH,
    LANKAO,
    LONGTING,
    QIXIAN,
    ROADS,
    UNITS,
    indicator,
    unit,
)

from ducha.ledger.model import CITY, OWN, Group, Kind, Ledger
from ducha.merge.data import data_rows
from ducha.merge.year import MergedInbox
from ducha.period import Period
from ducha.status.rating import Status
from ducha.submission.arrival import Arrival

ROAD = indicator(target=1200.0, whole=False)
EACH = (QIXIAN, LANKAO, LONGTING)
BOOK = returns.book(ROAD, targets=dict.fromkeys(EACH, 400.0))
AUGUST = Period(2024, 8)


def with_units(*changed: object, book: Ledger = BOOK) -> Ledger:
    """The ledger with some of its units as given."""
    by_name = {each.name: each for each in changed}
    return replace(book, units=tuple(by_name.get(each.name, each) for each in book.units))


MERGED = with_units(unit(QIXIAN, Group.COUNTY, until=6, successor=LANKAO))
STOPPED = with_units(unit(QIXIAN, Group.COUNTY, until=6))


def lead(period: Period, *, by: str = HEALTH, at: str = "", **figures: str) -> Arrival:
    """The lead's figures: qixian, lankao, longting and own; a row without one is blank."""
    names = {"qixian": QIXIAN, "lankao": LANKAO, "longting": LONGTING, "own": OWN}
    typed = "\n".join(f"| {ROAD.code} | {names[key]} | {done} |" for key, done in figures.items())
    return arrival(by, typed, period=period, at=at)


JUNE_LEAD = lead(JUNE, qixian="30", lankao="50", longting="20", own="")


def city(year: MergedInbox, period: Period | None = None) -> tuple[object, ...]:
    """累计, 沿用 and reason of the whole city."""
    judged = line(year, CITY, period=period)
    return judged.figure.done, judged.carried, judged.rating.reason.partition("；")[2]


def places(year: MergedInbox, period: Period) -> list[tuple[object, ...]]:
    """County, 累计, 沿用 and status of a month's rows in 数据."""
    rows = [row for row in data_rows(year.data) if row.period == str(period)]
    return [(row.place, row.done, row.carried, row.status) for row in rows]


def codes(year: MergedInbox) -> set[tuple[str, str]]:
    """What was found, and about whom; that nobody wrote a word is beside the point here."""
    found = {(finding.code, finding.unit) for finding in year.findings}
    return {(code, of) for code, of in found if code != "未说明问题"}


def test_two_counties_that_merge_are_never_counted_twice() -> None:
    """What the one gave is carried until the other reports the row, and then no more (R6.308)."""
    silent = merged(MERGED, JUNE_LEAD, lead(JULY, longting="25", own=""), period=JULY)
    assert city(silent) == (
        105.0,
        80.0,
        "缺1个县区（沿用上月50）；已并入他处的1个县区（沿用上月30）",
    )
    assert places(silent, JULY) == [
        (QIXIAN, None, 30.0, "无任务"),
        (LANKAO, None, 50.0, "未报送"),
        (LONGTING, 25.0, None, "严重滞后"),
        (CITY, 105.0, 80.0, "严重滞后"),
    ]
    assert line(silent, QIXIAN).rating.reason == "已并入兰考县，兰考县还没有报数，沿用上月30"
    reported = merged(
        MERGED, JUNE_LEAD, lead(JULY, lankao="85", longting="25", own=""), period=JULY
    )
    assert city(reported) == (110.0, None, "")
    assert [row[0] for row in places(reported, JULY)] == [LANKAO, LONGTING, CITY]


def test_what_has_been_handed_over_stays_handed_over() -> None:
    """Though the successor is silent in the month after (R6.308)."""
    year = merged(
        MERGED,
        JUNE_LEAD,
        lead(JULY, lankao="85", longting="25", own=""),
        lead(AUGUST, longting="26", own=""),
        period=AUGUST,
    )
    assert city(year) == (111.0, 85.0, "缺1个县区（沿用上月85）")
    assert [row[0] for row in places(year, AUGUST)] == [LANKAO, LONGTING, CITY]


def test_a_return_of_the_merged_county_itself_is_shown_and_not_counted() -> None:
    """It was issued a form and returned it: its month is kept, beside the successor (R6.308)."""
    own = arrival(QIXIAN, f"| {ROAD.code} | {QIXIAN} | 33 |", period=JULY)
    year = merged(
        MERGED, JUNE_LEAD, lead(JULY, lankao="85", longting="25", own=""), own, period=JULY
    )
    assert city(year) == (110.0, None, "")
    assert line(year, QIXIAN).figure.done == 33
    silent = merged(MERGED, JUNE_LEAD, lead(JULY, longting="25", own=""), own, period=JULY)
    assert city(silent) == (108.0, 50.0, "缺1个县区（沿用上月50）")


def test_what_a_county_that_stops_has_done_stays_done() -> None:
    """It is neither missed, nor is the city 数据不全 for it (R6.309)."""
    year = merged(STOPPED, JUNE_LEAD, lead(JULY, lankao="55", longting="25", own=""), period=JULY)
    assert city(year) == (110.0, None, "含已停报的1个县区（沿用上月30）")
    assert not line(year, CITY).incomplete
    assert places(year, JULY)[0] == (QIXIAN, None, 30.0, "无任务")
    assert line(year, QIXIAN).rating.reason == "已停报，沿用上月30"


def test_months_before_a_merger_are_as_they_were() -> None:
    """Lines, figures, states: nothing of June knows of it (R6.300)."""
    before, after = (merged(each, JUNE_LEAD, period=JUNE) for each in (BOOK, MERGED))
    assert data_rows(before.data) == data_rows(after.data)
    assert before.table.lines == after.table.lines
    assert returns.states(BOOK, before) == returns.states(MERGED, after)


def test_who_does_not_answer_owes_nothing_and_is_not_missed() -> None:
    """Before its first month a county is no row, no state and lacks nowhere (R6.300)."""
    late = with_units(unit(QIXIAN, Group.COUNTY, since=6))
    year = merged(late, lead(MAY, lankao="50", longting="20", own=""), period=MAY)
    assert city(year) == (70.0, None, "")
    assert QIXIAN not in returns.states(late, year)
    assert [row[0] for row in places(year, MAY)] == [LANKAO, LONGTING, CITY]
    june = merged(late, lead(JUNE, lankao="50", longting="20", own=""), period=JUNE)
    assert city(june) == (70.0, None, "缺1个县区")
    assert QIXIAN in returns.states(late, june)


def test_a_return_outside_the_unit_s_months_says_when_they_are() -> None:
    """A form that proves nothing, for a month in which another one answers (R6.300)."""
    claim = returns.claim(QIXIAN, JULY, f"| {ROAD.code} | {QIXIAN} | 3 |", key=b"another key")
    sent = Arrival(returns.source("a.xlsx", "07-20"), returns.cells(claim, f"| {ROAD.code} |"))
    year = merged(MERGED, sent, period=JULY)
    assert returns.reason(year, "a.xlsx") == "“杞县”报到6月为止，之后由“兰考县”报"
    late = merged(with_units(unit(QIXIAN, Group.COUNTY, since=8)), sent, period=JULY)
    assert returns.reason(late, "a.xlsx") == "“杞县”从8月起报"


def test_the_lead_of_a_month_is_who_was_issued_its_rows() -> None:
    """April stays the old lead's; from the change on the new one owes (R6.302)."""
    now = replace(BOOK, indicators=(replace(ROAD, leads=(ROADS,)),))
    april = lead(APRIL, qixian="30", lankao="50", longting="20", own="")
    year = merged(now, april, period=APRIL)
    assert returns.verdicts(year) == {april.source.file: "采用"}
    assert codes(year) == set()
    assert line(year, QIXIAN).source.row.lead
    assert line(year, CITY).plan.indicator.leads == (HEALTH,)
    states = returns.states(now, year)
    assert [*states] == [HEALTH, QIXIAN, LANKAO, LONGTING]
    assert (states[HEALTH].owed, states[HEALTH].filled) == (3, 3)
    may = merged(now, april, period=MAY)
    assert [*returns.states(now, may)] == [ROADS, QIXIAN, LANKAO, LONGTING]
    assert line(may, CITY).plan.indicator.leads == (ROADS,)


def test_of_two_leads_of_a_month_today_s_counts() -> None:
    """The rows of the other are told as withdrawn, and nobody is blamed (R6.302, R6.307)."""
    now = replace(BOOK, indicators=(replace(ROAD, leads=(ROADS,)),))
    old = lead(APRIL, qixian="30", lankao="50", longting="20", own="")
    new = lead(APRIL, by=ROADS, at="04-21", qixian="31", lankao="50", longting="20", own="")
    year = merged(now, old, new, period=APRIL)
    assert line(year, QIXIAN).figure.done == 31
    assert codes(year) == {("已撤下", HEALTH)}
    neither = replace(BOOK, indicators=(replace(ROAD, leads=("市教体局",)),))
    newest = merged(neither, old, new, period=APRIL)
    assert line(newest, QIXIAN).source.row.unit == ROADS  # it came later


def test_who_is_no_longer_asked_keeps_what_it_sent() -> None:
    """报送 否 in July: April's state stays, May is not owed (R6.301)."""
    now = with_units(unit(QIXIAN, Group.COUNTY, reports=False))
    sent = arrival(QIXIAN, f"| {ROAD.code} | {QIXIAN} | 30 |", period=APRIL)
    april = merged(now, sent, period=APRIL)
    assert returns.verdicts(april) == {sent.source.file: "采用"}
    assert returns.states(now, april)[QIXIAN] == returns.states(BOOK, april)[QIXIAN]
    may = merged(now, sent, period=MAY)
    assert QIXIAN not in returns.states(now, may)


ADDED = indicator("九.1-1", target=60.0, start=5)


def test_an_indicator_added_in_may_leaves_april_as_it_was() -> None:
    """It is not owed and not missed; without a figure it reads 无任务 (R6.306, R7.76)."""
    now = replace(BOOK, indicators=(ROAD, ADDED), targets={**BOOK.targets})
    april = lead(APRIL, qixian="30", lankao="50", longting="20", own="")
    before, after = (merged(each, april, period=APRIL) for each in (BOOK, now))
    assert returns.states(now, after) == returns.states(BOOK, before)
    old_rows = [row for row in data_rows(after.data) if row.code == ROAD.code]
    assert old_rows == data_rows(before.data)
    added = [row for row in data_rows(after.data) if row.code == ADDED.code]
    assert {(row.status, row.reason) for row in added} == {("无任务", "未到起始月")}
    assert [row.place for row in added] == [*EACH, CITY]
    may = merged(now, lead(MAY, qixian="30", lankao="50", longting="20", own=""), period=MAY)
    assert line(may, CITY, ADDED.code).rating.status is Status.NO_RETURN
    assert returns.states(now, may)[HEALTH].owed == 6


def test_a_figure_before_the_first_month_is_judged() -> None:
    """And what is sent back before it is 待更正, not without a task (R7.76)."""
    now = replace(BOOK, indicators=(replace(ROAD, start=6),))
    year = merged(now, lead(MAY, qixian="30", lankao="-1", own=""), period=MAY)
    assert line(year, QIXIAN).rating.status is Status.ON_TRACK
    assert line(year, LANKAO).rating.status is Status.HELD
    assert line(year, LONGTING).rating.status is Status.NO_TASK
    sums = line(year, CITY)
    assert (sums.figure.done, sums.missing, sums.held) == (30.0, 0, 1)


def test_what_was_reported_before_the_first_month_is_carried_and_nobody_missed() -> None:
    """The row owes nothing: the city says so instead of 缺N个县区 (R6.306)."""
    now = replace(BOOK, indicators=(replace(ROAD, start=6),))
    april = lead(APRIL, qixian="30", lankao="50", own="")
    year = merged(now, april, lead(MAY, qixian="35", own=""), period=MAY)
    assert city(year) == (85.0, 50.0, "本月不用报的1个县区（沿用上月50）")
    assert line(year, CITY).missing == 0


def test_every_kind_reads_no_task_before_its_first_month() -> None:
    """Counts, rates and levels alike (R7.76)."""
    kinds = (
        indicator("一.1-1", start=6),
        indicator("一.1-2", Kind.RATE, 65.0, start=6),
        indicator("一.1-3", Kind.STANDARD, 6000.0, start=6),
        indicator("一.1-4", Kind.QUALITATIVE, None, start=6),
    )
    year = merged(returns.book(*kinds, targets=dict.fromkeys(EACH, 40.0)), period=MAY)
    assert {(judged.rating.word, judged.rating.reason) for judged in year.table.lines} == {
        ("无任务", "未到起始月")
    }


def test_an_indicator_that_stops_is_gone_from_the_month_after() -> None:
    """No row, nothing owed; what a form still brings is told as withdrawn (R6.306, R6.307)."""
    now = replace(BOOK, indicators=(ROAD, replace(ADDED, start=1, until=5)))
    both = f"| {ROAD.code} | {QIXIAN} | 30 |\n| {ADDED.code} | {QIXIAN} | 3 |"
    may = merged(now, arrival(QIXIAN, both), period=MAY)
    assert line(may, QIXIAN, ADDED.code).figure.done == 3
    june = merged(now, arrival(QIXIAN, both, period=JUNE), period=JUNE)
    assert {row.code for row in data_rows(june.data) if row.period == "2024-06"} == {ROAD.code}
    assert codes(june) == {("已撤下", QIXIAN)}
    assert set(returns.verdicts(june).values()) == {"采用"}
    assert returns.states(now, june)[QIXIAN].owed == 1


def test_last_month_s_figures_are_the_new_lead_s_too() -> None:
    """What was merged is what its rows are held against (R6.131)."""
    now = replace(BOOK, indicators=(replace(ROAD, leads=(ROADS,)),))
    april = lead(APRIL, qixian="30", lankao="50", longting="20", own="")
    may = lead(MAY, by=ROADS, qixian="29", lankao="50", longting="20", own="")
    year = merged(now, april, may, period=MAY)
    assert codes(year) == {("倒退", ROADS)}


def test_the_units_of_the_sample_are_all_of_a_plain_year() -> None:
    """A ledger that says nothing of months has the same units in all of them."""
    assert {each.name for each in UNITS} == {each.name for each in merged(BOOK).ledger.units}
    assert merged(BOOK).ledger.indicators == BOOK.indicators
