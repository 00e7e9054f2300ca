"""Figures in sentences: one of each kind, by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from kit.notices import JUNE, line, rate_of, view
from kit.ranks import ROAD
from kit.sample import LANKAO, LENGTH, LEVEL, QIXIAN, RATE, STANDARD, indicator

from ducha.ledger.model import CITY, Direction, Indicator, Judged
from ducha.letters.wording.figures import done_words, gap_words, note_words
from ducha.merge.model import JudgedLine
from ducha.status.rating import Figure, Level

COUNT = replace(ROAD, name="新建充电桩", measure="个")
"""Of 1200 a half is due in June."""
LATE = replace(COUNT, deadline=5)
NOW = replace(COUNT, deadline=6)
COVERAGE = replace(RATE, name="社区覆盖率", target=40.0, judged=Judged.BY_DEADLINE)
CEILING = replace(COUNT, direction=Direction.AT_MOST, name="投诉", measure="件")
SUITE = indicator(target=4.0, name="项目", measure="个", judged=Judged.BY_DEADLINE)

# the line, what is done, what that is beside
CASES: tuple[tuple[JudgedLine, str, str], ...] = (
    (line(COUNT, 300.0), "新建充电桩300个，完成年度目标任务的25.0%", "低于序时进度25.0个百分点"),
    (line(COUNT, 612.0), "新建充电桩612个，完成年度目标任务的51.0%", "高于序时进度1.0个百分点"),
    (line(COUNT, 600.0), "新建充电桩600个，完成年度目标任务的50.0%", "达到序时进度"),
    (line(COUNT, 599.9), "新建充电桩599.9个，完成年度目标任务的50.0%", "与序时进度基本持平"),
    (line(COUNT, 1332.0), "新建充电桩1332个，完成年度目标任务的111.0%", ""),
    (
        line(COUNT, 1199.9),
        "新建充电桩1199.9个，完成年度目标任务的99.99%",
        "高于序时进度50.0个百分点",
    ),
    (
        line(COUNT, 300.0, nodes={6: 0.3}),
        "新建充电桩300个，完成年度目标任务的25.0%",
        "低于应达进度5.0个百分点",
    ),
    (
        line(LATE, 300.0),
        "新建充电桩300个，完成年度目标任务的25.0%",
        "逾期未完成，低于年度目标75.0个百分点",
    ),
    (
        line(NOW, 1199.9),
        "新建充电桩1199.9个，完成年度目标任务的99.99%",
        "低于年度目标不足0.1个百分点，到完成时限未完成",
    ),
    (line(SUITE, 1.0), "项目1个，完成年度目标任务的25.0%", ""),
    (line(CEILING, 3.0), "投诉3件，控制在年度目标1200件以内", ""),
    (line(CEILING, 1201.0), "投诉1201件，超过年度控制数1200件", ""),
    (line(RATE, rate_of(66.3, 100)), "孕早中期产前筛查覆盖率66.3%", "高于年度目标1.3个百分点"),
    (line(RATE, rate_of(65, 100)), "孕早中期产前筛查覆盖率65.0%", "达到年度目标"),
    (line(RATE, rate_of(60, 100)), "孕早中期产前筛查覆盖率60.0%", "低于年度目标5.0个百分点"),
    (
        line(COVERAGE, rate_of(1, 10)),
        "社区覆盖率10.0%",
        "距年度目标30.0个百分点，未到完成时限",
    ),
    (
        line(COVERAGE, rate_of(1, 10), nodes={6: 0.5}),
        "社区覆盖率10.0%",
        "低于应达进度10.0个百分点",
    ),
    (line(RATE, rate_of(0, 0)), "孕早中期产前筛查覆盖率本期无对象", ""),
    (
        line(STANDARD, rate_of(46, 100)),
        "村卫生室运行经费补助标准达标率46.0%",
        "距年度目标54.0个百分点，未到完成时限",
    ),
    (line(LEVEL, Figure(level=Level.UNDER_WAY)), "“出台校舍安全管理办法”推进中", ""),
    (
        line(replace(LEVEL, deadline=5), Figure(level=Level.NOT_STARTED)),
        "“出台校舍安全管理办法”未启动",
        "逾期未完成",
    ),
    (
        line(LENGTH, 75.1),
        "新、改建农村公路75.1公里，完成年度目标任务的50.1%",
        "高于序时进度0.1个百分点",
    ),
)


@pytest.mark.parametrize(("judged", "done", "beside"), CASES)
def test_a_figure_is_told_as_its_kind_is(judged: JudgedLine, done: str, beside: str) -> None:
    """Counts, rates, standards, words; nodes, deadlines, more than 100% (R9.31, R9.32)."""
    assert (done_words(judged), gap_words(judged)) == (done, beside)


def parts(*lines: JudgedLine) -> tuple[JudgedLine, ...]:
    """A city line that has 300 of other months, with its parts."""
    city = line(COUNT, 500.0, carried=300.0, missing=1, held=2)
    return (city, *lines)


def silent(place: str, what: Indicator = COUNT, **fields: object) -> JudgedLine:
    """A part that has not come."""
    return line(what, None, place, target=100.0, **fields)


NOTES = (
    (parts(silent(QIXIAN, carried=300.0, since=JUNE.plus(-1)), silent(LANKAO)),
     "（其中沿用上月300个，缺1个县区数据，2个数待更正）"),
    (parts(silent(QIXIAN, carried=300.0, since=JUNE.plus(-2))),
     "（其中沿用以前月份300个，2个数待更正）"),
    ((line(COUNT, 500.0, missing=1), silent("市本级")), "（缺市本级数据）"),
    ((line(COUNT, 500.0, doubts=frozenset({"远超"})),), "（数据待核）"),
    ((line(COUNT, 500.0),), ""),
)  # fmt: skip


@pytest.mark.parametrize(("lines", "words"), NOTES)
def test_a_city_figure_says_what_it_lacks(lines: tuple[JudgedLine, ...], words: str) -> None:
    """What is carried, from when; what has not come; what is doubted (R9.33)."""
    assert lines[0].county == CITY
    assert note_words(view(*lines), lines[0]) == words
