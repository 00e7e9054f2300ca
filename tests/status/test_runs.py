"""Runs over months: two months 滞后 without catching up, and nothing done since work was due.

Of 1200 a hundred is due every month, so a shortfall of 12 is one point. Months start in April.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from kit.sample import indicator

from ducha.ledger.model import Direction, Indicator, Judged, Kind, Level
from ducha.status.rating import Figure, Plan, Rating, Status, Thresholds, plan, rate
from ducha.status.runs import JudgedMonth, close_year, escalate

FINE, LAGGING, BEHIND = Status.ON_TRACK, Status.LAGGING, Status.BEHIND
NOT_NARROWED = "差距连续2个月未缩小"

ROADS = indicator(target=1200.0, whole=False)
HEADS = indicator(target=50.0)
RULES = indicator("二.1-1", Kind.QUALITATIVE, None)
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
    ([250], LAGGING),  # one month is no run
    ([250, 350], BEHIND),  # 12.5 and 12.5
    ([250, 340], BEHIND),  # 12.5 and 13.3
    ([250, 360], LAGGING),  # 12.5 and 11.7: catching up
    ([250, 350.6], BEHIND),  # 12.45 is printed 12.5
    ([250.6, 350], BEHIND),
    ([250, 350.7], LAGGING),  # 12.44 is printed 12.4
    ([300, 350], BEHIND),  # 8.3 and 12.5: the first may be small
    ([300, 400], LAGGING),  # 8.3 and 8.3: not wide enough
    ([300, 380], LAGGING),  # 8.3 and 10.0
    ([300, 379.5], LAGGING),  # 10.04 is printed 10.0
    ([300, 379.4], BEHIND),  # 10.05 is printed 10.1
    ([300, 390, 480], LAGGING),  # 8.3, 9.2, 10.0
    ([250, 450], FINE),
    ([380, 350], LAGGING),  # 正常, then 滞后
    ([250, 450, 450], LAGGING),  # 正常 between breaks the run
    ([0, 350], LAGGING),  # 严重滞后 by its own gap is not 滞后
    ([250, 0, 450], LAGGING),
    ([250, 340, 430], BEHIND),  # May counts as 滞后, though it had become red
    ([250, 340, 442], LAGGING),  # 13.3, then 13.2
    ([250, 360, 450], BEHIND),  # 12.5, 11.7, 12.5: the last two decide
    ([250, 340, 1200], Status.DONE),
    ([250, 340, "silent"], Status.NO_RETURN),
    ([250, 340, "340 held"], Status.HELD),
    ([250, 340, "held"], Status.HELD),
)


@pytest.mark.parametrize(("months", "status"), LAG)
def test_two_months_behind_without_catching_up_are_red(
    months: list[TypedMonth], status: Status
) -> None:
    """Gaps as printed, over ten points now, on the status before escalation (R7.70, R7.71)."""
    assert run(months).status is status


@pytest.mark.parametrize(
    "between",
    [["silent"], ["held"], ["330 held"], ["silent", "held"], ["450 partly"], ["1200 held"]],
)
def test_months_without_a_sound_figure_are_stepped_over(between: list[TypedMonth]) -> None:
    """未报送, 待更正 and incomplete city lines neither end a run nor are part of one (R7.72)."""
    due = 100.0 * (4 + len(between) + 1)
    wider, narrower = due - 150, due - 140
    assert run([250, *between, wider]).status is BEHIND
    assert run([250, *between, narrower]).status is LAGGING


@pytest.mark.parametrize("months", [[250, "340 partly"], [250, "silent", "440 partly"]])
def test_an_incomplete_city_line_is_not_made_worse(months: list[TypedMonth]) -> None:
    """With a county missing, nobody can say that the city did not catch up (R7.72)."""
    assert run(months).status is LAGGING


def test_an_incomplete_month_before_is_no_first_month() -> None:
    """A run needs two complete months (R7.72)."""
    assert run(["250 partly", 340]).status is LAGGING


def test_the_reason_says_that_it_is_a_run() -> None:
    """The month's own reason stays in front (R7.70)."""
    assert run([250, 340]).reason == f"低于序时13.3个百分点，{NOT_NARROWED}"


def test_how_many_months_make_a_run_is_set_in_the_settings() -> None:
    """Three months: each no narrower than the one before (R7.71)."""
    three = Thresholds(lagging_months=3)
    assert run([250, 340], thresholds=three).status is LAGGING
    assert run([250, 340, 430], thresholds=three).status is BEHIND
    assert run([250, 360, 450], thresholds=three).status is LAGGING


@pytest.mark.parametrize(("run_gap", "status"), [(8.2, BEHIND), (8.3, LAGGING), (0.0, BEHIND)])
def test_how_wide_the_gap_of_a_run_is_is_set_in_the_settings(
    run_gap: float, status: Status
) -> None:
    """8.3 and 8.3 points (R7.71)."""
    assert run([300, 400], thresholds=Thresholds(run_gap=run_gap)).status is status


def test_a_count_at_its_deadline_runs_like_any_other() -> None:
    """滞后 in November, and in December only because it is the last month: no gap over ten.

    (R7.22, R7.71)
    """
    assert run([1000, 1150], first=11).reason == "低于序时4.2个百分点，到完成时限未完成"
    assert run([1000, 1000], first=11).reason == f"低于序时16.7个百分点，{NOT_NARROWED}"


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


@pytest.mark.parametrize(
    ("months", "status", "reason"),
    [
        ([0, 0, 0], FINE, "控制在目标内"),
        ([0, "silent", 0, 0], FINE, "控制在目标内"),
        ([1300, 1300, 1300], BEHIND, "超过控制数"),
    ],
)
def test_a_ceiling_knows_no_run(months: list[TypedMonth], status: Status, reason: str) -> None:
    """≤ 1200 with 0 is no idleness, and exceeded it is red by itself (R7.70)."""
    rating = run(months, replace(ROADS, direction=Direction.AT_MOST), SLOW)
    assert (rating.status, rating.reason) == (status, reason)


def test_works_due_at_their_deadline_are_not_idle_before_it() -> None:
    """到期: nothing was due from April to November; with milestones it is due with them.

    (R7.26, R7.73)
    """
    works = replace(HEADS, judged=Judged.BY_DEADLINE)
    assert run([0] * 8, works).status is FINE
    assert run([0] * 8, works).reason == "未到期，已完成0人"
    assert run([0, 0, 0, 0], works, SLOW).status is BEHIND


# what was typed, target, status and reason in a closed December
CLOSING = (
    ("silent", 1200.0, BEHIND, "逾期未完成，未报送"),
    ("held", 1200.0, BEHIND, "逾期未完成，所报数被退回，待更正"),
    ("900 held", 1200.0, BEHIND, "逾期未完成，所报数被退回，待更正"),
    ("1200 held", 1200.0, Status.HELD, "所报数被退回，待更正"),  # the older figure is enough
    ("silent", None, Status.NO_RETURN, "未报送"),  # no target to miss
    ("900 held", None, Status.HELD, "所报数被退回，待更正"),
    ("900", None, Status.NOT_BROKEN_DOWN, "目标未分解"),
    ("silent", 0.0, Status.NO_TASK, "目标为0，无任务"),
    ("900", 1200.0, BEHIND, "逾期未完成，低于序时25.0个百分点"),
    ("1200", 1200.0, Status.DONE, "目标已完成"),
)


@pytest.mark.parametrize(("typed", "target", "status", "reason"), CLOSING)
def test_who_is_silent_when_the_year_is_closed_is_late(
    typed: str, target: float | None, status: Status, reason: str
) -> None:
    """未报送 and 待更正 count as unmet then, but where nothing is owed (R7.75)."""
    closing, figure, rating = december(replace(ROADS, target=target), typed, closing=True)
    closed = close_year(closing, figure, rating)
    assert (closed.status, closed.reason) == (status, reason)
    still_open = december(replace(ROADS, target=target), typed, closing=False)
    assert close_year(*still_open) == still_open[2]


def december(what: Indicator, typed: str, *, closing: bool) -> tuple[Plan, Figure, Rating]:
    """A December line before the year is closed, as the merge hands it over."""
    figure, _, fate = typed.rpartition(" ")
    expected = plan(what, what.target, {}, 12, closing=closing)
    reported = Figure(done=float(figure or typed)) if typed[0].isdigit() else Figure()
    rating = rate(expected, reported, Thresholds())
    if "held" in (fate, typed):
        rating = replace(rating, status=Status.HELD, reason="所报数被退回，待更正")
    return expected, reported, rating


# what, figure, status before, status of a closed December
CLOSING_KINDS = (
    (replace(ROADS, direction=Direction.AT_MOST), Figure(), Status.NO_RETURN, BEHIND),
    (replace(ROADS, judged=Judged.BY_DEADLINE), Figure(), Status.NO_RETURN, BEHIND),
    (replace(ROADS, deadline=10), Figure(), Status.NO_RETURN, BEHIND),
    (indicator("九.1-2", Kind.RATE, 90.0), Figure(), Status.NO_RETURN, BEHIND),
    (RULES, Figure(), Status.NO_RETURN, BEHIND),
    (RULES, Figure(level=Level.UNDER_WAY), Status.HELD, BEHIND),
    (RULES, Figure(level=Level.FINISHED), Status.HELD, Status.HELD),
    (
        indicator("九.1-2", Kind.RATE, 90.0),
        Figure(numerator=0.0, denominator=0.0),
        Status.HELD,
        Status.HELD,
    ),
)


@pytest.mark.parametrize(("what", "figure", "before", "status"), CLOSING_KINDS)
def test_the_year_is_closed_for_every_kind(
    what: Indicator, figure: Figure, before: Status, status: Status
) -> None:
    """A level needs no target; an older figure without any object missed nothing (R7.75)."""
    expected = plan(what, what.target, {}, 12, closing=True)
    rating = replace(rate(expected, figure, Thresholds()), status=before)
    assert close_year(expected, figure, rating).status is status


def test_that_it_is_too_late_is_said_once() -> None:
    """A city line with a held part has it from its own figure (R7.75)."""
    expected = plan(ROADS, 1200.0, {}, 12, closing=True)
    reason = "逾期未完成，低于序时25.0个百分点；1个数待更正"
    held = Rating(Status.HELD, reason)
    assert close_year(expected, Figure(done=900.0), held).reason == reason


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
