"""全市: the sum of the month's places against the whole target, and what it lacks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import pandas as pd

from ducha.ledger.model import CITY, OWN
from ducha.merge.carried import describe_carried
from ducha.merge.data import city_figures, sum_of_filled, total
from ducha.merge.model import JudgedLine, MonthInputs, PlaceKey
from ducha.status.rating import GOOD_LIGHTS, Figure, Plan, Rating, Status, doubt, rate


class _Parts(NamedTuple):
    """The lines that a city line is made of, by what is the matter with them."""

    lacking: tuple[JudgedLine, ...]
    held: tuple[JudgedLine, ...]
    staying: tuple[JudgedLine, ...]
    unasked: tuple[JudgedLine, ...]
    """Places that owe nothing this month, with a count of an earlier one."""


def city_lines(
    inputs: MonthInputs,
    plans: Mapping[str, Plan],
    place_lines: Sequence[JudgedLine],
    data: pd.DataFrame,
    sound: Mapping[PlaceKey, Figure],
) -> list[JudgedLine]:
    """The lines of the whole city (R6.177).

    Args:
        inputs: What the month is merged under.
        plans: What is expected of the city, by code.
        place_lines: The lines of the month's places.
        data: The same as rows of the frame, from which the sums are made.
        sound: The last undoubted figure of places, for those that are doubted.
    """
    counted: dict[str, list[JudgedLine]] = {code: [] for code in plans}
    for line in place_lines:
        if line.counted:
            counted[line.code].append(line)
    totals = city_figures(data)
    return [
        _city_line(inputs, plan, counted[code], totals.get(code, Figure()), sound)
        for code, plan in plans.items()
    ]


def _city_line(
    inputs: MonthInputs,
    plan: Plan,
    lines: Sequence[JudgedLine],
    figure: Figure,
    sound: Mapping[PlaceKey, Figure],
) -> JudgedLine:
    parts = _sort_parts(lines)
    rating = rate(plan, figure, inputs.rules.thresholds)
    doubted = [line for line in lines if line.doubts]
    if doubted and _light(_sound_rating(inputs, plan, lines, sound), parts) is _light(
        rating, parts
    ):
        doubted = []
    if doubted:
        rating = doubt(rating, f"{len(doubted)}个数待核")
    return JudgedLine(
        period=inputs.period,
        plan=plan,
        county=CITY,
        figure=figure,
        rating=_with_gaps(inputs, rating, figure, parts),
        missing=len(parts.lacking),
        held=len(parts.held),
        carried=sum_of_filled(line.carried for line in lines if not line.settled),
        doubts=frozenset[str]().union(*(line.doubts for line in doubted)),
    )


def _sound_rating(
    inputs: MonthInputs, plan: Plan, lines: Iterable[JudgedLine], sound: Mapping[PlaceKey, Figure]
) -> Rating:
    """The rating with what is doubted at its last undoubted figure, or left out.

    Only where its light is another one the sum is 待核 (R6.167).
    """
    parts = [sound.get(line.key, Figure()) if line.doubts else line.in_force for line in lines]
    return rate(plan, total(parts), inputs.rules.thresholds)


def _sort_parts(lines: Iterable[JudgedLine]) -> _Parts:
    lacking: list[JudgedLine] = []
    held: list[JudgedLine] = []
    staying: list[JudgedLine] = []
    unasked: list[JudgedLine] = []
    for line in lines:
        if line.rating.status is Status.HELD:
            held.append(line)
        elif line.carried is not None and line.source and line.source.figure.given:
            staying.append(line)
        elif line.carried is not None and line.rating.status is Status.NO_TASK:
            unasked.append(line)
        elif line.carried is not None or line.rating.status is Status.NO_RETURN:
            lacking.append(line)
    return _Parts(tuple(lacking), tuple(held), tuple(staying), tuple(unasked))


def _light(rating: Rating, parts: _Parts) -> Status:
    """The light of the sum; a held part darkens one that is not fine (R6.178)."""
    fine = rating.status in GOOD_LIGHTS or rating.status is Status.NO_TASK
    return Status.HELD if parts.held and not fine else rating.status


def _with_gaps(inputs: MonthInputs, rating: Rating, figure: Figure, parts: _Parts) -> Rating:
    """Say beside the light what the city's figure lacks and what it has of earlier months."""
    if rating.status is Status.NO_TASK:
        return rating
    reasons = [rating.reason] if figure.given else []
    reasons += _describe_gaps(inputs, parts)
    return replace(rating, status=_light(rating, parts), reason="；".join(reasons) or rating.reason)


def _describe_gaps(inputs: MonthInputs, parts: _Parts) -> Iterator[str]:
    """What is the matter with the parts, group by group (R6.164)."""
    counties = [line for line in parts.lacking if line.county != OWN]
    own = [line for line in parts.lacking if line.county == OWN]
    merged = [line for line in parts.unasked if line.successor]
    settled = [line for line in parts.unasked if line.settled]
    others = [line for line in parts.unasked if not line.stopped]
    groups = (
        (counties, f"缺{len(counties)}个县区"),
        (own, "缺市本级"),
        (parts.held, f"{len(parts.held)}个数待更正"),
        (parts.staying, f"{len(parts.staying)}个县区本月所报低于原报数"),
        (merged, f"已并入他处的{len(merged)}个县区"),
        (settled, f"含已停报的{len(settled)}个县区"),
        (others, f"本月不用报的{len(others)}个县区"),
    )
    for lines, words in groups:
        carried = describe_carried(lines, inputs)
        if lines:
            yield f"{words}（{carried}）" if carried else words
