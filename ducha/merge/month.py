"""One month's returns become its lines: the two lines, the city's sums, status and runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from ducha.form.monthly import LEAD, Duty, place_duty
from ducha.intake.examined import ExaminedReturn, TextEntry
from ducha.ledger.model import CITY, OWN, Indicator, Ledger
from ducha.merge.data import build_frame, city_figures, join_frames
from ducha.merge.model import Difference, JudgedLine, MonthInputs, MonthTable
from ducha.merge.versions import Version, choose_versions, differing_pairs, newest_versions
from ducha.status.rating import GOOD_LIGHTS, Figure, Plan, Rating, Status, Thresholds, plan, rate
from ducha.status.runs import JudgedMonth, close_year, escalate

Rulings = Mapping[tuple[str, str, str], str]
"""What a clerk says of the figures that he took out, by unit, code and place."""


def merge_month(
    inputs: MonthInputs, returns: Sequence[ExaminedReturn], past: Sequence[MonthTable]
) -> MonthTable:
    """Merge the returns of one month and judge every line; `past` are the months before it."""
    versions = newest_versions(entry for examined in returns for entry in examined.figures)
    chosen = choose_versions(versions, lead_first=inputs.rules.authority == LEAD)
    plans = {
        indicator.code: _city_plan(inputs, indicator) for indicator in inputs.ledger.indicators
    }
    place_drafts = list(_place_lines(inputs, plans, chosen, _rulings(inputs, returns)))
    place_lines, bases = _escalate_lines(place_drafts, past, inputs.rules.thresholds)
    data = build_frame(place_lines, inputs.ledger)
    city_drafts = _city_lines(inputs, plans, place_lines, city_figures(data))
    city_lines, city_bases = _escalate_lines(city_drafts, past, inputs.rules.thresholds)
    if inputs.closing:
        place_lines, city_lines = map(_close_lines, (place_lines, city_lines))
        data = build_frame(place_lines, inputs.ledger)
    texts = _newest_texts(text for examined in returns for text in examined.texts)
    return MonthTable(
        period=inputs.period,
        lines=_sort_lines(place_lines, city_lines),
        data=join_frames([data, build_frame(city_lines, inputs.ledger)]),
        differences=_differences(inputs.ledger, versions),
        own={version.row.key: version.figure for version in versions if version.figure.given},
        texts=texts,
        used=frozenset(text.order for text in texts.values()).union(*(v.orders for v in versions)),
        bases={**bases, **city_bases},
        returned=frozenset(r.submission.claim.unit for r in returns if r.accepted),
    )


def _newest_texts(texts: Iterable[TextEntry]) -> dict[tuple[str, str, str], TextEntry]:
    """Texts merge cell by cell; a blank erases nothing (R6.152)."""
    ordered = sorted(texts, key=lambda text: text.order)
    return {(text.unit, text.item, text.key): text for text in ordered}


def _rulings(inputs: MonthInputs, returns: Sequence[ExaminedReturn]) -> Rulings:
    dropped = (*inputs.dropped, *(row for examined in returns for row in examined.dropped))
    return {(row.unit, row.code, row.county): row.ruling for row in dropped}


def _city_plan(inputs: MonthInputs, indicator: Indicator) -> Plan:
    month = inputs.period.month
    target = inputs.ledger.target_of(indicator, CITY, month)
    milestones = inputs.ledger.milestones.get(indicator.code, {})
    return plan(indicator, target, milestones, month, closing=inputs.closing)


def _place_lines(
    inputs: MonthInputs,
    plans: Mapping[str, Plan],
    chosen: Mapping[tuple[str, str], Version],
    rulings: Rulings,
) -> Iterator[JudgedLine]:
    """The lines of the counties, and of city-level work (市本级) where there is any."""
    month = inputs.period.month
    for indicator in inputs.ledger.indicators:
        for county in (*inputs.ledger.counties_of(indicator), OWN):
            version = chosen.get((indicator.code, county))
            duty = place_duty(inputs.ledger, indicator, county, month)
            if version is None and duty is Duty.OPTIONAL:
                continue
            target = inputs.ledger.target_of(indicator, county, month)
            own_plan = replace(plans[indicator.code], target=target)
            yield _with_ruling(_place_line(inputs, own_plan, county, version), rulings)


def _place_line(
    inputs: MonthInputs, plan: Plan, county: str, version: Version | None
) -> JudgedLine:
    figure = version.figure if version else Figure()
    rating = _place_rating(plan, version, inputs.rules.thresholds)
    counted = county in inputs.ledger.counted
    return JudgedLine(
        period=inputs.period,
        plan=plan,
        county=county,
        figure=figure,
        rating=rating,
        source=version,
        counted=counted,
    )


def _place_rating(plan: Plan, version: Version | None, limits: Thresholds) -> Rating:
    """What is held out is 待更正, whatever is shown of it (R7.61)."""
    rating = rate(plan, version.figure if version else Figure(), limits)
    if version is None or rating.status is Status.NO_TASK:
        return rating
    if version.held:
        shown = "，暂列此前的数" if version.figure.given else ""
        rating = replace(rating, status=Status.HELD, reason=f"所报数被退回，待更正{shown}")
    origin = "" if version.held else version.origin
    remarks = [remark for remark in (origin, version.row.ruling) if remark]
    if remarks:
        return replace(rating, reason=f"{rating.reason}（{'；'.join(remarks)}）")
    return rating


def _with_ruling(line: JudgedLine, rulings: Rulings) -> JudgedLine:
    """A line that lacks a figure, or shows an older one, because a clerk took one out says so."""
    for (unit, *place), ruling in rulings.items():
        same_unit = line.source is None or line.source.row.unit == unit
        if tuple(place) == line.key and same_unit:
            reason = f"{line.rating.reason}（{ruling}）"
            return replace(line, rating=replace(line.rating, reason=reason))
    return line


def _city_lines(
    inputs: MonthInputs,
    plans: Mapping[str, Plan],
    place_lines: Sequence[JudgedLine],
    totals: Mapping[str, Figure],
) -> list[JudgedLine]:
    """全市: the sum of what was accepted against the whole target, and what it lacks (R6.177)."""
    counted: dict[str, list[JudgedLine]] = {code: [] for code in plans}
    for line in place_lines:
        if line.counted:
            counted[line.code].append(line)
    return [
        _city_line(inputs, plan, counted[code], totals.get(code, Figure()))
        for code, plan in plans.items()
    ]


def _city_line(
    inputs: MonthInputs, plan: Plan, parts: Sequence[JudgedLine], figure: Figure
) -> JudgedLine:
    lacking = [line.county for line in parts if line.rating.status is Status.NO_RETURN]
    held = sum(line.rating.status is Status.HELD for line in parts)
    rating = rate(plan, figure, inputs.rules.thresholds)
    if rating.status is not Status.NO_TASK:
        rating = _with_gaps(rating, figure, lacking, held)
    return JudgedLine(
        period=inputs.period,
        plan=plan,
        county=CITY,
        figure=figure,
        rating=rating,
        missing=len(lacking),
        held=held,
    )


def _with_gaps(rating: Rating, figure: Figure, lacking: Sequence[str], held: int) -> Rating:
    """Say what the city's figure lacks; a held part darkens a light that is not fine (R6.178)."""
    reasons = [rating.reason] if figure.given else []
    counties = sum(county != OWN for county in lacking)
    if counties:
        reasons.append(f"缺{counties}个县区")
    if OWN in lacking:
        reasons.append("缺市本级")
    status = rating.status
    if held:
        reasons.append(f"{held}个数待更正")
        status = status if status in GOOD_LIGHTS else Status.HELD
    return replace(rating, status=status, reason="；".join(reasons) or rating.reason)


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
    complete = line.missing == 0 and line.held == 0
    return JudgedMonth(line.plan, line.figure, line.rating, takes_part=complete)


def _sort_lines(
    place_lines: Iterable[JudgedLine], city_lines: Iterable[JudgedLine]
) -> tuple[JudgedLine, ...]:
    """Indicator by indicator as in the ledger: its places, then the whole city."""
    by_code: dict[str, list[JudgedLine]] = {}
    for line in (*place_lines, *city_lines):
        by_code.setdefault(line.code, []).append(line)
    return tuple(line for lines in by_code.values() for line in lines)


def _differences(ledger: Ledger, versions: Sequence[Version]) -> tuple[Difference, ...]:
    figures_by_place = {place: figures for place, *figures in differing_pairs(versions)}
    return tuple(
        Difference(indicator, county, *figures_by_place[indicator.code, county])
        for indicator in ledger.indicators
        for county in (*ledger.counties_of(indicator), OWN)
        if (indicator.code, county) in figures_by_place
    )
