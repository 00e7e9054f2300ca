"""督查专报 by hand: why, who asks for help, what is to be pursued; never longer than two pages."""

from __future__ import annotations

from dataclasses import replace

from kit.notices import NOBODY, facts, line
from kit.ranks import ROAD
from kit.returns import answer
from kit.sample import HEALTH, LANKAO, QIXIAN, ROADS, ledger

from ducha.ledger.model import Group
from ducha.letters.wording.upward import report_of
from ducha.merge.model import JudgedLine
from ducha.merge.open_problems import OpenProblem
from ducha.standing.handed.grounds import Ground
from ducha.standing.handed.proposed import ProposedMatter
from ducha.standing.notice.facts import NoticeFacts
from ducha.standing.notice.namings import Namings
from ducha.standing.notice.upward import HelpWanted, causes, help_wanted
from ducha.standing.reporting import State

COUNT = replace(ROAD, code="三.2-1", name="充电桩", measure="个")
RED = line(COUNT, 100.0)


def pursued(*lines: JudgedLine) -> ProposedMatter:
    """What is proposed to be handed to the lead of these lines, red for two months."""
    return ProposedMatter(
        number="2024-01",
        unit=HEALTH,
        group=Group.CITY,
        first=lines[0].plan.indicator,
        grounds=tuple(Ground(each, 2) for each in lines),
        problem="",
        demand="",
    )


def told(month: NoticeFacts) -> dict[str, list[str]]:
    """The paragraphs by the headings of their sections."""
    return {
        section.heading: [paragraph.text for paragraph in section.paragraphs]
        for section in report_of(month).sections
        if section.paragraphs
    }


def test_a_month_is_told_to_the_leaders() -> None:
    """Progress, what is red and why, help that is asked for, what to pursue (R9.51, R9.53)."""
    month = facts(
        RED,
        line(COUNT, 5.0, QIXIAN, target=100.0),
        states=(answer(HEALTH), answer(QIXIAN, State.MISSING)),
        causes={COUNT.code: "缺地。"},
        wanted=(
            HelpWanted((), QIXIAN, COUNT, "请协调用地", 2),
            HelpWanted(("王副市长",), HEALTH, COUNT, "请协调资金", 1),
        ),
        matters=(pursued(RED),),
        unverified=3,
    )
    assert told(month) == {
        "总体进展": [
            "截至6月底，1件重点民生实事涉及的1项任务、1个指标中，1个严重滞后。应报2个单位，已报1个。"
        ],
        "严重滞后事项及原因": [
            f"1. {HEALTH}：充电桩完成8.3%，低于序时进度41.7个百分点。反映的问题：缺地。"
        ],
        "提请市领导协调事项": [
            f"1. 提请王副市长协调：{HEALTH}反映，充电桩：请协调资金。",
            f"2. {QIXIAN}反映，充电桩：请协调用地（已持续2个月）。",
        ],
        "拟督办事项": [f"{HEALTH}充电桩完成8.3%，连续2个月严重滞后。"],
    }
    assert report_of(month).reservations == ("未核实数据3条（见督查汇总表）。",)


def test_the_longest_month_is_cut_to_two_pages() -> None:
    """And says where the whole stands; what is red gives way last (R9.50)."""
    lines = [
        line(replace(COUNT, code=f"三.{n}-1", name=f"很长的指标名称之{n}"), 100.0)
        for n in range(1, 13)
    ]
    wanted = [HelpWanted((), QIXIAN, COUNT, "请协调" * 60, 1) for _ in range(30)]
    month = facts(
        *lines,
        line(COUNT, 5.0, QIXIAN, target=100.0),
        causes={each.code: "存在的问题" * 50 for each in lines},
        wanted=tuple(wanted),
        matters=tuple(map(pursued, lines)),
    )
    found = told(month)
    assert len(found["严重滞后事项及原因"]) > len(found["提请市领导协调事项"])
    assert found["严重滞后事项及原因"][-1].endswith("个见督查汇总表〔指标明细〕。")
    assert found["提请市领导协调事项"][-1].endswith("项见督查汇总表〔问题清单〕。")
    assert found["拟督办事项"][0].startswith("共12项，其中")
    assert sum(len(text) for texts in found.values() for text in texts) < 25 * 28


def test_the_heading_of_namings_follows_the_decisions() -> None:
    """拟 while one is left (R9.36)."""
    assert "拟表扬、拟批评的单位" not in told(facts(namings=NOBODY))
    headings = [
        s.heading for s in report_of(facts(namings=Namings((), (), frozenset(), ()))).sections
    ]
    assert "通报表扬、批评的单位" in headings


def problem(unit: str, coordination: str, text: str = "缺地") -> OpenProblem:
    """An open problem about the item."""
    return OpenProblem(
        unit=unit, item=COUNT.item, text=text, months=2, coordination=coordination,
        next_step="", stated=True,
    )  # fmt: skip


def test_help_is_wanted_where_a_unit_says_so() -> None:
    """In the ledger's order (R9.52)."""
    problems = {
        (each.unit, each.item): each
        for each in (problem(LANKAO, "是"), problem(QIXIAN, "是"), problem(ROADS, "否"))
    }
    charged = replace(COUNT, in_charge=("王副市长",))
    wanted = help_wanted(problems, ledger(indicators=(charged,)))
    assert [(each.leaders, each.unit, each.text, each.months) for each in wanted] == [
        (("王副市长",), QIXIAN, "缺地", 2),
        (("王副市长",), LANKAO, "缺地", 2),
    ]
    said = problem(HEALTH, "否", "人手不足")
    assert causes([RED], {(HEALTH, COUNT.item): said}) == {COUNT.code: "人手不足"}
    assert causes([RED], problems) == {}
