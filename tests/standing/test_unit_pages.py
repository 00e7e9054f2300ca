"""单位情况 and 分管领导: a page for every unit, a block for every leader."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from kit import returns, sample
from kit.returns import MAY, arrival, merged, records
from kit.sample import COUNT, HEALTH, LANKAO, LENGTH, QIXIAN, SCHOOLS

from ducha.ledger.model import Ledger
from ducha.standing.report import Report, report
from ducha.standing.reporting import Calendar
from ducha.standing.table import AwardRules, StackedTables
from ducha.standing.unit_pages import UnitPages
from ducha.submission.arrival import Arrival

BOOK = sample.ledger()
WORDS = "| 编码 | 存在问题 | 需市级协调 |\n| 三.2 | 资金缺口大 | 是 |\n| 五.1 | 无 | 否 |"
OWN = arrival(QIXIAN, "| 三.2-1 | 杞县 | 10 |\n| 五.1-1 | 杞县 | 40.5 |", WORDS)


def may(ledger: Ledger = BOOK, *inbox: Arrival) -> Report:
    """May's report."""
    year = merged(ledger, *(inbox or (OWN,)))
    states = tuple(returns.states(ledger, year).values())
    calendar = Calendar(MAY, date(2024, 5, 28), date(2024, 6, 1))
    return report(year.ledger, year, calendar, states, AwardRules())


def units(facts: Report) -> UnitPages:
    """单位情况."""
    return next(page for page in facts.pages if isinstance(page, UnitPages))


def test_every_unit_that_owes_a_return_has_a_page() -> None:
    """In the order of the ledger, with the counts of its lights in the list (R7.238)."""
    page = units(may())
    assert [one.unit for one in page.pages] == [one.name for one in sample.UNITS]
    index = {row["单位"]: row for row in records(page.index)}
    named = ("指标数", "正常", "滞后", "严重滞后", "未报送", "报送状态")
    assert [index[QIXIAN][name] for name in named] == [4, 1, 1, 0, 2, "报送不全"]
    assert [index[SCHOOLS][name] for name in named] == [1, 0, 0, 0, 1, "未报"]


def test_a_county_s_page() -> None:
    """Its own rows; its return and rank as sentences; what it wants of the city (R7.238)."""
    page = next(one for one in units(may()).pages if one.unit == QIXIAN)
    rows = {row["编码"]: row for row in records(page.figures)}
    assert (rows["三.2-1"]["年度目标"], rows["三.2-1"]["本月累计"]) == (60.0, 10.0)
    assert (rows["三.2-1"]["状态"], rows["三.2-1"]["差距"]) == ("滞后", 25.0)
    assert page.sentences[0] == "报送：报送不全，2024-05-20 09:00（邮件时间），应填4格，实填2格"
    assert page.sentences[1].startswith("排名：名次1，得分")
    assert page.sentences[2] == "状态：承担4个指标：正常1个，滞后1个，未报送2个"
    (problems,) = page.others
    assert records(problems) == [
        {
            "编码": "三.2",
            "事项": "提升基层医疗卫生服务能力",
            "存在问题": "资金缺口大",
            "需市级协调": "是",
            "持续月数": 1,
            "下步措施": None,
        }
    ]


def test_a_department_answers_for_the_city_lines_that_it_leads() -> None:
    """Be it the first of the leads or not (R7.238)."""
    both = replace(LENGTH, leads=(*LENGTH.leads, HEALTH))
    ledger = replace(BOOK, indicators=tuple(both if i is LENGTH else i for i in BOOK.indicators))
    page = next(one for one in units(may(ledger)).pages if one.unit == HEALTH)
    assert page.sentences[0] == "报送：未报"
    assert [row["编码"] for row in records(page.figures)] == [
        "三.2-1",
        "三.3-1",
        "十.1-3",
        "五.1-1",
    ]
    assert page.others == ()


# ---- 分管领导 ----


def in_charge(*names: tuple[str, ...]) -> Ledger:
    """The indicators with their leaders, in the ledger's order."""
    pairs = zip(BOOK.indicators, names, strict=True)
    return replace(BOOK, indicators=tuple(replace(i, in_charge=each) for i, each in pairs))


def test_a_block_for_every_leader_who_is_named() -> None:
    """Items with lights, what lags and why, and for what the city is asked to step in (R7.237)."""
    ledger = in_charge(("张副市长",), (), ("李副市长",), ("张副市长", "李副市长"), ())
    facts = may(ledger, OWN, arrival(LANKAO, "| 三.2-1 | 兰考县 | 10 |"))
    page = next(p for p in facts.pages if isinstance(p, StackedTables) and p.name == "分管领导")
    first, second = page.tables
    assert first.name == "张副市长：2项任务、2个指标（滞后2个）"
    rows = records(first)
    assert [(row["编码"], row["状态"], row["指标数"]) for row in rows] == [
        ("三.2", "滞后", 1),
        ("五.1", "滞后", 1),
    ]
    assert rows[0]["滞后指标及原因"] == "基层卫生技术人员在线培训（滞后）：低于序时25.0个百分点"
    assert rows[0]["需市级协调"] == "【杞县】资金缺口大"
    assert rows[1]["需市级协调"] is None
    assert [row["编码"] for row in records(second)] == ["十.1", "五.1"]


def test_without_leaders_there_is_no_sheet_of_them() -> None:
    """The column of the ledger is empty (R7.237)."""
    assert "分管领导" not in {page.name for page in may().pages}
    assert COUNT.in_charge == ()
