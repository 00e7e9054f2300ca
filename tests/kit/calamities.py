"""Jobs that do the worst to the worker that has them, by name; workers import them from here."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import time
from collections.abc import Callable

from ducha.files.sandbox import limits as workers_limits
from ducha.files.sandbox import pool as workers
from ducha.files.sandbox.pool import JobFailure, WorkerTask


def _hang() -> None:
    while True:
        pass


def _eat() -> None:
    kept = [b"x" * 2**20 for _ in range(workers_limits.MEMORY // 2**20)]
    raise AssertionError(len(kept))


def _eat_in_c() -> None:
    """As a parser in C or Rust does that asks for too much: no error, the end."""
    if not ctypes.CDLL(None).malloc(ctypes.c_size_t(8 * workers_limits.MEMORY)):
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
    "leaves": (lambda: os._exit(0), JobFailure.SLOW),
    "speaks": (_tell, JobFailure.DEAD),
    "panics": (_panic, JobFailure.DEAD),
    "breaks": (_break, JobFailure.DEAD),
    "eats": (_eat, JobFailure.DEAD),
    "eats in C": (_eat_in_c, JobFailure.DEAD),
    "hangs": (_hang, JobFailure.SLOW),
    "sleeps": (lambda: time.sleep(60), JobFailure.SLOW),
    "answers too much": (lambda: bytes(workers.MAX_ANSWER + 1), JobFailure.LARGE),
}


def work(job: str) -> str | bytes:
    """Turn a name round, or do what a calamity does."""
    if job in CALAMITIES:
        answer = CALAMITIES[job][0]()
        return answer if isinstance(answer, bytes) else ""
    return job[::-1]


WORK: WorkerTask[str, str | bytes] = WorkerTask(work, len, "harmless")
