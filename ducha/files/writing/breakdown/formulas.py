"""Formulas of the breakdown form: sums, what is wrong with a row, and where it turns red.

Each gets the references of its row: {first}:{last} are the places, {milestone3} … the milestones.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from ducha.cells import letters
from ducha.files.writing.sheet import quote
from ducha.form.breakdown import MILESTONE_MONTHS, MILESTONES, BreakdownForm, BreakdownRow
from ducha.ledger.model import Direction, Kind
from ducha.values.reading import exact_sum, shown

ERROR = "单元格有错误值，请改填数字"
NO_NUMBER = "县区任务只能填数字"
NEGATIVE = "县区任务不能小于0"
NOT_WHOLE = "县区任务只能填整数"
RATE_RANGE = "目标线填百分数本身，如65%填65"
BAD_MILESTONE = "时间节点填0%到100%"
FALLING = "时间节点不能比前面的小"
TOO_EARLY = "起始月之前的节点应空着"
NOT_FULL = "完成时限当月及以后的节点应为100%"
INCREMENTS = "像是每季度增量，请填累计比例"
NOTHING = "还没有分解"
COPIED = "每个县区都填了全市目标，请核对"
OWN_TOTAL = "市本级像是填了合计，请核对"
FAR_ABOVE = "合计比全市目标多一半以上，请核对"
MAYBE_INCREMENTS = "节点相加100%，请核对是否累计"
_MISSED = "合计比全市目标"
_WRONG = (
    *(ERROR, NO_NUMBER, NEGATIVE, NOT_WHOLE, RATE_RANGE),
    *(BAD_MILESTONE, INCREMENTS, FALLING, TOO_EARLY, NOT_FULL),
)
_DOUBTFUL = (COPIED, OWN_TOTAL, FAR_ABOVE, MAYBE_INCREMENTS)


_FAR, _SEVERAL = 1.5, 2


@dataclass(frozen=True, slots=True)
class Grid:
    """Where the columns of one form stand."""

    at: dict[str, int]
    places: tuple[str, ...]
    counted: frozenset[str]

    def cell(self, key: str, row: int) -> str:
        """Reference of a cell, its column fixed."""
        return f"${letters(self.at[key])}{row + 1}"

    def span(self, keys: tuple[str, ...], row: int) -> str:
        """Reference of neighbouring cells."""
        return f"{self.cell(keys[0], row)}:{self.cell(keys[-1], row)}"


def grid_of(form: BreakdownForm) -> Grid:
    """The columns of a form, by key."""
    at = {column.key: index for index, column in enumerate(form.columns)}
    return Grid(at, form.places, form.counted)


def total(grid: Grid, row: int) -> str:
    """合计: what counts in the city line."""
    counted = [place for place in grid.places if place in grid.counted]
    if len(counted) == len(grid.places):
        return f"=ROUND(SUM({grid.span(grid.places, row)}),9)"
    return f"=ROUND({'+'.join(f'N({grid.cell(place, row)})' for place in counted)},9)"


def difference(grid: Grid, row: int) -> str:
    """差额: below 0 while something is left to divide; blank while nothing is divided."""
    left = f"ROUND({grid.cell('sum', row)}-{grid.cell('target', row)},9)"
    return f'=IF(COUNT({grid.span(grid.places, row)})=0,"",{left})'


def issued_total(filled: Mapping[str, float], counted: Collection[str]) -> float:
    """合计 when the form is issued with these numbers by place."""
    return exact_sum(value for place, value in filled.items() if place in counted)


def hint(grid: Grid, line: BreakdownRow, row: int, filled: Mapping[str, float]) -> str:
    """校验提示: the first thing that is wrong, else what is left to do."""
    tests = [*_entry_tests(grid, line, row), *_milestone_tests(grid, line, row)]
    inner = _what_is_left(grid, line, row, filled)
    for test, sentence in reversed(tests):
        inner = f'IF({test},"{sentence}",{inner})'
    return f'=IFERROR({inner},"{ERROR}")'


def first_hint(line: BreakdownRow, filled: Mapping[str, float], counted: Collection[str]) -> str:
    """校验提示 of a form on which nothing was typed yet; nothing that is known is wrong."""
    counties = line.places[:-1]
    blank = sum(county not in filled for county in counties)
    if not line.adds_up:
        return _default_line(line) if blank else ""
    if not any(place in filled for place in line.places):
        return NOTHING
    if blank:
        return f"还有{blank}个县区没有填，没有任务的填0"
    left = float(f"{line.target - issued_total(filled, counted):.15g}")
    missed = left < 0 if _is_ceiling(line) else left > 0
    away = f"{_MISSED}{_less_or_more(line)}{shown(abs(left))}{line.indicator.measure}"
    return away if missed else ""


def _default_line(line: BreakdownRow) -> str:
    return f"空着的县区按全市目标{shown(line.target)}{line.indicator.measure}"


def _entry_tests(grid: Grid, line: BreakdownRow, row: int) -> Iterator[tuple[str, str]]:
    places = grid.span(grid.places, row)
    yield f"COUNTA({places})>COUNT({places})", NO_NUMBER
    yield f'COUNTIF({places},"<0")>0', NEGATIVE
    if line.adds_up and line.indicator.whole:
        yield f"SUMPRODUCT(--({places}<>INT({places})))>0", NOT_WHOLE
    if _in_percent(line):
        small = f'COUNTIF({places},">0")>COUNTIF({places},">1")'
        large = f'COUNTIF({places},">{max(line.target, 100):.15g}")>0'
        yield f"OR({small},{large})" if line.target > 1 else large, RATE_RANGE


def _in_percent(line: BreakdownRow) -> bool:
    return line.indicator.kind is Kind.RATE and line.indicator.measure == "%"


def _milestone_tests(grid: Grid, line: BreakdownRow, row: int) -> Iterator[tuple[str, str]]:
    milestones = grid.span(MILESTONES, row)
    outside = f'COUNTIF({milestones},"<0")+COUNTIF({milestones},">1")>0'
    yield f"OR(COUNTA({milestones})>COUNT({milestones}),{outside})", BAD_MILESTONE
    yield _increments_test(grid, line, row), INCREMENTS
    yield f"OR({','.join(falling_tests(grid, row))})", FALLING
    yield from ((test, sentence) for _, test, sentence in misplaced_tests(grid, line, row))


def _increments_test(grid: Grid, line: BreakdownRow, row: int) -> str:
    """Whether milestones add up to 100% and are wrong as cumulative shares."""
    short = [test for _, test, sentence in misplaced_tests(grid, line, row) if sentence == NOT_FULL]
    wrong = ",".join([*falling_tests(grid, row), *short])
    return f"AND({_adds_up_to_all(grid, row)},OR({wrong}))"


def _adds_up_to_all(grid: Grid, row: int) -> str:
    """Whether milestones add up to 100% and none of them is."""
    milestones = grid.span(MILESTONES, row)
    parts = f'COUNTIF({milestones},">0")>1,MAX({milestones})<1'
    return f"AND({parts},ABS(SUM({milestones})-1)<=0.0100000001)"


def falling_tests(grid: Grid, row: int, later: str = "") -> list[str]:
    """Whether a milestone is below an earlier one; only the milestone `later` when it is named."""
    cells = [(key, grid.cell(key, row)) for key in MILESTONES]
    return [
        f"AND(ISNUMBER({first}),ISNUMBER({second}),{second}<{first})"
        for (_, first), (key, second) in combinations(cells, 2)
        if later in {"", key}
    ]


def misplaced_tests(grid: Grid, line: BreakdownRow, row: int) -> Iterator[tuple[str, str, str]]:
    """Milestones before the start month, and milestones below 100% from the deadline on."""
    for month, key in zip(MILESTONE_MONTHS, MILESTONES, strict=True):
        cell = grid.cell(key, row)
        if month < line.indicator.start:
            yield key, f"N({cell})>0", TOO_EARLY
        if month >= line.indicator.deadline:
            yield key, f"AND(ISNUMBER({cell}),N({cell})<1)", NOT_FULL


def _what_is_left(grid: Grid, line: BreakdownRow, row: int, filled: Mapping[str, float]) -> str:
    """What is doubtful or left to do where nothing is wrong."""
    places = grid.span(grid.places, row)
    maybe = _adds_up_to_all(grid, row), MAYBE_INCREMENTS
    if not line.adds_up:
        blank = f"COUNT({places})<{len(line.places) - 1}"
        left = f'IF({blank},{quote(_default_line(line))},"")'
        return f'IF({maybe[0]},"{maybe[1]}",{left})'
    counties = len(line.places) - 1
    blank = f"({counties}-COUNT({grid.span(grid.places[:-1], row)}))"
    rest = f'IF({blank}>0,"还有"&{blank}&"个县区没有填，没有任务的填0","")'
    typed = _is_typed(places, filled, grid.places)
    short = f"AND({misses_target(grid, line, row)},OR({typed},{blank}<=0))"
    left = f"IF({short},{_how_far(grid, line, row)},{rest})"
    for test, sentence in reversed([*_doubts(grid, line, row), maybe]):
        left = f'IF({test},"{sentence}",{left})'
    return f'IF(COUNT({places})=0,"{NOTHING}",{left})'


def _how_far(grid: Grid, line: BreakdownRow, row: int) -> str:
    sums, target = grid.cell("sum", row), grid.cell("target", row)
    measure = quote(line.indicator.measure)
    return f'"{_MISSED}{_less_or_more(line)}"&ABS(ROUND({sums}-{target},9))&{measure}'


def _doubts(grid: Grid, line: BreakdownRow, row: int) -> Iterator[tuple[str, str]]:
    """What looks like no breakdown, as `ducha.breakdown.sums` has it."""
    sums, target = grid.cell("sum", row), grid.cell("target", row)
    counties, own = grid.span(grid.places[:-1], row), grid.cell(grid.places[-1], row)
    if line.target > 0 and len(line.places) > _SEVERAL:
        yield f"COUNTIF({counties},{target})={len(line.places) - 1}", COPIED
    tasks = f'COUNTIF({counties},">0")'
    same = f"OR({own}={target},AND({tasks}>1,ROUND({sums}-2*{own},9)=0))"
    yield f"AND(N({own})>0,{tasks}>0,ROUND({sums}-{target},9)<>0,{same})", OWN_TOTAL
    if line.target > 0:
        yield f"{sums}>{_FAR}*{target}", FAR_ABOVE


def _is_typed(span: str, filled: Mapping[str, float], keys: Iterable[str]) -> str:
    """Whether the numbers of some cells are others than those that the form was issued with."""
    issued = [filled[key] for key in keys if key in filled]
    return f"OR(COUNT({span})<>{len(issued)},ABS(SUM({span})-{exact_sum(issued):.15g})>1E-9)"


def _less_or_more(line: BreakdownRow) -> str:
    return "多" if _is_ceiling(line) else "少"


def _is_ceiling(line: BreakdownRow) -> bool:
    return line.indicator.direction is Direction.AT_MOST


def misses_target(grid: Grid, line: BreakdownRow, row: int) -> str:
    """Whether Σ misses the city's target; a ceiling is missed by going above it."""
    sign = ">" if _is_ceiling(line) else "<"
    return f"{grid.cell('sum', row)}{sign}{grid.cell('target', row)}"


Colour = tuple[str, str, str, str]
"""First column, last column, formula, and the look that it gives."""


def colour_rules(
    grid: Grid, line: BreakdownRow, row: int, filled: Mapping[str, float]
) -> Iterator[Colour]:
    """Every colour of a row: red where something is wrong, orange where it is doubtful.

    What is only left to do, or short on a form as it was issued, stays calm (R6.228).
    """
    first, last = grid.places[0], grid.places[-1]
    cell = f"{letters(grid.at[first])}{row + 1}"
    yield first, last, f"=AND(LEN({cell})>0,OR({','.join(_wrong_entry(line, cell))}))", "returned"
    for key in MILESTONES:
        milestone = grid.cell(key, row)
        outside = f"N({milestone})<0,N({milestone})>1"
        bad = f"AND(LEN({milestone})>0,OR(NOT(ISNUMBER({milestone})),{outside}))"
        placed = [test for at, test, _ in misplaced_tests(grid, line, row) if at == key]
        test = f"=OR({','.join([bad, *falling_tests(grid, row, key), *placed])})"
        yield key, key, test, "returned"
    yield MILESTONES[0], MILESTONES[-1], f"={_increments_test(grid, line, row)}", "returned"
    typed = _is_typed(grid.span(grid.places, row), filled, grid.places)
    if line.adds_up:
        short = f"=AND({typed},{misses_target(grid, line, row)})"
        yield "sum", "difference", short, "returned"
    own = grid.cell("hint", row)
    missed = f'AND({typed},LEFT({own},{len(_MISSED) + 1})="{_MISSED}{_less_or_more(line)}")'
    planned = _is_typed(grid.span(MILESTONES, row), filled, MILESTONES)
    doubtful = f"=AND(OR({typed},{planned}),{_says(own, _DOUBTFUL)})"
    yield "hint", "hint", doubtful, "verify"
    yield "hint", "hint", f"=OR({_says(own, _WRONG)},{missed})", "returned"


def _wrong_entry(line: BreakdownRow, cell: str) -> Iterator[str]:
    """What makes a target of a county red."""
    yield f"NOT(ISNUMBER({cell}))"
    yield f"N({cell})<0"
    if line.adds_up and line.indicator.whole:
        yield f"N({cell})<>INT(N({cell}))"
    if _in_percent(line):
        yield f"N({cell})>{max(line.target, 100):.15g}"
        if line.target > 1:
            yield f"AND(N({cell})>0,N({cell})<=1)"


def _says(own: str, sentences: Iterable[str]) -> str:
    """Whether the hint is one of these."""
    tests = [f'{own}="{sentence}"' for sentence in sentences]
    return f"OR({','.join(tests)})"
