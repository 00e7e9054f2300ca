"""The verdict on every file that was merged, or left aside, in the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ducha.breakdown.examined import ExaminedBreakdown
from ducha.breakdown.in_force import InForce
from ducha.checks.returns import RULING
from ducha.form.claim import BREAKDOWN
from ducha.intake.examined import ExaminedReturn
from ducha.intake.sorting import SortedInbox
from ducha.intake.verdicts import Judgement
from ducha.submission.arrival import Arrival, Verdict


def breakdown_judgements(force: InForce) -> list[Judgement]:
    """The verdict on every breakdown form, once all of them are in force (R6.1)."""
    count: Counter[str] = Counter()
    year = str(force.ledger.document.year)
    judgements = []
    for examined, settled in zip(force.examined, force.settled, strict=True):
        count[examined.unit] += 1
        verdict, reason = _breakdown_verdict(examined, settled, force)
        judgements.append(
            Judgement(
                source=examined.source,
                verdict=verdict,
                reason=reason,
                unit=examined.unit,
                period=year,
                version=count[examined.unit],
                kind=BREAKDOWN,
            )
        )
    return judgements


def _breakdown_verdict(
    examined: ExaminedBreakdown, settled: ExaminedBreakdown, force: InForce
) -> tuple[Verdict, str]:
    """The verdict on a breakdown form; `settled` says what of it is still open."""
    if examined.empty:
        return Verdict.RETURNED, "任务分解表是空表：没有填任何内容"
    if not examined.accepted:
        return Verdict.RETURNED, f"任务分解表所填{examined.returned}处全部退回，原因见〔数据核查〕"
    if (examined.goals or examined.milestones) and examined.order not in force.used:
        return Verdict.SUPERSEDED, "任务分解表，所填内容都被后来的分解表或台账替代"
    if examined.returned:
        put_right = "" if settled.returned else "（后来已更正）"
        number = examined.returned
        return (
            Verdict.PARTLY,
            f"任务分解表{number}处退回{put_right}，其余采用，原因见〔数据核查〕",
        )
    return Verdict.ACCEPTED, "任务分解表"


def return_judgements(returns: Sequence[ExaminedReturn], used: frozenset[int]) -> list[Judgement]:
    """The verdict on every return of a month; `used` are those that anything came from (R6.1)."""
    count: Counter[str] = Counter()
    judgements = []
    for examined in returns:
        claim = examined.submission.claim
        count[claim.unit] += 1
        verdict, reason = _return_verdict(examined, used)
        rulings = [finding.sentence for finding in examined.findings if finding.rule is RULING]
        reason = "；".join(dict.fromkeys(part for part in (reason, *rulings) if part))
        judgements.append(
            Judgement(
                source=examined.submission.source,
                verdict=verdict,
                reason=reason,
                unit=claim.unit,
                period=claim.period,
                version=count[claim.unit],
            )
        )
    return judgements


def _return_verdict(examined: ExaminedReturn, used: frozenset[int]) -> tuple[Verdict, str]:
    if examined.excluded:
        return Verdict.EXCLUDED, ""
    if examined.empty:
        return Verdict.RETURNED, "空表：没有填任何内容"
    if not examined.accepted:
        return Verdict.RETURNED, "所填内容全部退回，原因见〔数据核查〕"
    if examined.outdated:
        return Verdict.ACCEPTED, "所填各行台账里现在都没有了，没有并入"
    if examined.order not in used:
        return Verdict.SUPERSEDED, "所填内容都被后来的报送件替代"
    if examined.refused:
        return Verdict.PARTLY, f"{examined.refused}行退回，其余采用，原因见〔数据核查〕"
    return Verdict.ACCEPTED, ""


def with_rulings(judgements: Iterable[Judgement], inbox: SortedInbox) -> Iterable[Judgement]:
    """Say beside a file's verdict what a clerk has decided about it."""
    for judgement in judgements:
        parts = (judgement.reason, inbox.rulings.get(judgement.source.file, ""))
        yield replace(judgement, reason="；".join(part for part in parts if part))


def check_every_file_judged(arrivals: Sequence[Arrival], judgements: Sequence[Judgement]) -> None:
    """Files in = verdicts out; anything else is a bug, never the user's doing (R6.1)."""
    came = sorted(arrival.source.file for arrival in arrivals)
    judged = sorted(judgement.source.file for judgement in judgements)
    if came != judged:
        message = f"{len(came)} files came in, {len(judged)} verdicts went out"
        raise AssertionError(message)
