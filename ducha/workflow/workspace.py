"""Gather, decide, apply: what every verb does, on files."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ducha import settings
from ducha.breakdown.in_force import InForce
from ducha.files.disk import plan as disk
from ducha.files.disk.plan import read_bytes, read_text
from ducha.files.inbox import arrivals as inbox
from ducha.files.workbook import reading as workbook
from ducha.files.writing.ledger import book as ledger_xlsx
from ducha.findings import Problem
from ducha.intake.verdicts import IntakeContext
from ducha.ledger import reading as ledger_reading
from ducha.ledger.model import Ledger
from ducha.merge.model import MergeRules
from ducha.merge.year import MergedInbox, MergeTerms, merge
from ducha.period import (
    MONTHS,
    Period,
    due_on,
    months_between,
    parse_period,
    period_meant_on,
    unknown_year,
)
from ducha.settings import Settings
from ducha.standing.reporting import Calendar, UnitState, assess_units
from ducha.submission.arrival import Arrival
from ducha.submission.clock import clock_of
from ducha.texts import one_line

USUAL_LEDGER = "ledger.xlsx"
WIDEST = 16_384
"""Columns a ledger may have: one per county, as many as Excel knows."""

AFTER_DRY_RUN = "以上是试运行。去掉 --dry-run 再运行一次，才会写入"

LEDGER_COPY = "现行台账_只读.xlsx"

_UNKNOWN_HOLIDAYS = (
    "{}年的放假安排程序不知道，报送截止遇周六、周日顺延，节假日和调休没有算；"
    "请在 config.toml 的 [deadlines] 写上 rest、work"
)

_LEDGER_OPEN = (
    "台账正在 {program} 中打开，没有保存的改动不会算进去；请先保存，再运行一次"
    "（都保存过的，不用管）。并没有打开的，是上次没有正常关闭，删掉旁边的〔{sign}〕（隐藏文件）即可"
)

Watch = Callable[[Sequence[Path]], Iterable[Path]]
"""Shows how far a long reading has come; what it is given comes out again one by one."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a verb has to say: lines for the screen, the last one what to do next; exit code.

    `opens` is the file or folder that the last line says to open.
    """

    lines: tuple[str, ...]
    code: int = 0
    opens: Path | None = None

    def __post_init__(self) -> None:
        """Whatever a name in a line holds, nothing of it may act on the screen."""
        object.__setattr__(self, "lines", tuple(map(one_line, self.lines)))


@dataclass(frozen=True, slots=True)
class Workspace:
    """One year's folder, read and checked.

    Without the `lock` it is only looked at: what others write meanwhile would be overwritten.
    """

    config: Path
    settings: Settings
    ledger: Ledger
    key: bytes | None
    lock: disk.WorkspaceLock | None = None

    @property
    def first(self) -> Period:
        """The first reporting month."""
        return self.ledger.document.first

    def deadline(self, period: Period) -> date:
        """The day the month's returns are due."""
        chosen, report_day = self.settings, self.ledger.document.report_day
        return due_on(period, report_day, chosen.deadlines, chosen.days)

    def deadline_note(self, period: Period) -> str:
        """What is not known of the month's deadline; blank where all is known (R6.198)."""
        chosen, report_day = self.settings, self.ledger.document.report_day
        year = unknown_year(period, report_day, chosen.deadlines, chosen.days)
        return _UNKNOWN_HOLIDAYS.format(year) if year else ""

    def folder(self, period: Period) -> Path:
        """Where the month's outputs go."""
        return self.settings.outbox / str(period)

    def calendar(self, period: Period, today: date) -> Calendar:
        """The month's deadline beside today and the deadline before."""
        deadline, chosen = self.deadline(period), self.settings
        return Calendar(
            period,
            deadline,
            today,
            since=self.deadline(period.plus(-1)),
            note=self.deadline_note(period),
            correct_by=chosen.days.after(deadline, chosen.awards.correct_days),
        )

    def shown(self, path: Path) -> str:
        """A path as a clerk can follow it from where the program was started."""
        return near_path(path)


def near_path(path: Path) -> str:
    """A path from the folder where the program was started, whole where it lies elsewhere."""
    with suppress(ValueError):
        return str(path.relative_to(Path.cwd()))
    return str(path)


@contextmanager
def locked_workspace(
    config: Path, waiting: Callable[[], None] | None = None
) -> Iterator[Workspace]:
    """The workspace for a verb that writes: nobody else writes until the verb has ended (R6.10).

    Ledger, key and inbox are read once the lock is held, so that nothing that is decided on them
    is older than what another run has written.

    Args:
        config: The config.toml.
        waiting: Called once where another run must be waited for.

    Raises:
        Problem: Another run does not end, or every mistake of config.toml and ledger at once.
    """
    with locked_root(config, waiting) as lock:
        yield open_workspace(config, lock)


@contextmanager
def locked_root(
    config: Path, waiting: Callable[[], None] | None = None
) -> Iterator[disk.WorkspaceLock]:
    """The lock of a workspace alone, for a verb that makes its ledger."""
    read_bytes(config)  # a path that leads nowhere is said before a file is made there
    with disk.locked(_root_of(config), waiting) as lock:
        yield lock


def _root_of(config: Path) -> Path:
    return Path(os.path.abspath(config)).parent  # noqa: PTH100 - resolve() would follow links


def open_workspace(config: Path, lock: disk.WorkspaceLock | None = None) -> Workspace:
    """Read config.toml and the ledger beside it; to look at without a `lock`.

    Raises:
        Problem: Every mistake of both at once.
    """
    root = _root_of(config)
    wrong: list[str] = []
    chosen, ledger = None, None
    try:
        chosen = settings.read(read_text(config), root)
    except Problem as problem:
        wrong.extend(problem.messages)
    try:
        ledger = read_ledger(chosen.ledger if chosen else root / USUAL_LEDGER)
    except Problem as problem:
        wrong.extend(problem.messages)
    if chosen is None or ledger is None:
        raise Problem(*wrong)
    return Workspace(config, chosen, ledger, disk.read_key(chosen.key), lock)


def read_ledger(path: Path) -> Ledger:
    """The ledger at a path.

    Raises:
        Problem: It cannot be opened, or every mistake in it at once.
    """
    try:
        return ledger_reading.read(workbook.read(read_bytes(path), columns=WIDEST))
    except workbook.Unreadable as wrong:
        why = str(wrong).partition("。")[0]  # what follows is for a unit, not for the clerk
        message = (
            f"台账 {path.name} 打不开：{why}。"
            "请用 Excel 或 WPS 打开检查，另存为 .xlsx；打不开的，从备份恢复。"
        )
        raise Problem(message) from wrong


def ledger_notes(space: Workspace) -> tuple[str, ...]:
    """A sentence where somebody has the ledger open: what is not saved is not read (R6.354)."""
    by = disk.opened(space.settings.ledger)
    return (_LEDGER_OPEN.format(program=by.program, sign=by.sign),) if by else ()


def which_period(space: Workspace, named: str | None, today: date) -> Period:
    """The month that is named, else the one that is meant on this day.

    Raises:
        Problem: The name cannot be read, or lies outside the reporting months.
    """
    first = space.first
    if named is None:
        return period_meant_on(today, first, _due_last(space, today))
    period = parse_period(named)
    if period is None:
        message = f"期次“{named}”看不懂，请写成 {first} 的样子"
        raise Problem(message)
    if not first <= period <= Period(first.year, MONTHS):
        message = f"期次{period}不在台账的报送期（{first}至{first.year}-12）之内"
        raise Problem(message)
    return period


def _due_last(space: Workspace, today: date) -> date | None:
    """When last month's returns are due, where that is in the month after their own."""
    if not space.ledger.document.report_day.following:
        return None
    return space.deadline(Period(today.year, today.month).plus(-1))


def gather_inbox(
    space: Workspace, watch: Watch | None = None, chosen: inbox.FileTimes | None = None
) -> tuple[Arrival, ...]:
    """Read the whole inbox, or what is `chosen` of it, its times held against the ledger's year.

    Raises:
        Problem: There is none (R6.14), or it cannot be read.
    """
    document = space.ledger.document
    clock = clock_of(document.year, document.mailbox)
    return inbox.read_inbox(space.settings.inbox, clock, watch, chosen)


def merge_inbox(
    space: Workspace, arrivals: Sequence[Arrival], period: Period, *, closing: bool = False
) -> MergedInbox:
    """Merge every month up to `period`."""
    chosen = space.settings
    rules = MergeRules(chosen.authority, chosen.thresholds, carry=chosen.carry)
    span = months_between(space.first, Period(space.first.year, MONTHS))
    deadlines = {p: space.deadline(p) for p in span}
    terms = MergeTerms(rules, deadlines, chosen.ledger_name, closing)
    context = IntakeContext(
        space.ledger, space.key, space.settings.reporters, period, space.settings.grades
    )
    return merge(arrivals, context, terms)


def unit_states(space: Workspace, merged: MergedInbox, calendar: Calendar) -> tuple[UnitState, ...]:
    """How every unit stands with its return of the month."""
    return assess_units(
        merged.ledger, space.settings.reporters, calendar, merged.examined, merged.judgements
    )


def ledger_copy(space: Workspace, force: InForce) -> disk.Output:
    """The whole ledger as now in force, to be read and printed."""
    data = ledger_xlsx.write(force.ledger, read_only=True, sources=force.sources)
    return disk.Output(space.settings.outbox / LEDGER_COPY, data)


def store(
    space: Workspace, outputs: Sequence[disk.Output], *, dry_run: bool
) -> tuple[list[Path], list[str]]:
    """Write the plan, or only show it: the paths in the end, and what a person must know.

    Raises:
        AssertionError: The workspace was opened without its lock: a fault of the program.
    """
    if dry_run:
        listed = [f"　　{space.shown(output.path)}" for output in outputs]
        return [output.path for output in outputs], [
            "（试运行，没有写入任何文件）将生成：",
            *listed,
        ]
    if space.lock is None:
        message = "outputs are written under the lock only: see locked_workspace"
        raise AssertionError(message)
    written = disk.apply(outputs, space.settings.outbox)
    return [each.path for each in written], [each.sentence for each in written if each.sentence]
