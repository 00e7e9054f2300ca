"""Ranks, proposals and matters handed over of a month, from all that is on record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ducha.findings import Severity
from ducha.ledger.model import Ledger
from ducha.merge.year import MergedInbox
from ducha.period import end_of
from ducha.published.edition import NOTHING_PUBLISHED, PublishedMonths
from ducha.standing.assignments import AssignmentState, assignment_states, overdue_by_unit
from ducha.standing.handed.proposed import ProposedInput, ProposedMatter, proposed_matters
from ducha.standing.proposals import Proposal, ProposalInput, proposals
from ducha.standing.ranking.places import Rank, RankingInput, rank
from ducha.standing.reporting import Calendar, UnitState
from ducha.standing.table import AwardRules
from ducha.submission.sent import SentRecord, reminders


@dataclass(frozen=True, slots=True)
class OnRecord:
    """What the archive and sent/ hold: months as they were published, and what went out.

    Published months may stand under the names of their day.
    """

    published: PublishedMonths = NOTHING_PUBLISHED
    sent: tuple[SentRecord, ...] = ()


NOTHING_ON_RECORD = OnRecord()


@dataclass(frozen=True, slots=True)
class Awards:
    """How the units stand to each other in a month, what is handed to them and what is to be."""

    ranks: tuple[Rank, ...]
    proposals: tuple[Proposal, ...]
    assignments: tuple[AssignmentState, ...]
    matters: tuple[ProposedMatter, ...] = ()


def awards(
    ledger: Ledger,
    merged: MergedInbox,
    calendar: Calendar,
    states: Iterable[UnitState],
    rules: AwardRules,
    record: OnRecord = NOTHING_ON_RECORD,
) -> Awards:
    """Rank the units and propose whom to name.

    Args:
        ledger: The ledger in force, with what was handed over and decided.
        merged: The inbox, merged up to the month.
        calendar: The month, its deadline, until when returns may be corrected, and today.
        states: How every unit that owes a return stands with it.
        rules: How units are scored and proposed.
        record: What was sent, the 催报 of the month among it; published months, under today's
            names.
    """
    month = merged.table
    assignments = assignment_states(ledger.assignments, calendar.deadline, month.handed)
    overdue = overdue_by_unit(assignments)
    ranks = rank(
        RankingInput(month.lines, month.differences, calendar, rules, overdue=overdue), states
    )
    inputs = ProposalInput(
        calendar=calendar,
        rules=rules,
        first=ledger.document.first,
        groups={unit.name: unit.group for unit in ledger.units},
        decisions=ledger.decisions,
        reminders=reminders(record.sent, calendar.period, end_of(calendar.deadline)),
        overdue=overdue,
        sent_back=frozenset(f.unit for f in merged.findings if f.severity is Severity.RETURN),
    )
    matters = proposed_matters(
        ranks,
        ProposedInput(
            ledger=ledger,
            calendar=calendar,
            tables=merged.tables,
            published=record.published,
            assignments=assignments,
        ),
    )
    return Awards(ranks, proposals(ranks, inputs), assignments, matters)
