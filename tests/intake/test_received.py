"""认定时间: what a clerk settles about when a return came."""

from __future__ import annotations

from datetime import datetime

from kit import returns, sample
from kit.returns import arrival, merged
from kit.sample import QIXIAN

from ducha.ledger.model import Ledger
from ducha.ledger.year.decisions import Override
from ducha.period import CHINA

LATE = arrival(QIXIAN, f"| {sample.COUNT.code} | {QIXIAN} | 30 |", at="05-30")


def received(*moments: str) -> datetime | None:
    """When 杞县's return counts as received, after these decisions of a clerk."""
    decisions = tuple(
        Override(
            file=LATE.source.file,
            unit="",
            period="",
            code="",
            county="",
            field="",
            action="认定时间",
            value=moment,
            reason="核实",
            officer="王五",
            day="",
        )
        for moment in moments
    )
    book: Ledger = returns.book(sample.COUNT, targets={QIXIAN: 60.0}, overrides=decisions)
    return returns.states(book, merged(book, LATE))[QIXIAN].received


def test_a_day_alone_is_its_noon() -> None:
    """In China, as everything; with an hour it is that hour (R6.244)."""
    assert received("2024-05-27") == datetime(2024, 5, 27, 12, 0, tzinfo=CHINA)
    assert received("2024-05-27 08:30") == datetime(2024, 5, 27, 8, 30, tzinfo=CHINA)


def test_of_two_decisions_of_a_kind_the_lower_row_counts() -> None:
    """A clerk who writes a second row below the first means the second (R6.240)."""
    assert received("2024-05-27", "2024-05-26") == datetime(2024, 5, 26, 12, 0, tzinfo=CHINA)
