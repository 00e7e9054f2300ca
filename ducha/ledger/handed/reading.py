"""How the cells of the ledger's sheets 督办事项 and 通报名单 are read."""

from __future__ import annotations

from ducha.cells import narrow
from ducha.ledger.cells import (
    LedgerRow,
    is_repeated,
    read_choice,
    read_needed,
    read_period,
    read_unit,
)
from ducha.ledger.handed.records import Assignment, Decision, Naming, Occasion, Progress

_OCCASIONS = {str(occasion): occasion for occasion in Occasion}
_PROGRESS = {str(progress): progress for progress in Progress}
_IN_ORDER = (("交办日期", "办结时限"), ("办结时限", "延期至"), ("交办日期", "办结日期"))
"""Days of which the second is never before the first."""
_NAMINGS = {str(naming): naming for naming in Naming}


def number(row: LedgerRow, column: str) -> str:
    """Read 编号, which names the matter and stands once (R7.160)."""
    text = read_needed(row, column)
    if text:
        is_repeated(row, column, text)
    return text


def unit(row: LedgerRow, column: str) -> str:
    """Read the unit by name or alias."""
    text = read_needed(row, column)
    return read_unit(row, column, text) if text else ""


def item(row: LedgerRow, column: str) -> str:
    """Read the code of an item, an indicator's standing for its item's; blank for none."""
    text = narrow(row.value(column))
    indicators = row.ledger.by_code
    items = {indicator.item for indicator in row.ledger.indicators}
    if text in indicators:
        return indicators[text].item
    if text and items and text not in items:
        row.say(column, f"{column}“{text}”在〔指标〕中没有这个子项，请填如 三.3，或者留空。")
    return text


def occasion(row: LedgerRow, column: str) -> Occasion | None:
    """Read 来源; blank where it is not filled in yet."""
    return read_choice(row, column, _OCCASIONS, None) if row.is_filled(column) else None


def progress(row: LedgerRow, column: str) -> Progress:
    """Read 状态; blank is 在办."""
    return read_choice(row, column, _PROGRESS, Progress.OPEN)


def period(row: LedgerRow, column: str) -> str:
    """Read the month that the decision is about."""
    return read_period(row, column) if read_needed(row, column) else ""


def naming(row: LedgerRow, column: str) -> Naming:
    """Read 决定."""
    return read_choice(row, column, _NAMINGS, Naming.NOT_NAMED, required=True)


def check_assignment(row: LedgerRow, assignment: Assignment) -> None:
    """Days that cannot follow each other, and a matter closed without its day (R7.161)."""
    days = {
        "交办日期": assignment.handed,
        "办结时限": assignment.due,
        "延期至": assignment.extended,
        "办结日期": assignment.closed,
    }
    for earlier, later in _IN_ORDER:
        first, second = days[earlier], days[later]
        if first and second and second < first:
            row.say(later, f"{later}（{second}）早于{earlier}（{first}），请改正。")
    closed = assignment.progress is Progress.CLOSED
    if closed and not row.is_filled("办结日期"):
        row.say("办结日期", "状态是办结，办结日期没有填写，请补上。")
    if assignment.closed and not closed:
        sentence = f"填了办结日期（{assignment.closed}），状态却是{assignment.progress}"
        row.say("状态", f"{sentence}，请改正其中一个。")


def check_decision(row: LedgerRow, decision: Decision) -> None:
    """A unit is decided on once a month (R7.162)."""
    if decision.period and decision.unit:
        key = f"{decision.period} {decision.unit}"
        first = row.seen.setdefault(key, row.index)
        if first != row.index:
            sentence = f"“{decision.unit}”{decision.period}在第{first + 1}行已有决定"
            row.say("单位", f"{sentence}，请删除或改正其中一个。")
