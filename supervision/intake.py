"""One verdict per file: whose form it is, for which month, and what of it may be merged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from supervision import submission as returns
from supervision.cells import Cells, Value
from supervision.checks import NUMERIC
from supervision.findings import Finding, Severity
from supervision.form import reporting_units
from supervision.form_breakdown import breaking_units
from supervision.identity import BREAKDOWN, FORM_VERSION, MONTHLY, Claim, Trust, verify
from supervision.ledger import OWN, Ledger
from supervision.period import MONTHS, Period, meant_on, parse
from supervision.submission import Source, Submission


class Verdict(StrEnum):
    """What became of a file."""

    ACCEPTED = "采用"
    PARTLY = "部分采用"
    SUPERSEDED = "被替代"
    RETURNED = "退回"
    UNKNOWN = "无法识别"
    EXCLUDED = "已排除"
    NOT_A_RETURN = "非填报件"


@dataclass(frozen=True, slots=True)
class Arrival:
    """One file of the inbox as read: its cells, or the verdict and reason why there are none."""

    source: Source
    cells: Cells | None
    verdict: Verdict = Verdict.UNKNOWN
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on one file, a row of 文件清单."""

    source: Source
    verdict: Verdict
    reason: str = ""
    unit: str = ""
    period: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True)
class Sorted:
    """The inbox sorted: submissions by month, oldest first; everything else already judged."""

    monthly: Mapping[Period, tuple[Submission, ...]]
    breakdowns: tuple[Submission, ...]
    judged: tuple[Judgement, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Desk:
    """What a file is held against: the ledger, the key, who reports, the month being merged."""

    ledger: Ledger
    key: bytes | None
    reporters: frozenset[str]
    period: Period


def sort(arrivals: Iterable[Arrival], desk: Desk) -> Sorted:
    """Tell forms of ours from everything else, and put them in order of receipt."""
    kept: dict[Period, list[Submission]] = defaultdict(list)
    breakdowns: list[Submission] = []
    judged: list[Judgement] = []
    findings: list[Finding] = []
    owing = frozenset(reporting_units(desk.ledger, desk.reporters))
    for arrival in arrivals:
        outcome = _identify(arrival, desk, owing)
        if isinstance(outcome, Judgement):
            judged.append(outcome)
            findings.extend(refusal(outcome))
            continue
        findings.extend(_doubts(outcome, desk))
        if outcome.claim.kind == BREAKDOWN:
            breakdowns.append(outcome)
        else:
            kept[_period(outcome.claim)].append(outcome)
    return Sorted(
        {period: tuple(sorted(kept[period], key=_receipt)) for period in sorted(kept)},
        tuple(sorted(breakdowns, key=_receipt)),
        tuple(judged),
        tuple(findings),
    )


def _receipt(submission: Submission) -> tuple[float, str]:
    """Newest last; files of the very same moment in the order of their names."""
    return submission.source.received.timestamp(), submission.source.file


def _period(claim: Claim) -> Period:
    return parse(claim.period) or Period(1, 1)


def _identify(arrival: Arrival, desk: Desk, owing: frozenset[str]) -> Submission | Judgement:
    source = arrival.source
    if arrival.cells is None:
        return Judgement(source, arrival.verdict, arrival.reason)
    claim = returns.claim_of(arrival.cells)
    if claim is None:
        return _without_claim(source, arrival.cells)
    refused = Judgement(source, Verdict.RETURNED, "", claim.unit, claim.period)
    reason = _why_not(claim, desk, owing)
    if reason:
        return replace(refused, reason=reason)
    if claim.kind == BREAKDOWN:
        submission = returns.read_breakdown(
            arrival.cells, source, claim, (*desk.ledger.counties, OWN)
        )
        return submission or replace(
            refused, reason="找不到〔任务分解〕表：表头须有 全市目标、合计"
        )
    period = _period(claim)
    if period > desk.period:
        later = f"{period.label}的报送件，本次汇总到{desk.period.label}，留待该月汇总"
        return replace(refused, verdict=Verdict.ACCEPTED, reason=later)
    submission = returns.read(arrival.cells, source, claim)
    return submission or replace(
        refused, reason="找不到〔进度填报〕表：表头须有 编码、县区、本月累计"
    )


def _without_claim(source: Source, cells: Cells) -> Judgement:
    if returns.looks_like_form(cells):
        reason = "像是填报表，但隐藏的〔表单标识〕没有了，不能确认是谁的哪一期"
        return Judgement(source, Verdict.RETURNED, reason)
    return Judgement(source, Verdict.UNKNOWN, "不是本局发出的填报表")


def _why_not(claim: Claim, desk: Desk, owing: frozenset[str]) -> str:
    """Why the claim cannot be taken; empty when it can."""
    if verify(desk.key, claim) is Trust.FORGED:
        return "表单标识的内容与签名不符，单位、期次等可能被改动"
    if claim.version != FORM_VERSION:
        return f"表版本“{claim.version}”与现用版本不同"
    if claim.kind == BREAKDOWN:
        return _why_no_breakdown(claim, desk)
    if claim.kind != MONTHLY:
        return f"表类“{claim.kind}”不认识"
    if claim.unit not in owing:
        return f"“{claim.unit}”不在应报单位之列"
    period = parse(claim.period)
    first = desk.ledger.document.first
    if period is None or not first <= period <= Period(first.year, MONTHS):
        return f"期次“{claim.period}”不在{first}至{first.year}-12之内"
    return ""


def _why_no_breakdown(claim: Claim, desk: Desk) -> str:
    if claim.period != str(desk.ledger.document.year):
        return f"这是{claim.period}年度的任务分解表，台账是{desk.ledger.document.year}年度"
    if claim.unit not in breaking_units(desk.ledger):
        return f"“{claim.unit}”没有需要分解的指标"
    return ""


def _doubts(submission: Submission, desk: Desk) -> tuple[Finding, ...]:
    if verify(desk.key, submission.claim) is not Trust.UNKNOWN_KEY:
        return ()
    return (
        Finding(
            Severity.VERIFY,
            "密钥",
            "表单不是用本工作区现有的密钥签发的，无法核对是否被改动",
            "确认是本局发出的表；若更换过 signing.key，请找回原来的密钥文件",
            submission.claim.unit,
            submission.source.file,
        ),
    )


REMEDIES = {
    Verdict.RETURNED: "请重新下载本单位的填报表填写后再报",
    Verdict.UNKNOWN: "请人工查看；若是某单位的报送件，请其用本局发出的填报表重报",
}


def refusal(judgement: Judgement) -> tuple[Finding, ...]:
    """A file that is not merged is a finding too, so that nobody overlooks it."""
    if judgement.verdict not in REMEDIES:
        return ()
    severity = Severity.RETURN if judgement.verdict is Verdict.RETURNED else Severity.VERIFY
    return (
        Finding(
            severity,
            str(judgement.verdict),
            judgement.reason,
            REMEDIES[judgement.verdict],
            judgement.unit,
            judgement.source.file,
        ),
    )


def in_doubt(
    sorted_inbox: Sorted, desk: Desk, deadlines: Mapping[Period, datetime]
) -> frozenset[str]:
    """Files that may be this month's figures on an old form (更正还是本月).

    A later form for an already reported month, from a unit that is silent in the month of
    arrival, with figures that only grew. One that came before its month's deadline is a
    correction, by the mail's date or by the file's own time: what was saved then cannot know
    later figures. A copied file looks younger than it is, but no younger than the month being
    merged is taken (design: intake, own month).
    """
    spoken = {(s.claim.unit, p) for p, given in sorted_inbox.monthly.items() for s in given}
    doubtful: set[str] = set()
    for period, given in sorted_inbox.monthly.items():
        first: dict[str, Submission] = {}
        for later in given:
            earlier = first.get(later.claim.unit)
            if earlier is None:
                first[later.claim.unit] = later
                continue
            arrived = _arrived_in(later, desk, deadlines)
            silent = arrived > period and (later.claim.unit, arrived) not in spoken
            if silent and _only_grew(earlier, later):
                doubtful.add(later.source.file)
            else:
                first[later.claim.unit] = later
    return frozenset(doubtful)


def _arrived_in(late: Submission, desk: Desk, deadlines: Mapping[Period, datetime]) -> Period:
    received = late.source.received
    if received <= deadlines[_period(late.claim)]:
        return _period(late.claim)
    return min(meant_on(received.date(), desk.ledger.document.first), desk.period)


def _only_grew(earlier: Submission, later: Submission) -> bool:
    before, after = _numbers(earlier), _numbers(later)
    steps = [after[key] - before[key] for key in before.keys() & after.keys()]
    return any(step > 0 for step in steps) and all(step >= 0 for step in steps)


def _numbers(given: Submission) -> dict[tuple[Value, Value, str], float]:
    columns = given.progress.columns
    return {
        (code, county, key): value
        for key in NUMERIC
        for code, county, value in zip(
            columns["code"], columns["county"], columns.get(key, ()), strict=False
        )
        if isinstance(value, float)
    }


def doubted(submission: Submission) -> Judgement:
    """The verdict on a file that is held until a clerk says which month it is."""
    claim = submission.claim
    reason = f"{claim.period}已有报送件，又收到一份数值更高的，而本月还没有报：是更正还是本月数？"
    return Judgement(submission.source, Verdict.RETURNED, reason, claim.unit, claim.period)
