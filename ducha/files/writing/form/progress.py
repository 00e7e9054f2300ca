"""The sheet 进度填报: rows, formulas, number rules, live checks, the foot to sign."""

from __future__ import annotations

from itertools import groupby

from xlsxwriter.worksheet import Worksheet

from ducha.files.writing.form import formulas
from ducha.files.writing.form.page import HEADING_ROW, set_up_page, write_advice, write_head
from ducha.files.writing.form.rules import number_rules
from ducha.files.writing.form.styles import ENTRY, IDLE, LOCKED, TOTAL, FormStyles, height
from ducha.files.writing.sheet import condition, number, text
from ducha.files.writing.sheet import formula as write_formula
from ducha.findings import Severity
from ducha.form.monthly import (
    FOOT,
    PROGRESS,
    PROGRESS_SHEET,
    Duty,
    Form,
    IssuedGrades,
    ProgressRow,
    Task,
    asked_columns,
)
from ducha.ledger.model import Indicator, Kind, Level
from ducha.status.rating import Figure, Status

FIRST = HEADING_ROW + 1
AT = {column.key: index for index, column in enumerate(PROGRESS)}

Printed = dict[str, str | float | None]
Live = dict[str, str]

_LOOKS = {
    **dict.fromkeys(("matter", "hint", "note"), "small"),
    **dict.fromkeys(("indicator", "remark"), "text"),
    **dict.fromkeys(("completion", "schedule", "due"), "share"),
    **dict.fromkeys(("measure", "county", "preview"), "centre"),
}
_WRAPPED = tuple(
    (column.key, column.width, 9 if _LOOKS[column.key] == "small" else 11)
    for column in PROGRESS
    if _LOOKS.get(column.key) in {"small", "text", "centre"}
)
_ROW_POINTS = 26
FOOT_AT = (
    ("matter", "indicator"),
    ("measure", "county"),
    ("target", "previous"),
    ("preview", "hint"),
    ("note", "remark"),
)
"""Columns of the label and of the cell to sign, in the order of `FOOT`."""

_INKS = {Status.BEHIND: "behind", Status.LAGGING: "lagging", Status.NO_RETURN: "silent"}
"""Words of 状态预判 that stand out, or stand back."""

_ADVICE = (
    "只填浅黄色格子。本月累计填1月至本月的累计数，不是当月新增数；没有进展的照填上月累计数，"
    "从未开展的填0，空着不填按未报处理。"
)


def write(sheet: Worksheet, form: Form, styles: FormStyles) -> None:
    """Write the whole sheet."""
    write_head(sheet, form, PROGRESS, "进度填报表", styles)
    write_advice(sheet, PROGRESS, _ADVICE, styles)
    _rows(sheet, form, styles)
    last = FIRST + len(form.progress) - 1
    if form.progress:
        number_rules(sheet, form, FIRST)
        _live_checks(sheet, last, form.grades, styles)
    _foot(sheet, last + 2, styles)
    set_up_page(sheet, f"{form.unit}　{form.period.label}　{PROGRESS_SHEET}", AT["county"] + 1)


def _rows(sheet: Worksheet, form: Form, styles: FormStyles) -> None:
    """Write every row; the rows of one indicator stand together, its 全市 row last."""
    row = FIRST
    for _, group in groupby(form.progress, key=lambda line: line.task.indicator.code):
        first = row
        for line in group:
            printed = _printed(line, first=row == first)
            live = _live(line, first, row, form)
            sheet.set_row(row, _height(printed))
            _cells(sheet, row, line.task, (printed, live), styles)
            row += 1


def _cells(
    sheet: Worksheet, row: int, task: Task, contents: tuple[Printed, Live], styles: FormStyles
) -> None:
    printed, live = contents
    references = formulas.cells(row)
    for index, column in enumerate(PROGRESS):
        key = column.key
        style = styles.cell[_look(key, task.indicator.kind), _tone(key, task)]
        formula, value = live.get(key), printed.get(key)
        if formula:
            write_formula(sheet, (row, index), formula.format_map(references), style)
        elif isinstance(value, str):
            text(sheet, row, index, value, style)
        else:
            number(sheet, row, index, value, style)


def _look(key: str, kind: Kind) -> str:
    if key == "previous" and kind in {Kind.RATE, Kind.STANDARD}:
        return "share"
    if key in {"done", "previous"} and kind is Kind.QUALITATIVE:
        return "centre"
    return _LOOKS.get(key, "number")


def _tone(key: str, task: Task) -> str:
    if task.duty is Duty.TOTAL:
        return TOTAL
    if task.duty is Duty.NO_TASK:
        return IDLE
    if key == "remark" or key in asked_columns(task.indicator.kind):
        return ENTRY
    return IDLE if key in {"done", "numerator", "denominator"} else LOCKED


def _printed(row: ProgressRow, *, first: bool) -> Printed:
    """What stands in a row as issued."""
    indicator, duty = row.task.indicator, row.task.duty
    idle = duty is Duty.NO_TASK
    unpaced = idle or indicator.is_ceiling
    return {
        "code": indicator.code,
        "kind": indicator.kind,
        "whole": "是" if indicator.whole else "否",
        "counted": float(row.counted),
        "matter": indicator.matter,
        "indicator": indicator.name,
        "measure": indicator.measure,
        "county": row.task.county,
        "target": row.plan.target,
        "previous": _previous(row.previous),
        "previous_numerator": row.previous.numerator,
        "previous_denominator": row.previous.denominator,
        "schedule": None if unpaced else float(row.plan.schedule),
        "due": None if unpaced else float(row.plan.due),
        "preview": Status.NO_TASK if idle else "",
        "note": _row_note(indicator, duty, first=first),
        "remark": "无任务，不用填" if idle else "",
    }


_DUTY_NOTES = {
    Duty.OPTIONAL: "市本级没有直接承担任务的，这一行不用填。",
    Duty.EARLY: "还没有到起始月，有进展的可以填，不填不算漏报。",
    Duty.TOTAL: "由上面各行自动合计，不用填。",
}


def _row_note(indicator: Indicator, duty: Duty, *, first: bool) -> str:
    """What the indicator counts, said once; beside its other rows what they ask."""
    note = _note(indicator) if first else ""
    if first and duty is not Duty.EARLY:
        return note
    return "\n".join(filter(None, (note, _DUTY_NOTES.get(duty, ""))))


def _previous(figure: Figure) -> str | float | None:
    if figure.level is not None:
        return Level(figure.level)
    if figure.no_object:
        return "无对象"
    return figure.done if figure.share is None else float(figure.share)


def _note(indicator: Indicator) -> str:
    parts = (
        indicator.note,
        f"分子：{indicator.numerator_note}" if indicator.numerator_note else "",
        f"分母：{indicator.denominator_note}" if indicator.denominator_note else "",
    )
    return "\n".join(part for part in parts if part)


def _live(row: ProgressRow, first: int, at: int, form: Form) -> Live:
    """The formulas of a row; the city's line also adds up the rows from `first` to above it."""
    indicator, duty = row.task.indicator, row.task.duty
    if duty is Duty.NO_TASK:
        return {}
    shown = {
        "completion": formulas.completion(indicator.kind),
        "preview": formulas.preview(row, form.thresholds, form.grades),
    }
    if duty is not Duty.TOTAL:
        return {**shown, "hint": formulas.hint(indicator.kind, form.grades)}
    if indicator.kind is Kind.QUALITATIVE:
        sums = {"done": formulas.worst_level(first, at - 1)}
    else:
        sums = {key: formulas.total(key, first, at - 1) for key in asked_columns(indicator.kind)}
    return {**shown, **sums, "hint": formulas.missing(first, at - 1)}


def _height(printed: Printed) -> float:
    cells = ((str(printed.get(key) or ""), width, size) for key, width, size in _WRAPPED)
    return height(cells, _ROW_POINTS)


def _live_checks(sheet: Worksheet, last: int, grades: IssuedGrades, styles: FormStyles) -> None:
    """One conditional format per check and column over all rows; the first to hold wins."""
    references = formulas.cells(FIRST)
    fills = {Severity.RETURN: styles.plain["returned"], Severity.VERIFY: styles.plain["verify"]}
    for severity, key, formula in formulas.colours(grades):
        area = (FIRST, AT[key], last, AT[key])
        condition(sheet, area, formula.format_map(references), fills[severity])
    at = AT["preview"]
    for status, style in _INKS.items():
        same = f'={references["preview"]}="{status}"'
        condition(sheet, (FIRST, at, last, at), same, styles.plain[style])


def _foot(sheet: Worksheet, row: int, styles: FormStyles) -> None:
    """Labels and the cells to sign beside them."""
    sheet.set_row(row, 28)
    for label, (name, entry) in zip(FOOT, FOOT_AT, strict=True):
        text(sheet, row, AT[name], label, styles.plain["label"])
        text(sheet, row, AT[entry], "", styles.plain["sign"])
