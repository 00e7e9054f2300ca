"""排名: departments and counties in two tables, with the arithmetic of every score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ducha.ledger.model import Group
from ducha.published.edition import UnitStanding
from ducha.standing.proposals import Proposal
from ducha.standing.ranking.deductions import is_missing
from ducha.standing.ranking.places import Rank, printed_score
from ducha.standing.table import (
    Cell,
    PageSetup,
    StackedTables,
    Style,
    TableColumn,
    table,
)
from ducha.status.rating import Status

TABLES = {Group.CITY: "市直单位", Group.COUNTY: "县区"}
"""The tables of the sheet."""


class RankRow(NamedTuple):
    """A unit's rank, what is said of it, and how it stood in last month as published."""

    rank: Rank
    proposed: Sequence[Proposal] = ()
    published: UnitStanding | None = None


def place_change(row: RankRow) -> str | None:
    """较上月名次: places won or lost since last month as published; blank without two (R8.13)."""
    last, now = row.published, row.rank
    if last is None or last.place is None or now.place is None or last.group != str(now.group):
        return None
    won = last.place - now.place
    return f"{'↑' if won > 0 else '↓'}{abs(won)}" if won else "持平"


def _place_or_note(row: RankRow) -> Cell:
    return row.rank.note if row.rank.place is None else row.rank.place


def _mean(row: RankRow) -> float | None:
    return None if row.rank.mean is None else float(row.rank.mean)


def _scored(row: RankRow) -> int | None:
    return None if row.rank.score is None else row.rank.scored


def _deductions(row: RankRow) -> str | None:
    return "，".join(deduction.label for deduction in row.rank.deductions) or None


def _proposed_words(row: RankRow) -> str | None:
    return "；".join(dict.fromkeys(proposal.word for proposal in row.proposed)) or None


def _light_column(status: Status) -> TableColumn[RankRow]:
    return TableColumn(str(status), lambda row: row.rank.lights[status], 7.5, Style.SHORT)


_LIGHTS = (
    *(Status.DONE, Status.ON_TRACK, Status.LAGGING, Status.BEHIND),
    *(Status.NO_RETURN, Status.HELD),
)

RANK_COLUMNS: tuple[TableColumn[RankRow], ...] = (
    TableColumn("名次", _place_or_note, 11, Style.SHORT),
    TableColumn("单位", lambda row: row.rank.unit, 21),
    TableColumn("得分", lambda row: printed_score(row.rank), 8, Style.SCORE),
    TableColumn("较上月名次", place_change, 8, Style.SHORT),
    TableColumn("参评指标", _scored, 6.5, Style.SHORT),
    TableColumn("均分", _mean, 8, Style.SCORE),
    TableColumn("扣分", _deductions, 14, Style.SHORT),
    *map(_light_column, _LIGHTS),
    TableColumn("迟报", lambda row: int(row.rank.state.late), 6, Style.SHORT),
    TableColumn("漏报", lambda row: int(is_missing(row.rank.state)), 6, Style.SHORT),
    TableColumn("建议", _proposed_words, 21, Style.SHORT),
)


def rank_tables(
    ranks: Sequence[Rank],
    proposed: Sequence[Proposal],
    published: Mapping[str, UnitStanding] | None = None,
) -> StackedTables:
    """排名; `published` is how units stood in last month (R7.111)."""
    last = published or {}
    rows = [
        RankRow(entry, [p for p in proposed if p.unit == entry.unit], last.get(entry.unit))
        for entry in ranks
    ]
    return StackedTables(
        "排名",
        tuple(
            table(name, RANK_COLUMNS, [row for row in rows if row.rank.group is group], PageSetup())
            for group, name in TABLES.items()
        ),
    )
