"""What a clerk has added to the ledger for himself: columns, items and sheets nobody reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ducha.cells import Cells, squeeze
from ducha.ledger import sheets
from ducha.ledger.columns import DOUBTS, ORIGINS, SOURCE, LedgerSheet, T
from ducha.ledger.model import OWN, Ledger
from ducha.ledger.rows import rows


class Addition(NamedTuple):
    """A column, or an item of 文件信息, of a clerk's own; a sheet of his own has no heading."""

    sheet: str
    heading: str = ""


def additions(cells: Cells, ledger: Ledger) -> tuple[Addition, ...]:
    """Whatever is filled in and declared nowhere; `ledger` is what was read of `cells`."""
    return (
        *_items(cells, sheets.DOCUMENT, ledger),
        *_columns(cells, sheets.INDICATORS, ledger),
        *_columns(cells, sheets.TARGETS, ledger, (OWN, *ledger.own_names)),
        *_columns(cells, sheets.MILESTONES, ledger),
        *_columns(cells, sheets.UNITS, ledger),
        *_columns(cells, sheets.ADJUSTMENTS, ledger),
        *_columns(cells, sheets.OVERRIDES, ledger),
        *_sheets(cells),
    )


def _items(cells: Cells, layout: LedgerSheet[T], ledger: Ledger) -> Iterator[Addition]:
    item, value = (column.heading for column in layout.upright)
    declared = {"", *(column.heading for column in layout.columns)}
    for row in rows(cells, layout, ledger, []):
        name = squeeze(row.value(item))
        if name not in declared and row.is_filled(value):
            yield Addition(layout.name, name)


def _columns(
    cells: Cells, layout: LedgerSheet[T], ledger: Ledger, places: Iterable[str] = ()
) -> Iterator[Addition]:
    table = rows(cells, layout, ledger, [])
    declared = {"", SOURCE, *places, *(column.heading for column in layout.columns)}
    for heading in table[0].heading.columns if table else ():
        if heading not in declared and any(row.is_filled(heading) for row in table):
            yield Addition(layout.name, heading)


def _sheets(cells: Cells) -> Iterator[Addition]:
    for sheet in cells.sheets:
        filled = any(squeeze(value) for row in sheet.rows for value in row)
        if filled and squeeze(sheet.name) not in {*sheets.NAMES, DOUBTS, ORIGINS}:
            yield Addition(sheet.name)
