"""来件无效: what came from a unit that has no return of the month, whose it is, why it is no use.

May's returns are due on the 28th; what came after 28 April counts to May.
"""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date

import pytest
from kit import returns, sample
from kit.returns import APRIL, JUNE, arrival, foreign, merged, records
from kit.sample import HEALTH, LANKAO, QIXIAN, SCHOOLS

from ducha.form.claim import BREAKDOWN, sign
from ducha.ledger.columns import EXCLUDE
from ducha.ledger.year.decisions import Override
from ducha.period import Period
from ducha.standing.reporting import State, UnitState
from ducha.standing.words.returns import reporting_table
from ducha.submission.arrival import FILE_TIME, MAIL_TIME, RULED_TIME, Arrival, Verdict

UNITS = tuple(
    replace(
        unit,
        mails={QIXIAN: ("qx@example.cn", "both@example.cn"), LANKAO: ("both@example.cn",)}.get(
            unit.name, ()
        ),
        aliases={SCHOOLS: ("教体局",)}.get(unit.name, ()),
    )
    for unit in sample.UNITS
)
BOOK = returns.book(sample.COUNT, sample.LEVEL, targets={QIXIAN: 60.0}, units=UNITS)
FULL = f"| 三.2-1 | {QIXIAN} | 30 |"
BEFORE, AFTER = date(2024, 5, 28), date(2024, 5, 29)


def came(
    file: str,
    at: str = "05-20",
    *,
    sender: str = "",
    basis: str = MAIL_TIME,
    verdict: Verdict = Verdict.NOT_A_RETURN,
    attempt: bool = True,
) -> Arrival:
    """A file that is no form of ours."""
    source = replace(returns.source(file, at, basis), sender=sender)
    return Arrival(source, None, verdict, "是扫描件", attempt)


def stands(*inbox: Arrival, today: date = AFTER, unit: str = QIXIAN) -> UnitState:
    """How a unit stands in May."""
    return returns.states(BOOK, merged(BOOK, *inbox), today)[unit]


SCAN = came("2024-05/杞县5月.pdf")
TABLE = came("2024-05/杞县.xlsx", verdict=Verdict.UNKNOWN)
MARCH = arrival(QIXIAN, FULL, period=Period(2024, 3), at="05-20")
FORGED = replace(returns.claim(QIXIAN, APRIL), signature="0")

# the inbox, how 杞县 stands after the deadline
KINDS = (
    ((), State.MISSING),
    ((SCAN,), State.USELESS),
    ((TABLE,), State.USELESS),
    ((MARCH,), State.USELESS),  # no month of the ledger's
    ((arrival(QIXIAN, FULL, period=JUNE, at="05-20"),), State.USELESS),
    (
        (Arrival(returns.source("a.xlsx"), returns.cells(FORGED, FULL)),),
        State.USELESS,
    ),
    (
        (
            arrival(QIXIAN, FULL, period=APRIL),
            arrival(QIXIAN, FULL, period=APRIL, at="05-20"),
        ),
        State.USELESS,  # April's form again
    ),
    ((arrival(QIXIAN, FULL, period=APRIL, at="05-02"),), State.MISSING),  # April's, late
    ((arrival(QIXIAN, FULL), SCAN), State.ON_TIME),
    ((arrival(QIXIAN, ""), SCAN), State.EMPTY),
    ((arrival(QIXIAN, "| 三.2-1 | 杞县 | -1 |"), SCAN), State.RETURNED),
    ((arrival(QIXIAN, FULL, at="05-30"), SCAN), State.LATE),
    ((came("杞县5月.pdf", "05-29"),), State.MISSING),  # a scan that came late itself
    ((came("杞县5月.pdf", "05-29", basis=FILE_TIME),), State.USELESS),
    ((came("杞县5月.pdf", "05-29", basis=RULED_TIME),), State.MISSING),
    ((came("2024-05/杞县.eml", attempt=False),), State.MISSING),  # a mail around other files
)


@pytest.mark.parametrize(("inbox", "state"), KINDS)
def test_what_came_in_time_and_is_of_no_use(inbox: tuple[Arrival, ...], state: State) -> None:
    """A scan, another table, another month; a return of the month goes before all of them.

    (R6.193, R6.203)
    """
    assert stands(*inbox).state is state


def test_nothing_is_in_vain_before_the_deadline() -> None:
    """The form may still come; what came is told all the same (R6.193, R6.203)."""
    state = stands(SCAN, today=BEFORE)
    assert state.state is State.AWAITED
    assert [other.label for other in state.others] == ["2024-05/杞县5月.pdf（扫描件，非填报件）"]


NOT_OURS = replace(TABLE, reason="不是本局发出的填报表")

# what came, what it is called
LABELS = (
    (SCAN, "2024-05/杞县5月.pdf（扫描件，非填报件）"),
    (NOT_OURS, "2024-05/杞县.xlsx（别的表，无法识别）"),
    (replace(TABLE, reason="打不开"), "2024-05/杞县.xlsx（无法识别）"),
    (MARCH, "2024-03/杞县 05-20.xlsx（2024-03的表，退回）"),
)


@pytest.mark.parametrize(("file", "label"), LABELS)
def test_what_came_is_called_what_it_is(file: Arrival, label: str) -> None:
    """Another month's form, a scan, another table (R7.272)."""
    assert [other.label for other in stands(file).others] == [label]


# file, sender, whose it is
OWNERS = (
    ("2024-05/杞县5月.pdf", "", QIXIAN),
    ("2024-05/开封市杞县 月报.pdf", "", QIXIAN),
    ("杞县/扫描件.pdf", "", None),  # a folder's name says nothing
    ("扫描件.pdf", "qx@example.cn", QIXIAN),
    ("扫描件.pdf", "QX@Example.cn", QIXIAN),
    ("扫描件.pdf", "nobody@example.cn", None),
    ("兰考县.pdf", "qx@example.cn", QIXIAN),  # the address goes before the name
    ("杞县.pdf", "both@example.cn", None),  # one address of two units
    ("杞县和兰考县.pdf", "", None),
    ("市教体局.pdf", "", SCHOOLS),
    ("教体局5月.jpg", "", SCHOOLS),  # its 别名
    ("市 教 体 局.pdf", "", SCHOOLS),
    ("a.eml/image001.png", "qx@example.cn", None),  # a letterhead
    ("a.eml/盖章.png", "qx@example.cn", QIXIAN),
)


@pytest.mark.parametrize(("file", "sender", "owner"), OWNERS)
def test_whose_a_file_without_a_claim_is(file: str, sender: str, owner: str | None) -> None:
    """Its sender's, else that of the one unit in its own name (R6.204)."""
    states = returns.states(BOOK, merged(BOOK, came(file, sender=sender)), AFTER)
    assert [unit for unit, state in states.items() if state.others] == [owner] * bool(owner)


# file, when it came, whether it is May's
MONTHS = (
    ("杞县.pdf", "05-28 23:59", True),
    ("杞县.pdf", "05-29", False),
    ("杞县.pdf", "04-29", True),
    ("杞县.pdf", "04-28 23:59", False),
    ("杞县5月.pdf", "06-03", True),
    ("杞县2024年5月.pdf", "06-03", True),
    ("杞县2024-05.pdf", "04-02", True),
    ("杞县2023年5月.pdf", "05-20", False),
    ("杞县4月.pdf", "05-20", False),
    ("杞县1-5月.pdf", "06-03", True),
    ("杞县5月20日.pdf", "06-03", False),  # a day, no month
    ("杞县5月20日.pdf", "05-20", True),
    ("杞县4月和5月.pdf", "05-20", True),  # its name does not say which
    ("杞县13月.pdf", "05-20", True),
)


@pytest.mark.parametrize(("file", "at", "is_may"), MONTHS)
def test_which_month_a_file_without_a_claim_is_of(file: str, at: str, *, is_may: bool) -> None:
    """The month in its name, else by when it came: after 28 April, up to 28 May (R6.205)."""
    assert bool(stands(came(file, at)).others) is is_may


def test_what_a_clerk_has_excluded_is_no_attempt() -> None:
    """It is listed and counts for nothing (R6.203)."""
    ruling = Override(
        **{field.name: "" for field in fields(Override)}
        | {"file": "杞县5月.pdf", "action": EXCLUDE, "reason": "误发", "officer": "张三"}
    )
    book = replace(BOOK, overrides=(ruling,))
    state = returns.states(book, merged(book, SCAN), AFTER)[QIXIAN]
    assert (state.state, state.others[0].label) == (
        State.MISSING,
        "2024-05/杞县5月.pdf（已排除）",
    )


def test_a_breakdown_is_no_return_of_the_month() -> None:
    """Good or bad, it is a matter of its own (R6.203)."""
    claimed = sign(sample.KEY, HEALTH, "2023", BREAKDOWN, "", ())
    bad = Arrival(returns.source("b.xlsx"), returns.cells(claimed))
    state = stands(bad, unit=HEALTH)
    assert (state.state, [other.useless for other in state.others]) == (State.MISSING, [False])


def test_a_file_that_could_not_be_read_counts() -> None:
    """By the unit's name in its own (R6.203)."""
    assert stands(foreign("2024-05/杞县.xlsx")).state is State.USELESS


def test_the_sheet_of_returns_names_what_else_came() -> None:
    """其他来件: each file with its verdict, one for another month with the month."""
    states = returns.states(BOOK, merged(BOOK, SCAN, MARCH), AFTER)
    row = next(r for r in records(reporting_table(states.values())) if r["单位"] == QIXIAN)
    assert (row["状态"], row["文件"]) == ("来件无效", None)
    assert row["其他来件"] == (
        "2024-03/杞县 05-20.xlsx（2024-03的表，退回）\n2024-05/杞县5月.pdf（扫描件，非填报件）"
    )
