"""Later returns that bring back what had been corrected, or leave standing what they moved."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from ducha.cells import squeeze
from ducha.checks.versions import LOWERED, OLDER, STILL_COUNTS
from ducha.findings import Finding, Grades, Place
from ducha.intake.examined import ExaminedReturn, FigureEntry
from ducha.ledger.model import Level
from ducha.merge.doubt.row_words import RowWords, figure_words, quoted, row_findings
from ducha.status.rating import Figure

RowKey = tuple[str, str, str]
Row = tuple[str, str]
"""Code and county of a row of one unit."""

_LEVELS = tuple(Level)


@dataclass(frozen=True)
class _UnitReturn:
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


class _Relapse(NamedTuple):
    """The figure that counts, the one it takes the place of, and who had given it before.

    `older` is None where it is last month's figure, `fresh` where nobody had given it.
    """

    entry: FigureEntry
    over: FigureEntry
    older: FigureEntry | None
    fresh: bool = False


def find_older_figures(
    returns: Iterable[ExaminedReturn],
    last_month: Mapping[RowKey, Figure],
    unsure: AbstractSet[RowKey],
    grades: Grades,
) -> tuple[Finding, ...]:
    """What later returns of a month bring back, lower, or leave standing by a blank.

    Args:
        returns: The month's returns, oldest first.
        last_month: What each unit itself gave for its rows in the month before.
        unsure: Rows of which nobody knows which figure is the later one: that is told already.
        grades: What config.toml says of single checks.

    (R6.158, R6.159)
    """
    by_unit: dict[str, list[_UnitReturn]] = defaultdict(list)
    for examined in returns:
        by_unit[examined.submission.claim.unit].append(_UnitReturn(examined))
    relapses: list[RowWords] = []
    lowered: list[RowWords] = []
    standing: list[RowWords] = []
    for sent in (sent for sent in by_unit.values() if len(sent) > 1):
        for relapse in _relapses(sent, last_month):
            words = _relapse_words(relapse, sent)
            if not relapse.fresh:
                relapses.append(words)
            elif not words.excused and relapse.entry.key not in unsure:
                lowered.append(words)
        standing += _left_standing(sent)
    return (
        *row_findings(OLDER, relapses, grades),
        *row_findings(LOWERED, lowered, grades),
        *row_findings(STILL_COUNTS, standing, grades),
    )


# ---- an older figure comes back ----


def _relapses(
    sent: Sequence[_UnitReturn], last_month: Mapping[RowKey, Figure]
) -> Iterator[_Relapse]:
    by_row: dict[Row, list[FigureEntry]] = defaultdict(list)
    for unit_return in sent:
        for row, entry in unit_return.given.items():
            by_row[row].append(entry)
    for entries in by_row.values():
        if len(entries) > 1 and not entries[-1].vouched:
            relapse = _relapse_in(entries, last_month.get(entries[0].key))
            if relapse:
                yield relapse


def _relapse_in(entries: Sequence[FigureEntry], last: Figure | None) -> _Relapse | None:
    """Whether the newest figure of a row is one that had been replaced, or lower than the last.

    An old figure that comes back replaces nothing: who then gives the corrected one again only
    stands by it. Last month's figure is an older one where this month had already gone beyond it.
    (R6.158)
    """
    replaced: dict[Figure, FigureEntry | None] = {} if last is None else {last: None}
    stands, *later = entries
    lowered: _Relapse | None = None
    relapse: _Relapse | None = None
    for entry in later:
        lowered = relapse = None
        if entry.figure == stands.figure:
            continue
        falls, older = _is_lower(entry.figure, stands.figure), replaced.get(entry.figure)
        if older is not None or (falls and entry.figure in replaced):
            relapse = _Relapse(entry, stands, older)
            continue
        lowered = _Relapse(entry, stands, None, fresh=True) if falls else None
        replaced[stands.figure] = stands
        stands = entry
    return relapse or lowered


def _is_lower(figure: Figure, before: Figure) -> bool:
    """Whether something fell and nothing rose."""
    if figure.level is not None and before.level is not None:
        return _LEVELS.index(figure.level) < _LEVELS.index(before.level)
    numbers, earlier = figure.numbers, before.numbers
    steps = [number - earlier.get(key, number) for key, number in numbers.items()]
    return min(steps, default=0) < 0 and max(steps) <= 0


def _relapse_words(relapse: _Relapse, sent: Sequence[_UnitReturn]) -> RowWords:
    entry, over, older = relapse.entry, relapse.over, relapse.older
    name, now, before = (
        f"{entry.code} {entry.county}",
        figure_words(entry.figure),
        quoted(over.file),
    )
    words = f"{name}：采用{now}，先前{before}为{figure_words(over.figure)}"
    if not relapse.fresh:
        words += f"，{now}是{'上月的数' if older is None else f'更早的{quoted(older.file)}所报'}"
    return RowWords(
        unit=entry.unit,
        file=entry.file,
        place=entry.place,
        found=entry.typed,
        words=words,
        excused=_is_explained((entry.code, entry.county), entry.order, over.order, sent),
    )


def _is_explained(row: Row, order: int, before: int, sent: Sequence[_UnitReturn]) -> bool:
    """Whether 备注 of the row says something in a return that no return up to another one said.

    A remark that was copied with the row explains nothing (R6.76).
    """
    remarks = {r.examined.order: r.remarks.get(row, "") for r in sent}
    earlier = {remark for at, remark in remarks.items() if at <= before}
    return remarks[order] not in {"", *earlier}


# ---- a blank erases nothing ----


@dataclass(frozen=True)
class _ReturnPair:
    """A return and a later one of the same unit."""

    older: _UnitReturn
    later: _UnitReturn

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


def _left_standing(sent: Sequence[_UnitReturn]) -> Iterator[RowWords]:
    """Rows whose figure still counts although a newer return seems to have moved it (R6.159)."""
    answered = {row: at for at, unit_return in enumerate(sent) for row in unit_return.answered}
    rows_by_return: dict[int, list[Row]] = defaultdict(list)
    for row, at in answered.items():
        if row in sent[at].given and not sent[at].given[row].vouched:
            rows_by_return[at].append(row)
    for at, rows in sorted(rows_by_return.items()):
        pairs = [_ReturnPair(sent[at], later) for later in reversed(sent[at + 1 :])]
        for row in rows:
            pair = next((p for p in pairs if p.later.vouched or p.leaves_behind(row)), None)
            if pair and not pair.later.vouched:
                yield _standing_words(sent[at].given[row], pair.later, sent)


def _standing_words(
    entry: FigureEntry, later: _UnitReturn, sent: Sequence[_UnitReturn]
) -> RowWords:
    row = entry.code, entry.county
    columns = ("done",) if entry.figure.denominator is None else ("numerator", "denominator")
    words = f"{entry.code} {entry.county}：{quoted(entry.file)}所报的{figure_words(entry.figure)}"
    return RowWords(
        unit=entry.unit,
        file=later.examined.submission.source.file,
        place=later.place(row, columns),
        found="",
        words=words,
        excused=_is_explained(row, later.examined.order, entry.order, sent),
    )
