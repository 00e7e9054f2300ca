"""What one line is worth, from 0 to 100. Of 1200 公里 half is due in June."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from kit.ranks import ROAD
from kit.returns import judged
from kit.sample import QIXIAN, indicator

from ducha.ledger.model import CITY, Direction, Judged, Kind, Level
from ducha.merge.model import JudgedLine
from ducha.standing.ranking.score import is_owed, line_score
from ducha.status.rating import Figure, Status

SMALL = indicator(target=1.0)
FEW = indicator("三.4-1", target=10.0, direction=Direction.AT_MOST)
WORKS = indicator("三.4-2", target=4.0, judged=Judged.BY_DEADLINE)
LATER = indicator("三.5-1", target=12.0, start=7)
MONTHLY = indicator("十.1-3", Kind.RATE, 50.0, judged=Judged.MONTHLY)
MORTALITY = indicator("十.1-5", Kind.RATE, 5.0, judged=Judged.MONTHLY, direction=Direction.AT_MOST)
COVERAGE = indicator("九.1-2", Kind.RATE, 40.0)
CLINICS = indicator("三.3-1", Kind.STANDARD, 6000.0, judged=Judged.MONTHLY)
RULES = indicator("二.1-1", Kind.QUALITATIVE, None)
NOTHING = Figure()


def pair(part: float, whole: float) -> Figure:
    """分子 and 分母."""
    return Figure(numerator=part, denominator=whole)


def held(line: JudgedLine) -> JudgedLine:
    """The same line, held out."""
    return replace(line, rating=replace(line.rating, status=Status.HELD))


# one line of 杞县, what it is worth; None where it is left out
LINES = (
    (judged(ROAD, 600, QIXIAN), 100),  # 正常
    (judged(ROAD, 540, QIXIAN), 100),  # 5 points behind is 正常
    (judged(ROAD, 300, QIXIAN), 50),  # a quarter where half is due
    (judged(ROAD, 480, QIXIAN), 80),
    (judged(ROAD, 1200, QIXIAN), 100),  # 超额不抵欠账
    (judged(ROAD, 0, QIXIAN), 0),
    (judged(ROAD, NOTHING, QIXIAN), 0),
    (judged(SMALL, 0, QIXIAN), 100),  # green: no whole one is due yet
    (judged(SMALL, 0, QIXIAN, month=12), 0),
    (judged(ROAD, 600, QIXIAN, None), None),
    (judged(ROAD, NOTHING, QIXIAN, None), None),  # silent, but nothing was asked yet
    (judged(ROAD, NOTHING, QIXIAN, 0.0), None),
    (judged(LATER, 0, QIXIAN), None),
    (judged(LATER, NOTHING, QIXIAN), None),
    (judged(FEW, 10, QIXIAN), 100),
    (judged(FEW, 11, QIXIAN), 0),
    (judged(WORKS, 1, QIXIAN), None),  # 到期: nothing is due in June
    (judged(WORKS, NOTHING, QIXIAN), None),
    (judged(WORKS, 3, QIXIAN, month=12), 75),
    (judged(MONTHLY, pair(50, 100), QIXIAN), 100),
    (judged(MONTHLY, pair(40, 100), QIXIAN), 80),
    (judged(MONTHLY, pair(0, 100), QIXIAN), 0),
    (judged(MONTHLY, pair(0, 0), QIXIAN), None),  # nothing to measure
    (judged(MORTALITY, pair(5, 100), QIXIAN), 100),
    (judged(MORTALITY, pair(6, 100), QIXIAN), 0),
    (judged(CLINICS, pair(99, 100), QIXIAN), 99),
    (judged(COVERAGE, pair(10, 100), QIXIAN), None),  # 未到期
    (judged(COVERAGE, pair(40, 100), QIXIAN), 100),  # met before its time
    (judged(COVERAGE, pair(30, 100), QIXIAN, month=12), 75),
    (judged(COVERAGE, NOTHING, QIXIAN), 0),
    (judged(RULES, Figure(level=Level.UNDER_WAY), QIXIAN), 100),
    (judged(RULES, Figure(level=Level.FINISHED), QIXIAN), 100),
    (judged(RULES, Figure(level=Level.NOT_STARTED), QIXIAN), 0),
    (judged(RULES, NOTHING, QIXIAN), 0),
)


@pytest.mark.parametrize(("line", "worth"), LINES)
def test_what_a_line_is_worth(line: JudgedLine, worth: int | None) -> None:
    """Green is 100, the rest by how much of what was due is there; what is not due is left out.

    (R7.101, R7.102, R7.103, R7.104)
    """
    assert line_score(line, closed=True) == worth


def test_what_was_sent_back_waits_for_its_correction() -> None:
    """Left out as long as it may be corrected, then 0, whatever is shown of it (R7.110)."""
    line = held(judged(ROAD, 600, QIXIAN))
    assert line_score(line, closed=False) is None
    assert line_score(line, closed=True) == 0
    assert line_score(held(judged(ROAD, 600, QIXIAN, None)), closed=True) is None
    in_part = replace(held(judged(ROAD, 600, CITY)), held=1)
    assert line_score(in_part, closed=True) == 0


@pytest.mark.parametrize("gap", [{"missing": 1}, {"held": 1}, {"carried": 0.0}])
def test_a_city_line_in_part_counts_for_nobody(gap: dict[str, float]) -> None:
    """Good or bad; where nothing at all came it is 0 (R6.164, R7.103)."""
    for done in (0, 600):
        assert line_score(replace(judged(ROAD, done, CITY), **gap), closed=True) is None
    assert line_score(replace(judged(ROAD, NOTHING, CITY), missing=3), closed=True) == 0


def test_a_doubted_figure_counts_as_it_is() -> None:
    """待核 bars from praise, not from the score (R7.112)."""
    line = replace(judged(ROAD, 300, QIXIAN), doubts=frozenset({"突增"}))
    assert line_score(line, closed=True) == Fraction(50)


# line, whether a figure is owed
OWED = (
    (judged(ROAD, NOTHING, QIXIAN), True),
    (judged(ROAD, NOTHING, QIXIAN, None), True),  # 未分解
    (judged(WORKS, NOTHING, QIXIAN), True),  # asked, though nothing is due
    (judged(COVERAGE, pair(1, 9), QIXIAN), True),
    (judged(ROAD, NOTHING, QIXIAN, 0.0), False),
    (judged(LATER, NOTHING, QIXIAN), False),
    (judged(LATER, 3, QIXIAN), False),
)


@pytest.mark.parametrize(("line", "owed"), OWED)
def test_what_is_owed(line: JudgedLine, *, owed: bool) -> None:
    """Whatever has a task and has begun (R7.109)."""
    assert is_owed(line) is owed
