"""Where the checks of odd figures begin, and what a remark makes of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from kit import returns, sample
from kit.returns import APRIL, MAY, arrival, merged
from kit.sample import HEALTH, QIXIAN, indicator

from ducha import settings
from ducha.findings import Problem
from ducha.ledger.model import Indicator
from ducha.merge.year import MergedInbox

HEAD = "| 编码 | 县区 | 本月累计 | 分子 | 分母 | 备注 |\n"


def severities(merge: MergedInbox, code: str) -> list[str]:
    """How grave the findings with this code are."""
    return [str(finding.severity) for finding in merge.findings if finding.code == code]


def counted(what: Indicator, target: float, last: str, now: str, remark: str = "") -> MergedInbox:
    """杞县's count in April and in May, as its department reports it."""
    book = returns.book(what, targets={QIXIAN: target})
    typed = {APRIL: f"{last} | | | ", MAY: f"{now} | | | {remark}"}
    return merged(
        book,
        *(
            arrival(what.leads[0], f"{HEAD}| {what.code} | {QIXIAN} | {row} |", period=period)
            for period, row in typed.items()
        ),
    )


# target, last month, this month, whether the figure is out of all proportion
SCALES = (
    (100.0, "", "400", True),  # 4 times the target; 40 would fit
    (100.0, "", "399", False),
    (100.0, "30", "399", True),  # over 1.5 times the target; 39.9 would fit
    (100.0, "30", "300", True),  # 30 would fit
    (100.0, "30", "299", False),  # 29.9 would be a step back
    (100.0, "0", "399", False),  # nothing is known to compare with
    (100.0, "50", "400", False),  # 40 would be a step back, 4 too
    (100.0, "12.5", "150", False),  # not above 1.5 times the target
    (100.0, "1", "1250", True),  # 125 is 1.25 times the target, 12.5 fits as well
    (100.0, "", "1300000", False),  # 130 is more than the target and a quarter
    (100.0, "", "1250000", True),  # 125 ten thousands
    (1000.0, "100", "19", True),  # less than a fifth of last month; 190 would fit
    (1000.0, "100", "20", False),
    (1000.0, "100", "0", False),  # nothing times ten is nothing
)


@pytest.mark.parametrize(("target", "last", "now", "odd"), SCALES)
def test_a_count_out_of_proportion(target: float, last: str, now: str, *, odd: bool) -> None:
    """Only where 10, 100 or 10,000 times less or more would fit what is known (R6.133)."""
    merge = counted(indicator(target=target, whole=False), target, last, now)
    assert severities(merge, "量级") == (["需核实"] if odd else [])


# target, figure, whether it looks like a share
SHARES = (
    (50.0, "0.95", True),
    (49.9, "0.95", False),
    (50.0, "1", False),
    (50.0, "0", False),
)


@pytest.mark.parametrize(("target", "now", "odd"), SHARES)
def test_a_share_in_place_of_a_count(target: float, now: str, *, odd: bool) -> None:
    """0.95 of 50 公里 is more likely 95%; of fewer it may well be a distance (R6.134)."""
    merge = counted(sample.LENGTH, target, "", now)
    assert severities(merge, "像百分数") == (["需核实"] if odd else [])


# target, last month, this month, whether it has jumped
JUMPS = (
    (50.0, "10", "41", True),  # 31 of 50 are more than six tenths
    (50.0, "10", "40", False),  # exactly six tenths
    (49.0, "10", "49", False),  # one school of a few is a large share
    (50.0, "", "41", False),  # nothing is known of last month
)


@pytest.mark.parametrize(("target", "last", "now", "odd"), JUMPS)
def test_a_jump_needs_a_target_of_fifty(target: float, last: str, now: str, *, odd: bool) -> None:
    """Below fifty a single thing is a large share of the target (R6.135)."""
    merge = counted(indicator(target=target), target, last, now)
    assert severities(merge, "突增") == (["需核实"] if odd else [])


# indicator, target, last month, this month, code of the check
EXPLAINED = (
    (sample.COUNT, 60.0, "30", "29", "倒退"),
    (sample.COUNT, 60.0, "80", "91", "远超"),
    (sample.COUNT, 60.0, "3", "300", "量级"),
    (sample.LENGTH, 90.5, "", "0.95", "像百分数"),
    (sample.COUNT, 60.0, "5", "42", "突增"),
)


@pytest.mark.parametrize(("what", "target", "last", "now", "code"), EXPLAINED)
def test_a_remark_explains_what_is_odd(
    what: Indicator, target: float, last: str, now: str, code: str
) -> None:
    """需核实 without 备注, 提示 with it; the figure is merged either way (R6.140)."""
    for remark, severity in (("", "需核实"), ("已核对", "提示")):
        merge = counted(what, target, last, now, remark)
        assert severities(merge, code) == [severity]
        assert returns.line(merge, QIXIAN).figure.done == float(now)


def test_a_remark_explains_more_than_all() -> None:
    """41 of 40 screened: cohorts differ, and the unit says so (R6.140)."""
    book = returns.book(sample.RATE, targets={QIXIAN: 65.0})
    for remark, severity in (("", "需核实"), ("跨年度人群", "提示")):
        row = f"| {sample.RATE.code} | {QIXIAN} | | 41 | 40 | {remark} |"
        assert severities(merged(book, arrival(HEALTH, HEAD + row)), "超百") == [severity]


@pytest.mark.parametrize("code", ["数值", "选项", "缺分母", "缺分子"])
@pytest.mark.parametrize("grade", ["提示", "退回", "关"])
def test_what_no_setting_may_change(code: str, grade: str) -> None:
    """Without these a figure cannot be used at all: config.toml has no such key (R6.9)."""
    with pytest.raises(Problem, match=f"{code}：没有这一项"):
        settings.read(f'[checks]\n"{code}" = "{grade}"\n', Path("/w"))
