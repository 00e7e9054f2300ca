"""What the two sheets to fill have in common: title, heading row, protection, paper."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from xlsxwriter.worksheet import Worksheet

from ducha.cells import letters
from ducha.files.writing.form.paper import A4, BOTTOM, LEFT, RIGHT, TOP, PageRoom, Paper, room
from ducha.files.writing.form.styles import FormStyles
from ducha.files.writing.sheet import condition, in_margin, margins, text
from ducha.form.claim import LABELS, ROW_LABELS, WITHOUT_ROWS, Claim
from ducha.form.column import Column
from ducha.form.monthly import Form
from ducha.form.secrecy import NOT_BY_MAIL

HEADING_ROW = 3
_ABOVE = (30, 20, 20)
"""Heights of the rows above the headings."""
_ALLOWED = {"format_columns": True, "format_rows": True, "autofilter": True}
"""Clerks may widen a column, heighten a row and filter rows on the protected sheet (R5.7)."""


def day(form: Form) -> str:
    """The last day for this form: 2024年5月28日."""
    return f"{form.deadline.year}年{form.deadline.month}月{form.deadline.day}日"


def write_head(
    sheet: Worksheet, form: Form, columns: tuple[Column, ...], title: str, styles: FormStyles
) -> None:
    """Write title, unit, month and deadline."""
    left = first_shown(columns)
    about = f"填报单位：{form.unit}　　期次：{form.period.label}　　报送截止：{day(form)}"
    text(sheet, 0, left, f"{form.period.label}重点民生实事{title}", styles.plain["title"])
    text(sheet, 1, left, about, styles.plain["line"])
    write_warning(sheet, columns, styles)


def write_warning(sheet: Worksheet, columns: tuple[Column, ...], styles: FormStyles) -> None:
    """Write at the right end of the title what must not be reported this way (R5.8)."""
    last = max(index for index, column in enumerate(columns) if not column.hidden)
    text(sheet, 0, last, NOT_BY_MAIL, styles.plain["warning"])


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
    for row, height in enumerate((*_ABOVE, points)):
        sheet.set_row(row, height)


def page_of(
    columns: tuple[Column, ...], headings: float, foot: float = 0.0, paper: Paper = A4
) -> PageRoom:
    """What a page holds of a table with headings so many points high."""
    return PageRoom(room(columns, paper), sum(_ABOVE) + headings, headings, foot)


def blank_repeats(
    sheet: Worksheet, column: int, starts: Sequence[int], end: int, styles: FormStyles
) -> None:
    """Show a text once: not below itself, but in each row that begins a page (R5.3, R5.4).

    The cells keep it, whoever sorts them. A row above that is filtered out hides nothing.

    Args:
        sheet: The sheet.
        column: Where the text stands.
        starts: The rows that begin a page, the first row of the table among them.
        end: The row below the last one.
        styles: Its formats.
    """
    letter = f"${letters(column)}"
    for start, following in pairwise((*starts, end)):
        row = start + 1
        if row < following:
            before, own = f"{letter}{row}", f"{letter}{row + 1}"
            same = f"=AND({own}={before},SUBTOTAL(103,{before})=1)"
            condition(sheet, (row, column, following - 1, column), same, styles.plain["unsaid"])


def set_up_page(sheet: Worksheet, footer: str, freeze: int, paper: Paper = A4) -> None:
    """Protect without a password, freeze below the headings, and fit the sheet to its paper."""
    sheet.protect("", _ALLOWED)
    sheet.freeze_panes(HEADING_ROW + 1, freeze)
    sheet.hide_gridlines(2)
    sheet.repeat_rows(HEADING_ROW)
    sheet.set_landscape()
    set_up_paper(sheet, footer, paper)


def set_up_paper(sheet: Worksheet, footer: str, paper: Paper = A4) -> None:
    """One page wide, small margins, the page number and whose form it is at the foot."""
    sheet.set_paper(paper.number)
    sheet.set_margins(left=LEFT, right=RIGHT, top=TOP, bottom=BOTTOM)
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
