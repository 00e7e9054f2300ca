"""Every sheet of the ledger and every column of it: what the ledger is to hold is said here.

A new column is an entry below and a field of its record in `model`. Unless the entry says that
the circular gives it, it is the clerk's and stays when a corrected circular is imported.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from ducha.ledger import adjustments, indicators, overrides, units
from ducha.ledger.cells import (
    LedgerRow,
    read_county,
    read_month,
    read_month_if_any,
    read_names,
    read_needed,
    read_period,
    read_yes,
)
from ducha.ledger.columns import (
    ACTIONS,
    ColumnLook,
    LedgerColumn,
    LedgerSheet,
    LedgerStyle,
    Owner,
    T,
)
from ducha.ledger.handed import sheets as handed
from ducha.ledger.model import (
    CITY,
    OWN,
    Direction,
    Document,
    Group,
    Indicator,
    Judged,
    Kind,
    Ledger,
    Unit,
)
from ducha.ledger.year.decisions import Adjustment, Override
from ducha.period import MONTHS, Period

CIRCULAR, STATED = Owner.CIRCULAR, Owner.STATED
CENTRED, NUMBER, PERCENT = LedgerStyle.CENTRED, LedgerStyle.NUMBER, LedgerStyle.PERCENT
_YES_NO = ("是", "否")


def code_column(read: Callable[[LedgerRow, str], object] = LedgerRow.text) -> LedgerColumn[T]:
    """编码, which stands in most sheets."""
    hint = "写法如 三.3-2：事项.子项-序号。用过的编码不要改给别的指标。"
    return LedgerColumn("编码", "code", read, width=9, style=CENTRED, hint=hint)


def _supports(new: Indicator, old: Indicator) -> tuple[str, ...]:
    """Who supports is the circular's only together with who leads."""
    return old.supports if old.leads and not new.leads else new.supports


def _stated_deadline(new: Indicator, old: Indicator) -> int:
    """December is what a circular is taken to mean that says nothing."""
    return old.deadline if new.deadline == MONTHS else new.deadline


def _note(new: Indicator, old: Indicator) -> str:
    """The clerk's words, then what the circular says beyond them."""
    notes = (old.note, "" if new.note in old.note else new.note)
    return "；".join(filter(None, notes))


def _deadline(indicator: Indicator, ledger: Ledger) -> str:
    return str(Period(ledger.document.year, indicator.deadline))


def _report_day(document: Document, _: Ledger) -> str | float | None:
    """A plain day is a number, as everybody types it; blank where there is none yet."""
    day = document.report_day
    return str(day) if day.following else float(day.day) or None


def _year(document: Document, _: Ledger) -> float | None:
    return float(document.year) or None


def _first(document: Document, _: Ledger) -> str | None:
    return str(document.first) if document.year else None


DOCUMENT = LedgerSheet(
    name="文件信息",
    record=Document,
    records=lambda ledger: (ledger.document,),
    upright=(ColumnLook("项", width=12, style=CENTRED), ColumnLook("值", width=80)),
    columns=(
        LedgerColumn("标题", "title", owner=STATED, compared=True, optional=True, of_year=True,
            hint="通知的标题，印在填报表和汇总表上。"),
        LedgerColumn("文号", "number", owner=STATED, compared=True, optional=True, of_year=True),
        LedgerColumn("发文机关", "issuer", owner=STATED, compared=True, optional=True),
        LedgerColumn("成文日期", "issued", owner=STATED, compared=True, optional=True, of_year=True,
            hint="写法如 2024-04-10。"),
        LedgerColumn("年度", "year", units.year, owner=STATED, show=_year, of_year=True,
            hint="必填，如 2024。"),
        LedgerColumn("报送日", "report_day", units.report_day, show=_report_day, compared=True,
            hint="必填。每月几日前报，填 28；下一个月才截止的，填 次月5日。"),
        LedgerColumn("首报期", "first", units.first_period, show=_first, compared=True,
            of_year=True, hint="必填。从哪个月报起，写法如 2024-04。"),
        LedgerColumn("主办", "host", owner=STATED, compared=True, optional=True,
            hint="印在填报表上的督查机关。"),
        LedgerColumn("邮箱", "mailbox", owner=STATED, compared=True, optional=True,
            hint="各单位把填报表发到这个邮箱。"),
        LedgerColumn("联系电话", "phone", owner=STATED, compared=True, optional=True),
        LedgerColumn("通报机关", "notifier", optional=True,
            hint="通报、专报的红头和落款。不填用主办。"),
        LedgerColumn("主送", "addressees", optional=True,
            hint="通报主送谁。不填用“各县、区人民政府，市直有关单位”。"),
        LedgerColumn("抄送", "copies", optional=True, hint="印在通报版记里，可以不填。"),
        LedgerColumn("签发人", "signer", optional=True,
            hint="登记印发时不另写签发人的，用这一个；通报上留空，由签发人手签。"),
    ),
)  # fmt: skip

INDICATORS = LedgerSheet(
    name="指标",
    record=Indicator,
    records=lambda ledger: ledger.indicators,
    keyed=True,
    check=indicators.check_span,
    columns=(
        code_column(indicators.code),
        LedgerColumn(
            "事项序号", "matter_no", read_needed, owner=CIRCULAR, width=5.5, style=CENTRED
        ),
        LedgerColumn("事项", "matter", read_needed, owner=CIRCULAR, width=18),
        LedgerColumn("子项", "item_no", owner=CIRCULAR, width=5.5, style=CENTRED),
        LedgerColumn("任务内容", "task", owner=CIRCULAR, width=40),
        LedgerColumn("指标", "name", read_needed, width=22),
        LedgerColumn("类型", "kind", indicators.kind, choices=tuple(Kind), owner=CIRCULAR,
            width=5.5, style=CENTRED,
            hint="累计：报1月至今的总数；比率：报分子、分母；标准：达标数、应达标数；定性：选进展。"),
        LedgerColumn("方向", "direction", indicators.direction, choices=tuple(Direction),
            owner=CIRCULAR, compared=True, width=5.5, style=CENTRED,
            hint="目标是下限填≥（可留空），超过才算填>，是上限填≤。"),
        LedgerColumn("年度目标", "target", indicators.target, owner=CIRCULAR, compared=True,
            width=9, style=NUMBER, hint="只填数字。比率填百分数本身，如65%填65。定性指标留空。"),
        LedgerColumn("计量单位", "measure", indicators.measure, owner=CIRCULAR, compared=True,
            width=6.5, style=CENTRED),
        LedgerColumn("整数", "whole", partial(read_yes, default=True), choices=_YES_NO,
            owner=CIRCULAR, width=5.5, style=CENTRED,
            hint="按个、户、人等整数计的填是；公里等可以有小数的填否。"),
        LedgerColumn("判定", "judged", indicators.judged, choices=tuple(Judged),
            owner=CIRCULAR, width=5.5, style=CENTRED,
            hint="比率和标准必填。按月：每月都要达到；到期：到完成时限时达到。"
                "累计一般留空，按序时进度判；完工才算数的工程填到期。"),
        LedgerColumn("牵头单位", "leads", indicators.leads, owner=STATED, compared=True, width=22),
        LedgerColumn("配合单位", "supports", indicators.units, owner=STATED, merge=_supports,
            compared=True),
        LedgerColumn("各县区", "all_counties", partial(read_yes, default=False), choices=_YES_NO,
            owner=CIRCULAR, compared=True, width=5.5, style=CENTRED,
            hint="各县区都承担的填是；否则只有牵头、配合单位里写到的县区承担。"),
        LedgerColumn("起始月", "start", partial(read_month, default=1), width=5.5, style=NUMBER,
            hint="从几月开始，填数字；留空是1月。之前可以填报，不填不算漏报。"),
        LedgerColumn("停止月", "until", read_month_if_any, optional=True, width=5.5, style=NUMBER,
            hint="报到几月为止，填数字；下个月起不再要求填报。留空是到年底。"),
        LedgerColumn("完成时限", "deadline", partial(read_month, default=MONTHS), show=_deadline,
            owner=STATED, merge=_stated_deadline, compared=True, width=9, style=CENTRED,
            hint="哪个月底前完成，写法如 2024-12；留空是12月。"),
        LedgerColumn("口径", "note", merge=_note, optional=True, width=18),
        LedgerColumn("分子口径", "numerator_note", optional=True, width=18),
        LedgerColumn("分母口径", "denominator_note", optional=True, width=18),
        LedgerColumn("分管领导", "in_charge", read_names, optional=True, of_lead=True,
            hint="可以不填。填了，汇总表多一张〔分管领导〕；几位的用、隔开。"),
        LedgerColumn("原文", "source", owner=CIRCULAR, optional=True, spare=True, width=40),
    ),
)  # fmt: skip

TARGETS = LedgerSheet(
    name="县区分解",
    record=Indicator,
    records=lambda ledger: ledger.indicators,
    keyed=True,
    frozen=2,
    may_be_empty=True,
    columns=(
        code_column(),
        LedgerColumn("指标", "name", optional=True, width=22),
        LedgerColumn("全市目标", "target", optional=True, width=9, style=NUMBER),
    ),
)
"""Then a column for 市本级 and each county; `plan` reads it, as it does 时间节点."""


def place_column(place: str) -> LedgerColumn[Indicator]:
    """The column of 县区分解 for a county or 市本级."""
    own = "不在任何县区、由市级直接做的任务。没有就留空。"
    return LedgerColumn(
        place,
        show=lambda indicator, ledger: ledger.targets.get((indicator.code, place)),
        width=9 if place == OWN else 11,
        style=NUMBER,
        hint=own if place == OWN else "留空是还没有分解，0是没有任务。",
    )


def _month_column(number: int) -> LedgerColumn[Indicator]:
    return LedgerColumn(
        f"{number}月",
        show=lambda indicator, ledger: ledger.milestones.get(indicator.code, {}).get(number),
        width=7.5,
        style=PERCENT,
        hint="到这个月底应完成全年目标的百分之几，是累计数，如50%。整行留空按月平均。",
    )


_MONTH_COLUMNS = tuple(_month_column(number) for number in range(1, MONTHS + 1))
MONTH_HEADINGS = tuple(column.heading for column in _MONTH_COLUMNS)

MILESTONES = LedgerSheet(
    name="时间节点",
    record=Indicator,
    records=lambda ledger: ledger.indicators,
    keyed=True,
    frozen=2,
    may_be_missing=True,
    columns=(
        code_column(),
        LedgerColumn("指标", "name", optional=True, width=22),
        *_MONTH_COLUMNS,
    ),
)

UNITS = LedgerSheet(
    name="责任单位",
    record=Unit,
    records=lambda ledger: ledger.units,
    keyed=True,
    check=units.check_span,
    columns=(
        LedgerColumn("单位", "name", units.name, width=24),
        LedgerColumn("别名", "aliases", units.aliases, width=24),
        LedgerColumn("类别", "group", units.group, choices=tuple(Group), width=7.5, style=CENTRED),
        LedgerColumn("报送", "reports", partial(read_yes, default=True), choices=_YES_NO,
            width=7.5, style=CENTRED, hint="每月要报填报表的填是。"),
        LedgerColumn("计入全市", "counted", partial(read_yes, default=True), choices=_YES_NO,
            width=12, style=CENTRED, hint="数字计入全市合计的填是；与别的县区重复统计的填否。"),
        LedgerColumn("起报月", "since", read_month_if_any, optional=True, width=7.5, style=NUMBER,
            hint="从几月的报表报起，填数字；留空是从年初。"),
        LedgerColumn("止报月", "until", read_month_if_any, optional=True, width=7.5, style=NUMBER,
            hint="报到几月的报表为止，填数字；留空是到年底。已经报了的月份不受影响。"),
        LedgerColumn("并入", "successor", units.successor, optional=True, of_year=True, width=14,
            hint="止报以后由哪个单位接着报，填〔责任单位〕里的单位名称。"),
        LedgerColumn("联系人", "contact", optional=True),
        LedgerColumn("电话", "phone", optional=True),
        LedgerColumn("邮箱", "mails", units.mails, optional=True, width=24),
    ),
)  # fmt: skip

ADJUSTMENTS = LedgerSheet(
    name="目标调整",
    record=Adjustment,
    records=lambda ledger: ledger.adjustments,
    may_be_missing=True,
    columns=(
        code_column(adjustments.code),
        LedgerColumn("县区", "county", adjustments.place,
            choices=lambda ledger: (CITY, OWN, *ledger.counties)),
        LedgerColumn("生效月", "month", read_month,
            show=lambda change, ledger: str(Period(ledger.document.year, change.month)),
            width=7.5, style=CENTRED,
            hint="从几月起用新目标，如 7 或 2024-07；之前的月份仍用原目标。"),
        LedgerColumn("新目标", "target", adjustments.new_target, width=9, style=NUMBER),
        LedgerColumn("依据", "grounds", width=40),
    ),
)  # fmt: skip

OVERRIDES = LedgerSheet(
    name="人工处置",
    record=Override,
    records=lambda ledger: ledger.overrides,
    check=overrides.check_aim,
    may_be_missing=True,
    columns=(
        LedgerColumn("文件", "file", width=24),
        LedgerColumn("单位", "unit", overrides.unit, width=24),
        LedgerColumn("期次", "period", read_period, width=9, style=CENTRED),
        code_column(overrides.code),
        LedgerColumn("县区", "county", read_county),
        LedgerColumn("字段", "field", overrides.field, choices=overrides.FIELDS, style=CENTRED),
        LedgerColumn("处置", "action", overrides.action, choices=ACTIONS, style=CENTRED),
        LedgerColumn("新值", "value", overrides.value),
        LedgerColumn("理由", "reason", read_needed, width=40),
        LedgerColumn("经办人", "officer", read_needed),
        LedgerColumn("日期", "day"),
    ),
)

ASSIGNMENTS, DECISIONS = handed.ASSIGNMENTS, handed.DECISIONS

NAMES = (
    *(DOCUMENT.name, INDICATORS.name, TARGETS.name, MILESTONES.name),
    *(UNITS.name, ADJUSTMENTS.name, OVERRIDES.name, ASSIGNMENTS.name, DECISIONS.name),
)
