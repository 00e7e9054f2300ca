"""One worker: a process that does one job at a time, and is started anew when it has died."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from threading import Event, Thread
from time import monotonic
from typing import NamedTuple

from pebble import ProcessExpired, ProcessPool

from ducha.files.sandbox.fresh import FreshContext
from ducha.files.sandbox.limits import OVERTIME_CODES, confine
from ducha.findings import Problem

_LATE = (
    "读取文件的后台程序{:.0f}秒内没有启动起来，没有完成，原来的文件没有改动。"
    "电脑可能太忙，或者被杀毒软件拦住了：请关闭其他程序后重新运行；仍不行的，请交给维护人员。"
)
_REFUSED = (
    "系统不让启动读取文件的后台程序，没有完成，原来的文件没有改动。"
    "请关闭其他程序，检查磁盘和杀毒软件后重新运行；仍不行的，请交给维护人员。"
)
_STUCK = (
    "读取文件的后台程序{:.0f}分钟没有回音，没有完成，原来的文件没有改动。"
    "请重新启动电脑后再运行；仍不行的，请交给维护人员。"
)


class Patience(NamedTuple):
    """How long is waited at all, in seconds on the wall: what takes longer is the machine's fault.

    Nothing that a file says may depend on it (R6.371).
    """

    start: float = 60.0
    """For a worker to take its job up."""

    job: float = 30 * 60.0
    """For a job; the processor time it may take is used up in minutes on the busiest machine."""


PATIENCE = Patience()


class Overtime(Exception):  # noqa: N818 - it is the job's state, not an error of the program
    """A job has used up its processor time."""


class Worker:
    """A process, by way of a pool of the library that has no other: who died of a job is known."""

    def __init__(self, patience: Patience) -> None:
        """Start nothing yet."""
        self._patience = patience
        self._pool: ProcessPool | None = None
        self._future: Future[bytes] | None = None
        self._since = 0.0
        self._at_work = False

    @property
    def future(self) -> Future[bytes] | None:
        """The job it is doing; None when it is free."""
        return None if self._future is None or self._future.done() else self._future

    def begin(self, work: Callable[[], bytes]) -> Future[bytes]:
        """Do a job; the worker must be free.

        Raises:
            Problem: The system starts no process within the time there is for it.
        """
        self._since, self._at_work = monotonic(), False
        try:
            self._future = self._ready_pool().schedule(work)
        except RuntimeError:  # it has died since the last job
            self.stop()
            self._future = self._ready_pool().schedule(work)
        return self._future

    def check(self) -> None:
        """See whether its job is under way.

        Raises:
            Problem: It has been waited for as long as there is any sense in it.
        """
        if self.future is None:
            return
        if self._pool is not None and not self._pool.active:
            self.future.cancel()  # it came while the pool broke, and nobody knows of it
            return
        now = monotonic()
        if not self._at_work and self.future.running():
            self._since, self._at_work = now, True
        if self._at_work and now - self._since > self._patience.job:
            raise Problem(_STUCK.format(self._patience.job / 60))
        if not self._at_work and now - self._since > self._patience.start:
            raise Problem(_LATE.format(self._patience.start))

    def stop(self) -> None:
        """End the process without waiting for it."""
        if self._pool is not None:
            _stop_pool(self._pool)
        self._pool = None

    def _ready_pool(self) -> ProcessPool:
        if self._pool is not None and not self._pool.active:
            self.stop()
        if self._pool is None:
            self._pool = start_pool(self._patience.start)
        return self._pool


def outcome(future: Future[bytes]) -> bytes | None:
    """What came of a job that has ended; None where its worker ended or failed without a word.

    Raises:
        Overtime: It has used up its processor time.
    """
    if future.cancelled():
        return None
    error = future.exception()
    if isinstance(error, ProcessExpired) and error.exitcode in OVERTIME_CODES:
        raise Overtime
    return None if error else future.result()


def start_pool(patience: float) -> ProcessPool:
    """A pool of one, started.

    The library waits without end for a process of its own that the system has refused.

    Raises:
        Problem: It could not be started, or that takes too long.
    """
    pool = ProcessPool(max_workers=1, initializer=confine, context=FreshContext())
    started = Event()

    def start() -> None:
        with suppress(RuntimeError, OSError):
            if pool.active:  # asking starts it
                started.set()

    starting = Thread(target=start, daemon=True)
    with suppress(RuntimeError):  # not even a thread is granted
        starting.start()
        starting.join(patience)
    if started.is_set():
        return pool
    if starting.is_alive():
        raise Problem(_LATE.format(patience))
    _stop_pool(pool)
    raise Problem(_REFUSED)


def _stop_pool(pool: ProcessPool) -> None:
    pool.stop()  # type: ignore[no-untyped-call]  # the library forgot to say that it gives nothing
    with suppress(RuntimeError):  # else the end of the program ends them
        Thread(target=pool.join).start()
