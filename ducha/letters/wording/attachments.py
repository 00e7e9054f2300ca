"""附件 of the notice: tables of the workbook, the columns that units are to see."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ducha.letters.parts import Attachment
from ducha.standing.notice.facts import NoticeFacts
from ducha.standing.table import Cell, FilledColumn, Share, Style, Table
from ducha.status.shares import shown_percent
from ducha.values.reading import exact, shown

INDICATORS, RANKING, RETURNS = "指标明细", "县区", "报送情况"
_TITLES = {
    INDICATORS: "重点民生实事进展情况一览表",
    RANKING: "县区排名",
    RETURNS: "报送情况",
}
_COLUMNS = {
    INDICATORS: (
        *("编码", "指标", "计量单位", "年度目标", "本月累计", "完成率", "应达进度", "差距"),
        *("状态", "数据不全", "牵头单位"),
    ),
    RANKING: (
        *("名次", "单位", "得分", "参评指标", "已完成", "正常", "滞后", "严重滞后"),
        *("迟报", "漏报"),
    ),
    RETURNS: ("单位", "类别", "状态", "报送时间", "应填", "实填"),
}
_QUERY = "?"


def attachments(facts: NoticeFacts, *, ranking: bool) -> tuple[Attachment, ...]:
    """The indicators, the counties' ranking where that is wanted, the returns (R9.43)."""
    by_name = {table.name: table for table in facts.tables}
    names = (INDICATORS, *((RANKING,) if ranking else ()), RETURNS)
    return tuple(_attachment(by_name[name], facts) for name in names if name in by_name)


def _attachment(table: Table, facts: NoticeFacts) -> Attachment:
    columns = [
        column
        for name in _COLUMNS[table.name]
        for column in table.columns
        if column.heading == name and any(cell is not None for cell in column.cells)
    ]
    doubted = any(column.doubted for column in columns)
    notes = ("带?的数待核。" if doubted else "", "差距单位：百分点。" if _has_gap(columns) else "")
    return Attachment(
        title=f"{facts.view.period.label}{_TITLES[table.name]}",
        columns=tuple(column.heading for column in columns),
        rows=tuple(_rows(columns, table.length)),
        landscape=table.name == INDICATORS,
        remark="".join(notes),
    )


def _has_gap(columns: Sequence[FilledColumn]) -> bool:
    return any(column.style is Style.POINTS for column in columns)


def _rows(columns: Sequence[FilledColumn], length: int) -> Iterator[tuple[str, ...]]:
    for row in range(length):
        yield tuple(printed(column, row) for column in columns)


def printed(column: FilledColumn, row: int) -> str:
    """A cell as the workbook shows it (R9.43)."""
    cell = column.cells[row]
    words = _words(cell, column.style)
    return f"{words}{_QUERY}" if words and row in column.doubted else words


def _words(cell: Cell, style: Style) -> str:
    if cell is None or isinstance(cell, str):
        return cell or ""
    if isinstance(cell, Share):
        return shown_percent(exact(cell.value), cell.decimals)
    return f"{cell:.1f}" if style in {Style.POINTS, Style.SCORE} else shown(float(cell))
