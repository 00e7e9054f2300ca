"""The inbox sorted: whose form each file is and for which month; everything else is judged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ducha.findings import Finding
from ducha.form.claim import BREAKDOWN
from ducha.intake.examined import DroppedRow
from ducha.intake.identity.doubts import SheetBeside, note_sheet, unsaid_beside
from ducha.intake.identity.files import IdentifiedFile, identify, period_of
from ducha.intake.identity.peers import compare_returns
from ducha.intake.identity.roster import Rosters
from ducha.intake.verdicts import IntakeContext, Judgement
from ducha.period import Period
from ducha.submission.arrival import Arrival
from ducha.submission.order import receipt_order
from ducha.submission.reading import Submission


@dataclass(frozen=True, slots=True, kw_only=True)
class SortedInbox:
    """Submissions by month, oldest first; all other files judged; what clerks ruled by file.

    `waiting` are returns for months after the one being merged. `beside` are by file the sheets of
    other months in it that say something new. `assurances` are by file the words of the clerk
    without whom it would not count; `dropped` the rows by month that would count if a clerk had
    not taken their files out of it.
    """

    monthly: Mapping[Period, tuple[Submission, ...]]
    breakdowns: tuple[Submission, ...]
    waiting: Mapping[Period, tuple[Submission, ...]]
    beside: Mapping[str, tuple[SheetBeside, ...]]
    judged: tuple[Judgement, ...]
    findings: tuple[Finding, ...]
    rulings: Mapping[str, str]
    assurances: Mapping[str, str]
    dropped: Mapping[str, tuple[DroppedRow, ...]]

    def sent(self, unit: str, period: Period) -> tuple[Submission, ...]:
        """The returns of a unit for a month, be it yet to be merged."""
        returns = (*self.monthly.get(period, ()), *self.waiting.get(period, ()))
        return tuple(submission for submission in returns if submission.claim.unit == unit)


def sort_inbox(arrivals: Iterable[Arrival], context: IntakeContext) -> SortedInbox:
    """Tell forms of ours from everything else, and put them in order of receipt (R6.62).

    In which order the files are read changes nothing.
    """
    rosters = Rosters(context)
    by_name = sorted(arrivals, key=lambda arrival: arrival.source.file)
    identified = [identify(arrival, context, rosters) for arrival in by_name]
    monthly_returns: dict[Period, list[Submission]] = defaultdict(list)
    breakdowns: list[Submission] = []
    for file in identified:
        if file.submission is None or file.judgement:
            continue
        if file.submission.claim.kind == BREAKDOWN:
            breakdowns.append(file.submission)
        else:
            monthly_returns[period_of(file.submission.claim)].append(file.submission)
    monthly = {period: _in_order(monthly_returns[period]) for period in sorted(monthly_returns)}
    ordered = _in_order(breakdowns)
    findings = [finding for file in identified for finding in file.findings]
    for returns in (*monthly.values(), ordered):
        findings.extend(compare_returns(returns, context))
    waiting = _waiting_returns(identified)
    beside = _sheets_beside(identified, (*monthly.values(), *waiting.values()))
    for sheets in beside.values():
        findings.extend(finding for sheet in sheets for finding in note_sheet(sheet, context))
    return SortedInbox(
        monthly=monthly,
        breakdowns=ordered,
        waiting=waiting,
        beside=beside,
        judged=tuple(file.judgement for file in identified if file.judgement),
        findings=tuple(findings),
        rulings={file.file: file.ruling for file in identified if file.ruling},
        assurances={file.file: file.assurance for file in identified if file.assurance},
        dropped=_dropped_rows(identified),
    )


def _waiting_returns(identified: Iterable[IdentifiedFile]) -> dict[Period, tuple[Submission, ...]]:
    """Returns for months yet to be merged, by month, in order of receipt."""
    waiting: dict[Period, list[Submission]] = defaultdict(list)
    for file in identified:
        if file.submission and file.judgement:
            waiting[period_of(file.submission.claim)].append(file.submission)
    return {month: _in_order(waiting[month]) for month in sorted(waiting)}


def _sheets_beside(
    identified: Iterable[IdentifiedFile], months: Iterable[Iterable[Submission]]
) -> dict[str, tuple[SheetBeside, ...]]:
    """Sheets of other months that say what no return of their unit and month has said, by file."""
    sent: dict[tuple[str, str], list[Submission]] = defaultdict(list)
    for returns in months:
        for submission in returns:
            sent[submission.claim.unit, submission.claim.period].append(submission)
    beside: dict[str, tuple[SheetBeside, ...]] = {}
    for file in identified:
        if file.submission is None:
            continue
        for other in file.beside:
            claim = other.claim
            unsaid = unsaid_beside(file.submission, other, sent[claim.unit, claim.period])
            if unsaid:
                sheet = SheetBeside(file.submission, other, len(unsaid))
                beside[file.file] = (*beside.get(file.file, ()), sheet)
    return beside


def _in_order(submissions: Iterable[Submission]) -> tuple[Submission, ...]:
    return tuple(sorted(submissions, key=lambda submission: receipt_order(submission.source)))


def _dropped_rows(identified: Iterable[IdentifiedFile]) -> dict[str, tuple[DroppedRow, ...]]:
    """Rows of files that were excluded or moved, by the month that they claim."""
    dropped: dict[str, tuple[DroppedRow, ...]] = {}
    for file in identified:
        if file.dropped:
            month = file.dropped_from
            dropped[month] = (*dropped.get(month, ()), *file.dropped)
    return dropped
