"""How every unit stands with its return of the month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import KW_ONLY, dataclass
from datetime import date, datetime
from enum import StrEnum

from ducha.checks.returns import TIME_UNSETTLED
from ducha.findings import Finding, Grades, grade
from ducha.form.monthly import Duty, reporting_units, tasks_of
from ducha.intake.examined import ExaminedReturn
from ducha.intake.verdicts import Judgement
from ducha.ledger.model import Group, Ledger
from ducha.period import Period
from ducha.standing.lateness import Row, completion
from ducha.standing.other_files import OtherFile, Window, other_files
from ducha.submission.arrival import Source, Verdict


class State(StrEnum):
    """How a unit stands with its return of the month (R6.193)."""

    ON_TIME = "按时"
    LATE = "迟报"
    AWAITED = "待报"
    MISSING = "未报"
    EMPTY = "空表"
    USELESS = "来件无效"
    PARTIAL = "报送不全"
    RETURNED = "退回"


ANSWERED = frozenset({State.ON_TIME, State.LATE, State.PARTIAL})
"""States in which something of the unit's has been merged."""
UNREPORTED = frozenset({State.MISSING, State.EMPTY, State.USELESS})
"""States of a month that is over without a usable return: a blank form is none (R7.106)."""
COMPLETE = frozenset({State.ON_TIME, State.LATE})
"""States in which nothing more is asked of the unit; all others are to be chased (R7.270)."""
URGENT_FIRST = (
    *(State.MISSING, State.USELESS, State.EMPTY, State.AWAITED, State.RETURNED),
    *(State.PARTIAL, State.LATE, State.ON_TIME),
)
"""The states, those of units that are to be chased first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitState:
    """One row of 报送情况; `late` holds for what is 报送不全 or 迟报 alike.

    `owed`, `filled` and `held` count rows of figures, `received` and `basis` are of the return
    that decided (`Completion`), where anything was accepted. `supplemented` rows came late where
    others were in time, `unsettled` returns would be late if their times could be relied on.
    `returned` counts the files of the month that were sent back whole, blank ones aside (R6.196);
    `others` came from the unit beside its returns. `contact` and `phone` are today's, by the
    ledger.
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
    supplemented: int = 0
    unsettled: tuple[Source, ...] = ()
    others: tuple[OtherFile, ...] = ()
    contact: str = ""
    phone: str = ""

    @property
    def call(self) -> str:
        """Whom to ring (R7.271)."""
        return call(self.contact, self.phone)

    @property
    def lateness(self) -> str:
        """How late it is, in words; blank where it is not."""
        if not self.late:
            return ""
        return f"逾期补报{self.supplemented}格" if self.supplemented else str(State.LATE)


def call(contact: str, phone: str) -> str:
    """Whom to ring: 张三 0371-1; 无电话 where the ledger has none (R7.271)."""
    return " ".join(filter(None, (contact, phone or "无电话")))


@dataclass(frozen=True, slots=True)
class Calendar:
    """The day a month's returns are due, and the day it is now.

    `since` is the deadline of the month before; `note` says what is not known of the deadline.
    `correct_by` is the last day on which what was sent back may be corrected (更正期限).
    """

    period: Period
    deadline: date
    today: date
    _: KW_ONLY
    since: date = date.min
    note: str = ""
    correct_by: date = date.max

    @property
    def window(self) -> Window:
        """When a file without a claim counts to the month."""
        return Window(self.period, self.since, self.deadline)


@dataclass(frozen=True, slots=True, kw_only=True)
class _UnitFiles:
    """What came from one unit: returns that were read, those sent back unread, all else."""

    returns: Sequence[ExaminedReturn]
    refused: Sequence[str]
    others: tuple[OtherFile, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The returns of the month by their files."""
        return (*(examined.submission.source.file for examined in self.returns), *self.refused)


def assess_units(
    ledger: Ledger,
    reporters: frozenset[str],
    calendar: Calendar,
    returns: Sequence[ExaminedReturn],
    judgements: Sequence[Judgement],
) -> tuple[UnitState, ...]:
    """Every unit that owes a return of the month, in the order of the ledger (R6.195).

    Args:
        ledger: The ledger in force.
        reporters: Which of the two lines report (config.toml, `reporters`).
        calendar: The month, its deadline, and today.
        returns: The month's returns, oldest first, without those that a clerk has taken out.
        judgements: The verdicts on all files; those sent back unread are their unit's too.
    """
    units = reporting_units(ledger, reporters)
    returns_by_unit: dict[str, list[ExaminedReturn]] = defaultdict(list)
    for examined in returns:
        returns_by_unit[examined.submission.claim.unit].append(examined)
    read_files = {examined.submission.source.file for examined in returns}
    refused_files: dict[str, list[str]] = defaultdict(list)
    for judgement in judgements:
        unread = judgement.verdict is Verdict.RETURNED and judgement.source.file not in read_files
        if unread and judgement.unit and judgement.period == str(calendar.period):
            refused_files[judgement.unit].append(judgement.source.file)
    of_month = read_files.union(*refused_files.values())
    others = other_files(ledger, units, calendar.window, judgements, of_month)
    return tuple(
        _unit_state(
            ledger,
            unit,
            calendar,
            _UnitFiles(
                returns=returns_by_unit[unit],
                refused=refused_files[unit],
                others=others.get(unit, ()),
            ),
        )
        for unit in units
    )


def _unit_state(ledger: Ledger, unit: str, calendar: Calendar, files: _UnitFiles) -> UnitState:
    owed = _owed_rows(ledger, unit, calendar.period.month, files.returns)
    known = ledger.by_unit[unit]
    came = completion(files.returns, owed, calendar.deadline)
    held = {(row.code, row.county): row.held for e in files.returns for row in e.figures}
    return UnitState(
        unit=unit,
        group=known.group,
        state=_state_of(calendar, files, full=came.filled == len(owed), late=came.late),
        received=came.decisive.received if came.decisive else None,
        basis=came.decisive.basis if came.decisive else "",
        owed=len(owed),
        filled=came.filled,
        held=sum(held.values()),
        files=files.names,
        late=came.late,
        returned=len(files.refused)
        + sum(not (examined.accepted or examined.empty) for examined in files.returns),
        supplemented=came.supplemented,
        unsettled=came.unsettled,
        others=files.others,
        contact=known.contact,
        phone=known.phone,
    )


def _owed_rows(
    ledger: Ledger, unit: str, month: int, returns: Iterable[ExaminedReturn]
) -> frozenset[Row]:
    """What its forms were issued with, if it has returned any that say so; else the ledger's.

    (R6.323)
    """
    issued = [examined.owed for examined in returns if examined.owed is not None]
    if issued:
        return frozenset[Row]().union(*issued)
    return frozenset(
        (task.indicator.code, task.county)
        for task in tasks_of(ledger, unit, month)
        if task.duty is Duty.OWED
    )


def _state_of(calendar: Calendar, files: _UnitFiles, *, full: bool, late: bool) -> State:
    if not files.names:
        return _silent_state(calendar, files.others)
    if not any(examined.accepted for examined in files.returns):
        only_blank = not files.refused and all(examined.empty for examined in files.returns)
        return State.EMPTY if only_blank else State.RETURNED
    if not full:
        return State.PARTIAL
    return State.LATE if late else State.ON_TIME


def _silent_state(calendar: Calendar, others: Iterable[OtherFile]) -> State:
    """Of a unit without any return of the month (R6.193, R6.203)."""
    if calendar.today <= calendar.deadline:
        return State.AWAITED
    return State.USELESS if any(other.useless for other in others) else State.MISSING


def time_findings(
    states: Iterable[UnitState], calendar: Calendar, grades: Grades
) -> tuple[Finding, ...]:
    """Returns that came after the deadline by a time which makes nobody late (R6.202)."""
    found = (
        TIME_UNSETTLED.finding(
            found=f"{source.received:%Y-%m-%d %H:%M}",
            basis=source.basis,
            deadline=f"{calendar.deadline.month}月{calendar.deadline.day}日",
        ).about(state.unit, source.file)
        for state in states
        for source in state.unsettled
    )
    graded = (grade(finding, grades) for finding in found)
    return tuple(finding for finding in graded if finding)
