"""What a verb shows while it works: on a terminal only, a pipe gets the result alone."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from ducha.console.screen import say_waiting, show_progress


@pytest.mark.parametrize(
    ("terminal", "shown"),
    [(True, "另一个窗口正在处理同一个工作文件夹，正在等它结束……\n"), (False, "")],
    ids=["terminal", "pipe"],
)
def test_why_nothing_moves(
    *,
    terminal: bool,
    shown: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """While another run is waited for."""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: terminal)
    say_waiting()
    assert capsys.readouterr() == ("", shown)


def test_progress_in_a_pipe_is_silent(capsys: pytest.CaptureFixture[str]) -> None:
    """The paths come through, one by one."""
    paths = [Path("一"), Path("二")]
    assert list(show_progress(paths, "写入备份")) == paths
    assert capsys.readouterr() == ("", "")


def test_progress_on_a_terminal_says_of_what(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of reading the inbox where nothing else is said."""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    for label in ((), ("写入备份",)):
        assert list(show_progress([Path("一")], *label)) == [Path("一")]
    told = capsys.readouterr().err
    assert "读取收件箱" in told
    assert "写入备份" in told
