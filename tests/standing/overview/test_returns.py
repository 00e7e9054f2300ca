"""报送与未决: who must be rung up, what is open, and where the whole of it stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from kit import sample
from kit.pages import CALENDAR, FINE, LAGGING, city, ledger_of, page
from kit.returns import APRIL, MAY, answer
from kit.sample import HEALTH, LANKAO, LONGTING, QIXIAN, ROADS, SCHOOLS

from ducha.checks.returns import RESTATED, SUPPLIED
from ducha.findings import Finding, Severity
from ducha.ledger.handed.records import Assignment, Progress
from ducha.ledger.model import Group, Unit
from ducha.period import CHINA
from ducha.standing.assignments import AssignmentState, UnitWords
from ducha.standing.other_files import OtherFile
from ducha.standing.overview.page import Overview
from ducha.standing.proposals import Proposal, ProposalKind
from ducha.standing.reporting import State, UnitState
from ducha.submission.arrival import Verdict

LINE = city("一.1-1", LAGGING, 12.0)
PHONES = {HEALTH: "0371-1", QIXIAN: "0371-2", LANKAO: "0371-3", ROADS: ""}
UNITS: tuple[Unit, ...] = tuple(
    replace(
        unit, phone=PHONES.get(unit.name, "0371-9"), contact="李" if unit.name == LANKAO else ""
    )
    for unit in sample.UNITS
)
BOOK = ledger_of([LINE], units=UNITS)


def lines_of(facts: Overview) -> dict[str, tuple[str, str]]:
    """The text and the sheet of every line by its label."""
    return {line.label: (line.text, line.sheet) for line in facts.open_lines}


def shown(*states: UnitState, **more: object) -> dict[str, tuple[str, str]]:
    """The lines of a month in which 杞县's count is carried from April."""
    carried = replace(LINE, county=QIXIAN, carried=8.0, since=APRIL)
    parts = {"ledger": BOOK, "lines": [carried, LINE], **more}
    return lines_of(page([LINE], states=states, **parts))


def test_who_is_silent_is_named_with_telephone_and_what_is_carried() -> None:
    """A county has what is carried of its own rows, a department what it leads (R7.210)."""
    states = (
        answer(HEALTH, State.MISSING),
        answer(QIXIAN, State.MISSING),
        answer(ROADS, State.EMPTY),
    )
    lines = shown(*states)
    assert lines["未报 2"] == (
        f"{HEALTH}（电话0371-1，沿用4月数）、{QIXIAN}（电话0371-2，沿用4月数）",
        "报送情况",
    )
    assert lines["空表 1"][0] == f"{ROADS}（无电话）"


def test_what_else_came_and_what_came_late() -> None:
    """Each state on its line, those that must be reminded first (R7.210)."""
    scan = OtherFile("兰考县5月.pdf", Verdict.NOT_A_RETURN, "", useless=True)
    breakdown = OtherFile("分解.xlsx", Verdict.ACCEPTED, "2024", useless=False)
    received = datetime(2024, 5, 30, 9, tzinfo=CHINA)
    late = replace(answer(HEALTH, State.LATE, late=True, supplemented=3), received=received)
    states = (
        late,
        answer(QIXIAN, State.PARTIAL, filled=1, late=True),
        answer(LANKAO, State.USELESS, filled=0, others=(scan, breakdown)),
        answer(ROADS, State.EMPTY, filled=0),
        answer(LONGTING),
    )
    lines = shown(*states)
    assert {label: text for label, (text, sheet) in lines.items() if sheet == "报送情况"} == {
        "空表 1": f"{ROADS}（无电话）",
        "来件无效 1": f"{LANKAO}（兰考县5月.pdf（非填报件）；李 电话0371-3）",
        "报送不全 1": f"{QIXIAN}（1/2，迟报，电话0371-2）",
        "迟报 1": f"{HEALTH}（5月30日，补报3格，电话0371-1）",
    }
    assert list(lines)[:4] == ["空表 1", "来件无效 1", "报送不全 1", "迟报 1"]


def test_all_in_time_is_one_line() -> None:
    """Nothing to be done (R7.210)."""
    assert shown(answer(HEALTH), answer(QIXIAN))["报送"] == ("全部单位按时报齐", "报送情况")


def test_many_units_take_two_printed_lines_at_most() -> None:
    """Thirty of one state, with how many they are (R7.210)."""
    units = tuple(replace(UNITS[3], name=f"第{n}县", phone=f"0371-{n}") for n in range(1, 31))
    states = [answer(unit.name, State.MISSING) for unit in units]
    text, _ = shown(*states, ledger=replace(BOOK, units=units))["未报 30"]
    assert text.startswith("第1县（电话0371-1）、第2县（电话0371-2）、")
    assert text.endswith("等30个")


def finding(severity: Severity) -> Finding:
    """One of a month."""
    words = dict.fromkeys(("period", "what", "day"), "")
    return replace(SUPPLIED.finding(**words).about(QIXIAN, "a.xlsx"), severity=severity)


def test_what_is_open_is_counted() -> None:
    """退回, 需核实 and lines that are 数据不全 (R7.211)."""
    findings = [finding(Severity.RETURN), *[finding(Severity.VERIFY)] * 3, finding(Severity.NOTE)]
    incomplete = replace(LINE, missing=1)
    assert shown(findings=findings, lines=[incomplete])["未决"] == (
        "退回1条、需核实3条、数据不全1项",
        "数据核查",
    )


def handed(unit: str, overdue_days: int | None, *, is_open: bool = True) -> AssignmentState:
    """A matter handed to a unit."""
    blank = dict.fromkeys(
        ("code", "problem", "leader", "demand", "answer", "verifier", "visit"), ""
    )
    days = dict.fromkeys(("handed", "due", "extended", "answered", "closed", "visited"))
    assignment = Assignment(
        number="1", unit=unit, occasion=None, progress=Progress.OPEN, **blank, **days
    )
    return AssignmentState(
        assignment=assignment, open=is_open, overdue_days=overdue_days, awaiting_visit=False
    )


def test_what_was_handed_over() -> None:
    """In hand, and overdue with unit and days, the longest first (R7.211)."""
    assert shown()["督办"] == ("没有在办事项", "督办事项")
    closed = handed(ROADS, 9, is_open=False)
    assert shown(assignments=[closed, handed(HEALTH, None)])["督办"][0] == "在办1件，没有超期"
    some = [handed(HEALTH, 2), handed(QIXIAN, 12), handed(ROADS, None), closed]
    assert shown(assignments=some)["督办"][0] == (
        f"在办3件，超期2件（{QIXIAN}，超期12天、{HEALTH}，超期2天）"
    )
    asks = replace(handed(ROADS, None), words=UnitWords(closing="是"))
    assert shown(assignments=[asks])["督办"][0] == (f"在办1件，没有超期；申请办结1件（{ROADS}）")
    assert shown(assignments=[handed(QIXIAN, 12), asks])["督办"][0] == (
        f"在办2件，超期1件（{QIXIAN}，超期12天）；申请办结1件（{ROADS}）"
    )


def changed(*units: str) -> tuple[Finding, ...]:
    """A figure of an earlier month that each of these units has changed."""
    words = dict.fromkeys(("period", "indicator", "county", "before", "after", "day"), "")
    return tuple(RESTATED.finding(**words).about(unit, "a.xlsx") for unit in units)


def test_changes_of_earlier_months_are_counted() -> None:
    """Rows of published months; units and figures of what came this month (R6.79, R7.211)."""
    assert shown()["前期更正"] == ("无", "前期更正")
    assert shown(restated=2)["前期更正"][0] == "已定稿月份有2行变了"
    findings = [*changed(HEALTH, QIXIAN, QIXIAN), finding(Severity.NOTE)]
    assert shown(findings=findings)["前期更正"][0] == (
        "本月2个单位改了前期3个数（见〔数据核查〕）；1个单位补报前期（见〔数据核查〕）"
    )


def test_what_is_not_known_of_the_deadline_is_said() -> None:
    """Below the counts (R6.198)."""
    facts = page([city("一.1-1", FINE)])
    assert facts.note.endswith("1个指标")
    calendar = replace(CALENDAR, note="2095年的放假安排程序不知道")
    assert page([LINE], calendar=calendar).note.endswith("；2095年的放假安排程序不知道")


# ---- proposals ----


def proposal(unit: str, kind: ProposalKind, reason: str = "", decided: str = "") -> Proposal:
    """A unit to be named."""
    return Proposal(unit=unit, group=Group.CITY, kind=kind, reason=reason, decided=decided)


def test_proposals_are_proposals_until_they_are_decided() -> None:
    """拟 stands before each kind; what 通报名单 says comes after them without it (R7.212)."""
    named = (
        proposal(HEALTH, ProposalKind.PRAISE, "第1名，98.6分"),
        proposal(ROADS, ProposalKind.PRAISE, "第2名，97.0分"),
        proposal(SCHOOLS, ProposalKind.PRAISE_ITEM, "第3名，96.0分"),
        proposal(QIXIAN, ProposalKind.CRITICISM_RETURN, "催报2次后仍未报送"),
        proposal(LANKAO, ProposalKind.CRITICISM_PROGRESS, "严重滞后2项", decided="批评"),
        proposal(LONGTING, ProposalKind.CRITICISM_PROGRESS, "严重滞后1项"),
    )
    assert [tuple(line) for line in page([LINE], proposals=named).proposals] == [
        ("拟表扬", f"{HEALTH}、{ROADS}", "排名"),
        ("拟表扬", f"单项：{SCHOOLS}（第3名，96.0分）", "排名"),
        ("拟批评", f"未按要求报送：{QIXIAN}（催报2次后仍未报送）", "排名"),
        ("拟批评", f"进度：{LONGTING}（严重滞后1项）", "排名"),
        ("批评", f"已审定：{LANKAO}（严重滞后2项）", "排名"),
    ]


def test_facts_for_a_proposal_give_way_to_names() -> None:
    """Two lines of a kind hold four names here, so the facts stand on 排名 (R7.212)."""
    units = (HEALTH, ROADS, SCHOOLS, QIXIAN, LANKAO)
    named = [proposal(unit, kind, "第1名，98.6分") for kind in ProposalKind for unit in units]
    facts = page([LINE], proposals=named).proposals
    assert facts[0].text == f"{HEALTH}、{ROADS}、{SCHOOLS}、{QIXIAN}等5个"
    (one,) = page([LINE], proposals=named[:2]).proposals
    assert one.text == f"{HEALTH}（第1名，98.6分）、{ROADS}（第1名，98.6分）"


def test_no_proposal_says_why() -> None:
    """Before the deadline is over there is none yet (R7.212)."""
    calendar = replace(CALENDAR, today=date(2024, 5, 28))
    assert page([LINE], calendar=calendar).proposals[0].text == "报送未截止，暂不提建议"
    assert page([LINE]).proposals[0].text == "没有建议"
    assert page([LINE]).title == f"{MAY.label}重点民生实事督查汇总"
