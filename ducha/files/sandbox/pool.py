"""Work on foreign bytes in processes of their own: what goes wrong there costs one job only."""

from __future__ import annotations

import os
import pickle
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import partial
from typing import Generic, Self, TypeVar

from ducha.files.sandbox.limits import Allowance, within
from ducha.files.sandbox.worker import PATIENCE, Overtime, Patience, Worker, outcome
from ducha.findings import Problem

SECONDS = 10.0
"""Processor time for one job; an honest form takes a hundredth of one second."""

MEMORY = 512 * 1024**2
"""Bytes for one job."""

_ALLOWANCE = Allowance(SECONDS, MEMORY)

_PACE = 16 * 1024**2
"""Bytes for which a job has one second more: a mail full of scans takes its time."""

MAX_ANSWER = 64 * 1024**2
"""Bytes of an answer, which the program itself has to hold."""

_MOST_WORKERS = 4
"""Each may take as much memory as its limit allows."""

_AHEAD = 2
"""Jobs taken for each worker: one that is being done, one that is there when it has ended."""

_MAX_AHEAD = 64 * 1024**2
"""Bytes of the jobs that are taken; one job may be larger, and then goes alone."""

_TRIES = 3
"""Workers that may come to nothing before it is the job's fault: others may have ended them."""

_LOOK = 0.2
"""Seconds between two looks at workers that say nothing."""

_BROKEN = (
    "读取文件的后台程序反复中止，没有完成，原来的文件没有改动。"
    "请关闭其他程序，检查磁盘和杀毒软件后重新运行；仍不行的，请交给维护人员。"
)

J = TypeVar("J")
A = TypeVar("A")


class JobFailure(Enum):
    """Why there is no answer to a job."""

    SLOW = auto()  # it has used up its processor time
    DEAD = auto()  # it ended every worker that had it
    LARGE = auto()  # an answer that is too large to take


@dataclass(frozen=True, slots=True)
class WorkerTask(Generic[J, A]):
    """What workers do with each job, how many bytes it has, and a job that does no harm.

    With what a job may take; its bytes lengthen the time (`_PACE`).
    """

    work: Callable[[J], A]
    size: Callable[[J], int]
    harmless: J
    allowance: Allowance = _ALLOWANCE


@dataclass(slots=True)
class _TakenJob(Generic[J]):
    """A job and how far it has come: its future while a worker has it, in the end what it gave."""

    job: J
    future: Future[bytes] | None = None
    tries: int = 0
    packed: bytes | JobFailure | None = None


@dataclass(slots=True)
class WorkerPool(Generic[J, A]):
    """Workers for one kind of task, at most as many as there are jobs, started when needed.

    Args:
        task: What the workers do with each job.
        jobs: How many jobs there are at most; so many workers at most are started.
        patience: How long the machine may take.
    """

    task: WorkerTask[J, A]
    jobs: int
    patience: Patience = PATIENCE
    _workers: list[Worker] = field(init=False)

    def __post_init__(self) -> None:
        """Start nothing yet."""
        count = max(1, min(_processors(), _MOST_WORKERS, self.jobs))
        self._workers = [Worker(self.patience) for _ in range(count)]

    def __enter__(self) -> Self:
        """Take the workers."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the workers."""
        for worker in self._workers:
            worker.stop()

    def answers(self, jobs: Iterable[J]) -> Iterator[tuple[J, A | JobFailure]]:
        """Every job with its answer, in order; jobs are drawn from `jobs` as workers become free.

        Raises:
            Problem: No worker does even a harmless job, or one does not start or never answers:
                it is the machine, not the files.
        """
        taken: deque[_TakenJob[J]] = deque()
        for job in jobs:
            taken.append(_TakenJob(job))
            self._hand_out(taken)
            while self._is_full(taken):
                yield self._next_answer(taken)
        while taken:
            yield self._next_answer(taken)

    def _is_full(self, taken: deque[_TakenJob[J]]) -> bool:
        if len(taken) == 1:
            return False
        bulk = sum(self.task.size(each.job) for each in taken)
        return len(taken) > _AHEAD * len(self._workers) or bulk > _MAX_AHEAD

    def _next_answer(self, taken: deque[_TakenJob[J]]) -> tuple[J, A | JobFailure]:
        first = taken[0]
        self._do_first(taken)
        taken.popleft()
        if first.packed is JobFailure.DEAD:
            self._assert_sound()
        if not isinstance(first.packed, bytes):
            return first.job, first.packed or JobFailure.DEAD
        if not first.packed:
            return first.job, JobFailure.LARGE
        answer: A = pickle.loads(first.packed)  # noqa: S301 - from our own worker
        return first.job, answer

    def _assert_sound(self) -> None:
        """Where not even a harmless job is done, it is the machine, and no file is to blame."""
        harmless = deque([_TakenJob(self.task.harmless)])
        self._do_first(harmless)
        if not isinstance(harmless[0].packed, bytes):
            raise Problem(_BROKEN)

    def _do_first(self, taken: deque[_TakenJob[J]]) -> None:
        """Let the workers go on until the first of these jobs has come to its end."""
        while True:
            for each in taken:
                _settle(each)
            self._hand_out(taken)
            if taken[0].packed is not None:
                return
            busy = {worker.future for worker in self._workers} - {None}
            wait((future for future in busy if future), _LOOK, FIRST_COMPLETED)
            for worker in self._workers:
                worker.check()

    def _hand_out(self, taken: Iterable[_TakenJob[J]]) -> None:
        """Give jobs that nobody has to workers that have none."""
        ready = (each for each in taken if each.future is None and each.packed is None)
        free = (worker for worker in self._workers if worker.future is None)
        for worker, each in zip(free, ready, strict=False):
            each.tries += 1
            each.future = worker.begin(
                partial(_pack_answer, self.task.work, each.job, self._allowed(each.job))
            )

    def _allowed(self, job: J) -> Allowance:
        seconds, memory = self.task.allowance
        return Allowance(seconds + self.task.size(job) / _PACE, memory)


def _settle(taken: _TakenJob[J]) -> None:
    """Take what a worker has made of a job; one that came to nothing is tried again (R6.372)."""
    if taken.future is None or not taken.future.done():
        return
    try:
        taken.packed = outcome(taken.future)
    except Overtime:
        taken.packed = JobFailure.SLOW
    taken.future = None
    if taken.packed is None and taken.tries == _TRIES:
        taken.packed = JobFailure.DEAD


def _processors() -> int:
    """How many processors this program may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _pack_answer(work: Callable[[J], A], job: J, allowance: Allowance) -> bytes:
    """The answer as bytes, so that its size is known before anybody holds it; none if too large."""
    with within(allowance):
        packed = pickle.dumps(work(job), pickle.HIGHEST_PROTOCOL)
    return packed if len(packed) <= MAX_ANSWER else b""
