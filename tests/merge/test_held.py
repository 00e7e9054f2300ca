"""A held figure where nothing is asked for."""

from __future__ import annotations

from kit import returns, sample
from kit.returns import arrival, line, merged
from kit.sample import LONGTING, QIXIAN

from ducha.status.rating import Status


def test_a_held_figure_without_a_task_is_no_correction() -> None:
    """-1 is held in both counties; 龙亭区 has the target 0 and nothing to put right (R7.61)."""
    book = returns.book(sample.COUNT, targets={QIXIAN: 60.0, LONGTING: 0.0})
    code = sample.COUNT.code
    year = merged(
        book, *(arrival(name, f"| {code} | {name} | -1 |") for name in (QIXIAN, LONGTING))
    )
    assert line(year, QIXIAN).rating.status is Status.HELD
    assert line(year, LONGTING).rating.status is Status.NO_TASK
