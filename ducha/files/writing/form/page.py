"""What the two sheets to fill have in common: title, heading row, protection, paper."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from ducha.files.writing.form.styles import FormStyles
from ducha.files.writing.sheet import in_margin, margins, text
from ducha.form.claim import LABELS, ROW_LABELS, WITHOUT_ROWS, Claim
from ducha.form.monthly import Column, Form

HEADING_ROW = 3
_A4 = 9
_ALLOWED = {"format_columns": True, "format_rows": True}
"""Clerks may widen a column and heighten a row on the protected sheet."""


def day(form: Form) -> str:
    """The last day for this form: 2024年5月28日."""
    return f"{form.deadline.year}年{form.deadline.month}月{form.deadline.day}日"


def write_head(
    sheet: Worksheet, form: Form, columns: tuple[Column, ...], title: str, styles: FormStyles
) -> None:
    """Write title, unit, month and deadline, and the heading row; set the columns."""
    left = first_shown(columns)
    about = f"填报单位：{form.unit}　　期次：{form.period.label}　　报送截止：{day(form)}"
    text(sheet, 0, left, f"{form.period.label}重点民生实事{title}", styles.plain["title"])
    text(sheet, 1, left, about, styles.plain["line"])
    write_headings(sheet, columns, 32, styles)


def write_advice(
    sheet: Worksheet, columns: tuple[Column, ...], advice: str, styles: FormStyles
) -> None:
    """Write the one line above the headings that says what to fill."""
    text(sheet, 2, first_shown(columns), advice, styles.plain["advice"])


def first_shown(columns: tuple[Column, ...]) -> int:
    """Where the lines above the headings begin."""
    return next(index for index, column in enumerate(columns) if not column.hidden)


def write_headings(
    sheet: Worksheet, columns: tuple[Column, ...], points: float, styles: FormStyles
) -> None:
    """Write the heading row, so many points high; set the columns and the rows above it."""
    for index, column in enumerate(columns):
        style = styles.plain["heading_entry" if column.entry else "heading"]
        sheet.set_column(index, index, column.width, None, {"hidden": column.hidden})
        text(sheet, HEADING_ROW, index, column.heading, style)
    for row, height in enumerate((30, 20, 20, points)):
        sheet.set_row(row, height)


def set_up_page(sheet: Worksheet, footer: str, freeze: int) -> None:
    """Protect without a password, freeze below the headings, and fit the sheet to A4 paper."""
    sheet.protect("", _ALLOWED)
    sheet.freeze_panes(HEADING_ROW + 1, freeze)
    sheet.hide_gridlines(2)
    sheet.repeat_rows(HEADING_ROW)
    set_up_paper(sheet, footer, landscape=True)


def set_up_paper(sheet: Worksheet, footer: str, *, landscape: bool) -> None:
    """A4, one page wide, small margins, the page number and whose form it is at the foot."""
    sheet.set_paper(_A4)
    if landscape:
        sheet.set_landscape()
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.center_horizontally()
    margins(sheet, footer=f"&L{in_margin(footer)}&R第 &P 页　共 &N 页")


def write_claim(sheet: Worksheet, claim: Claim) -> None:
    """What the form is and which rows it asks, for the program alone (R6.320)."""
    for row, (label, value) in enumerate(zip(LABELS, claim.texts, strict=True)):
        text(sheet, row, 0, label)
        text(sheet, row, 1, value)
    issued = () if claim.version == WITHOUT_ROWS else (ROW_LABELS, *claim.rows)
    for row, cells in enumerate(issued, start=len(LABELS)):
        for column, cell in enumerate(cells):
            if cell:
                text(sheet, row, column, cell)
    sheet.protect()
    sheet.very_hidden()
