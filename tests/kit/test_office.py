"""The tests' own LibreOffice does what a person with a spreadsheet does."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from xlsxwriter import Workbook

from kit.office import (
    Office,
    OfficeError,
    Picture,
    SheetFacts,
    flat,
    has_colour,
    pages,
    read_ppm,
    text,
)

SHEET = "进度填报"
TINT, RED = "#FFF2CC", "#FF0000"
CHOICES = ("未启动", "推进中", "已完成")


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A protected form: B2 takes a figure, E2 a word from a list, the rest is locked."""
    path = tmp_path_factory.mktemp("form") / "月报表.xlsx"
    with Workbook(path) as book:
        sheet = book.add_worksheet(SHEET)
        entry = book.add_format(
            {"locked": False, "bg_color": TINT, "num_format": "#,##0.0", "font_name": "宋体"}
        )
        sheet.write_row(0, 0, ["指标", "本月累计", "年度目标", "完成率", "状态"])
        sheet.write_row(1, 0, ["新建公厕", "", 20])
        sheet.write_blank(1, 1, None, entry)
        percent = book.add_format({"num_format": "0.0%", "bold": True})
        sheet.write_formula(1, 3, '=IF(B2="","",B2/C2)', percent)
        sheet.write_blank(1, 4, None, book.add_format({"locked": False, "num_format": "@"}))
        sheet.data_validation(
            "B2",
            {"validate": "decimal", "criteria": ">=", "value": 0, "error_message": "请填数字"},
        )
        sheet.data_validation(
            "E2", {"validate": "list", "source": list(CHOICES), "input_message": "请选择"}
        )
        sheet.conditional_format(
            "B2",
            {
                "type": "formula",
                "criteria": "=$B2>$C2",
                "format": book.add_format({"bg_color": RED}),
            },
        )
        sheet.protect()
        book.add_worksheet("标识").very_hidden()
    return path


def test_a_locked_cell_refuses_and_an_entry_cell_takes(
    office: Office, form: Path, tmp_path: Path
) -> None:
    """The answer says which edits were taken, and the saved file shows the same."""
    filled = tmp_path / "filled.xlsx"
    taken = office.edit(
        form, filled, [(SHEET, "B2", 12.5), (SHEET, "A2", "改了"), (SHEET, "E2", "推进中")]
    )
    assert taken == [True, False, True]
    assert office.recalculated(filled)[SHEET][1] == ["新建公厕", 12.5, 20, 0.625, "推进中"]


def test_texts_are_typed_as_a_person_types_them(office: Office, form: Path, tmp_path: Path) -> None:
    """Figures become numbers, except in a text cell; an apostrophe keeps a formula out."""
    filled = tmp_path / "filled.xlsx"
    office.edit(form, filled, [(SHEET, "B2", "1,012.5"), (SHEET, "E2", "012")])
    assert office.recalculated(filled)[SHEET][1][1::3] == [1012.5, "012"]
    office.edit(form, filled, [(SHEET, "B2", "=C2/4"), (SHEET, "E2", "=1+1")])
    assert office.recalculated(filled)[SHEET][1][1::3] == [5, "=1+1"]
    office.edit(form, filled, [(SHEET, "B2", "'=C2/4")])
    assert office.recalculated(filled)[SHEET][1][1:4:2] == ["=C2/4", "#VALUE!"]


def test_dates_and_percent_are_typed_as_in_china(
    office: Office, form: Path, tmp_path: Path
) -> None:
    """28 May 2024 is day 45440 of Excel's calendar."""
    filled = tmp_path / "filled.xlsx"
    for typed, number in [("2024/5/28", 45440), ("2024-05-28", 45440), ("12%", 0.12)]:
        office.edit(form, filled, [(SHEET, "B2", typed)])
        assert office.recalculated(filled)[SHEET][1][1] == number


def test_the_delete_key_empties_a_cell(office: Office, form: Path, tmp_path: Path) -> None:
    """An empty text is no text: the formula beside it sees a blank."""
    filled, emptied = tmp_path / "filled.xlsx", tmp_path / "emptied.xlsx"
    office.edit(form, filled, [(SHEET, "B2", 3)])
    office.edit(filled, emptied, [(SHEET, "B2", "")])
    assert office.recalculated(emptied)[SHEET][1][1:4] == ["", 20, ""]


def test_protection_without_a_password_can_be_taken_off(
    office: Office, form: Path, tmp_path: Path
) -> None:
    """Who takes the protection off can change what was locked."""
    changed = tmp_path / "changed.xlsx"
    taken = office.edit(form, changed, [(SHEET, "C2", 25)], unprotect=[SHEET])
    assert taken == [True]
    assert office.recalculated(changed)[SHEET][1][2] == 25


def test_red_appears_only_after_a_wrong_value(office: Office, form: Path, tmp_path: Path) -> None:
    """The colour is taken from paper, so conditional formats count; the stored one stays."""
    right, wrong = tmp_path / "right.xlsx", tmp_path / "wrong.xlsx"
    office.edit(form, right, [(SHEET, "B2", 20)])
    office.edit(form, wrong, [(SHEET, "B2", 21)])
    assert office.effective_background(right, SHEET, "B2") == TINT
    assert office.effective_background(wrong, SHEET, "B2") == RED
    assert office.formats(wrong, SHEET, "B2").background == TINT
    assert not has_colour(office.printed(right), RED)
    assert has_colour(office.printed(wrong), RED)


def test_colours_of_several_cells_come_in_their_order(office: Office, form: Path) -> None:
    """Blank cells, cells far away and cells beside each other."""
    found = office.effective_backgrounds(form, SHEET, ["C2", "B2", "B3", "Z99", "A1"])
    assert found == ["#FFFFFF", TINT, "#FFFFFF", "#FFFFFF", "#FFFFFF"]


def test_formats_of_an_entry_cell(office: Office, form: Path) -> None:
    """Lock, colour, number format, font and rule."""
    cell = office.formats(form, SHEET, "B2", asian=False)
    assert (cell.locked, cell.protected, cell.refuses) == (False, True, False)
    assert (cell.background, cell.number_format, cell.font) == (TINT, "#,##0.0", "宋体")
    assert (cell.validation, cell.operator, cell.formulas[0]) == ("decimal", "greater_equal", "0")
    assert (cell.refusal, cell.strict, cell.bold) == ("请填数字", True, False)


def test_formats_of_a_drop_down_and_of_a_locked_cell(office: Office, form: Path) -> None:
    """A list offers its words; a locked cell on a protected sheet refuses."""
    cell = office.formats(form, SHEET, "E2")
    assert (cell.validation, cell.choices, cell.drop_down) == ("list", CHOICES, True)
    assert cell.hint == "请选择"
    locked = office.formats(form, SHEET, "D2")
    assert (locked.refuses, locked.bold, locked.choices) == (True, True, ())


@pytest.mark.parametrize("ending", ["xlsx", "xls", "ods"])
def test_a_saved_file_keeps_protection_rules_and_colours(
    office: Office, form: Path, tmp_path: Path, ending: str
) -> None:
    """In every form that people save in."""
    saved = office.convert(form, ending, tmp_path)
    assert saved == tmp_path / f"月报表.{ending}"
    assert office.sheets(saved)[0] == SheetFacts(SHEET, visible=True, protected=True)
    assert not office.sheets(saved)[1].visible
    assert office.formats(saved, SHEET, "E2").choices == CHOICES
    again = tmp_path / "again.xlsx"
    assert office.edit(saved, again, [(SHEET, "B2", 99), (SHEET, "D2", 1)]) == [True, False]
    assert office.effective_background(again, SHEET, "B2") == RED


def test_values_are_recalculated_and_displayed(office: Office, tmp_path: Path) -> None:
    """A stored result that is wrong does not survive; an error is its word."""
    path = tmp_path / "wrong.xlsx"
    with Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, [1, 2, 0.5])
        sheet.write_formula(0, 3, "=SUM(A1:C1)", book.add_format({"num_format": "0.00"}), 99)
        sheet.write_formula(1, 1, "=A1/0", None, 99)
    assert office.recalculated(path) == {"Sheet1": [[1, 2, 0.5, 3.5], ["", "#DIV/0!", "", ""]]}
    assert office.displayed(path)["Sheet1"][0] == ["1", "2", "0.5", "3.50"]


def test_paper_is_counted_read_and_drawn(office: Office, form: Path, tmp_path: Path) -> None:
    """One page with the words of the form and the tint of the entry cell."""
    pdf = office.convert(form, "pdf", tmp_path)
    assert pages(pdf) == 1
    assert "新建公厕" in text(pdf)
    (drawn,) = office.pictures(pdf, tmp_path / "drawn")
    assert drawn.read_bytes().startswith(b"\x89PNG")
    (page,) = office.printed(form)
    assert page.width < page.height
    assert page.shows(TINT)


def test_the_file_itself_is_not_touched(office: Office, form: Path, tmp_path: Path) -> None:
    """No lock file beside it, no byte changed."""
    before = form.read_bytes()
    office.edit(form, tmp_path / "filled.xlsx", [(SHEET, "B2", 1)])
    office.recalculated(form)
    assert form.read_bytes() == before
    assert list(form.parent.iterdir()) == [form]


def test_what_cannot_be_done_is_said(office: Office, form: Path, tmp_path: Path) -> None:
    """An unknown sheet and a file that is none raise; the next request works."""
    with pytest.raises(OfficeError, match="NoSuchElement"):
        office.formats(form, "无此表", "A1")
    with pytest.raises(OfficeError, match=r"none\.xlsx"):
        office.recalculated(tmp_path / "none.xlsx")
    with pytest.raises(OfficeError, match="overwritten"):
        office.convert(form, "xlsx", form.parent)
    assert "新建公厕" in flat(office.recalculated(form)[SHEET])


@pytest.mark.parametrize("program", ["true", "sleep"])
def test_a_dead_or_silent_office_is_given_up(
    monkeypatch: pytest.MonkeyPatch, form: Path, program: str
) -> None:
    """It costs one test, not the rest: the next request starts another one."""
    monkeypatch.setattr("kit.office.REQUEST_SECONDS", 0.2)
    broken = Office()
    broken.driver = subprocess.Popen(
        [program, "600"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
    )
    with pytest.raises(OfficeError, match="LibreOffice failed"):
        broken.sheets(form)
    assert broken.driver is None
    broken.close()
    assert not broken.folder.exists()


@pytest.mark.parametrize(
    ("all_parts", "code", "words"), [("", 0, "1 skipped"), ("1", 1, "was skipped, but all parts")]
)
def test_where_libreoffice_is_missing(all_parts: str, code: int, words: str) -> None:
    """Its tests are skipped, but not in the gate."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", __file__, "-k", "delete_key"],
        cwd=Path(__file__).parents[2],
        env={"PATH": "/nowhere", "DUCHA_ALL_PARTS": all_parts},
        capture_output=True,
        check=False,
        encoding="utf-8",
        timeout=600,
    )
    assert (done.returncode, words in done.stdout) == (code, True), done.stdout


def test_colours_of_a_picture_are_counted() -> None:
    """Two red pixels over a white and a nearly red one."""
    picture = read_ppm(b"P6\n2 2\n255\n" + bytes([255, 0, 0] * 2 + [255] * 3 + [250, 4, 0]))
    assert (picture.width, picture.height) == (2, 2)
    assert (picture.count(RED), picture.count(RED, tolerance=0)) == (3, 2)
    assert picture.shows(RED, at_least=3)
    assert not picture.shows(RED)
    assert picture.main_colour == RED
    assert picture.corner(1, 2) == Picture(1, 2, bytes([255, 0, 0] + [255] * 3))
