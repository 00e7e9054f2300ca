"""退回件: a spoiled return goes back, only what is red is corrected, and it merges."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from email import message_from_bytes, policy
from io import BytesIO
from pathlib import Path

import pytest
from kit import posted, sample
from kit.office import Office
from kit.posted import address, put
from kit.returns import MAY
from kit.sample import HEALTH, LANKAO, LONGTING, QIXIAN
from kit.towns import Town, founded
from openpyxl import Workbook, load_workbook

from ducha.form.monthly import PROGRESS_SHEET
from ducha.workflow.merge import merge_month
from ducha.workflow.workspace import locked_workspace

COUNT, STANDARD, RATE = (one.code for one in (sample.COUNT, sample.STANDARD, sample.RATE))
TEMPLATES = Path(__file__).parents[2] / "templates"
RED = "#FFC7CE"


@pytest.fixture
def town(tmp_path: Path) -> Town:
    """The small city with its forms for April and May."""
    return founded(tmp_path)


SPOILED = {
    (COUNT, QIXIAN, "done"): "12+13",
    (COUNT, LANKAO, "done"): 22.0,
    (COUNT, LANKAO, "remark"): "含4月补报",
    (RATE, QIXIAN, "numerator"): 66.0,
    (RATE, LANKAO, "numerator"): 30.0,
    (RATE, LANKAO, "denominator"): "约40",
    (STANDARD, QIXIAN, "numerator"): 41.0,
    (STANDARD, QIXIAN, "denominator"): 40.0,
    (STANDARD, LANKAO, "numerator"): 2.5,
    (STANDARD, LANKAO, "denominator"): 9.0,
}
WORDS = {("三.2", "progress"): "已办班3期", ("三.2", "problem"): "师资不足"}
# the cells to correct, and what they should have been
RIGHT = {
    (COUNT, QIXIAN, "本月累计"): 25.0,
    (RATE, QIXIAN, "分母"): 88.0,
    (STANDARD, QIXIAN, "分子"): 40.0,
    (STANDARD, LANKAO, "分子"): 2.0,
}


def addresses(data: bytes, cells: Iterable[tuple[str, str, str]]) -> list[str]:
    """Where these cells stand on 进度填报."""
    return [address(data, *cell) for cell in cells]


def comments(data: bytes) -> dict[str, str]:
    """Every comment on 进度填报 by its cell."""
    sheet = load_workbook(BytesIO(data))[PROGRESS_SHEET]
    cells = (cell for row in sheet.iter_rows() for cell in row)
    return {cell.coordinate: cell.comment.text for cell in cells if cell.comment}


def test_what_goes_back_to_the_unit(town: Town) -> None:
    """Its own figures, a comment on each offending cell and on no other, the reasons, a mail."""
    town.send(SPOILED, words=WORDS)
    outcome = town.merge()
    assert any(line.startswith("退回件1份，附邮件草稿：") for line in outcome.lines)
    data = town.back()
    marked = comments(data)
    assert list(marked) == sorted(addresses(data, RIGHT), key=lambda a: (int(a[1:]), a))
    assert marked[address(data, COUNT, QIXIAN)].startswith("填写的是“12+13”，是算式或比值")
    book = load_workbook(BytesIO(data))
    assert book.sheetnames[0] == "退回原因"
    for (code, county, key), value in SPOILED.items():
        name = {"done": "本月累计", "numerator": "分子", "denominator": "分母", "remark": "备注"}[
            key
        ]
        assert book[PROGRESS_SHEET].cell(*posted.at(book, code, county, name)).value == value
    assert book[PROGRESS_SHEET].cell(*posted.at(book, COUNT, QIXIAN, "上月累计")).value == 20
    assert reasons(book) == {
        (address(data, COUNT, QIXIAN), "杞县", "12+13"),
        (address(data, RATE, QIXIAN, "分母"), "杞县", "（空）"),
        (address(data, STANDARD, QIXIAN, "分子"), "杞县", "41"),
        (address(data, STANDARD, LANKAO, "分子"), "兰考县", "2.5"),
    }


def reasons(book: Workbook) -> set[tuple[object, ...]]:
    """Cell, county and what was typed, as 退回原因 lists them, with all words filled in."""
    rows = list(book["退回原因"].iter_rows(min_row=5, values_only=True))
    assert all(all(row) for row in rows)
    return {(row[1], row[3], row[4]) for row in rows}


def test_the_mail_that_carries_it(town: Town) -> None:
    """To the unit's address, every fault in words, the 退回件 attached."""
    town.send(SPOILED)
    town.merge()
    (path,) = town.returned.glob("*.eml")
    mail = message_from_bytes(path.read_bytes(), policy=policy.default)
    text = mail.get_body(("plain",)).get_content()
    assert mail["To"] == "yi@example.gov.cn"
    assert mail["Subject"] == f"请更正2024年5月月报表（{HEALTH}）"
    assert "有4处需要更正" in text
    assert "填写的是“12+13”" in text
    (attachment,) = mail.iter_attachments()
    assert attachment.get_content() == town.back()


def corrected(data: bytes) -> bytes:
    """The unit corrects what is red and nothing else."""
    book = load_workbook(BytesIO(data))
    for (code, county, name), value in RIGHT.items():
        book[PROGRESS_SHEET].cell(*posted.at(book, code, county, name)).value = value
    written = BytesIO()
    book.save(written)
    return written.getvalue()


MERGED = {
    (COUNT, QIXIAN): (25, None, None),
    (COUNT, LANKAO): (22, None, None),
    (RATE, QIXIAN): (None, 66, 88),
    (RATE, LANKAO): (None, 30, 40),
    (STANDARD, QIXIAN): (None, 40, 40),
    (STANDARD, LANKAO): (None, 2, 9),
}


def check_all_is_merged(town: Town) -> None:
    """Nothing is held any more, in the figures, the list of files and the findings."""
    outcome = town.merge()
    assert not any(line.startswith("退回件") for line in outcome.lines)
    rows = {
        (row["编码"], row["县区"]): (row["累计"], row["分子"], row["分母"])
        for row in town.shown("数据")
        if row["期次"] == "2024-05" and (row["编码"], row["县区"]) in MERGED
    }
    assert rows == MERGED
    assert not any(row["状态"] == "待更正" for row in town.shown("数据"))
    assert not any(row["级别"] == "退回" for row in town.shown("数据核查"))
    files = [
        (row["结论"], row["版本"]) for row in town.shown("文件清单") if row["期次"] == "2024-05"
    ]
    assert files == [("被替代", 1), ("采用", 2)]
    assert not list(town.returned.glob("*"))


def test_the_round_with_one_program(town: Town) -> None:
    """Corrected by openpyxl: the second version replaces the first, and no 退回件 is left."""
    town.send(SPOILED, words=WORDS)
    town.merge()
    put(town.root / "inbox", "2024-05/更正.xlsx", corrected(town.back()), "05-25")
    check_all_is_merged(town)


def test_the_round_with_another_program(office: Office, town: Town) -> None:
    """In LibreOffice the cells are red, accept the correction, and are red no longer."""
    town.send(SPOILED, words=WORDS)
    town.merge()
    data = town.back()
    path = town.returned / f"{HEALTH}_2024年5月_退回件.xlsx"
    wrong = addresses(data, RIGHT)
    calm = address(data, COUNT, LANKAO)
    before = office.effective_backgrounds(path, PROGRESS_SHEET, [*wrong, calm])
    edits = [
        (PROGRESS_SHEET, cell, f"{value:g}")
        for cell, value in zip(wrong, RIGHT.values(), strict=True)
    ]
    right = town.root / "inbox" / "2024-05" / "更正.xlsx"
    assert office.edit(path, right, edits) == [True] * len(edits)
    put(town.root / "inbox", "2024-05/更正.xlsx", right.read_bytes(), "05-25")
    after = office.effective_backgrounds(right, PROGRESS_SHEET, [*wrong, calm])
    assert len(set(before[:-1])) == 1
    assert before[0] != before[-1]
    assert set(after) == {before[-1]}
    shown = [cell for row in office.recalculated(path)[PROGRESS_SHEET] for cell in row]
    assert not any(str(cell).startswith(("#", "Err:")) for cell in shown)
    check_all_is_merged(town)


def test_a_correction_sent_after_the_month_is_late_for_nobody(town: Town) -> None:
    """The first accepted return decided: the correction of June does not make May late."""
    town.send(SPOILED)
    town.merge()
    put(town.root / "inbox", "2024-05/更正.xlsx", corrected(town.back()), "06-20")
    check_all_is_merged(town)
    (row,) = [row for row in town.shown("报送情况") if row["单位"] == HEALTH]
    assert row["状态"] in {"按时", "报送不全"}


def test_an_error_cell_is_laid_back_blank_and_marked(town: Town) -> None:
    """#REF! over an older figure: the cell is blank and says why."""
    town.send({(COUNT, LANKAO, "done"): 22.0}, day="05-18")
    town.send({(COUNT, LANKAO, "done"): 23.0, (COUNT, QIXIAN, "done"): 24.0}, day="05-20")
    newest = town.root / "inbox" / "2024-05" / f"{HEALTH}05-20.xlsx"

    def broken(book: Workbook) -> None:
        cell = book[PROGRESS_SHEET].cell(*posted.at(book, COUNT, LANKAO, "本月累计"))
        cell.value, cell.data_type = "#REF!", "e"

    put(town.root / "inbox", newest.name, posted.spoiled(newest.read_bytes(), broken), "05-22")
    town.merge()
    data = town.back()
    cell = address(data, COUNT, LANKAO)
    assert list(comments(data)) == [cell]
    assert load_workbook(BytesIO(data))[PROGRESS_SHEET][cell].value is None


def test_a_remark_alone_covers_no_figure(town: Town) -> None:
    """A newer return with a remark beside a blank: the figure sent before is on the 退回件."""
    town.send({(COUNT, LANKAO, "done"): 22.0}, day="05-18")
    town.send({(COUNT, LANKAO, "remark"): "已核", (COUNT, QIXIAN, "done"): -1.0}, day="05-20")
    town.merge()
    data = town.back()
    sheet = load_workbook(BytesIO(data))[PROGRESS_SHEET]
    assert sheet[address(data, COUNT, LANKAO)].value == 22
    assert sheet[address(data, COUNT, LANKAO, "备注")].value == "已核"


def test_a_row_filled_twice_is_marked_on_its_figure(town: Town) -> None:
    """The row has no cell of its own to blame: its figure is marked."""
    town.send({(COUNT, LANKAO, "done"): 22.0, (COUNT, QIXIAN, "done"): 24.0})
    path = town.root / "inbox" / "2024-05" / f"{HEALTH}05-20.xlsx"

    def twice(book: Workbook) -> None:
        sheet = book[PROGRESS_SHEET]
        row, column = posted.at(book, COUNT, LANKAO, "本月累计")
        sheet.insert_rows(row + 1)
        for n in range(1, column):
            sheet.cell(row + 1, n).value = sheet.cell(row, n).value
        sheet.cell(row + 1, column).value = 23

    put(path.parent, path.name, posted.spoiled(path.read_bytes(), twice), "05-20")
    town.merge()
    data = town.back()
    assert list(comments(data)) == [address(data, COUNT, LANKAO)]


# what arrives instead of a return, what 退回原因 says
WHOLE = (
    ("blank", "空表：没有填任何内容"),
    ("forged", "表单标识的内容与签名不符，单位、期次等可能被改动"),
)


@pytest.mark.parametrize(("kind", "words"), WHOLE)
def test_a_return_refused_as_a_whole(town: Town, kind: str, words: str) -> None:
    """An empty form, or one that was tampered with: a fresh form with the reason."""
    data = town.form(LONGTING)
    if kind == "forged":
        book = load_workbook(BytesIO(data))
        book["表单标识"]["B6"].value = "0"
        book[PROGRESS_SHEET].cell(*posted.at(book, RATE, LONGTING, "分子")).value = 3
        written = BytesIO()
        book.save(written)
        data = written.getvalue()
    put(town.root / "inbox", "2024-05/a.xlsx", data, "05-20")
    town.merge()
    rows = list(load_workbook(BytesIO(town.back(LONGTING)))["退回原因"].iter_rows(min_row=5))
    assert [row[5].value for row in rows] == [words]
    assert comments(town.back(LONGTING)) == {}


def test_no_return_without_a_reason(town: Town) -> None:
    """Doubts for the officer send nothing back, nor does a plan that is only shown."""
    town.send({(COUNT, QIXIAN, "done"): "约25"})
    assert town.merge().code == 1
    assert not town.returned.exists()
    town.send({(COUNT, QIXIAN, "done"): -1.0}, day="05-21")
    town.merge(dry_run=True)
    assert not town.returned.exists()


def test_a_return_that_a_clerk_has_written_in_is_kept(town: Town) -> None:
    """What is no longer needed is taken away, unless a person has changed it."""
    town.send({(COUNT, QIXIAN, "done"): -1.0})
    town.merge()
    (form,) = town.returned.glob("*.xlsx")
    (mail,) = town.returned.glob("*.eml")
    form.write_bytes(form.read_bytes() + b"\n")
    town.send({(COUNT, QIXIAN, "done"): 25.0}, day="05-21")
    town.merge()
    assert (form.exists(), mail.exists()) == (True, False)


def posted_text(town: Town, unit: str = HEALTH) -> str:
    """The mail that goes with a 退回件, as it is read."""
    path = next(town.returned.glob(f"{unit}*.eml"))
    body = message_from_bytes(path.read_bytes(), policy=policy.default).get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def test_the_mail_counts_what_is_red(town: Town) -> None:
    """As many as the form shows, and no more (R6.466)."""
    town.send(SPOILED, words=WORDS)
    town.merge()
    assert len(comments(town.back())) == 4
    assert "有4处需要更正：" in posted_text(town)


# today, the day in the mail: 更正期限 is the third working day after the 28th of May
ASKED_BY = (
    (date(2024, 5, 21), "2024年5月31日（星期五）"),
    (date(2024, 5, 31), "2024年5月31日（星期五）"),
    (date(2024, 6, 1), "2024年6月5日（星期三）"),
    (date(2024, 6, 7), "2024年6月13日（星期四）"),  # 10 June is a day off
)


@pytest.mark.parametrize(("today", "day"), ASKED_BY)
def test_the_mail_says_by_when(town: Town, today: date, day: str) -> None:
    """更正期限; once that is past, three working days from today (R6.468)."""
    town.send({(COUNT, QIXIAN, "done"): -1.0})
    with locked_workspace(town.root / "config.toml") as space:
        merge_month(space, MAY, today)
    assert f"于{day}前" in posted_text(town)


def test_the_mail_for_a_blank_return_asks_for_the_form(town: Town) -> None:
    """Nothing is red on it: all of it is to be filled in (R6.467)."""
    put(town.root / "inbox", "2024-05/a.xlsx", posted.spoiled(town.form(LONGTING)), "05-20")
    town.merge()
    words = posted_text(town, LONGTING)
    assert "需要重新填报" in words
    assert "请把应填的格全部填好" in words
    assert "标红" not in words
    advice = load_workbook(BytesIO(town.back(LONGTING)))["退回原因"]["A2"].value
    assert advice == "所报的表没有能用的内容，请在本表中把应填的格全部填好，直接回复本邮件重报。"
