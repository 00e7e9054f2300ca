"""merge: from the inbox to the consolidated workbook, and a 退回件 for what was held out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from ducha.files.disk import plan as disk
from ducha.files.writing.form import book as form_xlsx
from ducha.files.writing.report import book as report_xlsx
from ducha.findings import Problem, Severity
from ducha.form.monthly import NOTHING_BEFORE, FormSeal, fingerprint, issue_form, reporting_units
from ducha.letters.facts import return_letter
from ducha.letters.returned import corrections
from ducha.merge.year import MergedInbox, last_months
from ducha.period import MONTHS, Period
from ducha.standing.report import report
from ducha.standing.reporting import ANSWERED, UnitState, time_findings
from ducha.standing.table import city_lines
from ducha.status.rating import Status
from ducha.workflow.keys import key_notes, say_no_returns
from ducha.workflow.next_step import reporting_lines
from ducha.workflow.parcels import file_stem, named_template, wrap_form
from ducha.workflow.workspace import (
    AFTER_DRY_RUN,
    Outcome,
    Watch,
    Workspace,
    gather_inbox,
    ledger_copy,
    merge_inbox,
    store,
    unit_states,
)

REPORT = "督查汇总"
RETURNS = "退回件"
"""The folder of the month's 退回件."""

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
    if final and period.month != MONTHS:
        message = f"--final 用于年终结算，只能与{period.year}-12一起使用，现在的期次是{period}"
        raise Problem(message)
    merged = merge_inbox(space, gather_inbox(space, watch), period, closing=final)
    calendar = space.calendar(period, today)
    states = unit_states(space, merged, calendar)
    unsettled = time_findings(states, calendar, space.settings.grades)
    merged = replace(merged, findings=(*merged.findings, *unsettled))
    facts = report(merged.force.ledger, merged, calendar, states, space.settings.awards)
    data = report_xlsx.write(facts, space.settings.colours)
    returned = plan_returned(space, merged)
    outputs = [
        disk.Output(report_path(space, period), data),
        ledger_copy(space, merged.force),
        *returned,
    ]
    paths, notes = store(space, outputs, dry_run=dry_run)
    if space.key is None:
        notes.extend(_without_key(space, merged))
    elif not dry_run:
        notes.extend(_clear_returned(space, period, paths))
    beside = bool(notes) and not dry_run
    ending = AFTER_DRY_RUN if dry_run else f"请打开：{space.shown(paths[0])}"
    if returned and not dry_run:
        notes.append(
            f"退回件{len(returned) // 2}份，附邮件草稿：{space.shown(returned[0].path.parent)}"
        )
    lines = (*_summary(merged, states), *key_notes(space), *notes, ending)
    code = 1 if beside or _needs_a_person(merged, states) else 0
    return Outcome(lines, code, None if dry_run else paths[0])


def report_path(space: Workspace, period: Period) -> Path:
    """Where the consolidated workbook of the month lies."""
    return space.folder(period) / f"{REPORT}_{period.label}.xlsx"


def _needs_a_person(merged: MergedInbox, states: Sequence[UnitState]) -> bool:
    grave = any(finding.severity is not Severity.NOTE for finding in merged.findings)
    return grave or any(state.state not in ANSWERED for state in states)


def _summary(merged: MergedInbox, states: Sequence[UnitState]) -> tuple[str, ...]:
    files = Counter(str(judgement.verdict) for judgement in merged.judgements)
    severities = Counter(str(finding.severity) for finding in merged.findings)
    lights = Counter(str(line.rating.status) for line in city_lines(merged.table.lines))
    return (
        f"收到文件{len(merged.judgements)}个：{_list_counts(files, '个')}"
        if files
        else "收件箱里没有文件",
        *reporting_lines(states),
        f"全市{sum(lights.values())}个指标：{_list_counts(_by_status(lights), '个')}",
        f"核查发现：{_list_counts(_by_severity(severities), '条')}（见〔数据核查〕）"
        if severities
        else "核查发现：无",
    )


def _list_counts(numbers: Counter[str], measure: str) -> str:
    return "，".join(f"{name}{number}{measure}" for name, number in numbers.items())


def _by_status(numbers: Counter[str]) -> Counter[str]:
    return Counter({str(s): numbers[str(s)] for s in Status if numbers[str(s)]})


def _by_severity(numbers: Counter[str]) -> Counter[str]:
    return Counter({str(s): numbers[str(s)] for s in Severity if numbers[str(s)]})


# What is sent back


def plan_returned(space: Workspace, merged: MergedInbox) -> list[disk.Output]:
    """The month's 退回件 and their drafts; none without the key that forms are signed with."""
    ledger, period = merged.force.ledger, merged.period
    by_unit = corrections(merged, reporting_units(ledger, space.settings.reporters))
    if space.key is None or not by_unit:
        return []
    template = named_template(space, RETURN_LETTER)
    before = dict.fromkeys(by_unit, NOTHING_BEFORE)
    if len(merged.tables) > 1:
        before |= last_months(by_unit, merged.tables[:-1])
    grades = tuple(space.settings.grades.items())
    seal = FormSeal(space.key, fingerprint(ledger), space.settings.thresholds, grades)
    folder = space.folder(period) / RETURNS
    outputs: list[disk.Output] = []
    for unit, correction in by_unit.items():
        form = issue_form(ledger, unit, period, space.deadline(period), before[unit], seal)
        letter = return_letter(form, ledger, correction)
        stem = file_stem(unit, period.label, RETURNS)
        sent_back = wrap_form(stem, form_xlsx.write(form, correction), letter, template)
        outputs += (sent_back.form_in(folder), sent_back.mail_in(folder))
    return outputs


def _without_key(space: Workspace, merged: MergedInbox) -> tuple[str, ...]:
    """Say that no 退回件 was made, and that those of an earlier merge lie as they did (R6.13)."""
    left = any((space.folder(merged.period) / RETURNS).glob("*.xlsx"))
    wanted = corrections(merged, reporting_units(merged.force.ledger, space.settings.reporters))
    return (say_no_returns(space, left=left),) if wanted or left else ()


def _clear_returned(space: Workspace, period: Period, kept: Sequence[Path]) -> tuple[str, ...]:
    """Take away the 退回件 of an earlier merge that there is no reason for any more.

    Gives a sentence for each that could not be taken away.
    """
    return disk.retire(space.folder(period) / RETURNS, kept, space.settings.outbox)
