"""Matters handed over, as they stand at the month's deadline."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from kit.handed import OPEN, closed
from kit.returns import records
from kit.sample import HEALTH, LANKAO, QIXIAN, ledger

from ducha.findings import Place
from ducha.intake.examined import TextEntry
from ducha.ledger.handed.records import Assignment, Progress
from ducha.ledger.handed.sheets import ASSIGNMENTS
from ducha.standing.assignments import (
    assignment_states,
    open_by_unit,
    overdue_by_unit,
)
from ducha.standing.handed.tables import assignment_table, proposed_assignment_table

DEADLINE = date(2024, 6, 28)


# a row of the ledger; whether it is open, how many days late, whether it is to be looked at again
ROWS = (
    (OPEN, True, 12, False),
    (replace(OPEN, due=DEADLINE), True, None, False),  # due on that very day
    (replace(OPEN, extended=date(2024, 6, 27)), True, 1, False),
    (replace(OPEN, due=None), True, None, False),
    (replace(OPEN, progress=Progress.STOPPED), False, None, False),
    (closed(date(2024, 6, 16)), False, None, False),
    (closed(date(2024, 6, 20)), False, 4, False),  # closed 4 days late
    (closed(date(2024, 7, 2)), True, 12, False),  # closed since: then it was open
    (closed(date(2024, 4, 30), handed=None), False, None, False),  # 59 days ago
    (closed(date(2024, 4, 29), handed=None), False, None, True),
    (closed(date(2024, 4, 29), handed=None, visited=DEADLINE), False, None, False),
    (closed(date(2024, 4, 29), handed=None, visited=date(2024, 7, 1)), False, None, True),
)


@pytest.mark.parametrize(("row", "is_open", "days", "awaiting"), ROWS)
def test_how_a_matter_stands(
    row: Assignment, days: int | None, *, is_open: bool, awaiting: bool
) -> None:
    """By its days and the deadline alone; 回访 60 days after it was closed (R7.164)."""
    (state,) = assignment_states([row], DEADLINE)
    assert (state.open, state.overdue_days, state.awaiting_visit) == (is_open, days, awaiting)
    assert state.overdue is (is_open and days is not None)


def test_what_units_have_in_hand() -> None:
    """Two of 杞县's, one of them late; 兰考县's is closed (R7.164)."""
    rows = (
        *(OPEN, replace(OPEN, due=DEADLINE)),
        replace(closed(date(2024, 6, 20)), unit=LANKAO),
    )
    states = assignment_states(rows, DEADLINE)
    assert open_by_unit(states) == {QIXIAN: 2}
    assert overdue_by_unit(states) == {QIXIAN: 1}


def test_the_sheet_has_the_ledger_s_columns_and_what_the_days_say() -> None:
    """Cells as in the ledger, days as text, 超期天数 a number (R7.164)."""
    rows = (OPEN, replace(closed(date(2024, 4, 29), handed=None), unit=HEALTH))
    shown = assignment_table(ledger(), assignment_states(rows, DEADLINE))
    first, second = records(shown)
    assert shown.name == "督办事项"
    assert (first["编号"], first["单位"], first["来源"], first["办结时限"]) == (
        *("2024-01", QIXIAN, "通报", "2024-06-16"),
    )
    assert (first["反馈"], first["超期天数"], first["提醒"]) == ("已开班", 12, "超期12天")
    assert (second["状态"], second["超期天数"], second["提醒"]) == ("办结", None, "待回访")


def say(
    number: str, key: str, text: str, unit: str = QIXIAN
) -> dict[tuple[str, str, str], TextEntry]:
    """What a unit says of a matter in the month."""
    entry = TextEntry(0, unit, number, key, text, "a.xlsx", Place("督办事项"))
    return {(unit, number, key): entry}


# what the ledger says, what the unit says, 反馈
WORDS = (
    ("已开班", "", "已开班"),
    ("", "已开班3期", "已开班3期"),
    ("已开班", "已开班3期", "台账：已开班\n本期填报：已开班3期"),
    ("", "", None),
)


@pytest.mark.parametrize(("ours", "theirs", "shown"), WORDS)
def test_the_unit_s_words_stand_beside_the_ledger_s(
    ours: str, theirs: str, shown: str | None
) -> None:
    """反馈 says both, and whose is whose (R9.79)."""
    said = say("2024-01", "answer", theirs) if theirs else {}
    states = assignment_states([replace(OPEN, answer=ours)], DEADLINE, said)
    (row,) = records(assignment_table(ledger(), states))
    assert (row["反馈"], row["申请办结"], row["佐证材料"]) == (shown, None, None)


def test_an_application_changes_no_state() -> None:
    """申请办结 and 佐证材料 stand there; 状态 is the ledger's (R9.78, R9.79)."""
    said = say("2024-01", "closing", "是") | say("2024-01", "evidence", "照片")
    states = assignment_states([OPEN], DEADLINE, said)
    (row,) = records(assignment_table(ledger(), states))
    assert (row["申请办结"], row["佐证材料"], row["状态"]) == ("是", "照片", "在办")
    assert (states[0].applied, states[0].open, states[0].overdue) == (True, True, True)
    shut = assignment_states([closed(date(2024, 6, 20))], DEADLINE, said)
    assert not shut[0].applied
    others = say("2024-01", "closing", "是", LANKAO) | say("2024-02", "closing", "是")
    assert not assignment_states([OPEN], DEADLINE, others)[0].applied
    refused = say("2024-01", "closing", "否")
    assert not assignment_states([OPEN], DEADLINE, refused)[0].applied


def test_what_is_proposed_has_the_same_headings() -> None:
    """拟督办: none yet, its rows fit the ledger (R7.165)."""
    proposed = proposed_assignment_table(ledger(), ())
    assert (proposed.name, proposed.length) == ("拟督办", 0)
    assert proposed.headings == tuple(column.heading for column in ASSIGNMENTS.columns)
    assert set(proposed.headings) < set(assignment_table(ledger(), ()).headings)
    assert proposed.headings[0] == "编号"
    assert proposed.headings[-1] == "回访结果"
