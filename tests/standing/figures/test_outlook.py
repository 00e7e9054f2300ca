"""月均需完成 and 预计完成, worked by hand: of 1200 公里, by the end of May."""

from __future__ import annotations

from dataclasses import replace

import pytest
from kit.returns import judged
from kit.sample import indicator

from ducha.ledger.model import Direction, Indicator, Judged, Kind, Level
from ducha.standing.figures.outlook import monthly_need, outlook
from ducha.status.rating import Figure

ROAD = indicator(target=1200.0, whole=False, measure="公里")
RATE = indicator("十.1-3", Kind.RATE, 65.0, judged=Judged.MONTHLY)
WORKS = indicator(target=1200.0, whole=False, measure="公里", judged=Judged.BY_DEADLINE)
RULES = indicator("二.1-1", Kind.QUALITATIVE, None)
FROM_APRIL = replace(ROAD, start=4)
BY_AUGUST = replace(ROAD, deadline=8)
MORE = replace(ROAD, direction=Direction.MORE)
FEW = indicator(target=10.0, direction=Direction.AT_MOST)
PEOPLE = indicator(target=100.0)
HALF = Figure(numerator=1.0, denominator=2.0)

NEVER = "按现速年内无望"

# indicator, done by the end of May, 预计完成
OUTLOOKS = (
    (ROAD, 500, "2024-12"),
    (ROAD, 501, "2024-12"),
    (ROAD, 600, "2024-10"),
    (ROAD, 1199, "2024-06"),
    (ROAD, 499, NEVER),  # January 2025 is another year's
    (ROAD, 1, NEVER),
    (ROAD, 0, "至今为0"),
    (ROAD, 1200, ""),  # 已完成 says so already
    (ROAD, None, ""),
    (FROM_APRIL, 300, "2024-11"),
    (replace(ROAD, start=6), 3, ""),  # no pace before it begins
    (replace(ROAD, start=6), 0, ""),
    (BY_AUGUST, 500, "2024-12"),  # after its deadline, and said
    (MORE, 1200, "2024-06"),  # one more month at this pace
    (MORE, 600, "2024-11"),
    (MORE, 500, NEVER),  # exactly 1200 in December is not more
    (FEW, 10, ""),
    (replace(FEW, deadline=5), 10, ""),
    (FEW, 11, ""),  # a broken ceiling is no work to finish
    (WORKS, 600, ""),  # there only at completion: no pace
    (RATE, HALF, ""),
    (RULES, Figure(level=Level.UNDER_WAY), ""),
)


@pytest.mark.parametrize(("what", "done", "month"), OUTLOOKS)
def test_when_a_count_will_be_done(
    what: Indicator, done: float | Figure | None, month: str
) -> None:
    """At the average pace since its start month, and never beyond December (R7.232)."""
    assert outlook(judged(what, done, month=5)) == month


# indicator, done, month, what each month left must bring
NEEDS = (
    (ROAD, 500, 5, 100.0),  # 700 in 7 months
    (ROAD, 499, 5, 100.15),  # 701 / 7 = 100.142…, up to 0.01
    (ROAD, 0, 5, 171.43),
    (ROAD, 1199.5, 11, 0.5),
    (PEOPLE, 30, 5, 10.0),
    (PEOPLE, 31, 5, 10.0),  # 69 / 7 = 9.86
    (PEOPLE, 99, 5, 1.0),
    (PEOPLE, 100, 5, None),  # met
    (PEOPLE, 130, 5, None),
    (PEOPLE, None, 5, None),  # silence is no 0
    (PEOPLE, 30, 12, None),  # no month left
    (replace(PEOPLE, deadline=8), 40, 5, 20.0),
    (replace(PEOPLE, deadline=8), 40, 8, None),
    (replace(PEOPLE, deadline=8), 40, 9, None),
    (replace(PEOPLE, direction=Direction.MORE), 30, 5, 11.0),  # 71 / 7 = 10.14
    (replace(PEOPLE, direction=Direction.MORE), 100, 5, 1.0),
    (FEW, 3, 5, None),
    (WORKS, 500, 5, 100.0),
    (RATE, HALF, 5, None),
    (RULES, Figure(level=Level.UNDER_WAY), 5, None),
)


@pytest.mark.parametrize(("what", "done", "month", "need"), NEEDS)
def test_what_each_month_left_must_bring(
    what: Indicator, done: float | Figure | None, month: int, need: float | None
) -> None:
    """What is missing over the months until the deadline, rounded up (R7.231)."""
    assert monthly_need(judged(what, done, month=month)) == need


def test_nothing_is_needed_of_what_has_no_target_yet() -> None:
    """未分解 (R7.231)."""
    assert monthly_need(judged(ROAD, 5, target=None, month=5)) is None
