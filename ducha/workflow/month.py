"""One month's report from what has come: for merge, publish, and to prove a published one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ducha.files.sent.reading import read_sent
from ducha.files.writing.report import book as report_xlsx
from ducha.findings import Problem
from ducha.merge.data import data_rows, rows_at
from ducha.merge.year import MergedInbox
from ducha.period import MONTHS, Period
from ducha.published.edition import (
    NOTHING_PUBLISHED,
    EditionFacts,
    EditionName,
    PublishedMonths,
)
from ducha.standing.awards import OnRecord
from ducha.standing.report import Report, report
from ducha.standing.reporting import UnitState, time_findings
from ducha.submission.arrival import Arrival
from ducha.submission.sent import sent_records
from ducha.workflow.outbox.letters import make_letters
from ducha.workflow.workspace import Workspace, merge_inbox, unit_states


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthReport:
    """A month: what was merged, how units stand, what the report says, and its bytes.

    `letters` are the notice and the report upward, by the names of their files.
    """

    merged: MergedInbox
    states: tuple[UnitState, ...]
    facts: Report
    data: bytes
    letters: Mapping[str, bytes]

    def edition(self, name: EditionName) -> EditionFacts:
        """What is kept of it when it is published."""
        rows = data_rows(rows_at(self.merged.data, self.merged.period))
        notice = self.facts.notice
        return EditionFacts(
            name=name,
            rows=tuple(rows),
            units=self.facts.standings,
            undecided=notice.namings.undecided if notice else (),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthTerms:
    """Of which month, as on which day, beside which published months; `final` closes the year.

    `sent` are the files of sent/ that count; None for all that lie there.
    """

    period: Period
    today: date
    published: PublishedMonths = NOTHING_PUBLISHED
    final: bool = False
    sent: Collection[str] | None = None


def check_final(period: Period, *, final: bool) -> None:
    """A `Problem` where the year is to be closed with another month than its last (R7.74)."""
    if final and period.month != MONTHS:
        message = f"--final 用于年终结算，只能与{period.year}-12一起使用，现在的期次是{period}"
        raise Problem(message)


def make_month(space: Workspace, arrivals: Sequence[Arrival], terms: MonthTerms) -> MonthReport:
    """Merge the inbox up to a month and make its consolidated workbook."""
    merged = merge_inbox(space, arrivals, terms.period, closing=terms.final)
    calendar = space.calendar(terms.period, terms.today)
    states = unit_states(space, merged, calendar)
    unsettled = time_findings(states, calendar, space.settings.grades)
    merged = replace(merged, findings=(*merged.findings, *unsettled))
    files = read_sent(space.settings.sent, terms.period, terms.sent)
    record = OnRecord(terms.published, sent_records(files, merged.ledger))
    facts = report(merged.ledger, merged, calendar, states, space.settings.awards, record)
    return MonthReport(
        merged=merged,
        states=states,
        facts=facts,
        data=report_xlsx.write(facts, space.settings.colours),
        letters=make_letters(space, terms.period, facts.notice) if facts.notice else {},
    )
