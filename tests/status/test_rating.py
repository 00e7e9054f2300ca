"""From a figure to a status: every row of the table in section 7 and its boundaries.

Figures are chosen so that percentages can be checked by eye: of 1000, in June, half is due.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from kit.sample import indicator

from ducha.ledger.model import Direction, Indicator, Judged, Kind, Level
from ducha.status.rating import Figure, Rating, Status, Thresholds, plan, rate
from ducha.status.shares import due_share, percent, points, schedule

DONE, FINE, LAGGING, BEHIND = Status.DONE, Status.ON_TRACK, Status.LAGGING, Status.BEHIND
JUNE, NOVEMBER, DECEMBER = 6, 11, 12

ROADS = indicator(target=1000.0, whole=False)
HEADS = indicator(target=7.0)
MONTHLY = indicator("十.1-3", Kind.RATE, 65.0, judged=Judged.MONTHLY)
COVERAGE = indicator("九.1-2", Kind.RATE, 40.0)
CLINICS = indicator("三.3-1", Kind.STANDARD, 6000.0)
RULES = indicator("二.1-1", Kind.QUALITATIVE, None)


def judge(  # noqa: PLR0913 - everything a status depends on
    what: Indicator,
    figure: Figure | float,
    month: int = JUNE,
    milestones: dict[int, float] | None = None,
    *,
    target: float | None = -1.0,
    final: bool = False,
    thresholds: Thresholds | None = None,
) -> Rating:
    """Judge one figure; the target is the indicator's own unless another is given."""
    goal = what.target if target == -1.0 else target
    reported = figure if isinstance(figure, Figure) else Figure(done=float(figure))
    return rate(
        plan(what, goal, milestones or {}, month, closing=final),
        reported,
        thresholds or Thresholds(),
    )


def pair(numerator: float, denominator: float) -> Figure:
    """分子 and 分母."""
    return Figure(numerator=float(numerator), denominator=float(denominator))


def gap(rating: Rating) -> float | None:
    """差距 as it is printed."""
    return None if rating.gap is None else float(rating.gap)


# done of 1000, status, 差距, reason
COUNTS = (
    (500, FINE, 0.0, "与序时持平"),
    (499.6, FINE, 0.0, "与序时持平"),
    (499.5, FINE, 0.1, "低于序时0.1个百分点"),
    (500.4, FINE, 0.0, "与序时持平"),
    (600, FINE, -10.0, "高于序时10.0个百分点"),
    (450, FINE, 5.0, "低于序时5.0个百分点"),
    (449.6, FINE, 5.0, "低于序时5.0个百分点"),  # 5.04
    (449.51, FINE, 5.0, "低于序时5.0个百分点"),  # 5.049
    (449.5, LAGGING, 5.1, "低于序时5.1个百分点"),  # 5.05, half up
    (377, LAGGING, 12.3, "低于序时12.3个百分点"),
    (200, LAGGING, 30.0, "低于序时30.0个百分点"),
    (199.6, LAGGING, 30.0, "低于序时30.0个百分点"),  # 30.04
    (199.5, BEHIND, 30.1, "低于序时30.1个百分点"),  # 30.05, half up
    (199, BEHIND, 30.1, "低于序时30.1个百分点"),
    (0, BEHIND, 50.0, "低于序时50.0个百分点"),
    (999.9, FINE, -50.0, "高于序时50.0个百分点"),
    (1000, DONE, -50.0, "目标已完成"),
    (1200, DONE, -70.0, "目标已完成"),
)


@pytest.mark.parametrize(("done", "status", "printed", "reason"), COUNTS)
def test_a_count_is_judged_by_its_gap(
    done: float, status: Status, printed: float, reason: str
) -> None:
    """The gap is exact, rounded half up to 0.1, and compared as it is printed (R7.4, R7.25)."""
    rating = judge(ROADS, done)
    assert (rating.status, gap(rating), rating.reason) == (status, printed, reason)


def test_completion_is_exact_and_never_capped() -> None:
    """0.1 of 0.3 is a third, not 0.33333333333333337; 120% stays 120% (R7.4, R7.5)."""
    assert judge(ROADS, 0.1, target=0.3).completion == Fraction(1, 3)
    assert judge(ROADS, 1200).completion == Fraction(6, 5)


# target, done, month, status, 差距, reason: in May 5/12 is due, of 7 that is 2.9
WHOLES = (
    (7.0, 2, 5, FINE, 13.1, "低于序时13.1个百分点，已达应完成的整数"),
    (7.0, 1, 5, LAGGING, 27.4, "低于序时27.4个百分点"),
    (7.0, 3, 5, FINE, -1.2, "高于序时1.2个百分点"),
    (1.0, 0, 11, FINE, 91.7, "低于序时91.7个百分点，已达应完成的整数"),
    (1.0, 0, 12, BEHIND, 100.0, "低于序时100.0个百分点"),
    (1.0, 1, 3, DONE, -75.0, "目标已完成"),
    (12.0, 4, 5, LAGGING, 8.3, "低于序时8.3个百分点"),
    (12.0, 5, 5, FINE, 0.0, "与序时持平"),
    (19.0, 17, 11, FINE, 2.2, "低于序时2.2个百分点"),  # also within 5 points: not mentioned
)


@pytest.mark.parametrize(("target", "done", "month", "status", "printed", "reason"), WHOLES)
def test_whole_things_are_due_in_wholes(
    target: float, done: float, month: int, status: Status, printed: float, reason: str
) -> None:
    """Nobody can build 2.9 schools: done ≥ floor(target × due) is enough (R7.23)."""
    rating = judge(HEADS, done, month, target=target)
    assert (rating.status, gap(rating), rating.reason) == (status, printed, reason)


def test_what_is_not_counted_in_wholes_has_no_floor() -> None:
    """2 of 7 公里 in May is 13.1 points behind, and that is 滞后 (R7.23)."""
    assert judge(ROADS, 2, 5, target=7.0).status is LAGGING


def test_the_whole_number_due_is_exact() -> None:
    """0.58 of 50 is 29, which in binary fractions is 28.999999999999996: 28 is not enough.

    (R7.23)
    """
    rules = Thresholds(on_track=0.0)
    assert judge(HEADS, 28, 5, {5: 0.58}, target=50.0, thresholds=rules).status is LAGGING
    assert judge(HEADS, 29, 5, {5: 0.58}, target=50.0, thresholds=rules).status is FINE


@pytest.mark.parametrize("whole", [True, False])
def test_nothing_is_due_before_the_start(*, whole: bool) -> None:
    """Due 0 is 正常, whatever has been done, before the deadline month (R7.24)."""
    later = indicator(start=7, whole=whole)
    rating = judge(later, 0, JUNE)
    assert (rating.status, gap(rating), rating.reason) == (FINE, 0.0, "尚未到应完成时间")
    assert judge(later, 120, JUNE).status is DONE


# month, done of 1000, closing, status, reason; the deadline is October
DEADLINE = (
    (9, 860, False, FINE, "低于序时4.0个百分点"),
    (10, 960, False, LAGGING, "低于序时4.0个百分点，到完成时限未完成"),
    (10, 999.9, False, LAGGING, "与序时持平，到完成时限未完成"),
    (10, 950, False, LAGGING, "低于序时5.0个百分点，到完成时限未完成"),
    (10, 940, False, LAGGING, "低于序时6.0个百分点"),
    (10, 700, False, LAGGING, "低于序时30.0个百分点"),
    (10, 699, False, BEHIND, "低于序时30.1个百分点"),
    (10, 1000, False, DONE, "目标已完成"),
    (11, 960, False, BEHIND, "逾期未完成，低于序时4.0个百分点"),
    (11, 999.9, False, BEHIND, "逾期未完成，与序时持平"),
    (11, 1000, False, DONE, "目标已完成"),
    (12, 999, True, BEHIND, "逾期未完成，低于序时0.1个百分点"),
)


@pytest.mark.parametrize(("month", "done", "final", "status", "reason"), DEADLINE)
def test_a_deadline_is_there_to_be_met(
    month: int, done: float, *, final: bool, status: Status, reason: str
) -> None:
    """In the deadline month no gap is small enough; after it only the target itself counts.

    (R7.22)
    """
    october = indicator(target=1000.0, whole=False, deadline=10)
    rating = judge(october, done, month, final=final)
    assert (rating.status, rating.reason) == (status, reason)


# target, done, milestones, status, reason; in wholes, the deadline is October, it is October
WHOLES_AT_THE_DEADLINE = (
    (7.5, 7, {}, LAGGING, "低于序时6.7个百分点"),  # ⌊7.5⌋ is 7, but 7 is not 7.5
    (100.0, 99, {}, LAGGING, "低于序时1.0个百分点，到完成时限未完成"),
    (100.0, 92, {10: 0.9}, LAGGING, "高于节点2.0个百分点，到完成时限未完成"),
    (100.0, 61, {10: 0.9}, LAGGING, "低于节点29.0个百分点"),
    (100.0, 59, {10: 0.9}, BEHIND, "低于节点31.0个百分点"),
    (100.0, 5, {10: 0.0}, LAGGING, "高于节点5.0个百分点，到完成时限未完成"),
    (100.0, 100, {10: 0.9}, DONE, "目标已完成"),
)


@pytest.mark.parametrize(
    ("target", "done", "milestones", "status", "reason"), WHOLES_AT_THE_DEADLINE
)
def test_no_whole_number_and_no_milestone_is_enough_at_the_deadline(
    target: float, done: float, milestones: dict[int, float], status: Status, reason: str
) -> None:
    """Neither what is due in wholes nor a last milestone below 100% (R7.22)."""
    october = indicator(deadline=10)
    rating = judge(october, done, 10, milestones, target=target)
    assert (rating.status, rating.reason) == (status, reason)


WORKS = indicator(target=4.0, measure="座", judged=Judged.BY_DEADLINE, start=3, deadline=10)

# done of 4, month, milestones, status, 差距, reason; the deadline is October
COMPLETIONS = (
    (0, 1, {}, FINE, 0.0, "未到期，已完成0座"),  # before its start month
    (0, 9, {}, FINE, 0.0, "未到期，已完成0座"),
    (1, 9, {}, FINE, -25.0, "未到期，已完成1座"),
    (4, 5, {}, DONE, -100.0, "目标已完成"),
    (3, 10, {}, LAGGING, 25.0, "低于目标25.0个百分点"),
    (0, 10, {}, BEHIND, 100.0, "低于目标100.0个百分点"),
    (4, 10, {}, DONE, 0.0, "目标已完成"),
    (3, 11, {}, BEHIND, 25.0, "逾期未完成，低于目标25.0个百分点"),
    (4, 11, {}, DONE, 0.0, "目标已完成"),
    (1, 6, {6: 0.5}, LAGGING, 25.0, "低于节点25.0个百分点"),
    (0, 6, {6: 0.5}, BEHIND, 50.0, "低于节点50.0个百分点"),
    (2, 6, {6: 0.5}, FINE, 0.0, "与节点持平"),
    (0, 5, {5: 0.0, 6: 0.5}, FINE, 0.0, "尚未到应完成时间"),
    (3, 10, {6: 0.5}, LAGGING, 25.0, "低于节点25.0个百分点"),
)


@pytest.mark.parametrize(
    ("done", "month", "milestones", "status", "printed", "reason"), COMPLETIONS
)
def test_works_are_there_only_when_they_are_finished(
    done: float,
    month: int,
    milestones: dict[int, float],
    status: Status,
    printed: float,
    reason: str,
) -> None:
    """到期 of a count: nothing is due before its deadline month but what milestones ask for.

    (R7.26)
    """
    rating = judge(WORKS, done, month, milestones)
    assert (rating.status, gap(rating), rating.reason) == (status, printed, reason)


def test_how_much_of_works_that_are_not_due_is_done_is_told_as_it_is_counted() -> None:
    """45.5公里, and 0.1 as it was typed (R7.26)."""
    road = indicator(whole=False, measure="公里", judged=Judged.BY_DEADLINE)
    assert judge(road, 45.5).reason == "未到期，已完成45.5公里"
    assert judge(road, 0.1).reason == "未到期，已完成0.1公里"


@pytest.mark.parametrize(("month", "due"), [(9, 0), (10, 1), (11, 1)])
def test_of_works_all_is_due_at_once(month: int, due: int) -> None:
    """应达进度 is 0 before the deadline month; 序时进度 goes on as for any other (R7.2, R7.26)."""
    assert due_share(WORKS, {}, month) == due
    assert schedule(WORKS, 6) == Fraction(1, 2)


# judged, done of 10, month, status, reason; the deadline is October
CEILINGS = (
    (None, 0, 1, FINE, "控制在目标内"),
    (None, 10, 9, FINE, "控制在目标内"),
    (None, 11, 9, BEHIND, "超过控制数"),
    (None, 10, 10, DONE, "控制在目标内"),
    (None, 11, 10, BEHIND, "超过控制数"),
    (None, 0, 12, DONE, "控制在目标内"),
    (None, 11, 12, BEHIND, "超过控制数"),
    (Judged.BY_DEADLINE, 10, 9, FINE, "控制在目标内"),
    (Judged.BY_DEADLINE, 11, 9, BEHIND, "超过控制数"),
    (Judged.BY_DEADLINE, 10, 10, DONE, "控制在目标内"),
)


@pytest.mark.parametrize(("judged", "done", "month", "status", "reason"), CEILINGS)
def test_a_ceiling_has_held_only_at_the_deadline(
    judged: Judged | None, done: float, month: int, status: Status, reason: str
) -> None:
    """What may not be exceeded can still be exceeded until then; it is behind nothing (R7.21)."""
    ceiling = indicator(target=10.0, direction=Direction.AT_MOST, deadline=10, judged=judged)
    rating = judge(ceiling, done, month, {6: 0.5})
    assert (rating.status, rating.reason, rating.gap) == (status, reason, None)
    assert rating.completion == Fraction(int(done), 10)
    assert rating.met is (done <= 10)


# what, figure, status with an open year, status when the year is closed
CLOSING = (
    (ROADS, Figure(done=999.6), LAGGING, BEHIND),
    (replace(ROADS, judged=Judged.BY_DEADLINE), Figure(done=999.6), LAGGING, BEHIND),
    (replace(ROADS, direction=Direction.AT_MOST), Figure(done=999.6), DONE, DONE),
    (ROADS, Figure(done=1000.0), DONE, DONE),
    (MONTHLY, pair(64, 100), LAGGING, BEHIND),
    (MONTHLY, pair(65, 100), DONE, DONE),
    (COVERAGE, pair(39, 100), LAGGING, BEHIND),
    (CLINICS, pair(99, 100), LAGGING, BEHIND),
    (CLINICS, pair(100, 100), DONE, DONE),
    (RULES, Figure(level=Level.UNDER_WAY), FINE, BEHIND),
    (RULES, Figure(level=Level.NOT_STARTED), LAGGING, BEHIND),
    (RULES, Figure(level=Level.FINISHED), DONE, DONE),
    (ROADS, Figure(), Status.NO_RETURN, Status.NO_RETURN),
)


@pytest.mark.parametrize(("what", "figure", "open_", "closed"), CLOSING)
def test_closing_the_year_takes_december_as_over(
    what: Indicator, figure: Figure, open_: Status, closed: Status
) -> None:
    """`merge --final`: what is due in December and unmet is 严重滞后 (R7.74)."""
    assert judge(what, figure, DECEMBER).status is open_
    assert judge(what, figure, DECEMBER, final=True).status is closed


# direction, done of 1000 in December, status
DIRECTIONS = (
    (Direction.AT_LEAST, 1000, DONE),
    (Direction.EQUAL, 1000, DONE),
    (Direction.EQUAL, 1001, DONE),  # = is judged as ≥
    (Direction.EQUAL, 999, LAGGING),
    (Direction.MORE, 1000, LAGGING),
    (Direction.MORE, 1000.1, DONE),
    (Direction.AT_MOST, 0, DONE),
    (Direction.AT_MOST, 1000, DONE),
    (Direction.AT_MOST, 1000.1, BEHIND),
)


@pytest.mark.parametrize(("direction", "done", "status"), DIRECTIONS)
def test_a_target_is_met_in_its_direction(
    direction: Direction, done: float, status: Status
) -> None:
    """More than 1000 is not 1000; a ceiling is broken or not, there is no yellow (R7.20, R7.21)."""
    what = indicator(target=1000.0, whole=False, direction=direction)
    assert judge(what, done, DECEMBER).status is status


def test_exactly_the_line_of_a_target_that_asks_for_more_is_unmet() -> None:
    """超过1000 with 1000 done: no gap in points, and red once the deadline is over (R7.20)."""
    more = indicator(target=1000.0, direction=Direction.MORE, deadline=10)
    rating = judge(more, 1000, NOVEMBER)
    assert (rating.status, rating.met, gap(rating)) == (BEHIND, False, 0.0)


def test_a_broken_ceiling_says_so() -> None:
    """The reason of ≤ speaks of the ceiling, not of a schedule (R7.21)."""
    ceiling = indicator(target=10.0, direction=Direction.AT_MOST)
    assert judge(ceiling, 11, 1).reason == "超过控制数"


# 分子/分母 of a rate judged 按月 against 65%, status, 差距, reason, printed
MONTHLY_RATES = (
    (65, 100, FINE, 0.0, "已达到目标线", "65.0%"),
    (80, 100, FINE, -15.0, "已达到目标线", "80.0%"),
    (6500, 10000, FINE, 0.0, "已达到目标线", "65.0%"),
    (6496, 10000, LAGGING, 0.0, "略低于目标线（不足0.1个百分点）", "64.96%"),
    (649999, 1000000, LAGGING, 0.0, "略低于目标线（不足0.1个百分点）", "64.9999%"),
    (649, 1000, LAGGING, 0.1, "低于目标线0.1个百分点", "64.9%"),
    (35, 100, LAGGING, 30.0, "低于目标线30.0个百分点", "35.0%"),
    (3496, 10000, LAGGING, 30.0, "低于目标线30.0个百分点", "35.0%"),
    (3495, 10000, BEHIND, 30.1, "低于目标线30.1个百分点", "35.0%"),
    (0, 100, BEHIND, 65.0, "低于目标线65.0个百分点", "0.0%"),
    (130, 100, FINE, -65.0, "已达到目标线", "130.0%"),
)


@pytest.mark.parametrize(("part", "whole", "status", "printed", "reason", "share"), MONTHLY_RATES)
def test_a_monthly_rate_must_hold_every_month(
    part: float, whole: float, status: Status, printed: float, reason: str, share: str
) -> None:
    """The raw 分子/分母 meets the line or misses it; a miss never prints as the line.

    (R7.40, R7.42)
    """
    rating = judge(MONTHLY, pair(part, whole))
    assert (rating.status, gap(rating), rating.reason) == (status, printed, reason)
    assert rating.completion is not None
    assert percent(rating.completion, Fraction(65, 100), met=rating.met) == share


# month, 分子 of 100, status; the line is 65%, the deadline October
MONTHLY_DEADLINE = (
    (9, 65, FINE),
    (9, 64, LAGGING),
    (10, 65, DONE),
    (10, 64, LAGGING),
    (10, 34, BEHIND),
    (11, 65, DONE),
    (11, 64, BEHIND),
)


@pytest.mark.parametrize(("month", "part", "status"), MONTHLY_DEADLINE)
def test_a_monthly_rate_is_done_in_its_deadline_month(
    month: int, part: float, status: Status
) -> None:
    """Before the deadline month 正常 is the best it can be; after it a miss is red (R7.41)."""
    what = indicator("十.1-3", Kind.RATE, 65.0, judged=Judged.MONTHLY, deadline=10)
    assert judge(what, pair(part, 100), month).status is status


# month, 分子 of 1000, status, 差距, reason; the line is 40%, the deadline October
UNTIL = (
    (6, 300, FINE, 10.0, "未到期，距目标10.0个百分点"),
    (6, 0, FINE, 40.0, "未到期，距目标40.0个百分点"),
    (9, 399, FINE, 0.1, "未到期，距目标0.1个百分点"),
    (6, 400, DONE, 0.0, "已达到目标线"),
    (10, 399, LAGGING, 0.1, "低于目标线0.1个百分点"),
    (10, 100, LAGGING, 30.0, "低于目标线30.0个百分点"),
    (10, 99, BEHIND, 30.1, "低于目标线30.1个百分点"),
    (10, 400, DONE, 0.0, "已达到目标线"),
    (11, 399, BEHIND, 0.1, "逾期未完成，低于目标线0.1个百分点"),
    (11, 400, DONE, 0.0, "已达到目标线"),
)


@pytest.mark.parametrize(("month", "part", "status", "printed", "reason"), UNTIL)
def test_a_rate_with_a_deadline_has_until_then(
    month: int, part: float, status: Status, printed: float, reason: str
) -> None:
    """到期: never late before its deadline, a line missed in its month, red afterwards.

    (R7.41, R7.43, R7.44)
    """
    what = indicator("九.1-2", Kind.RATE, 40.0, deadline=10)
    rating = judge(what, pair(part, 1000), month)
    assert (rating.status, gap(rating), rating.reason) == (status, printed, reason)


# 分子 of 1000, status, 差距, reason; in June half of the line of 90% is planned
PLANNED = (
    (450, FINE, 0.0, "与节点持平"),
    (400, FINE, 5.0, "低于节点5.0个百分点"),
    (399, LAGGING, 5.1, "低于节点5.1个百分点"),
    (150, LAGGING, 30.0, "低于节点30.0个百分点"),
    (149, BEHIND, 30.1, "低于节点30.1个百分点"),
    (500, FINE, -5.0, "高于节点5.0个百分点"),
    (900, DONE, 0.0, "已达到目标线"),
)


@pytest.mark.parametrize(("part", "status", "printed", "reason"), PLANNED)
def test_a_rate_with_milestones_is_held_to_them_before_its_deadline(
    part: float, status: Status, printed: float, reason: str
) -> None:
    """Milestones are shares of the line: half of 90% is 45% (R7.43)."""
    what = indicator("九.1-2", Kind.RATE, 90.0)
    rating = judge(what, pair(part, 1000), JUNE, {6: 0.5})
    assert (rating.status, gap(rating), rating.reason) == (status, printed, reason)


def test_at_the_deadline_a_rate_with_milestones_is_held_to_its_line() -> None:
    """A last milestone below 100% does not soften the line; 按月 heeds no milestones (R7.44)."""
    assert judge(COVERAGE, pair(36, 100), DECEMBER, {12: 0.9}).status is LAGGING
    assert judge(MONTHLY, pair(64, 100), JUNE, {6: 0.1}).status is LAGGING


# judged, month, 分子 of 100, status, 差距
STANDARDS = (
    (Judged.BY_DEADLINE, JUNE, 80, FINE, 20.0),
    (Judged.BY_DEADLINE, JUNE, 100, DONE, 0.0),
    (Judged.BY_DEADLINE, DECEMBER, 99, LAGGING, 1.0),
    (Judged.BY_DEADLINE, DECEMBER, 70, LAGGING, 30.0),
    (Judged.BY_DEADLINE, DECEMBER, 69, BEHIND, 31.0),
    (Judged.MONTHLY, JUNE, 90, LAGGING, 10.0),
    (Judged.MONTHLY, JUNE, 100, FINE, 0.0),
    (Judged.MONTHLY, DECEMBER, 100, DONE, 0.0),
)


@pytest.mark.parametrize(("judged", "month", "part", "status", "printed"), STANDARDS)
def test_a_standard_is_for_everybody(
    judged: Judged, month: int, part: float, status: Status, printed: float
) -> None:
    """6000元 is the level; what is judged is how many of all reach it, against 100% (R7.40)."""
    what = indicator("三.3-1", Kind.STANDARD, 6000.0, judged=judged)
    rating = judge(what, pair(part, 100), month)
    assert (rating.status, gap(rating)) == (status, printed)


def test_a_rate_with_a_ceiling_is_kept_or_broken() -> None:
    """≤ : on the line is kept, over it is red in any month (R7.21)."""
    what = indicator("x.1-1", Kind.RATE, 5.0, judged=Judged.MONTHLY, direction=Direction.AT_MOST)
    assert judge(what, pair(5, 100)).status is FINE
    rating = judge(what, pair(6, 100))
    assert (rating.status, rating.reason) == (BEHIND, "超过目标线1.0个百分点")
    assert judge(what, pair(5004, 100000)).reason == "略超过目标线（不足0.1个百分点）"


def test_a_rate_that_must_be_over_its_line() -> None:
    """超过65% with 65% exactly is a miss, and the reason does not call it lower (R7.45)."""
    what = indicator("x.1-1", Kind.RATE, 65.0, judged=Judged.MONTHLY, direction=Direction.MORE)
    rating = judge(what, pair(65, 100))
    assert (rating.status, rating.reason) == (LAGGING, "等于目标线，须高于目标线")
    assert judge(what, pair(651, 1000)).status is FINE


@pytest.mark.parametrize("what", [MONTHLY, COVERAGE, CLINICS])
def test_nothing_to_measure_is_no_failure(what: Indicator) -> None:
    """分母 0 and 分子 0: 本期无对象, no completion, no gap (R7.46)."""
    assert judge(what, pair(0, 0), DECEMBER) == Rating(FINE, "本期无对象")


# month, level, status, reason; from March to October
LEVELS = (
    (2, Level.NOT_STARTED, FINE, "未到起始月"),
    (3, Level.NOT_STARTED, LAGGING, "未启动"),
    (10, Level.NOT_STARTED, LAGGING, "未启动"),
    (11, Level.NOT_STARTED, BEHIND, "逾期未完成，未启动"),
    (2, Level.UNDER_WAY, FINE, "推进中"),
    (10, Level.UNDER_WAY, FINE, "推进中"),
    (11, Level.UNDER_WAY, BEHIND, "逾期未完成，推进中"),
    (2, Level.FINISHED, DONE, "已完成"),
    (11, Level.FINISHED, DONE, "已完成"),
)


@pytest.mark.parametrize(("month", "level", "status", "reason"), LEVELS)
def test_words_are_judged_by_themselves(
    month: int, level: Level, status: Status, reason: str
) -> None:
    """定性: 未启动 is yellow once the start month has come, everything unfinished red too late.

    (R7.47)
    """
    what = indicator("二.1-1", Kind.QUALITATIVE, None, start=3, deadline=10)
    rating = judge(what, Figure(level=level), month)
    assert (rating.status, rating.reason, rating.gap) == (status, reason, None)


# what, target, figure, status, completion
WITHOUT_A_LIGHT = (
    (ROADS, 0.0, Figure(), Status.NO_TASK, None),
    (ROADS, 0.0, Figure(done=5.0), Status.NO_TASK, None),
    (MONTHLY, 0.0, pair(1, 2), Status.NO_TASK, None),
    (RULES, 0.0, Figure(level=Level.UNDER_WAY), Status.NO_TASK, None),
    (ROADS, 1000.0, Figure(), Status.NO_RETURN, None),
    (ROADS, None, Figure(), Status.NO_RETURN, None),
    (RULES, None, Figure(), Status.NO_RETURN, None),
    (ROADS, None, Figure(done=5.0), Status.NOT_BROKEN_DOWN, None),
    (MONTHLY, None, pair(1, 2), Status.NOT_BROKEN_DOWN, Fraction(1, 2)),
    (MONTHLY, None, pair(0, 0), Status.NOT_BROKEN_DOWN, None),
)


@pytest.mark.parametrize(("what", "target", "figure", "status", "share"), WITHOUT_A_LIGHT)
def test_what_cannot_be_judged_has_a_word_and_no_light(
    what: Indicator,
    target: float | None,
    figure: Figure,
    status: Status,
    share: Fraction | None,
) -> None:
    """无任务, 未报送, 未分解: never divided by 0, and 0 is a figure while blank is none (R7.60)."""
    rating = judge(what, figure, target=target)
    assert (rating.status, rating.completion, rating.gap) == (status, share, None)


def test_thresholds_come_from_the_settings() -> None:
    """The bureau may draw its own lines, in fractions too (R7.25)."""
    strict = Thresholds(on_track=2.5, severe=10.0)
    assert judge(ROADS, 475, thresholds=strict).status is FINE
    assert judge(ROADS, 474, thresholds=strict).status is LAGGING
    assert judge(ROADS, 400, thresholds=strict).status is LAGGING
    assert judge(ROADS, 399, thresholds=strict).status is BEHIND
    assert judge(MONTHLY, pair(54, 100), thresholds=strict).status is BEHIND


# start, deadline, month, 序时进度
SCHEDULES = (
    (1, 12, 1, (1, 12)),
    (1, 12, 5, (5, 12)),
    (1, 12, 12, (1, 1)),
    (4, 9, 3, (0, 1)),
    (4, 9, 4, (1, 6)),
    (4, 9, 6, (1, 2)),
    (4, 9, 9, (1, 1)),
    (4, 9, 12, (1, 1)),
    (6, 6, 5, (0, 1)),
    (6, 6, 6, (1, 1)),
)


@pytest.mark.parametrize(("start", "deadline", "month", "share"), SCHEDULES)
def test_the_schedule_is_linear_from_start_to_deadline(
    start: int, deadline: int, month: int, share: tuple[int, int]
) -> None:
    """(m − 起始月 + 1)/(完成月 − 起始月 + 1), within 0 and 1; without milestones that much is due.

    (R7.1)
    """
    what = indicator(start=start, deadline=deadline)
    assert schedule(what, month) == Fraction(*share)
    assert due_share(what, {}, month) == Fraction(*share)


# start, deadline, milestones, month, due in thousandths
MILESTONES = (
    (1, 12, {3: 0.1, 6: 0.5, 9: 0.8}, 3, 100),
    (1, 12, {3: 0.1, 6: 0.5, 9: 0.8}, 6, 500),
    (1, 12, {3: 0.1, 6: 0.4, 9: 0.8}, 4, 200),  # blanks interpolate
    (1, 12, {3: 0.1, 6: 0.4, 9: 0.8}, 5, 300),
    (1, 12, {4: 0.2}, 1, 50),  # from nothing before January
    (1, 12, {6: 0.4}, 9, 700),  # to everything in December
    (1, 12, {6: 0.4}, 12, 1000),
    (1, 12, {12: 0.9}, 12, 900),  # unless the milestone says otherwise
    (3, 12, {6: 0.4}, 2, 0),
    (3, 12, {6: 0.4}, 4, 200),
    (1, 10, {6: 0.2}, 8, 600),  # a deadline before December
    (1, 10, {6: 0.2}, 10, 1000),
    (1, 10, {6: 0.2}, 12, 1000),
    (1, 12, {1: 0.0, 2: 0.0, 3: 0.0, 6: 0.6}, 3, 0),
)


@pytest.mark.parametrize(("start", "deadline", "milestones", "month", "due"), MILESTONES)
def test_milestones_say_what_is_due(
    start: int, deadline: int, milestones: dict[int, float], month: int, due: int
) -> None:
    """A milestone is the planned share by that month's end, and the plan is straight in between.

    (R7.2)
    """
    what = indicator(start=start, deadline=deadline)
    assert due_share(what, milestones, month) == Fraction(due, 1000)


def test_milestones_replace_the_schedule_and_leave_it_shown() -> None:
    """A count 30% done in June is fine where 30% was planned; 序时进度 stays one half (R7.2)."""
    expected = plan(ROADS, 1000.0, {6: 0.3}, JUNE)
    rating = rate(expected, Figure(done=300.0), Thresholds())
    assert (expected.schedule, expected.due) == (Fraction(1, 2), Fraction(3, 10))
    assert (rating.status, rating.reason) == (FINE, "与节点持平")


@pytest.mark.parametrize(
    ("share", "printed"),
    [
        (Fraction(123, 1000), 12.3),
        (Fraction(504, 10000), 5.0),
        (Fraction(505, 10000), 5.1),
        (Fraction(5, 10000), 0.1),
        (Fraction(4, 10000), 0.0),
        (Fraction(-505, 10000), -5.1),
        (Fraction(-4, 10000), 0.0),
        (Fraction(1, 3), 33.3),
        (Fraction(2, 3), 66.7),
    ],
)
def test_points_are_rounded_half_up(share: Fraction, printed: float) -> None:
    """Half a tenth counts as a tenth, on either side of nothing (R7.4)."""
    assert float(points(share)) == printed


@pytest.mark.parametrize(
    ("share", "met", "printed"),
    [
        (Fraction(9996, 10000), False, "99.96%"),
        (Fraction(99999, 100000), False, "99.999%"),
        (Fraction(999, 1000), False, "99.9%"),
        (Fraction(9994, 10000), False, "99.9%"),
        (Fraction(1, 1), True, "100.0%"),
        (Fraction(10004, 10000), True, "100.0%"),
        (Fraction(6, 5), True, "120.0%"),
        (Fraction(1, 8), False, "12.5%"),
        (Fraction(1225, 10000), False, "12.3%"),
    ],
)
def test_an_unmet_target_never_prints_as_met(share: Fraction, *, met: bool, printed: str) -> None:
    """99.96% of a target is printed with as many decimals as it takes (R7.5)."""
    assert percent(share, met=met) == printed
