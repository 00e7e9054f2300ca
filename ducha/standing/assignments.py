"""督办事项: what was handed over, as it stands at the month's deadline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from ducha.ledger.handed.records import Assignment, Progress

_REVISIT = timedelta(days=60)
"""So long after it was closed a matter is looked at again."""


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
