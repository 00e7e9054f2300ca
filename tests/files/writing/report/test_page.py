"""What is printed: widths, sizes and breaks worked by hand, and the pages that LibreOffice makes.

An A4 page is 798.5 points wide within its margins, a column of n characters 7 n + 5.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from kit import returns, sample
from kit.office import Office, text
from kit.returns import JUNE, arrival, merged
from kit.sample import indicator

from ducha.files.writing.report import book as report_xlsx
from ducha.files.writing.report.map_sizes import choose
from ducha.files.writing.report.page import (
    WIDTH,
    column_breaks,
    fitting,
    groups,
    row_breaks,
    total,
)
from ducha.ledger.model import Group
from ducha.period import Period
from ducha.settings import read as read_settings
from ducha.standing.figures.county_map import CountyMap, MapCell, MapRow
from ducha.standing.report import LEADERS, Report, report
from ducha.standing.reporting import Calendar
from ducha.standing.table import Share, Style, TableColumn, table
from ducha.status.rating import Status

SETTINGS = read_settings("", Path("/"))


def columns(*declared: tuple[Style, float], cell: str | float | None = None) -> list[object]:
    """Filled columns of these styles and widths."""
    named = [TableColumn[int](f"栏{n}", lambda _: cell, width, style)
             for n, (style, width) in enumerate(declared)]  # fmt: skip
    return list(table("表", named, [1]).columns)


def test_columns_that_fit_stay_as_they_are_declared() -> None:
    """10 columns of 10 characters are 750 points (R7.240)."""
    layout = fitting(columns(*[(Style.SHORT, 10)] * 10), 0, 2)
    assert (layout.widths, layout.scale, layout.wide) == ((10,) * 10, 1.0, 1)


def test_words_are_narrowed_before_the_print_is() -> None:
    """At 80% the page has 998.2 points; the columns of words share what is over (R7.240)."""
    declared = ((Style.TEXT, 69), (Style.TEXT, 129), (Style.SHORT, 10))
    layout = fitting(columns(*declared, cell="一二三四五六"), 0, 1)
    first, second, short = layout.widths
    assert short == 10
    assert (69 - first) / 60 == pytest.approx((129 - second) / 120)
    assert total(layout.widths) == pytest.approx(WIDTH / 0.8)
    assert layout.scale == pytest.approx(0.8)
    assert layout.wide == 1


def test_what_does_not_fit_takes_pages_beside_each_other() -> None:
    """61 columns of 10 letters, 9.69 characters, 72.8 points: 13 on a page of 978.2 (R7.240)."""
    layout = fitting(columns(*[(Style.SHORT, 10)] * 61, cell="一二三四五"), 0, 1)
    assert layout.wide > 1
    assert column_breaks(layout, 1, 61) == [13, 25, 37, 49]


def test_only_what_is_printed_counts() -> None:
    """指标明细 is printed to 月均需完成: what stands right of it takes no room (R7.240)."""
    layout = fitting(columns(*[(Style.SHORT, 10)] * 40), 10, 2)
    assert (layout.scale, layout.wide) == (1.0, 1)


def test_a_column_is_as_wide_as_its_longest_figure() -> None:
    """Excel shows #### in place of one that does not fit: 1,234,567.25 are 12 characters."""
    (wide,) = fitting(columns((Style.NUMBER, 6), cell=1234567.25), 0, 0).widths
    (narrow,) = fitting(columns((Style.NUMBER, 6), cell=12.0), 0, 0).widths
    assert wide == pytest.approx(12 * 10 / 11 + 0.6)
    assert narrow == 6


def test_rows_of_one_indicator_are_kept_together() -> None:
    """Of 500.7 points 470.7 are free: seven groups of 4 × 16; the eighth begins a page (R7.241)."""
    assert row_breaks([16.0] * 60, groups(60, 4), 1.0, 30.0, 1) == [29, 57]
    assert row_breaks([16.0] * 28, groups(28, 4), 1.0, 30.0, 1) == []


def test_a_group_that_is_longer_than_a_page_ends_no_page_before_it() -> None:
    """There is nothing to be gained by a blank page (R7.241)."""
    assert row_breaks([300.0] * 4, [2, 2], 1.0, 0.0, 1) == [3]


# ---- 县区一览 ----


def heat(counties: int, indicators: int, name: str = "新、改建农村公路") -> CountyMap:
    """A map of so many counties and indicators."""
    cell = MapCell(Share(0.605), Status.ON_TRACK)
    rows = [
        MapRow(
            matter_no="一" if n % 3 == 0 else "",
            begins=n % 3 == 0,
            indicator=name,
            measure="公里",
            asked=Share(0.5),
            cells=(cell,) * (counties + 1),
        )
        for n in range(indicators)
    ]
    places = ("全市", *(f"第{n}县" for n in range(counties)))
    return CountyMap(
        period=Period(2024, 6), places=places, rows=tuple(rows), counts=("0／0",) * len(places)
    )


# counties, indicators, a name, points of the text, whether on one page
MAPS = (
    (7, 10, "改造", 11, True),
    (7, 30, "新、改建农村公路", 9.5, True),
    (17, 30, "基层卫生技术人员在线培训", 8, True),
    (10, 90, "改造", 10.5, False),  # several pages, each as wide as the paper
    (160, 30, "改造", 8, False),
)


@pytest.mark.parametrize(("counties", "indicators", "name", "font", "whole"), MAPS)
def test_the_map_is_as_large_as_a_page_allows(
    counties: int, indicators: int, name: str, font: float, *, whole: bool
) -> None:
    """Never below 8 points (R7.234)."""
    page = heat(counties, indicators, name)
    fit, on_one_page = choose(page)
    assert (fit.size.font, on_one_page) == (font, whole)
    if counties < 160:
        assert total(fit.layout(len(page.places)).widths) <= WIDTH * 1.001


# ---- on paper ----

PLACES = ("杞县", "通许县", "尉氏县", "兰考县", "祥符区", "龙亭区", "顺河回族区", "鼓楼区")


def city(counties: int) -> Report:
    """June of a city with 30 counts, all of whose counties have reported."""
    names = [f"{PLACES[n % 8]}{n // 8 or ''}" for n in range(counties)]
    numerals = "一二三四五六七八九十"
    counts = [
        indicator(
            f"{numerals[n // 3]}.1-{n % 3 + 1}", target=1000.0 * counties, name=f"新建第{n}类场所"
        )
        for n in range(30)
    ]
    units = (*sample.UNITS[:3], *(sample.unit(name, Group.COUNTY) for name in names))
    targets = {(one.code, name): 1000.0 for one in counts for name in names}
    ledger = sample.ledger(indicators=tuple(counts), units=units, targets=targets)
    inbox = [
        arrival(
            name,
            "\n".join(
                f"| {one.code} | {name} | {100 * (n % 8 + 1)} |" for n, one in enumerate(counts)
            ),
            period=JUNE,
        )
        for name in names
    ]
    year = merged(ledger, *inbox, period=JUNE)
    states = tuple(returns.states(ledger, year, date(2024, 7, 1)).values())
    calendar = Calendar(JUNE, date(2024, 6, 28), date(2024, 7, 1))
    return report(year.ledger, year, calendar, states, SETTINGS.awards)


def printed(office: Office, folder: Path, facts: Report) -> Counter[str]:
    """How many pages each sheet takes: its name stands in the margin of each."""
    path = folder / "报告.xlsx"
    path.write_bytes(report_xlsx.write(facts, SETTINGS.colours))
    shown = text(office.convert(path, "pdf", folder)).split("\f")
    return Counter(name for page in shown for name in LEADERS if f" {name}\n" in page[:200])


@pytest.mark.slow
@pytest.mark.parametrize(("counties", "compared", "units"), [(7, 8, 1 + 8), (17, 24, 1 + 18)])
def test_pages_of_a_printed_report(
    office: Office, tmp_path: Path, counties: int, compared: int, units: int
) -> None:
    """The map on one page at 7 and at 17 counties; a page for every unit (R7.234, R7.238)."""
    pages = printed(office, tmp_path, city(counties))
    assert pages["县区一览"] == 1
    assert pages["指标明细"] <= 4
    assert pages["单位情况"] == units
    assert pages["县区对比"] <= compared


@pytest.mark.slow
def test_a_hundred_and_sixty_counties_beside_each_other(office: Office, tmp_path: Path) -> None:
    """Each page with the indicators and the whole city; one page high (R7.234)."""
    pages = printed(office, tmp_path, Report("某市", (heat(160, 30, "改造"),)))
    assert pages["县区一览"] == 10
