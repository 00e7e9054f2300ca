"""Tables and what they are made of: every figure that a report or notice may quote."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ducha.ledger.model import CITY, Indicator
from ducha.merge.month import Line
from ducha.status.rating import WORST_FIRST, Status


@dataclass(frozen=True, slots=True)
class AwardRules:
    """How units are scored, praised and criticised (config.toml: 排名, 表扬, 批评).

    `late`, `missing` and `returned` are taken off the score; `dispute` is a difference in percent
    between the two lines beyond which a row counts for nobody.
    """

    cap: float = 1.2
    late: float = 0.1
    missing: float = 0.5
    returned: float = 0.2
    dispute: float = 5.0
    praised: int = 3
    criticised: int = 3


class Share(NamedTuple):
    """A share to be printed as percent with so many decimals."""

    value: float
    decimals: int = 1


Cell = str | float | int | Share | None


@dataclass(frozen=True, slots=True)
class Table:
    """One table: headings, and a column of cells per heading; None is a missing value.

    `marks` colours single cells by status where the word does not stand in the cell itself.
    """

    name: str
    headings: tuple[str, ...]
    columns: tuple[tuple[Cell, ...], ...]
    marks: tuple[tuple[int, int, Status], ...] = ()

    @property
    def length(self) -> int:
        """How many rows."""
        return len(self.columns[0]) if self.columns else 0


def table(
    name: str,
    headings: tuple[str, ...],
    rows: Iterable[Sequence[Cell]],
    marks: tuple[tuple[int, int, Status], ...] = (),
) -> Table:
    """Put rows together to a table."""
    listed = list(rows)
    columns = tuple(zip(*listed, strict=True)) if listed else tuple(() for _ in headings)
    return Table(name, headings, columns, marks)


class Item(NamedTuple):
    """One item with the lines of its indicators for the whole city (R7.80)."""

    first: Indicator
    lines: tuple[Line, ...]

    @property
    def light(self) -> Status:
        """The worst of its indicators; without any light what keeps it dark."""
        return worst([line.rating.status for line in self.lines])


def worst(statuses: Sequence[Status]) -> Status:
    """The worst light; 待更正, then 未报送, only where nothing could be judged (R7.80)."""
    order = (*WORST_FIRST, Status.HELD, Status.NO_RETURN)
    return next((status for status in order if status in statuses), statuses[0])


def city_lines(lines: Iterable[Line]) -> tuple[Line, ...]:
    """The lines of the whole city, one per indicator."""
    return tuple(line for line in lines if line.county == CITY)


def items(lines: Iterable[Line]) -> tuple[Item, ...]:
    """The items with their indicators, in the order of the ledger."""
    found: dict[str, list[Line]] = {}
    for line in city_lines(lines):
        found.setdefault(line.plan.indicator.item, []).append(line)
    return tuple(Item(group[0].plan.indicator, tuple(group)) for group in found.values())
