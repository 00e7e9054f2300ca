"""What came for a month that was over: told in the report of the month in which it came."""

from __future__ import annotations

from dataclasses import replace

import pytest
from kit import sample
from kit.returns import APRIL, JULY, JUNE, MAY, arrival, merged
from kit.sample import LANKAO, QIXIAN, SCHOOLS

from ducha.ledger.year.decisions import Override
from ducha.merge.year import MergedInbox
from ducha.period import Period
from ducha.submission.arrival import Arrival

CODE, RATE, LEVEL = sample.COUNT.code, sample.RATE.code, sample.LEVEL.code
BOOK = sample.ledger()


def count(done: str, place: str = QIXIAN) -> str:
    """One row with this count."""
    return f"| {CODE} | {place} | {done} |"


def april(figures: str, at: str = "04-20", words: str = "") -> Arrival:
    """A form of 杞县 for April."""
    return arrival(QIXIAN, figures, words, period=APRIL, at=at)


def told(merge: MergedInbox) -> list[tuple[str, str, str]]:
    """Severity, code and words of what is told of earlier months."""
    codes = {"前期有变", "前期补报"}
    return [(str(f.severity), f.code, f.sentence) for f in merge.findings if f.code in codes]


def change(before: str, after: str, day: str, period: str = "2024-04") -> tuple[str, str, str]:
    """A count that was another before."""
    name = sample.COUNT.name
    words = f"{period}的数有变：“{name}”（{QIXIAN}）由{before}改为{after}（{day}收到）"
    return "需核实", "前期有变", words


def supply(what: str, day: str) -> tuple[str, str, str]:
    """What April did not have before."""
    return "提示", "前期补报", f"2024-04的数有补报：{what}（{day}收到）"


FIRST = april(count("30"))
MAY_S = arrival(QIXIAN, count("40"), period=MAY, at="05-18")
LOWER = april(count("25"), "05-20")

# the inbox, what May's report says
CHANGES = (
    ((FIRST, LOWER), [change("30", "25", "5月20日")]),
    ((FIRST, april(count("30"), "05-20")), []),  # the same again
    ((FIRST, april(count("35"), "05-20")), []),  # held: a question, no change
    ((FIRST, MAY_S, april(count("35"), "05-20")), [change("30", "35", "5月20日")]),
    ((FIRST, april(count("25"), "04-29")), []),  # within April
    ((FIRST, april(count("25"), "04-21")), []),
    ((FIRST, LOWER, april(count("20"), "05-21")), [change("30", "20", "5月21日")]),  # once
    ((FIRST, LOWER, MAY_S, april(count("30"), "05-21")), []),  # and back again
    ((FIRST, april(count("-5"), "05-20")), [change("30", "“-5”（退回，待更正）", "5月20日")]),
    (
        (FIRST, april(count("-5") + f"\n| {RATE} | {QIXIAN} | | 5 | 9 |", "05-20")),
        [change("30", "“-5”（退回，待更正）", "5月20日"), supply("1个数", "5月20日")],
    ),
    ((april(count("-5")), april(count("25"), "05-20")), [change("待更正", "25", "5月20日")]),
    ((LOWER,), [supply("1个数", "5月20日")]),
    ((FIRST, april(f"| {RATE} | {QIXIAN} | | 5 | 9 |", "05-20")), [supply("1个数", "5月20日")]),
    (
        (FIRST, april("", "05-20", "| 编码 | 存在问题 |\n| 三.2 | 缺师资 |")),
        [supply("1处文字", "5月20日")],
    ),
    ((FIRST, MAY_S, arrival(QIXIAN, count("41"), period=MAY, at="05-20")), []),  # May's own matter
)


@pytest.mark.parametrize(("inbox", "expected"), CHANGES)
def test_what_came_later_is_told(
    inbox: tuple[Arrival, ...], expected: list[tuple[str, str, str]]
) -> None:
    """Old and new value; what was never there is only counted (R6.77, R6.79)."""
    assert told(merged(BOOK, *inbox)) == expected


# day of the change to April, the months whose reports tell it
REPORTS = (
    ("04-30", []),
    ("05-01", [MAY]),
    ("05-20", [MAY]),
    ("05-31", [MAY]),
    ("06-03", [MAY, JUNE]),  # May's report is being made
    ("06-14", [MAY, JUNE]),
    ("06-15", [JUNE]),
)


@pytest.mark.parametrize(("day", "months"), REPORTS)
def test_it_is_told_in_the_month_in_which_it_came(day: str, months: list[Period]) -> None:
    """And in the one still being reported; in no other (R6.78)."""
    inbox = (FIRST, april(count("25"), day))
    reports = (APRIL, MAY, JUNE, JULY)
    assert [p for p in reports if told(merged(BOOK, *inbox, period=p))] == months


def test_it_is_told_where_it_stands() -> None:
    """The file, the cell, what was typed there (R6.77)."""
    (finding,) = [f for f in merged(BOOK, FIRST, LOWER).findings if f.code == "前期有变"]
    assert (finding.unit, finding.file, finding.found) == (QIXIAN, LOWER.source.file, "25")
    assert (finding.place.sheet, finding.place.address) == ("进度填报", "C2")


def test_rates_and_levels_are_quoted_whole() -> None:
    """分子 and 分母 together, a level by its word (R6.77)."""
    rate = merged(
        BOOK,
        april(f"| {RATE} | {QIXIAN} | | 6 | 9 |"),
        april(f"| {RATE} | {QIXIAN} | | 5 | 8 |", "05-20"),
    )
    assert "由6/9改为5/8（" in told(rate)[0][2]
    level = merged(
        BOOK,
        arrival(SCHOOLS, f"| {LEVEL} | {LANKAO} | 未启动 |", period=APRIL),
        arrival(SCHOOLS, f"| {LEVEL} | {LANKAO} | 推进中 |", period=APRIL, at="05-20"),
    )
    assert "由未启动改为推进中（" in told(level)[0][2]


def test_a_clerk_s_word_settles_it() -> None:
    """采用 of the file: still told, and nothing more is asked (R6.77, R6.249)."""
    empty = dict.fromkeys(("unit", "period", "code", "county", "field", "value", "day"), "")
    adopt = Override(
        **empty, file=LOWER.source.file, action="采用", reason="电话核实", officer="王五"
    )
    _, *words = change("30", "25", "5月20日")
    assert told(merged(replace(BOOK, overrides=(adopt,)), FIRST, LOWER)) == [("提示", *words)]


def test_december_s_later_changes_have_no_later_report() -> None:
    """November's, in January, are told in December's (R6.66, R6.78)."""
    november, december = Period(2024, 11), Period(2024, 12)
    for month, expected in ((november, 1), (december, 0)):
        first = arrival(QIXIAN, count("30"), period=month)
        again = arrival(QIXIAN, count("25"), period=month, at=f"{month.month}-29")
        in_january = again.source.received.replace(year=2025, month=1, day=6)
        late = replace(again, source=replace(again.source, received=in_january))
        assert len(told(merged(BOOK, first, late, period=december))) == expected


def test_clean_months_tell_nothing() -> None:
    """In time, or late within its own month (R6.77)."""
    inbox = (
        FIRST,
        MAY_S,
        arrival(LANKAO, count("20", LANKAO), period=APRIL, at="04-30"),
        arrival(LANKAO, count("30", LANKAO), period=MAY, at="05-28"),
        arrival(QIXIAN, count("45"), period=JUNE),
    )
    for period in (APRIL, MAY, JUNE):
        assert told(merged(BOOK, *inbox, period=period)) == []
