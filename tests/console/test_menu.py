"""Verbs by number, for a clerk who types no commands."""

from __future__ import annotations

from pathlib import Path

import pytest
from kit.screen import RunProgram, TypeLines

import process
from ducha.console.menu import MENU


@pytest.mark.usefixtures("workspace")
def test_menu(run_program: RunProgram, type_lines: TypeLines) -> None:
    """Full-width digits will do, what is not on offer is said, 0 leaves."""
    type_lines("３\n7\n0\n")
    code, lines = run_program("--today", "2024-05-20", "menu")
    assert code == 0
    assert sum(line.startswith("1 生成填报表　2 ") for line in lines) == 3
    assert any(line.endswith("没有“7”这一项") for line in lines)
    assert f"请打开：{Path('outbox', '2024-05', '督查汇总_2024年5月.xlsx')}" in lines


@pytest.mark.usefixtures("workspace")
@pytest.mark.parametrize("text", ["", "\n", "0\n", "０\n"])
def test_the_menu_ends(run_program: RunProgram, type_lines: TypeLines, text: str) -> None:
    """With 0, with nothing, with the end of the input."""
    type_lines(text)
    assert run_program("--today", "2024-05-20", "menu")[0] == 0


def test_a_problem_does_not_end_the_menu(
    workspace: Path, run_program: RunProgram, type_lines: TypeLines
) -> None:
    """It is told as always, and the menu comes again."""
    (workspace / "templates" / "填报邮件.txt").unlink()
    type_lines("1\n0\n")
    code, lines = run_program("--today", "2024-05-20", "menu")
    assert code == 0
    assert "没有执行，原因：" in lines
    assert any(line.startswith("　找不到文件：") for line in lines)


def test_every_choice_of_the_menu_is_a_verb() -> None:
    """Numbered from 1."""
    assert [number for number, _, _ in MENU] == [str(n) for n, _ in enumerate(MENU, start=1)]
    assert {verb for _, verb, _ in MENU} <= {*process.main.commands}
