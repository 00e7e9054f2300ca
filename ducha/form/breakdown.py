"""The breakdown form (任务分解表): county targets and quarter-end milestones, asked of leads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ducha.form.claim import BREAKDOWN, Claim, sign
from ducha.form.monthly import Column, issued_figures
from ducha.ledger.model import CITY, OWN, Adjustment, Indicator, Kind, Ledger

BREAKDOWN_SHEET = "任务分解"
BREAKDOWN_KEYS = ("编码", "全市目标", "合计")
"""Headings by which the sheet is known, wherever its heading row is."""

MILESTONE_MONTHS = (3, 6, 9, 12)
"""Quarter ends: a milestone is the planned cumulative share of the target by then."""

BEFORE = (
    Column(key="code", heading="编码", width=9, hidden=True),
    Column(key="kind", heading="类型", width=6),
    Column(key="matter", heading="事项", width=13),
    Column(key="indicator", heading="指标", width=20),
    Column(key="measure", heading="计量单位", width=7),
    Column(key="target", heading="全市目标", width=9),
)
AFTER = (
    Column(key="sum", heading="合计", width=9),
    Column(key="difference", heading="差额", width=9),
    *(
        Column(key=f"milestone{month}", heading=f"{month}月底", width=6.5, entry=True)
        for month in MILESTONE_MONTHS
    ),
    Column(key="deadline", heading="完成时限", width=8.5, entry=True),
    Column(key="contact", heading="联系人", width=8.5, entry=True),
    Column(key="phone", heading="联系电话", width=13, entry=True),
    Column(key="hint", heading="校验提示", width=18),
    Column(key="note", heading="口径", width=21),
)


@dataclass(frozen=True, slots=True)
class BreakdownRow:
    """One indicator to be broken down; `places` are those that can carry a target of it.

    `target` is the year's own: what changes it later stands in `changes`, for county targets of
    the form hold from January on (design: 目标调整).
    """

    indicator: Indicator
    target: float
    places: tuple[str, ...]
    changes: tuple[Adjustment, ...] = ()

    @property
    def adds_up(self) -> bool:
        """Whether county targets are parts of the city's; a rate or a standard is never split."""
        return self.indicator.kind is Kind.COUNT


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakdownForm:
    """Everything on one lead department's breakdown form; `counted` places go into 合计."""

    unit: str
    year: int
    title: str
    host: str
    mailbox: str
    phone: str
    places: tuple[str, ...]
    counted: frozenset[str]
    rows: tuple[BreakdownRow, ...]
    claim: Claim

    @property
    def columns(self) -> tuple[Column, ...]:
        """All columns: a county's name is both the key and the heading of its column."""
        return columns_for(self.places)


def columns_for(places: tuple[str, ...]) -> tuple[Column, ...]:
    """Columns of the sheet with one per place."""
    return (
        *BEFORE,
        *(Column(key=place, heading=place, width=7.5, entry=True) for place in places),
        *AFTER,
    )


def breaking_units(ledger: Ledger) -> tuple[str, ...]:
    """Lead departments that answer for a breakdown: first named, with counties to divide among."""
    owing = {
        indicator.leads[0] for indicator in ledger.indicators if _is_divided(ledger, indicator)
    }
    return tuple(unit.name for unit in ledger.units if unit.reports and unit.name in owing)


def _is_divided(ledger: Ledger, indicator: Indicator) -> bool:
    return indicator.target is not None and bool(ledger.counties_of(indicator))


def rows_of(ledger: Ledger, unit: str) -> tuple[BreakdownRow, ...]:
    """The indicators that a department breaks down, in the order of the ledger."""
    return _rows(ledger, lambda indicator: indicator.leads[0] == unit)


def rows_asked(ledger: Ledger, claim: Claim) -> tuple[BreakdownRow, ...]:
    """What a form is held against: the department's rows, and those that it was issued with.

    Whoever leads them now, the department has divided them (R6.328).
    """
    issued = {row.code for row in claim.rows}
    return _rows(
        ledger, lambda indicator: indicator.leads[0] == claim.unit or indicator.code in issued
    )


def _rows(ledger: Ledger, chosen: Callable[[Indicator], bool]) -> tuple[BreakdownRow, ...]:
    return tuple(
        BreakdownRow(
            indicator,
            indicator.target,
            (*ledger.counties_of(indicator), OWN),
            tuple(c for c in ledger.adjustments if (c.code, c.county) == (indicator.code, CITY)),
        )
        for indicator in ledger.indicators
        if chosen(indicator) and indicator.target is not None and _is_divided(ledger, indicator)
    )


def issue_breakdown(ledger: Ledger, unit: str, key: bytes, fingerprint: str) -> BreakdownForm:
    """Make the breakdown form of one department; nothing is prefilled but the city's targets.

    `key` signs it; `fingerprint` is that of the ledger.
    """
    rows = rows_of(ledger, unit)
    document = ledger.document
    issued = [issued_figures(row.indicator, CITY, row.target) for row in rows]
    return BreakdownForm(
        unit=unit,
        year=document.year,
        title=document.title,
        host=document.host,
        mailbox=document.mailbox,
        phone=document.phone,
        places=(*ledger.counties, OWN),
        counted=ledger.counted,
        rows=rows,
        claim=sign(key, unit, str(document.year), BREAKDOWN, fingerprint, issued),
    )
