"""Month by month: what the next form is prefilled with, open problems, the verdict on each file."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from kit import returns, sample
from kit.returns import APRIL, JULY, JUNE, MAY, arrival, line, merged, verdicts
from kit.sample import HEALTH, LANKAO, LONGTING, QIXIAN

from ducha.form.monthly import LastMonth
from ducha.ledger.model import CITY
from ducha.merge.open_problems import open_problems
from ducha.merge.year import MergedInbox, last_months
from ducha.period import Period
from ducha.status.rating import Figure
from ducha.submission.arrival import Arrival

BOOK = returns.book(sample.COUNT, targets={QIXIAN: 60.0, LANKAO: 60.0, LONGTING: 0.0})
CODE, ITEM = "三.2-1", "三.2"


def county(name: str, done: str, period: Period = MAY, **how: str) -> Arrival:
    """A county's one figure."""
    return arrival(name, f"| {CODE} | {name} | {done} |", period=period, **how)


def lead(done_by_county: Mapping[str, str], period: Period = MAY, **how: str) -> Arrival:
    """The department's figures by county."""
    typed = "\n".join(f"| {CODE} | {place} | {done} |" for place, done in done_by_county.items())
    return arrival(HEALTH, typed, period=period, **how)


def prefill(year: MergedInbox, unit: str) -> LastMonth:
    """What the unit's next form is prefilled with."""
    return last_months([unit], year.tables)[unit]


# ---- last month's figures ----


def test_a_unit_finds_its_own_figure_on_its_next_form() -> None:
    """Even where the other line counted: each is compared with what it said itself (R6.131)."""
    year = merged(BOOK, lead({QIXIAN: "30"}), county(QIXIAN, "28"))
    assert line(year, QIXIAN).figure.done == 30
    assert prefill(year, QIXIAN).figures[CODE, QIXIAN] == Figure(done=28.0)
    assert prefill(year, HEALTH).figures[CODE, QIXIAN] == Figure(done=30.0)


def test_a_silent_unit_finds_what_was_merged() -> None:
    """The county's figure on the department's form, the department's on the county's (R6.131)."""
    year = merged(BOOK, lead({QIXIAN: "30"}), county(LANKAO, "20"))
    assert prefill(year, QIXIAN).figures[CODE, QIXIAN] == Figure(done=30.0)
    assert prefill(year, HEALTH).figures[CODE, LANKAO] == Figure(done=20.0)
    assert prefill(year, HEALTH).figures[CODE, CITY] == Figure(done=50.0)
    assert (CODE, LONGTING) not in prefill(year, HEALTH).figures


# April's returns, what 杞县 finds
HELD_BEFORE = (
    ((county(QIXIAN, "28", APRIL), county(QIXIAN, "-1", APRIL, at="04-21")), Figure(done=28.0)),
    ((county(QIXIAN, "-1", APRIL),), None),
    ((county(QIXIAN, "28", APRIL), county(QIXIAN, "", APRIL, at="04-21")), Figure(done=28.0)),
    ((), None),
)


@pytest.mark.parametrize(("inbox", "expected"), HELD_BEFORE)
def test_what_was_held_out_is_no_last_month(
    inbox: tuple[Arrival, ...], expected: Figure | None
) -> None:
    """Only an accepted figure is shown again (R6.131)."""
    year = merged(BOOK, *inbox, period=APRIL)
    assert prefill(year, QIXIAN).figures.get((CODE, QIXIAN)) == expected


def test_a_figure_is_compared_with_the_unit_s_own_of_last_month() -> None:
    """The county fell from 30 to 29; that the department said 40 is another matter (R6.131)."""
    april = (lead({QIXIAN: "40"}, APRIL), county(QIXIAN, "30", APRIL))
    fell = merged(BOOK, *april, county(QIXIAN, "29"))
    assert [(finding.code, finding.unit) for finding in fell.findings] == [("倒退", QIXIAN)]
    grew = merged(BOOK, *april, county(QIXIAN, "31"))
    assert grew.findings == ()


def test_findings_are_those_of_the_month() -> None:
    """April's negative figure was told in April."""
    year = merged(BOOK, county(QIXIAN, "-1", APRIL), county(QIXIAN, "10"))
    assert [finding.code for finding in year.findings] == ["未说明问题"]
    assert verdicts(year)["2024-04/杞县 04-20.xlsx"] == "退回"


def test_every_month_stands_whole() -> None:
    """The tables go from the first reporting month to the one asked for, returns or not."""
    year = merged(BOOK, county(QIXIAN, "10", JUNE), period=JULY)
    assert [str(table.period) for table in year.tables] == [
        "2024-04",
        "2024-05",
        "2024-06",
        "2024-07",
    ]
    assert [line(year, QIXIAN, period=p).figure.done for p in (MAY, JUNE, JULY)] == [
        None,
        10.0,
        None,
    ]
    assert {len(table.lines) for table in year.tables} == {4}


def test_the_order_of_the_inbox_does_not_matter() -> None:
    """The same files in any order merge to the same (R6.62)."""
    inbox = [
        lead({QIXIAN: "30", LANKAO: "20"}),
        county(QIXIAN, "28"),
        county(QIXIAN, "29", at="05-21"),
        county(QIXIAN, "10", APRIL),
    ]
    assert merged(BOOK, *inbox) == merged(BOOK, *inbox[::-1])


# ---- open problems ----


def with_words(
    unit: str, period: Period, problem: str = "", solved: str = "", **more: str
) -> Arrival:
    """What a unit says about the item; the figure keeps the return from being empty."""
    advice, at = more.get("advice", ""), more.get("at", "")
    words = (
        "| 编码 | 存在问题 | 是否解决 | 工作建议 | 需市级协调 | 下步措施 |\n"
        f"| {ITEM} | {problem} | {solved} | {advice} | {more.get('help_', '')} | |"
    )
    return arrival(unit, f"| {CODE} | {unit} | 10 |", words, period=period, at=at)


def problem(year: MergedInbox, key: str = "problem") -> tuple[str, int, bool] | None:
    """杞县's open problem: what, for how many months, whether it was stated this month."""
    open_problem = open_problems(year.tables, key).get((QIXIAN, ITEM))
    return open_problem and (open_problem.text, open_problem.months, open_problem.stated)


# April's, May's and June's words (problem, 是否解决), None for silence; what is open in June
PROBLEMS = (
    ([None, None, ("缺师资", "")], ("缺师资", 1, True)),
    ([None, ("缺师资", ""), ("缺师资", "否")], ("缺师资", 2, True)),
    ([("缺师资", ""), ("缺师资", ""), ("缺师资", "")], ("缺师资", 3, True)),
    ([("缺师资", ""), ("仍缺师资", "否"), ("仍缺2名", "否")], ("仍缺2名", 3, True)),
    ([None, ("缺师资", ""), ("", "否")], ("缺师资", 2, True)),  # not solved, not written again
    ([None, ("缺师资", ""), ("", "是")], None),
    ([None, ("缺师资", ""), ("无", "")], None),
    ([None, ("缺师资", ""), ("无", "否")], None),  # 无 is the last word
    ([None, ("缺师资", ""), ("", "")], None),  # returned, and nothing more said of it
    ([None, ("缺师资", ""), ("缺场地", "是")], ("缺场地", 1, True)),  # solved, and a new one
    ([None, ("缺师资", ""), None], ("缺师资", 1, False)),  # silence solves nothing
    ([("缺师资", ""), None, ("缺师资", "否")], ("缺师资", 2, True)),
    ([("缺师资", ""), None, ("", "是")], None),
    ([("缺师资", ""), ("", "是"), ("缺师资", "")], ("缺师资", 1, True)),
    ([None, None, ("无", "")], None),
    ([None, None, ("", "否")], None),
)


@pytest.mark.parametrize(("months", "expected"), PROBLEMS)
def test_a_problem_lasts_until_it_is_solved(
    months: list[tuple[str, str] | None], expected: tuple[str, int, bool] | None
) -> None:
    """持续月数 counts months in which it was stated; a silent month neither counts nor closes.

    (R6.154, R6.155)
    """
    inbox = [
        with_words(QIXIAN, period, *words)
        for period, words in zip((APRIL, MAY, JUNE), months, strict=True)
        if words
    ]
    assert problem(merged(BOOK, *inbox, period=JUNE)) == expected


def test_open_problems_are_on_the_next_form() -> None:
    """Each unit's own, under its item; a silent unit's too (R6.154)."""
    year = merged(BOOK, with_words(QIXIAN, APRIL, "缺师资"), with_words(LANKAO, MAY, "缺场地"))
    assert prefill(year, QIXIAN).problems == {ITEM: "缺师资"}
    assert prefill(year, LANKAO).problems == {ITEM: "缺场地"}
    assert prefill(year, HEALTH).problems == {}


def test_a_correction_within_the_month_is_the_month_s_word() -> None:
    """Two returns in May are one month of the problem (R6.155)."""
    year = merged(
        BOOK,
        with_words(QIXIAN, MAY, "缺师资", help_="是"),
        with_words(QIXIAN, MAY, "缺2名师资", at="05-21"),
    )
    assert problem(year) == ("缺2名师资", 1, True)
    assert open_problems(year.tables, "problem")[QIXIAN, ITEM].coordination == "是"


def test_a_suggestion_does_not_hang_on_the_problem() -> None:
    """是否解决 asks about last month's problem: it neither keeps a suggestion nor renews it.

    (R6.156)
    """
    april = with_words(QIXIAN, APRIL, "缺师资", advice="增加编制")
    unsolved = merged(BOOK, april, with_words(QIXIAN, MAY, "", "否"))
    assert problem(unsolved) == ("缺师资", 2, True)
    assert problem(unsolved, "suggestion") is None
    again = merged(BOOK, april, with_words(QIXIAN, MAY, "", "是", advice="增加编制"))
    assert problem(again, "suggestion") == ("增加编制", 2, True)


# ---- verdicts ----

GOOD = {QIXIAN: "30", LANKAO: "20"}

# the department's returns one after the other, their verdicts
FATES = (
    ([GOOD], ["采用"]),
    ([{QIXIAN: "30", LANKAO: "-1"}], ["部分采用"]),
    ([{QIXIAN: "-1"}], ["退回"]),
    ([{}], ["退回"]),
    ([GOOD, GOOD], ["被替代", "采用"]),
    ([GOOD, {QIXIAN: "31"}], ["采用", "采用"]),
    ([GOOD, {}], ["采用", "非填报件"]),
    ([{QIXIAN: "30", LANKAO: "-1"}, GOOD], ["被替代", "采用"]),
    ([{QIXIAN: "30", LANKAO: "-1"}, {LANKAO: "20"}], ["部分采用", "采用"]),
    ([GOOD, {QIXIAN: "31", LANKAO: "-1"}], ["采用", "部分采用"]),
    ([GOOD, {QIXIAN: "31", LANKAO: "21"}, GOOD], ["被替代", "被替代", "采用"]),
)


@pytest.mark.parametrize(("sent", "fates"), FATES)
def test_what_became_of_each_return(sent: list[dict[str, str]], fates: list[str]) -> None:
    """A return counts while anything of it stands (R6.6)."""
    inbox = [lead(figures, at=f"05-{20 + n}") for n, figures in enumerate(sent)]
    verdict_of = verdicts(merged(BOOK, *inbox))
    assert [verdict_of[file] for file in sorted(verdict_of)] == fates


def test_the_reasons_are_in_words() -> None:
    """A clerk can tell a unit why, from the list of files alone (R6.6, R6.461)."""
    year = merged(
        BOOK,
        lead(GOOD),
        lead({QIXIAN: "31", LANKAO: "21"}, at="05-21"),
        lead({QIXIAN: "-1", LANKAO: "22"}, at="05-22"),
        lead({QIXIAN: "-1"}, at="05-23"),
        lead({}, at="05-24"),
    )
    assert [judgement.reason for judgement in year.judgements] == [
        "所填内容都被后来的报送件替代",
        "",
        "1行退回，其余采用，原因见〔数据核查〕",
        "所填内容全部退回，原因见〔数据核查〕",
        "本局发出的空白表，没有填写，不是报送件（该单位另有报送件）",
    ]


# ---- the settings of the city ----


def test_a_shortfall_of_the_breakdown_is_told_once_all_is_broken_down() -> None:
    """60 and 50 of 120, 龙亭区 without a task: 10 are nobody's; with a blank nobody can tell.

    (R6.217)
    """
    short = returns.book(sample.COUNT, targets={QIXIAN: 60.0, LANKAO: 50.0, LONGTING: 0.0})
    (finding,) = merged(short).findings
    assert (finding.code, finding.unit, finding.found) == ("分解不足", HEALTH, "110")
    blank = returns.book(sample.COUNT, targets={QIXIAN: 60.0, LANKAO: 50.0})
    assert merged(blank).findings == ()
    enough = returns.book(sample.COUNT, targets={QIXIAN: 60.0, LANKAO: 60.0, LONGTING: 0.0})
    assert merged(enough).findings == ()
