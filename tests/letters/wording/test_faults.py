"""二 and 三 by hand: who is praised, what is behind, whose returns are at fault."""

from __future__ import annotations

from dataclasses import replace

from kit.notices import JUNE, NOBODY, facts, line, rate_of, view
from kit.ranks import ROAD, counties
from kit.returns import answer
from kit.sample import HEALTH, LANKAO, QIXIAN, RATE, ROADS

from ducha.ledger.model import CITY, Group
from ducha.letters.wording.faults import faults
from ducha.letters.wording.namings import praise
from ducha.standing.notice.facts import NoticeFacts
from ducha.standing.notice.lagging import Unnamed, lagging
from ducha.standing.notice.namings import Namings, namings, return_faults
from ducha.standing.proposals import Proposal, ProposalKind
from ducha.standing.ranking.places import Rank
from ducha.standing.reporting import State
from ducha.status.rating import Status

COUNT = replace(ROAD, code="一.1-1", name="充电桩", measure="个")
OTHER = replace(ROAD, code="一.1-2", name="换电站", measure="座", leads=(ROADS,))
SHARE = replace(RATE, code="二.1-1", name="筛查率", leads=(ROADS,))


def told(month: NoticeFacts) -> list[str]:
    """The paragraphs of 三, their leads before them."""
    return [f"{each.lead}{each.text}" for each in faults(month, "附件1")]


def test_what_is_behind_is_told_with_its_figures() -> None:
    """Red before yellow, the widest gap first; completion, due, gap, lead (R9.38)."""
    month = facts(line(SHARE, rate_of(60, 100)), line(OTHER, 500.0), line(COUNT, 100.0))
    assert told(month) == [
        "部分指标严重滞后。截至6月底，严重滞后的有1个指标：",
        (
            f"1. {HEALTH}牵头的充电桩100个，完成年度目标任务的8.3%，应完成50.0%，"
            "低于序时进度41.7个百分点。"
        ),
        "部分指标滞后。截至6月底，滞后的有2个指标：",
        (
            f"1. {ROADS}牵头的换电站500座，完成年度目标任务的41.7%，应完成50.0%，"
            "低于序时进度8.3个百分点。"
        ),
        f"2. {ROADS}牵头的筛查率60.0%，年度目标65.0%，低于年度目标5.0个百分点。",
    ]


def test_runs_and_counties_stand_with_it() -> None:
    """How many months running; counties 严重滞后 by sure figures of their own (R9.38, R9.39)."""
    red = [line(COUNT, 5.0, place, target=100.0) for place in "甲乙丙丁戊己"]
    others = (
        line(COUNT, 5.0, "庚", target=100.0, doubts=frozenset({"倒退"})),
        line(COUNT, 45.0, "辛", target=100.0),
        line(COUNT, None, "壬", target=100.0),
    )
    before = {JUNE.plus(-1): {COUNT.code: Status.LAGGING}}
    month = facts(line(COUNT, 100.0), *red, *others, history=before)
    assert told(month)[1].endswith(
        "，已连续2个月滞后；其中甲（5.0%）、乙（5.0%）、丙（5.0%）、丁（5.0%）、戊（5.0%）"
        "等6个县区严重滞后。"
    )
    few = facts(line(COUNT, 100.0), *red[:2])
    assert told(few)[1].endswith("；其中甲（5.0%）、乙（5.0%）严重滞后。")


def test_what_nobody_stands_for_is_counted_only() -> None:
    """So that counts agree with those of 一 (R6.164, R6.169, R9.38)."""
    unsure = line(COUNT, 100.0, doubts=frozenset({"倒退"}))
    month = facts(unsure, line(OTHER, 100.0), line(SHARE, rate_of(60, 100), carried=1.0))
    assert told(month)[0] == (
        "部分指标严重滞后。截至6月底，严重滞后的有2个指标，"
        "其中1个数据不全、待核或口径不一，正在核实，其余1个是："
    )
    assert told(month)[-1] == (
        "部分指标滞后。截至6月底，滞后的有1个指标（数据不全、待核或口径不一的正在核实）。"
    )


def test_ten_are_named_and_the_rest_stands_in_the_table() -> None:
    """[notice] count (R9.38)."""
    lines = [line(replace(COUNT, code=f"一.{n}-1"), 10.0 * n) for n in range(1, 13)]
    month = facts(*lines)
    texts = told(month)
    assert texts[0].endswith("严重滞后的有12个指标，较重的10个是：")
    assert len(texts) == 12
    assert texts[-1] == "其余2个见附件1。"


def named(unit: str, kind: ProposalKind, reason: str, decided: str = "") -> Proposal:
    """A proposal about a county."""
    return Proposal(unit=unit, group=Group.COUNTY, kind=kind, reason=reason, decided=decided)


PRAISE, ITEM = ProposalKind.PRAISE, ProposalKind.PRAISE_ITEM
RETURN, PROGRESS = ProposalKind.CRITICISM_RETURN, ProposalKind.CRITICISM_PROGRESS


def chosen(*proposals: Proposal, ranks: tuple[Rank, ...] = ()) -> Namings:
    """Whom a notice names, counties in the order of their names."""
    return namings(proposals, ranks, "甲乙丙丁戊己庚辛壬")


def test_praise_goes_by_rank_and_criticism_by_the_ledger() -> None:
    """并列 where a place is shared; 拟 until it is decided (R9.35, R9.36, R9.41)."""
    ranks = counties(600.0, 700.0, 300.0)
    who = chosen(
        named("乙", PRAISE, "第1名，100.0分"),
        named("甲", PRAISE, "第1名，100.0分"),
        named("丙", PROGRESS, "严重滞后1项，50.0分"),
        named("丁", ITEM, "第4名，95.0分；一.1充电桩超前8.6个百分点", "表扬"),
        named("己", RETURN, "催报2次后仍未报送", "批评"),
        ranks=ranks,
    )
    assert [f"{each.lead}{each.text}" for each in praise(who.praised)] == [
        (
            "县区。对丁（第4名，95.0分；一.1充电桩超前8.6个百分点）的单项工作予以通报表扬。"
            "拟对乙（并列第1名，100.0分）、甲（并列第1名，100.0分）予以通报表扬。"
        )
    ]
    assert told(facts(namings=who)) == [
        "拟通报批评。拟对丙予以通报批评：严重滞后1项，50.0分。对己予以通报批评：催报2次后仍未报送。"
    ]
    assert who.undecided == ("乙", "甲", "丙")


def test_who_is_praised_or_spared_is_not_named_as_a_problem() -> None:
    """But one praised for an item may be for others (R9.37)."""
    who = chosen(
        named("甲", PRAISE, "", "表扬"), named("乙", PROGRESS, "", "不点名"), named("丙", ITEM, "")
    )
    assert who.unnamed == {"甲", "乙"}
    red = [line(COUNT, 5.0, place, target=100.0) for place in "甲乙丙丁"]
    month = facts(line(replace(COUNT, leads=("甲",)), 100.0), *red, namings=who)
    assert told(month)[1] == (
        "1. 充电桩100个，完成年度目标任务的8.3%，应完成50.0%，低于序时进度41.7个百分点；"
        "其中丙（5.0%）、丁（5.0%）严重滞后。"
    )
    assert "乙" not in "".join(told(month))


def test_returns_are_found_fault_with_kind_by_kind() -> None:
    """未报, 空表, 来件无效, 迟报, and what was not corrected; nothing else (R9.40)."""
    states = (
        answer("甲", State.MISSING),
        answer("乙", State.MISSING),
        answer("丙", State.EMPTY),
        answer("丁", State.USELESS),
        answer("戊", State.PARTIAL, late=True),
        answer("己", State.RETURNED),
        answer("庚"),
        answer("辛", State.MISSING),
    )
    month = facts(faults=return_faults(states, {"辛"}))
    assert told(month) == [
        (
            "个别单位报送不及时、不规范。甲、乙2个单位未报送6月进展情况（另有1个单位）；"
            "丙报送的是空表；丁所报材料无效（来件无效）；戊迟报；己的数据退回后尚未更正。"
        )
    ]
    assert told(facts(faults=return_faults((answer("辛", State.MISSING),), {"辛"}))) == [
        "个别单位报送不及时、不规范。有1个单位未报送6月进展情况。"
    ]


def test_a_good_month_has_no_problems() -> None:
    """No section without paragraphs (R9.11)."""
    assert told(facts(line(COUNT, 700.0))) == []
    assert praise(NOBODY.praised) == ()


def test_a_county_in_dispute_is_not_named() -> None:
    """By the indicator that is (R9.39)."""
    month = view(line(COUNT, 100.0), line(COUNT, 5.0, QIXIAN, target=100.0))
    disputed = Unnamed((), {QIXIAN: frozenset({COUNT.code})})
    (found,) = lagging(month, disputed, 10).named
    assert (found.line.county, found.counties) == (CITY, ())
    (other,) = lagging(month, Unnamed((), {LANKAO: frozenset({COUNT.code})}), 10).named
    assert [each.county for each in other.counties] == [QIXIAN]
