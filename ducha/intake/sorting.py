"""The inbox sorted: whose form each file is and for which month; everything else is judged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ducha.findings import Finding
from ducha.form.claim import BREAKDOWN
from ducha.intake.examined import DroppedRow
from ducha.intake.identity import IdentifiedFile, identify, period_of
from ducha.intake.peers import compare_returns
from ducha.intake.roster import Roster
from ducha.intake.verdicts import IntakeContext, Judgement
from ducha.period import Period
from ducha.submission.arrival import Arrival
from ducha.submission.reading import Submission


@dataclass(frozen=True, slots=True, kw_only=True)
class SortedInbox:
    """Submissions by month, oldest first; all other files judged; what clerks ruled by file.

    `assurances` are by file the words of the clerk without whom it would not count; `dropped` the
    rows by month that would count if a clerk had not taken their files out of it.
    """

    monthly: Mapping[Period, tuple[Submission, ...]]
    breakdowns: tuple[Submission, ...]
    judged: tuple[Judgement, ...]
    findings: tuple[Finding, ...]
    rulings: Mapping[str, str]
    assurances: Mapping[str, str]
    dropped: Mapping[str, tuple[DroppedRow, ...]]


def sort_inbox(arrivals: Iterable[Arrival], context: IntakeContext) -> SortedInbox:
    """Tell forms of ours from everything else, and put them in order of receipt (R6.62)."""
    roster = Roster(context.ledger, context.reporters)
    identified = [identify(arrival, context, roster) for arrival in arrivals]
    monthly_returns: dict[Period, list[Submission]] = defaultdict(list)
    breakdowns: list[Submission] = []
    for file in identified:
        if file.submission is None:
            continue
        if file.submission.claim.kind == BREAKDOWN:
            breakdowns.append(file.submission)
        else:
            monthly_returns[period_of(file.submission.claim)].append(file.submission)
    monthly = {
        period: tuple(sorted(monthly_returns[period], key=_receipt_order))
        for period in sorted(monthly_returns)
    }
    ordered = tuple(sorted(breakdowns, key=_receipt_order))
    findings = [finding for file in identified for finding in file.findings]
    for returns in (*monthly.values(), ordered):
        findings.extend(compare_returns(returns, context))
    return SortedInbox(
        monthly=monthly,
        breakdowns=ordered,
        judged=tuple(file.judgement for file in identified if file.judgement),
        findings=tuple(findings),
        rulings={file.file: file.ruling for file in identified if file.ruling},
        assurances={file.file: file.assurance for file in identified if file.assurance},
        dropped=_dropped_rows(identified),
    )


def _dropped_rows(identified: Iterable[IdentifiedFile]) -> dict[str, tuple[DroppedRow, ...]]:
    """Rows of files that were excluded or moved, by the month that they claim."""
    dropped: dict[str, tuple[DroppedRow, ...]] = {}
    for file in identified:
        if file.dropped:
            month = file.dropped_from
            dropped[month] = (*dropped.get(month, ()), *file.dropped)
    return dropped


def _receipt_order(submission: Submission) -> tuple[float, str]:
    """Newest last; files of the very same moment in the order of their names (R6.62)."""
    return submission.source.received.timestamp(), submission.source.file
