"""The ledger as tables of text and numbers, one per sheet, drawn as its columns are declared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ducha.circular.model import Doubt
from ducha.files.writing.ledger.own import (
    LedgerTable,
    own_cell,
    own_tables,
    with_own_columns,
)
from ducha.ledger import sheets
from ducha.ledger.additions import Additions
from ducha.ledger.columns import (
    DOUBT_HEADINGS,
    DOUBTS,
    ORIGINS,
    SOURCE,
    Cell,
    ColumnLook,
    LedgerColumn,
    LedgerSheet,
    LedgerStyle,
    T,
)
from ducha.ledger.imported import recorded
from ducha.ledger.model import CITY, OWN, Indicator, Ledger, Sources
from ducha.period import Period

_BEFORE_CHANGES = 0
"""No month: the targets that 目标调整 has not touched yet."""


@dataclass(frozen=True, slots=True)
class _Origin:
    """A target and where it came from."""

    code: str
    name: str
    county: str
    target: float | None
    source: str


_DOUBT_COLUMNS: tuple[LedgerColumn[Doubt], ...] = (
    LedgerColumn(DOUBT_HEADINGS[0], "kind", width=7.5, style=LedgerStyle.CENTRED),
    LedgerColumn(DOUBT_HEADINGS[1], "place"),
    LedgerColumn(DOUBT_HEADINGS[2], "found"),
    LedgerColumn(DOUBT_HEADINGS[3], "sentence"),
    LedgerColumn(DOUBT_HEADINGS[4], "source", width=40),
)
_ORIGIN_COLUMNS: tuple[LedgerColumn[_Origin], ...] = (
    sheets.code_column(),
    LedgerColumn("指标", "name", width=42),
    LedgerColumn("县区", "county", width=20),
    LedgerColumn("目标", "target", width=12, style=LedgerStyle.NUMBER),
    LedgerColumn(SOURCE, "source", width=62),
)
"""One line a row: the sheet has a row for every target."""


def tables(
    ledger: Ledger,
    doubts: Sequence[Doubt] | None,
    sources: Sources | None,
    own: Additions,
    imported: Ledger | None,
) -> list[LedgerTable]:
    """Every sheet of the ledger, in order; with `sources` also where what is in force came from.

    Last come a clerk's `own` sheets and, hidden, what the circular said (`imported`).
    """
    places = map(sheets.place_column, (OWN, *ledger.counties))
    targets = replace(sheets.TARGETS, columns=(*sheets.TARGETS.columns, *places))
    out = [
        _with_items(_items(sheets.DOCUMENT, ledger), own),
        _table(sheets.INDICATORS, ledger, own),
        _table(targets, ledger, own),
        _with_sources(
            _table(sheets.MILESTONES, ledger, own), sources.milestones if sources else None
        ),
        _with_sources(_table(sheets.UNITS, ledger, own), sources.contacts if sources else None),
        _table(sheets.ADJUSTMENTS, ledger, own),
        _table(sheets.OVERRIDES, ledger, own),
        _table(sheets.ASSIGNMENTS, ledger, own),
        _table(sheets.DECISIONS, ledger, own),
    ]
    if doubts is not None:
        cells = _cells(_DOUBT_COLUMNS, doubts, ledger)
        table = LedgerTable(name=DOUBTS, columns=_DOUBT_COLUMNS, rows=cells, tab="#ED7D31")
        out.append(with_own_columns(table, own.columns_of(DOUBTS), keyed=False))
    if sources is not None:
        cells = _cells(_ORIGIN_COLUMNS, tuple(_origins(ledger, sources)), ledger)
        out.append(LedgerTable(name=ORIGINS, columns=_ORIGIN_COLUMNS, rows=cells))
    return [*out, *own_tables(own, [*sheets.NAMES, DOUBTS, ORIGINS]), *_record_tables(imported)]


def _record_tables(imported: Ledger | None) -> Iterator[LedgerTable]:
    """What the circular said, sheet by sheet as the ledger has it."""
    if imported is None:
        return
    no_additions = Additions()
    yield replace(_items(recorded(sheets.DOCUMENT), imported), hidden=True)
    yield replace(_table(recorded(sheets.UNITS), imported, no_additions), hidden=True)
    yield replace(_table(recorded(sheets.INDICATORS), imported, no_additions), hidden=True)


def _items(sheet: LedgerSheet[T], ledger: Ledger) -> LedgerTable:
    """An upright sheet: a row for each of the record's columns."""
    rows = tuple(
        (column.heading, column.cell(record, ledger))
        for record in sheet.records(ledger)
        for column in sheet.columns
    )
    hints = tuple(column.hint for column in sheet.columns)
    return LedgerTable(name=sheet.name, columns=sheet.upright, rows=rows, hints=hints)


def _with_items(table: LedgerTable, own: Additions) -> LedgerTable:
    """文件信息 with a clerk's own lines and columns."""
    more = tuple((name, own_cell(value)) for name, value in own.items.items())
    longer = replace(table, rows=(*table.rows, *more))
    return with_own_columns(longer, own.columns_of(table.name), keyed=True)


def _table(sheet: LedgerSheet[T], ledger: Ledger, own: Additions) -> LedgerTable:
    records = sheet.records(ledger)
    columns = tuple(
        column
        for column in sheet.columns
        if not column.spare or any(column.cell(record, ledger) for record in records)
    )
    table = LedgerTable(
        name=sheet.name,
        columns=columns,
        rows=_cells(columns, records, ledger),
        choices={column.heading: column.options(ledger) for column in columns},
        frozen=sheet.frozen,
    )
    return with_own_columns(table, own.columns_of(sheet.name), keyed=sheet.keyed)


def _cells(
    columns: Sequence[LedgerColumn[T]], records: Sequence[T], ledger: Ledger
) -> tuple[tuple[Cell, ...], ...]:
    return tuple(tuple(column.cell(record, ledger) for column in columns) for record in records)


def _with_sources(table: LedgerTable, sources: Mapping[str, str] | None) -> LedgerTable:
    """A sheet with a last column that says where each row came from, by its first cell."""
    if sources is None:
        return table
    rows = tuple((*row, sources.get(str(row[0]), "")) for row in table.rows)
    return replace(table, columns=(*table.columns, ColumnLook(SOURCE, width=34)), rows=rows)


def _origins(ledger: Ledger, sources: Sources) -> Iterator[_Origin]:
    """Targets with their sources, each followed by its changes during the year."""
    for indicator in ledger.indicators:
        for county in (CITY, OWN, *ledger.counties):
            origin = sources.targets.get((indicator.code, county))
            if origin is not None:
                target = ledger.target_of(indicator, county, _BEFORE_CHANGES)
                yield _Origin(indicator.code, indicator.name, county, target, origin)
            yield from _changes(ledger, indicator, county)


def _changes(ledger: Ledger, indicator: Indicator, county: str) -> Iterator[_Origin]:
    """What 目标调整 makes of one target, and from which month on."""
    for change in ledger.adjustments:
        if (change.code, change.county) == (indicator.code, county):
            since = f"目标调整，{Period(ledger.document.year, change.month)}起"
            source = f"{since}：{change.grounds}" if change.grounds else since
            yield _Origin(indicator.code, indicator.name, county, change.target, source)
