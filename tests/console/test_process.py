"""The verbs themselves: which workspace, which day, nothing on a trial run."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click
import pytest
from kit.screen import RunProgram

import process


def test_the_day_may_be_chosen(workspace: Path, run_program: RunProgram) -> None:
    """The 14th still speaks of last month, the 15th of this one."""
    assert run_program("--today", "2024-06-14", "status")[1][0] == "期次：2024年5月（2024-05）"
    assert run_program("--today", "2024-06-15", "status")[1][0] == "期次：2024年6月（2024-06）"
    assert workspace.is_dir()


def test_the_workspace_may_be_named_by_its_folder(
    workspace: Path, run_program: RunProgram, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or by its config.toml, from anywhere."""
    monkeypatch.chdir(workspace.parent)
    by_file = run_program("--config", str(workspace / "config.toml"), "--today", "2024-05-20")
    by_folder = run_program("--config", str(workspace), "--today", "2024-05-20")
    assert by_file == by_folder
    assert by_folder[0] == 0
    assert any("generate --period 2024-05" in line for line in by_folder[1])


def test_without_a_workspace_here_it_is_the_one_of_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A config.toml in the folder one stands in comes first."""
    monkeypatch.chdir(tmp_path)
    assert process.find_config(None) == Path(process.__file__).parent / "config.toml"
    (tmp_path / "config.toml").touch()
    assert process.find_config(None) == tmp_path / "config.toml"


@pytest.mark.parametrize("name", ["config.toml", "ledger.xlsx"])
def test_a_missing_file_is_named(workspace: Path, run_program: RunProgram, name: str) -> None:
    """With what to do."""
    (workspace / name).unlink()
    code, lines = run_program("--config", str(workspace), "merge")
    assert code == 2
    assert lines == [
        "没有执行，原因：",
        f"　找不到文件：{workspace / name}。请检查是否被移动或改名，再重新运行。",
    ]


def test_a_ledger_that_is_no_workbook(workspace: Path, run_program: RunProgram) -> None:
    """The words are the clerk's, not those for a unit that should send its form again."""
    (workspace / "ledger.xlsx").write_bytes(b"")
    code, lines = run_program("merge")
    assert code == 2
    assert lines[1] == (
        "　台账 ledger.xlsx 打不开：文件是空的，没有任何内容。"
        "请用 Excel 或 WPS 打开检查，另存为 .xlsx；打不开的，从备份恢复。"
    )


def test_a_dry_run_says_how_to_do_it(workspace: Path, run_program: RunProgram) -> None:
    """Nothing is there to be opened, and no key was made."""
    before = sorted(workspace.rglob("*"))
    for verb in ("generate", "merge"):
        lines = run_program("--today", "2024-05-20", verb, "--dry-run")[1]
        assert lines[-1] == "以上是试运行。去掉 --dry-run 再运行一次，才会写入"
        assert not any(line.startswith("新建签名密钥") for line in lines)
    assert sorted(workspace.rglob("*")) == before


def test_without_the_option_it_is_today() -> None:
    """The day in China, whatever the machine's time zone is."""
    found = process.read_day(click.Context(process.main), process.main.params[1], None)
    assert isinstance(found, date)
