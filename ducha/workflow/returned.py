"""退回件: what a merge sends back, one form per unit with the mail that carries it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ducha.files.disk import plan as disk
from ducha.files.writing import mail
from ducha.files.writing.form import book as form_xlsx
from ducha.form.monthly import NOTHING_BEFORE, Seal, fingerprint, issue, reporting_units
from ducha.letters.returned import corrections, return_letter
from ducha.merge.year import Merged, last_months
from ducha.period import Period
from ducha.workflow.parcels import file_stem, parcel
from ducha.workflow.workspace import Workspace

RETURNS = "退回件"
"""The folder of the month's 退回件."""

LETTER = "退回邮件.txt"


def returned(space: Workspace, merged: Merged) -> list[disk.Output]:
    """The month's 退回件 and their drafts; none without the key that forms are signed with."""
    ledger, period = merged.force.ledger, merged.period
    backs = corrections(merged, reporting_units(ledger, space.settings.reporters))
    if space.key is None or not backs:
        return []
    template = mail.load_template(space.settings.templates / LETTER)
    before = dict.fromkeys(backs, NOTHING_BEFORE)
    if len(merged.tables) > 1:
        before |= last_months(backs, merged.tables[:-1])
    seal = Seal(space.key, fingerprint(ledger), space.settings.thresholds)
    folder = space.folder(period) / RETURNS
    outputs: list[disk.Output] = []
    for unit, back in backs.items():
        form = issue(ledger, unit, period, space.deadline(period), before[unit], seal)
        facts = return_letter(form, ledger.by_unit[unit], back)
        stem = file_stem(unit, period.label, RETURNS)
        one = parcel(stem, form_xlsx.write(form, back), facts, (LETTER, template))
        outputs.append(disk.Output(folder / one.form_name, one.form))
        outputs.append(disk.Output(folder / one.draft.file_name, mail.draft(one.draft)))
    return outputs


def clear_returned(space: Workspace, period: Period, kept: Sequence[Path]) -> tuple[str, ...]:
    """Take away the 退回件 of an earlier merge that there is no reason for any more.

    Gives a sentence for each that could not be taken away.
    """
    outbox = space.settings.outbox
    with disk.locked(outbox):
        return disk.retire(space.folder(period) / RETURNS, kept, outbox)
