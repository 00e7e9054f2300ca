"""How every unit stands with its return: 按时, 迟报, 待报, 未报, 空表, 报送不全, 退回.

杞县 owes two rows for May, by the end of 28 May.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from kit import returns, sample
from kit.returns import APRIL, arrival, merged, records
from kit.sample import HEALTH, LANKAO, LONGTING, QIXIAN

from ducha.ledger.model import Group
from ducha.standing.reporting import State, UnitState
from ducha.standing.words import reporting_table
from ducha.submission.arrival import FILE_TIME, RULED_TIME, Arrival

BOOK = returns.book(sample.COUNT, sample.LENGTH, targets={QIXIAN: 60.0, LONGTING: 0.0})
FULL = f"| 三.2-1 | {QIXIAN} | 30 |\n| 五.1-1 | {QIXIAN} | 3 |"
PART = f"| 三.2-1 | {QIXIAN} | 30 |"
WRONG = f"| 三.2-1 | {QIXIAN} | -1 |\n| 五.1-1 | {QIXIAN} | -1 |"
WORDS = "| 编码 | 存在问题 |\n| 三.2 | 师资不足 |"
BEFORE, AFTER = date(2024, 5, 28), date(2024, 5, 29)


def sent(figures: str = FULL, at: str = "05-20", words: str = "", **how: str) -> Arrival:
    """A return of 杞县."""
    return arrival(QIXIAN, figures, words, at=at, **how)


def ruled(county: Arrival) -> Arrival:
    """A clerk has settled when it came."""
    return replace(county, source=replace(county.source, basis=RULED_TIME))


def forged(at: str = "05-20") -> Arrival:
    """A return of 杞县 whose hidden sheet was tampered with."""
    claimed = replace(returns.claim(QIXIAN), signature="0")
    return Arrival(returns.source("forged.xlsx", at), returns.cells(claimed, FULL))


def qixian(*inbox: Arrival, today: date = AFTER) -> UnitState:
    """How 杞县 stands in May."""
    return returns.states(BOOK, merged(BOOK, *inbox), today)[QIXIAN]


# the inbox, state, late, filled
STATES = (
    ((sent(),), State.ON_TIME, False, 2),
    ((sent(at="05-28 23:59"),), State.ON_TIME, False, 2),
    ((sent(at="05-29 00:00"),), State.LATE, True, 2),
    ((sent(at="06-20"),), State.LATE, True, 2),
    ((sent(at="05-29", basis=FILE_TIME),), State.ON_TIME, False, 2),  # a copy is always younger
    ((ruled(sent(at="05-29")),), State.LATE, True, 2),
    ((ruled(sent(at="05-28")),), State.ON_TIME, False, 2),
    ((sent(), sent(at="06-02")), State.ON_TIME, False, 2),  # corrections are never late
    ((sent(PART), sent(f"| 五.1-1 | {QIXIAN} | 3 |", at="06-02")), State.ON_TIME, False, 2),
    ((sent(""), sent(at="06-02")), State.LATE, True, 2),  # the first accepted one decides
    ((sent(WRONG), sent(at="06-02")), State.LATE, True, 2),
    ((sent(PART),), State.PARTIAL, False, 1),
    ((sent(PART, at="05-29"),), State.PARTIAL, True, 1),
    ((sent("", words=WORDS),), State.PARTIAL, False, 0),
    ((sent(f"{PART}\n| 五.1-1 | {QIXIAN} | -1 |"),), State.ON_TIME, False, 2),  # filled, if wrongly
    ((sent(""),), State.EMPTY, False, 0),
    ((sent(""), sent("", at="05-21")), State.EMPTY, False, 0),
    ((sent(WRONG),), State.RETURNED, False, 2),
    ((sent(f"| 三.2-1 | {LANKAO} | 3 |"),), State.RETURNED, False, 0),  # another county's row
    ((forged(),), State.RETURNED, False, 0),
    ((sent(""), forged()), State.RETURNED, False, 0),
    ((forged(), sent()), State.ON_TIME, False, 2),
    ((arrival(QIXIAN, FULL, period=APRIL),), State.MISSING, False, 0),  # April's is not May's
    ((), State.MISSING, False, 0),
)


@pytest.mark.parametrize(("inbox", "state", "late", "filled"), STATES)
def test_how_a_unit_stands(
    inbox: tuple[Arrival, ...], state: State, filled: int, *, late: bool
) -> None:
    """One word for the month, and beside it whether the return was late and how full it is.

    (R6.193, R6.194, R6.195)
    """
    stands = qixian(*inbox)
    assert (stands.state, stands.late, stands.filled, stands.owed) == (state, late, filled, 2)


@pytest.mark.parametrize(("today", "state"), [(BEFORE, State.AWAITED), (AFTER, State.MISSING)])
def test_nobody_is_missing_before_the_deadline_is_over(today: date, state: State) -> None:
    """On the 28th a return is still awaited, on the 29th it is missing (R6.193)."""
    assert qixian(today=today).state is state


def test_when_a_return_came_and_how_that_is_known() -> None:
    """The first accepted return, by its own clock; all files are named, each once (R6.194)."""
    state = qixian(sent("", at="05-19"), sent(at="05-20", basis=FILE_TIME), sent(PART, at="05-21"))
    assert (f"{state.received:%m-%d %H:%M}", state.basis) == ("05-20 09:00", "文件时间")
    assert state.files == tuple(f"2024-05/杞县 05-{day}.xlsx" for day in (19, 20, 21))


# the inbox, how many files were sent back whole
SENT_BACK = (
    ((sent(),), 0),
    ((sent(""),), 0),  # a blank form is 未报
    ((sent(WRONG), sent(at="05-21")), 1),
    ((sent(WRONG), sent(WRONG, at="05-21"), forged()), 3),
    ((sent(f"{PART}\n| 五.1-1 | {QIXIAN} | -1 |"),), 0),
)


@pytest.mark.parametrize(("inbox", "count"), SENT_BACK)
def test_reports_sent_back_whole_are_counted(inbox: tuple[Arrival, ...], count: int) -> None:
    """Each costs points in the ranking, even when a good one followed (R6.196)."""
    assert qixian(*inbox).returned == count


def test_held_rows_are_those_still_to_be_corrected() -> None:
    """Two wrong figures, one of them put right since."""
    assert qixian(sent(WRONG)).held == 2
    assert qixian(sent(WRONG), sent(PART, at="05-21")).held == 1


def test_every_unit_that_owes_a_return_is_listed() -> None:
    """In the order of the ledger; a county without any task owes an empty list of rows."""
    states = returns.states(BOOK, merged(BOOK))
    assert list(states) == [HEALTH, sample.ROADS, QIXIAN, LANKAO, LONGTING]
    assert [state.owed for state in states.values()] == [2, 2, 2, 2, 0]
    assert [state.group for state in states.values()] == [Group.CITY] * 2 + [Group.COUNTY] * 3


def test_the_sheet_of_returns() -> None:
    """报送情况 in words; who sent nothing has blanks."""
    states = returns.states(BOOK, merged(BOOK, sent(PART, at="05-29")))
    rows = {row["单位"]: row for row in records(reporting_table(states.values()))}
    assert rows[QIXIAN] == {
        "单位": QIXIAN,
        "类别": "县区",
        "状态": "报送不全",
        "报送时间": "2024-05-29 09:00",
        "时间依据": "邮件时间",
        "应填": 2,
        "实填": 1,
        "退回项": 0,
        "是否迟报": "是",
        "文件": "2024-05/杞县 05-29.xlsx",
    }
    missing = rows[LANKAO]
    assert (missing["状态"], missing["报送时间"], missing["文件"]) == ("未报", None, None)
