"""How every unit stands with its return of the month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from ducha.form.monthly import Duty, reporting_units, tasks_of
from ducha.intake.examined import ExaminedReturn
from ducha.intake.verdicts import Judgement
from ducha.ledger.model import Group, Ledger
from ducha.period import Period, end_of
from ducha.submission.arrival import FILE_TIME, Verdict


class State(StrEnum):
    """How a unit stands with its return of the month (R6.193)."""

    ON_TIME = "按时"
    LATE = "迟报"
    AWAITED = "待报"
    MISSING = "未报"
    EMPTY = "空表"
    PARTIAL = "报送不全"
    RETURNED = "退回"


ANSWERED = frozenset({State.ON_TIME, State.LATE, State.PARTIAL})
"""States in which something of the unit's has been merged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitState:
    """One row of 报送情况; `late` holds for what is 报送不全 or 迟报 alike.

    `owed`, `filled` and `held` count rows of figures, `received` and `basis` are of the first
    accepted return. `returned` counts the files of the month that were sent back whole, blank ones
    aside (R6.196).
    """

    unit: str
    group: Group
    state: State
    received: datetime | None
    basis: str
    owed: int
    filled: int
    held: int
    files: tuple[str, ...]
    late: bool
    returned: int = 0


@dataclass(frozen=True, slots=True)
class Calendar:
    """The day a month's returns are due, and the day it is now."""

    period: Period
    deadline: date
    today: date


def assess_units(
    ledger: Ledger,
    reporters: frozenset[str],
    calendar: Calendar,
    returns: Sequence[ExaminedReturn],
    judgements: Iterable[Judgement],
) -> tuple[UnitState, ...]:
    """Every unit that owes a return of the month, in the order of the ledger (R6.195).

    Args:
        ledger: The ledger in force.
        reporters: Which of the two lines report (config.toml, `reporters`).
        calendar: The month, its deadline, and today.
        returns: The month's returns, oldest first, without those that a clerk has taken out.
        judgements: The verdicts on all files; those sent back unread are their unit's too.
    """
    returns_by_unit: dict[str, list[ExaminedReturn]] = defaultdict(list)
    for examined in returns:
        returns_by_unit[examined.submission.claim.unit].append(examined)
    read_files = {examined.submission.source.file for examined in returns}
    refused_files: dict[str, list[str]] = defaultdict(list)
    for judgement in judgements:
        unread = judgement.verdict is Verdict.RETURNED and judgement.source.file not in read_files
        if unread and judgement.period == str(calendar.period):
            refused_files[judgement.unit].append(judgement.source.file)
    return tuple(
        _unit_state(ledger, unit, calendar, returns_by_unit[unit], refused_files[unit])
        for unit in reporting_units(ledger, reporters)
    )


def _unit_state(
    ledger: Ledger,
    unit: str,
    calendar: Calendar,
    returns: Sequence[ExaminedReturn],
    refused_files: Sequence[str],
) -> UnitState:
    owed = {
        (task.indicator.code, task.county)
        for task in tasks_of(ledger, unit, calendar.period.month)
        if task.duty is Duty.OWED
    }
    rows = {(row.code, row.county): row.held for examined in returns for row in examined.figures}
    first = next((examined for examined in returns if examined.accepted), None)
    late = first is not None and _is_late(first, calendar.deadline)
    filled = len(owed & rows.keys())
    source = first.submission.source if first else None
    return UnitState(
        unit=unit,
        group=ledger.by_unit[unit].group,
        state=_state_of(calendar, returns, refused_files, full=filled == len(owed), late=late),
        received=source.received if source else None,
        basis=source.basis if source else "",
        owed=len(owed),
        filled=filled,
        held=sum(rows.values()),
        files=(*(examined.submission.source.file for examined in returns), *refused_files),
        late=late,
        returned=len(refused_files)
        + sum(not (examined.accepted or examined.empty) for examined in returns),
    )


def _is_late(first: ExaminedReturn, deadline: date) -> bool:
    """A file's own time alone never makes a return late (R6.194)."""
    source = first.submission.source
    return source.basis != FILE_TIME and source.received > end_of(deadline)


def _state_of(
    calendar: Calendar,
    returns: Sequence[ExaminedReturn],
    refused_files: Sequence[str],
    *,
    full: bool,
    late: bool,
) -> State:
    if not returns and not refused_files:
        return State.AWAITED if calendar.today <= calendar.deadline else State.MISSING
    if not any(examined.accepted for examined in returns):
        only_blank = returns and not refused_files and all(examined.empty for examined in returns)
        return State.EMPTY if only_blank else State.RETURNED
    if not full:
        return State.PARTIAL
    return State.LATE if late else State.ON_TIME
