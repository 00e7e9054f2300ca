"""How the sheets of the consolidated workbook are printed."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from ducha.files.writing import sheet as safe

FOOTER = "&L&9内部资料，不得外传&R&9第&P页，共&N页"

_A3 = 8
_A4 = 9


def set_up_page(sheet: Worksheet, title: str, name: str, *, wide: bool = False) -> None:
    """Landscape, as wide as the paper, which is A3 for what is `wide`."""
    sheet.set_landscape()
    sheet.set_paper(_A3 if wide else _A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
    # A blank keeps the year from being read as part of the font size.
    header = f"&L&10 {safe.in_margin(title)}&R&10 {safe.in_margin(name)}"
    safe.margins(sheet, header=header, footer=FOOTER)
    sheet.hide_gridlines(2)
