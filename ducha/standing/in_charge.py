"""分管领导: a block for every leader whom the ledger names, of the items in his charge."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from ducha.merge.model import JudgedLine
from ducha.merge.open_problems import YES, OpenProblem
from ducha.standing.table import (
    ItemStanding,
    PageSetup,
    StackedTables,
    Style,
    Table,
    TableColumn,
    city_lines,
    item_standings,
    table,
)
from ducha.status.rating import BAD_LIGHTS, Status

SHEET = "分管领导"


class ItemInCharge(NamedTuple):
    """An item with those of its indicators that are in a leader's charge, and what is asked of him.

    `wanted` are the open problems for which a unit wants the city to step in.
    """

    item: ItemStanding
    wanted: tuple[OpenProblem, ...]


def _lagging(row: ItemInCharge) -> str | None:
    """Every indicator that lags, and why."""
    bad = (line for line in row.item.lines if line.rating.status in BAD_LIGHTS)
    told = (
        f"{line.plan.indicator.name}（{line.rating.word}）：{line.rating.reason}" for line in bad
    )
    return "\n".join(told) or None


def _wanted(row: ItemInCharge) -> str | None:
    return "\n".join(f"【{problem.unit}】{problem.text}" for problem in row.wanted) or None


IN_CHARGE_COLUMNS: tuple[TableColumn[ItemInCharge], ...] = (
    TableColumn("编码", lambda row: row.item.first.item, 8, Style.SHORT),
    TableColumn("事项", lambda row: row.item.first.matter, 16),
    TableColumn("任务内容", lambda row: row.item.first.task, 28),
    TableColumn("牵头单位", lambda row: "、".join(row.item.first.leads), 14),
    TableColumn("状态", lambda row: str(row.item.light), 11, Style.LIGHT),
    TableColumn("指标数", lambda row: len(row.item.lines), 7, Style.SHORT),
    TableColumn("滞后指标及原因", _lagging, 36),
    TableColumn("需市级协调", _wanted, 28),
)


def in_charge_tables(
    lines: Iterable[JudgedLine], problems: Mapping[tuple[str, str], OpenProblem]
) -> StackedTables | None:
    """A table for each leader named in 分管领导, in the ledger's order; None where nobody is.

    `problems` are the open ones, by unit and item (R7.237).
    """
    city = city_lines(lines)
    leaders = dict.fromkeys(name for line in city for name in line.plan.indicator.in_charge)
    wanted = [p for p in problems.values() if p.coordination == YES and p.stated]
    tables = [
        _leader_table(leader, [x for x in city if leader in x.plan.indicator.in_charge], wanted)
        for leader in leaders
    ]
    return StackedTables(SHEET, tuple(tables)) if tables else None


def _leader_table(leader: str, lines: Sequence[JudgedLine], wanted: Sequence[OpenProblem]) -> Table:
    items = item_standings(lines)
    rows = [
        ItemInCharge(item, tuple(p for p in wanted if p.item == item.first.item)) for item in items
    ]
    lights = Counter(line.rating.status for line in lines)
    told = "、".join(f"{status}{lights[status]}个" for status in Status if lights[status])
    name = f"{leader}：{len(items)}项任务、{len(lines)}个指标（{told}）"
    return table(name, IN_CHARGE_COLUMNS, rows, PageSetup())
