"""Quarter-end milestones of a breakdown return: planned shares that never fall."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from ducha.breakdown.worksheet import BreakdownContent, MilestoneEntry
from ducha.checks.breakdowns import BAD_MILESTONE, FALLING, NOT_WHOLE, TOO_EARLY, UNCLEAR_MILESTONE
from ducha.findings import Rule, Severity
from ducha.form.breakdown import MILESTONE_MONTHS
from ducha.ledger.model import Indicator
from ducha.values.reading import Reading

_WHOLE_PERCENT = 100.0
_SURELY_PERCENT = 5.0
"""A bare number up to here but above 1 may be 150% as Excel keeps it, or 1.5 percent."""


def read_milestones(content: BreakdownContent, indicator: Indicator, index: int) -> None:
    """Read a row's milestones into `content`; one that is wrong holds them all out (R6.219)."""
    shares: dict[int, float] = {}
    wrong = False
    for month in MILESTONE_MONTHS:
        key = _key(month)
        if not content.typed.touched(key, index):
            continue
        share = _share(content.read(key, index, "%"))
        if isinstance(share, Rule):
            wrong = True
            content.add(share, key, index)
        elif share is not None:
            shares[month] = share
    for month, rule in find_misplaced(shares, indicator):
        wrong = True
        place = content.typed.place(_key(month), index)
        content.notes.add(rule.finding(place, _percent(shares[month])))
    if shares and not wrong:
        content.milestones[indicator.code] = MilestoneEntry(
            shares, content.typed.place(_key(min(shares)), index)
        )


def _key(month: int) -> str:
    return f"milestone{month}"


def find_misplaced(shares: dict[int, float], indicator: Indicator) -> Iterator[tuple[int, Rule]]:
    """Milestones that fall, plan something before the start, or less than all at the deadline.

    Args:
        shares: The planned cumulative shares, 1 for all of it, by month.
        indicator: Whose start and deadline, both months, they must keep to.

    Yields:
        The month of a milestone that is wrong, and the rule that it breaks.
    """
    for (_, earlier), (month, later) in pairwise(sorted(shares.items())):
        if later < earlier:
            yield month, FALLING
    for month, share in shares.items():
        if share > 0 and month < indicator.start:
            yield month, TOO_EARLY
        if share < 1 and month > indicator.deadline:
            yield month, NOT_WHOLE


def _share(reading: Reading) -> float | Rule | None:
    """A planned share, 1 for all: 0.5 as Excel keeps 50%, or the text 50%; None without one."""
    value = reading.number
    if value is None:
        return BAD_MILESTONE if reading.severity is Severity.RETURN else None
    if reading.typed.rstrip().endswith(("%", "％")) or value >= _SURELY_PERCENT:
        value = float(f"{value / _WHOLE_PERCENT:.15g}")
    elif value > 1:
        return UNCLEAR_MILESTONE
    return value if value <= 1 else BAD_MILESTONE


def _percent(share: float) -> str:
    return f"{share * _WHOLE_PERCENT:.12g}%"
