"""One month's returns become its lines: the two lines, the city's sums, status and runs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import NamedTuple

import pandas as pd

from ducha.intake.examined import DroppedRow, ExaminedReturn, TextEntry
from ducha.ledger.model import CITY, OWN, Indicator
from ducha.merge.carried import codes_reported, forget, hand_over, remember
from ducha.merge.city import city_lines
from ducha.merge.data import build_frame, join_frames
from ducha.merge.doubt.figures import Doubted, find_doubted, newly_adopted, settled_stories
from ducha.merge.model import Difference, JudgedLine, Memory, MonthInputs, MonthTable, PlaceKey
from ducha.merge.place_lines import PlaceSources, place_lines, stopped_lines
from ducha.merge.story import row_findings
from ducha.merge.versions import Version, choose_versions, differing_pairs, newest_versions
from ducha.period import Period
from ducha.status.rating import Figure, Plan, Thresholds, plan
from ducha.status.runs import JudgedMonth, close_year, escalate


class _JudgedLines(NamedTuple):
    """The lines of places and of the city, all as rows of the frame; their `bases` by key."""

    places: Sequence[JudgedLine]
    city: Sequence[JudgedLine]
    data: pd.DataFrame
    bases: Mapping[PlaceKey, JudgedMonth]


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
    drafts = [*place_lines(inputs, plans, sources), *stopped_lines(inputs, city_plans, sources)]
    judged = _judge_lines(inputs, drafts, city_plans, sources.sound, past)
    texts = _newest_texts(examined.texts for examined in returns)
    handed = _newest_texts(examined.handed for examined in returns)
    memory = remember(sources.memory, inputs, doubted.versions, judged.places, sources.sound)
    return MonthTable(
        period=inputs.period,
        lines=_sort_lines(judged.places, judged.city),
        data=judged.data,
        differences=_differences(inputs, doubted.versions, judged.places),
        own={version.row.key: version.figure for version in newest if version.figure.given},
        texts=texts,
        used=_used(newest, (*texts.values(), *handed.values())),
        bases=judged.bases,
        returned=frozenset(r.submission.claim.unit for r in returns if r.accepted),
        findings=tuple(settled_stories(stories, doubted.vouched)),
        vouched=doubted.vouched,
        memory=replace(memory, adopted={**doubted.vouched, **newly_adopted(returns, stories)}),
        handed=handed,
    )


def _judge_lines(
    inputs: MonthInputs,
    drafts: Sequence[JudgedLine],
    city_plans: Mapping[str, Plan],
    sound: Mapping[PlaceKey, Figure],
    past: Sequence[MonthTable],
) -> _JudgedLines:
    """Judge the places' lines and the city's beside earlier months, and as the year closes."""
    limits = inputs.rules.thresholds
    places, bases = _escalate_lines(drafts, past, limits)
    data = build_frame(places, inputs.ledger)
    city_drafts = city_lines(inputs, city_plans, places, data, sound)
    city, city_bases = _escalate_lines(city_drafts, past, limits)
    if inputs.closing:
        places, city = map(_close_lines, (places, city))
        data = build_frame(places, inputs.ledger)
    frame = join_frames([data, build_frame(city, inputs.ledger)])
    return _JudgedLines(places, city, frame, {**bases, **city_bases})


def _place_sources(
    inputs: MonthInputs, returns: Sequence[ExaminedReturn], doubted: Doubted, before: Memory
) -> PlaceSources:
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
    return PlaceSources(chosen, memory, {**memory.sound, **earlier}, reported, dropped)


def _used(newest: Iterable[Version], texts: Iterable[TextEntry]) -> frozenset[int]:
    """The returns that anything came from."""
    return frozenset(text.order for text in texts).union(*(v.orders for v in newest))


def _newest_texts(
    written: Iterable[Iterable[TextEntry]],
) -> dict[tuple[str, str, str], TextEntry]:
    """Texts of all returns merge cell by cell; a blank erases nothing (R6.152, R9.76)."""
    ordered = sorted(chain.from_iterable(written), key=lambda text: text.order)
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
