"""A figure in a sentence: how much is done, and how that lies beside what is due."""

from __future__ import annotations

from collections.abc import Sequence

from ducha.ledger.model import OWN, Direction, Judged, Kind
from ducha.merge.model import JudgedLine
from ducha.standing.overview.view import MonthView
from ducha.status.rating import OVERDUE, Status
from ducha.status.shares import shown_percent
from ducha.values.reading import shown

_LATE = "到完成时限未完成"


def percent(line: JudgedLine) -> str:
    """完成率 as it is printed; blank where there is none."""
    share, decimals = line.rating.completion, line.decimals
    return "" if share is None or decimals is None else shown_percent(share, decimals)


def done_words(line: JudgedLine) -> str:
    """基层卫生技术人员在线培训30人，完成年度目标任务的25.0% (R9.31)."""
    indicator, figure = line.plan.indicator, line.figure
    name = indicator.name
    if figure.level:
        return f"“{name}”{figure.level}"
    if indicator.asks_parts:
        rate = "达标率" if indicator.kind is Kind.STANDARD else ""
        return f"{name}{rate}{percent(line)}" if percent(line) else f"{name}本期无对象"
    amount = f"{name}{shown(figure.done or 0.0)}{indicator.measure}"
    if indicator.is_ceiling:
        return f"{amount}，{_ceiling_words(line)}"
    return f"{amount}，完成年度目标任务的{percent(line)}" if percent(line) else amount


def _ceiling_words(line: JudgedLine) -> str:
    goal = f"{shown(line.plan.target or 0.0)}{line.plan.indicator.measure}"
    return f"控制在年度目标{goal}以内" if line.rating.met else f"超过年度控制数{goal}"


def pace(line: JudgedLine) -> str:
    """What a count is held against: 应达进度 where nodes were set (R9.32)."""
    return "应达进度" if line.plan.by_milestone else "序时进度"


def gap_words(line: JudgedLine) -> str:
    """低于序时进度16.7个百分点; blank where there is nothing to compare with (R9.32)."""
    if line.figure.level:
        overdue = line.rating.reason.startswith(OVERDUE)
        return OVERDUE if overdue else ""
    if line.gap is None or line.plan.target is None:
        return ""
    return _rate_words(line) if line.plan.indicator.asks_parts else _count_words(line, line.gap)


def _count_words(line: JudgedLine, gap: float) -> str:
    plan = line.plan
    if line.rating.met or plan.due == 0:
        return ""
    if plan.final_month:
        short = _beside("低于年度目标", gap)
        return f"{OVERDUE}，{short}" if plan.over else f"{short}，{_LATE}"
    if gap > 0:
        return f"低于{pace(line)}{gap:.1f}个百分点"
    if gap < 0:
        return f"高于{pace(line)}{-gap:.1f}个百分点"
    reached = (line.rating.completion or 0) >= plan.due
    return f"达到{pace(line)}" if reached else f"与{pace(line)}基本持平"


def _rate_words(line: JudgedLine) -> str:
    plan, gap = line.plan, line.gap or 0.0
    goal = "年度目标"
    if plan.indicator.direction is Direction.AT_MOST:
        return "控制在年度目标以内" if line.rating.met else _beside(f"超过{goal}", gap)
    if line.rating.met:
        return f"高于{goal}{-gap:.1f}个百分点" if gap < 0 else f"达到{goal}"
    if _is_by_milestone(line):
        return _node_words(gap)
    if plan.indicator.judged is Judged.BY_DEADLINE and not plan.final_month:
        return _beside(f"距{goal}", gap) + "，未到完成时限"
    if line.rating.completion == plan.line:
        return f"等于{goal}，尚未超过"
    short = _beside(f"低于{goal}", gap)
    return f"{OVERDUE}，{short}" if plan.over else short


def _node_words(gap: float) -> str:
    side = "低于" if gap > 0 else "高于"
    return f"{side}应达进度{abs(gap):.1f}个百分点" if gap else "与应达进度基本持平"


def _is_by_milestone(line: JudgedLine) -> bool:
    """Whether the gap of an unmet rate is one to its node, not to its line."""
    monthly = line.plan.indicator.judged is Judged.MONTHLY
    return line.plan.by_milestone and not (monthly or line.plan.final_month)


def _beside(side: str, gap: float) -> str:
    return f"{side}{abs(gap):.1f}个百分点" if gap else f"{side}不足0.1个百分点"


def note_words(view: MonthView, line: JudgedLine) -> str:
    """（其中沿用上月20人，缺2个县区数据，数据待核）; blank where all is there (R9.33)."""
    places = view.places.get(line.code, ())
    silent = [place for place in places if place.rating.status is Status.NO_RETURN]
    counties = sum(place.county != OWN and place.carried is None for place in silent)
    own = any(place.county == OWN and place.carried is None for place in silent)
    notes = (
        _carried_words(line, places),
        f"缺{counties}个县区数据" if counties else "",
        f"缺{OWN}数据" if own else "",
        f"{line.held}个数待更正" if line.held else "",
        "数据待核" if line.doubts else "",
    )
    words = "，".join(filter(None, notes))
    return f"（{words}）" if words else ""


def _carried_words(line: JudgedLine, places: Sequence[JudgedLine]) -> str:
    if line.carried is None:
        return ""
    months = {place.since for place in places if place.since is not None}
    when = "上月" if months == {line.period.plus(-1)} else "以前月份"
    return f"其中沿用{when}{shown(line.carried)}{line.plan.indicator.measure}"
