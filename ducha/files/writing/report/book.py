"""The consolidated workbook on disk: values only, coloured, ready to print."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from ducha.files.writing import sheet as safe
from ducha.files.writing.report.overview import write_overview
from ducha.files.writing.report.styles import (
    DECIMAL,
    POINTS,
    SCORE,
    WHOLE,
    Styles,
    percent,
    row_height,
)
from ducha.settings import Colour
from ducha.standing.report import Report
from ducha.standing.table import Cell, Share, Table
from ducha.status.rating import Status

LEADERS_TAB = "#C00000"
CLERKS_TAB = "#A6A6A6"

WIDTHS = {
    "编码": 9,
    "事项": 20,
    "指标": 34,
    "任务内容": 34,
    "工作进展情况": 62,
    "存在问题": 46,
    "工作建议": 36,
    "下步措施": 28,
    "原因": 30,
    "说明": 40,
    "处理建议": 36,
    "牵头单位": 21,
    "单位": 21,
    "填报单位": 17,
    "文件": 44,
    "来源文件": 36,
    "来源工作表": 11,
    "来源单元格": 11,
    "SHA-256": 68,
    "报送时间": 16,
    "收到时间": 16,
    "发件人": 22,
    "上月问题": 28,
    "需市级协调": 8,
    "预计完成": 12,
    "状态": 12,
    "原值": 14,
    "类别": 8,
    "级别": 8,
    "建议": 10,
    "名次": 14,
    "计量单位": 9,
    "县区": 14,
}
DEFAULT_WIDTH = 10.5
COMPARISON = "县区对比"
LOW = frozenset({"数据"})
UNWRAPPED = frozenset({"SHA-256"})
MIDDLE = frozenset(
    (
        *(
            "编码",
            "得分",
            "计量单位",
            "期次",
            "类型",
            "类别",
            "级别",
            "代码",
            "单元格",
            "名次",
            "版本",
        ),
        *("结论", "时间依据", "是否迟报", "需市级协调", "是否解决", "县区", "来源单元格"),
        *("来源工作表", "工作表", "状态", "建议", "项", "持续月数", "预计完成", "采用口径"),
        *("报送时间", "收到时间", "指标数", "未报送", "待更正", "应填", "实填", "退回项"),
        *("已完成", "正常", "滞后", "严重滞后", "迟报", "漏报", "县区对比"),
    )
)
"""Columns of short words or small counts, which read better in the middle; all of 县区对比."""

FROZEN = {
    "事项进展": 2,
    "指标明细": 3,
    "县区对比": 4,
    "数据": 4,
    "排名": 3,
    "问题清单": 1,
    "工作建议": 1,
}
WIDE_PAPER = frozenset({"县区对比", "数据", "指标明细", "文件清单"})
KEY_COLUMNS = frozenset({"编码", "指标"})
"""In 县区对比 everything right of these is a figure, and stands in the middle."""

_A3 = 8
_A4 = 9
_STATUS_WORDS = {str(status): status for status in Status}


def write(report: Report, colours: Mapping[Status, Colour]) -> bytes:
    """Write the workbook; the same facts always give the same bytes."""
    buffer = BytesIO()
    book = safe.new_workbook(buffer)
    styles = Styles(book, colours)
    front = safe.new_sheet(book, "总览")
    front.set_tab_color(LEADERS_TAB)
    write_overview(front, report.overview, styles)
    for tables, tab in ((report.leaders, LEADERS_TAB), (report.clerks, CLERKS_TAB)):
        for table in tables:
            sheet = safe.new_sheet(book, table.name)
            sheet.set_tab_color(tab)
            _write_table(sheet, table, styles)
            _set_up_page(sheet, table, report.title)
    front.activate()
    book.close()
    return buffer.getvalue()


def _write_table(sheet: Worksheet, table: Table, styles: Styles) -> None:
    head = styles.head()
    for at, heading in enumerate(table.headings):
        safe.text(sheet, 0, at, heading, head)
        sheet.set_column(at, at, WIDTHS.get(heading, DEFAULT_WIDTH))
    sheet.set_row(0, 30)
    marks = {(row, column): status for row, column, status in table.marks}
    for at, (heading, cells) in enumerate(zip(table.headings, table.columns, strict=True)):
        if heading == "状态":
            _write_lights(sheet, at, cells, styles)
        else:
            middle = table.name == COMPARISON and heading not in KEY_COLUMNS
            shown = COMPARISON if middle else heading
            _write_column(sheet, at, shown, cells, (styles, marks))
    _set_heights(sheet, table)


def _set_heights(sheet: Worksheet, table: Table) -> None:
    """Rows tall enough for their longest text; the table for pivots keeps them all low."""
    if table.name in LOW:
        sheet.set_default_row(18)
        return
    wrapped = [
        (cells, WIDTHS.get(heading, DEFAULT_WIDTH))
        for heading, cells in zip(table.headings, table.columns, strict=True)
        if heading not in UNWRAPPED
    ]
    for row in range(table.length):
        texts = ((cells[row], room) for cells, room in wrapped)
        height = row_height((text, room) for text, room in texts if isinstance(text, str))
        sheet.set_row(row + 1, height)


def _write_lights(sheet: Worksheet, at: int, cells: tuple[Cell, ...], styles: Styles) -> None:
    for row, cell in enumerate(cells, start=1):
        status = _STATUS_WORDS.get(str(cell))
        style = styles.light(status) if status else styles.cell("middle")
        safe.text(sheet, row, at, str(cell), style)


def _write_column(
    sheet: Worksheet,
    at: int,
    heading: str,
    cells: tuple[Cell, ...],
    look: tuple[Styles, Mapping[tuple[int, int], Status]],
) -> None:
    """Column by column, so that each column's formats are looked up once."""
    styles, marks = look
    words = styles.cell("middle" if heading in MIDDLE else "text")
    whole, decimal = _numbers(heading, styles)
    for row, cell in enumerate(cells, start=1):
        status = marks.get((row - 1, at)) if marks else None
        if status is not None:
            _write_marked(sheet, (row, at), cell, styles, status)
        elif cell is None:
            safe.number(sheet, row, at, None, words)
        elif isinstance(cell, Share):
            style = styles.cell("number", percent(cell.decimals))
            safe.number(sheet, row, at, cell.value, style)
        elif isinstance(cell, str):
            safe.text(sheet, row, at, cell, words)
        else:
            safe.number(sheet, row, at, cell, whole if float(cell).is_integer() else decimal)


def _numbers(heading: str, styles: Styles) -> tuple[Format, Format]:
    """Formats of a column for whole numbers and for others: points and scores keep their places."""
    fixed = {"差距": POINTS, "得分": SCORE}.get(heading)
    kind = "middle" if heading in MIDDLE else "number"
    return styles.cell(kind, fixed or WHOLE), styles.cell(kind, fixed or DECIMAL)


def _write_marked(
    sheet: Worksheet, place: tuple[int, int], cell: Cell, styles: Styles, status: Status
) -> None:
    if isinstance(cell, Share):
        style = styles.cell("middle", percent(cell.decimals), status)
        safe.number(sheet, *place, cell.value, style)
    elif cell is None or isinstance(cell, str):
        safe.text(sheet, *place, cell or "", _word_style(cell, styles, status))
    else:
        number = WHOLE if float(cell).is_integer() else DECIMAL
        safe.number(sheet, *place, cell, styles.cell("middle", number, status))


def _word_style(cell: str | None, styles: Styles, status: Status) -> Format:
    return styles.light(status) if cell in _STATUS_WORDS else styles.cell("middle", "", status)


def _set_up_page(sheet: Worksheet, table: Table, title: str) -> None:
    sheet.freeze_panes(1, FROZEN.get(table.name, 0))
    sheet.autofilter(0, 0, max(table.length, 1), len(table.headings) - 1)
    sheet.set_landscape()
    sheet.set_paper(_A3 if table.name in WIDE_PAPER else _A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
    # A blank keeps the year from being read as part of the font size.
    header = f"&L&10 {safe.in_margin(title)}&R&10 {safe.in_margin(table.name)}"
    safe.margins(sheet, header=header, footer="&C&9第&P页，共&N页")
    sheet.hide_gridlines(2)
