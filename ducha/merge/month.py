"""Versions, the two reporting lines, sums and status: one month's returns become one table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ducha.form.monthly import LEAD, Duty, place_duty
from ducha.intake.examined import Dropped, Examined, Told
from ducha.ledger.model import CITY, OWN, Indicator, Ledger
from ducha.merge.versions import Chosen, Version, choose, newest, pairs, sums
from ducha.period import Period
from ducha.status.rating import (
    Figure,
    Plan,
    Rating,
    Status,
    Thresholds,
    plan,
    rate,
)
from ducha.status.runs import Month, escalate

FINE = frozenset({Status.ON_TRACK, Status.DONE})


@dataclass(frozen=True, slots=True)
class Rules:
    """What config.toml decides about merging."""

    authority: str = LEAD
    thresholds: Thresholds = field(default_factory=Thresholds)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of 数据: an indicator at a place in a month, judged.

    `missing` and `held` count the parts that a city line lacks; `origin` names the line that
    counted where it is not the one with authority.
    """

    period: Period
    plan: Plan
    county: str
    figure: Figure
    rating: Rating
    source: Chosen | None = None
    missing: int = 0
    held: int = 0

    @property
    def code(self) -> str:
        """Code of the indicator."""
        return self.plan.indicator.code

    @property
    def key(self) -> tuple[str, str]:
        """What tells the line from the others of its month."""
        return self.plan.indicator.code, self.county


@dataclass(frozen=True, slots=True)
class Difference:
    """Lead and county report the same row differently."""

    indicator: Indicator
    county: str
    lead: Figure
    by_county: Figure


@dataclass(frozen=True, slots=True)
class MonthTable:
    """One merged month: its lines in the ledger's order and what later months look back on.

    `own` are the figures as each unit reported them, `used` the returns that anything came from.
    """

    period: Period
    lines: tuple[Line, ...]
    differences: tuple[Difference, ...]
    own: Mapping[tuple[str, str, str], Figure]
    texts: Mapping[tuple[str, str, str], Told]
    used: frozenset[int]
    bases: Mapping[tuple[str, str], Month]
    returned: frozenset[str]


@dataclass(frozen=True, slots=True)
class Scene:
    """What one month is merged under; `closing` is `merge --final`."""

    ledger: Ledger
    period: Period
    rules: Rules
    closing: bool = False
    dropped: tuple[Dropped, ...] = ()  # rows of files that a clerk has taken out


def merge_month(
    scene: Scene, examined: Sequence[Examined], past: Sequence[MonthTable]
) -> MonthTable:
    """Merge the returns of one month and judge every line; `past` are the months before it."""
    rows = newest([row for given in examined for row in given.figures])
    chosen = choose(rows, lead_first=scene.rules.authority == LEAD)
    drafts = _drafts(scene, chosen, examined)
    texts = _newest_texts(text for given in examined for text in given.texts)
    bases = {line.key: _base(line) for line in drafts}
    return MonthTable(
        scene.period,
        tuple(_escalated(line, bases[line.key], past, scene.rules.thresholds) for line in drafts),
        _differences(scene.ledger, rows),
        {(v.row.unit, v.row.code, v.row.county): v.figure for v in rows if v.figure.given},
        texts,
        frozenset(text.order for text in texts.values()).union(*(v.orders for v in rows)),
        bases,
        frozenset(given.submission.claim.unit for given in examined if given.accepted),
    )


def _newest_texts(texts: Iterable[Told]) -> dict[tuple[str, str, str], Told]:
    """Texts merge cell by cell; a blank erases nothing (R6.152)."""
    ordered = sorted(texts, key=lambda text: text.order)
    return {(text.unit, text.item, text.key): text for text in ordered}


def _drafts(
    scene: Scene, chosen: Mapping[tuple[str, str], Chosen], given: Sequence[Examined]
) -> list[Line]:
    """Every line of the month with its rating before escalation."""
    lines: list[Line] = []
    out = (*scene.dropped, *(one for each in given for one in each.dropped))
    dropped = {(one.unit, one.code, one.county): one.ruling for one in out}
    totals = sums([c for c in chosen.values() if c.version.row.county in scene.ledger.counted])
    for indicator in scene.ledger.indicators:
        nodes = scene.ledger.milestones.get(indicator.code, {})
        city_plan = plan(
            indicator,
            scene.ledger.target_of(indicator, CITY, scene.period.month),
            nodes,
            scene.period.month,
            closing=scene.closing,
        )
        parts = [_said(line, dropped) for line in _parts(scene, indicator, city_plan, chosen)]
        lines.extend(parts)
        lines.append(_city_line(scene, city_plan, parts, totals.get(indicator.code, Figure())))
    return lines


def _parts(
    scene: Scene,
    indicator: Indicator,
    city_plan: Plan,
    chosen: Mapping[tuple[str, str], Chosen],
) -> list[Line]:
    """The lines of the counties, and of city-level work where there is any (R7.61)."""
    lines = []
    for county in (*scene.ledger.counties_of(indicator), OWN):
        row = chosen.get((indicator.code, county))
        duty = place_duty(scene.ledger, indicator, county, scene.period.month)
        if row is None and duty is Duty.OPTIONAL:
            continue
        target = scene.ledger.target_of(indicator, county, scene.period.month)
        own_plan = replace(city_plan, target=target)
        figure = row.version.figure if row else Figure()
        rating = _part_rating(own_plan, figure, row, scene.rules.thresholds)
        lines.append(Line(scene.period, own_plan, county, figure, rating, row))
    return lines


def _part_rating(plan: Plan, figure: Figure, row: Chosen | None, limits: Thresholds) -> Rating:
    rating = rate(plan, figure, limits)
    if row is None or rating.status is Status.NO_TASK:
        return rating
    if row.version.held:
        shown = "，暂列此前的数" if figure.given else ""
        rating = replace(rating, status=Status.HELD, reason=f"所报数被退回，待更正{shown}")
    origin = "" if row.version.held else row.origin
    remarks = [remark for remark in (origin, row.version.row.ruling) if remark]
    if remarks:
        return replace(rating, reason=f"{rating.reason}（{'；'.join(remarks)}）")
    return rating


def _said(line: Line, dropped: Mapping[tuple[str, str, str], str]) -> Line:
    """A line that lacks a figure, or shows an older one, because a clerk took one out says so."""
    for (unit, *place), ruling in dropped.items():
        mine = line.source is None or line.source.version.row.unit == unit
        if tuple(place) == line.key and mine:
            reason = f"{line.rating.reason}（{ruling}）"
            return replace(line, rating=replace(line.rating, reason=reason))
    return line


def _city_line(scene: Scene, plan: Plan, parts: Sequence[Line], total: Figure) -> Line:
    """全市: the sum of what was accepted against the whole target, and what it lacks.

    (R6.177, R6.178)
    """
    counted = [line for line in parts if line.county in scene.ledger.counted]
    lacking = [line.county for line in counted if line.rating.status is Status.NO_RETURN]
    held = sum(line.rating.status is Status.HELD for line in counted)
    rating = rate(plan, total, scene.rules.thresholds)
    if rating.status is not Status.NO_TASK:
        rating = _with_gaps(rating, total, lacking, held)
    return Line(scene.period, plan, CITY, total, rating, missing=len(lacking), held=held)


def _with_gaps(rating: Rating, total: Figure, lacking: Sequence[str], held: int) -> Rating:
    reasons = [rating.reason] if total.given else []
    counties = sum(county != OWN for county in lacking)
    if counties:
        reasons.append(f"缺{counties}个县区")
    if OWN in lacking:
        reasons.append("缺市本级")
    status = rating.status
    if held:
        reasons.append(f"{held}个数待更正")
        status = status if status in FINE else Status.HELD
    return replace(rating, status=status, reason="；".join(reasons) or rating.reason)


def _base(line: Line) -> Month:
    complete = line.missing == 0 and line.held == 0
    return Month(line.plan, line.figure, line.rating, takes_part=complete)


def _escalated(line: Line, base: Month, past: Sequence[MonthTable], thresholds: Thresholds) -> Line:
    before = tuple(table.bases[line.key] for table in past if line.key in table.bases)
    return replace(line, rating=escalate((*before, base), thresholds))


def _differences(ledger: Ledger, rows: Sequence[Version]) -> tuple[Difference, ...]:
    found = {key: both for key, *both in pairs(rows)}
    return tuple(
        Difference(indicator, county, *found[indicator.code, county])
        for indicator in ledger.indicators
        for county in (*ledger.counties_of(indicator), OWN)
        if (indicator.code, county) in found
    )
