"""Sentences about the returns of a month, the same on the screen and in the report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from ducha.standing.reporting import ANSWERED, COMPLETE, URGENT_FIRST, State, UnitState
from ducha.standing.words.columns import list_first
from ducha.standing.words.scope import SUB_COUNT

_MOST_CHASED = 40
_MOST_OTHERS = 20
"""So many units of one state are named in a sentence; all of them stand in 报送情况."""


def answered_words(states: Sequence[UnitState]) -> str:
    """已报18个；未报1个：禹王台区（无电话）, or that all have reported (R7.273).

    Reported has every unit of which something was merged; who has done so in part is named.
    """
    answered = [unit for unit in states if unit.state in ANSWERED]
    partial = [unit for unit in states if unit.state is State.PARTIAL]
    if not states:
        return "没有应报单位"
    rows = [f"{unit.unit}（{unit.filled}/{unit.owed}）" for unit in partial]
    among = f"其中{len(rows)}个报送不全：{list_first(rows, _MOST_CHASED)}" if rows else ""
    if len(answered) == len(states):
        return "，".join(filter(None, ("全部单位已报", among)))
    silent = (state_words(states, state) for state in URGENT_FIRST if state not in ANSWERED)
    reported = "，".join(filter(None, (f"已报{len(answered)}个", among)))
    return "；".join(filter(None, (reported, *silent)))


def state_words(states: Iterable[UnitState], state: State) -> str:
    """未报2个：禹王台区（张三 0371-1）、… : the units in one state; blank where none is."""
    units = [unit for unit in states if unit.state is state]
    return f"{state}{len(units)}个：{_listed(units)}" if units else ""


def chased_lines(states: Sequence[UnitState]) -> tuple[str, ...]:
    """Who has returned something and is to be rung all the same: not complete, sent back."""
    listed = (state_words(states, state) for state in (State.PARTIAL, State.RETURNED))
    return tuple(f"　{words}" for words in listed if words)


def reporting_lines(states: Sequence[UnitState]) -> tuple[str, ...]:
    """Who has reported and who has not: counts, and the names behind each of them (R7.274)."""
    counts = Counter(unit.state for unit in states)
    counted = "，".join(f"{state}{counts[state]}个" for state in State if counts[state])
    lines = [f"　{words}" for state in URGENT_FIRST if (words := state_words(states, state))]
    first = f"应报{len(states)}个单位：{counted}" if states else "没有应报单位"
    return (first, *lines, *_late_lines(states))


def _late_lines(states: Iterable[UnitState]) -> Iterator[str]:
    """All that came late, where some of it stands under another state as well."""
    late = [unit for unit in states if unit.late]
    if any(unit.state is not State.LATE for unit in late):
        named = [f"{unit.unit}（{unit.lateness}）" for unit in late]
        yield f"　其中迟报的共{len(late)}个（{SUB_COUNT}）：{list_first(named, _MOST_OTHERS)}"


def unit_lines(states: Iterable[UnitState]) -> tuple[str, ...]:
    """A line per unit, those to be chased first: state, rows filled, when it came, whom to ring."""
    urgent_first = sorted(states, key=lambda unit: URGENT_FIRST.index(unit.state))
    return tuple(f"　{'　'.join(_unit_parts(unit))}" for unit in urgent_first)


def _unit_parts(unit: UnitState) -> Iterator[str]:
    yield from (unit.unit, str(unit.state))
    if unit.late and (unit.supplemented or unit.state is not State.LATE):
        yield unit.lateness
    yield f"{unit.filled}/{unit.owed}"
    if unit.held:
        yield f"退回{unit.held}项"
    if unit.received:
        yield f"{unit.received:%m-%d %H:%M}（{unit.basis}）"
    if unit.others:
        yield f"其他来件：{'；'.join(other.label for other in unit.others)}"
    if unit.state not in COMPLETE and not _waits(unit):
        yield f"联系：{unit.call}"


def _listed(units: Sequence[UnitState]) -> str:
    """Names, each with what is to be known of it in brackets."""
    named = [f"{unit.unit}（{note}）" if (note := _note(unit)) else unit.unit for unit in units]
    chased = any(unit.state not in COMPLETE for unit in units)
    return list_first(named, _MOST_CHASED if chased else _MOST_OTHERS)


def _waits(unit: UnitState) -> bool:
    """Whether the return is not yet due, and the ledger says nobody who could be asked."""
    return unit.state is State.AWAITED and not unit.phone


def _note(unit: UnitState) -> str:
    """How full, how late, what came in place of a return, and whom to ring (R7.272)."""
    came = "；".join(other.label for other in unit.others)
    parts = (
        f"{unit.filled}/{unit.owed}" if unit.state is State.PARTIAL else "",
        unit.lateness if unit.state is State.PARTIAL or unit.supplemented else "",
        f"来件：{came}" if came and unit.state not in ANSWERED else "",
        "" if unit.state in COMPLETE or _waits(unit) else unit.call,
    )
    return "，".join(filter(None, parts))
