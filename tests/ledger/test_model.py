"""The ledger's own answers: the target in force, who answers, what counts in the city line."""

from __future__ import annotations

from kit import sample
from kit.sample import LANKAO, LONGTING, QIXIAN, SCHOOLS

from ducha.ledger.model import CITY, OWN, Group
from ducha.ledger.year.decisions import Adjustment

COUNT, LEVEL = sample.COUNT, sample.LEVEL


def change(place: str, month: int, target: float, code: str = COUNT.code) -> Adjustment:
    """A row of 目标调整."""
    return Adjustment(code, place, month, target, "汴政办〔2024〕20号")


def test_a_target_is_the_place_s_own_or_nothing() -> None:
    """What 县区分解 leaves blank is None, what it gives as 0 is 0; the city has the circular's."""
    book = sample.ledger()
    assert book.target_of(COUNT, QIXIAN, 5) == 60.0
    assert book.target_of(COUNT, LONGTING, 5) == 0.0
    assert book.target_of(sample.LENGTH, LANKAO, 5) is None
    assert book.target_of(COUNT, OWN, 5) is None
    assert book.target_of(COUNT, CITY, 5) == 120.0
    assert book.target_of(LEVEL, CITY, 5) is None


def test_a_change_holds_from_its_month_on() -> None:
    """Months before a mid-year change keep the old target; the latest change wins (R6.183)."""
    book = sample.ledger(
        adjustments=(change(QIXIAN, 9, 90.0), change(QIXIAN, 6, 80.0), change(CITY, 6, 140.0))
    )
    assert [book.target_of(COUNT, QIXIAN, month) for month in (5, 6, 8, 9, 12)] == [
        60.0,
        80.0,
        80.0,
        90.0,
        90.0,
    ]
    assert [book.target_of(COUNT, CITY, month) for month in (5, 6)] == [120.0, 140.0]
    assert book.target_of(COUNT, LANKAO, 9) == 60.0


def test_of_two_changes_in_one_month_the_lower_row_wins() -> None:
    """A clerk who writes a second row below the first means the second (R6.183)."""
    book = sample.ledger(adjustments=(change(QIXIAN, 6, 80.0), change(QIXIAN, 6, 70.0)))
    assert book.target_of(COUNT, QIXIAN, 6) == 70.0


def test_a_change_may_give_a_task_and_take_it_away() -> None:
    """A blank becomes a target, a target becomes 0: no task from then on."""
    book = sample.ledger(
        adjustments=(
            change(LANKAO, 7, 20.0, sample.LENGTH.code),
            change(QIXIAN, 7, 0.0),
            change(OWN, 7, 5.0),
        )
    )
    assert [book.target_of(sample.LENGTH, LANKAO, month) for month in (6, 7)] == [None, 20.0]
    assert [book.target_of(COUNT, QIXIAN, month) for month in (6, 7)] == [60.0, 0.0]
    assert [book.target_of(COUNT, OWN, month) for month in (6, 7)] == [None, 5.0]


def test_work_that_no_county_shares_carries_the_city_s_target() -> None:
    """市本级 then answers for all of it, changes of the city's target included (R6.180)."""
    alone = sample.indicator("八.1-1", target=24.0, all_counties=False)
    book = sample.ledger(indicators=(alone,), adjustments=(change(CITY, 8, 30.0, alone.code),))
    assert [book.target_of(alone, OWN, month) for month in (7, 8)] == [24.0, 30.0]


def test_who_answers_for_an_indicator() -> None:
    """All counties in the order of the sheet, or only those that are named."""
    book = sample.ledger()
    assert book.counties_of(COUNT) == (QIXIAN, LANKAO, LONGTING)
    assert book.counties_of(LEVEL) == (LANKAO,)
    named = sample.indicator(all_counties=False, leads=(SCHOOLS, LONGTING), supports=(QIXIAN,))
    assert book.counties_of(named) == (QIXIAN, LONGTING)


def test_what_counts_in_the_city_line() -> None:
    """Counties marked 计入全市, and city-level work; no department."""
    units = (
        *sample.UNITS,
        sample.unit("城乡一体化示范区", Group.COUNTY, counted=False),
    )
    book = sample.ledger(units=units)
    assert book.counted == {QIXIAN, LANKAO, LONGTING, OWN}
    assert book.counties == (QIXIAN, LANKAO, LONGTING, "城乡一体化示范区")


def test_an_indicator_knows_its_item() -> None:
    """The item is the code without its last number."""
    assert COUNT.item == "三.2"
    assert sample.indicator("十.3-12").item == "十.3"
