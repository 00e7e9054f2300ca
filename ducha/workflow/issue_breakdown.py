"""generate --breakdown: one breakdown form per lead department, with its mail draft."""

from __future__ import annotations

from collections.abc import Sequence

from ducha.files.writing import mail
from ducha.files.writing.form import breakdown_book as breakdown_xlsx
from ducha.form.breakdown import breaking_units, issue_breakdown
from ducha.form.monthly import fingerprint
from ducha.ledger.model import Ledger
from ducha.letters import breakdown as letters_breakdown
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

FOLDER = "分解"
LETTER = "分解邮件.txt"
FORM = "任务分解表"


def generate_breakdown(
    space: Workspace,
    *,
    units: Sequence[str] = (),
    dry_run: bool = False,
    watch: Watch | None = None,
) -> Outcome:
    """Make the breakdown forms: nothing on them but the city's targets."""
    owing = breaking_units(space.ledger)
    if not owing:
        return Outcome(("台账里没有要分解到县区的指标，不用发任务分解表",))
    chosen = wanted(space, owing, units, "要分解任务的牵头单位")
    template = mail.load_template(space.settings.templates / LETTER)
    key, new_key = signing_key(space, dry_run=dry_run)
    force = merge_inbox(space, gather(space, watch), space.first.plus(-1)).force
    parcels = [_parcel(space, unit, (force.ledger, key), template) for unit in chosen]
    folder = space.settings.outbox / FOLDER
    stems = [(unit, file_stem(unit, FORM)) for unit in owing]
    title = f"{space.first.year}年任务分解表发送清单"
    outputs = [
        *shipped(folder, parcels),
        send_list(folder, force.ledger, stems, title),
        ledger_copy(space, force),
    ]
    _, notes = store(space, outputs, dry_run=dry_run)
    told = said(space, parcels, FORM, key_made=new_key and not dry_run)
    last = AFTER_DRY_RUN if dry_run else ending(space, folder)
    year = f"年度：{space.first.year}年（任务分解表按全年，不分期次）"
    return Outcome((year, *told, *notes, last), 1 if notes and not dry_run else 0)


def _parcel(space: Workspace, unit: str, made_from: tuple[Ledger, bytes], template: str) -> Parcel:
    """The form shows the ledger's own targets; the letter names whom the ledger in force knows."""
    ledger, key = made_from
    form = issue_breakdown(space.ledger, unit, key, fingerprint(space.ledger))
    facts = letters_breakdown.breakdown_letter(form, ledger.by_unit[unit])
    return parcel(file_stem(unit, FORM), breakdown_xlsx.write(form), facts, (LETTER, template))
