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

    `vouched` are files that count because a clerk said so, with the words; `dropped` the rows by
    month that would count if a clerk had not taken their files out.
    """

    monthly: Mapping[Period, tuple[Submission, ...]]
    breakdowns: tuple[Submission, ...]
    judged: tuple[Judgement, ...]
    findings: tuple[Finding, ...]
    rulings: Mapping[str, str]
    vouched: Mapping[str, str]
    dropped: Mapping[str, tuple[DroppedRow, ...]]


def sort_inbox(arrivals: Iterable[Arrival], desk: IntakeContext) -> SortedInbox:
    """Tell forms of ours from everything else, and put them in order of receipt (R6.62)."""
    roster = Roster(desk.ledger, desk.reporters)
    known = [identify(arrival, desk, roster) for arrival in arrivals]
    kept: dict[Period, list[Submission]] = defaultdict(list)
    breakdowns: list[Submission] = []
    for one in known:
        if one.submission is None:
            continue
        if one.submission.claim.kind == BREAKDOWN:
            breakdowns.append(one.submission)
        else:
            kept[period_of(one.submission.claim)].append(one.submission)
    monthly = {period: tuple(sorted(kept[period], key=_receipt)) for period in sorted(kept)}
    ordered = tuple(sorted(breakdowns, key=_receipt))
    found = [finding for one in known for finding in one.findings]
    for given in (*monthly.values(), ordered):
        found.extend(compare_returns(given, desk))
    return SortedInbox(
        monthly=monthly,
        breakdowns=ordered,
        judged=tuple(one.judgement for one in known if one.judgement),
        findings=tuple(found),
        rulings={one.file: one.ruling for one in known if one.ruling},
        vouched={one.file: one.vouched for one in known if one.vouched},
        dropped=_dropped(known),
    )


def _dropped(known: Iterable[IdentifiedFile]) -> dict[str, tuple[DroppedRow, ...]]:
    """Rows of excluded files by the month that they claim."""
    found: dict[str, tuple[DroppedRow, ...]] = {}
    for one in known:
        if one.judgement and one.dropped:
            month = one.judgement.period
            found[month] = (*found.get(month, ()), *one.dropped)
    return found


def _receipt(submission: Submission) -> tuple[float, str]:
    """Newest last; files of the very same moment in the order of their names (R6.62)."""
    return submission.source.received.timestamp(), submission.source.file
