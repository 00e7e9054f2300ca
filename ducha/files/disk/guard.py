"""One run at a time: who writes in a workspace keeps everybody else out until it has ended."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from ducha.files.disk.whole import remove, replacing_in
from ducha.files.disk.words import why_not_written
from ducha.findings import Problem

LOCK = ".正在运行.lock"
PATIENCE = 10.0
"""Seconds that a second run waits for the first one."""


@dataclass(frozen=True, slots=True)
class WorkspaceLock:
    """Nobody else writes in the workspace at `root`; only `locked` gives one away (R6.10)."""

    root: Path


@contextmanager
def locked(root: Path, waiting: Callable[[], None] | None = None) -> Iterator[WorkspaceLock]:
    """Keep a second run out. The system itself frees the lock of a run that was killed (R6.11).

    The file lies beside config.toml, where nobody clears up, and is gone when the run has ended.

    Args:
        root: The workspace's own folder, which is there.
        waiting: Called once where another run must be waited for.

    Raises:
        Problem: Another run has not ended within `PATIENCE`, or the lock cannot be written.
    """
    lock = FileLock(root / LOCK)
    try:
        _acquire(lock, waiting)
    except Timeout as error:
        message = f"另一个窗口正在处理同一个工作文件夹：{root}。请等它结束后再运行。"
        raise Problem(message) from error
    except OSError as error:
        raise Problem(why_not_written(error, root)) from error
    remove([replacing_in(root)])  # of a run that was killed while it replaced the ledger
    try:
        yield WorkspaceLock(root)
    finally:
        if os.name == "posix":  # Windows takes it away as it is released
            remove([root / LOCK])  # while it is held: whoever waits for it sees that it is gone
        lock.release()


def _acquire(lock: FileLock, waiting: Callable[[], None] | None) -> None:
    try:
        lock.acquire(timeout=0)
    except Timeout:
        if waiting:
            waiting()
        lock.acquire(timeout=PATIENCE)
