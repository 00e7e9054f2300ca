"""What was reported for a line: its numbers, its share, whether it says anything at all."""

from __future__ import annotations

from fractions import Fraction

import pytest

from ducha.ledger.model import Level
from ducha.status.rating import Figure

# figure, its numbers, its share, whether there is anything to judge
FIGURES = (
    (Figure(), {}, None, False),
    (Figure(done=0.0), {"done": 0.0}, None, True),
    (Figure(done=12.5), {"done": 12.5}, None, True),
    (Figure(level=Level.UNDER_WAY), {}, None, True),
    (
        Figure(numerator=30.0, denominator=40.0),
        {"numerator": 30.0, "denominator": 40.0},
        Fraction(3, 4),
        True,
    ),
    (
        Figure(numerator=0.1, denominator=0.3),
        {"numerator": 0.1, "denominator": 0.3},
        Fraction(1, 3),
        True,
    ),
    (
        Figure(numerator=0.0, denominator=0.0),
        {"numerator": 0.0, "denominator": 0.0},
        None,
        True,
    ),
    (Figure(numerator=30.0), {"numerator": 30.0}, None, False),
    (Figure(denominator=40.0), {"denominator": 40.0}, Fraction(0), True),
)


@pytest.mark.parametrize(("figure", "numbers", "share", "given"), FIGURES)
def test_what_a_figure_says(
    figure: Figure, numbers: dict[str, float], *, share: Fraction | None, given: bool
) -> None:
    """0 is a number and nothing is none; a share is exact and has a 分母 that is not 0."""
    assert figure.numbers == numbers
    assert figure.share == share
    assert figure.given is given
