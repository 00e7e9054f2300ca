"""The form's sheet 督办事项 in the hands of a clerk: LibreOffice opens, fills and saves it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from kit.handed import JUNE, OPEN
from kit.office import Office, pages, text
from kit.returns import merged, source
from kit.sample import QIXIAN, form, ledger

from ducha.files.workbook import reading as workbook
from ducha.files.writing.form import book as form_xlsx
from ducha.findings import Rule, Severity
from ducha.form.claim import SHEET
from ducha.form.handed import HANDED_SHEET
from ducha.form.monthly import GUIDE_SHEET, NARRATIVE_SHEET, PROGRESS_SHEET, Correction, Form
from ducha.submission.arrival import Arrival

SECOND = replace(OPEN, number="督〔2024〕2号", problem="问题" * 60, demand="要求" * 40, due=None)
BOOK = ledger(assignments=(OPEN, SECOND))
ENTRY = "#FFF8DC"


@pytest.fixture(scope="module")
def issued() -> Form:
    """杞县's form of June, with two matters."""
    return form(QIXIAN, BOOK, JUNE)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory, issued: Form) -> Path:
    """The form on disk."""
    file = tmp_path_factory.mktemp("handed") / "form.xlsx"
    file.write_bytes(form_xlsx.write(issued))
    return file


def test_the_sheet_stands_where_there_are_matters(office: Office, path: Path) -> None:
    """Behind 情况说明, protected like the others; the same form gives the same bytes (R9.75)."""
    sheets = office.sheets(path)
    assert [sheet.name for sheet in sheets] == [
        *(GUIDE_SHEET, PROGRESS_SHEET, NARRATIVE_SHEET, HANDED_SHEET, SHEET),
    ]
    assert all(sheet.protected for sheet in sheets)
    again = form_xlsx.write(form(QIXIAN, BOOK, JUNE))
    assert again == path.read_bytes()
    without = workbook.read(form_xlsx.write(form(QIXIAN, ledger(), JUNE)))
    assert HANDED_SHEET not in [sheet.name for sheet in without.sheets]


def test_what_is_to_be_filled_in(office: Office, path: Path) -> None:
    """Three columns are open and tinted, the others refuse (R9.75)."""
    shown = office.displayed(path)[HANDED_SHEET]
    assert shown[3] == [
        *("编号", "问题", "交办要求", "办结时限", "办理情况", "申请办结", "佐证材料"),
    ]
    assert shown[4] == ["2024-01", "培训停滞", "6月底前开班", "2024-06-16", "", "", ""]
    for row in (5, 6):
        for column in "ABCD":
            assert office.formats(path, HANDED_SHEET, f"{column}{row}").refuses
        for column in "EFG":
            cell = office.formats(path, HANDED_SHEET, f"{column}{row}")
            assert (cell.refuses, cell.background) == (False, ENTRY)
    assert office.formats(path, HANDED_SHEET, "F5").choices == ("是", "否")


def test_filled_and_saved_by_another_program(office: Office, path: Path, tmp_path: Path) -> None:
    """The answers come back from .xlsx, .xls and .ods; what is locked is unchanged (R9.76)."""
    out = tmp_path / "out.xlsx"
    typed = (("E5", "已开班\n共3期"), ("F5", "是"), ("G5", "签到表"), ("E6", "=1+1"), ("B5", "改"))
    done = office.edit(path, out, [(HANDED_SHEET, cell, said) for cell, said in typed])
    assert done == [True, True, True, True, False]
    for ending in ("xlsx", "xls", "ods"):
        (tmp_path / ending).mkdir()
        saved = office.convert(out, ending, tmp_path / ending).read_bytes()
        arrival = Arrival(source(f"a.{ending}", "06-20"), workbook.read(saved))
        inbox = merged(BOOK, arrival, period=JUNE)
        answers = {(n, key): e.text for (_, n, key), e in inbox.table.handed.items()}
        assert answers["2024-01", "answer"] == "已开班\n共3期"
        assert (answers["2024-01", "closing"], answers["2024-01", "evidence"]) == ("是", "签到表")
        assert answers["督〔2024〕2号", "answer"] in {"2", "=1+1"}
        assert not [f for f in inbox.findings if f.code in {"督办被改", "未知编号"}]


def test_on_paper(office: Office, path: Path, tmp_path: Path) -> None:
    """One landscape page of its own, every word of what was asked (R5.1)."""
    pdf = office.convert(path, "pdf", tmp_path)
    (page,) = [one for one in text(pdf).split("\f") if "交办要求" in one and "佐证材料" in one]
    flat = "".join(page.split())
    assert (flat.count("求"), flat.count("题")) == (40 + 1, 60 + 1)  # with their headings
    assert "填报单位：杞县" in flat
    assert pages(pdf) == 4


def test_a_form_that_goes_back_keeps_its_answers(issued: Form) -> None:
    """退回件: what the unit had said of its matters stands there (R9.76)."""
    fault = Rule("负数", Severity.RETURN, "不能是负数", "请改正", source="").finding()
    said = {("2024-01", "answer"): "已开班", ("督〔2024〕2号", "closing"): "否"}
    back = Correction({}, said, {("三.2-1", QIXIAN, "done"): fault}, (), {})
    sheet = workbook.read(form_xlsx.write(issued, back)).sheet(HANDED_SHEET)
    assert sheet is not None
    assert (sheet.rows[4][4], sheet.rows[5][5]) == ("已开班", "否")


def test_the_guide_says_so(issued: Form) -> None:
    """A step of its own, only where there are matters (R9.75)."""
    for of, said in ((issued, True), (form(QIXIAN, ledger(), JUNE), False)):
        guide = workbook.read(form_xlsx.write(of)).sheet(GUIDE_SHEET)
        assert guide is not None
        assert any("督办事项" in str(cell) for row in guide.rows for cell in row) is said
