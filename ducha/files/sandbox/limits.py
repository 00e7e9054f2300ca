"""What a worker may not do: outgrow its time and memory, speak to the screen, leave a dump."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from time import process_time
from typing import NamedTuple

OVERTIME = 71
"""How a worker ends that has used up its time, where the system does not end it."""

OVERSIZE = 72
"""How one ends that has taken too much memory, where the system refuses none."""

OVERTIME_CODES = frozenset(
    {
        OVERTIME,
        *(-getattr(signal, name) for name in ("SIGPROF", "SIGXCPU") if hasattr(signal, name)),
    }
)
"""Exit codes of a worker that has used up its time."""

_GRACE = 10
"""Seconds after which a second limit of the system holds where the first did not."""

_INTERVAL = 0.05
"""Seconds between two looks, where the system itself sets no limit."""


class Allowance(NamedTuple):
    """What one job may take: neither depends on how busy the machine is."""

    seconds: float
    """Of processor time."""

    memory: int
    """Bytes on top of what the worker has when the job begins."""


def confine() -> None:
    """Limit this process, once, before it sees a foreign byte."""
    silence_streams()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # ends at once, even inside a parser that hangs
    if sys.platform == "win32":
        _forbid_dialog()
    else:
        _forbid_dump()
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGPROF, signal.SIGXCPU})


@contextmanager
def within(allowance: Allowance) -> Iterator[None]:
    """End this process, or refuse it memory, if what happens inside takes more than it may.

    The system counts the time and ends the process, inside a parser in C too, and with nobody
    left to watch it; where it cannot do that, a thread does (R6.370).
    """
    done = Event()
    if sys.platform != "linux":
        watch(allowance, done)
    _limit_time(allowance.seconds)
    _limit_memory(allowance.memory)
    try:
        yield
    finally:
        _limit_time(0)
        _limit_memory(0)
        done.set()


def silence_streams() -> None:
    """Send both output streams nowhere: what a parser that panics writes is not for a clerk."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)


def _forbid_dialog() -> None:
    """A process that crashes must not wait for somebody to close a window."""
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415 - on Windows only

        msvcrt.SetErrorMode(msvcrt.SEM_FAILCRITICALERRORS | msvcrt.SEM_NOGPFAULTERRORBOX)


def _forbid_dump() -> None:
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - not on Windows

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_time(seconds: float) -> None:
    """Let the system end this process after so much processor time from now on; 0: never."""
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - not on Windows

        signal.setitimer(signal.ITIMER_PROF, seconds)
        until = int(process_time() + seconds) + _GRACE if seconds else resource.RLIM_INFINITY
        _set_soft_limit(resource.RLIMIT_CPU, until)


def _limit_memory(extra: int) -> None:
    """Let the system refuse what goes beyond so many bytes more than now; 0: nothing.

    An error in Python, the end of a parser in C or Rust.
    """
    if sys.platform == "linux":
        import resource  # noqa: PLC0415 - not on Windows

        limit = _address_space() + extra if extra else resource.RLIM_INFINITY
        _set_soft_limit(resource.RLIMIT_AS, limit)


def _set_soft_limit(kind: int, limit: int) -> None:
    """Set a limit of the system, or the one that was there before, whichever is nearer."""
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - not on Windows

        _, most = resource.getrlimit(kind)
        limits = {limit, most} - {resource.RLIM_INFINITY}
        resource.setrlimit(kind, (min(limits, default=resource.RLIM_INFINITY), most))


def _address_space() -> int:
    """Bytes of address space this process has now."""
    pages = Path("/proc/self/statm").read_text("ascii").split()[0]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def watch(allowance: Allowance, done: Event) -> None:
    """End this process as soon as it takes more than it may, unless it is done before."""
    from psutil import Process  # noqa: PLC0415 - needed where the system sets no limit

    process = Process()
    latest = process_time() + allowance.seconds
    most = process.memory_info().rss + allowance.memory

    def look() -> None:
        while not done.wait(_INTERVAL):
            if process_time() > latest:
                os._exit(OVERTIME)
            if process.memory_info().rss > most:
                os._exit(OVERSIZE)

    Thread(target=look, daemon=True).start()


if __name__ == "__mp_main__":  # a worker has begun
    silence_streams()
