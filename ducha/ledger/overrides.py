"""The ledger's sheet 人工处置: what a clerk has decided, complete enough to be audited."""

from __future__ import annotations

import re
from datetime import date, datetime

from ducha.cells import Cells, Value, narrow, plain
from ducha.ledger.cells import Line, amount, chosen, lines, needed
from ducha.ledger.columns import (
    ACTIONS,
    CHANGE,
    ERASE,
    FIGURES,
    MOVE,
    OVERRIDES,
    RECEIVED,
    TEXTS,
)
from ducha.ledger.model import Ledger, Override
from ducha.ledger.plan import county_of
from ducha.ledger.units import Names
from ducha.period import Period
from ducha.values.months import month_of

_ACTIONS = {action: action for action in ACTIONS}
_FIELDS = {name: name for name in (*FIGURES, *TEXTS)}
_MOMENT = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]*(\d{1,2})[:时](\d{1,2})分?(?::\d{1,2})?)?"
)


def read_overrides(
    cells: Cells, base: Ledger, units: Names, wrong: list[str]
) -> tuple[Override, ...]:
    """Read 人工处置."""
    table = lines(cells, OVERRIDES, wrong, optional=True)
    return tuple(_override(line, base, units) for line in table)


def _override(line: Line, base: Ledger, units: Names) -> Override:
    action = chosen(line, "处置", _ACTIONS) or ""
    unit = line.text("单位")
    override = Override(
        file=line.text("文件"),
        unit=units.of(line, "单位", unit) if unit else "",
        period=_period(line, "期次", base.document.year),
        code=_code(line, base),
        county=county_of(line, units, base),
        field=chosen(line, "字段", _FIELDS, default="") or "",
        action=action,
        value=_value(line, action, base.document.year),
        reason=needed(line, "理由"),
        officer=needed(line, "经办人"),
        day=line.text("日期"),
    )
    _check_aim(line, override)
    return override


def _check_aim(line: Line, override: Override) -> None:
    """A decision must say what it is about."""
    if not override.file and not override.unit:
        line.say("文件", "文件和单位都没有填写，请至少填一个，说明处置的是谁的报送。")
    if override.action == MOVE and not override.file:
        line.say("文件", "改期要写明是哪一个文件，请填写文件名。")
    if override.action in {CHANGE, ERASE} and not override.code:
        line.say("编码", f"{override.action}要写明编码，请补上。")
    if override.action == CHANGE and not override.field:
        line.say("字段", "改值要写明字段，如 本月累计，请补上。")


def _period(line: Line, column: str, year: int) -> str:
    """A month as 2024-05; blank stays blank."""
    text = line.text(column)
    month = month_of(line.value(column), year) if text else None
    if text and month is None:
        line.say(column, f"{column}“{text}”不是年度内的月份，请填如 {year or 2024}-05。")
    return str(Period(year, month)) if month else text


def _code(line: Line, base: Ledger) -> str:
    """An indicator's code, or an item's for the texts of 情况说明."""
    code = narrow(line.value("编码"))
    items = {indicator.item for indicator in base.indicators}
    if code and items and code not in base.by_code and code not in items:
        line.say("编码", f"编码“{code}”在〔指标〕中没有，请改正或删除这一行。")
    return code


def _value(line: Line, action: str, year: int) -> str:
    """新值 as the action needs it."""
    if action in {CHANGE, MOVE, RECEIVED} and not needed(line, "新值"):
        return ""
    if action == MOVE:
        return _period(line, "新值", year)
    if action == RECEIVED:
        return _moment(line)
    if action == CHANGE and line.text("字段") in FIGURES:
        amount(line, "新值")
    return line.text("新值")


def _moment(line: Line) -> str:
    """A day or a moment as 2024-05-28 or 2024-05-28 17:30."""
    value = line.value("新值")
    moment = _parsed(value)
    if moment is None:
        line.say(
            "新值", f"认定时间“{plain(value)}”不是日期，请填如 2024-05-28 或 2024-05-28 17:30。"
        )
        return ""
    return plain(moment)


def _parsed(value: Value) -> datetime | date | None:
    if isinstance(value, date):
        return value
    found = _MOMENT.fullmatch(plain(value))
    if not found:
        return None
    year, month, day, hour, minute = (int(part or 0) for part in found.groups())
    try:
        return datetime(year, month, day, hour, minute)  # noqa: DTZ001 - a wall clock in China, written as such
    except ValueError:
        return None
