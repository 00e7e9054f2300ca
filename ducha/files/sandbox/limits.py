"""What a worker may not do: outgrow its memory, speak to the screen, leave a dump behind."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from threading import Thread
from time import sleep

MEMORY = 512 * 1024**2
"""Bytes that a worker may take for a file, on top of what it has when it starts."""

PROCESSOR = 20
"""Seconds of processor time for one job: only a worker whose program was killed gets that far."""

_INTERVAL = 0.05
"""Seconds between two looks at the memory, where the system itself sets no limit."""


def confine() -> None:
    """Limit this process, once, before it sees a foreign byte."""
    silence_streams()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # ends at once, even inside a parser that hangs
    if sys.platform == "win32":
        _forbid_dialog()
    else:
        _forbid_dump()
    if sys.platform == "linux":
        _limit_memory()
    else:
        watch_memory(MEMORY)


def allow_time() -> None:
    """Allow `PROCESSOR` seconds from now on, where the system can set such a limit.

    The program that watches the worker may have been killed, and then nothing else ends it.
    """
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - not on Windows

        used = resource.getrusage(resource.RUSAGE_SELF)
        _, most = resource.getrlimit(resource.RLIMIT_CPU)
        until = int(used.ru_utime + used.ru_stime) + 1 + PROCESSOR
        if most == resource.RLIM_INFINITY or until < most:
            resource.setrlimit(resource.RLIMIT_CPU, (until, most))


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


def _limit_memory() -> None:
    """The system refuses what goes beyond: an error in Python, the end of a parser in C or Rust."""
    if sys.platform == "linux":
        import resource  # noqa: PLC0415 - not on Windows

        limit = _address_space() + MEMORY
        _, most = resource.getrlimit(resource.RLIMIT_AS)
        if most != resource.RLIM_INFINITY:
            limit = min(limit, most)
        resource.setrlimit(resource.RLIMIT_AS, (limit, most))


def _address_space() -> int:
    """Bytes of address space this process has now."""
    pages = Path("/proc/self/statm").read_text("ascii").split()[0]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def watch_memory(limit: int) -> None:
    """End this process as soon as it holds `limit` bytes more than now."""
    from psutil import Process  # noqa: PLC0415 - needed where the system sets no limit

    process = Process()
    most = process.memory_info().rss + limit

    def watch() -> None:
        while process.memory_info().rss <= most:
            sleep(_INTERVAL)
        os.kill(os.getpid(), signal.SIGTERM)

    Thread(target=watch, daemon=True).start()


if __name__ == "__mp_main__":  # a worker has begun
    silence_streams()
