"""What an officer must know about a return that is taken all the same."""

from __future__ import annotations

from dataclasses import dataclass, replace

from supervision.cells import Cells
from supervision.findings import Finding, graded
from supervision.identity import MONTHLY, Claim, Trust, verify
from supervision.intake_findings import OTHER_MONTH, STRANGER, UNKNOWN_KEY, UNSIGNED, UNTOLD
from supervision.intake_rulings import FileRuling
from supervision.intake_verdicts import Desk
from supervision.submission import Source
from supervision.submission_visible import Visible


@dataclass(frozen=True, slots=True)
class Case:
    """One workbook on the desk with its claim; `signed` is false where only the page speaks."""

    source: Source
    cells: Cells
    claim: Claim
    seen: Visible
    signed: bool
    ruling: FileRuling


def doubts(case: Case, desk: Desk) -> tuple[Finding, ...]:
    """What an officer must know about a return that is taken."""
    claim, source = case.claim, case.source
    found: list[Finding] = []
    if not case.signed:
        found.append(UNSIGNED)
    elif verify(desk.key, claim) is Trust.UNKNOWN_KEY:
        found.append(UNKNOWN_KEY)
    if not case.cells.telling:
        found.append(UNTOLD)
    others = _other_months(case)
    if others:
        sentence = f"表上写的是{'、'.join(others)}，按{claim.period}的报送件处理"
        found.append(replace(OTHER_MONTH, sentence=sentence, found="、".join(others)))
    if _stranger(claim.unit, source.sender, desk):
        found.append(replace(STRANGER, found=source.sender))
    placed = (replace(one, unit=claim.unit, file=source.file) for one in found)
    return tuple(kept for one in placed if (kept := graded(one, desk.grades)))


def _other_months(case: Case) -> list[str]:
    """Months on the page other than the claim's, unless a clerk has settled the month."""
    if case.claim.kind != MONTHLY or case.ruling.move is not None:
        return []
    return [month.label for month in case.seen.months if str(month) != case.claim.period]


def _stranger(unit: str, sender: str, desk: Desk) -> bool:
    """Whether a mail came from an address that is not the unit's; never while none is known."""
    known = {mail.lower() for mail in desk.ledger.by_unit[unit].mails}
    return bool(known and sender) and sender.lower() not in known
