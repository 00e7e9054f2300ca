"""What the page looks at: the city's lines of the month, and their lights in the months before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from ducha.ledger.model import CITY
from ducha.merge.model import JudgedLine
from ducha.period import Period, parse_period
from ducha.published.edition import PublishedMonths
from ducha.standing.overview.disputes import NO_DISPUTES, Disputes
from ducha.standing.table import STATUS_WORDS, city_lines
from ducha.status.rating import BAD_LIGHTS, WORST_FIRST, Status
from ducha.status.runs import NOT_JUDGED

Lights = Mapping[str, Status]
"""The city's lights of a month, by code."""


@dataclass(frozen=True, kw_only=True)
class MonthView:
    """The month as the page sees it.

    `lines` are all lines of the month, `history` the city's lights month by month up to this one.
    `disputes` are the indicators on which lead and counties differ too far.
    """

    period: Period
    lines: Sequence[JudgedLine]
    history: Mapping[Period, Lights]
    disputes: Disputes = NO_DISPUTES

    @cached_property
    def city(self) -> tuple[JudgedLine, ...]:
        """The lines of the whole city, in the order of the ledger."""
        return city_lines(self.lines)

    @cached_property
    def places(self) -> Mapping[str, Sequence[JudgedLine]]:
        """The lines of the counties and of 市本级, by code."""
        by_code: dict[str, list[JudgedLine]] = defaultdict(list)
        for line in self.lines:
            if line.county != CITY:
                by_code[line.code].append(line)
        return by_code

    @property
    def empty(self) -> bool:
        """Whether nothing has come for the month yet, good or bad (R7.206)."""
        return not any(
            (line.county != CITY and line.figure.given) or line.rating.status is Status.HELD
            for line in self.lines
        )

    @property
    def last(self) -> Lights:
        """Last month's lights: none before the second month, nor while nothing has come."""
        return {} if self.empty else self.history.get(self.period.plus(-1), {})

    def doubt(self, line: JudgedLine) -> str:
        """Why a line is not the last word, in a word; blank where it is (R7.204)."""
        if line.doubts:
            return "数据待核"
        if line.incomplete:
            return "数据不全"
        return "口径不一" if line.code in self.disputes.rows else ""

    def is_sure(self, line: JudgedLine) -> bool:
        """Whether anybody may be named by it as furthest behind (R6.164, R7.204).

        A row in dispute alone does not move the whole of a city so far.
        """
        in_doubt = line.incomplete or line.doubts or line.code in self.disputes.whole
        return not in_doubt

    def months_behind(self, code: str) -> int:
        """For how many months running the light is 滞后 or 严重滞后, this one included (R7.203).

        Months without an accepted figure are stepped over.
        """
        count = 0
        for light in reversed(list(self._lights_of(code))):
            if light in BAD_LIGHTS:
                count += 1
            elif light not in NOT_JUDGED:
                break
        return count

    def _lights_of(self, code: str) -> Iterator[Status]:
        for lights in self.history.values():
            if code in lights:
                yield lights[code]

    def turned_red(self, line: JudgedLine) -> bool:
        """Whether it is 严重滞后 and was not last month (R7.202)."""
        last = self.last.get(line.code)
        return line.rating.status is Status.BEHIND and last not in {None, Status.BEHIND}

    def was_red(self, line: JudgedLine) -> bool:
        """Whether it was 严重滞后 last month and is not now."""
        return line.rating.status is not Status.BEHIND and self.last.get(line.code) is Status.BEHIND

    def left_red(self, line: JudgedLine) -> bool:
        """Whether it was 严重滞后 and is not, by a figure that nobody doubts (R7.202)."""
        return self.was_red(line) and line.rating.status in WORST_FIRST and not self.doubt(line)


def light_history(
    data: pd.DataFrame, published: PublishedMonths, period: Period
) -> dict[Period, Lights]:
    """The city's lights of every month up to this one, earlier ones as published (R7.201).

    Args:
        data: 数据 of the year.
        published: Under today's names.
        period: The month that is reported on, which is as it is merged now.
    """
    city = data[data["place"] == CITY]
    merged: dict[Period, Lights] = {}
    for month, rows in city.groupby("period", sort=True):
        named = parse_period(str(month))
        if named is not None and named <= period:
            words = zip(rows["code"].tolist(), rows["status"].tolist(), strict=True)
            merged[named] = {str(code): STATUS_WORDS[str(word)] for code, word in words}
    for edition in published.editions:
        if edition.period < period:
            merged[edition.period] = {
                code: STATUS_WORDS[row.status] for code, row in edition.city.items()
            }
    return dict(sorted(merged.items()))
