"""Merging one month: versions of a row, the two lines, the city's sums, what is missing or held.

Of 1200 公里 each of three counties has 400 to build; in May 5/12 is due: 500, and 166.7 each.
"""

from __future__ import annotations

from fractions import Fraction

import pytest
from kit import returns, sample
from kit.returns import APRIL, JUNE, MAY, arrival, line, merged, verdicts
from kit.sample import HEALTH, LANKAO, LONGTING, QIXIAN, SCHOOLS, indicator

from ducha.form.monthly import COUNTY
from ducha.ledger.model import CITY, OWN, Group, Indicator, Judged, Kind, Ledger, Level
from ducha.ledger.year.decisions import Adjustment
from ducha.merge.year import MergedInbox
from ducha.period import Period
from ducha.status.rating import Status
from ducha.submission.arrival import Arrival

FINE, LAGGING, BEHIND = Status.ON_TRACK, Status.LAGGING, Status.BEHIND
HELD, SILENT = Status.HELD, Status.NO_RETURN
ZONE = "城乡一体化示范区"

ROAD = indicator(target=1200.0, whole=False)
RATE = indicator("十.1-3", Kind.RATE, 65.0, judged=Judged.MONTHLY)
RULES = indicator("二.1-1", Kind.QUALITATIVE, None)
EACH = {QIXIAN: 400.0, LANKAO: 400.0, LONGTING: 400.0}
BOOK = returns.book(ROAD, targets=EACH)
RATES = returns.book(RATE, targets=dict.fromkeys(EACH, 65.0))
WORDS = returns.book(RULES)


def rows(*figures: tuple[str, str], code: str = ROAD.code) -> str:
    """Rows of one indicator: place and what stands from 本月累计 on, `200` or `| 30 | 40`."""
    return "\n".join(f"| {code} | {place} | {typed} |" for place, typed in figures)


def lead(*figures: tuple[str, str], at: str = "05-20", unit: str = HEALTH, **how: str) -> Arrival:
    """A return of the lead department."""
    return arrival(unit, rows(*figures, **how), at=at)


def county(name: str, typed: str, at: str = "05-20", period: Period = MAY, **how: str) -> Arrival:
    """A county's return with one row."""
    if at == "05-20":
        at = f"{period.month:02d}-20"
    return arrival(name, rows((name, typed), **how), at=at, period=period)


def standing_of(year: MergedInbox, place: str, period: Period = MAY) -> tuple[float | None, Status]:
    """The count and the status of a place."""
    judged = line(year, place, period=period)
    return judged.figure.done, judged.rating.status


def reason_of(year: MergedInbox, place: str) -> str:
    """The reason beside the status."""
    return line(year, place).rating.reason


# ---- resubmission ----


def test_the_newest_figure_of_each_row_counts() -> None:
    """Two divisions may each fill their part; a blank erases nothing (R6.150)."""
    first = lead((QIXIAN, "200"), (LANKAO, "100"))
    second = lead((QIXIAN, ""), (LANKAO, "150"), (LONGTING, "50"), at="05-21")
    for inbox in ((first, second), (second, first)):
        year = merged(BOOK, *inbox)
        assert [line(year, place).figure.done for place in EACH] == [200.0, 150.0, 50.0]
        assert set(verdicts(year).values()) == {"采用"}


# first return, second return, what stands, status, verdicts
TWO_RETURNS = (
    ("200", "210", 210.0, FINE, ["被替代", "采用"]),
    ("210", "200", 200.0, FINE, ["被替代", "采用"]),
    ("200", "0", 0.0, BEHIND, ["被替代", "采用"]),  # 0 is a figure
    ("200", "", 200.0, FINE, ["采用", "非填报件"]),  # blank, and not the only one (R6.461)
    ("200", '"无"', 200.0, FINE, ["采用", "退回"]),
    ("200", "-1", 200.0, HELD, ["采用", "退回"]),  # the older figure is shown
    ("-1", "200", 200.0, FINE, ["退回", "采用"]),
    ("-1", "-2", None, HELD, ["退回", "退回"]),
)


@pytest.mark.parametrize(("first", "second", "done", "status", "fates"), TWO_RETURNS)
def test_a_row_sent_twice(
    first: str, second: str, done: float | None, status: Status, fates: list[str]
) -> None:
    """The newest figure stands; if it is held out the row is 待更正 and shows the older one.

    (R6.150, R6.151, R7.61)
    """
    year = merged(BOOK, lead((QIXIAN, first)), lead((QIXIAN, second), at="05-21"))
    assert standing_of(year, QIXIAN) == (done, status)
    assert [verdicts(year)[file] for file in sorted(verdicts(year))] == fates


def test_a_held_row_says_what_it_shows() -> None:
    """An older figure is shown for the time being, and only where there is one (R6.151)."""
    older = merged(BOOK, lead((QIXIAN, "200")), lead((QIXIAN, "-1"), at="05-21"))
    assert reason_of(older, QIXIAN) == "所报数被退回，待更正，暂列此前的数"
    assert reason_of(merged(BOOK, lead((QIXIAN, "-1"))), QIXIAN) == "所报数被退回，待更正"


def test_a_correction_after_a_held_figure_frees_the_row() -> None:
    """200, then -1, then 210: what was wrong is forgotten (R6.151)."""
    year = merged(
        BOOK,
        lead((QIXIAN, "200")),
        lead((QIXIAN, "-1"), at="05-21"),
        lead((QIXIAN, "210"), at="05-22"),
    )
    assert standing_of(year, QIXIAN) == (210.0, FINE)
    assert sorted(verdicts(year).values()) == ["被替代", "退回", "采用"]


def test_the_parts_of_a_rate_come_from_one_return() -> None:
    """A 分子 alone, sent later, does not go with the 分母 sent before (R6.150)."""
    year = merged(
        RATES,
        lead((QIXIAN, "| 30 | 40"), code=RATE.code),
        lead((QIXIAN, "| 35 |"), at="05-21", code=RATE.code),
    )
    judged = line(year, QIXIAN)
    assert (judged.figure.numerator, judged.figure.denominator) == (30.0, 40.0)
    assert judged.rating.status is HELD


def test_what_a_newer_return_has_put_right_is_a_note() -> None:
    """Its row is known whatever its column: one that somebody took out has no letter."""
    lame = f"| 编码 | 县区 | 本月累计 | 分子 |\n| {RATE.code} | {QIXIAN} | | 30 |"
    first, later = arrival(HEALTH, lame), lead((QIXIAN, "| 30 | 40"), at="05-21", code=RATE.code)
    (returned,) = merged(RATES, first).examined[0].findings
    (noted,) = merged(RATES, first, later).examined[0].findings
    assert (returned.code, str(returned.severity), returned.place.address) == (
        "缺分母",
        "退回",
        "?2",
    )
    assert (noted.code, str(noted.severity), noted.place.address) == ("缺分母", "提示", "?2")
    assert noted.sentence == "填了分子，分母为空或为0（已有后来的报送件）"


def test_texts_merge_cell_by_cell() -> None:
    """The newest text of each cell; a return is superseded when nothing of it is left (R6.152)."""
    heading = "| 编码 | 工作进展情况 | 存在问题 |\n"
    first = arrival(HEALTH, "", f"{heading}| 三.2 | 已开班 | 师资不足 |", at="05-20")
    second = arrival(HEALTH, "", f"{heading}| 三.2 | 已结业 | |", at="05-21")
    third = arrival(HEALTH, "", f"{heading}| 三.2 | | 无 |", at="05-22")
    year = merged(BOOK, first, second)
    assert {key[2]: entry.text for key, entry in year.table.texts.items()} == {
        "progress": "已结业",
        "problem": "师资不足",
    }
    assert set(verdicts(year).values()) == {"采用"}
    assert sorted(verdicts(merged(BOOK, first, second, third)).values()) == [
        "被替代",
        "采用",
        "采用",
    ]


# ---- two lines ----

# authority, the lead's figure, the county's, what counts, status, the mark in the reason
LINES = (
    ("牵头单位", "200", "180", 200.0, FINE, ""),
    ("牵头单位", "200", None, 200.0, FINE, ""),
    ("牵头单位", "", "180", 180.0, FINE, "（县区口径）"),
    ("牵头单位", None, "180", 180.0, FINE, "（县区口径）"),
    ("牵头单位", "0", "180", 0.0, BEHIND, ""),
    ("牵头单位", "-1", "180", None, HELD, ""),  # the lead's is wrong: nothing in its stead
    ("牵头单位", "200", "-1", 200.0, FINE, ""),
    ("牵头单位", None, "-1", None, HELD, ""),
    ("牵头单位", None, None, None, SILENT, ""),
    ("县区", "200", "180", 180.0, FINE, ""),
    ("县区", None, "180", 180.0, FINE, ""),
    ("县区", "200", None, 200.0, FINE, "（牵头口径）"),
    ("县区", "200", "", 200.0, FINE, "（牵头口径）"),
    ("县区", "200", "-1", None, HELD, ""),
    ("县区", "-1", "180", 180.0, FINE, ""),
)


@pytest.mark.parametrize(("authority", "by_lead", "by_county", "done", "status", "mark"), LINES)
def test_who_counts_where_both_report(
    authority: str,
    by_lead: str | None,
    by_county: str | None,
    done: float,
    status: Status,
    mark: str,
) -> None:
    """Who has authority; where that line is blank or silent the other one, marked as such.

    (R6.170, R6.171)
    """
    inbox = [lead((QIXIAN, by_lead))] if by_lead is not None else []
    inbox += [county(QIXIAN, by_county)] if by_county is not None else []
    year = merged(BOOK, *inbox, authority=authority)
    assert standing_of(year, QIXIAN) == (done, status)
    reason = reason_of(year, QIXIAN)
    assert reason.endswith(mark)
    assert mark or "口径" not in reason


def test_city_level_work_has_one_line_only() -> None:
    """Where counties have authority, 市本级 is still the department's own and bears no mark.

    (R6.173)
    """
    year = merged(BOOK, lead((OWN, "30")), authority=COUNTY)
    assert "口径" not in reason_of(year, OWN)
    assert line(year, OWN).source.origin == ""


def test_a_county_that_leads_has_one_line_only() -> None:
    """It reports all places itself, and no second line of its own (R6.173)."""
    led = returns.book(indicator(target=1200.0, whole=False, leads=(LANKAO,)), targets=EACH)
    year = merged(led, arrival(LANKAO, rows((LANKAO, "200"), (QIXIAN, "180"))))
    assert standing_of(year, LANKAO) == (200.0, FINE)
    assert standing_of(year, QIXIAN) == (180.0, FINE)
    assert year.table.differences == ()


def test_of_several_leads_the_first_named_gives_the_figures() -> None:
    """The second lead has no rows of figures, but writes about the item (R6.174)."""
    both = returns.book(indicator(target=1200.0, whole=False, leads=(HEALTH, SCHOOLS)))
    words = "| 编码 | 存在问题 |\n| 三.2 | 场地不足 |"
    year = merged(
        both,
        arrival(SCHOOLS, rows((QIXIAN, "100")), words),
        lead((QIXIAN, "200"), at="05-19"),
    )
    assert line(year, QIXIAN).figure.done == 200
    assert [finding.code for finding in year.findings] == ["已撤下"]
    assert (SCHOOLS, "三.2", "problem") in year.table.texts


# the lead's figure, the county's, whether it is a difference
PAIRS = (
    ("200", "180", True),
    ("200", "200", False),
    ("0.3", "0.30", False),
    ("0", "5", True),
    ("200", "", False),
    ("", "180", False),
    ("-1", "180", False),
    ("200", "-1", False),
)


@pytest.mark.parametrize(("by_lead", "by_county", "differs"), PAIRS)
def test_differences_between_the_lines(by_lead: str, by_county: str, *, differs: bool) -> None:
    """Both sound and unequal; whoever has authority, the lead's comes first (R6.172)."""
    for authority in ("牵头单位", "县区"):
        differences = merged(
            BOOK, lead((QIXIAN, by_lead)), county(QIXIAN, by_county), authority=authority
        ).table.differences
        assert [
            (difference.county, difference.lead.done, difference.by_county.done)
            for difference in differences
        ] == ([(QIXIAN, float(by_lead), float(by_county))] if differs else [])


def test_rates_differ_by_their_parts() -> None:
    """30/40 and 60/80 are the same rate of other people (R6.172)."""
    year = merged(
        RATES,
        lead((QIXIAN, "| 30 | 40"), (LANKAO, "| 1 | 2"), code=RATE.code),
        county(QIXIAN, "| 60 | 80", code=RATE.code),
        county(LANKAO, "| 1 | 2", code=RATE.code),
    )
    (difference,) = year.table.differences
    assert (difference.county, difference.lead.numerator, difference.by_county.numerator) == (
        QIXIAN,
        30.0,
        60.0,
    )


# ---- the city line ----


def city(year: MergedInbox) -> tuple[float | None, Status, str]:
    """Figure, status and reason of 全市."""
    return (*standing_of(year, CITY), reason_of(year, CITY))


# what three counties report, city figure, status, reason
CITIES = (
    (("200", "200", "200"), 600.0, FINE, "高于序时8.3个百分点"),
    (("400", "400", "400"), 1200.0, Status.DONE, "目标已完成"),
    (("200", "200", None), 400.0, LAGGING, "低于序时8.3个百分点；缺1个县区"),
    (("600", None, None), 600.0, FINE, "高于序时8.3个百分点；缺2个县区"),
    ((None, None, None), None, SILENT, "缺3个县区"),
    (("200", "200", "-1"), 400.0, HELD, "低于序时8.3个百分点；1个数待更正"),
    (("300", "300", "-1"), 600.0, FINE, "高于序时8.3个百分点；1个数待更正"),
    (("600", "600", "-1"), 1200.0, Status.DONE, "目标已完成；1个数待更正"),
    (("0", "0", "-1"), 0.0, HELD, "低于序时41.7个百分点；1个数待更正"),
    (("200", None, "-1"), 200.0, HELD, "低于序时25.0个百分点；缺1个县区；1个数待更正"),
    (("-1", "-1", "-1"), None, HELD, "3个数待更正"),
    (("0", "0", "0"), 0.0, BEHIND, "低于序时41.7个百分点"),
)


@pytest.mark.parametrize(("figures", "done", "status", "reason"), CITIES)
def test_the_city_is_the_sum_of_what_was_accepted(
    figures: tuple[str | None, ...], done: float | None, status: Status, reason: str
) -> None:
    """Against the whole target, whoever is missing; with a held part it waits unless it is fine.

    (R6.175, R6.177, R6.178)
    """
    inbox = [county(name, typed) for name, typed in zip(EACH, figures, strict=True) if typed]
    assert city(merged(BOOK, *inbox)) == (done, status, reason)


def test_a_held_row_gives_its_older_figure_to_the_city() -> None:
    """200 was accepted before -1 came: it is in the sum, and the city waits (R6.175)."""
    year = merged(
        BOOK,
        lead((QIXIAN, "200"), (LANKAO, "100"), (LONGTING, "100")),
        lead((QIXIAN, "-1"), at="05-21"),
    )
    assert city(year) == (400.0, HELD, "低于序时8.3个百分点；1个数待更正")


def test_city_level_work_is_in_the_sum() -> None:
    """市本级 without a target: in the sum, 未分解 by itself; blank it has no row at all.

    (R6.179)
    """
    figures = ((QIXIAN, "100"), (LANKAO, "100"), (LONGTING, "100"))
    year = merged(BOOK, lead(*figures, (OWN, "290")))
    assert city(year) == (590.0, FINE, "高于序时7.5个百分点")
    assert standing_of(year, OWN) == (290.0, Status.NOT_BROKEN_DOWN)
    blank = merged(BOOK, lead(*figures, (OWN, "")))
    assert city(blank) == (300.0, LAGGING, "低于序时16.7个百分点")
    assert [judged.county for judged in blank.table.lines] == [QIXIAN, LANKAO, LONGTING, CITY]


# target of 市本级, status when it is silent, the city's reason
OWN_TASKS = (
    (100.0, SILENT, "高于序时8.3个百分点；缺市本级"),
    (0.0, Status.NO_TASK, "高于序时8.3个百分点"),
)


@pytest.mark.parametrize(("target", "status", "reason"), OWN_TASKS)
def test_city_level_work_with_a_target_is_owed(target: float, status: Status, reason: str) -> None:
    """Then its silence is a gap like any county's, but it is no county (R6.177)."""
    book = returns.book(ROAD, targets={**EACH, OWN: target})
    year = merged(book, lead((QIXIAN, "200"), (LANKAO, "200"), (LONGTING, "200")))
    assert line(year, OWN).rating.status is status
    assert reason_of(year, CITY) == reason


def with_zone(*, counted: bool) -> Ledger:
    """示范区 lies inside 龙亭区."""
    units = (*sample.UNITS, sample.unit(ZONE, Group.COUNTY, counted=counted))
    return returns.book(ROAD, targets={**EACH, ZONE: 100.0}, units=units)


# whether 示范区 counts, what it reports, city figure, reason
ZONES = (
    (True, "60", 660.0, "高于序时13.3个百分点"),
    (False, "60", 600.0, "高于序时8.3个百分点"),
    (True, None, 600.0, "高于序时8.3个百分点；缺1个县区"),
    (False, None, 600.0, "高于序时8.3个百分点"),
    (True, "-1", 600.0, "高于序时8.3个百分点；1个数待更正"),
    (False, "-1", 600.0, "高于序时8.3个百分点"),
)


@pytest.mark.parametrize(("counted", "typed", "done", "reason"), ZONES)
def test_no_place_is_counted_twice(
    typed: str | None, done: float, reason: str, *, counted: bool
) -> None:
    """计入全市 否: judged by itself, in no sum, and missed by none (R6.175)."""
    inbox = [county(name, "200") for name in EACH]
    inbox += [county(ZONE, typed)] if typed else []
    year = merged(with_zone(counted=counted), *inbox)
    judged = line(year, CITY)
    assert (judged.figure.done, judged.rating.reason) == (done, reason)
    expected = {"60": FINE, "-1": HELD, None: SILENT}[typed]
    assert line(year, ZONE).rating.status is expected


def test_a_rate_of_the_city_is_no_mean_of_rates() -> None:
    """30/40 and 10/100 are 40/140, not the mean of 75% and 10%; 0/0 adds nothing (R6.175)."""
    year = merged(
        RATES,
        lead((QIXIAN, "| 30 | 40"), (LANKAO, "| 10 | 100"), (LONGTING, "| 0 | 0"), code=RATE.code),
    )
    judged = line(year, CITY)
    assert (judged.figure.numerator, judged.figure.denominator) == (40.0, 140.0)
    assert judged.rating.completion == Fraction(2, 7)
    assert (judged.rating.status, judged.rating.reason) == (BEHIND, "低于目标线36.4个百分点")
    assert reason_of(year, LONGTING) == "本期无对象"


def test_a_city_with_nothing_to_measure() -> None:
    """0/0 everywhere is 正常, without any percentage (R7.46)."""
    year = merged(RATES, *(county(name, "| 0 | 0", code=RATE.code) for name in EACH))
    judged = line(year, CITY)
    assert (judged.rating.status, judged.rating.reason) == (FINE, "本期无对象")
    assert judged.rating.completion is None


@pytest.mark.parametrize(
    ("typed", "total"), [(("0.1", "0.2", "0"), 0.3), (("0.1", "0.1", "0.1"), 0.3)]
)
def test_sums_have_no_binary_noise(typed: tuple[str, ...], total: float) -> None:
    """0.1 + 0.2 is 0.3 as everybody reads it (R6.176)."""
    year = merged(BOOK, lead(*zip(EACH, typed, strict=True)))
    assert line(year, CITY).figure.done == total


# three counties' words, the city's word, status
LEVELS = (
    (("已完成", "已完成", "已完成"), Level.FINISHED, Status.DONE),
    (("已完成", "推进中", "已完成"), Level.UNDER_WAY, FINE),
    (("已完成", "推进中", "未启动"), Level.NOT_STARTED, LAGGING),
)


@pytest.mark.parametrize(("typed", "level", "status"), LEVELS)
def test_the_city_is_as_far_as_its_worst_county(
    typed: tuple[str, ...], level: Level, status: Status
) -> None:
    """A qualitative indicator needs no target and is 已完成 when all are (R6.175, R7.60)."""
    year = merged(WORDS, lead(*zip(EACH, typed, strict=True), code=RULES.code))
    judged = line(year, CITY)
    assert (judged.figure.level, judged.rating.status) == (level, status)


def test_what_is_not_broken_down_counts_in_the_city() -> None:
    """A county without a target: its figure is shown and summed; silent, it is missed (R6.181)."""
    book = returns.book(ROAD, targets={QIXIAN: 400.0})
    year = merged(book, county(QIXIAN, "200"), county(LANKAO, "400"))
    assert standing_of(year, LANKAO) == (400.0, Status.NOT_BROKEN_DOWN)
    assert standing_of(year, LONGTING) == (None, SILENT)
    assert city(year) == (600.0, FINE, "高于序时8.3个百分点；缺1个县区")


def test_a_county_without_a_task_is_not_missed() -> None:
    """Target 0: 无任务, silent or not; a figure it gives all the same is summed and told.

    (R6.91, R6.182)
    """
    book = returns.book(ROAD, targets={**EACH, LONGTING: 0.0})
    silent = merged(book, county(QIXIAN, "300"), county(LANKAO, "300"))
    assert standing_of(silent, LONGTING) == (None, Status.NO_TASK)
    assert city(silent) == (600.0, FINE, "高于序时8.3个百分点")
    year = merged(book, county(QIXIAN, "300"), county(LANKAO, "300"), county(LONGTING, "60"))
    assert standing_of(year, LONGTING) == (60.0, Status.NO_TASK)
    assert city(year) == (660.0, FINE, "高于序时13.3个百分点")
    assert [finding.code for finding in year.findings if finding.unit == LONGTING] == ["无任务"]


# ---- which counties, which target ----


def alone(**changes: object) -> Indicator:
    """Work of the city itself."""
    return indicator("八.1-1", target=24.0, whole=False, all_counties=False, **changes)


def test_work_that_no_county_shares_is_owed_by_the_city() -> None:
    """One row 市本级 with the city's own target, one city line with the same figure (R6.180)."""
    year = merged(returns.book(alone()), lead((OWN, "12"), code="八.1-1"))
    assert [
        (judged.county, judged.plan.target, judged.figure.done) for judged in year.table.lines
    ] == [
        (OWN, 24.0, 12.0),
        (CITY, 24.0, 12.0),
    ]
    assert reason_of(year, CITY) == "高于序时8.3个百分点"
    silent = merged(returns.book(alone()))
    assert (line(silent, OWN).rating.status, reason_of(silent, CITY)) == (SILENT, "缺市本级")


def test_only_the_named_counties_have_lines() -> None:
    """An indicator of 兰考县 alone."""
    book = returns.book(alone(supports=(LANKAO,)), targets={LANKAO: 24.0})
    year = merged(book, county(LANKAO, "12", code="八.1-1"))
    assert [judged.county for judged in year.table.lines] == [LANKAO, CITY]
    assert reason_of(year, CITY) == "高于序时8.3个百分点"


def test_a_target_changed_in_june_leaves_may_as_it_was() -> None:
    """杞县 had 400 and has 800 from June on, the city 1200 and then 1600 (R6.183)."""
    changes = tuple(
        Adjustment(ROAD.code, place, 6, goal, "汴政办〔2024〕20号")
        for place, goal in ((QIXIAN, 800.0), (CITY, 1600.0))
    )
    book = returns.book(ROAD, targets=EACH, adjustments=changes)
    inbox = [county(QIXIAN, "200"), county(QIXIAN, "240", period=JUNE)]
    for period in (MAY, JUNE):  # the month that is merged makes no difference to May
        year = merged(book, *inbox, period=period)
        may = line(year, QIXIAN, period=MAY)
        assert (may.plan.target, may.rating.completion) == (400.0, Fraction(1, 2))
        assert line(year, CITY, period=MAY).plan.target == 1200.0
    june = line(year, QIXIAN)
    assert (june.plan.target, june.rating.completion) == (800.0, Fraction(3, 10))
    assert (june.rating.status, june.rating.reason) == (
        LAGGING,
        "低于序时20.0个百分点（县区口径）",
    )
    assert line(year, CITY).plan.target == 1600.0


def test_milestones_apply_to_every_county() -> None:
    """30% planned by May: 120 of 400 is enough, in each county and in the city (R7.3)."""
    book = returns.book(ROAD, targets=EACH, milestones={ROAD.code: {5: 0.3}})
    year = merged(book, lead(*((name, "120") for name in EACH)))
    assert [reason_of(year, place) for place in (*EACH, CITY)] == ["与节点持平"] * 4


# ---- over the months ----


def test_a_county_that_does_not_catch_up_turns_red() -> None:
    """杞县 is 滞后 in April and May (13.3, then 21.7 points); the city line lacks two counties.

    (R7.71)
    """
    year = merged(BOOK, county(QIXIAN, "80", period=APRIL), county(QIXIAN, "80"))
    assert standing_of(year, QIXIAN, APRIL) == (80.0, LAGGING)
    assert standing_of(year, QIXIAN) == (80.0, BEHIND)
    assert reason_of(year, QIXIAN) == ("低于序时21.7个百分点（县区口径），差距连续2个月未缩小")


@pytest.mark.parametrize(("april", "status"), [(EACH, BEHIND), ((QIXIAN, LANKAO), LAGGING)])
def test_the_city_line_runs_only_when_it_is_complete(
    april: tuple[str, ...], status: Status
) -> None:
    """Sums of all counties 滞后 twice (23.3, then 23.3 points); with a county missing, no run.

    (R7.72)
    """
    first = [county(name, f"{120 // len(april)}", period=APRIL) for name in april]
    second = [county(name, "73.3") for name in EACH]
    year = merged(BOOK, *first, *second)
    assert line(year, CITY, period=APRIL).figure.done == 120.0
    assert line(year, CITY).figure.done == 219.9
    assert line(year, CITY).rating.status is status


def test_closing_the_year() -> None:
    """In December 1150 of 1200 is yellow; closed, it is not what was promised (R7.74)."""
    december = Period(2024, 12)
    inbox = [county(QIXIAN, "350", period=december)]
    inbox += [county(name, "400", period=december) for name in (LANKAO, LONGTING)]
    open_ = merged(BOOK, *inbox, period=december)
    closed = merged(BOOK, *inbox, period=december, final=True)
    assert line(open_, CITY).rating.status is LAGGING
    assert line(open_, CITY).rating.reason == "低于序时4.2个百分点，到完成时限未完成"
    assert line(closed, CITY).rating.status is BEHIND
    assert line(closed, CITY).rating.reason == "逾期未完成，低于序时4.2个百分点"
    assert line(closed, LANKAO).rating.status is Status.DONE


def test_closing_the_year_waits_for_nobody() -> None:
    """杞县 held out, 兰考县 silent: both red, in 数据 too; the city still says whom it lacks.

    (R7.75)
    """
    december = Period(2024, 12)
    inbox = [county(QIXIAN, "-3", period=december), county(LONGTING, "400", period=december)]
    closed = merged(BOOK, *inbox, period=december, final=True)
    lights = {place: line(closed, place).rating for place in (QIXIAN, LANKAO, LONGTING, CITY)}
    assert {place: rating.reason for place, rating in lights.items()} == {
        QIXIAN: "逾期未完成，所报数被退回，待更正",
        LANKAO: "逾期未完成，未报送",
        LONGTING: "目标已完成（县区口径）",
        CITY: "逾期未完成，低于序时66.7个百分点；缺1个县区；1个数待更正",
    }
    december_rows = closed.data[closed.data["period"] == "2024-12"]
    assert dict(zip(december_rows["place"], december_rows["status"], strict=True)) == {
        QIXIAN: "严重滞后",
        LANKAO: "严重滞后",
        LONGTING: "已完成",
        CITY: "严重滞后",
    }
    assert (line(closed, CITY).missing, line(closed, CITY).held) == (1, 1)
    open_ = merged(BOOK, *inbox, period=december)
    assert [line(open_, place).rating.status for place in (QIXIAN, LANKAO, CITY)] == [
        HELD, SILENT, HELD,
    ]  # fmt: skip


def test_only_the_last_month_of_a_closed_year_is_closed() -> None:
    """November, silent too, stays 未报送 (R7.75)."""
    december = Period(2024, 12)
    closed = merged(BOOK, county(LONGTING, "400", period=december), period=december, final=True)
    assert line(closed, LANKAO, period=Period(2024, 11)).rating.status is SILENT


def test_lines_come_in_the_order_of_the_ledger() -> None:
    """Indicator by indicator, county by county, city-level work, the whole city."""
    book = returns.book(ROAD, RATE)
    typed = f"{rows((OWN, '3'))}\n{rows((LANKAO, '| 1 | 2'), code=RATE.code)}"
    year = merged(book, arrival(HEALTH, typed))
    assert [judged.key for judged in year.table.lines] == [
        ("三.2-1", QIXIAN),
        ("三.2-1", LANKAO),
        ("三.2-1", LONGTING),
        ("三.2-1", OWN),
        ("三.2-1", CITY),
        ("十.1-3", QIXIAN),
        ("十.1-3", LANKAO),
        ("十.1-3", LONGTING),
        ("十.1-3", CITY),
    ]
