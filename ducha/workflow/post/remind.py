"""remind: a draft for every unit that owes something, and the list for the telephone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ducha.files.disk import plan as disk
from ducha.files.writing import list as list_xlsx
from ducha.findings import Problem
from ducha.letters.reminders import (
    CALL_HEADINGS,
    DAYS_BEFORE,
    CallRow,
    Reminder,
    Shortfall,
    new_limit,
    reminder_letter,
    round_words,
    shortfalls,
)
from ducha.period import CHINA, Period
from ducha.submission.posted import Posted
from ducha.submission.sent import SentKind
from ducha.workflow.command import PROGRAM
from ducha.workflow.outbox.parcels import FormMail, named_template, wrap_reminder
from ducha.workflow.outbox.withdrawing import withdraw
from ducha.workflow.post.drafts import REMINDERS, reminder_stem
from ducha.workflow.post.forms_again import FormsAgain
from ducha.workflow.sent import bounce_lines, read_posted, read_returned
from ducha.workflow.workspace import (
    AFTER_DRY_RUN,
    Outcome,
    Watch,
    Workspace,
    gather_inbox,
    ledger_notes,
    merge_inbox,
    store,
    unit_states,
)

CALL_LIST = "催报名单.xlsx"
_TEMPLATES = ("提醒邮件.txt", "催报邮件.txt")
_NO_FORMS = f"还没有发过填报表，没有什么可催的。先运行 {PROGRAM} generate"


@dataclass(frozen=True, slots=True, kw_only=True)
class _DueReminder:
    """One unit's shortfall, the reminders it has had, and the one that is due; None for none.

    `waits` is the day before which no other 催报 is due.
    """

    shortfall: Shortfall
    earlier: tuple[Posted, ...]
    reminder: Reminder | None
    waits: date | None = None


def remind(
    space: Workspace,
    period: Period,
    today: date,
    *,
    dry_run: bool = False,
    watch: Watch | None = None,
) -> Outcome:
    """Make the drafts of 提醒 before the deadline, of 催报 after it, and 催报名单 (R10.60).

    Args:
        space: The workspace.
        period: The month.
        today: Which of the two it is, and from when the new time limit counts.
        dry_run: Only list what would be written.
        watch: Shows how far the reading has come.

    Returns:
        Code 1 where something needs a person: no address, a mail that came back, a file beside.

    Raises:
        Problem: No form was ever issued, or what cannot be read or written.
    """
    if space.key is None:
        raise Problem(_NO_FORMS)
    templates = [named_template(space, name) for name in _TEMPLATES]
    arrivals = gather_inbox(space, watch)
    merged = merge_inbox(space, arrivals, period)
    states = unit_states(space, merged, space.calendar(period, today))
    known = read_posted(space, period)
    owing = shortfalls(merged, states, space.ledger)
    cases = [_case(space, period, today, shortfall, known) for shortfall in owing]
    forms = FormsAgain(space, merged, arrivals, today)
    mails = [
        _wrap(space, case.reminder, templates, forms) for case in cases if case.reminder is not None
    ]
    outcome = _store(space, period, cases, mails, dry_run=dry_run)
    back = bounce_lines(read_returned(space, known))
    return Outcome(
        (*outcome.lines[:-1], *back, outcome.lines[-1]), 1 if back else outcome.code, outcome.opens
    )


def _case(
    space: Workspace, period: Period, today: date, shortfall: Shortfall, known: Sequence[Posted]
) -> _DueReminder:
    """Which reminder is due to a unit, by what lies in sent/ (R10.62)."""
    deadline, days = space.deadline(period), space.settings.days
    earlier = tuple(
        post
        for post in known
        if post.record.kind is SentKind.REMINDERS and post.record.unit == shortfall.unit.name
    )
    rounds = {post.record.round for post in earlier}
    early = today <= deadline
    number = 0 if early else max(rounds - {0}, default=0) + 1
    if early and 0 in rounds:
        return _DueReminder(shortfall=shortfall, earlier=earlier, reminder=None)
    waits = None if early else _earliest(space, earlier, today)
    reminder = Reminder(
        shortfall=shortfall,
        period=period,
        round=number,
        deadline=deadline,
        until=days.after(today, 1),
    )
    return _DueReminder(
        shortfall=shortfall,
        earlier=earlier,
        reminder=None if waits else reminder,
        waits=waits,
    )


def _earliest(space: Workspace, earlier: Sequence[Posted], today: date) -> date | None:
    """The day before which no other 催报 is due; None where one is due today (R10.62)."""
    days = [
        post.record.sent_at.astimezone(CHINA).date()
        for post in earlier
        if post.record.round and post.record.sent_at
    ]
    since = [day for day in days if day <= today]
    if not since:
        return None
    due = space.settings.days.after(max(since), DAYS_BEFORE)
    return due if today < due else None


def _wrap(
    space: Workspace,
    reminder: Reminder,
    templates: Sequence[tuple[str, str]],
    forms: FormsAgain,
) -> FormMail:
    """The draft of one reminder."""
    stem = reminder_stem(reminder.shortfall.unit.name, reminder.period, reminder.round)
    letter = reminder_letter(reminder, space.ledger)
    return wrap_reminder(
        stem, letter, templates[bool(reminder.round)], forms.of(reminder.shortfall)
    )


# What is written, and said


def _store(
    space: Workspace,
    period: Period,
    cases: Sequence[_DueReminder],
    mails: Sequence[FormMail],
    *,
    dry_run: bool,
) -> Outcome:
    folder = space.folder(period) / REMINDERS
    outputs = [mail.mail_in(folder) for mail in mails]
    if cases:
        outputs.append(_call_list(folder / CALL_LIST, period, cases))
    paths, notes = store(space, outputs, dry_run=dry_run) if outputs else ([], [])
    kept = (*paths, *(output.path for output in outputs))
    withdrawn = withdraw(space, [folder], kept, dry_run=dry_run)
    blank = sum(not mail.draft.to for mail in mails)
    needs = [*withdrawn.left, *ledger_notes(space), *_without_address(blank)]
    ending = AFTER_DRY_RUN if dry_run else _ending(space, folder, mails, cases)
    code = 1 if needs or (notes and not dry_run) else 0
    opens = None if dry_run or not cases else folder / CALL_LIST
    return Outcome((*_summary(cases), *notes, *withdrawn.lines, *needs, ending), code, opens)


def _without_address(number: int) -> tuple[str, ...]:
    return (f"{number}个单位没有可用的邮箱，草稿的收件人空着，请打电话",) if number else ()


def _summary(cases: Sequence[_DueReminder]) -> tuple[str, ...]:
    if not cases:
        return ("没有要提醒、催报的单位：都报全了，没有没更正的退回件，任务都分解了",)
    due = [case for case in cases if case.reminder]
    head = f"{len(cases)}个单位还有没完成的，做了{len(due)}封邮件草稿："
    return (head, *(f"　{_line(case)}" for case in cases))


def _line(case: _DueReminder) -> str:
    unit = case.shortfall.unit
    whom = "".join(f"　{word}" for word in (unit.contact, unit.phone) if word)
    missing = "；".join(case.shortfall.missing)
    return f"{unit.name}{whom}　{_now(case)}　{missing}"


def _now(case: _DueReminder) -> str:
    """What goes out now, or why nothing does."""
    if case.reminder:
        return round_words(case.reminder.round)
    if case.waits:
        return f"已催，下次不早于{case.waits:%m-%d}"
    return "已提醒"


def _ending(
    space: Workspace, folder: Path, mails: Sequence[FormMail], cases: Sequence[_DueReminder]
) -> str:
    if not cases:
        return f"下一步：{PROGRAM} merge"
    listed = f"打电话看 {space.shown(folder / CALL_LIST)}"
    send = f"下一步：{PROGRAM} send reminders，或双击草稿自己发；" if mails else ""
    return f"{send}{listed}"


def _call_list(path: Path, period: Period, cases: Sequence[_DueReminder]) -> disk.Output:
    """催报名单: whom to call, why, how often it was reminded."""
    rows = [_call_row(case).cells for case in cases]
    title = f"{period.label}月报催报名单"
    return disk.Output(path, list_xlsx.write(CALL_HEADINGS, rows, title))


def _call_row(case: _DueReminder) -> CallRow:
    rounds = {post.record.round for post in case.earlier} - {0}
    moments = [post.record.sent_at for post in case.earlier if post.record.sent_at]
    reminder = case.reminder
    return CallRow(
        shortfall=case.shortfall,
        times=len(rounds),
        last=f"{max(moments).astimezone(CHINA):%m-%d %H:%M}" if moments else "",
        now=_now(case),
        until=new_limit(reminder.until) if reminder and reminder.round else "",
    )
