"""督办事项: what was handed over, as it stands at the month's deadline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ducha.ledger.columns import LedgerColumn, LedgerStyle
from ducha.ledger.handed.records import Assignment, Progress
from ducha.ledger.model import Ledger
from ducha.ledger.sheets import ASSIGNMENTS
from ducha.standing.table import PageSetup, Style, Table, TableColumn, table

_REVISIT = timedelta(days=60)
"""So long after it was closed a matter is looked at again."""
_WIDEST = 18.0


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentState:
    """A row of the ledger's 督办事项, as of a day.

    `overdue_days` is how late it is, or was when it was closed; None where it was not late or has
    no deadline. `awaiting_visit` says that the 回访 is due.
    """

    assignment: Assignment
    open: bool
    overdue_days: int | None
    awaiting_visit: bool

    @property
    def overdue(self) -> bool:
        """Whether it is 超期 on that day."""
        return self.open and self.overdue_days is not None


def assignment_states(assignments: Iterable[Assignment], day: date) -> tuple[AssignmentState, ...]:
    """How every matter stands on a day: the deadline of the month reported on (R7.164)."""
    return tuple(_state_on(assignment, day) for assignment in assignments)


def _state_on(assignment: Assignment, day: date) -> AssignmentState:
    closed = assignment.closed if assignment.progress is Progress.CLOSED else None
    is_open = assignment.progress is Progress.OPEN or (closed is not None and closed > day)
    stopped = assignment.progress is Progress.STOPPED
    visited = assignment.visited is not None and assignment.visited <= day
    return AssignmentState(
        assignment=assignment,
        open=is_open,
        overdue_days=None
        if stopped
        else _overdue_days(assignment.deadline, min(closed or day, day)),
        awaiting_visit=closed is not None and closed + _REVISIT <= day and not visited,
    )


def _overdue_days(deadline: date | None, until: date) -> int | None:
    late = (until - deadline).days if deadline else 0
    return late if late > 0 else None


def open_by_unit(states: Iterable[AssignmentState]) -> Counter[str]:
    """How many matters each unit has 在办."""
    return Counter(state.assignment.unit for state in states if state.open)


def overdue_by_unit(states: Iterable[AssignmentState]) -> Counter[str]:
    """How many of them are 超期."""
    return Counter(state.assignment.unit for state in states if state.overdue)


# 督办事项 and 拟督办


def _ledger_column(
    column: LedgerColumn[Assignment], ledger: Ledger
) -> TableColumn[AssignmentState]:
    """A column of the ledger's sheet, as it is there, narrow enough for the whole on a page."""
    style = Style.SHORT if column.style is LedgerStyle.CENTRED else Style.TEXT
    width = min(column.width, _WIDEST)
    return TableColumn(
        column.heading, lambda state: column.cell(state.assignment, ledger), width, style
    )


def _reminder(state: AssignmentState) -> str | None:
    if state.overdue:
        return f"超期{state.overdue_days}天"
    return "待回访" if state.awaiting_visit else None


def assignment_table(ledger: Ledger, states: Sequence[AssignmentState]) -> Table:
    """督办事项: the columns of the ledger, and what the days say of them (R7.164)."""
    columns = (
        *(_ledger_column(column, ledger) for column in ASSIGNMENTS.columns),
        TableColumn("超期天数", lambda state: state.overdue_days, 6.5, Style.SHORT),
        TableColumn("提醒", _reminder, 9, Style.SHORT),
    )
    return table("督办事项", columns, states, PageSetup(frozen=2))


def proposed_assignment_table(ledger: Ledger) -> Table:
    """拟督办: the headings of the ledger's 督办事项, ready for rows to be copied (R7.165)."""
    columns = (_ledger_column(column, ledger) for column in ASSIGNMENTS.columns)
    return table("拟督办", columns, (), PageSetup(frozen=2))
