"""前期更正: rows of published months that read differently now, and who changed them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from kit import returns
from kit.returns import APRIL, MAY, arrival
from kit.sample import HEALTH, LANKAO, QIXIAN, indicator

from ducha.ledger.model import Kind, Ledger
from ducha.merge.data import DataRow, data_rows, rows_at
from ducha.period import Period
from ducha.published.edition import EditionFacts, EditionName, PublishedMonths
from ducha.published.restated import NO_FILE, restated_lines
from ducha.submission.arrival import Arrival

COUNT = indicator(target=120.0)
RATE = indicator("十.1-3", Kind.RATE, 65.0)
BOOK = returns.book(COUNT, RATE, targets={QIXIAN: 60.0, LANKAO: 60.0})
FIRST = arrival(
    HEALTH,
    f"| 三.2-1 | {QIXIAN} | 20 | | |\n| 三.2-1 | {LANKAO} | 30 | | |\n"
    f"| 十.1-3 | {QIXIAN} | | 50 | 80 |",
    period=APRIL,
)
LATE = arrival(HEALTH, f"| 三.2-1 | {QIXIAN} | 10 | | |", period=APRIL, at="04-25")


def rows(*came: Arrival, book: Ledger = BOOK, period: Period = MAY) -> list[DataRow]:
    """数据 of these returns."""
    return data_rows(returns.merged(book, *came, period=period).data)


def published(*came: Arrival) -> PublishedMonths:
    """April, published with these returns."""
    merged = returns.merged(BOOK, *came, period=APRIL)
    name = EditionName(APRIL, 1, date(2024, 5, 6))
    frozen = tuple(data_rows(rows_at(merged.data, APRIL)))
    return PublishedMonths((EditionFacts(name=name, rows=frozen, units=()),))


def test_nothing_has_changed() -> None:
    """Whatever has come for later months (R8.10)."""
    may = arrival(HEALTH, f"| 三.2-1 | {QIXIAN} | 25 | | |")
    assert restated_lines(published(FIRST), rows(FIRST, may)) == ()


def test_a_late_correction_is_told_with_its_file() -> None:
    """Of the county, and of the city that it is a part of: 20 + 30 = 50, now 10 + 30 (R8.11)."""
    found = restated_lines(published(FIRST), rows(FIRST, LATE))
    told = [
        (
            line.restatement.row.place,
            line.before.amount if line.before else None,
            line.now.amount if line.now else None,
            line.source,
        )
        for line in found
    ]
    file = f"2024-04/{HEALTH} 04-25.xlsx"
    assert told == [("全市", 50.0, 40.0, file), (QIXIAN, 20.0, 10.0, file)]


def test_a_figure_that_is_gone_names_the_file_that_it_came_from() -> None:
    """As when a clerk has taken the file out since (R8.11)."""
    found = restated_lines(published(FIRST, LATE), rows(FIRST))
    sources = {line.restatement.row.place: line.source for line in found}
    assert sources[QIXIAN] == f"2024-04/{HEALTH} 04-20.xlsx"
    gone = {
        (line.restatement.row.code, line.restatement.row.place): line.source
        for line in restated_lines(published(FIRST), rows(LATE))
    }
    assert gone["三.2-1", LANKAO] == f"（不再采用：2024-04/{HEALTH} 04-20.xlsx）"
    assert gone["十.1-3", QIXIAN] == f"（不再采用：2024-04/{HEALTH} 04-20.xlsx）"


def test_a_target_that_changed_says_so_and_names_no_file() -> None:
    """The figure stands, its light does not: 20 of 60 was 正常, 20 of 90 is 滞后 (R8.10, R8.11)."""
    more = replace(BOOK, targets=BOOK.targets | {("三.2-1", QIXIAN): 90.0})
    (line,) = restated_lines(published(FIRST), rows(FIRST, book=more))
    assert (line.before and line.before.status, line.now and line.now.status) == ("正常", "滞后")
    assert line.other_changes == "年度目标 60→90，差距 0→11.1"
    assert line.source == NO_FILE


def test_a_county_that_was_renamed_is_the_same_one() -> None:
    """Under today's name (R8.12)."""
    renamed = published(FIRST).under({LANKAO: "兰考市"})
    now = [row._replace(place="兰考市") if row.place == LANKAO else row for row in rows(FIRST)]
    assert restated_lines(renamed, now) == ()
