"""Formulas of the breakdown form: sums, what is wrong with a row, and where it turns red.

Each gets the references of its row: {first}:{last} are the places, {milestone3} … the milestones.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from ducha.cells import letters
from ducha.files.writing.sheet import quote
from ducha.form.breakdown import MILESTONE_MONTHS, BreakdownForm, BreakdownRow
from ducha.ledger.model import Direction, Kind
from ducha.values.reading import shown

ERROR = "单元格有错误值，请改填数字"
NO_NUMBER = "县区任务只能填数字"
NEGATIVE = "县区任务不能小于0"
NOT_WHOLE = "县区任务只能填整数"
RATE_RANGE = "目标线填百分数本身，如65%填65"
BAD_MILESTONE = "时间节点填0%到100%"
FALLING = "时间节点不能比前面的小"
TOO_EARLY = "起始月之前的节点应空着"
NOT_FULL = "完成时限之后的节点应为100%"
NOTHING = "还没有分解"
_MISSED = "合计比全市目标"
_WRONG = (
    *(ERROR, NO_NUMBER, NEGATIVE, NOT_WHOLE, RATE_RANGE),
    *(BAD_MILESTONE, FALLING, TOO_EARLY, NOT_FULL),
)

_MILESTONES = tuple(f"milestone{month}" for month in MILESTONE_MONTHS)


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
    """差额: below 0 while something is left to divide."""
    return f"=ROUND({grid.cell('sum', row)}-{grid.cell('target', row)},9)"


def hint(grid: Grid, line: BreakdownRow, row: int) -> str:
    """校验提示: the first thing that is wrong, else what is left to do."""
    tests = [*_entry_tests(grid, line, row), *_milestone_tests(grid, line, row)]
    inner = _what_is_left(grid, line, row)
    for test, sentence in reversed(tests):
        inner = f'IF({test},"{sentence}",{inner})'
    return f'=IFERROR({inner},"{ERROR}")'


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
    milestones = grid.span(_MILESTONES, row)
    outside = f'COUNTIF({milestones},"<0")+COUNTIF({milestones},">1")>0'
    yield f"OR(COUNTA({milestones})>COUNT({milestones}),{outside})", BAD_MILESTONE
    yield f"OR({','.join(falling_tests(grid, row))})", FALLING
    yield from ((test, sentence) for _, test, sentence in misplaced_tests(grid, line, row))


def falling_tests(grid: Grid, row: int, later: str = "") -> list[str]:
    """Whether a milestone is below an earlier one; only the milestone `later` when it is named."""
    cells = [(key, grid.cell(key, row)) for key in _MILESTONES]
    return [
        f"AND(ISNUMBER({first}),ISNUMBER({second}),{second}<{first})"
        for (_, first), (key, second) in combinations(cells, 2)
        if later in {"", key}
    ]


def misplaced_tests(grid: Grid, line: BreakdownRow, row: int) -> Iterator[tuple[str, str, str]]:
    """Milestones before the start month, and milestones below 100% after the deadline."""
    for month, key in zip(MILESTONE_MONTHS, _MILESTONES, strict=True):
        cell = grid.cell(key, row)
        if month < line.indicator.start:
            yield key, f"N({cell})>0", TOO_EARLY
        if month > line.indicator.deadline:
            yield key, f"AND(ISNUMBER({cell}),N({cell})<1)", NOT_FULL


def _what_is_left(grid: Grid, line: BreakdownRow, row: int) -> str:
    """What is left to do where nothing is wrong."""
    places = grid.span(grid.places, row)
    if not line.adds_up:
        city = f"{shown(line.target)}{line.indicator.measure}"
        blank = f"COUNT({places})<{len(line.places) - 1}"
        return f'IF({blank},{quote(f"空着的县区按全市目标{city}")},"")'
    sums, target = grid.cell("sum", row), grid.cell("target", row)
    missed = "多" if _is_ceiling(line) else "少"
    measure = quote(line.indicator.measure)
    away = f'"{_MISSED}{missed}"&ABS(ROUND({sums}-{target},9))&{measure}'
    counties = "+".join(f"ISNUMBER({grid.cell(place, row)})" for place in line.places[:-1])
    blank = f"({len(line.places) - 1}-({counties}))"
    rest = f'IF({blank}>0,"还有"&{blank}&"个县区没有填，没有任务的填0","")'
    return f'IF(COUNT({places})=0,"{NOTHING}",IF({misses_target(grid, line, row)},{away},{rest}))'


def _is_ceiling(line: BreakdownRow) -> bool:
    return line.indicator.direction is Direction.AT_MOST


def misses_target(grid: Grid, line: BreakdownRow, row: int) -> str:
    """Whether Σ misses the city's target; a ceiling is missed by going above it."""
    sign = ">" if _is_ceiling(line) else "<"
    return f"{grid.cell('sum', row)}{sign}{grid.cell('target', row)}"


def red_rules(grid: Grid, line: BreakdownRow, row: int) -> Iterator[tuple[str, str, str]]:
    """First column, last column and formula of every red of a row."""
    first, last = grid.places[0], grid.places[-1]
    cell = f"{letters(grid.at[first])}{row + 1}"
    wrong = [f"NOT(ISNUMBER({cell}))", f"N({cell})<0"]
    if line.adds_up and line.indicator.whole:
        wrong.append(f"N({cell})<>INT(N({cell}))")
    if _in_percent(line):
        wrong.append(f"N({cell})>{max(line.target, 100):.15g}")
        wrong.extend([f"AND(N({cell})>0,N({cell})<=1)"] if line.target > 1 else [])
    yield first, last, f"=AND(LEN({cell})>0,OR({','.join(wrong)}))"
    for key in _MILESTONES:
        milestone = grid.cell(key, row)
        outside = f"N({milestone})<0,N({milestone})>1"
        bad = f"AND(LEN({milestone})>0,OR(NOT(ISNUMBER({milestone})),{outside}))"
        placed = [test for at, test, _ in misplaced_tests(grid, line, row) if at == key]
        yield key, key, f"=OR({','.join([bad, *falling_tests(grid, row, key), *placed])})"
    if line.adds_up:
        yield "sum", "difference", f"={misses_target(grid, line, row)}"
    yield "hint", "hint", f"={_costly(grid, row)}"


def _costly(grid: Grid, row: int) -> str:
    """Whether the hint tells of something wrong, not only of what is left to do."""
    own = grid.cell("hint", row)
    tests = ",".join(f'{own}="{sentence}"' for sentence in _WRONG)
    return f'OR({tests},LEFT({own},{len(_MISSED)})="{_MISSED}")'
