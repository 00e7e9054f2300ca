"""A month to be told in a notice: lines by themselves, and what is proposed of units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from ducha.ledger.model import CITY, Indicator
from ducha.merge.model import JudgedLine
from ducha.period import Period
from ducha.standing.notice.agreement import agreement
from ducha.standing.notice.facts import NoticeFacts
from ducha.standing.notice.lagging import Unnamed, lagging
from ducha.standing.notice.namings import Namings
from ducha.standing.overview.disputes import Disputes
from ducha.standing.overview.view import MonthView
from ducha.standing.reporting import Calendar
from ducha.status.rating import Figure, Status, Thresholds, plan, rate
from kit import sample

JUNE = Period(2024, 6)
CALENDAR = Calendar(JUNE, date(2024, 6, 28), date(2024, 7, 1))
NOBODY = Namings((), (), frozenset(), ())


def line(
    what: Indicator,
    figure: Figure | float | None,
    place: str = CITY,
    *,
    target: float | None = -1.0,
    month: int = 6,
    nodes: Mapping[int, float] | None = None,
    **fields: object,
) -> JudgedLine:
    """A line of a month; the target is the indicator's own unless given, with milestones."""
    goal = what.target if target == -1.0 else target
    answer = figure if isinstance(figure, Figure) else Figure(done=figure)
    expected = plan(what, goal, nodes or {}, month)
    return JudgedLine(
        period=Period(2024, month),
        plan=expected,
        county=place,
        figure=answer,
        rating=rate(expected, answer, Thresholds()),
        **fields,  # type: ignore[arg-type]
    )


def rate_of(numerator: float, denominator: float) -> Figure:
    """分子 and 分母."""
    return Figure(numerator=numerator, denominator=denominator)


def view(
    *lines: JudgedLine,
    history: Mapping[Period, Mapping[str, Status]] | None = None,
    whole: frozenset[str] = frozenset(),
) -> MonthView:
    """The month with these lines, after these months; `whole` are city lines in dispute."""
    now = {each.code: each.rating.status for each in lines if each.county == CITY}
    return MonthView(
        period=JUNE,
        lines=lines,
        history={**(history or {}), JUNE: now},
        disputes=Disputes(whole, whole),
    )


def facts(
    *lines: JudgedLine,
    namings: Namings = NOBODY,
    most: int = 10,
    history: Mapping[Period, Mapping[str, Status]] | None = None,
    **changes: object,
) -> NoticeFacts:
    """What a notice says of these lines."""
    month = view(*lines, history=history)
    fields: dict[str, object] = {
        "ledger": sample.ledger(),
        "calendar": CALENDAR,
        "view": month,
        "states": (),
        "agreements": agreements(month),
        "namings": namings,
        "lagging": lagging(month, Unnamed(namings.unnamed), most),
        "faults": (),
        "points": (),
        "awaited": (),
        "open_findings": {},
        "tables": (),
        "causes": {},
        "wanted": (),
        "matters": (),
        "unverified": 0,
    }
    return NoticeFacts(**(fields | changes))  # type: ignore[arg-type]


def agreements(month: MonthView, unnamed: Sequence[str] = ()) -> dict[str, object]:
    """What most counties have reached, by code."""
    found = {each.code: agreement(month.places.get(each.code, ()), unnamed) for each in month.city}
    return {code: each for code, each in found.items() if each}
