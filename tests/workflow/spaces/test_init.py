"""init makes a workspace that can be worked in: empty, from a circular, after another year."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from kit.posted import FOOT
from openpyxl import load_workbook

import process
from ducha.files.demo.answer import fill_form
from ducha.files.workbook.reading import read as read_workbook
from ducha.ledger.model import Ledger
from ducha.ledger.reading import read

CIRCULAR = """岭南市人民政府办公室
关于印发{}年民生实事的通知
一、养老服务
1.新建养老驿站40个。
责任单位：市民政局，各县区
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder where a clerk runs the program, with the circulars of two years."""
    monkeypatch.chdir(tmp_path)
    for year in (2024, 2025):
        (tmp_path / f"通知{year}.txt").write_text(CIRCULAR.format(year), encoding="utf-8")
    return tmp_path


def ledger_of(folder: str) -> Ledger:
    """The ledger of a workspace as the program reads it."""
    return read(read_workbook(Path(folder, "ledger.xlsx").read_bytes()))


def listing(folder: str) -> list[str]:
    """Every file of a workspace."""
    root = Path(folder)
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())


EMPTY = [
    *("config.toml", "inbox/.gitkeep", "ledger.xlsx", "outbox/.gitkeep", "templates/催报邮件.txt"),
    *("templates/分解退回邮件.txt", "templates/分解邮件.txt", "templates/填报邮件.txt"),
    "templates/提醒邮件.txt",
    *("templates/督办单.docx", "templates/督查专报.docx", "templates/督查通报.docx"),
    "templates/退回邮件.txt",
]


def lived() -> str:
    """Last year's workspace as it is in December: worked on by a clerk, forms sent, files in."""
    assert process.run(["init", "旧", "--from", "通知2024.txt"]) == 1
    old = Path("旧")
    config = (old / "config.toml").read_text(encoding="utf-8")
    config = config.replace("on_track = 5", "on_track = 7")
    config = config.replace("[deadlines]", '[deadlines]\n"2024-09" = 2024-09-27')
    (old / "config.toml").write_text(config, encoding="utf-8")
    (old / "templates" / "填报邮件.txt").write_text("请报 {{ 单位 }}", encoding="utf-8")
    book = load_workbook(old / "ledger.xlsx")
    units = book["责任单位"]
    for row in (
        ("市民政局", "民政局", "市直", "是", "是", "何静", "5551111", "mz@example.cn"),
        ("白石县", "白石", "县区", "是", "是", "李军", None, "bs@example.cn"),
    ):
        place = 2 if row[0] == "市民政局" else 3
        for column, value in zip((1, 2, 3, 4, 5, 9, 10, 11), row, strict=True):
            units.cell(place, column, value)
    units["L1"], units["L3"] = "传真", "5552222"
    book["县区分解"]["E1"], book["县区分解"]["E2"] = "白石县", 40
    book["时间节点"]["H2"] = 0.5
    for column, value in enumerate(("一.1-1", "白石县", "2024-05", 30, "会议纪要"), 1):
        book["目标调整"].cell(2, column, value)
    decision = ("甲.xlsx", "白石县", "2024-05", "一.1-1", None, None, "排除", None, "重复", "李四")
    for column, value in enumerate(decision, 1):
        book["人工处置"].cell(2, column, value)
    book["文件信息"]["B7"], book["文件信息"]["B10"] = "次月5日", "dc@example.cn"
    book.save(old / "ledger.xlsx")
    assert process.run(["--config", "旧", "generate", "--period", "2024-05"]) == 0
    (old / "inbox" / "来件.txt").write_text("稿", encoding="utf-8")
    return "旧"


# ---- an empty one ----


def test_an_empty_workspace_says_what_is_to_be_filled_in(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """And every step that is printed can be typed as it stands (R8.50, R8.51, R8.52)."""
    assert process.run(["init", "新"]) == 0
    printed = capsys.readouterr().out
    assert listing("新") == EMPTY
    assert re.findall(r"python process\.py ([^　；\n]*)", printed) == [
        "--config 新/config.toml import 通知文件",
        "--config 新/config.toml generate --breakdown",
        "--config 新/config.toml generate",
    ]
    assert process.run(["--config", "新/config.toml"]) == 2
    assert capsys.readouterr().err == (
        "没有执行，原因：\n"
        "　台账还没有填好，不能用：请在〔文件信息〕填年度、报送日、首报期，在〔责任单位〕填单位，"
        "在〔指标〕填指标，保存后再运行。有通知文件的，用 import 导入，由程序来填。\n"
    )
    book = load_workbook("新/ledger.xlsx")
    assert [sheet.title for sheet in book] == [
        *("文件信息", "指标", "县区分解", "时间节点", "责任单位", "目标调整", "人工处置"),
        *("督办事项", "通报名单"),
    ]
    assert [row[1].value for row in book["文件信息"].iter_rows(min_row=2)] == [None] * 14
    hints = {str(r.sqref): r.prompt for r in book["文件信息"].data_validations.dataValidation}
    assert hints["B6"] == "必填，如 2024。"
    choices = [r.formula1 for r in book["指标"].data_validations.dataValidation if r.formula1]
    assert '"累计,比率,标准,定性"' in choices


def test_an_empty_ledger_takes_a_circular_without_force() -> None:
    """Nothing is lost by it; what a clerk has begun to fill in stays (R8.40)."""
    process.run(["init", "新"])
    assert process.run(["--config", "新", "import", "通知2025.txt"]) == 1
    assert ledger_of("新").document.year == 2025
    assert not list(Path("新").glob("*导入前*"))
    process.run(["init", "又"])
    book = load_workbook("又/ledger.xlsx")
    book["责任单位"]["A2"], book["责任单位"]["C2"] = "市民政局", "市直"
    book["责任单位"]["K2"] = "mz@example.cn"
    book["文件信息"]["B9"] = "市督查室"
    book.save("又/ledger.xlsx")
    assert process.run(["--config", "又", "import", "通知2025.txt"]) == 1
    ledger = ledger_of("又")
    assert (ledger.document.host, ledger.document.title[:3]) == ("市督查室", "岭南市")
    assert [unit.mails for unit in ledger.units] == [("mz@example.cn",)]
    assert Path("又/ledger（导入前1）.xlsx").exists()


FILLED = ["旧/config.toml", "旧/说明.txt", "旧/inbox/.gitkeep"]


@pytest.mark.parametrize("name", FILLED)
def test_a_folder_with_something_in_it_is_left_alone(name: str) -> None:
    """Whatever it is (R8.50)."""
    Path(name).parent.mkdir(parents=True)
    Path(name).write_text("在", encoding="utf-8")
    assert process.run(["init", "旧"]) == 2
    assert listing("旧") == [name.removeprefix("旧/")]


@pytest.mark.parametrize("folder", ["inbox", "outbox"])
def test_no_workspace_lies_among_what_came_in_or_went_out(folder: str) -> None:
    """The inbox is evidence, the outbox may be deleted at any time (R8.50)."""
    process.run(["init", "旧", "--from", "通知2024.txt"])
    assert process.run(["init", f"旧/{folder}/新", "--after", "旧"]) == 2
    assert not Path("旧", folder, "新").exists()


def test_a_dry_run_writes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    """It names every file that would be made."""
    assert process.run(["init", "新", "--from", "通知2025.txt", "--dry-run"]) == 1
    printed = capsys.readouterr().out
    assert all(f"　　新/{name}\n" in printed for name in EMPTY)
    assert not Path("新").exists()


# ---- after another year ----


def test_another_year_takes_over_what_outlasts_one() -> None:
    """Units, settings and templates; nothing that hangs on last year (R8.53, R8.54)."""
    old = lived()
    assert process.run(["init", "新", "--from", "通知2025.txt", "--after", old]) == 1
    assert listing("新") == EMPTY
    ledger = ledger_of("新")
    civil, county = ledger.units
    assert (civil.contact, civil.aliases, civil.mails) == ("何静", ("民政局",), ("mz@example.cn",))
    assert (county.name, county.mails) == ("白石县", ("bs@example.cn",))
    assert (ledger.document.year, str(ledger.document.report_day)) == (2025, "次月5日")
    assert ledger.document.mailbox == "dc@example.cn"
    assert (ledger.targets, ledger.milestones, ledger.adjustments, ledger.overrides) == (
        *({}, {}, (), ()),
    )
    units = load_workbook("新/ledger.xlsx")["责任单位"]
    assert (units["L1"].value, units["L3"].value) == ("传真", "5552222")
    config = Path("新/config.toml").read_text(encoding="utf-8")
    assert "on_track = 7" in config
    assert not re.search('^"2024-09"', config, re.MULTILINE)
    assert Path("新/templates/填报邮件.txt").read_text(encoding="utf-8") == "请报 {{ 单位 }}"


def test_another_year_may_wait_for_its_circular() -> None:
    """The units are there; the circular of the right place fills in the rest (R8.42)."""
    old = lived()
    assert process.run(["init", "新", "--after", old]) == 0
    other = CIRCULAR.format(2025).replace("岭南市", "江北市")
    Path("江北.txt").write_text(other, encoding="utf-8")
    assert process.run(["--config", "新", "import", "江北.txt"]) == 2
    assert process.run(["--config", "新", "import", "通知2025.txt"]) == 1
    ledger = ledger_of("新")
    assert [unit.contact for unit in ledger.units] == ["何静", "李军"]
    assert (ledger.document.year, len(ledger.indicators)) == (2025, 1)


def test_another_city_gets_settings_and_templates_alone(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """No mail of 江北 ever goes to 岭南 (R8.55)."""
    old = lived()
    Path("江北.txt").write_text(CIRCULAR.format(2025).replace("岭南", "江北"), encoding="utf-8")
    assert process.run(["init", "江北", "--from", "江北.txt", "--after", old]) == 1
    assert "从 旧 带过来：责任单位0个，设置和模板\n" in capsys.readouterr().out
    assert [(unit.name, unit.mails) for unit in ledger_of("江北").units] == [("市民政局", ())]
    assert "on_track = 7" in Path("江北/config.toml").read_text(encoding="utf-8")


def test_a_small_month_in_the_new_year() -> None:
    """Forms go out under a key of its own, come back filled in, and are merged; the old stays."""
    old = lived()
    before = {name: Path(old, name).read_bytes() for name in listing(old)}
    process.run(["init", "新", "--from", "通知2025.txt", "--after", old])
    book = load_workbook("新/ledger.xlsx")
    book["县区分解"]["E2"] = 40
    book.save("新/ledger.xlsx")
    assert process.run(["--config", "新", "generate", "--period", "2025-03"]) == 0
    forms = Path("新/outbox/2025-03/填报表")
    for unit in ("市民政局", "白石县"):
        form = (forms / f"{unit}_2025年3月_月报表.xlsx").read_bytes()
        data = fill_form(form, {("一.1-1", "白石县", "done"): 12.0}, {}, FOOT)
        Path("新/inbox", f"{unit}.xlsx").write_bytes(data)
    arguments = ["--config", "新", "--today", "2025-04-03", "merge", "--period", "2025-03"]
    assert process.run(arguments) in {0, 1}
    report = load_workbook("新/outbox/2025-03/督查汇总_2025年3月.xlsx")["数据"]
    rows = [[cell.value for cell in row] for row in report.iter_rows()]
    top = next(n for n, row in enumerate(rows) if "累计" in row)
    done = rows[top].index("累计")
    assert {row[done] for row in rows[top + 1 :]} >= {12}
    assert Path("新/signing.key").read_bytes() != before["signing.key"]
    assert {name: Path(old, name).read_bytes() for name in listing(old)} == before
