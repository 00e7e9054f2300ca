"""What the rows of one return say beside one another: one figure where several were meant.

What doubts a size makes its figure 待核, and is a note where 备注 explains the row (R6.415).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from math import comb
from statistics import median
from typing import NamedTuple

from ducha.checks.rows import CheckedRow
from ducha.findings import ANY_GRADE, NEVER_RETURNED, Rule, Severity
from ducha.ledger.model import OWN, Kind
from ducha.values.reading import exact_sum, shown

VERIFY = Severity.VERIFY

ALIKE = Rule(
    "雷同",
    VERIFY,
    "{count}行填的都是{figure}（{where}），像是一个数填了几处",
    "请核对各行是不是各自的数；确实相同的，在备注中说明",
    source="R6.406 常见错误：一个数往下拖",
    grades=ANY_GRADE,
    excusable=True,
    doubting=True,
    lasting=True,
)
OWN_TOTAL = Rule(
    "市本级重计",
    VERIFY,
    "市本级填了{own}，{like}，像是把合计又填在了市本级，全市数会重复计算",
    "市本级只填不在任何县区、由市级直接做的工作，没有的空着；请改正后重报，属实的在备注中说明",
    source="R6.407 常见错误：市本级填了合计",
    grades=ANY_GRADE,
    excusable=True,
    doubting=True,
    lasting=True,
)
TOTAL_TYPED = Rule(
    "合计被改",
    VERIFY,
    "全市一行填的是{typed}，各行相加是{sum}；全市数由各行合计得出，按各行的合计采用",
    "请向填报单位核实：是各行有漏填、错填，还是合计填错了",
    source="R6.408 全市数由各行合计",
    grades=NEVER_RETURNED,
)
INCREMENTS = Rule(
    "倒退",
    VERIFY,
    "{of}行中有{fallen}行比上月小，像是填了当月数，不是累计数",
    "请向填报单位核实：填的是当月数的，请改填累计数（上月累计加本月数）后重报；确属核减的在备注中说明",
    source="R6.409 常见错误：填了当月数",
    grades=ANY_GRADE,
    excusable=True,
    doubting=True,
)
HUNDREDS = Rule(
    "像百分数",
    VERIFY,
    "有{count}行的分母都正好是100，像是把百分数拆成了分子、分母",
    "请核对：分子、分母填实际的数量；实际就是100的，在备注中说明",
    source="R6.405 常见错误：百分数当作数量",
    grades=ANY_GRADE,
    excusable=True,
    doubting=True,
)


class Beside(NamedTuple):
    """A row of a return among the others: which it is, and what it says."""

    code: str
    county: str
    row: CheckedRow

    @property
    def amount(self) -> float | None:
        """The figure of a count above 0."""
        return (self.row.done.number or None) if self.row.kind is Kind.COUNT else None

    @property
    def pair(self) -> tuple[float, float] | None:
        """分子 and 分母, where both are given and there is anything at all."""
        part, whole = self.row.numerator.number, self.row.denominator.number
        return (part, whole) if part is not None and whole else None

    @property
    def met(self) -> bool:
        """Whether the count is just its target: places with the same task may all be done."""
        return self.amount is not None and self.amount == self.row.target


Group = tuple[int, ...]
"""Places in a sequence of rows."""

_CHANCE = 1 / 1000
"""So seldom honest figures may be alike before somebody is asked."""
_SPREAD = 0.35
"""Honest figures of like places lie within so much of their size."""
_THREE_DIGITS = 100.0
_SEVERAL = 3
_LEAST_BASE = 20.0
_LIKELY_LESS = 0.7
"""Increments are well below last month's total from the third month on; a correction is not."""
_NOTHING_LIKE = 0.005
"""A figure in 万 is far below last month's, and no increment."""


def alike_down(rows: Sequence[Beside]) -> Iterator[Group]:
    """Places of one indicator with one and the same figure, which chance does not explain.

    A figure of less than three digits proves nothing; nor does a round one where the tasks are the
    same, nor do places that have all just reached their targets (R6.406).
    """
    for places in _filled_places(rows):
        by_figure: dict[object, list[int]] = defaultdict(list)
        for n in places:
            by_figure[rows[n].amount or rows[n].pair].append(n)
        for same in by_figure.values():
            if len(same) >= _SEVERAL and _is_unlikely(rows, same, places):
                yield tuple(same)


def _filled_places(rows: Sequence[Beside]) -> Iterable[list[int]]:
    """The counties of each indicator that have done something, and not just their target."""
    by_code: dict[str, list[int]] = defaultdict(list)
    for n, beside in enumerate(rows):
        if beside.county != OWN and not beside.met and (beside.amount or beside.pair):
            by_code[beside.code].append(n)
    return by_code.values()


def _is_plain(same: Sequence[Beside]) -> bool:
    """Whether a round figure stands in rows of one and the same task: each county may do 200."""
    targets = {beside.row.target for beside in same}
    digits = f"{same[0].amount or 0:.15g}".replace(".", "").strip("0")
    return len(targets) == 1 and None not in targets and len(digits) < _SEVERAL


def _is_unlikely(rows: Sequence[Beside], same: Sequence[int], places: Sequence[int]) -> bool:
    """Whether so many of these places have one figure by less than a small chance."""
    beside = rows[same[0]]
    if _is_plain([rows[n] for n in same]):
        return False
    if beside.pair:
        part, whole = beside.pair
        return whole >= _THREE_DIGITS or (
            whole >= _LEAST_BASE and part not in {0.0, whole} and len(same) == len(places)
        )
    size = _steps(beside.amount or 0.0)
    if size < _THREE_DIGITS:
        return False
    again = (size * _SPREAD) ** (len(same) - 1)
    ways = comb(len(places), len(same))
    if _longest_run(same, places) == len(same):
        ways = len(places) - len(same) + 1  # filled down, not scattered
    return ways / again < _CHANCE


def _steps(number: float) -> float:
    """A figure in its smallest unit: 12.7 公里 are 127 steps."""
    return number * 10.0 ** len(f"{number:.15g}".partition(".")[2])


def _longest_run(same: Sequence[int], places: Sequence[int]) -> int:
    """How many of these stand one below the other."""
    chosen = set(same)
    return max(sum(1 for _ in run) for hit, run in groupby(places, chosen.__contains__) if hit)


def alike_across(rows: Sequence[Beside]) -> Iterator[Group]:
    """Three indicators or more of one place with one and the same count (R6.406)."""
    by_place: dict[tuple[str, float], list[int]] = defaultdict(list)
    for n, beside in enumerate(rows):
        if beside.amount and not beside.met and _steps(beside.amount) >= _THREE_DIGITS:
            by_place[beside.county, beside.amount].append(n)
    for same in by_place.values():
        if len(same) >= _SEVERAL:
            yield tuple(same)


def own_totals(rows: Sequence[Beside]) -> Iterator[tuple[int, str]]:
    """市本级 that holds what the counties hold: their sum, or the figure of one (R6.407)."""
    counties: dict[str, list[Beside]] = defaultdict(list)
    for beside in rows:
        if beside.county != OWN:
            counties[beside.code].append(beside)
    for n, beside in enumerate(rows):
        if beside.county == OWN and (like := _like_counties(beside, counties[beside.code])):
            yield n, like


def _like_counties(own: Beside, counties: Sequence[Beside]) -> str:
    """What the figure of 市本级 is like, in words; nothing where it is like nothing."""
    if own.amount:
        free = own.row.target is None
        same = _steps(own.amount) >= (_THREE_DIGITS if free else _THREE_DIGITS * 10)
        added = free or own.amount >= _LEAST_BASE
        return _likeness((own.amount,), _parts(counties), added=added, same=same)
    if own.pair and own.pair[1] >= _LEAST_BASE:
        return _likeness(own.pair, _parts(counties), added=True, same=True)
    return ""


_Part = tuple[float, ...]
"""A count, or 分子 and 分母."""


def _parts(counties: Sequence[Beside]) -> list[tuple[str, _Part]]:
    """What each county has, where it has anything."""
    parts = [(c.county, c.pair or ((c.amount,) if c.amount else ())) for c in counties]
    return [(county, part) for county, part in parts if part]


def _likeness(own: _Part, parts: Sequence[tuple[str, _Part]], *, added: bool, same: bool) -> str:
    """Whether a figure is the sum of the others, or one of them, as far as that tells anything."""
    columns = zip(*(part for _, part in parts), strict=True)
    if added and len(parts) > 1 and own == tuple(map(exact_sum, columns)):
        return "正好是各县区相加"
    county = next((county for county, part in parts if part == own), "")
    return f"与{county}填的一样" if county and same else ""


def hundreds(rows: Sequence[Beside]) -> Group:
    """Rows with a base of just 100, where there are several that have not had it (R6.405)."""
    odd = tuple(
        n
        for n, beside in enumerate(rows)
        if beside.pair and beside.pair[1] == _THREE_DIGITS and not beside.row.previous.given
    )
    return odd if len(odd) > 1 else ()


def increments(rows: Sequence[Beside]) -> tuple[Group, int]:
    """Rows that fell, where most did, as a month's own figures would; and of how many (R6.409)."""
    ratios = {n: ratio for n, beside in enumerate(rows) if (ratio := _ratio(beside)) is not None}
    fallen = {n: ratio for n, ratio in ratios.items() if ratio < 1}
    if len(fallen) < 2 or len(fallen) * 3 < len(ratios) * 2:  # noqa: PLR2004 - two thirds, two at least
        return (), 0
    usual = median(fallen.values())
    return (tuple(fallen), len(ratios)) if _NOTHING_LIKE < usual <= _LIKELY_LESS else ((), 0)


def _ratio(beside: Beside) -> float | None:
    """What a row gives, as a share of last month's; None where there is nothing to compare."""
    row = beside.row
    if row.kind is Kind.COUNT:
        now, before = row.done.number, row.previous.done
    else:
        now, before = row.denominator.number, row.previous.denominator
    return now / before if now is not None and before else None


def figure_of(beside: Beside) -> str:
    """The figure of a row as it is read aloud."""
    if beside.pair:
        return f"{shown(beside.pair[0])}/{shown(beside.pair[1])}"
    return shown(beside.amount or 0.0)


def summed(rows: Iterable[Beside], key: str) -> float | None:
    """What rows add up to in one column; None where none of them gives a figure."""
    numbers = [number for b in rows if (number := b.row.readings[key].number) is not None]
    return exact_sum(numbers) if numbers else None
