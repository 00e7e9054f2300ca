"""The ledger as a workbook that a clerk works in: drop-downs, wide enough columns, A4 landscape."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from ducha.files.writing.ledger.tables import HINTS, Table, tables
from ducha.files.writing.sheet import margins, new_sheet, new_workbook, number, rule, text
from ducha.files.writing.sizes import height
from ducha.ledger import columns
from ducha.ledger.model import OWN, Ledger, Sources

_SPARE_ROWS = 300
"""Drop-downs reach so far below the last row, for what a clerk adds."""

_WIDTHS = {
    **dict.fromkeys(("编码", "期次", "完成时限", "年度目标", "全市目标", "市本级", "新目标"), 9.0),
    **dict.fromkeys(("事项序号", "子项", "方向", "整数", "判定", "各县区", "起始月", "类型"), 5.5),
    **dict.fromkeys(("类别", "报送", "生效月", "目标"), 7.5),
    **dict.fromkeys(columns.MONTHS, 7.5),
    **dict.fromkeys(("牵头单位", "指标"), 22.0),
    **dict.fromkeys(("事项", "口径", "分子口径", "分母口径"), 18.0),
    **dict.fromkeys(("别名", "邮箱", "单位", "文件"), 24.0),
    **dict.fromkeys(("来源",), 34.0),
    **dict.fromkeys(("原文", "任务内容", "依据", "理由"), 40.0),
    **dict.fromkeys(("项", "计入全市"), 12.0),
    **dict.fromkeys(("值",), 80.0),
    **dict.fromkeys(("计量单位",), 6.5),
}
_USUAL_WIDTH = 11.0
_CENTRED = frozenset(
    {
        *("项", "编码", "事项序号", "子项", "类型", "方向", "计量单位", "整数", "判定", "各县区"),
        *("起始月", "完成时限", "类别", "报送", "计入全市", "期次", "生效月", "字段", "处置"),
    }
)


@dataclass(frozen=True, slots=True)
class _Styles:
    """Formats of the cells; `text` and `centre` keep 2024-12 as it is typed."""

    heading: Format
    text: Format
    centre: Format
    number: Format
    percent: Format


def write(
    ledger: Ledger,
    doubts: tuple[tuple[str, ...], ...] | None = None,
    *,
    read_only: bool = False,
    sources: Sources | None = None,
) -> bytes:
    """Write the ledger; reading the result gives the same ledger again.

    `doubts` (headings, then rows) is what a person should confirm; `sources` says where what is
    in force came from.
    """
    buffer = BytesIO()
    book = new_workbook(buffer)
    styles = _styles(book, locked=read_only)
    for table in tables(ledger, doubts, sources):
        sheet = new_sheet(book, table.name)
        _fill(sheet, table, styles)
        _set_heights(sheet, table)
        _furnish(sheet, table)
        if read_only:
            sheet.protect("", {"format_columns": True, "format_rows": True})
    book.close()
    return buffer.getvalue()


def _styles(book: Workbook, *, locked: bool) -> _Styles:
    body = {"border": 1, "border_color": "#BFBFBF", "valign": "vcenter", "locked": locked}
    heading = {"bold": True, "bg_color": "#DCE6F1", "align": "center", "text_wrap": True}
    return _Styles(
        heading=book.add_format(body | heading | {"locked": True}),
        text=book.add_format(body | {"text_wrap": True, "num_format": "@"}),
        centre=book.add_format(body | {"text_wrap": True, "align": "center", "num_format": "@"}),
        number=book.add_format(body),
        percent=book.add_format(body | {"num_format": "0.0%"}),
    )


def _style(table: Table, heading: str, styles: _Styles) -> Format:
    """The format of a column, also where a clerk adds rows below."""
    if heading in columns.MONTHS:
        return styles.percent
    if (
        heading in {"年度目标", "全市目标", "新目标", "目标", "起始月", OWN}
        or heading in table.hints
    ):
        return styles.number
    return styles.centre if heading in _CENTRED else styles.text


def _fill(sheet: Worksheet, table: Table, styles: _Styles) -> None:
    for column, heading in enumerate(table.headings):
        text(sheet, 0, column, heading, styles.heading)
        style = _style(table, heading, styles)
        sheet.set_column(column, column, _width(table, heading), style)
        for row, cells in enumerate(table.rows, start=1):
            cell = cells[column]
            if isinstance(cell, str):
                text(sheet, row, column, cell, style)
            else:
                number(sheet, row, column, cell, style)


def _width(table: Table, heading: str) -> float:
    return table.widths.get(heading) or _WIDTHS.get(heading, _USUAL_WIDTH)


def _set_heights(sheet: Worksheet, table: Table) -> None:
    for row, cells in enumerate((table.headings, *table.rows)):
        texts = [
            (cell, _width(table, heading))
            for heading, cell in zip(table.headings, cells, strict=True)
            if isinstance(cell, str)
        ]
        sheet.set_row(row, height(texts))


def _furnish(sheet: Worksheet, table: Table) -> None:
    """Everything about a sheet but its cells."""
    last = len(table.rows) + _SPARE_ROWS
    for column, heading in enumerate(table.headings):
        rule(sheet, (1, column, last, column), _rule(table, heading))
    sheet.freeze_panes(1, table.frozen)
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{last}"})
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    margins(sheet, footer="&C&A　第 &P 页，共 &N 页")
    if table.tab:
        sheet.set_tab_color(table.tab)


def _rule(table: Table, heading: str) -> dict[str, object]:
    """The drop-down and the hint of a column."""
    told: dict[str, object] = {"validate": "any"}
    if heading in table.choices:
        told = {
            "validate": "list",
            "source": list(table.choices[heading]),
            "error_title": heading,
            "error_message": "请从下拉列表中选择。",
        }
    hint = table.hints.get(heading) or HINTS.get(heading, "")
    return {**told, "input_title": heading, "input_message": hint} if hint else told
