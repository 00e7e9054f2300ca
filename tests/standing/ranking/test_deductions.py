"""What reporting badly takes off, and what the sheet says of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
from kit.ranks import AFTER, SOON, june
from kit.returns import answer
from kit.sample import QIXIAN

from ducha.period import CHINA
from ducha.standing.ranking.deductions import deductions
from ducha.standing.reporting import State, UnitState
from ducha.standing.table import AwardRules
from ducha.submission.arrival import FILE_TIME, MAIL_TIME


def came(day: int, month: int = 6, basis: str = MAIL_TIME, **more: object) -> UnitState:
    """杞县 with one return sent back whole, and a good one received on a day."""
    state = answer(QIXIAN, returned=1, **more)
    return replace(state, received=datetime(2024, month, day, 9, tzinfo=CHINA), basis=basis)


# how the month's return stands, the day it is looked at, what is said in 扣分
STATES = (
    (answer(QIXIAN), AFTER, ""),
    (answer(QIXIAN, State.PARTIAL, filled=1), AFTER, ""),
    (answer(QIXIAN, State.AWAITED), AFTER, ""),
    (answer(QIXIAN, State.LATE, late=True), AFTER, "迟报−1"),
    (answer(QIXIAN, State.PARTIAL, late=True), AFTER, "迟报−1"),
    (answer(QIXIAN, State.LATE, late=True, supplemented=1), AFTER, "逾期补报−0.5"),
    (answer(QIXIAN, State.MISSING), AFTER, "漏报−5"),
    (answer(QIXIAN, State.EMPTY), AFTER, "漏报−5"),
    (answer(QIXIAN, State.USELESS), AFTER, "漏报−5"),
    (answer(QIXIAN, State.RETURNED, returned=1), AFTER, "退回−2"),
    (answer(QIXIAN, State.RETURNED, returned=2), AFTER, "退回2次−4"),
    (answer(QIXIAN, State.RETURNED, returned=1), SOON, ""),  # it may still be corrected
    (came(27), AFTER, ""),  # a good one by the deadline
    (came(2, 7, state=State.LATE, late=True), AFTER, "迟报−1"),  # late, and corrected in time
    (came(4, 7, state=State.LATE, late=True), date(2024, 7, 5), "迟报−1，退回−2"),
    (came(4, 7, FILE_TIME), date(2024, 7, 5), ""),  # by a time that makes nobody late
)


@pytest.mark.parametrize(("state", "today", "shown"), STATES)
def test_what_is_taken_off(state: UnitState, today: date, shown: str) -> None:
    """1 late, 0.5 for a rest, 5 missing, 2 for each sent back whole and not put right by 3 July.

    (R6.201, R7.106)
    """
    found = deductions(state, june(today), AwardRules())
    assert "，".join(deduction.label for deduction in found) == shown


def test_all_of_it_is_set_in_config() -> None:
    """Nothing off for a late return; 1.5 for each matter overdue (R7.106)."""
    rules = AwardRules(late=0, overdue=1.5)
    late = answer(QIXIAN, State.LATE, late=True)
    (found,) = deductions(late, june(), rules, overdue=2)
    assert (found.label, found.points) == ("督办超期2件−3", 3)
    assert deductions(late, june(), AwardRules(late=0), overdue=2) == ()
