"""One month's returns become its lines: the two lines, the city's sums, status and runs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from ducha.form.monthly import Duty, place_duty
from ducha.intake.examined import DroppedRow, ExaminedReturn, TextEntry
from ducha.ledger.in_time import successor_in
from ducha.ledger.model import CITY, OWN, Indicator
from ducha.merge.carried import (
    carried_at,
    codes_reported,
    forget,
    hand_over,
    month_words,
    remember,
    stopped_places,
)
from ducha.merge.city import city_lines
from ducha.merge.data import build_frame, join_frames
from ducha.merge.doubt.figures import Doubted, find_doubted, newly_adopted
from ducha.merge.model import (
    Difference,
    JudgedLine,
    Kept,
    Memory,
    MonthInputs,
    MonthTable,
    PlaceKey,
)
from ducha.merge.story import row_findings
from ducha.merge.versions import (
    COUNTY_LINE,
    LEAD_LINE,
    Version,
    choose_versions,
    differing_pairs,
    newest_versions,
)
from ducha.period import Period
from ducha.status.rating import Figure, Plan, Rating, Status, Thresholds, doubt, plan, rate
from ducha.status.runs import JudgedMonth, close_year, escalate
from ducha.values.reading import shown


@dataclass(frozen=True, slots=True)
class _PlaceSources:
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


def merge_month(
    inputs: MonthInputs, returns: Sequence[ExaminedReturn], past: Sequence[MonthTable]
) -> MonthTable:
    """Merge the returns of one month and judge every line; `past` are the months before it."""
    before = past[-1].memory if past else Memory()
    city_plans = {i.code: _city_plan(inputs, i) for i in inputs.ledger.indicators}
    plans = dict(_place_plans(inputs, city_plans))
    newest = newest_versions(entry for examined in returns for entry in examined.figures)
    stories = list(row_findings(inputs, plans, newest, returns, past))
    doubted = find_doubted(newest, returns, stories, inputs.doubted, before)
    sources = _place_sources(inputs, returns, doubted, before)
    drafts = [
        *_place_lines(inputs, plans, sources),
        *_stopped_lines(inputs, city_plans, sources),
    ]
    place_lines, bases = _escalate_lines(drafts, past, inputs.rules.thresholds)
    data = build_frame(place_lines, inputs.ledger)
    city_drafts = city_lines(inputs, city_plans, place_lines, data, sources.sound)
    whole, city_bases = _escalate_lines(city_drafts, past, inputs.rules.thresholds)
    if inputs.closing:
        place_lines, whole = map(_close_lines, (place_lines, whole))
        data = build_frame(place_lines, inputs.ledger)
    texts = _newest_texts(text for examined in returns for text in examined.texts)
    memory = remember(sources.memory, inputs, doubted.versions, place_lines, sources.sound)
    return MonthTable(
        period=inputs.period,
        lines=_sort_lines(place_lines, whole),
        data=join_frames([data, build_frame(whole, inputs.ledger)]),
        differences=_differences(inputs, doubted.versions, place_lines),
        own={version.row.key: version.figure for version in newest if version.figure.given},
        texts=texts,
        used=frozenset(text.order for text in texts.values()).union(*(v.orders for v in newest)),
        bases={**bases, **city_bases},
        returned=frozenset(r.submission.claim.unit for r in returns if r.accepted),
        findings=tuple(finding for _, finding in stories),
        vouched=doubted.vouched,
        memory=replace(memory, adopted={**doubted.vouched, **newly_adopted(returns)}),
    )


def _place_sources(
    inputs: MonthInputs, returns: Sequence[ExaminedReturn], doubted: Doubted, before: Memory
) -> _PlaceSources:
    chosen = choose_versions(doubted.versions, lead_first=inputs.rules.lead_first)
    dropped = _dropped_rows(inputs, returns)
    memory = hand_over(before, inputs, chosen)
    memory = forget(memory, inputs, chain(*dropped.values()), chosen)
    earlier = {
        place: doubted.sound[version.row.key]
        for place, version in chosen.items()
        if version.row.key in doubted.sound
    }
    reported = codes_reported(chosen, inputs.ledger.counted)
    return _PlaceSources(chosen, memory, {**memory.sound, **earlier}, reported, dropped)


def _newest_texts(texts: Iterable[TextEntry]) -> dict[tuple[str, str, str], TextEntry]:
    """Texts merge cell by cell; a blank erases nothing (R6.152)."""
    ordered = sorted(texts, key=lambda text: text.order)
    return {(text.unit, text.item, text.key): text for text in ordered}


def _dropped_rows(
    inputs: MonthInputs, returns: Sequence[ExaminedReturn]
) -> dict[PlaceKey, list[DroppedRow]]:
    """What a clerk has taken out of the month, by place."""
    dropped: dict[PlaceKey, list[DroppedRow]] = defaultdict(list)
    for row in (*inputs.dropped, *(row for examined in returns for row in examined.dropped)):
        dropped[row.code, row.county].append(row)
    return dropped


def _city_plan(inputs: MonthInputs, indicator: Indicator) -> Plan:
    month = inputs.period.month
    target = inputs.ledger.target_of(indicator, CITY, month)
    milestones = inputs.ledger.milestones.get(indicator.code, {})
    return plan(indicator, target, milestones, month, closing=inputs.closing)


def _place_plans(
    inputs: MonthInputs, city_plans: Mapping[str, Plan]
) -> Iterator[tuple[PlaceKey, Plan]]:
    """What is expected of every place, in the ledger's order: counties, then city-level work."""
    month = inputs.period.month
    for indicator in inputs.ledger.indicators:
        for county in (*inputs.ledger.counties_of(indicator), OWN):
            target = inputs.ledger.target_of(indicator, county, month)
            yield (indicator.code, county), replace(city_plans[indicator.code], target=target)


def _place_lines(
    inputs: MonthInputs, plans: Mapping[PlaceKey, Plan], sources: _PlaceSources
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


def _stopped_lines(
    inputs: MonthInputs, city_plans: Mapping[str, Plan], sources: _PlaceSources
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


def _escalate_lines(
    drafts: Sequence[JudgedLine], past: Sequence[MonthTable], thresholds: Thresholds
) -> tuple[list[JudgedLine], dict[tuple[str, str], JudgedMonth]]:
    """Lines with their ratings after escalation, and by key what later months need of them."""
    bases = {line.key: _judged_month(line) for line in drafts}
    lines = []
    for line in drafts:
        before = tuple(table.bases[line.key] for table in past if line.key in table.bases)
        lines.append(replace(line, rating=escalate((*before, bases[line.key]), thresholds)))
    return lines, bases


def _close_lines(lines: Sequence[JudgedLine]) -> list[JudgedLine]:
    """The lines as the year ends with them; what they lack is still counted as lacking."""
    return [replace(line, rating=close_year(line.plan, line.figure, line.rating)) for line in lines]


def _judged_month(line: JudgedLine) -> JudgedMonth:
    complete = not line.incomplete and line.carried is None
    return JudgedMonth(line.plan, line.figure, line.rating, takes_part=complete)


def _sort_lines(
    place_lines: Iterable[JudgedLine], city_lines: Iterable[JudgedLine]
) -> tuple[JudgedLine, ...]:
    """Indicator by indicator as in the ledger: its places, then the whole city."""
    by_code: dict[str, list[JudgedLine]] = {}
    for line in (*place_lines, *city_lines):
        by_code.setdefault(line.code, []).append(line)
    return tuple(line for lines in by_code.values() for line in lines)


def _differences(
    inputs: MonthInputs, versions: Sequence[Version], lines: Iterable[JudgedLine]
) -> tuple[Difference, ...]:
    """Where both lines were accepted and differ, or one stays above the other (R6.162, R6.172)."""
    pairs = {place: (lead, by_county) for place, lead, by_county in differing_pairs(versions)}
    since: dict[PlaceKey, Period | None] = {}
    for line in lines:
        if line.source and line.source.figure.given and line.carried is not None:
            pair = Figure(line.carried), line.source.figure
            pairs[line.key] = pair if inputs.rules.lead_first else (pair[1], pair[0])
            since[line.key] = line.since
    return tuple(
        Difference(indicator, county, *pairs[place], since.get(place))
        for indicator in inputs.ledger.indicators
        for county in (*inputs.ledger.counties_of(indicator), OWN)
        if (place := (indicator.code, county)) in pairs
    )
