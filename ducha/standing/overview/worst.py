"""The indicators that are furthest behind, those furthest ahead, and those left out of both."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ducha.merge.model import JudgedLine
from ducha.standing.figures.shown import completion
from ducha.standing.overview.names import cut, listed
from ducha.standing.overview.reasons import is_ahead, is_paced
from ducha.standing.overview.view import MonthView
from ducha.standing.table import Cell, Share, Style, TableColumn
from ducha.status.rating import BAD_LIGHTS

MOST_BEHIND = 5
_MOST_AHEAD = 3
_NAME_WIDTH = 25
_BAR_WIDTH = 20
_NOTE_WIDTH = 30
_LEAD_WIDTH = 17
_LINE_WIDTH = 62


class RankedLine(NamedTuple):
    """An indicator's line with its place: 1 is furthest behind, equal gaps share one."""

    place: int
    line: JudgedLine


def furthest_behind(view: MonthView) -> tuple[RankedLine, ...]:
    """The indicators that are behind, the widest gap first (R6.164, R7.204).

    Those without a gap, such as what has not been begun, come after the others.
    """
    bad = [line for line in view.city if line.rating.status in BAD_LIGHTS and view.is_sure(line)]
    ranked: list[RankedLine] = []
    for order, line in enumerate(sorted(bad, key=_widest_first), start=1):
        tied = ranked[-1] if ranked and ranked[-1].line.gap == line.gap else None
        ranked.append(RankedLine(tied.place if tied else order, line))
    return tuple(ranked)


def _widest_first(line: JudgedLine) -> float:
    return -(line.gap if line.gap is not None else float("-inf"))


def furthest_ahead(view: MonthView) -> tuple[JudgedLine, ...]:
    """The indicators ahead of what is due, none by a figure that is in doubt (R6.169, R7.204)."""
    ahead = [line for line in view.city if is_ahead(line) and not view.doubt(line)]
    return tuple(sorted(ahead, key=lambda line: line.gap or 0.0))


def _points_or_word(ranked: RankedLine) -> Cell:
    gap = ranked.line.gap
    return gap if gap is not None else ranked.line.rating.reason


WORST_COLUMNS: tuple[TableColumn[RankedLine], ...] = (
    TableColumn("名次", lambda ranked: ranked.place, 34, Style.SHORT),
    TableColumn("指标", lambda ranked: cut(ranked.line.plan.indicator.name, _NAME_WIDTH), 162),
    TableColumn(
        "牵头单位", lambda ranked: cut(ranked.line.plan.indicator.leads[0], _LEAD_WIDTH), 110
    ),
    TableColumn("完成率", lambda ranked: completion(ranked.line), 56, Style.NUMBER),
    TableColumn("落后(百分点)", _points_or_word, 88, Style.POINTS),
)


def ahead_words(lines: Sequence[JudgedLine]) -> str:
    """甲（超前8.6个百分点）、乙（…）; blank where nothing is ahead."""
    named = [
        f"{cut(line.plan.indicator.name, _NOTE_WIDTH)}（超前{abs(line.gap or 0):.1f}个百分点）"
        for line in lines[:_MOST_AHEAD]
    ]
    kept = [name for n, name in enumerate(named) if n == 0 or _fits(named[: n + 1])]
    return "、".join(kept)


def _fits(names: Sequence[str]) -> bool:
    return listed(names, _LINE_WIDTH) == "、".join(names)


def left_out_words(view: MonthView) -> str:
    """What is behind, or may be, and takes no part: 甲（数据不全）."""
    named = [
        f"{cut(line.plan.indicator.name, _NOTE_WIDTH)}（{view.doubt(line)}）"
        for line in view.city
        if line.rating.status in BAD_LIGHTS and not view.is_sure(line)
    ]
    return listed(named, _LINE_WIDTH) if named else ""


# The bars beside it


class ProgressBar(NamedTuple):
    """What is done of an indicator beside what is due of it, as shares."""

    name: str
    done: float
    due: float


def progress_bars(view: MonthView) -> tuple[ProgressBar, ...]:
    """Counts and what is due of them, the furthest behind first (R7.208)."""
    paced = [
        line
        for line in view.city
        if line.gap is not None
        and line.completion is not None
        and not line.rating.met
        and is_paced(line)
        and view.is_sure(line)
    ]
    return tuple(
        ProgressBar(
            cut(line.plan.indicator.name, _BAR_WIDTH),
            line.completion or 0.0,
            float(line.plan.due * (line.plan.line if line.plan.indicator.asks_parts else 1)),
        )
        for line in sorted(paced, key=_widest_first)[:MOST_BEHIND]
    )


BAR_COLUMNS: tuple[TableColumn[ProgressBar], ...] = (
    TableColumn("指标", lambda bar: bar.name),
    TableColumn("完成率", lambda bar: Share(bar.done), style=Style.NUMBER),
    TableColumn("应达进度", lambda bar: Share(bar.due), style=Style.NUMBER),
)
