"""The lines of the places of one month, judged: counties, city-level work, those that stopped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ducha.form.monthly import Duty, place_duty
from ducha.intake.examined import DroppedRow
from ducha.ledger.in_time import successor_in
from ducha.merge.carried import carried_at, month_words, stopped_places
from ducha.merge.model import JudgedLine, Kept, Memory, MonthInputs, PlaceKey
from ducha.merge.versions import COUNTY_LINE, LEAD_LINE, Version
from ducha.status.rating import Figure, Plan, Rating, Status, Thresholds, doubt, rate
from ducha.values.reading import shown


@dataclass(frozen=True, slots=True)
class PlaceSources:
    """What the lines of the month's places are made from.

    `chosen` are the versions that count, `memory` what earlier months have left, `sound` the last
    undoubted figures. `reported` are the indicators of which anything was accepted, `dropped` by
    place what a clerk has taken out.
    """

    chosen: Mapping[PlaceKey, Version]
    memory: Memory
    sound: Mapping[PlaceKey, Figure]
    reported: frozenset[str]
    dropped: Mapping[PlaceKey, Sequence[DroppedRow]]


def place_lines(
    inputs: MonthInputs, plans: Mapping[PlaceKey, Plan], sources: PlaceSources
) -> Iterator[JudgedLine]:
    """The lines of the counties, and of city-level work (市本级) where there is any."""
    month = inputs.period.month
    for (code, county), own_plan in plans.items():
        indicator, version = own_plan.indicator, sources.chosen.get((code, county))
        place = indicator, county
        kept = carried_at(inputs, sources.memory, place, version, sources.reported)
        silent = version is None and kept is None
        if silent and place_duty(inputs.ledger, indicator, county, month) is Duty.OPTIONAL:
            continue
        line = _place_line(inputs, own_plan, county, version, kept)
        line = replace(line, counted=line.counted and line.key not in sources.memory.handed_over)
        yield _with_rulings(line, sources.dropped.get((code, county), ()))


def stopped_lines(
    inputs: MonthInputs, city_plans: Mapping[str, Plan], sources: PlaceSources
) -> Iterator[JudgedLine]:
    """The lines of counties that answer no more, while the city still has a count of theirs."""
    ledger, month = inputs.ledger, inputs.period.month
    for indicator, county, kept in stopped_places(inputs, sources.memory, sources.reported):
        heir = successor_in(ledger.whole, ledger.by_unit[county], month).name
        since = month_words(inputs, kept.period.month)
        words = "已停报" if heir == county else f"已并入{heir}，{heir}还没有报数"
        target = ledger.target_of(indicator, county, month)
        yield JudgedLine(
            period=inputs.period,
            plan=replace(city_plans[indicator.code], target=target),
            county=county,
            figure=Figure(),
            rating=Rating(Status.NO_TASK, f"{words}，沿用{since}{shown(kept.amount)}"),
            counted=True,
            carried=kept.amount,
            since=kept.period,
            doubts=kept.doubts,
            stopped=True,
            successor="" if heir == county else heir,
        )


def _place_line(
    inputs: MonthInputs, plan: Plan, county: str, version: Version | None, kept: Kept | None
) -> JudgedLine:
    if version is not None and version.figure.given and kept is not None:
        return _line_that_stays(inputs, plan, county, version, kept)
    rating = _place_rating(plan, version, inputs.rules.thresholds)
    figure = version.figure if version else Figure()
    doubts = version.doubts if version and figure.given else frozenset[str]()
    return JudgedLine(
        period=inputs.period,
        plan=plan,
        county=county,
        figure=figure,
        rating=rating,
        source=version,
        counted=county in inputs.ledger.counted,
        carried=kept.amount if kept else None,
        since=kept.period if kept else None,
        doubts=kept.doubts if kept else doubts,
    )


def _line_that_stays(
    inputs: MonthInputs, plan: Plan, county: str, version: Version, kept: Kept
) -> JudgedLine:
    """The other line gives less than the one with authority once did: that stays (R6.162)."""
    leading, other = (
        (LEAD_LINE, COUNTY_LINE) if inputs.rules.lead_first else (COUNTY_LINE, LEAD_LINE)
    )
    rating = rate(plan, Figure(kept.amount), inputs.rules.thresholds)
    if kept.doubts:
        rating = doubt(rating, _doubt_words(kept.doubts))
    since, less = month_words(inputs, kept.period.month), shown(version.figure.done or 0.0)
    reason = f"{rating.reason}（沿用{leading}{since}{shown(kept.amount)}，本月{other}{less}）"
    return JudgedLine(
        period=inputs.period,
        plan=plan,
        county=county,
        figure=Figure(),
        rating=replace(rating, reason=reason),
        source=replace(version, origin=f"沿用{leading}"),
        counted=county in inputs.ledger.counted,
        carried=kept.amount,
        since=kept.period,
        doubts=kept.doubts,
    )


def _doubt_words(codes: Iterable[str]) -> str:
    return f"待核：{'、'.join(sorted(codes))}"


def _place_rating(plan: Plan, version: Version | None, limits: Thresholds) -> Rating:
    """What is held out is 待更正, whatever is shown of it (R7.61)."""
    rating = rate(plan, version.figure if version else Figure(), limits)
    if version is None or plan.target == 0:
        return rating
    if version.held:
        earlier = "，暂列此前的数" if version.figure.given else ""
        rating = replace(rating, status=Status.HELD, reason=f"所报数被退回，待更正{earlier}")
    elif version.doubts:
        rating = doubt(rating, _doubt_words(version.doubts))
    origin = "" if version.held else version.origin
    remarks = [remark for remark in (origin, version.row.ruling) if remark]
    if remarks:
        return replace(rating, reason=f"{rating.reason}（{'；'.join(remarks)}）")
    return rating


def _with_rulings(line: JudgedLine, dropped: Iterable[DroppedRow]) -> JudgedLine:
    """A line that lacks a figure, or shows an older one, because a clerk took one out says so."""
    for row in dropped:
        if line.source is None or line.source.row.unit == row.unit:
            reason = f"{line.rating.reason}（{row.ruling}）"
            return replace(line, rating=replace(line.rating, reason=reason))
    return line
