"""What lead and counties disagree about: a row of it, or the city's whole figure."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from kit.pages import FINE, city
from kit.sample import LANKAO, QIXIAN

from ducha.ledger.model import Level
from ducha.merge.model import Difference
from ducha.standing.overview.disputes import find_disputes
from ducha.status.rating import Figure

LIMIT = Fraction(5, 100)
LINE = replace(city("一.1-1", FINE), figure=Figure(done=100.0))


def apart(county: str, lead: float, own: float) -> Difference:
    """Lead and county report these counts."""
    return Difference(LINE.plan.indicator, county, Figure(done=lead), Figure(done=own))


def test_a_row_apart_does_not_move_the_whole() -> None:
    """10 and 12 are 20% apart, 100 and 102 are 2% (R7.204)."""
    found = find_disputes([LINE], [apart(QIXIAN, 10.0, 12.0)], LIMIT)
    assert (found.rows, found.whole) == ({"一.1-1"}, frozenset())


def test_rows_that_move_the_whole() -> None:
    """100 and 106; two that outweigh each other leave it where it is (R7.204)."""
    rows = [apart(QIXIAN, 10.0, 14.0), apart(LANKAO, 10.0, 12.0)]
    assert find_disputes([LINE], rows, LIMIT).whole == {"一.1-1"}
    even = [apart(QIXIAN, 10.0, 20.0), apart(LANKAO, 30.0, 20.0)]
    assert find_disputes([LINE], even, LIMIT).whole == frozenset()


def test_a_difference_within_the_limit_is_no_dispute() -> None:
    """20 and 21 are just 5% apart (R7.105)."""
    found = find_disputes([LINE], [apart(QIXIAN, 20.0, 21.0)], LIMIT)
    assert found == (frozenset(), frozenset())


def test_rates_are_compared_as_shares() -> None:
    """60/100 for the city; by the county's 20/20 instead of 12/20 it is 68% (R7.204)."""
    line = replace(LINE, figure=Figure(numerator=60.0, denominator=100.0))
    lead, own = Figure(numerator=12.0, denominator=20.0), Figure(numerator=20.0, denominator=20.0)
    row = Difference(line.plan.indicator, QIXIAN, lead, own)
    assert find_disputes([line], [row], LIMIT).whole == {"一.1-1"}
    assert find_disputes([line], [row], Fraction(1, 5)).whole == frozenset()


def test_levels_are_apart_or_not() -> None:
    """A city is as far as its worst county, so a level in dispute is the whole's (R7.105)."""
    line = replace(LINE, figure=Figure(level=Level.UNDER_WAY))
    lead, own = Figure(level=Level.UNDER_WAY), Figure(level=Level.FINISHED)
    row = Difference(line.plan.indicator, QIXIAN, lead, own)
    assert find_disputes([line], [row], LIMIT) == ({"一.1-1"}, {"一.1-1"})
