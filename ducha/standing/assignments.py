"""督办事项: what was handed over, as it stands at the month's deadline."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ducha.ledger.handed.records import Assignment, Progress
from ducha.standing.table import Cell, PageSetup, Style, Table, TableColumn, table

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
