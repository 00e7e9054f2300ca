"""How every unit stands with its return of the month: one word each, late or not, and why.

杞县 owes two rows for May, by the end of 28 May.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from kit import returns, sample
from kit.returns import APRIL, MAY, arrival, merged, records
from kit.sample import HEALTH, LANKAO, LONGTING, QIXIAN

from ducha.findings import Severity
from ducha.ledger.model import Group
from ducha.standing.reporting import Calendar, State, UnitState, time_findings
from ducha.standing.words.returns import reporting_table
from ducha.submission.arrival import FILE_TIME, RULED_TIME, SAVED_TIME, Arrival

BOOK = returns.book(sample.COUNT, sample.LENGTH, targets={QIXIAN: 60.0, LONGTING: 0.0})
FULL = f"| 三.2-1 | {QIXIAN} | 30 |\n| 五.1-1 | {QIXIAN} | 3 |"
REST = f"| 五.1-1 | {QIXIAN} | 3 |"
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
    ((sent(PART), sent(REST, at="06-02")), State.LATE, True, 2),  # complete when the rest came
    ((sent(PART), sent(REST, at="05-28 20:00")), State.ON_TIME, False, 2),
    ((sent(PART), sent(at="05-29", basis=SAVED_TIME)), State.ON_TIME, False, 2),
    ((sent(""), sent(at="06-02")), State.LATE, True, 2),  # a blank form fills nothing
    ((sent(WRONG), sent(at="06-02")), State.ON_TIME, False, 2),  # filled in time, if wrongly
    ((sent("", words=WORDS), sent(at="06-02")), State.LATE, True, 2),
    ((sent(PART),), State.PARTIAL, False, 1),
    ((sent(PART, at="05-29"),), State.PARTIAL, True, 1),
    ((sent("", words=WORDS),), State.PARTIAL, False, 0),
    ((sent(f"{PART}\n| 五.1-1 | {QIXIAN} | -1 |"),), State.ON_TIME, False, 2),  # filled, if wrongly
    ((sent(""),), State.EMPTY, False, 0),
    ((sent(""), sent("", at="05-21")), State.EMPTY, False, 0),
    ((sent(WRONG),), State.RETURNED, False, 2),
    (
        (sent(f"| 三.2-1 | {LANKAO} | 3 |", issued=FULL),),
        State.RETURNED,
        False,
        0,
    ),  # another county's row
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
    """The return that filled the last row, by its own clock; all returns are named, each once.

    A blank one beside them is none (R6.461, R6.194, R6.200)
    """
    state = qixian(sent("", at="05-19"), sent(at="05-20", basis=FILE_TIME), sent(PART, at="05-21"))
    assert (f"{state.received:%m-%d %H:%M}", state.basis) == ("05-20 09:00", "文件时间")
    assert state.files == tuple(f"2024-05/杞县 05-{day}.xlsx" for day in (20, 21))


# the inbox; the day of the return that decides; rows first filled late where others were in time
COMPLETE_BY = (
    ((sent(), sent(at="06-02")), "05-20", 0),  # a correction
    ((sent(PART), sent(REST, at="06-02")), "06-02", 1),
    ((sent(PART), sent(at="06-02")), "06-02", 1),  # the first row is filled already
    ((sent(REST), sent(PART, at="05-22"), sent(at="06-02")), "05-22", 0),
    ((sent(PART, at="05-29"), sent(REST, at="06-02")), "06-02", 0),  # all of it late
    ((sent(at="06-02"), sent(at="06-05")), "06-02", 0),
    ((sent(PART, at="05-29", basis=FILE_TIME), sent(REST, at="06-02")), "06-02", 1),
    ((sent(PART), sent(f"| 五.1-1 | {QIXIAN} | -1 |", at="05-21"), sent(at="06-02")), "05-21", 0),
    ((sent(PART), sent(PART, at="06-02")), "05-20", 0),  # never complete
    ((sent("", words=WORDS),), "05-20", 0),
    ((ruled(sent(PART)), ruled(sent(REST, at="06-02"))), "06-02", 1),
)


@pytest.mark.parametrize(("inbox", "day", "supplemented"), COMPLETE_BY)
def test_the_return_that_made_the_unit_complete_decides(
    inbox: tuple[Arrival, ...], day: str, supplemented: int
) -> None:
    """Row by row the first one that filled it; what comes after is a correction.

    (R6.200, R6.201)
    """
    stands = qixian(*inbox)
    assert f"{stands.received:%m-%d}" == day
    assert stands.supplemented == supplemented
    assert stands.lateness == ("逾期补报1格" if supplemented else "迟报" if stands.late else "")


# the inbox, files whose time is to be settled
UNSETTLED = (
    ((sent(at="05-28", basis=FILE_TIME),), []),
    ((sent(at="05-29", basis=FILE_TIME),), ["05-29"]),
    ((sent(at="05-29", basis=SAVED_TIME),), ["05-29"]),
    ((sent(at="05-29"),), []),  # late, and sure
    ((ruled(sent(at="05-29", basis=FILE_TIME)),), []),
    ((sent(), sent(at="05-29", basis=FILE_TIME)), []),  # a correction is late by no time
    ((sent(PART), sent(at="05-29", basis=FILE_TIME)), ["05-29"]),
    (
        (sent(PART, at="05-29", basis=FILE_TIME), sent(REST, at="05-30", basis=FILE_TIME)),
        ["05-29", "05-30"],
    ),
    ((sent(WRONG, at="05-29", basis=FILE_TIME),), []),  # nothing was accepted
)


@pytest.mark.parametrize(("inbox", "days"), UNSETTLED)
def test_a_time_that_makes_nobody_late_is_told(inbox: tuple[Arrival, ...], days: list[str]) -> None:
    """Once a file, as a note that says by what time and what to do (R6.202)."""
    calendar = Calendar(MAY, BEFORE, AFTER)
    found = time_findings([qixian(*inbox)], calendar, {})
    assert [(f.severity, f.code, f.unit, f.file) for f in found] == [
        (Severity.NOTE, "时间待认定", QIXIAN, f"2024-05/杞县 {day}.xlsx") for day in days
    ]
    assert all("在报送截止（5月28日）之后" in finding.sentence for finding in found)


def test_config_toml_may_switch_the_note_off_or_make_it_harder() -> None:
    """As every check that is open to it (R6.9, R6.202)."""
    states, calendar = [qixian(sent(at="05-29", basis=FILE_TIME))], Calendar(MAY, BEFORE, AFTER)
    assert time_findings(states, calendar, {"时间待认定": None}) == ()
    (harder,) = time_findings(states, calendar, {"时间待认定": Severity.VERIFY})
    assert harder.severity is Severity.VERIFY


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


CALLED = replace(
    BOOK,
    units=tuple(
        replace(unit, contact="张三", phone="0371-1") if unit.name == QIXIAN else unit
        for unit in BOOK.units
    ),
)


def test_every_unit_that_owes_a_return_is_listed() -> None:
    """In the order of the ledger; a county without any task owes an empty list of rows."""
    states = returns.states(BOOK, merged(BOOK))
    assert list(states) == [HEALTH, sample.ROADS, QIXIAN, LANKAO, LONGTING]
    assert [state.owed for state in states.values()] == [2, 2, 2, 2, 0]
    assert [state.group for state in states.values()] == [Group.CITY] * 2 + [Group.COUNTY] * 3


def test_the_sheet_of_returns() -> None:
    """报送情况 in words, with whom to ring; who sent nothing has blanks (R7.271)."""
    states = returns.states(CALLED, merged(CALLED, sent(PART, at="05-29")))
    rows = {row["单位"]: row for row in records(reporting_table(states.values()))}
    assert rows[QIXIAN] == {
        "单位": QIXIAN,
        "类别": "县区",
        "状态": "报送不全",
        "联系人": "张三",
        "电话": "0371-1",
        "应填": 2,
        "实填": 1,
        "退回项": 0,
        "是否迟报": "是",
        "说明": None,
        "报送时间": "2024-05-29 09:00",
        "时间依据": "邮件时间",
        "文件": "2024-05/杞县 05-29.xlsx",
        "其他来件": None,
    }
    missing = rows[LANKAO]
    assert (missing["状态"], missing["报送时间"], missing["文件"]) == ("未报", None, None)
    assert (missing["联系人"], missing["电话"]) == (None, "（台账没有）")


def test_those_to_be_chased_come_first() -> None:
    """By state, in each as in the ledger; who is complete needs no telephone (R7.270)."""
    answers = (
        returns.answer(HEALTH),
        returns.answer(sample.ROADS, State.PARTIAL, filled=1),
        returns.answer(QIXIAN, State.MISSING, filled=0),
        returns.answer(LANKAO, State.LATE, late=True),
        returns.answer(LONGTING, State.MISSING, filled=0),
    )
    rows = records(reporting_table(answers))
    assert [(row["单位"], row["状态"], row["电话"]) for row in rows] == [
        (QIXIAN, "未报", "（台账没有）"),
        (LONGTING, "未报", "（台账没有）"),
        (sample.ROADS, "报送不全", "（台账没有）"),
        (LANKAO, "迟报", None),
        (HEALTH, "按时", None),
    ]
