"""总览: the month on one page, from the same lines as every other table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ducha.ledger.model import Ledger
from ducha.merge.month import Line
from ducha.period import last_day
from ducha.standing.figures import completion
from ducha.standing.ranking import CRITICISM, PRAISE
from ducha.standing.reporting import Calendar, State, UnitState
from ducha.standing.table import Cell, Item, Table, city_lines, items, table, worst
from ducha.status.rating import Status

COUNTED = (
    Status.DONE,
    Status.ON_TRACK,
    Status.LAGGING,
    Status.BEHIND,
    Status.HELD,
    Status.NO_RETURN,
)
_SHOWN = 5
_NAMED = 2
_TROUBLED = frozenset({Status.LAGGING, Status.BEHIND})


@dataclass(frozen=True, slots=True)
class Overview:
    """What stands on the first page."""

    title: str
    source: str
    subtitle: str
    counts: Table
    matters: Table
    worst: Table
    best: Table
    units: Table
    proposals: tuple[str, ...]


def overview(
    ledger: Ledger,
    calendar: Calendar,
    lines: Sequence[Line],
    states: Sequence[UnitState],
    proposed: Mapping[str, str],
) -> Overview:
    """Put the page together."""
    period, deadline = calendar.period, calendar.deadline
    found = items(lines)
    answered = Counter(state.state for state in states)
    heard = len(states) - answered[State.MISSING] - answered[State.AWAITED]
    issuer = f"{ledger.document.host}　" if ledger.document.host else ""
    return Overview(
        f"{period.label}重点民生实事督查汇总",
        ledger.document.title,
        f"{issuer}数据截至{period.label}{last_day(period)}日　"
        f"报送截止{deadline.month}月{deadline.day}日　应报{len(states)}个单位，已收到{heard}个",
        _counts(found, lines),
        _matters(found),
        _extremes("进度靠后的指标", _behind(lines)),
        _extremes("进度靠前的指标", _ahead(lines)),
        _units(states),
        _proposals(proposed),
    )


def _by_matter(found: Iterable[Item]) -> list[tuple[Item, ...]]:
    groups: dict[tuple[str, str], list[Item]] = {}
    for item in found:
        groups.setdefault((item.first.matter_no, item.first.matter), []).append(item)
    return [tuple(group) for group in groups.values()]


def _counts(found: Sequence[Item], lines: Sequence[Line]) -> Table:
    """Counts with their grain: so many matters, items, indicators of each status."""
    matters = [worst([item.light for item in group]) for group in _by_matter(found)]
    lights = [item.light for item in found]
    figures = [line.rating.status for line in city_lines(lines)]
    rows = [
        _count_row("事项", "件", matters),
        _count_row("子项", "项", lights),
        _count_row("指标", "个", figures),
    ]
    return table("总体情况", ("类别", "合计", *(str(s) for s in COUNTED)), rows)


def _count_row(label: str, measure: str, statuses: Sequence[Status]) -> tuple[Cell, ...]:
    numbers = Counter(statuses)
    return (label, f"{len(statuses)}{measure}", *(numbers[status] for status in COUNTED))


def _matters(found: Sequence[Item]) -> Table:
    headings = ("序号", "事项", "牵头单位", "状态", "指标数", "说明")
    return table("各事项进展", headings, [_matter_row(group) for group in _by_matter(found)])


def _matter_row(group: Sequence[Item]) -> tuple[Cell, ...]:
    first = group[0].first
    lines = [line for item in group for line in item.lines]
    leads = dict.fromkeys(name for item in group for name in item.first.leads)
    return (
        first.matter_no,
        first.matter,
        "、".join(leads),
        str(worst([item.light for item in group])),
        len(lines),
        _explained(lines),
    )


def _explained(lines: Sequence[Line]) -> str:
    """The worst indicators by name, and how many could not be judged."""
    troubled = sorted(
        (line for line in lines if line.rating.status in _TROUBLED),
        key=lambda line: (line.rating.status is not Status.BEHIND, -(line.gap or 0.0)),
    )
    parts = [f"{line.plan.indicator.name}：{_short(line)}" for line in troubled[:_NAMED]]
    if len(troubled) > _NAMED:
        parts.append(f"另有{len(troubled) - _NAMED}个指标滞后")
    for status in (Status.NO_RETURN, Status.HELD):
        count = sum(line.rating.status is status for line in lines)
        if count:
            parts.append(f"{count}个指标{status}")
    return "；".join(parts) or "均在正常进度"


def _short(line: Line) -> str:
    return line.rating.reason.split("；", maxsplit=1)[0]


def _behind(lines: Sequence[Line]) -> list[Line]:
    """Troubled indicators, the severe ones first, then the widest gap."""
    troubled = [line for line in city_lines(lines) if line.rating.status in _TROUBLED]
    return sorted(
        troubled,
        key=lambda line: (line.rating.status is not Status.BEHIND, -(line.gap or 0.0), line.code),
    )[:_SHOWN]


def _ahead(lines: Sequence[Line]) -> list[Line]:
    """Indicators furthest ahead of what is due."""
    fine = [
        line
        for line in city_lines(lines)
        if line.rating.status in {Status.DONE, Status.ON_TRACK} and (line.gap or 0.0) < 0
    ]
    return sorted(fine, key=lambda line: (line.gap or 0.0, line.code))[:_SHOWN]


def _extremes(name: str, lines: Iterable[Line]) -> Table:
    headings = ("指标", "完成率", "差距", "状态", "牵头单位")
    rows = [
        (
            line.plan.indicator.name,
            completion(line),
            line.gap,
            str(line.rating.status),
            line.plan.indicator.leads[0],
        )
        for line in lines
    ]
    return table(name, headings, rows)


def _units(states: Sequence[UnitState]) -> Table:
    """Units by how they reported, those that need a word first."""
    shown = (
        State.MISSING,
        State.AWAITED,
        State.EMPTY,
        State.RETURNED,
        State.PARTIAL,
        State.LATE,
        State.ON_TIME,
    )
    rows: list[tuple[Cell, ...]] = []
    for state in shown:
        names = [_with_note(one) for one in states if one.state is state]
        if names:
            listed = "、".join(names) if state is not State.ON_TIME else "（名单见〔报送情况〕）"
            rows.append((str(state), len(names), listed))
    return table("报送情况", ("状态", "单位数", "单位"), rows)


def _with_note(one: UnitState) -> str:
    if one.state is State.PARTIAL:
        late = "，迟报" if one.late else ""
        return f"{one.unit}（{one.filled}/{one.owed}{late}）"
    return one.unit


def _proposals(proposed: Mapping[str, str]) -> tuple[str, ...]:
    told = []
    for kind in (PRAISE, CRITICISM):
        names = [unit for unit, what in proposed.items() if what == kind]
        told.append(f"{kind}：{'、'.join(names) or '无'}")
    return (*told, "以上为按规则提出的建议，由局领导审定。")
