"""Work on foreign bytes in processes of their own: what goes wrong there costs one job only."""

from __future__ import annotations

import os
import pickle
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum, auto
from threading import Event, Thread
from typing import Generic, Self, TypeVar

from pebble import ProcessExpired, ProcessPool

from ducha.files.sandbox.fresh import FreshContext
from ducha.files.sandbox.limits import allow_time, confine
from ducha.findings import Problem

LIMIT = 3.0
"""Seconds for one job; an honest form takes a hundredth of one."""

_PACE = 64 * 1024**2
"""Bytes for which a job has one second more: a mail full of scans takes its time."""

MAX_ANSWER = 64 * 1024**2
"""Bytes of an answer, which the program itself has to hold."""

_MOST_WORKERS = 4
"""Each may take as much memory as its limit allows."""

_AHEAD = 2
"""Jobs on their way for each worker: one being done, one that is there when it has ended."""

_MAX_AHEAD = 64 * 1024**2
"""Bytes of the jobs on their way; one job may be larger, and then goes alone."""

_PATIENCE = 3.0
"""Seconds after the limit in which no answer means that the pool itself is stuck."""

_MOST_BROKEN = 3
"""Pools that may break in a row without a single answer between them."""

_TRIES = 3
"""Workers that may come to nothing through no fault of the job."""

_KILLED = -9

_BROKEN = (
    "读取收件箱的后台程序反复中止，没有完成，原来的文件没有改动。"
    "请关闭其他程序，检查磁盘和杀毒软件后重新运行；仍不行的，请交给维护人员。"
)

J = TypeVar("J")
A = TypeVar("A")


class JobFailure(Enum):
    """Why there is no answer to a job."""

    SLOW = auto()  # not done within the limit
    DEAD = auto()  # it ended its worker, and then one that had nothing else to do
    LARGE = auto()  # an answer that is too large to take


@dataclass(frozen=True, slots=True)
class WorkerTask(Generic[J, A]):
    """What workers do with each job, how many bytes it has, and a job that does no harm."""

    work: Callable[[J], A]
    size: Callable[[J], int]
    harmless: J


@dataclass(frozen=True, slots=True)
class _SentJob(Generic[J]):
    """A job on its way in a pool, with its limit; no future where no pool took it."""

    job: J
    limit: float
    pool: ProcessPool | None
    future: Future[bytes] | None


class WorkerPool(Generic[J, A]):
    """Workers for one kind of task, at most as many as there are jobs, started with the first."""

    def __init__(self, task: WorkerTask[J, A], jobs: int) -> None:
        """Start nothing yet.

        Args:
            task: What the workers do with each job.
            jobs: How many jobs there are at most; so many workers at most are started.
        """
        self._task = task
        self._workers = max(1, min(_processors(), _MOST_WORKERS, jobs))
        self._pool: ProcessPool | None = None
        self._broken_pools = 0
        self._machine_works = False

    def __enter__(self) -> Self:
        """Start the workers."""
        self._pool = _start_pool(self._workers)
        return self

    def __exit__(self, *_: object) -> None:
        """End the workers."""
        _stop_pool(self._pool)

    def answers(self, jobs: Iterable[J]) -> Iterator[tuple[J, A | JobFailure]]:
        """Every job with its answer, in order; jobs are drawn from `jobs` as workers become free.

        Raises:
            Problem: No worker does even a harmless job: it is the machine, not the files.
        """
        waiting: deque[_SentJob[J]] = deque()
        for job in jobs:
            waiting.append(self._send(job, self._pool))
            while self._is_full(waiting):
                yield self._take_next(waiting)
        while waiting:
            yield self._take_next(waiting)

    def _is_full(self, waiting: deque[_SentJob[J]]) -> bool:
        if len(waiting) == 1:
            return False
        bulk = sum(self._task.size(sent.job) for sent in waiting)
        return len(waiting) > _AHEAD * self._workers or bulk > _MAX_AHEAD

    def _send(self, job: J, pool: ProcessPool | None) -> _SentJob[J]:
        """Put a job on its way."""
        limit = LIMIT + self._task.size(job) / _PACE
        future = None
        if pool is not None:
            with suppress(RuntimeError, OSError):  # broken since
                future = pool.schedule(_pack_answer, (self._task.work, job), timeout=limit)
        return _SentJob(job, limit, pool, future)

    def _take_next(self, waiting: deque[_SentJob[J]]) -> tuple[J, A | JobFailure]:
        sent = waiting.popleft()
        return sent.job, self._answer(sent)

    def _answer(self, sent: _SentJob[J]) -> A | JobFailure:
        """What the pool says, or else what a worker of its own says."""
        if sent.future is None or (sent.pool is not self._pool and not sent.future.done()):
            self._replace_pool(sent.pool)
            return self._retry(sent.job)
        answer = _outcome(sent)
        if isinstance(answer, bytes):
            self._broken_pools = 0
            return self._unpack(answer)
        if not sent.future.done() or (sent.pool and not sent.pool.active):
            self._replace_pool(sent.pool)
        return self._retry(sent.job)

    def _replace_pool(self, broken: ProcessPool | None) -> None:
        """Start a new pool in place of a broken one, unless that has been done already."""
        if broken is not self._pool:
            return
        self._broken_pools += 1
        if self._broken_pools > _MOST_BROKEN:
            raise Problem(_BROKEN)
        _stop_pool(broken)
        self._pool = _start_pool(self._workers)

    def _retry(self, job: J) -> A | JobFailure:
        """Try a job again in a worker of its own: the first may have died of another job.

        Or it was slow because the machine was busy. Where not even a harmless job is done, it is
        the machine, and no file is to blame.
        """
        answer = self._run_until_answered(job)
        if isinstance(answer, bytes):
            return self._unpack(answer)
        if answer is JobFailure.SLOW:
            return answer
        self._machine_works = self._machine_works or isinstance(
            self._run_until_answered(self._task.harmless), bytes
        )
        if not self._machine_works:
            raise Problem(_BROKEN)
        return JobFailure.DEAD

    def _run_until_answered(self, job: J) -> bytes | JobFailure | None:
        """What comes of a job; tried again while it is the machine that lets nothing come of it."""
        outcomes = (self._run_alone(job) for _ in range(_TRIES))
        return next((outcome for outcome in outcomes if outcome is not None), None)

    def _run_alone(self, job: J) -> bytes | JobFailure | None:
        """What comes of a job in a worker that does nothing else."""
        pool = _start_pool(1)
        try:
            return _outcome(self._send(job, pool))
        finally:
            _stop_pool(pool)

    def _unpack(self, packed: bytes) -> A | JobFailure:
        if not packed:
            return JobFailure.LARGE
        answer: A = pickle.loads(packed)  # noqa: S301 - from our own worker
        return answer


def _outcome(sent: _SentJob[J]) -> bytes | JobFailure | None:
    """The packed answer, or why there is none; None where the job had no part in it.

    A parser may abort or crash, but no parser ends itself with SIGKILL; and what the system
    refuses a worker (OSError) it does not refuse because of bytes that are in memory already.
    """
    if sent.future is None:
        return None
    try:
        error = sent.future.exception(sent.limit + _PATIENCE)
    except TimeoutError:
        return None
    if error is None:
        return sent.future.result()
    if isinstance(error, ProcessExpired):
        return None if error.exitcode == _KILLED else JobFailure.DEAD
    return JobFailure.SLOW if isinstance(error, TimeoutError) else None


def _processors() -> int:
    """How many processors this program may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _start_pool(workers: int) -> ProcessPool | None:
    """Workers that have been started; None where they could not be, or it takes too long.

    The library waits without end for a process of its own that the system has refused.
    """
    pool = ProcessPool(max_workers=workers, initializer=confine, context=FreshContext())
    started = Event()

    def start() -> None:
        with suppress(RuntimeError, OSError):
            if pool.active:  # asking starts it
                started.set()

    starting = Thread(target=start, daemon=True)
    try:
        starting.start()
    except RuntimeError:  # not even a thread is granted
        return None
    starting.join(_PATIENCE)
    if started.is_set():
        return pool
    if not starting.is_alive():
        _stop_pool(pool)
    return None


def _stop_pool(pool: ProcessPool | None) -> None:
    """End the workers without waiting for it."""
    if pool is None:
        return
    pool.stop()  # type: ignore[no-untyped-call]  # the library forgot to say that it gives nothing
    with suppress(RuntimeError):  # else the end of the program ends them
        Thread(target=pool.join).start()


def _pack_answer(work: Callable[[J], A], job: J) -> bytes:
    """The answer as bytes, so that its size is known before anybody holds it; none if too large."""
    allow_time()
    packed = pickle.dumps(work(job), pickle.HIGHEST_PROTOCOL)
    return packed if len(packed) <= MAX_ANSWER else b""
