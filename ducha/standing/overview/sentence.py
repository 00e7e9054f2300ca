"""The one sentence of result."""

from __future__ import annotations

from collections.abc import Sequence

from ducha.merge.model import JudgedLine
from ducha.standing.overview.cards import SHOWN_LIGHTS
from ducha.standing.overview.names import cut, listed
from ducha.standing.overview.view import MonthView
from ducha.standing.overview.worst import furthest_behind
from ducha.status.rating import Status
from ducha.texts import display_width

NOTHING_YET = "本期尚无数据"
_CLOSED = "年终结算，{}个指标没有报来，按逾期未完成计。"
_WIDTH = 266
"""Of two printed lines, in half-width characters."""
_NAMES_WIDTHS = (76, 56, 40, 26, 16)
"""Room for the names in each pair of brackets: as much as the sentence as a whole has."""


def headline(view: MonthView) -> str:
    """30个指标中，20个正常、…；较上月，转红2个（…）。落后最多的是… (R7.202, R7.206)."""
    if view.empty:
        closed = sum(line.rating.status is Status.BEHIND for line in view.city)
        return f"{NOTHING_YET}。" + (_CLOSED.format(closed) if closed else "")
    sentences = (_sentence(view, width) for width in _NAMES_WIDTHS)
    fitting = (sentence for sentence in sentences if display_width(sentence) <= _WIDTH)
    return next(fitting, _sentence(view, _NAMES_WIDTHS[-1]))


def _sentence(view: MonthView, width: int) -> str:
    words = f"{len(view.city)}个指标中，{_counts(view.city)}"
    changes, worst = _changes(view, width), _worst(view, width)
    return f"{words}；较上月，{changes}。{worst}" if changes else f"{words}。{worst}"


def _counts(lines: Sequence[JudgedLine]) -> str:
    statuses = [line.rating.status for line in lines]
    order = (*SHOWN_LIGHTS, Status.NOT_BROKEN_DOWN, Status.NO_TASK)
    return "、".join(
        f"{statuses.count(status)}个{status}" for status in order if status in statuses
    )


def _changes(view: MonthView, width: int) -> str:
    """What turned red and what left it; blank without a last month."""
    if not view.last:
        return ""
    turned = [line for line in view.city if view.turned_red(line)]
    left = [line for line in view.city if view.left_red(line)]
    unsure = [line for line in view.city if view.was_red(line) and not view.left_red(line)]
    parts = [
        f"{words}{len(lines)}个（{_name(view, lines, width)}）"
        for words, lines in (
            ("转红", turned),
            ("脱红", left),
            ("上月严重滞后、本月还不能算脱红", unsure),
        )
        if lines
    ]
    return "，".join(parts) or "没有转红、脱红的"


def _name(view: MonthView, lines: Sequence[JudgedLine], width: int) -> str:
    names = []
    for line in lines:
        name, doubt = cut(line.plan.indicator.name, width), view.doubt(line)
        names.append(f"{name}〔{doubt}〕" if doubt else name)
    return listed(names, width)


def _worst(view: MonthView, width: int) -> str:
    behind = [ranked for ranked in furthest_behind(view) if (ranked.line.gap or 0) > 0]
    if not behind:
        return ""
    first = [ranked.line for ranked in behind if ranked.place == 1]
    names = listed([cut(line.plan.indicator.name, width) for line in first], width)
    return f"落后最多的是{names}，落后应达进度{first[0].gap:.1f}个百分点。"
