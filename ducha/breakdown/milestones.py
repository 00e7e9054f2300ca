"""Quarter-end milestones of a breakdown return: planned shares that never fall."""

from __future__ import annotations

from ducha.breakdown.worksheet import BreakdownContent, MilestoneEntry
from ducha.checks.breakdowns import (
    BAD_MILESTONE,
    FALLING,
    INCREMENTS,
    MAYBE_INCREMENTS,
    NOT_WHOLE,
    TOO_EARLY,
    UNCLEAR_MILESTONE,
)
from ducha.findings import Rule, Severity
from ducha.form.breakdown import MILESTONE_MONTHS, MILESTONES
from ducha.ledger.model import Indicator
from ducha.ledger.plan.milestones import MilestoneFault, find_misplaced, look_like_increments
from ducha.values.reading import Reading

_WHOLE_PERCENT = 100.0
_SURELY_PERCENT = 5.0
"""A bare number up to here but above 1 may be 150% as Excel keeps it, or 1.5 percent."""

_RULES = {
    MilestoneFault.FALLING: FALLING,
    MilestoneFault.TOO_EARLY: TOO_EARLY,
    MilestoneFault.NOT_WHOLE: NOT_WHOLE,
    MilestoneFault.INCREMENT: INCREMENTS,
}


def read_milestones(content: BreakdownContent, indicator: Indicator, index: int) -> None:
    """Read a row's milestones into `content`; one that is wrong holds them all out (R6.219).

    A row in which the unit has changed none says nothing of them (R6.226).
    """
    if not says_milestones(content, index):
        return
    shares, readable = _read_shares(content, index)
    content.shares[indicator.code] = shares
    misplaced = [*find_misplaced(shares, indicator)]
    for month, fault in misplaced:
        place = content.typed.place(_key(month), index)
        content.notes.add(_RULES[fault].finding(place, _percent(shares[month])))
    if shares and readable and not misplaced:
        place = content.typed.place(_key(min(shares)), index)
        content.milestones[indicator.code] = MilestoneEntry(shares, place)
        if look_like_increments(shares):
            words = {"name": indicator.name}
            content.notes.add(MAYBE_INCREMENTS.finding(place, _percent(min(shares)), **words))


def says_milestones(content: BreakdownContent, index: int) -> bool:
    """Whether the unit has changed one of the row's milestones and left any."""
    touched = any(content.typed.touched(key, index) for key in MILESTONES)
    changed = any(content.said(key, index) or content.cleared(key, index) for key in MILESTONES)
    return touched and changed


def _read_shares(content: BreakdownContent, index: int) -> tuple[dict[int, float], bool]:
    """The shares of a row that can be read, by month, and whether all can be."""
    shares: dict[int, float] = {}
    readable = True
    for month in MILESTONE_MONTHS:
        key = _key(month)
        if not content.typed.touched(key, index):
            continue
        share = _share(content.read(key, index, "%"))
        if isinstance(share, Rule):
            readable = False
            content.add(share, key, index)
        elif share is not None:
            shares[month] = share
    return shares, readable


def _key(month: int) -> str:
    return f"milestone{month}"


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
