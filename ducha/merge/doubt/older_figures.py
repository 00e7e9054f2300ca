"""Later returns that bring back what had been corrected, or leave standing what they moved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from ducha.checks.versions import LOWERED, OLDER, STILL_COUNTS
from ducha.findings import Finding, Grades
from ducha.intake.examined import ExaminedReturn, FigureEntry
from ducha.ledger.model import Level
from ducha.merge.doubt.left_standing import left_standing
from ducha.merge.doubt.row_words import RowWords, figure_words, quoted, row_findings
from ducha.merge.doubt.unit_returns import Row, UnitReturn, is_explained
from ducha.merge.model import RowKey
from ducha.status.rating import Figure

_LEVELS = tuple(Level)


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
    by_unit: dict[str, list[UnitReturn]] = defaultdict(list)
    for examined in returns:
        by_unit[examined.submission.claim.unit].append(UnitReturn(examined))
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
        standing += left_standing(sent)
    return (
        *row_findings(OLDER, relapses, grades),
        *row_findings(LOWERED, lowered, grades),
        *row_findings(STILL_COUNTS, standing, grades),
    )


def _relapses(
    sent: Sequence[UnitReturn], last_month: Mapping[RowKey, Figure]
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


def _relapse_words(relapse: _Relapse, sent: Sequence[UnitReturn]) -> RowWords:
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
        excused=is_explained((entry.code, entry.county), entry.order, over.order, sent),
    )
