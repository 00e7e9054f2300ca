"""How the cells of the ledger's sheet 指标 are read and checked."""

from __future__ import annotations

import re

from ducha.cells import narrow
from ducha.ledger.cells import (
    LedgerRow,
    is_repeated,
    read_amount,
    read_choice,
    read_names,
    read_needed,
    read_unit,
)
from ducha.ledger.model import Direction, Indicator, Judged, Kind

_CODE = re.compile(r"[^\W_]+\.[^\W_]+-\d+")
_KINDS = {str(kind): kind for kind in Kind}
_DIRECTIONS = {
    **dict.fromkeys(("≥", "≧", "⩾", ">=", "=>", "不少于", "不低于"), Direction.AT_LEAST),
    **dict.fromkeys((">", "超过", "大于"), Direction.MORE),
    **dict.fromkeys(("=", "等于"), Direction.EQUAL),
    **dict.fromkeys(("≤", "≦", "⩽", "<=", "=<", "不超过", "不高于"), Direction.AT_MOST),
}
_JUDGED: dict[str, Judged | None] = {str(judged): judged for judged in Judged}


def code(row: LedgerRow, column: str) -> str:
    """Read 三.3-2, which stands once."""
    text = narrow(row.value(column))
    if not _CODE.fullmatch(text):
        fault = f"“{text}”写法不对" if text else "没有填写"
        row.say(column, f"{column}{fault}，应为 事项.子项-序号，如 三.3-2。")
    if text:
        is_repeated(row, column, text)
    return text


def kind(row: LedgerRow, column: str = "类型") -> Kind:
    """Read how the indicator is asked, added up and judged."""
    return read_choice(row, column, _KINDS, Kind.COUNT, required=True)


def direction(row: LedgerRow, column: str = "方向") -> Direction:
    """Read a sign, or a circular's word for it."""
    return read_choice(row, column, _DIRECTIONS, Direction.AT_LEAST)


def target(row: LedgerRow, column: str) -> float | None:
    """Read the city's target, more than nothing; only a qualitative indicator has none."""
    before = len(row.wrong)
    its_kind = kind(row)
    value = read_amount(row, column, "%" if its_kind is Kind.RATE else row.text("计量单位"))
    if len(row.wrong) > before:
        return None
    if value is None and its_kind is not Kind.QUALITATIVE:
        row.say(column, f"{column}没有填写，请填数字；只有定性指标可以留空。")
    if value == 0:
        row.say(column, f"{column}是 0，请填大于 0 的数字。")
    upwards = direction(row) is not Direction.AT_MOST
    if its_kind is Kind.RATE and upwards and 0 < (value or 0) < 1:
        row.say(column, f"比率的目标是 {value}%，请填百分数本身，如 65% 填 65，不设百分比格式。")
    return value


def measure(row: LedgerRow, column: str) -> str:
    """Read what is counted; only a qualitative indicator counts nothing."""
    return row.text(column) if kind(row) is Kind.QUALITATIVE else read_needed(row, column)


def judged(row: LedgerRow, column: str) -> Judged | None:
    """Read when the line must hold; a rate and a standard have to say so.

    A count says nothing, or that it is there only at completion: none can be met every month.
    """
    its_kind = kind(row)
    required = its_kind in {Kind.RATE, Kind.STANDARD}
    value = read_choice(row, column, _JUDGED, None, required=required)
    if its_kind is Kind.COUNT and value is Judged.MONTHLY:
        row.say(
            column,
            f"累计指标的{column}不能填“{value}”。按序时进度判的留空；完工才算数的工程填 到期。",
        )
        return None
    return value


def units(row: LedgerRow, column: str) -> tuple[str, ...]:
    """Read units by name or alias, as their own names, each once."""
    names = (read_unit(row, column, name) for name in read_names(row, column))
    return tuple(dict.fromkeys(names))


def leads(row: LedgerRow, column: str) -> tuple[str, ...]:
    """Read the lead departments: one at least, each once."""
    names = units(row, column)
    if not names:
        row.say(column, "没有牵头单位，请至少填一个。")
    return names


def check_span(row: LedgerRow, indicator: Indicator) -> None:
    """An indicator starts no later than it ends, nor than it stops."""
    start, deadline, until = indicator.start, indicator.deadline, indicator.until
    if start > deadline:
        row.say("起始月", f"起始月（{start}月）晚于完成时限（{deadline}月），请改正。")
    if until is not None and until < start:
        row.say("停止月", f"停止月（{until}月）早于起始月（{start}月），请改正。")
