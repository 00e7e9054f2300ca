"""Scores, ranks and proposals: who comes first, who is left out, what reporting badly costs.

Of 1200 公里 half is due in June, so 300 done are half of what is due.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from kit.returns import answer, judged, records
from kit.sample import HEALTH, LANKAO, QIXIAN, ROADS, indicator

from ducha.ledger.model import CITY, OWN, Direction, Judged, Kind, Level
from ducha.merge.model import Difference, JudgedLine
from ducha.standing.ranking import Rank, RankingInput, proposals, rank, rank_table
from ducha.standing.reporting import State, UnitState
from ducha.standing.table import AwardRules
from ducha.status.rating import Figure, Rating, Status

ROAD = indicator(target=1200.0, whole=False)
FEW = indicator("三.4-1", target=10.0, direction=Direction.AT_MOST)
WORKS = indicator("三.4-2", target=4.0, judged=Judged.BY_DEADLINE)
LATER = indicator("三.5-1", target=12.0, start=7)
MONTHLY = indicator("十.1-3", Kind.RATE, 65.0, judged=Judged.MONTHLY)
LATER_RATE = indicator("十.1-4", Kind.RATE, 65.0, judged=Judged.MONTHLY, start=7)
COVERAGE = indicator("九.1-2", Kind.RATE, 40.0)
CLINICS = indicator("三.3-1", Kind.STANDARD, 6000.0, judged=Judged.MONTHLY)
RULES = indicator("二.1-1", Kind.QUALITATIVE, None)
NOTHING = Figure()


def pair(part: float, whole: float) -> Figure:
    """分子 and 分母."""
    return Figure(numerator=part, denominator=whole)


def held(line: JudgedLine) -> JudgedLine:
    """The same line, held out."""
    rating = Rating(Status.HELD, "", line.rating.completion, line.rating.gap)
    return JudgedLine(
        period=line.period, plan=line.plan, county=line.county, figure=line.figure, rating=rating
    )


def score(
    *lines: JudgedLine, state: UnitState | None = None, apart: tuple[Difference, ...] = ()
) -> Rank:
    """How 杞县 is ranked with these lines."""
    unit_state = state or answer(QIXIAN)
    (ranked,) = rank(RankingInput(lines, apart, frozenset({QIXIAN}), AwardRules()), [unit_state])
    return ranked


# one line of 杞县, its score; None where it is left out
LINES = (
    (judged(ROAD, 300, QIXIAN), Fraction(1, 2)),
    (judged(ROAD, 600, QIXIAN), Fraction(1)),
    (judged(ROAD, 690, QIXIAN), Fraction(23, 20)),
    (judged(ROAD, 720, QIXIAN), Fraction(6, 5)),
    (judged(ROAD, 1200, QIXIAN), Fraction(6, 5)),  # never more than 1.2
    (judged(ROAD, 0, QIXIAN), Fraction(0)),
    (judged(ROAD, NOTHING, QIXIAN), Fraction(0)),
    (held(judged(ROAD, 600, QIXIAN)), None),
    (judged(ROAD, 600, QIXIAN, None), None),
    (judged(ROAD, NOTHING, QIXIAN, None), None),  # silent, but nothing was asked yet
    (judged(ROAD, NOTHING, QIXIAN, 0.0), None),
    (judged(LATER, 0, QIXIAN), None),  # nothing due yet
    (judged(LATER, NOTHING, QIXIAN), None),
    (judged(LATER_RATE, pair(1, 2), QIXIAN), None),
    (judged(FEW, 10, QIXIAN), Fraction(1)),
    (judged(FEW, 11, QIXIAN), Fraction(0)),
    (judged(FEW, 10, QIXIAN, month=12), Fraction(1)),
    (judged(WORKS, 1, QIXIAN), None),  # 到期: nothing due in June
    (judged(WORKS, NOTHING, QIXIAN), None),
    (judged(WORKS, 3, QIXIAN, month=12), Fraction(3, 4)),
    (judged(MONTHLY, pair(65, 100), QIXIAN), Fraction(1)),
    (judged(MONTHLY, pair(64, 100), QIXIAN), Fraction(0)),
    (judged(MONTHLY, pair(0, 0), QIXIAN), None),
    (judged(CLINICS, pair(99, 100), QIXIAN), Fraction(0)),
    (judged(CLINICS, pair(100, 100), QIXIAN), Fraction(1)),
    (judged(COVERAGE, pair(50, 100), QIXIAN), None),  # until its deadline
    (judged(COVERAGE, pair(40, 100), QIXIAN, month=12), Fraction(1)),
    (judged(COVERAGE, pair(39, 100), QIXIAN, month=12), Fraction(0)),
    (judged(COVERAGE, NOTHING, QIXIAN), Fraction(0)),
    (judged(RULES, Figure(level=Level.UNDER_WAY), QIXIAN), Fraction(1)),
    (judged(RULES, Figure(level=Level.NOT_STARTED), QIXIAN), Fraction(0)),
    (judged(RULES, NOTHING, QIXIAN), Fraction(0)),
)


@pytest.mark.parametrize(("line", "expected"), LINES)
def test_what_one_line_is_worth(line: JudgedLine, expected: Fraction | None) -> None:
    """min(completion/due, 1.2) for a count, 1 or 0 for the rest; what says nothing is left out.

    (R7.101, R7.102, R7.103, R7.104)
    """
    sure = judged(ROAD, 600, QIXIAN)  # worth exactly 1
    mean = score(line, sure).score
    assert mean == (Fraction(1) if expected is None else (expected + 1) / 2)


def test_the_score_is_the_mean_of_the_unit_s_own_lines() -> None:
    """1/2, 1 and 0 are a half; other places do not count for 杞县 (R7.100, R7.106)."""
    lines = (
        judged(ROAD, 300, QIXIAN),
        judged(MONTHLY, pair(65, 100), QIXIAN),
        judged(CLINICS, pair(1, 2), QIXIAN),
        judged(ROAD, 1200, LANKAO),
        judged(ROAD, 1200, CITY),
    )
    assert score(*lines).score == Fraction(1, 2)


def test_a_department_answers_for_the_city_lines_it_leads_first() -> None:
    """Neither its counties' lines nor those that it only helps with (R7.100)."""
    helped = indicator("五.1-1", target=1200.0, leads=(ROADS, HEALTH))
    lines = (
        judged(ROAD, 300, CITY),
        judged(ROAD, 1200, QIXIAN),
        judged(ROAD, 1200, OWN),
        judged(helped, 600, CITY),
    )
    ever_reported = frozenset({HEALTH, ROADS})
    ranked = rank(
        RankingInput(lines, (), ever_reported, AwardRules()), [answer(HEALTH), answer(ROADS)]
    )
    assert [(entry.unit, entry.score) for entry in ranked] == [
        (ROADS, Fraction(1)),
        (HEALTH, Fraction(1, 2)),
    ]


# how the month's return stands, what is left of a score of 1
PENALTIES = (
    (answer(QIXIAN), Fraction(1)),
    (answer(QIXIAN, State.PARTIAL, filled=1), Fraction(1)),
    (answer(QIXIAN, State.AWAITED), Fraction(1)),  # not late yet
    (answer(QIXIAN, State.LATE, late=True), Fraction(9, 10)),
    (answer(QIXIAN, State.PARTIAL, late=True), Fraction(9, 10)),
    (answer(QIXIAN, State.MISSING), Fraction(1, 2)),
    (answer(QIXIAN, State.EMPTY), Fraction(1, 2)),
    (answer(QIXIAN, State.USELESS), Fraction(1, 2)),
    (answer(QIXIAN, State.LATE, late=True, supplemented=1), Fraction(19, 20)),
    (answer(QIXIAN, State.PARTIAL, late=True, supplemented=1), Fraction(19, 20)),
    (answer(QIXIAN, State.RETURNED, returned=1), Fraction(4, 5)),
    (answer(QIXIAN, State.RETURNED, returned=2), Fraction(3, 5)),
    (answer(QIXIAN, State.ON_TIME, returned=1), Fraction(4, 5)),  # a good one followed
    (answer(QIXIAN, State.LATE, late=True, returned=1), Fraction(7, 10)),
)


@pytest.mark.parametrize(("state", "points"), PENALTIES)
def test_reporting_badly_costs_points(state: UnitState, points: Fraction) -> None:
    """0.1 per late, 0.5 per missing, 0.2 per wholly returned report; half of 0.1 for a late rest.

    (R6.201, R7.106)
    """
    assert score(judged(ROAD, 600, QIXIAN), state=state).score == points


def apart(lead: float | Figure, county: float | Figure, place: str = QIXIAN) -> Difference:
    """What the two lines say of the same row."""
    lead, county = (
        figure if isinstance(figure, Figure) else Figure(done=float(figure))
        for figure in (lead, county)
    )
    return Difference(ROAD, place, lead, county)


# difference, whether the row is in dispute
DISPUTES = (
    (apart(100, 95), False),  # exactly 5% of the larger
    (apart(100, 94.9), True),
    (apart(94.9, 100), True),
    (apart(0, 1), True),
    (apart(pair(50, 100), pair(48, 100)), False),
    (apart(pair(50, 100), pair(47, 100)), True),
    (apart(pair(50, 100), pair(100, 200)), False),
    (apart(pair(0, 0), pair(1, 2)), True),
    (apart(Figure(level=Level.FINISHED), Figure(level=Level.UNDER_WAY)), True),
    (apart(100, 10, LANKAO), False),  # another county's row
)


@pytest.mark.parametrize(("difference", "disputed"), DISPUTES)
def test_a_row_in_dispute_counts_for_neither(difference: Difference, *, disputed: bool) -> None:
    """Over 5% between the two lines: the row is left out of the mean (R7.105)."""
    lines = (judged(ROAD, 0, QIXIAN), judged(MONTHLY, pair(65, 100), QIXIAN))
    expected = Fraction(1) if disputed else Fraction(1, 2)
    assert score(*lines, apart=(difference,)).score == expected


NAMES = tuple("甲乙丙丁戊己庚")


def ranked_by_count(
    *done: float | None, states: dict[str, UnitState] | None = None, rules: AwardRules | None = None
) -> tuple[Rank, ...]:
    """Counties 甲, 乙, 丙 … with so much of 1200 done; None has never returned anything."""
    units = NAMES[: len(done)]
    lines = [judged(ROAD, NOTHING if d is None else d, u) for u, d in zip(units, done, strict=True)]
    ever_reported = frozenset(u for u, d in zip(units, done, strict=True) if d is not None)
    unit_states = [(states or {}).get(u, answer(u)) for u in units]
    return rank(RankingInput(lines, (), ever_reported, rules or AwardRules()), unit_states)


# done, places by name
PLACES = (
    ((600, 540, 480), [("甲", 1), ("乙", 2), ("丙", 3)]),
    ((480, 600, 540), [("乙", 1), ("丙", 2), ("甲", 3)]),
    ((600, 540, 540, 480), [("甲", 1), ("乙", 2), ("丙", 2), ("丁", 4)]),
    ((600, 600, 540), [("甲", 1), ("乙", 1), ("丙", 3)]),
    ((720, 1200), [("甲", 1), ("乙", 1)]),  # both at the cap
    ((600, None, 540), [("甲", 1), ("丙", 2), ("乙", None)]),
)


@pytest.mark.parametrize(("done", "places"), PLACES)
def test_ties_share_a_place(
    done: tuple[float | None, ...], places: list[tuple[str, int | None]]
) -> None:
    """Competition ranking 1 2 2 4, ties in the order of the ledger; the silent come last.

    (R7.107, R7.108)
    """
    assert [(entry.unit, entry.place) for entry in ranked_by_count(*done)] == places


def test_departments_and_counties_are_ranked_apart() -> None:
    """Each group has its own first place (R7.100)."""
    lines = (judged(ROAD, 300, CITY), judged(ROAD, 600, QIXIAN), judged(ROAD, 540, LANKAO))
    ever_reported = frozenset({HEALTH, QIXIAN, LANKAO})
    ranked = rank(
        RankingInput(lines, (), ever_reported, AwardRules()),
        [answer(LANKAO), answer(QIXIAN), answer(HEALTH)],
    )
    assert [(str(entry.group), entry.unit, entry.place) for entry in ranked] == [
        ("市直", HEALTH, 1),
        ("县区", QIXIAN, 1),
        ("县区", LANKAO, 2),
    ]


# lines of 杞县, what is said instead of a place
UNRANKED = (
    ([judged(ROAD, 600, QIXIAN, None)], "未分解，暂不排名"),
    ([judged(ROAD, NOTHING, QIXIAN, None)], "未分解，暂不排名"),
    (
        [
            judged(ROAD, NOTHING, QIXIAN, None),
            judged(MONTHLY, pair(1, 2), QIXIAN, None),
            judged(RULES, Figure(level=Level.UNDER_WAY), QIXIAN),  # needs no target
        ],
        "未分解，暂不排名",
    ),
    (
        [judged(ROAD, 600, QIXIAN, None), judged(FEW, NOTHING, QIXIAN, 0.0)],
        "未分解，暂不排名",
    ),
    ([judged(FEW, NOTHING, QIXIAN, 0.0)], "无可评指标，暂不排名"),
    ([judged(COVERAGE, pair(1, 2), QIXIAN)], "无可评指标，暂不排名"),
    ([], "无可评指标，暂不排名"),
)


@pytest.mark.parametrize(("lines", "note"), UNRANKED)
def test_who_cannot_be_ranked(lines: list[JudgedLine], note: str) -> None:
    """Without any target, or without anything to score, there is no place and no score (R7.108)."""
    entry = score(*lines)
    assert (entry.place, entry.score, entry.note) == (None, None, note)


def test_a_county_with_one_target_is_ranked_by_it() -> None:
    """The rows still to be broken down wait (R7.108)."""
    entry = score(judged(ROAD, 300, QIXIAN), judged(MONTHLY, pair(1, 2), QIXIAN, None))
    assert (entry.place, entry.score) == (1, Fraction(1, 2))


def test_who_never_returned_anything_takes_no_part() -> None:
    """未参评, although the department reported for it (R7.108)."""
    (entry,) = rank(
        RankingInput([judged(ROAD, 600, QIXIAN)], (), frozenset(), AwardRules()), [answer(QIXIAN)]
    )
    assert (entry.place, entry.note) == (None, "未参评")


# ---- proposals ----

GREEN = (700, 690, 680, 670, 660, 650, 640)

# done of 甲 to 庚, who is late, proposals
PROPOSALS = (
    (GREEN, "", {"甲": "拟表扬", "乙": "拟表扬", "丙": "拟表扬"}),
    (GREEN, "乙", {"甲": "拟表扬", "丙": "拟表扬", "丁": "拟表扬"}),  # 0.1 off: 乙 falls to 7th
    ((700, 690, 680, 670, 200, 100, 0), "", {
        "甲": "拟表扬", "乙": "拟表扬", "丙": "拟表扬",
        "戊": "拟批评", "己": "拟批评", "庚": "拟批评",
    }),
    ((700, 690, 680, 230, 220, 210, 200), "", {
        "甲": "拟表扬", "乙": "拟表扬", "丙": "拟表扬",
        "戊": "拟批评", "己": "拟批评", "庚": "拟批评",
    }),  # 丁 is red too, but not among the last three
    ((700, 690, 680, 600, 590, 580, 570), "", {
        "甲": "拟表扬", "乙": "拟表扬", "丙": "拟表扬",
    }),  # nobody is red
    ((700, 690, 690, 690, 600, 600, 600), "", {
        "甲": "拟表扬", "乙": "拟表扬", "丙": "拟表扬", "丁": "拟表扬",
    }),  # places 1 2 2 2
    ((700, 690, 680, 200, 200, 200, 200), "", {
        "甲": "拟表扬", "乙": "拟表扬", "丙": "拟表扬",
        "丁": "拟批评", "戊": "拟批评", "己": "拟批评", "庚": "拟批评",
    }),  # equal scores are treated alike
    ((200, 100), "", {"甲": "拟批评", "乙": "拟批评"}),  # first, but red
    ((700, None, 0), "", {"甲": "拟表扬", "丙": "拟批评"}),
    ((None, None), "", {}),
)  # fmt: skip


@pytest.mark.parametrize(("done", "late", "proposed"), PROPOSALS)
def test_whom_to_praise_and_whom_to_criticise(
    done: tuple[float | None, ...], late: str, proposed: dict[str, str]
) -> None:
    """Top 3 with no red and no late return; bottom 3 with a red (R7.120, R7.121)."""
    states = {unit: answer(unit, State.LATE, late=True) for unit in late}
    assert proposals(ranked_by_count(*done, states=states), AwardRules()) == proposed


@pytest.mark.parametrize("state", [State.MISSING, State.EMPTY, State.RETURNED, State.AWAITED])
def test_nobody_is_praised_without_a_return(state: State) -> None:
    """A good figure of the department's does not make the county's silence good (R7.120)."""
    ranked = ranked_by_count(
        1200, 600, states={"甲": answer("甲", state)}, rules=AwardRules(missing=0.0)
    )
    assert "甲" not in proposals(ranked, AwardRules())


def test_how_many_are_named_is_set_in_the_settings() -> None:
    """One at either end; or nobody (R7.120, R7.121)."""
    ranked = ranked_by_count(700, 690, 100, 0)
    rules = AwardRules(praised=1, criticised=1)
    assert proposals(ranked, rules) == {"甲": "拟表扬", "丁": "拟批评"}
    assert proposals(ranked, AwardRules(praised=0, criticised=0)) == {}


def of_health(*lines: JudgedLine) -> Rank:
    """How the department is ranked by these city lines."""
    inputs = RankingInput(lines, (), frozenset({HEALTH}), AwardRules())
    (ranked,) = rank(inputs, [answer(HEALTH)])
    return ranked


def test_what_is_incomplete_ranks_nobody() -> None:
    """300 of 600 due are a half; 0 with a part missing, held or carried is left out (R6.164)."""
    whole, nothing = judged(ROAD, 300, CITY), judged(ROAD, 0, CITY)
    for gap in ({"missing": 1}, {"held": 1}, {"carried": 0.0}):
        in_part = replace(nothing, **gap)
        assert of_health(whole, in_part).score == Fraction(1, 2)
        alone = of_health(in_part)
        assert (alone.score, alone.note) == (None, "无可评指标，暂不排名")
    assert of_health(whole, nothing).score == Fraction(1, 4)


def test_silence_is_worth_nothing_whoever_is_silent() -> None:
    """未报送 lacks all of its parts, and is still 0 (R7.103)."""
    silent = replace(judged(ROAD, NOTHING, CITY), missing=3)
    assert of_health(judged(ROAD, 300, CITY), silent).score == Fraction(1, 4)


def test_nobody_is_criticised_for_an_incomplete_line() -> None:
    """The red of a line that lacks a part is no ground; the light is counted (R6.164)."""
    fine, red = judged(ROAD, 300, CITY), judged(ROAD, 0, CITY)
    blamed, spared = of_health(fine, red), of_health(fine, replace(red, missing=1))
    assert (blamed.lights[Status.BEHIND], spared.lights[Status.BEHIND]) == (1, 1)
    assert proposals([replace(blamed, place=1)], AwardRules(praised=0)) == {HEALTH: "拟批评"}
    assert proposals([replace(spared, place=1)], AwardRules(praised=0)) == {}


def test_nobody_is_praised_by_a_doubted_figure() -> None:
    """1200 of 1200 are praised; with a doubt about them not, though the score stands (R6.169)."""
    met = judged(ROAD, 1200, CITY)
    doubted = of_health(replace(met, doubts=frozenset({"突增"})))
    assert proposals([of_health(met)], AwardRules()) == {HEALTH: "拟表扬"}
    assert (doubted.score, proposals([doubted], AwardRules())) == (Fraction(6, 5), {})


def test_the_sheet_of_ranks() -> None:
    """排名 with counts by light, late and missing returns, and the proposal (R7.106)."""
    states = {"乙": answer("乙", State.LATE, late=True), "丙": answer("丙", State.MISSING)}
    ranked = ranked_by_count(1200, 600, 0, None, states=states)
    rows = records(rank_table(ranked, proposals(ranked, AwardRules())))
    headings = (
        "名次",
        "单位",
        "得分",
        "已完成",
        "正常",
        "严重滞后",
        "未报送",
        "迟报",
        "漏报",
        "建议",
    )
    assert [tuple(row[name] for name in headings) for row in rows] == [
        (1, "甲", 1.2, 1, 0, 0, 0, 0, 0, "拟表扬"),
        (2, "乙", 0.9, 0, 1, 0, 0, 1, 0, None),
        (3, "丙", -0.5, 0, 0, 1, 0, 0, 1, "拟批评"),
        ("未参评", "丁", None, 0, 0, 0, 1, 0, 0, None),
    ]
