"""generate: one form per unit, a mail draft for each, and the list for who uses web mail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ducha.files.writing import mail
from ducha.files.writing.form import book as form_xlsx
from ducha.form.monthly import (
    NOTHING_BEFORE,
    Form,
    LastMonth,
    Seal,
    fingerprint,
    issue,
    reporting_units,
)
from ducha.letters import facts as letters
from ducha.merge.year import Merged, last_months
from ducha.period import Period
from ducha.workflow.parcels import (
    Parcel,
    ending,
    file_stem,
    parcel,
    said,
    send_list,
    shipped,
    signing_key,
    wanted,
)
from ducha.workflow.workspace import (
    AFTER_DRY_RUN,
    Outcome,
    Watch,
    Workspace,
    gather,
    ledger_copy,
    merge_inbox,
    store,
)

LETTER = "填报邮件.txt"


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
    chosen = wanted(space, owing, units, "应报单位")
    template = mail.load_template(space.settings.templates / LETTER)
    key, new_key = signing_key(space, dry_run=dry_run)
    merged = merge_inbox(space, gather(space, watch), period.plus(-1))
    parcels = _parcels(space, period, chosen, (merged, key, template))
    folder = space.folder(period)
    stems = [(unit, form_stem(unit, period)) for unit in owing]
    outputs = [
        *shipped(folder, parcels),
        send_list(folder, merged.force.ledger, stems, f"{period.label}填报表发送清单"),
        ledger_copy(space, merged.force),
    ]
    _, notes = store(space, outputs, dry_run=dry_run)
    told = said(space, parcels, "填报表", key_made=new_key and not dry_run)
    last = AFTER_DRY_RUN if dry_run else ending(space, folder)
    return Outcome((*told, *notes, last), 1 if notes and not dry_run else 0)


def _parcels(
    space: Workspace, period: Period, units: Sequence[str], made_from: tuple[Merged, bytes, str]
) -> list[Parcel]:
    """Every unit's form and draft, by the ledger in force."""
    merged, key, template = made_from
    ledger, before = merged.force.ledger, _before(merged, units)
    seal = Seal(key, fingerprint(ledger), space.settings.thresholds)
    deadline = space.deadline(period)
    forms = (issue(ledger, unit, period, deadline, before[unit], seal) for unit in units)
    return [
        parcel(
            form_stem(form.unit, period),
            form_xlsx.write(form),
            _facts(merged, form),
            (LETTER, template),
        )
        for form in forms
    ]


def _facts(merged: Merged, form: Form) -> letters.LetterFacts:
    return letters.form_letter(form, merged.force.ledger.by_unit[form.unit])


def _before(merged: Merged, units: Sequence[str]) -> Mapping[str, LastMonth]:
    """What each unit's form is prefilled with."""
    if not merged.tables:
        return dict.fromkeys(units, NOTHING_BEFORE)
    return last_months(units, merged.tables)


def form_stem(unit: str, period: Period) -> str:
    """The name of a unit's form without its ending."""
    return file_stem(unit, period.label, "月报表")
