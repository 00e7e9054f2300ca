"""One merged month: its lines, what both lines say, what later months look back on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, field
from fractions import Fraction
from typing import NamedTuple

import pandas as pd

from ducha.findings import Finding, Grades
from ducha.form.monthly import LEAD
from ducha.intake.examined import DroppedRow, TextEntry
from ducha.ledger.model import CITY, Indicator, Kind, Ledger
from ducha.merge.versions import Version
from ducha.period import Period
from ducha.status.rating import Figure, Plan, Rating, Thresholds
from ducha.status.runs import JudgedMonth
from ducha.status.shares import decimals_for

PlaceKey = tuple[str, str]
"""Code and county."""

RowKey = tuple[str, str, str]
"""Unit, code and county: several units may report one place."""


@dataclass(frozen=True, slots=True)
class MergeRules:
    """What config.toml decides about merging."""

    authority: str = LEAD
    thresholds: Thresholds = field(default_factory=Thresholds)
    carry: bool = True
    grades: Grades = field(default_factory=dict)

    @property
    def lead_first(self) -> bool:
        """Whether the lead department's figure has authority over the county's."""
        return self.authority == LEAD


class Kept(NamedTuple):
    """An accepted count that later months fall back on: its month, and what is doubted of it."""

    amount: float
    period: Period
    doubts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Memory:
    """What later months look back on at each place, by code and county.

    `counts` are the counts in force, `leading` those of the line with authority, `sound` the
    figures without an open doubt: the latest of the year. `adopted` are the words of the clerk who
    has settled a lasting doubt. `handed_over` are places whose unit has stopped and whose successor
    has reported them since.
    """

    counts: Mapping[PlaceKey, Kept] = field(default_factory=dict)
    leading: Mapping[PlaceKey, Kept] = field(default_factory=dict)
    sound: Mapping[PlaceKey, Figure] = field(default_factory=dict)
    adopted: Mapping[PlaceKey, str] = field(default_factory=dict)
    handed_over: frozenset[PlaceKey] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedLine:
    """One row of 数据: an indicator at a place in a month, judged.

    `source` is the version that the figure comes from. `counted` says that the figure is a part of
    the city's; `missing` and `held` count the parts that a city line lacks. `carried` is what the
    city's figure contains of an earlier month, `since` when a single place accepted it. `doubts`
    are the codes of what is 待核. A `stopped` place does not answer any more, its last count is
    carried: for good, or until its `successor` reports.
    """

    period: Period
    plan: Plan
    county: str
    figure: Figure
    rating: Rating
    source: Version | None = None
    counted: bool = False
    missing: int = 0
    held: int = 0
    carried: float | None = None
    since: Period | None = None
    doubts: frozenset[str] = frozenset()
    stopped: bool = False
    successor: str = ""

    @property
    def incomplete(self) -> bool:
        """数据不全: whether it is a city line that lacks a part or carries one (R6.164)."""
        lacks = self.missing > 0 or self.held > 0 or self.carried is not None
        return self.county == CITY and lacks

    @property
    def settled(self) -> bool:
        """Whether what is carried is all that will ever come of the place (R6.309)."""
        return self.stopped and not self.successor

    @property
    def in_force(self) -> Figure:
        """What the place adds to the city: its figure, or the count that is carried."""
        return self.figure if self.carried is None else Figure(self.carried)

    @property
    def code(self) -> str:
        """Code of the indicator."""
        return self.plan.indicator.code

    @property
    def key(self) -> tuple[str, str]:
        """What tells the line from the others of its month."""
        return self.plan.indicator.code, self.county

    @property
    def completion(self) -> float | None:
        """完成率 as a share."""
        share = self.rating.completion
        return None if share is None else float(share)

    @property
    def decimals(self) -> int | None:
        """Decimals of 完成率 in percent: a missed line never prints as the line itself."""
        share, plan = self.rating.completion, self.plan
        if share is None:
            return None
        goal = Fraction(1) if plan.indicator.kind is Kind.COUNT else plan.line
        return decimals_for(share, goal, met=self.rating.met or plan.target is None)

    @property
    def gap(self) -> float | None:
        """差距 in percentage points, to 0.1."""
        return None if self.rating.gap is None else float(self.rating.gap)


@dataclass(frozen=True, slots=True)
class Difference:
    """Lead and county report the same row differently.

    `earlier` is the month of the figure of the line with authority, where it is carried.
    """

    indicator: Indicator
    county: str
    lead: Figure
    by_county: Figure
    earlier: Period | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthTable:
    """One merged month: its lines in the ledger's order and what later months look back on.

    `data` are the lines as rows of the frame. `own` are the figures as each unit reported them,
    `used` the returns that anything came from, `bases` the lines before escalation. `findings` are
    about rows beside earlier months; `vouched` says of places why a lasting doubt is settled.
    `handed` is what units say of matters handed to them, by unit, 编号 and column.
    """

    period: Period
    lines: tuple[JudgedLine, ...]
    data: pd.DataFrame = field(compare=False, repr=False)
    differences: tuple[Difference, ...]
    own: Mapping[RowKey, Figure]
    texts: Mapping[tuple[str, str, str], TextEntry]
    used: frozenset[int]
    bases: Mapping[PlaceKey, JudgedMonth]
    returned: frozenset[str]
    findings: tuple[Finding, ...]
    vouched: Mapping[PlaceKey, str]
    memory: Memory
    handed: Mapping[tuple[str, str, str], TextEntry] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MonthInputs:
    """What one month is merged under; `closing` is `merge --final`.

    `dropped` are rows of files that a clerk has taken out of the month, `doubted` what is doubted
    of rows besides what was found in them, by code of the check.
    """

    ledger: Ledger
    period: Period
    rules: MergeRules
    _: KW_ONLY
    closing: bool = False
    dropped: tuple[DroppedRow, ...] = ()
    doubted: Mapping[RowKey, frozenset[str]] = field(default_factory=dict)
