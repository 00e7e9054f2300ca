"""What the screen says of the month: who has reported, what each unit gave, what to do next."""

from __future__ import annotations

import pytest
from kit import returns
from kit.returns import MAY
from kit.sample import HEALTH, LANKAO, LONGTING, QIXIAN

from ducha.standing.other_files import OtherFile
from ducha.standing.reporting import State, UnitState
from ducha.submission.arrival import Verdict
from ducha.workflow.next_step import Situation, next_step, reporting_lines, unit_lines

SCAN = OtherFile("a.pdf", Verdict.NOT_A_RETURN, "", useless=True)
ANSWERS = (
    returns.answer(HEALTH),
    returns.answer(QIXIAN, State.PARTIAL, late=True, filled=1),
    returns.answer(LANKAO, State.MISSING, filled=0),
    returns.answer(LONGTING, State.LATE, late=True),
)


def test_who_has_reported_in_a_few_lines() -> None:
    """Counts first, then the names where somebody must act."""
    assert reporting_lines(ANSWERS) == (
        "应报4个单位：按时1个，迟报1个，未报1个，报送不全1个",
        f"　未报：{LANKAO}",
        f"　报送不全：{QIXIAN}",
        f"　迟报：{QIXIAN}、{LONGTING}",
    )
    assert reporting_lines(ANSWERS[:1]) == ("应报1个单位：按时1个",)


def test_a_line_per_unit() -> None:
    """State, rows filled, and that it was late if the state does not say so."""
    assert unit_lines(ANSWERS) == (
        f"　{HEALTH}　按时　2/2",
        f"　{QIXIAN}　报送不全　迟报　1/2",
        f"　{LANKAO}　未报　0/2",
        f"　{LONGTING}　迟报　2/2",
    )


def test_what_came_in_vain_is_named() -> None:
    """Behind the unit; a late rest as well, and every other file in the unit's own line."""
    states = (
        returns.answer(HEALTH, State.LATE, late=True, supplemented=1),
        returns.answer(QIXIAN, State.USELESS, filled=0, others=(SCAN,)),
        returns.answer(LANKAO, State.AWAITED, filled=0, others=(SCAN,)),
        returns.answer(LONGTING, others=(SCAN,)),
    )
    assert reporting_lines(states) == (
        "应报4个单位：按时1个，迟报1个，待报1个，来件无效1个",
        f"　来件无效：{QIXIAN}（来件：a.pdf（非填报件））",
        f"　待报：{LANKAO}",
        f"　迟报：{HEALTH}（逾期补报1格）",
    )
    assert unit_lines(states) == (
        f"　{HEALTH}　迟报　逾期补报1格　2/2",
        f"　{QIXIAN}　来件无效　0/2　其他来件：a.pdf（非填报件）",
        f"　{LANKAO}　待报　0/2　其他来件：a.pdf（非填报件）",
        f"　{LONGTING}　按时　2/2　其他来件：a.pdf（非填报件）",
    )


GOOD, GONE = returns.answer(HEALTH), returns.answer(QIXIAN, State.MISSING)

ISSUE = "生成填报表　python process.py generate --period 2024-05"
SEND = "把 outbox/填报表 里的表发给各单位；收回的存入 inbox 后 python process.py merge"
ASK = "python process.py status 看谁没报；随时可以 python process.py merge --period 2024-05"
MERGE = "python process.py merge --period 2024-05"
OPEN = (
    "打开 outbox/a.xlsx 核对；收件箱有变化时重新 python process.py merge；"
    "没有问题后送审 python process.py publish --period 2024-05"
)
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
    (True, True, (GOOD, BLANK), OPEN),
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
