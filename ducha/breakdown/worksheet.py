"""One breakdown return while it is examined: what has been read off its cells so far."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import NamedTuple

from ducha.checks.breakdowns import NO_VALUE
from ducha.findings import FindingCollector, Place, Rule
from ducha.submission.reading import TypedSheet
from ducha.values import cases
from ducha.values.reading import Reading, read

_REMEDIES = {
    cases.NOT_GIVEN: "请填数字；没有任务的填0，还没有分解的空着",
    cases.WORDS: "请只填一个数字；没有任务的填0，还没有分解的空着",
}
"""In place of remedies that are worded for a monthly figure and do not fit a target."""


class CountyTarget(NamedTuple):
    """A county's target as read, and the cell that says so."""

    value: float
    place: Place


class MilestoneEntry(NamedTuple):
    """The planned shares of one row by month, 1 for all, and the cell of the first (R6.220)."""

    shares: dict[int, float]
    place: Place


@dataclass(slots=True, kw_only=True)
class BreakdownContent:
    """What has been read of one return, and what is wrong with it; see `ExaminedBreakdown`."""

    typed: TypedSheet
    notes: FindingCollector
    goals: dict[tuple[str, str], CountyTarget] = field(default_factory=dict)
    milestones: dict[str, MilestoneEntry] = field(default_factory=dict)
    held: set[tuple[str, str]] = field(default_factory=set)
    contacts: list[tuple[str, str]] = field(default_factory=list)
    city_targets: dict[str, float] = field(default_factory=dict)

    def read(self, key: str, index: int, measure: str, *, whole: bool = False) -> Reading:
        """Read a figure; an error, or a formula without a value, is no blank."""
        cell = self.typed.value(key, index)
        if cell == "" and self.typed.touched(key, index):
            return Reading(None, NO_VALUE, NO_VALUE.sentence, NO_VALUE.remedy, "")
        reading = read(cell, measure, whole=whole)
        if reading.rule is None:
            return reading
        return replace(reading, remedy=_REMEDIES.get(reading.rule, reading.remedy))

    def add(self, rule: Rule, key: str, index: int, **words: str) -> None:
        """Note what is wrong with a cell."""
        self.notes.add(self.typed.finding(rule, key, index, **words))
