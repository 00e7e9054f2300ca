"""数据核查: one cause of one file is one line, with how many, which cells and what explains it."""

from __future__ import annotations

from datetime import date

import pytest
from kit import returns, sample
from kit.returns import APRIL, arrival, merged, records
from kit.sample import HEALTH, LANKAO, QIXIAN

from ducha.checks.catalogue import RULES
from ducha.checks.returns import RULING, UNMET
from ducha.findings import Finding, Place, Rule, Severity
from ducha.ledger.model import Indicator
from ducha.standing.report import report
from ducha.standing.reporting import Calendar
from ducha.standing.table import AwardRules, Table
from ducha.standing.words.cells import name_cells
from ducha.standing.words.findings import finding_table

FELL = Rule("倒退", Severity.VERIFY, "累计数小于上月", "请核对", source="x")
TEXT = Rule("文字", Severity.RETURN, "填写的是“{word}”，不是数字", "请只填数字", source="x")
STILL = Rule("未变", Severity.NOTE, "没有变化", source="x")
WHOLE = Rule("整份退回", Severity.RETURN, "{reason}", source="x")


def at(row: int, *letters: str, sheet: str = "进度填报") -> Place:
    """A place by its row as a person counts it."""
    return Place(sheet, row - 1, "done", letters or ("H",))


def found(
    rule: Rule,
    place: Place,
    typed: str = "",
    unit: str = QIXIAN,
    file: str = "a.xlsx",
    **words: str,
) -> Finding:
    """Something found in a file."""
    return rule.finding(place, typed, **words).about(unit, file)


# places, how they are named
CELLS = (
    ((at(5),), "H5"),
    (tuple(at(row) for row in range(5, 23)), "H5:H22"),
    ((at(9), at(5), at(6), at(7)), "H5:H7, H9"),
    ((at(5), at(5)), "H5"),
    ((at(5, "H"), at(5, "I"), at(6, "I")), "H5, I5:I6"),
    ((at(7, "M", "N"),), "M7,N7"),
    ((at(7, "M", "N"), at(8, "M", "N")), "M7:M8,N7:N8"),
    ((Place("进度填报", None, "表头"), at(5)), "H5, 表头"),
    ((Place("进度填报"),), ""),
    ((), ""),
    (tuple(at(row) for row in range(2, 100, 2)), None),
)


@pytest.mark.parametrize(("places", "named"), CELLS)
def test_cells_are_named_in_few_words(places: tuple[Place, ...], named: str | None) -> None:
    """Those below each other as one stretch; of very many the first 40 (R7.266)."""
    if named is None:
        named = ", ".join(f"H{row}" for row in range(2, 82, 2)) + "等49处"
    assert name_cells(places) == named


def test_one_cause_of_one_file_is_one_line() -> None:
    """Eighteen rows of 倒退 of one form; another file, sheet or grade is another line (R7.264)."""
    many = [found(FELL, at(row), str(row)) for row in range(5, 23)]
    others = [
        found(FELL, at(5), "1", file="b.xlsx"),
        found(FELL, at(5, sheet="进度"), "1"),
        found(FELL, at(30), "1").lowered("（已更正）"),
        found(FELL, at(5), "1", unit=LANKAO, file="c.xlsx"),
    ]
    rows = records(finding_table([*many, *others], [QIXIAN, LANKAO]))
    assert [
        (r["级别"], r["代码"], r["条数"], r["单位"], r["文件"], r["工作表"], r["单元格"])
        for r in rows
    ] == [
        ("需核实", "倒退", 18, QIXIAN, "a.xlsx", "进度填报", "H5:H22"),
        ("需核实", "倒退", 1, QIXIAN, "b.xlsx", "进度填报", "H5"),
        ("需核实", "倒退", 1, QIXIAN, "a.xlsx", "进度", "H5"),
        ("需核实", "倒退", 1, LANKAO, "c.xlsx", "进度填报", "H5"),
        ("提示", "倒退", 1, QIXIAN, "a.xlsx", "进度填报", "H30"),
    ]
    assert rows[0]["原值"] == "5、6、7、8、9、10、11、12、13、14、15、16等18个"
    assert (rows[0]["说明"], rows[0]["处理建议"]) == ("累计数小于上月", "请核对")


def test_what_differs_from_cell_to_cell_is_said_cell_by_cell() -> None:
    """Of more than six sentences the first six, and how many more (R7.267)."""
    words = ("甲", "乙", "甲")
    three = [found(TEXT, at(n), word, word=word) for n, word in enumerate(words, start=3)]
    (row,) = records(finding_table(three))
    assert (row["条数"], row["单元格"], row["原值"]) == (3, "H3:H5", "甲、乙")
    assert row["说明"] == "H3, H5：填写的是“甲”，不是数字\nH4：填写的是“乙”，不是数字"
    eight = [found(TEXT, at(n), f"第{n}", word=f"第{n}") for n in range(1, 9)]
    (row,) = records(finding_table(eight))
    assert str(row["说明"]).split("\n")[5:] == [
        "H6：填写的是“第6”，不是数字",
        "另有2条，见所列的单元格",
    ]


def test_what_is_no_row_or_a_clerk_s_own_is_never_thrown_together() -> None:
    """Two files refused, two decisions: each says something else (R7.264)."""
    findings = [
        found(WHOLE, Place(), reason="签名不符"),
        found(WHOLE, Place(), reason="两张同月的表"),
        found(RULING, at(5), "1", ruling="采用：属实"),
        found(RULING, at(6), "2", ruling="改值：核实"),
        found(UNMET, at(6), "2", ruling="清空"),
    ]
    assert [row["条数"] for row in records(finding_table(findings))] == [1, 1, 1, 1, 1]


def test_what_is_missing_of_several_items_is_one_line() -> None:
    """It lies in no row, but is said in the same words (R7.264)."""
    silent = Rule("未说明问题", Severity.NOTE, "没有写存在问题", source="x")
    findings = [found(silent, Place("情况说明"), item) for item in ("三.1", "四.1", "六.1")]
    (row,) = records(finding_table(findings))
    assert (row["条数"], row["单元格"], row["原值"]) == (3, None, "三.1、四.1、六.1")


def test_findings_come_by_grade_then_by_unit() -> None:
    """退回, 需核实, 提示; units as in the ledger, then others, then what is nobody's (R7.265)."""
    findings = [
        found(STILL, at(1), unit=LANKAO),
        found(FELL, at(1), unit=""),
        found(FELL, at(1), unit="某某局"),
        found(FELL, at(1), unit=LANKAO),
        found(FELL, at(1), unit=HEALTH),
        found(TEXT, at(1), unit=LANKAO, word="甲"),
    ]
    rows = records(finding_table(findings, [HEALTH, QIXIAN, LANKAO]))
    assert [(row["级别"], row["单位"]) for row in rows] == [
        ("退回", LANKAO),
        ("需核实", HEALTH),
        ("需核实", LANKAO),
        ("需核实", "某某局"),
        ("需核实", None),
        ("提示", LANKAO),
    ]


def test_findings_of_an_inbox() -> None:
    """Each with where it stands and what to do; the code is never the word of the grade."""
    typed = '| 三.2-1 | 杞县 | "30人" |\n| 五.1-1 | 杞县 | -1 |'
    book = returns.book(sample.COUNT, sample.LENGTH, targets={QIXIAN: 60.0})
    year = merged(book, arrival(QIXIAN, typed), returns.foreign("z.doc"))
    rows = records(finding_table(year.findings))
    assert [(row["级别"], row["单位"], row["单元格"], row["原值"]) for row in rows] == [
        ("退回", QIXIAN, "C3", "-1"),
        ("需核实", None, None, None),
        ("提示", QIXIAN, "C2", "30人"),
    ]
    assert all(row["说明"] and row["处理建议"] for row in rows)


def test_code_and_grade_are_never_the_same_word() -> None:
    """退回｜退回 says nothing."""
    assert {rule.code for rule in RULES} & {str(grade) for grade in Severity} == set()


# ---- a month's figures in place of all since January ----

INDICATORS: tuple[Indicator, ...] = tuple(
    sample.indicator(f"三.{n}-1", target=1000.0) for n in range(1, 6)
)
YEAR = returns.book(*INDICATORS)
"""Five counts, divided among no county, as the ledger is shipped."""


def sent(figures: tuple[int, ...], **how: object) -> returns.Arrival:
    """What 杞县 reports."""
    rows = [
        f"| {indicator.code} | {QIXIAN} | {figure} |"
        for indicator, figure in zip(INDICATORS, figures, strict=True)
    ]
    return arrival(QIXIAN, "\n".join(rows), **how)


def test_the_report_says_that_a_form_was_filled_by_month() -> None:
    """One line for five rows, through the whole report (R7.264)."""
    year = merged(YEAR, sent((400,) * 5, period=APRIL), sent((90, 110, 70, 80, 120)))
    states = tuple(returns.states(YEAR, year).values())
    due, before = date(2024, 5, 28), date(2024, 4, 28)
    calendar = Calendar(returns.MAY, due, date(2024, 6, 1), since=before)
    facts = report(year.ledger, year, calendar, states, AwardRules())
    shown = next(page for page in facts.pages if page.name == "数据核查")
    assert isinstance(shown, Table)
    (row,) = [row for row in records(shown) if row["代码"] == "倒退"]
    assert (row["条数"], row["单元格"]) == (5, "C2:C6")
    assert row["说明"] == "5行中有5行比上月小，像是填了当月数，不是累计数"
