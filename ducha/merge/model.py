"""One merged month: its lines, what both lines say, what later months look back on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

import pandas as pd

from ducha.form.monthly import LEAD
from ducha.intake.examined import DroppedRow, TextEntry
from ducha.ledger.model import Indicator, Kind, Ledger
from ducha.merge.versions import Version
from ducha.period import Period
from ducha.status.rating import Figure, Plan, Rating, Thresholds, decimals_for
from ducha.status.runs import JudgedMonth


@dataclass(frozen=True, slots=True)
class MergeRules:
    """What config.toml decides about merging."""

    authority: str = LEAD
    thresholds: Thresholds = field(default_factory=Thresholds)


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedLine:
    """One row of 数据: an indicator at a place in a month, judged.

    `source` is the version that the figure comes from. `counted` says that the figure is a part of
    the city's; `missing` and `held` count the parts that a city line lacks.
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
    """Lead and county report the same row differently."""

    indicator: Indicator
    county: str
    lead: Figure
    by_county: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthTable:
    """One merged month: its lines in the ledger's order and what later months look back on.

    `data` are the lines as rows of the frame. `own` are the figures as each unit reported them,
    `used` the returns that anything came from, `bases` the lines before escalation.
    """

    period: Period
    lines: tuple[JudgedLine, ...]
    data: pd.DataFrame = field(compare=False, repr=False)
    differences: tuple[Difference, ...]
    own: Mapping[tuple[str, str, str], Figure]
    texts: Mapping[tuple[str, str, str], TextEntry]
    used: frozenset[int]
    bases: Mapping[tuple[str, str], JudgedMonth]
    returned: frozenset[str]


@dataclass(frozen=True, slots=True)
class MonthInputs:
    """What one month is merged under; `closing` is `merge --final`."""

    ledger: Ledger
    period: Period
    rules: MergeRules
    closing: bool = False
    dropped: tuple[DroppedRow, ...] = ()  # rows of files that a clerk has taken out
