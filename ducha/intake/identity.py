"""Whose form a file is, and for which month: its claim, the page, and what a clerk has ruled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ducha.cells import Cells, spelled
from ducha.checks.rows import NUMERIC
from ducha.findings import Finding
from ducha.form.breakdown import breaking_units
from ducha.form.claim import BREAKDOWN, FORM_VERSION, MONTHLY, Claim, Trust, verify
from ducha.intake.doubts import IdentifiedWorkbook, find_doubts, find_misdated
from ducha.intake.examined import DroppedRow
from ducha.intake.roster import Roster, find_likeness
from ducha.intake.rulings import (
    FileRuling,
    describe_ruling,
    note_ruling,
    rulings_on_file,
    with_ruled_time,
)
from ducha.intake.verdicts import IntakeContext, Judgement
from ducha.ledger.model import OWN, Override
from ducha.period import MONTHS, Period, parse_period
from ducha.submission import reading as returns
from ducha.submission.arrival import Arrival, Source, Verdict
from ducha.submission.hidden import hidden_claim
from ducha.submission.reading import Submission
from ducha.submission.sheets import rival_sheets
from ducha.submission.visible import VisibleHead, claim_on_page, read_visible


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentifiedFile:
    """What is known of one file: its return, or else the verdict on it; and doubts about it."""

    file: str
    submission: Submission | None = None
    judgement: Judgement | None = None
    findings: tuple[Finding, ...] = ()
    ruling: str = ""
    vouched: str = ""  # what a clerk said, without which the file would not count
    dropped: tuple[DroppedRow, ...] = ()  # rows of a file that a clerk has taken out


def period_of(claim: Claim) -> Period:
    """The month of a claim that has been accepted (R6.64)."""
    return parse_period(claim.period) or Period(1, 1)


_FORGED = "表单标识的内容与签名不符，单位、期次等可能被改动"


def identify(arrival: Arrival, desk: IntakeContext, roster: Roster) -> IdentifiedFile:
    """Tell whose return a file is, for which month, and whether it may be taken (R6.27)."""
    source, overrides = arrival.source, desk.ledger.overrides
    ruling = rulings_on_file(overrides, source.file, None)
    if arrival.cells is None:
        return _closed(
            Judgement(source=source, verdict=arrival.verdict, reason=arrival.reason), ruling
        )
    hidden, fault = hidden_claim(arrival.cells)
    if hidden and verify(desk.key, hidden) is Trust.FORGED:
        fault = _FORGED
    seen = _by_name(read_visible(arrival.cells), desk)
    claim = hidden
    if fault or not hidden:  # a changed sheet says nothing of who sent it: nobody else is blamed
        page = claim_on_page(seen) if returns.looks_like_form(arrival.cells) else None
        claim = page or hidden
    if claim is None:
        return _closed(_nobodys(source, arrival.cells, fault), ruling)
    ruling = rulings_on_file(overrides, source.file, claim)
    source = with_ruled_time(source, ruling.received)
    case = IdentifiedWorkbook(
        source=source,
        cells=arrival.cells,
        claim=claim,
        seen=seen,
        signed=claim is hidden,
        ruling=ruling,
        fault=fault,
    )
    return _judged(case, desk, roster)


def _by_name(seen: VisibleHead, desk: IntakeContext) -> VisibleHead:
    """The units on the page by their own names, where other names of theirs were typed (R6.28)."""
    if all(unit in desk.ledger.by_unit for unit in seen.units):
        return seen
    aliases = {alias: unit.name for unit in reversed(desk.ledger.units) for alias in unit.aliases}
    names = {name: name for name in desk.ledger.by_unit}
    units = tuple(dict.fromkeys((aliases | names).get(unit, unit) for unit in seen.units))
    return replace(seen, unit=units[0], units=units)


def _closed(judgement: Judgement, ruling: FileRuling) -> IdentifiedFile:
    """A file that is no return: a clerk may still take it off the list of open questions."""
    file = judgement.source.file
    if ruling.exclude is None:
        return IdentifiedFile(file=file, judgement=judgement)
    return _excluded(judgement, ruling.exclude)


def _excluded(judgement: Judgement, override: Override) -> IdentifiedFile:
    told = replace(judgement, verdict=Verdict.EXCLUDED, reason=describe_ruling(override))
    note = note_ruling(override, judgement.source, judgement.unit)
    return IdentifiedFile(file=judgement.source.file, judgement=told, findings=(note,))


def _nobodys(source: Source, cells: Cells, fault: str) -> Judgement:
    if fault:
        return Judgement(source=source, verdict=Verdict.RETURNED, reason=fault)
    if returns.looks_like_form(cells):
        reason = "像是填报表，但隐藏的〔表单标识〕没有了，表上也看不出填报单位和期次"
        return Judgement(source=source, verdict=Verdict.RETURNED, reason=reason)
    return Judgement(source=source, verdict=Verdict.UNKNOWN, reason="不是本局发出的填报表")


def _judged(case: IdentifiedWorkbook, desk: IntakeContext, roster: Roster) -> IdentifiedFile:
    claim, ruling = case.claim, case.ruling
    unit = claim.unit if claim.unit in desk.ledger.by_unit else spelled(claim.unit)
    judgement = Judgement(
        source=case.source, verdict=Verdict.RETURNED, reason="", unit=unit, period=claim.period
    )
    if ruling.exclude is not None:
        known = _excluded(judgement, ruling.exclude)
        return replace(known, dropped=tuple(_rows_of(case, describe_ruling(ruling.exclude))))
    reason = _why_not(case, desk, roster.owing)
    if reason:
        return IdentifiedFile(file=case.source.file, judgement=replace(judgement, reason=reason))
    if ruling.move is not None:
        case = replace(case, claim=replace(claim, period=ruling.move.value))
    return _taken(case, desk, roster, judgement)


def _rows_of(case: IdentifiedWorkbook, ruling: str) -> Iterator[DroppedRow]:
    """The rows that an excluded file would have filled."""
    given = returns.read_return(case.cells, case.source, case.claim)
    typed = given.progress if given else returns.NO_ROWS
    for index, (code, county) in enumerate(typed.keys):
        if any(typed.value(key, index) != "" for key in NUMERIC):
            yield DroppedRow(case.claim.unit, code, county, ruling)


def _taken(
    case: IdentifiedWorkbook, desk: IntakeContext, roster: Roster, judgement: Judgement
) -> IdentifiedFile:
    """Read the sheets of a return whose claim is accepted (R6.7)."""
    claim, file = case.claim, case.source.file
    taken = [o for o in (case.ruling.adopt, case.ruling.move, case.ruling.received) if o]
    ruling = "；".join(describe_ruling(override) for override in taken)
    if claim.kind == BREAKDOWN:
        places = (*desk.ledger.counties, OWN)
        submission = returns.read_breakdown(case.cells, case.source, claim, places)
        missing = "找不到〔任务分解〕表：表头须有 全市目标、合计"
    elif period_of(claim) > desk.period:
        later = f"{period_of(claim).label}的报送件，本次汇总到{desk.period.label}，留待该月汇总"
        waiting = replace(judgement, verdict=Verdict.ACCEPTED, reason=later, period=claim.period)
        return IdentifiedFile(
            file=file, judgement=waiting, findings=find_misdated(case, desk), ruling=ruling
        )
    else:
        submission = returns.read_return(case.cells, case.source, claim)
        missing = "找不到〔进度填报〕表：表头须有 编码、县区、本月累计"
    if submission is None:
        return IdentifiedFile(file=file, judgement=replace(judgement, reason=missing))
    like = None if case.ruling.adopt else find_likeness(submission, roster)
    if like and like.sure:
        return IdentifiedFile(file=file, judgement=replace(judgement, reason=like.sentence))
    vouched = "；".join(describe_ruling(o) for o in (case.ruling.adopt, case.ruling.move) if o)
    notes = tuple(note_ruling(override, submission) for override in taken)
    told = (*find_doubts(case, desk, like.sentence if like else ""), *notes)
    return IdentifiedFile(
        file=file,
        submission=submission,
        judgement=None,
        findings=told,
        ruling=ruling,
        vouched=vouched,
    )


def _why_not(case: IdentifiedWorkbook, desk: IntakeContext, owing: frozenset[str]) -> str:
    """Why the claim cannot be taken; empty when it can. A clerk may vouch for a form (采用).

    (R6.33)
    """
    claim, trusted = case.claim, case.ruling.adopt is not None
    if case.fault and not trusted:
        return case.fault
    if claim.version != FORM_VERSION:
        return f"表版本“{spelled(claim.version)}”与现用版本不同"
    suspicion = "" if trusted else _suspicion(case, desk)
    if suspicion:
        return suspicion
    if claim.kind == BREAKDOWN:
        return _why_no_breakdown(claim, desk)
    if claim.kind != MONTHLY:
        return f"表类“{spelled(claim.kind)}”不认识"
    if claim.unit not in owing:
        return f"“{spelled(claim.unit)}”不在应报单位之列"
    return _why_no_month(case, desk) or ("" if trusted else _why_no_sheet(case))


def _suspicion(case: IdentifiedWorkbook, desk: IntakeContext) -> str:
    """What makes a form look like another's: any unit named on the page but the claimed one.

    (R6.28)
    """
    claim, seen = case.claim, case.seen
    other = next((unit for unit in seen.units if unit != claim.unit), "")
    if not other or claim.unit not in desk.ledger.by_unit:
        return ""
    if not case.signed:
        return f"表上写的填报单位不一致：有的是“{spelled(claim.unit)}”，有的是“{spelled(other)}”"
    return f"表上写的填报单位是“{spelled(other)}”，表单标识却是“{spelled(claim.unit)}”的"


def _why_no_sheet(case: IdentifiedWorkbook) -> str:
    names = rival_sheets(case.cells, case.claim.period)
    if not names:
        return ""
    listed = "、".join(f"〔{name}〕" for name in names)
    return (
        f"有{len(names)}张同样的表（{listed}），所填不同，以哪一张为准？请单位只保留一张后重报；"
        f"确认以{listed.partition('、')[0]}为准的，在台账〔人工处置〕填采用"
    )


def _why_no_month(case: IdentifiedWorkbook, desk: IntakeContext) -> str:
    first = desk.ledger.document.first
    asked = case.ruling.move.value if case.ruling.move else case.claim.period
    period = parse_period(asked)
    if period is None or not first <= period <= Period(first.year, MONTHS):
        return f"期次“{spelled(asked)}”不在{first}至{first.year}-12之内"
    return ""


def _why_no_breakdown(claim: Claim, desk: IntakeContext) -> str:
    if claim.period != str(desk.ledger.document.year):
        return f"这是{claim.period}年度的任务分解表，台账是{desk.ledger.document.year}年度"
    if claim.unit not in breaking_units(desk.ledger):
        return f"“{spelled(claim.unit)}”没有需要分解的指标"
    return ""
