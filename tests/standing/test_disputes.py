"""Rows that lead department and county report differently, in the ranking."""

from __future__ import annotations

from fractions import Fraction

from kit.returns import answer, judged
from kit.sample import HEALTH, QIXIAN, indicator

from ducha.ledger.model import CITY
from ducha.merge.model import Difference
from ducha.standing.ranking import RankingInput, rank
from ducha.standing.table import AwardRules
from ducha.status.rating import Figure


def test_a_dispute_leaves_the_department_s_line() -> None:
    """300 against 100 of 1200 by June: 杞县 has nothing left to score, the city's line its half.

    (R7.105)
    """
    road = indicator(target=1200.0)
    lines = (judged(road, 300, QIXIAN), judged(road, 300, CITY))
    apart = Difference(road, QIXIAN, Figure(done=300.0), Figure(done=100.0))
    ever_reported = frozenset({QIXIAN, HEALTH})
    ranked = rank(
        RankingInput(lines, (apart,), ever_reported, AwardRules()), [answer(HEALTH), answer(QIXIAN)]
    )
    assert [(entry.unit, entry.score, entry.note) for entry in ranked] == [
        (HEALTH, Fraction(1, 2), ""),
        (QIXIAN, None, "无可评指标，暂不排名"),
    ]
