"""What the screen says of the month: who has reported, what each unit gave, what to do next."""

from __future__ import annotations

from dataclasses import replace

import pytest
from kit import returns, sample
from kit.returns import BOTH, MAY, arrival, merged
from kit.sample import HEALTH, LANKAO, QIXIAN, ROADS

from ducha.standing.reporting import State, UnitState
from ducha.submission.arrival import Arrival
from ducha.workflow.next_step import (
    Situation,
    breakdown_lines,
    correction_lines,
    finding_lines,
    needs_a_person,
    next_step,
)

GOOD, GONE = returns.answer(HEALTH), returns.answer(QIXIAN, State.MISSING)

ISSUE = "生成填报表　python process.py generate --period 2024-05"
SEND = "把 outbox/填报表 里的表发给各单位；收回的存入 inbox 后 python process.py merge"
ASK = (
    "python process.py status 看谁没报、谁没报全；随时可以 python process.py merge --period 2024-05"
)
MERGE = "python process.py merge --period 2024-05"
OPEN = (
    "打开 outbox/a.xlsx 核对；收件箱有变化时重新 python process.py merge；"
    "没有问题后送审 python process.py publish --period 2024-05"
)
PART = returns.answer(QIXIAN, State.PARTIAL, filled=1)
DUE, BLANK = returns.answer(QIXIAN, State.AWAITED), returns.answer(QIXIAN, State.EMPTY)

# issued, report written, states, the next step
STEPS = (
    (False, False, (GONE,), ISSUE),
    (False, False, (DUE,), ISSUE),
    (False, False, (BLANK,), ISSUE),
    (False, True, (GONE,), ISSUE),
    (True, False, (GONE,), SEND),
    (True, True, (BLANK,), SEND),
    (True, False, (GOOD, GONE), ASK),
    (True, True, (GOOD, DUE), ASK),
    (True, True, (GOOD, returns.answer(QIXIAN, State.USELESS)), ASK),
    (False, False, (GOOD, GONE), ASK),
    (False, False, (GOOD,), MERGE),
    (True, False, (GOOD,), MERGE),
    (True, True, (GOOD,), OPEN),
    (True, True, (GOOD, BLANK), ASK),
    (True, True, (GOOD, PART), ASK),
)


@pytest.mark.parametrize(("issued", "reported", "states", "step"), STEPS)
def test_the_next_step(
    states: tuple[UnitState, ...], step: str, *, issued: bool, reported: bool
) -> None:
    """One thing to do, with its command."""
    now = Situation(
        period=MAY,
        forms="outbox/填报表",
        issued=issued,
        report="outbox/a.xlsx",
        reported=reported,
        states=states,
    )
    assert next_step(now) == f"下一步：{step}"


@pytest.mark.parametrize(
    ("signed", "step"),
    [
        (
            False,
            "下一步：签发以后登记印发　python process.py publish --period 2024-05 --issued 文件",
        ),
        (True, "以后的更正见下月汇总表的〔前期更正〕"),
    ],
)
def test_the_next_step_of_a_published_month(*, signed: bool, step: str) -> None:
    """Whatever has come since, and whoever is silent (R8.5)."""
    now = Situation(
        period=MAY,
        forms="",
        issued=True,
        report="",
        reported=True,
        states=(GOOD, GONE),
        published="第1稿，2024-06-03",
        signed=signed,
    )
    registered = "，已登记印发" if signed else ""
    assert next_step(now) == f"本月已送审（第1稿，2024-06-03）{registered}。{step}"


# ---- what is open ----

CALLED = {HEALTH: ("李四", "0371-3"), QIXIAN: ("张三", "0371-1")}
BOOK = returns.book(
    sample.COUNT,
    sample.LENGTH,
    targets={QIXIAN: 60.0},
    units=tuple(
        replace(unit, contact=CALLED[unit.name][0], phone=CALLED[unit.name][1])
        if unit.name in CALLED
        else unit
        for unit in sample.UNITS
    ),
)
WRONG = f"| 三.2-1 | {QIXIAN} | -1 |\n| 五.1-1 | {QIXIAN} | -2 |"
DOUBTFUL = f'| 三.2-1 | {LANKAO} | "约5" |'
RIGHT = f"| 三.2-1 | {QIXIAN} | 1 |\n| 五.1-1 | {QIXIAN} | 2 |"


def test_what_is_open_is_named_with_whom_to_ring() -> None:
    """By grade, in the ledger's order; a return of which all is held is one more (R7.275)."""
    inbox = (
        arrival(LANKAO, DOUBTFUL),
        arrival(QIXIAN, WRONG),
        returns.foreign("z/通讯录.xlsx"),
    )
    year = merged(BOOK, *inbox)
    assert finding_lines(year.findings, year.ledger) == (
        "核查发现：退回3条，需核实2条（见〔数据核查〕）",
        f"　退回3条：{QIXIAN}3条（张三 0371-1）",
        f"　需核实2条：{LANKAO}1条（无电话）、认不出单位的1条",
        "　其中无法识别的文件1个（包含在总数内，不另计）：z/通讯录.xlsx（打不开）",
    )
    assert finding_lines((), year.ledger) == ("核查发现：无",)


def test_what_was_sent_back_stays_open_until_it_is_put_right() -> None:
    """How many places of which unit; nothing once a right return has come (R7.275)."""
    wrong = arrival(QIXIAN, WRONG)
    year = merged(BOOK, wrong)
    assert correction_lines(year, BOOK, BOTH) == (
        f"月报退回待更正1个单位：{QIXIAN}（2处，张三 0371-1）",
    )
    again = merged(BOOK, wrong, arrival(QIXIAN, RIGHT, at="05-21"))
    assert correction_lines(again, BOOK, BOTH) == ()


def test_who_owes_a_breakdown_is_named() -> None:
    """With how many indicators and whom to ring (R7.275)."""
    (line,) = breakdown_lines(BOOK)
    who = f"{HEALTH}（1个指标，李四 0371-3）、{ROADS}（1个指标，无电话）"
    assert line == f"任务分解：2个牵头单位中还有2个没有分解完：{who}"


# the inbox, whether a person is needed
NEEDED = (
    ((arrival(QIXIAN, WRONG),), (GOOD,), True),
    ((arrival(LANKAO, DOUBTFUL),), (GOOD,), True),
    ((), (GOOD, PART), True),
    ((), (GOOD, GONE), True),
    ((), (GOOD, BLANK), True),
    ((), (GOOD,), False),
    ((), (GOOD, returns.answer(QIXIAN, State.LATE, late=True)), False),
)


@pytest.mark.parametrize(("inbox", "states", "needed"), NEEDED)
def test_when_a_person_is_needed(
    inbox: tuple[Arrival, ...], states: tuple[UnitState, ...], *, needed: bool
) -> None:
    """As long as a finding is open or a unit is to be rung (R7.275)."""
    assert needs_a_person(merged(BOOK, *inbox), states) is needed
