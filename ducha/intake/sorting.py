"""The inbox sorted: whose form each file is and for which month; everything else is judged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ducha.findings import Finding
from ducha.form.claim import BREAKDOWN
from ducha.intake.examined import DroppedRow
from ducha.intake.identity.doubts import SheetBeside, note_sheet, unsaid_beside
from ducha.intake.identity.files import identify
from ducha.intake.identity.model import IdentifiedFile, period_of
from ducha.intake.identity.own_forms import without_own_forms
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
    identified = without_own_forms([identify(arrival, context, rosters) for arrival in by_name])
    submissions = [file.submission for file in identified if file.submission and not file.judgement]
    monthly = _by_month(s for s in submissions if s.claim.kind != BREAKDOWN)
    breakdowns = _in_order(s for s in submissions if s.claim.kind == BREAKDOWN)
    waiting = _by_month(
        file.submission for file in identified if file.submission and file.judgement
    )
    beside = _sheets_beside(identified, (*monthly.values(), *waiting.values()))
    return SortedInbox(
        monthly=monthly,
        breakdowns=breakdowns,
        waiting=waiting,
        beside=beside,
        judged=tuple(file.judgement for file in identified if file.judgement),
        findings=tuple(_findings(identified, (*monthly.values(), breakdowns), beside, context)),
        rulings={file.file: file.ruling for file in identified if file.ruling},
        assurances={file.file: file.assurance for file in identified if file.assurance},
        dropped=_dropped_rows(identified),
    )


def _findings(
    identified: Iterable[IdentifiedFile],
    taken: Iterable[Sequence[Submission]],
    beside: Mapping[str, Iterable[SheetBeside]],
    context: IntakeContext,
) -> Iterator[Finding]:
    """What is doubted of each file, of files beside one another, of sheets of other months."""
    for file in identified:
        yield from file.findings
    for submissions in taken:
        yield from compare_returns(submissions, context)
    for sheets in beside.values():
        for sheet in sheets:
            yield from note_sheet(sheet, context)


def _by_month(submissions: Iterable[Submission]) -> dict[Period, tuple[Submission, ...]]:
    """Returns by month, the months in their order, and each month's in order of receipt."""
    by_month: dict[Period, list[Submission]] = defaultdict(list)
    for submission in submissions:
        by_month[period_of(submission.claim)].append(submission)
    return {month: _in_order(by_month[month]) for month in sorted(by_month)}


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
