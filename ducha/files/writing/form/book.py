"""One unit's monthly form as a workbook, made from nothing: the same form gives the same bytes."""

from __future__ import annotations

from io import BytesIO

from ducha.files.writing.form import guide as guide_sheet
from ducha.files.writing.form import handed as handed_sheet
from ducha.files.writing.form import narrative as narrative_sheet
from ducha.files.writing.form import progress as progress_sheet
from ducha.files.writing.form import returned
from ducha.files.writing.form import styles as form_styles
from ducha.files.writing.form.page import write_claim
from ducha.files.writing.sheet import new_sheet, new_workbook
from ducha.form.claim import SHEET
from ducha.form.handed import HANDED_SHEET
from ducha.form.monthly import GUIDE_SHEET, NARRATIVE_SHEET, PROGRESS_SHEET, Correction, Form


def write(form: Form, back: Correction | None = None) -> bytes:
    """Write the form; with `back` it is a 退回件, filled in as the unit had it."""
    buffer = BytesIO()
    book = new_workbook(buffer)
    styles = form_styles.make_styles(book)
    reasons = new_sheet(book, returned.SHEET) if back else None
    guide, progress, narrative = (
        new_sheet(book, name) for name in (GUIDE_SHEET, PROGRESS_SHEET, NARRATIVE_SHEET)
    )
    handed = new_sheet(book, HANDED_SHEET) if form.handed else None
    claim = new_sheet(book, SHEET)
    guide_sheet.write(guide, form, styles)
    progress_sheet.write(progress, form, styles, back.foot if back else None)
    narrative_sheet.write(narrative, form, styles)
    if handed:
        handed_sheet.write(handed, form, styles, back.texts if back else {})
        handed.set_tab_color(form_styles.TAB)
    if back and reasons:
        returned.write_reasons(reasons, form, back, styles)
        returned.lay_back(progress, narrative, form, back, styles)
    write_claim(claim, form.claim)
    for sheet in (progress, narrative):
        sheet.set_tab_color(form_styles.TAB)
    book.close()
    return buffer.getvalue()
