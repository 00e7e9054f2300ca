"""The monthly form: its columns and rows, declared once for writer, reader and checks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ducha.cells import Value, as_text
from ducha.findings import Finding, Severity
from ducha.form.claim import MONTHLY, Claim, IssuedRow, digest, issued_row, sign
from ducha.form.column import Column
from ducha.form.handed import HandedRow, handed_rows
from ducha.ledger.model import CITY, OWN, Group, Indicator, Kind, Ledger, first_of_items
from ducha.period import Period
from ducha.status.rating import Figure, Plan, Thresholds, plan

LEAD = "牵头单位"
COUNTY = "县区"

GUIDE_SHEET = "填报说明"
PROGRESS_SHEET = "进度填报"
NARRATIVE_SHEET = "情况说明"


PROGRESS = (
    Column(key="code", heading="编码", width=9, hidden=True),
    Column(key="kind", heading="类型", width=6, hidden=True),
    Column(key="whole", heading="整数", width=6, hidden=True),
    Column(key="counted", heading="计入", width=6, hidden=True),
    Column(key="matter", heading="事项", width=9, grows=1),
    Column(key="indicator", heading="指标", width=13, grows=3),
    Column(key="measure", heading="计量单位", width=5.5),
    Column(key="county", heading="县区", width=10),
    Column(key="target", heading="年度目标", width=8),
    Column(key="previous", heading="上月累计", width=9.5),
    Column(key="previous_numerator", heading="上月分子", width=9, hidden=True),
    Column(key="previous_denominator", heading="上月分母", width=9, hidden=True),
    Column(key="done", heading="本月累计", width=8.5, entry=True),
    Column(key="numerator", heading="分子", width=8.5, entry=True),
    Column(key="denominator", heading="分母", width=8.5, entry=True),
    Column(key="completion", heading="完成率", width=6.5),
    Column(key="schedule", heading="序时进度", width=7),
    Column(key="preview", heading="状态预判", width=8),
    Column(key="hint", heading="校验提示", width=14, grows=1),
    Column(key="note", heading="口径", width=9, grows=4),
    Column(key="remark", heading="备注", width=8, entry=True, grows=1),
    Column(key="due", heading="应达进度", width=7.5, hidden=True),
)
"""应达进度 stands right of all the others: their order is fixed."""

NARRATIVE = (
    Column(key="code", heading="编码", width=8, hidden=True),
    Column(key="matter", heading="事项", width=10),
    Column(key="task", heading="任务内容", width=22, grows=1),
    Column(key="progress", heading="工作进展情况", width=26, entry=True, grows=1),
    Column(key="problem", heading="存在问题", width=22, entry=True, grows=1),
    Column(key="suggestion", heading="工作建议", width=20, entry=True, grows=1),
    Column(key="next_step", heading="下步措施", width=18, entry=True, grows=1),
    Column(key="coordination", heading="需市级协调", width=7, entry=True),
    Column(key="last_problem", heading="上月问题", width=13),
    Column(key="resolved", heading="是否解决", width=7, entry=True),
)

FOOT = ("填报人", "审核人", "单位负责人", "联系电话", "填报日期")

KEY_HEADINGS = {PROGRESS_SHEET: ("编码", "县区", "本月累计"), NARRATIVE_SHEET: ("编码", "存在问题")}
"""Headings by which a sheet is known, wherever its heading row is and whatever it is called."""


class Duty(StrEnum):
    """What a row asks of the unit that holds the form (R6.179, R6.306)."""

    OWED = "应填"
    OPTIONAL = "可填"  # city-level work without a target of its own
    EARLY = "未到起始月"  # may be filled, is not owed yet
    NO_TASK = "无任务"
    TOTAL = "合计"


@dataclass(frozen=True, slots=True)
class Task:
    """One row that a unit is asked for: an indicator at a place."""

    indicator: Indicator
    county: str
    duty: Duty


@dataclass(frozen=True, slots=True)
class ProgressRow:
    """A row of 进度填报 as issued."""

    task: Task
    plan: Plan
    previous: Figure
    counted: bool


@dataclass(frozen=True, slots=True)
class ItemRow:
    """A row of 情况说明 as issued: one item."""

    code: str
    matter: str
    task: str
    last_problem: str


IssuedGrades = tuple[tuple[str, Severity | None], ...]
"""The grades that config.toml gave to checks when a form was issued, by code; None is off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """Everything on one unit's monthly form; `handed` are the matters that it has to answer."""

    unit: str
    period: Period
    deadline: date
    title: str
    host: str
    mailbox: str
    phone: str
    progress: tuple[ProgressRow, ...]
    items: tuple[ItemRow, ...]
    claim: Claim
    thresholds: Thresholds
    grades: IssuedGrades
    handed: tuple[HandedRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Correction:
    """A return on its way back: what the unit typed, and the cells that it must correct.

    Answers and faults go by (code, county, column key), texts by (item, or 编号 of a matter handed
    over, column key); `others` are findings that concern no cell of the form.
    """

    answers: Mapping[tuple[str, str, str], Value]
    texts: Mapping[tuple[str, str], str]
    faults: Mapping[tuple[str, str, str], Finding]
    others: tuple[Finding, ...]
    foot: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class LastMonth:
    """What merging the inbox says of last month, for one unit: figures by row, open problems."""

    figures: Mapping[tuple[str, str], Figure]
    problems: Mapping[str, str]


NOTHING_BEFORE = LastMonth({}, {})


def asked_columns(kind: Kind) -> tuple[str, ...]:
    """Columns that a row of this kind is filled in (R6.90)."""
    return ("numerator", "denominator") if kind in {Kind.RATE, Kind.STANDARD} else ("done",)


def reporting_units(ledger: Ledger, reporters: frozenset[str]) -> tuple[str, ...]:
    """Units that owe a monthly return: lead departments and counties, as config.toml says.

    Who has returned a form of ours for the month of the `ledger` keeps it, though nothing is left
    that it leads (R6.190, R6.301).
    """
    leads = {name for indicator in ledger.indicators for name in indicator.leads}
    lines = {Group.CITY: LEAD, Group.COUNTY: COUNTY}
    return tuple(
        unit.name
        for unit in ledger.units
        if unit.reports
        and (
            (LEAD in reporters and unit.name in leads)
            or (COUNTY in reporters and unit.group is Group.COUNTY)
            or (unit.name in ledger.kept and lines[unit.group] in reporters)
        )
    )


def tasks_of(ledger: Ledger, unit: str, month: int) -> tuple[Task, ...]:
    """The rows of a unit's form, in the order of the ledger.

    A lead department answers for every county, for city-level work and sees the city's total;
    several leads: the first named gives the figures. A county answers for itself (R6.174, R6.191).
    """
    rows: list[Task] = []
    for indicator in ledger.indicators:
        if indicator.leads[0] == unit:
            rows.extend(_lead_rows(ledger, indicator, month))
        elif ledger.shares(unit, indicator):
            rows.append(Task(indicator, unit, place_duty(ledger, indicator, unit, month)))
    return tuple(rows)


def _lead_rows(ledger: Ledger, indicator: Indicator, month: int) -> list[Task]:
    places = (*ledger.counties_of(indicator), OWN)
    rows = [Task(indicator, place, place_duty(ledger, indicator, place, month)) for place in places]
    return [*rows, Task(indicator, CITY, Duty.TOTAL)]


def place_duty(ledger: Ledger, indicator: Indicator, place: str, month: int) -> Duty:
    """What a place owes for an indicator: nothing where its target is 0 (design: 无任务).

    City-level work without a target is welcome and not owed, unless no county shares the work;
    nothing is owed before 起始月 (R6.181, R6.182, R6.306).
    """
    target = ledger.target_of(indicator, place, month)
    if target == 0:
        return Duty.NO_TASK
    if place == OWN and target is None and ledger.counties_of(indicator):
        return Duty.OPTIONAL
    return Duty.EARLY if month < indicator.start else Duty.OWED


def items_of(ledger: Ledger, unit: str) -> tuple[Indicator, ...]:
    """The items a unit writes about, each as its first indicator."""
    own = (i for i in ledger.indicators if unit in i.leads or ledger.shares(unit, i))
    return tuple(first_of_items(own).values())


def fingerprint(ledger: Ledger) -> str:
    """Which ledger a form was made from: 16 hex digits that change with anything in it."""
    parts = (ledger.document, ledger.indicators, ledger.units, ledger.adjustments)
    return digest((*parts, sorted(ledger.targets.items()), sorted(ledger.milestones.items())))[:16]


@dataclass(frozen=True, slots=True)
class FormSeal:
    """What all forms of one issue share: key, the ledger's fingerprint, thresholds and grades."""

    key: bytes
    ledger: str
    thresholds: Thresholds
    grades: IssuedGrades = ()


def issue_form(
    ledger: Ledger,
    unit: str,
    period: Period,
    deadline: date,
    before: LastMonth,
    seal: FormSeal,
) -> Form:
    """Make the form of one unit for one month; `before` is what its columns of last month show."""
    document = ledger.document
    progress = tuple(
        _progress_row(ledger, task, period, before) for task in tasks_of(ledger, unit, period.month)
    )
    items = tuple(
        ItemRow(first.item, first.matter, first.task, before.problems.get(first.item, ""))
        for first in items_of(ledger, unit)
    )
    handed = handed_rows(ledger.assignments, unit, deadline)
    issued = (*_issued_rows(progress, items), *(row.issued for row in handed))
    return Form(
        unit=unit,
        period=period,
        deadline=deadline,
        title=document.title,
        host=document.host,
        mailbox=document.mailbox,
        phone=document.phone,
        progress=progress,
        items=items,
        claim=sign(seal.key, unit, str(period), MONTHLY, seal.ledger, issued),
        thresholds=seal.thresholds,
        grades=seal.grades,
        handed=handed,
    )


def _progress_row(ledger: Ledger, task: Task, period: Period, before: LastMonth) -> ProgressRow:
    indicator = task.indicator
    target = ledger.target_of(indicator, task.county, period.month)
    milestones = ledger.milestones.get(indicator.code, {})
    return ProgressRow(
        task,
        plan(indicator, target, milestones, period.month),
        before.figures.get((indicator.code, task.county), Figure()),
        counted=task.county in ledger.counted,
    )


def _issued_rows(progress: Iterable[ProgressRow], items: Iterable[ItemRow]) -> Iterator[IssuedRow]:
    """What the form asks, for its hidden sheet: figures without the city's totals, then items."""
    for row in progress:
        if row.task.duty is not Duty.TOTAL:
            yield issued_figures(row.task.indicator, row.task.county, row.plan.target)
    for item in items:
        yield issued_row(item.code)


def issued_figures(indicator: Indicator, county: str, target: float | None) -> IssuedRow:
    """A row of figures for the hidden sheet (R6.320)."""
    return issued_row(
        indicator.code, county, indicator.kind, indicator.measure, target_text(target)
    )


def target_text(target: float | None) -> str:
    """A target as it reads on the form."""
    return "" if target is None else as_text(float(target))
