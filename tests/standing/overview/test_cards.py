"""Counts by light, beside last month's, with their grain."""

from __future__ import annotations

from dataclasses import replace

from kit.pages import (
    BEHIND,
    DONE,
    EARLY,
    FINE,
    HELD,
    LAGGING,
    SILENT,
    april,
    city,
    page,
    view,
)
from kit.returns import records

from ducha.standing.overview.cards import cards, grain
from ducha.standing.overview.disputes import Disputes

NOW = (
    city("一.1-1", DONE, -20.0),
    city("一.1-2", FINE, -3.5),
    city("三.1-1", FINE, 4.0),
    city("三.2-1", LAGGING, 12.3),
    city("三.3-1", BEHIND, 31.0),
    city("五.1-1", HELD),
)
BEFORE = (
    april("一.1-1", FINE),
    april("一.1-2", FINE),
    april("三.1-1", FINE),
    april("三.2-1", BEHIND),
    april("三.3-1", BEHIND),
    april("五.1-1", SILENT),
)


def test_counts_and_what_they_were() -> None:
    """Six indicators in three matters: 1, 2, 1, 1, 1, 0 (R7.200, R7.201)."""
    shown = [
        (str(card.status), card.count, card.change_words, card.grain)
        for card in cards(view(NOW, BEFORE))
    ]
    assert shown == [
        ("已完成", 1, "较上月 +1", "1件实事、1项任务"),
        ("正常", 2, "较上月 −1", "2件实事、2项任务"),
        ("滞后", 1, "较上月 +1", "1件实事、1项任务"),
        ("严重滞后", 1, "较上月 −1", "1件实事、1项任务"),
        ("待更正", 1, "较上月 +1", "1件实事、1项任务"),
        ("未报送", 0, "较上月 −1", ""),
    ]


def test_what_has_not_changed_and_what_nobody_knows() -> None:
    """±0 beside a last month; nothing in the first one, nor while nothing has come (R7.201)."""
    same = [city("一.1-1", FINE)]
    assert cards(view(same, [april("一.1-1", FINE)]))[1].change_words == "较上月 ±0"
    assert {card.change for card in cards(view(NOW))} == {None}
    assert {card.change_words for card in cards(view([city("一.1-1", SILENT)], BEFORE))} == {""}


def test_the_grain_counts_matters_and_items_once() -> None:
    """Two indicators of one item are one task (R7.200)."""
    assert grain(NOW[:2]) == "1件实事、1项任务"
    assert grain(NOW) == "3件实事、5项任务"


def test_what_the_counts_contain_and_what_they_leave_out() -> None:
    """Within the total, so not counted again; what has not begun stands beside (R7.205)."""
    lines = (
        replace(city("一.1-1", LAGGING, 12.0), missing=1),
        replace(city("三.1-1", FINE, -8.0), doubts=frozenset({"远超"})),
        city("三.2-1", EARLY, None, start=9),
        city("三.3-1", EARLY, None),
    )
    assert page(lines).note == (
        "共涉及2件实事、4项任务、4个指标；其中数据不全1个、数据待核1个（包含在总数内，不另计）；"
        "另有未到起始月1个、无任务1个"
    )
    assert page(NOW[:2]).note == "共涉及1件实事、1项任务、2个指标"
    disputed = view(NOW, disputes=Disputes(rows=frozenset({"三.1-1", "九.9-9"})))
    assert [disputed.doubt(line) for line in NOW[1:4]] == ["", "口径不一", ""]


def test_lights_by_month_come_from_the_frame() -> None:
    """A row a month, as the cards count this one (R7.201)."""
    rows = records(page(NOW, BEFORE).months)
    assert [tuple(row.values()) for row in rows] == [
        ("4月", 0, 3, 0, 2, 0, 1),
        ("5月", 1, 2, 1, 1, 1, 0),
    ]
