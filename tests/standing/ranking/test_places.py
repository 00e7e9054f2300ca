"""Means, scores and places: who comes first, who shares a place, who is not ranked."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from kit.ranks import ROAD, SOON, counties, ranked
from kit.returns import answer, judged
from kit.sample import HEALTH, LANKAO, QIXIAN, ROADS, indicator

from ducha.ledger.model import CITY, OWN, Judged, Kind, Level
from ducha.merge.model import Difference, JudgedLine
from ducha.standing.ranking.places import Rank
from ducha.standing.reporting import State
from ducha.standing.table import AwardRules
from ducha.status.rating import Figure, Status

MONTHLY = indicator("十.1-3", Kind.RATE, 50.0, judged=Judged.MONTHLY)
RULES = indicator("二.1-1", Kind.QUALITATIVE, None)
NOTHING = Figure()


def qixian(*lines: JudgedLine, **more: object) -> Rank:
    """How 杞县 is ranked by these lines."""
    (entry,) = ranked(lines, [answer(QIXIAN)], **more)
    return entry


def held(line: JudgedLine) -> JudgedLine:
    """The same line, held out."""
    return replace(line, rating=replace(line.rating, status=Status.HELD))


def test_the_score_is_the_mean_less_what_is_taken_off() -> None:
    """50, 100 and 80 are 76.67; late 1 less is 75.67; printed 76.7 and 75.7 (R7.106)."""
    rate = judged(MONTHLY, Figure(numerator=40, denominator=100), QIXIAN)
    small = judged(indicator("三.2-2", target=1.0), 0, QIXIAN)
    lines = (judged(ROAD, 300, QIXIAN), rate, small, judged(ROAD, 1200, LANKAO))
    (entry,) = ranked(lines, [answer(QIXIAN, State.LATE, late=True)])
    assert (entry.mean, entry.score, entry.scored) == (
        Fraction(767, 10),
        Fraction(757, 10),
        3,
    )


def test_a_score_never_falls_below_nothing() -> None:
    """0 of 1200, and 漏报 (R7.106)."""
    (entry,) = ranked([judged(ROAD, 0, QIXIAN)], [answer(QIXIAN, State.MISSING)])
    assert (entry.mean, entry.score) == (0, 0)


def test_a_department_answers_for_the_city_lines_it_leads_first() -> None:
    """Neither its counties' lines nor those that it only helps with (R7.100)."""
    helped = indicator("五.1-1", target=1200.0, leads=(ROADS, HEALTH))
    lines = (
        judged(ROAD, 300, CITY),
        judged(ROAD, 1200, QIXIAN),
        judged(ROAD, 1200, OWN),
        judged(helped, 600, CITY),
    )
    found = ranked(lines, [answer(HEALTH), answer(ROADS)])
    assert [(entry.unit, entry.score) for entry in found] == [(ROADS, 100), (HEALTH, 50)]


def test_departments_and_counties_are_ranked_apart() -> None:
    """Each group has its own first place (R7.100)."""
    lines = (judged(ROAD, 300, CITY), judged(ROAD, 600, QIXIAN), judged(ROAD, 300, LANKAO))
    found = ranked(lines, [answer(LANKAO), answer(QIXIAN), answer(HEALTH)])
    assert [(str(entry.group), entry.unit, entry.place) for entry in found] == [
        ("市直", HEALTH, 1),
        ("县区", QIXIAN, 1),
        ("县区", LANKAO, 2),
    ]


# done of 1200, places in order
PLACES = (
    ((480, 420, 360), [("甲", 1), ("乙", 2), ("丙", 3)]),
    ((360, 480, 420), [("乙", 1), ("丙", 2), ("甲", 3)]),
    ((480, 420, 420, 360), [("甲", 1), ("乙", 2), ("丙", 2), ("丁", 4)]),
    ((700, 1200, 540, 0), [("甲", 1), ("乙", 1), ("丙", 1), ("丁", 4)]),  # green is green
    ((0, 0, 0), [("甲", 1), ("乙", 1), ("丙", 1)]),
)


@pytest.mark.parametrize(("done", "places"), PLACES)
def test_competition_ranking(done: tuple[float, ...], places: list[tuple[str, int | None]]) -> None:
    """1 2 2 4, ties in the order of the ledger (R7.107)."""
    assert [(entry.unit, entry.place) for entry in counties(*done)] == places


def test_who_prints_alike_is_ranked_alike() -> None:
    """480 is 80.00, 480.2 is 80.03: both print 80.0; 480.3 is 80.05 and prints 80.1 (R7.107)."""
    found = counties(480, 480.2, 480.3)
    assert [(e.unit, float(e.score or 0), e.place) for e in found] == [
        ("丙", 80.1, 1),
        ("甲", 80.0, 2),
        ("乙", 80.0, 2),
    ]


def test_ties_go_to_who_has_fewer_red_then_fewer_yellow() -> None:
    """All 50.0: 甲 by a red 0 and a 100, 乙 and 丁 by two yellow 50s, 丙 by one and one 未报送.

    (R7.107)
    """
    other = indicator("三.2-2", target=1200.0, whole=False)
    lines = [
        *(judged(ROAD, 0, "甲"), judged(other, 600, "甲")),
        *(judged(ROAD, 300, "乙"), judged(other, 300, "乙")),
        *(judged(ROAD, 600, "丙"), judged(other, NOTHING, "丙")),
        *(judged(ROAD, 300, "丁"), judged(other, 300, "丁")),
    ]
    found = ranked(lines, [answer(unit) for unit in "甲乙丙丁"])
    assert {entry.score for entry in found} == {50}
    assert [(entry.unit, entry.place) for entry in found] == [
        ("丙", 1),
        ("乙", 2),
        ("丁", 2),
        ("甲", 4),
    ]


def test_no_red_at_all_stands_before_four_reds() -> None:
    """A green 0 of 1 and a half done are 75; overshooting four reds gives nothing (R7.101)."""
    small = indicator("一.1-1", target=1.0)
    many = [indicator(f"四.1-{n}", target=1200.0) for n in range(1, 6)]
    lines = [
        *(judged(small, 0, "甲"), judged(ROAD, 300, "甲")),
        judged(ROAD, 12000, "乙"),
        *(judged(what, 0, "乙") for what in many[:4]),
    ]
    found = ranked(lines, [answer("甲"), answer("乙")])
    assert [(e.unit, float(e.score or 0)) for e in found] == [("甲", 75.0), ("乙", 20.0)]


# lines of 杞县, what is said in place of a place
UNRANKED = (
    ([judged(ROAD, 600, QIXIAN, None)], "未分解，暂不排名"),
    (
        [
            judged(ROAD, 600, QIXIAN, None),
            judged(RULES, Figure(level=Level.UNDER_WAY), QIXIAN),  # needs no target
        ],
        "未分解，暂不排名",
    ),
    ([judged(ROAD, NOTHING, QIXIAN)], "未参评"),
    ([judged(ROAD, NOTHING, QIXIAN, None)], "未参评"),
    ([judged(ROAD, NOTHING, QIXIAN, 0.0)], "无可评指标，暂不排名"),
    ([], "无可评指标，暂不排名"),
    (
        [
            judged(ROAD, 600, QIXIAN),
            judged(indicator("三.2-2"), 3, QIXIAN, None),
            judged(indicator("三.2-3"), 3, QIXIAN, None),
        ],
        "数据不足，暂不排名",  # 1 of 3
    ),
)


@pytest.mark.parametrize(("lines", "note"), UNRANKED)
def test_who_is_not_ranked(lines: list[JudgedLine], note: str) -> None:
    """No place, no score, and why (R7.108, R7.109)."""
    entry = qixian(*lines)
    assert (entry.place, entry.score, entry.note) == (None, None, note)


def test_half_of_what_is_owed_is_enough() -> None:
    """1 of 2 is ranked (R7.109)."""
    entry = qixian(judged(ROAD, 300, QIXIAN), judged(indicator("三.2-2"), 3, QIXIAN, None))
    assert (entry.place, entry.score) == (1, 50)


def test_nonsense_is_no_way_out() -> None:
    """All is held out: not ranked while it may be corrected, then with 0 (R7.108, R7.110)."""
    lines = [held(judged(ROAD, NOTHING, QIXIAN))]
    assert qixian(*lines, today=SOON).note == "数据不足，暂不排名"
    assert qixian(*lines).score == 0


def test_silence_is_no_way_out() -> None:
    """The department reported for it: ranked, 5 off (R7.106, R7.108)."""
    (entry,) = ranked([judged(ROAD, 300, QIXIAN)], [answer(QIXIAN, State.MISSING)])
    assert (entry.place, entry.score) == (1, 45)


def test_the_unranked_come_last() -> None:
    """未参评 last of all (R7.108)."""
    lines = [judged(ROAD, NOTHING, "甲"), judged(ROAD, 5, "乙", None), judged(ROAD, 0, "丙")]
    found = ranked(lines, [answer(unit) for unit in "甲乙丙"])
    assert [entry.unit for entry in found] == ["丙", "乙", "甲"]


def apart(lead: float | Figure, county: float | Figure, place: str = QIXIAN) -> Difference:
    """What the two lines say of the same row."""
    lead, county = (
        figure if isinstance(figure, Figure) else Figure(done=float(figure))
        for figure in (lead, county)
    )
    return Difference(ROAD, place, lead, county)


def pair(part: float, whole: float) -> Figure:
    """分子 and 分母."""
    return Figure(numerator=part, denominator=whole)


# difference, whether the row is in dispute
DISPUTES = (
    (apart(100, 95), False),  # exactly 5% of the lead's
    (apart(100, 94.9), True),
    (apart(100, 105), False),
    (apart(100, 105.1), True),
    (apart(0, 1), True),
    (apart(pair(50, 100), pair(48, 100)), False),
    (apart(pair(50, 100), pair(47, 100)), True),
    (apart(pair(50, 100), pair(100, 200)), False),
    (apart(Figure(level=Level.FINISHED), Figure(level=Level.UNDER_WAY)), True),
    (apart(100, 10, LANKAO), False),  # another county's row
)


@pytest.mark.parametrize(("difference", "disputed"), DISPUTES)
def test_a_row_in_dispute_counts_and_is_no_ground(
    difference: Difference, *, disputed: bool
) -> None:
    """By the figure in force, a red 0: the score is the same, the blame is not (R7.105, R7.112)."""
    entry = qixian(judged(ROAD, 0, QIXIAN), differences=[difference])
    assert (entry.score, entry.blamed, bool(entry.disputed)) == (0, int(not disputed), disputed)


def test_a_dispute_is_the_lead_s_too() -> None:
    """Its city line rests on the row (R7.105)."""
    (entry,) = ranked([judged(ROAD, 0, CITY)], [answer(HEALTH)], differences=[apart(100, 10)])
    assert (entry.score, entry.blamed, entry.disputed) == (0, 0, frozenset({ROAD.code}))


def test_what_is_taken_off_is_a_setting() -> None:
    """10 off where nothing was reported (R7.106)."""
    states = [answer(QIXIAN, State.MISSING)]
    (entry,) = ranked([judged(ROAD, 300, QIXIAN)], states, rules=AwardRules(missing=10.0))
    assert entry.score == 40
