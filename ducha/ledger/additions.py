"""What a clerk has added to the ledger for himself: columns, items and sheets nobody reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ducha.cells import (
    Cells,
    Heading,
    Row,
    Sheet,
    Value,
    address,
    as_text,
    find_heading,
    narrow,
    plain,
    squeeze,
)
from ducha.ledger import sheets
from ducha.ledger.cells import LedgerRow, sheet_label
from ducha.ledger.columns import (
    DOUBT_HEADINGS,
    DOUBTS,
    ORIGINS,
    RECORD,
    SOURCE,
    Cell,
    LedgerSheet,
    T,
)
from ducha.ledger.model import OWN, Ledger
from ducha.ledger.rows import rows


class OwnColumn(NamedTuple):
    """A column of a clerk's own: its cells by what names their rows (`row_key`)."""

    sheet: str
    heading: str
    cells: dict[str, Value]
    formulas: int = 0
    percents: bool = False

    @property
    def label(self) -> str:
        """How it is called in a sentence."""
        return f"{sheet_label(self.sheet).removeprefix('台账')}自己加的“{self.heading}”列"


class OwnSheet(NamedTuple):
    """A sheet of a clerk's own, with all that stands in it."""

    name: str
    rows: tuple[Row, ...]
    formulas: int = 0

    @property
    def label(self) -> str:
        """How it is called in a sentence."""
        return f"自己加的〔{self.name}〕表"


@dataclass(frozen=True, slots=True)
class Additions:
    """All that is a clerk's own; `items` are lines of 文件信息."""

    columns: tuple[OwnColumn, ...] = ()
    sheets: tuple[OwnSheet, ...] = ()
    items: dict[str, Value] = field(default_factory=dict)

    def columns_of(self, sheet: str) -> tuple[OwnColumn, ...]:
        """The clerk's own columns of one of our sheets."""
        return tuple(column for column in self.columns if column.sheet == sheet)


def row_key(cells: Sequence[Cell], *, keyed: bool) -> str:
    """What names a row: its first cell, or all of them where that is not enough."""
    named = cells[:1] if keyed else cells
    return "|".join("" if cell is None else as_text(cell) for cell in named)


def additions(cells: Cells, ledger: Ledger) -> Additions:
    """Whatever is filled in and declared nowhere; `ledger` is what was read of `cells`."""
    places = (OWN, *ledger.own_names)
    return Additions(
        columns=(
            *_upright_columns(cells, sheets.DOCUMENT, ledger),
            *_columns(cells, sheets.INDICATORS, ledger),
            *_plan_columns(cells, sheets.TARGETS, ledger, places),
            *_plan_columns(cells, sheets.MILESTONES, ledger, (SOURCE,)),
            *_columns(cells, sheets.UNITS, ledger, (SOURCE,)),
            *_columns(cells, sheets.ADJUSTMENTS, ledger),
            *_columns(cells, sheets.OVERRIDES, ledger),
            *_columns(cells, sheets.ASSIGNMENTS, ledger),
            *_columns(cells, sheets.DECISIONS, ledger),
            *_doubt_columns(cells),
        ),
        sheets=tuple(_sheets(cells)),
        items=_items(cells, sheets.DOCUMENT, ledger),
    )


def _items(cells: Cells, layout: LedgerSheet[T], ledger: Ledger) -> dict[str, Value]:
    item, value = (column.heading for column in layout.upright)
    declared = {"", *(column.heading for column in layout.columns)}
    own: dict[str, Value] = {}
    for row in rows(cells, layout, ledger, []):
        name = squeeze(row.value(item))
        if name not in declared and row.is_filled(value):
            own.setdefault(name, row.value(value))
    return own


def _upright_columns(cells: Cells, layout: LedgerSheet[T], ledger: Ledger) -> Iterator[OwnColumn]:
    table = rows(cells, layout, ledger, [])
    item, _ = headings = [column.heading for column in layout.upright]
    return _own_columns(layout.name, table, [squeeze(row.value(item)) for row in table], headings)


def _columns(
    cells: Cells, layout: LedgerSheet[T], ledger: Ledger, more: Iterable[str] = ()
) -> Iterator[OwnColumn]:
    """Of a sheet with a record for each row."""
    records = layout.records(ledger)
    keys = [
        row_key([column.cell(record, ledger) for column in layout.columns], keyed=layout.keyed)
        for record in records
    ]
    declared = (*more, *(column.heading for column in layout.columns))
    return _own_columns(layout.name, rows(cells, layout, ledger, []), keys, declared)


def _plan_columns(
    cells: Cells, layout: LedgerSheet[T], ledger: Ledger, more: Iterable[str]
) -> Iterator[OwnColumn]:
    """Of a sheet whose rows are told by their codes."""
    table = rows(cells, layout, ledger, [])
    keys = [narrow(row.value(layout.columns[0].heading)) for row in table]
    declared = (*more, *(column.heading for column in layout.columns))
    return _own_columns(layout.name, table, keys, declared)


def _doubt_columns(cells: Cells) -> Iterator[OwnColumn]:
    """Of 待确认, where a clerk may note what he has settled; its rows are told by all they say."""
    source = cells.sheet(DOUBTS)
    heading = find_heading(source, DOUBT_HEADINGS) if source else None
    if not (source and heading):
        return
    indexes = range(heading.row + 1, len(source.rows))
    keys = [
        row_key([plain(source.rows[n][heading.columns[h]]) for h in DOUBT_HEADINGS], keyed=False)
        for n in indexes
    ]
    yield from _beside(source, heading, dict(zip(indexes, keys, strict=True)), DOUBT_HEADINGS)


def _own_columns(
    sheet: str, table: Sequence[LedgerRow], keys: Sequence[str], declared: Iterable[str]
) -> Iterator[OwnColumn]:
    if table:
        keyed = dict(zip((row.index for row in table), keys, strict=True))
        own = _beside(table[0].sheet, table[0].heading, keyed, declared)
        yield from (column._replace(sheet=sheet) for column in own)


def _beside(
    source: Sheet, heading: Heading, keys: Mapping[int, str], declared: Iterable[str]
) -> Iterator[OwnColumn]:
    """Columns of ours are the first of their headings; any other with something in it is his.

    `keys` name the rows, by their indices.
    """
    ours = {heading.columns.get(name) for name in declared}
    for position, name in enumerate(source.rows[heading.row]):
        if position in ours or not any(_is_filled(source, row, position) for row in keys):
            continue
        marks = {address(row, position) for row in keys}
        yield OwnColumn(
            source.name,
            squeeze(name),
            {key: source.rows[row][position] for row, key in keys.items()},
            len(marks & source.formulas),
            bool(marks & source.percents),
        )


def _is_filled(sheet: Sheet, row: int, column: int) -> bool:
    cell = address(row, column)
    hollow = cell in sheet.formulas or cell in sheet.errors
    return hollow or bool(squeeze(sheet.rows[row][column]))


def _sheets(cells: Cells) -> Iterator[OwnSheet]:
    for sheet in cells.sheets:
        name = squeeze(sheet.name)
        filled = any(squeeze(value) for row in sheet.rows for value in row)
        ours = name in {*sheets.NAMES, DOUBTS, ORIGINS} or name.startswith(RECORD)
        if filled and not ours:
            yield OwnSheet(sheet.name, sheet.rows, len(sheet.formulas))
