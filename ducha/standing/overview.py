"""总览: the month on one page, from the same lines as every other table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ducha.checks.returns import RESTATED, SUPPLIED
from ducha.findings import Finding
from ducha.ledger.model import Ledger
from ducha.merge.model import JudgedLine
from ducha.period import last_day
from ducha.standing.figures.shown import completion
from ducha.standing.ranking import CRITICISM, PRAISE
from ducha.standing.reporting import Calendar, State, UnitState
from ducha.standing.table import (
    ItemStanding,
    Style,
    Table,
    TableColumn,
    city_lines,
    item_standings,
    table,
    whole_lines,
    worst_status,
)
from ducha.status.rating import BAD_LIGHTS, GOOD_LIGHTS, NOT_STARTED, Status

_MOST_EXTREMES = 5
_MOST_NAMED = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """What stands on the first page; `reservations` are a sentence, or blank."""

    title: str
    source: str
    subtitle: str
    counts: Table
    matters: Table
    worst: Table
    best: Table
    units: Table
    changes: tuple[str, ...]
    proposals: tuple[str, ...]
    reservations: str = ""
    name: str = "总览"


def overview(
    ledger: Ledger,
    calendar: Calendar,
    lines: Sequence[JudgedLine],
    states: Sequence[UnitState],
    proposals: Mapping[str, str],
    findings: Sequence[Finding],
) -> Overview:
    """Work out the page from the month's lines.

    Args:
        ledger: The ledger in force.
        calendar: The month, its deadline, and today.
        lines: The lines of the month; only those of the whole city are shown.
        states: How every unit that owes a return stands with it.
        proposals: Units proposed for praise or criticism, with which of the two.
        findings: What stands in 数据核查: what has changed of earlier months is counted.
    """
    period, deadline = calendar.period, calendar.deadline
    items = item_standings(lines)
    units_by_state = Counter(state.state for state in states)
    silent = (State.MISSING, State.AWAITED, State.USELESS)
    received = len(states) - sum(units_by_state[state] for state in silent)
    issuer = f"{ledger.document.host}　" if ledger.document.host else ""
    return Overview(
        title=f"{period.label}重点民生实事督查汇总",
        source=ledger.document.title,
        subtitle=f"{issuer}数据截至{period.label}{last_day(period)}日　"
        f"报送截止{deadline.month}月{deadline.day}日　应报{len(states)}个单位，已收到{received}个",
        counts=_counts(items, lines),
        matters=table("各事项进展", MATTER_COLUMNS, _group_by_matter(items)),
        worst=table("进度靠后的指标", EXTREME_COLUMNS, _furthest_behind(lines)),
        best=table("进度靠前的指标", EXTREME_COLUMNS, _furthest_ahead(lines)),
        units=_units_by_state(states),
        changes=_changes_of_earlier_months(findings),
        proposals=(*filter(None, (calendar.note,)), *_proposals(proposals)),
        reservations=_reservations(city_lines(lines)),
    )


def _reservations(lines: Sequence[JudgedLine]) -> str:
    """How many of the city's figures are not the last word, or yet to come; blank for none."""
    counts = (
        ("数据不全", sum(line.incomplete and line.figure.given for line in lines)),
        ("数据待核", sum(bool(line.doubts) for line in lines)),
        (NOT_STARTED, sum(_is_early(line) for line in lines)),
    )
    told = [f"{words}{count}个指标" for words, count in counts if count]
    return f"{'，'.join(told)}，见〔指标明细〕" if told else ""


def _is_early(line: JudgedLine) -> bool:
    """Whether nothing is asked of the indicator yet, nor has come (R7.76)."""
    return line.rating.status is Status.NO_TASK and line.plan.month < line.plan.indicator.start


def _group_by_matter(items: Iterable[ItemStanding]) -> list[tuple[ItemStanding, ...]]:
    groups: dict[tuple[str, str], list[ItemStanding]] = {}
    for item in items:
        groups.setdefault((item.first.matter_no, item.first.matter), []).append(item)
    return [tuple(group) for group in groups.values()]


class CountRow(NamedTuple):
    """All matters, items or indicators: what they are (`grain`), and the light of each."""

    grain: str
    measure: str
    lights: Sequence[Status]


_COUNTED_STATUSES = (
    *(Status.DONE, Status.ON_TRACK, Status.LAGGING, Status.BEHIND),
    *(Status.HELD, Status.NO_RETURN),
)


def _count_column(status: Status) -> TableColumn[CountRow]:
    return TableColumn(str(status), lambda row: row.lights.count(status), 3, Style.SHORT)


COUNT_COLUMNS: tuple[TableColumn[CountRow], ...] = (
    TableColumn("类别", lambda row: row.grain, 4),
    TableColumn("合计", lambda row: f"{len(row.lights)}{row.measure}", 2),
    *map(_count_column, _COUNTED_STATUSES),
)


def _counts(items: Sequence[ItemStanding], lines: Sequence[JudgedLine]) -> Table:
    """Counts with their grain: so many matters, items, indicators of each status."""
    matters = [worst_status([item.light for item in group]) for group in _group_by_matter(items)]
    lights = [item.light for item in items]
    figures = [line.rating.status for line in city_lines(lines)]
    rows = [
        CountRow("事项", "件", matters),
        CountRow("子项", "项", lights),
        CountRow("指标", "个", figures),
    ]
    return table("总体情况", COUNT_COLUMNS, rows)


def _leads(group: Iterable[ItemStanding]) -> str:
    return "、".join(dict.fromkeys(name for item in group for name in item.first.leads))


def _lines(group: Iterable[ItemStanding]) -> list[JudgedLine]:
    return [line for item in group for line in item.lines]


def _explain(lines: Sequence[JudgedLine]) -> str:
    """The worst indicators by name, and how many could not be judged."""
    troubled = sorted(
        (line for line in lines if line.rating.status in BAD_LIGHTS), key=_worst_and_widest_first
    )
    parts = [
        f"{line.plan.indicator.name}：{_short_reason(line)}" for line in troubled[:_MOST_NAMED]
    ]
    if len(troubled) > _MOST_NAMED:
        parts.append(f"另有{len(troubled) - _MOST_NAMED}个指标滞后")
    for status in (Status.NO_RETURN, Status.HELD):
        count = sum(line.rating.status is status for line in lines)
        if count:
            parts.append(f"{count}个指标{status}")
    early = sum(map(_is_early, lines))
    if early:
        parts.append(f"{early}个指标{NOT_STARTED}")
    parts = parts or ["均在正常进度"]
    doubted = sum(bool(line.doubts) for line in lines)
    if doubted:
        parts.append(f"{doubted}个指标数据待核")
    return "；".join(parts)


def _worst_and_widest_first(line: JudgedLine) -> tuple[bool, float]:
    """Sorts 严重滞后 before 滞后, then by the gap."""
    return line.rating.status is not Status.BEHIND, -(line.gap or 0.0)


def _short_reason(line: JudgedLine) -> str:
    return line.rating.reason.split("；", maxsplit=1)[0]


MATTER_COLUMNS: tuple[TableColumn[tuple[ItemStanding, ...]], ...] = (
    TableColumn("序号", lambda group: group[0].first.matter_no, 1),
    TableColumn("事项", lambda group: group[0].first.matter, 6),
    TableColumn("牵头单位", _leads, 4),
    TableColumn(
        "状态", lambda group: str(worst_status([item.light for item in group])), 3, Style.LIGHT
    ),
    TableColumn("指标数", lambda group: len(_lines(group)), 2, Style.SHORT),
    TableColumn("说明", lambda group: _explain(_lines(group)), 8),
)


def _furthest_behind(lines: Sequence[JudgedLine]) -> list[JudgedLine]:
    """The city's indicators that are behind, 严重滞后 first, then the widest gap (R6.164)."""
    troubled = [line for line in whole_lines(lines) if line.rating.status in BAD_LIGHTS]
    worst_first = sorted(troubled, key=lambda line: (*_worst_and_widest_first(line), line.code))
    return worst_first[:_MOST_EXTREMES]


def _furthest_ahead(lines: Sequence[JudgedLine]) -> list[JudgedLine]:
    """The city's indicators furthest ahead of what is due, none by a doubted figure (R6.169)."""
    ahead = [
        line
        for line in whole_lines(lines)
        if line.rating.status in GOOD_LIGHTS and (line.gap or 0.0) < 0 and not line.doubts
    ]
    return sorted(ahead, key=lambda line: (line.gap or 0.0, line.code))[:_MOST_EXTREMES]


EXTREME_COLUMNS: tuple[TableColumn[JudgedLine], ...] = (
    TableColumn("指标", lambda line: line.plan.indicator.name, 4),
    TableColumn("完成率", completion, 2, Style.NUMBER, doubted=lambda line: bool(line.doubts)),
    TableColumn("差距", lambda line: line.gap, 1, Style.POINTS),
    TableColumn("状态", lambda line: line.rating.word, 3, Style.LIGHT),
    TableColumn("牵头单位", lambda line: line.plan.indicator.leads[0], 2),
)


class UnitStateRow(NamedTuple):
    """The units whose return is in one state."""

    state: State
    units: Sequence[UnitState]


def _list_units(row: UnitStateRow) -> str:
    if row.state is State.ON_TIME:
        return "（名单见〔报送情况〕）"
    return "、".join(map(_unit_with_note, row.units))


def _unit_with_note(state: UnitState) -> str:
    if state.state is State.PARTIAL:
        late = f"，{state.lateness}" if state.late else ""
        return f"{state.unit}（{state.filled}/{state.owed}{late}）"
    notes = [state.lateness] if state.supplemented else []
    if state.state is State.USELESS:
        notes = [other.label for other in state.others if other.useless]
    return f"{state.unit}（{'；'.join(notes)}）" if notes else state.unit


UNIT_STATE_COLUMNS: tuple[TableColumn[UnitStateRow], ...] = (
    TableColumn("状态", lambda row: str(row.state), 3),
    TableColumn("单位数", lambda row: len(row.units), 2, Style.SHORT),
    TableColumn("单位", _list_units, 19),
)

_URGENT_FIRST = (
    *(State.MISSING, State.USELESS, State.AWAITED, State.EMPTY, State.RETURNED),
    *(State.PARTIAL, State.LATE, State.ON_TIME),
)


def _units_by_state(states: Sequence[UnitState]) -> Table:
    """Units by the state of their return, those that must be reminded first."""
    groups = (UnitStateRow(s, [u for u in states if u.state is s]) for s in _URGENT_FIRST)
    return table("报送情况", UNIT_STATE_COLUMNS, (row for row in groups if row.units))


def _changes_of_earlier_months(findings: Sequence[Finding]) -> tuple[str, ...]:
    """How many figures of earlier months are others now, and who has supplied some (R6.79)."""
    restated = [finding.unit for finding in findings if finding.rule is RESTATED]
    supplied = {finding.unit for finding in findings if finding.rule is SUPPLIED}
    parts = [f"{len(set(restated))}个单位改了{len(restated)}个数"] if restated else []
    parts += [f"{len(supplied)}个单位补报"] if supplied else []
    return (f"前期数据有变：{'，'.join(parts)}（见〔数据核查〕）",) if parts else ()


def _proposals(proposed: Mapping[str, str]) -> tuple[str, ...]:
    sentences = []
    for kind in (PRAISE, CRITICISM):
        names = [unit for unit, proposal in proposed.items() if proposal == kind]
        sentences.append(f"{kind}：{'、'.join(names) or '无'}")
    return (*sentences, "以上为按规则提出的建议，由局领导审定。")
