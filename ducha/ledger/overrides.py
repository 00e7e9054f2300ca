"""How the cells of the ledger's sheet 人工处置 are read: complete enough to be audited."""

from __future__ import annotations

from ducha.cells import narrow, plain
from ducha.ledger.cells import (
    LedgerRow,
    moment_of,
    read_amount,
    read_choice,
    read_needed,
    read_period,
    read_unit,
)
from ducha.ledger.columns import ACTIONS, CHANGE, ERASE, FIGURES, MOVE, RECEIVED, TEXTS
from ducha.ledger.year.decisions import Override

FIELDS = (*FIGURES, *TEXTS)
_ACTIONS = {action: action for action in ACTIONS}
_FIELDS = {name: name for name in FIELDS}


def unit(row: LedgerRow, column: str) -> str:
    """Read the unit whose return is meant; blank where the file says enough."""
    text = row.text(column)
    return read_unit(row, column, text) if text else ""


def code(row: LedgerRow, column: str) -> str:
    """Read an indicator's code, or an item's for the texts of 情况说明."""
    text, indicators = narrow(row.value(column)), row.ledger.by_code
    items = {indicator.item for indicator in row.ledger.indicators}
    if text and items and text not in indicators and text not in items:
        row.say(column, f"{column}“{text}”在〔指标〕中没有，请改正或删除这一行。")
    return text


def field(row: LedgerRow, column: str) -> str:
    """Read which cell of the row is meant."""
    return read_choice(row, column, _FIELDS, "")


def action(row: LedgerRow, column: str = "处置") -> str:
    """Read what is decided."""
    return read_choice(row, column, _ACTIONS, "", required=True)


def value(row: LedgerRow, column: str) -> str:
    """Read 新值 as the action needs it: a month as 2024-05, a day as 2024-05-28, else as typed."""
    decision = action(row)
    if decision in {CHANGE, MOVE, RECEIVED} and not read_needed(row, column):
        return ""
    if decision == MOVE:
        return read_period(row, column)
    if decision == RECEIVED:
        return _moment_text(row, column)
    if decision == CHANGE and row.text("字段") in FIGURES:
        read_amount(row, column)
    return row.text(column)


def check_aim(row: LedgerRow, override: Override) -> None:
    """A decision must say what it is about."""
    if not override.file and not override.unit:
        row.say("文件", "文件和单位都没有填写，请至少填一个，说明处置的是谁的报送。")
    if override.action == MOVE and not override.file:
        row.say("文件", "改期要写明是哪一个文件，请填写文件名。")
    if override.action in {CHANGE, ERASE} and not override.code:
        row.say("编码", f"{override.action}要写明编码，请补上。")
    if override.action == CHANGE and not override.field:
        row.say("字段", "改值要写明字段，如 本月累计，请补上。")


def _moment_text(row: LedgerRow, column: str) -> str:
    """A day or a moment as 2024-05-28 or 2024-05-28 17:30."""
    typed = row.value(column)
    moment = moment_of(typed)
    if moment is None:
        row.say(
            column, f"认定时间“{plain(typed)}”不是日期，请填如 2024-05-28 或 2024-05-28 17:30。"
        )
        return ""
    return plain(moment)
