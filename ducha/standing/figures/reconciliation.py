"""口径核对: only the rows that lead and county report differently."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from ducha.merge.model import Difference
from ducha.standing.figures.shown import shown_amount
from ducha.standing.table import Cell, Share, Style, Table, TableColumn, table
from ducha.status.rating import Figure
from ducha.values.reading import exact


def _reported_side(row: Difference, figure: Figure) -> Cell:
    """What one of them reports: a share (none without objects), a count or a level."""
    return _as_share(figure.share) if row.indicator.asks_parts else shown_amount(figure)


def _difference(row: Difference) -> Cell:
    """Lead minus county; two levels have none, nor has a share beside none."""
    if row.indicator.asks_parts:
        lead, county = row.lead.share, row.by_county.share
        return None if lead is None or county is None else _as_share(lead - county)
    lead_count, county_count = row.lead.done, row.by_county.done
    if lead_count is None or county_count is None:
        return None
    return float(exact(lead_count) - exact(county_count))


def _as_share(share: Fraction | None) -> Share | None:
    return None if share is None else Share(float(share), 2)


def _describe_difference(row: Difference) -> str | None:
    """Which month an earlier figure is from that stays in force (R6.162)."""
    return f"以哪一家为准的一方本月未报，沿用其{row.earlier.month}月数" if row.earlier else None


RECONCILIATION_COLUMNS: tuple[TableColumn[Difference], ...] = (
    TableColumn("编码", lambda row: row.indicator.code, 9, Style.SHORT),
    TableColumn("指标", lambda row: row.indicator.name, 34),
    TableColumn("县区", lambda row: row.county, 14, Style.SHORT),
    TableColumn("计量单位", lambda row: row.indicator.measure, 9, Style.SHORT),
    TableColumn("牵头口径", lambda row: _reported_side(row, row.lead), style=Style.NUMBER),
    TableColumn("县区口径", lambda row: _reported_side(row, row.by_county), style=Style.NUMBER),
    TableColumn("差值", _difference, style=Style.NUMBER),
    TableColumn("牵头分子", lambda row: row.lead.numerator, style=Style.NUMBER),
    TableColumn("牵头分母", lambda row: row.lead.denominator, style=Style.NUMBER),
    TableColumn("县区分子", lambda row: row.by_county.numerator, style=Style.NUMBER),
    TableColumn("县区分母", lambda row: row.by_county.denominator, style=Style.NUMBER),
    TableColumn("牵头单位", lambda row: row.indicator.leads[0], 21),
    TableColumn("说明", _describe_difference, 24),
)


def reconciliation_table(differences: Iterable[Difference]) -> Table:
    """口径核对: only the rows that lead and county report differently."""
    return table("口径核对", RECONCILIATION_COLUMNS, differences)
