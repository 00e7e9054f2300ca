"""Yes, no and nothing, as people write them: no problem vanishes, none is made up."""

from __future__ import annotations

import pytest

from ducha.cells import as_text, is_picture
from ducha.values.answers import asks_for_help, is_nil, is_settled, leaves_open


@pytest.mark.parametrize(
    "text",
    [
        *("", "无", "/", "—", "暂无", "没有问题", "目前暂无", "无明显问题", "暂无建议", "无。"),
        *("本月无问题", "未发现问题", "不存在困难", "无需市级协调解决的问题", "没有困难和问题"),
    ],
)
def test_nothing_to_say(text: str) -> None:
    """In whatever words: no problem is listed (R6.157, R6.455)."""
    assert is_nil(text)


@pytest.mark.parametrize(
    "text",
    ["无法按期开工", "没有资金", "暂无场地，影响进度", "目前缺师资", "无专业人员", "问题较多"],
)
def test_a_problem_that_begins_like_nothing(text: str) -> None:
    """What lacks is a problem (R6.157, R6.455)."""
    assert not is_nil(text)


@pytest.mark.parametrize(
    ("answer", "settled", "still_open"),
    [
        ("是", True, False),
        ("已解决", True, False),
        ("全部办结", True, False),
        ("√", True, False),
        ("否", False, True),
        ("未解决", False, True),
        ("否，正在协调", False, True),
        ("基本解决", False, True),
        ("部分解决", False, True),
        ("正在整改", False, True),
        ("", False, False),
    ],
)
def test_whether_a_problem_is_settled(answer: str, *, settled: bool, still_open: bool) -> None:
    """是否解决 takes a problem off the list only where the whole is settled (R6.456)."""
    assert (is_settled(answer), leaves_open(answer)) == (settled, still_open)


@pytest.mark.parametrize(
    ("answer", "asked"),
    [
        ("是", True),
        ("需要", True),
        ("√", True),
        ("是，请市政府协调用地", True),
        ("需协调资金", True),
        ("否", False),
        ("不需要", False),
        ("无", False),
        ("", False),
        ("×", False),
        ("已自行解决", False),
    ],
)
def test_who_asks_the_city_for_help(answer: str, *, asked: bool) -> None:
    """需市级协调, in whatever words (R6.457)."""
    assert asks_for_help(answer) is asked


@pytest.mark.parametrize(
    "value", ['=DISPIMG("ID_0A1B",1)', '=_xlfn.DISPIMG("ID_1",1)', 'DISPIMG("ID_1",1)']
)
def test_a_picture_in_a_cell_is_no_text(value: str) -> None:
    """Nobody has read it, and its formula is no word of the unit's (R6.454)."""
    assert is_picture(value)
    assert as_text(value) == "（图片，未读）"
    assert not is_picture("见图片（1张）")
