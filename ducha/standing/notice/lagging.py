"""What is 严重滞后 and 滞后, with the counties that hold it back; who may not be named by it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from ducha.ledger.model import OWN
from ducha.merge.model import JudgedLine
from ducha.standing.notice.agreement import has_own_figure
from ducha.standing.overview.view import MonthView
from ducha.status.rating import BAD_LIGHTS, Status

MOST_COUNTIES = 5
"""So many counties are named at an indicator, in the ledger's order."""


@dataclass(frozen=True, slots=True)
class LaggingLine:
    """A city line that is behind: for how many months running, and its counties 严重滞后.

    `lead` is blank where the department is not to be named; `more` counts counties beyond those
    that are named.
    """

    line: JudgedLine
    months: int
    lead: str
    counties: tuple[JudgedLine, ...]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Lagging:
    """What is named, the worst first; `rest` beyond that, `unsure` by figures nobody stands for."""

    named: tuple[LaggingLine, ...] = ()
    rest: tuple[JudgedLine, ...] = ()
    unsure: tuple[JudgedLine, ...] = ()

    def of(self, status: Status) -> tuple[LaggingLine, ...]:
        """Those with this light."""
        return tuple(each for each in self.named if each.line.rating.status is status)

    @property
    def left(self) -> int:
        """How many stand in the table alone."""
        return len(self.rest)

    def left_of(self, status: Status) -> int:
        """How many of these have this light."""
        return sum(line.rating.status is status for line in self.rest)


@dataclass(frozen=True, slots=True)
class Unnamed:
    """Units that are not to be named, and codes in dispute by unit."""

    units: Collection[str] = ()
    disputed: Mapping[str, frozenset[str]] = field(default_factory=dict)


def lagging(view: MonthView, unnamed: Unnamed, most: int) -> Lagging:
    """Which indicators are named as behind: 严重滞后 first, then the widest gap (R9.38).

    Those by a figure that is 数据不全, 待核 or in dispute are counted only (R6.164, R6.169).
    """
    bad = [line for line in view.city if line.rating.status in BAD_LIGHTS]
    sure = sorted((line for line in bad if view.is_sure(line)), key=_worst_first)
    named = tuple(_lagging_line(view, line, unnamed) for line in sure[:most])
    return Lagging(
        named=named,
        rest=tuple(sure[most:]),
        unsure=tuple(line for line in bad if not view.is_sure(line)),
    )


def _worst_first(line: JudgedLine) -> tuple[bool, float]:
    gap = abs(line.gap) if line.gap is not None else float("inf")
    return line.rating.status is not Status.BEHIND, -gap


def _lagging_line(view: MonthView, line: JudgedLine, unnamed: Unnamed) -> LaggingLine:
    lead = line.plan.indicator.leads[0]
    behind = _counties_behind(view.places.get(line.code, ()), unnamed)
    return LaggingLine(
        line=line,
        months=view.months_behind(line.code),
        lead="" if lead in unnamed.units else lead,
        counties=behind[:MOST_COUNTIES],
        more=len(behind[MOST_COUNTIES:]),
    )


def _counties_behind(places: Sequence[JudgedLine], unnamed: Unnamed) -> tuple[JudgedLine, ...]:
    """Counties 严重滞后 by a figure of their own that nobody doubts or disputes (R9.39)."""
    return tuple(
        line
        for line in places
        if line.county != OWN
        and line.rating.status is Status.BEHIND
        and has_own_figure(line)
        and not line.doubts
        and line.county not in unnamed.units
        and line.code not in unnamed.disputed.get(line.county, ())
    )
