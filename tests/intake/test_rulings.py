"""人工处置: what a clerk decides takes effect in this and every later merge, and is shown."""

from __future__ import annotations

from datetime import datetime

import pytest
from kit import returns, sample
from kit.returns import APRIL, JUNE, MAY, arrival, claim, merged, reason, verdicts
from kit.sample import HEALTH, LANKAO, LONGTING, QIXIAN

from ducha.ledger.model import Ledger
from ducha.ledger.year.decisions import Override
from ducha.merge.year import MergedInbox
from ducha.period import CHINA
from ducha.submission.arrival import Arrival

CODE, RATE, STANDARD = "三.2-1", "十.1-3", "三.3-1"
WHO = "电话核实（王五，2024-06-03）"


def ruling(action: str, **aim: str) -> Override:
    """One row of 人工处置."""
    empty = dict.fromkeys(("file", "unit", "period", "code", "county", "field", "value"), "")
    return Override(
        **(empty | aim), action=action, reason="电话核实", officer="王五", day="2024-06-03"
    )


def book(*overrides: Override) -> Ledger:
    """The small city with these decisions."""
    return sample.ledger(overrides=overrides)


def done(merge: MergedInbox, place: str = QIXIAN, code: str = CODE) -> object:
    """What counts for a row: a number, a pair, nothing."""
    figure = returns.line(merge, place, code).figure
    return (figure.numerator, figure.denominator) if code != CODE else figure.done


def why(merge: MergedInbox, place: str = QIXIAN, code: str = CODE) -> str:
    """The reason in 数据."""
    return returns.line(merge, place, code).rating.reason


def noted(merge: MergedInbox) -> list[str]:
    """What 数据核查 says of decisions that took effect."""
    return [finding.sentence for finding in merge.findings if finding.code == "人工处置"]


def grave(merge: MergedInbox) -> list[tuple[str, str]]:
    """Findings that still ask for something."""
    return [
        (finding.code, str(finding.severity))
        for finding in merge.findings
        if finding.severity != "提示"
    ]


FIRST = arrival(QIXIAN, f"| {CODE} | {QIXIAN} | 20 |\n| {RATE} | {QIXIAN} | | 6 | 9 |", at="05-18")
SECOND = arrival(QIXIAN, f"| {CODE} | {QIXIAN} | 35 |", at="05-20")
HELD = arrival(QIXIAN, f"| {CODE} | {QIXIAN} | 2.5 |\n| {RATE} | {QIXIAN} | | 6 | 9 |")
TOO_MANY = arrival(HEALTH, f"| {STANDARD} | {QIXIAN} | | 41 | 40 |")


# ---- files ----


def test_a_file_that_is_excluded_says_nothing() -> None:
    """Its figures are gone, and the older ones stand; the list and 数据核查 say who and why.

    (R6.241)
    """
    merge = merged(book(ruling("排除", file=SECOND.source.file)), FIRST, SECOND)
    assert done(merge) == 20
    assert verdicts(merge)[SECOND.source.file] == "已排除"
    assert reason(merge, SECOND.source.file) == f"人工排除：{WHO}"
    assert f"人工排除：{WHO}" in why(merge)
    assert "人工" not in why(merge, code=RATE)
    alone = merged(book(ruling("排除", file=SECOND.source.file)), SECOND)
    assert why(alone) == f"未报送（人工排除：{WHO}）"
    assert noted(merge) == [f"人工排除：{WHO}"]


def test_a_file_may_be_named_without_its_folder_or_by_unit_and_month() -> None:
    """As a clerk would write it (R6.240)."""
    for aim in (
        {"file": SECOND.source.file.rpartition("/")[2]},
        {"unit": QIXIAN, "period": "2024-05"},
    ):
        merge = merged(book(ruling("排除", **aim)), SECOND)
        assert set(verdicts(merge).values()) == {"已排除"}


def forged() -> Arrival:
    """A form whose signature does not bear it out."""
    plain = claim(QIXIAN, figures=f"| {CODE} | {QIXIAN} | 30 |")
    changed = sample.replace(plain, signature="0")
    return Arrival(returns.source("f.xlsx"), returns.cells(changed, f"| {CODE} | {QIXIAN} | 30 |"))


def test_a_clerk_may_vouch_for_a_file() -> None:
    """A refused form is taken; every row of it says why it counts (R6.242)."""
    assert verdicts(merged(book(), forged())) == {"f.xlsx": "退回"}
    merge = merged(book(ruling("采用", file="f.xlsx")), forged())
    assert verdicts(merge) == {"f.xlsx": "采用"}
    assert done(merge) == 30
    assert why(merge).endswith(f"人工采用：{WHO}）")
    assert reason(merge, "f.xlsx") == f"人工采用：{WHO}"
    assert noted(merge) == [f"人工采用：{WHO}"]


def test_vouching_for_a_file_takes_what_was_held_out_of_it() -> None:
    """All that can be read; what cannot stays held (R6.242)."""
    sent = arrival(HEALTH, f"| {STANDARD} | {QIXIAN} | | 41 | 40 |\n| {CODE} | {LANKAO} | 很多 |")
    merge = merged(book(ruling("采用", unit=HEALTH, period="2024-05")), sent)
    assert done(merge, QIXIAN, STANDARD) == (41, 40)
    assert done(merge, LANKAO) is None
    assert grave(merge) == [("文字", "退回")]


def test_a_file_s_month_is_settled() -> None:
    """改期: an April form with May's figures counts for May, in May's and every later merge.

    (R6.65, R6.243)
    """
    april = arrival(QIXIAN, f"| {CODE} | {QIXIAN} | 20 |", period=APRIL)
    again = arrival(QIXIAN, f"| {CODE} | {QIXIAN} | 25 |", period=APRIL, at="05-20")
    assert verdicts(merged(book(), april, again))[again.source.file] == "退回"
    moved = book(ruling("改期", file=again.source.file, value="2024-05"))
    for period in (MAY, JUNE):
        merge = merged(moved, april, again, period=period)
        assert returns.line(merge, QIXIAN, CODE, APRIL).figure.done == 20
        line = returns.line(merge, QIXIAN, CODE, MAY)
        assert line.figure.done == 25
        assert line.rating.reason.endswith(f"人工改期为2024-05：{WHO}）")
        assert reason(merge, again.source.file) == f"人工改期为2024-05：{WHO}"
    assert noted(merged(moved, april, again)) == [f"人工改期为2024-05：{WHO}"]


def test_a_time_of_receipt_is_settled() -> None:
    """认定时间: late by the mail, in time by the clerk's word, and the basis says so.

    (R6.194, R6.244)
    """
    late = arrival(QIXIAN, f"| {CODE} | {QIXIAN} | 30 |", at="05-30")
    assert returns.states(book(), merged(book(), late))[QIXIAN].late
    ruled = book(ruling("认定时间", file=late.source.file, value="2024-05-28 17:30"))
    merge = merged(ruled, late)
    state = returns.states(ruled, merge)[QIXIAN]
    assert (state.late, state.basis) == (False, "人工认定")
    assert state.received == datetime(2024, 5, 28, 17, 30, tzinfo=CHINA)
    assert reason(merge, late.source.file) == f"人工认定时间为2024-05-28 17:30：{WHO}"
    assert noted(merge) == [f"人工认定时间为2024-05-28 17:30：{WHO}"]


# ---- rows and cells ----

# inbox, decision, what counts in 三.2-1, verdicts from the oldest file on
ROWS = (
    ((FIRST, SECOND), ruling("排除", file=SECOND.source.file, code=CODE), 20, ("采用", "已排除")),
    ((FIRST, SECOND), ruling("清空", file=SECOND.source.file, code=CODE), None, ("采用", "已排除")),
    ((FIRST, SECOND), ruling("排除", unit=QIXIAN, code=CODE), None, ("采用", "已排除")),
    ((FIRST,), ruling("改值", unit=QIXIAN, code=CODE, field="本月累计", value="22"), 22, ("采用",)),
    ((HELD,), ruling("改值", unit=QIXIAN, code=CODE, field="本月累计", value="25"), 25, ("采用",)),
    ((HELD,), ruling("排除", unit=QIXIAN, code=CODE), None, ("采用",)),
)


@pytest.mark.parametrize(("inbox", "decision", "value", "fates"), ROWS)
def test_decisions_on_rows(
    inbox: tuple[Arrival, ...], decision: Override, value: float | None, fates: tuple[str, ...]
) -> None:
    """In effect, and said in the list of files, in 数据核查 and beside the figure in 数据.

    (R6.245, R6.247, R6.249)
    """
    merge = merged(book(decision), *inbox)
    assert done(merge) == value
    assert tuple(verdicts(merge).values()) == fates
    decided = f"人工{decision.action}{'为' + decision.value if decision.value else ''}：{WHO}"
    assert decided in why(merge)
    assert decided in noted(merge)
    assert any(decided in judgement.reason for judgement in merge.judgements)
    assert grave(merge) == []


def test_what_was_held_is_taken_on_a_clerk_s_word() -> None:
    """41 of 40 were confirmed: no longer held, and what was found is told with the decision.

    (R6.246, R6.249)
    """
    assert done(merged(book(), TOO_MANY), QIXIAN, STANDARD) == (None, None)
    decision = ruling("采用", file=TOO_MANY.source.file, code=STANDARD, county=QIXIAN)
    merge = merged(book(decision), TOO_MANY)
    assert done(merge, QIXIAN, STANDARD) == (41, 40)
    assert f"人工采用：{WHO}" in why(merge, QIXIAN, STANDARD)
    (finding,) = [finding for finding in merge.findings if finding.code == "超全部"]
    assert (str(finding.severity), finding.sentence) == (
        "提示",
        f"达标数大于应达标总数（原为退回，人工采用：{WHO}）",
    )


def test_what_was_in_doubt_is_settled() -> None:
    """A figure for the officer that the officer has confirmed asks for nothing more (R6.246)."""
    far = arrival(QIXIAN, f"| {CODE} | {QIXIAN} | 95 |")
    assert grave(merged(book(), far)) == [("远超", "需核实")]
    assert grave(merged(book(ruling("采用", unit=QIXIAN, code=CODE)), far)) == []


def test_one_cell_of_two_is_not_enough() -> None:
    """分子 is put right, 分母 is still no number: the row stays held until both are (R6.247)."""
    bad = arrival(QIXIAN, f"| {RATE} | {QIXIAN} | | 很多 | 若干 |")
    part = ruling("改值", unit=QIXIAN, code=RATE, field="分子", value="6")
    whole = ruling("改值", unit=QIXIAN, code=RATE, field="分母", value="9")
    assert done(merged(book(part), bad), code=RATE) == (None, None)
    assert returns.line(merged(book(part), bad), QIXIAN, RATE).rating.status == "待更正"
    assert done(merged(book(part, whole), bad), code=RATE) == (6, 9)


def test_a_figure_for_a_row_left_open() -> None:
    """待统计 stands there, the clerk knows the figure from a telephone call (R6.247)."""
    open_row = arrival(QIXIAN, f"| {CODE} | {QIXIAN} | 待统计 |\n| {RATE} | {QIXIAN} | | 6 | 9 |")
    decision = ruling("改值", unit=QIXIAN, code=CODE, field="本月累计", value="1,022.0")
    merge = merged(book(decision), open_row)
    assert done(merge) == 1022
    assert f"人工改值为1,022.0：{WHO}" in why(merge)


def test_a_row_filled_twice_is_not_taken_by_word_alone() -> None:
    """Nobody knows which of the two is meant: a value must be given (R6.246)."""
    twice = arrival(QIXIAN, f"| {CODE} | {QIXIAN} | 20 |\n| {CODE} | {QIXIAN} | 30 |")
    merge = merged(book(ruling("采用", unit=QIXIAN, code=CODE)), twice)
    assert done(merge) is None
    assert ("处置落空", "需核实") in grave(merge)
    value = ruling("改值", unit=QIXIAN, code=CODE, field="本月累计", value="30")
    assert done(merged(book(value), twice)) == 30


def test_texts_are_erased_and_put_right() -> None:
    """清空 takes a text out of older returns too; 改值 replaces it (R6.248)."""
    words = "| 编码 | 存在问题 |\n| 三.2 | {} |"
    first = arrival(QIXIAN, "", words.format("缺人"), at="05-18")
    second = arrival(QIXIAN, "", words.format("缺钱"), at="05-20")
    place = (QIXIAN, "三.2", "problem")
    assert merged(book(), first, second).table.texts[place].text == "缺钱"
    erased = ruling("清空", file=second.source.file, code="三.2", field="存在问题")
    merge = merged(book(erased), first, second)
    assert place not in merge.table.texts
    assert noted(merge) == [f"人工清空：{WHO}"] * 2
    changed = ruling("改值", unit=QIXIAN, code=CODE, field="存在问题", value="缺讲师")
    assert merged(book(changed), second).table.texts[place].text == "缺讲师"


def test_a_decision_is_in_every_later_merge() -> None:
    """May's decision is still there when June is merged (R6.249)."""
    decision = ruling(
        "改值", unit=QIXIAN, period="2024-05", code=CODE, field="本月累计", value="22"
    )
    june = arrival(QIXIAN, f"| {CODE} | {QIXIAN} | 21 |", period=JUNE)
    merge = merged(book(decision), FIRST, june, period=JUNE)
    assert returns.line(merge, QIXIAN, CODE, MAY).figure.done == 22
    assert ("倒退", "需核实") in grave(merge)


# decisions that meet nothing
NOTHING = (
    ruling("排除", file="没有这个文件.xlsx"),
    ruling("排除", unit=QIXIAN, code=STANDARD),
    ruling("采用", unit=LONGTING, period="2024-05", code=CODE),
    ruling("改值", unit=LANKAO, code=CODE, field="本月累计", value="3"),
    ruling("清空", unit=QIXIAN, code="三.2", field="工作建议"),
    ruling("改值", unit=QIXIAN, code=CODE, county=LANKAO, field="本月累计", value="3"),
)


@pytest.mark.parametrize("decision", NOTHING)
def test_a_decision_that_met_nothing_is_told(decision: Override) -> None:
    """Nothing changes, and the clerk learns that the row of the ledger is idle (R6.250)."""
    merge = merged(book(decision), FIRST)
    assert done(merge) == 20
    (finding,) = [finding for finding in merge.findings if finding.code == "处置落空"]
    assert (str(finding.severity), finding.place.sheet) == ("需核实", "人工处置")
    assert finding.sentence.endswith(WHO)


# decisions for months to come
JUNES = arrival(QIXIAN, f"| {CODE} | {QIXIAN} | 30 |", period=JUNE)
WAITING = (
    ruling("改值", unit=QIXIAN, period="2024-06", code=CODE, field="本月累计", value="31"),
    ruling("排除", unit=LONGTING, period="2024-06"),
    ruling("改值", file=JUNES.source.file, code=CODE, field="本月累计", value="31"),
    ruling("排除", file=JUNES.source.file, code=STANDARD),
    ruling("排除", file="还没有来.xlsx", period="2024-12"),
)


@pytest.mark.parametrize("decision", WAITING)
def test_a_decision_for_a_month_to_come_is_not_unmet(decision: Override) -> None:
    """Its 期次 is June, or its file waits for June: May says nothing of it (R6.353)."""
    merge = merged(book(decision), FIRST, JUNES)
    assert grave(merge) == []
    assert done(merge) == 20


@pytest.mark.parametrize(("decision", "unmet"), [*zip(WAITING, (0, 1, 0, 1, 0), strict=True)])
def test_it_is_met_or_missed_in_its_own_month(decision: Override, unmet: int) -> None:
    """June is merged: 龙亭区 sent nothing, the standard is not reported (R6.250, R6.353)."""
    merge = merged(book(decision), FIRST, JUNES, period=JUNE)
    codes = [finding.code for finding in merge.findings]
    assert codes.count("处置落空") == unmet


@pytest.mark.parametrize(("period", "unmet"), [("2024-05", 0), ("2024-04", 1), ("", 0)])
def test_a_decision_for_a_month_before_is_unmet_where_it_met_nothing_there(
    period: str, unmet: int
) -> None:
    """May has the figure, April has none; June is merged (R6.250)."""
    decision = ruling("改值", unit=QIXIAN, period=period, code=CODE, field="本月累计", value="22")
    merge = merged(book(decision), FIRST, period=JUNE)
    codes = [finding.code for finding in merge.findings]
    assert codes.count("处置落空") == unmet


def test_a_unit_s_file_that_waits_does_not_hide_a_decision_on_its_unit() -> None:
    """Who names no month and no file means every month, this one too (R6.250)."""
    decision = ruling("改值", unit=QIXIAN, code=STANDARD, field="分子", value="3")
    codes = [finding.code for finding in merged(book(decision), JUNES).findings]
    assert codes.count("处置落空") == 1
