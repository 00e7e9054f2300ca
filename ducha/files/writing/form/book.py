"""One unit's monthly form as a workbook, made from nothing: the same form gives the same bytes."""

from __future__ import annotations

from io import BytesIO

from ducha.files.writing.form import guide as form_xlsx_guide
from ducha.files.writing.form import narrative as form_xlsx_narrative
from ducha.files.writing.form import progress as form_xlsx_progress
from ducha.files.writing.form import returned as form_xlsx_returned
from ducha.files.writing.form import styles as form_xlsx_styles
from ducha.files.writing.form.page import write_claim
from ducha.files.writing.sheet import new_sheet, new_workbook
from ducha.form.claim import SHEET
from ducha.form.monthly import GUIDE_SHEET, NARRATIVE_SHEET, PROGRESS_SHEET, Correction, Form


def write(form: Form, back: Correction | None = None) -> bytes:
    """Write the form; with `back` it is a 退回件, filled in as the unit had it."""
    buffer = BytesIO()
    book = new_workbook(buffer)
    styles = form_xlsx_styles.make(book)
    reasons = new_sheet(book, form_xlsx_returned.SHEET) if back else None
    guide, progress, narrative, claim = (
        new_sheet(book, name) for name in (GUIDE_SHEET, PROGRESS_SHEET, NARRATIVE_SHEET, SHEET)
    )
    form_xlsx_guide.write(guide, form, styles)
    form_xlsx_progress.write(progress, form, styles)
    form_xlsx_narrative.write(narrative, form, styles)
    if back and reasons:
        form_xlsx_returned.write_reasons(reasons, form, back, styles)
        form_xlsx_returned.lay_back(progress, narrative, form, back, styles)
    write_claim(claim, form.claim)
    for sheet in (progress, narrative):
        sheet.set_tab_color(form_xlsx_styles.TAB)
    book.close()
    return buffer.getvalue()
