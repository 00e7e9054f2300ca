"""The ledger as clerks and programs write it: what is understood, and every mistake in a sentence.

A case changes one cell of a small sound ledger: the sheet, the text there, the text instead.
"""

from __future__ import annotations

from datetime import date, datetime

import pytest
from kit.tables import table

from ducha.cells import Cells, Sheet, Value
from ducha.findings import Problem
from ducha.ledger.model import Direction, Document, Group, Judged, Kind, Ledger, Unit
from ducha.ledger.reading import read
from ducha.ledger.year.decisions import Adjustment, Override
from ducha.period import Period, ReportDay

SOUND = {
    "文件信息": """
| 项 | 值 |
| 标题 | 2024年民生实事分解意见 |
| 文号 | 汴政办〔2024〕9号 |
| 年度 | 2024 |
| 报送日 | 28 |
| 首报期 | 2024-04 |
| 联系电话 | "25961206" |
""",
    "指标": """
| 编码 | 事项序号 | 事项 | 子项 | 任务内容 | 指标 | 类型 | 方向 | 年度目标 | 计量单位 | 整数 | 判定 | 牵头单位 | 配合单位 | 各县区 | 起始月 | 完成时限 |
| 一.1-1 | 一 | 技能培训 | "1" | 培训1200人 | 培训人数 | 累计 | = | 1200 | 人 | 是 |  | 市人社局 |  | 是 | 1 | 2024-12 |
| 二.1-1 | 二 | 健康 | "1" | 筛查 | 筛查率 | 比率 |  | 65 | % |  | 按月 | 市卫生健康委 |  | 是 |  |  |
| 二.1-2 | 二 | 健康 | "1" | 补助 | 补助标准 | 标准 | ≥ | 6000 | 元 | 是 | 到期 | 市卫生健康委 | 市人社局 | 否 | 3 | 2024-10 |
| 三.1-1 | 三 | 平台 | "1" | 建平台 | 建成平台 | 定性 |  |  |  |  |  | 市人社局 | 乙县 |  |  |  |
""",  # noqa: E501 - a table
    "县区分解": """
| 编码 | 指标 | 全市目标 | 市本级 | 甲县 | 乙县 |
| 一.1-1 | 培训人数 | 1200 | 100 | 700 | 400 |
| 二.1-1 | 筛查率 | 65 |  | 65 |  |
""",
    "时间节点": """
| 编码 | 指标 | 1月 | 2月 | 3月 | 4月 | 5月 | 6月 | 7月 | 8月 | 9月 | 10月 | 11月 | 12月 |
| 一.1-1 | 培训人数 |  |  | 0.1 |  |  | 0.5 |  |  |  |  |  | 1 |
| 二.1-2 | 补助标准 |  |  |  |  |  |  |  |  |  |  |  |  |
""",
    "责任单位": """
| 单位 | 别名 | 类别 | 报送 | 计入全市 | 联系人 | 电话 | 邮箱 |
| 市人力资源社会保障局 | 市人社局、人社局 | 市直 | 是 | 是 | 张三 | "12345" | a@x.cn；b@x.cn |
| 市卫生健康委 | 市卫健委 | 市直 |  |  |  |  |  |
| 甲县 |  | 县区 | 是 | 是 |  |  |  |
| 乙县 | 乙 | 县区 | 否 | 否 |  |  |  |
""",
    "目标调整": """
| 编码 | 县区 | 生效月 | 新目标 | 依据 |
| 一.1-1 | 甲县 | 7 | 800 | 会议纪要 |
""",
    "人工处置": """
| 文件 | 单位 | 期次 | 编码 | 县区 | 字段 | 处置 | 新值 | 理由 | 经办人 | 日期 |
| 甲.xlsx | 甲县 | 2024-05 | 一.1-1 | 甲县 | 本月累计 | 改值 | 50 | 来电更正 | 李四 | 2024-06-01 |
""",
}  # fmt: skip


def cells(sheets: dict[str, str]) -> Cells:
    """Turn tables into cells as the reader of workbooks gives them."""
    return Cells(tuple(_sheet(name, markdown) for name, markdown in sheets.items()))


def _sheet(name: str, markdown: str) -> Sheet:
    rows = table(markdown)
    width = max((len(row) for row in rows), default=0)
    padded = [[*row, *[""] * (width - len(row))] for row in rows]
    return Sheet(name=name, rows=tuple(tuple(_cell(value) for value in row) for row in padded))


def _cell(value: Value) -> Value:
    return float(value) if type(value) is int else value


def changed(sheet: str, old: str, new: str, book: dict[str, str] | None = None) -> dict[str, str]:
    """Give the sound ledger, or another, with one text replaced, once."""
    book = book or SOUND
    assert old in book[sheet], old
    return book | {sheet: book[sheet].replace(old, new, 1)}


def with_cell(sheet: str, row: int, column: int, value: Value) -> Cells:
    """Give the sound ledger with a cell that a Markdown table cannot hold."""
    book = cells(SOUND)
    target = book.sheet(sheet)
    assert target is not None
    rows = [list(line) for line in target.rows]
    rows[row][column] = value
    patched = Sheet(name=sheet, rows=tuple(tuple(line) for line in rows))
    return Cells(tuple(patched if each.name == sheet else each for each in book.sheets))


def mistakes(book: Cells) -> tuple[str, ...]:
    """Give what is wrong with a ledger."""
    with pytest.raises(Problem) as caught:
        read(book)
    return caught.value.messages


def test_a_sound_ledger_is_read_whole() -> None:
    """Every sheet, with aliases made names and blanks made defaults."""
    ledger = read(cells(SOUND))
    assert ledger.document == Document(
        title="2024年民生实事分解意见",
        year=2024,
        report_day=ReportDay(28),
        first=Period(2024, 4),
        number="汴政办〔2024〕9号",
        phone="25961206",
    )
    count, rate, standard, level = ledger.indicators
    assert (count.code, count.kind, count.direction, count.target, count.measure) == (
        "一.1-1", Kind.COUNT, Direction.EQUAL, 1200.0, "人"
    )  # fmt: skip
    assert count.leads == ("市人力资源社会保障局",)
    assert (count.start, count.deadline, count.whole, count.all_counties) == (1, 12, True, True)
    assert (count.judged, level.judged) == (None, None)
    assert (rate.judged, rate.direction, rate.whole) == (Judged.MONTHLY, Direction.AT_LEAST, True)
    assert (standard.judged, standard.supports) == (Judged.BY_DEADLINE, ("市人力资源社会保障局",))
    assert (standard.start, standard.deadline, standard.all_counties) == (3, 10, False)
    assert (level.target, level.measure, level.all_counties) == (None, "", False)
    assert ledger.counties_of(level) == ("乙县",)
    assert ledger.units[0] == Unit(
        name="市人力资源社会保障局",
        group=Group.CITY,
        aliases=("市人社局", "人社局"),
        contact="张三",
        phone="12345",
        mails=("a@x.cn", "b@x.cn"),
    )
    assert (ledger.by_unit["市卫生健康委"].reports, ledger.by_unit["市卫生健康委"].counted) == (
        True, True
    )  # fmt: skip
    assert ledger.counted == {"甲县", "市本级"}
    assert ledger.targets == {
        ("一.1-1", "市本级"): 100.0,
        ("一.1-1", "甲县"): 700.0,
        ("一.1-1", "乙县"): 400.0,
        ("二.1-1", "甲县"): 65.0,
    }
    assert ledger.milestones == {"一.1-1": {3: 0.1, 6: 0.5, 12: 1.0}}
    assert ledger.adjustments == (Adjustment("一.1-1", "甲县", 7, 800.0, "会议纪要"),)
    assert ledger.overrides == (
        Override(file="甲.xlsx", unit="甲县", period="2024-05", code="一.1-1", county="甲县",
            field="本月累计", action="改值", value="50",
                 reason="来电更正", officer="李四", day="2024-06-01"),
    )  # fmt: skip


ACCEPTED = [
    ("指标", "| 1 | 2024-12 |", '| "3月" |  |'),
    ("指标", "| 1 | 2024-12 |", '| "３" | 2024年12月底 |'),
    ("指标", "| 1 | 2024-12 |", "| 3 | 12 |"),
    ("指标", "| = | 1200 |", '| ＝ | "1,200" |'),
    ("指标", "| 人 | 是 |", "| 人 | √ |"),
    ("指标", "一.1-1 |", "一．1－1 |"),
    ("指标", "| 市人社局 |  | 是 |", "| 市人社局，市卫健委<br>甲县 |  | Y |"),
    ("指标", "| 65 |", '| "65%" |'),
    ("县区分解", "| 甲县 |", "| 甲 县 |"),
    ("县区分解", "| 乙县 |", "| 乙 |"),
    ("县区分解", "| 700 |", '| "700人" |'),
    ("县区分解", "| 65 |  | 65 |  |", "| 65 |  | 65 |  |\n|  | 以上为各县区任务 |  |  |  |  |"),
    ("时间节点", "| 0.1 |", '| "10%" |'),
    ("时间节点", "| 0.1 |", '| "0.1" |'),
    ("责任单位", "| 甲县 |  |", "| 甲县 | 甲县 |"),
    ("责任单位", "| 甲县 |  |", "|  |  |  |  |  |  |  |  |\n| 甲县 |  |"),
    ("目标调整", "| 7 |", "| 2024-07 |"),
    ("目标调整", "| 7 |", "| 7月 |"),
    ("文件信息", "| 2024 |", '| "2024年" |'),
    ("文件信息", "| 28 |", '| "每月28日" |'),
    ("文件信息", "| 2024-04 |", "| 4月 |"),
    ("人工处置", "| 2024-05 |", "| 5月 |"),
]


@pytest.mark.parametrize(("sheet", "old", "new"), ACCEPTED)
def test_what_clerks_write_is_understood(sheet: str, old: str, new: str) -> None:
    """Nothing else changes: the ledger is the same but for what the cell itself says."""
    ledger = read(cells(changed(sheet, old, new)))
    assert set(ledger.by_code) == {"一.1-1", "二.1-1", "二.1-2", "三.1-1"}
    assert ledger.by_code["一.1-1"].start in {1, 3}
    assert ledger.by_code["一.1-1"].deadline == 12
    assert ledger.by_code["一.1-1"].target == 1200.0
    assert ledger.targets == read(cells(SOUND)).targets
    assert ledger.milestones == {"一.1-1": {3: 0.1, 6: 0.5, 12: 1.0}}
    assert ledger.adjustments[0].month == 7
    assert ledger.document.first == Period(2024, 4)
    assert ledger.overrides[0].period == "2024-05"
    assert len(ledger.units) == 4


DIRECTIONS = [
    ("≥", "≥"), (">=", "≥"), ("＞＝", "≥"), ("≧", "≥"), ("", "≥"), ("不少于", "≥"),
    (">", ">"), ("＞", ">"), ("超过", ">"), ("=", "="), ("≤", "≤"), ("<=", "≤"), ("不超过", "≤"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "meant"), DIRECTIONS)
def test_directions_in_any_spelling(typed: str, meant: str) -> None:
    """Signs and words of circulars."""
    ledger = read(cells(changed("指标", "| = |", f"| {typed} |")))
    assert ledger.indicators[0].direction == meant


@pytest.mark.parametrize("day", [date(2024, 10, 1), datetime(2024, 10, 31)])  # noqa: DTZ001 - a cell
def test_date_cells_are_months(day: date) -> None:
    """Excel makes a date of a typed 2024-10."""
    assert read(with_cell("指标", 1, 16, day)).indicators[0].deadline == 10
    assert read(with_cell("目标调整", 1, 2, day)).adjustments[0].month == 10
    assert read(with_cell("文件信息", 5, 1, day)).document.first == Period(2024, 10)
    assert read(with_cell("人工处置", 1, 2, day)).overrides[0].period == "2024-10"


def test_a_yes_may_be_a_logical_cell() -> None:
    """Other programs write TRUE and FALSE."""
    value: Value = True
    assert read(with_cell("指标", 3, 14, value)).indicators[2].all_counties is True


@pytest.mark.parametrize("place", ["", "全市", "市本级", "乙"])
def test_an_adjustment_is_for_the_city_unless_it_says_where(place: str) -> None:
    """An alias is made the county's name."""
    ledger = read(cells(changed("目标调整", "| 甲县 |", f"| {place} |")))
    meant = {"": "全市", "乙": "乙县"}.get(place, place)
    assert ledger.adjustments[0].county == meant


def test_the_old_name_of_a_renamed_county_may_stand_anywhere() -> None:
    """甲县 is 甲区 now, 甲县 its 别名: leads, 县区分解, 目标调整 and 人工处置 still say 甲县.

    (R6.340, R6.342)
    """
    now = changed("责任单位", "| 甲县 |  |", "| 甲区 | 甲县 |")
    before, after = read(cells(SOUND)), read(cells(now))
    assert after.counties == ("甲区", "乙县")
    assert after.adjustments[0].county == "甲区"
    assert (after.overrides[0].unit, after.overrides[0].county) == ("甲区", "甲区")
    assert after.targets["一.1-1", "甲区"] == before.targets["一.1-1", "甲县"]
    assert before.named("甲区") is None
    assert after.named("甲县人民政府") == "甲区"


def test_a_unit_is_named_once_though_under_two_names() -> None:
    """配合单位 with the old name and the new one is one unit (R6.340)."""
    old = SOUND["指标"].splitlines()[2].split("|")[13].strip()
    assert old == "市人社局"
    ledger = read(cells(changed("指标", "| 市人社局 |", "| 人社局、市人社局 |")))
    assert ledger.indicators[0].leads == ("市人力资源社会保障局",)


OVERRIDES = [
    ("| 改值 | 50 |", "| 排除 |  |", "排除", ""),
    ("| 改值 | 50 |", "| 采用 |  |", "采用", ""),
    ("| 改值 | 50 |", "| 清空 |  |", "清空", ""),
    ("| 改值 | 50 |", "| 改期 | 6月 |", "改期", "2024-06"),
    ("| 改值 | 50 |", "| 认定时间 | 2024年5月28日 |", "认定时间", "2024-05-28"),
    ("| 改值 | 50 |", "| 认定时间 | 2024/5/28 17:30 |", "认定时间", "2024-05-28 17:30"),
    ("| 改值 | 50 |", '| 改值 | "1,050" |', "改值", "1,050"),
    ("| 本月累计 | 改值 | 50 |", "| 存在问题 | 改值 | 无 |", "改值", "无"),
]


@pytest.mark.parametrize(("old", "new", "action", "value"), OVERRIDES)
def test_every_decision_of_a_clerk(old: str, new: str, action: str, value: str) -> None:
    """New values are kept as text, months and moments in one spelling."""
    override = read(cells(changed("人工处置", old, new))).overrides[0]
    assert (override.action, override.value) == (action, value)


def test_a_decision_about_texts_names_the_item() -> None:
    """Rows of 情况说明 bear the item's code."""
    ledger = read(cells(changed("人工处置", "| 一.1-1 | 甲县 | 本月累计", "| 一.1 |  | 存在问题")))
    assert ledger.overrides[0].code == "一.1"


def test_sheets_that_are_mostly_empty_may_be_missing() -> None:
    """Milestones, adjustments and overrides; others are mistakes."""
    book = {name: SOUND[name] for name in ("文件信息", "指标", "县区分解", "责任单位")}
    ledger = read(cells(book))
    assert (ledger.milestones, ledger.adjustments, ledger.overrides) == ({}, (), ())


def test_headings_are_found_by_name_wherever_they_are() -> None:
    """A title above, a column in front, other sheets beside; columns in any order."""
    moved = """
| 责任单位一览表 |  |  |  |  |  |
|  |  |  |  |  |  |
| 序号 | 计入全市 | 类 别 | 报送 | 别名 | 单位 |
| 1 | 是 | 市直 | 是 | 市人社局 | 市人力资源社会保障局 |
| 2 | 是 | 市直 | 是 |  | 市卫生健康委 |
| 3 | 是 | 县区 | 是 |  | 甲县 |
| 4 | 否 | 县区 | 是 | 乙 | 乙县 |
"""
    ledger = read(cells({"说明": "| 随便写的 |", **SOUND, "责任单位": moved}))
    assert ledger.counties == ("甲县", "乙县")
    assert ledger.counted == {"甲县", "市本级"}


def test_columns_of_their_own_do_no_harm_in_the_breakdown() -> None:
    """合计 and 备注 are no counties; neither is a column without figures."""
    extra = """
| 编码 | 甲县 | 合计 | 备注 | 审核意见 |
| 一.1-1 | 700 | 1200 | 3 | 同意 |
"""
    assert read(cells(SOUND | {"县区分解": extra})).targets == {("一.1-1", "甲县"): 700.0}


def test_zero_for_a_county_that_does_not_answer_says_nothing_new() -> None:
    """0 is 无任务, which is so anyway."""
    row = "| 65 |  | 65 |  |\n| 二.1-2 |  |  | 50 | 0 | 0 |"
    ledger = read(cells(changed("县区分解", "| 65 |  | 65 |  |", row)))
    assert ledger.targets["二.1-2", "市本级"] == 50.0
    assert ("二.1-2", "甲县") not in ledger.targets


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("28", ReportDay(28)),
        ("28日", ReportDay(28)),
        ("每月28日前", ReportDay(28)),
        ("次月5日", ReportDay(5, following=True)),
        ("每月 次月５日前", ReportDay(5, following=True)),
        ("下个月5号", ReportDay(5, following=True)),
        ("次月五日之前", ReportDay(5, following=True)),
        ("次月10", ReportDay(10, following=True)),
    ],
)
def test_the_report_day_may_be_of_the_next_month(written: str, day: ReportDay) -> None:
    """However a clerk writes it (R6.192)."""
    assert read(cells(changed("文件信息", "| 28 |", f"| {written} |"))).document.report_day == day


def test_a_sum_below_the_city_target_is_no_mistake() -> None:
    """It is a finding elsewhere."""
    assert read(cells(changed("县区分解", "| 400 |", "| 1 |"))).targets["一.1-1", "乙县"] == 1.0


MISTAKES = [
    ("文件信息", "| 年度 | 2024 |", "| 年 | 2024 |", "台账〔文件信息〕缺少“年度”一行"),
    ("文件信息", "| 2024 |", "| 二〇二四 |", "台账〔文件信息〕B4：年度“二〇二四”不对"),
    ("文件信息", "| 28 |", "| 32 |", "台账〔文件信息〕B5：报送日“32”不对，请填 1 到 31 之间的整数"),
    ("文件信息", "| 28 |", "| 0 |", "台账〔文件信息〕B5：报送日“0”不对"),
    ("文件信息", "| 28 |", "| 次月 |", "B5：报送日“次月”不对，请填 1 到 31 之间的整数；下一个月"),
    ("文件信息", "| 28 |", "| 次月32日 |", "B5：报送日“次月32日”不对"),
    ("文件信息", "| 28 |", "| 上月5日 |", "B5：报送日“上月5日”不对"),
    ("文件信息", "| 2024-04 |", "| 2023-04 |", "B6：首报期“2023-04”不是年度内的月份"),
    ("文件信息", "| 2024-04 |", "|  |", "B6：首报期“”不是年度内的月份"),
    ("指标", "| 判定 |", "| 判断 |", "台账〔指标〕缺少列标题：判定"),
    ("指标", "| 二.1-1 |", "| 一.1-1 |", "台账〔指标〕A3：编码“一.1-1”与第2行重复"),
    ("指标", "| 三.1-1 |", "| 三1-1 |", "台账〔指标〕A5：编码“三1-1”写法不对"),
    ("指标", "| 三.1-1 |", "|  |", "台账〔指标〕A5：编码没有填写"),
    ("指标", "| 一 | 技能培训 |", "|  | 技能培训 |", "B2：事项序号没有填写"),
    ("指标", "| 技能培训 |", "|  |", "台账〔指标〕C2：事项没有填写"),
    ("指标", "| 培训人数 |", "|  |", "台账〔指标〕F2：指标没有填写"),
    ("指标", "| 累计 |", "| 数量 |", "G2：类型“数量”不认识，请填：累计、比率、标准、定性"),
    ("指标", "| 累计 |", "|  |", "台账〔指标〕G2：类型没有填写"),
    ("指标", "| = |", "| < |", "台账〔指标〕H2：方向“<”不认识，请填：≥、>、=、≤"),
    ("指标", "| 1200 |", "|  |", "台账〔指标〕I2：年度目标没有填写"),
    ("指标", "| 1200 |", "| -5 |", "台账〔指标〕I2：年度目标填写的是“-5”，是负数"),
    ("指标", "| 1200 |", "| 0 |", "台账〔指标〕I2：年度目标是 0"),
    ("指标", "| 1200 |", "| 约1200 |", "台账〔指标〕I2：年度目标填写的是“约1200”"),
    ("指标", "| 1200 |", "| 若干 |", "台账〔指标〕I2：年度目标填写的是“若干”，不是数字"),
    ("指标", "| 65 |", "| 0.65 |", "I3：比率的目标是 0.65%，请填百分数本身"),
    ("指标", "| 人 |", "|  |", "台账〔指标〕J2：计量单位没有填写"),
    ("指标", "| 人 | 是 |", "| 人 | 也许 |", "台账〔指标〕K2：整数“也许”不认识，请填 是 或 否"),
    ("指标", "| 按月 |", "|  |", "台账〔指标〕L3：判定没有填写，请填：按月、到期"),
    ("指标", "| 到期 |", "| 按季 |", "台账〔指标〕L4：判定“按季”不认识"),
    ("指标", "| 是 |  | 市人社局 |", "| 是 | 按月 | 市人社局 |", "L2：累计指标的判定不能填“按月”"),
    ("指标", "| 市人社局 |", "|  |", "台账〔指标〕M2：没有牵头单位"),
    ("指标", "| 市人社局 |", "| 市人社厅 |", "M2：牵头单位里的“市人社厅”不在〔责任单位〕中"),
    ("指标", "| 乙县 |", "| 丙县 |", "N5：配合单位里的“丙县”不在〔责任单位〕中"),
    ("指标", "| 1 | 2024-12 |", "| 13 | 2024-12 |", "P2：起始月“13”不认识"),
    ("指标", "| 2024-12 |", "| 2025-03 |", "Q2：完成时限“2025-03”不认识，请填2024年度的月份"),
    ("指标", "| 2024-12 |", "| 年底 |", "台账〔指标〕Q2：完成时限“年底”不认识"),
    ("指标", "| 3 | 2024-10 |", "| 11 | 2024-10 |", "P4：起始月（11月）晚于完成时限（10月）"),
    ("县区分解", "| 编码 |", "| 代码 |", "台账〔县区分解〕缺少列标题：编码"),
    ("县区分解", "| 二.1-1 |", "| 二.9-1 |", "A3：编码“二.9-1”在〔指标〕中没有"),
    ("县区分解", "| 二.1-1 |", "| 一.1-1 |", "台账〔县区分解〕A3：编码“一.1-1”与第2行重复"),
    ("县区分解", "| 二.1-1 |", "|  |", "台账〔县区分解〕A3：编码没有填写"),
    (
        "县区分解",
        "| 甲县 |",
        "| 丙县 |",
        "台账〔县区分解〕E1：列标题“丙县”不是〔责任单位〕里的县区",
    ),
    ("县区分解", "| 甲县 |", "| 市卫健委 |", "E1：列标题“市卫健委”不是〔责任单位〕里的县区"),
    ("县区分解", "| 甲县 |", "| 乙 |", "台账〔县区分解〕F1：“乙县”这个县区已有一列"),
    ("县区分解", "| 700 |", "| -1 |", "台账〔县区分解〕E2：甲县填写的是“-1”，是负数"),
    ("县区分解", "| 700 |", "| 待定 |", "台账〔县区分解〕E2：甲县填写的是“待定”"),
    ("县区分解", "| 二.1-1 | 筛查率 |", "| 二.1-2 | 补助 |", "E3：“甲县”不承担这个指标"),
    ("时间节点", "| 5月 |", "| 五月 |", "台账〔时间节点〕缺少列标题：5月"),
    ("时间节点", "| 0.5 |", "| 50 |", "H2：“50”不是 0 到 100% 之间的比例，请填如 50%"),
    ("时间节点", "| 0.5 |", "| 一半 |", "台账〔时间节点〕H2：“一半”不是 0 到 100% 之间的比例"),
    ("时间节点", "| 0.5 |", "| -0.5 |", "台账〔时间节点〕H2：“-0.5”不是 0 到 100%"),
    ("时间节点", "| 0.5 |", "| 0.05 |", "H2：时间节点是累计比例，不能比前面的月份小"),
    ("时间节点", "| 补助标准 |  |", "| 补助标准 | 0.1 |", "C3：起始月是3月，之前的节点应为空或 0"),
    ("时间节点", "| 1 |", "| 0.9 |", "N2：完成时限是12月，从这个月起节点应为 100%，请改正或清空"),
    (
        *("时间节点", "| 0.1 |  |  | 0.5 |  |  |  |  |  | 1 |"),
        *("| 0.25 |  |  | 0.25 |  |  | 0.25 |  |  | 0.25 |", "N2：这一行像是每个季度的增量"),
    ),
    (
        *("时间节点", "| 0.1 |  |  | 0.5 |  |  |  |  |  | 1 |"),
        *("| 0.1 |  |  | 0.2 |  |  | 0.3 |  |  | 0.4 |", "N2：这一行像是每个季度的增量"),
    ),
    ("时间节点", "| 二.1-2 |", "| 二.2-2 |", "台账〔时间节点〕A3：编码“二.2-2”在〔指标〕中没有"),
    ("时间节点", "| 二.1-2 |", "| 一.1-1 |", "台账〔时间节点〕A3：编码“一.1-1”与第2行重复"),
    ("责任单位", "| 市直 |", "| 企业 |", "台账〔责任单位〕C2：类别“企业”不认识，请填：市直、县区"),
    ("责任单位", "| 市直 |", "|  |", "台账〔责任单位〕C2：类别没有填写"),
    ("责任单位", "| 甲县 |", "| 乙县 |", "台账〔责任单位〕A5：单位“乙县”与第4行重复"),
    ("责任单位", "| 市卫健委 |", "| 市人社局 |", "B3：别名“市人社局”与第2行重复"),
    ("责任单位", "| 乙 |", "| 甲县 |", "台账〔责任单位〕B5：别名“甲县”与第4行重复"),
    ("责任单位", "| 甲县 |  |", "|  | 甲 |", "台账〔责任单位〕A4：单位没有填写"),
    ("责任单位", "| 甲县 |  |", "| 全市 | 甲县 |", "台账〔责任单位〕A4：“全市”有专门含义"),
    ("责任单位", "| 乙 |", "| 市本级 |", "B5：“市本级”有专门含义，不能作单位的别名，请删去"),
    ("责任单位", "a@x.cn", "a.x.cn", "台账〔责任单位〕H2：“a.x.cn”不是邮箱地址"),
    ("责任单位", "| 是 | 是 |", "| 报 | 是 |", "台账〔责任单位〕D2：报送“报”不认识"),
    ("目标调整", "| 一.1-1 |", "| 一.1-9 |", "台账〔目标调整〕A2：编码“一.1-9”在〔指标〕中没有"),
    ("目标调整", "| 甲县 |", "| 丙县 |", "台账〔目标调整〕B2：“丙县”不是〔责任单位〕里的县区"),
    ("目标调整", "| 一.1-1 |", "| 二.1-2 |", "台账〔目标调整〕B2：“甲县”不承担这个指标"),
    ("目标调整", "| 7 |", "|  |", "台账〔目标调整〕C2：生效月没有填写"),
    ("目标调整", "| 7 |", "| 2025-07 |", "台账〔目标调整〕C2：生效月“2025-07”不认识"),
    ("目标调整", "| 800 |", "|  |", "台账〔目标调整〕D2：新目标没有填写"),
    ("目标调整", "| 甲县 | 7 | 800 |", "| 全市 | 7 | 0 |", "D2：全市目标不能是 0"),
    (
        "人工处置",
        "| 改值 |",
        "| 修改 |",
        "处置“修改”不认识，请填：排除、采用、改值、清空、改期、认定时间",
    ),
    ("人工处置", "| 本月累计 |", "| 累计 |", "台账〔人工处置〕F2：字段“累计”不认识"),
    ("人工处置", "| 本月累计 |", "|  |", "台账〔人工处置〕F2：改值要写明字段"),
    ("人工处置", "| 一.1-1 |", "|  |", "台账〔人工处置〕D2：改值要写明编码"),
    ("人工处置", "| 一.1-1 |", "| 九.1-1 |", "台账〔人工处置〕D2：编码“九.1-1”在〔指标〕中没有"),
    ("人工处置", "| 甲.xlsx | 甲县 |", "|  |  |", "A2：文件和单位都没有填写"),
    (
        "人工处置",
        "| 甲.xlsx | 甲县 |",
        "| 甲.xlsx | 丙县 |",
        "B2：单位里的“丙县”不在〔责任单位〕中",
    ),
    ("人工处置", "| 2024-05 |", "| 2023-05 |", "C2：期次“2023-05”不是年度内的月份"),
    ("人工处置", "| 50 |", "|  |", "台账〔人工处置〕H2：新值没有填写"),
    ("人工处置", "| 50 |", "| 很多 |", "台账〔人工处置〕H2：新值填写的是“很多”，不是数字"),
    ("人工处置", "| 改值 | 50 |", "| 改期 | 明年 |", "H2：新值“明年”不是年度内的月份"),
    ("人工处置", "| 改值 | 50 |", "| 认定时间 | 2024-02-30 |", "H2：认定时间“2024-02-30”不是日期"),
    ("人工处置", "| 来电更正 |", "|  |", "台账〔人工处置〕I2：理由没有填写"),
    ("人工处置", "| 李四 |", "|  |", "台账〔人工处置〕J2：经办人没有填写"),
]


@pytest.mark.parametrize(
    ("sheet", "old", "new", "sentence"), MISTAKES, ids=[case[3][:40] for case in MISTAKES]
)
def test_each_mistake_is_reported_where_it_is(
    sheet: str, old: str, new: str, sentence: str
) -> None:
    """One sentence that names sheet and cell, says what was found and what to do."""
    messages = mistakes(cells(changed(sheet, old, new)))
    assert any(sentence in message for message in messages), messages
    assert all(message.startswith("台账") and message.endswith("。") for message in messages)


def test_a_mistake_is_reported_once() -> None:
    """What refers to a faulty row does not complain again."""
    assert len(mistakes(cells(changed("指标", "| 1200 |", "| 若干 |")))) == 1
    assert len(mistakes(cells(changed("指标", "| 累计 |", "| 数量 |")))) == 1
    assert len(mistakes(cells(changed("责任单位", "| 市直 |", "| 企业 |")))) == 1
    assert len(mistakes(cells(changed("文件信息", "| 2024 |", "| 某年 |")))) == 1


@pytest.mark.parametrize("sheet", ["文件信息", "指标", "县区分解", "责任单位"])
def test_a_missing_sheet_is_one_mistake(sheet: str) -> None:
    """Not one for every reference into it."""
    rest = {name: markdown for name, markdown in SOUND.items() if name != sheet}
    assert mistakes(cells(rest)) == (f"台账缺少工作表〔{sheet}〕，请补上或从原台账复制。",)


@pytest.mark.parametrize("sheet", ["文件信息", "指标", "责任单位"])
def test_an_empty_sheet_is_one_mistake(sheet: str) -> None:
    """Headings alone are not enough."""
    only_headings = "\n".join(SOUND[sheet].splitlines()[:2])
    (message,) = mistakes(cells(SOUND | {sheet: only_headings}))
    assert message == f"台账〔{sheet}〕标题下面没有内容，请至少填一行。"


def test_all_mistakes_come_in_one_message() -> None:
    """Across sheets, in the order of the ledger's parts."""
    book = changed("指标", "| 1200 |", "| -5 |")
    book = changed("责任单位", "a@x.cn", "a", book)
    book = changed("时间节点", "| 0.5 |", "| 50 |", book)
    book = changed("人工处置", "| 李四 |", "|  |", book)
    del book["县区分解"]
    messages = mistakes(cells(book))
    assert [message.partition("：")[0] for message in messages] == [
        "台账〔责任单位〕H2",
        "台账〔指标〕I2",
        "台账缺少工作表〔县区分解〕，请补上或从原台账复制。",
        "台账〔时间节点〕H2",
        "台账〔人工处置〕J2",
    ]


def test_two_unknown_units_in_one_cell_are_both_reported() -> None:
    """One cell may hold several mistakes."""
    messages = mistakes(cells(changed("指标", "| 市人社局 |", "| 甲局、乙局 |")))
    assert ["甲局" in messages[0], "乙局" in messages[1], len(messages)] == [True, True, 2]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), True, date(2024, 1, 1)])
def test_a_target_must_be_a_real_number(value: Value) -> None:
    """Other programs can write cells that no clerk can type."""
    (message,) = mistakes(with_cell("指标", 1, 8, value))
    assert message.startswith("台账〔指标〕I2：年度目标")


def marked(sheet: str, *, formulas: tuple[str, ...] = (), errors: tuple[str, ...] = ()) -> Cells:
    """Give the sound ledger with formula and error cells."""
    book = cells(SOUND)
    return Cells(
        tuple(
            Sheet(
                name=each.name,
                rows=each.rows,
                formulas=frozenset(formulas),
                errors=frozenset(errors),
            )
            if each.name == sheet
            else each
            for each in book.sheets
        )
    )


def test_a_formula_that_looks_blank_is_not_taken_for_one() -> None:
    """F3 is blank to a reader of values; E2 has its result."""
    (message,) = mistakes(marked("县区分解", formulas=("F3", "E2")))
    assert message.startswith("台账〔县区分解〕F3：公式还没有算出结果")
    (message,) = mistakes(marked("县区分解", errors=("F3",)))
    assert message.startswith("台账〔县区分解〕F3：公式出错")
    assert isinstance(read(marked("县区分解", formulas=("E2",))), Ledger)


def test_a_formula_in_a_column_that_is_not_read_does_no_harm() -> None:
    """全市目标 is there for the clerk."""
    assert isinstance(read(marked("县区分解", errors=("C2",))), Ledger)
