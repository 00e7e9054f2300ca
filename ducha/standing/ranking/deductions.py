"""What a unit's reporting of the month takes off its score."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from ducha.period import end_of
from ducha.standing.lateness import SURE_TIMES
from ducha.standing.reporting import ANSWERED, UNREPORTED, Calendar, State, UnitState
from ducha.standing.table import AwardRules
from ducha.values.reading import exact, shown


class Deduction(NamedTuple):
    """So many points off, and what for: 迟报, 漏报."""

    words: str
    points: Fraction

    @property
    def label(self) -> str:
        """迟报−1."""
        return f"{self.words}−{shown(float(self.points))}"


def deductions(
    state: UnitState, calendar: Calendar, rules: AwardRules, overdue: int = 0
) -> tuple[Deduction, ...]:
    """What is taken off, none of it twice (R6.201, R7.106).

    Args:
        state: How the unit stands with its return of the month.
        calendar: The month's deadline, and until when a return may be corrected.
        rules: How much each costs.
        overdue: How many matters handed to the unit are 超期.
    """
    returned = 0 if _is_corrected(state, calendar) else state.returned
    costs = (
        (_late_words(state), rules.supplement if state.supplemented else rules.late, state.late),
        ("漏报", rules.missing, is_missing(state)),
        (_times("退回", returned, "次"), rules.returned, returned),
        (_times("督办超期", overdue, "件"), rules.overdue, overdue),
    )
    found = (Deduction(words, exact(points) * count) for words, points, count in costs)
    return tuple(deduction for deduction in found if deduction.points)


def is_missing(state: UnitState) -> bool:
    """Whether nothing usable was reported: 未报, 空表 or 来件无效."""
    return state.state in UNREPORTED


def _times(words: str, number: int, measure: str) -> str:
    return f"{words}{number}{measure}" if number > 1 else words


def _late_words(state: UnitState) -> str:
    return "逾期补报" if state.supplemented else str(State.LATE)


def _is_corrected(state: UnitState, calendar: Calendar) -> bool:
    """Whether a good return stands for those sent back by 更正期限, or still may (R7.106).

    As nobody is late by a time that is not sure, nobody corrects too late by one.
    """
    if calendar.today <= calendar.correct_by:
        return True
    unsure = state.received is None or state.basis not in SURE_TIMES
    in_time = unsure or (state.received or end_of(calendar.today)) <= end_of(calendar.correct_by)
    return state.state in ANSWERED and in_time
