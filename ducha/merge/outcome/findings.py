"""Which files and findings the reader of a month must see, file by file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet

from ducha.breakdown.in_force import InForce
from ducha.breakdown.sums import find_shortfalls
from ducha.checks.identity import EARLIER_SHEET, LATER_SHEET, OTHER_MONTH
from ducha.findings import Finding
from ducha.form.claim import BREAKDOWN
from ducha.intake.examined import ExaminedReturn
from ducha.intake.sorting import SortedInbox
from ducha.intake.verdicts import IntakeContext, Judgement, refusal_findings
from ducha.merge.outcome.superseded import settle_refusals
from ducha.period import MONTHS, Period, parse_period
from ducha.submission.arrival import Verdict


def judgements_to_show(
    judgements: Iterable[Judgement], doubtful: AbstractSet[str], context: IntakeContext
) -> list[Judgement]:
    """The files that concern the month's reader; `doubtful` ones concern every month's (R6.67)."""
    return [
        judgement
        for judgement in judgements
        if judgement.source.file in doubtful or not _is_of_other_month(judgement, context)
    ]


def _is_of_other_month(judgement: Judgement, context: IntakeContext) -> bool:
    """Whether a file is for another reporting month.

    One that is for no reporting month is shown in every merge (R6.4).
    """
    period, first = parse_period(judgement.period), context.ledger.document.first
    if period is None or period == context.period:
        return False
    return first <= period <= Period(first.year, MONTHS)


_ABOUT_TWO_MONTHS = (OTHER_MONTH, EARLIER_SHEET, LATER_SHEET)


def _names_this_month(finding: Finding, context: IntakeContext) -> bool:
    """Whether a file went to another month although this month is what stands on a page of it.

    (R6.31, R6.41)
    """
    return finding.rule in _ABOUT_TWO_MONTHS and context.period.label in finding.found.split("、")


def findings_to_show(
    context: IntakeContext,
    inbox: SortedInbox,
    force: InForce,
    judgements: Sequence[Judgement],
    returns: Sequence[ExaminedReturn],
) -> tuple[Finding, ...]:
    """What the month's reader must see: ledger, breakdowns, refused files, then file by file.

    Args:
        context: What the files are held against, with the ledger in force.
        inbox: The inbox sorted, with the doubts about whole files.
        force: The breakdown forms and what they have changed.
        judgements: Those of the files to show, see `judgements_to_show`.
        returns: The returns of the month, with what newer ones settle.
    """
    refusals = [
        (judgement, finding) for judgement in judgements for finding in refusal_findings(judgement)
    ]
    refused = [
        force.lowered(finding, judgement.unit, judgement.source)
        if judgement.kind == BREAKDOWN
        else finding
        for (judgement, _), finding in zip(
            refusals, settle_refusals(refusals, returns), strict=True
        )
    ]
    files = {
        *(examined.submission.source.file for examined in returns),
        *(j.source.file for j in judgements if j.verdict is Verdict.EXCLUDED),
        *(breakdown.source.file for breakdown in force.examined),
    }
    doubts = [
        finding
        for finding in inbox.findings
        if finding.file in files or _names_this_month(finding, context)
    ]
    rows = [finding for examined in returns for finding in examined.findings]
    month = context.period.month
    ledger = context.ledger_of(context.period)
    sums = find_shortfalls(ledger, month, force.ledger_file, force.told)
    return (*sums, *force.findings, *refused, *doubts, *rows)
