"""A file on its way to being known: the workbook with its claim, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from ducha.cells import Cells
from ducha.findings import Finding
from ducha.form.claim import Claim, Trust
from ducha.intake.examined import DroppedRow
from ducha.intake.rulings.files import FileRuling
from ducha.intake.verdicts import Judgement
from ducha.ledger.model import OWN, Ledger
from ducha.period import Period, parse_period
from ducha.submission import reading as returns
from ducha.submission.arrival import Source
from ducha.submission.lost_keys import Restored
from ducha.submission.reading import Names, Submission
from ducha.submission.visible import VisibleHead


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentifiedWorkbook:
    """A workbook with its claim, and what its signature says; None where the page only claims it.

    `head` is what stands on the page, `names` what units may be called there, by their own names;
    `fault` says why the hidden sheet is not to be believed: the claim is then the page's;
    `restored` by sheet how many rows were told by their labels alone.
    (R6.101, R6.102, R6.103, R6.104)
    """

    source: Source
    cells: Cells
    claim: Claim
    head: VisibleHead
    trust: Trust | None
    ruling: FileRuling
    names: Names
    fault: str = ""
    restored: Restored = field(default_factory=dict)

    @property
    def signed(self) -> bool:
        """Whether the claim stands on the hidden sheet."""
        return self.trust is not None

    @property
    def meant(self) -> Claim:
        """The claim, for the month to which a clerk has moved the file (R6.243)."""
        move = self.ruling.move
        return replace(self.claim, period=move.value) if move else self.claim

    def read_return(self) -> Submission | None:
        """What is typed on a monthly form; None where its sheet cannot be found (R6.34)."""
        return returns.read_return(self.cells, self.source, self.claim, self.names)

    def read_breakdown(self, ledger: Ledger) -> Submission | None:
        """The same of a breakdown form."""
        places = (*ledger.counties, OWN)
        return returns.read_breakdown(self.cells, self.source, self.claim, places, self.names)


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentifiedFile:
    """One file after identification: its return, or else the verdict on it; and doubts about it.

    A return for a month yet to be merged has both. `beside` is what stands on sheets of other
    months in it. `findings` are graded. `ruling` says what a clerk has decided about the file and
    `assurance` what of it makes the file count at all, blank without; `dropped` are the rows that
    the file would have filled in the month `dropped_from` had a clerk not excluded it or moved it
    away. An `own` file is a 退回件 as we made it, which no unit is known to have sent; a blank form
    of which that is so has beside its own verdict the one `if_dropped` here with our outbox.
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
    own: bool = False
    if_dropped: Judgement | None = None


def period_of(claim: Claim) -> Period:
    """The month of a monthly claim that has been accepted; any other gives 0001-01 (R6.64)."""
    return parse_period(claim.period) or Period(1, 1)
