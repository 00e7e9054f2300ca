"""Which return made a unit's month complete, and whether what it owed came in time."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from ducha.intake.examined import ExaminedReturn
from ducha.period import end_of
from ducha.submission.arrival import MAIL_TIME, RULED_TIME, Source

SURE_TIMES = frozenset({MAIL_TIME, RULED_TIME})
"""What a time must rest on before it can make anybody late."""

Row = tuple[str, str]
"""Code and county of a row of figures."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """How a unit's returns of the month filled what it owes.

    `decisive` is the return that completed it, or filled it as far as it is filled; None where
    nothing was accepted. `supplemented` counts the rows first filled after the deadline where
    others were filled in time. `unsettled` are returns that would be late by a time which makes
    nobody late.
    """

    decisive: Source | None
    filled: int
    late: bool
    supplemented: int
    unsettled: tuple[Source, ...]


def completion(
    returns: Sequence[ExaminedReturn], owed: Collection[Row], deadline: date
) -> Completion:
    """Find the return that filled each row first: it decides, and corrections never do (R6.200).

    A row that is filled wrongly is filled. Where no row that is owed was filled, the first
    accepted return decides.

    Args:
        returns: The unit's returns of the month, in their order.
        owed: The rows that it owes.
        deadline: The last day on which they are in time.
    """
    first_fillers: dict[Row, Source] = {}
    for examined in returns:
        for row in examined.figures:
            if (row.code, row.county) in owed:
                first_fillers.setdefault((row.code, row.county), examined.submission.source)
    accepted = [r.submission.source for r in returns if r.accepted]
    if not accepted:
        return Completion(
            decisive=None, filled=len(first_fillers), late=False, supplemented=0, unsettled=()
        )
    fillers = tuple(first_fillers.values()) or tuple(accepted[:1])
    late_rows = sum(is_late(source, deadline) for source in fillers)
    after = dict.fromkeys(source for source in fillers if source.received > end_of(deadline))
    return Completion(
        decisive=_last(returns, fillers),
        filled=len(first_fillers),
        late=late_rows > 0,
        supplemented=late_rows if late_rows < len(fillers) else 0,
        unsettled=tuple(source for source in after if source.basis not in SURE_TIMES),
    )


def is_late(source: Source, deadline: date) -> bool:
    """By the mail's time or a clerk's; one of the file makes nobody late (R6.194)."""
    return source.basis in SURE_TIMES and source.received > end_of(deadline)


def _last(returns: Sequence[ExaminedReturn], fillers: Collection[Source]) -> Source:
    """The last of these in the order of the returns."""
    ordered = (examined.submission.source for examined in returns)
    return [source for source in ordered if source in fillers][-1]
