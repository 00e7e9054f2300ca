"""Totals in words: only those of the very figure are held against it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from kit.sample import COUNT

from ducha.checks.stated import contradicted_total, own_words
from ducha.ledger.model import Indicator


def named(name: str, measure: str = "人") -> Indicator:
    """A count of this name."""
    return replace(COUNT, name=name, measure=measure)


JOBS, HOMES = named("城镇新增就业"), named("社区养老服务设施", "个")

# what is written, of which indicator, the figure in the cell
OF_ANOTHER_FIGURE = (
    ("已完成年度目标190个的46%", HOMES, 87.0),
    ("已建设年度任务190个中的87个", HOMES, 87.0),
    ("其中已培训护士300人", COUNT, 31.0),
    ("已培训村医300人，乡镇医生200人", COUNT, 500.0),
    ("去年累计培训300人，今年累计培训31人", COUNT, 31.0),
    ("上年同期累计培训300人", COUNT, 31.0),
    ("计划累计培训300人", COUNT, 31.0),
    ("2024年目标300人，已完成31人", COUNT, 31.0),
    ("全省累计培训3000人", COUNT, 31.0),
    ("较上月累计增加5人", COUNT, 31.0),
    ("累计新增就业31人", JOBS, 31.0),
    ("已完成300人次", COUNT, 31.0),
)


@pytest.mark.parametrize(("words", "indicator", "figure"), OF_ANOTHER_FIGURE)
def test_words_about_another_figure(words: str, indicator: Indicator, figure: float) -> None:
    """A target, a part, a plan, another year or place contradict nothing (R6.458)."""
    assert contradicted_total(words, ((indicator, (figure,)),)) == ""


# what is written, of which indicator, what is quoted where the cell says 31
OF_THE_FIGURE = (
    ("累计培训310人", COUNT, "累计培训310"),
    ("已完成310人", COUNT, "已完成310"),
    ("截至5月底，累计培训基层卫生技术人员310人", COUNT, "累计培训基层卫生技术人员310"),
    ("累计新增就业310人", JOBS, "累计新增就业310"),
    ("目标120人，已培训310人", COUNT, "已培训310"),
    ("已建成45个，完成率46%", HOMES, "已建成45"),
)


@pytest.mark.parametrize(("words", "indicator", "quoted"), OF_THE_FIGURE)
def test_words_about_the_very_figure(words: str, indicator: Indicator, quoted: str) -> None:
    """Another total of the same thing is asked about (R6.139, R6.458)."""
    assert contradicted_total(words, ((indicator, (31.0,)),)) == quoted


def test_a_county_may_quote_the_city() -> None:
    """Its sentence about the whole city is none about itself (R6.458)."""
    assert own_words("全市累计培训3000人；我县已培训31人。") == "；我县已培训31人。"
