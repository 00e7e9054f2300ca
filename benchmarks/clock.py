"""Time that our own process spent, in rounds, with the garbage collector held still."""

from __future__ import annotations

import gc
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter, process_time

ROUNDS = 3


@dataclass
class Stopwatch:
    """Adds up the processor time between its starts and stops; other programs' time is not in."""

    spent: float = 0.0

    @contextmanager
    def running(self) -> Iterator[None]:
        """Let it run for a while."""
        started = process_time()
        yield
        self.spent += process_time() - started


@dataclass
class Race:
    """What ours and the bare library took, round by round, in turns so that noise hits both."""

    ours: list[Stopwatch] = field(default_factory=list)
    bare: list[Stopwatch] = field(default_factory=list)

    @property
    def seconds(self) -> float:
        """Median of ours."""
        return statistics.median(watch.spent for watch in self.ours)

    @property
    def ratio(self) -> float:
        """Median of the ratios of the rounds."""
        pairs = zip(self.ours, self.bare, strict=True)
        return statistics.median(ours.spent / bare.spent for ours, bare in pairs)


Run = Callable[[Stopwatch], None]


def race(ours: Run, bare: Run) -> Race:
    """One round of each to warm up, then `ROUNDS` that count."""
    result = Race()
    with _without_collections():
        ours(Stopwatch())
        bare(Stopwatch())
        for _ in range(ROUNDS):
            for run, watches in ((ours, result.ours), (bare, result.bare)):
                gc.collect()
                watches.append(Stopwatch())
                run(watches[-1])
    return result


def together(races: Sequence[Race]) -> Race:
    """Many small races as one: the first rounds together, the second ones, and so on."""
    return Race(
        _add_rounds([race.ours for race in races]), _add_rounds([race.bare for race in races])
    )


def _add_rounds(watches: Sequence[Sequence[Stopwatch]]) -> list[Stopwatch]:
    rounds = zip(*watches, strict=True)
    return [
        Stopwatch(sum(watch.spent for watch in watches_of_round)) for watches_of_round in rounds
    ]


def alone(work: Callable[[], object]) -> float:
    """Median seconds of a stage that has nothing to race against."""
    watches = [Stopwatch() for _ in range(ROUNDS + 1)]
    with _without_collections():
        for watch in watches:
            gc.collect()
            with watch.running():
                work()
    return statistics.median(watch.spent for watch in watches[1:])


@contextmanager
def _without_collections() -> Iterator[None]:
    """No collection falls by chance into one run and not into the other.

    What is there by now is never looked at again, or each collection would cost seconds.
    """
    gc.collect()
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def whole_processes(ours: Sequence[str], bare: Sequence[str], *, times: int = 15) -> float:
    """Median ratio of the wall time of two Python commands, started in turns."""
    for command in (ours, bare):
        _start(command)
    return statistics.median(_start(ours) / _start(bare) for _ in range(times))


def _start(command: Sequence[str]) -> float:
    started = perf_counter()
    subprocess.run([sys.executable, *command], check=True, stdout=subprocess.DEVNULL)
    return perf_counter() - started
