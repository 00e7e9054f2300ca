"""One department's breakdown form as a workbook, made from nothing: same form, same bytes."""

from __future__ import annotations

from io import BytesIO

from ducha.files.writing.breakdown import guide as guide_sheet
from ducha.files.writing.breakdown import sheet as target_sheet
from ducha.files.writing.form import styles as form_styles
from ducha.files.writing.form.page import write_claim
from ducha.files.writing.sheet import new_sheet, new_workbook
from ducha.form.breakdown import BREAKDOWN_SHEET, BreakdownForm
from ducha.form.claim import SHEET
from ducha.form.monthly import GUIDE_SHEET


def write(form: BreakdownForm) -> bytes:
    """Write the form."""
    buffer = BytesIO()
    book = new_workbook(buffer)
    styles = form_styles.make_styles(book)
    guide, targets, claim = (
        new_sheet(book, name) for name in (GUIDE_SHEET, BREAKDOWN_SHEET, SHEET)
    )
    guide_sheet.write(guide, form, styles)
    target_sheet.write(targets, form, styles)
    write_claim(claim, form.claim)
    targets.set_tab_color(form_styles.TAB)
    book.close()
    return buffer.getvalue()
