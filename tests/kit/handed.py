"""A matter that the bureau has handed to a unit, every field of it to be changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from ducha.ledger.handed.records import Assignment, Occasion, Progress
from kit.sample import QIXIAN

OPEN = Assignment(
    number="2024-01",
    unit=QIXIAN,
    code="三.2",
    problem="培训停滞",
    occasion=Occasion.NOTICE,
    leader="",
    demand="6月底前开班",
    handed=date(2024, 5, 31),
    due=date(2024, 6, 16),
    extended=None,
    answer="已开班",
    answered=date(2024, 6, 10),
    progress=Progress.OPEN,
    closed=None,
    verifier="",
    visited=None,
    visit="",
)
"""杞县's, due on 16 June 2024."""


def closed(day: date, **more: object) -> Assignment:
    """The matter, closed on a day."""
    return replace(OPEN, progress=Progress.CLOSED, closed=day, **more)  # type: ignore[arg-type] - a table of cases
