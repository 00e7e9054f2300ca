"""What a verb shows while it works: on a terminal only, a pipe gets the result alone."""

from __future__ import annotations

import sys

import pytest

from ducha.console.screen import say_waiting


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
