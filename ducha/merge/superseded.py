"""What was found in an older return and put right by a newer one asks for nothing more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from ducha.findings import Finding
from ducha.intake.examined import ExaminedReturn
from ducha.intake.verdicts import Judgement

_LATER = "（已有后来的报送件）"


def settle_findings(
    examined: Sequence[ExaminedReturn], used: AbstractSet[int]
) -> tuple[ExaminedReturn, ...]:
    """The month's returns, findings about what newer ones replace turned into notes.

    A row is replaced by the unit's next figure for it, all the rest with the file as a whole.
    (R6.153)
    """
    newest: dict[tuple[str, str, str], int] = {}
    for one in examined:
        for row in one.figures:
            newest[row.unit, row.code, row.county] = one.order
    return tuple(_settle_return(one, newest, used) if one.findings else one for one in examined)


def _settle_return(
    one: ExaminedReturn, newest: dict[tuple[str, str, str], int], used: AbstractSet[int]
) -> ExaminedReturn:
    typed, unit = one.submission.progress, one.submission.claim.unit
    keys = dict(zip(typed.rows, typed.keys, strict=True))
    replaced = one.accepted and one.order not in used
    found: list[Finding] = []
    for finding in one.findings:
        place = finding.place
        key = keys.get(place.row) if place.row is not None and place.sheet == typed.sheet else None
        newer = key is not None and newest.get((unit, *key), -1) > one.order
        found.append(finding.lowered(_LATER) if newer or replaced else finding)
    return replace(one, findings=tuple(found))


def settle_refusals(
    refusals: Iterable[tuple[Judgement, Finding]], examined: Sequence[ExaminedReturn]
) -> tuple[Finding, ...]:
    """Files sent back as a whole; a note where the unit's next return of the month was taken.

    (R6.5)
    """
    last: dict[tuple[str, str], float] = {}
    for one in examined:
        if one.accepted:
            claim = one.submission.claim
            last[claim.unit, claim.period] = one.submission.source.received.timestamp()
    return tuple(
        finding.lowered(_LATER)
        if last.get((judgement.unit, judgement.period), 0.0) > judgement.source.received.timestamp()
        else finding
        for judgement, finding in refusals
    )
