"""A double click: the menu, and a window that stays until it is read."""

from __future__ import annotations

import sys

import click
import pytest
from kit.screen import RunProgram, TypeLines

from ducha.console import pages, window
from ducha.findings import Problem


@pytest.mark.usefixtures("workspace")
def test_a_double_click_shows_the_menu(
    run_program: RunProgram, type_lines: TypeLines, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the situation of the month; the window stays until 0 is typed."""
    monkeypatch.setattr(window, "double_clicked", lambda: True)
    type_lines("0\n")
    code, lines = run_program()
    assert code == 0
    assert lines[0].startswith("期次：")
    assert any(line.startswith("每月：　1 生成填报表") for line in lines)


@pytest.mark.usefixtures("workspace")
def test_after_a_double_click_the_window_stays_open(
    run_program: RunProgram, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that what is wrong before any menu can be read; never where arguments were typed."""

    def refuse() -> None:
        message = "缺少组件"
        raise Problem(message)

    paused: list[str] = []
    monkeypatch.setattr(window, "double_clicked", lambda: True)
    monkeypatch.setattr(click, "pause", paused.append)
    monkeypatch.setattr(pages, "assert_safe", refuse)
    assert run_program()[0] == 2
    assert run_program("merge")[0] == 2
    assert paused == ["按任意键关闭窗口……"]


@pytest.mark.skipif(sys.platform == "win32", reason="about other systems")
def test_nobody_double_clicks_elsewhere() -> None:
    """Only Windows opens a console for the program alone."""
    assert window.double_clicked() is False
