"""退回件 of the breakdown, made by merge: a form and a draft for every department that owes one."""

from __future__ import annotations

from pathlib import Path

from ducha.breakdown.known import known_cells
from ducha.files.disk import plan as disk
from ducha.files.writing.breakdown import book as breakdown_xlsx
from ducha.form.breakdown import issue_breakdown
from ducha.form.monthly import fingerprint
from ducha.letters.breakdowns import breakdown_corrections
from ducha.letters.facts import breakdown_return_letter
from ducha.merge.year import MergedInbox
from ducha.workflow.generate import BREAKDOWN_FOLDER, BREAKDOWN_FORM
from ducha.workflow.outbox.parcels import file_stem, named_template, wrap_form
from ducha.workflow.workspace import Workspace

RETURNS = "退回件"
"""The folder of 退回件, the month's or the breakdown's."""

BREAKDOWN_RETURN_LETTER = "分解退回邮件.txt"


def breakdown_returns(space: Workspace) -> Path:
    """Where the 退回件 of the breakdown lie."""
    return space.settings.outbox / BREAKDOWN_FOLDER / RETURNS


def plan_breakdown_returned(space: Workspace, merged: MergedInbox) -> list[disk.Output]:
    """The 退回件 of the breakdown and their drafts; none without the key that signs forms."""
    by_unit = breakdown_corrections(merged, space.ledger)
    if space.key is None or not by_unit:
        return []
    template = named_template(space, BREAKDOWN_RETURN_LETTER)
    ledger, folder = space.ledger, breakdown_returns(space)
    outputs: list[disk.Output] = []
    for unit, correction in by_unit.items():
        known = known_cells(ledger, merged.force, unit)
        form = issue_breakdown(ledger, unit, space.key, fingerprint(ledger), known)
        letter = breakdown_return_letter(form, merged.force.ledger, correction)
        stem = file_stem(unit, BREAKDOWN_FORM, RETURNS)
        sent_back = wrap_form(stem, breakdown_xlsx.write(form, correction), letter, template)
        outputs += (sent_back.form_in(folder), sent_back.mail_in(folder))
    return outputs
