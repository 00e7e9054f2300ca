"""What can be wrong with the milestones of an indicator, in the ledger and on a form alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum, auto
from itertools import pairwise

from ducha.ledger.model import Indicator
from ducha.values.reading import exact_sum

_NEARLY_ALL, _HARDLY_MORE = 0.99, 1.01
"""Three thirds are written 33%, 33%, 33%, six sixths 17% each: what is meant is everything."""
_PARTS = 2


class MilestoneFault(Enum):
    """How a milestone breaks the rule that shares are cumulative (R6.219, R6.230)."""

    FALLING = auto()
    TOO_EARLY = auto()
    NOT_WHOLE = auto()
    INCREMENT = auto()


def find_misplaced(
    shares: Mapping[int, float], indicator: Indicator
) -> Iterator[tuple[int, MilestoneFault]]:
    """Milestones that fall, plan something before the start, or less than all at the deadline.

    Where they are wrong as cumulative shares and add up to everything, they are what each quarter
    is to bring: that alone is said, once (R6.219, R6.230).

    Args:
        shares: The planned cumulative shares, 1 for all of it, by month.
        indicator: Whose start and deadline, both months, they must keep to.

    Yields:
        The month of a milestone that is wrong, and how.
    """
    for month, share in sorted(shares.items()):
        if share > 0 and month < indicator.start:
            yield month, MilestoneFault.TOO_EARLY
    wrong = [*_falling(shares), *_not_whole(shares, indicator)]
    if wrong and look_like_increments(shares):
        yield max(shares), MilestoneFault.INCREMENT
    else:
        yield from wrong


def _falling(shares: Mapping[int, float]) -> Iterator[tuple[int, MilestoneFault]]:
    for (_, earlier), (month, later) in pairwise(sorted(shares.items())):
        if later < earlier:
            yield month, MilestoneFault.FALLING


def _not_whole(
    shares: Mapping[int, float], indicator: Indicator
) -> Iterator[tuple[int, MilestoneFault]]:
    """From the month of the deadline on everything is due."""
    for month, share in sorted(shares.items()):
        if share < 1 and month >= indicator.deadline:
            yield month, MilestoneFault.NOT_WHOLE


def look_like_increments(shares: Mapping[int, float]) -> bool:
    """Whether shares add up to everything without one of them being it: 25% in each quarter.

    As cumulative shares they may be sound all the same while none stands at the deadline (R6.230).
    """
    parts = [share for share in shares.values() if share > 0]
    total = exact_sum(parts)
    return len(parts) >= _PARTS and _NEARLY_ALL <= total <= _HARDLY_MORE and max(parts) < 1
