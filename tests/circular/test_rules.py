"""Rules that circulars from many places have asked for, each with rows of cases."""

from __future__ import annotations

import pytest
from kit.circulars import HEAD, units

from ducha.circular.bodies.responsibility import read_responsibility
from ducha.circular.draft import read
from ducha.circular.figures.indicators import read_targets

Row = tuple[float | None, str]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("救护车平均到达时间不超过14分钟。", [(14, "分钟")]),
        ("文化馆每周开放不少于42小时。", [(42, "小时")]),
        ("城市书屋全年开放三百二十天以上。", [(320, "天")]),
        ("打造15分钟阅读圈，新建书屋8个。", [(8, "个")]),
        ("新建泵站6座（截至3月底已完成4座），疏浚河道30公里。", [(6, "座"), (30, "公里")]),
        ("低保标准不低于500元，由上年的460元、430元相应提高。", [(500, "元")]),
        ("消除66人以上大班额，新建教学楼5栋。", [(5, "栋")]),
        ("实现30户以上自然村道路硬化，改造桥梁9座。", [(9, "座")]),
        ("新建卫生院六所、门诊部十二所，改造病房40间。", [(6, "所"), (12, "所"), (40, "间")]),
        ("婴儿死亡率控制在4.2‰以内。", [(4.2, "‰")]),
        ("发放安全帽900顶。", [(900, "顶")]),
    ],
)
def test_targets_of_a_sentence(text: str, expected: list[Row]) -> None:
    """Spans with a bound count; asides, old levels and what describes a thing do not."""
    targets, _ = read_targets(text, "某事项", 2024, "一.1")
    assert [(target.value, target.measure) for target in targets] == expected


def test_a_level_per_thousand_is_a_standard() -> None:
    """It keeps its measure as printed, and is never a sum."""
    targets, _ = read_targets("孕产妇死亡率不超过0.1‰。", "", 2024, "一.1")
    assert (targets[0].measure, targets[0].kind, targets[0].direction) == ("‰", "标准", "≤")


@pytest.mark.parametrize(
    ("value", "supports"),
    [
        ("市财政局、自然资源和城乡建设局", "市自然资源和城乡建设局"),
        ("市民政局、住房和城市更新局", "市住房和城市更新局"),
    ],
)
def test_long_names_get_their_level_back(value: str, supports: str) -> None:
    """A dropped 市 comes back also before a long name or one that holds 城市."""
    assert "、".join(read_responsibility(value).supports) == supports


def test_a_copy_with_spaces_for_its_breaks() -> None:
    """Each heading behind a full stop begins a matter; ①② and 一是 inside stay with it."""
    text = (
        "澄江湾市人民代表大会常务委员会公告 澄江湾市第五届人民代表大会第四次会议"
        "票决产生2024年民生实事项目。现公告如下： "
        "一、便民停车 全年新建公共停车场12处，新增泊位2400个，"
        "其中①东片区泊位900个；②西片区泊位1500个。"
        "二、“书香”工程 一是新建书屋8个；二是改造阅览室20间。三、清洁供水 改造管网66公里。"
        "澄江湾市人民代表大会常务委员会 2024年1月30日"
    )
    indicators = read(text).ledger.indicators
    assert [(indicator.item, indicator.target) for indicator in indicators] == [
        ("一.1", 12),
        ("一.1", 2400),
        ("一.1", 900),
        ("一.1", 1500),
        ("二.1", 8),
        ("二.1", 20),
        ("三.1", 66),
    ]


def test_one_line_for_items_numbered_in_chinese() -> None:
    """第二件、第三件 share both labels, on one line or on the next one too."""
    text = (
        f"{HEAD}第一件：修路\n改造公路30公里。\n主办单位：市公路局\n"
        "第二件：供水\n改造管网20公里。\n第三件：供暖\n改造锅炉9台。\n"
        "第二件、第三件主办单位：市城管局；协办单位：市财政局，各县区\n"
        "第四件：植树\n植树5万株。\n第五件：种草\n种草300亩。\n"
        "第四、五件主办单位：市林业局\n协办单位：市水利局\n主管领导：赵某"
    )
    assert units(text) == [
        ("一.1", "市公路局", "", False),
        ("二.1", "市城管局", "市财政局", True),
        ("三.1", "市城管局", "市财政局", True),
        ("四.1", "市林业局", "市水利局", False),
        ("五.1", "市林业局", "市水利局", False),
    ]


def test_a_table_below_a_numbered_list() -> None:
    """Both are read; a table by lead department has no numbers and merged lead cells."""
    text = (
        f"{HEAD}第一部分 重点实事\n★1．新建公园6个。（市园林局牵头，市财政局配合）\n"
        "3．改造公厕40座。（市城管局负责）\n第二部分 部门事项\n"
        "牵头单位\t工作任务\t配合单位\n市体育局\t建设健身点55处\t市教育局\n\t办赛事12场\t市财政局\n"
        "注：按月调度。"
    )
    assert units(text) == [
        ("1.1", "市园林局", "市财政局", False),
        ("3.1", "市城管局", "", False),
        ("2.1.1", "市体育局", "市教育局", False),
        ("2.1", "市体育局", "市财政局", False),
    ]


def test_a_lead_cell_merged_beside_units_of_its_own() -> None:
    """A row that names only its supports keeps the lead above it."""
    text = (
        f"{HEAD}序号\t事项\t目标任务\t牵头单位\t责任单位\n1\t助学\t资助学生700人\t市教育局\t市财政局\n"
        "\t\t改造食堂15个\t\t市市场监管局，各县区"
    )
    assert units(text) == [
        ("1.1", "市教育局", "市财政局", False),
        ("1.2", "市教育局", "市市场监管局", True),
    ]


def test_cells_on_lines_with_counties_companies_and_two_months() -> None:
    """A county, a company and 动工…完工 stay in the row whose cells they are."""
    cells = (
        "序号 项目名称 目标任务 牵头单位 责任单位 完成时限 "
        "1 电网 改造台区80个 市能源局 国网云渡供电公司 各县（市、区） 12月底前 "
        "2 公路 改造公路45公里 市交通运输局 市公安局 平沙县人民政府 "
        "丰林县人民政府 4月底前动工，11月底前完工"
    )
    text = HEAD + cells.replace(" ", "\n")
    assert units(text) == [
        ("1.1", "市能源局", "国网云渡供电公司", True),
        ("2.1", "市交通运输局", "市公安局、平沙县人民政府、丰林县人民政府", False),
    ]
    assert read(text).ledger.indicators[1].deadline == 11


@pytest.mark.parametrize(
    ("value", "leads", "supports", "every"),
    [
        (
            "市公安局，东河区、西河区政府，高新区、经开区管委会",
            "市公安局",
            "东河区政府、西河区政府、高新区管委会、经开区管委会",
            False,
        ),
        ("市审批局，市直各有关单位，各县（市、区）政府", "市审批局", "", True),
        ("市住建局，南港区、青湖区人民政府", "市住建局", "南港区人民政府、青湖区人民政府", False),
    ],
)
def test_endings_that_a_list_shares(value: str, leads: str, supports: str, every: bool) -> None:  # noqa: FBT001
    """管委会 and 政府 go back to the names before them; 各有关单位 names nobody."""
    responsibility = read_responsibility(value)
    assert ("、".join(responsibility.leads), "、".join(responsibility.supports)) == (
        leads,
        supports,
    )
    assert responsibility.all_counties is every


def test_an_allowance_raised_for_several_names() -> None:
    """均由75元提高到80元 is one level for each of the names."""
    targets, _ = read_targets("生活补贴、护理补贴标准均由每月75元提高到80元。", "", 2024, "一.1")
    assert [(target.name, target.value) for target in targets] == [
        ("生活补贴标准", 80),
        ("护理补贴标准", 80),
    ]


@pytest.mark.parametrize(
    ("second", "items"),
    [("3", ["1.1", "1.2", "2.1", "3.1"]), ("1", ["一.1", "一.1.2", "一.2", "二.1"])],
)
def test_rows_under_categories(second: str, items: list[str]) -> None:
    """Numbers that run on are matters of their own; numbers that begin again need theirs."""
    text = (
        f"{HEAD}序号\t事项名称\t目标任务\t责任单位\n一、民生类（牵头领导：副市长 赵某）\n"
        "1\t助学\t资助学生700人\t市教育局\n\t\t改造食堂15个\t\n2\t助老\t建食堂9个\t市民政局\n"
        f"二、城建类（牵头领导：副市长 钱某）\n{second}\t修路\t改造道路30条\t市住建局"
    )
    assert [indicator.item for indicator in read(text).ledger.indicators] == items


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("企业开办时间压缩至0.5个工作日以内。", (0.5, "个工作日", "标准", "≤")),
        ("疾病筛查率≥97%。", (97, "%", "比率", "≥")),
        ("破案率提升4个百分点以上。", (4, "个百分点", "标准", "≥")),
        ("供养标准为低保标准的1.4倍。", (1.4, "倍", "标准", "=")),
        ("新建电站（含换电站）、充电桩90台。", (90, "台", "累计", "=")),
        ("为学校配备AED 90台。", (90, "台", "累计", "=")),
    ],
)
def test_measures_and_signs(text: str, expected: tuple[float, str, str, str]) -> None:
    """What compares is never a sum; signs are bounds; capitals are no model number."""
    targets, _ = read_targets(text.replace(" ", ""), "", 2024, "一.1")
    assert [
        (target.value, target.measure, target.kind, target.direction) for target in targets
    ] == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "一、修缮校舍\n修缮校舍30栋。〔牵头单位：市教育局；责任单位：市财政局、各县（市、区）〕",
            [("一.1", "市教育局", "市财政局", True)],
        ),
        (
            "一、修缮校舍\n修缮校舍30栋。（市教育局牵头，市财政局及各县〔市、区〕人民政府负责）",
            [("一.1", "市教育局", "市财政局", True)],
        ),
        (
            "第一件实事：修缮校舍。修缮校舍30栋。由区教育局牵头，各街道办事处配合，9月底前完工。",
            [("一.1", "区教育局", "", True)],
        ),
        (
            "一、修缮\n（一）目标任务\n修缮校舍30栋。\n（二）责任分工\n牵头单位：县教育局\n责任单位：县财政局",
            [("一.一", "县教育局", "县财政局", False)],
        ),
        (
            "1.修缮校舍。修缮校舍30栋。责任单位为市教育局、市财政局。",
            [("1.1", "市教育局", "市财政局", False)],
        ),
        (
            "1.修缮校舍。修缮校舍30栋，由市教育局会同各区县政府组织实施，9月底前完成。",
            [("1.1", "市教育局", "", True)],
        ),
        (
            "一、市教育局（1项）\n1．修缮校舍30栋。",
            [("一.1", "市教育局", "", False)],
        ),
        (
            "1.修缮校舍。修缮校舍30栋。责任单位：市教育局，各乡镇街",
            [("1.1", "市教育局", "", True)],
        ),
        (
            "1.修缮工程\n建设内容：修缮校舍30栋。\n总投资：2亿元\n责任单位：县教育局\n完成时限：9月",
            [("1.1", "县教育局", "", False)],
        ),
        (
            "序号\n类别\n项目内容\n责任单位\n1\n教育\n修缮校舍30栋\n市教育局\n牵头，市财政局\n配合",
            [("1.1", "市教育局", "市财政局", False)],
        ),
        (
            "序号\t项目\t内容\t责任单位\n1\t教育\t修缮校舍30栋\t市教育局\n合计\t\t投资2亿元\t",
            [("1.1", "市教育局", "", False)],
        ),
    ],
)
def test_who_answers_and_what_does_not_count(
    text: str, expected: list[tuple[str, str, str, bool]]
) -> None:
    """Other brackets, closing sentences, labels as headings, sums: one figure, its units."""
    assert units(HEAD + text) == expected
    indicators = read(HEAD + text).ledger.indicators
    assert [indicator.target for indicator in indicators] == [30]
    assert [indicator.deadline for indicator in indicators] in ([9], [12])


def test_a_category_above_each_table() -> None:
    """Each table has its heading once more; the numbers below a category are its items."""
    rows = "序号\t任务内容\t责任单位\n"
    text = (
        f"{HEAD}一、就业类\n{rows}1\t开展培训700人次\t市人社局\n"
        f"二、教育类\n{rows}2\t修缮校舍30栋\t市教育局"
    )
    assert units(text) == [("一.1", "市人社局", "", False), ("二.2", "市教育局", "", False)]


def test_a_line_between_rows_is_listed() -> None:
    """Text between two tables of one list is not lost."""
    rows = "序号\t任务内容\t责任单位\n"
    text = (
        f"{HEAD}{rows}1\t开展培训700人次\t市人社局\n另外植树5万株，由各单位认领。\n"
        f"{rows}2\t修缮校舍30栋\t市教育局"
    )
    doubts = read(text).doubts
    assert any("植树5万株" in doubt.source for doubt in doubts if doubt.kind == "未归入的行")


def test_matters_called_by_their_number() -> None:
    """实事一： begins a matter as 一、 does."""
    text = (
        f"{HEAD}实事一：修缮校舍30栋。\n责任单位：市教育局\n实事二：修路9公里。\n责任单位：市公路局"
    )
    assert units(text) == [("一.1", "市教育局", "", False), ("二.1", "市公路局", "", False)]


def test_points_inside_a_line_leave_no_sign_in_the_names() -> None:
    """2. and —— stand before a name, not in it."""
    targets, _ = read_targets("新建学校4所；2.新增学位900个；——培训教师70人次。", "", 2024, "一.1")
    assert [target.name for target in targets] == ["新建学校", "新增学位", "培训教师"]
