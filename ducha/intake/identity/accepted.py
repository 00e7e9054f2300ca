"""The sheets of a return whose claim is accepted, with what an officer must know of it."""

from __future__ import annotations

from dataclasses import replace

from ducha.form.claim import BREAKDOWN, MONTHLY, Trust
from ducha.intake.identity.doubts import find_doubts, find_misdated
from ducha.intake.identity.model import IdentifiedFile, IdentifiedWorkbook, period_of
from ducha.intake.identity.own_forms import is_own_return
from ducha.intake.identity.roster import Rosters, find_likeness
from ducha.intake.rulings.files import describe_rulings, note_ruling
from ducha.intake.verdicts import IntakeContext, Judgement
from ducha.period import MONTHS, Period
from ducha.submission import reading as returns
from ducha.submission.arrival import Verdict
from ducha.submission.reading import Submission

_NO_SHEET = {
    BREAKDOWN: "找不到〔任务分解〕表：表头须有 全市目标、合计",
    MONTHLY: (
        "找不到〔进度填报〕表：表头须有 编码、县区、本月累计"
        "（编码、县区没有了的，须有 事项、指标、计量单位）"
    ),
}


def read_accepted(
    workbook: IdentifiedWorkbook, context: IntakeContext, rosters: Rosters, judgement: Judgement
) -> IdentifiedFile:
    """Read the sheets of a return whose claim is accepted (R6.7)."""
    claim, file, ruling = workbook.claim, workbook.source.file, workbook.ruling
    monthly = claim.kind == MONTHLY
    if monthly and period_of(claim) > context.period:
        return _lay_aside(workbook, context, judgement)
    submission = _read(workbook, context)
    if submission is None:
        return IdentifiedFile(file=file, judgement=replace(judgement, reason=_NO_SHEET[claim.kind]))
    like = None if ruling.adopt else find_likeness(submission, rosters.of(claim))
    if like and like.sure:
        return IdentifiedFile(file=file, judgement=replace(judgement, reason=like.sentence))
    doubts = find_doubts(workbook, context, like.sentence if like else "")
    return IdentifiedFile(
        file=file,
        submission=submission,
        findings=(*doubts, *(note_ruling(override, submission) for override in ruling.taken)),
        ruling=describe_rulings(ruling.taken),
        assurance=describe_rulings(ruling.vouching),
        beside=_sheets_beside(workbook, context) if monthly else (),
        own=is_own_return(workbook),
    )


def _read(workbook: IdentifiedWorkbook, context: IntakeContext) -> Submission | None:
    """The form as typed; None where its sheet cannot be found."""
    breakdown = workbook.claim.kind == BREAKDOWN
    form = workbook.read_breakdown(context.ledger) if breakdown else workbook.read_return()
    return form and replace(form, genuine=workbook.trust is Trust.GENUINE)


def _lay_aside(
    workbook: IdentifiedWorkbook, context: IntakeContext, judgement: Judgement
) -> IdentifiedFile:
    """A return for a month yet to be merged: it waits, and earlier ones are held against it.

    (R6.7)
    """
    claim, month = workbook.claim, period_of(workbook.claim)
    later = f"{month.label}的报送件，本次汇总到{context.period.label}，留待该月汇总"
    return IdentifiedFile(
        file=workbook.source.file,
        submission=_read(workbook, context),
        judgement=replace(judgement, verdict=Verdict.ACCEPTED, reason=later, period=claim.period),
        findings=find_misdated(workbook, context),
        ruling=describe_rulings(workbook.ruling.taken),
        beside=_sheets_beside(workbook, context),
        own=is_own_return(workbook),
    )


def _sheets_beside(workbook: IdentifiedWorkbook, context: IntakeContext) -> tuple[Submission, ...]:
    """What stands on sheets of other months of the ledger's year, from 首报期 on (R6.41)."""
    first = context.ledger.document.first
    beside = returns.read_other_months(
        workbook.cells, workbook.source, workbook.claim, workbook.names
    )
    last = Period(first.year, MONTHS)
    return tuple(other for other in beside if first <= period_of(other.claim) <= last)
