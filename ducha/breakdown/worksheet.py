"""One breakdown return on the desk: its cells, and what has been read off them so far."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import NamedTuple

from ducha.cells import Value, as_text
from ducha.checks.of_breakdowns import NO_VALUE
from ducha.findings import Finding, Severity
from ducha.submission.reading import Submission
from ducha.values.reading import Reading, read

_REMEDIES = {
    "not_given": "请填数字；没有任务的填0，还没有分解的空着",
    "words": "请只填一个数字；没有任务的填0，还没有分解的空着",
}
"""Where what is said of a monthly figure does not fit a target."""


class Goal(NamedTuple):
    """A county's target as read, and the cell that says so."""

    value: float
    cell: str


class Nodes(NamedTuple):
    """The planned shares of one row by month, and the cell of the first (R6.220)."""

    shares: dict[int, float]
    cell: str


@dataclass(slots=True)
class Desk:
    """What has been read of one return."""

    submission: Submission
    goals: dict[tuple[str, str], Goal] = field(default_factory=dict)
    nodes: dict[str, Nodes] = field(default_factory=dict)
    held: set[tuple[str, str]] = field(default_factory=set)
    contacts: list[tuple[str, str]] = field(default_factory=list)
    asked: dict[str, float] = field(default_factory=dict)
    found: list[Finding] = field(default_factory=list)

    def cell(self, key: str, index: int) -> Value:
        """The value of a cell; a column that is not there is blank."""
        columns = self.submission.progress.columns
        return columns[key][index] if key in columns else ""

    def typed(self, key: str, index: int) -> str:
        """A cell as the unit sees it."""
        return as_text(self.cell(key, index))

    def at(self, key: str, index: int) -> str:
        """Address of a cell."""
        return self.submission.progress.at(key, index)

    def touched(self, key: str, index: int) -> bool:
        """Whether anything stands in a cell, be it an error or a formula without a value."""
        typed = self.submission.progress
        if self.cell(key, index) != "":
            return True
        at = self.at(key, index)
        return at in typed.errors or at in typed.formulas

    def read(self, key: str, index: int, measure: str, *, whole: bool = False) -> Reading:
        """Read a figure; an error, or a formula without a value, is no blank."""
        cell = self.cell(key, index)
        if cell == "" and self.touched(key, index):
            return Reading(None, Severity.RETURN, "error", NO_VALUE, "请改填数字", "")
        reading = read(cell, measure, whole=whole)
        return replace(reading, remedy=_REMEDIES.get(reading.code, reading.remedy))

    def add(self, finding: Finding, key: str, index: int, found: str = "") -> None:
        """Note what is wrong with a cell."""
        self.found.append(
            replace(
                finding,
                unit=self.submission.claim.unit,
                file=self.submission.source.file,
                sheet=self.submission.progress.sheet,
                cell=self.at(key, index),
                found=found or self.typed(key, index),
            )
        )


def spoken(reading: Reading) -> Finding:
    """What reading a number has to say, as a finding."""
    severity = reading.severity or Severity.NOTE
    return Finding(severity, reading.code, reading.sentence, reading.remedy)
