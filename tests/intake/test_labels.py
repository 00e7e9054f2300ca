"""The words of a row against its hidden code: a sort of what is in sight tears them apart.

The unit is 市卫生健康委 unless said otherwise; the columns are 编码, 事项, 指标, 计量单位, 县区,
本月累计, 分子, 分母, so that 本月累计 is F and the first row of figures stands in row 2.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from kit import returns, sample
from kit.sample import HEALTH, LANKAO, QIXIAN

from ducha.findings import Grades, Severity
from ducha.intake.examined import ExaminedReturn
from ducha.intake.numbers import MonthContext
from ducha.intake.rows import examine_return
from ducha.ledger.model import Ledger
from ducha.letters.returned import corrections

NOTE, VERIFY, RETURN = Severity.NOTE, Severity.VERIFY, Severity.RETURN
MAY_NUMBER = 5
Codes = set[tuple[str, Severity, str]]

HEAD = "| 编码 | 事项 | 指标 | 计量单位 | 县区 | 本月累计 | 分子 | 分母 |\n"
MATTER = "提升基层医疗卫生服务能力"
TRAINING = "基层卫生技术人员在线培训"
SUBSIDY = "村卫生室运行经费补助标准"
SCREENING = "孕早中期产前筛查覆盖率"
HEALTHY = "提高妇女、儿童和青少年健康保障水平"

TASK = "开展基层卫生技术人员在线培训，全年培训120人以上。"
OTHER_TASK = "孕早中期产前筛查覆盖率达到65%。"


def read(
    figures: str = "", words: str = "", book: Ledger | None = None, grades: Grades | None = None
) -> ExaminedReturn:
    """Read 市卫生健康委's return for May."""
    context = MonthContext(book or sample.ledger(), MAY_NUMBER, {}, grades or {})
    figures = HEAD + figures if figures else ""
    return examine_return(returns.submission(HEALTH, figures, words), 0, context)


def codes(examined: ExaminedReturn) -> Codes:
    """Every finding as code, severity and address."""
    return {
        (finding.code, finding.severity, finding.place.address) for finding in examined.findings
    }


def taken(examined: ExaminedReturn) -> dict[tuple[str, str], object]:
    """What each row says: a number, a pair, or held."""
    return {
        (row.code, row.county): "held"
        if row.held
        else row.figure.done or (row.figure.numerator, row.figure.denominator)
        for row in examined.figures
    }


# 事项, 指标, 计量单位 and 本月累计 of the row 三.2-1 杞县; what is read; findings
ROWS = (
    (MATTER, TRAINING, "人", "30", 30.0, set()),
    ("", "", "", "30", 30.0, set()),
    (MATTER, "基层卫生技术 人员在线培训", "人", "30", 30.0, set()),
    (MATTER, SUBSIDY, "元", "30", "held", {("错行", RETURN, "F2")}),
    (HEALTHY, SCREENING, "%", "30", "held", {("错行", RETURN, "F2")}),
    (MATTER, SUBSIDY, "元", "-1", "held", {("错行", RETURN, "F2")}),
    (MATTER, SUBSIDY, "元", "", None, set()),  # nothing filled in
    (MATTER, "在线培训", "人", "30", 30.0, {("指标名被改", VERIFY, "F2")}),
    (MATTER, "新、改建农村公路", "人", "30", 30.0, {("指标名被改", VERIFY, "F2")}),  # not its own
    ("另一种写法", TRAINING, "人", "30", 30.0, set()),
    (HEALTHY, TRAINING, "人", "30", 30.0, set()),  # no such name in that matter
    (MATTER, TRAINING, "万人", "2", "held", {("单位不符", RETURN, "F2")}),
    (MATTER, TRAINING, "人（万）", "2", "held", {("单位不符", RETURN, "F2")}),
    (MATTER, TRAINING, "人次", "2", 2.0, {("单位被改", VERIFY, "F2")}),
    (
        *(MATTER, "在线培训", "人次", "2", 2.0),
        {("指标名被改", VERIFY, "F2"), ("单位被改", VERIFY, "F2")},
    ),
)


@pytest.mark.parametrize(("matter", "name", "measure", "typed", "value", "expected"), ROWS)
def test_the_words_of_a_row(
    matter: str, name: str, measure: str, typed: str, value: object, expected: Codes
) -> None:
    """Another row's words hold the figure out; other words of a unit's own are for the officer.

    (R6.84, R6.85)
    """
    examined = read(f"| 三.2-1 | {matter} | {name} | {measure} | {QIXIAN} | {typed} | | |")
    assert taken(examined) == ({} if value is None else {("三.2-1", QIXIAN): value})
    assert codes(examined) == expected


def test_parts_of_a_rate_have_no_measure() -> None:
    """万元 over the 元 of a standard scales nothing that is counted (R6.85)."""
    examined = read(f"| 三.3-1 | {MATTER} | {SUBSIDY} | 万元 | {QIXIAN} | | 3 | 4 |")
    assert taken(examined) == {("三.3-1", QIXIAN): (3.0, 4.0)}
    assert codes(examined) == {("单位被改", VERIFY, "G2")}


def test_two_rows_swapped_in_sight() -> None:
    """Both say what they are and what they are not, and a third row is taken (R6.84)."""
    examined = read(
        f"| 三.2-1 | {MATTER} | {SUBSIDY} | 元 | {QIXIAN} | | 3 | 4 |\n"
        f"| 三.3-1 | {MATTER} | {TRAINING} | 人 | {QIXIAN} | 30 | | |\n"
        f"| 三.2-1 | {MATTER} | {TRAINING} | 人 | {LANKAO} | 7 | | |"
    )
    assert taken(examined) == {
        ("三.2-1", QIXIAN): "held",
        ("三.3-1", QIXIAN): "held",
        ("三.2-1", LANKAO): 7.0,
    }
    assert codes(examined) == {("错行", RETURN, "F2"), ("错行", RETURN, "G3")}
    first = examined.findings[0]
    assert first.found == SUBSIDY
    assert first.sentence == (
        "这一行的编码是“三.2-1”（基层卫生技术人员在线培训），"
        "写着的指标却是“村卫生室运行经费补助标准”，"
        "不知是哪一项的数（多半是只排序了看得见的几列），没有并入"
    )


def test_whole_rows_may_be_sorted() -> None:
    """Codes that moved along still stand with their own words."""
    examined = read(
        f"| 十.1-3 | {HEALTHY} | {SCREENING} | % | {LANKAO} | | 3 | 4 |\n"
        f"| 三.3-1 | {MATTER} | {SUBSIDY} | 元 | {QIXIAN} | | 1 | 2 |\n"
        f"| 三.2-1 | {MATTER} | {TRAINING} | 人 | {QIXIAN} | 30 | | |"
    )
    assert codes(examined) == set()
    assert [row.held for row in examined.figures] == [False, False, False]


SAME_NAMES = sample.ledger(
    indicators=(sample.COUNT, replace(sample.COUNT, code="十.2-1", matter_no="十", matter=HEALTHY))
)

# code, 事项, what is read, findings
NAMESAKES = (
    ("三.2-1", MATTER, 30.0, set()),
    ("十.2-1", HEALTHY, 30.0, set()),
    ("三.2-1", HEALTHY, "held", {("错行", RETURN, "F2")}),
    ("十.2-1", MATTER, "held", {("错行", RETURN, "F2")}),
    ("十.2-1", "", 30.0, set()),
    ("十.2-1", "另一种写法", 30.0, set()),
)


@pytest.mark.parametrize(("code", "matter", "value", "expected"), NAMESAKES)
def test_equal_names_are_told_apart_by_their_matter(
    code: str, matter: str, value: object, expected: Codes
) -> None:
    """Two indicators of one name are no swap while each stands with its own matter (R6.84)."""
    examined = read(f"| {code} | {matter} | {TRAINING} | 人 | {QIXIAN} | 30 | | |", book=SAME_NAMES)
    assert taken(examined) == {(code, QIXIAN): value}
    assert codes(examined) == expected


# code in config.toml, grade, what is read, findings
GRADES = (
    ("指标名被改", RETURN, "held", {("指标名被改", RETURN, "F2")}),
    ("指标名被改", None, 30.0, set()),
    ("指标名被改", NOTE, 30.0, {("指标名被改", NOTE, "F2")}),
)


@pytest.mark.parametrize(("code", "grade", "value", "expected"), GRADES)
def test_a_renamed_indicator_may_be_graded(
    code: str, grade: Severity | None, value: object, expected: Codes
) -> None:
    """As hard as the bureau likes."""
    row = f"| 三.2-1 | {MATTER} | 在线培训 | 人 | {QIXIAN} | 30 | | |"
    examined = read(row, grades={code: grade})
    assert taken(examined) == {("三.2-1", QIXIAN): value}
    assert codes(examined) == expected


WORDS = "| 编码 | 事项 | 任务内容 | 存在问题 |\n"

# 任务内容 and 存在问题 of the row 三.2, items whose texts are taken, findings
TEXTS = (
    (TASK, "师资不足", ["三.2"], set()),
    ("", "师资不足", ["三.2"], set()),
    (OTHER_TASK, "师资不足", [], {("错行", RETURN, "C2")}),
    (OTHER_TASK, "", [], set()),
    ("全年培训100人。", "师资不足", ["三.2"], {("任务被改", NOTE, "C2")}),
)


@pytest.mark.parametrize(("task", "problem", "items", "expected"), TEXTS)
def test_the_words_of_a_narrative_row(
    task: str, problem: str, items: list[str], expected: Codes
) -> None:
    """Texts under another item's task are not taken; a task worded otherwise is only noted.

    (R6.86)
    """
    examined = read("", f"{WORDS}| 三.2 | {MATTER} | {task} | {problem} |")
    assert [entry.item for entry in examined.texts] == items
    assert codes(examined) == expected


def test_what_goes_back_does_not_lay_torn_rows_under_their_codes() -> None:
    """The unit finds the held rows blank and marked, its other rows as it typed them."""
    figures = (
        f"{HEAD}| 三.2-1 | {MATTER} | {SUBSIDY} | 元 | {QIXIAN} | 99 | | |\n"
        f"| 三.2-1 | {MATTER} | {TRAINING} | 人 | {LANKAO} | 7 | | |"
    )
    words = f"{WORDS}| 三.2 | {MATTER} | {OTHER_TASK} | 师资不足 |"
    torn = returns.arrival(HEALTH, figures, words)
    merged = returns.merged(sample.ledger(), torn)
    back = corrections(merged, (HEALTH,))[HEALTH]
    assert {(key, v) for key, v in back.answers.items() if v != ""} == {
        (("三.2-1", LANKAO, "done"), 7.0)
    }
    assert back.texts == {}
    assert {key: fault.code for key, fault in back.faults.items()} == {
        ("三.2-1", QIXIAN, "done"): "错行"
    }
    assert [fault.code for fault in back.others] == ["错行"]


def test_a_later_return_in_order_settles_what_was_torn() -> None:
    """Nothing goes back any more once figures and texts stand in their own rows."""
    torn = returns.arrival(
        HEALTH,
        f"{HEAD}| 三.2-1 | {MATTER} | {SUBSIDY} | 元 | {QIXIAN} | 99 | | |",
        f"{WORDS}| 三.2 | {MATTER} | {OTHER_TASK} | 师资不足 |",
    )
    right = returns.arrival(
        HEALTH,
        f"{HEAD}| 三.2-1 | {MATTER} | {TRAINING} | 人 | {QIXIAN} | 30 | | |",
        f"{WORDS}| 三.2 | {MATTER} | {TASK} | 师资不足 |",
        at="05-21",
    )
    merged = returns.merged(sample.ledger(), torn, right)
    assert corrections(merged, (HEALTH,)) == {}
    assert returns.line(merged, QIXIAN).figure.done == 30.0
