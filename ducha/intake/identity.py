"""Whose form a file is, and for which month: its claim, the page, and what a clerk has ruled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ducha.cells import Cells, spelled
from ducha.checks.rows import NUMERIC
from ducha.findings import Finding
from ducha.form.breakdown import breaking_units, rows_asked
from ducha.form.claim import BREAKDOWN, MONTHLY, VERSIONS, Claim, Trust, verify
from ducha.intake.doubts import IdentifiedWorkbook, find_doubts, find_misdated
from ducha.intake.examined import DroppedRow
from ducha.intake.roster import Rosters, find_likeness
from ducha.intake.rulings import (
    FileRuling,
    describe_ruling,
    note_ruling,
    rulings_on_file,
    with_ruled_time,
)
from ducha.intake.verdicts import NOT_OUR_FORM, IntakeContext, Judgement
from ducha.ledger.model import OWN, Ledger
from ducha.ledger.year.decisions import Override
from ducha.period import MONTHS, Period, parse_period
from ducha.submission import reading as returns
from ducha.submission.arrival import Arrival, Source, Verdict
from ducha.submission.hidden import hidden_claim
from ducha.submission.reading import Submission
from ducha.submission.sheets import rival_sheets
from ducha.submission.visible import VisibleHead, claim_on_page, read_visible


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentifiedFile:
    """One file after identification: its return, or else the verdict on it; and doubts about it.

    A return for a month yet to be merged has both. `beside` is what stands on sheets of other
    months in it. `findings` are graded. `ruling` says what a clerk has decided about the file and
    `assurance` what of it makes the file count at all, blank without; `dropped` are the rows that
    the file would have filled in the month `dropped_from` had a clerk not excluded it or moved it
    away.
    """

    file: str
    submission: Submission | None = None
    judgement: Judgement | None = None
    findings: tuple[Finding, ...] = ()
    ruling: str = ""
    assurance: str = ""
    dropped: tuple[DroppedRow, ...] = ()
    beside: tuple[Submission, ...] = ()
    dropped_from: str = ""


def period_of(claim: Claim) -> Period:
    """The month of a monthly claim that has been accepted; any other gives 0001-01 (R6.64)."""
    return parse_period(claim.period) or Period(1, 1)


_FORGED = "表单标识的内容与签名不符，单位、期次等可能被改动"


def identify(arrival: Arrival, context: IntakeContext, rosters: Rosters) -> IdentifiedFile:
    """Tell whose return a file is, for which month, and whether it may be taken (R6.27)."""
    source, overrides = arrival.source, context.ledger.overrides
    ruling = rulings_on_file(overrides, source.file, None)
    if arrival.cells is None:
        judgement = Judgement(
            source=source,
            verdict=arrival.verdict,
            reason=arrival.reason,
            attempt=arrival.attempt,
        )
        return _without_return(judgement, ruling)
    hidden, fault = hidden_claim(arrival.cells)
    trust = verify(context.key, hidden) if hidden else Trust.UNKNOWN_KEY
    if trust is Trust.FORGED:
        fault = _FORGED
    hidden = hidden and _with_own_name(hidden, trust, context.ledger)
    head = _with_own_names(read_visible(arrival.cells), context.ledger)
    claim = hidden
    if fault or not hidden:  # an altered sheet must not lay the file at another unit's door
        page = claim_on_page(head) if returns.looks_like_form(arrival.cells) else None
        claim = page or hidden
    if claim is None:
        return _without_return(_judge_unclaimed(source, arrival.cells, fault), ruling)
    ruling = rulings_on_file(overrides, source.file, claim)
    source = with_ruled_time(source, ruling.received)
    workbook = IdentifiedWorkbook(
        source=source,
        cells=arrival.cells,
        claim=claim,
        head=head,
        trust=trust if claim is hidden else None,
        ruling=ruling,
        names=context.ledger.own_names,
        fault=fault,
    )
    return _judge_claim(workbook, context, rosters)


def _with_own_name(claim: Claim, trust: Trust, ledger: Ledger) -> Claim:
    """The claim with its unit and places by the names that they have now.

    The signature was verified over the text as it stands; rows for which it cannot vouch are none
    (R6.322, R6.340).
    """
    rows = claim.rows if trust is Trust.GENUINE else ()
    named = ledger.own_names
    return replace(
        claim,
        unit=ledger.named(claim.unit) or claim.unit,
        rows=tuple(row._replace(county=named.get(row.county, row.county)) for row in rows),
    )


def _with_own_names(head: VisibleHead, ledger: Ledger) -> VisibleHead:
    """The units on the page by their own names, where other names of theirs were typed.

    (R6.28, R6.340)
    """
    units = tuple(dict.fromkeys(ledger.named(unit) or unit for unit in head.units))
    return head if units == head.units else replace(head, unit=units[0], units=units)


def _without_return(judgement: Judgement, ruling: FileRuling) -> IdentifiedFile:
    """A file that is no return: a clerk may still take it off the list of open questions."""
    file = judgement.source.file
    if ruling.exclude is None:
        return IdentifiedFile(file=file, judgement=judgement)
    return _exclude(judgement, ruling.exclude)


def _exclude(judgement: Judgement, override: Override) -> IdentifiedFile:
    excluded = replace(judgement, verdict=Verdict.EXCLUDED, reason=describe_ruling(override))
    note = note_ruling(override, judgement.source, judgement.unit)
    return IdentifiedFile(file=judgement.source.file, judgement=excluded, findings=(note,))


def _judge_unclaimed(source: Source, cells: Cells, fault: str) -> Judgement:
    if fault:
        return Judgement(source=source, verdict=Verdict.RETURNED, reason=fault)
    if returns.looks_like_form(cells):
        reason = "像是填报表，但隐藏的〔表单标识〕没有了，表上也看不出填报单位和期次"
        return Judgement(source=source, verdict=Verdict.RETURNED, reason=reason)
    return Judgement(source=source, verdict=Verdict.UNKNOWN, reason=NOT_OUR_FORM)


def _judge_claim(
    workbook: IdentifiedWorkbook, context: IntakeContext, rosters: Rosters
) -> IdentifiedFile:
    claim, ruling = workbook.claim, workbook.ruling
    unit = claim.unit if claim.unit in context.ledger.by_unit else spelled(claim.unit)
    judgement = Judgement(
        source=workbook.source,
        verdict=Verdict.RETURNED,
        reason="",
        unit=unit,
        period=claim.period,
        kind=claim.kind,
    )
    if ruling.exclude is not None:
        return _without_rows(_exclude(judgement, ruling.exclude), workbook, ruling.exclude)
    move = ruling.move
    meant = replace(claim, period=move.value) if move else claim
    reason = _why_not(workbook, context, rosters.of(meant).owing)
    if reason:
        return IdentifiedFile(
            file=workbook.source.file, judgement=replace(judgement, reason=reason)
        )
    if move is None or move.value == claim.period:
        return _read_accepted(workbook, context, rosters, judgement)
    moved = replace(workbook, claim=replace(meant, rows=()))  # they were issued for another month
    accepted = _read_accepted(moved, context, rosters, judgement)
    return _without_rows(accepted, workbook, move)


def _without_rows(
    file: IdentifiedFile, workbook: IdentifiedWorkbook, override: Override
) -> IdentifiedFile:
    """The file with the rows that a clerk has taken out of the month that it claims."""
    rows = tuple(_dropped_rows(workbook, describe_ruling(override)))
    return replace(file, dropped=rows, dropped_from=workbook.claim.period)


def _dropped_rows(workbook: IdentifiedWorkbook, ruling: str) -> Iterator[DroppedRow]:
    """The rows that a file would have filled in the month that it claims."""
    submission = returns.read_return(
        workbook.cells, workbook.source, workbook.claim, workbook.names
    )
    typed = submission.progress if submission else returns.NO_ROWS
    for index, (code, county) in enumerate(typed.keys):
        if typed.filled(NUMERIC, index):
            yield DroppedRow(workbook.claim.unit, code, county, ruling)


def _read_accepted(
    workbook: IdentifiedWorkbook, context: IntakeContext, rosters: Rosters, judgement: Judgement
) -> IdentifiedFile:
    """Read the sheets of a return whose claim is accepted (R6.7)."""
    claim, file = workbook.claim, workbook.source.file
    taken = [
        o for o in (workbook.ruling.adopt, workbook.ruling.move, workbook.ruling.received) if o
    ]
    ruling = "；".join(describe_ruling(override) for override in taken)
    if claim.kind == BREAKDOWN:
        places = (*context.ledger.counties, OWN)
        submission = returns.read_breakdown(
            workbook.cells, workbook.source, claim, places, workbook.names
        )
        missing = "找不到〔任务分解〕表：表头须有 全市目标、合计"
    elif period_of(claim) > context.period:
        return _lay_aside(workbook, context, judgement, ruling)
    else:
        submission = returns.read_return(workbook.cells, workbook.source, claim, workbook.names)
        missing = "找不到〔进度填报〕表：表头须有 编码、县区、本月累计"
    if submission is None:
        return IdentifiedFile(file=file, judgement=replace(judgement, reason=missing))
    submission = replace(submission, genuine=workbook.trust is Trust.GENUINE)
    like = None if workbook.ruling.adopt else find_likeness(submission, rosters.of(claim))
    if like and like.sure:
        return IdentifiedFile(file=file, judgement=replace(judgement, reason=like.sentence))
    assurance = "；".join(
        describe_ruling(o) for o in (workbook.ruling.adopt, workbook.ruling.move) if o
    )
    notes = tuple(note_ruling(override, submission) for override in taken)
    findings = (*find_doubts(workbook, context, like.sentence if like else ""), *notes)
    return IdentifiedFile(
        file=file,
        submission=submission,
        judgement=None,
        findings=findings,
        ruling=ruling,
        assurance=assurance,
        beside=() if claim.kind == BREAKDOWN else _sheets_beside(workbook, context),
    )


def _lay_aside(
    workbook: IdentifiedWorkbook, context: IntakeContext, judgement: Judgement, ruling: str
) -> IdentifiedFile:
    """A return for a month yet to be merged: it waits, and earlier ones are held against it.

    (R6.7)
    """
    claim, month = workbook.claim, period_of(workbook.claim)
    later = f"{month.label}的报送件，本次汇总到{context.period.label}，留待该月汇总"
    return IdentifiedFile(
        file=workbook.source.file,
        submission=returns.read_return(workbook.cells, workbook.source, claim, workbook.names),
        judgement=replace(judgement, verdict=Verdict.ACCEPTED, reason=later, period=claim.period),
        findings=find_misdated(workbook, context),
        ruling=ruling,
        beside=_sheets_beside(workbook, context),
    )


def _sheets_beside(workbook: IdentifiedWorkbook, context: IntakeContext) -> tuple[Submission, ...]:
    """What stands on sheets of other months of the ledger's year, from 首报期 on (R6.41)."""
    first = context.ledger.document.first
    beside = returns.read_other_months(
        workbook.cells, workbook.source, workbook.claim, workbook.names
    )
    last = Period(first.year, MONTHS)
    return tuple(other for other in beside if first <= period_of(other.claim) <= last)


def _why_not(workbook: IdentifiedWorkbook, context: IntakeContext, owing: frozenset[str]) -> str:
    """Why the claim cannot be taken; empty when it can. A clerk may vouch for a form (采用).

    (R6.33)
    """
    claim, trusted = workbook.claim, workbook.ruling.adopt is not None
    if workbook.fault and not trusted:
        return workbook.fault
    if claim.version not in VERSIONS:
        return f"表版本“{spelled(claim.version)}”与现用版本不同"
    suspicion = "" if trusted else _why_another_unit(workbook, context)
    if suspicion:
        return suspicion
    if claim.kind == BREAKDOWN:
        return _why_no_breakdown(workbook, context)
    if claim.kind != MONTHLY:
        return f"表类“{spelled(claim.kind)}”不认识"
    if claim.unit not in owing:
        return _why_not_owing(workbook, context)
    return _why_no_month(workbook, context) or ("" if trusted else _why_no_sheet(workbook))


def _why_not_owing(workbook: IdentifiedWorkbook, context: IntakeContext) -> str:
    """Why no return of the month is expected of the unit: its months are over, or yet to come.

    (R6.300)
    """
    claim, unit = workbook.claim, context.ledger.by_unit.get(workbook.claim.unit)
    period = parse_period(workbook.ruling.move.value if workbook.ruling.move else claim.period)
    if unit and period and unit.until is not None and period.month > unit.until:
        after = f"，之后由“{unit.successor}”报" if unit.successor else ""
        return f"“{unit.name}”报到{unit.until}月为止{after}"
    if unit and period and unit.since is not None and period.month < unit.since:
        return f"“{unit.name}”从{unit.since}月起报"
    return f"“{spelled(claim.unit)}”不在应报单位之列"


def _why_another_unit(workbook: IdentifiedWorkbook, context: IntakeContext) -> str:
    """What makes a form look like another's: any unit named on the page but the claimed one.

    (R6.28)
    """
    claim, head = workbook.claim, workbook.head
    named = next((unit for unit in head.units if unit != claim.unit), "")
    if not named or claim.unit not in context.ledger.by_unit:
        return ""
    if not workbook.signed:
        return f"表上写的填报单位不一致：有的是“{spelled(claim.unit)}”，有的是“{spelled(named)}”"
    return f"表上写的填报单位是“{spelled(named)}”，表单标识却是“{spelled(claim.unit)}”的"


def _why_no_sheet(workbook: IdentifiedWorkbook) -> str:
    move = workbook.ruling.move
    names = rival_sheets(workbook.cells, move.value if move else workbook.claim.period)
    if not names:
        return ""
    listed = "、".join(f"〔{name}〕" for name in names)
    return (
        f"有{len(names)}张同样的表（{listed}），所填不同，以哪一张为准？请单位只保留一张后重报；"
        f"确认以{listed.partition('、')[0]}为准的，在台账〔人工处置〕填采用"
    )


def _why_no_month(workbook: IdentifiedWorkbook, context: IntakeContext) -> str:
    first = context.ledger.document.first
    written = workbook.ruling.move.value if workbook.ruling.move else workbook.claim.period
    period = parse_period(written)
    if period is None or not first <= period <= Period(first.year, MONTHS):
        return f"期次“{spelled(written)}”不在{first}至{first.year}-12之内"
    return ""


def _why_no_breakdown(workbook: IdentifiedWorkbook, context: IntakeContext) -> str:
    claim = workbook.claim
    if claim.period != str(context.ledger.document.year):
        return f"这是{claim.period}年度的任务分解表，台账是{context.ledger.document.year}年度"
    if claim.unit in breaking_units(context.ledger) or _was_to_divide(workbook, context):
        return ""
    return f"“{spelled(claim.unit)}”没有需要分解的指标"


def _was_to_divide(workbook: IdentifiedWorkbook, context: IntakeContext) -> bool:
    """Whether the form is ours, with rows as issued of indicators that are still broken down.

    Another unit may lead them now (R6.303, R6.328).
    """
    claim, ledger = workbook.claim, context.ledger
    if claim.unit not in ledger.by_unit or workbook.trust is not Trust.GENUINE:
        return False
    if claim.rows:
        return bool(rows_asked(ledger, claim))
    places = (*ledger.counties, OWN)
    read = returns.read_breakdown(workbook.cells, workbook.source, claim, places, workbook.names)
    if read is None or read.progress.digest != claim.issued:
        return False
    return any(code in ledger.by_code for code, _ in read.progress.keys)
