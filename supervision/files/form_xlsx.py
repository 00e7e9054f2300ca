"""One unit's monthly form as a workbook, made from nothing: the same form gives the same bytes."""

from __future__ import annotations

from io import BytesIO

from supervision.files import (
    form_xlsx_guide,
    form_xlsx_narrative,
    form_xlsx_progress,
    form_xlsx_returned,
    form_xlsx_styles,
)
from supervision.files.form_xlsx_page import write_claim
from supervision.files.sheet import new_sheet, new_workbook
from supervision.form import GUIDE_SHEET, NARRATIVE_SHEET, PROGRESS_SHEET, Correction, Form
from supervision.identity import SHEET


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
