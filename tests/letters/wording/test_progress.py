"""一、总体进展 by hand: counts, changes, and what all counties but a few have reached."""

from __future__ import annotations

from dataclasses import replace

import pytest
from kit.notices import JUNE, facts, line, rate_of, view
from kit.ranks import ROAD
from kit.sample import RATE, indicator

from ducha.ledger.model import Direction
from ducha.letters.wording.progress import MOST_FIGURES, change_words, count_words, progress
from ducha.merge.model import JudgedLine
from ducha.status.rating import Status

COUNT = replace(ROAD, code="一.1-1", matter_no="一", matter="充电设施", name="充电桩", measure="个")
OTHER = replace(COUNT, code="一.2-1", name="换电站")
SHARE = replace(RATE, code="二.1-1", matter_no="二", matter="妇幼保健", name="筛查率")
PLACES = "甲乙丙丁戊"


def test_lights_are_counted_in_their_grain() -> None:
    """正常 is 正常推进; nothing is counted that is 0 (R9.30)."""
    lines = (line(COUNT, 600.0), line(OTHER, 100.0), line(SHARE, None))
    assert count_words(view(*lines)) == (
        "截至6月底，2件重点民生实事涉及的3项任务、3个指标中，1个正常推进，1个严重滞后，1个未报送"
    )


def test_what_turned_red_and_what_left_it() -> None:
    """Since last month; without one nothing is said (R9.30)."""
    lines = (line(COUNT, 100.0), line(OTHER, 600.0))
    before = {JUNE.plus(-1): {COUNT.code: Status.LAGGING, OTHER.code: Status.BEHIND}}
    county = line(COUNT, 100.0, "甲", target=100.0)  # so that something has come
    assert change_words(view(*lines, county, history=before)) == (
        "与上月相比，新增严重滞后1个，1个由严重滞后转为正常推进。"
    )
    assert change_words(view(*lines, county)) == ""


def told(*lines: JudgedLine) -> list[str]:
    """The paragraphs, their leads before them."""
    return [f"{each.lead}{each.text}" for each in progress(facts(*lines), "附件1")]


def counties(*done: float | None, **fields: object) -> list[JudgedLine]:
    """Counties 甲, 乙, … with so much of 100 done."""
    return [
        line(COUNT, amount, place, target=100.0, **fields)
        for place, amount in zip(PLACES, done, strict=False)
    ]


def test_city_figures_stand_matter_by_matter() -> None:
    """What is 正常 below its schedule says nothing of it; of what lacks a part neither (R9.31)."""
    lines = (
        line(COUNT, 580.0),
        line(OTHER, 700.0, missing=1, carried=None),
        line(SHARE, rate_of(66, 100)),
        *counties(50.0),
    )
    assert told(*lines)[1:] == [
        "充电设施。充电桩580个，完成年度目标任务的48.3%；换电站700个，完成年度目标任务的58.3%。",
        "妇幼保健。筛查率66.0%，高于年度目标1.0个百分点。",
    ]


def test_without_anything_it_says_so() -> None:
    """And nothing is counted (R9.30)."""
    assert told(line(COUNT, None), *counties(None)) == ["截至6月底，本期尚无数据。"]


def test_too_many_indicators_stand_in_the_table_alone() -> None:
    """The text would be the table over again (R9.31)."""
    many = [line(indicator(f"一.{n}-1"), 60.0) for n in range(MOST_FIGURES + 1)]
    assert told(*many, *counties(50.0))[1:] == ["各指标进展情况见附件1。"]


ALL = (
    ((50, 50, 60, 70, 49.9), "除戊外，其余4个县区均已达到序时进度"),
    ((50, 50, 60, 70, 80), "5个县区均已达到序时进度"),
    ((100, 100, 130, 100, 80), "除戊外，其余4个县区均已完成年度目标任务"),
    ((100, 100, 130, 100, None), "已报数的4个县区均已完成年度目标任务"),
    ((50, 50, 60, 40, None), "已报数的4个县区中，除丁外，其余3个县区均已达到序时进度"),
    ((50, 50, 60, 40, 40), "除丁、戊外，其余3个县区均已达到序时进度"),
    ((50, 50, 40, 40, 40), None),  # three are no few
    ((50, 50, 60, None, None), None),  # three counties are not all
)  # fmt: skip


@pytest.mark.parametrize(("done", "words"), ALL)
def test_all_counties_but_a_few(done: tuple[float | None, ...], words: str | None) -> None:
    """By the raw figure, over those with a figure of their own (R9.34)."""
    text = told(line(COUNT, 600.0), *counties(*done))[1]
    assert (words in text) if words else ("均已" not in text)


def test_of_what_is_doubted_or_carried_nothing_is_said_of_all() -> None:
    """A figure of last month is no figure of this one (R9.34)."""
    good = counties(100, 100, 100, 100, 100)
    doubted = [replace(good[0], doubts=frozenset({"突增"})), *good[1:]]
    carried = [replace(place, carried=100.0, figure=place.figure) for place in good[:2]]
    assert "县区" not in told(line(COUNT, 600.0), *doubted)[1]
    assert "县区" not in told(line(COUNT, 600.0), *carried, *good[2:])[1]


def test_a_rate_and_a_ceiling_have_words_of_their_own() -> None:
    """达到年度目标, 控制在年度目标以内 (R9.34)."""
    shares = [line(SHARE, rate_of(66, 100), place, target=65.0) for place in PLACES]
    assert "5个县区均已达到年度目标" in told(line(SHARE, rate_of(66, 100)), *shares)[1]
    ceiling = replace(COUNT, direction=Direction.AT_MOST)
    kept = [line(ceiling, 1.0, place, target=10.0) for place in PLACES]
    assert "5个县区均控制在年度目标以内" in told(line(ceiling, 5.0), *kept)[1]


def test_nodes_are_what_is_due() -> None:
    """应达进度, not 序时进度 (R9.32, R9.34)."""
    nodes = {6: 0.3}
    places = [line(COUNT, 30.0, place, target=100.0, nodes=nodes) for place in PLACES]
    assert told(line(COUNT, 600.0, nodes=nodes), *places)[1] == (
        "充电设施。充电桩600个，完成年度目标任务的50.0%，高于应达进度20.0个百分点，"
        "5个县区均已达到应达进度。"
    )
