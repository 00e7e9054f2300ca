"""Who takes over from whom in 责任单位: read when all units are known, and held against 指标."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ducha.cells import Cells, spelled
from ducha.ledger import sheets
from ducha.ledger.cells import LedgerRow
from ducha.ledger.in_time import successor_in
from ducha.ledger.model import Ledger, Unit
from ducha.ledger.rows import rows
from ducha.period import MONTHS

_COLUMN = "并入"


def settle_successors(cells: Cells, base: Ledger, wrong: list[str]) -> tuple[Unit, ...]:
    """The units with those they hand over to by their own names (R6.305).

    It is a mistake where that is nobody, the unit itself, one of another kind, or where units hand
    over to one another in a circle.
    """
    units = {unit.name: unit for unit in base.units}
    for row, unit in _rows_of(cells, base, wrong):
        if not unit.successor:
            continue
        name = base.own_names.get(unit.successor, "")
        fault = _fault(base, unit, name)
        if fault:
            row.say(_COLUMN, fault)
        units[unit.name] = replace(unit, successor="" if fault else name)
    settled = tuple(units[unit.name] for unit in base.units)
    _say_circles(cells, replace(base, units=settled), wrong)
    return settled


def _fault(base: Ledger, unit: Unit, name: str) -> str:
    if not name:
        written = spelled(unit.successor)
        return f"“{written}”不在〔责任单位〕中，请改正，或先把它加为一行。"
    if name == unit.name:
        return "并入的是本单位自己，请改正。"
    other = base.by_unit[name]
    if other.group is not unit.group:
        return f"“{name}”是{other.group}，“{unit.name}”是{unit.group}，只能并入同一类单位。"
    return ""


def _say_circles(cells: Cells, base: Ledger, wrong: list[str]) -> None:
    for row, unit in _rows_of(cells, base, wrong):
        passed, at = [unit.name], unit
        while at.successor and at.successor not in passed:
            at = base.by_unit[at.successor]
            passed.append(at.name)
        if at.successor == unit.name:
            row.say(_COLUMN, f"{'、'.join(passed)}互相并入，最后没有单位接着报，请改正。")


def check_leads(cells: Cells, base: Ledger, wrong: list[str]) -> None:
    """Who stops while leading an indicator that goes on has somebody to hand it over to (R6.305).

    That somebody must himself go on as long.
    """
    for row, unit in _rows_of(cells, base, wrong):
        if unit.until is None or unit.until >= MONTHS:
            continue
        for indicator in base.indicators:
            last = indicator.until or MONTHS
            named = indicator.leads and indicator.leads[0] == unit.name
            if not named or last <= unit.until:
                continue
            left = successor_in(base, unit, last)
            if left.until is not None and left.until < last:
                row.say(
                    "止报月",
                    f"“{unit.name}”牵头的 {indicator.code} 还要报到{last}月，"
                    f"{left.until + 1}月起没有牵头单位。"
                    "请填写并入，或在〔指标〕里改牵头单位、填停止月。",
                )
                break


def _rows_of(cells: Cells, base: Ledger, wrong: list[str]) -> Iterator[tuple[LedgerRow, Unit]]:
    """Every unit with its row; what is wrong with the sheet as such has been said already."""
    table = rows(cells, sheets.UNITS, base, [])
    return zip((replace(row, wrong=wrong) for row in table), base.units, strict=True)
