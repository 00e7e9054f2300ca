"""generate: one form per unit, a mail draft for each, and the list for who uses web mail."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from supervision import letters
from supervision.files import disk, form_xlsx, mail
from supervision.findings import Problem
from supervision.form import (
    NOTHING_BEFORE,
    Form,
    LastMonth,
    Seal,
    fingerprint,
    issue,
    reporting_units,
)
from supervision.merge_months import last_months
from supervision.period import Period
from supervision.workflow import Outcome, Watch, Workspace, gather, merge_inbox, store

FORMS = "填报表"
MAILS = "邮件"
LIST = "发送清单.xlsx"
LETTER = "填报邮件.txt"
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\s]')


@dataclass(frozen=True, slots=True)
class Parcel:
    """One unit's form with the names of its files."""

    form: Form
    data: bytes
    form_name: str
    mail_name: str


def generate(
    space: Workspace,
    period: Period,
    *,
    units: Sequence[str] = (),
    dry_run: bool = False,
    watch: Watch | None = None,
) -> Outcome:
    """Make the month's forms, prefilled from what merging the inbox says of last month."""
    owing = reporting_units(space.ledger, space.settings.reporters)
    wanted = _wanted(space, owing, units)
    key, new_key = _key(space, dry_run=dry_run)
    template = mail.load_template(space.settings.templates / LETTER)
    before = _before(space, period, wanted, watch)
    seal = Seal(key, fingerprint(space.ledger), space.settings.thresholds)
    forms = [
        issue(space.ledger, unit, period, space.deadline(period), before[unit], seal)
        for unit in wanted
    ]
    parcels = [_parcel(form) for form in forms]
    folder = space.folder(period)
    outputs = [
        *(disk.Output(folder / FORMS / p.form_name, p.data) for p in parcels),
        *(disk.Output(folder / MAILS / p.mail_name, _mail(space, p, template)) for p in parcels),
        disk.Output(folder / MAILS / LIST, _list(space, owing, period)),
    ]
    _, notes = store(space, outputs, dry_run=dry_run)
    return Outcome(
        (*_said(space, parcels, new_key), *notes, _ending(space, folder)),
        1 if notes and not dry_run else 0,
    )


def _wanted(space: Workspace, owing: Sequence[str], asked: Sequence[str]) -> tuple[str, ...]:
    """The units asked for, by name or alias; all that owe a return when none is named."""
    names = {unit.name: unit.name for unit in space.ledger.units}
    names |= {alias: unit.name for unit in space.ledger.units for alias in unit.aliases}
    unknown = [name for name in asked if names.get(name) not in owing]
    if unknown:
        message = f"不是应报单位：{'、'.join(unknown)}。应报单位有：{'、'.join(owing)}"
        raise Problem(message)
    chosen = {names[name] for name in asked}
    return tuple(unit for unit in owing if not asked or unit in chosen)


def _key(space: Workspace, *, dry_run: bool) -> tuple[bytes, bool]:
    """The signing key, and whether it was made just now."""
    if space.key is not None:
        return space.key, False
    return (disk.new_key() if dry_run else disk.make_key(space.settings.key)), True


def _before(
    space: Workspace, period: Period, units: Sequence[str], watch: Watch | None
) -> dict[str, LastMonth]:
    if period <= space.first:
        return dict.fromkeys(units, NOTHING_BEFORE)
    merged = merge_inbox(space, gather(space, watch), period.plus(-1))
    return last_months(units, merged.tables)


def _parcel(form: Form) -> Parcel:
    stem = form_stem(form.unit, form.period)
    return Parcel(form, form_xlsx.write(form), f"{stem}.xlsx", f"{stem}.eml")


def form_stem(unit: str, period: Period) -> str:
    """The name of a unit's form without its ending, fit for any system."""
    return f"{_FORBIDDEN.sub('_', unit)}_{period.label}_月报表"


def _mail(space: Workspace, parcel: Parcel, template: str) -> bytes:
    unit = space.ledger.by_unit[parcel.form.unit]
    facts = letters.form_letter(parcel.form, unit)
    body = mail.render(template, facts, LETTER)
    return mail.draft(letters.draft(facts, body, parcel.form_name, parcel.data))
