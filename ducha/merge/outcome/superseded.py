"""Findings in an older return that a newer one has put right are only notes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from ducha.findings import Finding, Severity
from ducha.intake.examined import ExaminedReturn
from ducha.intake.verdicts import Judgement
from ducha.merge.model import PlaceKey, RowKey
from ducha.submission.order import receipt_order

_LATER = "（已有后来的报送件）"
_NOTHING = (float("-inf"), "", "")
"""Before everything that came."""


def settle_findings(
    returns: Sequence[ExaminedReturn], used: AbstractSet[int], vouched: Mapping[PlaceKey, str]
) -> tuple[ExaminedReturn, ...]:
    """The month's returns, findings about what newer ones replace turned into notes.

    A row is replaced by the unit's next figure for it, all the rest with the file as a whole; what
    a clerk has settled for good in an earlier month is `vouched` for (R6.153, R6.168).
    """
    newest: dict[RowKey, int] = {}
    for examined in returns:
        for row in examined.figures:
            newest[row.key] = examined.order
    return tuple(
        _settle_return(examined, newest, used, vouched) if examined.findings else examined
        for examined in returns
    )


def _settle_return(
    examined: ExaminedReturn,
    newest: Mapping[RowKey, int],
    used: AbstractSet[int],
    vouched: Mapping[PlaceKey, str],
) -> ExaminedReturn:
    typed, unit = examined.submission.progress, examined.submission.claim.unit
    keys = dict(zip(typed.rows, typed.keys, strict=True))
    replaced = examined.accepted and examined.order not in used
    findings: list[Finding] = []
    for finding in examined.findings:
        place = finding.place
        key = keys.get(place.row) if place.row is not None and place.sheet == typed.sheet else None
        newer = key is not None and newest.get((unit, *key), -1) > examined.order
        words = vouched.get(key) if key else None
        if newer or replaced:
            findings.append(finding.lowered(_LATER))
        elif words and finding.rule.lasting and finding.severity is Severity.VERIFY:
            findings.append(finding.lowered(f"（此前月份已认定：{words}）"))
        else:
            findings.append(finding)
    return replace(examined, findings=tuple(findings))


def settle_refusals(
    refusals: Iterable[tuple[Judgement, Finding]], returns: Sequence[ExaminedReturn]
) -> tuple[Finding, ...]:
    """Files sent back as a whole; a note where the unit's next return of the month was taken.

    What came later is told as everywhere, see `receipt_order`; an open question stays (R6.5,
    R6.67).
    """
    last_accepted: dict[tuple[str, str], tuple[float, str, str]] = {}
    for examined in returns:
        if examined.accepted:
            claim, source = examined.submission.claim, examined.submission.source
            last_accepted[claim.unit, claim.period] = receipt_order(source)
    return tuple(
        finding.lowered(_LATER)
        if not judgement.open
        and last_accepted.get((judgement.unit, judgement.period), _NOTHING)
        > receipt_order(judgement.source)
        else finding
        for judgement, finding in refusals
    )
