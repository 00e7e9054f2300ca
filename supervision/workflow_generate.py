"""generate: one form per unit, a mail draft for each, and the list for who uses web mail."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from supervision import letters
from supervision.files import disk, form_xlsx, list_xlsx, mail
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
from supervision.ledger import Ledger
from supervision.merge_months import last_months
from supervision.period import Period
from supervision.workflow import (
    AFTER_DRY_RUN,
    Outcome,
    Watch,
    Workspace,
    gather,
    merge_inbox,
    store,
)

FORMS = "填报表"
MAILS = "邮件"
LIST = "发送清单.xlsx"
LETTER = "填报邮件.txt"
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\s]')


@dataclass(frozen=True, slots=True)
class Parcel:
    """One unit's form and the draft that carries it."""

    form_name: str
    form: bytes
    draft: letters.Draft


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
    template = mail.load_template(space.settings.templates / LETTER)
    key, new_key = signing_key(space, dry_run=dry_run)
    ledger, before = _before(space, period, wanted, watch)
    seal = Seal(key, fingerprint(ledger), space.settings.thresholds)
    deadline = space.deadline(period)
    parcels = [
        _parcel(space, issue(ledger, unit, period, deadline, before[unit], seal), template)
        for unit in wanted
    ]
    folder = space.folder(period)
    outputs = [
        *(disk.Output(folder / FORMS / p.form_name, p.form) for p in parcels),
        *(disk.Output(folder / MAILS / p.draft.file_name, mail.draft(p.draft)) for p in parcels),
        disk.Output(folder / MAILS / LIST, _list(space, owing, period)),
    ]
    _, notes = store(space, outputs, dry_run=dry_run)
    ending = AFTER_DRY_RUN if dry_run else _ending(space, folder)
    lines = (*_said(space, parcels, key_made=new_key and not dry_run), *notes, ending)
    return Outcome(lines, 1 if notes and not dry_run else 0)


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


def signing_key(space: Workspace, *, dry_run: bool) -> tuple[bytes, bool]:
    """The signing key, and whether it was made just now."""
    if space.key is not None:
        return space.key, False
    return (disk.new_key() if dry_run else disk.make_key(space.settings.key)), True


def _before(
    space: Workspace, period: Period, units: Sequence[str], watch: Watch | None
) -> tuple[Ledger, Mapping[str, LastMonth]]:
    """The ledger in force, and what each unit's form is prefilled with."""
    merged = merge_inbox(space, gather(space, watch), period.plus(-1))
    if not merged.tables:
        return merged.force.ledger, dict.fromkeys(units, NOTHING_BEFORE)
    return merged.force.ledger, last_months(units, merged.tables)


def _parcel(space: Workspace, form: Form, template: str) -> Parcel:
    name = f"{form_stem(form.unit, form.period)}.xlsx"
    data = form_xlsx.write(form)
    facts = letters.form_letter(form, space.ledger.by_unit[form.unit])
    return Parcel(
        name, data, letters.draft(facts, mail.render(template, facts, LETTER), name, data)
    )


def form_stem(unit: str, period: Period) -> str:
    """The name of a unit's form without its ending, fit for any system."""
    return f"{_FORBIDDEN.sub('_', unit)}_{period.label}_月报表"


def _list(space: Workspace, owing: Sequence[str], period: Period) -> bytes:
    """发送清单: every unit's address and files, for those who use web mail."""
    rows = [
        letters.list_row(
            space.ledger.by_unit[unit],
            f"{FORMS}/{form_stem(unit, period)}.xlsx",
            f"{MAILS}/{form_stem(unit, period)}.eml",
        )
        for unit in owing
    ]
    return list_xlsx.write(letters.LIST_HEADINGS, rows, f"{period.label}填报表发送清单")


def _said(space: Workspace, parcels: Sequence[Parcel], *, key_made: bool) -> tuple[str, ...]:
    lines = [f"填报表{len(parcels)}份，邮件草稿{len(parcels)}封，发送清单1份"]
    if key_made:
        lines.append(f"新建签名密钥 {space.shown(space.settings.key)}：请备份，不要外传，不要删除")
    blank = sum(not parcel.draft.to for parcel in parcels)
    if blank:
        lines.append(f"{blank}个单位在台账〔责任单位〕中没有邮箱，草稿的收件人空着，发送前请填上")
    return tuple(lines)


def _ending(space: Workspace, folder: Path) -> str:
    return f"下一步：打开 {space.shown(folder / MAILS)}，双击邮件草稿核对后发送"
