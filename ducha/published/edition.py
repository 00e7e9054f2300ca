"""A published month as it was frozen: its rows of 数据, and how every unit stood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import NamedTuple

from ducha.cells import squeeze
from ducha.ledger.model import CITY
from ducha.merge.data import DataRow
from ducha.period import Period


class EditionName(NamedTuple):
    """Which edition (稿) of which month, and the day that it was made on."""

    period: Period
    number: int
    day: date

    @property
    def label(self) -> str:
        """第1稿."""
        return f"第{self.number}稿"

    @property
    def told(self) -> str:
        """第1稿，2024-06-03."""
        return f"{self.label}，{self.day}"


class UnitStanding(NamedTuple):
    """How a unit stood in a month.

    `score` is as it was printed; it and `place` are None where the unit was not ranked, `note` says
    why. `state` is a word of 报送情况, `returned` counts returns that were sent back whole.
    """

    unit: str
    group: str
    place: int | None
    score: float | None
    note: str
    state: str
    late: bool
    returned: int


@dataclass(frozen=True, kw_only=True)
class EditionFacts:
    """What later months compare themselves with.

    `undecided` are units whose praise or criticism was proposed and not decided.
    """

    name: EditionName
    rows: tuple[DataRow, ...]
    units: tuple[UnitStanding, ...]
    undecided: tuple[str, ...] = ()

    @property
    def period(self) -> Period:
        """The month."""
        return self.name.period

    @cached_property
    def city(self) -> dict[str, DataRow]:
        """The lines of the whole city, by code."""
        return {row.code: row for row in self.rows if row.place == CITY}

    @cached_property
    def by_unit(self) -> dict[str, UnitStanding]:
        """The units by their names."""
        return {standing.unit: standing for standing in self.units}

    def under(self, names: Mapping[str, str]) -> EditionFacts:
        """The same under today's names of units: `names` gives them without white space (R8.12)."""
        return replace(
            self,
            rows=tuple(row._replace(place=_today(row.place, names)) for row in self.rows),
            units=tuple(one._replace(unit=_today(one.unit, names)) for one in self.units),
            undecided=tuple(_today(unit, names) for unit in self.undecided),
        )


def _today(name: str, names: Mapping[str, str]) -> str:
    return names.get(squeeze(name), name)


@dataclass(frozen=True)
class PublishedMonths:
    """The newest edition of each month that has been published, the earliest month first."""

    editions: tuple[EditionFacts, ...] = ()

    def of(self, period: Period) -> EditionFacts | None:
        """The edition of a month; None where it has not been published."""
        return next((each for each in self.editions if each.period == period), None)

    def under(self, names: Mapping[str, str]) -> PublishedMonths:
        """The same under today's names of units."""
        return PublishedMonths(tuple(each.under(names) for each in self.editions))


NOTHING_PUBLISHED = PublishedMonths()
