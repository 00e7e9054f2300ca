"""A workbook written as Excel 2003 writes one XML file, cell by cell."""

from __future__ import annotations

from html import escape

from ducha.cells import Cells, Sheet, Value, address

HEAD = (
    '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n'
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"\n'
    ' xmlns:o="urn:schemas-microsoft-com:office:office"\n'
    ' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"\n'
    ' xmlns:html="http://www.w3.org/TR/REC-html40">\n'
    ' <DocumentProperties xmlns="urn:schemas-microsoft-com:office:office">\n'
    "  <LastSaved>2024-05-27T08:05:30Z</LastSaved>\n </DocumentProperties>\n"
)
STYLES = (
    ' <Styles>\n  <Style ss:ID="Default" ss:Name="Normal"><Font ss:Size="11"/></Style>\n'
    '  <Style ss:ID="s62"><NumberFormat ss:Format="0.0%"/></Style>\n'
    '  <Style ss:ID="s63"><NumberFormat ss:Format="Percent"/></Style>\n'
    '  <Style ss:ID="s64"><NumberFormat ss:Format="0&quot;万&quot;"/></Style>\n'
    '  <Style ss:ID="s65" ss:Parent="s62"><Font ss:Bold="1"/></Style>\n </Styles>\n'
)


def book(*sheets: str) -> bytes:
    """The whole file."""
    return f"{HEAD}{STYLES}{''.join(sheets)}</Workbook>\n".encode()


def sheet(name: str, *rows: str, columns: str = "") -> str:
    """One sheet of these rows."""
    return (
        f' <Worksheet ss:Name="{escape(name)}">\n  <Table>{columns}\n{"".join(rows)}  </Table>\n'
        ' <WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel">'
        "<Visible>SheetVeryHidden</Visible></WorksheetOptions>\n </Worksheet>\n"
    )


def row(*cells: str, how: str = "") -> str:
    """One row."""
    return f"   <Row{how}>{''.join(cells)}</Row>\n"


def cell(kind: str, text: str, how: str = "") -> str:
    """One cell with what it holds."""
    return f'<Cell{how}><Data ss:Type="{kind}">{escape(text)}</Data></Cell>'


def saved(cells: Cells) -> bytes:
    """A workbook saved as such a file; blank cells are left out, as Excel does."""
    return book(*map(_sheet, cells.sheets))


def _sheet(kept: Sheet) -> str:
    rows = (
        row(
            *(_cell(kept, n, column, value) for column, value in enumerate(values) if value != ""),
            how=f' ss:Index="{n + 1}"',
        )
        for n, values in enumerate(kept.rows)
        if any(value != "" for value in values)
    )
    return sheet(kept.name, *rows)


def _cell(kept: Sheet, row: int, column: int, value: Value) -> str:
    how = f' ss:Index="{column + 1}"'
    if address(row, column) in kept.formulas:
        how += ' ss:Formula="=1"'
    if isinstance(value, bool):
        return cell("Boolean", str(int(value)), how)
    if isinstance(value, float):
        return cell("Number", f"{value:.15g}", how)
    return cell("String", str(value), how)
