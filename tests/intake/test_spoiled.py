"""Real forms that honest people have spoiled: every one read right, or asked about in words."""

from __future__ import annotations

import zipfile
from functools import partial
from io import BytesIO
from pathlib import Path

import pytest
from kit import posted, returns, sample, xlsb
from kit.office import Office
from kit.posted import Change, at, filled, heading, put, spoiled
from kit.returns import APRIL, MAY
from kit.sample import LANKAO, QIXIAN
from openpyxl import Workbook, load_workbook

from ducha.files.workbook import reading as workbook
from ducha.form.claim import SHEET
from ducha.form.monthly import NARRATIVE_SHEET, PROGRESS_SHEET
from ducha.merge.year import MergedInbox

BOOK = sample.ledger()
COUNT, RATE = sample.COUNT.code, sample.RATE.code
FIGURES = {
    (COUNT, QIXIAN, "done"): 30.0,
    (RATE, QIXIAN, "numerator"): 60.0,
    (RATE, QIXIAN, "denominator"): 80.0,
}
TAKEN = {COUNT: 30.0, RATE: (60.0, 80.0)}
GOOD = filled(FIGURES)


def taken(merge: MergedInbox, county: str = QIXIAN) -> dict[str, object]:
    """The county's own figures that went into the merge."""
    result: dict[str, object] = {}
    for code in (COUNT, RATE):
        figure = returns.line(merge, county, code).figure
        if figure.denominator is not None:
            result[code] = (figure.numerator, figure.denominator)
        elif figure.done is not None:
            result[code] = figure.done
    return result


def only(merge: MergedInbox) -> tuple[str, str]:
    """Verdict and reason of the only file."""
    (judgement,) = merge.judgements
    return str(judgement.verdict), judgement.reason


def inserted_rows(book: Workbook) -> None:
    """Two rows above the headings, one among the rows."""
    sheet = book[PROGRESS_SHEET]
    sheet.insert_rows(1, 2)
    sheet.insert_rows(heading(sheet, "编码")[0] + 2)


def inserted_columns(book: Workbook) -> None:
    """A running number in front, and a column of the clerk's own among ours."""
    sheet = book[PROGRESS_SHEET]
    sheet.insert_cols(1)
    column = heading(sheet, "本月累计")[1]
    sheet.insert_cols(column)
    sheet.cell(heading(sheet, "编码")[0], column).value = "本月新增"
    sheet.cell(heading(sheet, "编码")[0] + 1, column).value = 7


def deleted_columns(book: Workbook) -> None:
    """Columns that the clerk did not need."""
    sheet = book[PROGRESS_SHEET]
    for name in ("应达进度", "序时进度", "完成率"):
        sheet.delete_cols(heading(sheet, name)[1])


def deleted_row(book: Workbook) -> None:
    """The row of 村卫生室, which the county has nothing to say about."""
    row, _ = at(book, sample.STANDARD.code, QIXIAN, "分子")
    book[PROGRESS_SHEET].delete_rows(row)


def _table(book: Workbook) -> tuple[int, list[list[object]]]:
    """The rows of the table below the headings, down to the foot."""
    sheet = book[PROGRESS_SHEET]
    top, codes = heading(sheet, "编码")
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=top + 1)]
    return top, [row for row in rows if row[codes - 1]]


def sorted_rows(book: Workbook) -> None:
    """The last row first."""
    top, rows = _table(book)
    for number, row in enumerate(reversed(rows), start=top + 1):
        for column, value in enumerate(row, start=1):
            book[PROGRESS_SHEET].cell(number, column).value = value


def column_to_the_end(book: Workbook) -> None:
    """本月累计 stands after all the others."""
    sheet = book[PROGRESS_SHEET]
    column, last = heading(sheet, "本月累计")[1], sheet.max_column
    values = [sheet.cell(row, column).value for row in range(1, sheet.max_row + 1)]
    sheet.delete_cols(column)
    for row, value in enumerate(values, start=1):
        sheet.cell(row, last).value = value


def renamed_sheets(book: Workbook) -> None:
    """All of them, and in another order."""
    for number, sheet in enumerate(book.worksheets):
        sheet.title = f"Sheet{number}"
    book.move_sheet(book.worksheets[-1], -2)


def hidden_sheet(book: Workbook) -> None:
    """进度填报 is hidden, the guide lies open."""
    book[PROGRESS_SHEET].sheet_state = "hidden"


def shown_claim(book: Workbook) -> None:
    """The hidden sheet shown by a curious clerk."""
    book[SHEET].sheet_state = "visible"


def unprotected(book: Workbook) -> None:
    """No sheet is protected any more."""
    for sheet in book.worksheets:
        sheet.protection.disable()


def merged_cells(book: Workbook) -> None:
    """The matter's cells made one, as clerks like it, and the whole title too."""
    sheet = book[PROGRESS_SHEET]
    top, column = heading(sheet, "事项")
    sheet.merge_cells(start_row=top + 1, end_row=top + 2, start_column=column, end_column=column)
    sheet.merge_cells("E1:N1")


def empty_copy(book: Workbook) -> None:
    """A copy of 进度填报 kept blank, before ours."""
    copy = book.copy_worksheet(book[PROGRESS_SHEET])
    for code, key in ((COUNT, "本月累计"), (RATE, "分子"), (RATE, "分母")):
        copy.cell(*at(book, code, QIXIAN, key)).value = None
    book.move_sheet(copy, -10)


def same_copy(book: Workbook) -> None:
    """A copy that says the same."""
    book.copy_worksheet(book[PROGRESS_SHEET])


def filled_copy(book: Workbook) -> None:
    """Only the copy is filled in."""
    same_copy(book)
    for code, key in ((COUNT, "本月累计"), (RATE, "分子"), (RATE, "分母")):
        book[PROGRESS_SHEET].cell(*at(book, code, QIXIAN, key)).value = None


def kept_april(book: Workbook) -> None:
    """April's sheet is kept in the workbook, with April's figures and title."""
    copy = book.copy_worksheet(book[PROGRESS_SHEET])
    copy.cell(*at(book, COUNT, QIXIAN, "本月累计")).value = 11
    for row in copy.iter_rows(max_row=2):
        for cell in row:
            if isinstance(cell.value, str):
                cell.value = cell.value.replace("2024年5月", "2024年4月")


def same_column(book: Workbook) -> None:
    """本月累计 copied to the end, with what is in it."""
    sheet = book[PROGRESS_SHEET]
    column, last = heading(sheet, "本月累计")[1], sheet.max_column + 1
    for row in range(1, sheet.max_row + 1):
        sheet.cell(row, last).value = sheet.cell(row, column).value


def blank_row_copied(book: Workbook) -> None:
    """A row copied without its figures."""
    sheet = book[PROGRESS_SHEET]
    row, _ = at(book, COUNT, QIXIAN, "本月累计")
    sheet.insert_rows(row + 1)
    for column in range(1, heading(sheet, "上月累计")[1] + 1):
        sheet.cell(row + 1, column).value = sheet.cell(row, column).value


def heading_again(book: Workbook) -> None:
    """The heading row once more, as for a second printed page."""
    sheet = book[PROGRESS_SHEET]
    top, codes = heading(sheet, "编码")
    row, _ = at(book, RATE, QIXIAN, "分子")
    sheet.insert_rows(row)
    for column in range(codes, sheet.max_column + 1):
        sheet.cell(row, column).value = sheet.cell(top, column).value


HARMLESS: tuple[Change, ...] = (
    inserted_rows,
    inserted_columns,
    deleted_columns,
    deleted_row,
    sorted_rows,
    column_to_the_end,
    renamed_sheets,
    hidden_sheet,
    shown_claim,
    unprotected,
    merged_cells,
    empty_copy,
    same_copy,
    filled_copy,
    same_column,
    blank_row_copied,
    heading_again,
)


@pytest.mark.parametrize("change", HARMLESS, ids=lambda change: change.__name__)
def test_what_does_no_harm(tmp_path: Path, change: Change) -> None:
    """Never by position: the figures are read from where they stand, and nothing is asked.

    (R6.35, R6.80, R6.83)
    """
    put(tmp_path, "a.xlsx", spoiled(GOOD, change))
    merge = posted.merged(tmp_path, BOOK)
    assert only(merge) == ("采用", "")
    assert taken(merge) == TAKEN
    assert posted.told(merge) - {("未说明问题", "提示"), ("标识改名", "提示")} == set()


def test_a_kept_sheet_of_an_earlier_month_is_no_rival(tmp_path: Path) -> None:
    """May's figures are read; what April's sheet says and nobody reported is told.

    (R6.35, R6.41)
    """
    put(tmp_path, "a.xlsx", spoiled(GOOD, kept_april))
    merge = posted.merged(tmp_path, BOOK)
    assert only(merge) == ("采用", "")
    assert taken(merge) == TAKEN
    assert posted.told(merge) - {("未说明问题", "提示")} == {("前月的表", "提示")}


def two_figures(book: Workbook) -> None:
    """A copied sheet with another figure."""
    copy = book.copy_worksheet(book[PROGRESS_SHEET])
    copy.cell(*at(book, COUNT, QIXIAN, "本月累计")).value = 31


def two_rows(book: Workbook) -> None:
    """A row copied with its figure, and the copy changed."""
    sheet = book[PROGRESS_SHEET]
    row, column = at(book, COUNT, QIXIAN, "本月累计")
    blank_row_copied(book)
    sheet.cell(row + 1, column).value = 31


def two_columns(book: Workbook) -> None:
    """A column copied, and the copy changed."""
    same_column(book)
    row, _ = at(book, COUNT, QIXIAN, "本月累计")
    book[PROGRESS_SHEET].cell(row, book[PROGRESS_SHEET].max_column).value = 31


def no_code(book: Workbook) -> None:
    """The code of a row is gone."""
    sheet = book[PROGRESS_SHEET]
    row, _ = at(book, COUNT, QIXIAN, "本月累计")
    sheet.cell(row, heading(sheet, "编码")[1]).value = None


def total_row(book: Workbook) -> None:
    """A total of the clerk's own below the table."""
    sheet = book[PROGRESS_SHEET]
    row, column = at(book, RATE, QIXIAN, "本月累计")
    sheet.insert_rows(row + 1)
    sheet.cell(row + 1, heading(sheet, "县区")[1]).value = "合计"
    sheet.cell(row + 1, column).value = 90


def april_title(book: Workbook) -> None:
    """The title says April."""
    for row in book[PROGRESS_SHEET].iter_rows(max_row=1):
        for cell in row:
            if isinstance(cell.value, str):
                cell.value = cell.value.replace("2024年5月", "2024年4月")


def target(book: Workbook) -> None:
    """年度目标 halved."""
    book[PROGRESS_SHEET].cell(*at(book, COUNT, QIXIAN, "年度目标")).value = 30


def unsigned(book: Workbook) -> None:
    """Nobody has signed."""
    for row in book[PROGRESS_SHEET].iter_rows():
        for cell in row:
            if cell.value in posted.FOOT.values():
                cell.value = None


def lost_claim(book: Workbook) -> None:
    """The hidden sheet is gone."""
    del book[SHEET]


# change, verdict, what is taken, findings
TOLD: tuple[tuple[Change, str, dict[str, object], set[tuple[str, str]]], ...] = (
    (two_figures, "退回", {}, {("整份退回", "退回")}),
    (two_rows, "部分采用", {RATE: (60.0, 80.0)}, {("重复行", "退回")}),
    (two_columns, "部分采用", {RATE: (60.0, 80.0)}, {("重复列", "退回")}),
    (no_code, "采用", TAKEN, {("按名认行", "提示")}),
    (total_row, "采用", TAKEN, {("无编码", "需核实")}),
    (april_title, "采用", TAKEN, {("月份不符", "需核实")}),
    (target, "采用", TAKEN, {("目标被改", "提示")}),
    (unsigned, "采用", TAKEN, {("落款", "提示")}),
    (lost_claim, "采用", TAKEN, {("无标识", "需核实")}),
)


@pytest.mark.parametrize(
    ("change", "verdict", "figures", "codes"), TOLD, ids=[row[0].__name__ for row in TOLD]
)
def test_what_is_asked_about(
    tmp_path: Path,
    change: Change,
    verdict: str,
    figures: dict[str, object],
    codes: set[tuple[str, str]],
) -> None:
    """Nothing is guessed: what could mean two things is held out with a question.

    (R6.25, R6.35, R6.82, R6.83, R6.88)
    """
    put(tmp_path, "a.xlsx", spoiled(GOOD, change))
    merge = posted.merged(tmp_path, BOOK)
    assert only(merge)[0] == verdict
    assert taken(merge) == figures
    assert posted.told(merge) - {("未说明问题", "提示")} == codes


def test_two_sheets_are_named_in_the_question(tmp_path: Path) -> None:
    """Which sheets, and how to settle it without asking the unit (R6.35)."""
    put(tmp_path, "a.xlsx", spoiled(GOOD, two_figures))
    assert only(posted.merged(tmp_path, BOOK))[1] == (
        "有2张同样的表（〔进度填报〕、〔进度填报 Copy〕），所填不同，以哪一张为准？"
        "请单位只保留一张后重报；确认以〔进度填报〕为准的，在台账〔人工处置〕填采用"
    )


def copied_into_a_new_workbook(data: bytes, *, values_only: bool) -> bytes:
    """进度填报 pasted into a new workbook, whose only sheet keeps its own name."""
    old, new = load_workbook(BytesIO(data)), Workbook()
    for row in old[PROGRESS_SHEET].iter_rows():
        for cell in row:
            formula = isinstance(cell.value, str) and cell.value.startswith("=")
            if cell.value is not None and not (values_only and formula):
                new.active.cell(cell.row, cell.column).value = cell.value
    written = BytesIO()
    new.save(written)
    return written.getvalue()


@pytest.mark.parametrize("values_only", [True, False])
def test_a_form_copied_into_a_new_workbook(tmp_path: Path, *, values_only: bool) -> None:
    """Known by headings, row codes, unit and month on the page: accepted, and for the officer.

    (R6.25)
    """
    put(tmp_path, "新建工作簿.xlsx", copied_into_a_new_workbook(GOOD, values_only=values_only))
    merge = posted.merged(tmp_path, BOOK)
    (judgement,) = merge.judgements
    assert (str(judgement.verdict), judgement.unit, judgement.period) == ("采用", QIXIAN, "2024-05")
    assert taken(merge) == TAKEN
    assert ("无标识", "需核实") in posted.told(merge)


def test_another_name_of_the_unit_on_the_page(tmp_path: Path) -> None:
    """An alias in the ledger is the unit; an unknown name is not (R6.28)."""
    units = tuple(
        sample.replace(unit, aliases=("杞县督查局",)) if unit.name == QIXIAN else unit
        for unit in BOOK.units
    )

    def alias(book: Workbook) -> None:
        lost_claim(book)
        for row in book[PROGRESS_SHEET].iter_rows(max_row=2):
            for cell in row:
                if isinstance(cell.value, str):
                    cell.value = cell.value.replace("填报单位：杞县", "填报单位：杞县督查局")

    put(tmp_path, "a.xlsx", spoiled(GOOD, alias))
    assert only(posted.merged(tmp_path, sample.ledger(units=units)))[0] == "采用"
    assert only(posted.merged(tmp_path, BOOK)) == ("退回", "“杞县督查局”不在应报单位之列")


def test_a_text_cell_with_an_error_is_told(tmp_path: Path) -> None:
    """-已开工 typed as a formula leaves #NAME? where the text should be (R6.93)."""

    def error(book: Workbook) -> None:
        sheet = book[NARRATIVE_SHEET]
        row, column = heading(sheet, "存在问题")
        sheet.cell(row + 1, column).value = "#NAME?"
        sheet.cell(row + 1, column).data_type = "e"

    put(tmp_path, "a.xlsx", spoiled(GOOD, error))
    merge = posted.merged(tmp_path, BOOK)
    assert ("错误值", "需核实") in posted.told(merge)


# ---- every make of workbook ----


def strict(data: bytes) -> bytes:
    """The same in Strict OOXML: other namespaces, and a mark in the workbook."""
    names = (
        (
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        ),
        (
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        ),
    )
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            for plain, other in names:
                part = part.replace(plain, other)
            new.writestr(name, part)
    return out.getvalue()


def test_strict_ooxml_is_read(tmp_path: Path) -> None:
    """What Excel calls “Strict Open XML 工作簿”."""
    put(tmp_path, "a.xlsx", strict(GOOD))
    merge = posted.merged(tmp_path, BOOK)
    assert only(merge) == ("采用", "")
    assert taken(merge) == TAKEN


def test_xlsb_is_read(tmp_path: Path) -> None:
    """The binary make of Excel: no library writes one, so its records are written here."""
    sheets = {sheet.name: sheet.rows for sheet in workbook.read(GOOD).sheets}
    put(tmp_path, "a.xlsb", xlsb.workbook(sheets))
    merge = posted.merged(tmp_path, BOOK)
    assert only(merge) == ("采用", "")
    assert taken(merge) == TAKEN
    assert posted.told(merge) - {("未说明问题", "提示")} == {("看不到公式", "提示")}


def test_what_the_older_makes_cannot_tell(office: Office, tmp_path: Path) -> None:
    """An error reads as blank there and a formula as its value: said of the file, once (R6.39)."""
    path = put(tmp_path, "a.xlsx", GOOD)
    edits = [
        (PROGRESS_SHEET, posted.address(GOOD, COUNT, QIXIAN), "=1/0"),
        (PROGRESS_SHEET, posted.address(GOOD, RATE, QIXIAN, "分子"), "=30*2"),
    ]
    for make in ("xlsx", "xls", "ods"):
        office.edit(path, tmp_path / make / f"a.{make}", edits, make)
    plain, *blind = (posted.merged(tmp_path / make, BOOK) for make in ("xlsx", "xls", "ods"))
    assert {("错误值", "退回"), ("公式", "需核实")} <= posted.told(plain)
    for merge in blind:
        assert taken(merge) == {RATE: (60.0, 80.0)}
        (finding,) = [finding for finding in merge.findings if finding.code == "看不到公式"]
        assert "看不到公式、错误值和百分数格式" in finding.sentence
        assert finding.file.startswith("a.")


# name of the file, what it really is
NAMES = (
    ("a.xlsx", "xlsx"),
    ("a.XLSX", "xlsx"),
    ("a.xls", "xlsx"),  # a wrong extension
    ("a.xlsm", "xlsx"),
    ("a.tmp.xlsx", "xlsx"),
    ("月报", "xlsx"),
    ("a.pdf", "xlsx"),
    ("a.xls", "xls"),
    ("a.XLS", "xls"),
    ("a.et", "xls"),
    ("a.xlsx", "xls"),
    ("a.ods", "ods"),
    ("a.xlsx", "ods"),
)


@pytest.fixture(scope="session")
def makes(office: Office, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The same return as LibreOffice saves it, in each of its makes."""
    folder = tmp_path_factory.mktemp("makes")
    path = put(folder, "return.xlsx", GOOD)
    made = {"xlsx": office.convert(path, "xlsx", folder / "out").read_bytes()}
    return made | {make: office.convert(path, make, folder).read_bytes() for make in ("xls", "ods")}


@pytest.mark.parametrize(("name", "make"), NAMES)
def test_every_make_is_read_for_what_it_is(
    makes: dict[str, bytes], tmp_path: Path, name: str, make: str
) -> None:
    """By content, whatever the name; where formulas and errors are hidden, that is said (R6.39)."""
    put(tmp_path, name, makes[make])
    merge = posted.merged(tmp_path, BOOK)
    assert only(merge) == ("采用", "")
    assert taken(merge) == TAKEN
    blind = {("看不到公式", "提示")} if make in {"xls", "ods"} else set()
    assert posted.told(merge) - {("未说明问题", "提示")} == blind


# ---- last month's form ----


def april(figure: float = 30.0) -> bytes:
    """A form for April."""
    return filled({(COUNT, QIXIAN, "done"): figure}, period=APRIL)


def months(merge: MergedInbox) -> tuple[float | None, float | None]:
    """What April and May have."""
    of = partial(returns.line, merge, QIXIAN, COUNT)
    return of(APRIL).figure.done, of(MAY).figure.done


def test_last_month_s_form_sent_again(tmp_path: Path) -> None:
    """Unchanged: April's second version, and nothing for May."""
    put(tmp_path, "2024-04/a.xlsx", april(), "04-20")
    put(tmp_path, "2024-05/a.xlsx", april(), "05-20")
    merge = posted.merged(tmp_path, BOOK)
    assert [(str(judgement.verdict), judgement.version) for judgement in merge.judgements] == [
        ("被替代", 1),
        ("采用", 2),
    ]
    assert months(merge) == (30.0, None)


def test_last_month_s_form_with_this_month_s_figures(tmp_path: Path) -> None:
    """Held with the question, and neither month has the figure (R6.65)."""
    put(tmp_path, "2024-04/a.xlsx", april(), "04-20")
    put(tmp_path, "2024-05/a.xlsx", april(35.0), "05-20")
    merge = posted.merged(tmp_path, BOOK)
    first, second = merge.judgements
    assert (str(first.verdict), str(second.verdict)) == ("采用", "退回")
    assert "更正还是本月" in second.reason
    assert months(merge) == (30.0, None)


@pytest.mark.parametrize(("spread", "questioned"), [(False, True), (True, False)])
def test_a_total_typed_in_alone(tmp_path: Path, *, spread: bool, questioned: bool) -> None:
    """A department that fills in nothing but 全市 is asked for its counties (R6.89)."""

    def total(book: Workbook) -> None:
        book[PROGRESS_SHEET].cell(*at(book, COUNT, "全市", "本月累计")).value = 55

    figures = {(COUNT, QIXIAN, "done"): 55.0} if spread else {(RATE, QIXIAN, "numerator"): 0.0}
    put(tmp_path, "a.xlsx", spoiled(filled(figures, sample.HEALTH), total))
    merge = posted.merged(tmp_path, BOOK)
    assert (("只填合计", "需核实") in posted.told(merge)) is questioned
    assert returns.line(merge, "全市", COUNT).figure.done == (55 if spread else None)


# typed over the drop-down, what is taken, findings
PASTED = (
    ("推进中", "推进中", set()),
    (" 已完成 ", "已完成", set()),
    ("基本完成", None, {("选项", "退回"), ("整份退回", "退回")}),
    (0.8, None, {("选项", "退回"), ("整份退回", "退回")}),
)


@pytest.mark.parametrize(("typed", "level", "codes"), PASTED)
def test_values_pasted_over_a_drop_down(
    tmp_path: Path, typed: str | float, level: str | None, codes: set[tuple[str, str]]
) -> None:
    """One of the three words, or it is held out (R6.111)."""
    put(tmp_path, "a.xlsx", filled({(sample.LEVEL.code, LANKAO, "done"): typed}, LANKAO))
    merge = posted.merged(tmp_path, BOOK)
    chosen = returns.line(merge, LANKAO, sample.LEVEL.code).figure.level
    assert (chosen and str(chosen)) == level
    assert posted.told(merge) - {("未说明问题", "提示")} == codes
