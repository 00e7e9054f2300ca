"""Whom to propose for praise or criticism, by every clause, and what leaders decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from kit.ranks import AFTER, BEFORE, GROUPS, JUNE, ROAD, SOON, counties, june, ranked
from kit.returns import answer, judged, records
from kit.sample import HEALTH, QIXIAN, indicator

from ducha.ledger.handed.records import Decision, Naming
from ducha.ledger.model import CITY
from ducha.merge.model import Difference
from ducha.period import Period
from ducha.standing.proposals import Proposal, ProposalInput, ProposalKind, proposals
from ducha.standing.rank_tables import rank_tables
from ducha.standing.ranking.places import Rank
from ducha.standing.reporting import State
from ducha.standing.table import AwardRules
from ducha.status.rating import Figure, Status

APRIL = Period(2024, 4)


def propose(ranks: Sequence[Rank], today: date = AFTER, **more: object) -> tuple[Proposal, ...]:
    """What is proposed of June; the 首报期 was April."""
    usual: dict[str, object] = {
        "calendar": june(today),
        "rules": AwardRules(),
        "first": APRIL,
        "groups": GROUPS,
    }
    return proposals(ranks, ProposalInput(**(usual | more)))  # type: ignore[arg-type] - a table of cases


def told(found: Sequence[Proposal]) -> list[tuple[str, str, str]]:
    """Unit, what is said of it, and why."""
    return [(proposal.unit, proposal.word, proposal.reason) for proposal in found]


# done of 1200 by 甲, 乙, 丙 … (600 is due), who is named
PLACED = (
    ((600, 480, 480, 480, 480, 480), {"甲": "拟表扬"}),
    ((600, 600, 480, 480, 480, 480), {"甲": "拟表扬", "乙": "拟表扬"}),
    ((600, 600, 600, 480, 480, 480), {}),  # three on two places: left out whole
    ((600,) * 3 + (480,) * 6, {"甲": "拟表扬", "乙": "拟表扬", "丙": "拟表扬"}),
    ((600,) * 4 + (480,) * 5, {}),
    ((600,) * 9, {}),  # all done
    ((0,) * 9, {}),  # all red: a tie of nine
    ((600, 480, 0), {"甲": "拟表扬", "丙": "拟批评（进度）"}),
    ((480, 480, 480, 480, 1, 0), {"戊": "拟批评（进度）", "己": "拟批评（进度）"}),
    ((480, 480, 480, 0, 0, 0), {}),  # three on the last two places: left out whole
    ((480, 480, 480, 480, 480, 300), {}),  # last, but yellow
    ((480,) * 6 + (2, 1, 0), {"辛": "拟批评（进度）", "壬": "拟批评（进度）"}),  # two at most
    ((600, 0), {}),  # a third of two is nobody
    ((600,), {}),
    ((), {}),
)  # fmt: skip


@pytest.mark.parametrize(("done", "named"), PLACED)
def test_who_stands_where(done: tuple[float, ...], named: dict[str, str]) -> None:
    """Three first, two last, a third at most, no tie in part, red where blamed.

    (R7.120, R7.121, R7.123)
    """
    assert {unit: word for unit, word, _ in told(propose(counties(*done)))} == named


def test_the_reasons_are_facts() -> None:
    """Place and score; reds and score (R7.120, R7.121)."""
    assert told(propose(counties(600, 480, 60))) == [
        ("甲", "拟表扬", "第1名，100.0分"),
        ("丙", "拟批评（进度）", "严重滞后1项，10.0分"),
    ]


def first(entry: Rank) -> tuple[Rank, ...]:
    """The rank as the first of three."""
    return (entry, *counties(600, 480, 480)[1:])


CLEAN = counties(600, 480, 480)[0]

# what is the matter with the first of three, beside all else that is well
BARS = (
    {"state": answer("甲", State.LATE, late=True)},
    {"state": answer("甲", State.PARTIAL, filled=1)},
    {"state": answer("甲", State.MISSING)},
    {"state": answer("甲", State.RETURNED, returned=1)},
    {"state": replace(answer("甲"), held=1)},
    {"score": 94},
    {"doubted": 1},
    {"disputed": frozenset({ROAD.code})},
    {"unsettled": 1},
    {"lights": CLEAN.lights + CLEAN.lights.__class__([Status.BEHIND])},
    {"lights": CLEAN.lights + CLEAN.lights.__class__([Status.LAGGING])},  # and no item ahead
    {"place": None},
)


@pytest.mark.parametrize("bar", BARS, ids=lambda bar: next(iter(bar)))
def test_each_clause_bars_from_praise(bar: dict[str, object]) -> None:
    """Late, in part, silent, held out, below 95, doubted, disputed, 数据不全, red (R6.169, R7.120).

    The same unit without it is praised.
    """
    assert told(propose(first(CLEAN)))[0][1] == "拟表扬"
    assert propose(first(replace(CLEAN, **bar))) == ()  # type: ignore[arg-type] - a table of cases


@pytest.mark.parametrize("bar", [{"overdue": {"甲": 1}}, {"sent_back": frozenset({"甲"})}])
def test_what_is_open_bars_from_praise(bar: dict[str, object]) -> None:
    """A matter that is 超期; something sent back and not put right (R7.120)."""
    assert propose(first(CLEAN), **bar) == ()


def test_ninety_five_is_enough() -> None:
    """95.0, and not 94.9 (R7.120)."""
    assert len(propose(first(replace(CLEAN, score=95)))) == 1  # type: ignore[arg-type] - whole points
    rules = AwardRules(praise_score=96.0)
    assert propose(first(replace(CLEAN, score=95)), rules=rules) == ()  # type: ignore[arg-type] - whole points


def test_doubts_and_disputes_of_its_lines_reach_the_unit() -> None:
    """From the lines themselves; a department's rest on those of the counties (R7.120)."""
    lines = [judged(ROAD, 600, CITY), judged(ROAD, 600, QIXIAN)]
    clean, doubted, disputed = (
        ranked(some, [answer(HEALTH)], differences=apart)[0]
        for some, apart in (
            (lines, ()),
            ([lines[0], replace(lines[1], doubts=frozenset({"突增"}))], ()),
            (lines, (Difference(ROAD, QIXIAN, Figure(600.0), Figure(6.0)),)),
        )
    )
    assert (clean.doubted, clean.disputed, clean.unsettled) == (0, frozenset(), 0)
    assert (doubted.doubted, len(disputed.disputed)) == (1, 1)
    silent = ranked([judged(ROAD, Figure(), QIXIAN)], [answer(QIXIAN)])[0]
    assert silent.unsettled == 1


def test_one_item_of_a_unit_that_lags_elsewhere() -> None:
    """96.8 with one yellow: the item furthest ahead, by its least line (R7.124)."""
    codes = ("五.1-1", "五.2-1", "五.2-2", "五.3-1", "五.3-2")
    what = [indicator(code, target=1200.0, name=f"指标{code}", whole=False) for code in codes]
    done = (504, 720, 840, 900, 600)  # 五.2 is 10 points ahead at least, 五.3 not in all lines
    lines = [judged(each, amount, "甲") for each, amount in zip(what, done, strict=True)]
    (entry,) = ranked(lines, [answer("甲")])
    assert float(entry.score or 0) == 96.8
    assert told(propose(first(replace(entry, place=1)))) == [
        ("甲", "拟表扬（单项）", "第1名，96.8分；五.2指标五.2-1超前10.0个百分点")
    ]


# the day it is looked at, rank_from, whether anything is proposed of June
TIMES = (
    (BEFORE, None, False),  # the deadline day itself
    (date(2024, 6, 29), None, True),
    (SOON, Period(2024, 6), True),
    (AFTER, Period(2024, 7), False),
    (AFTER, Period(2023, 1), True),  # of another year: the usual month
)


@pytest.mark.parametrize(("today", "rank_from", "proposed"), TIMES)
def test_never_before_its_time(today: date, rank_from: Period | None, *, proposed: bool) -> None:
    """Neither before the deadline is over nor before the month that is told (R7.122)."""
    rules = AwardRules(rank_from=rank_from)
    found = propose(counties(600, 480, 0), today, rules=rules, reminders={"乙": 1})
    assert bool(found) is proposed


def test_never_in_the_first_month() -> None:
    """June as 首报期; unless config.toml says so (R7.122)."""
    ranks = counties(600, 480, 0)
    assert propose(ranks, first=JUNE) == ()
    assert len(propose(ranks, first=JUNE, rules=AwardRules(rank_from=JUNE))) == 2


# how the return stands, 催报 on record, what is proposed
REMINDED = (
    (State.MISSING, 1, "催报1次后仍未报送"),
    (State.MISSING, 2, "催报2次后仍未报送"),
    (State.EMPTY, 1, "催报1次后仍报空表"),
    (State.MISSING, 0, ""),
    (State.USELESS, 1, ""),
    (State.RETURNED, 1, ""),
    (State.LATE, 1, ""),
    (State.PARTIAL, 1, ""),
)


@pytest.mark.parametrize(("state", "times", "reason"), REMINDED)
def test_who_was_reminded_and_is_silent(state: State, times: int, reason: str) -> None:
    """未报 or 空表 after a 催报 on record (R7.125)."""
    ranks = counties(480, 480, states={"乙": answer("乙", state)})
    found = propose(ranks, reminders={"乙": times} if times else {})
    assert [reason_ for _, _, reason_ in told(found)] == ([reason] if reason else [])


def test_the_silent_are_named_without_any_cap() -> None:
    """Nobody reported: all nine (R7.125)."""
    states = {unit: answer(unit, State.MISSING) for unit in GROUPS}
    found = propose(counties(*[None] * 9, states=states), reminders=dict.fromkeys(GROUPS, 1))
    assert [proposal.kind for proposal in found] == [ProposalKind.CRITICISM_RETURN] * 9


def decision(unit: str, naming: Naming, grounds: str = "", period: str = "2024-06") -> Decision:
    """A row of 通报名单."""
    return Decision(period=period, unit=unit, naming=naming, grounds=grounds)


# what 通报名单 says, what is said then; the rules propose 甲 for praise and 丙 for criticism
DECIDED = (
    ([], [("甲", "拟表扬"), ("丙", "拟批评（进度）")]),
    ([("甲", Naming.PRAISED)], [("甲", "表扬"), ("丙", "拟批评（进度）")]),
    ([("甲", Naming.NOT_NAMED)], [("甲", "不点名"), ("丙", "拟批评（进度）")]),
    ([("甲", Naming.CRITICISED)], [("甲", "批评"), ("丙", "拟批评（进度）")]),
    ([("乙", Naming.PRAISED)], [("甲", "拟表扬"), ("乙", "表扬"), ("丙", "拟批评（进度）")]),
    ([("乙", Naming.NOT_NAMED)], [("甲", "拟表扬"), ("丙", "拟批评（进度）")]),
    ([("壬", Naming.CRITICISED)], [("甲", "拟表扬"), ("丙", "拟批评（进度）"), ("壬", "批评")]),
)


@pytest.mark.parametrize(("decisions", "said"), DECIDED)
def test_leaders_decide(decisions: list[tuple[str, Naming]], said: list[tuple[str, str]]) -> None:
    """What they decide stands in place of 拟, proposed or not (R7.126)."""
    found = propose(counties(600, 480, 0), decisions=[decision(*each) for each in decisions])
    assert sorted((unit, word) for unit, word, _ in told(found)) == sorted(said)


def test_a_decision_is_of_its_month_and_stands_at_any_time() -> None:
    """May's says nothing of June; June's stands before its deadline too (R7.126)."""
    ranks = counties(600, 480, 0)
    may = [decision("甲", Naming.PRAISED, period="2024-05")]
    assert told(propose(ranks, decisions=may))[0][1] == "拟表扬"
    june_s = [decision("乙", Naming.CRITICISED, "约谈后仍无进展")]
    assert told(propose(ranks, BEFORE, decisions=june_s)) == [("乙", "批评", "约谈后仍无进展")]


def test_how_many_are_named_is_set_in_the_settings() -> None:
    """One at either end; or nobody (R7.120, R7.121)."""
    ranks = counties(600, 600, 480, 480, 1, 0)
    rules = AwardRules(praised=1, criticised=1)
    assert [unit for unit, _, _ in told(propose(ranks, rules=rules))] == ["己"]
    assert propose(ranks, rules=AwardRules(praised=0, criticised=0)) == ()


def test_the_sheet_shows_the_arithmetic() -> None:
    """Two tables; 得分 is 均分 less 扣分 (R7.111)."""
    states = {"乙": answer("乙", State.LATE, late=True), "丙": answer("丙", State.MISSING)}
    ranks = counties(600, 480, 60, None, states=states)
    stack = rank_tables(ranks, propose(ranks, reminders={"丙": 1}))
    assert (stack.name, [each.name for each in stack.tables]) == ("排名", ["市直单位", "县区"])
    assert stack.tables[0].length == 0
    headings = ("名次", "单位", "得分", "参评指标", "均分", "扣分", "正常", "滞后", "严重滞后")
    assert [
        tuple(row[name] for name in (*headings, "迟报", "漏报", "建议"))
        for row in records(stack.tables[1])
    ] == [
        (1, "甲", 100.0, 1, 100.0, None, 1, 0, 0, 0, 0, "拟表扬"),
        (2, "乙", 79.0, 1, 80.0, "迟报−1", 0, 1, 0, 1, 0, None),
        (3, "丙", 5.0, 1, 10.0, "漏报−5", 0, 0, 1, 0, 1, "拟批评（未按要求报送）；拟批评（进度）"),
        ("未参评", "丁", None, None, None, None, 0, 0, 0, 0, 0, None),
    ]
