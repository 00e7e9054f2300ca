"""A double click: the menu, and a window that stays until it is read."""

from __future__ import annotations

import sys
from pathlib import Path

import click
import pytest
from kit.screen import RunProgram, TypeLines

from ducha.console import window


@pytest.mark.usefixtures("workspace")
def test_a_double_click_shows_the_menu(
    run_program: RunProgram, type_lines: TypeLines, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the situation of the month."""
    monkeypatch.setattr(window, "double_clicked", lambda: True)
    type_lines("0\n")
    code, lines = run_program()
    assert code == 0
    assert lines[0].startswith("期次：")
    assert any(line.startswith("1 生成填报表") for line in lines)


def test_after_a_double_click_the_window_stays_open(
    workspace: Path, run_program: RunProgram, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that what went wrong can be read; never where arguments were typed."""
    paused: list[str] = []
    monkeypatch.setattr(window, "double_clicked", lambda: True)
    monkeypatch.setattr(click, "pause", paused.append)
    (workspace / "ledger.xlsx").unlink()
    assert run_program()[0] == 2
    assert run_program("merge")[0] == 2
    assert paused == ["按任意键关闭窗口……"]


@pytest.mark.skipif(sys.platform == "win32", reason="about other systems")
def test_nobody_double_clicks_elsewhere() -> None:
    """Only Windows opens a console for the program alone."""
    assert window.double_clicked() is False
