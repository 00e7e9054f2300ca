"""Random months of a small city: its workbook and its notice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random

from ducha.ledger.model import Group, Indicator, Judged, Kind, Ledger
from ducha.letters.notice import Notice
from ducha.letters.wording.attachments import printed
from ducha.letters.wording.notice import notice_of
from ducha.merge.year import MergedInbox
from ducha.period import Period
from ducha.standing.report import Report, report
from ducha.standing.reporting import Calendar
from ducha.standing.table import AwardRules, StackedTables, Table
from ducha.submission.arrival import Arrival
from kit import sample
from kit.returns import JUNE, MAY, arrival, merged, states
from kit.sample import HEALTH, ROADS, SCHOOLS, indicator, unit

COUNTIES = ("东县", "西县", "南县", "北县", "中区", "新区")
COUNTS = (
    indicator("一.1-1", target=None, name="培训", measure="人", matter="培训", leads=(HEALTH,)),
    indicator("一.1-2", target=None, name="修路", measure="米", matter="培训", leads=(ROADS,)),
    indicator("二.1-1", target=None, name="建校", measure="所", matter="建校", leads=(SCHOOLS,)),
)
RATES = (indicator("三.1-1", Kind.RATE, 50.0, name="筛查率", matter="筛查", judged=Judged.MONTHLY),)
UNITS = (
    *(unit(name) for name in (HEALTH, ROADS, SCHOOLS)),
    *(unit(name, Group.COUNTY) for name in COUNTIES),
)


def city(random: Random) -> tuple[Ledger, MergedInbox]:
    """A ledger of random targets, and two months of random returns."""
    goals = {what.code: [random.choice((0, 50, 100, 100)) for _ in COUNTIES] for what in COUNTS}
    indicators = (
        *(
            indicator(
                what.code, target=float(sum(goals[what.code]) or 1), name=what.name,
                measure=what.measure, matter=what.matter, leads=what.leads,
            )
            for what in COUNTS
        ),
        *RATES,
    )  # fmt: skip
    targets = {
        (code, place): float(goal)
        for code, listed in goals.items()
        for place, goal in zip(COUNTIES, listed, strict=True)
    }
    targets |= {(RATES[0].code, place): 50.0 for place in COUNTIES}
    book = sample.ledger(indicators=indicators, units=UNITS, targets=targets)
    returned = [each for period in (MAY, JUNE) for each in _returned(random, book, period)]
    return book, merged(book, *returned, period=JUNE)


def _returned(random: Random, book: Ledger, period: Period) -> Iterator[Arrival]:
    """Returns of a month: departments and counties mostly tell the same; some say nothing."""
    cells = {
        (what.code, place): cell
        for what in book.indicators
        for mood in [random.choice((0.25, 0.5, 0.6, 1.0))]
        for place in COUNTIES
        if (cell := _cell(random, what, book.targets[what.code, place], mood * period.month / 6))
    }
    everybody = "\n".join(f"| {code} | {place} |" for code, place in cells)
    for each in UNITS:
        told = [
            f"| {code} | {place} | {cell} |"
            for (code, place), cell in cells.items()
            if each.name in (place, book.by_code[code].leads[0])
        ]
        if told and random.random() > 0.12:
            yield arrival(each.name, "\n".join(told), period=period, issued=everybody)


def _cell(random: Random, what: Indicator, goal: float, share: float) -> str:
    """What is typed; blank where there is no task, and now and then elsewhere."""
    if goal == 0 or random.random() < 0.06:
        return ""
    share *= random.choice((0.3, 0.95, 1.0, 1.0, 1.05, 1.2))
    return f" | {round(share * 60)} | 100" if what.kind is Kind.RATE else str(round(goal * share))


def month(seed: int) -> tuple[Report, Notice]:
    """A random month: what its workbook holds, and its notice."""
    book, inbox = city(Random(seed))  # noqa: S311 - chance for a test, the same each time
    calendar = Calendar(JUNE, date(2024, 6, 28), date(2024, 7, 20), correct_by=date(2024, 7, 3))
    units = tuple(states(book, inbox, date(2024, 7, 20)).values())
    facts = report(book, inbox, calendar, units, AwardRules())
    assert facts.notice is not None
    return facts, notice_of(facts.notice, ranking=True, next_due=date(2024, 7, 29))


def sheet(facts: Report, name: str) -> list[dict[str, object]]:
    """A sheet as its reader sees it, by heading; the cells as they are printed."""
    page = next(page for page in facts.pages if page.name == name)
    tables = page.tables if isinstance(page, StackedTables) else (page,)
    rows: list[dict[str, object]] = []
    for each in tables:
        assert isinstance(each, Table)
        rows += [
            {column.heading: printed(column, row).rstrip("?") for column in each.columns}
            for row in range(each.length)
        ]
    return rows
