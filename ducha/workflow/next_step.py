"""Where the month stands, and what is to be done next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ducha.merge.year import MergedInbox
from ducha.period import Period
from ducha.standing.assignments import AssignmentState, assignment_states
from ducha.standing.reporting import ANSWERED, State, UnitState
from ducha.workflow.command import PROGRAM
from ducha.workflow.workspace import Workspace

_TO_ACT_ON = (
    *(State.MISSING, State.USELESS, State.AWAITED),
    *(State.EMPTY, State.RETURNED, State.PARTIAL),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """A month as it is found: forms issued, report written (paths as shown), who has answered.

    `published` says which edition was published, blank where none was; `signed` that it was
    registered as issued.
    """

    period: Period
    forms: str
    issued: bool
    report: str
    reported: bool
    states: tuple[UnitState, ...]
    published: str = ""
    signed: bool = False

    @property
    def answered(self) -> int:
        """Units of which something has been merged."""
        return sum(unit.state in ANSWERED for unit in self.states)


def next_step(month: Situation) -> str:
    """The one thing to do next, with the command for it."""
    counts = Counter(state.state for state in month.states)
    if month.published:
        return _after_publishing(month)
    if not month.issued and not month.answered:
        return f"下一步：生成填报表　{PROGRAM} generate --period {month.period}"
    if not month.answered:
        return f"下一步：把 {month.forms} 里的表发给各单位；收回的存入 inbox 后 {PROGRAM} merge"
    if counts[State.AWAITED] or counts[State.MISSING] or counts[State.USELESS]:
        return (
            f"下一步：{PROGRAM} status 看谁没报；随时可以 {PROGRAM} merge --period {month.period}"
        )
    if month.reported:
        return (
            f"下一步：打开 {month.report} 核对；收件箱有变化时重新 {PROGRAM} merge；"
            f"没有问题后送审 {PROGRAM} publish --period {month.period}"
        )
    return f"下一步：{PROGRAM} merge --period {month.period}"


def _after_publishing(month: Situation) -> str:
    """Of a published month: to register what was signed; later changes show in the next report."""
    done = f"本月已送审（{month.published}）"
    if month.signed:
        return f"{done}，已登记印发。以后的更正见下月汇总表的〔前期更正〕"
    return (
        f"{done}。下一步：签发以后登记印发　{PROGRAM} publish --period {month.period} --issued 文件"
    )


def reporting_lines(states: Sequence[UnitState]) -> tuple[str, ...]:
    """Who has reported and who has not, by name where a person must act."""
    counts = Counter(state.state for state in states)
    counted = "，".join(f"{state}{counts[state]}个" for state in State if counts[state])
    lines = [f"应报{len(states)}个单位：{counted}"]
    for state in _TO_ACT_ON:
        lines.extend(named_line(states, state))
    late = [_with_supplement(each) for each in states if each.late]
    return (*lines, f"　迟报：{'、'.join(late)}") if late else tuple(lines)


def named_line(states: Sequence[UnitState], state: State) -> tuple[str, ...]:
    """The units in one state by name; no line where there is none."""
    names = [_with_useless(each) for each in states if each.state is state]
    return (f"　{state}：{'、'.join(names)}",) if names else ()


def _with_useless(unit: UnitState) -> str:
    """The unit, and where that is why it has not reported, what came from it instead."""
    came = [other.label for other in unit.others if other.useless]
    shown = unit.state is State.USELESS and came
    return f"{unit.unit}（来件：{'；'.join(came)}）" if shown else unit.unit


def _with_supplement(unit: UnitState) -> str:
    return f"{unit.unit}（{unit.lateness}）" if unit.supplemented else unit.unit


def breakdown_lines(owing: Mapping[str, int], asked: int) -> tuple[str, ...]:
    """Which departments still owe a breakdown: indicators not yet divided, by unit."""
    if not owing:
        return (f"任务分解：{asked}个牵头单位都已分解到县区",) if asked else ()
    names = "、".join(f"{unit}（{number}个指标）" for unit, number in owing.items())
    return (f"任务分解：{asked}个牵头单位中还有{len(owing)}个没有分解完：{names}",)


def handed_lines(space: Workspace, merged: MergedInbox, today: date) -> tuple[str, ...]:
    """Matters handed over, as of today; of a month that is over, as of its deadline (R9.81)."""
    day = min(today, space.deadline(merged.period))
    said = merged.tables[-1].handed if merged.tables else {}
    return assignment_lines(assignment_states(merged.ledger.assignments, day, said))


def assignment_lines(states: Sequence[AssignmentState]) -> tuple[str, ...]:
    """How many are 在办, and which need a person: late, applied for, to be looked at again.

    No line where none is open and none waits (R9.81).
    """
    open_ones = [state for state in states if state.open]
    late = sorted((s for s in open_ones if s.overdue), key=lambda s: -(s.overdue_days or 0))
    named = (
        ("超期", [f"{_matter(s)}，超期{s.overdue_days}天）" for s in late]),
        ("申请办结，待核查", [f"{_matter(s)}）" for s in open_ones if s.applied]),
        ("待回访", [f"{_matter(s)}）" for s in states if s.awaiting_visit]),
    )
    lines = [f"　{what}{len(names)}件：{'、'.join(names)}" for what, names in named if names]
    return (f"督办事项：在办{len(open_ones)}件", *lines) if open_ones or lines else ()


def _matter(state: AssignmentState) -> str:
    return f"{state.assignment.unit}（{state.assignment.number}"


def unit_lines(states: Sequence[UnitState]) -> tuple[str, ...]:
    """One line per unit: state, rows filled, what was held out, when it came."""
    return tuple(f"　{_unit_line(unit)}" for unit in states)


def _unit_line(unit: UnitState) -> str:
    when = f"　{unit.received:%m-%d %H:%M}（{unit.basis}）" if unit.received else ""
    held = f"　退回{unit.held}项" if unit.held else ""
    told = unit.state is State.LATE and not unit.supplemented
    late = f"　{unit.lateness}" if unit.late and not told else ""
    others = f"　其他来件：{'；'.join(other.label for other in unit.others)}" if unit.others else ""
    return f"{unit.unit}　{unit.state}{late}　{unit.filled}/{unit.owed}{held}{when}{others}"
