"""Good data that looks lost, and files that only look like returns."""

from __future__ import annotations

from io import BytesIO

import pytest
from kit import posted, returns, sample
from kit.posted import FOOT, at, spoiled
from kit.returns import merged, source
from kit.sample import COUNT, HEALTH, LANKAO, QIXIAN
from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl import Workbook

from ducha.checks.stated import contradicted_total
from ducha.files.workbook.reading import Unreadable, read
from ducha.form.monthly import NARRATIVE_SHEET, PROGRESS_SHEET
from ducha.merge.year import MergedInbox
from ducha.submission.arrival import Arrival, Verdict

FILLED = {(COUNT.code, QIXIAN, "done"): 30.0, (COUNT.code, LANKAO, "done"): 12.0}


def arrive(data: bytes, name: str = "2024-05/卫健委.xlsx") -> Arrival:
    """A file that came on 20 May."""
    return Arrival(source(name, "05-20"), read(data))


def figures(merge: MergedInbox) -> tuple[float | None, float | None]:
    """What counts of the two counties."""
    qixian, lankao = (returns.line(merge, county).figure.done for county in (QIXIAN, LANKAO))
    return qixian, lankao


def codes(merge: MergedInbox) -> set[str]:
    """The codes of everything that is said."""
    return {finding.code for finding in merge.findings}


def without_columns(*names: str) -> bytes:
    """A department's form from which somebody has deleted columns of 进度填报."""

    def cut(book: Workbook) -> None:
        for name in names:
            book[PROGRESS_SHEET].delete_cols(at(book, COUNT.code, QIXIAN, name)[1])

    return spoiled(posted.filled(FILLED, HEALTH), cut)


def test_a_form_without_its_hidden_column_is_read_by_its_labels() -> None:
    """指标, 县区 and 计量单位 say which row is meant: told, never 空表 (R6.450)."""
    merge = merged(sample.ledger(), arrive(without_columns("编码")))
    assert figures(merge) == (30.0, 12.0)
    assert "按名认行" in codes(merge)


def test_words_name_another_figure() -> None:
    """文数不符 only where they name what has been done of the very indicator (R6.458)."""
    known = [(COUNT, [30.0])]
    assert contradicted_total("累计培训35人", known)
    for text in (
        "已完成年度目标120人的25%",
        "全年计划培训120人",
        "去年同期累计培训88人",
        "其中护士累计培训12人",
    ):
        assert not contradicted_total(text, known), text


def test_a_picture_for_words_is_told() -> None:
    """And stands nowhere as a formula (R6.454)."""

    def paste(book: Workbook) -> None:
        sheet = book[NARRATIVE_SHEET]
        row, column = posted.heading(sheet, "工作进展情况")
        cell = sheet.cell(row + 1, column)
        cell.value, cell.data_type = '=DISPIMG("ID_1",1)', "s"  # as a reader sees what WPS saves

    merge = merged(sample.ledger(), arrive(spoiled(posted.filled(FILLED, HEALTH), paste)))
    assert "图片" in codes(merge)
    assert not any("DISPIMG" in text.text for text in merge.table.texts.values())


def test_foot_lines_may_stand_anywhere_below_the_table() -> None:
    """Thirty rows further down they are still the signatures (R6.459)."""

    def move(book: Workbook) -> None:
        sheet = book[PROGRESS_SHEET]
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value in FOOT.values() or str(cell.value or "").startswith("填报人"):
                    cell.value = None
        sheet.cell(60, 3).value = "填报人：张三　审核人：李四　联系电话：0371-1"
        sheet.cell(61, 3).value = "审核人：李四"
        sheet.cell(62, 3).value = "联系电话：0371-1"

    merge = merged(sample.ledger(), arrive(spoiled(posted.filled(FILLED, HEALTH), move)))
    assert figures(merge) == (30.0, 12.0)
    assert "落款" not in codes(merge)


def closed(password: str) -> bytes:
    """A form that Excel has closed."""
    written = BytesIO()
    OOXMLFile(BytesIO(posted.filled(FILLED, HEALTH))).encrypt(password, written)
    return written.getvalue()


def test_what_excel_opens_without_asking_is_read() -> None:
    """Its own default password; any other is a sentence (R6.453)."""
    assert figures(merged(sample.ledger(), arrive(closed("VelvetSweatshop")))) == (30.0, 12.0)
    with pytest.raises(Unreadable, match="密码"):
        read(closed("123456"))


BLANK = "本局发出的空白表"


def verdicts(*arrivals: Arrival) -> list[tuple[Verdict, bool]]:
    """What becomes of files, and whether they are called a blank form of ours."""
    found = merged(sample.ledger(), *arrivals).judgements
    return [(judgement.verdict, BLANK in judgement.reason) for judgement in found]


def test_our_own_blank_form_is_no_return() -> None:
    """Untouched, from nobody, by itself or beside a good one (R6.460, R6.461)."""
    blank = arrive(posted.form(HEALTH), "2024-05/a.xlsx")
    good = arrive(posted.filled(FILLED, HEALTH), "2024-05/b.xlsx")
    assert verdicts(blank, good) == [(Verdict.NOT_A_RETURN, True), (Verdict.ACCEPTED, False)]
    merge = merged(sample.ledger(), blank, good)
    assert codes(merge) & {"空表", "整份退回"} == set()
    assert figures(merge) == (30.0, 12.0)


def test_a_blank_return_without_a_good_one_stays_one() -> None:
    """Somebody has saved it and sent nothing: 空表 (R6.461)."""
    saved = arrive(spoiled(posted.form(HEALTH)))
    assert [
        state.state
        for state in returns.states(sample.ledger(), merged(sample.ledger(), saved)).values()
        if state.unit == HEALTH
    ] == ["空表"]
