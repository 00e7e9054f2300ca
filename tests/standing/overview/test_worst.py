"""Who is furthest behind and furthest ahead, and who is in too much doubt for either."""

from __future__ import annotations

from dataclasses import replace

from kit.pages import BEHIND, DONE, FINE, LAGGING, april, city, page, view
from kit.returns import records
from kit.sample import HEALTH

from ducha.ledger.model import Direction, Kind
from ducha.standing.overview.disputes import Disputes
from ducha.standing.overview.worst import furthest_ahead, furthest_behind, left_out_words
from ducha.standing.table import Share

LINES = (
    city("一.1-1", LAGGING, 16.7),
    city("一.1-2", BEHIND, 31.0),
    city("一.1-3", BEHIND, 12.3),
    city("一.1-4", LAGGING, 16.7),
    city("一.1-5", BEHIND, None),
    city("一.1-6", FINE, 4.0),
    city("一.1-7", LAGGING, 6.0),
    city("一.1-8", LAGGING, 5.5),
)


def test_the_widest_gap_first() -> None:
    """Whatever the light; equal gaps share a place, what has no gap comes last (R7.204)."""
    ranked = [(entry.place, entry.line.code) for entry in furthest_behind(view(LINES))]
    assert ranked == [
        (1, "一.1-2"),
        (2, "一.1-1"),
        (2, "一.1-4"),
        (4, "一.1-3"),
        (5, "一.1-7"),
        (6, "一.1-8"),
        (7, "一.1-5"),
    ]


def test_the_rows_of_the_list() -> None:
    """Rank, indicator, lead, completion, points: 5/12 less 31 points is 10.7%."""
    rows = records(page(LINES).worst)
    assert len(rows) == 5
    assert tuple(rows[0].values())[:3] == (1, "指标一.1-2", HEALTH)
    completion = rows[0]["完成率"]
    assert isinstance(completion, Share)
    assert (round(completion.value, 4), rows[0]["落后(百分点)"]) == (0.1067, 31.0)
    assert records(page(LINES[4:5]).worst)[0]["落后(百分点)"] == "原因None"
    assert page(LINES[5:6]).nobody_behind == "没有滞后的指标"


def test_what_is_in_doubt_is_at_neither_end() -> None:
    """待核, 数据不全 and a whole in dispute; who would be behind is named apart.

    (R6.164, R6.169, R7.204)
    """
    lines = (
        replace(city("一.1-1", LAGGING, 12.0), missing=1),
        replace(city("一.1-2", FINE, -9.0), carried=10.0),
        replace(city("三.1-1", FINE, -8.0), doubts=frozenset({"远超"})),
        replace(city("三.2-1", BEHIND, 31.0), doubts=frozenset({"倒退"})),
        city("三.3-1", FINE, -2.0),
        city("三.3-2", FINE, -7.0),
        city("三.3-3", LAGGING, 8.0),
        city("三.3-4", LAGGING, 9.0),
    )
    rows, whole = frozenset({"三.3-2", "三.3-3", "三.3-4"}), frozenset({"三.3-4"})
    seen = view(lines, disputes=Disputes(rows, whole))
    assert [entry.line.code for entry in furthest_behind(seen)] == ["三.3-3"]
    assert [line.code for line in furthest_ahead(seen)] == ["三.3-1"]
    assert left_out_words(seen) == "指标一.1-1（数据不全）、指标三.2-1（数据待核）等3个"
    assert left_out_words(view(LINES)) == ""


def test_only_what_has_a_pace_is_ahead() -> None:
    """Neither a rate above its line nor what may not be exceeded; more than all is (R7.204)."""
    lines = (
        city("一.1-1", FINE, -30.0, kind=Kind.RATE),
        city("一.1-2", FINE, -30.0, direction=Direction.AT_MOST),
        city("一.1-3", FINE, -30.0, start=6),
        city("一.1-4", FINE, -8.6),
        city("一.1-5", DONE, -58.3),
    )
    assert [line.code for line in furthest_ahead(view(lines))] == ["一.1-5", "一.1-4"]
    notes = [tuple(note)[:2] for note in page(lines).worst_notes]
    assert notes == [("进度靠前", "指标一.1-5（超前58.3个百分点）、指标一.1-4（超前8.6个百分点）")]


def test_bars_of_what_is_done_beside_what_was_due() -> None:
    """The slowest first, five at most, whatever their light; not what is met (R7.208)."""
    rows = records(page((*LINES, city("一.2-1", DONE, -58.0))).bars)
    assert [row["指标"] for row in rows] == [f"指标一.1-{n}" for n in (2, 1, 4, 3, 7)]
    done, due = rows[0]["完成率"], rows[0]["应达进度"]
    assert isinstance(done, Share)
    assert isinstance(due, Share)
    assert (round(done.value, 4), round(due.value, 4)) == (0.1067, 0.4167)
    calm = records(page([city("一.1-1", FINE, -3.0)], [april("一.1-1", FINE)]).bars)
    assert [row["指标"] for row in calm] == ["指标一.1-1"]
