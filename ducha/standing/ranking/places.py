"""Scores and places: departments and counties apart, on 100, the arithmetic kept."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field, replace
from fractions import Fraction
from math import floor

from ducha.ledger.model import CITY, Group, Kind
from ducha.merge.model import Difference, JudgedLine
from ducha.standing.ranking.deductions import Deduction, deductions
from ducha.standing.ranking.score import is_owed, line_score
from ducha.standing.reporting import Calendar, UnitState
from ducha.standing.table import AwardRules
from ducha.status.rating import Figure, Status
from ducha.values.reading import exact

NEVER_REPORTED = "未参评"
TOO_LITTLE = "数据不足，暂不排名"
NOT_RANKED = "未分解，暂不排名"
NOTHING_TO_SCORE = "无可评指标，暂不排名"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rank:
    """One unit's place within its group, and how its score comes about.

    `mean` and `score` are to 0.1, as they are printed; they and `place` are None where the unit is
    not ranked, and `note` says why. `lines` are those that it answers for, `scored` counts those of
    them that have a score, `blamed` those that it may be criticised for. `doubted`, `disputed` and
    `unsettled` are figures that are 待核, in dispute, and 数据不全 or held out.
    """

    unit: str
    group: Group
    state: UnitState
    lights: Counter[Status]
    lines: tuple[JudgedLine, ...] = field(default=(), repr=False)
    place: int | None = None
    score: Fraction | None = None
    mean: Fraction | None = None
    scored: int = 0
    deductions: tuple[Deduction, ...] = ()
    blamed: int = 0
    doubted: int = 0
    disputed: frozenset[str] = frozenset()
    unsettled: int = 0
    note: str = ""

    @property
    def standing(self) -> tuple[Fraction, int, int]:
        """What places go by, the best first: score, then few 严重滞后, then few 滞后 (R7.107)."""
        behind, lagging = self.lights[Status.BEHIND], self.lights[Status.LAGGING]
        return -(self.score or Fraction(0)), behind, lagging


@dataclass(frozen=True, slots=True)
class RankingInput:
    """What a ranking is made from; `overdue` counts matters handed to units that are 超期."""

    lines: Sequence[JudgedLine]
    differences: Sequence[Difference]
    calendar: Calendar
    rules: AwardRules
    _: KW_ONLY
    overdue: Mapping[str, int] = field(default_factory=dict)


def rank(inputs: RankingInput, states: Iterable[UnitState]) -> tuple[Rank, ...]:
    """Rank departments and counties apart, best first (R7.100, R7.107).

    Returns:
        A rank for every state, the departments first; units without a score come last in their
        group, with a note that says why.
    """
    answered, parts = _lines_by_unit(inputs.lines)
    disputed = _disputed_codes(inputs)
    unplaced = []
    for state in states:
        key = state.group, state.unit
        entry = _unplaced_rank(inputs, state, answered.get(key, ()), parts.get(key, ()))
        unplaced.append(_with_disputes(entry, disputed.get(state.unit, frozenset())))
    return tuple(
        placed
        for group in Group
        for placed in _give_places([entry for entry in unplaced if entry.group is group])
    )


_ByUnit = Mapping[tuple[Group, str], Sequence[JudgedLine]]


def _lines_by_unit(lines: Iterable[JudgedLine]) -> tuple[_ByUnit, _ByUnit]:
    """The lines that each unit is ranked by, and those that a department's are made of.

    A county answers for its own rows, a department for the city lines that it leads (R7.100).
    """
    answered: dict[tuple[Group, str], list[JudgedLine]] = defaultdict(list)
    parts: dict[tuple[Group, str], list[JudgedLine]] = defaultdict(list)
    for line in lines:
        lead = Group.CITY, line.plan.indicator.leads[0]
        if line.county == CITY:
            answered[lead].append(line)
        else:
            parts[lead].append(line)
            answered[Group.COUNTY, line.county].append(line)
    return answered, parts


def _unplaced_rank(
    inputs: RankingInput,
    state: UnitState,
    lines: Sequence[JudgedLine],
    parts: Sequence[JudgedLine],
) -> Rank:
    calendar = inputs.calendar
    closed = calendar.today > calendar.correct_by
    scores = [line_score(line, closed=closed) for line in lines]
    known = [score for score in scores if score is not None]
    entry = Rank(
        unit=state.unit,
        group=state.group,
        state=state,
        lights=Counter(line.rating.status for line in lines),
        lines=tuple(lines),
        scored=len(known),
        deductions=deductions(state, calendar, inputs.rules, inputs.overdue.get(state.unit, 0)),
        doubted=sum(bool(line.doubts) for line in (*lines, *parts)),
        unsettled=sum(map(_is_unsettled, lines)),
    )
    note = _why_not_ranked(lines, known)
    return replace(entry, note=note) if note else _with_score(entry, known)


def _with_score(entry: Rank, scores: Sequence[Fraction]) -> Rank:
    """The mean less what is taken off, never below 0, to 0.1 as it is printed (R7.106)."""
    mean = sum(scores, Fraction(0)) / len(scores)
    off = sum((deduction.points for deduction in entry.deductions), Fraction(0))
    return replace(entry, mean=to_tenth(mean), score=to_tenth(max(mean - off, Fraction(0))))


def to_tenth(score: Fraction) -> Fraction:
    """Half up to 0.1: what prints alike is alike."""
    return Fraction(floor(score * 10 + Fraction(1, 2)), 10)


def _why_not_ranked(lines: Sequence[JudgedLine], scores: Sequence[Fraction]) -> str:
    """Blank where the unit is ranked (R7.108, R7.109)."""
    owed = sum(map(is_owed, lines))
    if not owed:
        return NOTHING_TO_SCORE
    if not any(map(_has_come, lines)):
        return NEVER_REPORTED
    if _is_not_broken_down(lines):
        return NOT_RANKED
    return TOO_LITTLE if 2 * len(scores) < owed else ""


def _has_come(line: JudgedLine) -> bool:
    """Whether either line gave a figure of the month, be it one that is held out."""
    given = line.source is not None and line.source.figure.given
    return given or line.figure.given or line.rating.status is Status.HELD


def _is_not_broken_down(lines: Sequence[JudgedLine]) -> bool:
    """Whether no line that needs a target has one; a qualitative line needs none (R7.108)."""
    targets = [
        line.plan.target
        for line in lines
        if line.plan.indicator.kind is not Kind.QUALITATIVE and line.plan.target != 0
    ]
    return bool(targets) and all(target is None for target in targets)


def _is_unsettled(line: JudgedLine) -> bool:
    """Whether its figure is not all there: 数据不全, carried, 未报送 or 待更正."""
    absent = line.rating.status in {Status.HELD, Status.NO_RETURN} and is_owed(line)
    return absent or line.incomplete or line.carried is not None


def _with_disputes(entry: Rank, codes: frozenset[str]) -> Rank:
    """The rank with the codes in dispute, and what is left to be criticised (R7.105, R7.121)."""
    blamed = sum(is_blameworthy(line, codes) for line in entry.lines)
    return replace(entry, disputed=codes, blamed=blamed)


def is_blameworthy(line: JudgedLine, disputed: Container[str]) -> bool:
    """Whether a line is 严重滞后 and neither 待核, in dispute nor 数据不全 (R7.121)."""
    unsure = line.incomplete or line.doubts or line.code in disputed
    return line.rating.status is Status.BEHIND and not unsure


def _disputed_codes(inputs: RankingInput) -> dict[str, frozenset[str]]:
    """What is in dispute, by county and by lead department (R7.105)."""
    limit = exact(inputs.rules.dispute) / 100
    codes: dict[str, set[str]] = defaultdict(set)
    for difference in inputs.differences:
        if is_disputed(difference, limit):
            for unit in (difference.county, difference.indicator.leads[0]):
                codes[unit].add(difference.indicator.code)
    return {unit: frozenset(disputed) for unit, disputed in codes.items()}


def is_disputed(difference: Difference, limit: Fraction) -> bool:
    """Whether two figures are apart by more than this share of the lead's (R7.105).

    Different levels always are, and so is anything from nothing.
    """
    lead, county = difference.lead, difference.by_county
    if lead.level or county.level:
        return lead.level is not county.level
    ours, theirs = map(_measured, (lead, county))
    return abs(ours - theirs) > limit * ours


def _measured(figure: Figure) -> Fraction:
    return exact(figure.done or 0.0) if figure.share is None else figure.share


def _give_places(entries: Sequence[Rank]) -> list[Rank]:
    """Competition ranking (1 2 2 4); units without a score after the others, 未参评 last."""
    scored = sorted((e for e in entries if e.score is not None), key=lambda e: e.standing)
    ranked: list[Rank] = []
    for order, entry in enumerate(scored, start=1):
        tied = ranked[-1] if ranked and ranked[-1].standing == entry.standing else None
        ranked.append(replace(entry, place=tied.place if tied else order))
    rest = [e for e in entries if e.score is None]
    return [*ranked, *sorted(rest, key=lambda e: e.note == NEVER_REPORTED)]


def printed_score(entry: Rank) -> float | None:
    """得分 as it is printed; None where the unit is not ranked."""
    return None if entry.score is None else float(entry.score)
