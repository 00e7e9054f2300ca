"""From a figure to a status and the reason for it.

Every rule here is one of R7; thresholds come in as `Thresholds`. All arithmetic is exact: figures
enter as fractions of the decimal number a reader sees.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, replace
from enum import StrEnum
from fractions import Fraction
from math import floor

from ducha.ledger.model import Direction, Indicator, Judged, Kind, Level
from ducha.status.shares import describe_miss, due_share, is_met, points, schedule
from ducha.values.reading import exact, shown


class Status(StrEnum):
    """Where a figure stands; the word itself is what a reader sees (R7.60)."""

    DONE = "已完成"
    ON_TRACK = "正常"
    LAGGING = "滞后"
    BEHIND = "严重滞后"
    NO_RETURN = "未报送"
    HELD = "待更正"
    NOT_BROKEN_DOWN = "未分解"
    NO_TASK = "无任务"


WORST_FIRST = (Status.BEHIND, Status.LAGGING, Status.ON_TRACK, Status.DONE)
"""The four lights; the other statuses are counted beside them."""

OVERDUE = "逾期未完成"
"""Begins the reason of what was not done by its deadline, or by the end of the year."""

NOT_STARTED = "未到起始月"
"""The reason of what has not begun: 无任务 without a figure (R7.60)."""

GOOD_LIGHTS = frozenset({Status.DONE, Status.ON_TRACK})
BAD_LIGHTS = frozenset({Status.LAGGING, Status.BEHIND})

MET_IN_DOUBT = "正常（数据待核）"
"""The ninth word of 状态: the target is met, by a figure that a clerk has yet to settle."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The tunable part of the rules (config.toml: status) (R7.25)."""

    on_track: float = 5.0
    """A gap up to here, in percentage points, is 正常."""
    severe: float = 30.0
    """A gap, or a distance from the target line, beyond here is 严重滞后."""
    lagging_months: int = 2
    """So many months 滞后 with a gap that does not narrow are 严重滞后."""
    idle_months: int = 2
    """Still 0 so many months after the first month with a due is 严重滞后."""
    run_gap: float = 10.0
    """Months 滞后 in a row are 严重滞后 only with a gap beyond this in the last of them."""


@dataclass(frozen=True, slots=True)
class Figure:
    """What was reported for one line: a number, a pair, or a level; all None when nothing was."""

    done: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    level: Level | None = None

    @property
    def given(self) -> bool:
        """Whether there is anything to judge."""
        return not (self.done is None and self.denominator is None and self.level is None)

    @property
    def numbers(self) -> dict[str, float]:
        """The numbers among it, by the key of the form's column that asks for them."""
        numbers = {"done": self.done, "numerator": self.numerator, "denominator": self.denominator}
        return {key: number for key, number in numbers.items() if number is not None}

    @property
    def share(self) -> Fraction | None:
        """分子 over 分母, exactly; None without a 分母 or where it is 0."""
        if not self.denominator:
            return None
        return exact(self.numerator or 0.0) / exact(self.denominator)

    @property
    def no_object(self) -> bool:
        """分子 0 and 分母 0: nothing to measure this period (R7.46)."""
        return self.denominator == 0 and self.numerator == 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is expected of one line in one month. `due` and `schedule` are shares of the target."""

    indicator: Indicator
    target: float | None
    month: int
    schedule: Fraction
    due: Fraction
    by_milestone: bool = False
    closing: bool = False

    @property
    def over(self) -> bool:
        """Whether the deadline month has passed, or the year is being closed (R7.22, R7.74)."""
        return self.month > self.indicator.deadline or self.closed

    @property
    def final_month(self) -> bool:
        """Whether the deadline month is reached (R7.22, R7.44)."""
        return self.month >= self.indicator.deadline

    @property
    def closed(self) -> bool:
        """Whether the year is being closed, and this is due by then (R7.74)."""
        return self.closing and self.final_month

    @property
    def line(self) -> Fraction:
        """The share a rate must reach; a standard is judged against all of its objects (R7.40)."""
        if self.indicator.kind is Kind.STANDARD or self.target is None:
            return Fraction(1)
        return exact(self.target) / 100


@dataclass(frozen=True, slots=True)
class Rating:
    """One judged line: status, why, completion as a share, gap in percentage points to 0.1.

    `doubted` says that the target is met by a figure that is 待核.
    """

    status: Status
    reason: str = ""
    completion: Fraction | None = None
    gap: Fraction | None = None
    _: KW_ONLY
    met: bool = False
    doubted: bool = False

    @property
    def word(self) -> str:
        """状态 as a reader sees it: what is met by a doubted figure alone never reads 已完成."""
        return MET_IN_DOUBT if self.doubted else str(self.status)


def doubt(rating: Rating, why: str) -> Rating:
    """The rating of a figure that is 待核: a met target reads 正常（数据待核） (R6.166)."""
    if not rating.met:
        return replace(rating, reason=f"{rating.reason}；{why}")
    return replace(rating, status=Status.ON_TRACK, reason=f"所报数已达目标；{why}", doubted=True)


def plan(
    indicator: Indicator,
    target: float | None,
    milestones: Mapping[int, float],
    month: int,
    *,
    closing: bool = False,
) -> Plan:
    """Put together what is expected by the end of `month` (R7.3)."""
    return Plan(
        indicator=indicator,
        target=target,
        month=month,
        schedule=schedule(indicator, month),
        due=due_share(indicator, milestones, month),
        by_milestone=bool(milestones),
        closing=closing,
    )


def rate(plan: Plan, figure: Figure, thresholds: Thresholds) -> Rating:
    """Judge one figure of one month by itself; what the months before make of it is `escalate`.

    (R7.23, R7.24, R7.60, R7.76)
    """
    kind = plan.indicator.kind
    if plan.target == 0:
        return Rating(Status.NO_TASK, "目标为0，无任务")
    if not figure.given:
        early = plan.month < plan.indicator.start
        return Rating(Status.NO_TASK, NOT_STARTED) if early else Rating(Status.NO_RETURN, "未报送")
    if kind is Kind.QUALITATIVE:
        return _rate_level(plan, figure.level)
    if plan.target is None:
        return Rating(Status.NOT_BROKEN_DOWN, "目标未分解", figure.share)
    if kind is Kind.COUNT:
        return _rate_count(plan, exact(figure.done or 0.0), exact(plan.target), thresholds)
    share = figure.share
    if share is None:
        return Rating(Status.ON_TRACK, "本期无对象")
    return _rate_line(plan, share, thresholds)


def _rate_count(plan: Plan, done: Fraction, target: Fraction, thresholds: Thresholds) -> Rating:
    completion = done / target
    met = is_met(done, target, plan.indicator.direction)
    if plan.indicator.is_ceiling:
        return _rate_ceiling(plan, completion, met=met)
    gap = points(plan.due - completion)
    if met:
        return Rating(Status.DONE, "目标已完成", completion, gap, met=True)
    if plan.final_month:
        status, reason = _rate_unmet_at_deadline(plan, gap, thresholds)
    elif plan.due == 0:
        status, reason = Status.ON_TRACK, _reason_nothing_due(plan, done)
    else:
        status, reason = _status_by_gap(gap, thresholds), _describe_gap(plan, gap)
        if status is not Status.ON_TRACK and _enough_wholes(plan, done, target):
            status, reason = Status.ON_TRACK, f"{reason}，已达应完成的整数"
    return Rating(status, reason, completion, gap)


def _rate_ceiling(plan: Plan, completion: Fraction, *, met: bool) -> Rating:
    """A count that may not be exceeded: kept or broken, with neither schedule nor gap (R7.21)."""
    if not met:
        return Rating(Status.BEHIND, "超过控制数", completion)
    status = Status.DONE if plan.final_month else Status.ON_TRACK
    return Rating(status, "控制在目标内", completion, met=True)


def _rate_unmet_at_deadline(
    plan: Plan, gap: Fraction, thresholds: Thresholds
) -> tuple[Status, str]:
    """From the deadline month on no gap is small enough, nor any number of wholes (R7.22)."""
    reason = _describe_gap(plan, gap)
    if plan.over:
        return Status.BEHIND, f"{OVERDUE}，{reason}"
    status = _status_by_gap(gap, thresholds)
    if status is Status.ON_TRACK:
        return Status.LAGGING, f"{reason}，到完成时限未完成"
    return status, reason


def _enough_wholes(plan: Plan, done: Fraction, target: Fraction) -> bool:
    return plan.indicator.whole and done >= floor(target * plan.due)


def _reason_nothing_due(plan: Plan, done: Fraction) -> str:
    if plan.indicator.at_completion and not plan.by_milestone:
        return f"未到期，已完成{shown(float(done))}{plan.indicator.measure}"
    return "尚未到应完成时间"


def _describe_gap(plan: Plan, gap: Fraction) -> str:
    measure = "节点" if plan.by_milestone else "目标" if plan.indicator.at_completion else "序时"
    if gap == 0:
        return f"与{measure}持平"
    return f"{'低于' if gap > 0 else '高于'}{measure}{float(abs(gap)):.1f}个百分点"


def _status_by_gap(gap: Fraction, thresholds: Thresholds) -> Status:
    if gap <= exact(thresholds.on_track):
        return Status.ON_TRACK
    return Status.LAGGING if gap <= exact(thresholds.severe) else Status.BEHIND


def _rate_line(plan: Plan, share: Fraction, thresholds: Thresholds) -> Rating:
    indicator = plan.indicator
    miss = points(plan.line - share)
    if is_met(share, plan.line, indicator.direction):
        monthly = indicator.judged is Judged.MONTHLY and not plan.final_month
        status = Status.ON_TRACK if monthly else Status.DONE
        return Rating(status, "已达到目标线", share, miss, met=True)
    reason_missed = describe_miss(plan.line - share)
    if indicator.direction is Direction.AT_MOST:
        return Rating(Status.BEHIND, reason_missed, share, miss)
    if plan.over:
        return Rating(Status.BEHIND, f"{OVERDUE}，{reason_missed}", share, miss)
    if indicator.judged is Judged.MONTHLY or plan.final_month:
        status = Status.LAGGING if miss <= exact(thresholds.severe) else Status.BEHIND
        return Rating(status, reason_missed, share, miss)
    if plan.by_milestone:
        gap = points(plan.line * plan.due - share)
        return Rating(_status_by_gap(gap, thresholds), _describe_gap(plan, gap), share, gap)
    reason = f"未到期，距目标{float(miss):.1f}个百分点"
    return Rating(Status.ON_TRACK, reason, share, miss)


def _rate_level(plan: Plan, level: Level | None) -> Rating:
    if level is Level.FINISHED:
        return Rating(Status.DONE, "已完成", met=True)
    if plan.over:
        return Rating(Status.BEHIND, f"{OVERDUE}，{level}")
    if level is Level.UNDER_WAY:
        return Rating(Status.ON_TRACK, "推进中")
    if plan.month < plan.indicator.start:
        return Rating(Status.ON_TRACK, NOT_STARTED)
    return Rating(Status.LAGGING, "未启动")
