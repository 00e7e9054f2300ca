"""A matter from the ledger to the unit's form and back, its 督办单, and what the screen says."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from kit import sample
from kit.handed import OPEN, closed
from kit.posted import FOOT, put
from kit.returns import JUNE, MAY
from kit.sample import HEALTH, LANKAO, QIXIAN
from kit.towns import TEMPLATES, Town, founded
from openpyxl import load_workbook

import process
from ducha.files.demo.answer import fill_form
from ducha.files.disk.plan import read_bytes
from ducha.files.writing.ledger import book as ledger_xlsx
from ducha.ledger.handed.records import Assignment, Progress

THEIRS = replace(OPEN, number="督〔2024〕2/3号", unit=LANKAO, due=date(2024, 7, 31), problem="缺地")
ORDERS = "outbox/2024-06/督办单"

Screen = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def june(tmp_path_factory: pytest.TempPathFactory) -> Town:
    """The small city in June: 杞县 has answered what was handed to it, 兰考县 has not."""
    town = founded(tmp_path_factory.mktemp("handed"))
    hand(town, OPEN, THEIRS)
    town.generate(JUNE)
    words = {
        ("2024-01", "answer"): "已开班3期",
        ("2024-01", "closing"): "是",
        ("2024-01", "evidence"): "签到表",
        ("三.2", "progress"): "按计划",
    }
    for unit, said in ((QIXIAN, words), (LANKAO, {("三.2", "progress"): "按计划"})):
        put(town.root / "inbox", f"{unit}.xlsx", fill_form(town.form(unit, JUNE), {}, said, FOOT),
            "06-20")  # fmt: skip
    assert run(town, "merge", "--period", "2024-06") == 1
    return town


def hand(town: Town, *rows: Assignment) -> None:
    """The clerk writes the ledger's 督办事项."""
    units = tuple(
        replace(u, mails=("yi@example.gov.cn",)) if u.name == HEALTH else u for u in sample.UNITS
    )
    book = sample.ledger(units=units, assignments=rows)
    (town.root / "ledger.xlsx").write_bytes(ledger_xlsx.write(book))


def run(town: Town, *arguments: str, today: str = "2024-07-04") -> int:
    """Run a verb in the workspace."""
    return process.run(["--config", str(town.root), "--today", today, *arguments])


def orders(town: Town) -> list[str]:
    """The names of June's 督办单."""
    return sorted(path.name for path in (town.root / ORDERS).glob("*"))


FIRST, SECOND = "2024-01_杞县_督办单.docx", "督〔2024〕2_3号_兰考县_督办单.docx"


def rows_of(town: Town, sheet: str) -> list[dict[str, object]]:
    """The rows of a sheet of June's workbook."""
    path = town.root / "outbox/2024-06/督查汇总_2024年6月.xlsx"
    rows = list(load_workbook(path)[sheet].iter_rows(values_only=True))
    top = next(n for n, row in enumerate(rows) if sum(v is not None for v in row) > 3)
    return [dict(zip(map(str, rows[top]), row, strict=True)) for row in rows[top + 1 :] if any(row)]


def test_the_answers_are_in_the_report(june: Town) -> None:
    """What the unit says, and how late it is on 28 June (R9.79)."""
    first, second = rows_of(june, "督办事项")[:2]
    assert first["反馈"] == "台账：已开班\n本期填报：已开班3期"
    assert (first["申请办结"], first["佐证材料"], first["状态"]) == ("是", "签到表", "在办")
    assert (first["超期天数"], first["提醒"]) == (12, "超期12天")
    assert (second["反馈"], second["申请办结"], second["超期天数"]) == ("已开班", None, None)
    found = {(row["代码"], row["单位"]) for row in rows_of(june, "数据核查")}
    assert ("督办未答", LANKAO) in found
    assert ("督办未答", QIXIAN) not in found


def test_there_is_an_order_for_every_matter_in_hand(june: Town) -> None:
    """As a Word file that says what the ledger says; no mail is made of it (R9.80)."""
    assert orders(june) == [FIRST, SECOND]
    said = "".join(
        cell.text
        for table in Document(str(june.root / ORDERS / FIRST)).tables
        for row in table.rows
        for cell in row.cells
    )
    for part in (QIXIAN, "2024-01", "培训停滞", "6月底前开班", "2024年5月31日", "2024年6月16日"):
        assert part in said
    mails = [path for path in (june.root / "outbox").rglob("*.eml") if "督办" in str(path)]
    assert mails == []


def test_the_same_month_gives_the_same_orders(june: Town) -> None:
    """Byte for byte (R9.2, R9.80)."""
    before = [read_bytes(june.root / ORDERS / name) for name in orders(june)]
    run(june, "merge", "--period", "2024-06")
    assert [read_bytes(june.root / ORDERS / name) for name in orders(june)] == before


@pytest.fixture
def town(june: Town, tmp_path: Path) -> Town:
    """A copy of the city to be changed."""
    return Town(Path(shutil.copytree(june.root, tmp_path / "city")))


@pytest.mark.slow
def test_an_order_goes_when_its_matter_is_closed(town: Town) -> None:
    """办结 and 中止; a trial run takes nothing away (R9.80)."""
    hand(town, closed(date(2024, 7, 2)), THEIRS)
    run(town, "merge", "--period", "2024-06", "--dry-run")
    assert orders(town) == [FIRST, SECOND]
    run(town, "merge", "--period", "2024-06")
    assert orders(town) == [SECOND]
    hand(town, closed(date(2024, 7, 2)), replace(THEIRS, progress=Progress.STOPPED))
    run(town, "merge", "--period", "2024-06")
    assert orders(town) == []


@pytest.mark.slow
def test_an_order_that_a_person_has_changed_stays(town: Town, capsys: Screen) -> None:
    """Neither overwritten nor taken away; the new one lies beside it (R9.80)."""
    path = town.root / ORDERS / FIRST
    path.write_bytes(path.read_bytes() + b" ")
    changed = path.read_bytes()
    hand(town, replace(OPEN, demand="7月底前开班"), THEIRS)
    run(town, "merge", "--period", "2024-06")
    assert path.read_bytes() == changed
    assert len(orders(town)) == 3
    hand(town)
    run(town, "merge", "--period", "2024-06")
    assert orders(town) == [FIRST]
    assert "人改过" in capsys.readouterr().out


@pytest.mark.slow
def test_without_the_template_nothing_is_made_or_taken_away(town: Town, capsys: Screen) -> None:
    """It is said; a broken template is one sentence and exit code 2 (R9.80)."""
    template = town.root / "templates/督办单.docx"
    template.unlink()
    run(town, "merge", "--period", "2024-06")
    assert orders(town) == [FIRST, SECOND]
    assert "templates 里没有 督办单.docx" in capsys.readouterr().out
    template.write_bytes(b"PK")
    assert run(town, "merge", "--period", "2024-06") == 2
    assert "督办单.docx" in capsys.readouterr().err
    hand(town)
    template.unlink()
    run(town, "merge", "--period", "2024-06")
    assert "templates 里没有" not in capsys.readouterr().out
    assert orders(town) == []


def test_two_numbers_that_files_cannot_tell_apart(town: Town) -> None:
    """A/1 and A:1 of one unit, a1 and A1: four orders (R9.80)."""
    numbers = ("A/1", "A:1", "a_1", "A_1")
    hand(town, *(replace(OPEN, number=number) for number in numbers))
    run(town, "merge", "--period", "2024-06")
    assert len({name.casefold() for name in orders(town)}) == 4


# the day, what status says of matters that are due on 16 June and 31 July
SAID = (
    ("2024-06-16", ["督办事项：在办2件", "　申请办结，待核查1件：杞县（2024-01）"]),
    (
        "2024-06-20",
        [
            "督办事项：在办2件",
            "　超期1件：杞县（2024-01，超期4天）",
            "　申请办结，待核查1件：杞县（2024-01）",
        ],
    ),
    (
        "2024-07-04",  # as of the deadline of June
        [
            "督办事项：在办2件",
            "　超期1件：杞县（2024-01，超期12天）",
            "　申请办结，待核查1件：杞县（2024-01）",
        ],
    ),
)


@pytest.mark.parametrize(("today", "said"), SAID)
def test_status_and_home_name_what_is_late(
    june: Town, today: str, said: list[str], capsys: Screen
) -> None:
    """By the day it is looked at, at most the deadline (R9.81)."""
    for verb in (("status", "--period", "2024-06"), ("merge", "--period", "2024-06", "--dry-run")):
        run(june, *verb, today=today)
        shown = capsys.readouterr().out.splitlines()
        at = shown.index("督办事项：在办2件")
        assert shown[at : at + len(said)] == said


def test_nothing_is_said_where_nothing_is_open(town: Town, capsys: Screen) -> None:
    """But what is to be looked at again 60 days after it was closed (R9.81)."""
    hand(town, closed(date(2024, 4, 29), handed=date(2024, 4, 1), due=None))
    run(town, "status", "--period", "2024-06")
    shown = capsys.readouterr().out
    assert "督办事项：在办0件" in shown
    assert "　待回访1件：杞县（2024-01）" in shown
    hand(town)
    run(town, "status", "--period", "2024-06")
    assert "督办" not in capsys.readouterr().out


def test_may_has_no_sheet_of_what_came_later(june: Town) -> None:
    """Handed over on 31 May: it stands on June's form (R9.75)."""
    for period, there in ((MAY, False), (JUNE, True)):
        name = f"{QIXIAN}_{period.label}_月报表.xlsx"
        book = load_workbook(june.root / "outbox" / str(period) / "填报表" / name)
        assert ("督办事项" in book.sheetnames) is there


def test_the_templates_are_there() -> None:
    """督办单.docx comes with the program (R9.80)."""
    assert (TEMPLATES / "督办单.docx").is_file()
