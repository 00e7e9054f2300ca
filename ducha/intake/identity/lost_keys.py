"""The rows of a unit's form by their labels, for a workbook that has lost its hidden columns."""

from __future__ import annotations

from collections.abc import Iterator

from ducha.cells import Cells
from ducha.form.claim import MONTHLY, Claim
from ducha.form.monthly import items_of, tasks_of
from ducha.ledger.model import CITY, Indicator, Ledger
from ducha.period import parse_period
from ducha.submission.lost_keys import (
    MONTHLY_TABLES,
    LabelledRow,
    LabelledTable,
    Restored,
    restore_keys,
)


def with_lost_keys(cells: Cells, claim: Claim, ledger: Ledger) -> tuple[Cells, Restored]:
    """A monthly form with the codes and counties that its labels tell (R6.450).

    Args:
        cells: The workbook as it came.
        claim: Whose form it is, for which month; its rows are vouched for.
        ledger: That of the month.
    """
    period = parse_period(claim.period)
    if claim.kind != MONTHLY or period is None:
        return cells, {}

    def rows(table: LabelledTable) -> tuple[LabelledRow, ...]:
        asked = _figures(claim, ledger, period.month) if table.placed else _items(claim, ledger)
        return tuple(dict.fromkeys(asked))

    return restore_keys(cells, MONTHLY_TABLES, rows, ledger.own_names)


def _figures(claim: Claim, ledger: Ledger, month: int) -> Iterator[LabelledRow]:
    """The rows of 进度填报: those that the month asks of the unit, those of the form itself."""
    for task in tasks_of(ledger, claim.unit, month):
        if task.county != CITY:
            yield _labelled(task.indicator, task.county)
    for row in claim.rows:
        if row.county and row.code in ledger.by_code:
            yield _labelled(ledger.by_code[row.code], row.county)


def _labelled(indicator: Indicator, place: str) -> LabelledRow:
    return LabelledRow(indicator.code, place, indicator.name, indicator.matter, indicator.measure)


def _items(claim: Claim, ledger: Ledger) -> Iterator[LabelledRow]:
    """The rows of 情况说明."""
    for first in items_of(ledger, claim.unit):
        yield LabelledRow(first.item, "", first.task, first.matter, "")
