"""A program at a pseudo-terminal, and a clerk who types there."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

if sys.platform != "win32":
    import fcntl
    import pty
    import termios

SHORT = 600
"""Seconds that a program may take to end after the last answer."""


def at_terminal(
    command: Sequence[str | Path],
    answers: Sequence[tuple[str, str]],
    surroundings: Mapping[str, str] | None = None,
) -> tuple[int, str]:
    r"""Run a program: each answer is typed once its words are shown; code, and all that is shown.

    Ctrl-C is the answer \\x03, the end of the input \\x04.
    """
    ours, theirs = pty.openpty()
    running = subprocess.Popen(
        [*command],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=surroundings,
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509 - for Ctrl-C
    )
    os.close(theirs)
    shown = "".join(_answer(ours, words, answer) for words, answer in answers) + _rest(ours)
    os.close(ours)
    return running.wait(timeout=SHORT), shown.replace("\r\n", "\n")


def _answer(screen: int, words: str, answer: str) -> str:
    """Wait for the words, then type; a program that ends first shows what it said."""
    seen = b""
    while words not in seen.decode("utf-8", "replace"):
        try:
            seen += os.read(screen, 4096)
        except OSError as ended:
            message = f"ended before {words!r}: {seen.decode('utf-8', 'replace')}"
            raise AssertionError(message) from ended
    os.write(screen, answer.encode())
    return seen.decode("utf-8", "replace")


def _rest(screen: int) -> str:
    seen = b""
    with suppress(OSError):  # the end of a terminal
        while more := os.read(screen, 4096):
            seen += more
    return seen.decode("utf-8", "replace")
