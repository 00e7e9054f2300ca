"""The first page of a small city's report, from lines of the whole city written by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from ducha.ledger.model import CITY, Ledger
from ducha.merge.data import build_frame, join_frames
from ducha.merge.model import JudgedLine
from ducha.period import Period
from ducha.standing.overview.disputes import NO_DISPUTES, Disputes
from ducha.standing.overview.page import Overview, OverviewInput, overview
from ducha.standing.overview.view import MonthView
from ducha.standing.reporting import Calendar, UnitState
from ducha.standing.table import STATUS_WORDS
from ducha.status.rating import Figure, Rating, Status, plan
from kit import sample
from kit.returns import MAY, answer
from kit.sample import HEALTH, QIXIAN, indicator

DONE, FINE, LAGGING, BEHIND = Status.DONE, Status.ON_TRACK, Status.LAGGING, Status.BEHIND
HELD, SILENT, EARLY = Status.HELD, Status.NO_RETURN, Status.NO_TASK

CALENDAR = Calendar(period=MAY, deadline=date(2024, 5, 28), today=date(2024, 5, 29))


def city(
    code: str, status: Status, gap: float | None = 0.0, month: int = 5, **changes: object
) -> JudgedLine:
    """A line of the whole city with this light and gap; 三.3-2 is matter 三, item 3.

    Its target is 100; `changes` are of its indicator.
    """
    named = {"name": f"指标{code}", "matter": f"事项{code.partition('.')[0]}", "target": 100.0}
    what = indicator(code, **{**named, **changes})
    expected = plan(what, 100.0, {}, month)
    sound = status not in {HELD, SILENT, EARLY}
    points = None if gap is None else Fraction(str(gap))
    share = expected.due - (points or 0) / 100 if sound else None
    return JudgedLine(
        period=Period(2024, month),
        plan=expected,
        county=CITY,
        figure=Figure(done=10.0) if sound else Figure(),
        rating=Rating(
            status, f"原因{gap}", share, points if sound else None, met=status is Status.DONE
        ),
    )


def april(code: str, status: Status) -> JudgedLine:
    """The same a month before."""
    return city(code, status, month=4)


def ledger_of(lines: Sequence[JudgedLine], **changes: object) -> Ledger:
    """The small city with the indicators of these lines."""
    indicators = {line.code: line.plan.indicator for line in lines}
    return sample.ledger(indicators=tuple(indicators.values()), **changes)


def with_places(lines: Sequence[JudgedLine]) -> list[JudgedLine]:
    """The lines, before each of them one of 杞县 that says the same."""
    return [each for line in lines for each in (replace(line, county=QIXIAN), line)]


def view(
    now: Sequence[JudgedLine], *before: Sequence[JudgedLine], disputes: Disputes = NO_DISPUTES
) -> MonthView:
    """May as the page sees it, after the months `before`, the earliest first."""
    history = {
        lines[0].period: {line.code: STATUS_WORDS[line.rating.word] for line in lines}
        for lines in (*before, now)
    }
    return MonthView(period=MAY, lines=with_places(now), history=history, disputes=disputes)


def page(
    now: Sequence[JudgedLine],
    *before: Sequence[JudgedLine],
    states: Sequence[UnitState] | None = None,
    **more: object,
) -> Overview:
    """The page of May; any other part of what it is worked out from may be given."""
    months = [*before, with_places(now)]
    book = ledger_of([line for lines in months for line in lines])
    parts: dict[str, object] = {
        "ledger": book,
        "calendar": CALENDAR,
        "lines": months[-1],
        "data": join_frames([build_frame(lines, book) for lines in months]),
        "states": (answer(HEALTH),) if states is None else states,
    }
    return overview(OverviewInput(**{**parts, **more}))
