"""Matters with their lights, what has changed, and the indicator that decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from kit.pages import (
    BEHIND,
    DONE,
    EARLY,
    FINE,
    HELD,
    LAGGING,
    SILENT,
    april,
    city,
    page,
    view,
)
from kit.returns import records
from kit.sample import HEALTH, ROADS

from ducha.ledger.model import Kind
from ducha.merge.model import JudgedLine
from ducha.standing.overview.disputes import Disputes
from ducha.standing.overview.matters import change, explain, matters
from ducha.standing.overview.names import cut, listed
from ducha.status.rating import Figure, Status
from ducha.texts import display_width

# last month, this month, 较上月
CHANGES = (
    (FINE, FINE, "—"),
    (FINE, BEHIND, "↓ 转红"),
    (SILENT, BEHIND, "↓ 转红"),
    (BEHIND, BEHIND, "—"),
    (BEHIND, LAGGING, "↑ 脱红"),
    (BEHIND, DONE, "↑ 脱红"),
    (BEHIND, SILENT, "—"),
    (LAGGING, FINE, "↑"),
    (FINE, DONE, "↑"),
    (FINE, LAGGING, "↓"),
    (FINE, HELD, "↓"),
    (HELD, FINE, "↑"),
    (None, BEHIND, ""),
)


@pytest.mark.parametrize(("last", "now", "expected"), CHANGES)
def test_a_matter_beside_last_month(last: Status | None, now: Status, expected: str) -> None:
    """By its light; blank in the first month (R7.202)."""
    before = [[april("一.1-1", last)]] if last else []
    (matter, _) = matters(view([city("一.1-1", now), city("二.1-1", FINE)], *before))
    assert change(matter) == expected


@pytest.mark.parametrize("light", [BEHIND, LAGGING])
def test_a_matter_is_better_only_by_sure_figures(light: Status) -> None:
    """Not by a figure that is 待核, nor because what held it down is silent (R7.202)."""
    doubted = replace(city("一.1-2", FINE), doubts=frozenset({"远超"}))
    before = [april("一.1-1", light), april("一.1-2", light)]
    for second in (doubted, city("一.1-2", SILENT)):
        (matter,) = matters(view([city("一.1-1", FINE), second], before))
        assert change(matter) == "—"
    (matter,) = matters(view([city("一.1-1", FINE), city("一.1-2", FINE)], before))
    assert change(matter) == {BEHIND: "↑ 脱红", LAGGING: "↑"}[light]


DOUBTED = replace(city("一.1-1", FINE, -8.6), doubts=frozenset({"远超"}))
PARTIAL = replace(city("一.1-1", FINE, -8.6), missing=1)
RATE = city("一.1-1", LAGGING, 3.2, kind=Kind.RATE)
IDLE = replace(city("一.1-1", LAGGING, 41.7), figure=Figure(done=0.0))

# lines of a matter, 决定状态的指标
REASONS: tuple[tuple[Sequence[JudgedLine], str], ...] = (
    ([city("一.1-1", BEHIND, 16.7)], "指标一.1-1，落后16.7个百分点"),
    (
        [city("一.1-1", LAGGING, 20.0), city("一.1-2", BEHIND, 16.7), city("一.2-1", SILENT)],
        "指标一.1-2，落后16.7个百分点；另有1个滞后、1个未报送",
    ),
    ([IDLE], "指标一.1-1，落后41.7个百分点，至今为0"),
    ([RATE], "指标一.1-1，低于目标线3.2个百分点"),
    ([city("一.1-1", BEHIND, None)], "指标一.1-1，原因None"),
    (
        [replace(city("一.1-1", BEHIND, 31.0), missing=1)],
        "指标一.1-1，落后31.0个百分点（数据不全）",
    ),
    ([city("一.1-1", FINE, -8.6)], "超前8.6个百分点"),
    ([city("一.1-1", FINE, 4.2)], "落后4.2个百分点，在正常范围内"),
    ([DOUBTED], "在正常进度，数据待核"),
    ([PARTIAL], "在正常进度，数据不全"),
    ([city("一.1-1", FINE, -9.0), city("一.1-2", DONE, -58.0)], "2个指标均在正常进度"),
    ([city("一.1-1", DONE, -9.0), city("一.1-2", DONE, -58.0)], "2个指标均已完成"),
    ([DOUBTED, city("一.1-2", FINE)], "2个指标均在正常进度，其中1个数据待核"),
    ([city("一.1-1", FINE, -8.6), city("一.1-2", HELD)], "超前8.6个百分点；另有1个待更正"),
    ([city("一.1-1", HELD), city("一.1-2", SILENT)], "杞县的数退回，1个指标待更正；1个指标未报送"),
    ([city("一.1-1", SILENT)], "1个指标未报送"),
    ([city("一.1-1", EARLY, None, start=9)], "1个指标未到起始月"),
)


@pytest.mark.parametrize(("lines", "reason"), REASONS, ids=lambda value: str(value)[:20])
def test_what_decides_a_light(lines: Sequence[JudgedLine], reason: str) -> None:
    """In points, with what stands beside it; nothing doubtful is ahead (R7.203, R7.204)."""
    (matter,) = matters(view(lines))
    assert explain(matter) == reason


def test_a_row_in_dispute_is_never_ahead() -> None:
    """It is as it should be, and that is all that is said (R7.204)."""
    disputes = Disputes(rows=frozenset({"一.1-1"}))
    (matter,) = matters(view([city("一.1-1", FINE, -8.6)], disputes=disputes))
    assert explain(matter) == "在正常进度，有县区口径不一"


def test_months_running_are_said() -> None:
    """April and May (R7.203)."""
    (matter,) = matters(view([city("一.1-1", LAGGING, 16.7)], [april("一.1-1", LAGGING)]))
    assert explain(matter) == "指标一.1-1，落后16.7个百分点，连续2个月"


def test_a_reason_fits_two_printed_lines() -> None:
    """Of a name of 50 characters its end is cut, never what it is behind (R7.203)."""
    lines = [city(f"一.1-{n}", BEHIND, 31.0, name="培" * 50) for n in range(1, 5)]
    doubted = [replace(line, doubts=frozenset({"远超"})) for line in lines]
    before = [[april(f"一.1-{n}", LAGGING) for n in range(1, 5)]]
    for written in (lines, doubted):
        (matter,) = matters(view(written, *before))
        words = explain(matter)
        assert "…，落后31.0个百分点" in words
        assert display_width(words) <= 68


def test_the_rows_of_the_matters() -> None:
    """In the order of the ledger, with the light's own word (R7.80)."""
    now = (
        city("一.1-1", DONE),
        city("三.1-1", BEHIND, 31.0, leads=(ROADS, HEALTH)),
        city("三.2-1", FINE),
    )
    rows = records(page(now, [april("一.1-1", DONE), april("三.1-1", FINE)]).matters)
    assert [tuple(row.values())[:5] for row in rows] == [
        ("一", "事项一", HEALTH, "已完成", "—"),
        ("三", "事项三", f"{ROADS}、{HEALTH}", "严重滞后", "↓ 转红"),
    ]


def test_a_target_met_in_doubt_alone_says_so() -> None:
    """正常（数据待核） is the word of the matter too (R6.166)."""
    line = city("一.1-1", FINE)
    doubted = replace(line, rating=replace(line.rating, doubted=True), doubts=frozenset({"远超"}))
    (row,) = records(page([doubted]).matters)
    assert (row["状态"], row["决定状态的指标"]) == ("正常（数据待核）", "在正常进度，数据待核")


NUMBERS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")


def many(*bad: str, light: Status = LAGGING) -> list[JudgedLine]:
    """Twelve matters, those named with another light than 正常."""
    return [city(f"{number}.1-1", light if number in bad else FINE) for number in NUMBERS]


def test_of_many_matters_those_not_green_stay() -> None:
    """Nine rows in the order of the ledger, the others on one line (R7.207)."""
    facts = page(many("十", "十二"))
    numbers = [row["序号"] for row in records(facts.matters)]
    assert numbers == ["一", "二", "三", "四", "五", "六", "七", "十", "十二"]
    assert facts.folded is not None
    assert tuple(facts.folded) == ("其余3件", "3件正常（八、九、十一）", "事项进展")
    assert page(many()[:10]).folded is None


def test_where_too_many_are_not_green_the_worst_come_first() -> None:
    """Red before yellow; what has no row is counted with its light (R7.207)."""
    lines = many(*NUMBERS[:11])
    lines[10] = city("十一.1-1", BEHIND, 31.0)
    facts = page(lines)
    numbers = [row["序号"] for row in records(facts.matters)]
    assert numbers == ["十一", "一", "二", "三", "四", "五", "六", "七", "八"]
    assert facts.folded is not None
    assert facts.folded.text == "2件滞后（九、十）、1件正常（十二）"


def test_names_are_cut_to_their_room() -> None:
    """Widths are of half characters; of a list the number is said, and one name at least."""
    assert cut("培训家庭医生", 12) == "培训家庭医生"
    assert cut("培训家庭医生", 11) == "培训家庭…"
    assert listed(["杞县", "兰考县"], 12) == "杞县、兰考县"
    assert listed(["杞县", "兰考县", "通许县"], 18) == "杞县、兰考县等3个"
    assert listed(["杞县", "兰考县", "通许县"], 12) == "杞县等3个"
    assert listed(["一", "二", "三"], 9, "件") == "一等3件"
