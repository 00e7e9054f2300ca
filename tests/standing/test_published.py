"""What a report says of published months: 较上月, 较上月名次, 年度考核."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from kit import returns
from kit.handed import OPEN
from kit.returns import APRIL, JUNE, MAY, arrival, records
from kit.sample import HEALTH, LANKAO, QIXIAN, indicator

from ducha.ledger.handed.records import Assignment, Decision, Naming
from ducha.ledger.model import CITY, Group
from ducha.merge.data import data_rows, rows_at
from ducha.period import Period
from ducha.published.edition import EditionFacts, EditionName, PublishedMonths, UnitStanding
from ducha.standing.assignments import assignment_states
from ducha.standing.figures.indicators import indicator_table
from ducha.standing.published import YearRecord, restated_table, unit_standings, year_table
from ducha.standing.rank_tables import RankRow, place_change, rank_tables
from ducha.standing.ranking.places import Rank

BOOK = returns.book(indicator(target=120.0), targets={QIXIAN: 60.0, LANKAO: 60.0})


def stood(unit: str, **changes: object) -> UnitStanding:
    """How a county stood, first with 90 unless said otherwise."""
    usual: dict[str, object] = {
        "unit": unit,
        "group": "县区",
        "place": 1,
        "score": 90.0,
        "note": "",
        "state": "按时",
        "late": False,
        "returned": 0,
    }
    return UnitStanding(**(usual | changes))  # type: ignore[arg-type] - a table of cases


def handed_to(unit: str, due: int) -> Assignment:
    """A matter in hand, due on a day of June."""
    return replace(OPEN, unit=unit, due=date(2024, 6, due))


def edition(period: Period, *units: UnitStanding) -> EditionFacts:
    """A published month with these units."""
    return EditionFacts(name=EditionName(period, 1, date(2024, 6, 3)), rows=(), units=units)


def ranked(unit: str, place: int | None, group: Group = Group.COUNTY) -> Rank:
    """This month's rank."""
    state = returns.answer(unit)
    return Rank(unit=unit, group=group, place=place, score=None, lights=Counter(), state=state)


@pytest.mark.parametrize(
    ("now", "last", "shown"),
    [
        (2, stood(QIXIAN, place=4), "↑2"),
        (3, stood(QIXIAN, place=1), "↓2"),
        (1, stood(QIXIAN, place=1), "持平"),
        (None, stood(QIXIAN, place=1), None),
        (1, stood(QIXIAN, place=None, score=None, note="未参评"), None),
        (1, stood(QIXIAN, place=2, group="市直"), None),
        (1, None, None),
    ],
)
def test_places_won_and_lost(now: int | None, last: UnitStanding | None, shown: str | None) -> None:
    """Against last month as published; blank without two places in one group (R8.13)."""
    assert place_change(RankRow(ranked(QIXIAN, now), (), last)) == shown


def test_the_sheet_shows_it_beside_the_unit() -> None:
    """By name (R8.13)."""
    ranks = (ranked(QIXIAN, 1), ranked(LANKAO, 2))
    stack = rank_tables(ranks, (), {QIXIAN: stood(QIXIAN, place=2)})
    (first, second) = records(stack.tables[1])
    assert (first["较上月名次"], second["较上月名次"]) == ("↑1", None)


APRIL_FIRST = arrival(HEALTH, f"| 三.2-1 | {QIXIAN} | 50 | | |", period=APRIL)
APRIL_LATE = arrival(HEALTH, f"| 三.2-1 | {QIXIAN} | 20 | | |", period=APRIL, at="04-26")
IN_MAY = arrival(HEALTH, f"| 三.2-1 | {QIXIAN} | 50 | | |\n| 三.2-1 | {LANKAO} | 0 | | |")


@pytest.mark.parametrize(
    ("frozen", "shown"),
    [
        (False, None),  # 20 of 120, a third due: 滞后 then; 50 of 120, 5/12 due: 正常
        (True, "上月数已更正（发布时50）"),  # 50 of 120: 正常 when it was published
    ],
)
def test_a_light_is_compared_with_the_published_one(*, frozen: bool, shown: str | None) -> None:
    """上月累计 is today's 20, and said to be another than was published (R8.12)."""
    was = returns.merged(BOOK, APRIL_FIRST, period=APRIL)
    city = {row.code: row for row in data_rows(rows_at(was.data, APRIL, CITY))}
    now = returns.merged(BOOK, APRIL_FIRST, APRIL_LATE, IN_MAY)
    before = rows_at(now.data, APRIL, CITY)
    (row, *_) = records(indicator_table(now.table.lines, before, city if frozen else None))
    assert row["上月累计"] == 20.0
    assert row["较上月"] == (shown or "由滞后转为正常")


def test_the_year_of_a_unit() -> None:
    """The mean of what was printed (87.55 is 87.6); a month without a score is not counted.

    What leaders decided of published months counts, and whatever was handed over (R8.14, R7.150,
    R7.151).
    """
    published = PublishedMonths(
        (
            edition(
                APRIL,
                stood(QIXIAN, score=80.1, late=True, state="迟报"),
                stood(LANKAO, place=None, score=None, note="未参评", state="来件无效"),
                stood("旧县", score=50.0, state="空表"),
            ),
            edition(
                MAY,
                stood(QIXIAN, score=95.0, returned=2, state="退回"),
                stood(LANKAO, score=70.0, state="未报"),
            ),
        )
    )
    now = (stood(LANKAO), stood(QIXIAN), stood("新县"))
    namings = (
        *(("2024-04", QIXIAN, Naming.PRAISED), ("2024-05", QIXIAN, Naming.PRAISED)),
        *(("2024-05", LANKAO, Naming.CRITICISED), ("2024-05", "新县", Naming.NOT_NAMED)),
        ("2024-06", QIXIAN, Naming.CRITICISED),  # not published yet
    )
    handed = (handed_to(LANKAO, 20), handed_to(LANKAO, 30), handed_to(QIXIAN, 30))
    record = YearRecord(
        tuple(Decision(period=p, unit=u, naming=naming) for p, u, naming in namings),
        assignment_states(handed, date(2024, 6, 28)),
    )
    shown = year_table(published, now, record)
    assert shown.headings == (
        *("单位", "类别", "4月得分", "5月得分", "平均分", "计分月数"),
        *("迟报", "漏报", "退回", "来件无效"),
        *("通报表扬", "通报批评", "督办件数", "督办超期"),
    )
    assert shown.rows == (
        (LANKAO, "县区", "未参评", 70.0, 70.0, 1, 0, 1, 0, 1, 0, 1, 2, 1),
        (QIXIAN, "县区", 80.1, 95.0, 87.6, 2, 1, 0, 2, 0, 2, 0, 1, 0),
        ("新县", "县区", None, None, None, 0, 0, 0, 0, 0, 0, 0, 0, 0),
        ("旧县", "县区", 50.0, None, 50.0, 1, 0, 1, 0, 0, 0, 0, 0, 0),
    )


def test_without_a_published_month_the_sheets_have_their_headings_alone() -> None:
    """They are there from the first month on (R8.14)."""
    rows = data_rows(returns.merged(BOOK, IN_MAY, period=JUNE).data)
    assert year_table(PublishedMonths(), (stood(QIXIAN),)).length == 0
    assert restated_table(PublishedMonths(), rows).length == 0


def test_what_is_kept_of_a_unit_is_what_was_printed() -> None:
    """The score to 0.1, the state by its word (R8.1)."""
    (kept,) = unit_standings([ranked(QIXIAN, None)])
    assert (kept.unit, kept.group, kept.place, kept.score) == (QIXIAN, "县区", None, None)
    assert (kept.state, kept.late, kept.returned) == ("按时", False, 0)
