"""Any one cell of the hidden sheet changed, and swapped hidden sheets: never taken in silence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from itertools import permutations
from pathlib import Path

import pytest
from kit import returns, sample
from kit.office import Ending, Office
from kit.old_forms import old_form
from kit.posted import FOOT, filled, spoiled
from kit.returns import APRIL, MAY, merged
from kit.sample import HEALTH, LANKAO, QIXIAN, ROADS
from openpyxl import Workbook, load_workbook

from ducha.cells import Cells, Row, Sheet, Value
from ducha.files.demo.answer import fill_form
from ducha.files.workbook import reading as workbook
from ducha.files.writing.breakdown import book as breakdown_xlsx
from ducha.files.writing.form import book as form_xlsx
from ducha.findings import Rule, Severity
from ducha.form.breakdown import BREAKDOWN_SHEET, issue_breakdown
from ducha.form.claim import SHEET
from ducha.form.monthly import (
    GUIDE_SHEET,
    NARRATIVE_SHEET,
    PROGRESS_SHEET,
    Correction,
    Form,
    fingerprint,
)
from ducha.ledger.model import Ledger
from ducha.ledger.year.decisions import Override
from ducha.merge.year import MergedInbox
from ducha.period import Period
from ducha.submission.arrival import Arrival
from ducha.submission.hidden import claim_of

BOOK = sample.ledger()
COUNT, LENGTH = sample.COUNT.code, sample.LENGTH.code
ROWS = {
    QIXIAN: (COUNT, QIXIAN),
    LANKAO: (COUNT, LANKAO),
    HEALTH: (COUNT, QIXIAN),
    ROADS: (LENGTH, QIXIAN),
}


def monthly(unit: str = QIXIAN, period: Period = MAY, book: Ledger = BOOK) -> Cells:
    """A unit's form, filled in."""
    return workbook.read(filled({(*ROWS[unit], "done"): 30.0}, unit, book, period))


def breakdown(unit: str = HEALTH) -> Cells:
    """A department's breakdown form, with one target."""
    form = issue_breakdown(BOOK, unit, sample.KEY, fingerprint(BOOK))
    book = load_workbook(BytesIO(breakdown_xlsx.write(form)))
    grid = book[BREAKDOWN_SHEET]
    top = next(row for row in grid.iter_rows() if "编码" in [cell.value for cell in row])
    column = next(cell.column for cell in top if cell.value == QIXIAN)
    grid.cell(top[0].row + 1, column).value = 60
    written = BytesIO()
    book.save(written)
    return workbook.read(written.getvalue())


def as_it_is(form: Form) -> Form:
    """Nothing done to it."""
    return form


def returned() -> Cells:
    """A 退回件 in which the unit has corrected its figure."""
    fault = Rule("负数", Severity.RETURN, "不能是负数", "请改正", source="").finding()
    key = (COUNT, QIXIAN, "done")
    back = Correction({key: 30.0}, {}, {key: fault}, (), FOOT)
    return workbook.read(form_xlsx.write(sample.form(QIXIAN), back))


FORMS = {"月报表": monthly(), "任务分解表": breakdown(), "退回件": returned()}


def sent(cells: Cells, file: str = "a.xlsx", at: str = "05-20") -> Arrival:
    """One workbook in the inbox."""
    return Arrival(returns.source(file, at), cells)


def noticed(merge: MergedInbox, file: str = "a.xlsx") -> bool:
    """Whether a file was sent back, or an officer is asked to look at it."""
    sent_back = returns.verdicts(merge)[file] == "退回"
    questioned = any(
        finding.file == file and finding.severity != Severity.NOTE for finding in merge.findings
    )
    return sent_back or questioned


def silent(changed: Iterable[Cells]) -> list[int]:
    """Which of these workbooks, all in one inbox, nobody would be told about."""
    inbox = [sent(cells, f"{n}.xlsx") for n, cells in enumerate(changed)]
    assert inbox
    merge = merged(BOOK, *inbox)
    return [n for n in range(len(inbox)) if not noticed(merge, f"{n}.xlsx")]


def with_sheet(cells: Cells, name: str, change: Callable[[Sheet], Sheet]) -> Cells:
    """The same workbook with one sheet changed."""
    return replace(cells, sheets=tuple(change(s) if s.name == name else s for s in cells.sheets))


def rewritten(cells: Cells, rows: list[Row]) -> Cells:
    """The same workbook with these rows on its hidden sheet."""
    width = max(map(len, rows), default=0)
    even = tuple((*row, *[""] * (width - len(row))) for row in rows)
    return with_sheet(cells, SHEET, lambda sheet: replace(sheet, rows=even))


def hidden_rows(cells: Cells) -> list[Row]:
    """The rows of the hidden sheet."""
    sheet = cells.sheet(SHEET)
    assert sheet is not None
    return list(sheet.rows)


@pytest.mark.parametrize("kind", FORMS)
def test_an_untouched_form_is_taken_without_a_word(kind: str) -> None:
    """The yardstick of everything below."""
    merge = merged(BOOK, sent(FORMS[kind]))
    assert returns.verdicts(merge) == {"a.xlsx": "采用"}
    assert not noticed(merge)


def wide(text: str) -> str:
    """The first letter or digit in its full-width form, or a full-width space before all."""
    at = next((n for n, char in enumerate(text) if "0" <= char <= "z"), None)
    return (
        "\u3000" + text if at is None else text[:at] + chr(ord(text[at]) + 0xFEE0) + text[at + 1 :]
    )


# what may become of one cell: every one of these is tried on each cell of the sheet
CHANGES: dict[str, Callable[[str], Value]] = {
    "blanked": lambda _: "",
    "a blank for nothing": lambda _: " ",
    "space behind": lambda old: old + " ",
    "space before": lambda old: " " + old,
    "space within": lambda old: old[:1] + " " + old[1:],
    "line break behind": lambda old: old + "\n",
    "full-width": wide,
    "zero-width space": lambda old: old + "\u200b",
    "byte order mark": lambda old: "\ufeff" + old,
    "soft hyphen": lambda old: old[:1] + "\u00ad" + old[1:],
    "shortened": lambda old: old[:-1],
    "lengthened": lambda old: old + "0",
    "first for last": lambda old: old[-1] + old[1:-1] + old[0] if len(old) > 1 else old * 2,
    "another": lambda _: "兰考县",
    "a number": lambda _: 1.0,
    "nought": lambda _: 0.0,
    "yes": lambda _: True,
    "a date": lambda _: datetime(2024, 5, 1),  # noqa: DTZ001 - as a cell holds it
    "a colon": lambda old: old + "：",
}


def written_cells(rows: list[Row]) -> list[tuple[int, int]]:
    """Every cell of the hidden sheet that something stands in, or that may be blank in its rows."""
    labels = [(n, c) for n in range(9) for c in (0, 1)]
    return labels + [(n, c) for n in range(9, len(rows)) for c in range(5)]


@pytest.mark.parametrize("kind", FORMS)
@pytest.mark.parametrize("how", CHANGES)
def test_every_cell_of_the_hidden_sheet(kind: str, how: str) -> None:
    """Labels, values and issued rows, each changed in each way through the whole intake.

    (R6.20, R6.320)
    """
    rows = hidden_rows(FORMS[kind])
    changed = []
    for index, column in written_cells(rows):
        row = list(rows[index])
        row[column] = CHANGES[how](str(row[column]))
        if row[column] != rows[index][column]:
            changed.append(rewritten(FORMS[kind], [*rows[:index], tuple(row), *rows[index + 1 :]]))
    assert len(changed) >= 18
    assert silent(changed) == []


@pytest.mark.parametrize("kind", FORMS)
def test_the_case_of_every_hex_digit(kind: str) -> None:
    """Capitals in a digest or in the signature are no longer what was written."""
    rows = hidden_rows(FORMS[kind])
    changed = []
    for index in (4, 5, 6, 7, 8):
        text = str(rows[index][1])
        for n in (n for n, char in enumerate(text) if char.isalpha()):
            row = (rows[index][0], text[:n] + text[n].upper() + text[n + 1 :])
            changed.append(rewritten(FORMS[kind], [*rows[:index], row, *rows[index + 1 :]]))
    assert silent(changed) == []


def reshaped(rows: list[Row]) -> Iterator[list[Row]]:
    """Rows taken out, put in, exchanged, and cells beside and below."""
    for n in range(9):
        yield [*rows[:n], *rows[n + 1 :]]
        yield [*rows[:n], ("", ""), *rows[n:]]
        yield [*rows[:n], rows[n], *rows[n:]]
        yield [*rows[:n], (*rows[n], "x"), *rows[n + 1 :]]
        yield [*rows[:n], (*rows[n], " "), *rows[n + 1 :]]
        yield [*rows[:n], (*rows[n], "", 0.0), *rows[n + 1 :]]
        yield [*rows[:n], rows[n][::-1], *rows[n + 1 :]]
        yield [*rows, ("", rows[n][1])]
    for one, other in permutations(range(9), 2):
        turned = list(rows)
        turned[one], turned[other] = rows[other], rows[one]
        yield turned
        turned = list(rows)
        turned[one], turned[other] = (rows[one][0], rows[other][1]), (rows[other][0], rows[one][1])
        yield turned
    yield [*rows, ("单位", "兰考县")]
    yield [("单位", "兰考县"), *rows]
    yield [*rows, ("备注", "")]
    yield [("", *row) for row in rows]
    yield []


@pytest.mark.parametrize("kind", FORMS)
def test_rows_and_cells_moved_added_and_taken_out(kind: str) -> None:
    """Whatever the sheet then looks like, it is not as it was written (R6.20)."""
    rows = hidden_rows(FORMS[kind])
    shapes = [shape for shape in reshaped(rows) if shape != rows]
    assert silent(rewritten(FORMS[kind], shape) for shape in shapes) == []


# which cell of the sheet is what; the reason on the returned file
SAID: tuple[tuple[int, Row, str], ...] = (
    (0, ("单位 ", QIXIAN), "A1应是“单位”，却是“单位 ”"),
    (0, ("", QIXIAN), "A1应是“单位”，却是空的"),
    (0, ("单位", ""), "B1（单位）是空的"),
    (2, ("表类\u200b", "月报表"), "A3应是“表类”，却是“表类[U+200B]”"),
    (3, ("表版本", 1.0), "B4（表版本）改成了数字或日期“1”"),
    (1, ("期次", "2024-05", "改"), "C2多出了“改”"),
    (9, ("编码", "县区", "类型", "单位", "年度目标"), "D10应是“计量单位”，却是“单位”"),
    (9, ("编码", "县区", "类型", "计量单位", "年度目标", "x"), "F10多出了“x”"),
    (10, ("三.2-1", QIXIAN, "累计", "人", 60.0), "E11（年度目标）改成了数字或日期“60”"),
    (10, ("三.2-1", "", "累计", "人", "60"), "B11（县区）是空的"),
    (10, ("", QIXIAN, "累计", "人", "60"), "A11（编码）是空的"),
    (10, ("三.2-1", QIXIAN, "", "人", "60"), "C11（类型）是空的"),
    (10, ("", "", "", "", ""), "A11（编码）是空的"),
    (10, ("三.2-1", QIXIAN, "累计", "人", "60", 1.0), "F11多出了“1”"),
)


@pytest.mark.parametrize(("index", "row", "words"), SAID)
def test_the_cell_that_was_changed_is_named(index: int, row: Row, words: str) -> None:
    """So that whoever opens the file need not compare line by line (R6.20, R6.320)."""
    rows = hidden_rows(FORMS["月报表"])
    changed = rewritten(FORMS["月报表"], [*rows[:index], row, *rows[index + 1 :]])
    merge = merged(BOOK, sent(changed))
    assert returns.reason(merge, "a.xlsx") == f"隐藏的〔表单标识〕被改动过：{words}"
    (judgement,) = merge.judgements
    assert (judgement.unit, judgement.period) == (QIXIAN, "2024-05")  # as the page says


# what becomes of the issued rows: each still looks as if we had written it
ROWS_TURNED: dict[str, Callable[[list[Row]], list[Row]]] = {
    "a target changed": lambda rows: [(*rows[0][:4], "70"), *rows[1:]],
    "a target taken away": lambda rows: [(*rows[0][:4], ""), *rows[1:]],
    "a row added": lambda rows: [*rows, ("三.2-9", QIXIAN, "累计", "人", "")],
    "a row added on top": lambda rows: [("三.2-9", QIXIAN, "累计", "人", ""), *rows],
    "a row taken out": lambda rows: rows[1:],
    "the last row taken out": lambda rows: rows[:-1],
    "two rows swapped": lambda rows: [rows[1], rows[0], *rows[2:]],
    "a row twice": lambda rows: [rows[0], *rows],
    "another measure": lambda rows: [(*rows[0][:3], "万人", rows[0][4]), *rows[1:]],
    "a measure taken away": lambda rows: [(*rows[0][:3], "", rows[0][4]), *rows[1:]],
    "all taken out": lambda _: [],
}


@pytest.mark.parametrize("how", ROWS_TURNED)
def test_issued_rows_that_are_others_now(how: str) -> None:
    """Every cell looks right: the signature tells (R6.20, R6.320)."""
    rows = hidden_rows(FORMS["月报表"])
    turned = [*rows[:10], *ROWS_TURNED[how](rows[10:])]
    merge = merged(BOOK, sent(rewritten(FORMS["月报表"], turned)))
    assert returns.reason(merge, "a.xlsx") == FORGED
    assert returns.line(merge, QIXIAN).figure.done is None


def test_the_headings_of_the_rows_taken_out_with_them() -> None:
    """It then ends like a form of version 1, and does not say that it is one (R6.321)."""
    rows = hidden_rows(FORMS["月报表"])
    merge = merged(BOOK, sent(rewritten(FORMS["月报表"], rows[:9])))
    assert returns.reason(merge, "a.xlsx") == (
        "隐藏的〔表单标识〕被改动过：A10应是“编码”，却是空的"
    )


def test_blank_rows_below_are_no_change() -> None:
    """Programs count empty rows as they like (R6.20)."""
    rows = [*hidden_rows(FORMS["月报表"]), ("",) * 5, ("",) * 5]
    assert not noticed(merged(BOOK, sent(rewritten(FORMS["月报表"], rows))))


FORGED = "表单标识的内容与签名不符，单位、期次等可能被改动"


def test_nobody_is_blamed_for_a_changed_unit() -> None:
    """兰考县 typed into 杞县's hidden sheet: the file is 杞县's, and so is the return (R6.27)."""
    rows = hidden_rows(FORMS["月报表"])
    merge = merged(BOOK, sent(rewritten(FORMS["月报表"], [("单位", LANKAO), *rows[1:]])))
    (judgement,) = merge.judgements
    assert (str(judgement.verdict), judgement.reason, judgement.unit) == ("退回", FORGED, QIXIAN)


def test_a_formula_on_the_hidden_sheet() -> None:
    """It gives the very same text, today (R6.20)."""
    for at in ("formulas", "errors"):
        changed = with_sheet(
            FORMS["月报表"], SHEET, lambda s, at=at: replace(s, **{at: frozenset({"B1"})})
        )
        assert returns.reason(merged(BOOK, sent(changed)), "a.xlsx") == (
            "隐藏的〔表单标识〕被改动过：B1是公式或错误值"
        )


def test_an_unknown_key_is_for_the_officer() -> None:
    """A well-made hidden sheet under another bureau's key: 需核实, not 退回 (R6.24)."""
    rows = hidden_rows(FORMS["月报表"])
    merge = merged(
        BOOK,
        sent(rewritten(FORMS["月报表"], [*rows[:6], ("密钥编号", "0123456789ab"), *rows[7:]])),
    )
    assert [(finding.code, str(finding.severity)) for finding in merge.findings] == [
        ("密钥", "需核实")
    ]


@pytest.mark.parametrize("kind", FORMS)
@pytest.mark.parametrize("name", ["Sheet4", f"{SHEET}1", f" {SHEET}", "表单标认"])
def test_the_sheet_renamed_is_told(kind: str, name: str) -> None:
    """Not a cell of it was touched, so the form is taken (R6.21, R6.383)."""
    renamed = with_sheet(FORMS[kind], SHEET, lambda sheet: replace(sheet, name=name))
    merge = merged(BOOK, sent(renamed))
    assert noticed(merge) == noticed(merged(BOOK, sent(FORMS[kind])))
    (finding,) = [finding for finding in merge.findings if finding.code == "标识改名"]
    assert (finding.severity, finding.place.sheet, finding.found) == (Severity.NOTE, name, name)


def test_the_sheet_elsewhere_is_no_change() -> None:
    """Nobody counts sheets (R6.21)."""
    moved = Cells(FORMS["月报表"].sheets[::-1])
    assert not noticed(merged(BOOK, sent(moved)))


def shown(book: Workbook) -> None:
    """Make the hidden sheet visible."""
    book[SHEET].sheet_state = "visible"


def copied_twice(book: Workbook) -> None:
    """Copy it twice, as Excel does."""
    for number in (2, 3):
        book.copy_worksheet(book[SHEET]).title = f"{SHEET} ({number})"


def renamed_and_shown(book: Workbook) -> None:
    """Make it visible under another name."""
    shown(book)
    book[SHEET].title = "Sheet1"


def renamed_and_copied(book: Workbook) -> None:
    """Two of it, and neither by its name."""
    copied_twice(book)
    book[SHEET].title = "标识"


@pytest.mark.parametrize(
    ("change", "names"),
    [
        (shown, []),
        (copied_twice, []),
        (renamed_and_shown, ["Sheet1"]),
        (renamed_and_copied, ["标识"]),
    ],
)
def test_what_a_person_does_to_the_hidden_sheet(
    change: Callable[[Workbook], None], names: list[str]
) -> None:
    """In the file itself: it counts as it was written, and a name that is gone is told (R6.383)."""
    form = filled({(COUNT, QIXIAN, "done"): 30.0}, QIXIAN, BOOK, MAY)
    changed = merged(BOOK, sent(workbook.read(spoiled(form, change))))
    assert returns.verdicts(changed) == returns.verdicts(merged(BOOK, sent(workbook.read(form))))
    told = [finding.found for finding in changed.findings if finding.code == "标识改名"]
    assert told == names
    assert not noticed(changed)


def test_a_copy_of_the_hidden_sheet() -> None:
    """The same once more says nothing new; another one makes the file nobody's (R6.22)."""
    whole = FORMS["月报表"]
    again = replace(hidden(whole), name=f"{SHEET} (2)")
    assert not noticed(merged(BOOK, sent(Cells((*whole.sheets, again)))))
    for name in (f"{SHEET} (2)", f"{SHEET}_2", "Sheet9"):
        other = replace(hidden(monthly(LANKAO)), name=name)
        for sheets in ((*whole.sheets, other), (other, *whole.sheets)):
            assert returns.reason(merged(BOOK, sent(Cells(sheets))), "a.xlsx") == (
                "文件里有2张〔表单标识〕，内容不同，不知是哪一张填报表的"
            )


def hidden(cells: Cells) -> Sheet:
    """The hidden sheet."""
    sheet = cells.sheet(SHEET)
    assert sheet is not None
    return sheet


def test_what_is_left_of_a_second_hidden_sheet() -> None:
    """A copy that somebody has all but emptied is still told by its name."""
    whole = FORMS["月报表"]
    rest = returns.sheet(f"{SHEET} (2)", [["单位", LANKAO]])
    assert returns.reason(merged(BOOK, sent(Cells((*whole.sheets, rest)))), "a.xlsx") == (
        "隐藏的〔表单标识〕被改动过：A2应是“期次”，却是空的"
    )


def test_a_clerk_may_vouch_for_a_changed_sheet() -> None:
    """采用: unit and month are the page's, and nobody is told that the sheet is lost (R6.242)."""
    empty = dict.fromkeys(("file", "unit", "period", "code", "county", "field", "value"), "")
    said = Override(
        **(empty | {"file": "a.xlsx"}), action="采用", reason="核实", officer="王五", day=""
    )
    rows = hidden_rows(FORMS["月报表"])
    for first in (("单位", LANKAO), ("单位 ", QIXIAN)):
        book = replace(BOOK, overrides=(said,))
        merge = merged(book, sent(rewritten(FORMS["月报表"], [first, *rows[1:]])))
        assert returns.verdicts(merge) == {"a.xlsx": "采用"}
        assert returns.line(merge, QIXIAN).figure.done == 30
        assert {finding.code for finding in merge.findings} <= {"人工处置", "未说明问题"}


def test_a_renamed_sheet_with_a_changed_label_is_still_a_hidden_sheet() -> None:
    """Two changes at once do not make it a workbook without one (R6.21)."""
    rows = hidden_rows(FORMS["月报表"])
    changed = rewritten(FORMS["月报表"], [("责任单位", QIXIAN), *rows[1:]])
    renamed = with_sheet(changed, SHEET, lambda sheet: replace(sheet, name="Sheet4"))
    assert returns.reason(merged(BOOK, sent(renamed)), "a.xlsx") == (
        "隐藏的〔表单标识〕被改动过：A1应是“单位”，却是“责任单位”"
    )


@pytest.mark.parametrize("ending", ["xlsx", "xls", "ods"])
def test_another_program_changes_no_cell(office: Office, tmp_path: Path, ending: Ending) -> None:
    """Saved by LibreOffice, the form is as genuine as it was issued (R6.320)."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(filled({(COUNT, QIXIAN, "done"): 30.0}))
    (tmp_path / "out").mkdir()
    saved = workbook.read(office.convert(path, ending, tmp_path / "out").read_bytes())
    assert claim_of(saved) == sample.form(QIXIAN).claim
    merge = merged(BOOK, sent(saved))
    told = {(finding.code, str(finding.severity)) for finding in merge.findings} - {
        ("未说明问题", "提示")
    }
    assert told == (set() if ending == "xlsx" else {("看不到公式", "提示")})


@pytest.mark.parametrize("ending", ["xlsx", "xls", "ods"])
def test_a_breakdown_form_saved_by_another_program(
    office: Office, tmp_path: Path, ending: Ending
) -> None:
    """Its hidden sheet too (R6.320)."""
    form = issue_breakdown(BOOK, HEALTH, sample.KEY, fingerprint(BOOK))
    path = tmp_path / "a.xlsx"
    path.write_bytes(breakdown_xlsx.write(form))
    (tmp_path / "out").mkdir()
    saved = office.convert(path, ending, tmp_path / "out").read_bytes()
    assert claim_of(workbook.read(saved)) == form.claim


# ---- swapped hidden sheets ----


def swapped(onto: Cells, source: Cells) -> Cells:
    """The hidden sheet of one form in another."""
    return with_sheet(onto, SHEET, lambda _: hidden(source))


def headless(cells: Cells) -> Cells:
    """Every line above the headings is gone, and so is 填报说明."""
    changed = replace(cells, sheets=tuple(s for s in cells.sheets if s.name != GUIDE_SHEET))
    for name in (PROGRESS_SHEET, NARRATIVE_SHEET, BREAKDOWN_SHEET):
        changed = with_sheet(changed, name, lambda sheet: replace(sheet, rows=sheet.rows[3:]))
    return changed


def retold(cells: Cells, was: str, now: str) -> Cells:
    """The lines above the headings, and 填报说明, say something else."""

    def reworded(sheet: Sheet) -> Sheet:
        lines = len(sheet.rows) if sheet.name == GUIDE_SHEET else 3
        rows = (
            tuple(v.replace(was, now) if isinstance(v, str) else v for v in row)
            for row in sheet.rows[:lines]
        )
        return replace(sheet, rows=(*rows, *sheet.rows[lines:]))

    return replace(
        cells,
        sheets=tuple(sheet if sheet.name == SHEET else reworded(sheet) for sheet in cells.sheets),
    )


# whose sheets, whose hidden sheet
PAIRS = tuple(permutations((QIXIAN, LANKAO, HEALTH, ROADS), 2))


@pytest.mark.parametrize(("rows", "claimed"), PAIRS)
def test_another_unit_s_hidden_sheet_is_sent_back(rows: str, claimed: str) -> None:
    """Both signatures are valid: the page speaks, and where it does not, the rows do.

    (R6.28, R6.29)
    """
    sheets = swapped(monthly(rows), monthly(claimed))
    merge = merged(BOOK, sent(sheets))
    assert returns.verdicts(merge) == {"a.xlsx": "退回"}
    assert returns.reason(merge, "a.xlsx") == (
        f"表上写的填报单位是“{rows}”，表单标识却是“{claimed}”的"
    )
    for forged in (headless(sheets), retold(sheets, rows, claimed)):
        without = merged(BOOK, sent(forged))
        assert returns.verdicts(without) == {"a.xlsx": "退回"}
        assert f"像是“{rows}”的表" in returns.reason(without, "a.xlsx")
        assert returns.line(without, QIXIAN).figure.done is None


def test_whose_rows_they_are_is_said() -> None:
    """How many rows are whose (R6.29)."""
    merge = merged(BOOK, sent(headless(swapped(monthly(LANKAO), monthly(QIXIAN)))))
    assert returns.reason(merge, "a.xlsx") == (
        "表上的5行，有0行是“杞县”填报表的，有5行是“兰考县”填报表的，像是“兰考县”的表"
    )
    lead = merged(BOOK, sent(headless(swapped(monthly(QIXIAN), monthly(HEALTH)))))
    assert returns.reason(lead, "a.xlsx") == (
        "表上的4行，有3行是“市卫生健康委”填报表的，有4行是“杞县”填报表的，像是“杞县”的表"
    )


@pytest.mark.parametrize(("rows", "claimed"), [(HEALTH, ROADS), (ROADS, HEALTH)])
def test_another_department_s_breakdown(rows: str, claimed: str) -> None:
    """The same for 任务分解表."""
    sheets = swapped(breakdown(rows), breakdown(claimed))
    assert returns.reason(merged(BOOK, sent(sheets)), "a.xlsx") == (
        f"表上写的填报单位是“{rows}”，表单标识却是“{claimed}”的"
    )
    for forged in (headless(sheets), retold(sheets, rows, claimed)):
        merge = merged(BOOK, sent(forged))
        assert returns.verdicts(merge) == {"a.xlsx": "退回"}
        assert f"像是“{rows}”的表" in returns.reason(merge, "a.xlsx")


def test_a_form_of_the_other_kind() -> None:
    """A monthly form with the hidden sheet of a breakdown form, and the other way round."""
    monthly_merge = merged(BOOK, sent(swapped(monthly(HEALTH), breakdown())))
    assert (
        returns.reason(monthly_merge, "a.xlsx") == "找不到〔任务分解〕表：表头须有 全市目标、合计"
    )
    breakdown_merge = merged(BOOK, sent(swapped(breakdown(), monthly(HEALTH))))
    assert (
        returns.reason(breakdown_merge, "a.xlsx")
        == "找不到〔进度填报〕表：表头须有 编码、县区、本月累计"
        "（编码、县区没有了的，须有 事项、指标、计量单位）"
    )


def questions(merge: MergedInbox) -> list[tuple[str, str, str]]:
    """What an officer is asked, in words."""
    return [
        (finding.code, str(finding.severity), finding.sentence)
        for finding in merge.findings
        if finding.severity != Severity.NOTE
    ]


def test_another_month_s_hidden_sheet_is_for_the_officer() -> None:
    """One unit, two months: taken as the hidden sheet says, and told (R6.31)."""
    sheets = swapped(monthly(), monthly(period=APRIL))
    merge = merged(BOOK, sent(sheets), period=APRIL)
    assert questions(merge) == [
        ("月份不符", "需核实", "表上写的是2024年5月，按2024-04的报送件处理")
    ]
    assert questions(merged(BOOK, sent(headless(sheets)), period=APRIL)) == [
        (
            "表头缺失",
            "需核实",
            "表上看不到填报单位和期次，按隐藏的〔表单标识〕认定是“杞县”2024-04的表",
        )
    ]


def test_another_year_on_a_breakdown_form() -> None:
    """Last year's sheets beside this year's hidden sheet (R6.31)."""
    merge = merged(BOOK, sent(retold(breakdown(), "2024", "2023")))
    assert ("月份不符", "需核实", "表上写的是2023年度，按2024的报送件处理") in questions(merge)


HEADS = (
    ("填报单位：杞县", "", "表上看不到填报单位，按隐藏的〔表单标识〕认定是“杞县”2024-05的表"),
    ("2024年5月", "", "表上看不到期次，按隐藏的〔表单标识〕认定是“杞县”2024-05的表"),
    (
        "填报单位：杞县",
        "填报单位：",
        "表上看不到填报单位，按隐藏的〔表单标识〕认定是“杞县”2024-05的表",
    ),
)


@pytest.mark.parametrize(("was", "now", "words"), HEADS)
def test_a_form_that_does_not_say_whose_it_is(was: str, now: str, words: str) -> None:
    """Genuine, its own rows, but nobody can read unit or month on it (R6.32)."""
    form = replace(monthly(), sheets=tuple(s for s in monthly().sheets if s.name != GUIDE_SHEET))
    merge = merged(BOOK, sent(retold(form, was, now)))
    assert questions(merge) == [("表头缺失", "需核实", words)]
    assert returns.line(merge, QIXIAN).figure.done == 30


def test_two_units_on_one_form() -> None:
    """进度填报 says 杞县, 情况说明 says 兰考县: some sheet comes from elsewhere (R6.28)."""
    other = monthly(LANKAO).sheet(NARRATIVE_SHEET)
    assert other is not None
    form = with_sheet(monthly(), NARRATIVE_SHEET, lambda _: other)
    assert returns.reason(merged(BOOK, sent(form)), "a.xlsx") == (
        "表上写的填报单位是“兰考县”，表单标识却是“杞县”的"
    )
    unsigned = replace(form, sheets=tuple(s for s in form.sheets if s.name != SHEET))
    assert returns.reason(merged(BOOK, sent(unsigned)), "a.xlsx") == (
        "表上写的填报单位不一致：有的是“杞县”，有的是“兰考县”"
    )


SECOND = (
    *sample.INDICATORS,
    sample.indicator("六.1-1", name="甲", leads=(HEALTH, sample.SCHOOLS)),
    sample.indicator("六.2-1", name="乙", leads=(HEALTH, ROADS)),
)


def test_units_that_are_asked_for_no_figures() -> None:
    """Second leads only write about their items: those tell whose form it is."""
    book = sample.ledger(indicators=SECOND[-2:])

    def form(unit: str) -> Cells:
        words = {("六.1" if unit == sample.SCHOOLS else "六.2", "progress"): "已开工"}
        return workbook.read(filled({}, unit, book, words=words))

    assert not noticed(merged(book, sent(form(ROADS))))
    sheets = swapped(form(sample.SCHOOLS), form(ROADS))
    merge = merged(book, sent(retold(sheets, sample.SCHOOLS, ROADS)))
    assert returns.reason(merge, "a.xlsx") == (
        "表上的1行，有0行是“市交通运输局”填报表的，有1行是“市教体局”填报表的，像是“市教体局”的表"
    )


def test_co_leads_have_the_same_rows() -> None:
    """Nothing on the sheet tells them apart but the names: those are compared."""
    book = sample.ledger(indicators=(sample.indicator(leads=(HEALTH, ROADS, sample.SCHOOLS)),))
    words = {("三.2", "progress"): "已开工"}
    one, other = (
        workbook.read(filled({}, unit, book, words=words)) for unit in (ROADS, sample.SCHOOLS)
    )
    assert not noticed(merged(book, sent(one)))
    assert returns.verdicts(merged(book, sent(swapped(one, other)))) == {"a.xlsx": "退回"}
    assert [
        code for code, _, _ in questions(merged(book, sent(headless(swapped(one, other)))))
    ] == ["表头缺失"]


# ---- a unit's own rows, whatever has become of them ----


def rows_of(cells: Cells, change: Callable[[list[Row]], list[Row]]) -> Cells:
    """The same workbook with the rows below the headings of 进度填报 changed."""

    def changed(sheet: Sheet) -> Sheet:
        top, table = list(sheet.rows[:4]), list(sheet.rows[4:])
        return replace(sheet, rows=(*top, *change(table)), formulas=frozenset())

    return with_sheet(cells, PROGRESS_SHEET, changed)


# a department keeps one row of its fifteen, the county's own; all but the first; sorted
OWN_ROWS: tuple[Callable[[list[Row]], list[Row]], ...] = (
    lambda rows: rows[:1],
    lambda rows: rows[1:],
    lambda rows: rows[::-1],
    lambda rows: [rows[0], ("",) * len(rows[0]), *rows[1:]],
)


@pytest.mark.parametrize("change", OWN_ROWS)
@pytest.mark.parametrize("unit", [HEALTH, QIXIAN])
def test_rows_may_be_deleted_sorted_and_inserted(
    unit: str, change: Callable[[list[Row]], list[Row]]
) -> None:
    """However few are left, they are the unit's: nobody says they look like another's."""
    merge = merged(BOOK, sent(rows_of(monthly(unit), change)))
    assert "像是" not in returns.reason(merge, "a.xlsx")
    assert "像他单位" not in {finding.code for finding in merge.findings}


def of_older_ledger(issue: Callable[[Form], Form]) -> Cells:
    """A department's filled form from before its indicator went elsewhere."""
    form = issue(sample.form(HEALTH, sample.ledger(indicators=(sample.COUNT, sample.LEVEL))))
    answers = {(*ROWS[HEALTH], "done"): 30.0}
    return workbook.read(fill_form(form_xlsx.write(form), answers, {}, FOOT))


@pytest.mark.parametrize("issue", [old_form, as_it_is])
def test_a_form_of_an_older_ledger_is_not_blamed(issue: Callable[[Form], Form]) -> None:
    """Its only indicator has gone since: its rows bear out the digest, or stand on it.

    (R6.30, R6.307, R6.327)
    """
    merge = merged(sample.ledger(indicators=sample.INDICATORS[1:]), sent(of_older_ledger(issue)))
    assert "像是" not in returns.reason(merge, "a.xlsx")
    codes = {finding.code for finding in merge.findings}
    assert "已撤下" in codes
    assert "未知行" not in codes


@pytest.mark.parametrize("issue", [old_form, as_it_is])
def test_another_lead_takes_back_nothing(issue: Callable[[Form], Form]) -> None:
    """The month in which the rows were issued to it stays its own (R6.303)."""
    now = sample.ledger(indicators=(replace(sample.COUNT, leads=(ROADS,)), *sample.INDICATORS[1:]))
    merge = merged(now, sent(of_older_ledger(issue)))
    assert returns.verdicts(merge) == {"a.xlsx": "采用"}
    assert {finding.code for finding in merge.findings} == set()
    assert returns.line(merge, QIXIAN, sample.COUNT.code).source.row.unit == HEALTH


def test_an_indicator_that_was_taken_out_is_nobody_s() -> None:
    """A row deleted on an old form, and half of the others no longer asked: still its own."""
    before = sample.ledger(indicators=(*sample.INDICATORS, *SECOND[-2:]))
    form = rows_of(monthly(QIXIAN, book=before), lambda rows: rows[:-4])
    now = sample.ledger(indicators=(sample.COUNT, sample.LEVEL))
    merge = merged(now, sent(form))
    assert returns.verdicts(merge) == {"a.xlsx": "采用"}
    assert returns.line(merge, QIXIAN).figure.done == 30


def test_rows_of_another_unit_pasted_in() -> None:
    """Some among many of its own are held row by row; most of them make it the other's form.

    (R6.29)
    """
    foreign = monthly(LANKAO).sheet(PROGRESS_SHEET)
    assert foreign is not None
    filled_row = foreign.rows[4]
    some = merged(BOOK, sent(rows_of(monthly(), lambda rows: [filled_row, *rows])))
    assert returns.verdicts(some) == {"a.xlsx": "部分采用"}
    assert [finding.place.address for finding in some.findings if finding.code == "未知行"] == [
        "A5"
    ]
    assert returns.line(some, LANKAO).figure.done is None
    most = merged(BOOK, sent(rows_of(monthly(), lambda rows: [*foreign.rows[4:], rows[0]])))
    assert returns.reason(most, "a.xlsx") == (
        "表上的6行，有1行是“杞县”填报表的，有5行是“兰考县”填报表的，像是“兰考县”的表"
    )


def test_part_of_another_unit_s_form() -> None:
    """Five of a department's twelve rows, none of them the county's: still the department's.

    (R6.29)
    """
    sheets = swapped(monthly(HEALTH), monthly(QIXIAN))
    part = rows_of(sheets, lambda rows: [rows[n] for n in (1, 2, 3, 6, 8)])
    merge = merged(BOOK, sent(retold(headless(part), HEALTH, QIXIAN)))
    assert returns.reason(merge, "a.xlsx") == (
        "表上的5行，有0行是“杞县”填报表的，有5行是“市卫生健康委”填报表的，像是“市卫生健康委”的表"
    )


def test_one_foreign_row_does_not_make_it_the_county_s_form() -> None:
    """A department leaves one county's three rows and pastes a fourth: the fourth is held."""
    more = tuple(sample.indicator(f"七.{n}-1", leads=(ROADS,)) for n in range(1, 7))
    book = sample.ledger(indicators=(*sample.INDICATORS, *more))
    foreign = monthly(ROADS, book=book).sheet(PROGRESS_SHEET)
    assert foreign is not None

    def left(rows: list[Row]) -> list[Row]:
        return [*(row for row in rows if QIXIAN in row), foreign.rows[4]]

    merge = merged(book, sent(rows_of(monthly(HEALTH, book=book), left)))
    assert returns.verdicts(merge) == {"a.xlsx": "部分采用"}
    assert returns.line(merge, QIXIAN).figure.done == 30


def test_rows_that_are_both_units() -> None:
    """One indicator: the county's only row is the department's as well; an officer is asked.

    (R6.29)
    """
    book = returns.book(sample.COUNT, targets={QIXIAN: 60.0, LANKAO: 60.0})
    sheets = swapped(monthly(QIXIAN, book=book), monthly(HEALTH, book=book))
    merge = merged(book, sent(retold(sheets, QIXIAN, HEALTH)))
    assert [(code, severity) for code, severity, _ in questions(merge)] == [("像他单位", "需核实")]
    assert questions(merge)[0][2] == (
        "表上的1行，有1行是“市卫生健康委”填报表的，有1行是“杞县”填报表的，像是“杞县”的表"
    )
