"""Sentences about returns: names behind every count, telephones of those to be rung."""

from __future__ import annotations

import pytest
from kit import returns, sample
from kit.returns import answer
from kit.sample import HEALTH, LANKAO, LONGTING, QIXIAN, ROADS, SCHOOLS

from ducha.standing.other_files import OtherFile
from ducha.standing.reporting import State, UnitState
from ducha.standing.words.return_words import (
    answered_words,
    chased_lines,
    reporting_lines,
    unit_lines,
)
from ducha.standing.words.scope import scope
from ducha.submission.arrival import Verdict

SCAN = OtherFile("a.pdf", Verdict.NOT_A_RETURN, "", useless=True, what="扫描件")
APRIL = OtherFile("b.xlsx", Verdict.SUPERSEDED, "2024-04", useless=False)
ANSWERS = (
    answer(HEALTH),
    answer(QIXIAN, State.PARTIAL, late=True, filled=1, contact="张三", phone="0371-1"),
    answer(LANKAO, State.MISSING, filled=0, phone="0371-2"),
    answer(LONGTING, State.LATE, late=True),
)


def test_names_stand_behind_every_count() -> None:
    """Those to be rung first, with their telephones; a sub-count says that it is one.

    (R7.270, R7.271, R7.274)
    """
    assert reporting_lines(ANSWERS) == (
        "应报4个单位：按时1个，迟报1个，未报1个，报送不全1个",
        f"　未报1个：{LANKAO}（0371-2）",
        f"　报送不全1个：{QIXIAN}（1/2，迟报，张三 0371-1）",
        f"　迟报1个：{LONGTING}",
        f"　按时1个：{HEALTH}",
        f"　其中迟报的共2个（包含在总数内，不另计）：{QIXIAN}（迟报）、{LONGTING}（迟报）",
    )
    assert reporting_lines(ANSWERS[:1]) == (
        "应报1个单位：按时1个",
        f"　按时1个：{HEALTH}",
    )
    assert reporting_lines(()) == ("没有应报单位",)


def test_a_line_per_unit() -> None:
    """State, rows filled, that it was late if the state does not say so, whom to ring (R7.274)."""
    assert unit_lines(ANSWERS) == (
        f"　{LANKAO}　未报　0/2　联系：0371-2",
        f"　{QIXIAN}　报送不全　迟报　1/2　联系：张三 0371-1",
        f"　{LONGTING}　迟报　2/2",
        f"　{HEALTH}　按时　2/2",
    )


def test_what_did_come_is_named() -> None:
    """Of every unit without a return: the wrong month's form, a scan (R7.272)."""
    states = (
        answer(HEALTH, State.LATE, late=True, supplemented=1),
        answer(QIXIAN, State.USELESS, filled=0, others=(SCAN,)),
        answer(LANKAO, State.MISSING, filled=0, others=(APRIL, SCAN)),
        answer(ROADS, State.EMPTY, filled=0),
        answer(SCHOOLS, State.RETURNED, filled=0),
        answer(LONGTING, others=(SCAN,)),
    )
    scan = "a.pdf（扫描件，非填报件）"
    awaited = answer(LANKAO, State.AWAITED, filled=0, others=(SCAN,))
    assert reporting_lines([awaited])[1] == f"　待报1个：{LANKAO}（来件：{scan}）"
    assert reporting_lines(states)[1:] == (
        f"　未报1个：{LANKAO}（来件：b.xlsx（2024-04的表，被替代）；{scan}，无电话）",
        f"　来件无效1个：{QIXIAN}（来件：{scan}，无电话）",
        f"　空表1个：{ROADS}（无电话）",
        f"　退回1个：{SCHOOLS}（无电话）",
        f"　迟报1个：{HEALTH}（逾期补报1格）",
        f"　按时1个：{LONGTING}",
    )
    assert unit_lines(states)[-1] == f"　{LONGTING}　按时　2/2　其他来件：{scan}"


GOOD, PART = answer(HEALTH), answer(QIXIAN, State.PARTIAL, filled=1)
LATE, GONE = answer(ROADS, State.LATE, late=True), answer(LANKAO, State.MISSING, filled=0)
BLANK = answer(LONGTING, State.EMPTY, filled=0)

# states, in one sentence
ANSWERED_WORDS = (
    ((), "没有应报单位"),
    ((GOOD, LATE), "全部单位已报"),
    ((GOOD, PART), f"全部单位已报，其中1个报送不全：{QIXIAN}（1/2）"),
    ((GOOD, GONE), f"已报1个；未报1个：{LANKAO}（无电话）"),
    (
        (GOOD, PART, GONE, BLANK),
        "；".join(
            (
                f"已报2个，其中1个报送不全：{QIXIAN}（1/2）",
                f"未报1个：{LANKAO}（无电话）",
                f"空表1个：{LONGTING}（无电话）",
            )
        ),
    ),
    ((BLANK,), f"已报0个；空表1个：{LONGTING}（无电话）"),
)


@pytest.mark.parametrize(("states", "words"), ANSWERED_WORDS)
def test_who_has_reported_in_one_sentence(states: tuple[UnitState, ...], words: str) -> None:
    """Not all have reported where one has in part, without saying so (R7.273)."""
    assert answered_words(states) == words


def test_who_is_to_be_rung_though_something_came() -> None:
    """Beside those who are silent, whom the sentence before names (R7.273)."""
    assert chased_lines((GOOD, PART, GONE, answer(SCHOOLS, State.RETURNED))) == (
        f"　报送不全1个：{QIXIAN}（1/2，无电话）",
        f"　退回1个：{SCHOOLS}（无电话）",
    )


def test_very_many_units_are_counted() -> None:
    """Forty to be rung, twenty others; all stand in 报送情况 (R7.274)."""
    many = [answer(f"县{n}", State.MISSING, filled=0) for n in range(1, 42)]
    many += [answer(f"区{n}") for n in range(1, 23)]
    _, missing, in_time = reporting_lines(many)
    assert missing.startswith("　未报41个：县1（无电话）、县2（无电话）")
    assert missing.endswith("县40（无电话）等41个")
    assert in_time.endswith("、区20等22个")


def test_how_much_something_concerns() -> None:
    """Matters, items and indicators, each counted once (R7.269)."""
    indicators = [sample.indicator(code) for code in ("三.2-1", "三.2-2", "三.3-1", "五.1-1")]
    assert scope(indicators) == "涉及2件实事、3项任务、4个指标"
    assert scope(returns.book(*indicators[:1]).indicators) == "涉及1件实事、1项任务、1个指标"
