"""Whether the breakdown to counties adds up to the target of the city."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import replace

from ducha.checks.breakdowns import OVER, SHORT
from ducha.findings import Finding, Place
from ducha.ledger.model import CITY, OWN, Direction, Indicator, Kind, Ledger
from ducha.values.reading import exact_sum, shown


def total_of(ledger: Ledger, indicator: Indicator, month: int) -> float | None:
    """Σ of what counts in the city line in `month`, in the measure of the indicator (R6.217).

    Month 0 is before every change: the year's own targets. None while any county of it is blank.
    """
    counties = [name for name in ledger.counties_of(indicator) if name in ledger.counted]
    targets = [ledger.target_of(indicator, county, month) for county in counties]
    filled = [target for target in targets if target is not None]
    if not filled or len(filled) < len(targets):
        return None
    own = ledger.target_of(indicator, OWN, month) or 0.0
    return exact_sum((*filled, own))


def explain_mismatch(indicator: Indicator, total: float, city: float) -> Finding | None:
    """The finding that Σ misses the city's target; a ceiling is missed by going above it.

    None where it does not; the finding has no place yet (R6.217).
    """
    gap = float(f"{city - total:.15g}")
    ceiling = indicator.direction is Direction.AT_MOST
    if gap == 0 or (gap > 0) == ceiling:
        return None
    return (OVER if ceiling else SHORT).finding(
        found=shown(total),
        name=indicator.name,
        total=shown(total),
        city=shown(city),
        gap=shown(abs(gap)),
        measure=indicator.measure,
    )


def find_shortfalls(
    ledger: Ledger, month: int, known: AbstractSet[str] = frozenset()
) -> tuple[Finding, ...]:
    """Counts whose county targets, all filled in, miss the city's target.

    `known` are the codes left out: a finding about a form says it already.
    """
    return tuple(
        finding
        for indicator in ledger.indicators
        if indicator.kind is Kind.COUNT and indicator.code not in known
        for finding in _shortfall(ledger, indicator, month)
    )


def _shortfall(ledger: Ledger, indicator: Indicator, month: int) -> tuple[Finding, ...]:
    total = total_of(ledger, indicator, month)
    city = ledger.target_of(indicator, CITY, month)
    finding = None if total is None or city is None else explain_mismatch(indicator, total, city)
    if finding is None:
        return ()
    return (
        replace(
            finding,
            remedy="请牵头单位补足分解；年中调整的，在台账〔目标调整〕中登记各县区的新目标",
            unit=indicator.leads[0],
            file="ledger.xlsx",
            place=Place("县区分解", key=indicator.code),
        ),
    )
