"""数据: the tidy table for pivots, the frame as it is."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from ducha.merge.data import DataRow, data_rows
from ducha.standing.figures.shown import share_of, yes
from ducha.standing.table import Cell, PageSetup, Style, Table, TableColumn, table
from ducha.texts import brief, shown_name


def _name_reader(read: Callable[[DataRow], str | None]) -> Callable[[DataRow], Cell]:
    """Make a column's value of a name that came from outside: the name made fit to be shown."""

    def name(row: DataRow) -> Cell:
        text = read(row)
        return None if text is None else shown_name(text)

    return name


def _data_number(heading: str, value: Callable[[DataRow], Cell]) -> TableColumn[DataRow]:
    """A figure of a row, with a ? where it is 待核."""
    return TableColumn(heading, value, style=Style.NUMBER, doubted=lambda row: bool(row.doubted))


DATA_COLUMNS: tuple[TableColumn[DataRow], ...] = (
    TableColumn("期次", lambda row: row.period, style=Style.SHORT),
    TableColumn("编码", lambda row: row.code, 9, Style.SHORT),
    TableColumn("事项", lambda row: row.matter, 20),
    TableColumn("指标", lambda row: row.indicator, 34),
    TableColumn("类型", lambda row: row.kind, style=Style.SHORT),
    TableColumn("计量单位", lambda row: row.measure, 9, Style.SHORT),
    TableColumn("县区", lambda row: row.place, 14, Style.SHORT),
    TableColumn("填报单位", lambda row: row.unit, 17),
    TableColumn("采用口径", lambda row: row.origin, style=Style.SHORT),
    TableColumn("年度目标", lambda row: row.target, style=Style.NUMBER),
    _data_number("累计", lambda row: row.amount),
    _data_number("沿用", lambda row: row.carried),
    _data_number("分子", lambda row: row.numerator),
    _data_number("分母", lambda row: row.denominator),
    _data_number("完成率", lambda row: share_of(row.completion, row.decimals)),
    TableColumn("序时进度", lambda row: share_of(row.schedule, 1), style=Style.NUMBER),
    TableColumn("应达进度", lambda row: share_of(row.due, 1), style=Style.NUMBER),
    TableColumn("差距", lambda row: row.gap, style=Style.POINTS),
    TableColumn("状态", lambda row: row.status, 18, Style.LIGHT),
    TableColumn("待核", lambda row: row.doubted, style=Style.SHORT),
    TableColumn("原因", lambda row: row.reason, 30),
    TableColumn("原值", lambda row: None if row.typed is None else brief(row.typed), 14),
    TableColumn("来源文件", _name_reader(lambda row: row.file), 36),
    TableColumn("来源工作表", _name_reader(lambda row: row.sheet), 11, Style.SHORT),
    TableColumn("来源单元格", _name_reader(lambda row: row.cell), 11, Style.SHORT),
    TableColumn("数据不全", lambda row: yes(row.incomplete), style=Style.SHORT),
)


def data_table(data: pd.DataFrame) -> Table:
    """数据: the tidy table for pivots, the frame as it is."""
    page = PageSetup(frozen=4, wide=True, low=True)
    return table("数据", DATA_COLUMNS, data_rows(data), page)
