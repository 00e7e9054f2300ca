"""The sheet 督办事项: what was handed to the unit, as it stands, and what it says of it."""

from __future__ import annotations

from collections.abc import Mapping

from xlsxwriter.worksheet import Worksheet

from ducha.files.writing.form.page import (
    HEADING_ROW,
    page_of,
    set_up_page,
    write_advice,
    write_head,
    write_headings,
)
from ducha.files.writing.form.paper import fitted, page_starts
from ducha.files.writing.form.rules import choice, prompt
from ducha.files.writing.form.styles import ENTRY, LOCKED, FormStyles, height
from ducha.files.writing.sheet import rule, text
from ducha.form.column import Column
from ducha.form.handed import APPLIES, APPLIES_NOT, HANDED_COLUMNS, HANDED_SHEET, HandedRow
from ducha.form.monthly import Form

FIRST = HEADING_ROW + 1

_AT = {column.key: index for index, column in enumerate(HANDED_COLUMNS)}
_LOOKS = {"code": "centre", "due": "centre", "closing": "centre"}
_HEADING_POINTS = 32
_LEAST_POINTS = 80
"""Room for five lines of what the unit writes."""
_ADVICE = (
    "只填浅黄色格子。逐项写办理情况；办完的，申请办结选“是”，写明佐证材料。"
    "是否办结由督查局核查后认定。"
)
_PROMPTS = {
    "answer": ("办理情况", "写已经做了什么、结果怎样、还差什么、何时办完。"),
    "evidence": ("佐证材料", "写有哪些材料（文件、照片、验收单），随邮件另附。"),
}

Answers = Mapping[tuple[str, str], str]
"""What the unit had typed, by 编号 and the key of the column."""


def write(sheet: Worksheet, form: Form, styles: FormStyles, answers: Answers) -> None:
    """Write the whole sheet, with what the unit had said of the matters (R9.75)."""
    columns = fitted(HANDED_COLUMNS)
    write_head(sheet, form, columns, HANDED_SHEET, styles)
    write_advice(sheet, columns, _ADVICE, styles)
    write_headings(sheet, columns, _HEADING_POINTS, styles)
    heights = [
        _row(sheet, row, _cells(handed, answers), columns, styles)
        for row, handed in enumerate(form.handed, start=FIRST)
    ]
    _rules(sheet, FIRST + len(form.handed) - 1)
    starts = page_starts([[points] for points in heights], page_of(columns, _HEADING_POINTS))
    sheet.set_h_pagebreaks([FIRST + row for row in starts[1:]])
    set_up_page(sheet, f"{form.unit}　{form.period.label}　{HANDED_SHEET}", _AT["problem"])


def _cells(handed: HandedRow, answers: Answers) -> dict[str, str]:
    number = handed.issued.code
    said = {key: answers.get((number, key), "") for key in _AT}
    locked = {
        "code": handed.number,
        "problem": handed.problem,
        "demand": handed.demand,
        "due": handed.due,
    }
    return {**said, **locked}


def _row(
    sheet: Worksheet,
    row: int,
    cells: Mapping[str, str],
    columns: tuple[Column, ...],
    styles: FormStyles,
) -> float:
    """Write a row; its height."""
    points = height(((cells[c.key], c.width, 11.0) for c in columns), _LEAST_POINTS)
    sheet.set_row(row, points)
    for index, column in enumerate(columns):
        look = styles.cell[_LOOKS.get(column.key, "top"), ENTRY if column.entry else LOCKED]
        text(sheet, row, index, cells[column.key], look)
    return points


def _rules(sheet: Worksheet, last: int) -> None:
    for key, (title, message) in _PROMPTS.items():
        rule(sheet, (FIRST, _AT[key], last, _AT[key]), prompt(title, message))
    at = _AT["closing"]
    asked = choice(
        (APPLIES, APPLIES_NOT), HANDED_COLUMNS[at].heading, "已经办完、请督查局核查的选“是”。"
    )
    rule(sheet, (FIRST, at, last, at), asked)
