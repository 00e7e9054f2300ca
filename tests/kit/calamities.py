"""Jobs that do the worst to the worker that has them, by name; workers import them from here."""

from __future__ import annotations

import ctypes
import os
import re
import signal
import sys
import time
from collections.abc import Callable

from ducha.files.sandbox import pool as workers
from ducha.files.sandbox.limits import Allowance
from ducha.files.sandbox.pool import JobFailure, WorkerTask

ALLOWANCE = Allowance(2.0, 256 * 2**20)
"""Time enough to eat all that memory many times over, and soon used up by what hangs."""


def _hang() -> None:
    while True:
        pass


def _hang_in_c() -> None:
    """As a parser does that gives nobody else a turn."""
    re.match(r"(a+)+b", "a" * 64)


def _eat() -> None:
    kept = [bytes(2**24) for _ in range(ALLOWANCE.memory // 2**24)]
    raise AssertionError(len(kept))


def _eat_in_c() -> None:
    """As a parser in C or Rust does that asks for too much: no error, the end."""
    if not ctypes.CDLL(None).malloc(ctypes.c_size_t(8 * ALLOWANCE.memory)):
        os.abort()


def _tell() -> None:
    sys.stderr.write("thread '<unnamed>' panicked\n")
    sys.stderr.flush()
    os.abort()


class Panic(BaseException):
    """Nothing that `except Exception` would catch."""


def _panic() -> None:
    raise Panic


def _break() -> None:
    raise OSError(5, "Input/output error")


CALAMITIES: dict[str, tuple[Callable[[], object], JobFailure]] = {
    "aborts": (os.abort, JobFailure.DEAD),
    "crashes": (lambda: ctypes.string_at(0), JobFailure.DEAD),
    "is killed": (lambda: os.kill(os.getpid(), signal.SIGKILL), JobFailure.DEAD),
    "leaves": (lambda: os._exit(0), JobFailure.DEAD),
    "speaks": (_tell, JobFailure.DEAD),
    "panics": (_panic, JobFailure.DEAD),
    "breaks": (_break, JobFailure.DEAD),
    "eats": (_eat, JobFailure.DEAD),
    "eats in C": (_eat_in_c, JobFailure.DEAD),
    "hangs": (_hang, JobFailure.SLOW),
    "hangs in C": (_hang_in_c, JobFailure.SLOW),
    "answers too much": (lambda: bytes(workers.MAX_ANSWER + 1), JobFailure.LARGE),
}


def work(job: str) -> str | bytes:
    """Turn a name round, or do what a calamity does; or sleep, which takes no processor."""
    if job in CALAMITIES:
        answer = CALAMITIES[job][0]()
        return answer if isinstance(answer, bytes) else ""
    if job == "sleeps":
        time.sleep(3600)
    return job[::-1]


WORK: WorkerTask[str, str | bytes] = WorkerTask(work, len, "harmless", ALLOWANCE)
