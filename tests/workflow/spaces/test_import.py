"""A corrected circular is imported over the clerk's ledger: nothing goes without a word."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook

import process
from ducha.files.workbook.reading import read as read_workbook
from ducha.findings import Problem
from ducha.ledger.model import Ledger
from ducha.ledger.reading import read
from ducha.workflow.spaces.import_circular import import_circular
from ducha.workflow.workspace import Outcome

ROOT = Path(__file__).parents[3]
CIRCULAR = """岭南市2024年民生实事分解
附件
一、养老服务
1.新建养老驿站40个，培训护理员300名。
责任单位：市民政局，各县区
"""


def imported(root: Path, text: str, *, force: bool = False) -> Outcome:
    """Import a circular of this text into the workspace."""
    (root / "通知.txt").write_text(text, encoding="utf-8")
    return import_circular(root / "config.toml", root / "通知.txt", None, force=force)


def workspace(root: Path) -> Path:
    """A workspace with the ledger that the first import gives; its path."""
    shutil.copy(ROOT / "config.toml", root)
    imported(root, CIRCULAR)
    return root / "ledger.xlsx"


def ledger_at(path: Path) -> Ledger:
    """The ledger as the program reads it."""
    return read(read_workbook(path.read_bytes()))


def confirmed(path: Path) -> list[tuple[object, ...]]:
    """The rows of 待确认: 类别, 位置, 内容."""
    sheet = load_workbook(path)["待确认"]
    return [row[:3] for row in sheet.iter_rows(min_row=2, values_only=True)]


def edited(path: Path, cells: dict[str, dict[str, object]]) -> None:
    """Type into cells of the ledger, sheet by sheet, as a clerk does."""
    book = load_workbook(path)
    for sheet, typed in cells.items():
        for cell, value in typed.items():
            book[sheet][cell] = value
    book.save(path)


def test_two_forced_imports_with_edits_between(tmp_path: Path) -> None:
    """What a clerk typed outlives both; what he left alone follows each circular (R8.44, R8.45)."""
    path = workspace(tmp_path)
    edited(
        path,
        {
            "责任单位": {"I2": "何静", "A3": "白石县", "C3": "县区", "D3": "是", "E3": "是"},
            "指标": {"I3": 310, "W1": "责任科室", "W2": "一科"},
            "文件信息": {"B7": "次月5日"},
        },
    )
    outcome = imported(tmp_path, CIRCULAR.replace("40个", "45个"), force=True)
    assert outcome.code == 1
    assert "　一.1-1（新建养老驿站）年度目标由40改为45" in outcome.lines
    assert outcome.lines[-2].startswith("原来的台账另存为 ")
    first = ledger_at(path)
    assert [i.target for i in first.indicators] == [45.0, 310.0]
    assert ("与通知不同", "一.1-2", "年度目标：台账310，通知300") in confirmed(path)
    edited(path, {"县区分解": {"E2": 20}, "时间节点": {"H2": 0.4}, "指标": {"W3": "二科"}})
    text = CIRCULAR.replace("40个", "50个").replace("300名", "320名")
    imported(tmp_path, text, force=True)
    second = ledger_at(path)
    assert [i.target for i in second.indicators] == [50.0, 310.0]
    assert second.targets == {("一.1-1", "白石县"): 20.0}
    assert second.milestones == {"一.1-1": {6: 0.4}}
    assert str(second.document.report_day) == "次月5日"
    assert second.by_unit["市民政局"].contact == "何静"
    sheet = load_workbook(path)["指标"]
    assert [sheet[cell].value for cell in ("W1", "W2", "W3")] == ["责任科室", "一科", "二科"]
    assert ("与通知不同", "一.1-2", "年度目标：台账310，通知320") in confirmed(path)
    assert {p.name for p in tmp_path.glob("ledger*")} == {
        *("ledger.xlsx", "ledger（导入前1）.xlsx", "ledger（导入前2）.xlsx"),
    }


def test_what_is_a_clerks_own_comes_along(tmp_path: Path) -> None:
    """Columns and lines by their rows, sheets as they were to be read; a formula as its value."""
    path = workspace(tmp_path)
    book = load_workbook(path)
    book["指标"]["W1"], book["指标"]["W2"] = "责任科室", "一科"
    book["县区分解"]["E1"], book["县区分解"]["E3"] = "合计", 300
    book["文件信息"]["A16"], book["文件信息"]["B16"] = "经办科室", "一科"
    note = book.create_sheet("便签")
    note["B2"], note["B3"], note["C3"] = "打电话", 12.5, "=1+1"
    book.save(path)
    imported(tmp_path, CIRCULAR.replace("40个", "45个"), force=True)
    again = load_workbook(path)
    assert (again["指标"]["W1"].value, again["指标"]["W2"].value) == ("责任科室", "一科")
    assert (again["县区分解"]["E1"].value, again["县区分解"]["E3"].value) == ("合计", 300)
    assert (again["文件信息"]["A16"].value, again["文件信息"]["B16"].value) == ("经办科室", "一科")
    assert [again["便签"][cell].value for cell in ("A1", "B2", "B3", "C3")] == [
        *(None, "打电话", 12.5, None),
    ]
    assert ("自加内容", "〔便签〕", "自己加的〔便签〕表") in confirmed(path)
    assert load_workbook(tmp_path / "ledger（导入前1）.xlsx")["便签"]["C3"].value == "=1+1"
    assert ledger_at(path).indicators[0].target == 45.0


def test_what_a_clerk_noted_beside_a_doubt_stays_beside_it(tmp_path: Path) -> None:
    """待确认 is made anew, and his column goes with the rows that are still there (R8.45)."""
    path = workspace(tmp_path)
    row = next(n for n, (kind, _, _) in enumerate(confirmed(path), 2) if kind == "县区名单")
    edited(path, {"待确认": {"F1": "处理", f"F{row}": "已问"}})
    imported(tmp_path, CIRCULAR.replace("40个", "45个"), force=True)
    sheet = load_workbook(path)["待确认"]
    noted = [line[0].value for line in sheet.iter_rows() if line[5].value]
    assert noted == ["类别", "县区名单"]


def test_no_kept_ledger_replaces_another(tmp_path: Path) -> None:
    """Each import keeps the ledger that it found, under the next number (R8.43)."""
    path = workspace(tmp_path)
    for note in ("一科", "二科", "三科"):
        edited(path, {"指标": {"W1": "责任科室", "W2": note}})
        imported(tmp_path, CIRCULAR, force=True)
    names = [f"ledger（导入前{number}）.xlsx" for number in (1, 2, 3)]
    kept = [load_workbook(tmp_path / name)["指标"]["W2"].value for name in names]
    assert kept == ["一科", "二科", "三科"]
    (tmp_path / names[0]).unlink()
    imported(tmp_path, CIRCULAR, force=True)
    assert (tmp_path / "ledger（导入前4）.xlsx").exists()
    assert not (tmp_path / names[0]).exists()


def test_importing_again_says_nothing_of_the_programs_own_sheets(tmp_path: Path) -> None:
    """待确认 and the hidden record of the first import are made anew."""
    path = workspace(tmp_path)
    outcome = imported(tmp_path, CIRCULAR, force=True)
    assert not any("变化" in line or "不同" in line for line in outcome.lines)
    states = {sheet.title: sheet.sheet_state for sheet in load_workbook(path)}
    assert [name for name, state in states.items() if state != "visible"] == [
        *("导入记录_文件信息", "导入记录_责任单位", "导入记录_指标"),
    ]
    assert "自加内容" not in {kind for kind, _, _ in confirmed(path)}


def test_a_ledger_that_is_there_is_not_imported_over(tmp_path: Path) -> None:
    """Without --force; for another year or city init is named (R8.40)."""
    path = workspace(tmp_path)
    before = path.read_bytes()
    with pytest.raises(Problem) as refused:
        imported(tmp_path, CIRCULAR)
    assert "init 新文件夹 --from 通知.txt" in refused.value.messages[0]
    assert path.read_bytes() == before


OTHERS = [
    (CIRCULAR.replace("2024", "2025"), "这份通知是2025年度的，台账是2024年度的"),
    (
        CIRCULAR.replace("岭南市", "江北市").replace("养老驿站40个", "公园12座"),
        "这份通知是江北市的，台账是岭南市的",
    ),
]


@pytest.mark.parametrize(("text", "why"), OTHERS)
def test_another_year_or_place_is_refused(tmp_path: Path, text: str, why: str) -> None:
    """--force is for a correction; not even a copy of the ledger is made (R8.41, R8.42)."""
    path = workspace(tmp_path)
    before = path.read_bytes()
    with pytest.raises(Problem) as refused:
        imported(tmp_path, text, force=True)
    (message,) = refused.value.messages
    assert message == (
        f"{why}，没有导入。一份通知有更正的才用 --force；"
        "换了年度或城市，用 python process.py init 新文件夹 --from 通知.txt"
    )
    assert path.read_bytes() == before
    assert sorted(p.name for p in tmp_path.glob("*.xlsx")) == ["ledger.xlsx"]


def test_a_ledger_beside_is_spoken_of_by_its_own_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The forms of the workspace are not the next step, for they are another city's (R8.49)."""
    workspace(tmp_path)
    (tmp_path / "通知.txt").write_text(CIRCULAR.replace("岭南", "江北"), encoding="utf-8")
    arguments = ["import", str(tmp_path / "通知.txt"), "--ledger", str(tmp_path / "江北.xlsx")]
    code = process.run(["--config", str(tmp_path / "config.toml"), *arguments])
    last = capsys.readouterr().out.splitlines()[-1]
    assert code == 1
    assert last == (
        f"下一步：打开 {tmp_path / '江北.xlsx'}，先看〔待确认〕表。"
        "这本台账还没有用上，现在的台账没有变；"
        f"要按它督查，先 python process.py --config {tmp_path / 'config.toml'} init 新文件夹，"
        "再把它放进新文件夹，改名为 ledger.xlsx"
    )
