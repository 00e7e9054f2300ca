"""The sheet 进度填报: rows, formulas, number rules, live checks, the foot to sign."""

from __future__ import annotations

from collections.abc import Mapping

from xlsxwriter.worksheet import Worksheet

from ducha.files.writing.form import formulas
from ducha.files.writing.form.foot import GAP, POINTS, write_foot
from ducha.files.writing.form.layout import Layout, lay_out
from ducha.files.writing.form.page import (
    HEADING_ROW,
    blank_repeats,
    page_of,
    set_up_page,
    write_advice,
    write_head,
    write_headings,
)
from ducha.files.writing.form.printed import Printed, is_long, look, shown_columns
from ducha.files.writing.form.rules import number_rules
from ducha.files.writing.form.styles import ENTRY, IDLE, LOCKED, TOTAL, FormStyles
from ducha.files.writing.sheet import condition, number, text
from ducha.files.writing.sheet import formula as write_formula
from ducha.findings import Severity
from ducha.form.monthly import (
    PROGRESS,
    PROGRESS_SHEET,
    Duty,
    Form,
    IssuedGrades,
    ProgressRow,
    Task,
    asked_columns,
)
from ducha.ledger.model import Kind
from ducha.status.rating import Status

FIRST = HEADING_ROW + 1
AT = {column.key: index for index, column in enumerate(PROGRESS)}

Live = dict[str, str]

_HEADING_POINTS, _FILTER_POINTS = 32, 46
"""Height of the headings, without and with the arrows of a filter."""

_INKS = {Status.BEHIND: "behind", Status.LAGGING: "lagging", Status.NO_RETURN: "silent"}
"""Words of 状态预判 that stand out, or stand back."""

_ADVICE = (
    "只填浅黄色格子。本月累计填1月至本月的累计数，不是当月新增数；没有进展的照填上月累计数，"
    "从未开展的填0，空着按未报处理。"
)
_SURPASSED = "序时进度带*的，按最右边的应达进度评价。"


def write(
    sheet: Worksheet, form: Form, styles: FormStyles, signed: Mapping[str, str] | None = None
) -> None:
    """Write the whole sheet, its foot as it was `signed` before."""
    columns = shown_columns(form)
    due_is_shown = not columns[AT["due"]].hidden
    write_head(sheet, form, columns, "进度填报表", styles)
    write_advice(sheet, columns, _ADVICE + (_SURPASSED if due_is_shown else ""), styles)
    points = _FILTER_POINTS if is_long(form) else _HEADING_POINTS
    write_headings(sheet, columns, points, styles)
    last = FIRST + len(form.progress) - 1
    if form.progress:
        _rows(sheet, form, lay_out(form, columns, page_of(columns, points, GAP + POINTS)), styles)
        number_rules(sheet, form, FIRST)
        _live_checks(sheet, last, form.grades, styles)
    if is_long(form):
        sheet.autofilter(HEADING_ROW, AT["matter"], last, AT["due"])
    write_foot(sheet, last + 2, columns, styles, signed)
    set_up_page(sheet, f"{form.unit}　{form.period.label}　{PROGRESS_SHEET}", AT["county"] + 1)


def _rows(sheet: Worksheet, form: Form, layout: Layout, styles: FormStyles) -> None:
    """Write every row; the rows of one indicator stand together, its 全市 row last.

    Pages begin between indicators, and name the matter once on each (R5.2, R5.3).
    """
    firsts: dict[str, int] = {}
    for row, (line, content) in enumerate(
        zip(form.progress, layout.contents, strict=True), start=FIRST
    ):
        first = firsts.setdefault(line.task.indicator.code, row)
        sheet.set_row(row, layout.heights[row - FIRST])
        _cells(sheet, row, line, (content, _live(line, first, row, form)), styles)
    starts = [FIRST + start for start in layout.starts]
    sheet.set_h_pagebreaks(starts[1:])
    blank_repeats(sheet, AT["matter"], starts, FIRST + len(form.progress), styles)


def _cells(
    sheet: Worksheet,
    row: int,
    line: ProgressRow,
    contents: tuple[Printed, Live],
    styles: FormStyles,
) -> None:
    content, live = contents
    references = formulas.cells(row)
    for index, column in enumerate(PROGRESS):
        key = column.key
        style = styles.cell[look(key, line), _tone(key, line.task)]
        formula, value = live.get(key), content.get(key)
        if formula:
            write_formula(sheet, (row, index), formula.format_map(references), style)
        elif isinstance(value, str):
            text(sheet, row, index, value, style)
        else:
            number(sheet, row, index, value, style)


def _tone(key: str, task: Task) -> str:
    if task.duty is Duty.TOTAL:
        return TOTAL
    if task.duty is Duty.NO_TASK:
        return IDLE
    if key == "remark" or key in asked_columns(task.indicator.kind):
        return ENTRY
    return IDLE if key in {"done", "numerator", "denominator"} else LOCKED


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
