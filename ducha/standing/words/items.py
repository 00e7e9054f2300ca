"""事项进展: a row per item, its light, and what the lead says of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ducha.intake.examined import TextEntry
from ducha.merge.model import MonthTable
from ducha.merge.open_problems import is_nil
from ducha.standing.table import (
    ItemStanding,
    PageSetup,
    Style,
    Table,
    TableColumn,
    item_standings,
    table,
)
from ducha.standing.words.columns import words_column
from ducha.status.rating import Status
from ducha.texts import clean, join_labelled

_MORE = "……（过长，全文见〔情况明细〕）"


class ItemWords(NamedTuple):
    """An item, and what was written of it, by unit, item and column of the form."""

    item: ItemStanding
    texts: Mapping[tuple[str, str, str], TextEntry]

    def count(self, status: Status) -> int:
        """How many of its indicators stand so."""
        return sum(line.rating.status is status for line in self.item.lines)


ITEM_COLUMNS: tuple[TableColumn[ItemWords], ...] = (
    TableColumn("编码", lambda row: row.item.first.item, 7, Style.SHORT),
    TableColumn("事项", lambda row: row.item.first.matter, 15),
    TableColumn("任务内容", lambda row: row.item.first.task, 52),
    TableColumn("牵头单位", lambda row: "、".join(row.item.first.leads), 14),
    TableColumn("状态", lambda row: str(row.item.light), 11, Style.LIGHT),
    TableColumn("指标数", lambda row: len(row.item.lines), 5, Style.SHORT),
    TableColumn("其中未报送", lambda row: row.count(Status.NO_RETURN), 5.5, Style.SHORT),
    TableColumn("其中待更正", lambda row: row.count(Status.HELD), 5.5, Style.SHORT),
    words_column("progress", lambda row: lead_words(row, "progress")),
    words_column("problem", lambda row: lead_words(row, "problem")),
)


def item_table(month: MonthTable) -> Table:
    """事项进展: what the counties say of an item stands in 情况明细 (R7.260)."""
    rows = [ItemWords(item, month.texts) for item in item_standings(month.lines)]
    return table("事项进展", ITEM_COLUMNS, rows, PageSetup(frozen=2))


def lead_words(row: ItemWords, key: str) -> str | None:
    """What the lead says, several with their names; 无 is no problem and is left out (R7.260)."""
    first = row.item.first
    said = [
        (unit, row.texts[unit, first.item, key].text)
        for unit in first.leads
        if (unit, first.item, key) in row.texts
    ]
    told = [(unit, text) for unit, text in said if key == "progress" or not is_nil(text)]
    if len(first.leads) == 1:
        return clean(told[0][1]) if told else None
    return join_labelled([(f"【{unit}】", text) for unit, text in told], _MORE) or None
