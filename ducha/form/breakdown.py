"""The breakdown form (任务分解表): county targets and quarter-end milestones, asked of leads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from ducha.cells import Value, as_text, squeeze
from ducha.findings import Finding
from ducha.form.claim import BREAKDOWN, Claim, sign
from ducha.form.column import Column
from ducha.form.monthly import issued_figures
from ducha.ledger.model import CITY, OWN, Indicator, Kind, Ledger
from ducha.ledger.year.decisions import Adjustment

BREAKDOWN_SHEET = "任务分解"
BREAKDOWN_KEYS = ("编码", "全市目标", "合计")
"""Headings by which the sheet is known, wherever its heading row is."""

MILESTONE_MONTHS = (3, 6, 9, 12)
"""Quarter ends: a milestone is the planned cumulative share of the target by then."""

MILESTONES = tuple(f"milestone{month}" for month in MILESTONE_MONTHS)
"""The keys of their columns."""

Cell = tuple[str, str]
"""A cell of the form: the code of its row, the key of its column."""

BEFORE = (
    Column(key="code", heading="编码", width=9, hidden=True),
    Column(key="kind", heading="类型", width=5),
    Column(key="matter", heading="事项", width=9, grows=1),
    Column(key="indicator", heading="指标", width=12.5, grows=2),
    Column(key="measure", heading="计量单位", width=6),
    Column(key="target", heading="全市目标", width=8),
)
AFTER = (
    Column(key="sum", heading="合计", width=8),
    Column(key="difference", heading="差额", width=7.5),
    *(
        Column(key=key, heading=f"{month}月底", width=6, entry=True)
        for month, key in zip(MILESTONE_MONTHS, MILESTONES, strict=True)
    ),
    Column(key="deadline", heading="完成时限", width=8, entry=True),
    Column(key="contact", heading="联系人", width=7.5, entry=True),
    Column(key="phone", heading="联系电话", width=8.5, entry=True, grows=1),
    Column(key="hint", heading="校验提示", width=9.5, grows=1),
    Column(key="note", heading="口径", width=9.5, grows=2),
    Column(key="issued", heading="下发内容", width=9, hidden=True),
)
"""The last one keeps what the cells of the row held when the form was issued."""


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
    """Everything on one lead department's breakdown form; `counted` places go into 合计.

    `known` is what its cells hold when it is issued; of these `doubted` are asked about, and
    `sent_back` are to be corrected: what still stands there when it comes back is the unit's word.
    """

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
    known: Mapping[Cell, Value] = field(default_factory=dict)
    doubted: frozenset[Cell] = frozenset()
    sent_back: frozenset[Cell] = frozenset()

    @property
    def columns(self) -> tuple[Column, ...]:
        """All columns: a county's name is both the key and the heading of its column."""
        return columns_for(self.places)

    def sending_back(self, correction: BreakdownCorrection) -> BreakdownForm:
        """The form with what the unit typed where it must correct it."""
        known = {**self.known, **correction.answers}
        return replace(self, known=known, sent_back=frozenset(correction.answers))

    def issued(self, code: str) -> str:
        """What the cells of a row hold when the form is issued."""
        return issued_text(
            (key, "" if (row, key) in self.doubted | self.sent_back else same_text(value))
            for (row, key), value in self.known.items()
            if row == code and value != ""
        )


@dataclass(frozen=True, slots=True)
class BreakdownCorrection:
    """A breakdown on its way back: what the unit typed in the cells that it must correct.

    Milestones of a row go back together: `answers` are all of them, `faults` those that are wrong.
    `others` are findings that concern no cell of the form.
    """

    answers: Mapping[Cell, Value]
    faults: Mapping[Cell, Finding]
    others: tuple[Finding, ...]


class KnownCells(NamedTuple):
    """What is known of a breakdown when its form is issued; of `doubted` cells the unit is asked.

    (R6.226)
    """

    cells: Mapping[Cell, Value]
    doubted: frozenset[Cell]


NOTHING_KNOWN = KnownCells({}, frozenset())


def issued_text(cells: Iterable[tuple[str, str]]) -> str:
    """What the cells of a row hold when the form is issued, as its hidden last column keeps it.

    Each is a key and what stands there; nothing stands for a cell that the unit is asked about.
    (R6.226)
    """
    return "\n".join(f"{key}={content}" for key, content in cells)


def same_text(value: Value) -> str:
    """A cell as it is compared with what it held when the form was issued: no white space."""
    return squeeze(as_text(value))


def issued_cells(text: str) -> dict[str, str]:
    """The cells of `issued_text` by key; what is no such text gives none."""
    pairs = (line.partition("=") for line in text.splitlines())
    return {key: content for key, equals, content in pairs if equals}


def columns_for(places: tuple[str, ...]) -> tuple[Column, ...]:
    """Columns of the sheet with one per place."""
    return (
        *BEFORE,
        *(Column(key=place, heading=place, width=7, entry=True) for place in places),
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


def issue_breakdown(
    ledger: Ledger,
    unit: str,
    key: bytes,
    fingerprint: str,
    known: KnownCells = NOTHING_KNOWN,
) -> BreakdownForm:
    """Make the breakdown form of one department (R6.226).

    Args:
        ledger: The ledger as the clerk keeps it.
        unit: The department.
        key: Signs the form.
        fingerprint: That of the ledger.
        known: What its cells are prefilled with; without it nothing but the city's targets.
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
        known=known.cells,
        doubted=known.doubted,
    )
