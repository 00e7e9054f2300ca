"""What a newer return settles: findings about what it replaces ask for nothing more."""

from __future__ import annotations

from dataclasses import replace

from kit import returns, sample
from kit.returns import arrival, claim, merged
from kit.sample import HEALTH, LANKAO, QIXIAN

from ducha.intake.sorting import Arrival
from ducha.merge.year import MergedInbox

BOOK = returns.book(sample.COUNT, targets={QIXIAN: 60.0, LANKAO: 60.0})
CODE = sample.COUNT.code


def both(qixian: str, lankao: str, at: str) -> Arrival:
    """The department's figures of two counties."""
    return arrival(
        HEALTH, f"| {CODE} | {QIXIAN} | {qixian} |\n| {CODE} | {LANKAO} | {lankao} |", at=at
    )


def forged(at: str) -> Arrival:
    """杞县's form, changed after it was signed."""
    row = f"| {CODE} | {QIXIAN} | 30 |"
    changed = replace(claim(QIXIAN, figures=row), signature="0")
    return Arrival(returns.source("forged.xlsx", at), returns.cells(changed, row))


def notes_about(year: MergedInbox, file: str) -> list[tuple[str, str, bool]]:
    """Severity and cell of what is said of a file, and whether it says that a newer one came."""
    return [
        (
            str(finding.severity),
            finding.place.address,
            finding.sentence.endswith("（已有后来的报送件）"),
        )
        for finding in year.findings
        if finding.file == file
    ]


FIRST = both("-1", "-2", "05-20")


def test_a_row_put_right_asks_for_nothing_more() -> None:
    """杞县 was put right the day after, 兰考县 was sent wrong again: the new file is asked.

    (R6.153)
    """
    again = both("30", "-3", "05-21")
    year = merged(BOOK, FIRST, again)
    rows = [note for note in notes_about(year, FIRST.source.file) if note[1]]
    assert rows == [("提示", "C2", True), ("提示", "C3", True)]
    assert notes_about(year, again.source.file) == [("退回", "C3", False)]


def test_a_row_left_alone_still_asks() -> None:
    """The newer return gives 兰考县 alone: 杞县's wrong figure is still to be put right.

    (R6.153)
    """
    year = merged(BOOK, FIRST, both("", "20", "05-21"))
    rows = [note for note in notes_about(year, FIRST.source.file) if note[1]]
    assert rows == [("退回", "C2", False), ("提示", "C3", True)]


def test_a_return_wholly_replaced_asks_for_nothing_more() -> None:
    """5 in a row without a code is asked about until nothing of that return counts any more.

    (R6.153)
    """
    first = arrival(QIXIAN, f"| {CODE} | {QIXIAN} | 30 |\n| | 合计 | 5 |", at="05-20")
    newer = arrival(QIXIAN, f"| {CODE} | {QIXIAN} | 31 |", at="05-21")
    assert notes_about(merged(BOOK, first), first.source.file) == [("需核实", "C3", False)]
    assert notes_about(merged(BOOK, first, newer), first.source.file) == [("提示", "C3", True)]


def test_a_question_about_the_month_is_answered_by_no_later_return() -> None:
    """May's form with more in June may be June's; a correction that is taken leaves it open.

    (R6.5, R6.67)
    """
    forms = [
        arrival(QIXIAN, f"| {CODE} | {QIXIAN} | {figure} |", at=at)
        for figure, at in (("30", "05-20"), ("37", "06-03"), ("29", "06-04"))
    ]
    year = merged(BOOK, *forms)
    assert [note[0] for note in notes_about(year, forms[1].source.file)] == ["退回"]
    assert year.table.own[QIXIAN, CODE, QIXIAN].done == 29


def test_a_file_sent_back_is_settled_by_the_next_good_one() -> None:
    """One that came before it, or that was sent back too, settles nothing (R6.5, R6.62)."""
    good, blank = f"| {CODE} | {QIXIAN} | 30 |", f"| {CODE} | {QIXIAN} | |"
    for figures, at, severity in (
        (good, "05-21", "提示"),
        (good, "05-19", "退回"),
        (blank, "05-21", "退回"),
    ):
        year = merged(BOOK, forged("05-20"), arrival(QIXIAN, figures, at=at))
        assert [note[0] for note in notes_about(year, "forged.xlsx")] == [severity]
    at_once = forged("05-20"), arrival(QIXIAN, good, at="05-20")
    for digest, severity in (
        ("0", "提示"),
        ("z", "退回"),
    ):  # of one time the larger digest is later
        first = replace(at_once[0], source=replace(at_once[0].source, sha256=digest))
        year = merged(BOOK, first, at_once[1])
        assert [note[0] for note in notes_about(year, "forged.xlsx")] == [severity]
    another_unit = merged(
        BOOK, forged("05-20"), arrival(LANKAO, f"| {CODE} | {LANKAO} | 30 |", at="05-21")
    )
    assert [note[0] for note in notes_about(another_unit, "forged.xlsx")] == ["退回"]
