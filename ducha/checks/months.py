"""What only several months together show: jumps, standstills, problems not stated or copied."""

from __future__ import annotations

from dataclasses import dataclass

from ducha.checks.check import Check, Fault, Faults
from ducha.checks.stated import contradicted_total
from ducha.findings import NEVER_RETURNED, Severity
from ducha.ledger.model import Indicator
from ducha.status.rating import Figure, Plan, Status
from ducha.status.shares import is_met
from ducha.values.reading import exact, shown

_JUMP = 0.6
_LEAST_TARGET = 50.0
"""Below this a single school or bridge is a large share of the target."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowStory:
    """A unit's row over three months; `dues` are the due shares of those months, oldest first.

    `now`, `last` and `before` are this month's figure and those of the two before it, None where
    there was no figure; a due share is 1 where all is due.
    """

    plan: Plan
    now: Figure
    last: Figure | None
    before: Figure | None
    dues: tuple[float, ...]
    remark: str


@dataclass(frozen=True, slots=True)
class ItemStory:
    """What a unit says of an item this month and last, beside its figures and statuses (R6.137)."""

    progress: str
    problem: str
    last_problem: str
    statuses: tuple[Status, ...]
    figures: tuple[tuple[Indicator, tuple[float, ...]], ...]


def _jump(story: RowStory) -> Faults:
    """More in one month than most of a year's target (R6.135)."""
    now, last = story.now.done, story.last.done if story.last else None
    target = story.plan.target or 0.0
    if now is None or last is None or target < _LEAST_TARGET or now - last <= target * _JUMP:
        return ()
    return (Fault("done", shown(now - last)),)


def _standstill(story: RowStory) -> Faults:
    """The same count three months running, although more is due than at first (R6.136).

    Of what may not be exceeded nothing is due.
    """
    figures = (story.before, story.last, story.now)
    counts = [figure.done if figure else None for figure in figures]
    rising = len(story.dues) == len(figures) and story.dues[0] < story.dues[-1]
    if not rising or counts[0] is None or len(set(counts)) > 1 or _is_settled(story):
        return ()
    return (Fault("done"),)


def _is_settled(story: RowStory) -> bool:
    """Whether no more is asked of the unit: no task, a ceiling, or the target is met."""
    target, done = story.plan.target, story.now.done
    if story.plan.indicator.is_ceiling:
        return True
    if target is None or done is None:
        return False
    return target == 0 or is_met(exact(done), exact(target), story.plan.indicator.direction)


def _unexplained(story: ItemStory) -> Faults:
    behind = {Status.LAGGING, Status.BEHIND} & set(story.statuses)
    return (Fault("problem"),) if behind and not story.problem else ()


def _copied(story: ItemStory) -> Faults:
    """Last month's problem, word for word (R6.138)."""
    same = story.problem and story.problem == story.last_problem
    return (Fault("problem"),) if same else ()


def _contradiction(story: ItemStory) -> Faults:
    """A cumulative figure in the text that no cell holds (R6.139)."""
    words = contradicted_total(story.progress, story.figures)
    return (Fault("progress", words),) if words else ()


ROW_CHECKS: tuple[Check[RowStory], ...] = (
    Check(
        "突增",
        Severity.VERIFY,
        "本月新增{detail}，超过年度目标的六成",
        "请核对是否把累计数、单位或小数点填错；属实的在备注中说明",
        source="R6.135 常见错误：一个月突增",
        grades=NEVER_RETURNED,
        excusable=True,
        doubting=True,
        test=_jump,
    ),
    Check(
        "未变",
        Severity.NOTE,
        "累计数连续两个月没有变化",
        "请核实是确无进展，还是照抄了上月的数",
        source="R6.136 常见错误：照抄上月",
        grades=NEVER_RETURNED,
        test=_standstill,
    ),
)
"""Rules about a row over the months."""

ITEM_CHECKS: tuple[Check[ItemStory], ...] = (
    Check(
        "未说明问题",
        Severity.NOTE,
        "进度滞后，但没有写存在问题",
        "请在〔情况说明〕中写明原因和存在的问题",
        source="R6.137 通知：每月报存在问题",
        grades=NEVER_RETURNED,
        test=_unexplained,
    ),
    Check(
        "照抄问题",
        Severity.NOTE,
        "存在问题与上月一字不差",
        "请写明本月的新情况；问题没有变化的，说明采取了什么措施",
        source="R6.138 常见错误：照抄上月",
        grades=NEVER_RETURNED,
        test=_copied,
    ),
    Check(
        "文数不符",
        Severity.VERIFY,
        "文字中说“{detail}”，与进度填报中的数不符",
        "请核对文字和数字，改正其中一个",
        source="R6.139 常见错误：文字与数字打架",
        grades=NEVER_RETURNED,
        test=_contradiction,
    ),
)
"""Rules about what is written."""
