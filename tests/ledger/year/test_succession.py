"""Months and successors of units, as they are typed: what is wrong is told with its cell."""

from __future__ import annotations

import pytest
from kit.sample import (
    COUNT,
    HEALTH,
    LANKAO,
    LEVEL,
    LONGTING,
    QIXIAN,
    ROADS,
    SCHOOLS,
    UNITS,
    indicator,
    ledger,
    unit,
)

from ducha.files.workbook.reading import read as read_workbook
from ducha.files.writing.ledger.book import write
from ducha.findings import Problem
from ducha.ledger.model import Group, Ledger
from ducha.ledger.reading import read

COUNTIES = {QIXIAN, LANKAO, LONGTING}


def typed(*changed: tuple[str, dict[str, object]], **parts: object) -> Ledger:
    """The small ledger with what is typed beside some of its units, written and read."""
    says = dict(changed)
    units = tuple(
        unit(each.name, Group.COUNTY if each.name in COUNTIES else Group.CITY, **says[each.name])
        if each.name in says
        else each
        for each in UNITS
    )
    return read(read_workbook(write(ledger(units=units, **parts))))


LEFT = "起没有牵头单位。请填写并入，或在〔指标〕里改牵头单位、填停止月。"
ROUND = [(QIXIAN, {"until": 6, "successor": LANKAO}), (LANKAO, {"until": 8, "successor": QIXIAN})]

# what is typed, the cell, the mistake
MISTAKES = (
    (
        [(QIXIAN, {"since": 5, "until": 4})],
        "G5",
        "止报月（4月）早于起报月（5月），请改正。",
    ),
    (
        [(QIXIAN, {"successor": LANKAO})],
        "G5",
        "填了并入“兰考县”，止报月没有填写，请填报到几月为止。",
    ),
    (
        [(QIXIAN, {"until": 6, "successor": "市气象局"})],
        "H5",
        "“市气象局”不在〔责任单位〕中，请改正，或先把它加为一行。",
    ),
    (
        [(QIXIAN, {"until": 6, "successor": QIXIAN})],
        "H5",
        "并入的是本单位自己，请改正。",
    ),
    (
        [(QIXIAN, {"until": 6, "successor": HEALTH})],
        "H5",
        "“市卫生健康委”是市直，“杞县”是县区，只能并入同一类单位。",
    ),
    (ROUND, "H5", "杞县、兰考县互相并入，最后没有单位接着报，请改正。"),
    (
        [(SCHOOLS, {"until": 6})],
        "G4",
        f"“市教体局”牵头的 二.1-1 还要报到12月，7月{LEFT}",
    ),
    (
        [(SCHOOLS, {"until": 6, "successor": ROADS}), (ROADS, {"until": 9})],
        "G4",
        f"“市教体局”牵头的 二.1-1 还要报到12月，10月{LEFT}",
    ),
)


@pytest.mark.parametrize(("says", "cell", "sentence"), MISTAKES)
def test_each_mistake_is_told_where_it_is(
    says: list[tuple[str, dict[str, object]]], cell: str, sentence: str
) -> None:
    """One sentence for sheet and cell, what was found and what to do (R6.305)."""
    with pytest.raises(Problem) as caught:
        typed(*says)
    assert f"台账〔责任单位〕{cell}：{sentence}" in caught.value.messages


def test_a_month_that_is_none_is_told() -> None:
    """As any other month of the ledger."""
    with pytest.raises(Problem) as caught:
        typed((QIXIAN, {"until": 13}))
    assert caught.value.messages == (
        "台账〔责任单位〕G5：止报月“13”不认识，请填2024年度的月份，如 7 或 2024-07。",
    )


def test_an_indicator_stops_no_earlier_than_it_starts() -> None:
    """停止月 is held against 起始月 (R6.305)."""
    with pytest.raises(Problem) as caught:
        typed(indicators=(indicator(start=5, until=4),), targets={})
    assert caught.value.messages == ("台账〔指标〕Q2：停止月（4月）早于起始月（5月），请改正。",)


def test_a_successor_may_be_typed_by_another_name() -> None:
    """And is the unit's own afterwards."""
    says = [(LANKAO, {"aliases": ("兰考",)}), (QIXIAN, {"until": 6, "successor": "兰考"})]
    assert typed(*says).by_unit[QIXIAN].successor == LANKAO


def test_who_stops_with_what_it_leads_leaves_nothing_behind() -> None:
    """An indicator that stops no later needs no other lead; so does a unit that leads nothing."""
    stops = (COUNT, indicator(LEVEL.code, leads=(SCHOOLS,), until=6))
    says = [(SCHOOLS, {"until": 6}), (ROADS, {"until": 6})]
    assert typed(*says, indicators=stops, targets={}).by_unit[SCHOOLS].until == 6


def test_the_successor_of_a_county_may_have_targets_of_its_own() -> None:
    """Of an indicator in which only the county that stops was named (R6.304)."""
    only = indicator(all_counties=False, supports=(QIXIAN,))
    says = (QIXIAN, {"until": 6, "successor": LANKAO})
    targets = {(only.code, QIXIAN): 70.0, (only.code, LANKAO): 50.0}
    read_again = typed(says, indicators=(only,), targets=targets)
    assert read_again.targets == targets
