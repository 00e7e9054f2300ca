"""A return as typed: rows found by headings and keys, whatever was moved, sorted or renamed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from kit.sample import COUNT, HEALTH, LANKAO, QIXIAN, RATE, form

from ducha.cells import Cells, Row, Sheet
from ducha.files.demo.answer import fill_form
from ducha.files.workbook import reading as workbook
from ducha.files.writing.form import book as form_xlsx
from ducha.form.monthly import FOOT, GUIDE_SHEET, NARRATIVE_SHEET, PROGRESS_SHEET
from ducha.ledger.model import CITY
from ducha.submission.arrival import FILE_TIME, Source
from ducha.submission.reading import NO_ROWS, Submission, looks_like_form, read_return

SOURCE = Source("inbox/x.xlsx", "0" * 64, datetime(2024, 5, 27, tzinfo=UTC), FILE_TIME)
ISSUED = form(HEALTH)
FIGURES = {
    (COUNT.code, QIXIAN, "done"): 20.0,
    (COUNT.code, LANKAO, "done"): "约30人",
    (RATE.code, QIXIAN, "numerator"): 60.0,
    (RATE.code, QIXIAN, "denominator"): 80.0,
    (COUNT.code, QIXIAN, "remark"): "已核",
}
TEXTS = {("三.2", "problem"): "缺讲师", ("三.2", "coordination"): "是"}
SIGNED = dict(zip(FOOT, ("张三", "李四", "王五", "13800000000", "2024-05-27"), strict=True))
FILLED = workbook.read(fill_form(form_xlsx.write(ISSUED), FIGURES, TEXTS, SIGNED))


def returned(cells: Cells) -> Submission:
    """Read the cells as a return of the department."""
    submission = read_return(cells, SOURCE, ISSUED.claim)
    assert submission is not None
    return submission


def figures(of: Submission) -> dict[tuple[str, str, str], object]:
    """What was typed, by code, place and column."""
    columns = of.progress.columns
    keys = zip(columns["code"], columns["county"], strict=True)
    return {
        (code, place, key): columns[key][index]
        for index, (code, place) in enumerate(keys)
        for key in ("done", "numerator", "denominator", "remark")
        if columns[key][index] != ""
    }


def with_sheet(name: str, change: Callable[[Sheet], Sheet], cells: Cells = FILLED) -> Cells:
    """The same workbook with one sheet changed."""
    return replace(cells, sheets=tuple(change(s) if s.name == name else s for s in cells.sheets))


def with_rows(change: Callable[[list[Row]], list[Row]]) -> Cells:
    """The same workbook with the rows of 进度填报 changed."""
    return with_sheet(PROGRESS_SHEET, lambda s: replace(s, rows=tuple(change(list(s.rows)))))


def blank(rows: list[Row]) -> Row:
    """An empty row as wide as the others."""
    return ("",) * len(rows[0])


def test_a_return_as_filled() -> None:
    """Figures, texts and the foot; the city's own line is ours."""
    of = returned(FILLED)
    assert figures(of) == {**FIGURES, (COUNT.code, "龙亭区", "remark"): "无任务，不用填"}
    assert of.foot == SIGNED
    assert CITY not in of.progress.columns["county"]
    texts = of.narrative.columns
    assert (texts["code"][0], texts["problem"][0], texts["coordination"][0]) == (
        "三.2",
        "缺讲师",
        "是",
    )


CHANGES = {
    "rows sorted": lambda rows: [*rows[:4], *sorted(rows[4:19], key=str), *rows[19:]],
    "rows inserted": lambda rows: [*rows[:6], blank(rows), blank(rows), *rows[6:]],
    "rows above inserted": lambda rows: [blank(rows), *rows],
    "title deleted": lambda rows: rows[3:],
    "a column inserted": lambda rows: [("", *row) for row in rows],
    "a note at the end": lambda rows: [*rows, ("以上数据已核对", *blank(rows)[1:])],
    "headings with line breaks": lambda rows: [
        *rows[:3],
        tuple(f" {str(name)[:2]}\n{str(name)[2:]} " if name else "" for name in rows[3]),
        *rows[4:],
    ],
}


@pytest.mark.parametrize("name", CHANGES)
def test_rows_are_found_wherever_they_stand(name: str) -> None:
    """The key of a row says what it is, never its address (R6.80)."""
    of = returned(with_rows(CHANGES[name]))
    assert figures(of) == figures(returned(FILLED))
    assert of.foot == SIGNED


def test_columns_in_the_opposite_order() -> None:
    """Found by their headings, all the same (R6.80)."""
    of = returned(with_rows(lambda rows: [row[::-1] for row in rows]))
    assert figures(of) == figures(returned(FILLED))


def test_addresses_are_those_of_the_file_itself() -> None:
    """Two rows inserted above: a finding names the cell where it now stands."""
    before = returned(FILLED).progress.at("done", 0)
    after = returned(with_rows(lambda rows: [blank(rows), blank(rows), *rows])).progress.at(
        "done", 0
    )
    assert (before, after) == ("M5", "M7")


def test_deleted_rows_are_not_missed() -> None:
    """The others are read; what is missing is a matter of counting, not of reading."""
    of = returned(with_rows(lambda rows: [*rows[:4], *rows[5:]]))
    assert (COUNT.code, QIXIAN, "done") not in figures(of)
    assert figures(of)[RATE.code, QIXIAN, "numerator"] == 60


def test_a_deleted_column_is_no_column() -> None:
    """Without 备注 the rest is read, and its address is unknown."""
    of = returned(with_rows(lambda rows: [[*row[:20], *row[21:]] for row in rows]))
    assert "remark" not in of.progress.columns
    assert of.progress.at("remark", 0) == "?5"


def test_sheets_may_be_renamed_and_moved() -> None:
    """A sheet is told by its headings when its name is gone."""
    renamed = tuple(
        replace(sheet, name=f"Sheet{n}") for n, sheet in enumerate(reversed(FILLED.sheets))
    )
    of = returned(Cells(renamed))
    assert figures(of) == figures(returned(FILLED))
    assert of.narrative.columns["problem"][0] == "缺讲师"
    assert of.foot == SIGNED


def test_a_sheet_of_our_name_comes_first() -> None:
    """A copy kept by the clerk under another name does not count, wherever it stands."""
    sheet = FILLED.sheet(PROGRESS_SHEET)
    draft = replace(
        sheet, name="草稿", rows=tuple((*row[:12], "999", *row[13:]) for row in sheet.rows)
    )
    draft = replace(draft, rows=(*draft.rows[:3], sheet.rows[3], *draft.rows[4:]))
    of = returned(Cells((draft, *FILLED.sheets)))
    assert figures(of) == figures(returned(FILLED))


def test_without_the_narrative_the_figures_are_read() -> None:
    """Texts are missing, nothing else."""
    of = returned(Cells(tuple(s for s in FILLED.sheets if s.name != NARRATIVE_SHEET)))
    assert of.narrative is NO_ROWS
    assert figures(of) == figures(returned(FILLED))


def test_without_progress_there_is_no_return() -> None:
    """And it does not look like a form of ours (R6.26)."""
    without = Cells(tuple(s for s in FILLED.sheets if s.name != PROGRESS_SHEET))
    assert read_return(without, SOURCE, ISSUED.claim) is None
    assert not looks_like_form(without)
    assert looks_like_form(FILLED)
    assert not looks_like_form(Cells((FILLED.sheet(GUIDE_SHEET),)))


def test_a_missing_heading_is_a_missing_sheet() -> None:
    """Without 县区 nobody can tell the rows apart (R6.34)."""

    def renamed(rows: list[Row]) -> list[Row]:
        return [*rows[:3], tuple("地区" if c == "县区" else c for c in rows[3]), *rows[4:]]

    assert read_return(with_rows(renamed), SOURCE, ISSUED.claim) is None


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (("填报人", "张三", "审核人", "李四"), {"填报人": "张三", "审核人": "李四"}),
        (("填报人：", "", "张三", "审 核 人:", "李四"), {"填报人": "张三", "审核人": "李四"}),
        (("填报人", "审核人", "李四"), {"填报人": "", "审核人": "李四"}),
        (("审核人", "", "", "填报人"), {"审核人": "", "填报人": ""}),
        (("联系电话", 13800000000.0), {"联系电话": "13800000000"}),
        (("填报人：张三", "", "审核人：李四"), {"填报人": "张三", "审核人": "李四"}),
        (("单位负责人（盖章）", "王五"), {"单位负责人": "王五"}),
    ],
)
def test_the_foot_is_read_beside_its_labels(row: Row, expected: dict[str, str]) -> None:
    """The next cell that says something and is no label."""

    def signed(rows: list[Row]) -> list[Row]:
        return [*rows[:-1], (*row, *blank(rows)[len(row) :])]

    assert returned(with_rows(signed)).foot == expected


def test_a_foot_far_below_the_table() -> None:
    """However many rows stand under it (R6.459)."""

    def noted(rows: list[Row]) -> list[Row]:
        return [*rows, *[blank(rows)] * 30]

    assert returned(with_rows(noted)).foot == SIGNED


def test_figures_below_the_table_are_told() -> None:
    """Wherever they stand there; words without a figure are nothing (R6.88, R6.459)."""

    def noted(words: str) -> Cells:
        def below(rows: list[Row]) -> list[Row]:
            return [*rows, ("", "", "", "", words, *blank(rows)[5:])]

        return with_rows(below)

    (stray,) = returned(noted("另：杞县已培训35人")).progress.strays
    assert stray.address.startswith("E")
    assert returned(noted("以上数据已核")).progress.strays == ()
