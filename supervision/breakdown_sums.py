"""Whether the breakdown to counties adds up to the target of the city."""

from __future__ import annotations

import math

from supervision.findings import Finding, Severity
from supervision.ledger import CITY, OWN, Indicator, Kind, Ledger
from supervision.values import shown


def shortfalls(ledger: Ledger, month: int) -> tuple[Finding, ...]:
    """Counts whose county targets, all filled in, add up to less than the city's target."""
    return tuple(
        finding
        for indicator in ledger.indicators
        if indicator.kind is Kind.COUNT
        for finding in _shortfall(ledger, indicator, month)
    )


def _shortfall(ledger: Ledger, indicator: Indicator, month: int) -> tuple[Finding, ...]:
    counties = [name for name in ledger.counties_of(indicator) if name in ledger.counted]
    given = [ledger.target_of(indicator, county, month) for county in counties]
    city = ledger.target_of(indicator, CITY, month)
    filled = [target for target in given if target is not None]
    if city is None or not filled or len(filled) < len(given):
        return ()
    own = ledger.target_of(indicator, OWN, month) or 0.0
    total = float(f"{math.fsum((*filled, own)):.15g}")
    if total >= city:
        return ()
    return (
        Finding(
            Severity.VERIFY,
            "分解不足",
            f"{indicator.name}：县区分解合计{shown(total)}{indicator.measure}，"
            f"少于全市目标{shown(city)}{indicator.measure}",
            "请牵头单位补足分解，或在〔目标调整〕中写明依据",
            indicator.leads[0],
            "ledger.xlsx",
            "县区分解",
            indicator.code,
            shown(total),
        ),
    )
