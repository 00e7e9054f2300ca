"""What one return holds after reading and checking: figures, texts, findings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from ducha.checks.returns import WITHDRAWN
from ducha.findings import Finding, Place, Severity
from ducha.status.rating import Figure
from ducha.submission.reading import Submission


class FigureEntry(NamedTuple):
    """One row with a figure, accepted or held out; `order` counts submissions, newest highest.

    `figure` is what the entry means, `typed` the text as it stands on the form. A held row keeps
    what could be read of it, for a clerk may still adopt it; `ruling` says that a clerk has had a
    hand in it. A `vouched` figure has been adopted or given by a clerk (R6.74); `adopted` are the
    codes of lasting doubts that he has settled with 采用 (R6.168).
    """

    order: int
    unit: str
    lead: bool
    code: str
    county: str
    figure: Figure
    held: bool
    typed: str
    file: str
    place: Place
    ruling: str = ""
    vouched: bool = False
    adopted: frozenset[str] = frozenset()

    @property
    def key(self) -> tuple[str, str, str]:
        """Whose row it is and which: unit, code and county."""
        return self.unit, self.code, self.county


class DroppedRow(NamedTuple):
    """A row that a clerk has taken out of a return or of a month, and the words that say so."""

    unit: str
    code: str
    county: str
    ruling: str


class TextEntry(NamedTuple):
    """One text cell of 情况说明, or of 督办事项, of which `item` is the 编号."""

    order: int
    unit: str
    item: str
    key: str
    text: str
    file: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class ExaminedReturn:
    """What one return holds after reading and checking.

    `owed` are the rows of figures that it was issued with, by code and county; None where only the
    ledger says what its unit owes. `handed` is what it says of matters handed over.
    """

    submission: Submission
    order: int
    owed: frozenset[tuple[str, str]] | None
    figures: tuple[FigureEntry, ...]
    texts: tuple[TextEntry, ...]
    findings: tuple[Finding, ...]
    dropped: tuple[DroppedRow, ...] = ()
    handed: tuple[TextEntry, ...] = ()

    @property
    def written(self) -> tuple[TextEntry, ...]:
        """All of its texts."""
        return (*self.texts, *self.handed)

    @property
    def held(self) -> int:
        """Rows held out of the merge."""
        return sum(row.held for row in self.figures)

    @property
    def accepted(self) -> bool:
        """Whether anything at all goes into the merge, or would if it were still asked."""
        return bool(self.written) or self.held < len(self.figures) or self.outdated

    @property
    def outdated(self) -> bool:
        """Whether all that was filled in are rows that the bureau has dropped since (R6.325)."""
        left = self.figures or self.written or self.refused or self.dropped
        return not left and any(finding.rule is WITHDRAWN for finding in self.findings)

    @property
    def empty(self) -> bool:
        """Whether nothing at all was filled in, not even in rows that are not the unit's."""
        left = self.figures or self.written or self.refused or self.dropped
        return not left and not self.outdated

    @property
    def excluded(self) -> bool:
        """Whether nothing is left because a clerk has taken everything out."""
        return not self.figures and not self.written and not self.refused and bool(self.dropped)

    @property
    def refused(self) -> int:
        """Rows with something that was sent back, those that are not the unit's among them."""
        rows = {
            (finding.place.sheet, finding.place.row)
            for finding in self.findings
            if finding.severity is Severity.RETURN
        }
        return max(len(rows), self.held)
