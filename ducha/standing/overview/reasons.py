"""Why a light is what it is, in points, as short as a leader reads it."""

from __future__ import annotations

from ducha.merge.model import JudgedLine
from ducha.standing.overview.view import MonthView
from ducha.status.rating import GOOD_LIGHTS, OVERDUE, Status

_RUNNING = 2


def is_paced(line: JudgedLine) -> bool:
    """Whether its gap says how far it is beside what is due by now."""
    indicator = line.plan.indicator
    paced = not indicator.asks_parts or line.plan.by_milestone
    return paced and not indicator.is_ceiling and line.plan.due > 0


def is_ahead(line: JudgedLine) -> bool:
    """Whether more is done than was due (R7.204)."""
    good = line.rating.status in GOOD_LIGHTS
    return good and is_paced(line) and line.gap is not None and line.gap < 0


def behind_words(view: MonthView, line: JudgedLine, *, short: bool = False) -> str:
    """落后16.7个百分点，连续2个月; in `short` the distance alone (R7.203)."""
    parts = [distance(line)]
    if not short and line.figure.done == 0:
        parts.append("至今为0")
    months = view.months_behind(line.code)
    if not short and months >= _RUNNING:
        parts.append(f"连续{months}个月")
    doubt = view.doubt(line)
    return "，".join(parts) + (f"（{doubt}）" if doubt else "")


def distance(line: JudgedLine) -> str:
    """How far a line is behind, in points; without a gap, the reason of its rating."""
    if line.gap is None or line.gap <= 0:
        return line.rating.reason
    side = "落后" if is_paced(line) else "低于目标线"
    overdue = "逾期，" if line.rating.reason.startswith(OVERDUE) else ""
    return f"{overdue}{side}{line.gap:.1f}个百分点"


def good_words(view: MonthView, line: JudgedLine) -> str:
    """超前8.6个百分点; a figure that is not the last word is never ahead (R7.204)."""
    doubt = view.doubt(line)
    if doubt:
        return f"{'已完成' if line.rating.met else '在正常进度'}，{_DOUBTS.get(doubt, doubt)}"
    if line.rating.status is not Status.DONE and is_ahead(line):
        return f"超前{abs(line.gap or 0):.1f}个百分点"
    if is_paced(line) and line.gap and not line.rating.met:
        return f"落后{line.gap:.1f}个百分点，在正常范围内"
    return line.rating.reason


_DOUBTS = {"口径不一": "有县区口径不一"}
