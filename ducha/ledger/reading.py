"""Cells of ledger.xlsx -> the ledger, or every mistake in it at once."""

from __future__ import annotations

from dataclasses import replace

from ducha.cells import Cells
from ducha.findings import refuse
from ducha.ledger.indicators import read_indicators
from ducha.ledger.model import Ledger
from ducha.ledger.overrides import read_overrides
from ducha.ledger.plan import read_adjustments, read_milestones, read_targets
from ducha.ledger.units import names_of, read_document, read_units


def read(cells: Cells) -> Ledger:
    """Read and check the whole ledger; raises one `Problem` with every mistake found.

    Each sheet is read against those before it, so a mistake is told once, where it is.
    """
    wrong: list[str] = []
    document = read_document(cells, wrong)
    units = read_units(cells, wrong)
    names = names_of(units)
    indicators = read_indicators(cells, document.year, names, wrong)
    base = Ledger(document, indicators, units)
    ledger = replace(
        base,
        targets=read_targets(cells, base, names, wrong),
        milestones=read_milestones(cells, base, wrong),
        adjustments=read_adjustments(cells, base, names, wrong),
        overrides=read_overrides(cells, base, names, wrong),
    )
    refuse(wrong)
    return ledger
