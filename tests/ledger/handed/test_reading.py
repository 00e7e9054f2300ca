"""督办事项 and 通报名单 as clerks write them, every mistake at once, and back again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from io import BytesIO

import pytest
from kit.returns import sheet
from kit.sample import LANKAO, QIXIAN, ledger
from kit.tables import table
from openpyxl import load_workbook

from ducha.cells import Cells, Sheet, Value
from ducha.files.workbook.reading import read as read_workbook
from ducha.files.writing.ledger.book import write
from ducha.findings import Problem
from ducha.form.monthly import fingerprint
from ducha.ledger.additions import additions
from ducha.ledger.handed.records import Assignment, Decision, Naming, Occasion, Progress
from ducha.ledger.reading import read, read_started

ASSIGNMENTS = """
| 编号 | 单位 | 编码 | 问题 | 来源 | 批示领导 | 交办要求 | 交办日期 | 办结时限 | 延期至 | 反馈 | 反馈日期 | 状态 | 办结日期 | 核查人 | 回访日期 | 回访结果 |
| 2024-01 | 杞县政府 | 三.2 | 培训停滞 | 通报 |  | 6月底前开班 | 2024-05-31 | 2024年6月28日 | 2024/7/15 | 已开班 | 2024-06-20 | 在办 |  |  |  |  |
| 2024-02 | 兰考县 | 三.2-1 | 台账不实 | 核查 | 王市长 | 重新核实 | 2024-05-31 | 2024-06-28 |  |  |  | 办结 | 2024-06-25 | 李四 | 2024-08-30 | 已改 |
| 2024-03 | 杞县 |  | 群众反映拖欠 |  |  |  | 2024-05-31 |  |  |  |  |  |  |  |  |  |
"""  # noqa: E501 - a table

DECISIONS = """
| 期次 | 单位 | 决定 | 事由 | 批准人 | 批准日期 |
| 2024-05 | 杞县政府 | 表扬 | 全面完成 | 王市长 | 2024-06-05 |
| 5月 | 兰考县 | 不点名 |  |  |  |
| 2024-06 | 杞县 | 批评 |  |  |  |
"""

FIRST = Assignment(
    number="2024-01",
    unit=QIXIAN,
    code="三.2",
    problem="培训停滞",
    occasion=Occasion.NOTICE,
    leader="",
    demand="6月底前开班",
    handed=date(2024, 5, 31),
    due=date(2024, 6, 28),
    extended=date(2024, 7, 15),
    answer="已开班",
    answered=date(2024, 6, 20),
    progress=Progress.OPEN,
    closed=None,
    verifier="",
    visited=None,
    visit="",
)


def book(**sheets: Sheet) -> Cells:
    """The sample ledger with these sheets in place of its own."""
    written = read_workbook(write(ledger()))
    return Cells(tuple(sheets.get(each.name, each) for each in written.sheets))


def typed(name: str, markdown: str, *cells: tuple[int, str, Value]) -> Sheet:
    """A sheet from a table, with single cells (row, heading, value) put in."""
    lines = [["" if cell is None else cell for cell in row] for row in table(markdown)]
    rows = [[float(cell) if type(cell) is int else cell for cell in row] for row in lines]
    for row, heading, value in cells:
        rows[row][rows[0].index(heading)] = value
    return sheet(name, rows)


def mistakes(**sheets: Sheet) -> tuple[str, ...]:
    """What is wrong with a ledger."""
    with pytest.raises(Problem) as caught:
        read(book(**sheets))
    return caught.value.messages


def test_matters_handed_over_are_read() -> None:
    """By alias, item of a code, three spellings of a day, 状态 blank as 在办 (R7.160)."""
    found = read(book(督办事项=typed("督办事项", ASSIGNMENTS))).assignments
    assert found[0] == FIRST
    assert (found[1].unit, found[1].code, found[1].closed) == (LANKAO, "三.2", date(2024, 6, 25))
    assert (found[2].occasion, found[2].due, found[2].progress) == (None, None, Progress.OPEN)
    assert [each.deadline for each in found] == [date(2024, 7, 15), date(2024, 6, 28), None]


def test_a_day_may_be_a_date() -> None:
    """As Excel makes it, with or without a time (R7.160)."""
    days = ((1, "交办日期", datetime(2024, 5, 31, 0, 0)), (1, "办结时限", date(2024, 6, 28)))  # noqa: DTZ001 - a wall clock
    found = read(book(督办事项=typed("督办事项", ASSIGNMENTS, *days))).assignments
    assert found[0] == FIRST


def test_decisions_are_read() -> None:
    """Month, unit and decision; the rest where it is known (R7.162)."""
    found = read(book(通报名单=typed("通报名单", DECISIONS))).decisions
    assert found[0] == Decision(
        period="2024-05",
        unit=QIXIAN,
        naming=Naming.PRAISED,
        grounds="全面完成",
        approver="王市长",
        approved=date(2024, 6, 5),
    )
    assert [(d.period, d.unit, d.naming) for d in found[1:]] == [
        ("2024-05", LANKAO, Naming.NOT_NAMED),
        ("2024-06", QIXIAN, Naming.CRITICISED),
    ]


# sheet, cells put in, what is said
WRONG = (
    ("督办事项", ((1, "单位", "某县"),), "B2：单位里的“某县”不在〔责任单位〕中"),
    ("督办事项", ((1, "编码", "九.9"),), "C2：编码“九.9”在〔指标〕中没有这个子项"),
    ("督办事项", ((1, "来源", "听说"),), "E2：来源“听说”不认识，请填：通报、领导批示、会议"),
    ("督办事项", ((1, "交办日期", ""),), "H2：交办日期没有填写"),
    ("督办事项", ((1, "交办日期", "5月底"),), "H2：交办日期“5月底”不是日期，请填如 2024-05-28"),
    ("督办事项", ((1, "办结时限", "2024-06-31"),), "I2：办结时限“2024-06-31”不是日期"),
    ("督办事项", ((1, "办结时限", "2024-05-01"),), "I2：办结时限（2024-05-01）早于交办日期"),
    ("督办事项", ((1, "延期至", "2024-06-01"),), "J2：延期至（2024-06-01）早于办结时限"),
    ("督办事项", ((1, "状态", "快好了"),), "M2：状态“快好了”不认识，请填：在办、办结、中止"),
    ("督办事项", ((2, "办结日期", ""),), "N3：状态是办结，办结日期没有填写"),
    ("督办事项", ((1, "办结日期", "2024-06-25"),), "M2：填了办结日期（2024-06-25），状态却是在办"),
    ("督办事项", ((2, "办结日期", "2024-05-01"),), "N3：办结日期（2024-05-01）早于交办日期"),
    ("督办事项", ((2, "编号", "2024-01"),), "A3：编号“2024-01”与第2行重复"),
    ("督办事项", ((1, "编号", ""),), "A2：编号没有填写"),
    ("督办事项", ((1, "问题", ""),), "D2：问题没有填写"),
    ("通报名单", ((1, "期次", "2023-05"),), "A2：期次“2023-05”不是年度内的月份"),
    ("通报名单", ((1, "期次", ""),), "A2：期次没有填写"),
    ("通报名单", ((1, "单位", "某县"),), "B2：单位里的“某县”不在〔责任单位〕中"),
    ("通报名单", ((1, "决定", "奖励"),), "C2：决定“奖励”不认识，请填：表扬、批评、不点名"),
    ("通报名单", ((1, "决定", ""),), "C2：决定没有填写"),
    ("通报名单", ((1, "批准日期", "昨天"),), "F2：批准日期“昨天”不是日期"),
    ("通报名单", ((3, "期次", "2024-05"),), "B4：“杞县”2024-05在第2行已有决定"),
)  # fmt: skip


@pytest.mark.parametrize(("name", "cells", "said"), WRONG, ids=lambda case: str(case)[:24])
def test_a_mistake_is_one_sentence(
    name: str, cells: tuple[tuple[int, str, Value], ...], said: str
) -> None:
    """With sheet, cell, what stands there and what to do (R7.160, R7.161, R7.162)."""
    markdown = {"督办事项": ASSIGNMENTS, "通报名单": DECISIONS}[name]
    (sentence,) = mistakes(**{name: typed(name, markdown, *cells)})
    assert sentence.startswith(f"台账〔{name}〕{said}")


def test_every_mistake_is_told_at_once() -> None:
    """Of both sheets (R7.160, R7.162)."""
    found = mistakes(
        督办事项=typed("督办事项", ASSIGNMENTS, (1, "单位", "某县"), (2, "来源", "听说")),
        通报名单=typed("通报名单", DECISIONS, (1, "决定", "奖励")),
    )
    assert len(found) == 3


def test_an_old_ledger_without_the_sheets_has_none() -> None:
    """Nothing is asked of a clerk who has handed over nothing (R7.160, R7.162)."""
    written = read_workbook(write(ledger()))
    kept = tuple(s for s in written.sheets if s.name not in {"督办事项", "通报名单"})
    found = read(Cells(kept))
    assert (found.assignments, found.decisions) == ((), ())


def test_a_ledger_that_is_only_begun_keeps_them() -> None:
    """An import into it takes them over: nothing that was typed is lost (R7.163)."""
    begun = book(
        指标=read_workbook(write(ledger(indicators=(), targets={}))).sheets[1],
        督办事项=typed("督办事项", ASSIGNMENTS),
        通报名单=typed("通报名单", DECISIONS),
    )
    found = read_started(begun)
    assert found is not None
    assert (len(found.assignments), len(found.decisions)) == (3, 3)


def test_what_is_written_is_read_again_and_is_ours() -> None:
    """The same rows, and a clerk's own column beside them; no form changes its ledger's print.

    (R7.160, R7.162, R7.163)
    """
    sheets = {"督办事项": ASSIGNMENTS, "通报名单": DECISIONS}
    full = read(book(**{name: typed(name, text) for name, text in sheets.items()}))
    again = read_workbook(write(full))
    assert (read(again).assignments, read(again).decisions) == (full.assignments, full.decisions)
    assert fingerprint(full) == fingerprint(ledger())
    own = again.sheet("督办事项")
    assert own is not None
    rows = tuple((*row, "科室" if n == 0 else "督查科") for n, row in enumerate(own.rows))
    more = Cells(tuple(replace(s, rows=rows) if s is own else s for s in again.sheets))
    (column,) = additions(more, full).columns
    assert (column.sheet, column.heading, column.cells["2024-01"]) == ("督办事项", "科室", "督查科")


def test_a_new_ledger_has_them_empty_with_drop_downs_and_hints() -> None:
    """Units, items, words and months to choose from (R7.160, R7.162)."""
    written = load_workbook(BytesIO(write(ledger())))
    drops = {
        (name, str(rule.sqref).split(":")[0][0]): rule
        for name in ("督办事项", "通报名单")
        for rule in written[name].data_validations.dataValidation
    }
    assert written["督办事项"].max_row == 1
    assert QIXIAN in str(drops["督办事项", "B"].formula1)
    assert "三.2,三.3" in str(drops["督办事项", "C"].formula1)
    assert drops["督办事项", "M"].formula1 == '"在办,办结,中止"'
    assert str(drops["通报名单", "A"].formula1).startswith('"2024-04,2024-05')
    assert drops["通报名单", "C"].formula1 == '"表扬,批评,不点名"'
    assert drops["督办事项", "H"].prompt == "写法如 2024-05-28。"
