"""Readings that nobody would notice: a disguised number, two at one moment, a form gone astray."""

from __future__ import annotations

from dataclasses import replace

import pytest
from kit import posted, returns, sample
from kit.posted import filled, spoiled
from kit.returns import APRIL, MAY, claim, merged
from kit.sample import QIXIAN
from openpyxl import Workbook

from ducha.cells import Cells
from ducha.files.workbook import reading as workbook
from ducha.form.claim import SHEET
from ducha.form.monthly import PROGRESS_SHEET
from ducha.ledger.year.decisions import Override
from ducha.merge.year import MergedInbox
from ducha.period import Period
from ducha.submission.arrival import Arrival

CODE = sample.COUNT.code
BOOK = returns.book(sample.COUNT, targets={QIXIAN: 60.0})


def findings_with(merge: MergedInbox, code: str) -> list[tuple[str, str, str]]:
    """Severity, file and words of the findings with this code."""
    return [(str(o.severity), o.file, o.sentence) for o in merge.findings if o.code == code]


# ---- a format that shows another figure ----

FIVE = (
    "这一格设了显示格式，看上去是“5万”一类的样子（或缩小千倍，或看不到这个数），"
    "程序按格子里的数 5 采用"
)

# the column, its format, what an officer is asked
FORMATS = (
    ("本月累计", '0"万"', [("需核实", "a.xlsx", FIVE)]),
    ("本月累计", "#,##0,", [("需核实", "a.xlsx", FIVE)]),
    ("本月累计", '"100"', [("需核实", "a.xlsx", FIVE)]),
    ("本月累计", '0"人"', []),
    ("年度目标", '0"万"', []),  # is not the unit's to fill in
)


@pytest.mark.parametrize(("column", "how", "expected"), FORMATS)
def test_a_number_in_disguise_is_taken_and_told(
    column: str, how: str, expected: list[tuple[str, str, str]]
) -> None:
    """What the cell holds counts; that it looks otherwise is said (R6.108)."""

    def disguise(book: Workbook) -> None:
        place = posted.at(book, CODE, QIXIAN, column)
        book[PROGRESS_SHEET].cell(*place).number_format = how

    data = spoiled(filled({(CODE, QIXIAN, "done"): 5.0}, QIXIAN, BOOK), disguise)
    merge = merged(BOOK, Arrival(returns.source(), workbook.read(data)))
    assert returns.line(merge, QIXIAN).figure.done == 5
    assert findings_with(merge, "显示格式") == expected


# ---- received at the same moment ----


def sent(file: str, done: str, at: str = "05-20") -> Arrival:
    """杞县's figure in a file of this name."""
    row = f"| {CODE} | {QIXIAN} | {done} |"
    return Arrival(returns.source(file, at), returns.cells(claim(QIXIAN, MAY, row), row))


def ruling(action: str, file: str, value: str = "") -> Override:
    """A clerk's decision on a file."""
    return Override(
        file=file,
        unit="",
        period="",
        code="",
        county="",
        field="",
        action=action,
        value=value,
        reason="核实",
        officer="王五",
        day="",
    )


TIED = (
    "需核实",
    "b.xlsx",
    (
        "同一单位同月的两份所填不同，不知哪一份在后（两份是同一时刻收到的）："
        "三.2-1 杞县：采用20（“b.xlsx”），另一份为30（“a.xlsx”）"
    ),
)

# b.xlsx beside a.xlsx with 30, what a clerk decided, the figure that counts, what is asked
MOMENTS = (
    (sent("b.xlsx", "20"), (), 20.0, [TIED]),
    (sent("b.xlsx", "30"), (), 30.0, []),
    (sent("b.xlsx", ""), (), 30.0, []),
    (sent("b.xlsx", "20", "05-20 09:01"), (), 20.0, []),
    (sent("b.xlsx", "20"), (ruling("采用", "b.xlsx"),), 20.0, []),
    (sent("b.xlsx", "20"), (ruling("采用", "a.xlsx"),), 20.0, [TIED]),  # which still does not win
    (sent("b.xlsx", "20"), (ruling("认定时间", "a.xlsx", "2024-05-21"),), 30.0, []),
    (sent("b.xlsx", "20"), (ruling("排除", "b.xlsx"),), 30.0, []),
)


@pytest.mark.parametrize(("second", "rulings", "done", "expected"), MOMENTS)
def test_two_returns_of_one_moment(
    second: Arrival,
    rulings: tuple[Override, ...],
    done: float,
    expected: list[tuple[str, str, str]],
) -> None:
    """The larger digest counts, in whatever order they are read; it is told unless settled.

    (R6.62, R6.63, R6.74)
    """
    book = replace(BOOK, overrides=rulings)
    for inbox in ((sent("a.xlsx", "30"), second), (second, sent("a.xlsx", "30"))):
        merge = merged(book, *inbox)
        assert returns.line(merge, QIXIAN).figure.done == done
        assert findings_with(merge, "先后待核") == expected


# ---- the month on the page ----


def astray(page: Period, hidden: Period) -> Cells:
    """A form of one month with the hidden sheet of another."""
    forms = [
        workbook.read(filled({(CODE, QIXIAN, "done"): 30.0}, QIXIAN, BOOK, period))
        for period in (page, hidden)
    ]
    visible = tuple(sheet for sheet in forms[0].sheets if sheet.name != SHEET)
    return Cells((*visible, *(sheet for sheet in forms[1].sheets if sheet.name == SHEET)))


IN_APRIL = ("需核实", "a.xlsx", "表上写的是2024年5月，按2024-04的报送件处理")
IN_MAY = ("需核实", "a.xlsx", "表上写的是2024年4月，按2024-05的报送件处理")

# month on the page, month that it is booked to, month being merged, what is asked
ASTRAY = (
    (MAY, APRIL, APRIL, [IN_APRIL]),
    (MAY, APRIL, MAY, [IN_APRIL]),
    (MAY, APRIL, returns.JUNE, []),
    (APRIL, MAY, APRIL, [IN_MAY]),
    (APRIL, MAY, MAY, [IN_MAY]),
    (MAY, MAY, MAY, []),
)


@pytest.mark.parametrize(("page", "hidden", "period", "expected"), ASTRAY)
def test_a_form_gone_astray_is_told_in_both_months(
    page: Period, hidden: Period, period: Period, expected: list[tuple[str, str, str]]
) -> None:
    """Where it is booked, and where it is missing (R6.31)."""
    merge = merged(BOOK, Arrival(returns.source(), astray(page, hidden)), period=period)
    assert findings_with(merge, "月份不符") == expected
