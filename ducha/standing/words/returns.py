"""报送情况: every unit that owes a return, those to be chased first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ducha.standing.reporting import COMPLETE, URGENT_FIRST, State, UnitState
from ducha.standing.table import PageSetup, Style, Table, TableColumn, table
from ducha.standing.words.columns import TIME, TIME_WIDTH
from ducha.texts import shown_name

_MOST_FILES = 50
"""So many files of a unit are named; all of them stand in 文件清单."""

REPORTING_COLUMNS: tuple[TableColumn[UnitState], ...] = (
    TableColumn("单位", lambda row: row.unit, 21),
    TableColumn("类别", lambda row: str(row.group), 7, Style.SHORT),
    TableColumn("状态", lambda row: str(row.state), 10, Style.SHORT),
    TableColumn("联系人", lambda row: row.contact or None, style=Style.SHORT),
    TableColumn("电话", lambda row: row.phone or _without_phone(row), 14, Style.SHORT),
    TableColumn("应填", lambda row: row.owed, 7, Style.SHORT),
    TableColumn("实填", lambda row: row.filled, 7, Style.SHORT),
    TableColumn("退回项", lambda row: row.held, 7, Style.SHORT),
    TableColumn("是否迟报", lambda row: "是" if row.late else "否", 7, Style.SHORT),
    TableColumn("说明", lambda row: row.lateness if row.supplemented else None, 13),
    TableColumn(
        "报送时间",
        lambda row: row.received.strftime(TIME) if row.received else None,
        TIME_WIDTH,
        Style.SHORT,
    ),
    TableColumn("时间依据", lambda row: row.basis or None, style=Style.SHORT),
    TableColumn("文件", lambda row: _list_files(row.files) or None, 44),
    TableColumn("其他来件", lambda row: _list_lines([o.label for o in row.others]) or None, 40),
)


def _without_phone(row: UnitState) -> str | None:
    """Who cannot be rung although he is to be chased."""
    return None if row.state in COMPLETE or row.state is State.AWAITED else "（台账没有）"


def reporting_table(states: Iterable[UnitState]) -> Table:
    """报送情况: by state, in each as in the ledger (R7.270, R7.271)."""
    urgent_first = sorted(states, key=lambda state: URGENT_FIRST.index(state.state))
    return table("报送情况", REPORTING_COLUMNS, urgent_first, PageSetup(frozen=1, wide=True))


def _list_files(files: Sequence[str]) -> str:
    return _list_lines([shown_name(file) for file in files])


def _list_lines(lines: Sequence[str]) -> str:
    names = list(lines[:_MOST_FILES])
    rest = len(lines) - _MOST_FILES
    return "\n".join([*names, f"另有{rest}个，见〔文件清单〕"] if rest > 0 else names)
