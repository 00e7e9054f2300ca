"""The steps of reading a circular, each with rows of cases."""

from __future__ import annotations

import pytest

from ducha.circular.bodies.responsibility import read_phrase, read_responsibility
from ducha.circular.figures import deadlines
from ducha.circular.figures.exclusions import QuantityContext, exclusion_reason
from ducha.circular.figures.indicators import read_targets
from ducha.circular.figures.quantities import find_quantities
from ducha.circular.page import marks


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("新建10所", [(10, "所", None)]),
        ("19个10496套", [(19, "个", None), (10496, "套", None)]),
        ("70—80公里", [(70, "公里", 80)]),
        ("7—8万亩", [(70000, "亩", 80000)]),
        ("7.5%—8%", [(7.5, "%", 8)]),
        ("1至2个", [(1, "个", 2)]),
        ("1.2亿元", [(120_000_000, "元", None)]),
        ("3千米", [(3, "千米", None)]),
        ("10万千瓦", [(100_000, "千瓦", None)]),
        ("三成以上", [(30, "%", None)]),
        ("九成五", [(95, "%", None)]),
        ("百分之六十五", [(65, "%", None)]),
        ("5‰", [(5, "‰", None)]),
        ("6.5批次/千人", [(6.5, "批次/千人", None)]),
        ("分别新增10、20个", [(10, "个", None), (20, "个", None)]),
        ("5万余株", [(50000, "株", None)]),
        ("一体化、进一步、千家万户", []),
    ],
)
def test_quantities_are_read_in_base_units(
    text: str, expected: list[tuple[float, str, float | None]]
) -> None:
    """Scales, ranges, tenths, permille, composite measures; 一体化 is no number."""
    assert [(q.value, q.measure, q.upper) for q in find_quantities(text)] == expected


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2024年底完成", "日期"),
        ("为65岁以上老人", "年龄"),
        ("三级以上医院", ""),
        ("打造15分钟生活圈", "时间"),
        ("第3批项目", "序数"),
        ("拨打12345热线", "没有计量单位"),
        ("“100件小事”行动", "引号"),
        ("PM2.5浓度", "字母"),
        ("每年检查2次", "频次"),
        ("补助由89元提高至", "基数"),
        ("目前已建成30座", "已完成"),
        ("每100户配备", "换算基数"),
        ("抓好3个方面", "列举"),
        ("办好10件实事", "件数"),
        ("开展一次体检", "文字里"),
        ("（以上2项由市教体局负责）", "前面各项的序号或项数"),
        ("满意度得分达到95以上", "没有计量单位"),
        ("建成3级医院", "等级、编号或版本"),
        ("建成500米范围内的充电圈", "范围或距离"),
        ("半径3公里", "范围或距离"),
    ],
)
def test_a_number_that_is_no_target_has_its_reason(text: str, why: str) -> None:
    """The clerk is told why each number was left out."""
    text = f"{text}94元" if text.endswith("提高至") else text
    quantities = find_quantities(text)
    if not why:
        assert quantities == ()
        return
    assert exclusion_reason(QuantityContext(text, quantities[0], 2024)).count(why)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("到2026年建成泊位800个", "不是本年度的数"),
        ("到2024年建成泊位800个", ""),
        ("2023年以前建成的泊位800个", ""),
    ],
)
def test_a_figure_of_another_year_is_no_target_of_this_one(text: str, why: str) -> None:
    """Unless the year only says how old the things are."""
    *_, last = find_quantities(text)
    assert (last.value, exclusion_reason(QuantityContext(text, last, 2024))) == (800, why)


@pytest.mark.parametrize(
    ("value", "leads", "supports", "every"),
    [
        ("市甲局，各县区", "市甲局", "", True),
        ("市教育局、财政局，各县（市、区）政府（管委会）", "市教育局", "市财政局", True),
        ("省商务厅牵头，省教育厅、财政厅等按职责分工负责", "省商务厅", "省教育厅、省财政厅", False),
        ("市民政局会同市财政局、市残联", "市民政局", "市财政局、市残联", False),
        ("由市水利局、青县、白区人民政府负责落实", "市水利局", "青县人民政府、白区人民政府", False),
        (
            "市住房和城乡建设局和市自然资源和规划局",
            "市住房和城乡建设局",
            "市自然资源和规划局",
            False,
        ),
        ("市城管局；各县、区人民政府，示范区、开发区管委会", "市城管局", "", True),
        ("市交通局（张三）", "市交通局", "", False),
        ("各县区人民政府，市直有关部门", "", "", True),
        ("市委宣传部、文旅局、团委", "市委宣传部", "市文旅局、团市委", False),
        ("市供电公司、水务集团，市区各区", "市供电公司", "水务集团", True),
    ],
)
def test_units_are_named_in_full(value: str, leads: str, supports: str, every: bool) -> None:  # noqa: FBT001
    """Prefixes and endings come back, 各县区 is one fact, people are no units."""
    responsibility = read_responsibility(value)
    assert "、".join(responsibility.leads) == leads
    assert "、".join(responsibility.supports) == supports
    assert responsibility.all_counties is every


@pytest.mark.parametrize(
    ("text", "names_units"),
    [
        ("市教体局，各县区", True),
        ("市教育局、市财政局等按职责分工负责", True),
        ("牵头单位：市民政局；责任单位：各区〈含开发区〉", True),
        ("中央厨房", False),
        ("街道", False),
        ("含小区、社区", False),
        ("城市、农村", False),
        ("其中城区10个", False),
    ],
)
def test_a_bracket_is_a_field_only_when_it_names_units(text: str, names_units: bool) -> None:  # noqa: FBT001
    """（中央厨房） stays in the text; （市教体局，各县区） is taken out of it."""
    assert (read_phrase(text) is not None) is names_units


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("12月底前", 12),
        ("2024年10月31日前", 10),
        ("6月底前开工，12月底前投入使用", 12),
        ("5月底前动工", None),
        ("年底前", 12),
        ("第三季度", 9),
        ("上半年", 6),
        ("2024-09", 9),
        ("2024年5月—11月", 11),
        ("从3月1日起", None),
        ("长期坚持", None),
    ],
)
def test_a_deadline_is_the_last_finishing_month(text: str, month: int | None) -> None:
    """A start date is not a finish date."""
    assert deadlines.last_finish(text, 2024) == month


@pytest.mark.parametrize(
    ("text", "style", "number", "rest"),
    [
        ("一、标题", marks.BIG, 1, "标题"),
        ("十二、标题", marks.BIG, 12, "标题"),
        ("（三）标题", marks.BIG_BRACKET, 3, "标题"),
        ("(三)标题", marks.BIG_BRACKET, 3, "标题"),
        ("3.标题", marks.SMALL, 3, "标题"),
        ("3、标题", marks.SMALL, 3, "标题"),
        ("★1.标题", marks.SMALL, 1, "标题"),
        ("第一件：标题", marks.BIG, 1, "标题"),
        ("（2）标题", marks.SMALL_BRACKET, 2, "标题"),
        ("2）标题", marks.SMALL_BRACKET, 2, "标题"),
        ("②标题", marks.CIRCLED, 2, "标题"),
    ],
)
def test_number_marks(text: str, style: str, number: int, rest: str) -> None:
    """Each numbering style with its number and where the text goes on."""
    mark = marks.mark_at(text)
    assert mark is not None
    assert (mark.style, mark.number, text[mark.end :]) == (style, number, rest)


@pytest.mark.parametrize("text", ["3.8万人", "一、二年级学生", "2024年工作", "一是加强", "100个"])
def test_what_only_looks_like_a_mark(text: str) -> None:
    """A decimal, a list of grades or a year begins no item."""
    assert marks.mark_at(text) is None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("全年共培训51个医生团队，共204人。", ["培训医生团队", "培训医生团队人数"]),
        ("持续推进小区改造提升，全年新开工改造不少于9户。", ["新开工改造小区"]),
        ("开展在线培训，全年培训73人以上。", ["在线培训"]),
        ("甲癌、乙癌各完成筛查25人。", ["甲癌筛查", "乙癌筛查"]),
        ("建卡率、建证率均达到98%。", ["建卡率", "建证率"]),
        ("覆盖全市40%的社区和10%的村。", ["覆盖社区比例", "覆盖村比例"]),
        ("新建公园5个、游园10个。", ["新建公园", "新建游园"]),
        ("改造小区5个，惠及80户。", ["改造小区", "改造小区惠及户数"]),
        ("改造小区5个，力争8个。", ["改造小区", "改造小区（力争）"]),
        ("城市、农村低保标准分别提高到640元、450元。", ["城市低保标准", "农村低保标准"]),
        ("新、改建公路150公里，改造桥梁20座。", ["新、改建公路", "改造桥梁"]),
    ],
)
def test_names_say_what_is_counted(text: str, names: list[str]) -> None:
    """Verb and noun around the number, the peers of a list, the clause before a bare verb."""
    targets, _ = read_targets(text, "某事项", 2024, "一.1")
    assert [target.name for target in targets] == names


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("新建不少于9个", "≥"),
        ("新建9个以上", "≥"),
        ("咨询超过9人次", ">"),
        ("覆盖率达到9%", "≥"),
        ("大班额控制在9%以内", "≤"),
        ("死亡率不超过9%", "≤"),
        ("新建9个左右", "="),
        ("新建9个", "="),
        ("植树9万余株", "≥"),
    ],
)
def test_bounds_give_the_direction(text: str, sign: str) -> None:
    """Words before the number, after the measure, and 余."""
    targets, _ = read_targets(text, "", 2024, "一.1")
    assert targets[0].direction == sign
