"""旧数仍在: a blank erases nothing, though a newer return seems to have moved the figure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from ducha.intake.examined import FigureEntry
from ducha.merge.doubt.row_words import RowWords, figure_words, quoted
from ducha.merge.doubt.unit_returns import Row, UnitReturn, is_explained


@dataclass(frozen=True)
class _ReturnPair:
    """A return and a later one of the same unit."""

    older: UnitReturn
    later: UnitReturn

    @cached_property
    def common(self) -> frozenset[Row]:
        """Rows in which both have a figure."""
        return frozenset(self.older.given.keys() & self.later.given.keys())

    @property
    def copied(self) -> bool:
        """Whether the later one was made from the older one: it has most of its rows."""
        return len(self.common) * 2 >= len(self.older.given)

    @cached_property
    def changed(self) -> frozenset[Row]:
        """Rows that the later one fills, or fills otherwise."""
        before = {row: entry.figure for row, entry in self.older.given.items()}
        after = self.later.given.items()
        return frozenset(row for row, entry in after if before.get(row) != entry.figure)

    @cached_property
    def by_code(self) -> dict[str, set[Row]]:
        """The rows of each indicator in which one of them has a figure."""
        rows: dict[str, set[Row]] = defaultdict(set)
        for row in self.older.given.keys() | self.later.given.keys():
            rows[row[0]].add(row)
        return rows

    def near(self, row: Row) -> frozenset[Row]:
        """The rows of the same indicator, and those that stand above and below on a sheet."""
        beside = self.older.beside.get(row, set()) | self.later.beside.get(row, set())
        return frozenset(self.by_code[row[0]] | beside) - {row}

    def leaves_behind(self, row: Row) -> bool:
        """Whether the later one, blank in a row, changes what stands beside it, or moves it.

        Two divisions that each fill their own part have no row in common: there it takes the very
        same figures in other rows.
        """
        near = self.near(row)
        if self.common & near and self.changed & near:
            return True
        figure = self.older.given[row].figure
        if not any(figure.numbers.values()):
            return False
        moved = {key for key in self.changed if self.later.given[key].figure == figure}
        if self.common:
            return self.copied and bool(moved)
        rows = near | {row}
        return bool(moved & near) and self.older.figures_in(rows) == self.later.figures_in(rows)


def left_standing(sent: Sequence[UnitReturn]) -> Iterator[RowWords]:
    """Rows whose figure still counts although a newer return seems to have moved it (R6.159)."""
    for at, rows in sorted(_rows_by_last_answer(sent).items()):
        pairs = [_ReturnPair(sent[at], later) for later in reversed(sent[at + 1 :])]
        for row in rows:
            pair = next((p for p in pairs if p.later.vouched or p.leaves_behind(row)), None)
            if pair and not pair.later.vouched:
                yield _standing_words(sent[at].given[row], pair.later, sent)


def _rows_by_last_answer(sent: Sequence[UnitReturn]) -> dict[int, list[Row]]:
    """Rows by the last return that answers them, where it gives a figure nobody vouches for."""
    answered = {row: at for at, unit_return in enumerate(sent) for row in unit_return.answered}
    rows: dict[int, list[Row]] = defaultdict(list)
    for row, at in answered.items():
        if row in sent[at].given and not sent[at].given[row].vouched:
            rows[at].append(row)
    return rows


def _standing_words(entry: FigureEntry, later: UnitReturn, sent: Sequence[UnitReturn]) -> RowWords:
    row = entry.code, entry.county
    columns = ("done",) if entry.figure.denominator is None else ("numerator", "denominator")
    words = f"{entry.code} {entry.county}：{quoted(entry.file)}所报的{figure_words(entry.figure)}"
    return RowWords(
        unit=entry.unit,
        file=later.examined.submission.source.file,
        place=later.place(row, columns),
        found="",
        words=words,
        excused=is_explained(row, later.examined.order, entry.order, sent),
    )
