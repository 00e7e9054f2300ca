"""How a figure reads in a cell, the same in every table."""

from __future__ import annotations

from fractions import Fraction

from ducha.ledger.model import Judged, Kind
from ducha.merge.model import JudgedLine
from ducha.standing.table import Cell, Share
from ducha.status.rating import Figure, Plan
from ducha.values.reading import exact

NOT_DUE = "未到期"
"""应达 of what has until its deadline."""


def completion(line: JudgedLine) -> Share | None:
    """完成率 as it is printed: a missed line never reads as the line itself."""
    return share_of(line.completion, line.decimals)


def share_of(value: float | None, decimals: int | None) -> Share | None:
    """A share with so many decimals; None where either is missing."""
    return None if value is None or decimals is None else Share(value, decimals)


def pace(line: JudgedLine, share: Fraction) -> Share | None:
    """A share of the year's work; none where there is no work to be spread over it (R7.21)."""
    return None if line.plan.indicator.is_ceiling else Share(float(share))


def asked(plan: Plan) -> Cell:
    """应达: the completion that is asked for by the end of the month (R7.230).

    Of a count its due share, of a rate or a standard the line or its part that the nodes plan;
    未到期 while nothing is asked yet, None where no share says it (定性, a ≤ count).
    """
    indicator = plan.indicator
    if indicator.kind is Kind.QUALITATIVE or indicator.is_ceiling:
        return None
    if not indicator.asks_parts:
        return Share(float(plan.due)) if plan.due else NOT_DUE
    if indicator.judged is Judged.MONTHLY or plan.final_month:
        return Share(float(plan.line))
    return Share(float(plan.line * plan.due)) if plan.by_milestone else NOT_DUE


def shown_amount(figure: Figure) -> Cell:
    """累计: the number, or the level of a qualitative indicator."""
    return str(figure.level) if figure.level else figure.done


def growth(now: float | None, before: float | None) -> float | None:
    """本月新增: this month's count over last month's; None unless both are known."""
    return None if now is None or before is None else float(exact(now) - exact(before))


def yes(answer: object) -> str | None:
    """是, or nothing."""
    return "是" if answer else None
