"""退回件 of a breakdown: the department's form as it stands, the cells to correct marked."""

from __future__ import annotations

from collections.abc import Iterator

from xlsxwriter.worksheet import Worksheet

from ducha.cells import address, as_text
from ducha.files.writing.breakdown.sheet import FIRST
from ducha.files.writing.form.returned import mark, other_reason, write_reason_sheet
from ducha.files.writing.form.styles import FormStyles
from ducha.findings import Finding
from ducha.form.breakdown import (
    BREAKDOWN_SHEET,
    MILESTONES,
    BreakdownCorrection,
    BreakdownForm,
    Cell,
)
from ducha.texts import brief


def mark_faults(
    sheet: Worksheet, form: BreakdownForm, back: BreakdownCorrection, styles: FormStyles
) -> None:
    """Red and a comment on every cell to correct, for as long as it holds what was sent back."""
    for place, cell, fault in _placed(form, back):
        mark(sheet, place, back.answers.get(cell, ""), fault, styles)


def _placed(
    form: BreakdownForm, back: BreakdownCorrection
) -> Iterator[tuple[tuple[int, int], Cell, Finding]]:
    """Every cell to correct with where it stands, row by row."""
    for row, line in enumerate(form.rows, start=FIRST):
        for column, key in enumerate(column.key for column in form.columns):
            cell = line.indicator.code, key
            if cell in back.faults:
                yield (row, column), cell, back.faults[cell]


def _as_typed(cell: Cell, back: BreakdownCorrection) -> str:
    """What the unit typed, milestones in percent."""
    value = back.answers.get(cell, "")
    if isinstance(value, float) and cell[1] in MILESTONES:
        return f"{value * 100:.12g}%"
    return brief(as_text(value))


def write_reasons(
    sheet: Worksheet, form: BreakdownForm, back: BreakdownCorrection, styles: FormStyles
) -> None:
    """The sheet 退回原因: every cell to correct, what was found, what to do."""
    names = {line.indicator.code: line.indicator.name for line in form.rows}
    headings = {column.key: column.heading for column in form.columns}
    advice = (
        f"只需改正〔{BREAKDOWN_SHEET}〕中标红的单元格，其余已按现在生效的分解填好；"
        "改完直接回复本邮件重报。"
    )
    reasons = [
        (
            BREAKDOWN_SHEET,
            address(*place),
            names[cell[0]],
            headings[cell[1]],
            _as_typed(cell, back) or "（空）",
            fault.sentence,
            fault.remedy,
        )
        for place, cell, fault in _placed(form, back)
    ]
    title = f"{form.unit}　{form.year}年任务分解表退回原因"
    rows = [*reasons, *map(other_reason, back.others)]
    write_reason_sheet(sheet, (title, advice), rows, styles)
