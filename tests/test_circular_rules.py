"""Rules that circulars from many places have asked for, each with rows of cases."""

from __future__ import annotations

import pytest

from supervision.circular import read
from supervision.circular.indicators import figures
from supervision.circular.responsibility import duty_of

Target = tuple[float | None, str]


@pytest.mark.parametrize(
    ("text", "targets"),
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
def test_targets_of_a_sentence(text: str, targets: list[Target]) -> None:
    """Spans with a bound count; asides, old levels and what describes a thing do not."""
    found, _ = figures(text, "某事项", 2024, "一.1")
    assert [(figure.value, figure.measure) for figure in found] == targets


def test_a_level_per_thousand_is_a_standard() -> None:
    """It keeps its measure as printed, and is never a sum."""
    found, _ = figures("孕产妇死亡率不超过0.1‰。", "", 2024, "一.1")
    assert (found[0].measure, found[0].kind, found[0].direction) == ("‰", "标准", "≤")


@pytest.mark.parametrize(
    ("value", "supports"),
    [
        ("市财政局、自然资源和城乡建设局", "市自然资源和城乡建设局"),
        ("市民政局、住房和城市更新局", "市住房和城市更新局"),
    ],
)
def test_long_names_get_their_level_back(value: str, supports: str) -> None:
    """A dropped 市 comes back also before a long name or one that holds 城市."""
    assert "、".join(duty_of(value).supports) == supports


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
    found = read(text).ledger.indicators
    assert [(one.item, one.target) for one in found] == [
        ("一.1", 12),
        ("一.1", 2400),
        ("一.1", 900),
        ("一.1", 1500),
        ("二.1", 8),
        ("二.1", 20),
        ("三.1", 66),
    ]
