"""Files laid into an inbox, and read by nobody but this process."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Self

from ducha.files.inbox import arrivals as inbox
from ducha.files.inbox.opening import FileContents, Job
from ducha.files.sandbox.pool import WorkerTask
from ducha.period import CHINA
from ducha.submission.arrival import Arrival
from ducha.submission.clock import clock_of

OURS = "duchaju@kf.gov.cn"
CLOCK = clock_of(2024, OURS)
FILED = datetime(2024, 6, 3, 9, 0, tzinfo=CHINA)

Files = dict[str, bytes]


class OneHand:
    """A crew of nobody but this process; the real one has tests of its own."""

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


def lay(folder: Path, files: Files) -> Path:
    """Lay files into an inbox, all of the same time."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        os.utime(path, (FILED.timestamp(), FILED.timestamp()))
    return folder


def read(folder: Path, watch: inbox.Progress | None = None) -> tuple[Arrival, ...]:
    """The whole folder, by the ledger of 2024 of a bureau with one address."""
    return inbox.read_inbox(folder, CLOCK, watch)
