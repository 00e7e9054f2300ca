"""Titles on several lines: balanced, no word broken, no character alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ducha.letters.titles import title_lines
from ducha.texts import display_width

CASES = (
    ("关于印发工作方案的通知", ("关于印发工作方案的通知",)),
    (
        "关于2024年6月重点民生实事进展情况的通报",
        ("关于2024年6月重点民生实事", "进展情况的通报"),
    ),
    (
        "关于2024年上半年省、市重点民生实事工作任务推进落实情况的通报",
        ("关于2024年上半年省、市重点民生实事", "工作任务推进落实情况的通报"),
    ),
    (
        "开封市政府督查局关于2024年6月重点民生实事进展情况的通报",
        ("开封市政府督查局关于2024年6月", "重点民生实事进展情况的通报"),
    ),
    (
        "关于对《政府工作报告》确定的2024年重点工作任务完成情况的督查通报",
        ("关于对《政府工作报告》确定的", "2024年重点工作任务完成情况的督查通报"),
    ),
    ("甲" * 19, ("甲" * 9, "甲" * 10)),  # no word is known: near the middle
    ("", ()),
    (" \n", ()),
)


@pytest.mark.parametrize(("title", "lines"), CASES)
def test_a_title_breaks_at_its_words(title: str, lines: tuple[str, ...]) -> None:
    """After 月, 实事, 的; not within 2024年6月 or 《》 (R9.10)."""
    assert title_lines(title) == lines


def test_a_long_name_stands_on_balanced_lines() -> None:
    """The head of a body whose name is longer than the line (R9.10)."""
    assert title_lines("开封市城乡一体化示范区管理委员会督查室", 12) == (
        "开封市城乡一体化示范区",
        "管理委员会督查室",
    )


@given(st.text(st.sampled_from("关于的通报重点民生实事进展情况《》、2024年6月甲乙a "), max_size=90))
def test_nothing_of_a_title_is_lost_and_no_line_is_one_character(title: str) -> None:
    """Whatever stands in it (R9.10)."""
    lines = title_lines(title)
    assert "".join(lines).replace(" ", "") == title.replace(" ", "")
    assert all(display_width(line) <= 36 for line in lines)
    assert len(lines) == 1 or all(len(line) > 1 for line in lines)


def test_what_is_no_title_is_cut_where_a_line_is_full() -> None:
    """A hostile one takes no time (R9.10)."""
    assert title_lines("长" * 1000)[:2] == ("长" * 18, "长" * 18)
