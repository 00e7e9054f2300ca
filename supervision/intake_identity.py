"""Whose form a file is, and for which month: its claim, the page, and what a clerk has ruled."""

from __future__ import annotations

from dataclasses import dataclass, replace

from supervision import submission as returns
from supervision.cells import Cells
from supervision.findings import Finding, Severity, graded
from supervision.form_breakdown import breaking_units
from supervision.identity import BREAKDOWN, FORM_VERSION, MONTHLY, Claim, Trust, verify
from supervision.intake_rulings import FileRuling, on_file, received, words
from supervision.intake_verdicts import Arrival, Desk, Judgement, Verdict
from supervision.ledger import OWN
from supervision.period import MONTHS, Period, parse
from supervision.submission import Source, Submission
from supervision.submission_visible import Visible, claim_on_page, visible


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one file: its return, or else the verdict on it; and doubts about it."""

    file: str
    submission: Submission | None = None
    judgement: Judgement | None = None
    findings: tuple[Finding, ...] = ()
    ruling: str = ""
    settled: bool = False


@dataclass(frozen=True, slots=True)
class _Case:
    """One workbook on the desk with its claim; `signed` is false where only the page speaks."""

    source: Source
    cells: Cells
    claim: Claim
    seen: Visible
    signed: bool
    ruling: FileRuling


def period_of(claim: Claim) -> Period:
    """The month of a claim that has been accepted."""
    return parse(claim.period) or Period(1, 1)


def identify(arrival: Arrival, desk: Desk, owing: frozenset[str]) -> Known:
    """Tell whose return a file is, for which month, and whether it may be taken."""
    source, overrides = arrival.source, desk.ledger.overrides
    ruling = on_file(overrides, source.file, None)
    if arrival.cells is None:
        return _closed(Judgement(source, arrival.verdict, arrival.reason), ruling)
    signed = returns.claim_of(arrival.cells)
    seen = visible(arrival.cells)
    claim = signed or (claim_on_page(seen) if returns.looks_like_form(arrival.cells) else None)
    if claim is None:
        return _closed(_nobodys(source, arrival.cells), ruling)
    ruling = on_file(overrides, source.file, claim)
    source = received(source, ruling.received)
    case = _Case(source, arrival.cells, claim, seen, signed is not None, ruling)
    return _judged(case, desk, owing)


def _closed(judgement: Judgement, ruling: FileRuling) -> Known:
    """A file that is no return: a clerk may still take it off the list of open questions."""
    file = judgement.source.file
    if ruling.exclude is None:
        return Known(file, judgement=judgement)
    told = words(ruling.exclude)
    return Known(file, judgement=replace(judgement, verdict=Verdict.EXCLUDED, reason=told))


def _nobodys(source: Source, cells: Cells) -> Judgement:
    if returns.looks_like_form(cells):
        reason = "像是填报表，但隐藏的〔表单标识〕没有了，表上也看不出填报单位和期次"
        return Judgement(source, Verdict.RETURNED, reason)
    return Judgement(source, Verdict.UNKNOWN, "不是本局发出的填报表")


def _judged(case: _Case, desk: Desk, owing: frozenset[str]) -> Known:
    claim, ruling = case.claim, case.ruling
    judgement = Judgement(case.source, Verdict.RETURNED, "", claim.unit, claim.period)
    if ruling.exclude is not None:
        told = words(ruling.exclude)
        judgement = replace(judgement, verdict=Verdict.EXCLUDED, reason=told)
        return Known(case.source.file, judgement=judgement)
    reason = _why_not(case, desk, owing)
    if reason:
        return Known(case.source.file, judgement=replace(judgement, reason=reason))
    if ruling.move is not None:
        case = replace(case, claim=replace(claim, period=ruling.move.value))
    return _taken(case, desk, judgement)


def _taken(case: _Case, desk: Desk, judgement: Judgement) -> Known:
    """Read the sheets of a return whose claim is accepted."""
    claim, file = case.claim, case.source.file
    taken = [o for o in (case.ruling.adopt, case.ruling.move, case.ruling.received) if o]
    ruling = "；".join(words(override) for override in taken)
    if claim.kind == BREAKDOWN:
        places = (*desk.ledger.counties, OWN)
        submission = returns.read_breakdown(case.cells, case.source, claim, places)
        missing = "找不到〔任务分解〕表：表头须有 全市目标、合计"
    elif period_of(claim) > desk.period:
        later = f"{period_of(claim).label}的报送件，本次汇总到{desk.period.label}，留待该月汇总"
        waiting = replace(judgement, verdict=Verdict.ACCEPTED, reason=later, period=claim.period)
        return Known(file, judgement=waiting)
    else:
        submission = returns.read(case.cells, case.source, claim)
        missing = "找不到〔进度填报〕表：表头须有 编码、县区、本月累计"
    if submission is None:
        return Known(file, judgement=replace(judgement, reason=missing))
    settled = bool(case.ruling.adopt or case.ruling.move)
    return Known(file, submission, None, _doubts(case, desk), ruling, settled)


def _why_not(case: _Case, desk: Desk, owing: frozenset[str]) -> str:
    """Why the claim cannot be taken; empty when it can. A clerk may vouch for a form (采用)."""
    claim, trusted = case.claim, case.ruling.adopt is not None
    if case.signed and verify(desk.key, claim) is Trust.FORGED and not trusted:
        return "表单标识的内容与签名不符，单位、期次等可能被改动"
    if claim.version != FORM_VERSION:
        return f"表版本“{claim.version}”与现用版本不同"
    if case.seen.unit and case.seen.unit != claim.unit and not trusted:
        return f"表上写的填报单位是“{case.seen.unit}”，表单标识却是“{claim.unit}”的"
    if claim.kind == BREAKDOWN:
        return _why_no_breakdown(claim, desk)
    if claim.kind != MONTHLY:
        return f"表类“{claim.kind}”不认识"
    if claim.unit not in owing:
        return f"“{claim.unit}”不在应报单位之列"
    return _why_no_month(case, desk)


def _why_no_month(case: _Case, desk: Desk) -> str:
    first = desk.ledger.document.first
    asked = case.ruling.move.value if case.ruling.move else case.claim.period
    period = parse(asked)
    if period is None or not first <= period <= Period(first.year, MONTHS):
        return f"期次“{asked}”不在{first}至{first.year}-12之内"
    return ""


def _why_no_breakdown(claim: Claim, desk: Desk) -> str:
    if claim.period != str(desk.ledger.document.year):
        return f"这是{claim.period}年度的任务分解表，台账是{desk.ledger.document.year}年度"
    if claim.unit not in breaking_units(desk.ledger):
        return f"“{claim.unit}”没有需要分解的指标"
    return ""


def _doubts(case: _Case, desk: Desk) -> tuple[Finding, ...]:
    """What an officer must know about a return that is taken."""
    claim, source = case.claim, case.source
    found: list[Finding] = []
    if not case.signed:
        found.append(_UNSIGNED)
    elif verify(desk.key, claim) is Trust.UNKNOWN_KEY:
        found.append(_UNKNOWN_KEY)
    month = case.seen.period
    if claim.kind == MONTHLY and month is not None and str(month) != case.claim.period:
        sentence = f"表上写的是{month.label}，表单标识却是{claim.period}的"
        found.append(replace(_OTHER_MONTH, sentence=sentence, found=str(month)))
    known = desk.ledger.by_unit[claim.unit].mails
    if known and source.sender and source.sender.lower() not in {m.lower() for m in known}:
        found.append(replace(_STRANGER, found=source.sender))
    placed = (replace(one, unit=claim.unit, file=source.file) for one in found)
    return tuple(kept for one in placed if (kept := graded(one, desk.grades)))


_UNSIGNED = Finding(
    Severity.VERIFY,
    "无标识",
    "隐藏的〔表单标识〕没有了，按表上写的填报单位、期次和编码认定",
    "请与填报单位核实是否为其所报；下次请直接填写本局发出的表，不要另存到新表里",
)
_UNKNOWN_KEY = Finding(
    Severity.VERIFY,
    "密钥",
    "表单不是用本工作区现有的密钥签发的，无法核对是否被改动",
    "确认是本局发出的表；若更换过 signing.key，请找回原来的密钥文件",
)
_OTHER_MONTH = Finding(
    Severity.VERIFY,
    "月份不符",
    "",
    "请与填报单位核实所填是哪个月的数；要改月份，在台账〔人工处置〕中填改期",
)
_STRANGER = Finding(
    Severity.VERIFY,
    "发件人",
    "发件邮箱没有登记在该单位名下",
    "请核实是否为该单位所发；确认后把邮箱补进台账〔责任单位〕",
)
