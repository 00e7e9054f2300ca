"""The consolidated workbook on disk: a sheet for each page, values only."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO

from xlsxwriter.worksheet import Worksheet

from ducha.files.writing import sheet as safe
from ducha.files.writing.report.county_map import write_county_map
from ducha.files.writing.report.overview import write_overview
from ducha.files.writing.report.styles import ReportStyles
from ducha.files.writing.report.tables import write_stacked, write_table
from ducha.files.writing.report.trend import write_trend
from ducha.files.writing.report.unit_pages import write_unit_pages
from ducha.sections.colours import Colour
from ducha.standing.figures.county_map import CountyMap
from ducha.standing.figures.trend import Trend
from ducha.standing.overview.page import Overview
from ducha.standing.report import LEADERS, Report
from ducha.standing.table import StackedTables, Table
from ducha.standing.unit_pages import UnitPages
from ducha.status.rating import Status

LEADERS_TAB = "#C00000"
CLERKS_TAB = "#A6A6A6"


def write(report: Report, colours: Mapping[Status, Colour]) -> bytes:
    """Write the workbook; the same facts always give the same bytes."""
    buffer = BytesIO()
    book = safe.new_workbook(buffer)
    styles = ReportStyles(book, colours)
    for page in report.pages:
        sheet = safe.new_sheet(book, page.name)
        sheet.set_tab_color(LEADERS_TAB if page.name in LEADERS else CLERKS_TAB)
        if isinstance(page, Overview):
            names = {other.name for other in report.pages if other is not page}
            write_overview(book, sheet, page, styles, names)
        else:
            _write_page(sheet, page, styles, report.title)
    book.close()
    return buffer.getvalue()


def _write_page(
    sheet: Worksheet,
    page: Table | StackedTables | CountyMap | UnitPages | Trend,
    styles: ReportStyles,
    title: str,
) -> None:
    match page:
        case Table():
            write_table(sheet, page, styles, title)
        case StackedTables():
            write_stacked(sheet, page, styles, title)
        case CountyMap():
            write_county_map(sheet, page, styles, title)
        case UnitPages():
            write_unit_pages(sheet, page, styles, title)
        case Trend():
            write_trend(sheet, page, styles, title)
