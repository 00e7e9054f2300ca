"""督办事项: what was handed over, as it stands at the month's deadline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from ducha.cells import squeeze
from ducha.form.handed import APPLIES
from ducha.intake.examined import TextEntry
from ducha.ledger.handed.records import Assignment, Progress

NOTHING_SAID: Mapping[tuple[str, str, str], TextEntry] = {}
_REVISIT = timedelta(days=60)
"""So long after it was closed a matter is looked at again."""


class UnitWords(NamedTuple):
    """What a unit says of a matter on its form of the month: 办理情况, 申请办结, 佐证材料."""

    answer: str = ""
    closing: str = ""
    evidence: str = ""

    @property
    def applies(self) -> bool:
        """Whether it asks for the matter to be closed; closing it is the bureau's (R9.78)."""
        return self.closing == APPLIES


NO_WORDS = UnitWords()


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentState:
    """A row of the ledger's 督办事项, as of a day, and what its unit says of it.

    `overdue_days` is how late it is, or was when it was closed; None where it was not late or has
    no deadline. `awaiting_visit` says that the 回访 is due.
    """

    assignment: Assignment
    open: bool
    overdue_days: int | None
    awaiting_visit: bool
    words: UnitWords = NO_WORDS

    @property
    def applied(self) -> bool:
        """Whether its unit has applied for what is still 在办 to be closed."""
        return self.open and self.words.applies

    @property
    def overdue(self) -> bool:
        """Whether it is 超期 on that day."""
        return self.open and self.overdue_days is not None


def assignment_states(
    assignments: Iterable[Assignment],
    day: date,
    said: Mapping[tuple[str, str, str], TextEntry] = NOTHING_SAID,
) -> tuple[AssignmentState, ...]:
    """How every matter stands on a day: the deadline of the month reported on (R7.164).

    `said` is what units say of them in the month, by unit, 编号 and column (R9.79).
    """
    return tuple(_state_on(each, day, _words_of(each, said)) for each in assignments)


def _words_of(assignment: Assignment, said: Mapping[tuple[str, str, str], TextEntry]) -> UnitWords:
    key = assignment.unit, squeeze(assignment.number)
    texts = {name: said[*key, name].text for name in UnitWords._fields if (*key, name) in said}
    return UnitWords(**texts)


def _state_on(assignment: Assignment, day: date, words: UnitWords) -> AssignmentState:
    closed = assignment.closed if assignment.progress is Progress.CLOSED else None
    stopped = assignment.progress is Progress.STOPPED
    visited = assignment.visited is not None and assignment.visited <= day
    return AssignmentState(
        assignment=assignment,
        open=assignment.is_open_on(day),
        overdue_days=None
        if stopped
        else _overdue_days(assignment.deadline, min(closed or day, day)),
        awaiting_visit=closed is not None and closed + _REVISIT <= day and not visited,
        words=words,
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
