"""The ledger as a workbook that a clerk works in: drop-downs, wide enough columns, A4 landscape."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from ducha.circular.model import Doubt
from ducha.files.writing.ledger.own import LedgerTable
from ducha.files.writing.ledger.tables import tables
from ducha.files.writing.sheet import margins, new_sheet, new_workbook, number, rule, text
from ducha.files.writing.sizes import height
from ducha.ledger.additions import Additions
from ducha.ledger.columns import ColumnLook, LedgerStyle
from ducha.ledger.model import Ledger, Sources

_SPARE_ROWS = 300
"""Drop-downs reach so far below the last row, for what a clerk adds."""


_Styles = Mapping[LedgerStyle | None, Format]
"""The format of each style; that of None is the headings'."""


def write(
    ledger: Ledger,
    doubts: Sequence[Doubt] | None = None,
    *,
    read_only: bool = False,
    sources: Sources | None = None,
    own: Additions | None = None,
    imported: Ledger | None = None,
) -> bytes:
    """Write the ledger; reading the result gives the same ledger again.

    `doubts` is what a person should confirm; `sources` says where what is in force came from;
    `own` is what a clerk has added; `imported` is what a circular said, kept for the next import.
    """
    buffer = BytesIO()
    book = new_workbook(buffer)
    styles = _styles(book, locked=read_only)
    for table in tables(ledger, doubts, sources, own or Additions(), imported):
        sheet = new_sheet(book, table.name)
        _fill(sheet, table, styles)
        _set_heights(sheet, table)
        _set_up_sheet(sheet, table)
        if table.hidden:
            sheet.hide()
        if read_only:
            sheet.protect("", {"format_columns": True, "format_rows": True})
    book.close()
    return buffer.getvalue()


def _styles(book: Workbook, *, locked: bool) -> _Styles:
    body = {"border": 1, "border_color": "#BFBFBF", "valign": "vcenter", "locked": locked}
    heading = {"bold": True, "bg_color": "#DCE6F1", "align": "center", "text_wrap": True}
    return {
        None: book.add_format(body | heading | {"locked": True}),
        LedgerStyle.TEXT: book.add_format(body | {"text_wrap": True, "num_format": "@"}),
        LedgerStyle.CENTRED: book.add_format(
            body | {"text_wrap": True, "align": "center", "num_format": "@"}
        ),
        LedgerStyle.NUMBER: book.add_format(body),
        LedgerStyle.PERCENT: book.add_format(body | {"num_format": "0.0%"}),
    }


def _fill(sheet: Worksheet, table: LedgerTable, styles: _Styles) -> None:
    for position, column in enumerate(table.columns):
        if table.headed:
            text(sheet, 0, position, column.heading, styles[None])
        style = styles[column.style]
        sheet.set_column(position, position, column.width, style)
        for row, cells in enumerate(table.rows, start=int(table.headed)):
            cell = cells[position]
            if isinstance(cell, str):
                text(sheet, row, position, cell, style)
            else:
                number(sheet, row, position, cell, style)


def _set_heights(sheet: Worksheet, table: LedgerTable) -> None:
    rows = (table.headings, *table.rows) if table.headed else table.rows
    for row, cells in enumerate(rows):
        texts = [
            (cell, column.width)
            for column, cell in zip(table.columns, cells, strict=True)
            if isinstance(cell, str)
        ]
        sheet.set_row(row, height(texts))


def _set_up_sheet(sheet: Worksheet, table: LedgerTable) -> None:
    """Everything about a sheet but its cells."""
    last = len(table.rows) + _SPARE_ROWS
    for position, column in enumerate(table.columns):
        choices = table.choices.get(column.heading, ())
        rule(sheet, (1, position, last, position), _rule(column, choices))
    for row, hint in enumerate(table.hints, start=1):
        rule(sheet, (row, 1, row, 1), _rule(ColumnLook(str(table.rows[row - 1][0]), hint=hint), ()))
    if table.headed:
        sheet.freeze_panes(1, table.frozen)
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{last}"})
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    if table.headed:
        sheet.repeat_rows(0)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    margins(sheet, footer="&C&A　第 &P 页，共 &N 页")
    if table.tab:
        sheet.set_tab_color(table.tab)


def _rule(column: ColumnLook, choices: Sequence[str]) -> dict[str, object]:
    """The drop-down and the hint of a column."""
    options: dict[str, object] = {"validate": "any"}
    if choices:
        options = {
            "validate": "list",
            "source": list(choices),
            "error_title": column.heading,
            "error_message": "请从下拉列表中选择。",
        }
    if column.hint:
        options |= {"input_title": column.heading, "input_message": column.hint}
    return options
