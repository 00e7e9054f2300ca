"""Matters handed over, as they stand at the month's deadline."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from kit.handed import OPEN, closed
from kit.returns import records
from kit.sample import HEALTH, LANKAO, QIXIAN, ledger

from ducha.ledger.handed.records import Assignment, Progress
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


def test_what_is_proposed_has_the_same_headings() -> None:
    """拟督办: none yet, its rows fit the ledger (R7.165)."""
    proposed = proposed_assignment_table(ledger(), ())
    assert (proposed.name, proposed.length) == ("拟督办", 0)
    assert proposed.headings == assignment_table(ledger(), ()).headings[:-4]
    assert proposed.headings[0] == "编号"
    assert proposed.headings[-1] == "回访结果"
