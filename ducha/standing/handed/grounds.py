"""Why a matter is to be handed over: red two months running, or overdue, and beyond doubt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from ducha.merge.model import JudgedLine, MonthTable, PlaceKey
from ducha.published.edition import PublishedMonths
from ducha.standing.ranking.places import Rank, is_blameworthy
from ducha.standing.table import STATUS_WORDS
from ducha.status.rating import OVERDUE, Status
from ducha.status.runs import NOT_JUDGED
from ducha.values import answers

RUNNING = 2
"""So many months 严重滞后 in a row are handed over."""


class Ground(NamedTuple):
    """A line that is 严重滞后 by a figure that nobody doubts, and for how many months running."""

    line: JudgedLine
    months: int

    @property
    def overdue(self) -> bool:
        """Whether it was not done by its deadline (逾期未完成)."""
        return self.line.rating.reason.startswith(OVERDUE)

    @property
    def word(self) -> str:
        """Why it is handed over, in a word."""
        return OVERDUE if self.overdue else f"连续{self.months}个月{Status.BEHIND}"


class PastLight(NamedTuple):
    """The light of a line in a month before; one that is not `sure` takes no part (R9.71)."""

    status: Status
    sure: bool


PastMonth = Mapping[PlaceKey, PastLight]


def past_lights(tables: Sequence[MonthTable], published: PublishedMonths) -> tuple[PastMonth, ...]:
    """The lights of the months before the last, the newest first, as published (R9.71).

    Args:
        tables: Every month merged; the last one is reported on.
        published: Under today's names.
    """
    return tuple(_month_lights(table, published) for table in reversed(tables[:-1]))


def _month_lights(table: MonthTable, published: PublishedMonths) -> PastMonth:
    edition = published.of(table.period)
    if edition is None:
        return {
            line.key: PastLight(line.rating.status, not (line.incomplete or line.doubts))
            for line in table.lines
        }
    return {
        (row.code, row.place): PastLight(
            STATUS_WORDS[row.status], not (row.incomplete or row.doubted)
        )
        for row in edition.rows
    }


def grounds(entry: Rank, past: Sequence[PastMonth]) -> Iterator[Ground]:
    """What of a unit's is to be handed over (R9.70).

    Never what is 待核, in dispute or 数据不全.
    """
    for line in entry.lines:
        if is_blameworthy(line, entry.disputed):
            ground = Ground(line, 1 + _red_months(line.key, past))
            if ground.overdue or ground.months >= RUNNING:
                yield ground


def _red_months(key: PlaceKey, past: Sequence[PastMonth]) -> int:
    """For how many months before this one it was 严重滞后, without a break (R9.71).

    Months without an accepted figure, or in doubt, are stepped over.
    """
    count = 0
    for month in past:
        light = month.get(key)
        if light is None or not light.sure or light.status in NOT_JUDGED:
            continue
        if light.status is not Status.BEHIND:
            break
        count += 1
    return count


def asks_for_help(tables: Sequence[MonthTable], unit: str, item: str) -> bool:
    """Whether the unit has asked the city to coordinate the item (需市级协调) (R9.72).

    By the last month in which anything of it was accepted: silence takes nothing back.
    """
    last = next((table for table in reversed(tables) if unit in table.returned), None)
    entry = last.texts.get((unit, item, "coordination")) if last else None
    return entry is not None and answers.asks_for_help(entry.text)
