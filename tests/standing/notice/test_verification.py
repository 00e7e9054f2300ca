"""点名核实 and what stands open of what is named, by hand."""

from __future__ import annotations

from dataclasses import replace

from kit.notices import NOBODY, line, view
from kit.ranks import ROAD, counties
from kit.returns import JUNE, answer, arrival, book, merged, records
from kit.sample import HEALTH, LANKAO, LONGTING, QIXIAN, UNITS, indicator, ledger

from ducha.checks.returns import NO_NAMES
from ducha.findings import Finding, Place, Severity
from ducha.ledger.model import Group
from ducha.merge.year import MergedInbox
from ducha.standing.notice.agreement import Agreement, Reached
from ducha.standing.notice.lagging import Lagging, Unnamed, lagging
from ducha.standing.notice.namings import namings, return_faults
from ducha.standing.notice.verification import (
    NamedInNotice,
    NamedPoint,
    named_points,
    open_findings,
    verification_table,
)
from ducha.standing.overview.view import MonthView
from ducha.standing.proposals import Proposal, ProposalKind
from ducha.standing.reporting import State

COUNT = indicator(target=120.0)


def inbox() -> MergedInbox:
    """June: the department reports both counties, far behind."""
    told = f"| {COUNT.code} | {QIXIAN} | 2 |\n| {COUNT.code} | {LANKAO} | 5 |"
    lined = book(COUNT, targets={QIXIAN: 60.0, LANKAO: 60.0}, units=UNITS[:-1])
    return merged(lined, arrival(HEALTH, told, period=JUNE), period=JUNE)


def points_of(month: MonthView) -> tuple[NamedPoint, ...]:
    """What is named of a month that is behind, and of two returns."""
    return named_points(
        NamedInNotice(
            agreements={},
            namings=NOBODY,
            lagging=lagging(month, Unnamed(), 10),
            faults=return_faults(
                (
                    answer(LONGTING, State.MISSING),
                    replace(answer(QIXIAN), held=1, files=("乙.xlsx",)),
                ),
                (),
            ),
            places=month.places,
        )
    )


def test_all_that_is_named_is_listed_with_its_place() -> None:
    """A figure of the city with the cells of its parts, a county's with its own (R9.45)."""
    merged_june = inbox()
    points = points_of(view(*merged_june.table.lines))
    units = tuple(
        replace(each, contact="张三", phone="0371-1") if each.name == HEALTH else each
        for each in ledger().units
    )
    rows = records(verification_table(points, ledger(units=units)))
    file = f"2024-06/{HEALTH} 06-20.xlsx"
    assert [(r["单位"], r["县区"], r["完成率"], r["文件"], r["单元格"]) for r in rows] == [
        (HEALTH, "全市", (7 / 120, 1), file, "C2:C3"),
        (QIXIAN, QIXIAN, (2 / 60, 1), file, "C2"),
        (LANKAO, LANKAO, (5 / 60, 1), file, "C3"),
        (LONGTING, None, None, None, None),
        (QIXIAN, None, None, "乙.xlsx", None),
    ]
    assert [(r["联系人"], r["电话"], r["核实人"], r["核实结果"]) for r in rows][:2] == [
        ("张三", "0371-1", None, None),
        (None, None, None, None),
    ]
    assert [r["点名内容"] for r in rows][3:] == ["报送：未报", "报送：退回"]


def test_who_is_praised_criticised_or_excepted_is_listed() -> None:
    """In the order of the notice (R9.45)."""
    ranks = counties(700.0, 10.0)
    who = namings(
        [
            Proposal(unit=unit, group=Group.COUNTY, kind=kind, reason="某分")
            for unit, kind in (("甲", ProposalKind.PRAISE), ("乙", ProposalKind.CRITICISM_PROGRESS))
        ],
        ranks,
        "甲乙",
    )
    excepted = line(ROAD, 10.0, "乙", target=100.0)
    said = NamedInNotice(
        agreements={ROAD.code: Agreement(Reached.SCHEDULE, 4, (excepted,), 0)},
        namings=who,
        lagging=Lagging(),
        faults=(),
        places={},
    )
    assert [(point.part, point.unit, point.words) for point in named_points(said)] == [
        ("总体进展", "乙", "未达到序时进度"),
        ("表扬", "甲", "拟表扬：某分"),
        ("批评", "乙", "拟批评（进度）：某分"),
    ]


def found(unit: str, row: int | None, severity: Severity = Severity.VERIFY) -> Finding:
    """A finding of June at a row of the department's form, or at the file as a whole."""
    place = Place("进度填报", row, "done", ("C",)) if row is not None else Place()
    finding = Finding(rule=NO_NAMES, severity=severity, sentence="缺人", place=place)
    return finding.about(unit, f"2024-06/{HEALTH} 06-20.xlsx")


def test_what_is_open_is_counted_on_what_is_named() -> None:
    """Rows of named figures; of a unit whose return stands open, all; notes are none (R9.46)."""
    merged_june = inbox()
    points = points_of(view(*merged_june.table.lines))
    findings = (
        found(HEALTH, 1),
        found(HEALTH, 2, Severity.RETURN),
        found(HEALTH, 1, Severity.NOTE),
        found(HEALTH, None),
        found(QIXIAN, None),
        found(LONGTING, None),
    )
    assert open_findings(points, findings, merged_june.examined) == {HEALTH: (1, 1), QIXIAN: (0, 1)}
