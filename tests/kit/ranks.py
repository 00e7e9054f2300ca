"""Units to be ranked, made of lines by themselves: one indicator, so much of it done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from ducha.ledger.model import Group
from ducha.merge.model import Difference, JudgedLine
from ducha.period import Period
from ducha.standing.ranking.places import Rank, RankingInput, rank
from ducha.standing.reporting import Calendar, UnitState
from ducha.standing.table import AwardRules
from kit.returns import answer, judged
from kit.sample import indicator

JUNE = Period(2024, 6)
DEADLINE, CORRECT_BY = date(2024, 6, 28), date(2024, 7, 3)
BEFORE, SOON, AFTER = date(2024, 6, 28), date(2024, 7, 3), date(2024, 7, 4)
"""Days on which June is looked at: its deadline, the last day to correct, the day after."""

ROAD = indicator(target=1200.0, whole=False)
"""Half of 1200 is due in June."""


def june(today: date = AFTER) -> Calendar:
    """June 2024, due on the 28th, to be corrected by 3 July."""
    return Calendar(JUNE, DEADLINE, today, correct_by=CORRECT_BY)


def ranked(
    lines: Sequence[JudgedLine],
    states: Sequence[UnitState],
    *,
    today: date = AFTER,
    rules: AwardRules | None = None,
    differences: Sequence[Difference] = (),
    overdue: Mapping[str, int] | None = None,
) -> tuple[Rank, ...]:
    """The ranks of these units by these lines."""
    inputs = RankingInput(
        lines, differences, june(today), rules or AwardRules(), overdue=overdue or {}
    )
    return rank(inputs, states)


def counties(
    *done: float | None,
    states: Mapping[str, UnitState] | None = None,
    names: str = "甲乙丙丁戊己庚辛壬",
) -> tuple[Rank, ...]:
    """Counties 甲, 乙, 丙 … with so much of 1200 done in June."""
    units = names[: len(done)]
    lines = [judged(ROAD, amount, unit) for unit, amount in zip(units, done, strict=True)]
    return ranked(lines, [(states or {}).get(unit, answer(unit)) for unit in units])


GROUPS = dict.fromkeys("甲乙丙丁戊己庚辛壬", Group.COUNTY)
