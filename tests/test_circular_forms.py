"""Forms that circulars take: marks, lines for several items, names and measures unheard of."""

from __future__ import annotations

import pytest

from supervision.circular import read

HEAD = "附件\n2024年惠民实事任务分解\n"


def units(text: str) -> list[tuple[str, str, str, bool]]:
    """Item, lead, supports and 各县区 of every item, in order."""
    rows = (
        (one.item, "、".join(one.leads), "、".join(one.supports), one.all_counties)
        for one in read(text).ledger.indicators
    )
    return list(dict.fromkeys(rows))


@pytest.mark.parametrize("sign", [".", "、"])
@pytest.mark.parametrize("text", ["2025年底前建站60座。", "12345热线建站60座。", "3个镇建站60座。"])
def test_a_number_mark_right_before_a_digit(sign: str, text: str) -> None:
    """The next number of the count begins an item, on a line of its own or behind a bracket."""
    first, last = f"1{sign}修校舍14栋。（市教育局负责）", f"3{sign}架桥5座。（市公路局负责）"
    second = f"2{sign}{text}（市总工会负责）"
    for glue in ("\n", ""):
        found = read(f"{HEAD}一、便民\n{glue.join((first, second, last))}").ledger.indicators
        named = [(one.item_no, one.leads, one.target) for one in found]
        assert ("2", ("市总工会",), 60) in named
        assert named[-1] == ("3", ("市公路局",), 5)


def test_a_decimal_begins_no_item() -> None:
    """2.5万 behind a full stop is a number, also after item 1."""
    first = "1.修校舍14栋。2.5万名学生受益。（市教育局负责）"
    text = f"{HEAD}一、便民\n{first}\n2.架桥5座。（市公路局负责）"
    assert units(text) == [("一.1", "市教育局", "", False), ("一.2", "市公路局", "", False)]


def test_categories_between_running_numbers_without_line_breaks() -> None:
    """（一） is a category; the numbers that run on are the items, as with line breaks."""
    text = (
        "一、就业（一）稳岗。1.培训700人。（市人社局负责）2.招工90名。（市总工会负责）"
        "二、教育（一）学前。3.修校舍14栋。（市教育局负责）（二）健康。4.体检20人。（市卫生健康委负责）"
    )
    expected = [
        ("一.1", "市人社局", "", False),
        ("一.2", "市总工会", "", False),
        ("二.3", "市教育局", "", False),
        ("二.4", "市卫生健康委", "", False),
    ]
    assert units(HEAD + text) == expected
