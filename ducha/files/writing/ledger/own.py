"""A table of the ledger, and what a clerk has added for himself in it or beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ducha.cells import Value, plain
from ducha.ledger.additions import Additions, OwnColumn, OwnSheet, row_key
from ducha.ledger.columns import Cell, ColumnLook, LedgerStyle
from ducha.texts import display_width

_NO_NAME = re.compile(r"[\[\]:*?/\\]")
_LONGEST_NAME = 31
_NARROWEST, _WIDEST = 8.0, 40.0


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerTable:
    """One sheet to write, with the drop-downs of its columns by their headings.

    `hints` are those of the second cell of each row, where rows differ. One that is not `headed`
    begins with its rows: a clerk's own sheet.
    """

    name: str
    columns: tuple[ColumnLook, ...]
    rows: tuple[tuple[Cell, ...], ...]
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    hints: tuple[str, ...] = ()
    frozen: int = 1
    tab: str = ""
    hidden: bool = False
    headed: bool = True

    @property
    def headings(self) -> tuple[str, ...]:
        """The first row."""
        return tuple(column.heading for column in self.columns)


def with_own_columns(table: LedgerTable, own: Sequence[OwnColumn], *, keyed: bool) -> LedgerTable:
    """The table with a clerk's own columns behind ours, each cell in its row (R8.45)."""
    keys = [row_key(row, keyed=keyed) for row in table.rows]
    for column in own:
        cells = tuple(own_cell(column.cells.get(key, "")) for key in keys)
        look = replace(_look(column.heading, cells), style=_style(cells, percents=column.percents))
        rows = tuple((*row, cell) for row, cell in zip(table.rows, cells, strict=True))
        table = replace(table, columns=(*table.columns, look), rows=rows)
    return table


def own_tables(own: Additions, taken: Sequence[str]) -> Iterator[LedgerTable]:
    """A clerk's own sheets: what stood in them, as text and numbers (R8.45)."""
    names = {name.casefold() for name in taken}
    for sheet in own.sheets:
        name = _free_name(sheet.name, names)
        names.add(name.casefold())
        yield _own_table(sheet, name)


def _own_table(sheet: OwnSheet, name: str) -> LedgerTable:
    rows = [tuple(map(own_cell, row)) for row in sheet.rows]
    first = [cell if isinstance(cell, str) else "" for cell in rows[0]]
    columns = tuple(
        replace(_look(heading, [row[position] for row in rows]), style=LedgerStyle.NUMBER)
        for position, heading in enumerate(first)
    )
    return LedgerTable(name=name, columns=columns, rows=tuple(rows), headed=False)


def own_cell(value: Value) -> Cell:
    """A clerk's own cell as it can be written: a number, or text."""
    if isinstance(value, float):
        return value
    return plain(value) or None


def _look(heading: str, cells: Sequence[Cell]) -> ColumnLook:
    texts = (heading, *(cell for cell in cells if isinstance(cell, str)))
    widest = max(display_width(line) for text in texts for line in text.split("\n"))
    return ColumnLook(heading, width=min(max(widest + 2.0, _NARROWEST), _WIDEST))


def _style(cells: Sequence[Cell], *, percents: bool) -> LedgerStyle:
    if percents:
        return LedgerStyle.PERCENT
    is_number = any(isinstance(cell, float) for cell in cells)
    return LedgerStyle.NUMBER if is_number else LedgerStyle.TEXT


def _free_name(name: str, taken: set[str]) -> str:
    """A name that Excel takes and no other sheet has."""
    plain_name = _NO_NAME.sub("_", name).strip("'")[:_LONGEST_NAME] or "表"
    numbered = (f"{plain_name[: _LONGEST_NAME - 4]}（{number}）" for number in range(2, 10_000))
    names = (plain_name, *numbered) if plain_name.casefold() in taken else (plain_name,)
    return next(each for each in names if each.casefold() not in taken)
