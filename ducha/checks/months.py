"""What only several months together show: jumps, standstills, problems not stated or copied."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median

from ducha.checks.check import Check, Fault, Faults
from ducha.checks.stated import contradicted_total
from ducha.findings import ANY_GRADE, NEVER_RETURNED, Severity
from ducha.ledger.model import Indicator
from ducha.status.rating import Figure, Plan, Status
from ducha.status.shares import is_met
from ducha.values.reading import exact, shown

_JUMP = 0.6
_LEAST_TARGET = 50.0
"""Below this a single school or bridge is a large share of the target."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Yardstick:
    """What the size of a count is held against where its place has no target of its own (R6.411).

    `city_target` is the whole city's, shared by so many `places`; `total` what the city's parts of
    this month come to; `sound` the place's last figure that nobody doubted, `peers` this month's
    figures of the other places.
    """

    city_target: float
    places: int
    total: float
    sound: float | None
    peers: tuple[float, ...]

    @property
    def share(self) -> float:
        """An equal share of the city's target."""
        return self.city_target / max(self.places, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class RowStory:
    """A unit's row over three months; `dues` are the due shares of those months, oldest first.

    `now`, `last` and `before` are this month's figure and those of the two before it, None where
    there was no figure; a due share is 1 where all is due. `yardstick` is for a count of a place
    without a target.
    """

    plan: Plan
    now: Figure
    last: Figure | None
    before: Figure | None
    dues: tuple[float, ...]
    remark: str
    yardstick: Yardstick | None = None


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


_SMALL, _TINY = 50.0, 20.0
"""A count below the first is never asked about; from one below the second anything may follow."""
_TIMES, _FAST = 8, 5
_SCALES = (10, 100, 10_000)
_MONTH_MORE = 1.6
"""A month adds at most so much to what was there, where something was."""


def _out_of_scale(story: RowStory) -> Faults:
    """Many times last month's, or far above an equal share of the city's target (R6.411)."""
    now, yard = story.now.done, story.yardstick
    if yard is None or now is None or now < _SMALL:
        return ()
    odd = _beside_last(now, yard) if yard.sound else _beside_others(now, yard)
    before = "没有数" if yard.sound is None else shown(yard.sound)
    detail = f"上次{before}，全市目标{shown(yard.city_target)}由{yard.places}个县区分担"
    return (Fault("done", detail),) if odd else ()


def _beside_last(now: float, yard: Yardstick) -> bool:
    """Whether a count has grown out of all proportion since it was last undoubted."""
    before = yard.sound or 0.0
    if before < _TINY:
        return now >= before * _FAST and now > yard.share * 2 and now >= _SMALL * 2
    fits = any(before <= now / scale <= before * _MONTH_MORE for scale in _SCALES)
    return now >= before * _TIMES and (fits or now > yard.share * 2)


def _beside_others(now: float, yard: Yardstick) -> bool:
    """Whether a first count is above what several places are to do, or unlike all others."""
    if now > yard.share * 3:
        return True
    enough = len(yard.peers) >= 3 and now >= _SMALL * 2  # noqa: PLR2004 - fewer are no measure
    return enough and now > yard.share * 1.5 and now >= median(yard.peers) * _TIMES


def _city_beyond(story: RowStory) -> Faults:
    """A part of a city's count that together is far above the city's target (R6.412)."""
    now, yard = story.now.done, story.yardstick
    if yard is None or now is None or yard.total <= yard.city_target * 1.5:
        return ()
    percent = shown(round(yard.total / yard.city_target * 100))
    detail = f"全市合计{shown(yard.total)}，是全市目标{shown(yard.city_target)}的{percent}%"
    return (Fault("done", detail),) if now > yard.share else ()


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

SIZE_CHECKS: tuple[Check[RowStory], ...] = (
    Check(
        "量级",
        Severity.VERIFY,
        "本月的数大得不合常理（{detail}），像是多写了0",
        "请核对计量单位和位数；属实的在备注中说明",
        source="R6.411 常见错误：量级写错",
        grades=ANY_GRADE,
        excusable=True,
        doubting=True,
        test=_out_of_scale,
    ),
    Check(
        "远超",
        Severity.VERIFY,
        "{detail}；这个数超过了平均每个县区应承担的数",
        "请核对是否多写了0、重复计算，或填成了全市的数；属实的在备注中说明",
        source="R6.412 常见错误：量级写错",
        grades=ANY_GRADE,
        excusable=True,
        doubting=True,
        lasting=True,
        test=_city_beyond,
    ),
)
"""Rules about a count that has no target of its own."""

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
        source="R6.139, R6.458 常见错误：文字与数字打架",
        grades=NEVER_RETURNED,
        test=_contradiction,
    ),
)
"""Rules about what is written."""
