"""The counts by light, each with what it was last month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from ducha.merge.model import JudgedLine
from ducha.standing.overview.view import MonthView
from ducha.status.rating import NOT_STARTED, Status

SHOWN_LIGHTS = (
    *(Status.DONE, Status.ON_TRACK, Status.LAGGING, Status.BEHIND),
    *(Status.HELD, Status.NO_RETURN),
)
"""The lights that the page counts, and what is counted beside them."""


@dataclass(frozen=True, slots=True)
class Card:
    """How many indicators have a status; `change` since last month, None where there is none.

    `grain` says in how many matters and items they lie.
    """

    status: Status
    count: int
    change: int | None
    grain: str

    @property
    def change_words(self) -> str:
        """较上月 +1, −2, ±0; blank without a last month (R7.201)."""
        if self.change is None:
            return ""
        sign = "±" if self.change == 0 else "+" if self.change > 0 else "−"
        return f"较上月 {sign}{abs(self.change)}"


def cards(view: MonthView) -> tuple[Card, ...]:
    """Count the city's lines by status (R7.200)."""
    return tuple(_card(view, status) for status in SHOWN_LIGHTS)


def _card(view: MonthView, status: Status) -> Card:
    lines = [line for line in view.city if line.rating.status is status]
    before = list(view.last.values()).count(status)
    change = len(lines) - before if view.last else None
    return Card(status, len(lines), change, grain(lines))


def grain(lines: Iterable[JudgedLine]) -> str:
    """In how many matters and items indicators lie: 8件实事、10项任务; blank for none (R7.200)."""
    indicators = [line.plan.indicator for line in lines]
    matters = {(indicator.matter_no, indicator.matter) for indicator in indicators}
    items = {indicator.item for indicator in indicators}
    return f"{len(matters)}件实事、{len(items)}项任务" if indicators else ""


def reservations(view: MonthView) -> str:
    """What the counts contain that is not the last word, and what stands beside them (R7.205)."""
    counts = (
        ("数据不全", sum(line.incomplete and line.figure.given for line in view.city)),
        ("数据待核", sum(bool(line.doubts) for line in view.city)),
        ("有县区口径不一", len(view.disputes.rows & {line.code for line in view.city})),
    )
    within = "、".join(f"{words}{count}个" for words, count in counts if count)
    parts = [f"共涉及{grain(view.city)}、{len(view.city)}个指标"] if view.city else []
    parts += [f"其中{within}（包含在总数内，不另计）"] if within else []
    beside = _beside(view)
    return "；".join([*parts, f"另有{beside}"] if beside else parts)


def _beside(view: MonthView) -> str:
    """Indicators that no card counts."""
    words = Counter(
        NOT_STARTED if is_early(line) else str(line.rating.status)
        for line in view.city
        if line.rating.status not in SHOWN_LIGHTS
    )
    return "、".join(f"{word}{count}个" for word, count in words.items())


def is_early(line: JudgedLine) -> bool:
    """Whether nothing is asked of the indicator yet, nor has come (R7.76)."""
    return line.rating.status is Status.NO_TASK and line.plan.month < line.plan.indicator.start
