"""What a report says of published months: 前期更正, 年度考核, and how units stood in this one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

from ducha.ledger.handed.records import Decision, Naming
from ducha.merge.data import DataRow
from ducha.period import Period
from ducha.published.edition import EditionFacts, PublishedMonths, UnitStanding
from ducha.published.restated import RestatedLine, restated_lines
from ducha.standing.assignments import AssignmentState
from ducha.standing.ranking.places import Rank, printed_score, to_tenth
from ducha.standing.reporting import State
from ducha.standing.table import (
    STATUS_WORDS,
    Cell,
    PageSetup,
    Style,
    Table,
    TableColumn,
    shown_value,
    table,
)
from ducha.status.rating import Status
from ducha.texts import shown_name
from ducha.values.reading import exact

_SILENT = frozenset({str(State.MISSING), str(State.EMPTY)})


def unit_standings(ranks: Iterable[Rank]) -> tuple[UnitStanding, ...]:
    """How every unit stands in the month, to be kept when it is published."""
    return tuple(
        UnitStanding(
            unit=entry.unit,
            group=str(entry.group),
            place=entry.place,
            score=printed_score(entry),
            note=entry.note,
            state=str(entry.state.state),
            late=entry.state.late,
            returned=entry.state.returned,
        )
        for entry in ranks
    )


# 前期更正


def _word(row: DataRow | None) -> str | None:
    return row.status if row else None


def _light(row: DataRow | None) -> Status | None:
    return STATUS_WORDS.get(row.status) if row else None


RESTATED_COLUMNS: tuple[TableColumn[RestatedLine], ...] = (
    TableColumn("期次", lambda line: line.restatement.row.period, style=Style.SHORT),
    TableColumn("编码", lambda line: line.restatement.row.code, 9, Style.SHORT),
    TableColumn("指标", lambda line: line.restatement.row.indicator, 34),
    TableColumn("县区", lambda line: line.restatement.row.place, 14, Style.SHORT),
    TableColumn("发布值", lambda line: shown_value(line.before), 12, Style.NUMBER),
    TableColumn("现值", lambda line: shown_value(line.now), 12, Style.NUMBER),
    TableColumn("发布状态", lambda line: _word(line.before), 18, Style.LIGHT),
    TableColumn("现状态", lambda line: _word(line.now), 18, Style.LIGHT),
    TableColumn("其他变化", lambda line: line.other_changes or None, 24),
    TableColumn("来源文件", lambda line: shown_name(line.source), 36),
)


def restated_table(published: PublishedMonths, rows: Iterable[DataRow]) -> Table:
    """前期更正: what reads differently from what was published of its month (R8.10)."""
    lines = restated_lines(published, rows) if published.editions else ()
    return table("前期更正", RESTATED_COLUMNS, lines, PageSetup(frozen=4, wide=True))


# 年度考核


class YearRow(NamedTuple):
    """A unit over the published months in which it is found.

    `namings` are what leaders decided of it in these months, `assignments` what was handed to it.
    """

    unit: str
    group: str
    months: dict[Period, UnitStanding]
    namings: Sequence[Naming] = ()
    assignments: Sequence[AssignmentState] = ()

    @property
    def mean(self) -> float | None:
        """平均分: of its printed scores, half up to 0.1; months without one left out (R8.14)."""
        scores = [one.score for one in self.months.values() if one.score is not None]
        if not scores:
            return None
        return float(to_tenth(sum(map(exact, scores), Fraction(0)) / len(scores)))

    def count(self, holds: Callable[[UnitStanding], bool | int]) -> int:
        """Over its months: how often something holds, or how much of it there is."""
        return sum(int(holds(one)) for one in self.months.values())


class YearRecord(NamedTuple):
    """What the ledger says of the year besides: whom leaders named, what was handed over."""

    decisions: Sequence[Decision] = ()
    assignments: Sequence[AssignmentState] = ()


NOTHING_RECORDED = YearRecord()


def year_table(
    published: PublishedMonths,
    present: Sequence[UnitStanding],
    record: YearRecord = NOTHING_RECORDED,
) -> Table:
    """年度考核: every unit over the published months, as published (R8.14).

    `present` are the units of the month reported on, whose order is kept; others follow them. Of
    what leaders decided the published months count, of matters handed over all of the year
    (R7.150, R7.151).
    """
    return table(
        "年度考核",
        (
            TableColumn[YearRow]("单位", lambda row: row.unit, 21),
            TableColumn[YearRow]("类别", lambda row: row.group, 8, Style.SHORT),
            *map(_score_column, published.editions),
            *_YEAR_COUNTS,
        ),
        _year_rows(published, present, record),
        PageSetup(frozen=1),
    )


def _score_column(edition: EditionFacts) -> TableColumn[YearRow]:
    period = edition.period

    def score(row: YearRow) -> Cell:
        standing = row.months.get(period)
        if standing is None:
            return None
        return standing.note if standing.score is None else standing.score

    return TableColumn(f"{period.month}月得分", score, 12, Style.SCORE)


_YEAR_COUNTS: tuple[TableColumn[YearRow], ...] = (
    TableColumn("平均分", lambda row: row.mean, style=Style.SCORE),
    TableColumn(
        "计分月数", lambda row: row.count(lambda one: one.score is not None), 9, Style.SHORT
    ),
    TableColumn("迟报", lambda row: row.count(lambda one: one.late), style=Style.SHORT),
    TableColumn("漏报", lambda row: row.count(lambda one: one.state in _SILENT), style=Style.SHORT),
    TableColumn("退回", lambda row: row.count(lambda one: one.returned), style=Style.SHORT),
    TableColumn(
        "来件无效",
        lambda row: row.count(lambda one: one.state == str(State.USELESS)),
        style=Style.SHORT,
    ),
    TableColumn("通报表扬", lambda row: row.namings.count(Naming.PRAISED), style=Style.SHORT),
    TableColumn("通报批评", lambda row: row.namings.count(Naming.CRITICISED), style=Style.SHORT),
    TableColumn("督办件数", lambda row: len(row.assignments), style=Style.SHORT),
    TableColumn(
        "督办超期",
        lambda row: sum(state.overdue_days is not None for state in row.assignments),
        style=Style.SHORT,
    ),
)


def _year_rows(
    published: PublishedMonths, present: Sequence[UnitStanding], record: YearRecord
) -> tuple[YearRow, ...]:
    if not published.editions:
        return ()
    groups = {one.unit: one.group for one in present}
    for edition in published.editions:
        for one in edition.units:
            groups.setdefault(one.unit, one.group)
    months = {str(edition.period) for edition in published.editions}
    return tuple(
        YearRow(
            unit,
            group,
            {e.period: e.by_unit[unit] for e in published.editions if unit in e.by_unit},
            [d.naming for d in record.decisions if d.unit == unit and d.period in months],
            [state for state in record.assignments if state.assignment.unit == unit],
        )
        for unit, group in groups.items()
    )
