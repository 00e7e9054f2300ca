"""Shares of a target: how much is due by a month, how one lies beside its line, how it prints.

All arithmetic is exact: shares are fractions.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import floor

from ducha.ledger.model import Direction, Indicator
from ducha.values.reading import exact


def schedule(indicator: Indicator, month: int) -> Fraction:
    """序时进度: the linear share of the target by the end of `month`, within 0 and 1 (R7.1)."""
    span = indicator.deadline - indicator.start + 1
    return min(max(Fraction(month - indicator.start + 1, span), Fraction(0)), Fraction(1))


def due_share(indicator: Indicator, milestones: Mapping[int, float], month: int) -> Fraction:
    """应达进度: the planned share by the end of `month`; blanks between milestones interpolate.

    The plan starts from nothing before the start month and ends with everything at the deadline,
    unless a milestone says otherwise; with no milestone at all it is the linear schedule, but
    nothing before its deadline of what counts at completion (R7.2, R7.26).
    """
    if indicator.at_completion and not milestones:
        return Fraction(month >= indicator.deadline)
    anchors = {indicator.start - 1: Fraction(0), indicator.deadline: Fraction(1)}
    anchors |= {at: exact(share) for at, share in milestones.items()}
    before = max((at for at in anchors if at <= month), default=None)
    after = min((at for at in anchors if at > month), default=None)
    if before is None:
        return Fraction(0)
    if after is None:
        return anchors[before]
    step = Fraction(month - before, after - before)
    return anchors[before] + (anchors[after] - anchors[before]) * step


def points(share: Fraction) -> Fraction:
    """A share as percentage points, rounded half up (away from zero) to 0.1 (R7.4)."""
    tenths = floor(abs(share) * 1000 + Fraction(1, 2))
    return Fraction(tenths if share >= 0 else -tenths, 10)


_TENTH = Fraction(1, 1000)
"""A tenth of a percent: shares so far apart print differently at one decimal."""


def decimals_for(share: Fraction, line: Fraction = Fraction(1), *, met: bool = True) -> int:
    """How many decimals of a percent to print, so that a missed line never prints as the line.

    `share` and `line` are shares, 1 for 100%. From 1 up to 9 (R7.5).
    """
    if met or share == line or abs(share - line) >= _TENTH:
        return 1
    return next((n for n in range(1, 9) if shown_percent(share, n) != shown_percent(line, n)), 9)


def percent(share: Fraction, line: Fraction = Fraction(1), *, met: bool = True) -> str:
    """A share as it is printed: 64.9%."""
    return shown_percent(share, decimals_for(share, line, met=met))


def shown_percent(share: Fraction, decimals: int) -> str:
    """A share in percent with so many decimals, half up."""
    scale = 10**decimals
    return f"{floor(share * 100 * scale + Fraction(1, 2)) / scale:.{decimals}f}%"


def is_met(value: Fraction, line: Fraction, direction: Direction) -> bool:
    """Whether a raw value stands on the good side of its line (R7.20)."""
    if direction is Direction.AT_MOST:
        return value <= line
    return value > line if direction is Direction.MORE else value >= line


def describe_miss(shortfall: Fraction) -> str:
    """How a share lies beside its line; `shortfall` is negative for a ceiling that is broken.

    (R7.45)
    """
    if shortfall == 0:
        return "等于目标线，须高于目标线"
    side, miss = "低于" if shortfall > 0 else "超过", abs(points(shortfall))
    if miss == 0:
        return f"略{side}目标线（不足0.1个百分点）"
    return f"{side}目标线{float(miss):.1f}个百分点"
