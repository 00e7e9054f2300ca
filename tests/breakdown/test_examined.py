"""Breakdown forms judged: county targets, milestones, contacts, sums, the ledger in force."""

from __future__ import annotations

from dataclasses import replace

import pytest
from kit.breakdowns import LEDGER, arrival, claim, force, submission
from kit.returns import line, merged, states, verdicts
from kit.sample import (
    COUNT,
    DOCUMENT,
    HEALTH,
    INDICATORS,
    LANKAO,
    LENGTH,
    LONGTING,
    QIXIAN,
    RATE,
    ROADS,
    STANDARD,
    TARGETS,
    UNITS,
    indicator,
    ledger,
)
from kit.tables import table

from ducha.breakdown.in_force import InForce, accept_breakdowns, owed_breakdowns
from ducha.breakdown.sums import find_shortfalls
from ducha.findings import Finding
from ducha.form.breakdown import breaking_units, issue_breakdown, rows_of
from ducha.ledger.model import CITY, OWN, Direction, Ledger
from ducha.ledger.year.decisions import Adjustment
from ducha.period import Period
from ducha.status.rating import Status
from ducha.submission.hidden import claim_of

EMPTY = ledger(targets={})
C, S, R = COUNT.code, STANDARD.code, RATE.code


def findings(now: InForce) -> list[tuple[str, str, str]]:
    """Severity, code and cell of everything found."""
    return [
        (str(finding.severity), finding.code, finding.place.address) for finding in now.findings
    ]


def only(now: InForce) -> Finding:
    """The one thing found."""
    (finding,) = now.findings
    return finding


# Who is asked for what


def test_departments_that_lead_something_with_counties_are_asked() -> None:
    """教体局 has only an indicator without a number."""
    assert breaking_units(EMPTY) == (HEALTH, ROADS)
    silent = ledger(units=(replace(UNITS[0], reports=False), *UNITS[1:]))
    assert breaking_units(silent) == (ROADS,)


def test_an_indicator_of_some_counties_offers_only_these() -> None:
    """兰考县 supports it; 市本级 may always have a share."""
    some = indicator(supports=(LANKAO,), all_counties=False)
    (row,) = rows_of(ledger(indicators=(some,)), HEALTH)
    assert row.places == (LANKAO, OWN)


def test_the_form_shows_the_year_s_own_target() -> None:
    """County targets of the form hold from January on; the change is told beside."""
    change = Adjustment(C, CITY, 7, 150.0, "会议纪要")
    book = ledger(targets={}, adjustments=(change,))
    form = issue_breakdown(book, HEALTH, b"k", "f")
    assert [(row.indicator.code, row.target) for row in form.rows] == [
        (C, 120.0),
        (S, 6000.0),
        (R, 65.0),
    ]
    assert form.rows[0].changes == (change,)
    assert form.places == (QIXIAN, LANKAO, LONGTING, OWN)


# Targets


def test_an_accepted_form_fills_the_ledger() -> None:
    """Blank is 未分解, 0 is 无任务 (R6.212)."""
    now = force(EMPTY, "| 三.2-1 | 120 | 70 | | 0 | 50 |")
    assert now.findings == ()
    assert {key: value for key, value in now.ledger.targets.items() if key[0] == C} == {
        (C, QIXIAN): 70.0,
        (C, LONGTING): 0.0,
        (C, OWN): 50.0,
    }
    assert now.sources.targets[C, QIXIAN] == "分解表 分解/市卫生健康委 04-10.xlsx"


def test_the_newest_figure_of_each_cell_counts_and_a_blank_erases_nothing() -> None:
    """Two versions from one department, each with its part (R6.210)."""
    now = force(EMPTY, "| 三.2-1 | 120 | 70 | 40 | | |", "| 三.2-1 | 120 | 60 | | 20 | |")
    assert [now.ledger.targets.get((C, place)) for place in (QIXIAN, LANKAO, LONGTING)] == [
        *(60.0, 40.0, 20.0)
    ]
    assert now.used == {0, 1}


def test_a_held_cell_leaves_the_older_figure() -> None:
    """−5 is no target (R6.210)."""
    now = force(EMPTY, "| 三.2-1 | 120 | 70 | 40 | 20 | |", "| 三.2-1 | 120 | -5 | | | |")
    assert now.ledger.targets[C, QIXIAN] == 70.0
    assert findings(now) == [("退回", "负数", "C2")]


def test_a_clerk_s_figure_wins_and_the_difference_is_listed() -> None:
    """The ledger says 60 for 杞县 and for 兰考县 (R6.211)."""
    now = force(ledger(), "| 三.2-1 | 120 | 70 | 60 | 0 | |")
    assert now.ledger.targets[C, QIXIAN] == 60.0
    finding = only(now)
    assert (finding.severity, finding.code, finding.found) == ("提示", "分解不一", "70")
    assert finding.place.address == "C2"
    assert finding.sentence == (
        "基层卫生技术人员在线培训·杞县：分解表填70，台账〔县区分解〕为60，以台账为准"
    )
    assert now.sources.targets[C, QIXIAN] == "台账"


WRONG = table("""
| case                    | 编码   | 目标 | 杞县 | 兰考 | 龙亭 | 本级 | 级别   | 代码       | cell |
|-------------------------|--------|------|------|------|------|------|--------|------------|------|
| a fraction of a person  | 三.2-1 | 120  | 70.5 | 60   | 0    |      | 退回   | 不是整数 | C2   |
| a word                  | 三.2-1 | 120  | 很多 | 60   | 0    |      | 退回   | 文字 | C2   |
| a stroke is not given   | 三.2-1 | 120  | /    | 60   | 0    |      | 需核实 | 未给数 | C2   |
| a unit is read          | 三.2-1 | 120  | 70人 | 60   | 0    |      | 提示   | 带单位 | C2   |
| a code of nobody        | 九.9-9 | 150  | 70   | 60   | 0    |      | 退回   | 未知行     | A2   |
| a share of a rate       | 十.1-3 | 65   | 0.65 |      |      |      | 退回   | 比率写法   | C2   |
| more than everybody     | 十.1-3 | 65   | 650  |      |      |      | 退回   | 比率过大   | C2   |
| the city's line divided | 十.1-3 | 65   | 20   | 20   | 25   |      | 提示   | 低于全市线 | C2   |
| too little in all       | 三.2-1 | 120  | 60   | 40   | 0    |      | 需核实 | 分解不足   | G2   |
| too little with 市本级  | 三.2-1 | 120  | 60   | 40   | 0    | 19   | 需核实 | 分解不足   | G2   |
| the city's everywhere   | 三.2-1 | 120  | 120  | 120  | 120  |      | 需核实 | 县区同全市 | G2   |
| and in 市本级           | 三.2-1 | 120  | 120  | 120  | 120  | 120  | 需核实 | 县区同全市 | G2   |
| 市本级 has the city's   | 三.2-1 | 120  | 60   | 60   | 0    | 120  | 需核实 | 市本级重计 | G2   |
| beside one county       | 三.2-1 | 120  | 60   |      |      | 120  | 需核实 | 市本级重计 | G2   |
| 市本级 has the counties | 三.2-1 | 120  | 60   | 70   | 0    | 130  | 需核实 | 市本级重计 | G2   |
| half as much again, +1  | 三.2-1 | 120  | 100  | 81   | 0    |      | 需核实 | 远超全市   | G2   |
| before all are filled   | 三.2-1 | 120  | 1200 |      |      |      | 需核实 | 远超全市   | G2   |
""")[1:]


@pytest.mark.parametrize("case", WRONG, ids=lambda case: case[0])
def test_what_is_wrong_with_targets(case: list[object]) -> None:
    """One row, one finding (R6.214, R6.215, R6.232, R6.233, R6.234)."""
    *row, severity, code, cell = case
    now = force(EMPTY, f"| {' | '.join(map(str, row[1:]))} |")
    assert findings(now) == [(severity, code, cell)]


def test_another_s_indicator_is_taken_from_nobody_who_was_not_issued_it() -> None:
    """Of the lead's rows only those count that the form was issued with (R6.214, R6.303)."""
    row = "| 五.1-1 | 150 | 70 | 80 | 0 | |"
    mine = "| 三.2-1 | 120 | 60 | 60 | 0 | |"
    pasted = submission(row, claimed=claim(HEALTH, mine))
    now = accept_breakdowns(EMPTY, [pasted], LEDGER)
    assert findings(now) == [("退回", "未知行", "A2")]
    assert ("五.1-1", QIXIAN) not in now.ledger.targets
    issued = accept_breakdowns(EMPTY, [submission(row)], LEDGER)
    assert findings(issued) == []
    assert issued.ledger.targets["五.1-1", QIXIAN] == 70


@pytest.mark.parametrize(
    "row",
    [
        "| 三.2-1 | 120 | 60 | 40 | 20 | |",
        "| 三.2-1 | 120 | 60 | 40 | 0 | 20 |",
        "| 三.2-1 | 120 | 140 | 40 | 0 | |",  # more than asked
        "| 三.2-1 | 120 | 60 | 40 | | |",  # one is not settled yet
        "| 三.2-1 | 120 | 120 | 0 | 0 | |",  # all of it in one county
        "| 三.2-1 | 120 | 120 | | | |",
        "| 三.2-1 | 120 | 30 | 30 | 0 | 60 |",  # 市本级 has as much as the counties
        "| 三.2-1 | 120 | 0 | 0 | 0 | 120 |",
        "| 三.2-1 | 120 | 100 | 80 | 0 | |",  # half as much again
        "| 十.1-3 | 65 | 65 | 65 | 65 | 65 |",  # a rate is never divided
        "| 三.3-1 | 6000 | 6000 | 6000 | 6000 | |",
        "| 十.1-3 | 65 | 70 | | 0 | |",
        "| 三.3-1 | 6000 | 6000 | 7000 | | |",
    ],
)
def test_what_is_right(row: str) -> None:
    """Nothing to say (R6.215, R6.217, R6.232, R6.233, R6.234)."""
    assert force(EMPTY, row).findings == ()


def test_a_short_sum_is_told_in_words_and_mended_by_the_next_form() -> None:
    """120 were asked (R6.217)."""
    short = "| 三.2-1 | 120 | 60 | 40 | 0 | |"
    assert only(force(EMPTY, short)).sentence == (
        "基层卫生技术人员在线培训：县区分解合计100人，比全市目标120人少20人"
    )
    assert force(EMPTY, short, "| 三.2-1 | 120 | | | 20 | |").findings == ()


def test_a_ceiling_is_missed_from_above() -> None:
    """不超过120人 divided as 100 is fine, as 130 is not (R6.217)."""
    book = ledger(indicators=(indicator(direction=Direction.AT_MOST),), targets={})
    assert force(book, "| 三.2-1 | 120 | 60 | 40 | 0 | |").findings == ()
    finding = only(force(book, "| 三.2-1 | 120 | 60 | 70 | 0 | |"))
    assert finding.code == "分解超出"
    assert finding.sentence.endswith("合计130人，比全市目标120人多10人")


def test_a_county_that_is_counted_in_another_s_figure_adds_nothing() -> None:
    """龙亭区 does not count here: 60 + 40 are not 120 (R6.217)."""
    units = tuple(replace(unit, counted=unit.name != LONGTING) for unit in UNITS)
    book = ledger(units=units, targets={})
    now = force(book, "| 三.2-1 | 120 | 60 | 40 | 20 | |")
    assert findings(now) == [("需核实", "分解不足", "G2")]


def test_an_error_cell_is_no_blank() -> None:
    """#REF! comes as an empty cell with an address (R6.214)."""
    came = arrival("| 三.2-1 | 120 | | 60 | 60 | |", errors=("C2",))
    file_findings = [finding for finding in merged(EMPTY, came).findings if finding.file]
    assert [(f.code, f.place.address) for f in file_findings] == [("错误值", "C2")]


def test_a_row_twice_is_not_guessed_at() -> None:
    """Neither is taken (R6.214)."""
    now = force(EMPTY, "| 三.2-1 | 120 | 70 | | | |\n| 三.2-1 | 120 | 60 | | | |")
    assert findings(now) == [("退回", "重复行", "A2"), ("退回", "重复行", "A3")]
    assert (C, QIXIAN) not in now.ledger.targets


def test_a_county_that_does_not_answer_gets_nothing() -> None:
    """A 0 there does no harm (R6.214)."""
    some = indicator(supports=(LANKAO,), all_counties=False)
    book = ledger(indicators=(some,), targets={})
    now = force(book, "| 三.2-1 | 120 | 5 | 120 | 0 | |")
    assert findings(now) == [("退回", "不承担", "C2")]
    assert now.ledger.targets == {(C, LANKAO): 120.0}


ADDED = "| 编码 | 全市目标 | 杞县 | 兰考县 | 龙亭区 | 市本级 | 合计 | 通许县 | 说明 |\n"


def test_a_column_that_somebody_added_is_told() -> None:
    """Figures are for an unknown county, words are only words (R6.214, R6.216)."""
    now = force(EMPTY, ADDED + "| 三.2-1 | 120 | 60 | 60 | 0 | | 120 | 5 | 已会签 |")
    assert findings(now) == [("退回", "未知县区", "H2"), ("提示", "多出的列", "I2")]
    assert now.findings[0].sentence == "台账中没有“通许县”这个县区，这一列没有采用"


def test_a_column_that_somebody_took_out_is_told() -> None:
    """龙亭区 is 未分解 then (R6.216)."""
    head = "| 编码 | 全市目标 | 杞县 | 兰考县 | 市本级 | 合计 |\n"
    finding = only(force(EMPTY, head + "| 三.2-1 | 120 | 60 | 60 | | |"))
    assert (finding.code, finding.sentence) == ("缺列", "表上没有这些列：龙亭区")


# Rates and standards


def test_a_blank_county_takes_the_city_s_line() -> None:
    """As soon as the department has answered at all; counts stay blank (R6.213)."""
    now = force(EMPTY, "| 十.1-3 | 65 | 70 | | 0 | |")
    targets = [now.ledger.targets.get((R, place)) for place in (QIXIAN, LANKAO, LONGTING, OWN)]
    assert targets == [70.0, 65.0, 0.0, None]
    assert now.ledger.targets[S, QIXIAN] == 6000.0
    assert (C, QIXIAN) not in now.ledger.targets
    assert now.sources.targets[R, LANKAO] == (
        "按全市目标线（分解表 分解/市卫生健康委 04-10.xlsx没有另定）"
    )


def test_before_any_answer_a_rate_has_no_line() -> None:
    """And a form that was held out altogether is no answer (R6.213)."""
    assert force(EMPTY).ledger.targets == {}
    assert force(EMPTY, "| 三.2-1 | 120 | -1 | | | |").ledger.targets == {}


def test_a_held_line_is_not_replaced_by_the_city_s() -> None:
    """Nobody knows what 0.65 meant (R6.213)."""
    now = force(EMPTY, "| 十.1-3 | 65 | 0.65 | 70 | | |")
    assert (R, QIXIAN) not in now.ledger.targets


def test_a_blank_form_of_rates_alone_is_an_answer() -> None:
    """It says: the city's line everywhere (R6.213)."""
    book = ledger(indicators=(RATE,), targets={})
    blank = "| 十.1-3 | 65 | | | | |"
    assert force(book, blank).ledger.targets == {
        (R, place): 65.0 for place in (QIXIAN, LANKAO, LONGTING)
    }
    assert list(verdicts(merged(book, arrival(blank))).values()) == ["采用"]


# Milestones

MILESTONES = table("""
| case                 | 起止 | 3月底 | 6月底 | 9月底 | 12月底 | milestones             | 代码     |
|----------------------|------|-------|-------|-------|--------|------------------------|----------|
| as Excel keeps it    | 1-12 | 0.1   | 0.4   | 0.8   | 1      | 3:0.1 6:0.4 9:0.8 12:1 |          |
| as text              | 1-12 | 10%   | 40％  |       | 100%   | 3:0.1 6:0.4 12:1       |          |
| as bare numbers      | 1-12 | 10    | 33.5  |       | 100    | 3:0.1 6:0.335 12:1     |          |
| one is enough        | 1-12 |       | 0.5   |       |        | 6:0.5                  |          |
| the same twice       | 1-12 |       | 0.5   | 0.5   |        | 6:0.5 9:0.5            |          |
| falling              | 1-12 | 0.5   | 0.4   |       | 1      |                        | 节点回落 |
| falling over a gap   | 1-12 | 0.5   |       | 0.4   | 1      |                        | 节点回落 |
| more than everything | 1-12 |       | 120   |       |        |                        | 节点     |
| 150% or 1.5%         | 1-12 |       | 1.5   |       |        |                        | 节点     |
| 499% or 4.99%        | 1-12 |       | 4.99  |       |        |                        | 节点     |
| surely 5%            | 1-12 |       | 5     |       |        | 6:0.05                 |          |
| below nothing        | 1-12 | -0.1  | 0.4   |       |        |                        | 节点     |
| a word               | 1-12 |       | 过半  |       |        |                        | 节点     |
| before the start     | 4-12 | 0.1   | 0.4   |       |        |                        | 节点过早 |
| 0 before the start   | 4-12 | 0     | 0.4   |       |        | 3:0 6:0.4              |          |
| not all in time      | 1-8  |       | 0.4   | 0.9   |        |                        | 节点未满 |
| all in time          | 1-8  |       | 0.4   | 1     |        | 6:0.4 9:1              |          |
| not all in its month | 1-9  |       | 0.4   | 0.9   |        |                        | 节点未满 |
| not all in December  | 1-12 | 0.1   | 0.4   | 0.8   | 0.9    |                        | 节点未满 |
| increments           | 1-12 | 25    | 25    | 25    | 25     |                        | 节点增量 |
| rising increments    | 1-12 | 10%   | 20%   | 30%   | 40%    |                        | 节点增量 |
| falling increments   | 1-12 | 0.4   | 0.3   | 0.2   | 0.1    |                        | 节点增量 |
| three thirds         | 1-9  | 33%   | 33%   | 33%   |        |                        | 节点增量 |
| falling, no deadline | 1-12 | 0.5   | 0.3   | 0.2   |        |                        | 节点增量 |
| cumulative to 100    | 1-12 | 0.1   | 0.3   | 0.6   |        | 3:0.1 6:0.3 9:0.6      |          |
""")[1:]


@pytest.mark.parametrize("case", MILESTONES, ids=lambda case: case[0])
def test_milestones_of_a_row_stand_or_fall_together(case: list[object]) -> None:
    """One that is wrong holds them all; county targets of the row are taken all the same.

    (R6.219, R6.230)
    """
    _, span, *typed, milestones, code = case
    start, deadline = map(int, str(span).split("-"))
    book = ledger(indicators=(indicator(start=start, deadline=deadline),), targets={})
    shares = " | ".join(map(str, typed))
    now = force(book, f"| 三.2-1 | 120 | 60 | 60 | 0 | | | {shares} |")
    wanted = dict(milestone.split(":") for milestone in str(milestones).split())
    assert now.ledger.milestones.get(C, {}) == {int(m): float(s) for m, s in wanted.items()}
    assert [finding.code for finding in now.findings if finding.severity == "退回"] == (
        [code] if code else []
    )
    assert now.ledger.targets[C, QIXIAN] == 60.0


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("0.1 | 0.3 | 0.6 |", [("需核实", "节点增量")]),
        ("| 0.5 | 0.5 |", [("需核实", "节点增量")]),
        ("0.1 | 0.3 | 0.7 |", []),
    ],
)
def test_milestones_that_may_be_increments_are_asked_about(
    typed: str, asked: list[tuple[str, str]]
) -> None:
    """Sound as cumulative shares, and taken for such (R6.231)."""
    now = force(EMPTY, f"| 三.2-1 | 120 | 60 | 60 | 0 | | | {typed} |")
    assert [(str(f.severity), f.code) for f in now.findings] == asked
    assert now.ledger.milestones[C]


def test_a_clerk_s_milestones_that_may_be_increments_are_a_note() -> None:
    """The clerk knows what was meant (R6.231)."""
    book = ledger(targets={}, milestones={C: {3: 0.1, 6: 0.3, 9: 0.6}, S: {6: 0.5, 12: 1.0}})
    finding = only(accept_breakdowns(book, (), "台账2024.xlsx"))
    assert (str(finding.severity), finding.code, finding.file) == (
        "提示",
        "节点增量",
        "台账2024.xlsx",
    )
    assert finding.place.sheet == "时间节点"


def test_milestones_of_a_row_come_from_one_form() -> None:
    """The newest that has any; a wrong newer one leaves the older ones (R6.220)."""
    old, new = (
        "| 三.2-1 | 120 | | | | | | 0.1 | 0.4 | | |",
        "| 三.2-1 | 120 | | | | | | | 0.6 | | |",
    )
    wrong = "| 三.2-1 | 120 | | | | | | 0.9 | 0.1 | | |"
    assert force(EMPTY, old, new).ledger.milestones == {C: {6: 0.6}}
    assert force(EMPTY, old, wrong).ledger.milestones == {C: {3: 0.1, 6: 0.4}}


def test_a_clerk_s_milestones_win() -> None:
    """The whole row; the difference is told (R6.211)."""
    book = ledger(targets={}, milestones={C: {6: 0.5}})
    now = force(book, "| 三.2-1 | 120 | | | | | | 0.1 | 0.4 | | |")
    assert now.ledger.milestones == {C: {6: 0.5}}
    assert only(now).sentence == (
        "基层卫生技术人员在线培训：分解表的节点是3月底10%、6月底40%，"
        "台账〔时间节点〕是6月底50%，整行以台账为准"
    )


# Deadline, contact, the city's target


@pytest.mark.parametrize("typed", ["2024-12", "12月底", "2024年12月", '"12"', ""])
def test_the_ledger_s_deadline_in_other_words(typed: str) -> None:
    """No difference (R6.223)."""
    row = f"| 三.2-1 | 120 | 60 | 60 | 0 | | | | | | | {typed} |"
    assert force(EMPTY, row).findings == ()


@pytest.mark.parametrize("typed", ["2024-10", "10月", "年底前", "2025-12"])
def test_another_deadline_is_mentioned(typed: str) -> None:
    """It changes nothing (R6.223)."""
    now = force(EMPTY, f"| 三.2-1 | 120 | 60 | 60 | 0 | | | | | | | {typed} |")
    finding = only(now)
    assert (finding.severity, finding.code, finding.place.address) == ("提示", "时限不一", "L2")
    assert now.ledger.by_code[C].deadline == 12


def test_contacts_fill_blanks_of_the_ledger() -> None:
    """Every one of the newest form that names any (R6.222)."""
    one = "| 三.2-1 | 120 | | | | | | | | | | | 王 | 0371-1 |"
    two = (
        "| 三.2-1 | 120 | | | | | | | | | | | 张三 | 13800000000 |\n"
        "| 十.1-3 | 65 | | | | | | | | | | | 李四 | 0371-2 |\n"
        "| 三.3-1 | 6000 | | | | | | | | | | | 张三 | 13800000000 |"
    )
    now = force(EMPTY, one, two)
    unit = now.ledger.by_unit[HEALTH]
    assert (unit.contact, unit.phone) == ("张三、李四", "13800000000、0371-2")
    assert now.sources.contacts == {HEALTH: "分解表 分解/市卫生健康委 04-11.xlsx"}


@pytest.mark.parametrize(
    ("contact", "phone", "then"),
    [
        ("赵六", "", ("赵六", "")),  # the telephone is another person's
        ("张三", "", ("张三", "13800000000")),
        ("", "0371-9", ("张三", "0371-9")),
        ("赵六", "0371-9", ("赵六", "0371-9")),
    ],
)
def test_what_a_clerk_wrote_stays(contact: str, phone: str, then: tuple[str, str]) -> None:
    """A telephone joins a name only if it is that person's (R6.222)."""
    units = (replace(UNITS[0], contact=contact, phone=phone), *UNITS[1:])
    row = "| 三.2-1 | 120 | | | | | | | | | | | 张三 | 13800000000 |"
    unit = force(ledger(units=units), row).ledger.by_unit[HEALTH]
    assert (unit.contact, unit.phone) == then


def test_a_form_is_not_blamed_for_a_target_that_has_changed_since() -> None:
    """Issued for 120 when the ledger still said so; now it says 150 (R6.218)."""
    book = ledger(indicators=(replace(COUNT, target=150.0),), targets={})
    now = force(book, "| 三.2-1 | 120 | 60 | 60 | 0 | |")
    assert now.findings == ()
    (finding,) = find_shortfalls(now.ledger, 5, now.ledger_file, now.told)
    assert (finding.file, finding.sentence[-18:]) == (
        "ledger.xlsx",
        "合计120人，比全市目标150人少30人"[-18:],
    )


def test_a_target_that_the_unit_edited_is_ignored() -> None:
    """The digest of what was issued tells; the sum is held against the ledger's 120 (R6.218)."""
    typed = "| 三.2-1 | 100 | 60 | 40 | 0 | |"
    issued = claim(HEALTH, "| 三.2-1 | 120 | | | | |")
    file_findings = [
        finding
        for finding in merged(EMPTY, arrival(typed, claimed=issued)).findings
        if finding.file
    ]
    assert [(str(f.severity), f.code, f.place.address) for f in file_findings] == [
        ("提示", "目标被改", "B2"),
        ("需核实", "分解不足", "G2"),
    ]


# At the door


def verdict(came: object, book: Ledger = EMPTY) -> tuple[str, str]:
    """What becomes of the only file."""
    (judgement,) = merged(book, came).judgements
    return str(judgement.verdict), judgement.reason


FULL = "| 三.2-1 | 120 | 60 | 60 | 0 | |"

DOOR = [
    (arrival(FULL), "采用", "任务分解表"),
    (
        arrival("| 三.2-1 | 120 | 60 | -1 | 0 | |"),
        "部分采用",
        "任务分解表1处退回，其余采用，原因见〔数据核查〕",
    ),
    (
        arrival("| 三.2-1 | 120 | -1 | -1 | | |"),
        "退回",
        "任务分解表所填2处全部退回，原因见〔数据核查〕",
    ),
    (
        arrival("| 三.2-1 | 120 | | | | |"),
        "退回",
        "任务分解表是空表：没有填任何内容",
    ),
    (
        arrival(FULL, claimed=claim(HEALTH, FULL, period="2023")),
        "退回",
        "表单标识的内容与签名不符，单位、期次等可能被改动",
    ),
    (
        arrival(FULL, QIXIAN, claimed=claim(QIXIAN, "| 九.9-9 | 1 | | | | |")),
        "退回",
        "“杞县”没有需要分解的指标",
    ),
    (arrival(FULL, QIXIAN), "采用", "任务分解表"),  # it was issued these rows: it led them then
]


@pytest.mark.parametrize(("came", "word", "reason"), DOOR)
def test_every_form_gets_its_verdict(came: object, word: str, reason: str) -> None:
    """A partial form stops nothing (R6.224)."""
    assert verdict(came) == (word, reason)


def test_last_year_s_form_is_returned() -> None:
    """It bears the year it was issued for (R6.224)."""
    book = ledger(document=replace(DOCUMENT, year=2025, first=Period(2025, 4)))
    merge = merged(book, arrival(FULL), period=Period(2025, 4))
    assert merge.judgements[0].reason == "这是2024年度的任务分解表，台账是2025年度"


def test_an_older_form_wholly_replaced_is_superseded() -> None:
    """Nothing of it is used any more; neither where the clerk has decided everything (R6.224)."""
    merge = merged(EMPTY, arrival(FULL), arrival(FULL, at="04-20"))
    assert list(verdicts(merge).values()) == ["被替代", "采用"]
    assert list(verdicts(merged(ledger(indicators=(COUNT,)), arrival(FULL))).values()) == ["被替代"]


def test_the_hidden_sheet_of_a_form_is_found() -> None:
    """As with any other form."""
    assert claim_of(arrival(FULL).cells).kind == "任务分解表"


# In force at once


def test_county_lines_get_their_targets_at_once() -> None:
    """Also for a month that was reported before the form came (R6.221)."""
    monthly = merged(EMPTY)
    assert line(monthly, QIXIAN, C).plan.target is None
    merge = merged(EMPTY, arrival("| 三.2-1 | 120 | 70 | 50 | 0 | | | | 0.5 | | 1 |", at="05-10"))
    assert line(merge, QIXIAN, C).plan.target == 70.0
    assert line(merge, LONGTING, C).rating.status is Status.NO_TASK
    assert float(line(merge, CITY, C).plan.due) == pytest.approx(5 / 12)
    assert line(merge, CITY, C).plan.by_milestone


def test_a_row_without_a_task_is_not_owed() -> None:
    """卫健委 owes 3 × 3 rows, one less when 龙亭区 has no task in one."""
    assert states(EMPTY, merged(EMPTY))[HEALTH].owed == 9
    merge = merged(EMPTY, arrival(FULL))
    assert states(merge.force.ledger, merge)[HEALTH].owed == 8


def test_who_still_owes_a_breakdown() -> None:
    """Counts with blank counties, and rates before any answer."""
    assert owed_breakdowns(EMPTY) == {HEALTH: (COUNT, STANDARD, RATE), ROADS: (LENGTH,)}
    partly = force(EMPTY, "| 三.2-1 | 120 | 60 | 60 | | |").ledger
    assert owed_breakdowns(partly) == {HEALTH: (COUNT,), ROADS: (LENGTH,)}
    assert owed_breakdowns(force(EMPTY, FULL).ledger) == {ROADS: (LENGTH,)}


# 目标调整


def adjusted(*changes: Adjustment) -> Ledger:
    """The small city with changes during the year."""
    return ledger(indicators=INDICATORS, targets=dict(TARGETS), adjustments=changes)


def test_a_change_holds_from_its_month_on() -> None:
    """60 until June, 90 from July, none from September."""
    book = adjusted(
        Adjustment(C, QIXIAN, 7, 90.0, "会议纪要"), Adjustment(C, QIXIAN, 9, 0.0, "调减")
    )
    targets = [book.target_of(COUNT, QIXIAN, month) for month in (1, 6, 7, 8, 9, 12)]
    assert targets == [60.0, 60.0, 90.0, 90.0, 0.0, 0.0]


def test_a_change_of_a_form_s_target_holds_from_its_month_on() -> None:
    """The form's own figure stays for the months before (R6.221)."""
    book = ledger(targets={}, adjustments=(Adjustment(C, QIXIAN, 7, 90.0, ""),))
    now = force(book, FULL).ledger
    assert [now.target_of(COUNT, QIXIAN, month) for month in (6, 7)] == [60.0, 90.0]


def test_a_raised_city_target_blames_the_breakdown_not_the_form() -> None:
    """From July on 150 are to be divided; June says nothing (R6.218)."""
    book = ledger(targets={}, adjustments=(Adjustment(C, CITY, 7, 150.0, "会议纪要"),))
    now = force(book, FULL)
    assert now.findings == ()
    assert find_shortfalls(now.ledger, 6, now.ledger_file, now.told) == ()
    (finding,) = find_shortfalls(now.ledger, 7, now.ledger_file, now.told)
    assert (finding.file, finding.place.sheet, finding.unit) == ("ledger.xlsx", "县区分解", HEALTH)
    assert "目标调整" in finding.remedy


def test_odd_targets_in_the_ledger_are_asked_about() -> None:
    """Typed into 县区分解, and in the month in which they are in force (R6.232, R6.233, R6.234)."""
    places = {QIXIAN: 120.0, LANKAO: 120.0, LONGTING: 120.0}
    book = ledger(targets={(code, place): t for code in (C, R) for place, t in places.items()})
    (finding,) = find_shortfalls(book, 5, "台账2024.xlsx")
    assert (finding.code, str(finding.severity), finding.unit) == ("县区同全市", "需核实", HEALTH)
    assert (finding.file, finding.place.sheet, finding.place.key) == (
        "台账2024.xlsx",
        "县区分解",
        C,
    )
    assert finding.sentence == (
        "基层卫生技术人员在线培训：3个县区的目标都是120人，与全市目标120人一样，像是照抄了全市目标"
    )
    raised = replace(book, adjustments=(Adjustment(C, CITY, 7, 360.0, "会议纪要"),))
    assert [finding.code for finding in find_shortfalls(raised, 6, LEDGER)] == ["县区同全市"]
    assert find_shortfalls(raised, 7, LEDGER) == ()
    lowered = replace(book, adjustments=(Adjustment(C, CITY, 7, 100.0, "会议纪要"),))
    (finding,) = find_shortfalls(lowered, 7, LEDGER)
    assert finding.sentence == (
        "基层卫生技术人员在线培训：县区分解合计360人，是全市目标100人的3.6倍"
    )
