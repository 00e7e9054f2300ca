"""Findings over the months name the file that they are about."""

from __future__ import annotations

from kit import returns
from kit.returns import APRIL, arrival, merged
from kit.sample import COUNT, QIXIAN

CODE = COUNT.code
BOOK = returns.book(COUNT, targets={QIXIAN: 60.0})
WORDS = "| 编码 | 工作进展情况 | 存在问题 |\n| 三.2 | {} | {} |"


def test_a_finding_about_a_text_names_the_file_with_the_text() -> None:
    """已培训50人 stands in the first return, the figure 30 was corrected by the second.

    (R6.139)
    """
    first = arrival(
        QIXIAN, f"| {CODE} | {QIXIAN} | 30 |", WORDS.format("已培训50人", ""), at="05-20"
    )
    second = arrival(QIXIAN, f"| {CODE} | {QIXIAN} | 31 |", at="05-21")
    (finding,) = [f for f in merged(BOOK, first, second).findings if f.code == "文数不符"]
    assert (finding.file, finding.found) == (first.source.file, "已培训50人")
    assert finding.place.address == "B2"
    nothing_said = merged(BOOK, arrival(QIXIAN, f"| {CODE} | {QIXIAN} | 1 |"), second)
    assert [f.file for f in nothing_said.findings if f.code == "文数不符"] == []


def test_a_missing_text_is_asked_of_the_newest_return() -> None:
    """Nobody has written a problem: there is no file in which it stands (R6.137)."""
    first = arrival(QIXIAN, f"| {CODE} | {QIXIAN} | 1 |", at="05-20")
    second = arrival(QIXIAN, f"| {CODE} | {QIXIAN} | 2 |", at="05-21")
    (finding,) = [f for f in merged(BOOK, first, second).findings if f.code == "未说明问题"]
    assert finding.file == second.source.file


def test_a_remark_excuses_the_figure_beside_which_it_stands() -> None:
    """60 was explained; a later return that is blank there takes nothing back (R6.140)."""
    head = "| 编码 | 县区 | 本月累计 | 分子 | 分母 | 备注 |\n"
    april = arrival(QIXIAN, f"{head}| {CODE} | {QIXIAN} | 5 | | | |", period=APRIL)
    may = arrival(QIXIAN, f"{head}| {CODE} | {QIXIAN} | 60 | | | 集中开班 |", at="05-20")
    later = arrival(
        QIXIAN, f"{head}| {CODE} | {QIXIAN} | | | | |", WORDS.format("", "缺人"), at="05-21"
    )
    for inbox in ((april, may), (april, may, later)):
        jumps = [str(f.severity) for f in merged(BOOK, *inbox).findings if f.code == "突增"]
        assert jumps == ["提示"]
