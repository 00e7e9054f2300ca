"""Forms whose hidden columns, title or codes are gone: read by their labels, or told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from kit import posted, returns, sample
from kit.posted import filled, spoiled
from kit.returns import merged
from kit.sample import COUNT, HEALTH, LANKAO, QIXIAN, RATE
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from ducha.files.workbook import reading as workbook
from ducha.form.claim import SHEET
from ducha.form.monthly import NARRATIVE_SHEET, PROGRESS_SHEET
from ducha.ledger.model import Ledger
from ducha.merge.year import MergedInbox
from ducha.submission.arrival import Arrival

ITEM = "培训了31名医生。"
BOOK = sample.ledger(indicators=(COUNT, replace(RATE, task="筛查覆盖率达到65%。")))
FIGURES = {
    QIXIAN: {
        (COUNT.code, QIXIAN, "done"): 31.0,
        (RATE.code, QIXIAN, "numerator"): 50.0,
        (RATE.code, QIXIAN, "denominator"): 80.0,
    },
    HEALTH: {
        (COUNT.code, QIXIAN, "done"): 31.0,
        (COUNT.code, LANKAO, "done"): 12.0,
        (RATE.code, QIXIAN, "numerator"): 50.0,
        (RATE.code, QIXIAN, "denominator"): 80.0,
    },
}
Change = Callable[[Workbook], None]


def pages(book: Workbook) -> tuple[Worksheet, Worksheet]:
    """Both sheets to fill in."""
    return book[PROGRESS_SHEET], book[NARRATIVE_SHEET]


def no_title(book: Workbook) -> None:
    """The rows above the headings are deleted."""
    for sheet in pages(book):
        sheet.delete_rows(1, posted.heading(sheet, "编码")[0] - 1)


def no_hidden_columns(book: Workbook) -> None:
    """Every hidden column is deleted: the codes among them, on a county's form the places."""
    for sheet in pages(book):
        for column in range(sheet.max_column, 0, -1):
            if sheet.column_dimensions[get_column_letter(column)].hidden:
                sheet.delete_cols(column)


def no_codes(book: Workbook) -> None:
    """The cells of the codes are emptied."""
    for sheet in pages(book):
        row, column = posted.heading(sheet, "编码")
        for below in range(row + 1, sheet.max_row + 1):
            sheet.cell(below, column).value = None


def no_places(book: Workbook) -> None:
    """The column of counties is deleted."""
    sheet = book[PROGRESS_SHEET]
    sheet.delete_cols(posted.heading(sheet, "县区")[1])


def no_claim(book: Workbook) -> None:
    """The hidden sheet is gone."""
    del book[SHEET]


def no_headings(book: Workbook) -> None:
    """Everything down to the headings is gone."""
    sheet = book[PROGRESS_SHEET]
    sheet.delete_rows(1, posted.heading(sheet, "编码")[0])


def sent(unit: str, *changes: Change, book: Ledger = BOOK) -> MergedInbox:
    """A filled form after a person did this to it."""
    data = filled(FIGURES[unit], unit, BOOK, words={("三.2", "progress"): ITEM})
    return merged(book, Arrival(returns.source(), workbook.read(spoiled(data, *changes))))


# what was done, on whose form; codes of what is told besides the figures
READ = (
    ((), QIXIAN, set()),
    ((no_title,), QIXIAN, set()),
    ((no_title,), HEALTH, set()),
    ((no_hidden_columns,), QIXIAN, {"按名认行"}),
    ((no_hidden_columns,), HEALTH, {"按名认行"}),
    ((no_title, no_hidden_columns), QIXIAN, {"按名认行"}),
    ((no_title, no_hidden_columns), HEALTH, {"按名认行"}),
    ((no_codes,), QIXIAN, {"按名认行"}),
    ((no_codes,), HEALTH, {"按名认行"}),
    ((no_places,), QIXIAN, {"按名认行"}),
    ((no_claim, no_hidden_columns), QIXIAN, {"按名认行", "无标识"}),
    ((no_claim, no_hidden_columns), HEALTH, {"按名认行", "无标识"}),
)


@pytest.mark.parametrize(("changes", "unit", "codes"), READ)
def test_a_form_is_read_by_its_labels(
    changes: tuple[Change, ...], unit: str, codes: set[str]
) -> None:
    """指标, 县区 and 计量单位 tell the row where its code is gone (R6.450)."""
    merge = sent(unit, *changes)
    assert list(returns.verdicts(merge).values()) == ["采用"]
    assert returns.line(merge, QIXIAN, COUNT.code).figure.done == 31
    rate = returns.line(merge, QIXIAN, RATE.code).figure
    assert (rate.numerator, rate.denominator) == (50, 80)
    if unit == HEALTH:
        assert returns.line(merge, LANKAO, COUNT.code).figure.done == 12
    assert merge.table.texts[unit, "三.2", "progress"].text == ITEM
    told = {finding.code for finding in merge.findings}
    assert told - {"未说明问题", "缺分子", "分解不足"} == codes


def test_rows_that_may_be_several_are_asked_about() -> None:
    """A lead's rows without code and county are nobody's: told, and no 空表 (R6.450)."""
    merge = sent(HEALTH, no_codes, no_places)
    assert "空表" not in merge.judgements[0].reason
    assert "无编码" in {finding.code for finding in merge.findings}
    assert returns.line(merge, QIXIAN, COUNT.code).figure.done is None


def test_headings_that_are_gone_are_named() -> None:
    """Without them nobody knows which column is which (R6.34, R6.450)."""
    merge = sent(QIXIAN, no_headings)
    assert merge.judgements[0].reason == (
        "找不到〔进度填报〕表：表头须有 编码、县区、本月累计"
        "（编码、县区没有了的，须有 事项、指标、计量单位）"
    )


def test_of_two_rows_of_one_name_the_matter_tells() -> None:
    """Then the measure; a row that neither tells stays without a code (R6.450)."""
    twin = replace(COUNT, code="六.1-1", matter="另一件事", matter_no="六", item_no="1")
    book = sample.ledger(indicators=(COUNT, twin))
    data = filled({(twin.code, QIXIAN, "done"): 7.0}, QIXIAN, book)
    cells = workbook.read(spoiled(data, no_hidden_columns))
    merge = merged(book, Arrival(returns.source(), cells))
    assert returns.line(merge, QIXIAN, twin.code).figure.done == 7
    assert returns.line(merge, QIXIAN, COUNT.code).figure.done is None
