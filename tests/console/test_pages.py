"""Help in Chinese, and the guard that is asked before any verb."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from kit.screen import RunProgram

import process
from ducha.console.pages import Page


def test_help_is_chinese_from_head_to_foot(run_program: RunProgram) -> None:
    """Every heading and every option, the verbs in the order of the month."""
    code, lines = run_program("--help")
    assert code == 0
    assert lines[0] == "用法：python process.py [选项] [命令]"
    text = "\n".join(lines)
    for english in ("Usage", "Options", "Commands", "Show this", "exit", "OPTIONS"):
        assert english not in text
    verbs = [line.split()[0] for line in lines[lines.index("命令：") + 1 :] if line[2:3].isalpha()]
    assert [verb for verb in verbs if verb in {"generate", "merge", "status", "demo"}] == [
        *("generate", "merge", "status", "demo")
    ]


@pytest.mark.parametrize("verb", [*process.main.commands])
def test_every_verb_explains_itself_in_chinese(run_program: RunProgram, verb: str) -> None:
    """And its help begins with the line to type."""
    code, lines = run_program(verb, "--help")
    assert code == 0
    assert lines[0].startswith(f"用法：python process.py {verb} [选项]")
    assert lines[-1].split() == ["--help", "显示这一页说明"]


def test_columns_of_help_stand_straight() -> None:
    """A Chinese character takes two columns, so the gap beside it is narrower."""
    page = Page()
    page.write_dl([("--unit 单位", "甲"), ("--dry-run x", "乙"), ("--help", "click's own")])
    assert page.getvalue() == (
        "  --unit 单位  甲\n  --dry-run x  乙\n  --help       显示这一页说明\n"
    )


def test_without_its_guard_the_program_reads_nothing(
    run_program: RunProgram, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Neither a verb nor the situation: it says what to install, before it looks at anything."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(sys.modules, "defusedxml", None)
    for arguments in ((), ("merge",), ("--config", "nowhere", "status")):
        code, lines = run_program(*arguments)
        output = "".join(lines)
        assert code == 2
        assert "缺少组件 defusedxml" in output
        assert "pip install -r requirements.txt" in output
        assert "nowhere" not in output
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("switch", ["False", "true", "0", ""])
def test_a_guard_that_is_switched_off_is_no_guard(
    run_program: RunProgram, monkeypatch: pytest.MonkeyPatch, switch: str
) -> None:
    """Openpyxl takes any word but True for a no."""
    monkeypatch.setenv("OPENPYXL_DEFUSEDXML", switch)
    code, lines = run_program("status")
    assert code == 2
    assert "环境变量 OPENPYXL_DEFUSEDXML 关掉了对恶意表格文件的防护" in "".join(lines)


def test_help_needs_no_guard(run_program: RunProgram, monkeypatch: pytest.MonkeyPatch) -> None:
    """It reads no file."""
    monkeypatch.setitem(sys.modules, "defusedxml", None)
    assert run_program("--help")[0] == 0
