"""generate, for the month or for the breakdown: forms, a mail draft for each, the list of both."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ducha.breakdown.in_force import InForce
from ducha.breakdown.known import known_cells
from ducha.files.disk import plan as disk
from ducha.files.writing import list as list_xlsx
from ducha.files.writing.breakdown import book as breakdown_xlsx
from ducha.files.writing.form import book as form_xlsx
from ducha.findings import Problem
from ducha.form.breakdown import breaking_units, issue_breakdown
from ducha.form.monthly import (
    NOTHING_BEFORE,
    FormSeal,
    LastMonth,
    fingerprint,
    issue_form,
    reporting_units,
)
from ducha.ledger.model import Ledger
from ducha.letters import facts as letters
from ducha.merge.year import MergedInbox, last_months
from ducha.period import Period
from ducha.submission.arrival import Arrival
from ducha.submission.posted import draft_digest
from ducha.submission.sent import SentKind
from ducha.workflow.keys import SigningKey, first_forms, key_notes, signing_key
from ducha.workflow.outbox.parcels import (
    FORMS,
    MAILS,
    FormMail,
    file_stem,
    named_template,
    wrap_form,
)
from ducha.workflow.outbox.withdrawing import Withdrawal, withdraw
from ducha.workflow.sent import read_posted, read_returned, say_older, sent_words
from ducha.workflow.workspace import (
    AFTER_DRY_RUN,
    Outcome,
    Watch,
    Workspace,
    gather_inbox,
    ledger_copy,
    ledger_notes,
    merge_inbox,
    store,
)

MONTHLY_LETTER = "填报邮件.txt"
BREAKDOWN_LETTER = "分解邮件.txt"
BREAKDOWN_FORM = "任务分解表"
BREAKDOWN_FOLDER = "分解"
LIST = "发送清单.xlsx"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipment:
    """What one run makes of one kind of form, and the names of all that may be sent.

    `whole` says that it makes all of them; otherwise what is not made may still be owed. `period`
    is what they are sent under: breakdown forms under the first month.
    """

    form: str
    folder: Path
    form_mails: Sequence[FormMail]
    stems: Sequence[tuple[str, str]]
    """Every unit that owes such a form, chosen or not, and the name of its files."""

    title: str
    """Of the list."""

    kind: SentKind
    period: Period

    whole: bool


# The two kinds


def generate(
    space: Workspace,
    period: Period,
    *,
    units: Sequence[str] = (),
    new_key: bool = False,
    dry_run: bool = False,
    watch: Watch | None = None,
) -> Outcome:
    """Make the month's forms, prefilled from what merging the inbox says of last month.

    Args:
        space: The workspace.
        period: The month the forms ask for.
        units: By name or alias; all that owe a return when none is named.
        new_key: The key that signed earlier forms will never be found again: make another.
        dry_run: Only list what would be written; no key is kept.
        watch: Shows how far the reading has come.

    Raises:
        Problem: A unit that owes no return, a lost key, or what cannot be read or written.
    """
    template = named_template(space, MONTHLY_LETTER)
    arrivals = _gather(space, watch, dry_run=dry_run)
    merged = merge_inbox(space, arrivals, period.plus(-1))
    owing = reporting_units(merged.ledger_of(period), space.settings.reporters)
    chosen = _choose_units(space, owing, units, "应报单位")
    signing = signing_key(space, arrivals, new_key=new_key, dry_run=dry_run)
    shipment = Shipment(
        form=FORMS,
        folder=space.folder(period),
        form_mails=monthly_forms(space, period, chosen, (merged, signing.key, template)),
        stems=[(unit, form_stem(unit, period)) for unit in owing],
        title=f"{period.label}填报表发送清单",
        kind=SentKind.FORMS,
        period=period,
        whole=not units,
    )
    return _store_shipment(space, merged.force, shipment, signing, dry_run=dry_run)


def generate_breakdown(
    space: Workspace,
    *,
    units: Sequence[str] = (),
    new_key: bool = False,
    dry_run: bool = False,
    watch: Watch | None = None,
) -> Outcome:
    """Make the breakdown forms, prefilled with what the ledger and the inbox know already."""
    owing = breaking_units(space.ledger)
    if not owing:
        return _nothing_to_divide(space, dry_run=dry_run)
    chosen = _choose_units(space, owing, units, "要分解任务的牵头单位")
    template = named_template(space, BREAKDOWN_LETTER)
    arrivals = _gather(space, watch, dry_run=dry_run)
    signing = signing_key(space, arrivals, new_key=new_key, dry_run=dry_run)
    force = merge_inbox(space, arrivals, space.first.plus(-1)).force
    made_from = (force, signing.key)
    shipment = Shipment(
        form=BREAKDOWN_FORM,
        folder=space.settings.outbox / BREAKDOWN_FOLDER,
        form_mails=[breakdown_form(space, unit, made_from, template) for unit in chosen],
        stems=[(unit, file_stem(unit, BREAKDOWN_FORM)) for unit in owing],
        title=f"{space.first.year}年任务分解表发送清单",
        kind=SentKind.BREAKDOWN,
        period=space.first,
        whole=not units,
    )
    outcome = _store_shipment(space, force, shipment, signing, dry_run=dry_run)
    year = f"年度：{space.first.year}年（任务分解表按全年，不分期次）"
    return replace(outcome, lines=(year, *outcome.lines))


def monthly_forms(
    space: Workspace,
    period: Period,
    units: Sequence[str],
    made_from: tuple[MergedInbox, bytes, tuple[str, str]],
) -> list[FormMail]:
    """Every unit's form and draft, by the ledger in force in the month."""
    merged, key, template = made_from
    ledger, before = merged.ledger_of(period), _last_months(merged, units)
    grades = tuple(space.settings.grades.items())
    seal = FormSeal(key, fingerprint(ledger.whole), space.settings.thresholds, grades)
    deadline = space.deadline(period)
    forms = (issue_form(ledger, unit, period, deadline, before[unit], seal) for unit in units)
    return [
        wrap_form(
            form_stem(form.unit, period),
            form_xlsx.write(form),
            letters.form_letter(form, ledger),
            template,
        )
        for form in forms
    ]


def _last_months(merged: MergedInbox, units: Sequence[str]) -> Mapping[str, LastMonth]:
    """What each unit's form is prefilled with."""
    if not merged.tables:
        return dict.fromkeys(units, NOTHING_BEFORE)
    return last_months(units, merged.tables)


def form_stem(unit: str, period: Period) -> str:
    """The name of a unit's form without its ending."""
    return file_stem(unit, period.label, "月报表")


def breakdown_form(
    space: Workspace, unit: str, made_from: tuple[InForce, bytes], template: tuple[str, str]
) -> FormMail:
    """The form asks for the ledger's own rows; the letter names whom the ledger in force knows."""
    force, key = made_from
    known = known_cells(space.ledger, force, unit)
    form = issue_breakdown(space.ledger, unit, key, fingerprint(space.ledger), known)
    letter = letters.breakdown_letter(form, force.ledger)
    return wrap_form(file_stem(unit, BREAKDOWN_FORM), breakdown_xlsx.write(form), letter, template)


# What both need


def _gather(space: Workspace, watch: Watch | None, *, dry_run: bool) -> tuple[Arrival, ...]:
    """The inbox; it is made where nothing was ever issued, so that nothing can be lost (R6.14)."""
    folder = space.settings.inbox
    if first_forms(space) and not os.path.lexists(folder):
        if not dry_run:
            disk.make_folder(folder)
        return ()
    return gather_inbox(space, watch)


def _choose_units(
    space: Workspace, owing: Sequence[str], named: Sequence[str], what: str
) -> tuple[str, ...]:
    """The units asked for, by name or alias; all of `owing` when none is named."""
    names = {name: space.ledger.named(name) for name in named}
    unknown = [name for name, own in names.items() if own not in owing]
    if unknown:
        message = f"不是{what}：{'、'.join(unknown)}。{what}有：{'、'.join(owing)}"
        raise Problem(message)
    chosen = set(names.values())
    return tuple(unit for unit in owing if not named or unit in chosen)


def _store_shipment(
    space: Workspace, force: InForce, shipment: Shipment, signing: SigningKey, *, dry_run: bool
) -> Outcome:
    """Write forms, drafts, their list and the ledger in force; say what was made."""
    sent = _sent_words(space, shipment)
    outputs = [
        *_forms_and_drafts(shipment),
        _send_list(force.ledger, shipment, sent),
        ledger_copy(space, force),
    ]
    paths, notes = store(space, outputs, dry_run=dry_run)
    withdrawn, older = Withdrawal(), say_older(sent, shipment.kind)
    if shipment.whole:
        kept = (*paths, *(output.path for output in outputs))
        withdrawn = _withdraw(space, shipment.folder, kept, dry_run=dry_run)
    notes.extend(withdrawn.left)
    mails = shipment.folder / MAILS
    ending = f"下一步：打开 {space.shown(mails)}，双击邮件草稿核对后发送"
    last = AFTER_DRY_RUN if dry_run else ending
    unsaved = ledger_notes(space)
    told = (*signing.doubts, *key_notes(space), *notes, *withdrawn.lines, *older, *unsaved)
    lines = (*_summary(space, shipment, key_made=signing.made), *told, last)
    code = 1 if signing.doubts or unsaved or older or (notes and not dry_run) else 0
    return Outcome(lines, code, None if dry_run else mails)


def _withdraw(space: Workspace, folder: Path, kept: Sequence[Path], *, dry_run: bool) -> Withdrawal:
    """Take away forms and drafts of an earlier run that are not sent any more (R6.350)."""
    return withdraw(space, (folder / FORMS, folder / MAILS), kept, dry_run=dry_run)


def _nothing_to_divide(space: Workspace, *, dry_run: bool) -> Outcome:
    """No department breaks anything down, though an earlier ledger may have asked it to."""
    folder = space.settings.outbox / BREAKDOWN_FOLDER
    withdrawn = _withdraw(space, folder, (), dry_run=dry_run)
    told = (*withdrawn.left, *withdrawn.lines, *ledger_notes(space))
    last = "台账里没有要分解到县区的指标，不用发任务分解表"
    return Outcome((*told, last), 1 if withdrawn.left or ledger_notes(space) else 0)


def _forms_and_drafts(shipment: Shipment) -> list[disk.Output]:
    """Each in its folder."""
    forms, mails = shipment.folder / FORMS, shipment.folder / MAILS
    return [
        *(form_mail.form_in(forms) for form_mail in shipment.form_mails),
        *(form_mail.mail_in(mails) for form_mail in shipment.form_mails),
    ]


def _sent_words(space: Workspace, shipment: Shipment) -> dict[str, str]:
    """What has been sent before, held against the drafts that are made now (R10.18)."""
    known = read_posted(space, shipment.period)
    units = {stem: unit for unit, stem in shipment.stems}
    digests = {
        units[form_mail.stem]: draft_digest(form_mail.mail_in(shipment.folder).data)
        for form_mail in shipment.form_mails
    }
    return sent_words(shipment.kind, digests, known, read_returned(space, known))


def _send_list(ledger: Ledger, shipment: Shipment, sent: Mapping[str, str]) -> disk.Output:
    """发送清单: every unit's address and files, for those who use web mail."""
    rows = [
        letters.list_row(
            ledger.by_unit[unit],
            f"{FORMS}/{stem}.xlsx",
            f"{MAILS}/{stem}.eml",
            sent.get(unit, ""),
        )
        for unit, stem in shipment.stems
    ]
    data = list_xlsx.write(letters.LIST_HEADINGS, rows, shipment.title)
    return disk.Output(shipment.folder / MAILS / LIST, data)


def _summary(space: Workspace, shipment: Shipment, *, key_made: bool) -> tuple[str, ...]:
    """What was made, and what a person must know of it."""
    number = len(shipment.form_mails)
    lines = [f"{shipment.form}{number}份，邮件草稿{number}封，发送清单1份"]
    if key_made:
        lines.append(f"新建签名密钥 {space.shown(space.settings.key)}：请备份，不要外传，不要删除")
    blank = sum(not form_mail.draft.to for form_mail in shipment.form_mails)
    if blank:
        lines.append(f"{blank}个单位在台账〔责任单位〕中没有邮箱，草稿的收件人空着，发送前请填上")
    return tuple(lines)
