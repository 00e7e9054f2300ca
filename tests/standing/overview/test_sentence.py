"""The head of the page: whose month it is, who has reported, one sentence of result."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from kit import sample
from kit.pages import (
    BEHIND,
    CALENDAR,
    DONE,
    EARLY,
    FINE,
    LAGGING,
    SILENT,
    april,
    city,
    ledger_of,
    page,
    view,
)
from kit.returns import answer
from kit.sample import HEALTH, LANKAO, LONGTING, QIXIAN, ROADS, SCHOOLS

from ducha.ledger.model import Group
from ducha.standing.overview.sentence import headline
from ducha.standing.reporting import State
from ducha.status.rating import Figure
from ducha.texts import display_width

NOW = (
    city("一.1-1", FINE),
    city("一.1-2", LAGGING, 16.7),
    city("一.1-3", BEHIND, 12.0),
    city("一.1-4", SILENT),
    city("一.1-5", EARLY, None, start=9),
)
BEFORE = (
    april("一.1-1", BEHIND),
    april("一.1-2", LAGGING),
    april("一.1-3", LAGGING),
    april("一.1-4", BEHIND),
)


def test_the_sentence_of_result() -> None:
    """How many have which light, what turned red, what left it, who is furthest behind (R7.202)."""
    assert headline(view(NOW, BEFORE)) == (
        "5个指标中，1个正常、1个滞后、1个严重滞后、1个未报送、1个无任务；较上月，"
        "转红1个（指标一.1-3），脱红1个（指标一.1-1），"
        "上月严重滞后、本月还不能算脱红1个（指标一.1-4）。"
        "落后最多的是指标一.1-2，落后应达进度16.7个百分点。"
    )


def test_the_first_month_has_none_before_it() -> None:
    """Nothing is said of last month; nobody is behind (R7.202)."""
    assert headline(view(NOW[:1])) == "1个指标中，1个正常。"
    calm = view(NOW[:1], [april("一.1-1", DONE)])
    assert headline(calm) == "1个指标中，1个正常；较上月，没有转红、脱红的。"


def test_a_doubt_is_said_and_nobody_is_furthest_behind_by_it() -> None:
    """数据不全 turns red as well, but is not the worst (R7.204)."""
    lines = [replace(city("一.1-1", BEHIND, 40.0), missing=2), city("一.1-2", LAGGING, 6.0)]
    assert headline(view(lines, [april("一.1-1", FINE), april("一.1-2", LAGGING)])) == (
        "2个指标中，1个滞后、1个严重滞后；较上月，转红1个（指标一.1-1〔数据不全〕）。"
        "落后最多的是指标一.1-2，落后应达进度6.0个百分点。"
    )


def test_equal_gaps_are_named_together() -> None:
    """Two are furthest behind (R7.204)."""
    lines = [city("一.1-1", LAGGING, 16.7), city("一.1-2", BEHIND, 16.7)]
    assert headline(view(lines)).endswith(
        "落后最多的是指标一.1-1、指标一.1-2，落后应达进度16.7个百分点。"
    )


def test_before_anything_has_come() -> None:
    """One sentence, no counts beside last month's, no proposals, nobody behind (R7.206)."""
    facts = page([city("一.1-1", SILENT)], [april("一.1-1", BEHIND)])
    assert facts.headline == "本期尚无数据。"
    assert (facts.worst.length, facts.nobody_behind) == (0, "本期尚无数据")
    assert [line.text for line in facts.proposals] == ["本期尚无数据，不提建议"]
    assert facts.bars.length == 0


def test_a_year_that_is_closed_without_anything_says_why_it_is_red() -> None:
    """Merge --final takes what never came for late (R7.75, R7.206)."""
    silent = city("一.1-1", BEHIND, None)
    silent = replace(silent, figure=Figure())
    assert headline(view([silent])) == ("本期尚无数据。年终结算，1个指标没有报来，按逾期未完成计。")


def test_the_sentence_fits_two_printed_lines() -> None:
    """With 40 long names of each (R7.207)."""
    long = {"name": "培" * 50}
    now = [
        *(city(f"一.1-{n}", BEHIND, 31.0, **long) for n in range(40)),
        *(city(f"二.1-{n}", FINE, **long) for n in range(40)),
        *(city(f"三.1-{n}", SILENT, **long) for n in range(40)),
    ]
    before = [replace(april(line.code, BEHIND), plan=line.plan) for line in now[40:]]
    before += [april(line.code, FINE) for line in now[:40]]
    assert display_width(headline(view(now, before))) <= 266


# ---- the subtitle ----

WHO = "市政府督查局　5月报　报送截止5月28日，按5月末应达进度评价　"

# states, what is said of them
RECEIVED = (
    ((answer(HEALTH), answer(LANKAO, State.LATE, late=True)), "应报2个单位，全部单位已报"),
    (
        (answer(HEALTH), answer(QIXIAN, State.PARTIAL, filled=1)),
        "应报2个单位，全部单位已报，其中1个报送不全：杞县（1/2）",
    ),
    (
        (
            answer(HEALTH),
            answer(ROADS, State.MISSING, filled=0),
            answer(SCHOOLS, State.EMPTY, filled=0),
            answer(LANKAO, State.RETURNED),
            answer(LONGTING, State.PARTIAL, filled=1),
        ),
        (
            "应报5个单位，已报2个（未报：市交通运输局；空表：市教体局；退回：兰考县），"
            "其中1个报送不全：龙亭区（1/2）"
        ),
    ),
    (
        (answer(HEALTH), answer(QIXIAN, State.AWAITED), answer(LANKAO, State.AWAITED)),
        "应报3个单位，已报1个（未到截止日，待报：杞县、兰考县）",
    ),
    ((), "没有应报单位"),
)


def test_the_subtitle_says_who_has_reported() -> None:
    """By the deadline as it is, judged at the month's end; every count has its names (R7.209)."""
    for states, words in RECEIVED:
        assert page(NOW, states=states).subtitle == WHO + words


def test_the_deadline_is_the_day_that_it_is() -> None:
    """One in the month after, too (R7.209)."""
    calendar = replace(CALENDAR, deadline=date(2024, 6, 5))
    subtitle = page(NOW, calendar=calendar).subtitle
    assert "报送截止6月5日，按5月末应达进度评价" in subtitle
    assert "数据截至" not in subtitle


def test_many_silent_units_are_counted() -> None:
    """On one printed line, with the first of them by name (R7.209)."""
    units = tuple(sample.unit(f"第{n}县", Group.COUNTY) for n in range(1, 31))
    states = [answer(unit.name, State.MISSING) for unit in units]
    subtitle = page(NOW, states=states, ledger=ledger_of(NOW, units=units)).subtitle
    assert "已报0个（未报：第1县、第2县、第3县、" in subtitle
    assert subtitle.endswith("等30个）")
    assert display_width(subtitle) <= 166
    kinds = (State.MISSING, State.EMPTY, State.USELESS, State.RETURNED, State.PARTIAL)
    states = [answer(unit.name, kinds[n % 5]) for n, unit in enumerate(units)]
    subtitle = page(NOW, states=states, ledger=ledger_of(NOW, units=units)).subtitle
    assert subtitle.endswith("应报30个单位，已报6个，其余见“报送与未决”")
