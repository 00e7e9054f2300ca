"""What is proposed to be written as 问题 and 交办要求: sentences with their figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import ceil

from ducha.ledger.model import Kind, Ledger
from ducha.merge.model import JudgedLine
from ducha.period import MONTHS
from ducha.standing.handed.grounds import RUNNING, Ground
from ducha.status.rating import Plan, Status, plan
from ducha.status.shares import percent
from ducha.values.reading import exact, shown

_HUNDREDTHS = 100


def problem_words(grounds: Iterable[Ground]) -> str:
    """问题: each indicator with its figure, its target, how far behind, since when (R9.73)."""
    return "；".join(map(_problem, grounds))


def _problem(ground: Ground) -> str:
    line, reasons = ground.line, ground.line.rating.reason.split("，")
    if ground.months >= RUNNING:  # said once, in the words of what has come of it
        reasons = [reason for reason in reasons if not reason.startswith("连续")]
        reasons.append(f"连续{ground.months}个月{Status.BEHIND}")
    parts = [*_figures(line), *reasons]
    return f"{line.plan.indicator.name}：{'，'.join(parts)}"


def _figures(line: JudgedLine) -> list[str]:
    """截至5月底完成120人（年度目标1200人），完成率10.0%; nothing where there is no number."""
    indicator, figure, target = line.plan.indicator, line.figure, line.plan.target
    if not figure.given or indicator.kind is Kind.QUALITATIVE or target is None:
        return []
    when = f"截至{line.plan.month}月底"
    if indicator.kind is Kind.COUNT:
        goal = "控制数" if indicator.is_ceiling else "年度目标"
        done, whole = (f"{shown(n)}{indicator.measure}" for n in (figure.done or 0.0, target))
        return [f"{when}完成{done}（{goal}{whole}）", *_share(line, "完成率")]
    if indicator.kind is Kind.RATE:
        return [*_share(line, f"{when}为"), f"年度目标{shown(target)}%"]
    return _share(line, f"{when}达到{shown(target)}{indicator.measure}的占")


def _share(line: JudgedLine, label: str) -> list[str]:
    share = line.rating.completion
    if share is None:
        return []
    goal = Fraction(1) if line.plan.indicator.kind is Kind.COUNT else line.plan.line
    return [f"{label}{percent(share, goal, met=line.rating.met)}"]


def demand_words(grounds: Sequence[Ground], ledger: Ledger) -> str:
    """交办要求: what is to be there by the end of the next month, or at once (R9.73)."""
    asked = "；".join(_demand(ground, ledger) for ground in grounds)
    return f"查明原因，明确责任人和措施，按月反馈。{asked}。"


def _demand(ground: Ground, ledger: Ledger) -> str:
    line, name = ground.line, ground.line.plan.indicator.name
    indicator = line.plan.indicator
    if indicator.is_ceiling:
        return f"{name}：采取措施控制，不再增加"
    if indicator.kind is Kind.QUALITATIVE:
        return f"{name}：尽快完成"
    if indicator.kind is not Kind.COUNT:
        return f"{name}：尽快达到{shown(float(line.plan.line * 100))}%"
    if ground.overdue or line.plan.final_month or line.plan.month >= MONTHS:
        return f"{name}：尽快完成，尚差{_amount(line.plan, Fraction(1), line.figure.done)}"
    following = _next_plan(line, ledger)
    if following.due >= 1 or following.target is None:
        return f"{name}：{following.month}月底前全面完成{_goal(following)}"
    due = percent(following.due)
    return (
        f"{name}：{following.month}月底前累计达到{_amount(following, following.due)}（应达{due}）"
    )


def _next_plan(line: JudgedLine, ledger: Ledger) -> Plan:
    indicator, month = line.plan.indicator, line.plan.month + 1
    milestones = ledger.milestones.get(indicator.code, {})
    return plan(indicator, ledger.target_of(indicator, line.county, month), milestones, month)


def _goal(wanted: Plan) -> str:
    if wanted.target is None:
        return ""
    return f"{shown(wanted.target)}{wanted.indicator.measure}"


def _amount(wanted: Plan, share: Fraction, done: float | None = None) -> str:
    """So much of the target, less what is done, rounded up to what can be counted."""
    rest = exact(wanted.target or 0.0) * share - exact(done or 0.0)
    parts = 1 if wanted.indicator.whole else _HUNDREDTHS
    return f"{shown(ceil(rest * parts) / parts)}{wanted.indicator.measure}"
