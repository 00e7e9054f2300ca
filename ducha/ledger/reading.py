"""Cells of ledger.xlsx -> the ledger, or every mistake in it at once."""

from __future__ import annotations

from dataclasses import replace

from ducha.cells import Cells
from ducha.findings import refuse
from ducha.ledger import sheets
from ducha.ledger.model import Document, Ledger
from ducha.ledger.plan import read_milestones, read_targets
from ducha.ledger.rows import record, records
from ducha.ledger.succession import check_leads, settle_successors
from ducha.period import Period, ReportDay

_NOTHING = Ledger(
    document=Document(title="", year=0, report_day=ReportDay(0), first=Period(0, 1)),
    indicators=(),
    units=(),
)


def read(cells: Cells) -> Ledger:
    """Read and check the whole ledger.

    Each sheet is read against those before it, so a mistake is reported once, where it is.

    Raises:
        Problem: The ledger has mistakes; it holds a sentence for each.
    """
    wrong: list[str] = []
    document = record(cells, sheets.DOCUMENT, _NOTHING, wrong) or _NOTHING.document
    units = records(cells, sheets.UNITS, replace(_NOTHING, document=document), wrong)
    base = Ledger(document=document, indicators=(), units=units)
    base = replace(base, units=settle_successors(cells, base, wrong))
    base = replace(base, indicators=records(cells, sheets.INDICATORS, base, wrong))
    check_leads(cells, base, wrong)
    ledger = replace(
        base,
        targets=read_targets(cells, base, wrong),
        milestones=read_milestones(cells, base, wrong),
        adjustments=records(cells, sheets.ADJUSTMENTS, base, wrong),
        overrides=records(cells, sheets.OVERRIDES, base, wrong),
    )
    refuse(wrong)
    return ledger
