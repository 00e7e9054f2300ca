"""The forms that go out again with a reminder, made as `generate` and `merge` make them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ducha.letters.facts import MailFile
from ducha.letters.reminders import Shortfall
from ducha.merge.year import MergedInbox
from ducha.submission.arrival import Arrival
from ducha.workflow.generate import (
    BREAKDOWN_FORM,
    BREAKDOWN_LETTER,
    MONTHLY_LETTER,
    breakdown_form,
    monthly_forms,
)
from ducha.workflow.merge import plan_returned
from ducha.workflow.outbox.parcels import FormMail, file_stem, named_template
from ducha.workflow.outbox.sent_back import RETURNS, plan_breakdown_returned
from ducha.workflow.workspace import Workspace, merge_inbox


class FormsAgain:
    """The forms that units need again, made as `generate` and `merge` make them."""

    def __init__(
        self, space: Workspace, merged: MergedInbox, arrivals: Sequence[Arrival], today: date
    ) -> None:
        """Make the 退回件; the others are made when they are asked for."""
        self._space, self._merged, self._arrivals = space, merged, arrivals
        self._before: MergedInbox | None = None
        made = (*plan_returned(space, merged, today), *plan_breakdown_returned(space, merged))
        self._returned = {output.path.name: output.data for output in made}

    def of(self, shortfall: Shortfall) -> list[MailFile]:
        """All that a unit needs."""
        unit, label = shortfall.unit.name, self._merged.period.label
        attachments: list[MailFile] = []
        if shortfall.monthly:
            attachments.append(self._monthly(unit))
        if shortfall.returned:
            attachments.append(self._sent_back(file_stem(unit, label, RETURNS)))
        if shortfall.breakdown:
            attachments.append(self._breakdown(unit))
        if shortfall.breakdown_returned:
            attachments.append(self._sent_back(file_stem(unit, BREAKDOWN_FORM, RETURNS)))
        return attachments

    def _monthly(self, unit: str) -> MailFile:
        space, period = self._space, self._merged.period
        if self._before is None:
            self._before = merge_inbox(space, self._arrivals, period.plus(-1))
        template = named_template(space, MONTHLY_LETTER)
        made_from = (self._before, space.key or b"", template)
        (form,) = monthly_forms(space, period, [unit], made_from)
        return _attached(form)

    def _breakdown(self, unit: str) -> MailFile:
        made_from = (self._merged.force, self._space.key or b"")
        template = named_template(self._space, BREAKDOWN_LETTER)
        return _attached(breakdown_form(self._space, unit, made_from, template))

    def _sent_back(self, stem: str) -> MailFile:
        name = f"{stem}.xlsx"
        return MailFile(name, self._returned[name])


def _attached(form: FormMail) -> MailFile:
    return MailFile(form.draft.attachment_name, form.draft.attachment)
