"""The answers on the sheet 督办事项, row by row: what is taken, and what an officer is told."""

from __future__ import annotations

from dataclasses import replace

import pytest
from kit.handed import JUNE, OPEN, handed_form, on_sheet
from kit.returns import merged, source, verdicts
from kit.sample import HEALTH, QIXIAN, ledger

from ducha.cells import Cells, Value
from ducha.form.handed import HANDED_SHEET
from ducha.ledger.handed.records import Assignment, Progress
from ducha.merge.year import MergedInbox
from ducha.submission.arrival import Arrival

SECOND = replace(OPEN, number="2024-02", problem="资金未到位")
THEIRS = replace(OPEN, number="2024-09", unit=HEALTH)
ROWS = (OPEN, SECOND, THEIRS)
FORM = handed_form(*ROWS)
SAID = "已开班3期"


def read(
    *typed: dict[tuple[int, str], Value],
    rows: tuple[Assignment, ...] = ROWS,
    form: Cells = FORM,
) -> MergedInbox:
    """June, when these returns of 杞县's have come one after the other."""
    inbox = [
        Arrival(source(f"{n}.xlsx", f"06-{20 + n}"), on_sheet(form, cells))
        for n, cells in enumerate(typed)
    ]
    return merged(ledger(assignments=rows), *inbox, period=JUNE)


def answers(inbox: MergedInbox) -> dict[tuple[str, str], str]:
    """What 杞县 says, by 编号 and column."""
    return {(n, key): entry.text for (_, n, key), entry in inbox.table.handed.items()}


def told(inbox: MergedInbox) -> list[tuple[str, str, str]]:
    """What is found on the sheet: grade, code, cell."""
    return [
        (str(finding.severity), finding.code, finding.place.address)
        for finding in inbox.findings
        if finding.place.sheet == HANDED_SHEET
    ]


def test_answers_are_taken() -> None:
    """By unit, 编号 and column, from where they stand (R9.76)."""
    inbox = read({
        (0, "办理情况"): SAID, (0, "申请办结"): "是", (0, "佐证材料"): "签到表",
        (1, "办理情况"): "正在落实", (1, "申请办结"): "否",
    })  # fmt: skip
    assert answers(inbox) == {
        ("2024-01", "answer"): SAID,
        ("2024-01", "closing"): "是",
        ("2024-01", "evidence"): "签到表",
        ("2024-02", "answer"): "正在落实",
        ("2024-02", "closing"): "否",
    }
    entry = inbox.table.handed[QIXIAN, "2024-01", "answer"]
    assert (entry.file, entry.place.sheet, entry.place.address) == ("0.xlsx", HANDED_SHEET, "E5")
    assert told(inbox) == []
    assert verdicts(inbox) == {"0.xlsx": "采用"}


def test_a_newer_return_changes_what_it_says_and_no_more() -> None:
    """Cell by cell, a blank erases nothing; nor is the older one superseded (R9.76)."""
    inbox = read(
        {(0, "办理情况"): "在谈", (0, "佐证材料"): "纪要", (1, "办理情况"): "在办"},
        {(0, "办理情况"): SAID},
    )
    assert answers(inbox) == {
        ("2024-01", "answer"): SAID,
        ("2024-01", "evidence"): "纪要",
        ("2024-02", "answer"): "在办",
    }
    assert inbox.table.handed[QIXIAN, "2024-01", "answer"].file == "1.xlsx"
    assert verdicts(inbox) == {"0.xlsx": "采用", "1.xlsx": "采用"}
    replaced = read({(0, "办理情况"): "在谈"}, {(0, "办理情况"): SAID, (1, "办理情况"): "在办"})
    assert verdicts(replaced) == {"0.xlsx": "被替代", "1.xlsx": "采用"}


BOTH = {(0, "办理情况"): SAID, (1, "办理情况"): "在办"}

# what is typed on the sheet besides, and what is told of it: grade, code, cell
FAULTS: tuple[tuple[dict[tuple[int, str], Value], tuple[str, str, str]], ...] = (
    ({(0, "问题"): "没有问题"}, ("提示", "督办被改", "B5")),
    ({(0, "交办要求"): ""}, ("提示", "督办被改", "B5")),
    ({(1, "办结时限"): "2024-12-31"}, ("提示", "督办被改", "B6")),
    ({(0, "申请办结"): "已办结"}, ("需核实", "申请办结", "F5")),
    ({(0, "申请办结"): "是"}, ("提示", "办结无据", "F5")),
    ({(2, "编号"): "2024-77", (2, "办理情况"): "另一件"}, ("需核实", "未知编号", "A7")),
    ({(2, "编号"): "2024-09", (2, "办理情况"): "别人的"}, ("需核实", "未知编号", "A7")),
    ({(2, "编号"): "2024-01", (2, "办理情况"): "又一行"}, ("需核实", "重复编号", "A7")),
    ({(2, "办理情况"): "没有编号"}, ("需核实", "无编码", "E7")),
)


@pytest.mark.parametrize(("typed", "fault"), FAULTS, ids=lambda value: str(value)[:30])
def test_what_is_odd_is_told(
    typed: dict[tuple[int, str], Value], fault: tuple[str, str, str]
) -> None:
    """Once, where it stands; the answers of the other rows are taken (R9.76, R9.77, R9.78)."""
    inbox = read(BOTH | typed)
    assert told(inbox) == [fault]
    assert answers(inbox)["2024-02", "answer"] == "在办"
    assert not {number for number, _ in answers(inbox)} - {"2024-01", "2024-02"}


def test_what_is_no_answer_is_no_application() -> None:
    """已办结 is neither 是 nor 否 (R9.77)."""
    assert ("2024-01", "closing") not in answers(read(BOTH | {(0, "申请办结"): "已办结"}))
    assert answers(read(BOTH | {(0, "申请办结"): " 是 "}))["2024-01", "closing"] == "是"


def test_of_two_rows_the_lower_one_counts() -> None:
    """And the same row copied is no fault (R9.76)."""
    twice = {(2, "编号"): "2024-01", (2, "办理情况"): "又一行"}
    assert answers(read(BOTH | twice))["2024-01", "answer"] == "又一行"
    assert told(read(BOTH | twice | {(2, "办理情况"): SAID})) == []


def test_what_was_not_answered() -> None:
    """In the newest return whose form asked; not what is closed by now (R9.78)."""
    inbox = read({(0, "办理情况"): SAID})
    assert told(inbox) == [("需核实", "督办未答", "E6")]
    (finding,) = (f for f in inbox.findings if f.place.sheet == HANDED_SHEET)
    assert (finding.unit, finding.file, "2024-02" in finding.sentence) == (QIXIAN, "0.xlsx", True)
    answered_later = read({(0, "办理情况"): SAID}, {(1, "办理情况"): "在办"})
    assert told(answered_later) == []
    shut = replace(SECOND, progress=Progress.STOPPED)
    assert told(read({(0, "办理情况"): SAID}, rows=(OPEN, shut))) == []


def test_an_application_alone_is_no_answer() -> None:
    """申请办结 without 办理情况 (R9.78)."""
    typed = BOTH | {(0, "办理情况"): "", (0, "申请办结"): "是", (0, "佐证材料"): "照片"}
    assert told(read(typed)) == [("需核实", "督办未答", "E5")]


def test_an_untouched_form_is_blank() -> None:
    """Nothing is asked of a unit that has sent nothing (R9.78)."""
    inbox = read({})
    assert verdicts(inbox) == {"0.xlsx": "退回"}
    assert told(inbox) == []


def test_a_matter_that_has_left_the_ledger() -> None:
    """No fault of the unit's (R9.76)."""
    inbox = read(BOTH, rows=(OPEN, THEIRS))
    assert told(inbox) == [("提示", "督办已撤", "A6")]
    assert list(answers(inbox)) == [("2024-01", "answer")]


def test_a_form_issued_before_the_matter_is_not_blamed() -> None:
    """It has no such sheet (R9.78)."""
    old = handed_form()
    assert HANDED_SHEET not in [sheet.name for sheet in old.sheets]
    inbox = merged(ledger(assignments=ROWS), Arrival(source("0.xlsx", "06-20"), old), period=JUNE)
    assert told(inbox) == []


def test_a_sheet_that_was_taken_out_leaves_its_matters_unanswered() -> None:
    """The signed rows still ask (R9.78)."""
    filled = on_sheet(FORM, BOTH)
    kept = tuple(sheet for sheet in filled.sheets if sheet.name != HANDED_SHEET)
    progress = next(sheet for sheet in kept if sheet.name == "进度填报")
    at = next(n for n, row in enumerate(progress.rows) if "编码" in row)
    row = list(progress.rows[at + 1])
    row[progress.rows[at].index("本月累计")] = 3.0
    rows = (*progress.rows[: at + 1], tuple(row), *progress.rows[at + 2 :])
    sheets = tuple(replace(s, rows=rows) if s is progress else s for s in kept)
    inbox = merged(
        ledger(assignments=ROWS),
        Arrival(source("0.xlsx", "06-20"), replace(filled, sheets=sheets)),
        period=JUNE,
    )
    assert told(inbox) == [("需核实", "督办未答", "")] * 2


def test_a_renamed_tab_is_found_by_its_headings() -> None:
    """Wherever the rows have been sorted to (R9.76)."""
    filled = on_sheet(FORM, BOTH)
    sheets = tuple(
        replace(s, name="Sheet9", rows=(*s.rows[:4], *reversed(s.rows[4:])))
        if s.name == HANDED_SHEET
        else s
        for s in filled.sheets
    )
    inbox = merged(
        ledger(assignments=ROWS),
        Arrival(source("0.xlsx", "06-20"), replace(filled, sheets=sheets)),
        period=JUNE,
    )
    assert answers(inbox) == {("2024-01", "answer"): SAID, ("2024-02", "answer"): "在办"}
