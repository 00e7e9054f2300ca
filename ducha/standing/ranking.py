"""Scores and ranks of units, and whom to propose for praise or criticism (a person decides)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import NamedTuple

from ducha.ledger.model import CITY, Direction, Group, Judged, Kind
from ducha.merge.model import Difference, JudgedLine
from ducha.published.edition import UnitStanding
from ducha.standing.reporting import ANSWERED, UNREPORTED, UnitState
from ducha.standing.table import AwardRules, Cell, PageSetup, Style, Table, TableColumn, table
from ducha.status.rating import GOOD_LIGHTS, Figure, Status
from ducha.values.reading import exact

PRAISE = "拟表扬"
CRITICISM = "拟批评"
NEVER_REPORTED = "未参评"
NOT_RANKED = "未分解，暂不排名"
NOTHING_TO_SCORE = "无可评指标，暂不排名"

LEFT_OUT = frozenset({Status.HELD, Status.NOT_BROKEN_DOWN, Status.NO_TASK})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rank:
    """One unit's place within its group; `place` and `score` are None where it is not ranked.

    `blamed` counts the lines that it may be criticised for, `doubted` those that are 待核.
    """

    unit: str
    group: Group
    place: int | None
    score: Fraction | None
    lights: Counter[Status]
    state: UnitState
    blamed: int = 0
    doubted: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class RankingInput:
    """What a ranking is made from. `ever_reported` are units with an accepted return this year.

    (R7.108)
    """

    lines: Sequence[JudgedLine]
    differences: Sequence[Difference]
    ever_reported: frozenset[str]
    rules: AwardRules


def rank(inputs: RankingInput, states: Iterable[UnitState]) -> tuple[Rank, ...]:
    """Rank departments and counties apart, best first, ties as 1 2 2 4 (R7.107).

    Returns:
        A rank for every state, the departments first; units without a score come last in their
        group, with a note that says why.
    """
    disputed, lines_by_unit = _disputed_lines(inputs), _lines_by_unit(inputs.lines)
    unplaced = [
        _unplaced_rank(inputs, state, lines_by_unit.get((state.group, state.unit), ()), disputed)
        for state in states
    ]
    return tuple(
        placed
        for group in Group
        for placed in _give_places([entry for entry in unplaced if entry.group is group])
    )


def _lines_by_unit(lines: Iterable[JudgedLine]) -> dict[tuple[Group, str], list[JudgedLine]]:
    """A county answers for its own rows, a department for the city lines that it leads (R7.100)."""
    by_unit: dict[tuple[Group, str], list[JudgedLine]] = defaultdict(list)
    for line in lines:
        if line.county == CITY:
            by_unit[Group.CITY, line.plan.indicator.leads[0]].append(line)
        else:
            by_unit[Group.COUNTY, line.county].append(line)
    return by_unit


def _unplaced_rank(
    inputs: RankingInput,
    state: UnitState,
    lines: Sequence[JudgedLine],
    disputed: frozenset[tuple[str, str]],
) -> Rank:
    lights = Counter(line.rating.status for line in lines)
    scored = [line for line in lines if not _is_in_part(line)]
    unscored = Rank(
        unit=state.unit,
        group=state.group,
        place=None,
        score=None,
        lights=lights,
        state=state,
        blamed=sum(line.rating.status is Status.BEHIND for line in scored),
        doubted=sum(bool(line.doubts) for line in lines),
    )
    if state.unit not in inputs.ever_reported:
        return replace(unscored, note=NEVER_REPORTED)
    scores = [_score(line, inputs.rules) for line in scored if line.key not in disputed]
    known = [score for score in scores if score is not None]
    if _is_not_broken_down(lines):
        return replace(unscored, note=NOT_RANKED)
    if not known:
        return replace(unscored, note=NOTHING_TO_SCORE)
    mean = sum(known, Fraction(0)) / len(known) - _penalty(state, inputs.rules)
    return replace(unscored, score=mean)


def _is_in_part(line: JudgedLine) -> bool:
    """Whether a city line has a figure that is 数据不全: nobody is ranked by it (R6.164)."""
    return line.incomplete and line.figure.given


def _is_not_broken_down(lines: Sequence[JudgedLine]) -> bool:
    """Whether no line that needs a target has one; a qualitative line needs none (R7.108)."""
    targets = [
        line.plan.target
        for line in lines
        if line.plan.indicator.kind is not Kind.QUALITATIVE and line.plan.target != 0
    ]
    return bool(targets) and all(target is None for target in targets)


def _score(line: JudgedLine, rules: AwardRules) -> Fraction | None:
    """0 to the cap; None where the line is left out (R7.101, R7.102, R7.103)."""
    plan, kind = line.plan, line.plan.indicator.kind
    unbroken = plan.target is None and kind is not Kind.QUALITATIVE
    if line.rating.status in LEFT_OUT or unbroken or plan.due == 0:
        return None
    if line.rating.status is Status.NO_RETURN:
        return Fraction(0)
    if kind is Kind.COUNT and plan.indicator.direction is not Direction.AT_MOST:
        return min((line.rating.completion or Fraction(0)) / plan.due, exact(rules.cap))
    if kind is Kind.QUALITATIVE:
        return Fraction(line.rating.status in GOOD_LIGHTS)
    return None if _is_too_early(line) else Fraction(line.rating.met)


def _is_too_early(line: JudgedLine) -> bool:
    """A line that has until its deadline says nothing before it, nor one without any object.

    (R7.104)
    """
    indicator = line.plan.indicator
    waits = indicator.judged is Judged.BY_DEADLINE and not line.plan.final_month
    return line.figure.no_object or (indicator.asks_parts and waits)


def _penalty(state: UnitState, rules: AwardRules) -> Fraction:
    """What this month's reporting takes off: a missing or late return, each one sent back whole.

    One of which only a part came late costs less (R6.201, R7.106).
    """
    deductions = (
        rules.missing * _is_missing(state),
        (rules.supplement if state.supplemented else rules.late) * state.late,
        rules.returned * state.returned,
    )
    return sum(map(exact, deductions), Fraction(0))


def _is_missing(state: UnitState) -> bool:
    """Whether nothing usable was reported."""
    return state.state in UNREPORTED


def _disputed_lines(inputs: RankingInput) -> frozenset[tuple[str, str]]:
    limit = exact(inputs.rules.dispute) / 100
    return frozenset(
        (difference.indicator.code, difference.county)
        for difference in inputs.differences
        if _relative_difference(difference.lead, difference.by_county) > limit
    )


def _relative_difference(lead: Figure, county: Figure) -> Fraction:
    """How far two figures are apart, as a share of the larger; different levels are all apart.

    (R7.105)
    """
    if lead.level or county.level:
        return Fraction(1)
    shares = ((figure.share, figure.done) for figure in (lead, county))
    values = [exact(done or 0.0) if share is None else share for share, done in shares]
    return abs(values[0] - values[1]) / max(values) if max(values) else Fraction(0)


def _give_places(entries: Sequence[Rank]) -> list[Rank]:
    """Competition ranking; units without a score after the others, 未参评 last."""
    scored = sorted((e for e in entries if e.score is not None), key=_descending_score)
    ranked: list[Rank] = []
    for order, entry in enumerate(scored, start=1):
        tied = ranked[-1] if ranked and ranked[-1].score == entry.score else None
        ranked.append(replace(entry, place=tied.place if tied else order))
    rest = [e for e in entries if e.score is None]
    return [*ranked, *sorted(rest, key=lambda e: e.note == NEVER_REPORTED)]


def _descending_score(entry: Rank) -> Fraction:
    return -(entry.score or Fraction(0))


def proposals(ranks: Sequence[Rank], rules: AwardRules) -> dict[str, str]:
    """Units proposed, with `PRAISE` or `CRITICISM`: a proposal, never a decision.

    Equal scores are treated alike at either end (R7.120, R7.121).
    """
    proposed: dict[str, str] = {}
    for group in Group:
        placed = [r for r in ranks if r.group is group and r.place is not None]
        lowest = {entry.score for entry in placed[::-1][: rules.criticised]}
        proposed |= {entry.unit: PRAISE for entry in placed if _earns_praise(entry, rules)}
        proposed |= {entry.unit: CRITICISM for entry in placed if _earns_criticism(entry, lowest)}
    return proposed


def _earns_praise(entry: Rank, rules: AwardRules) -> bool:
    """Whether it stands high, without blame, and by figures that nobody doubts (R6.169)."""
    if entry.doubted:
        return False
    placed_high = entry.place is not None and entry.place <= rules.praised
    return placed_high and not entry.lights[Status.BEHIND] and _is_blameless(entry.state)


def _earns_criticism(entry: Rank, lowest: Collection[Fraction | None]) -> bool:
    return entry.score in lowest and entry.blamed > 0


def _is_blameless(state: UnitState) -> bool:
    return not state.late and state.state in ANSWERED


class RankRow(NamedTuple):
    """A unit's rank, what is proposed for it, and how it stood in last month as published."""

    rank: Rank
    proposal: str | None
    published: UnitStanding | None = None


def place_change(row: RankRow) -> str | None:
    """较上月名次: places won or lost since last month as published; blank without two (R8.13)."""
    last, now = row.published, row.rank
    if last is None or last.place is None or now.place is None or last.group != str(now.group):
        return None
    won = last.place - now.place
    return f"{'↑' if won > 0 else '↓'}{abs(won)}" if won else "持平"


_LIGHTS = (
    *(Status.DONE, Status.ON_TRACK, Status.LAGGING, Status.BEHIND),
    *(Status.NO_RETURN, Status.HELD),
)


def _light_column(status: Status) -> TableColumn[RankRow]:
    return TableColumn(str(status), lambda row: row.rank.lights[status], style=Style.SHORT)


RANK_COLUMNS: tuple[TableColumn[RankRow], ...] = (
    TableColumn("类别", lambda row: str(row.rank.group), 8, Style.SHORT),
    TableColumn("名次", lambda row: _place_or_note(row.rank), 14, Style.SHORT),
    TableColumn("单位", lambda row: row.rank.unit, 21),
    TableColumn("得分", lambda row: printed_score(row.rank), style=Style.SCORE),
    TableColumn("较上月名次", place_change, 11, Style.SHORT),
    *map(_light_column, _LIGHTS),
    TableColumn("迟报", lambda row: int(row.rank.state.late), style=Style.SHORT),
    TableColumn("漏报", lambda row: int(_is_missing(row.rank.state)), style=Style.SHORT),
    TableColumn("建议", lambda row: row.proposal, 10, Style.SHORT),
)


def rank_table(
    ranks: Sequence[Rank],
    proposed: Mapping[str, str],
    published: Mapping[str, UnitStanding] | None = None,
) -> Table:
    """排名: departments first, then counties; `published` is how units stood in last month."""
    last = published or {}
    rows = [RankRow(entry, proposed.get(entry.unit), last.get(entry.unit)) for entry in ranks]
    return table("排名", RANK_COLUMNS, rows, PageSetup(frozen=3))


def _place_or_note(entry: Rank) -> Cell:
    return entry.place if entry.place is not None else entry.note


def printed_score(entry: Rank) -> float | None:
    """得分 as it is printed; None where the unit is not ranked."""
    return None if entry.score is None else round(float(entry.score), 3)
