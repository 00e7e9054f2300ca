"""Rows without their hidden code or county, told again by the labels that everybody sees."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from ducha.cells import Cells, Heading, Row, Sheet, Value, find_heading, narrow, squeeze
from ducha.ledger.model import CITY

_CODE, _PLACE = "编码", "县区"
_MARGIN = 2
"""Columns put back on the right of a sheet, so that every other cell keeps its address."""


class LabelledRow(NamedTuple):
    """A row of a unit's form: its key, and the labels that stand in it; an item has no place."""

    code: str
    place: str
    name: str
    matter: str
    measure: str


class LabelledTable(NamedTuple):
    """A table of ours that has lost columns: what tells it, and the column that names its rows.

    A table whose rows are of a county each is `placed`.
    """

    labels: tuple[str, ...]
    name: str
    placed: bool


PROGRESS_TABLE = LabelledTable(("事项", "指标", "计量单位", "本月累计"), "指标", placed=True)
NARRATIVE_TABLE = LabelledTable(("事项", "任务内容", "存在问题"), "任务内容", placed=False)
MONTHLY_TABLES = (PROGRESS_TABLE, NARRATIVE_TABLE)

LabelledRows = Callable[[LabelledTable], Sequence[LabelledRow]]
"""The rows of a unit's form, worked out only where a table has lost something."""

Restored = Mapping[str, int]
"""By sheet, how many rows were told by their labels."""


def restore_keys(
    cells: Cells, tables: Iterable[LabelledTable], rows: LabelledRows, names: Mapping[str, str]
) -> tuple[Cells, Restored]:
    """The workbook with codes and counties put back where only one row of the form can be meant.

    A row that may be several, or none, stays without a code (R6.450).

    Args:
        cells: The workbook.
        tables: Those that the form has.
        rows: What the unit's form asks, by table.
        names: What places are called, to their own names.
    """
    restored: dict[str, int] = {}
    sheets: list[Sheet] = []
    kinds = tuple(tables)
    for sheet in cells.sheets:
        table, heading = _told_by_labels(sheet, kinds)
        if table and heading and _has_lost(sheet, heading, table):
            given = _Given(sheet, heading, table, names)
            keys = given.keys(rows(table))
            sheets.append(_with_keys(sheet, heading, table, keys))
            restored[sheet.name] = len(keys)
        else:
            sheets.append(sheet)
    found = {name: count for name, count in restored.items() if count}
    return (replace(cells, sheets=tuple(sheets)) if restored else cells), found


def has_labels(sheet: Sheet, table: LabelledTable) -> Heading | None:
    """The headings by which a table is known where its hidden columns are gone."""
    return find_heading(sheet, table.labels)


def _told_by_labels(
    sheet: Sheet, tables: Iterable[LabelledTable]
) -> tuple[LabelledTable | None, Heading | None]:
    for table in tables:
        if heading := has_labels(sheet, table):
            return table, heading
    return None, None


def _has_lost(sheet: Sheet, heading: Heading, table: LabelledTable) -> bool:
    """Whether a column of keys is gone, or a row that names something has no code."""
    code_at, name_at = heading.columns.get(_CODE), heading.columns[table.name]
    if code_at is None or (table.placed and _PLACE not in heading.columns):
        return True
    below = sheet.rows[heading.row + 1 :]
    return any(row[code_at] == "" and row[name_at] != "" for row in below)


class _Given(NamedTuple):
    """What a sheet still says of its rows."""

    sheet: Sheet
    heading: Heading
    table: LabelledTable
    names: Mapping[str, str]

    def keys(self, rows: Sequence[LabelledRow]) -> dict[int, tuple[str, str]]:
        """Code and county by index on the sheet, of rows that have lost one and can be told."""
        keys: dict[int, tuple[str, str]] = {}
        for index in range(self.heading.row + 1, len(self.sheet.rows)):
            row = self.sheet.rows[index]
            code, place = squeeze(self._value(row, _CODE)), self._place(row)
            lost = not code or (self.table.placed and _PLACE not in self.heading.columns)
            key = self._key(row, code, place, rows) if lost else None
            if key:
                keys[index] = key
        return keys

    def _key(
        self, row: Row, code: str, place: str, rows: Sequence[LabelledRow]
    ) -> tuple[str, str] | None:
        """The one row that can be meant; the total of an indicator is told by its name alone."""
        meant = self._meant(row, code, rows)
        if place == CITY:
            codes = {each.code for each in meant}
            return (codes.pop(), CITY) if len(codes) == 1 else None
        keys = {(each.code, each.place) for each in meant if place in {"", each.place}}
        return keys.pop() if len(keys) == 1 else None

    def _meant(self, row: Row, code: str, rows: Sequence[LabelledRow]) -> list[LabelledRow]:
        """Rows of the form that bear the name, and as far as they tell them apart the labels."""
        name = narrow(self._value(row, self.table.name))
        meant = [each for each in rows if name and narrow(each.name) == name]
        meant = [each for each in meant if code in {"", each.code}]
        for heading, label in (("事项", _matter_of), ("计量单位", _measure_of)):
            written = narrow(self._value(row, heading))
            meant = [each for each in meant if narrow(label(each)) == written] or meant
        return meant

    def _value(self, row: Row, heading: str) -> Value:
        at = self.heading.columns.get(heading)
        return "" if at is None else row[at]

    def _place(self, row: Row) -> str:
        typed = squeeze(self._value(row, _PLACE)) if self.table.placed else ""
        return self.names.get(typed, typed)


def _matter_of(row: LabelledRow) -> str:
    return row.matter


def _measure_of(row: LabelledRow) -> str:
    return row.measure


def _with_keys(
    sheet: Sheet, heading: Heading, table: LabelledTable, keys: Mapping[int, tuple[str, str]]
) -> Sheet:
    """The sheet with these keys in their columns, or in new ones on its right."""
    width = len(sheet.rows[heading.row])
    at = {_CODE: heading.columns.get(_CODE, width)}
    if table.placed:
        at[_PLACE] = heading.columns.get(_PLACE, width + 1)
    rows: list[list[Value]] = [[*row, *("",) * _MARGIN] for row in sheet.rows]
    for title, column in at.items():
        rows[heading.row][column] = title
    for index, key in keys.items():
        for column, written in zip(at.values(), key, strict=False):
            rows[index][column] = rows[index][column] or written
    return replace(sheet, rows=tuple(map(tuple, rows)))
