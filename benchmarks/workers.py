"""Time what reading in processes of their own costs and gains, on honest forms and with bad ones.

Run from the root of the repository: python -m benchmarks.workers
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Self

from benchmarks import scaled
from ducha.files.inbox import arrivals as inbox
from ducha.files.inbox.opening import FileContents, Job
from ducha.files.sandbox.pool import WorkerTask
from ducha.submission.clock import Clock

ROUNDS = 5
HONEST = 20
FEW, MANY = 200, 400
SIZES = (500, 1000)
BAD_IN_A_HUNDRED = 4


class OneHand:
    """No pool but this process, as it was before there were workers."""

    def __init__(self, task: WorkerTask[Job, FileContents], _: int) -> None:
        """Take the task."""
        self.work = task.work

    def __enter__(self) -> Self:
        """Nothing to start."""
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing to end."""

    def answers(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, FileContents]]:
        """Every job with its answer."""
        return ((job, self.work(job)) for job in jobs)


POOL = inbox.WorkerPool


def gathered(folder: Path, pool: object = POOL) -> float:
    """Seconds to read an inbox, the workers' start and all."""
    inbox.WorkerPool = pool  # type: ignore[misc, assignment]
    started = perf_counter()
    arrivals = inbox.read_inbox(folder, Clock(2024))
    seconds = perf_counter() - started
    if len(arrivals) != len(list(folder.iterdir())):
        raise AssertionError(len(arrivals))
    return seconds


def on(processors: int) -> None:
    """Use so many processors from now on."""
    os.sched_setaffinity(0, set(range(processors)))


def lay(folder: Path, forms: list[bytes], count: int, bad: Iterable[bytes] = ()) -> None:
    """Lay forms into a new inbox, bad files among them."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    spoilt = list(bad)
    for number in range(count):
        data = forms[number % len(forms)]
        if spoilt and number * BAD_IN_A_HUNDRED % 100 < BAD_IN_A_HUNDRED:
            data = spoilt[number * BAD_IN_A_HUNDRED // 100 % len(spoilt)]
        (folder / f"{number:04d}.xlsx").write_bytes(data)


def spoilt(form: bytes) -> list[bytes]:
    """Files that are refused, and some that take their time over it."""
    return [
        form[: len(form) // 2],
        form + form,
        b"",
        form.replace(b"xl/workbook.xml", b"xl/workbook.xmL"),
        b"PK\3\4" + bytes(40_000),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(10_000_000),
        b"From: a\r\n\r\n" + b"x" * 20_000_000,
        b"<html>" * 1_000_000,
    ]


def main() -> None:
    """Measure and print."""
    processors = len(os.sched_getaffinity(0))
    forms = [scaled.returned(form).data for form in scaled.city(10).forms()]
    folder = Path(tempfile.mkdtemp()) / "inbox"
    lay(folder, forms, HONEST)
    pairs = [(gathered(folder), gathered(folder, OneHand)) for _ in range(ROUNDS)]
    cost = median(ours - alone for ours, alone in pairs)
    print(f"{HONEST} honest forms: {cost * 1e3:+.0f} ms for the workers, {processors} processors")
    for count in (FEW, MANY):
        lay(folder, forms, count)
        ratio = median(_one_to_two(folder) for _ in range(ROUNDS))
        print(f"{count} honest forms: two processors read {ratio:.2f} times as fast as one")
    on(processors)
    each = []
    for count in SIZES:
        lay(folder, forms, count, spoilt(forms[0]))
        each.append(median(gathered(folder) for _ in range(3)) / count)
        bad = count * BAD_IN_A_HUNDRED // 100
        print(f"{count} files, {bad} of them bad: {each[-1] * 1e3:.1f} ms a file")
    print(f"per file, {SIZES[1]} to {SIZES[0]}: {each[1] / each[0]:.2f}")
    shutil.rmtree(folder.parent)


def _one_to_two(folder: Path) -> float:
    on(1)
    alone = gathered(folder)
    on(2)
    return alone / gathered(folder)


if __name__ == "__main__":
    sys.exit(main())
