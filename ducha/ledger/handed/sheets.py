"""The ledger's sheets 督办事项 and 通报名单, column by column: all of them are the clerk's."""

from __future__ import annotations

from ducha.ledger.cells import read_day, read_needed, read_needed_day
from ducha.ledger.columns import LedgerColumn, LedgerSheet, LedgerStyle
from ducha.ledger.handed import reading
from ducha.ledger.handed.records import Assignment, Decision, Naming, Occasion, Progress
from ducha.ledger.model import Ledger, first_of_items
from ducha.period import MONTHS, Period, months_between

CENTRED = LedgerStyle.CENTRED


def _units(ledger: Ledger) -> tuple[str, ...]:
    return tuple(unit.name for unit in ledger.units)


def _items(ledger: Ledger) -> tuple[str, ...]:
    return tuple(first_of_items(ledger.indicators))


def _periods(ledger: Ledger) -> tuple[str, ...]:
    first = ledger.document.first
    return tuple(map(str, months_between(first, Period(first.year, MONTHS)))) if first.year else ()


ASSIGNMENTS = LedgerSheet(
    name="督办事项",
    record=Assignment,
    records=lambda ledger: ledger.assignments,
    keyed=True,
    check=reading.check_assignment,
    may_be_missing=True,
    columns=(
        LedgerColumn("编号", "number", reading.number, width=9, style=CENTRED,
            hint="自己编，如 2024-01；不能重复。"),
        LedgerColumn("单位", "unit", reading.unit, choices=_units, width=20),
        LedgerColumn("编码", "code", reading.item, choices=_items, optional=True, width=7.5,
            style=CENTRED, hint="有关的子项，写法如 三.3；与指标无关的留空。"),
        LedgerColumn("问题", "problem", read_needed, width=30),
        LedgerColumn("来源", "occasion", reading.occasion, choices=tuple(Occasion), optional=True,
            width=9, style=CENTRED),
        LedgerColumn("批示领导", "leader", optional=True, width=9),
        LedgerColumn("交办要求", "demand", optional=True, width=30),
        LedgerColumn("交办日期", "handed", read_needed_day, width=11, style=CENTRED,
            hint="写法如 2024-05-28。"),
        LedgerColumn("办结时限", "due", read_day, width=11, style=CENTRED,
            hint="哪天前办结，写法如 2024-06-28。过了这一天没有办结，就是超期。"),
        LedgerColumn("延期至", "extended", read_day, optional=True, width=11, style=CENTRED,
            hint="同意延期的，填新的时限；超期从这一天算。"),
        LedgerColumn("反馈", "answer", optional=True, width=30),
        LedgerColumn("反馈日期", "answered", read_day, optional=True, width=11, style=CENTRED),
        LedgerColumn("状态", "progress", reading.progress, choices=tuple(Progress), width=7.5,
            style=CENTRED, hint="办结由督查局认定。留空是在办。"),
        LedgerColumn("办结日期", "closed", read_day, optional=True, width=11, style=CENTRED),
        LedgerColumn("核查人", "verifier", optional=True, width=9),
        LedgerColumn("回访日期", "visited", read_day, optional=True, width=11, style=CENTRED,
            hint="办结60天后应回访；回访了填日期。"),
        LedgerColumn("回访结果", "visit", optional=True, width=20),
    ),
)  # fmt: skip

DECISIONS = LedgerSheet(
    name="通报名单",
    record=Decision,
    records=lambda ledger: ledger.decisions,
    check=reading.check_decision,
    may_be_missing=True,
    columns=(
        LedgerColumn("期次", "period", reading.period, choices=_periods, width=9, style=CENTRED,
            hint="写法如 2024-05。"),
        LedgerColumn("单位", "unit", reading.unit, choices=_units, width=24),
        LedgerColumn("决定", "naming", reading.naming, choices=tuple(Naming), width=9,
            style=CENTRED, hint="领导已经定了的才填；没有定的，报表和通报里都写“拟”。"),
        LedgerColumn("事由", "grounds", optional=True, width=40),
        LedgerColumn("批准人", "approver", optional=True, width=11),
        LedgerColumn("批准日期", "approved", read_day, optional=True, width=11, style=CENTRED,
            hint="写法如 2024-06-05。"),
    ),
)  # fmt: skip
