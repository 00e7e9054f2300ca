"""The rows of one return: what is taken, what is held out, what an officer must see.

The unit is 市卫生健康委 unless said otherwise; without headings the columns are 编码, 县区,
本月累计, 分子, 分母, and the first row of figures stands in row 2.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from kit import returns, sample
from kit.sample import HEALTH, LANKAO, QIXIAN

from ducha.findings import Severity
from ducha.form.monthly import LastMonth
from ducha.intake.examined import ExaminedReturn
from ducha.intake.numbers import MonthContext
from ducha.intake.rows import examine_return
from ducha.ledger.model import Ledger
from ducha.ledger.year.decisions import Adjustment
from ducha.status.rating import Figure

NOTE, VERIFY, RETURN = Severity.NOTE, Severity.VERIFY, Severity.RETURN
MAY_NUMBER = 5
Codes = set[tuple[str, Severity, str]]


def read(
    figures: str = "",
    words: str = "",
    unit: str = HEALTH,
    book: Ledger | None = None,
    before: dict[tuple[str, str], Figure] | None = None,
    **sheets: object,
) -> ExaminedReturn:
    """Read one unit's return for May; `before` are last month's figures."""
    context = MonthContext(book or sample.ledger(), MAY_NUMBER, {unit: LastMonth(before or {}, {})})
    return examine_return(returns.submission(unit, figures, words, **sheets), 0, context)


def codes(examined: ExaminedReturn) -> Codes:
    """Every finding as code, severity and address."""
    return {
        (finding.code, finding.severity, finding.place.address) for finding in examined.findings
    }


def taken(examined: ExaminedReturn) -> dict[tuple[str, str], object]:
    """What each row says: a number, a pair, a level, or held."""
    return {(row.code, row.county): _value(row) for row in examined.figures}


def _value(row: object) -> object:
    if row.held:
        return "held"
    if row.figure.denominator is not None:
        return row.figure.numerator, row.figure.denominator
    return row.figure.level or row.figure.done


ROW = ("三.2-1", QIXIAN)

# what was typed in 本月累计, what is read, findings
COUNT_CELLS = (
    ("30", 30.0, set()),
    ("0", 0.0, set()),
    ('"30"', 30.0, {("文本数字", NOTE, "C2")}),
    ('"30人"', 30.0, {("带单位", NOTE, "C2")}),
    ("-1", "held", {("负数", RETURN, "C2")}),
    ("2.5", "held", {("不是整数", RETURN, "C2")}),
    ('"很多"', "held", {("文字", RETURN, "C2")}),
    ("91", 91.0, {("远超", VERIFY, "C2")}),  # over 1.5 times the target of 60
    ("90", 90.0, set()),
)


@pytest.mark.parametrize(("typed", "value", "expected"), COUNT_CELLS)
def test_a_count(typed: str, value: object, expected: Codes) -> None:
    """A number is taken, another way of writing it noted, what is no number held out.

    (R6.8, R6.105, R6.132)
    """
    examined = read(f"| 三.2-1 | {QIXIAN} | {typed} |")
    assert taken(examined) == {ROW: value}
    assert codes(examined) == expected
    assert examined.figures[0].typed == typed.strip('"')


@pytest.mark.parametrize("typed", ["无", "/", "—", "暂无"])
def test_words_for_nothing_are_not_zero(typed: str) -> None:
    """无 in a number cell gives no figure, and the officer sees it; 0 must be typed (R6.103)."""
    examined = read(f'| 三.2-1 | {QIXIAN} | "{typed}" |')
    assert examined.figures == ()
    assert [
        (finding.severity, finding.place.address, finding.found) for finding in examined.findings
    ] == [(VERIFY, "C2", typed)]


def test_a_blank_row_is_no_figure() -> None:
    """Empty is not zero (R6.106)."""
    examined = read(f"| 三.2-1 | {QIXIAN} | |\n| 三.2-1 | {LANKAO} | 0 |")
    assert taken(examined) == {("三.2-1", LANKAO): 0.0}


def test_fractions_of_what_is_not_counted_in_wholes() -> None:
    """公里 may have decimals, and binary noise of a formula is not shown (R6.105)."""
    examined = read(
        f"| 五.1-1 | {QIXIAN} | 12.5 |\n| 五.1-1 | {LANKAO} | 0.30000000000000004 |",
        unit=sample.ROADS,
    )
    assert taken(examined) == {("五.1-1", QIXIAN): 12.5, ("五.1-1", LANKAO): 0.3}


RATE, STANDARD = "十.1-3", "三.3-1"

# code, 分子, 分母, what is read, findings
PAIRS = (
    (RATE, "30", "40", (30.0, 40.0), set()),
    (RATE, "0", "40", (0.0, 40.0), set()),
    (RATE, "0", "0", (0.0, 0.0), set()),  # 本期无对象
    (RATE, "1", "0", "held", {("缺分母", RETURN, "E2")}),
    (RATE, "30", "", "held", {("缺分母", RETURN, "E2")}),
    (RATE, "0", "", "held", {("缺分母", RETURN, "E2")}),
    (RATE, "", "40", "held", {("缺分子", RETURN, "D2")}),
    (RATE, "41", "40", (41.0, 40.0), {("超百", VERIFY, "D2")}),  # cohorts differ
    (STANDARD, "41", "40", "held", {("超全部", RETURN, "D2")}),
    (STANDARD, "40", "40", (40.0, 40.0), set()),
    (RATE, "-1", "40", "held", {("负数", RETURN, "D2")}),
    (RATE, "", "", None, set()),
)


@pytest.mark.parametrize(("code", "part", "whole", "value", "expected"), PAIRS)
def test_a_rate_or_a_standard(
    code: str, part: str, whole: str, value: object, expected: Codes
) -> None:
    """Both parts or nothing; 0/0 is an answer, a denominator that is missing is none.

    (R6.109, R6.110)
    """
    examined = read(f"| {code} | {QIXIAN} | | {part} | {whole} |")
    assert taken(examined) == ({} if value is None else {(code, QIXIAN): value})
    assert codes(examined) == expected


# what was typed, what is read, findings
LEVELS = (
    ("未启动", "未启动", set()),
    ("推进中", "推进中", set()),
    (" 已 完成 ", "已完成", set()),
    ("基本完成", "held", {("选项", RETURN, "C2")}),
    ("1", "held", {("选项", RETURN, "C2")}),
    ("", None, set()),
)


@pytest.mark.parametrize(("typed", "value", "expected"), LEVELS)
def test_a_qualitative_answer(typed: str, value: object, expected: Codes) -> None:
    """One of three words, white space aside (R6.111)."""
    examined = read(f"| 二.1-1 | {LANKAO} | {typed} |", unit=LANKAO)
    assert taken(examined) == ({} if value is None else {("二.1-1", LANKAO): value})
    assert codes(examined) == expected


# row, finding; the unit is 杞县
STRANGERS = (
    f"| 三.2-1 | {LANKAO} | 3 |",  # another county's row
    f"| 二.1-1 | {QIXIAN} | 推进中 |",  # an indicator that the county has no part in
    f"| 九.9-9 | {QIXIAN} | 3 |",  # no indicator at all
    "| 三.2-1 | 市本级 | 3 |",  # city-level work is the department's
    "| 三.2-1 | | 3 |",
)


@pytest.mark.parametrize("row", STRANGERS)
def test_a_row_that_is_not_the_unit_s_is_refused(row: str) -> None:
    """It is told with its code, and the rows beside it are taken (R6.81)."""
    own = f"| 三.2-1 | {QIXIAN} | 30 |"
    examined = read(f"{row}\n{own}", unit=QIXIAN, issued=own)
    assert taken(examined) == {ROW: 30.0}
    (finding,) = examined.findings
    assert (finding.code, finding.severity, finding.place.address) == ("未知行", RETURN, "A2")
    assert finding.found == row.split("|")[1].strip()


def test_rows_that_hold_nothing_are_nobody_s_concern() -> None:
    """A blank row of another county, and the locked row of the whole city, say nothing.

    (R6.81, R6.89)
    """
    examined = read(
        f"| 三.2-1 | {LANKAO} | |\n| 三.2-1 | 全市 | 999 |\n| 三.2-1 | {QIXIAN} | 30 |", unit=QIXIAN
    )
    assert taken(examined) == {ROW: 30.0}
    assert examined.findings == ()


def test_rows_are_known_by_their_keys() -> None:
    """Sorted, moved, with blanks inside the keys: a row is its code and county (R6.80)."""
    examined = read(
        f"| 十.1-3 | {LANKAO} | | 1 | 2 |\n| | | | | |\n"
        f"| 三.2-1 | 杞 县 | 30 |\n| 三.2-1 | {LANKAO} | 4 |"
    )
    assert taken(examined) == {
        ("十.1-3", LANKAO): (1.0, 2.0),
        ROW: 30.0,
        ("三.2-1", LANKAO): 4.0,
    }
    assert [row.place.address for row in examined.figures] == ["D2,E2", "C4", "C5"]


def test_a_row_filled_twice_is_held() -> None:
    """Nobody can know which one is meant, equal or not; a blank copy does no harm (R6.82)."""
    examined = read(
        f"| 三.2-1 | {QIXIAN} | 30 |\n| 三.2-1 | {QIXIAN} | 31 |\n"
        f"| 三.2-1 | {LANKAO} | 4 |\n| 三.2-1 | {LANKAO} | |"
    )
    assert taken(examined) == {ROW: "held", ("三.2-1", LANKAO): 4.0}
    assert codes(examined) == {("重复行", RETURN, "A2"), ("重复行", RETURN, "A3")}


def test_columns_may_be_moved() -> None:
    """Cells are found by their headings, and told by where they stand (R6.80)."""
    examined = read(f"| 编码 | 备注 | 本月累计 | 县区 |\n| 三.2-1 | 好 | 2.5 | {QIXIAN} |")
    assert codes(examined) == {("不是整数", RETURN, "C2")}


# row, value, formulas, errors, findings
SPECIAL = (
    ("| 三.2-1 | 杞县 | 30 |", 30.0, {"C2"}, (), {("公式", VERIFY, "C2")}),
    ("| 三.2-1 | 杞县 | |", "held", {"C2"}, (), {("公式无值", RETURN, "C2")}),
    ("| 三.2-1 | 杞县 | |", "held", (), {"C2"}, {("错误值", RETURN, "C2")}),
    ("| 三.2-1 | 杞县 | |", "held", {"C2"}, {"C2"}, {("错误值", RETURN, "C2")}),
    ("| 三.2-1 | 杞县 | 30 |", 30.0, {"F2"}, {"F2"}, set()),  # not an entry cell
    ("| 三.2-1 | 杞县 | 30 |", 30.0, (), {"D2"}, set()),  # an entry cell nobody asked for
)


@pytest.mark.parametrize(("row", "value", "formulas", "errors", "expected"), SPECIAL)
def test_formulas_and_error_cells(
    row: str, value: object, formulas: set[str], errors: set[str], expected: Codes
) -> None:
    """A formula is taken for what it shows; one that shows nothing, or an error, is no blank.

    (R6.107)
    """
    examined = read(row, formulas=formulas, errors=errors)
    assert taken(examined) == {ROW: value}
    assert codes(examined) == expected


def test_an_error_in_one_part_of_a_rate_holds_the_row() -> None:
    """#REF! reads as a blank, and must not pass for a missing denominator alone (R6.107)."""
    examined = read(f"| 十.1-3 | {QIXIAN} | | 3 | |", errors={"E2"})
    assert taken(examined) == {("十.1-3", QIXIAN): "held"}
    assert ("错误值", RETURN, "E2") in codes(examined)


def test_cells_that_were_not_to_be_filled() -> None:
    """A percent in 本月累计 of a rate, a 分子 of a count: told, and not used (R6.90)."""
    examined = read(f"| 十.1-3 | {QIXIAN} | 75 | 3 | 4 |\n| 三.2-1 | {QIXIAN} | 30 | 7 | |")
    assert taken(examined) == {("十.1-3", QIXIAN): (3.0, 4.0), ROW: 30.0}
    assert codes(examined) == {("多填", NOTE, "C2"), ("多填", NOTE, "D3")}


def test_a_figure_where_there_is_no_task() -> None:
    """龙亭区 has the target 0: the figure is for the officer (R6.91)."""
    examined = read("| 三.2-1 | 龙亭区 | 3 |")
    assert taken(examined) == {("三.2-1", "龙亭区"): 3.0}
    assert codes(examined) == {("无任务", VERIFY, "C2")}


# last month, this month, findings
FALLEN = (
    ("| 三.2-1 | 杞县 | 30 |", Figure(done=31.0), {("倒退", VERIFY, "C2")}),
    ("| 三.2-1 | 杞县 | 31 |", Figure(done=31.0), set()),
    ("| 三.2-1 | 杞县 | |", Figure(done=31.0), set()),
    ("| 三.2-1 | 杞县 | 0 |", Figure(done=31.0), {("倒退", VERIFY, "C2")}),
    (
        "| 十.1-3 | 杞县 | | 3 | 9 |",
        Figure(numerator=4.0, denominator=9.0),
        {("倒退", VERIFY, "D2")},
    ),
    (
        "| 十.1-3 | 杞县 | | 4 | 8 |",
        Figure(numerator=4.0, denominator=9.0),
        {("倒退", VERIFY, "E2")},
    ),
    ("| 十.1-3 | 杞县 | | 4 | 9 |", Figure(numerator=4.0, denominator=9.0), set()),
)


@pytest.mark.parametrize(("row", "last", "expected"), FALLEN)
def test_cumulative_figures_do_not_fall(row: str, last: Figure, expected: Codes) -> None:
    """A figure, 分子 or 分母 below last month's is for the officer, and merged (R6.130)."""
    code = row.split("|")[1].strip()
    assert codes(read(row, before={(code, QIXIAN): last})) == expected


TARGETS = "| 编码 | 县区 | 年度目标 | 本月累计 |\n"


def test_an_edited_target_is_told_and_ignored() -> None:
    """Targets are the ledger's: 90 typed over 60 changes nothing (R6.87)."""
    issued = returns.submission(HEALTH, f"{TARGETS}| 三.2-1 | {QIXIAN} | 60 | 30 |")
    edited = returns.submission(HEALTH, f"{TARGETS}| 三.2-1 | {QIXIAN} | 90 | 30 |")
    edited = replace(edited, claim=issued.claim)
    examined = examine_return(edited, 0, MonthContext(sample.ledger(), MAY_NUMBER, {}))
    assert taken(examined) == {ROW: 30.0}
    assert codes(examined) == {("目标被改", NOTE, "C2")}


def test_a_form_issued_before_the_target_changed_is_not_blamed() -> None:
    """The form bears out its own digest: the old target was ours (R6.87)."""
    change = Adjustment("三.2-1", QIXIAN, 5, 80.0, "调整")
    book = sample.ledger(adjustments=(change,))
    examined = read(f"{TARGETS}| 三.2-1 | {QIXIAN} | 60 | 30 |", book=book)
    assert codes(examined) == set()


def test_rows_taken_out_are_no_edited_targets() -> None:
    """What is left is compared cell by cell: only what differs is told (R6.87)."""
    whole = f"{TARGETS}| 三.2-1 | {QIXIAN} | 60 | 30 |\n| 三.2-1 | {LANKAO} | 60 | 30 |"
    issued = returns.submission(HEALTH, whole).claim
    part = replace(
        returns.submission(HEALTH, f'{TARGETS}| 三.2-1 | {QIXIAN} | "60" | 30 |'), claim=issued
    )
    assert codes(examine_return(part, 0, MonthContext(sample.ledger(), MAY_NUMBER, {}))) == set()


def test_a_target_column_taken_out_stops_nothing() -> None:
    """Whoever deletes 年度目标 has edited no target."""
    assert codes(read(f"| 编码 | 县区 | 本月累计 |\n| 三.2-1 | {QIXIAN} | 30 |")) == set()


WORDS = "| 编码 | 工作进展情况 | 存在问题 | 需市级协调 |\n"


def test_texts_are_taken_cell_by_cell() -> None:
    """Each cell with its address; blanks are nothing, numbers are text."""
    examined = read("", f"{WORDS}| 三.2 | 已开班 | 师资不足 | |\n| 三.3 | 3 | | 是 |")
    assert [
        (entry.item, entry.key, entry.text, entry.place.address) for entry in examined.texts
    ] == [
        ("三.2", "progress", "已开班", "B2"),
        ("三.2", "problem", "师资不足", "C2"),
        ("三.3", "progress", "3", "B3"),
        ("三.3", "coordination", "是", "D3"),
    ]


def test_texts_about_another_unit_s_item_are_refused() -> None:
    """五.1 is the roads' matter; without any text in it nobody minds (R6.81)."""
    examined = read("", f"{WORDS}| 五.1 | 已开工 | | |\n| 九.9 | | | |\n| 三.2 | 好 | | |")
    assert [entry.item for entry in examined.texts] == ["三.2"]
    assert codes(examined) == {("未知行", RETURN, "A2")}


def test_a_filled_return_should_be_signed() -> None:
    """填报人, 审核人 and 联系电话 are missed in words; an empty return is not asked for them.

    (R6.92)
    """
    examined = read(f"| 三.2-1 | {QIXIAN} | 30 |", signed=False)
    (finding,) = examined.findings
    assert (finding.code, finding.severity) == ("落款", NOTE)
    assert finding.sentence == "没有填写：填报人、审核人、联系电话"
    assert read("", signed=False).findings == ()


# unit, how many rows it owes: 三.2-1 and 三.3-1 and 十.1-3 in three counties, no task in one
OWED = (
    (HEALTH, 8),
    (sample.ROADS, 3),
    (sample.SCHOOLS, 1),
    (QIXIAN, 4),
    (LANKAO, 5),
    ("龙亭区", 3),
)


@pytest.mark.parametrize(("unit", "owed"), OWED)
def test_how_many_rows_a_unit_owes(unit: str, owed: int) -> None:
    """No task is not owed, nor is city-level work without a target; 未分解 is owed (R6.182)."""
    context = MonthContext(sample.ledger(), MAY_NUMBER, {})
    issued = context.asked_of(sample.form(unit).claim).owed
    assert issued is not None
    assert len(issued) == owed
    assert read(unit=unit).owed is None  # a form of version 1 does not say


def test_a_return_knows_what_it_comes_to() -> None:
    """Held rows are counted; something must be left for the return to be accepted."""
    held = f"| 三.2-1 | {QIXIAN} | -1 |"
    mixed = read(f"{held}\n| 三.2-1 | {LANKAO} | 2 |")
    assert (mixed.held, mixed.accepted, mixed.empty) == (1, True, False)
    refused = read(held)
    assert (refused.held, refused.accepted, refused.empty) == (1, False, False)
    written = read(held, f"{WORDS}| 三.2 | 好 | | |")
    assert (written.held, written.accepted, written.empty) == (1, True, False)
    blank = read()
    assert (blank.held, blank.accepted, blank.empty) == (0, False, True)
    stranger = read(f"| 九.9-9 | {QIXIAN} | 3 |", issued="")
    assert (stranger.held, stranger.accepted, stranger.empty) == (0, False, False)
    withdrawn = read(f"| 九.9-9 | {QIXIAN} | 3 |")
    assert (withdrawn.held, withdrawn.accepted, withdrawn.empty) == (0, True, False)


GONE = "台账里现在没有了（指标删去、县区不再承担，或换了责任单位），所填没有并入"


def test_a_row_that_was_issued_and_withdrawn_since_is_told_as_such() -> None:
    """The rows bear out the digest: nothing is the unit's fault, its texts neither (R6.307)."""
    figures = f"| 九.9-9 | {QIXIAN} | 3 |\n| 三.2-1 | {QIXIAN} | 30 |"
    examined = read(figures, f"{WORDS}| 九.9 | 好 | | |\n| 八.8 | 好 | | |", unit=QIXIAN)
    assert taken(examined) == {ROW: 30.0}
    assert codes(examined) == {
        ("已撤下", NOTE, "A2"),
        ("已撤下", NOTE, "A2"),
        ("未知行", RETURN, "A3"),  # no such row of figures was issued: a code that was typed
    }
    told = [finding.sentence for finding in examined.findings if finding.code == "已撤下"]
    assert told == [
        f"发这张表时有九.9-9（{QIXIAN}），{GONE}",
        f"发这张表时有九.9，{GONE}",
    ]


def test_a_row_knows_where_it_came_from() -> None:
    """Unit, line, text as typed, file, sheet and cell stand beside every figure."""
    (row,) = read(f"| 十.1-3 | {QIXIAN} | | 30 | 40 |").figures
    assert (row.unit, row.lead, row.typed) == (HEALTH, True, "30/40")
    assert (row.file, row.place.sheet, row.place.address) == ("a.xlsx", "进度填报", "D2,E2")
    (row,) = read(f"| 十.1-3 | {QIXIAN} | | 30 | 40 |", unit=QIXIAN).figures
    assert (row.unit, row.lead) == (QIXIAN, False)
