"""What a clerk has put into the ledger for himself does no harm and is known by name."""

from __future__ import annotations

from ducha.cells import Cells, Sheet, Value
from ducha.ledger.additions import Additions, OwnColumn, OwnSheet, additions
from ducha.ledger.model import Document, Group, Indicator, Ledger, Unit
from ducha.ledger.reading import read
from ducha.period import Period, ReportDay

Grid = tuple[tuple[Value, ...], ...]

DOCUMENT: Grid = (("项", "值"), ("年度", 2024.0), ("报送日", 28.0), ("首报期", "2024-04"))
INDICATORS: Grid = (
    (
        *("编码", "事项序号", "事项", "子项", "任务内容", "指标", "类型", "方向", "年度目标"),
        *("计量单位", "整数", "判定", "牵头单位", "配合单位", "各县区", "起始月", "完成时限"),
    ),
    (
        *("一.1-1", "一", "养老", "1", "建驿站", "养老驿站", "累计", "≥", 40.0),
        *("个", "是", "", "市民政局", "", "是", 1.0, "2024-12"),
    ),
)
TARGETS: Grid = (("编码", "市本级", "甲"), ("一.1-1", 1.0, 39.0))
UNITS: Grid = (
    ("单位", "别名", "类别", "报送", "计入全市"),
    ("市民政局", "", "市直", "是", "是"),
    ("甲县", "甲", "县区", "是", "是"),
)
PLAIN = {"文件信息": DOCUMENT, "指标": INDICATORS, "县区分解": TARGETS, "责任单位": UNITS}


def beside(grid: Grid, *column: Value) -> Grid:
    """A sheet with one column more."""
    return tuple((*row, cell) for row, cell in zip(grid, column, strict=True))


def found(grids: dict[str, Grid]) -> Additions:
    """What is the clerk's own in a ledger, which is read as if it were not there."""
    cells = Cells(tuple(Sheet(name=name, rows=grid) for name, grid in grids.items()))
    ledger = read(cells)
    assert ledger == Ledger(
        document=Document(title="", year=2024, report_day=ReportDay(28), first=Period(2024, 4)),
        indicators=(
            Indicator(
                code="一.1-1", matter_no="一", matter="养老", item_no="1", task="建驿站",
                    name="养老驿站", kind=ledger.indicators[0].kind,
                direction=ledger.indicators[0].direction, target=40.0, measure="个",
                    leads=("市民政局",),
            ),
        ),
        units=(Unit(name="市民政局", group=Group.CITY), Unit(name="甲县", group=Group.COUNTY,
            aliases=("甲",))),
        targets={("一.1-1", "市本级"): 1.0, ("一.1-1", "甲县"): 39.0},
    )  # fmt: skip
    return additions(cells, ledger)


def test_a_plain_ledger_has_nothing_of_its_own() -> None:
    """市本级 and counties, by whatever name, are the ledger's; so is what the program adds."""
    ours: Grid = (("随便", "什么"), ("甲", "乙"))
    units = beside(UNITS, "来源", "分解表.xlsx", "")
    assert found(PLAIN) == Additions()
    assert found({**PLAIN, "责任单位": units, "待确认": ours, "目标来源": ours}) == Additions()
    assert found({**PLAIN, "导入记录_指标": ours}) == Additions()


def test_columns_items_and_sheets_of_a_clerks_own_are_found() -> None:
    """In the order of the ledger, what is filled in and nothing else, each cell by its row."""
    grids = {
        "便签": (("", "打电话"),),
        **PLAIN,
        "文件信息": (*DOCUMENT, ("经办科室", "一科"), ("空的", "")),
        "指标": beside(INDICATORS, "责任科室", "一科"),
        "县区分解": beside(beside(TARGETS, "合计", 40.0), "没有内容", ""),
        "责任单位": beside(UNITS, "传真", "", "0371-1"),
        "空表": (("", ""),),
    }
    assert found(grids) == Additions(
        columns=(
            OwnColumn("指标", "责任科室", {"一.1-1": "一科"}),
            OwnColumn("县区分解", "合计", {"一.1-1": 40.0}),
            OwnColumn("责任单位", "传真", {"市民政局": "", "甲县": "0371-1"}),
        ),
        sheets=(OwnSheet("便签", (("", "打电话"),)),),
        items={"经办科室": "一科"},
    )


def test_a_column_without_a_heading_or_with_one_of_ours_again_is_the_clerks() -> None:
    """A remark beside the table has none; the first of a heading is the one that is read."""
    grids = {**PLAIN, "指标": beside(beside(INDICATORS, "", "待核"), "年度目标", 41.0)}
    assert found(grids).columns == (
        OwnColumn("指标", "", {"一.1-1": "待核"}),
        OwnColumn("指标", "年度目标", {"一.1-1": 41.0}),
    )
