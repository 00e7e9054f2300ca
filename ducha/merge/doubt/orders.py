"""先后待核: figures that count only because their file is taken for the later one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from ducha.breakdown.examined import ExaminedBreakdown
from ducha.checks.versions import ORDER, ORDER_OF_BREAKDOWNS
from ducha.findings import Finding, Grades, Place, Severity
from ducha.intake.examined import ExaminedReturn
from ducha.ledger.model import Ledger
from ducha.merge.doubt.row_words import RowWords, figure_words, quoted, row_findings
from ducha.merge.model import RowKey
from ducha.status.rating import Figure
from ducha.submission.arrival import Source
from ducha.submission.order import why_unsure
from ducha.values.reading import shown

_MILESTONES = "时间节点"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedFigure:
    """What one file says of one row; `settled` where a clerk stands behind it.

    The milestones of a row of a breakdown form stand in place of the county.
    """

    key: RowKey
    value: Figure | str
    shown: str
    source: Source
    place: Place
    typed: str
    settled: bool


@dataclass(frozen=True, slots=True)
class OrderDoubt:
    """A row for which another file says otherwise, that may just as well be the later one.

    `counting` is what counts, `other` the newest of those that may be later, `why` says in words
    why that is not known. (R6.63, R6.73)
    """

    counting: StatedFigure
    other: StatedFigure
    why: str

    @property
    def key(self) -> RowKey:
        """Whose row is in doubt and which: unit, code and county."""
        return self.counting.key


def order_doubts(returns: Sequence[ExaminedReturn]) -> tuple[OrderDoubt, ...]:
    """Rows of one month in doubt, unless a clerk has settled them.

    Args:
        returns: The month's returns, oldest first, decisions of clerks carried out on them.
    """
    sent = Counter(examined.submission.claim.unit for examined in returns)
    several = (r for r in returns if sent[r.submission.claim.unit] > 1)
    return tuple(_find_doubts(_accepted_figures(several)))


def doubted_orders(doubts: Iterable[OrderDoubt], grades: Grades) -> dict[RowKey, frozenset[str]]:
    """The rows in doubt as figures under an open question, unless config.toml makes it none.

    (R6.165)
    """
    if grades.get(ORDER.code, ORDER.severity) is not Severity.VERIFY:
        return {}
    return {doubt.key: frozenset({ORDER.code}) for doubt in doubts}


def order_findings(doubts: Iterable[OrderDoubt], grades: Grades) -> tuple[Finding, ...]:
    """The doubts of `order_doubts` in words: one finding on each file that counts (R6.63)."""
    return row_findings(ORDER, map(_in_words, doubts), grades)


def find_breakdown_doubts(
    examined: Sequence[ExaminedBreakdown],
    ledger: Ledger,
    adopted: AbstractSet[str],
    grades: Grades,
) -> tuple[Finding, ...]:
    """The same for breakdown forms: county targets and milestones.

    Args:
        examined: The breakdown returns, oldest first.
        ledger: The ledger as the clerk keeps it, whose own figures no form can change.
        adopted: Names of the files that a clerk has adopted.
        grades: What config.toml says of single checks.

    (R6.75)
    """
    doubts = _find_doubts(_accepted_targets(examined, ledger, adopted))
    return row_findings(ORDER_OF_BREAKDOWNS, map(_in_words, doubts), grades)


def _find_doubts(stated: Iterable[StatedFigure]) -> Iterator[OrderDoubt]:
    by_key: dict[RowKey, list[StatedFigure]] = defaultdict(list)
    for figure in stated:
        by_key[figure.key].append(figure)
    for _, (*others, counting) in sorted(by_key.items()):
        for other in reversed(others):
            why = why_unsure(other.source, counting.source)
            if why and other.value != counting.value and not counting.settled:
                yield OrderDoubt(counting, other, why)
                break


def _in_words(doubt: OrderDoubt) -> RowWords:
    unit, code, county = doubt.key
    counting, other = doubt.counting, doubt.other
    words = (
        f"{code} {county}：采用{counting.shown}（{quoted(counting.source.file)}），"
        f"另一份为{other.shown}（{quoted(other.source.file)}）"
    )
    return RowWords(
        unit=unit,
        file=counting.source.file,
        place=counting.place,
        found=counting.typed,
        words=words,
        why=doubt.why,
    )


def _accepted_figures(returns: Iterable[ExaminedReturn]) -> Iterator[StatedFigure]:
    for examined in returns:
        for row in examined.figures:
            if not row.held:
                yield StatedFigure(
                    key=row.key,
                    value=row.figure,
                    shown=figure_words(row.figure),
                    source=examined.submission.source,
                    place=row.place,
                    typed=row.typed,
                    settled=row.vouched,
                )


def _accepted_targets(
    examined: Iterable[ExaminedBreakdown], ledger: Ledger, adopted: AbstractSet[str]
) -> Iterator[StatedFigure]:
    for form in examined:
        cells = {key: (shown(goal.value), goal.place) for key, goal in form.goals.items()}
        for code, entry in form.milestones.items():
            if code not in ledger.milestones:
                cells[code, _MILESTONES] = _shares_shown(entry.shares), entry.place
        for (code, county), (text, place) in cells.items():
            if (code, county) not in ledger.targets:
                yield StatedFigure(
                    key=(form.unit, code, county),
                    value=text,
                    shown=text,
                    source=form.source,
                    place=place,
                    typed=text,
                    settled=form.source.file in adopted,
                )


def _shares_shown(shares: Mapping[int, float]) -> str:
    return "、".join(f"{month}月底{share * 100:.12g}%" for month, share in sorted(shares.items()))
