"""The ledger as it stands for a month: who answers, who leads, what is asked."""

from __future__ import annotations

from dataclasses import replace

import pytest
from kit.sample import (
    COUNT,
    HEALTH,
    LANKAO,
    LENGTH,
    LEVEL,
    LONGTING,
    QIXIAN,
    ROADS,
    SCHOOLS,
    UNITS,
    ledger,
    unit,
)

from ducha.form.monthly import COUNTY, LEAD, Duty, items_of, reporting_units, tasks_of
from ducha.ledger.in_time import NOTHING_ISSUED, Issued, ever_answering, ledger_in
from ducha.ledger.model import CITY, OWN, Group, Ledger

BOTH = frozenset({LEAD, COUNTY})
SPORTS = "市体育局"


def book(*changed: object, **parts: object) -> Ledger:
    """The small city with some of its units as given."""
    by_name = {each.name: each for each in changed}
    units = [by_name.pop(each.name, each) for each in UNITS]
    return ledger(units=(*units, *by_name.values()), **parts)


def county(name: str, **months: object) -> object:
    """A county with its months."""
    return unit(name, Group.COUNTY, **months)


def owing(year: Ledger, month: int, issued: Issued = NOTHING_ISSUED) -> str:
    """Who owes a return of the month."""
    return "、".join(reporting_units(ledger_in(year, month, issued), BOTH))


ALL = "市卫生健康委、市交通运输局、市教体局、杞县、兰考县、龙亭区"
NO_QIXIAN = ALL.replace("杞县、", "")

# what is said of 杞县, month, who owes
SPANS = (
    ({}, 4, ALL),
    ({"since": 5}, 4, NO_QIXIAN),
    ({"since": 5}, 5, ALL),
    ({"until": 6}, 6, ALL),
    ({"until": 6}, 7, NO_QIXIAN),
    ({"until": 6, "successor": LANKAO}, 6, ALL),
    ({"until": 6, "successor": LANKAO}, 7, NO_QIXIAN),
    ({"since": 5, "until": 5}, 5, ALL),
    ({"since": 5, "until": 5}, 6, NO_QIXIAN),
    ({"reports": False}, 4, NO_QIXIAN),
)


@pytest.mark.parametrize(("says", "month", "expected"), SPANS)
def test_who_owes_in_a_month(says: dict[str, object], month: int, expected: str) -> None:
    """From 起报月 to 止报月, as long as 报送 is 是 (R6.300)."""
    assert owing(book(county(QIXIAN, **says)), month) == expected


@pytest.mark.parametrize("says", [{"reports": False}, {"since": 5}, {"until": 3}])
def test_who_has_returned_a_form_keeps_the_month(says: dict[str, object]) -> None:
    """Whatever the ledger says of it now (R6.301)."""
    year = book(county(QIXIAN, **says))
    assert owing(year, 4, Issued(units=frozenset({QIXIAN}))) == ALL
    assert owing(year, 4, Issued(units=frozenset({LANKAO, "市气象局"}))) == NO_QIXIAN


def test_who_leads_nothing_any_more_keeps_the_month_too() -> None:
    """As long as its line reports at all (R6.301)."""
    year = ledger(indicators=(COUNT,))
    april = ledger_in(year, 4, Issued(units=frozenset({ROADS})))
    assert reporting_units(april, BOTH) == (HEALTH, ROADS, QIXIAN, LANKAO, LONGTING)
    assert reporting_units(april, frozenset({COUNTY})) == (QIXIAN, LANKAO, LONGTING)


def test_a_county_that_does_not_answer_is_no_row() -> None:
    """Neither on the lead's form nor on its own; the units are all there (R6.300)."""
    year = book(county(QIXIAN, until=6, successor=LANKAO))
    june, july = ledger_in(year, 6), ledger_in(year, 7)
    assert june.counties_of(COUNT) == (QIXIAN, LANKAO, LONGTING)
    assert july.counties_of(COUNT) == (LANKAO, LONGTING)
    assert [task.county for task in tasks_of(july, ROADS, 7)] == [LANKAO, LONGTING, OWN, CITY]
    assert tasks_of(july, QIXIAN, 7) == ()
    assert items_of(july, QIXIAN) == ()
    assert [each.name for each in july.units] == [each.name for each in year.units]
    assert july.whole is year
    assert ledger_in(july, 6).counties == june.counties


def test_a_county_takes_over_what_only_another_one_was_to_do() -> None:
    """In an indicator that names its counties (R6.304)."""
    year = book(county(LANKAO, until=6, successor=QIXIAN))
    june, july = ledger_in(year, 6), ledger_in(year, 7)
    assert june.counties_of(june.by_code[LEVEL.code]) == (LANKAO,)
    assert july.counties_of(july.by_code[LEVEL.code]) == (QIXIAN,)
    assert ever_answering(year, LEVEL) == (QIXIAN, LANKAO)


# who stands in 牵头单位 today, its months and successor, month, who leads
MERGED = (
    ((), 4, HEALTH),
    ((unit(HEALTH, until=6, successor=ROADS),), 6, HEALTH),
    ((unit(HEALTH, until=6, successor=ROADS),), 7, ROADS),
    ((unit(HEALTH, until=6, successor=ROADS), unit(ROADS, until=8, successor=SCHOOLS)), 8, ROADS),
    ((unit(HEALTH, until=6, successor=ROADS), unit(ROADS, until=8, successor=SCHOOLS)), 9, SCHOOLS),
    ((unit(HEALTH, since=7), unit(SPORTS, until=6, successor=HEALTH)), 6, SPORTS),
    ((unit(HEALTH, since=7), unit(SPORTS, until=6, successor=HEALTH)), 7, HEALTH),
    ((unit(HEALTH, since=7),), 6, HEALTH),  # nobody led before it
)


@pytest.mark.parametrize(("changed", "month", "lead"), MERGED)
def test_who_leads_when_departments_merge(
    changed: tuple[object, ...], month: int, lead: str
) -> None:
    """The one that is 并入 takes over the month after 止报月 (R6.304)."""
    assert ledger_in(book(*changed), month).by_code[COUNT.code].leads == (lead,)


# today's leads, who was issued the rows, the leads of the month
ISSUED = (
    ((HEALTH,), None, (HEALTH,)),
    ((HEALTH,), HEALTH, (HEALTH,)),
    ((HEALTH,), ROADS, (ROADS,)),
    ((HEALTH, SCHOOLS), ROADS, (ROADS, SCHOOLS)),
    ((HEALTH, ROADS), ROADS, (ROADS, HEALTH)),
    ((HEALTH,), "市气象局", (HEALTH,)),  # no unit of ours
)


@pytest.mark.parametrize(("today", "issued", "leads"), ISSUED)
def test_who_was_issued_the_rows_leads_them(
    today: tuple[str, ...], issued: str | None, leads: tuple[str, ...]
) -> None:
    """Today's lead only where nobody was (R6.302)."""
    year = ledger(indicators=(replace(COUNT, leads=today),))
    known = Issued({COUNT.code: issued} if issued else {})
    assert ledger_in(year, 4, known).by_code[COUNT.code].leads == leads
    assert ledger_in(year, 5).by_code[COUNT.code].leads == today


def test_an_indicator_is_asked_to_its_last_month() -> None:
    """Afterwards there is no row of it (R6.306)."""
    year = ledger(indicators=(COUNT, replace(LENGTH, until=6)))
    assert [i.code for i in ledger_in(year, 6).indicators] == [COUNT.code, LENGTH.code]
    assert [i.code for i in ledger_in(year, 7).indicators] == [COUNT.code]
    assert owing(year, 7) == "市卫生健康委、杞县、兰考县、龙亭区"


def test_nothing_is_owed_before_an_indicator_starts() -> None:
    """Its rows may be filled; what has no task has none before either (R6.306)."""
    late = replace(COUNT, start=5)
    year = ledger(indicators=(late,))
    early = {task.county: task.duty for task in tasks_of(ledger_in(year, 4), HEALTH, 4)}
    assert early == {
        QIXIAN: Duty.EARLY,
        LANKAO: Duty.EARLY,
        LONGTING: Duty.NO_TASK,
        OWN: Duty.OPTIONAL,
        CITY: Duty.TOTAL,
    }
    may = {task.county: task.duty for task in tasks_of(ledger_in(year, 5), HEALTH, 5)}
    assert may == early | {QIXIAN: Duty.OWED, LANKAO: Duty.OWED}
