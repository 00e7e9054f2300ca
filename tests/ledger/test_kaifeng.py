"""The ledger that comes with the program: the facts of the circular of Kaifeng 2024."""

from __future__ import annotations

from pathlib import Path

import pytest

from ducha.files.workbook.reading import read as read_workbook
from ducha.files.writing.ledger.book import write
from ducha.ledger.model import Group, Judged, Kind, Ledger
from ducha.ledger.reading import read
from ducha.period import Period, ReportDay

SHIPPED = Path(__file__).parents[2] / "ledger.xlsx"

HR, SCHOOLS, HEALTH, HOUSING = (
    "市人力资源社会保障局",
    "市教体局",
    "市卫生健康委",
    "市住房城乡建设局",
)
ROADS, URBAN, POLICE, CIVIL = "市交通运输局", "市城管局", "市公安局", "市民政局"
DISABLED, YOUTH = "市残联", "团市委"

FACTS = [
    ("一.1-1", "开展职业技能培训", "累计", "=", 100000, "人次", HR),
    ("一.1-2", "新增技能人才", "累计", "=", 68000, "人", HR),
    ("一.1-3", "新增高技能人才", "累计", "=", 38000, "人", HR),
    ("二.1-1", "改善办学条件学校", "累计", "=", 15, "所", SCHOOLS),
    ("三.1-1", "培训家庭医生服务团队", "累计", "=", 51, "个", HEALTH),
    ("三.1-2", "培训家庭医生服务团队人数", "累计", "=", 204, "人", HEALTH),
    ("三.2-1", "基层卫生技术人员在线培训", "累计", "≥", 7300, "人", HEALTH),
    ("三.3-1", "行政村卫生室基本运行经费补助标准", "标准", "=", 6000, "元", HEALTH),
    ("三.3-2", "行政村卫生室基本运行经费补助覆盖", "累计", "=", 2444, "个", HEALTH),
    ("四.1-1", "新开工改造城镇老旧小区", "累计", "≥", 9741, "户", HOUSING),
    ("五.1-1", "新、改建农村公路", "累计", "=", 150, "公里", ROADS),
    ("五.1-2", "改造危旧桥梁", "累计", "=", 20, "座", ROADS),
    ("六.1-1", "城镇非居民用户“瓶改管”改造", "累计", "=", 5652, "户", URBAN),
    ("七.1-1", "新建公共服务领域充电桩", "累计", "=", 1900, "个", HOUSING),
    ("八.1-1", "排查存在安全隐患的路口", "累计", "≥", 170, "个", POLICE),
    ("八.1-2", "排查发生过伤亡交通事故的重点隐患路口", "累计", "≥", 24, "个", POLICE),
    ("八.1-3", "举办“美丽乡村行”交通安全巡回宣讲活动", "累计", "≥", 72, "场", POLICE),
    ("九.1-1", "建成老年助餐场所", "累计", "≥", 360, "个", CIVIL),
    ("九.1-2", "老年助餐服务覆盖城镇社区比例", "比率", "=", 40, "%", CIVIL),
    ("九.1-3", "老年助餐服务覆盖行政村比例", "比率", "=", 10, "%", CIVIL),
    ("九.1-4", "每个乡镇（街道）老年食堂（中央厨房）", "标准", "≥", 1, "个", CIVIL),
    ("十.1-1", "宫颈癌筛查", "累计", "=", 25620, "人", HEALTH),
    ("十.1-2", "乳腺癌筛查", "累计", "=", 25620, "人", HEALTH),
    ("十.1-3", "孕早中期产前筛查覆盖率", "比率", "≥", 65, "%", HEALTH),
    ("十.1-4", "新生儿“两病”筛查率", "比率", "≥", 95, "%", HEALTH),
    ("十.1-5", "新生儿听力筛查率", "比率", "≥", 95, "%", HEALTH),
    ("十.2-1", "残疾儿童康复救助", "累计", "≥", 1208, "人", DISABLED),
    ("十.3-1", "青少年心理健康科普、团辅活动", "累计", "≥", 270, "场次", YOUTH),
    ("十.3-2", "线下青少年个案咨询", "累计", ">", 1000, "人次", YOUTH),
    ("十.3-3", "培训青少年心理健康工作者", "累计", "≥", 60, "人次", YOUTH),
]


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    """The shipped ledger as the program reads it."""
    return read(read_workbook(SHIPPED.read_bytes()))


def test_the_thirty_indicators(ledger: Ledger) -> None:
    """Code, kind, direction, target, measure and lead of each, as the circular prints them."""
    facts = [
        (i.code, i.name, i.kind, i.direction, i.target, i.measure, *i.leads)
        for i in ledger.indicators
    ]
    assert facts == FACTS


def test_ten_matters_and_fourteen_items(ledger: Ledger) -> None:
    """Numbered as printed."""
    assert "".join(dict.fromkeys(i.matter_no for i in ledger.indicators)) == "一二三四五六七八九十"
    assert len({i.matter for i in ledger.indicators}) == 10
    assert len({i.item for i in ledger.indicators}) == 14
    assert len({i.task for i in ledger.indicators}) == 14
    health = {i.item for i in ledger.indicators if i.leads == (HEALTH,)}
    assert health == {"三.1", "三.2", "三.3", "十.1"}
    assert {i.item for i in ledger.indicators if i.leads == (HOUSING,)} == {"四.1", "七.1"}


def test_tasks_are_the_circulars_words(ledger: Ledger) -> None:
    """Without number and responsibility."""
    assert ledger.by_code["三.2-1"].task == "开展基层卫生技术人员在线培训，全年培训7300人以上。"
    assert ledger.by_code["五.1-1"].matter == "加快推动“四好农村路”高质量发展"


def test_when_rates_and_standards_are_judged(ledger: Ledger) -> None:
    """Screening rates must hold every month; coverage and standards have until the deadline.

    Of no count does a circular say that it is there only at completion (R7.26).
    """
    others = [i.judged for i in ledger.indicators if not i.asks_parts]
    assert others == [None] * 23
    lines = {i.code: i.judged for i in ledger.indicators if i.asks_parts}
    assert lines == {
        "三.3-1": Judged.BY_DEADLINE,
        "九.1-2": Judged.BY_DEADLINE,
        "九.1-3": Judged.BY_DEADLINE,
        "九.1-4": Judged.BY_DEADLINE,
        "十.1-3": Judged.MONTHLY,
        "十.1-4": Judged.MONTHLY,
        "十.1-5": Judged.MONTHLY,
    }
    explained = [i for i in ledger.indicators if i.note and i.numerator_note]
    assert [i.code for i in explained if i.denominator_note] == list(lines)


def test_only_kilometres_are_not_counted_in_wholes(ledger: Ledger) -> None:
    """五.1-1 is the only length."""
    assert [i.code for i in ledger.indicators if not i.whole] == ["五.1-1"]


def test_everything_runs_over_the_year_in_every_county(ledger: Ledger) -> None:
    """各县区 answers for each item; nothing ends before December."""
    assert {(i.start, i.deadline, i.all_counties, i.supports) for i in ledger.indicators} == {
        (1, 12, True, ())
    }


def test_who_answers(ledger: Ledger) -> None:
    """Ten departments in the order of the circular, ten counties and districts."""
    names = [unit.name for unit in ledger.units]
    assert names == [
        *(HR, SCHOOLS, HEALTH, HOUSING, ROADS, URBAN, POLICE, CIVIL, DISABLED, YOUTH),
        *("杞县", "通许县", "尉氏县", "兰考县", "祥符区", "龙亭区", "顺河回族区"),
        *("鼓楼区", "禹王台区", "城乡一体化示范区"),
    ]
    assert [unit.group for unit in ledger.units] == [Group.CITY] * 10 + [Group.COUNTY] * 10
    assert all(unit.reports and unit.counted for unit in ledger.units)
    assert "市人社局" in ledger.by_unit[HR].aliases
    assert "示范区" in ledger.by_unit["城乡一体化示范区"].aliases


def test_the_document(ledger: Ledger) -> None:
    """Year, report day and the bureau's address."""
    document = ledger.document
    assert document.title == (
        "开封市人民政府办公室关于印发2024年河南省重点民生实事工作方案确定事项分解意见的通知"
    )
    assert (document.number, document.issuer) == ("汴政办〔2024〕9号", "开封市人民政府办公室")
    assert (document.year, document.report_day, document.first) == (
        2024,
        ReportDay(28),
        Period(2024, 4),
    )
    assert (document.mailbox, document.phone) == ("kaifengducha@126.com", "25961206")
    assert (document.host, document.issued) == ("市政府督查局", "2024-04-10")


def test_nothing_is_broken_down_yet(ledger: Ledger) -> None:
    """The circular gives no county targets; the rows are there to be filled."""
    assert (ledger.targets, ledger.milestones) == ({}, {})
    assert (ledger.adjustments, ledger.overrides) == ((), ())
    for name in ("县区分解", "时间节点"):
        sheet = read_workbook(SHIPPED.read_bytes()).sheet(name)
        assert sheet is not None
        assert [row[0] for row in sheet.rows[1:]] == [fact[0] for fact in FACTS]
    assert len([i for i in ledger.indicators if i.kind is Kind.COUNT]) == 23


def test_the_shipped_file_is_what_the_program_writes(ledger: Ledger) -> None:
    """Nobody has touched it by hand."""
    assert read_workbook(write(ledger)) == read_workbook(SHIPPED.read_bytes())
