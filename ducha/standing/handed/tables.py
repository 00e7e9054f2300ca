"""The sheets 督办事项 and 拟督办: both in the columns of the ledger's 督办事项."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ducha.ledger.columns import LedgerColumn, LedgerStyle
from ducha.ledger.handed.records import Assignment
from ducha.ledger.model import Ledger
from ducha.ledger.sheets import ASSIGNMENTS
from ducha.standing.assignments import AssignmentState
from ducha.standing.handed.proposed import ProposedMatter
from ducha.standing.table import PageSetup, Style, Table, TableColumn, table
from ducha.texts import CUT, join_labelled

_WIDTHS = {"problem": 32.0, "demand": 28.0, "answer": 28.0}
_WIDEST = 18.0
"""Of the other columns: what is asked and answered needs the room."""

_READ_FIRST = ("number", "unit", "code", "problem", "demand", "due", "extended", "progress")
"""Columns of the ledger that stand left of what the days say; the others come on no paper."""


def _ledger_column(column: LedgerColumn[Assignment], ledger: Ledger) -> TableColumn[Assignment]:
    """A column of the ledger's sheet, as it is there."""
    style = Style.SHORT if column.style is LedgerStyle.CENTRED else Style.TEXT
    width = _WIDTHS.get(column.field, min(column.width, _WIDEST))
    return TableColumn(column.heading, lambda row: column.cell(row, ledger), width, style)


def _state_column(column: LedgerColumn[Assignment], ledger: Ledger) -> TableColumn[AssignmentState]:
    plain = _ledger_column(column, ledger)
    if column.field == "answer":
        return TableColumn(plain.heading, _answers, plain.width, plain.style)
    return TableColumn(
        plain.heading, lambda state: plain.value(state.assignment), plain.width, plain.style
    )


def _answers(state: AssignmentState) -> str | None:
    """反馈: what the ledger says, what the unit says on its form, or both (R9.79)."""
    ours, theirs = state.assignment.answer, state.words.answer
    if ours and theirs:
        return join_labelled((("台账：", ours), ("本期填报：", theirs)), CUT)
    return ours or theirs or None


def _reminder(state: AssignmentState) -> str | None:
    if state.overdue:
        return f"超期{state.overdue_days}天"
    return "待回访" if state.awaiting_visit else None


def assignment_table(ledger: Ledger, states: Sequence[AssignmentState]) -> Table:
    """督办事项: the columns of the ledger, what units say, and what the days say.

    What is asked, said and late stands first and is printed (R7.164, R9.79).
    """
    by_field = {each.field: _state_column(each, ledger) for each in ASSIGNMENTS.columns}
    first = (
        *(by_field.pop(field) for field in _READ_FIRST),
        TableColumn[AssignmentState](
            "超期天数", lambda state: state.overdue_days, 6.5, Style.SHORT
        ),
        TableColumn[AssignmentState]("提醒", _reminder, 9, Style.SHORT),
        by_field.pop("answer"),
        TableColumn[AssignmentState](
            "申请办结", lambda state: state.words.closing or None, 6.5, Style.SHORT
        ),
        TableColumn[AssignmentState]("佐证材料", lambda state: state.words.evidence or None, 14),
    )
    page = PageSetup(frozen=2, printed=len(first))
    return table("督办事项", (*first, *by_field.values()), states, page)


def proposed_assignment_table(ledger: Ledger, matters: Iterable[ProposedMatter]) -> Table:
    """拟督办: rows for the ledger's 督办事项, ready to be copied there (R7.165, R9.74)."""
    columns = [_ledger_column(column, ledger) for column in ASSIGNMENTS.columns]
    rows = [matter.row for matter in matters]
    filled = next(n for n, each in enumerate(ASSIGNMENTS.columns, 1) if each.field == "demand")
    return table("拟督办", columns, rows, PageSetup(frozen=2, printed=filled))
