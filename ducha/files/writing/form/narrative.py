"""The sheet 情况说明: a row per item, texts to write, last month's problem to answer."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from ducha.files.writing.form.page import (
    HEADING_ROW,
    blank_repeats,
    page_of,
    set_up_page,
    write_advice,
    write_head,
    write_headings,
)
from ducha.files.writing.form.paper import fitted, page_starts
from ducha.files.writing.form.rules import choice, prompt
from ducha.files.writing.form.styles import ENTRY, IDLE, LOCKED, FormStyles, height
from ducha.files.writing.sheet import rule, text
from ducha.form.column import Column
from ducha.form.monthly import NARRATIVE, NARRATIVE_SHEET, Form, ItemRow

FIRST = HEADING_ROW + 1
YES_NO = ("是", "否")

_AT = {column.key: index for index, column in enumerate(NARRATIVE)}
_LOOKS = {"coordination": "centre", "resolved": "centre"}
_HEADING_POINTS = 32
_LEAST_POINTS = 96
"""Room for six lines of what the unit writes."""
_ADVICE = (
    "只填浅黄色格子。每项工作写一行，写清做了什么、进度怎样、卡在哪里；"
    "没有问题或建议的填“无”。一格写不下可以拉高行高。"
)
_PROMPTS = {
    "progress": ("工作进展情况", "写1月至本月做了什么、完成到什么程度，尽量用数字。"),
    "problem": ("存在问题", "写具体问题：在哪里、缺什么、影响什么；没有填“无”。"),
    "suggestion": ("工作建议", "需要上级或其他部门做什么；没有填“无”。"),
    "next_step": ("下步措施", "写下个月做什么、何时完成、谁负责。"),
}


def write(sheet: Worksheet, form: Form, styles: FormStyles) -> None:
    """Write the whole sheet."""
    columns = fitted(NARRATIVE)
    write_head(sheet, form, columns, "情况说明", styles)
    write_advice(sheet, columns, _ADVICE, styles)
    write_headings(sheet, columns, _HEADING_POINTS, styles)
    heights = [
        _row(sheet, row, item, columns, styles) for row, item in enumerate(form.items, start=FIRST)
    ]
    if form.items:
        _rules(sheet, FIRST + len(form.items) - 1)
        blocks = [[points] for points in heights]
        starts = page_starts(blocks, page_of(columns, _HEADING_POINTS))
        first_rows = [FIRST + row for row in starts]
        sheet.set_h_pagebreaks(first_rows[1:])
        blank_repeats(sheet, _AT["matter"], first_rows, FIRST + len(form.items), styles)
    set_up_page(sheet, f"{form.unit}　{form.period.label}　{NARRATIVE_SHEET}", _AT["task"] + 1)


def _row(
    sheet: Worksheet, row: int, item: ItemRow, columns: tuple[Column, ...], styles: FormStyles
) -> float:
    """Write a row; its height."""
    printed = {
        "code": item.code,
        "matter": item.matter,
        "task": item.task,
        "last_problem": item.last_problem,
    }
    texts = ((printed.get(c.key, ""), c.width, 11.0) for c in columns)
    points = height(texts, _LEAST_POINTS)
    sheet.set_row(row, points)
    for index, column in enumerate(columns):
        tone = ENTRY if column.entry else LOCKED
        if column.key == "resolved" and not item.last_problem:
            tone = IDLE
        style = styles.cell[_LOOKS.get(column.key, "top"), tone]
        text(sheet, row, index, printed.get(column.key, ""), style)
    return points


def _rules(sheet: Worksheet, last: int) -> None:
    for key, (title, message) in _PROMPTS.items():
        rule(sheet, (FIRST, _AT[key], last, _AT[key]), prompt(title, message))
    asked = {
        "coordination": "需要市级出面协调的选“是”。",
        "resolved": "上月问题已经解决的选“是”，还没有解决的选“否”。",
    }
    for key, message in asked.items():
        answers = choice(YES_NO, NARRATIVE[_AT[key]].heading, message)
        rule(sheet, (FIRST, _AT[key], last, _AT[key]), answers)
