"""情况明细: every text as each unit wrote it, so that none is only quoted in part."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from ducha.form.monthly import NARRATIVE
from ducha.intake.examined import TextEntry
from ducha.ledger.model import Indicator, Ledger, first_of_items
from ducha.standing.table import Style, Table, TableColumn, table
from ducha.standing.words.columns import words_column


class TextRow(NamedTuple):
    """What a unit wrote of an item, by the column of the form."""

    unit: str
    first: Indicator
    texts: Mapping[str, str]


def _text_column(key: str) -> TableColumn[TextRow]:
    return words_column(key, lambda row: row.texts.get(key))


TEXT_COLUMNS: tuple[TableColumn[TextRow], ...] = (
    TableColumn("单位", lambda row: row.unit, 21),
    TableColumn("编码", lambda row: row.first.item, 9, Style.SHORT),
    TableColumn("事项", lambda row: row.first.matter, 20),
    *(_text_column(column.key) for column in NARRATIVE if column.entry),
)


def text_table(ledger: Ledger, texts: Mapping[tuple[str, str, str], TextEntry]) -> Table:
    """情况明细: a row per unit and item, whole."""
    first = first_of_items(ledger.indicators)
    written: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for (unit, item, key), entry in texts.items():
        written[unit, item][key] = entry.text
    rows = [
        TextRow(unit.name, first[item], written[unit.name, item])
        for unit in ledger.units
        for item in first
        if (unit.name, item) in written
    ]
    return table("情况明细", TEXT_COLUMNS, rows)
