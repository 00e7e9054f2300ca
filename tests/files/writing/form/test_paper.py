"""A form on paper and on the screen: how large its letters are, what it shows, what it hides."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from kit.office import Office, flat, text
from kit.sample import (
    COUNT,
    HEALTH,
    LANKAO,
    LENGTH,
    QIXIAN,
    RATE,
    form,
    indicator,
    ledger,
    unit,
)
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from ducha.files.workbook import reading as workbook
from ducha.files.writing.breakdown import book as breakdown_xlsx
from ducha.files.writing.form import book as form_xlsx
from ducha.files.writing.form.paper import PageRoom, page_starts
from ducha.form.breakdown import issue_breakdown
from ducha.form.claim import SHEET
from ducha.form.monthly import (
    FOOT,
    GUIDE_SHEET,
    NARRATIVE_SHEET,
    PROGRESS,
    PROGRESS_SHEET,
    Correction,
    Form,
    tasks_of,
)
from ducha.form.secrecy import NOT_BY_MAIL, with_warning
from ducha.ledger.model import CITY, Group, Kind, Ledger

DIGIT = 9.34
"""Pixels of a digit in what LibreOffice puts in the place of our font; Excel takes 8."""
SIDES = {"9": (297, 210), "8": (420, 297)}


def town(counties: int, indicators: int, **changes: object) -> Ledger:
    """A city with so many counties and indicators of one department; every third is a rate."""
    names = ("城乡一体化示范区", *(f"第{number}县" for number in range(2, counties + 1)))
    kinds = (Kind.COUNT, Kind.COUNT, Kind.RATE)
    return ledger(
        units=(unit(HEALTH), *(unit(name, Group.COUNTY) for name in names)),
        indicators=tuple(
            indicator(
                f"三.{number}-1",
                kinds[number % 3],
                65.0,
                matter=f"第{number // 9 + 1}件：提升基层医疗卫生服务能力",
                note="以验收为准" if number % 2 else "",
            )
            for number in range(1, indicators + 1)
        ),
        targets={},
        **changes,
    )


# how large the letters are


def parts(data: bytes) -> dict[str, str]:
    """The parts of a workbook as text."""
    with ZipFile(BytesIO(data)) as book:
        return {name: book.read(name).decode() for name in book.namelist()}


def smallest_letters(data: bytes) -> Iterator[tuple[str, float]]:
    """For each sheet on paper: scale × the smallest font of the workbook, in points."""
    book = parts(data)
    least = min(map(float, re.findall(r'<sz val="([\d.]+)"/>', book["xl/styles.xml"])))
    names = re.findall(r'<sheet name="([^"]+)" sheetId="(\d+)"', book["xl/workbook.xml"])
    for name, number in names:
        if name != SHEET:
            yield name, least * scale(book[f"xl/worksheets/sheet{number}.xml"])


def scale(sheet: str) -> float:
    """At which a sheet is printed, where a digit is as wide as anywhere."""
    setup = re.search(r"<pageSetup [^>]*>", sheet)[0]
    given = re.search(r'scale="(\d+)"', setup)
    if given:
        return int(given[1]) / 100
    wide = sum(
        (int(last) - int(first) + 1) * float(width) * DIGIT
        for first, last, width, rest in re.findall(
            r'<col min="(\d+)" max="(\d+)" width="([\d.]+)"([^>]*)>', sheet
        )
        if 'hidden="1"' not in rest and not (is_guide(setup) and int(first) > 8)
    )
    sides = SIDES[re.search(r'paperSize="(\d+)"', setup)[1]]
    printable = (sides[is_guide(setup)] / 25.4 - 0.8) * 96
    return min(printable / wide, 1.0)


def is_guide(setup: str) -> bool:
    """Of all sheets only 填报说明 stands upright."""
    return 'orientation="portrait"' in setup


@pytest.mark.parametrize("counties", [7, 160])
@pytest.mark.parametrize("indicators", [1, 40])
def test_every_form_can_be_read_on_paper(counties: int, indicators: int) -> None:
    """At least 8 points, with every column that a form can show (R5.1, R5.10)."""
    book = town(counties, indicators)
    first = book.counties[0]
    book = replace(book, milestones={row.code: {6: 0.3} for row in book.indicators})
    many = counties * indicators > 1000  # the rows of one indicator are as wide as those of all
    for of in (
        form(HEALTH, replace(book, indicators=book.indicators[:3]) if many else book),
        form(first, book),
    ):
        back = Correction({}, {}, {}, (), dict.fromkeys(FOOT, "张三"))
        for data in (form_xlsx.write(of), form_xlsx.write(of, back)):
            assert [(name, at) for name, at in smallest_letters(data) if at < 8] == []
    asked = issue_breakdown(book, HEALTH, b"k", "f")
    assert [pair for pair in smallest_letters(breakdown_xlsx.write(asked)) if pair[1] < 8] == []


def test_a_form_fits_the_screen() -> None:
    """1366 pixels less the edges of the window, 8 a digit in Excel with our font (R5.1)."""
    book = replace(town(7, 40), milestones={"三.1-1": {6: 0.3}})
    sheet = parts(form_xlsx.write(form(HEALTH, book)))["xl/worksheets/sheet2.xml"]
    columns = re.findall(r'<col min="(\d+)" max="(\d+)" width="([\d.]+)"([^>]*)>', sheet)
    shown = [
        (int(last) - int(first) + 1) * float(width) * 8
        for first, last, width, rest in columns
        if 'hidden="1"' not in rest
    ]
    assert sum(shown) < 1366 - 60


# where pages begin

STARTS: list[tuple[str, list[list[float]], PageRoom, Sequence[float], tuple[int, ...]]] = [
    ("all on one page", [[30, 30], [30]], PageRoom(200, 50, 20), (), (0,)),
    ("the foot goes with the last row", [[30], [30]], PageRoom(120, 50, 20, 20), (), (0, 1)),
    ("a page is full", [[30]] * 5, PageRoom(140, 50, 20), (), (0, 3)),
    ("later pages have a smaller head", [[30]] * 8, PageRoom(140, 50, 20), (), (0, 3, 7)),
    ("nearly full: the block moves", [[60, 60], [20, 20]], PageRoom(200, 50, 20), (), (0, 2)),
    ("half empty: the block is cut", [[60], [50, 50]], PageRoom(200, 50, 20), (), (0, 2)),
    ("larger than a page", [[60] * 5], PageRoom(200, 50, 20), (), (0, 2)),
    ("a name in the first row", [[30]] * 8, PageRoom(140, 50, 20), [10] * 8, (0, 3, 6)),
    ("a row higher than a page", [[300], [30]], PageRoom(200, 50, 20), (), (0, 1)),
]


@pytest.mark.parametrize(("case", "blocks", "page", "opening", "starts"), STARTS)
def test_where_a_page_begins(
    case: str,
    blocks: list[list[float]],
    page: PageRoom,
    opening: Sequence[float],
    starts: tuple[int, ...],
) -> None:
    """Between indicators where little paper is lost by it (R5.2)."""
    assert (case, page_starts(blocks, page, opening)) == (case, starts)


# what is said once


def test_a_matter_is_named_once_on_a_page(office: Office, tmp_path: Path) -> None:
    """As issued and as LibreOffice saved it; every cell keeps the name (R5.2, R5.3, R5.4)."""
    asked = tuple(indicator(f"三.{n}-1", matter="甲乙丙丁") for n in range(1, 10))
    path = tmp_path / "form.xlsx"
    path.write_bytes(form_xlsx.write(form(HEALTH, ledger(indicators=asked, targets={}))))
    again = office.convert(path, "xlsx", tmp_path / "again")
    for saved in (path, again):
        pages = text(office.convert(saved, "pdf", tmp_path / saved.parent.name)).split("\f")
        table = [page for page in pages if "状态预判" in page and "填报说明" not in page]
        assert len(table) > 1
        assert [page.count("甲乙丙丁") for page in table] == [1] * len(table)
    rows = workbook.read(again.read_bytes()).sheet(PROGRESS_SHEET).rows
    assert [row[4] for row in rows].count("甲乙丙丁") == 45
    assert not load_workbook(again)[PROGRESS_SHEET].merged_cells.ranges


def test_each_matter_is_named(office: Office, tmp_path: Path) -> None:
    """And in 情况说明 (R5.3)."""
    asked = tuple(indicator(f"三.{n}-1", matter=f"事{n // 3}项") for n in range(1, 6))
    path = tmp_path / "form.xlsx"
    path.write_bytes(form_xlsx.write(form(QIXIAN, ledger(indicators=asked, targets={}))))
    _, table, told, _ = text(office.convert(path, "pdf", tmp_path)).split("\f")
    assert [page.count(f"事{n}项") for page in (table, told) for n in (0, 1)] == [1] * 4


# what a unit does not need


def hidden(of: Form) -> set[str]:
    """Headings of 进度填报 that are hidden, without those that always are."""
    sheet = load_workbook(BytesIO(form_xlsx.write(of)))[PROGRESS_SHEET]
    names = [cell.value for cell in sheet[4]]
    assert names == [column.heading for column in PROGRESS]
    always = {column.heading for column in PROGRESS if column.hidden and column.key != "due"}
    return {name for name, column in zip(names, columns(sheet), strict=True) if column} - always


def columns(sheet: Worksheet) -> list[bool]:
    """Whether each column is hidden; openpyxl keeps runs of like columns as one."""
    flags = [False] * len(PROGRESS)
    for each in sheet.column_dimensions.values():
        flags[each.min - 1 : each.max] = [each.hidden] * (each.max - each.min + 1)
    return flags


PARTS = {"分子", "分母"}
SHOWN = [
    ("a department", form(), {"应达进度"}),
    ("a county with a rate", form(QIXIAN), {"县区", "应达进度"}),
    ("counts alone", form(QIXIAN, ledger(indicators=(COUNT,))),
     {"县区", "口径", "应达进度"} | PARTS),
    ("a note", form(QIXIAN, ledger(indicators=(replace(COUNT, note="以验收为准"),))),
     {"县区", "应达进度"} | PARTS),
    ("no note beside counties", form(HEALTH, ledger(indicators=(COUNT,))),
     {"口径", "应达进度"} | PARTS),
    ("not begun", form(QIXIAN, ledger(indicators=(replace(COUNT, start=7),))),
     {"县区", "应达进度"} | PARTS),
    ("milestones", form(QIXIAN, ledger(milestones={COUNT.code: {6: 0.3}})), {"县区"}),
    ("milestones that are the schedule",
     form(QIXIAN, ledger(milestones={COUNT.code: {6: 0.5}})), {"县区", "应达进度"}),
]  # fmt: skip


@pytest.mark.parametrize(("case", "of", "out_of_sight"), SHOWN)
def test_what_a_unit_does_not_need_is_hidden(case: str, of: Form, out_of_sight: set[str]) -> None:
    """Every heading is there, whatever is shown (R5.5, R5.6)."""
    assert (case, hidden(of)) == (case, out_of_sight)


def test_what_is_due_stands_beside_what_it_judges(office: Office, tmp_path: Path) -> None:
    """20% by the end of June, 16.7% in May: 10 of 60 are 正常, with 序时 at 41.7% (R5.6)."""
    path, out = tmp_path / "form.xlsx", tmp_path / "out.xlsx"
    book = ledger(indicators=(COUNT, LENGTH), milestones={COUNT.code: {6: 0.2}})
    path.write_bytes(form_xlsx.write(form(QIXIAN, book)))
    assert office.edit(path, out, [(PROGRESS_SHEET, "M5", 10)]) == [True]
    headings = [column.heading for column in PROGRESS]
    shown = [
        dict(zip(headings, row, strict=False)) for row in office.displayed(out)[PROGRESS_SHEET]
    ]
    assert [shown[4][name] for name in ("完成率", "序时进度", "状态预判", "应达进度")] == [
        *("16.7%", "41.7%*", "正常", "16.7%")
    ]
    assert (shown[5]["序时进度"], shown[5]["应达进度"]) == ("41.7%", "41.7%")
    assert "带*的，按最右边的应达进度评价" in str(shown[2])


# a long form


def test_a_long_form_has_a_filter_and_a_list(office: Office, tmp_path: Path) -> None:
    """40 rows: eight indicators to jump to, each with what is still to be filled in (R5.7)."""
    asked = tuple(indicator(f"三.{n}-1", name=f"第{n}项") for n in range(1, 9))
    path, out = tmp_path / "form.xlsx", tmp_path / "out.xlsx"
    path.write_bytes(form_xlsx.write(form(HEALTH, ledger(indicators=asked, targets={}))))
    assert office.edit(path, out, [(PROGRESS_SHEET, f"M{row}", 5) for row in (10, 11, 12)])
    sheet = load_workbook(out)[PROGRESS_SHEET]
    assert (sheet.auto_filter.ref, sheet.protection.autoFilter) == ("E4:V44", False)
    listed = [row[8:10] for row in office.displayed(out)[GUIDE_SHEET] if "第" in str(row[8:9])]
    assert [tuple(row) for row in listed] == [
        ("第1项", "还差3行"), ("第2项", "已填"),
        *((f"第{n}项", "还差3行") for n in range(3, 9)),
    ]  # fmt: skip
    link = load_workbook(path)[GUIDE_SHEET]["I9"].value
    assert link.startswith('=IFERROR(HYPERLINK("#\'进度填报\'!$F$"&MATCH("三.1-1",')


def test_a_short_form_has_neither() -> None:
    """Fifteen rows (R5.7)."""
    book = load_workbook(BytesIO(form_xlsx.write(form())))
    assert book[PROGRESS_SHEET].auto_filter.ref is None
    assert book[GUIDE_SHEET].max_column == 7


def test_a_filtered_form_is_read_whole(tmp_path: Path) -> None:
    """Unit and month on 填报说明 too, with the list beside them (R5.7)."""
    book = town(10, 4)
    path = tmp_path / "form.xlsx"
    path.write_bytes(form_xlsx.write(form(HEALTH, book)))
    filtered = load_workbook(path)
    for row in range(5, 40):
        filtered[PROGRESS_SHEET].row_dimensions[row].hidden = True
    filtered.save(path)
    rows = workbook.read(path.read_bytes()).sheet(PROGRESS_SHEET).rows
    assert len([row for row in rows if str(row[0]).startswith("三.")]) == len(
        tasks_of(book, HEALTH, 5)
    )
    guide = workbook.read(path.read_bytes()).sheet(GUIDE_SHEET).rows
    assert [[cell for cell in row if cell] for row in guide[1:3]] == [
        ["填报单位", HEALTH],
        ["报送截止", f"{date(2024, 5, 28):%Y年%-m月%d日}前（含当日）"],
    ]


# what must not be sent


def test_every_sheet_says_what_must_not_be_sent() -> None:
    """On all that a clerk sees of both forms (R5.8)."""
    monthly, breakdown = (
        form_xlsx.write(form()),
        issue_breakdown(ledger(targets={}), HEALTH, b"k", "f"),
    )
    for data in (monthly, breakdown_xlsx.write(breakdown)):
        sheets = [sheet for sheet in workbook.read(data).sheets if sheet.name != SHEET]
        assert len(sheets) > 1
        assert all(any(NOT_BY_MAIL in str(v) for v in flat(sheet.rows)) for sheet in sheets)


@pytest.mark.parametrize(
    ("body", "sent"),
    [
        ("请报送。\n", "请报送。\n\n涉密和敏感信息不得通过本表和互联网邮箱报送。\n"),
        ("涉密和敏感信息不得通过本表和互联网邮箱报送！\n再见\n", None),
        ("涉密和敏感信息不得通过\n本表和互联网邮箱报送。\n", None),
    ],
)
def test_every_mail_says_what_must_not_be_sent(body: str, sent: str | None) -> None:
    """Once, whatever a clerk has made of the template (R5.8)."""
    assert with_warning(body) == (sent or body)


# the foot

PLACED = ["填报人", "审核人", "单位负责人", "填报日期", "联系电话"]


def test_the_foot_is_one_row_with_room_for_the_seal(office: Office, tmp_path: Path) -> None:
    """The label is read without the word for the seal, which is only shown (R5.9)."""
    for unit_name, last in ((HEALTH, 19), (QIXIAN, 8), (LANKAO, 9)):
        path = tmp_path / f"{unit_name}.xlsx"
        path.write_bytes(form_xlsx.write(form(unit_name)))
        sheet = load_workbook(path)[PROGRESS_SHEET]
        assert [cell.value for cell in sheet[last + 2] if cell.value] == PLACED
        assert sheet.row_dimensions[last + 2].height >= 80
        assert "（盖章）" in text(office.convert(path, "pdf", tmp_path / unit_name))
        shown = columns(sheet)
        assert not any(shown[cell.column - 1] for cell in sheet[last + 2] if cell.value)


def test_a_returned_form_is_signed_again() -> None:
    """Whoever had signed it, in the first cell beside each label (R5.9)."""
    signed = dict(zip(FOOT, ("张三", "李四", "王五", "13800000000", "5月28日"), strict=True))
    back = Correction({}, {}, {}, (), signed)
    sheet = workbook.read(form_xlsx.write(form(QIXIAN), back)).sheet(PROGRESS_SHEET)
    assert [value for value in sheet.rows[9] if value != ""] == [
        word for label in PLACED for word in (label, signed[label])
    ]


def test_city_rows_need_no_note() -> None:
    """全市 adds up by itself: said in 备注, which is locked there (R5.5)."""
    sheet = workbook.read(form_xlsx.write(form(HEALTH, ledger(indicators=(RATE,))))).sheet(
        PROGRESS_SHEET
    )
    (total,) = [row for row in sheet.rows if row[7] == CITY]
    assert (total[19], total[20]) == ("", "自动合计，不用填")


def test_names_of_sheets_stay() -> None:
    """Nothing here is told apart by more than these names (R5.5)."""
    names = [sheet.name for sheet in workbook.read(form_xlsx.write(form())).sheets]
    assert names == [GUIDE_SHEET, PROGRESS_SHEET, NARRATIVE_SHEET, SHEET]
