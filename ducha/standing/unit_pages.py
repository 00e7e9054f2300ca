"""单位情况: a page for every unit: its figures, its return, its rank, what is open with it.

What other sheets say of a unit is taken from their own tables, so that it is said once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from ducha.ledger.model import CITY, Group
from ducha.merge.model import JudgedLine
from ducha.standing.figures.shown import asked, completion, shown_amount
from ducha.standing.reporting import UnitState
from ducha.standing.table import (
    Cell,
    FilledColumn,
    StackedTables,
    Style,
    Table,
    TableColumn,
    table,
)
from ducha.status.rating import Status

SHEET = "单位情况"
_UNIT = "单位"
_SAID = frozenset({_UNIT, "类别", *map(str, Status)})
"""What a page says anyway, and its line of 排名 need not say again."""


class UnitPage(NamedTuple):
    """One unit: sentences, its figures, then what other sheets say of it (their rows)."""

    unit: str
    sentences: tuple[str, ...]
    figures: Table
    others: tuple[Table, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitPages:
    """All of them; `index` has a row for each, in the same order."""

    index: Table
    pages: tuple[UnitPage, ...]
    name: str = SHEET


FIGURE_COLUMNS: tuple[TableColumn[JudgedLine], ...] = (
    TableColumn("编码", lambda line: line.code, 7, Style.SHORT),
    TableColumn("指标", lambda line: line.plan.indicator.name, 33),
    TableColumn("计量单位", lambda line: line.plan.indicator.measure, 6, Style.SHORT),
    TableColumn("年度目标", lambda line: line.plan.target, 8.5, Style.NUMBER),
    TableColumn(
        "本月累计",
        lambda line: shown_amount(line.figure),
        8.5,
        Style.NUMBER,
        doubted=lambda line: bool(line.doubts),
    ),
    TableColumn("完成率", completion, 7, Style.NUMBER, doubted=lambda line: bool(line.doubts)),
    TableColumn("应达", lambda line: asked(line.plan), 7, Style.SHORT),
    TableColumn("差距", lambda line: line.gap, 6, Style.POINTS),
    TableColumn("状态", lambda line: line.rating.word, 10.5, Style.LIGHT),
    TableColumn("原因", lambda line: line.rating.reason, 40),
)
"""Their widths are the grid of the whole sheet."""

_OTHERS: Mapping[str, Mapping[str, int]] = {
    "问题清单": {
        "编码": 1,
        "事项": 2,
        "存在问题": 4,
        "需市级协调": 1,
        "持续月数": 1,
        "下步措施": 1,
    },
    "督办事项": {
        "编号": 1,
        "问题": 3,
        "来源": 1,
        "办结时限": 1,
        "状态": 1,
        "超期天数": 1,
        "反馈": 2,
    },
}
"""Sheets whose rows of a unit come on its page: which columns, and over how many of the grid's."""


def unit_pages(
    lines: Iterable[JudgedLine], states: Sequence[UnitState], sheets: Iterable[object]
) -> UnitPages | None:
    """A page for every unit that owes a return; None where none does (R7.238).

    `sheets` are the report's other pages, of which those are looked up that speak of units.
    """
    if not states:
        return None
    tables = {each.name: each for each in sheets if isinstance(each, Table | StackedTables)}
    by_unit = _lines_by_unit(lines)
    rows = [IndexRow(state, by_unit.get(state.unit, ())) for state in states]
    pages = tuple(_unit_page(row, tables) for row in rows)
    return UnitPages(index=table("目录", INDEX_COLUMNS, rows), pages=pages)


def _lines_by_unit(lines: Iterable[JudgedLine]) -> dict[str, list[JudgedLine]]:
    """A county answers for its own rows, a department for the city lines that it leads."""
    by_unit: dict[str, list[JudgedLine]] = {}
    for line in lines:
        units = line.plan.indicator.leads if line.county == CITY else (line.county,)
        for unit in units:
            by_unit.setdefault(unit, []).append(line)
    return by_unit


class IndexRow(NamedTuple):
    """A unit: how it stands with its return, and the lines that it answers for."""

    state: UnitState
    lines: Sequence[JudgedLine]

    def count(self, *statuses: Status) -> int:
        """How many of its lines stand so."""
        return sum(line.rating.status in statuses for line in self.lines)


INDEX_COLUMNS: tuple[TableColumn[IndexRow], ...] = (
    TableColumn("类别", lambda row: str(row.state.group), 1, Style.SHORT),
    TableColumn("单位", lambda row: row.state.unit, 1),
    TableColumn("指标数", lambda row: len(row.lines), 1, Style.SHORT),
    TableColumn("已完成", lambda row: row.count(Status.DONE), 1, Style.SHORT),
    TableColumn("正常", lambda row: row.count(Status.ON_TRACK), 1, Style.SHORT),
    TableColumn("滞后", lambda row: row.count(Status.LAGGING), 1, Style.SHORT),
    TableColumn("严重滞后", lambda row: row.count(Status.BEHIND), 1, Style.SHORT),
    TableColumn("未报送", lambda row: row.count(Status.NO_RETURN), 1, Style.SHORT),
    TableColumn("报送状态", lambda row: str(row.state.state), 1, Style.SHORT),
    TableColumn("报送情况", lambda row: _reported_in_short(row.state), 1),
)
"""One column of the grid each."""


def _unit_page(row: IndexRow, tables: Mapping[str, Table | StackedTables]) -> UnitPage:
    unit = row.state.unit
    sentences = (
        f"报送：{row.state.state}{_comma(_reported(row.state))}",
        f"排名：{_told(tables.get('排名'), unit) or '无'}",
        f"状态：{_told_lights(row)}",
    )
    others = (
        _grid(each, unit, spans)
        for name, spans in _OTHERS.items()
        for each in _flat(tables.get(name))
        if _rows_of(each, unit)
    )
    return UnitPage(
        unit,
        sentences,
        table("指标情况", FIGURE_COLUMNS, row.lines),
        tuple(each for each in others if each.columns),
    )


def _comma(text: str) -> str:
    return f"，{text}" if text else ""


def _reported(state: UnitState) -> str:
    """When the return came and what it held."""
    parts = [
        f"{state.received:%Y-%m-%d %H:%M}（{state.basis}）" if state.received else "",
        f"应填{state.owed}格，实填{state.filled}格" if state.files else "",
        f"退回{state.held}项" if state.held else "",
        state.lateness if state.supplemented else "",
    ]
    return "，".join(filter(None, parts))


def _reported_in_short(state: UnitState) -> str | None:
    """The same for a line of the list."""
    if state.received is None:
        return None
    return f"{state.received:%m-%d %H:%M}，实填{state.filled}/{state.owed}格"


def _told_lights(row: IndexRow) -> str:
    lights = Counter(line.rating.status for line in row.lines)
    told = "，".join(f"{status}{lights[status]}个" for status in Status if lights[status])
    kind = "承担" if row.state.group is Group.COUNTY else "牵头"
    return f"{kind}{len(row.lines)}个指标{'：' if told else ''}{told}"


# What other tables say of a unit


def _flat(page: Table | StackedTables | None) -> tuple[Table, ...]:
    if page is None:
        return ()
    return page.tables if isinstance(page, StackedTables) else (page,)


def _told(page: Table | StackedTables | None, unit: str) -> str:
    """The unit's row of a table as a sentence: 名次 3，得分 0.95."""
    return "；".join(
        "，".join(_say(each, at)) for each in _flat(page) for at in _rows_of(each, unit)
    )


def _say(shown: Table, at: int) -> Iterator[str]:
    for column in shown.columns:
        cell = column.cells[at]
        if cell is not None and cell != "" and column.heading not in _SAID:
            yield f"{column.heading}{_written(cell)}"


def _written(cell: Cell) -> str:
    return f"{cell:.15g}" if isinstance(cell, float) else str(cell)


def _rows_of(shown: Table, unit: str) -> list[int]:
    names = next((c.cells for c in shown.columns if c.heading == _UNIT), ())
    return [at for at, name in enumerate(names) if name == unit]


def _grid(shown: Table, unit: str, spans: Mapping[str, int]) -> Table:
    """The unit's rows of a table, in some of its columns, so many of the grid's wide."""
    at = _rows_of(shown, unit)
    columns = {column.heading: column for column in shown.columns}
    chosen = (
        _part(columns[heading], at, spans[heading]) for heading in spans if heading in columns
    )
    return Table(shown.name, tuple(chosen))


def _part(column: FilledColumn, rows: Sequence[int], span: int) -> FilledColumn:
    return replace(
        column,
        width=span,
        cells=tuple(column.cells[row] for row in rows),
        marks=tuple(column.marks[row] for row in rows) if column.marks else (),
        doubted=frozenset(n for n, row in enumerate(rows) if row in column.doubted),
    )
