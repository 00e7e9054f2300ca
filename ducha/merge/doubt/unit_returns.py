"""One return of a unit by its rows: given, answered, remarked upon, beside one another."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from ducha.cells import squeeze
from ducha.findings import Place
from ducha.intake.examined import ExaminedReturn, FigureEntry
from ducha.status.rating import Figure

Row = tuple[str, str]
"""Code and county of a row of one unit."""


@dataclass(frozen=True)
class UnitReturn:
    """One return of a unit, by rows."""

    examined: ExaminedReturn

    @cached_property
    def given(self) -> dict[Row, FigureEntry]:
        """What was accepted."""
        return {(row.code, row.county): row for row in self.examined.figures if not row.held}

    @cached_property
    def answered(self) -> frozenset[Row]:
        """Rows that are no blank: with a figure, be it held out, or one that a clerk took out."""
        given = {(row.code, row.county) for row in self.examined.figures}
        return frozenset(given | {(row.code, row.county) for row in self.examined.dropped})

    @cached_property
    def remarks(self) -> dict[Row, str]:
        """What stands in 备注, by row."""
        typed = self.examined.submission.progress
        written = {key: squeeze(typed.text("remark", n)) for n, key in enumerate(typed.keys)}
        return {key: remark for key, remark in written.items() if remark}

    @cached_property
    def beside(self) -> dict[Row, set[Row]]:
        """The rows that stand next to each row of the sheet."""
        beside: dict[Row, set[Row]] = defaultdict(set)
        for above, below in pairwise(self.examined.submission.progress.keys):
            beside[above].add(below)
            beside[below].add(above)
        return beside

    @property
    def vouched(self) -> bool:
        """Whether a clerk has adopted it as a whole."""
        return bool(self.given) and all(entry.vouched for entry in self.given.values())

    def figures_in(self, rows: AbstractSet[Row]) -> Counter[Figure]:
        """How often each figure stands in these rows."""
        return Counter(entry.figure for row, entry in self.given.items() if row in rows)

    def place(self, row: Row, columns: Sequence[str]) -> Place:
        """Where the cells of a row stand; the sheet alone where the row is not on it."""
        typed = self.examined.submission.progress
        if row not in typed.keys:
            return Place(typed.sheet)
        return typed.places(columns, typed.keys.index(row))


def is_explained(row: Row, order: int, before: int, sent: Sequence[UnitReturn]) -> bool:
    """Whether 备注 of the row says something in a return that no return up to another one said.

    A remark that was copied with the row explains nothing (R6.76).
    """
    remarks = {r.examined.order: r.remarks.get(row, "") for r in sent}
    earlier = {remark for at, remark in remarks.items() if at <= before}
    return remarks[order] not in {"", *earlier}
