"""Whether the targets of the counties add up to the city's, and look like parts of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import NamedTuple

from ducha.checks.breakdowns import COPIED, FAR_ABOVE, MAYBE_INCREMENTS, OVER, OWN_TOTAL, SHORT
from ducha.findings import NOWHERE, Finding, Place, Rule, Severity
from ducha.ledger.model import CITY, OWN, Direction, Indicator, Kind, Ledger, Sources
from ducha.ledger.plan.milestones import look_like_increments
from ducha.values.reading import exact_sum, shown

BY_CLERK = "台账"
"""Where a figure in force came from that a clerk wrote."""
_FAR = 1.5
_SEVERAL = 2


class Breakdown(NamedTuple):
    """One count as it is divided: the city's target beside those of counted counties and 市本级.

    `counties` are those that are filled in, `blank` how many are not; all in its measure.
    """

    indicator: Indicator
    city: float
    counties: tuple[float, ...]
    blank: int
    own: float

    @property
    def total(self) -> float:
        """Σ of what is filled in."""
        return exact_sum((*self.counties, self.own))

    @property
    def gap(self) -> float:
        """What is missing from the city's target; below 0 where Σ is above it."""
        return float(f"{self.city - self.total:.15g}")

    def finding(self, rule: Rule, **words: str) -> Finding:
        """What a rule says of it; the finding has no place yet."""
        indicator = self.indicator
        figures = {"total": shown(self.total), "city": shown(self.city)}
        named = {"name": indicator.name, "measure": indicator.measure, **figures, **words}
        return rule.finding(NOWHERE, shown(self.total), **named)


def breakdown_of(
    ledger: Ledger, indicator: Indicator, month: int, city: float | None
) -> Breakdown | None:
    """How a count is divided in `month` (R6.217).

    Month 0 is before every change: the year's own targets. None for what is no count, and while
    no county or no target of the city is there.
    """
    counties = [name for name in ledger.counties_of(indicator) if name in ledger.counted]
    targets = [ledger.target_of(indicator, county, month) for county in counties]
    filled = tuple(target for target in targets if target is not None)
    if indicator.kind is not Kind.COUNT or not filled or city is None:
        return None
    own = ledger.target_of(indicator, OWN, month) or 0.0
    return Breakdown(indicator, city, filled, len(targets) - len(filled), own)


def explain_breakdown(divided: Breakdown) -> Finding | None:
    """The first thing that is wrong with a breakdown; None where it is sound."""
    return next(filter(None, (explain(divided) for explain in _EXPLANATIONS)), None)


def _explain_copied(divided: Breakdown) -> Finding | None:
    """Every county has the target of the whole city (R6.232)."""
    each = set(divided.counties)
    if len(divided.counties) < _SEVERAL or divided.blank or each != {divided.city}:
        return None
    if not divided.city:
        return None
    counties = str(len(divided.counties))
    return divided.finding(COPIED, counties=counties, each=shown(divided.city))


def _explain_own_total(divided: Breakdown) -> Finding | None:
    """市本级 holds what the counties add up to, or the city's target beside theirs (R6.233).

    Where everything adds up to the city's target it is a share like any other.
    """
    tasks = [target for target in divided.counties if target > 0]
    if not divided.own or not tasks or divided.gap == 0:
        return None
    if divided.own == divided.city:
        like = "与全市目标一样，各县区也填了目标"
    elif len(tasks) >= _SEVERAL and divided.own == exact_sum(tasks):
        like = "正好是各县区的合计"
    else:
        return None
    return divided.finding(OWN_TOTAL, own=shown(divided.own), like=like)


def _explain_far_above(divided: Breakdown) -> Finding | None:
    """Σ is more than half as much again as the city's target (R6.234)."""
    if not 0 < divided.city * _FAR < divided.total:
        return None
    return divided.finding(FAR_ABOVE, times=f"{divided.total / divided.city:.1f}")


def _explain_mismatch(divided: Breakdown) -> Finding | None:
    """Σ misses the city's target; a ceiling is missed by going above it (R6.217)."""
    ceiling = divided.indicator.direction is Direction.AT_MOST
    if divided.blank or divided.gap == 0 or (divided.gap > 0) == ceiling:
        return None
    return divided.finding(OVER if ceiling else SHORT, gap=shown(abs(divided.gap)))


_EXPLANATIONS: tuple[Callable[[Breakdown], Finding | None], ...] = (
    _explain_copied,
    _explain_own_total,
    _explain_far_above,
    _explain_mismatch,
)
"""What a number is most likely to mean comes first: one finding is enough for a row."""

_REMEDY = "请牵头单位补足分解；年中调整的，在台账〔目标调整〕中登记各县区的新目标"
_ODD_REMEDY = "请核对台账〔县区分解〕这一行并改正；数来自分解表的，请牵头单位改正后重报"
_NODE_REMEDY = "请核对台账〔时间节点〕这一行；是增量的，改填累计比例，如25%、50%、75%、100%"
_REMEDIES = {SHORT: _REMEDY, OVER: _REMEDY}


def find_shortfalls(
    ledger: Ledger, month: int, file: str, known: AbstractSet[str] = frozenset()
) -> tuple[Finding, ...]:
    """Counts whose targets in the ledger are no sound breakdown of the city's.

    `file` is what the ledger is called (R6.381). `known` are the codes left out: a finding about a
    form says it already.
    """
    return tuple(
        finding
        for indicator in ledger.indicators
        if indicator.code not in known
        for finding in _shortfall(ledger, indicator, month, file)
    )


def _shortfall(ledger: Ledger, indicator: Indicator, month: int, file: str) -> Iterator[Finding]:
    city = ledger.target_of(indicator, CITY, month)
    divided = breakdown_of(ledger, indicator, month, city)
    finding = explain_breakdown(divided) if divided else None
    if finding:
        remedy = _REMEDIES.get(finding.rule, _ODD_REMEDY)
        place = Place("县区分解", key=indicator.code)
        yield replace(finding, remedy=remedy, place=place).about(indicator.leads[0], file)


def doubt_milestones(ledger: Ledger, sources: Sources, file: str) -> Iterator[Finding]:
    """Milestones of the clerk's own that may be increments: only a note (R6.231)."""
    for code, shares in ledger.milestones.items():
        if sources.milestones.get(code) == BY_CLERK and look_like_increments(shares):
            indicator = ledger.by_code[code]
            finding = MAYBE_INCREMENTS.finding(Place("时间节点", key=code), name=indicator.name)
            finding = replace(finding, severity=Severity.NOTE, remedy=_NODE_REMEDY)
            yield finding.about(indicator.leads[0], file)
