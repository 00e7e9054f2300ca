"""报送与未决: who has not reported, what is open, what has been handed over or restated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from typing import NamedTuple

from ducha.checks.returns import RESTATED, SUPPLIED
from ducha.findings import Finding, Severity
from ducha.ledger.model import CITY, Group, Ledger
from ducha.merge.model import JudgedLine
from ducha.standing.assignments import AssignmentState
from ducha.standing.overview.names import cut, listed
from ducha.standing.overview.view import MonthView
from ducha.standing.reporting import ANSWERED, State, UnitState
from ducha.texts import display_width

_LINE_WIDTH = 41
"""Of a printed line, in half-width characters."""
_MOST_LINES = 6
"""Printed lines for all states of returns together; where they need more, each has one."""
_NAMES_WIDTHS = (60, 44, 32, 26, 20, 14)
"""Room for the names of one state of returns: as much as the line as a whole has."""

_FILE_WIDTH = 40


class PageLine(NamedTuple):
    """A line of the page, and the sheet on which the whole of it stands, to which `label` leads."""

    label: str
    text: str
    sheet: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenMatters:
    """What the lines under 报送与未决 are made from; `restated` counts the rows of 前期更正."""

    ledger: Ledger
    view: MonthView
    states: Sequence[UnitState]
    findings: Sequence[Finding]
    assignments: Sequence[AssignmentState]
    restated: int


def open_lines(open_matters: OpenMatters) -> tuple[PageLine, ...]:
    """Who has not reported as asked, with telephones; what is open (R7.210, R7.211)."""
    return (
        *_return_lines(open_matters),
        PageLine("未决", _open_findings(open_matters), "数据核查"),
        PageLine("督办", _handed_over(open_matters.assignments), "督办事项"),
        PageLine("前期更正", _restated(open_matters), "前期更正"),
    )


# Returns


def _return_lines(open_matters: OpenMatters) -> tuple[PageLine, ...]:
    """Two printed lines for a state of returns, while there is room for that."""
    if open_matters.states and all(u.state is State.ON_TIME for u in open_matters.states):
        return (PageLine("报送", "全部单位按时报齐", "报送情况"),)
    full = tuple(_state_lines(open_matters, _LINE_WIDTH * 2))
    needed = sum(ceil(display_width(line.text) / _LINE_WIDTH) for line in full)
    return full if needed <= _MOST_LINES else tuple(_state_lines(open_matters, _LINE_WIDTH))


def _state_lines(open_matters: OpenMatters, width: int) -> Iterator[PageLine]:
    for state, note in _NOTES.items():
        units = [unit for unit in open_matters.states if unit.state is state]
        if units:
            named = [f"{unit.unit}（{note(open_matters, unit)}）" for unit in units]
            yield PageLine(f"{state} {len(units)}", listed(named, width), "报送情况")


def _call(open_matters: OpenMatters, state: UnitState) -> str:
    """Whom to ring, and what is shown in place of what has not come (R7.210)."""
    months = _carried_months(open_matters.view, state)
    carried = f"沿用{'、'.join(f'{month}月' for month in months)}数" if months else ""
    return "，".join(filter(None, (_phone(open_matters, state) or "无电话", carried)))


def _phone(open_matters: OpenMatters, state: UnitState) -> str:
    unit = open_matters.ledger.by_unit[state.unit]
    phone = f"电话{unit.phone}" if unit.phone else ""
    return " ".join(filter(None, (unit.contact, phone))) if phone else ""


def _carried_months(view: MonthView, state: UnitState) -> list[int]:
    """The months from which counts of a unit's are carried: of its own rows, or those it leads."""

    def answers(line: JudgedLine) -> bool:
        if state.group is Group.COUNTY:
            return line.county == state.unit
        return line.county != CITY and line.plan.indicator.leads[0] == state.unit

    return sorted({line.since.month for line in view.lines if line.since and answers(line)})


def _what_came(open_matters: OpenMatters, state: UnitState) -> str:
    files = [cut(other.label, _FILE_WIDTH) for other in state.others if other.useless]
    return "；".join(
        [*([listed(files, _FILE_WIDTH * 2)] if files else []), _call(open_matters, state)]
    )


def _lateness(open_matters: OpenMatters, state: UnitState) -> str:
    when = f"{state.received.month}月{state.received.day}日" if state.received else ""
    supplied = f"补报{state.supplemented}格" if state.supplemented else ""
    known = (when, supplied, _phone(open_matters, state))
    return "，".join(filter(None, known)) or str(State.LATE)


def _filled(open_matters: OpenMatters, state: UnitState) -> str:
    known = (f"{state.filled}/{state.owed}", state.lateness, _phone(open_matters, state))
    return "，".join(filter(None, known))


_NOTES: dict[State, Callable[[OpenMatters, UnitState], str]] = {
    State.MISSING: _call,
    State.AWAITED: _call,
    State.EMPTY: _call,
    State.USELESS: _what_came,
    State.RETURNED: _call,
    State.PARTIAL: _filled,
    State.LATE: _lateness,
}
"""What is said of a unit by the state of its return, those that must be reminded first."""


def received_words(states: Sequence[UnitState], room: int) -> str:
    """应报20个单位，已报19个（未报：禹王台区）; who reported in part is named too (R7.209).

    With as many names as there is `room` for, in half-width characters.
    """
    answered = sum(unit.state in ANSWERED for unit in states)
    short = f"应报{len(states)}个单位，已报{answered}个，其余见“报送与未决”"
    told = (_received(states, width) for width in _NAMES_WIDTHS)
    return next((words for words in told if display_width(words) <= room), short)


def _received(states: Sequence[UnitState], width: int) -> str:
    if not states:
        return "没有应报单位"
    answered = sum(unit.state in ANSWERED for unit in states)
    by_state = {state: [u.unit for u in states if u.state is state] for state in _NOTES}
    silent = "；".join(
        f"{_WORDS.get(state, state)}：{listed(units, width)}"
        for state, units in by_state.items()
        if units and state not in ANSWERED
    )
    partial = [f"{u.unit}（{u.filled}/{u.owed}）" for u in states if u.state is State.PARTIAL]
    parts = [
        f"应报{len(states)}个单位",
        f"已报{answered}个（{silent}）" if silent else "全部单位已报",
        f"其中{len(partial)}个报送不全：{listed(partial, width)}" if partial else "",
    ]
    return "，".join(filter(None, parts))


_WORDS = {State.AWAITED: "未到截止日，待报", State.RETURNED: "退回"}


# What is open


def _open_findings(open_matters: OpenMatters) -> str:
    grades = Counter(finding.severity for finding in open_matters.findings)
    city = open_matters.view.city
    counts = (
        (Severity.RETURN, grades[Severity.RETURN], "条"),
        (Severity.VERIFY, grades[Severity.VERIFY], "条"),
        ("数据不全", sum(line.incomplete and line.figure.given for line in city), "项"),
    )
    return "、".join(f"{word}{count}{measure}" for word, count, measure in counts)


def _handed_over(assignments: Sequence[AssignmentState]) -> str:
    """在办3件，超期1件（团市委，超期12天） (R7.211)."""
    open_ones = [state for state in assignments if state.open]
    late = sorted(
        (state for state in open_ones if state.overdue), key=lambda one: -(one.overdue_days or 0)
    )
    if not open_ones:
        return "没有在办事项"
    words = f"在办{len(open_ones)}件"
    applied = [state.assignment.unit for state in open_ones if state.applied]
    closing = f"；申请办结{len(applied)}件（{listed(applied, 30, '件')}）" if applied else ""
    if not late:
        return f"{words}，没有超期{closing}"
    named = [f"{one.assignment.unit}，超期{one.overdue_days}天" for one in late]
    room = 30 if applied else 58
    return f"{words}，超期{len(late)}件（{listed(named, room, '件')}）{closing}"


def _restated(open_matters: OpenMatters) -> str:
    """What reads differently from what was published, and what came for earlier months (R6.79)."""
    findings = open_matters.findings
    restated = [finding.unit for finding in findings if finding.rule is RESTATED]
    supplied = {finding.unit for finding in findings if finding.rule is SUPPLIED}
    parts = [f"已定稿月份有{open_matters.restated}行变了"] if open_matters.restated else []
    if restated:
        parts.append(f"本月{len(set(restated))}个单位改了前期{len(restated)}个数（见〔数据核查〕）")
    if supplied:
        parts.append(f"{len(supplied)}个单位补报前期（见〔数据核查〕）")
    return "；".join(parts) or "无"
