"""One department's breakdown form as a workbook, made from nothing: same form, same bytes."""

from __future__ import annotations

from io import BytesIO

from ducha.files.writing.breakdown import guide as guide_sheet
from ducha.files.writing.breakdown import returned
from ducha.files.writing.breakdown import sheet as target_sheet
from ducha.files.writing.form import styles as form_styles
from ducha.files.writing.form.page import write_claim
from ducha.files.writing.form.returned import SHEET as RETURN_SHEET
from ducha.files.writing.sheet import new_sheet, new_workbook
from ducha.form.breakdown import BREAKDOWN_SHEET, BreakdownCorrection, BreakdownForm
from ducha.form.claim import SHEET
from ducha.form.monthly import GUIDE_SHEET


def write(form: BreakdownForm, back: BreakdownCorrection | None = None) -> bytes:
    """Write the form; with `back` it is a 退回件, with what the unit had typed (R6.227)."""
    buffer = BytesIO()
    book = new_workbook(buffer)
    styles = form_styles.make_styles(book)
    form = form.sending_back(back) if back else form
    reasons = new_sheet(book, RETURN_SHEET) if back else None
    guide, targets, claim = (
        new_sheet(book, name) for name in (GUIDE_SHEET, BREAKDOWN_SHEET, SHEET)
    )
    guide_sheet.write(guide, form, styles)
    target_sheet.write(targets, form, styles)
    if back and reasons:
        returned.write_reasons(reasons, form, back, styles)
        returned.mark_faults(targets, form, back, styles)
    write_claim(claim, form.claim)
    targets.set_tab_color(form_styles.TAB)
    book.close()
    return buffer.getvalue()
