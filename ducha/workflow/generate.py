"""generate, for the month or for the breakdown: forms, a mail draft for each, the list of both."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ducha.breakdown.in_force import InForce
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
from ducha.workflow.keys import SigningKey, first_forms, key_notes, signing_key
from ducha.workflow.parcels import FORMS, MAILS, FormMail, file_stem, named_template, wrap_form
from ducha.workflow.workspace import (
    AFTER_DRY_RUN,
    Outcome,
    Watch,
    Workspace,
    gather_inbox,
    ledger_copy,
    merge_inbox,
    store,
)

MONTHLY_LETTER = "填报邮件.txt"
BREAKDOWN_LETTER = "分解邮件.txt"
BREAKDOWN_FORM = "任务分解表"
BREAKDOWN_FOLDER = "分解"
LIST = "发送清单.xlsx"


@dataclass(frozen=True, slots=True)
class Shipment:
    """What one run makes of one kind of form, and the names of all that may be sent."""

    form: str
    folder: Path
    form_mails: Sequence[FormMail]
    stems: Sequence[tuple[str, str]]
    """Every unit that owes such a form, chosen or not, and the name of its files."""

    title: str
    """Of the list."""


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
    owing = reporting_units(space.ledger, space.settings.reporters)
    chosen = _choose_units(space, owing, units, "应报单位")
    template = named_template(space, MONTHLY_LETTER)
    arrivals = _gather(space, watch, dry_run=dry_run)
    signing = signing_key(space, arrivals, new_key=new_key, dry_run=dry_run)
    merged = merge_inbox(space, arrivals, period.plus(-1))
    shipment = Shipment(
        FORMS,
        space.folder(period),
        _monthly_forms(space, period, chosen, (merged, signing.key, template)),
        [(unit, form_stem(unit, period)) for unit in owing],
        f"{period.label}填报表发送清单",
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
    """Make the breakdown forms: nothing on them but the city's targets."""
    owing = breaking_units(space.ledger)
    if not owing:
        return Outcome(("台账里没有要分解到县区的指标，不用发任务分解表",))
    chosen = _choose_units(space, owing, units, "要分解任务的牵头单位")
    template = named_template(space, BREAKDOWN_LETTER)
    arrivals = _gather(space, watch, dry_run=dry_run)
    signing = signing_key(space, arrivals, new_key=new_key, dry_run=dry_run)
    force = merge_inbox(space, arrivals, space.first.plus(-1)).force
    shipment = Shipment(
        BREAKDOWN_FORM,
        space.settings.outbox / BREAKDOWN_FOLDER,
        [_breakdown_form(space, unit, (force.ledger, signing.key), template) for unit in chosen],
        [(unit, file_stem(unit, BREAKDOWN_FORM)) for unit in owing],
        f"{space.first.year}年任务分解表发送清单",
    )
    outcome = _store_shipment(space, force, shipment, signing, dry_run=dry_run)
    year = f"年度：{space.first.year}年（任务分解表按全年，不分期次）"
    return replace(outcome, lines=(year, *outcome.lines))


def _monthly_forms(
    space: Workspace,
    period: Period,
    units: Sequence[str],
    made_from: tuple[MergedInbox, bytes, tuple[str, str]],
) -> list[FormMail]:
    """Every unit's form and draft, by the ledger in force."""
    merged, key, template = made_from
    ledger, before = merged.force.ledger, _last_months(merged, units)
    grades = tuple(space.settings.grades.items())
    seal = FormSeal(key, fingerprint(ledger), space.settings.thresholds, grades)
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


def _breakdown_form(
    space: Workspace, unit: str, made_from: tuple[Ledger, bytes], template: tuple[str, str]
) -> FormMail:
    """The form shows the ledger's own targets; the letter names whom the ledger in force knows."""
    ledger, key = made_from
    form = issue_breakdown(space.ledger, unit, key, fingerprint(space.ledger))
    letter = letters.breakdown_letter(form, ledger)
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
    names = {unit.name: unit.name for unit in space.ledger.units}
    names |= {alias: unit.name for unit in space.ledger.units for alias in unit.aliases}
    unknown = [name for name in named if names.get(name) not in owing]
    if unknown:
        message = f"不是{what}：{'、'.join(unknown)}。{what}有：{'、'.join(owing)}"
        raise Problem(message)
    chosen = {names[name] for name in named}
    return tuple(unit for unit in owing if not named or unit in chosen)


def _store_shipment(
    space: Workspace, force: InForce, shipment: Shipment, signing: SigningKey, *, dry_run: bool
) -> Outcome:
    """Write forms, drafts, their list and the ledger in force; say what was made."""
    outputs = [
        *_forms_and_drafts(shipment),
        _send_list(force.ledger, shipment),
        ledger_copy(space, force),
    ]
    _, notes = store(space, outputs, dry_run=dry_run)
    mails = shipment.folder / MAILS
    ending = f"下一步：打开 {space.shown(mails)}，双击邮件草稿核对后发送"
    last = AFTER_DRY_RUN if dry_run else ending
    told = (*signing.doubts, *key_notes(space), *notes)
    lines = (*_summary(space, shipment, key_made=signing.made), *told, last)
    code = 1 if signing.doubts or (notes and not dry_run) else 0
    return Outcome(lines, code, None if dry_run else mails)


def _forms_and_drafts(shipment: Shipment) -> list[disk.Output]:
    """Each in its folder."""
    forms, mails = shipment.folder / FORMS, shipment.folder / MAILS
    return [
        *(form_mail.form_in(forms) for form_mail in shipment.form_mails),
        *(form_mail.mail_in(mails) for form_mail in shipment.form_mails),
    ]


def _send_list(ledger: Ledger, shipment: Shipment) -> disk.Output:
    """发送清单: every unit's address and files, for those who use web mail."""
    rows = [
        letters.list_row(ledger.by_unit[unit], f"{FORMS}/{stem}.xlsx", f"{MAILS}/{stem}.eml")
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
