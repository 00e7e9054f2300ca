"""merge: from the inbox to the consolidated workbook, and a 退回件 for what was held out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from ducha.files.disk import plan as disk
from ducha.files.writing.form import book as form_xlsx
from ducha.form.monthly import NOTHING_BEFORE, FormSeal, fingerprint, issue_form, reporting_units
from ducha.letters.breakdowns import breakdown_corrections
from ducha.letters.facts import return_letter
from ducha.letters.returned import corrections
from ducha.merge.year import MergedInbox, last_months
from ducha.period import CHINA, Period
from ducha.standing.reporting import UnitState
from ducha.standing.table import city_lines
from ducha.standing.words.return_words import reporting_lines
from ducha.standing.words.scope import scope
from ducha.status.rating import Status
from ducha.submission.posted import latest
from ducha.submission.sent import SentKind
from ducha.workflow.editions import read_published, say_published
from ducha.workflow.keys import key_notes, say_no_returns
from ducha.workflow.month import MonthTerms, check_final, make_month
from ducha.workflow.next_step import (
    correction_lines,
    finding_lines,
    handed_lines,
    needs_a_person,
)
from ducha.workflow.outbox.letters import (
    missing_templates,
    name_letters,
    name_orders,
    plan_orders,
    withdraw_orders,
)
from ducha.workflow.outbox.parcels import file_stem, named_template, wrap_form
from ducha.workflow.outbox.reports import report_path, say_restated
from ducha.workflow.outbox.sent_back import RETURNS, breakdown_returns, plan_breakdown_returned
from ducha.workflow.outbox.withdrawing import Withdrawal, withdraw
from ducha.workflow.sent import read_posted
from ducha.workflow.workspace import (
    AFTER_DRY_RUN,
    Outcome,
    Watch,
    Workspace,
    gather_inbox,
    ledger_copy,
    ledger_notes,
    store,
)

RETURN_LETTER = "退回邮件.txt"


def merge_month(
    space: Workspace,
    period: Period,
    today: date,
    *,
    final: bool = False,
    dry_run: bool = False,
    watch: Watch | None = None,
) -> Outcome:
    """Merge the inbox up to `period` and write the consolidated workbook.

    Args:
        space: The workspace.
        period: The month to report on.
        today: Decides whether a unit without a return is 待报 or 未报.
        final: Close the year (R7.74); only with its last month.
        dry_run: Only list what would be written.
        watch: Shows how far the reading has come.

    Returns:
        Code 1 where something needs a person: findings, missing returns, a file kept aside.

    Raises:
        Problem: `final` for another month, or what cannot be read or written.
    """
    check_final(period, final=final)
    published = read_published(space, period).months
    terms = MonthTerms(period=period, today=today, published=published, final=final)
    month = make_month(space, gather_inbox(space, watch), terms)
    merged, states = month.merged, month.states
    returned = plan_returned(space, merged, today)
    divided = plan_breakdown_returned(space, merged)
    orders = plan_orders(space, period, merged.ledger)
    outputs = [
        disk.Output(report_path(space, period), month.data),
        *(disk.Output(space.folder(period) / name, data) for name, data in month.letters.items()),
        ledger_copy(space, merged.force),
        *returned,
        *divided,
        *orders,
    ]
    paths, notes = store(space, outputs, dry_run=dry_run)
    kept = (*paths, *(output.path for output in outputs))
    withdrawn = _clear_outbox(space, merged, kept, dry_run=dry_run)
    notes.extend(withdrawn.left)
    unsaved = ledger_notes(space)
    beside = bool(unsaved) or (bool(notes) and not dry_run)
    ending = AFTER_DRY_RUN if dry_run else f"请打开：{space.shown(paths[0])}"
    notes.extend(missing_templates(space, merged.ledger))
    if not dry_run:
        notes.extend(name_letters(space, period, month.letters))
        notes.extend(name_orders(space, orders))
        notes.extend(_name_returns(space, (returned, RETURNS), (divided, f"任务分解表{RETURNS}")))
    handed = handed_lines(space, merged, today)
    said = (*_summary(space, merged, states), *handed, *key_notes(space), *notes)
    said = (*said, *withdrawn.lines)
    past = say_restated(space, merged) if dry_run else ()
    lines = (*said, *past, *unsaved, *say_published(space, period), ending)
    code = 1 if beside or needs_a_person(merged, states) else 0
    return Outcome(lines, code, None if dry_run else paths[0])


def _name_returns(space: Workspace, *sent_back: tuple[Sequence[disk.Output], str]) -> Iterator[str]:
    """Where the 退回件 lie, a form and a draft each, of either kind."""
    for outputs, what in sent_back:
        if outputs:
            folder = space.shown(outputs[0].path.parent)
            yield f"{what}{len(outputs) // 2}份，附邮件草稿：{folder}"


def _summary(space: Workspace, merged: MergedInbox, states: Sequence[UnitState]) -> tuple[str, ...]:
    files = Counter(str(judgement.verdict) for judgement in merged.judgements)
    lights = Counter(line.rating.status for line in city_lines(merged.table.lines))
    counted = {str(status): lights[status] for status in Status if lights[status]}
    return (
        f"收到文件{len(merged.judgements)}个：{_list_counts(files)}"
        if files
        else "收件箱里没有文件",
        *reporting_lines(states),
        f"{scope(merged.ledger.indicators)}：{_list_counts(counted)}",
        *finding_lines(merged.findings, merged.ledger),
        *correction_lines(merged, space.ledger, space.settings.reporters),
    )


def _list_counts(numbers: Mapping[str, int]) -> str:
    return "，".join(f"{name}{number}个" for name, number in numbers.items())


# What is sent back


def plan_returned(space: Workspace, merged: MergedInbox, today: date) -> list[disk.Output]:
    """The month's 退回件 and their drafts; none without the key that forms are signed with."""
    ledger, period = merged.ledger, merged.period
    by_unit = corrections(merged, reporting_units(ledger, space.settings.reporters))
    if space.key is None or not by_unit:
        return []
    template = named_template(space, RETURN_LETTER)
    before = dict.fromkeys(by_unit, NOTHING_BEFORE)
    if len(merged.tables) > 1:
        before |= last_months(by_unit, merged.tables[:-1])
    grades = tuple(space.settings.grades.items())
    seal = FormSeal(space.key, fingerprint(ledger.whole), space.settings.thresholds, grades)
    folder = space.folder(period) / RETURNS
    outputs: list[disk.Output] = []
    sent = _sent_back_on(space, period)
    for unit, correction in by_unit.items():
        form = issue_form(ledger, unit, period, space.deadline(period), before[unit], seal)
        letter = return_letter(
            form, ledger, correction, _asked_by(space, period, today, sent.get(unit))
        )
        stem = file_stem(unit, period.label, RETURNS)
        sent_back = wrap_form(stem, form_xlsx.write(form, correction), letter, template)
        outputs += (sent_back.form_in(folder), sent_back.mail_in(folder))
    return outputs


def _sent_back_on(space: Workspace, period: Period) -> dict[str, date]:
    """The day on which each unit's last 退回件 of the month was sent, by what lies in sent/."""
    last = latest(read_posted(space, period))
    return {
        unit: post.record.sent_at.astimezone(CHINA).date()
        for (kind, unit), post in last.items()
        if kind is SentKind.RETURNED and post.record.sent_at
    }


def _asked_by(space: Workspace, period: Period, today: date, sent: date | None) -> date:
    """The day by which a correction is asked for: 更正期限, or as many working days from today.

    Of one that has been sent the day that stood in it, while that is not over; what is asked for
    after 更正期限 changes no score (R6.468).
    """
    correct_by, days = space.calendar(period, today).correct_by, space.settings.days
    count = space.settings.awards.correct_days
    said = [correct_by, *([days.after(sent, count)] if sent and sent > correct_by else [])]
    return next((day for day in said if day >= today), days.after(today, count))


def _without_key(space: Workspace, merged: MergedInbox) -> tuple[str, ...]:
    """Say that no 退回件 was made, and that those of an earlier merge lie as they did (R6.13)."""
    folders = (space.folder(merged.period) / RETURNS, breakdown_returns(space))
    left = any(path for folder in folders for path in folder.glob("*.xlsx"))
    units = reporting_units(merged.ledger, space.settings.reporters)
    wanted = corrections(merged, units) or breakdown_corrections(merged, space.ledger)
    return (say_no_returns(space, left=left),) if wanted or left else ()


def _clear_outbox(
    space: Workspace, merged: MergedInbox, kept: Sequence[Path], *, dry_run: bool
) -> Withdrawal:
    """Take away what an earlier merge made for which there is no reason any more."""
    returned = _clear_returned(space, merged, kept, dry_run=dry_run)
    orders = withdraw_orders(space, merged.period, merged.ledger, kept, dry_run=dry_run)
    return Withdrawal((*returned.lines, *orders.lines), (*returned.left, *orders.left))


def _clear_returned(
    space: Workspace, merged: MergedInbox, kept: Sequence[Path], *, dry_run: bool
) -> Withdrawal:
    """Take away 退回件 of an earlier merge that there is no reason for any more.

    Those of the month, and those of the breakdown.

    None because the key is missing (R6.13).
    """
    if space.key is None:
        return Withdrawal(left=_without_key(space, merged))
    return withdraw(
        space,
        [space.folder(merged.period) / RETURNS, breakdown_returns(space)],
        kept,
        dry_run=dry_run,
    )
