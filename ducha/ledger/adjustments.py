"""How the cells of the ledger's sheet 目标调整 are read."""

from __future__ import annotations

from ducha.cells import narrow
from ducha.ledger.cells import LedgerRow, indicator_of, read_county, read_target
from ducha.ledger.in_time import ever_answering
from ducha.ledger.model import CITY, Indicator


def code(row: LedgerRow, column: str) -> str:
    """Read the code of a known indicator."""
    text = narrow(row.value(column))
    indicator_of(row, text)
    return text


def place(row: LedgerRow, column: str = "县区") -> str:
    """Read where the target changes; blank is the whole city."""
    name = read_county(row, column) or CITY
    ledger, indicator = row.ledger, _indicator(row)
    if indicator and name in ledger.counties and name not in ever_answering(ledger, indicator):
        row.say(column, f"“{name}”不承担这个指标，请改正。")
    return name


def new_target(row: LedgerRow, column: str) -> float:
    """Read the target from then on; 0 may be a county's, never the city's."""
    before = len(row.wrong)
    value = read_target(row, column, _indicator(row))
    if value is None and len(row.wrong) == before:
        row.say(column, f"{column}没有填写，请填数字。")
    if value == 0 and place(row) == CITY:
        row.say(column, "全市目标不能是 0，请填大于 0 的数字。")
    return value or 0.0


def _indicator(row: LedgerRow) -> Indicator | None:
    return row.ledger.by_code.get(narrow(row.value("编码")))
