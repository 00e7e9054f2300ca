"""Tables and what they are made of: every figure that a report or notice may quote."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import KW_ONLY, dataclass
from enum import StrEnum
from typing import Generic, NamedTuple, TypeVar

from ducha.ledger.model import CITY, Indicator
from ducha.merge.data import DataRow
from ducha.merge.model import JudgedLine
from ducha.period import Period
from ducha.status.rating import MET_IN_DOUBT, WORST_FIRST, Status

T = TypeVar("T")

USUAL_WIDTH = 10.5
"""Of a column that shows a figure or a few characters."""

STATUS_WORDS = {**{str(status): status for status in Status}, MET_IN_DOUBT: Status.ON_TRACK}
"""Every word of 状态, and the status in whose colour it stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardRules:
    """How units are scored, praised, criticised and named (config.toml: ranking to notice).

    `late`, `supplement`, `missing` and `returned` are points off a score of 100, `supplement` where
    only a part came late, `overdue` for each matter that is 超期. `dispute` is a difference in
    percent of the lead's figure beyond which a row is in dispute, `correct_days` are the working
    days after the deadline within which a return may be corrected. `rank_from` is the first month
    with proposals; None for the one after 首报期. Of each group `praised` and `criticised` units
    are proposed at most, for praise with a score of `praise_score`. A notice names `most_lagging`
    indicators at most, and has the counties' ranking among its attachments if `ranking_attached`.
    """

    late: float = 1.0
    supplement: float = 0.5
    missing: float = 5.0
    returned: float = 2.0
    overdue: float = 0.0
    dispute: float = 5.0
    correct_days: int = 3
    rank_from: Period | None = None
    praised: int = 3
    praise_score: float = 95.0
    criticised: int = 2
    most_lagging: int = 10
    ranking_attached: bool = True


class Share(NamedTuple):
    """A share to be printed as percent with so many decimals."""

    value: float
    decimals: int = 1


Cell = str | float | int | Share | None


class Style(StrEnum):
    """What a column holds; the writer knows how each of these looks."""

    TEXT = "text"  # sentences, names, paths
    SHORT = "short"  # a code, a word, a small count: read down the column, from its middle
    NUMBER = "number"  # amounts as typed, and shares
    POINTS = "points"  # percentage points, always to 0.1
    SCORE = "score"  # a score on 100, always to 0.1
    LIGHT = "light"  # the word of a status, in its colour


@dataclass(frozen=True)  # with slots Python 3.11 refuses TableColumn[str](…)
class TableColumn(Generic[T]):
    """One column of a table of T, all that is to be said of it.

    `value` is its cell in a row, `width` in characters (on 总览 in columns of its grid). `mark`
    colours a cell by a status that its row is about, where the style alone does not. `doubted` says
    of which rows the cell is 待核: it is shown with a ?, and stays what it is (R6.165). A `folded`
    column is out of sight until somebody unfolds it; what one says `once` is faint in the rows
    below that say the same.
    """

    heading: str
    value: Callable[[T], Cell]
    width: float = USUAL_WIDTH
    style: Style = Style.TEXT
    _: KW_ONLY
    mark: Callable[[T], Status | None] | None = None
    doubted: Callable[[T], bool] | None = None
    folded: bool = False
    once: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledColumn:
    """A column with its cells; None is a missing value.

    `marks` are empty where none is marked; `doubted` are the rows, from 0, whose cell is 待核.
    """

    heading: str
    width: float
    style: Style
    cells: tuple[Cell, ...]
    marks: tuple[Status | None, ...]
    doubted: frozenset[int]
    folded: bool = False
    once: bool = False


@dataclass(frozen=True, slots=True)
class PageSetup:
    """How a table's sheet is read.

    So many columns stay in sight (`frozen`), on `low` ones all rows are a line high. On paper so
    many rows are never parted (`kept`) and only the first columns come (`printed`; 0: all); a
    clerks' sheet that is `wide` comes on A3.
    """

    frozen: int = 0
    wide: bool = False
    low: bool = False
    kept: int = 1
    printed: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """One table as it is shown; `folded` rows, from 0, are out of sight until they are unfolded."""

    name: str
    columns: tuple[FilledColumn, ...]
    page: PageSetup = PageSetup()
    folded: frozenset[int] = frozenset()

    @property
    def length(self) -> int:
        """How many rows."""
        return len(self.columns[0].cells)

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings of its columns."""
        return tuple(column.heading for column in self.columns)

    @property
    def rows(self) -> tuple[tuple[Cell, ...], ...]:
        """The cells row by row."""
        return tuple(zip(*(column.cells for column in self.columns), strict=True))


@dataclass(frozen=True, slots=True)
class StackedTables:
    """Tables under each other on one sheet, each below its own name; their columns share widths."""

    name: str
    tables: tuple[Table, ...]


def table(
    name: str,
    columns: Iterable[TableColumn[T]],
    rows: Iterable[T],
    page: PageSetup = PageSetup(),
) -> Table:
    """Fill the columns of a table from its rows."""
    listed = list(rows)
    return Table(name, tuple(_fill_column(column, listed) for column in columns), page)


def _fill_column(column: TableColumn[T], rows: Sequence[T]) -> FilledColumn:
    cells = tuple(map(column.value, rows))
    marks: tuple[Status | None, ...] = ()
    if column.mark:
        marks = tuple(map(column.mark, rows))
    elif column.style is Style.LIGHT:
        marks = tuple(STATUS_WORDS.get(str(cell)) for cell in cells)
    doubted = column.doubted
    return FilledColumn(
        heading=column.heading,
        width=column.width,
        style=column.style,
        cells=cells,
        marks=marks,
        doubted=frozenset(n for n, row in enumerate(rows) if doubted(row))
        if doubted
        else frozenset(),
        folded=column.folded,
        once=column.once,
    )


def shown_value(row: DataRow | None) -> Cell:
    """The figure of a row in one cell: the count, the level, or both parts of a rate."""
    if row is None or row.denominator is None:
        return row.amount if row else None
    numerator = "" if row.numerator is None else f"{row.numerator:.15g}"
    return f"{numerator}/{row.denominator:.15g}"


class ItemStanding(NamedTuple):
    """One item with the lines of its indicators for the whole city (R7.80)."""

    first: Indicator
    lines: tuple[JudgedLine, ...]

    @property
    def light(self) -> Status:
        """The worst light of its indicators; without any, why there is none."""
        return worst_status([line.rating.status for line in self.lines])


def worst_status(statuses: Sequence[Status]) -> Status:
    """The worst light; 待更正, then 未报送, only where nothing could be judged (R7.80)."""
    order = (*WORST_FIRST, Status.HELD, Status.NO_RETURN)
    return next((status for status in order if status in statuses), statuses[0])


def city_lines(lines: Iterable[JudgedLine]) -> tuple[JudgedLine, ...]:
    """The lines of the whole city, one per indicator."""
    return tuple(line for line in lines if line.county == CITY)


def whole_lines(lines: Iterable[JudgedLine]) -> tuple[JudgedLine, ...]:
    """The lines of the whole city without those that are 数据不全 (R6.164)."""
    return tuple(line for line in city_lines(lines) if not line.incomplete)


def item_standings(lines: Iterable[JudgedLine]) -> tuple[ItemStanding, ...]:
    """The items with their indicators, in the order of the ledger."""
    by_item: dict[str, list[JudgedLine]] = {}
    for line in city_lines(lines):
        by_item.setdefault(line.plan.indicator.item, []).append(line)
    return tuple(ItemStanding(group[0].plan.indicator, tuple(group)) for group in by_item.values())
