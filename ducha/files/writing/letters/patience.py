"""How long a template may reckon, in processor time, so that its place can be named."""

from __future__ import annotations

import signal
from _thread import interrupt_main
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from time import process_time
from types import FrameType

SECONDS = 1.5
"""Processor time for one part of a letter; an honest one takes a tenth of one."""

_PACE = 0.02
"""Seconds between two looks at the time."""


class OutOfPatience(Exception):  # noqa: N818 - a template's fault, not an error of ours
    """A template was not done within the time."""


@contextmanager
def patience(seconds: float = SECONDS) -> Iterator[None]:
    """End what runs here once it has taken so many seconds of processor time (R9.6).

    For the main thread of a process. What hangs inside a library is ended from outside, by the
    limits of the worker.

    Raises:
        OutOfPatience: In the midst of what runs, so that its traceback says where.
    """
    done = Event()
    until = process_time() + seconds

    def give_up(_signal: int, _frame: FrameType | None) -> None:
        if not done.is_set():
            done.set()
            raise OutOfPatience

    def watch() -> None:
        while not done.wait(_PACE):
            if process_time() > until:
                interrupt_main()
                return

    before = signal.signal(signal.SIGINT, give_up)
    watcher = Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()
        signal.signal(signal.SIGINT, before)
