"""Every sheet of the ledger and every column of it: what the ledger is to hold is said here.

A new column is an entry below and a field of its record in `model`. Unless the entry says that
the circular gives it, it is the clerk's and stays when a corrected circular is imported.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from ducha.ledger import adjustments, indicators, overrides, units
from ducha.ledger.cells import LedgerRow, county, month, needed, period, yes
from ducha.ledger.columns import ACTIONS, ColumnLook, LedgerColumn, LedgerSheet, Owner, Style, T
from ducha.ledger.model import (
    CITY,
    OWN,
    Adjustment,
    Direction,
    Document,
    Group,
    Indicator,
    Judged,
    Kind,
    Ledger,
    Override,
    Unit,
)
from ducha.period import MONTHS, Period

CIRCULAR, STATED = Owner.CIRCULAR, Owner.STATED
CENTRED, NUMBER = Style.CENTRED, Style.NUMBER
_YES_NO = ("是", "否")


def code_column(read: Callable[[LedgerRow, str], object] = LedgerRow.text) -> LedgerColumn[T]:
    """编码, which stands in most sheets."""
    return LedgerColumn(
        heading="编码",
        field="code",
        read=read,
        width=9,
        style=CENTRED,
        hint="写法如 三.3-2：事项.子项-序号。用过的编码不要改给别的指标。",
    )


DOCUMENT = LedgerSheet(
    name="文件信息",
    record=Document,
    records=lambda ledger: (ledger.document,),
    upright=(ColumnLook("项", 12, CENTRED), ColumnLook("值", 80)),
    columns=(
        LedgerColumn(heading="标题", field="title", owner=CIRCULAR, optional=True),
        LedgerColumn(heading="文号", field="number", owner=STATED, optional=True),
        LedgerColumn(heading="发文机关", field="issuer", owner=STATED, optional=True),
        LedgerColumn(heading="成文日期", field="issued", owner=STATED, optional=True),
        LedgerColumn(heading="年度", field="year", read=units.year, owner=CIRCULAR),
        LedgerColumn(heading="报送日", field="report_day", read=units.report_day),
        LedgerColumn(
            heading="首报期",
            field="first",
            read=units.first_period,
            merge=lambda new, old: old.first if new.year == old.year else new.first,
        ),
        LedgerColumn(heading="主办", field="host", owner=STATED, optional=True),
        LedgerColumn(heading="邮箱", field="mailbox", owner=STATED, optional=True),
        LedgerColumn(heading="联系电话", field="phone", owner=STATED, optional=True),
    ),
)


def _supports(new: Indicator, old: Indicator) -> tuple[str, ...]:
    """Who supports is the circular's only together with who leads."""
    return old.supports if old.leads and not new.leads else new.supports


def _deadline(new: Indicator, old: Indicator) -> int:
    """December is what a circular is taken to mean that says nothing."""
    return old.deadline if new.deadline == MONTHS else new.deadline


def _note(new: Indicator, old: Indicator) -> str:
    """The clerk's words, then what the circular says beyond them."""
    notes = (old.note, "" if new.note in old.note else new.note)
    return "；".join(filter(None, notes))


def _judged_cell(indicator: Indicator, _: Ledger) -> str:
    judged = indicator.asks_parts or indicator.judged is not Judged.BY_DEADLINE
    return indicator.judged if judged else ""


INDICATORS = LedgerSheet(
    name="指标",
    record=Indicator,
    records=lambda ledger: ledger.indicators,
    check=indicators.check_span,
    columns=(
        code_column(indicators.code),
        LedgerColumn(
            heading="事项序号",
            field="matter_no",
            read=needed,
            width=5.5,
            style=CENTRED,
            owner=CIRCULAR,
        ),
        LedgerColumn(heading="事项", field="matter", read=needed, width=18, owner=CIRCULAR),
        LedgerColumn(heading="子项", field="item_no", width=5.5, style=CENTRED, owner=CIRCULAR),
        LedgerColumn(heading="任务内容", field="task", width=40, owner=CIRCULAR),
        LedgerColumn(heading="指标", field="name", read=needed, width=22),
        LedgerColumn(
            heading="类型",
            field="kind",
            read=indicators.kind,
            width=5.5,
            style=CENTRED,
            choices=tuple(Kind),
            hint="累计：报1月至今的总数；比率：报分子、分母；标准：达标数、应达标数；定性：选进展。",
        ),
        LedgerColumn(
            heading="方向",
            field="direction",
            read=indicators.direction,
            width=5.5,
            style=CENTRED,
            choices=tuple(Direction),
            owner=CIRCULAR,
            compared=True,
            hint="目标是下限填≥（可留空），超过才算填>，是上限填≤。",
        ),
        LedgerColumn(
            heading="年度目标",
            field="target",
            read=indicators.target,
            width=9,
            style=NUMBER,
            owner=CIRCULAR,
            compared=True,
            hint="只填数字。比率填百分数本身，如65%填65。定性指标留空。",
        ),
        LedgerColumn(
            heading="计量单位",
            field="measure",
            read=indicators.measure,
            width=6.5,
            style=CENTRED,
            owner=CIRCULAR,
            compared=True,
        ),
        LedgerColumn(
            heading="整数",
            field="whole",
            read=partial(yes, default=True),
            width=5.5,
            style=CENTRED,
            choices=_YES_NO,
            hint="按个、户、人等整数计的填是；公里等可以有小数的填否。",
        ),
        LedgerColumn(
            heading="判定",
            field="judged",
            read=indicators.judged,
            show=_judged_cell,
            width=5.5,
            style=CENTRED,
            choices=tuple(Judged),
            hint="比率和标准必填。按月：每月都要达到；到期：到完成时限时达到。",
        ),
        LedgerColumn(
            heading="牵头单位",
            field="leads",
            read=indicators.leads,
            width=22,
            owner=STATED,
            compared=True,
        ),
        LedgerColumn(
            heading="配合单位",
            field="supports",
            read=indicators.units,
            merge=_supports,
            compared=True,
        ),
        LedgerColumn(
            heading="各县区",
            field="all_counties",
            read=partial(yes, default=False),
            width=5.5,
            style=CENTRED,
            choices=_YES_NO,
            owner=CIRCULAR,
            compared=True,
            hint="各县区都承担的填是；否则只有牵头、配合单位里写到的县区承担。",
        ),
        LedgerColumn(
            heading="起始月",
            field="start",
            read=partial(month, default=1),
            width=5.5,
            style=NUMBER,
            hint="从几月开始，填数字；留空是1月。",
        ),
        LedgerColumn(
            heading="完成时限",
            field="deadline",
            read=partial(month, default=MONTHS),
            show=lambda indicator, ledger: str(Period(ledger.document.year, indicator.deadline)),
            width=9,
            style=CENTRED,
            merge=_deadline,
            compared=True,
            hint="哪个月底前完成，写法如 2024-12；留空是12月。",
        ),
        LedgerColumn(heading="口径", field="note", width=18, merge=_note, optional=True),
        LedgerColumn(heading="分子口径", field="numerator_note", width=18, optional=True),
        LedgerColumn(heading="分母口径", field="denominator_note", width=18, optional=True),
        LedgerColumn(
            heading="原文", field="source", width=40, owner=CIRCULAR, optional=True, spare=True
        ),
    ),
)

TARGETS = LedgerSheet(
    name="县区分解",
    record=Indicator,
    records=lambda ledger: ledger.indicators,
    frozen=2,
    may_be_empty=True,
    columns=(
        code_column(),
        LedgerColumn(heading="指标", field="name", width=22, optional=True),
        LedgerColumn(heading="全市目标", field="target", width=9, style=NUMBER, optional=True),
    ),
)
"""Then a column for 市本级 and each county; `plan` reads it, as it does 时间节点."""


def place_column(place: str) -> LedgerColumn[Indicator]:
    """The column of 县区分解 for a county or 市本级."""
    own = "不在任何县区、由市级直接做的任务。没有就留空。"
    return LedgerColumn(
        heading=place,
        show=lambda indicator, ledger: ledger.targets.get((indicator.code, place)),
        width=9 if place == OWN else 11,
        style=NUMBER,
        hint=own if place == OWN else "留空是还没有分解，0是没有任务。",
    )


def _month_column(number: int) -> LedgerColumn[Indicator]:
    return LedgerColumn(
        heading=f"{number}月",
        show=lambda indicator, ledger: ledger.milestones.get(indicator.code, {}).get(number),
        width=7.5,
        style=Style.PERCENT,
        hint="到这个月底应完成全年目标的百分之几，是累计数，如50%。整行留空按月平均。",
    )


_MONTHS = tuple(_month_column(number) for number in range(1, MONTHS + 1))
MONTH_HEADINGS = tuple(column.heading for column in _MONTHS)

MILESTONES = LedgerSheet(
    name="时间节点",
    record=Indicator,
    records=lambda ledger: ledger.indicators,
    frozen=2,
    may_be_missing=True,
    columns=(
        code_column(),
        LedgerColumn(heading="指标", field="name", width=22, optional=True),
        *_MONTHS,
    ),
)

UNITS = LedgerSheet(
    name="责任单位",
    record=Unit,
    records=lambda ledger: ledger.units,
    columns=(
        LedgerColumn(heading="单位", field="name", read=units.name, width=24),
        LedgerColumn(heading="别名", field="aliases", read=units.aliases, width=24),
        LedgerColumn(
            heading="类别",
            field="group",
            read=units.group,
            width=7.5,
            style=CENTRED,
            choices=tuple(Group),
        ),
        LedgerColumn(
            heading="报送",
            field="reports",
            read=partial(yes, default=True),
            width=7.5,
            style=CENTRED,
            choices=_YES_NO,
            hint="每月要报填报表的填是。",
        ),
        LedgerColumn(
            heading="计入全市",
            field="counted",
            read=partial(yes, default=True),
            width=12,
            style=CENTRED,
            choices=_YES_NO,
            hint="数字计入全市合计的填是；与别的县区重复统计的填否。",
        ),
        LedgerColumn(heading="联系人", field="contact", optional=True),
        LedgerColumn(heading="电话", field="phone", optional=True),
        LedgerColumn(heading="邮箱", field="mails", read=units.mails, width=24, optional=True),
    ),
)

ADJUSTMENTS = LedgerSheet(
    name="目标调整",
    record=Adjustment,
    records=lambda ledger: ledger.adjustments,
    may_be_missing=True,
    columns=(
        code_column(adjustments.code),
        LedgerColumn(
            heading="县区",
            field="county",
            read=adjustments.place,
            choices=lambda ledger: (CITY, OWN, *ledger.counties),
        ),
        LedgerColumn(
            heading="生效月",
            field="month",
            read=month,
            show=lambda change, ledger: str(Period(ledger.document.year, change.month)),
            width=7.5,
            style=CENTRED,
            hint="从几月起用新目标，如 7 或 2024-07；之前的月份仍用原目标。",
        ),
        LedgerColumn(
            heading="新目标", field="target", read=adjustments.new_target, width=9, style=NUMBER
        ),
        LedgerColumn(heading="依据", field="grounds", width=40),
    ),
)

OVERRIDES = LedgerSheet(
    name="人工处置",
    record=Override,
    records=lambda ledger: ledger.overrides,
    check=overrides.check_aim,
    may_be_missing=True,
    columns=(
        LedgerColumn(heading="文件", field="file", width=24),
        LedgerColumn(heading="单位", field="unit", read=overrides.unit, width=24),
        LedgerColumn(heading="期次", field="period", read=period, width=9, style=CENTRED),
        code_column(overrides.code),
        LedgerColumn(heading="县区", field="county", read=county),
        LedgerColumn(
            heading="字段",
            field="field",
            read=overrides.field,
            style=CENTRED,
            choices=overrides.FIELDS,
        ),
        LedgerColumn(
            heading="处置",
            field="action",
            read=overrides.action,
            style=CENTRED,
            choices=ACTIONS,
        ),
        LedgerColumn(heading="新值", field="value", read=overrides.value),
        LedgerColumn(heading="理由", field="reason", read=needed, width=40),
        LedgerColumn(heading="经办人", field="officer", read=needed),
        LedgerColumn(heading="日期", field="day"),
    ),
)

NAMES = (
    *(DOCUMENT.name, INDICATORS.name, TARGETS.name, MILESTONES.name),
    *(UNITS.name, ADJUSTMENTS.name, OVERRIDES.name),
)
