"""The city's lights of the months, and what has changed since the last one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from kit.pages import (
    BEHIND,
    DONE,
    FINE,
    HELD,
    LAGGING,
    SILENT,
    april,
    city,
    ledger_of,
    view,
)
from kit.returns import APRIL, MAY

from ducha.ledger.model import CITY
from ducha.merge.data import build_frame, data_rows, join_frames
from ducha.published.edition import EditionFacts, EditionName, PublishedMonths
from ducha.standing.overview.disputes import Disputes
from ducha.standing.overview.view import light_history
from ducha.status.rating import Status

NOW = [city("一.1-1", FINE), city("二.1-1", BEHIND, 31.0)]
BEFORE = [april("一.1-1", BEHIND), april("二.1-1", FINE)]


def test_earlier_months_are_as_published() -> None:
    """April was published with other lights than it has now; May is as it is now (R7.201)."""
    book = ledger_of(NOW)
    data = join_frames([build_frame(lines, book) for lines in (BEFORE, NOW)])
    frozen = build_frame([april("一.1-1", LAGGING), april("二.1-1", LAGGING)], book)
    rows = tuple(data_rows(frozen))
    editions = [
        EditionFacts(name=EditionName(period, 1, date(2024, 6, 3)), rows=rows, units=())
        for period in (APRIL, MAY)
    ]
    history = light_history(data, PublishedMonths(tuple(editions)), MAY)
    assert history == {
        APRIL: {"一.1-1": LAGGING, "二.1-1": LAGGING},
        MAY: {"一.1-1": FINE, "二.1-1": BEHIND},
    }
    assert light_history(data, PublishedMonths(), MAY)[APRIL] == {
        "一.1-1": BEHIND,
        "二.1-1": FINE,
    }
    assert light_history(data, PublishedMonths(), APRIL).keys() == {APRIL}


# last month, this month: turned red, left red, red before and not known to have left it
CHANGES = (
    (FINE, BEHIND, (True, False, False)),
    (SILENT, BEHIND, (True, False, False)),
    (BEHIND, BEHIND, (False, False, False)),
    (BEHIND, LAGGING, (False, True, True)),
    (BEHIND, DONE, (False, True, True)),
    (BEHIND, SILENT, (False, False, True)),
    (BEHIND, HELD, (False, False, True)),
    (LAGGING, FINE, (False, False, False)),
    (None, BEHIND, (False, False, False)),
)


@pytest.mark.parametrize(("last", "now", "expected"), CHANGES)
def test_red_is_entered_and_left(
    last: Status | None, now: Status, expected: tuple[bool, ...]
) -> None:
    """Silence is no way out of red; without a last month nothing has changed (R7.202)."""
    line, other = city("一.1-1", now), city("二.1-1", FINE)
    before = [april("二.1-1", FINE), *([april("一.1-1", last)] if last else [])]
    seen = view([line, other], before)
    assert (seen.turned_red(line), seen.left_red(line), seen.was_red(line)) == expected


def test_nobody_leaves_red_by_what_is_in_doubt() -> None:
    """待核, 数据不全 and a row in dispute: red before, not known to have left it (R7.202)."""
    doubtful = (
        replace(city("一.1-1", FINE), doubts=frozenset({"远超"})),
        replace(city("一.1-1", FINE), missing=1),
        replace(city("一.1-1", FINE), carried=3.0),
    )
    for line in doubtful:
        assert not view([line], [april("一.1-1", BEHIND)]).left_red(line)
    line = city("一.1-1", FINE)
    disputes = Disputes(rows=frozenset({"一.1-1"}))
    assert not view([line], [april("一.1-1", BEHIND)], disputes=disputes).left_red(line)


# lights from February on, months behind
RUNS = (
    ((FINE, LAGGING, LAGGING, BEHIND), 3),
    ((LAGGING, FINE, LAGGING, LAGGING), 2),
    ((LAGGING, SILENT, HELD, LAGGING), 2),  # stepped over
    ((LAGGING, DONE, SILENT, LAGGING), 1),
    ((LAGGING, LAGGING, LAGGING, FINE), 0),
)


@pytest.mark.parametrize(("lights", "months"), RUNS)
def test_months_running(lights: tuple[Status, ...], months: int) -> None:
    """This one included; months without a figure are stepped over (R7.203)."""
    lines = [[city("一.1-1", light, month=month)] for month, light in enumerate(lights, 2)]
    assert view(lines[-1], *lines[:-1]).months_behind("一.1-1") == months


def test_a_month_for_which_nothing_has_come() -> None:
    """Neither a figure of any place nor one that was sent back (R7.206)."""
    silent = [city("一.1-1", SILENT)]
    assert view(silent, BEFORE).empty
    assert view(silent, BEFORE).last == {}
    assert not view([city("一.1-1", HELD)]).empty
    assert not view(NOW).empty
    of_city_alone = view(NOW)
    lines = [line for line in of_city_alone.lines if line.county == CITY]
    assert replace(of_city_alone, lines=lines).empty
