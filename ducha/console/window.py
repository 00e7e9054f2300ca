"""The window of a double click: opened for us alone, and gone when we end."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence

import click

_LAUNCHER_AND_PYTHON = 2


def double_clicked() -> bool:
    """Whether Windows opened a console for us alone, as it does for a double click."""
    windows = getattr(ctypes, "windll", None)
    if windows is None:
        return False
    processes = (ctypes.c_uint * 4)()
    return int(windows.kernel32.GetConsoleProcessList(processes, 4)) <= _LAUNCHER_AND_PYTHON


def keep_open(arguments: Sequence[str]) -> None:
    """Let a clerk who double-clicked read the message before the window closes."""
    if not arguments and double_clicked():
        click.pause("按任意键关闭窗口……")
