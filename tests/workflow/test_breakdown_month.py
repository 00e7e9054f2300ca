"""The breakdown round as a clerk lives it: forms out, forms back, the months that follow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from email import message_from_bytes, policy
from io import BytesIO
from pathlib import Path

import pytest
from kit.posted import put
from kit.sample import COUNT, HEALTH, LANKAO, LONGTING, QIXIAN, RATE, UNITS, ledger
from kit.workplaces import Workplace
from openpyxl import load_workbook
from openpyxl.cell import Cell

import process
from ducha.files.workbook import reading as workbook
from ducha.files.writing import mail
from ducha.files.writing.ledger import book as ledger_xlsx
from ducha.form.breakdown import BREAKDOWN_SHEET
from ducha.ledger.model import CITY, OWN, Ledger
from ducha.ledger.reading import read
from ducha.ledger.year.decisions import Adjustment
from ducha.letters.facts import MailDraft
from ducha.period import CHINA

TEMPLATES = Path(process.HERE) / "templates"
C, R = COUNT.code, RATE.code
Entries = Mapping[tuple[str, str], str | float | None]
"""What is typed, by code and heading."""

WHOLE: Entries = {
    (C, QIXIAN): 70,
    (C, LANKAO): 50,
    (C, LONGTING): 0,
    (C, "6月底"): 0.5,
    (C, "12月底"): 1,
    (R, QIXIAN): 70,
}


@dataclass(frozen=True)
class Bureau(Workplace):
    """A workspace of the small city, nothing broken down yet."""

    def made(self, path: str) -> bytes:
        """Something that the program made."""
        return (self.root / "outbox" / path).read_bytes()

    def arrive(self, name: str, data: bytes, at: str = "2024-04-10") -> None:
        """Let a file arrive in the inbox."""
        put(self.root / "inbox", name, data, at.removeprefix("2024-"))

    def filled(self, entries: Entries, unit: str = HEALTH) -> bytes:
        """The unit's breakdown form, filled in by another program."""
        return fill(self.made(f"分解/填报表/{unit}_任务分解表.xlsx"), BREAKDOWN_SHEET, entries)

    def records(self, sheet: str, month: int = 5) -> list[dict[str, object]]:
        """Rows of one sheet of the month's consolidated workbook, by heading."""
        data = self.made(f"2024-{month:02d}/督查汇总_2024年{month}月.xlsx")
        cells = workbook.read(data).sheet(sheet)
        heads = next(n for n, row in enumerate(cells.rows) if sum(v != "" for v in row) > 3)
        return [dict(zip(cells.rows[heads], row, strict=True)) for row in cells.rows[heads + 1 :]]

    def figures(self, month: int, of: str = "") -> dict[tuple[object, object], tuple[object, ...]]:
        """Target, figure, gap and status per (code, county) of one month, from 数据."""
        of = of or f"2024-{month:02d}"
        keys = ("年度目标", "累计", "完成率", "序时进度", "差距", "状态")
        return {
            (row["编码"], row["县区"]): tuple(row[key] for key in keys)
            for row in self.records("数据", month)
            if row["期次"] == of
        }

    def verdicts(self, month: int = 5) -> dict[object, object]:
        """What became of every file."""
        return {row["文件"]: row["结论"] for row in self.records("文件清单", month)}

    def found(self, month: int = 5) -> set[tuple[object, object]]:
        """Severity and code of what was found in files and in the ledger."""
        return {(row["级别"], row["代码"]) for row in self.records("数据核查", month)}


def cells_of(data: bytes, name: str) -> Iterator[tuple[tuple[str, str], Cell]]:
    """Every cell below the headings by code and heading, of a sheet of a form."""
    sheet = load_workbook(BytesIO(data))[name]
    rows = list(sheet.iter_rows())
    top = next(n for n, row in enumerate(rows) if row[0].value == "编码")
    names = [cell.value for cell in rows[top]]
    for row in rows[top + 1 :]:
        for heading, cell in zip(names, row, strict=True):
            yield (str(row[0].value), str(heading)), cell


def fill(data: bytes, name: str, entries: Entries) -> bytes:
    """Type into a form's cells by code and heading."""
    book = load_workbook(BytesIO(data))
    rows = list(book[name].iter_rows())
    top = next(n for n, row in enumerate(rows) if row[0].value == "编码")
    names = [cell.value for cell in rows[top]]
    places = {row[0].value: row for row in rows[top + 1 :]}
    for (code, heading), value in entries.items():
        places[code][names.index(heading)].value = value
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


def report(data: bytes, figures: Mapping[str, float]) -> bytes:
    """Fill 本月累计 of the count by county into a lead department's monthly form."""
    book = load_workbook(BytesIO(data))
    rows = list(book["进度填报"].iter_rows())
    names = [cell.value for cell in rows[3]]
    for row in rows[4:]:
        if row[0].value == C and row[names.index("县区")].value in figures:
            row[names.index("本月累计")].value = figures[row[names.index("县区")].value]
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


@pytest.fixture
def bureau(tmp_path: Path) -> Bureau:
    """Breakdown forms are out."""
    (tmp_path / "config.toml").write_text("", encoding="utf-8")
    (tmp_path / "templates").symlink_to(TEMPLATES)
    (tmp_path / "inbox").mkdir()
    made = Bureau(tmp_path)
    made.write(ledger(targets={}))
    assert made.run("generate", "--breakdown") == 0
    return made


# Forms out


def test_a_dry_run_leaves_no_trace(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The whole plan is shown."""
    (tmp_path / "config.toml").write_text("", encoding="utf-8")
    (tmp_path / "templates").symlink_to(TEMPLATES)
    bureau = Bureau(tmp_path)
    bureau.write(ledger())
    before = sorted(tmp_path.rglob("*"))
    assert bureau.run("generate", "--breakdown", "--dry-run") == 0
    assert sorted(tmp_path.rglob("*")) == before
    sentence = capsys.readouterr().out
    assert "任务分解表2份，邮件草稿2封，发送清单1份" in sentence
    assert "市卫生健康委_任务分解表.xlsx" in sentence


def test_one_form_and_one_draft_per_lead_department(bureau: Bureau) -> None:
    """And the list for who uses web mail, and the ledger in force."""
    names = sorted(p.name for p in (bureau.root / "outbox").rglob("*") if p.is_file())
    assert [name for name in names if not name.startswith(".")] == [
        "发送清单.xlsx",
        "市交通运输局_任务分解表.eml",
        "市交通运输局_任务分解表.xlsx",
        "市卫生健康委_任务分解表.eml",
        "市卫生健康委_任务分解表.xlsx",
        "现行台账_只读.xlsx",
    ]


def test_forms_made_twice_are_the_same(bureau: Bureau) -> None:
    """Byte for byte."""
    paths = [p for p in (bureau.root / "outbox").rglob("*.*") if p.is_file()]
    first = {path: path.read_bytes() for path in paths}
    assert bureau.run("generate", "--breakdown", today="2024-11-02") == 0
    assert {path: path.read_bytes() for path in paths} == first


def test_only_the_unit_that_is_named(bureau: Bureau, capsys: pytest.CaptureFixture[str]) -> None:
    """One that has nothing to divide is refused with the names of those that have."""
    assert bureau.run("generate", "--breakdown", "--unit", HEALTH) == 0
    assert "任务分解表1份" in capsys.readouterr().out
    assert bureau.run("generate", "--breakdown", "--unit", QIXIAN) == 2
    assert "要分解任务的牵头单位有：市卫生健康委、市交通运输局" in capsys.readouterr().err


# Forms back


def test_targets_and_milestones_are_in_force_at_once(bureau: Bureau) -> None:
    """In the monthly forms, in the merge and in the copy of the ledger."""
    bureau.arrive("分解/卫健委.xlsx", bureau.filled(WHOLE))
    bureau.run("generate", "--period", "2024-05")
    targets = {
        cell.row: cell.value
        for (code, heading), cell in cells_of(
            bureau.made("2024-05/填报表/市卫生健康委_2024年5月_月报表.xlsx"), "进度填报"
        )
        if (code, heading) == (C, "年度目标")
    }
    assert list(targets.values())[:3] == [70, 50, 0]
    bureau.run("merge", "--period", "2024-05")
    assert bureau.verdicts() == {"分解/卫健委.xlsx": "采用"}
    figures = bureau.figures(5)
    assert [figures[C, place][0] for place in (QIXIAN, LANKAO, LONGTING)] == [70, 50, 0]
    assert figures[C, LONGTING][5] == "无任务"
    assert [figures[R, place][0] for place in (QIXIAN, LANKAO)] == [70, 65]
    copy = workbook.read(bureau.made("现行台账_只读.xlsx"))
    now = read(copy)
    assert (now.targets[C, QIXIAN], now.milestones[C]) == (70.0, {6: 0.5, 12: 1.0})
    origins = {(row[0], row[2]): row[4] for row in copy.sheet("目标来源").rows}
    assert origins[C, QIXIAN] == "分解表 分解/卫健委.xlsx"


def test_in_a_mail_in_any_folder(bureau: Bureau) -> None:
    """An .eml that lies three folders deep."""
    letter = MailDraft(
        to=(),
        subject="分解表",
        body="见附件",
        attachment_name="分解表.xlsx",
        attachment=bureau.filled(WHOLE),
    )
    sent = datetime(2024, 4, 10, 9, tzinfo=CHINA)
    bureau.arrive("甲/乙/丙/信.eml", mail.compose(letter, sent, "卫健委 <a@example.invalid>"))
    bureau.run("merge", "--period", "2024-05")
    assert bureau.verdicts()["甲/乙/丙/信.eml/分解表.xlsx"] == "采用"
    assert bureau.figures(5)[C, QIXIAN][0] == 70


def test_a_form_saved_by_libreoffice_is_accepted(
    bureau: Bureau, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """What a clerk's program makes of it, sums and all."""
    office = request.getfixturevalue("office")
    path = tmp_path / "filled.xlsx"
    path.write_bytes(bureau.filled(WHOLE))
    for ending in ("xlsx", "xls", "ods"):
        saved = office.convert(path, ending, tmp_path / ending)
        bureau.arrive(f"{ending}/表.{ending}", saved.read_bytes())
        bureau.run("merge", "--period", "2024-05")
        assert bureau.verdicts()[f"{ending}/表.{ending}"] == "采用"
        (bureau.root / "inbox" / ending / f"表.{ending}").unlink()


def test_two_versions_newest_figure_per_cell(bureau: Bureau) -> None:
    """The second comes with one county changed and one missing."""
    bureau.arrive("一.xlsx", bureau.filled({(C, QIXIAN): 70, (C, LANKAO): 50, (C, LONGTING): 0}))
    bureau.arrive("二.xlsx", bureau.filled({(C, QIXIAN): 80, (C, OWN): 10}), "2024-04-15")
    bureau.run("merge", "--period", "2024-05")
    figures = bureau.figures(5)
    assert [figures[C, place][0] for place in (QIXIAN, LANKAO, LONGTING, OWN)] == [80, 50, 0, 10]
    versions = {row["文件"]: row["版本"] for row in bureau.records("文件清单")}
    assert versions == {"一.xlsx": 1, "二.xlsx": 2}


CASES = [
    ({(C, QIXIAN): 70, (C, LANKAO): 40, (C, LONGTING): 0}, "采用", ("需核实", "分解不足")),
    ({(C, QIXIAN): -70, (C, LANKAO): 50}, "部分采用", ("退回", "负数")),
    ({(C, QIXIAN): 70, (C, "3月底"): 0.5, (C, "6月底"): 0.4}, "部分采用", ("退回", "节点回落")),
]


@pytest.mark.parametrize(("entries", "verdict", "finding"), CASES)
def test_what_is_wrong_is_found(
    bureau: Bureau, entries: Entries, verdict: str, finding: tuple[str, str]
) -> None:
    """And what is right of the form is used."""
    bureau.arrive("表.xlsx", bureau.filled(entries))
    assert bureau.run("merge", "--period", "2024-05") == 1
    assert bureau.verdicts() == {"表.xlsx": verdict}
    assert finding in bureau.found()


def test_a_partial_form_stops_nothing(bureau: Bureau, capsys: pytest.CaptureFixture[str]) -> None:
    """One county is settled; who still owes is named."""
    bureau.arrive("表.xlsx", bureau.filled({(C, QIXIAN): 70}))
    bureau.run("merge", "--period", "2024-05")
    assert bureau.found() == set()
    figures = bureau.figures(5)
    assert (figures[C, QIXIAN][0], figures[C, LANKAO][0]) == (70, "")
    capsys.readouterr()
    sentence = (
        "任务分解：2个牵头单位中还有2个没有分解完："
        "市卫生健康委（1个指标，无电话）、市交通运输局（1个指标，无电话）"
    )
    for verb in (["status"], []):
        bureau.run(*verb)
        assert sentence in capsys.readouterr().out


def test_a_clerk_s_figure_wins(bureau: Bureau) -> None:
    """The ledger says 60; the form's 70 is listed."""
    bureau.write(ledger(targets={(C, QIXIAN): 60.0}))
    bureau.arrive("表.xlsx", bureau.filled(WHOLE))
    bureau.run("merge", "--period", "2024-05")
    assert bureau.figures(5)[C, QIXIAN][0] == 60
    assert ("提示", "分解不一") in bureau.found()


def test_contacts_reach_the_next_mails(bureau: Bureau) -> None:
    """Blanks of 责任单位 are filled from the form."""
    bureau.arrive("表.xlsx", bureau.filled({(C, "联系人"): "张三", (C, "联系电话"): "0371-1"}))
    bureau.run("generate", "--period", "2024-05")
    letter = bureau.made("2024-05/邮件/市卫生健康委_2024年5月_月报表.eml")
    copy = read(workbook.read(bureau.made("现行台账_只读.xlsx")))
    assert copy.by_unit[HEALTH].contact == "张三"
    assert "张三" in mail_text(letter)
    assert ledger().by_unit[HEALTH] == UNITS[0]


def mail_text(data: bytes) -> str:
    """The words of a mail."""
    message = message_from_bytes(data, policy=policy.default)
    return str(message.get_body().get_content())


# Forms issued again


def again(bureau: Bureau) -> dict[tuple[str, str], object]:
    """Every cell of the form as it is issued now, by code and heading."""
    assert bureau.run("generate", "--breakdown") == 0
    form = bureau.made(f"分解/填报表/{HEALTH}_任务分解表.xlsx")
    return {key: cell.value for key, cell in cells_of(form, BREAKDOWN_SHEET)}


def in_force(bureau: Bureau) -> Ledger:
    """The copy of the ledger as now in force."""
    bureau.run("merge", "--period", "2024-05")
    return read(workbook.read(bureau.made("现行台账_只读.xlsx")))


def test_a_form_is_issued_with_what_is_known(bureau: Bureau) -> None:
    """The clerk's targets, those of accepted forms, milestones, contacts; no default lines.

    (R6.226)
    """
    contact: Entries = {(C, "联系人"): "张三", (C, "联系电话"): "0371-1"}
    bureau.arrive("表.xlsx", bureau.filled({**WHOLE, **contact}))
    bureau.write(ledger(targets={(C, OWN): 10.0}))
    cells = again(bureau)
    headings = (QIXIAN, LANKAO, LONGTING, OWN, "3月底", "6月底", "12月底", "完成时限", "联系人")
    assert [cells[C, heading] for heading in headings] == [
        *(70, 50, 0, 10, None, 0.5, 1, "2024-12", "张三")
    ]
    assert [cells[R, heading] for heading in (QIXIAN, LANKAO, "联系人")] == [70, None, None]


def test_a_change_of_the_ledger_is_no_contradiction_of_a_form_issued_before(
    bureau: Bureau,
) -> None:
    """What still stands as issued is no word of the unit's: 60 was the clerk's (R6.226)."""
    bureau.write(ledger(targets={(C, QIXIAN): 60.0}))
    again(bureau)
    bureau.arrive("表.xlsx", bureau.filled({(C, LANKAO): 50, (C, LONGTING): 0}))
    bureau.write(ledger(targets={(C, QIXIAN): 80.0}))
    assert in_force(bureau).targets[C, QIXIAN] == 80.0
    assert bureau.found() == set()
    bureau.write(ledger(targets={}))
    assert (C, QIXIAN) not in in_force(bureau).targets
    assert in_force(bureau).targets[C, LANKAO] == 50.0


def test_an_older_copy_does_not_undo_a_correction(bureau: Bureau) -> None:
    """One division corrects 杞县 to 80; another's copy, still with 70, comes after (R6.226)."""
    bureau.arrive("一.xlsx", bureau.filled({(C, QIXIAN): 70, (C, "6月底"): 0.5}))
    again(bureau)
    other = bureau.filled({(C, LANKAO): 40})
    bureau.arrive("二.xlsx", bureau.filled({(C, QIXIAN): 80, (C, "6月底"): 0.6}), "2024-04-12")
    bureau.arrive("三.xlsx", other, "2024-04-14")
    now = in_force(bureau)
    assert (now.targets[C, QIXIAN], now.targets[C, LANKAO]) == (80.0, 40.0)
    assert now.milestones[C] == {6: 0.6}


def test_a_form_that_comes_back_as_it_was_issued(bureau: Bureau) -> None:
    """Blank while something is left open on it, an answer once nothing is (R6.224, R6.226)."""
    bureau.arrive("一.xlsx", bureau.filled({(C, QIXIAN): 70, (C, LANKAO): 50}))
    again(bureau)
    bureau.arrive("二.xlsx", bureau.filled({}), "2024-04-12")
    in_force(bureau)
    assert bureau.verdicts() == {"一.xlsx": "采用", "二.xlsx": "退回"}
    bureau.arrive("三.xlsx", bureau.filled({(C, LONGTING): 0}), "2024-04-14")
    again(bureau)
    bureau.arrive("四.xlsx", bureau.filled({}), "2024-04-16")
    in_force(bureau)
    assert bureau.verdicts()["四.xlsx"] == "采用"


def test_an_emptied_cell_changes_nothing_and_is_told(bureau: Bureau) -> None:
    """0 is how to say that there is no task (R6.226)."""
    bureau.arrive("一.xlsx", bureau.filled({(C, QIXIAN): 70, (C, LANKAO): 50}))
    again(bureau)
    emptied = bureau.filled({(C, QIXIAN): None, (C, LONGTING): 0})
    bureau.arrive("二.xlsx", emptied, "2024-04-12")
    assert in_force(bureau).targets[C, QIXIAN] == 70.0
    (row,) = bureau.records("数据核查")
    assert (row["级别"], row["代码"]) == ("提示", "清空未动")
    assert row["说明"] == "发出时这一格填有70，现在空着；空着不改动，仍按70"


def test_a_figure_that_is_asked_about_is_confirmed_by_leaving_it(bureau: Bureau) -> None:
    """约50 was read as 50 and is printed as 50: the form that comes back says so (R6.226)."""
    bureau.arrive("一.xlsx", bureau.filled({(C, QIXIAN): "约50"}))
    in_force(bureau)
    assert bureau.found() == {("需核实", "约数")}
    again(bureau)
    bureau.arrive("二.xlsx", bureau.filled({(C, LANKAO): 70, (C, LONGTING): 0}), "2024-04-12")
    in_force(bureau)
    assert bureau.found() == {("提示", "约数")}


# 退回件

SPOILED: Entries = {
    (C, QIXIAN): -70,
    (C, LANKAO): 50,
    (C, "3月底"): "25%",
    (C, "6月底"): 0.25,
    (C, "9月底"): 0.25,
    (C, "12月底"): 0.25,
    (R, QIXIAN): 0.65,
}
RIGHT: Entries = {
    (C, QIXIAN): 70,
    (C, LONGTING): 0,
    (C, "6月底"): 0.5,
    (C, "9月底"): 0.75,
    (C, "12月底"): 1,
    (R, QIXIAN): None,
}
BACK = f"分解/退回件/{HEALTH}_任务分解表_退回件"


def test_what_is_held_out_goes_back(bureau: Bureau) -> None:
    """As typed, red with the sentence; the rest is filled in; the reasons and a draft (R6.227)."""
    bureau.arrive("表.xlsx", bureau.filled(SPOILED))
    assert bureau.run("merge", "--period", "2024-05") == 1
    data = bureau.made(f"{BACK}.xlsx")
    cells = dict(cells_of(data, BREAKDOWN_SHEET))
    assert [cells[C, h].value for h in (QIXIAN, LANKAO, "3月底", "6月底", "12月底")] == [
        *(-70, 50, 0.25, 0.25, 0.25)
    ]
    assert cells[R, QIXIAN].value == 0.65
    marked = {key for key, cell in cells.items() if cell.comment}
    nodes = {(C, f"{month}月底") for month in (3, 6, 9, 12)}
    assert marked == {(C, QIXIAN), (R, QIXIAN), *nodes}
    book = load_workbook(BytesIO(data))
    reasons = list(book["退回原因"].iter_rows(min_row=5, max_col=5, values_only=True))
    assert book.sheetnames[0] == "退回原因"
    assert [row[1:5] for row in reasons][:2] == [
        ("G5", "基层卫生技术人员在线培训", "杞县", "-70"),
        ("M5", "基层卫生技术人员在线培训", "3月底", "25%"),
    ]
    letter = bureau.made(f"{BACK}.eml")
    subject = message_from_bytes(letter, policy=policy.default)["Subject"]
    assert subject == "请更正2024年任务分解表（市卫生健康委）"
    assert "有6处需要更正" in mail_text(letter)
    assert "基层卫生技术人员在线培训（杞县）：填写的是“-70”" in mail_text(letter)


def test_the_round_of_a_correction(bureau: Bureau) -> None:
    """Sent back as it came: found anew; corrected: in force, and no 退回件 is left (R6.227)."""
    bureau.arrive("一.xlsx", bureau.filled(SPOILED))
    bureau.run("merge", "--period", "2024-05")
    bureau.arrive("二.xlsx", bureau.made(f"{BACK}.xlsx"), "2024-04-12")
    bureau.run("merge", "--period", "2024-05")
    held = [row["文件"] for row in bureau.records("数据核查") if row["级别"] == "退回"]
    assert set(held) == {"二.xlsx"}
    right = fill(bureau.made(f"{BACK}.xlsx"), BREAKDOWN_SHEET, RIGHT)
    bureau.arrive("三.xlsx", right, "2024-04-14")
    now = in_force(bureau)
    assert not {severity for severity, _ in bureau.found()} - {"提示"}
    assert [now.targets[C, place] for place in (QIXIAN, LANKAO, LONGTING)] == [70, 50, 0]
    assert now.milestones[C] == {3: 0.25, 6: 0.5, 9: 0.75, 12: 1.0}
    assert now.targets[R, QIXIAN] == 65.0  # emptied: the city's line after all
    assert not list((bureau.root / "outbox" / "分解" / "退回件").iterdir())


def test_a_blank_form_goes_back_with_the_reason(bureau: Bureau) -> None:
    """Until one is accepted; a dry run writes none (R6.227)."""
    bureau.arrive("空.xlsx", bureau.filled({}))
    bureau.run("merge", "--period", "2024-05", "--dry-run")
    assert not (bureau.root / "outbox" / "分解" / "退回件").exists()
    bureau.run("merge", "--period", "2024-05")
    rows = load_workbook(BytesIO(bureau.made(f"{BACK}.xlsx")))["退回原因"].iter_rows(min_row=5)
    assert [row[5].value for row in rows] == ["任务分解表是空表：没有填任何内容"]
    bureau.arrive("表.xlsx", bureau.filled(WHOLE), "2024-04-12")
    bureau.run("merge", "--period", "2024-05")
    assert not (bureau.root / "outbox" / f"{BACK}.xlsx").exists()


def test_a_row_filled_twice_goes_back_on_its_first_figure(bureau: Bureau) -> None:
    """Which row is right only the unit knows (R6.227)."""

    def twice(data: bytes) -> bytes:
        book = load_workbook(BytesIO(data))
        sheet = book[BREAKDOWN_SHEET]
        for column in range(1, 8):
            sheet.cell(9, column).value = sheet.cell(5, column).value
        saved = BytesIO()
        book.save(saved)
        return saved.getvalue()

    bureau.arrive("表.xlsx", twice(bureau.filled({(C, QIXIAN): 70})))
    bureau.run("merge", "--period", "2024-05")
    cells = dict(cells_of(bureau.made(f"{BACK}.xlsx"), BREAKDOWN_SHEET))
    assert [key for key, cell in cells.items() if cell.comment] == [(C, QIXIAN)]


def test_the_ledger_is_named_as_it_is_called(bureau: Bureau) -> None:
    """A workspace may call it otherwise."""
    (bureau.root / "config.toml").write_text('[paths]\nledger = "台账.xlsx"\n', encoding="utf-8")
    places = (QIXIAN, LANKAO, LONGTING)
    book = ledger(targets={(C, place): 120.0 for place in places})
    (bureau.root / "台账.xlsx").write_bytes(ledger_xlsx.write(book))
    bureau.run("merge", "--period", "2024-05")
    (row,) = bureau.records("数据核查")
    assert (row["级别"], row["代码"], row["文件"]) == ("需核实", "县区同全市", "台账.xlsx")


# 目标调整


def months_of(bureau: Bureau, figures: Mapping[int, Mapping[str, float]]) -> None:
    """Let 卫健委 report month by month."""
    for month, reported in figures.items():
        period, label = f"2024-{month:02d}", f"2024年{month}月"
        bureau.run("generate", "--period", period)
        form = bureau.made(f"{period}/填报表/市卫生健康委_{label}_月报表.xlsx")
        bureau.arrive(f"{period}/卫健委.xlsx", report(form, reported), f"{period}-20")


def test_a_change_in_july_leaves_june_as_it_was(bureau: Bureau) -> None:
    """June merged again: the same figures and lights, though its form is older than the change."""
    bureau.arrive("分解/表.xlsx", bureau.filled(WHOLE))
    reported = {4: (20, 16), 5: (28, 20), 6: (30, 24)}
    months_of(bureau, {m: {QIXIAN: one, LANKAO: two} for m, (one, two) in reported.items()})
    bureau.run("merge", "--period", "2024-06")
    june, findings = bureau.figures(6), bureau.found(6)
    assert june[C, QIXIAN] == (70, 30, pytest.approx(30 / 70), 0.5, 7.1, "滞后")
    months_of(bureau, {7: {QIXIAN: 35.0, LANKAO: 28.0}})  # issued before the change
    changes = (
        Adjustment(C, QIXIAN, 7, 50.0, "会议纪要"),
        Adjustment(C, LANKAO, 7, 70.0, "会议纪要"),
    )
    bureau.write(ledger(targets={}, adjustments=changes))
    bureau.run("merge", "--period", "2024-07")
    july = bureau.figures(7)
    # Half by June and all by December: 7月 is due 0.5 + 0.5/6 = 58.3%; 35/50 = 70%, 28/70 = 40%.
    assert july[C, QIXIAN][:3] == (50, 35, 0.7)
    assert (july[C, QIXIAN][5], july[C, LANKAO][5]) == ("正常", "滞后")
    assert july[C, LANKAO][4] == 18.3
    assert ("提示", "目标被改") not in bureau.found(7)
    assert bureau.figures(7, "2024-06") == june
    bureau.run("merge", "--period", "2024-06")
    assert (bureau.figures(6), bureau.found(6)) == (june, findings)


def test_a_city_target_raised_in_july_asks_for_the_rest(bureau: Bureau) -> None:
    """The form is not blamed; the ledger is short by 30 from July on."""
    bureau.arrive("分解/表.xlsx", bureau.filled(WHOLE))
    bureau.write(ledger(targets={}, adjustments=(Adjustment(C, CITY, 7, 150.0, "会议纪要"),)))
    bureau.run("merge", "--period", "2024-06")
    assert bureau.found(6) == set()
    assert bureau.figures(6)[C, CITY][0] == 120
    bureau.run("merge", "--period", "2024-07")
    assert bureau.figures(7)[C, CITY][0] == 150
    short = [row for row in bureau.records("数据核查", 7) if row["代码"] == "分解不足"]
    assert [row["文件"] for row in short] == ["ledger.xlsx"]


def test_a_finding_names_the_ledger_by_its_path_in_the_settings(bureau: Bureau) -> None:
    """As it is typed there, not by its last part or by what it is usually called (R6.381)."""
    changes = (Adjustment(C, CITY, 7, 150.0, "会议纪要"),)
    (bureau.root / "台账").mkdir()
    (bureau.root / "台账/2024年.xlsx").write_bytes(ledger_xlsx.write(ledger(adjustments=changes)))
    (bureau.root / "config.toml").write_text('[paths]\nledger = "./台账/2024年.xlsx"', "utf-8")
    bureau.run("merge", "--period", "2024-07")
    short = [row for row in bureau.records("数据核查", 7) if row["代码"] == "分解不足"]
    assert [row["文件"] for row in short] == ["./台账/2024年.xlsx"]


def test_a_county_counted_elsewhere_is_left_out_of_the_form_s_sum(bureau: Bureau) -> None:
    """龙亭区 here: its cell is not in the formula."""
    units = tuple(replace(unit, counted=unit.name != LONGTING) for unit in UNITS)
    bureau.write(ledger(targets={}, units=units))
    bureau.run("generate", "--breakdown")
    form = bureau.made(f"分解/填报表/{HEALTH}_任务分解表.xlsx")
    cells = dict(cells_of(form, BREAKDOWN_SHEET))
    assert cells[C, "合计"].value == "=ROUND(N($G5)+N($H5)+N($J5),9)"
