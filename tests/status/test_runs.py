"""Runs over months: two months 滞后 without catching up, and nothing done since work was due.

Of 1200 a hundred is due every month, so a shortfall of 12 is one point. Months start in April.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from kit.sample import indicator

from ducha.ledger.model import Direction, Indicator, Kind
from ducha.status.rating import Figure, Rating, Status, Thresholds, plan, rate
from ducha.status.runs import JudgedMonth, escalate

FINE, LAGGING, BEHIND = Status.ON_TRACK, Status.LAGGING, Status.BEHIND
NOT_NARROWED = "连续2个月滞后且差距未缩小"

ROADS = indicator(target=1200.0, whole=False)
HEADS = indicator(target=50.0)
SLOW = {4: 0.01, 5: 0.02, 6: 0.03, 7: 0.04}
"""So little is due that 0 stays within five points."""

TypedMonth = float | str
"""A figure, or what became of the month: silent, held, `300 held` (older figure), `300 partly`."""


def month(
    what: Indicator, number: int, typed: TypedMonth, milestones: dict[int, float]
) -> JudgedMonth:
    """One month's line as the merge hands it over, judged by itself."""
    figure, _, fate = str(typed).rpartition(" ") if " " in str(typed) else (str(typed), "", "")
    if figure in {"silent", "held"}:
        figure, fate = "", figure
    expected = plan(what, what.target, milestones, number)
    reported = Figure(done=float(figure)) if figure else Figure()
    rating = rate(expected, reported, Thresholds())
    if fate == "held":
        rating = replace(rating, status=Status.HELD)
    return JudgedMonth(expected, reported, rating, takes_part=fate != "partly")


def run(
    months: list[TypedMonth],
    what: Indicator = ROADS,
    milestones: dict[int, float] | None = None,
    first: int = 4,
    thresholds: Thresholds | None = None,
) -> Rating:
    """The last month's rating after escalation."""
    history = (month(what, first + n, typed, milestones or {}) for n, typed in enumerate(months))
    return escalate(tuple(history), thresholds or Thresholds())


# April, May, …: what was done (due 400, 500, 600, 700), status of the last month
LAG = (
    ([300], LAGGING),  # one month is no run
    ([300, 400], BEHIND),  # 8.3 and 8.3
    ([300, 390], BEHIND),  # 8.3 and 9.2
    ([300, 410], LAGGING),  # 8.3 and 7.5: catching up
    ([300, 400.3], BEHIND),  # 8.33 and 8.31, both printed 8.3
    ([300.5, 400], BEHIND),  # 8.29 and 8.33, both printed 8.3
    ([300, 401], BEHIND),  # 8.25 is printed 8.3
    ([300, 402], LAGGING),  # 8.3 and 8.2
    ([300, 450], FINE),
    ([380, 400], LAGGING),  # 正常, then 滞后
    ([300, 450, 500], LAGGING),  # 正常 between breaks the run
    ([0, 400], LAGGING),  # 严重滞后 by its own gap is not 滞后
    ([300, 0, 500], LAGGING),
    ([300, 390, 480], BEHIND),  # May counts as 滞后, though it had become red
    ([300, 390, 491], LAGGING),  # 9.2, then 9.1
    ([300, 410, 500], BEHIND),  # 8.3, 7.5, 8.3: the last two decide
    ([300, 390, 1200], Status.DONE),
    ([300, 390, "silent"], Status.NO_RETURN),
    ([300, 390, "390 held"], Status.HELD),
    ([300, 390, "held"], Status.HELD),
)


@pytest.mark.parametrize(("months", "status"), LAG)
def test_two_months_behind_without_catching_up_are_red(
    months: list[TypedMonth], status: Status
) -> None:
    """Gaps are compared as printed, on the status before escalation (R7.70, R7.71)."""
    assert run(months).status is status


@pytest.mark.parametrize(
    "between",
    [["silent"], ["held"], ["350 held"], ["silent", "held"], ["450 partly"], ["1200 held"]],
)
def test_months_without_a_sound_figure_are_stepped_over(between: list[TypedMonth]) -> None:
    """未报送, 待更正 and incomplete city lines neither end a run nor are part of one (R7.72)."""
    due = 100.0 * (4 + len(between) + 1)
    wider, narrower = due - 100, due - 90
    assert run([300, *between, wider]).status is BEHIND
    assert run([300, *between, narrower]).status is LAGGING


@pytest.mark.parametrize("months", [[300, "390 partly"], [300, "silent", "390 partly"]])
def test_an_incomplete_city_line_is_not_made_worse(months: list[TypedMonth]) -> None:
    """With a county missing, nobody can say that the city did not catch up (R7.72)."""
    assert run(months).status is LAGGING


def test_an_incomplete_month_before_is_no_first_month() -> None:
    """A run needs two complete months (R7.72)."""
    assert run(["300 partly", 390]).status is LAGGING


def test_the_reason_says_that_it_is_a_run() -> None:
    """The month's own reason stays in front (R7.70)."""
    assert run([300, 390]).reason == f"低于序时9.2个百分点，{NOT_NARROWED}"


def test_how_many_months_make_a_run_is_set_in_the_settings() -> None:
    """Three months: each no narrower than the one before (R7.71)."""
    three = Thresholds(lagging_months=3)
    assert run([300, 390], thresholds=three).status is LAGGING
    assert run([300, 390, 480], thresholds=three).status is BEHIND
    assert run([300, 410, 500], thresholds=three).status is LAGGING


# what was done, milestones, status: 1% of 1200 is due in April, 2% in May, …
IDLE = (
    ([0], FINE),
    ([0, 0], FINE),
    ([0, 0, 0], BEHIND),
    ([0, 0, 1], FINE),
    (["silent", "silent", 0], BEHIND),
    ([0, "held", 0], BEHIND),
    (["0 partly", "silent", 0], BEHIND),
    ([0, 0, "0 partly"], FINE),
    ([0, 0, "silent"], Status.NO_RETURN),
    ([0, 0, "0 held"], Status.HELD),
    ([0, 0, 0, 24], FINE),
)


@pytest.mark.parametrize(("months", "status"), IDLE)
def test_still_nothing_two_months_after_the_first_due_is_red(
    months: list[TypedMonth], status: Status
) -> None:
    """Even where the gap alone is small; who was silent in between was idle too (R7.73)."""
    assert run(months, milestones=SLOW).status is status


def test_an_idle_line_says_since_when() -> None:
    """The reason names the first month that asked for something."""
    assert run([0, 0, 0], milestones=SLOW).reason == "低于节点3.0个百分点，4月起应有进展，至今为0"


def test_whole_things_are_first_due_when_a_whole_one_is() -> None:
    """1% of 50 is half a thing: nothing is due before May, so July is the first red month.

    (R7.73)
    """
    assert run([0, 0, 0], HEADS, SLOW).status is FINE
    assert run([0, 0, 0, 0], HEADS, SLOW).status is BEHIND
    assert run([0, 0, 0], replace(HEADS, whole=False), SLOW).status is BEHIND


def test_no_due_is_older_than_the_first_reporting_month() -> None:
    """Something was due since January, but the count starts with the first return asked for.

    (R7.73)
    """
    since_january = {1: 0.01, 12: 1.0, 8: 0.04}
    assert run([0, 0], milestones=since_january, first=6).status is FINE
    assert run([0, 0, 0], milestones=since_january, first=6).status is BEHIND


def test_work_that_starts_later_is_due_later() -> None:
    """From June on 2% a month: red in August, although April asked for nothing."""
    later = {5: 0.0, 6: 0.02, 7: 0.03, 8: 0.04}
    assert run([0, 0, 0, 0], milestones=later).status is FINE
    assert run([0, 0, 0, 0, 0], milestones=later).status is BEHIND


def test_how_long_one_may_be_idle_is_set_in_the_settings() -> None:
    """Three months after April is July (R7.73)."""
    patient = Thresholds(idle_months=3)
    assert run([0, 0, 0], milestones=SLOW, thresholds=patient).status is FINE
    assert run([0, 0, 0, 0], milestones=SLOW, thresholds=patient).status is BEHIND


def test_a_ceiling_kept_at_nothing_is_no_idleness() -> None:
    """≤ 10 with 0 is met, in any month (R7.73)."""
    assert run([0, 0, 0], replace(ROADS, direction=Direction.AT_MOST)).status is Status.DONE


def test_without_a_target_there_is_no_run() -> None:
    """未分解 and 无任务 stay what they are."""
    assert run([0, 0, 0], replace(ROADS, target=None)).status is Status.NOT_BROKEN_DOWN
    assert run([0, 0, 0], replace(ROADS, target=0.0)).status is Status.NO_TASK


def test_a_target_that_comes_later_is_due_from_then_on() -> None:
    """A county broken down only in June is not blamed for April."""
    bare = replace(ROADS, target=None)
    months = [month(bare, 4, 0, SLOW), month(bare, 5, 0, SLOW), month(ROADS, 6, 0, SLOW)]
    assert escalate(tuple(months), Thresholds()).status is FINE


def test_only_counts_run() -> None:
    """A rate that misses its line month after month is as yellow as its line says (R7.70)."""
    what = indicator("九.1-2", Kind.RATE, 90.0)
    expected = plan(what, 90.0, {4: 0.5, 5: 0.5}, 5)
    figure = Figure(numerator=30.0, denominator=100.0)
    judged = JudgedMonth(expected, figure, rate(expected, figure, Thresholds()))
    assert escalate((judged, judged), Thresholds()).status is LAGGING
