"""What an officer must know about a return that is taken all the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ducha.cells import Cells, spelled
from ducha.checks.returns import (
    ANOTHERS,
    LIKE_ANOTHER,
    NO_HEAD,
    OTHER_MONTH,
    STRANGER,
    UNKNOWN_KEY,
    UNSIGNED,
    UNTOLD,
)
from ducha.findings import Finding, FindingCollector
from ducha.form.claim import MONTHLY, Claim, Trust, verify
from ducha.intake.rulings import FileRuling
from ducha.intake.verdicts import IntakeContext
from ducha.ledger.model import same_mail
from ducha.submission.arrival import SEVERAL, Source
from ducha.submission.visible import VisibleHead


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentifiedWorkbook:
    """One workbook on the desk with its claim; `signed` is false where only the page speaks.

    `fault` says why the hidden sheet is not to be believed; the claim is then the page's.
    (R6.101, R6.102, R6.103, R6.104)
    """

    source: Source
    cells: Cells
    claim: Claim
    seen: VisibleHead
    signed: bool
    ruling: FileRuling
    fault: str = ""


def find_doubts(
    case: IdentifiedWorkbook, desk: IntakeContext, likeness: str
) -> tuple[Finding, ...]:
    """What an officer must know about a return that is taken; `likeness`: whose it may be too."""
    claim, source = case.claim, case.source
    found: list[Finding] = []
    if not case.signed:
        found.extend(
            () if case.fault else (UNSIGNED.finding(),)
        )  # a clerk has vouched for a faulty one
    elif verify(desk.key, claim) is Trust.UNKNOWN_KEY:
        found.append(UNKNOWN_KEY.finding())
    if not case.cells.telling:
        found.append(UNTOLD.finding())
    found += (*_misdated(case), *_headless(case), *_stranger(claim.unit, source.sender, desk))
    if likeness:
        found.append(LIKE_ANOTHER.finding(likeness=likeness))
    return _placed(found, case, desk)


def find_misdated(case: IdentifiedWorkbook, desk: IntakeContext) -> tuple[Finding, ...]:
    """The doubt whether a return is the month's that it claims; `found` are the page's months.

    (R6.31)
    """
    return _placed(_misdated(case), case, desk)


def _placed(
    found: Iterable[Finding], case: IdentifiedWorkbook, desk: IntakeContext
) -> tuple[Finding, ...]:
    notes = FindingCollector(case.claim.unit, case.source.file, desk.grades)
    notes.add(*found)
    return tuple(notes.kept)


def _misdated(case: IdentifiedWorkbook) -> tuple[Finding, ...]:
    others = "、".join(_other_months(case))
    if not others:
        return ()
    return (OTHER_MONTH.finding(found=others, months=others, period=case.claim.period),)


def _other_months(case: IdentifiedWorkbook) -> list[str]:
    """Months, or years, on the page other than the claim's, unless a clerk has settled it."""
    claim, seen = case.claim, case.seen
    if claim.kind != MONTHLY:
        return [f"{seen.year}年度"] if seen.year not in {"", claim.period} else []
    if case.ruling.move is not None:
        return []
    return [month.label for month in seen.months if str(month) != claim.period]


def _headless(case: IdentifiedWorkbook) -> tuple[Finding, ...]:
    """Unit or month cannot be read on the page, so that only the hidden sheet tells them.

    (R6.32)
    """
    claim, seen = case.claim, case.seen
    dated = bool(seen.period if claim.kind == MONTHLY else seen.year)
    named = {"填报单位": bool(seen.unit), "期次" if claim.kind == MONTHLY else "年度": dated}
    missing = "和".join(name for name, told in named.items() if not told)
    if not missing:
        return ()
    return (NO_HEAD.finding(missing=missing, unit=claim.unit, period=claim.period),)


def _stranger(unit: str, sender: str, desk: IntakeContext) -> tuple[Finding, ...]:
    """A mail from another unit's address, or from one that is not among the unit's.

    An address that is nobody's says nothing while the unit has none registered (R6.36).
    """
    owners = [desk.ledger.by_mail.get(same_mail(one), ()) for one in sender.split(SEVERAL)]
    if not sender or all(unit in names for names in owners):
        return ()
    others = dict.fromkeys(name for names in owners if unit not in names for name in names)
    if others:
        return (ANOTHERS.finding(found=spelled(sender), others="、".join(others), unit=unit),)
    return (STRANGER.finding(found=spelled(sender)),) if desk.ledger.by_unit[unit].mails else ()
