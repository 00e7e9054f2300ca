"""The frame of 数据: typed columns, rows in order, missing stays missing, sums as people add."""

from __future__ import annotations

import pandas as pd
import pytest
from kit import returns, sample
from kit.returns import APRIL, JUNE, MAY, arrival, merged
from kit.sample import HEALTH, LANKAO, LONGTING, QIXIAN, indicator

from ducha.ledger.model import CITY, OWN, Group, Kind, Level
from ducha.merge.data import (
    DataRow,
    build_frame,
    city_figures,
    data_rows,
    join_frames,
    rows_at,
    sum_of_filled,
    worst_level,
)
from ducha.merge.year import MergedInbox
from ducha.status.rating import Figure

ROAD = indicator(target=1200.0, whole=False, measure="公里")
RATE = indicator("十.1-3", Kind.RATE, 65.0)
RULES = indicator("二.1-1", Kind.QUALITATIVE, None)
BOOK = returns.book(ROAD, RATE, RULES, targets={QIXIAN: 400.0, LANKAO: 400.0})


def lead(rows: str, **how: object) -> MergedInbox:
    """A year in which the department has reported these rows for May."""
    return merged(BOOK, arrival(HEALTH, rows), **how)


def row(year: MergedInbox, place: str, code: str = ROAD.code) -> DataRow:
    """One row of the last month."""
    return next(
        data_row
        for data_row in data_rows(rows_at(year.data, year.period, place))
        if data_row.code == code
    )


def test_every_column_has_its_type() -> None:
    """Whatever was reported, and where nothing was or no month is open at all."""
    words = ("matter", "indicator", "kind", "measure", "unit", "origin", "level", "status")
    numbers = ("target", "done", "numerator", "denominator", "completion", "due", "gap")
    full, silent = lead("| 三.2-1 | 杞县 | 200 |"), merged(BOOK)
    before_the_first = merged(BOOK, period=returns.Period(2024, 3))
    assert before_the_first.tables == ()
    for data in (full.data, silent.data, before_the_first.data):
        assert {str(data[name].dtype) for name in words} == {"string"}
        assert {str(data[name].dtype) for name in numbers} == {"Float64"}
        assert {str(data[name].dtype) for name in ("code", "place")} == {"category"}
        assert [str(data[name].dtype) for name in ("counted", "decimals")] == ["bool", "Int64"]
    assert (len(full.data), len(silent.data), len(before_the_first.data)) == (24, 24, 0)


# as typed, as the frame has it
TYPED = (
    ("0", 0.0),
    ("0.1", 0.1),
    ("0.30", 0.3),
    ("1199.52", 1199.52),
    ("123456789.123456", 123456789.123456),
    ("999999999999.99", 999999999999.99),
    ("1.2万", 12000.0),
)


@pytest.mark.parametrize(("typed", "number"), TYPED)
def test_a_figure_is_in_the_frame_as_it_was_typed(typed: str, number: float) -> None:
    """The very same float, of one place and of a city that has no other."""
    year = lead(f'| 三.2-1 | 杞县 | "{typed}" |')
    assert (row(year, QIXIAN).done, row(year, QIXIAN).typed) == (number, typed)
    assert (row(year, CITY).done, row(year, CITY).typed) == (number, None)


def test_what_is_missing_is_no_number() -> None:
    """Not 0 and not NaN: `pd.NA` inside the frame, None outside."""
    year = lead("| 三.2-1 | 兰考县 | 0 |\n| 十.1-3 | 兰考县 | | 0 | 0 |")
    silent = row(year, QIXIAN)
    assert (silent.target, silent.done, silent.completion, silent.gap) == (400.0, None, None, None)
    assert (silent.level, silent.amount, silent.unit, silent.file) == (None, None, None, None)
    assert row(year, LANKAO).done == 0.0
    no_object = row(year, LANKAO, RATE.code)
    assert (no_object.done, no_object.numerator, no_object.denominator) == (None, 0.0, 0.0)
    inside = rows_at(year.data, MAY, QIXIAN)["done"]
    assert [value is pd.NA for value in inside] == [True, True, True]


def test_a_row_knows_whose_figure_it_is() -> None:
    """The county's where the department is silent, and in which cell it was typed."""
    year = merged(BOOK, arrival(QIXIAN, "| 三.2-1 | 杞县 | 200 |"))
    of_county = row(year, QIXIAN)
    assert (of_county.unit, of_county.origin, of_county.sheet, of_county.cell) == (
        QIXIAN,
        "县区口径",
        "进度填报",
        "C2",
    )
    assert row(lead("| 三.2-1 | 杞县 | 200 |"), QIXIAN).origin is None


def test_a_row_is_made_of_plain_values() -> None:
    """Words are words and no members of an enumeration; a truth is no number."""
    year = lead("| 二.1-1 | 杞县 | 推进中 |")
    of_county = row(year, QIXIAN, RULES.code)
    assert (of_county.level, of_county.amount, of_county.status, of_county.kind) == (
        "推进中",
        "推进中",
        "正常",
        "定性",
    )
    assert {
        type(word) for word in (of_county.level, of_county.status, of_county.kind, of_county.code)
    } == {str}
    assert of_county.counted is True
    assert row(year, CITY).counted is False


def test_rows_stand_by_month_and_as_in_the_ledger() -> None:
    """The frame of the year has the lines of its months in their order, whatever came first."""
    year = merged(
        BOOK,
        arrival(HEALTH, "| 三.2-1 | 市本级 | 3 |", period=JUNE),
        arrival(HEALTH, "| 十.1-3 | 兰考县 | | 1 | 2 |", period=APRIL),
        period=JUNE,
    )
    keys = [(data_row.period, data_row.code, data_row.place) for data_row in data_rows(year.data)]
    assert keys[:4] == [("2024-04", "三.2-1", place) for place in (QIXIAN, LANKAO, LONGTING, CITY)]
    assert keys[24:29] == [
        ("2024-06", "三.2-1", QIXIAN),
        ("2024-06", "三.2-1", LANKAO),
        ("2024-06", "三.2-1", LONGTING),
        ("2024-06", "三.2-1", OWN),
        ("2024-06", "三.2-1", CITY),
    ]
    lines = [(str(table.period), *line.key) for table in year.tables for line in table.lines]
    assert keys == lines
    pieces = [table.data.iloc[::-1] for table in reversed(year.tables)]
    assert join_frames(pieces).equals(year.data)


# what is added, the sum as a reader adds
SUMS = (
    ((), None),
    ((None, pd.NA), None),
    ((0.0,), 0.0),
    ((None, 5.0), 5.0),
    ((0.1, 0.2), 0.3),
    ((0.1,) * 10, 1.0),
    ((0.1,) * 1000, 100.0),  # added one by one: 99.9999999999986
    ((1.1, 2.2, 3.3), 6.6),
    ((99999999999999.9, 0.1), 100000000000000.0),
    ((0.7, None, 0.1, pd.NA, 0.3), 1.1),
)


@pytest.mark.parametrize(("values", "added"), SUMS)
def test_sums_are_those_of_a_reader(values: tuple[object, ...], added: float | None) -> None:
    """To 15 digits, in any order; a sum of nothing is nothing."""
    assert sum_of_filled(values) == added
    assert sum_of_filled(values[::-1]) == added


def test_the_city_s_figures_come_from_the_rows_that_count() -> None:
    """0.1 + 0.2 is 0.3, 30/40 and 10/100 are 40/140, the worst level stands for all."""
    zone = sample.unit("城乡一体化示范区", Group.COUNTY, counted=False)
    book = returns.book(ROAD, RATE, RULES, units=(*sample.UNITS, zone))
    rows = (
        "| 三.2-1 | 杞县 | 0.1 |\n| 三.2-1 | 兰考县 | 0.2 |\n| 三.2-1 | 城乡一体化示范区 | 7 |\n"
        "| 十.1-3 | 杞县 | | 30 | 40 |\n| 十.1-3 | 兰考县 | | 10 | 100 |\n"
        "| 二.1-1 | 杞县 | 已完成 |\n| 二.1-1 | 兰考县 | 推进中 |\n"
        "| 二.1-1 | 城乡一体化示范区 | 未启动 |"
    )
    year = merged(book, arrival(HEALTH, rows))
    assert city_figures(year.table.data) == {
        "三.2-1": Figure(done=0.3),
        "十.1-3": Figure(numerator=40.0, denominator=140.0),
        "二.1-1": Figure(level=Level.UNDER_WAY),
    }
    assert {line.code: line.figure for line in year.table.lines if line.county == CITY} == {
        "三.2-1": Figure(done=0.3),
        "十.1-3": Figure(numerator=40.0, denominator=140.0),
        "二.1-1": Figure(level=Level.UNDER_WAY),
    }


def test_a_city_of_which_nothing_is_known_has_no_figure() -> None:
    """Neither 0 nor 0/0."""
    assert set(city_figures(merged(BOOK).data).values()) == {Figure()}
    assert city_figures(build_frame((), BOOK)) == {}


def test_the_worst_level_is_that_of_the_slowest() -> None:
    """Whatever the order; a blank is no level."""
    assert worst_level(["已完成", "未启动", "推进中"]) is Level.NOT_STARTED
    assert worst_level(["已完成", pd.NA, "推进中"]) is Level.UNDER_WAY
    assert worst_level([None, pd.NA]) is None
