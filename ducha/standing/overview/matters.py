"""The matters with their lights, what has changed of them, and the indicator that decides."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ducha.merge.model import JudgedLine
from ducha.standing.overview.cards import is_early
from ducha.standing.overview.names import cut, listed
from ducha.standing.overview.reasons import behind_words, good_words
from ducha.standing.overview.returns import PageLine
from ducha.standing.overview.view import MonthView
from ducha.standing.table import Style, TableColumn, worst_status
from ducha.status.rating import (
    BAD_LIGHTS,
    GOOD_LIGHTS,
    MET_IN_DOUBT,
    NOT_STARTED,
    WORST_FIRST,
    Status,
)
from ducha.texts import display_width

MOST_MATTERS = 10
"""So many rows the page has for matters."""

_NAME_WIDTH = 52
_LEADS_WIDTH = 32
_REASON_WIDTH = 68
_SHORTEST_NAME = 16
_NUMBERS_WIDTH = 100


class MatterStanding(NamedTuple):
    """A matter with the city's lines of its indicators."""

    view: MonthView
    lines: tuple[JudgedLine, ...]

    @property
    def number(self) -> str:
        """序号 as it is printed in the circular."""
        return self.lines[0].plan.indicator.matter_no

    @property
    def light(self) -> Status:
        """The worst light of its indicators (R7.80)."""
        return worst_status([line.rating.status for line in self.lines])

    @property
    def last(self) -> Status | None:
        """Last month's light; None where there is none."""
        lights = [self.view.last[line.code] for line in self.lines if line.code in self.view.last]
        return worst_status(lights) if lights else None


def matters(view: MonthView) -> tuple[MatterStanding, ...]:
    """The matters in the order of the ledger."""
    groups: dict[tuple[str, str], list[JudgedLine]] = {}
    for line in view.city:
        indicator = line.plan.indicator
        groups.setdefault((indicator.matter_no, indicator.matter), []).append(line)
    return tuple(MatterStanding(view, tuple(group)) for group in groups.values())


def _word(matter: MatterStanding) -> str:
    """状态: what is good by a figure that is 待核 alone says so (R6.166)."""
    light = matter.light
    doubted = any(line.rating.doubted for line in matter.lines)
    return MET_IN_DOUBT if light is Status.ON_TRACK and doubted else str(light)


def change(matter: MatterStanding) -> str:
    """较上月: ↑ 脱红, ↓ 转红, ↑, ↓ or —; blank without a last month (R7.202).

    Silence, and a figure in doubt, make nothing better.
    """
    now, last = matter.light, matter.last
    if last is None:
        return ""
    if now is last:
        return "—"
    if now is Status.BEHIND:
        return "↓ 转红"
    if _rank(now) > _rank(last):
        return "↓"
    if not _is_surely_better(matter, last):
        return "—"
    return "↑ 脱红" if last is Status.BEHIND else "↑"


def _is_surely_better(matter: MatterStanding, last: Status) -> bool:
    """Whether each indicator that had last month's light now has one that nobody doubts."""
    view = matter.view
    had_it = [line for line in matter.lines if view.last.get(line.code) is last]
    judged = all(line.rating.status in WORST_FIRST for line in had_it)
    return judged and not any(map(view.doubt, had_it))


def _rank(status: Status) -> int:
    """Lights from the best; what cannot be judged is no better than the worst of them."""
    order = WORST_FIRST[::-1]
    return order.index(status if status in order else Status.BEHIND)


def explain(matter: MatterStanding) -> str:
    """决定状态的指标: the indicator that decides, in points, and what stands beside it (R7.203)."""
    view, lines = matter.view, matter.lines
    bad = sorted((line for line in lines if line.rating.status in BAD_LIGHTS), key=severest_first)
    if bad:
        return _explain_bad(matter, bad)
    if matter.light in GOOD_LIGHTS:
        good = [line for line in lines if line.rating.status in GOOD_LIGHTS]
        return _explain_good(view, good) + _others(matter, ())
    return _explain_dark(matter)


def _explain_bad(matter: MatterStanding, bad: Sequence[JudgedLine]) -> str:
    """As much as two printed lines hold: what is said least is said last."""
    whole, distance = (behind_words(matter.view, bad[0], short=short) for short in (False, True))
    others = _others(matter, bad[1:])
    fewer = f"；另有{len(bad) - 1}个也落后" if len(bad) > 1 else ""
    tails = (f"{whole}{others}", f"{whole}{fewer}", f"{distance}{fewer}")
    room = _REASON_WIDTH - _SHORTEST_NAME
    tail = "，" + next((words for words in tails if display_width(words) < room), distance)
    name_room = max(_REASON_WIDTH - display_width(tail), _SHORTEST_NAME)
    return cut(bad[0].plan.indicator.name, name_room) + tail


def severest_first(line: JudgedLine) -> tuple[bool, float]:
    """Sorts 严重滞后 before 滞后, then by the gap."""
    return line.rating.status is not Status.BEHIND, -(line.gap or 0.0)


def _others(matter: MatterStanding, bad: Sequence[JudgedLine]) -> str:
    """What else is the matter with it: ；另有3个滞后、1个未报送."""
    statuses = [line.rating.status for line in bad]
    beside = [s for s in _statuses(matter) if s in {Status.HELD, Status.NO_RETURN}]
    counts = [
        f"{count}个{status}"
        for status in (Status.BEHIND, Status.LAGGING, Status.HELD, Status.NO_RETURN)
        if (count := (statuses + beside).count(status))
    ]
    early = sum(map(is_early, matter.lines))
    counts += [f"{early}个{NOT_STARTED}"] if early else []
    return f"；另有{'、'.join(counts)}" if counts else ""


def _statuses(matter: MatterStanding) -> list[Status]:
    return [line.rating.status for line in matter.lines]


def _explain_good(view: MonthView, good: Sequence[JudgedLine]) -> str:
    """超前8.6个百分点 of a single one; 3个指标均在正常进度 of several (R7.203)."""
    if len(good) == 1:
        return good_words(view, good[0])
    done = sum(line.rating.status is Status.DONE for line in good)
    words = "均已完成" if done == len(good) else "均在正常进度"
    doubts = [doubt for line in good if (doubt := view.doubt(line))]
    named = "、".join(f"{doubts.count(doubt)}个{doubt}" for doubt in dict.fromkeys(doubts))
    return f"{len(good)}个指标{words}" + (f"，其中{named}" if named else "")


def _explain_dark(matter: MatterStanding) -> str:
    """Without any light: what was sent back, what has not come, what has not begun."""
    held = [line for line in matter.lines if line.rating.status is Status.HELD]
    parts = []
    if held:
        places = [p for line in held for p in matter.view.places.get(line.code, ())]
        names = list(dict.fromkeys(p.county for p in places if p.rating.status is Status.HELD))
        where = f"{listed(names, 24)}的数退回，" if names else ""
        parts.append(f"{where}{len(held)}个指标待更正")
    silent = _statuses(matter).count(Status.NO_RETURN)
    parts += [f"{silent}个指标未报送"] if silent else []
    early = sum(map(is_early, matter.lines))
    parts += [f"{early}个指标{NOT_STARTED}"] if early else []
    return "；".join(parts) or matter.lines[0].rating.reason


def _leads(matter: MatterStanding) -> str:
    names = dict.fromkeys(name for line in matter.lines for name in line.plan.indicator.leads)
    return listed(list(names), _LEADS_WIDTH)


MATTER_COLUMNS: tuple[TableColumn[MatterStanding], ...] = (
    TableColumn("序号", lambda matter: matter.number, 34, Style.SHORT),
    TableColumn(
        "事项", lambda matter: cut(matter.lines[0].plan.indicator.matter, _NAME_WIDTH), 170
    ),
    TableColumn("牵头单位", _leads, 112),
    TableColumn("状态", _word, 80, Style.LIGHT),
    TableColumn("较上月", change, 60, Style.SHORT),
    TableColumn("决定状态的指标", explain, 224),
)
"""Widths on this page are in its own units (`ducha.standing.overview.page`)."""


class MatterRows(NamedTuple):
    """The matters that have a row of their own, and a line about the others, if there are any."""

    shown: tuple[MatterStanding, ...]
    folded: PageLine | None


def choose_matters(all_matters: Sequence[MatterStanding]) -> MatterRows:
    """Every matter where the page has room; else those not green, the worst first (R7.207)."""
    if len(all_matters) <= MOST_MATTERS:
        return MatterRows(tuple(all_matters), None)
    green = [matter for matter in all_matters if matter.light in _QUIET]
    others = [matter for matter in all_matters if matter.light not in _QUIET]
    worst_first = sorted(others, key=lambda matter: _SEVERITY.index(matter.light))
    shown = worst_first[: MOST_MATTERS - 1]
    if len(shown) < MOST_MATTERS - 1:
        shown += green[: MOST_MATTERS - 1 - len(shown)]
    left = [matter for matter in all_matters if matter not in shown]
    in_order = [m for m in all_matters if m in shown] if len(others) < MOST_MATTERS else shown
    return MatterRows(tuple(in_order), _fold(left))


_QUIET = GOOD_LIGHTS | {Status.NO_TASK}

_SEVERITY = (
    *(Status.BEHIND, Status.HELD, Status.LAGGING, Status.NO_RETURN),
    *(Status.NOT_BROKEN_DOWN, Status.NO_TASK, Status.ON_TRACK, Status.DONE),
)


def _fold(left: Iterable[MatterStanding]) -> PageLine:
    """其余31件: 28件正常（二、四……）、3件已完成（五……）."""
    by_light: dict[Status, list[str]] = {}
    for matter in left:
        by_light.setdefault(matter.light, []).append(matter.number)
    count = sum(map(len, by_light.values()))
    room = _NUMBERS_WIDTH // max(len(by_light), 1)
    parts = (
        f"{len(by_light[light])}件{light}（{listed(by_light[light], room, '件')}）"
        for light in _SEVERITY
        if light in by_light
    )
    return PageLine(f"其余{count}件", "、".join(parts), "事项进展")
