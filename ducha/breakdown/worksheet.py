"""One breakdown return while it is examined: what has been read off its cells so far."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import NamedTuple

from ducha.checks.breakdowns import NO_VALUE
from ducha.findings import FindingCollector, Place, Rule
from ducha.form.breakdown import Cell, issued_cells, same_text
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
    """What has been read of one return, and what is wrong with it; see `ExaminedBreakdown`.

    `issued` is what the cells of each row held when the form was issued, by column key.
    """

    typed: TypedSheet
    notes: FindingCollector
    issued: tuple[dict[str, str], ...] = ()
    goals: dict[Cell, CountyTarget] = field(default_factory=dict)
    milestones: dict[str, MilestoneEntry] = field(default_factory=dict)
    shares: dict[str, dict[int, float]] = field(default_factory=dict)
    held: set[Cell] = field(default_factory=set)
    contacts: dict[str, tuple[str, str]] = field(default_factory=dict)
    city_targets: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Read what the form held."""
        rows = range(len(self.typed.rows))
        self.issued = tuple(issued_cells(self.typed.text("issued", index)) for index in rows)

    def said(self, key: str, index: int) -> bool:
        """Whether the unit itself has put something into a cell.

        What still stands there as it was issued is no word of the unit's (R6.226).
        """
        value = self.typed.value(key, index)
        if value == "":
            return self.typed.touched(key, index)
        return self.issued[index].get(key) != same_text(value)

    def cleared(self, key: str, index: int) -> bool:
        """Whether the unit has emptied a cell that held something when the form was issued."""
        there = key in self.issued[index] and key in self.typed.columns
        return there and not self.typed.touched(key, index)

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
