"""A corrected circular is imported over the clerk's ledger: nothing goes without a word."""

from __future__ import annotations

import shutil
from pathlib import Path

from openpyxl import load_workbook

from ducha.files.workbook.reading import read as read_workbook
from ducha.ledger.reading import read
from ducha.workflow.import_circular import import_circular
from ducha.workflow.workspace import Outcome

ROOT = Path(__file__).parents[2]
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


def test_a_column_of_the_clerks_own_is_not_lost_without_a_word(tmp_path: Path) -> None:
    """It cannot come along; the screen and 待确认 say so and where it still stands."""
    path = workspace(tmp_path)
    book = load_workbook(path)
    book["指标"]["W1"], book["指标"]["W2"] = "责任科室", "一科"
    book["责任单位"]["I2"] = "何静"
    book.create_sheet("便签")["A1"] = "打电话"
    book.save(path)
    outcome = imported(tmp_path, CIRCULAR.replace("40个", "45个"), force=True)
    assert outcome.code == 1
    assert outcome.lines[2:6] == (
        "与原台账相比有3处变化：",
        "　〔指标〕：自己加的“责任科室”没有带入",
        "　〔便签〕：自己加的表没有带入",
        "　一.1-1（新建养老驿站）年度目标由40改为45",
    )
    cells = read_workbook(path.read_bytes())
    doubts = cells.sheet("待确认")
    assert doubts is not None
    sentence = "程序不认识，没有带入新台账；需要的，请从“ledger（导入前）.xlsx”复制过来"
    assert [row[1:4] for row in doubts.rows if row[0] == "自加内容"] == [
        ("〔指标〕", "自己加的“责任科室”", sentence),
        ("〔便签〕", "自己加的表", sentence),
    ]
    assert read(cells).units[0].contact == "何静"
    kept = load_workbook(tmp_path / "ledger（导入前）.xlsx")
    assert (kept["指标"]["W2"].value, kept["便签"]["A1"].value) == ("一科", "打电话")


def test_no_kept_ledger_replaces_another(tmp_path: Path) -> None:
    """Each import keeps the ledger that it found, so what one left behind outlives the next."""
    path = workspace(tmp_path)
    for note in ("一科", "二科", "三科"):
        book = load_workbook(path)
        book["指标"]["W1"], book["指标"]["W2"] = "责任科室", note
        book.save(path)
        imported(tmp_path, CIRCULAR, force=True)
    names = ("ledger（导入前）.xlsx", "ledger（导入前2）.xlsx", "ledger（导入前3）.xlsx")
    kept = [load_workbook(tmp_path / name)["指标"]["W2"].value for name in names]
    assert kept == ["一科", "二科", "三科"]
    doubts = read_workbook(path.read_bytes()).sheet("待确认")
    assert doubts is not None
    (sentence,) = (row[3] for row in doubts.rows if row[0] == "自加内容")
    assert sentence == "程序不认识，没有带入新台账；需要的，请从“ledger（导入前3）.xlsx”复制过来"


def test_importing_again_says_nothing_of_the_programs_own_sheets(tmp_path: Path) -> None:
    """待确认 of the first import is made anew."""
    workspace(tmp_path)
    outcome = imported(tmp_path, CIRCULAR, force=True)
    assert not any("没有带入" in line or "变化" in line for line in outcome.lines)
