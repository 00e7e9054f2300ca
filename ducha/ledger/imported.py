"""What the last import read, in hidden sheets of the ledger: what differs from it is a clerk's."""

from __future__ import annotations

from dataclasses import replace

from ducha.cells import Cells
from ducha.ledger import sheets
from ducha.ledger.columns import RECORD, LedgerSheet, T
from ducha.ledger.model import BLANK_LEDGER, Ledger
from ducha.ledger.rows import record, records


def recorded(layout: LedgerSheet[T]) -> LedgerSheet[T]:
    """The hidden sheet that holds what import read of a sheet (R8.44)."""
    return replace(layout, name=f"{RECORD}{layout.name}", may_be_missing=True, may_be_empty=True)


def read_imported(cells: Cells) -> Ledger | None:
    """What the last import read; None where the ledger has no record of one.

    Nobody is told of mistakes in it: a circular may leave blank what a ledger must have.
    """
    unheard: list[str] = []
    document = record(cells, recorded(sheets.DOCUMENT), BLANK_LEDGER, unheard)
    if document is None:
        return None
    base = replace(BLANK_LEDGER, document=document)
    return replace(
        base,
        units=records(cells, recorded(sheets.UNITS), base, unheard),
        indicators=records(cells, recorded(sheets.INDICATORS), base, unheard),
    )
