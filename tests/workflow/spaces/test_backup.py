"""A workspace carried to another folder says what it said, whatever the clock and the place."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from kit.returns import MAY
from kit.sample import QIXIAN
from kit.towns import COUNT, Town, founded

import process

LATER = 1_900_000_000
"""A time of 2030."""

USUAL = "备份_甲_2024-05-29.zip"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small city; nothing but the file's time tells which of two returns of May is newer."""
    root = tmp_path_factory.mktemp("city") / "甲"
    root.mkdir()
    town = founded(root)
    town.send({(COUNT, QIXIAN, "done"): 30.0}, day="05-21")
    (root / "inbox/2024-05").rename(root / "inbox/z")
    town.send({(COUNT, QIXIAN, "done"): 25.0}, day="05-20")
    return root


@pytest.fixture
def town(made: Path, tmp_path: Path) -> Town:
    """A copy of it with its times."""
    return Town(shutil.copytree(made, tmp_path / "甲"))


def verb(root: Path, *arguments: str) -> int:
    """Run a verb in the workspace."""
    return process.run(["--config", str(root), "--today", "2024-05-29", *arguments])


def told(town: Town) -> dict[str, bytes]:
    """Every file that a merge writes."""
    town.merge()
    outbox = town.root / "outbox"
    files = (path for path in sorted(outbox.rglob("*")) if path.is_file())
    return {path.relative_to(outbox).as_posix(): path.read_bytes() for path in files}


def test_the_report_made_afterwards_is_the_same(town: Town, tmp_path: Path) -> None:
    """(R8.67) Byte for byte, with returns that have no other time than the file's."""
    assert verb(town.root, "backup") == 0
    (there := tmp_path / "另一台电脑").mkdir()
    file = Path(shutil.copy(tmp_path / USUAL, there / "拷来.zip"))
    assert verb(town.root, "restore", str(file), str(there / "乙")) == 0
    again = Town(there / "乙")
    expected = told(town)
    assert told(again) == expected
    done = {
        row["累计"] for row in again.shown("数据") if row["县区"] == QIXIAN and row["编码"] == COUNT
    }
    assert 30.0 in done
    assert "督查汇总_2024年5月.xlsx" in {Path(name).name for name in expected}


def test_a_copy_without_times_says_otherwise(town: Town) -> None:
    """Otherwise the test above would prove nothing."""
    expected = told(town)
    for path in (town.root / "inbox").rglob("*.xlsx"):
        os.utime(path, (LATER, LATER))
    assert told(town) != expected


def test_what_is_merged_there_replaces_what_came_along(town: Town, tmp_path: Path) -> None:
    """The record of what the program wrote came too: nothing is taken for a person's."""
    town.merge()
    verb(town.root, "backup")
    verb(town.root, "restore", str(tmp_path / USUAL), str(tmp_path / "乙"))
    again = Town(tmp_path / "乙")
    again.send({(COUNT, QIXIAN, "done"): 31.0}, day="05-22")
    again.merge()
    assert not list((again.root / "outbox").rglob("*新生成*"))


def test_backup_does_not_need_the_ledger(town: Town, tmp_path: Path) -> None:
    """(R8.60) On the day on which it is broken it is wanted most."""
    (town.root / "ledger.xlsx").write_bytes(b"spoiled")
    assert verb(town.root, "merge", "--period", str(MAY)) == 2
    assert verb(town.root, "backup", str(tmp_path / "b.zip")) == 0


def test_a_config_of_any_name(town: Town, tmp_path: Path) -> None:
    """(R8.60) It is config.toml in the new folder, where the program looks for it."""
    (town.root / "config.toml").rename(town.root / "开封.toml")
    assert verb(town.root / "开封.toml", "backup", str(tmp_path / "b.zip")) == 0
    assert verb(town.root, "restore", str(tmp_path / "b.zip"), str(tmp_path / "乙")) == 0
    assert verb(tmp_path / "乙", "status", "--period", str(MAY)) in {0, 1}


def test_what_a_clerk_reads(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is in it, that it holds the key, where it is and what to do with it."""
    monkeypatch.chdir(tmp_path)
    shutil.rmtree(town.root / "outbox")
    verb(town.root, "backup")
    lines = capsys.readouterr().out.splitlines()
    next_step = f"换电脑时拷过去，在那里运行：python process.py restore {USUAL} 新文件夹"
    assert lines[0].startswith("备份了15个文件，共0.")
    assert lines[1:] == [
        "　config.toml，inbox 3个，ledger.xlsx，signing.key，templates 9个",
        "程序本身和放在工作区里的别的文件不在备份里",
        "备份里有签名密钥，请妥善保管，不要外传",
        f"备份文件：{USUAL}。{next_step}",
    ]
    verb(town.root, "restore", USUAL, "乙", "--dry-run")
    assert (
        capsys.readouterr()
        .out.splitlines()[0]
        .startswith("这份备份是完整的：2024-05-29的备份，15个文件")
    )
    assert not (tmp_path / "乙").exists()
    verb(town.root, "restore", USUAL, "乙")
    assert capsys.readouterr().out.splitlines()[1:] == [
        "签名密钥也恢复了，请妥善保管，不要外传",
        "下一步：python process.py --config 乙",
    ]
    assert verb(town.root, "restore", USUAL, "乙") == 2
    assert "里已经有东西，没有恢复" in capsys.readouterr().err
