"""Lights of any figures: more done is never worse, and nobody gains by another measure."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from kit.sample import indicator

from ducha.ledger.model import Direction, Indicator, Judged, Kind
from ducha.status.rating import Figure, Rating, Status, Thresholds, plan, rate
from ducha.status.shares import due_share, percent, points, schedule

BETTER = [Status.BEHIND, Status.LAGGING, Status.ON_TRACK, Status.DONE]
"""The four lights, from red to dark green."""

months = st.integers(1, 12)
targets = st.one_of(st.integers(1, 30), st.integers(1, 100_000))
counts = st.one_of(st.integers(0, 30), st.integers(0, 200_000))
shares = st.fractions(0, 2, max_denominator=10_000)
thresholds = st.builds(Thresholds, st.sampled_from((2.5, 5.0)), st.sampled_from((10.0, 30.0)))


@st.composite
def plans(draw: st.DrawFn, kind: Kind = Kind.COUNT) -> Indicator:
    """An indicator with months of its own."""
    start = draw(st.integers(1, 12))
    by_deadline = Judged.BY_DEADLINE
    when = (None, by_deadline) if kind is Kind.COUNT else (Judged.MONTHLY, by_deadline)
    return indicator(
        "一.1-1",
        kind,
        60.0,
        start=start,
        deadline=draw(st.integers(start, 12)),
        whole=draw(st.booleans()),
        judged=draw(st.sampled_from(when)),
    )


@st.composite
def rising(draw: st.DrawFn) -> dict[int, float]:
    """Milestones that never fall, by their months."""
    at = sorted(draw(st.sets(months, max_size=4)))
    planned = sorted(draw(st.lists(st.integers(0, 100), min_size=len(at), max_size=len(at))))
    return {month: share / 100 for month, share in zip(at, planned, strict=True)}


def judge(
    what: Indicator,
    done: float,
    target: float,
    month: int,
    limits: Thresholds,
    milestones: dict[int, float] | None = None,
) -> Rating:
    """Judge a count."""
    return rate(
        plan(what, float(target), milestones or {}, month), Figure(done=float(done)), limits
    )


@given(plans(), targets, st.tuples(counts, counts), months, thresholds, rising())
def test_more_done_is_never_worse(
    what: Indicator,
    target: int,
    both: tuple[int, int],
    month: int,
    limits: Thresholds,
    milestones: dict[int, float],
) -> None:
    """At the same time and against the same plan."""
    done, more = both
    less = judge(what, done, target, month, limits, milestones)
    full = judge(what, done + more, target, month, limits, milestones)
    assert BETTER.index(full.status) >= BETTER.index(less.status)
    assert less.gap is not None
    assert full.gap is not None
    assert full.gap <= less.gap


@given(plans(), targets, counts, months, thresholds)
def test_the_same_count_is_never_better_a_month_later(
    what: Indicator, target: int, done: int, month: int, limits: Thresholds
) -> None:
    """More is due then."""
    now = judge(what, done, target, month, limits)
    later = judge(what, done, target, min(month + 1, 12), limits)
    assert BETTER.index(later.status) <= BETTER.index(now.status)


@given(plans(), targets, counts, months, thresholds, st.sampled_from((2, 10, 10_000)))
def test_a_smaller_measure_changes_no_light(
    what: Indicator, target: int, done: int, month: int, limits: Thresholds, times: int
) -> None:
    """Metres for kilometres: light, reason, completion and gap; but for things that come whole."""
    here = indicator("一.1-1", start=what.start, deadline=what.deadline, whole=False)
    assert judge(here, done * times, target * times, month, limits) == judge(
        here, done, target, month, limits
    )


@given(targets, counts, counts, months, thresholds)
def test_of_what_may_not_be_exceeded_less_is_never_worse(
    target: int, done: int, more: int, month: int, limits: Thresholds
) -> None:
    """≤ : the other way round."""
    what = indicator("一.1-1", direction=Direction.AT_MOST)
    less, full = (judge(what, count, target, month, limits) for count in (done, done + more))
    assert BETTER.index(less.status) >= BETTER.index(full.status)
    assert (full.status is Status.BEHIND) == (done + more > target)


@given(plans(Kind.RATE), st.integers(1, 1000), st.data(), months, thresholds)
def test_a_higher_rate_is_never_worse(
    what: Indicator, of: int, data: st.DataObject, month: int, limits: Thresholds
) -> None:
    """Of as many, more; and twice as many of twice as many are the same."""
    few, many = sorted(data.draw(st.tuples(*[st.integers(0, of)] * 2)))
    expected = plan(what, 60.0, {}, month)
    less, full, twice = (
        rate(expected, Figure(numerator=float(part), denominator=float(whole)), limits)
        for part, whole in ((few, of), (many, of), (2 * few, 2 * of))
    )
    assert BETTER.index(full.status) >= BETTER.index(less.status)
    assert twice == less


@given(plans(), rising(), st.integers(1, 11))
def test_what_is_due_never_falls(what: Indicator, milestones: dict[int, float], month: int) -> None:
    """From nothing to everything, on the straight line and between milestones that rise."""
    assert 0 <= schedule(what, month) <= schedule(what, month + 1) <= 1
    inside = {at: share for at, share in milestones.items() if what.start <= at < what.deadline}
    assert 0 <= due_share(what, inside, month) <= due_share(what, inside, month + 1) <= 1
    assert due_share(what, inside, 12) == 1


@given(shares)
def test_points_are_within_half_a_tenth(share: Fraction) -> None:
    """Of the exact percentage points, and the same below nothing."""
    assert abs(points(share) - share * 100) <= Fraction(1, 20)
    assert (points(share) * 10).denominator == 1
    assert points(-share) == -points(share)


@given(st.integers(1, 10**7), st.integers(1, 100))
def test_what_is_short_never_prints_as_full(whole: int, missing: int) -> None:
    """With as many decimals as it takes."""
    share = Fraction(max(whole - missing, 0), whole)
    assert float(percent(share, met=False).removesuffix("%")) < 100
