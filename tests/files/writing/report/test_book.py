"""The consolidated workbook as it is written: every column as its declaration says, and no other.

Expected columns, looks and papers are literals; the figures themselves are tested in standing.
"""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from kit import returns, sample, tables
from kit.returns import MAY, arrival, merged
from kit.sample import COUNT, LANKAO, LONGTING, QIXIAN
from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell as Written
from openpyxl.worksheet.worksheet import Worksheet

from ducha.files.writing.report import book as report_xlsx
from ducha.ledger.model import Ledger
from ducha.settings import read as read_settings
from ducha.standing.figures import indicators
from ducha.standing.report import CLERKS, Report, report
from ducha.standing.reporting import Calendar
from ducha.standing.table import (
    Cell,
    PageSetup,
    Share,
    StackedTables,
    Style,
    Table,
    TableColumn,
    table,
)
from ducha.status.rating import Status
from ducha.submission.arrival import Arrival

SETTINGS = read_settings("", Path("/"))
BOOK = sample.ledger()


def month(ledger: Ledger = BOOK, *others: Arrival) -> Report:
    """May, for which 杞县 alone has reported anything, unless others did."""
    own = arrival(QIXIAN, f"| {COUNT.code} | {QIXIAN} | 30 |")
    merged_inbox = merged(ledger, own, *others)
    states = tuple(returns.states(ledger, merged_inbox).values())
    calendar = Calendar(MAY, date(2024, 5, 28), date(2024, 6, 1))
    return report(ledger, merged_inbox, calendar, states, SETTINGS.awards)


def written(facts: Report) -> Workbook:
    """The workbook, read again."""
    return load_workbook(BytesIO(report_xlsx.write(facts, SETTINGS.colours)))


def sheet_of(shown: Table) -> Worksheet:
    """A table of one's own, on its sheet."""
    return written(Report("", (shown,)))[shown.name]


def column_of(sheet: Worksheet, heading: str) -> tuple[Written, ...]:
    """The cells of a column, its heading first."""
    return next(cells for cells in sheet.iter_cols() if cells[0].value == heading)


def width(cell: Written) -> float:
    """How wide the cell's column is, in characters; the file adds 5 pixels of 7."""
    return round(cell.parent.column_dimensions[cell.column_letter].width - 5 / 7, 1)


# ---- a column more is a declaration more ----


def test_a_column_of_the_ledger_is_shown_where_it_is_declared(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One line: heading, value, width and style are found in the written workbook."""
    note = TableColumn[indicators.CityRow]("口径", lambda row: row.indicator.note, 33, Style.SHORT)
    monkeypatch.setattr(indicators, "INDICATOR_COLUMNS", (*indicators.INDICATOR_COLUMNS, note))
    heading, first, *_ = column_of(written(month(noted("按人次统计")))["指标明细"], "口径")
    assert (heading.column_letter, first.value) == ("X", "按人次统计")
    assert (width(heading), first.alignment.horizontal) == (33, "center")


def noted(note: str) -> Ledger:
    """The small city whose first indicator has this 口径."""
    return sample.ledger(indicators=(sample.indicator(note=note), *BOOK.indicators[1:]))


# ---- what a style looks like ----

# style, value, number format, alignment
LOOKS = (
    (Style.TEXT, "全市开班12期", "General", None),
    (Style.SHORT, "三.2-1", "General", "center"),
    (Style.SHORT, 1200, "#,##0", "center"),
    (Style.NUMBER, 1200.0, "#,##0", None),
    (Style.NUMBER, 1200.5, "#,##0.####", None),
    (Style.NUMBER, Share(0.6496, 2), "0.00%", None),
    (Style.NUMBER, Share(0.5), "0.0%", None),
    (Style.NUMBER, "推进中", "General", None),
    (Style.NUMBER, None, "General", None),
    (Style.POINTS, 36.0, "0.0", None),
    (Style.SCORE, 1.0, "0.0", "center"),
    (Style.LIGHT, "滞后", '"▲ "@', "center"),
    (Style.LIGHT, "严重滞后", '"■ "@', "center"),
    (Style.LIGHT, "按时", "General", "center"),
)


@pytest.mark.parametrize(("style", "value", "number_format", "alignment"), LOOKS)
def test_a_cell_looks_as_its_column_is_declared(
    style: Style, value: Cell, number_format: str, alignment: str | None
) -> None:
    """A status word with its symbol; points and scores keep their places, shares their own."""
    column = TableColumn[Cell]("栏", lambda row: row, 17, style)
    heading, cell = column_of(sheet_of(table("表", (column,), [value])), "栏")
    shown = value.value if isinstance(value, Share) else value
    assert (cell.value, cell.number_format) == (shown, number_format)
    assert (cell.alignment.horizontal, width(heading)) == (alignment, 17)


# value, its number format and its colour as 待核: the ? stands in the format alone
DOUBTED = (
    (1200.0, '#,##0"?"', False),
    (1200.5, '#,##0.####"?"', False),
    (Share(0.6496, 2), '0.00%"?"', False),
    (Share(0.5), '0.0%"?"', True),
    ("30/40", '@"?"', False),
    (None, "General", False),
)


@pytest.mark.parametrize(("value", "number_format", "coloured"), DOUBTED)
def test_a_doubted_figure_bears_a_question_mark(
    value: Cell, number_format: str, *, coloured: bool
) -> None:
    """The value stays the number that it is; the cell below is not doubted (R6.165)."""
    column = TableColumn[Cell](
        "栏",
        lambda row: value if row is None else row,
        style=Style.NUMBER,
        mark=(lambda row: Status.LAGGING if row is None else None) if coloured else None,
        doubted=lambda row: row is None,
    )
    _, cell, plain = column_of(sheet_of(table("表", (column,), [None, 7.0])), "栏")
    shown = value.value if isinstance(value, Share) else value
    assert (cell.value, cell.number_format) == (shown, number_format)
    assert (cell.fill.fill_type == "solid") is coloured
    assert (plain.value, plain.number_format) == (7.0, "#,##0")


def test_the_ninth_word_stands_in_green_with_its_symbol() -> None:
    """正常（数据待核） is the word of the cell, ● comes from the format (R6.166)."""
    column = TableColumn[str]("状态", lambda row: row, style=Style.LIGHT)
    _, cell = column_of(sheet_of(table("表", (column,), ["正常（数据待核）"])), "状态")
    green = SETTINGS.colours[Status.ON_TRACK].fill.removeprefix("#")
    assert (cell.value, cell.number_format) == ("正常（数据待核）", '"● "@')
    assert cell.fill.fgColor.rgb[2:] == green


# value, number format
MARKED = (
    ("滞后", '"▲ "@'),
    (Share(0.5), "0.0%"),
    (7.0, "#,##0"),
    ("低于序时", "General"),
    (None, "General"),
)


@pytest.mark.parametrize(("value", "number_format"), MARKED)
def test_a_marked_cell_bears_the_colour_of_its_status(value: Cell, number_format: str) -> None:
    """The symbol only beside the status's own word; the cell below is not marked."""
    column = TableColumn[Cell](
        "栏",
        lambda row: value if row is None else row,
        mark=lambda row: Status.LAGGING if row is None else None,
    )
    _, cell, plain = column_of(sheet_of(table("表", (column,), [None, "平"])), "栏")
    yellow = SETTINGS.colours[Status.LAGGING].fill.removeprefix("#")
    assert (cell.fill.fgColor.rgb[2:], cell.number_format) == (yellow, number_format)
    assert plain.fill.fill_type is None


def test_the_page_is_set_up_as_the_table_is_declared() -> None:
    """Columns that stay in sight, the paper, rows that are all a line high."""
    columns = (TableColumn[str]("单位", str), TableColumn[str]("说明", lambda row: row * 40, 20))
    high = sheet_of(table("表", columns, ["长文"], PageSetup(frozen=1)))
    assert (high.freeze_panes, high.page_setup.paperSize) == ("B2", 9)
    assert high.row_dimensions[2].height > 100
    low = sheet_of(table("表", columns, ["长文"], PageSetup(frozen=2, wide=True, low=True)))
    assert (low.freeze_panes, low.page_setup.paperSize) == ("C2", 8)
    assert (low.row_dimensions[2].height, low.sheet_format.defaultRowHeight) == (18, 18)


def test_tables_stand_under_each_other_below_their_names() -> None:
    """The columns are as wide as the widest of them; a blank row keeps the tables apart."""
    short = table("市直单位", (TableColumn[str]("单位", str, 12),), ["市教体局"])
    other = (TableColumn[str]("单位", str, 20), TableColumn[str]("名次", len, 9))
    stack = StackedTables("排名", (short, table("县区", other, ["杞县"])))
    sheet = written(Report("", (stack,)))["排名"]
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["市直单位", None],
        ["单位", None],
        ["市教体局", None],
        [None, None],
        ["县区", None],
        ["单位", "名次"],
        ["杞县", 2],
    ]
    assert width(sheet["A1"]) == 20


def test_leaders_sheets_have_red_tabs_and_every_page_its_footer() -> None:
    """Those of the clerks are grey; 内部资料 stands on each printed page."""
    tabs = [(page.title, page.sheet_properties.tabColor.rgb[2:]) for page in written(month())]
    assert tabs[0] == ("总览", "C00000")
    assert dict(tabs)["工作建议"] == "C00000"
    assert {colour for name, colour in tabs if name in CLERKS} == {"A6A6A6"}
    sheet = written(month())["指标明细"]
    assert sheet.oddFooter.left.text == "内部资料，不得外传"
    assert sheet.oddFooter.right.text == "第&P页，共&N页"


# ---- the report as leaders and clerks know it ----

# sheet: the first cell that moves, the paper (9 is A4, 8 is A3)
SHEETS = {
    "事项进展": ("C2", 9),
    "指标明细": ("D2", 9),
    "县区一览": ("F4", 9),
    "县区对比": ("E2", 9),
    "单位情况": ("A2", 9),
    "排名": (None, 9),
    "点名核实": ("C2", 9),
    "拟督办": ("C2", 9),
    "问题清单": ("B2", 9),
    "工作建议": ("B2", 9),
    "督办事项": ("C2", 9),
    "趋势": ("E1", 9),
    "报送情况": ("B2", 8),
    "文件清单": ("A2", 8),
    "数据核查": ("A2", 8),
    "口径核对": ("A2", 9),
    "前期更正": ("E2", 8),
    "年度考核": ("B2", 9),
    "情况明细": ("A2", 9),
    "数据": ("E2", 8),
}

HEADINGS = f"""
| 事项进展 | 编码 事项 任务内容 牵头单位 状态 指标数 其中未报送 其中待更正 工作进展情况 存在问题 |
| 指标明细 | 编码 事项 指标 计量单位 年度目标 上月累计 本月累计 沿用 本月新增 完成率 序时进度 |
|          | 应达进度 差距 较上月 状态 原因 牵头单位 预计完成 月均需完成 分子 分母 数据不全 待核 |
| 县区对比 | 编码 指标 计量单位 项 全市 {QIXIAN} {LANKAO} {LONGTING} 市本级 |
| 排名     | 名次 单位 得分 较上月名次 参评指标 均分 扣分 已完成 正常 滞后 严重滞后 未报送 待更正 |
|          | 迟报 漏报 建议 |
| 点名核实 | 部分 单位 编码 指标 县区 点名内容 累计 完成率 状态 文件 单元格 联系人 电话 核实人 |
|          | 核实结果 |
| 拟督办   | 编号 单位 编码 问题 来源 批示领导 交办要求 交办日期 办结时限 延期至 反馈 反馈日期 |
|          | 状态 办结日期 核查人 回访日期 回访结果 |
| 问题清单 | 单位 类别 编码 事项 存在问题 需市级协调 持续月数 下步措施 |
| 工作建议 | 单位 类别 编码 事项 工作建议 需市级协调 持续月数 下步措施 |
| 督办事项 | 编号 单位 编码 问题 交办要求 办结时限 延期至 状态 超期天数 提醒 反馈 申请办结 |
|          | 佐证材料 来源 批示领导 交办日期 反馈日期 办结日期 核查人 回访日期 回访结果 |
| 报送情况 | 单位 类别 状态 联系人 电话 应填 实填 退回项 是否迟报 说明 报送时间 时间依据 文件 |
|          | 其他来件 |
| 文件清单 | 文件 结论 单位 期次 版本 原因 收到时间 时间依据 发件人 SHA-256 |
| 数据核查 | 级别 代码 条数 单位 文件 工作表 单元格 原值 说明 处理建议 |
| 口径核对 | 编码 指标 县区 计量单位 牵头口径 县区口径 差值 牵头分子 牵头分母 县区分子 县区分母 |
|          | 牵头单位 说明 |
| 前期更正 | 期次 编码 指标 县区 发布值 现值 发布状态 现状态 其他变化 来源文件 |
| 年度考核 | 单位 类别 平均分 计分月数 迟报 漏报 退回 来件无效 通报表扬 通报批评 督办件数 督办超期 |
| 情况明细 | 单位 编码 事项 工作进展情况 存在问题 工作建议 下步措施 需市级协调 是否解决 |
| 数据     | 期次 编码 事项 指标 类型 计量单位 县区 填报单位 采用口径 年度目标 累计 沿用 分子 |
|          | 分母 完成率 序时进度 应达进度 差距 状态 待核 原因 原值 来源文件 来源工作表 来源单元格 |
|          | 数据不全 |
"""


def test_sheets_in_their_order_with_their_paper() -> None:
    """After the first page."""
    book = written(month())
    assert book.sheetnames == ["总览", *SHEETS]
    assert {
        sheet.title: (sheet.freeze_panes, sheet.page_setup.paperSize)
        for sheet in book.worksheets[1:]
    } == SHEETS


def test_every_sheet_has_its_headings() -> None:
    """In the order in which they are read; a blank name continues the sheet above."""
    expected: dict[str, list[str]] = {}
    name = ""
    for sheet, headings in tables.table(HEADINGS):
        name = str(sheet) or name
        expected.setdefault(name, []).extend(str(headings).split())
    shown = [sheet for sheet in written(month()) if sheet.title in expected]
    stacked = {"排名": 2}  # below the name of its first table
    assert {
        sheet.title: [cell.value for cell in sheet[stacked.get(sheet.title, 1)]] for sheet in shown
    } == expected
