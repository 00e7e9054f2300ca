"""One department's breakdown form as a workbook, made from nothing: same form, same bytes."""

from __future__ import annotations

from io import BytesIO

from supervision.files import breakdown_xlsx_guide, breakdown_xlsx_sheet, form_xlsx_styles
from supervision.files.form_xlsx_page import write_claim
from supervision.files.sheet import new_sheet, new_workbook
from supervision.form import GUIDE_SHEET
from supervision.form_breakdown import BREAKDOWN_SHEET, BreakdownForm
from supervision.identity import SHEET


def write(form: BreakdownForm) -> bytes:
    """Write the form."""
    buffer = BytesIO()
    book = new_workbook(buffer)
    styles = form_xlsx_styles.make(book)
    guide, targets, claim = (
        new_sheet(book, name) for name in (GUIDE_SHEET, BREAKDOWN_SHEET, SHEET)
    )
    breakdown_xlsx_guide.write(guide, form, styles)
    breakdown_xlsx_sheet.write(targets, form, styles)
    write_claim(claim, form.claim)
    targets.set_tab_color(form_xlsx_styles.TAB)
    book.close()
    return buffer.getvalue()
