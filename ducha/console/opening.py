"""A file or folder shown by the program that the system has for it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path


def can_open() -> bool:
    """Whether somebody sits at a screen on which a window can be opened."""
    return sys.stdin.isatty() and sys.stdout.isatty() and (_on_windows() or bool(_opener()))


def open_path(path: Path) -> bool:
    """Open it as a double click would; whether that could be asked for."""
    try:
        if _on_windows():
            getattr(os, "startfile")(path)  # noqa: B009 - is there on Windows alone
        else:
            _start([*_opener(), str(path)])
    except OSError:  # no program for such files, or it cannot be started
        return False
    return True


def _on_windows() -> bool:
    return hasattr(os, "startfile")


def _opener() -> list[str]:
    """The command that opens things here; none where there is no screen."""
    if found := shutil.which("open") if sys.platform == "darwin" else None:
        return [found]
    screen = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    found = shutil.which("xdg-open") if screen else None
    return [found] if found else []


def _start(command: Sequence[str]) -> None:
    """Start a program that outlives us, with nothing of it on our screen."""
    nowhere = subprocess.DEVNULL
    subprocess.Popen(  # noqa: S603 - what the system opens files with, and a path of ours
        command, stdin=nowhere, stdout=nowhere, stderr=nowhere, start_new_session=True
    )
