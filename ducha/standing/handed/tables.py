"""The sheets 督办事项 and 拟督办: both in the columns of the ledger's 督办事项."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ducha.ledger.columns import LedgerColumn, LedgerStyle
from ducha.ledger.handed.records import Assignment
from ducha.ledger.model import Ledger
from ducha.ledger.sheets import ASSIGNMENTS
from ducha.standing.assignments import AssignmentState
from ducha.standing.handed.proposed import ProposedMatter
from ducha.standing.table import FilledColumn, PageSetup, Style, Table, TableColumn, table
from ducha.texts import CUT, join_labelled

_WIDEST = 18.0
"""Narrow enough for the whole on a page."""

_SAYING = 40.0
_BLANK = 7.0
"""Widths in 拟督办 of what says something, and of what is left for the ledger to say."""


def _ledger_column(column: LedgerColumn[Assignment], ledger: Ledger) -> TableColumn[Assignment]:
    """A column of the ledger's sheet, as it is there."""
    style = Style.SHORT if column.style is LedgerStyle.CENTRED else Style.TEXT
    width = min(column.width, _WIDEST)
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

    (R7.164, R9.79)
    """
    columns = (
        *(_state_column(column, ledger) for column in ASSIGNMENTS.columns),
        TableColumn("申请办结", lambda state: state.words.closing or None, 6.5, Style.SHORT),
        TableColumn("佐证材料", lambda state: state.words.evidence or None, 16),
        TableColumn("超期天数", lambda state: state.overdue_days, 6.5, Style.SHORT),
        TableColumn("提醒", _reminder, 9, Style.SHORT),
    )
    return table("督办事项", columns, states, PageSetup(frozen=2))


def proposed_assignment_table(ledger: Ledger, matters: Iterable[ProposedMatter]) -> Table:
    """拟督办: rows for the ledger's 督办事项, ready to be copied there (R7.165, R9.74)."""
    columns = (_ledger_column(column, ledger) for column in ASSIGNMENTS.columns)
    rows = [matter.row for matter in matters]
    filled = table("拟督办", columns, rows, PageSetup(frozen=2))
    return replace(filled, columns=tuple(map(_proposed_width, filled.columns))) if rows else filled


def _proposed_width(column: FilledColumn) -> FilledColumn:
    """The page goes to the sentences: most columns are only filled in when it is handed over."""
    if column.style is Style.TEXT and any(len(str(cell or "")) > _WIDEST for cell in column.cells):
        return replace(column, width=_SAYING)
    blank = not any(column.cells)
    return replace(column, width=min(column.width, _BLANK)) if blank else column
