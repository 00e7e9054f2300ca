"""退回件: the unit's own figures laid back into its form, the cells to correct marked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import isfinite

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from ducha.cells import Value, address, as_text
from ducha.files.writing.form.narrative import FIRST as FIRST_ITEM
from ducha.files.writing.form.page import set_up_paper
from ducha.files.writing.form.progress import AT, FIRST
from ducha.files.writing.form.styles import FormStyles, height
from ducha.files.writing.sheet import LITERAL, condition, note, number, quote, text
from ducha.findings import Finding
from ducha.form.marked import MarkedCell, is_to_be_filled_anew, marked_cells
from ducha.form.monthly import (
    NARRATIVE,
    PROGRESS_SHEET,
    Correction,
    Form,
    Task,
    asked_columns,
)
from ducha.form.secrecy import NOT_BY_MAIL
from ducha.texts import brief

SHEET = "退回原因"
_COLUMNS = (
    ("工作表", 10),
    ("单元格", 8),
    ("指标", 22),
    ("县区", 12),
    ("所填内容", 18),
    ("问题", 38),
)
_HEADINGS = (*_COLUMNS, ("怎么改", 38))
_MARKED = "只需改正〔进度填报〕中标红的单元格，其余已按原报内容填好；改完直接回复本邮件重报。"
_LISTED = (
    "请按下面所列改正；没有放回表里的内容请重填，其余已按原报内容填好。改完直接回复本邮件重报。"
)
_ANEW = "所报的表没有能用的内容，请在本表中把应填的格全部填好，直接回复本邮件重报。"
_TEXT_AT = {column.key: index for index, column in enumerate(NARRATIVE)}


def lay_back(
    progress: Worksheet, narrative: Worksheet, form: Form, back: Correction, styles: FormStyles
) -> None:
    """Write what the unit had typed over the blank form, and mark what is to be corrected."""
    for row, line in enumerate(form.progress, start=FIRST):
        _row(progress, row, line.task, back, styles)
    for row, item in enumerate(form.items, start=FIRST_ITEM):
        for key, at in _TEXT_AT.items():
            typed = back.texts.get((item.code, key))
            if typed:
                look = "centre" if key in {"coordination", "resolved"} else "top"
                text(narrative, row, at, typed, styles.cell[look, "entry"])


def _row(sheet: Worksheet, row: int, task: Task, back: Correction, styles: FormStyles) -> None:
    for key in (*asked_columns(task.indicator.kind), "remark"):
        place = (task.indicator.code, task.county, key)
        fault = back.faults.get(place)
        if place not in back.answers and fault is None:
            continue
        value = back.answers.get(place, "")
        look = "text" if key == "remark" else "number"
        put_value(sheet, row, AT[key], value, styles.cell[look, "entry"])
        if fault is not None:
            mark(sheet, (row, AT[key]), value, fault, styles)


def put_value(sheet: Worksheet, row: int, column: int, value: Value, style: Format) -> None:
    """Lay back what the unit had typed, a number as a number."""
    if isinstance(value, float):
        number(sheet, row, column, value, style)
    else:
        text(sheet, row, column, as_text(value), style)


def mark(
    sheet: Worksheet, place: tuple[int, int], value: Value, fault: Finding, styles: FormStyles
) -> None:
    """Red for as long as the cell holds what was sent back, and a comment that says why."""
    cell = address(*place)
    if isinstance(value, float) and isfinite(value):
        same = f"={cell}={value:.15g}"
    else:
        same = f'=LEFT({cell}&"",{LITERAL})={quote(as_text(value), "")}'
    condition(sheet, (*place, *place), same, styles.plain["returned"])
    note(sheet, place, f"{fault.sentence}\n{fault.remedy}")


def write_reasons(sheet: Worksheet, form: Form, back: Correction, styles: FormStyles) -> None:
    """The sheet 退回原因: every cell to correct, what was found, what to do."""
    marked = marked_cells(form, back)
    advice = _ANEW if is_to_be_filled_anew(back) else _MARKED if marked else _LISTED
    title = f"{form.unit}　{form.period.label}月报表退回原因"
    write_reason_sheet(sheet, (title, advice), _reasons(marked, back), styles)


def write_reason_sheet(
    sheet: Worksheet,
    head: tuple[str, str],
    reasons: Sequence[tuple[str, ...]],
    styles: FormStyles,
) -> None:
    """Title and advice, and a row for every reason: sheet, cell, …, what to do."""
    text(sheet, 0, 0, head[0], styles.plain["title"])
    text(sheet, 1, 0, head[1], styles.plain["advice"])
    text(sheet, 0, len(_HEADINGS) - 1, NOT_BY_MAIL, styles.plain["warning"])
    sheet.set_row(0, 30)
    for column, (heading, width) in enumerate(_HEADINGS):
        text(sheet, 3, column, heading, styles.plain["heading"])
        sheet.set_column(column, column, width)
    for row, cells in enumerate(reasons, start=4):
        for column, value in enumerate(cells):
            text(sheet, row, column, value, styles.cell["text", "locked"])
        sizes = [(value, width, 11.0) for value, (_, width) in zip(cells, _HEADINGS, strict=True)]
        sheet.set_row(row, height(sizes, 22))
    sheet.protect()
    sheet.set_landscape()
    set_up_paper(sheet, head[0])
    sheet.repeat_rows(3)
    sheet.set_tab_color("#C00000")


def _reasons(marked: Iterable[MarkedCell], back: Correction) -> Sequence[tuple[str, ...]]:
    rows = [
        (
            PROGRESS_SHEET,
            address(FIRST + cell.row, AT[cell.key]),
            cell.task.indicator.name,
            cell.task.county,
            brief(as_text(back.answers.get(cell.place, ""))) or "（空）",
            cell.fault.sentence,
            cell.fault.remedy,
        )
        for cell in marked
    ]
    return [*rows, *map(other_reason, back.others)]


def other_reason(finding: Finding) -> tuple[str, ...]:
    """The row of 退回原因 for what concerns no cell to fill in."""
    return ("", "", "", "", brief(finding.found), finding.sentence, finding.remedy)
