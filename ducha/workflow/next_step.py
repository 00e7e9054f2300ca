"""Where the month stands, and what is to be done next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ducha.breakdown.in_force import owed_breakdowns
from ducha.checks.returns import NOT_OURS
from ducha.findings import Finding, Severity
from ducha.form.breakdown import breaking_units
from ducha.form.monthly import reporting_units
from ducha.ledger.model import Ledger
from ducha.letters.breakdowns import breakdown_corrections
from ducha.letters.returned import corrections
from ducha.merge.year import MergedInbox
from ducha.period import Period
from ducha.standing.assignments import AssignmentState, assignment_states
from ducha.standing.reporting import ANSWERED, COMPLETE, UnitState, call
from ducha.standing.words.columns import list_first
from ducha.standing.words.scope import SUB_COUNT
from ducha.texts import brief, shown_name
from ducha.workflow.command import PROGRAM
from ducha.workflow.workspace import Workspace

_MOST_FILES = 20
_LONGEST_REASON = 60


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
    if any(state not in COMPLETE for state in counts):
        return (
            f"下一步：{PROGRAM} status 看谁没报、谁没报全；"
            f"随时可以 {PROGRAM} merge --period {month.period}"
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


def needs_a_person(merged: MergedInbox, states: Sequence[UnitState]) -> bool:
    """Whether somebody must be rung or something looked at: findings, returns not complete."""
    grave = any(finding.severity is not Severity.NOTE for finding in merged.findings)
    return grave or any(state.state not in COMPLETE for state in states)


def breakdown_lines(ledger: Ledger) -> tuple[str, ...]:
    """Which departments still owe a breakdown, and of how many indicators (R7.275)."""
    owing = {unit: len(blank) for unit, blank in owed_breakdowns(ledger).items()}
    asked = len(breaking_units(ledger))
    if not owing:
        return (f"任务分解：{asked}个牵头单位都已分解到县区",) if asked else ()
    names = "、".join(
        f"{unit}（{number}个指标，{_call(ledger, unit)}）" for unit, number in owing.items()
    )
    return (f"任务分解：{asked}个牵头单位中还有{len(owing)}个没有分解完：{names}",)


def finding_lines(findings: Sequence[Finding], ledger: Ledger) -> tuple[str, ...]:
    """What is open of 数据核查: how many of each grade, whose they are (R7.275)."""
    severities = Counter(finding.severity for finding in findings)
    if not severities:
        return ("核查发现：无",)
    counted = "，".join(f"{grade}{severities[grade]}条" for grade in Severity if severities[grade])
    named = (
        f"　{grade}{severities[grade]}条：{_whose(findings, grade, ledger)}"
        for grade in (Severity.RETURN, Severity.VERIFY)
        if severities[grade]
    )
    return (f"核查发现：{counted}（见〔数据核查〕）", *named, *_unknown_files(findings))


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


def _whose(findings: Iterable[Finding], grade: Severity, ledger: Ledger) -> str:
    """Units with how many each, in the ledger's order, what is nobody's last."""
    counts = Counter(finding.unit for finding in findings if finding.severity is grade)
    order = {unit.name: n for n, unit in enumerate(ledger.units)}
    units = sorted(counts, key=lambda unit: (order.get(unit, len(order)), unit))
    named = [
        f"{shown_name(unit)}{counts[unit]}条（{_call(ledger, unit)}）" for unit in units if unit
    ]
    return "、".join([*named, *([f"认不出单位的{counts['']}条"] if counts[""] else [])])


def _unknown_files(findings: Iterable[Finding]) -> tuple[str, ...]:
    """The files that are 无法识别, by name."""
    files = [
        f"{shown_name(finding.file)}（{brief(finding.sentence, _LONGEST_REASON)}）"
        for finding in findings
        if finding.rule is NOT_OURS and finding.severity is not Severity.NOTE
    ]
    if not files:
        return ()
    return (f"　其中无法识别的文件{len(files)}个（{SUB_COUNT}）：{list_first(files, _MOST_FILES)}",)


def correction_lines(
    merged: MergedInbox, whole: Ledger, reporters: frozenset[str]
) -> tuple[str, ...]:
    """Which units have not yet put right what was sent back, and in how many places (R7.275).

    Args:
        merged: The inbox, merged up to the month.
        whole: The ledger of the year, which breakdowns are asked by.
        reporters: Which of the two lines report (config.toml).
    """
    ledger = merged.ledger
    returns = corrections(merged, reporting_units(ledger, reporters))
    breakdowns = breakdown_corrections(merged, whole)
    lines = (
        ("月报退回待更正", {unit: len(c.faults) + len(c.others) for unit, c in returns.items()}),
        ("任务分解退回待更正", {u: len(c.faults) + len(c.others) for u, c in breakdowns.items()}),
    )
    return tuple(
        f"{what}{len(cells)}个单位：{_list_cells(cells, ledger)}" for what, cells in lines if cells
    )


def _list_cells(cells: Mapping[str, int], ledger: Ledger) -> str:
    return "、".join(f"{unit}（{n}处，{_call(ledger, unit)}）" for unit, n in cells.items())


def _call(ledger: Ledger, unit: str) -> str:
    """Whom to ring, as of a unit's return."""
    known = ledger.by_unit.get(unit)
    return call(known.contact, known.phone) if known else call("", "")
