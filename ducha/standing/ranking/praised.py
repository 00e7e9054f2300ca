"""Who has earned praise: nothing of what it reported is bad, late, missing or in doubt."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from ducha.merge.model import JudgedLine
from ducha.standing.ranking.places import Rank
from ducha.standing.reporting import State
from ducha.standing.table import AwardRules
from ducha.status.rating import GOOD_LIGHTS, Status
from ducha.texts import brief
from ducha.values.reading import exact

_LONGEST_NAME = 24


def is_praiseworthy(entry: Rank, rules: AwardRules) -> bool:
    """Whether a unit that stands high may be praised (R6.169, R7.120).

    Its return came whole and in time, nothing of it is held out; none of its figures is missing,
    carried, 待核 or in dispute; none of its lines is 严重滞后; it has the score for it.
    """
    state = entry.state
    in_order = state.state is State.ON_TIME and not state.late and not state.held
    sure = not (entry.doubted or entry.disputed or entry.unsettled)
    scored = entry.score is not None and entry.score >= exact(rules.praise_score)
    return in_order and sure and scored and not entry.lights[Status.BEHIND]


def best_item(entry: Rank) -> str:
    """The item that is furthest ahead, in words; blank where none is (R7.124)."""
    items: dict[str, list[JudgedLine]] = {}
    for line in entry.lines:
        if line.rating.status is not Status.NO_TASK:
            items.setdefault(line.plan.indicator.item, []).append(line)
    ahead = {code: _ahead(lines) for code, lines in items.items()}
    best = max(ahead, key=lambda code: ahead[code], default="")
    if not best or ahead[best] <= 0:
        return ""
    name = brief(items[best][0].plan.indicator.name, _LONGEST_NAME)
    return f"{best}{name}超前{float(ahead[best]):.1f}个百分点"


def _ahead(lines: Sequence[JudgedLine]) -> Fraction:
    """By how many points an item is ahead in all of its lines; 0 where one of them is not."""
    gaps = [line.rating.gap for line in lines if line.rating.status in GOOD_LIGHTS]
    if len(gaps) < len(lines):
        return Fraction(0)
    return min((-gap for gap in gaps if gap is not None), default=Fraction(0))
