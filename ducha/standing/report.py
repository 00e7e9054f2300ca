"""The consolidated workbook as facts: the page for leaders, then every sheet in its order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ducha.ledger.model import CITY, Ledger
from ducha.merge.data import data_rows, rows_at
from ducha.merge.open_problems import open_problems
from ducha.merge.year import MergedInbox
from ducha.published.edition import NOTHING_PUBLISHED, PublishedMonths, UnitStanding
from ducha.standing.figures import (
    county_table,
    data_table,
    indicator_table,
    reconciliation_table,
)
from ducha.standing.overview.page import Overview, OverviewInput, overview
from ducha.standing.proposals import Proposal, ProposalKind
from ducha.standing.published import restated_table, unit_standings, year_table
from ducha.standing.ranking import PRAISE, Rank, RankingInput, proposals, rank, rank_table
from ducha.standing.reporting import Calendar, UnitState
from ducha.standing.table import AwardRules, Table
from ducha.standing.words import (
    file_table,
    finding_table,
    item_table,
    open_problem_table,
    reporting_table,
    text_table,
)


@dataclass(frozen=True, slots=True)
class Report:
    """Everything the consolidated workbook shows: leaders' sheets first, then the clerks'.

    `standings` are the units of the month, to be kept when it is published.
    """

    title: str
    overview: Overview
    leaders: tuple[Table, ...]
    clerks: tuple[Table, ...]
    standings: tuple[UnitStanding, ...] = ()


def report(
    ledger: Ledger,
    merged: MergedInbox,
    calendar: Calendar,
    states: tuple[UnitState, ...],
    rules: AwardRules,
    published: PublishedMonths = NOTHING_PUBLISHED,
) -> Report:
    """Work out the consolidated workbook of the last month merged.

    Args:
        ledger: The ledger in force.
        merged: The inbox, merged up to the month.
        calendar: The month, its deadline, and today.
        states: How every unit that owes a return stands with it.
        rules: How units are scored and proposed.
        published: Months up to this one as they were published: what is compared with (R8.12).
    """
    month, published = merged.table, published.under(ledger.own_names)
    last = published.of(merged.period.plus(-1))
    ever_reported = frozenset(unit for table in merged.tables for unit in table.returned)
    ranks = rank(RankingInput(month.lines, month.differences, ever_reported, rules), states)
    proposed, standings = proposals(ranks, rules), unit_standings(ranks)
    restated = restated_table(published, data_rows(merged.data))
    return Report(
        f"{merged.period.label}重点民生实事督查汇总",
        overview(
            OverviewInput(
                ledger=ledger,
                calendar=calendar,
                lines=month.lines,
                data=merged.data,
                states=states,
                findings=merged.findings,
                published=published,
                proposals=_as_proposals(ranks, proposed),
                restated=restated.length,
            )
        ),
        (
            item_table(ledger, month),
            indicator_table(
                month.lines,
                rows_at(merged.data, merged.period.plus(-1), CITY),
                last.city if last else None,
            ),
            county_table(ledger, month.data),
            rank_table(ranks, proposed, last.by_unit if last else None),
            _open_problem_table("问题清单", "problem", ledger, merged),
            _open_problem_table("工作建议", "suggestion", ledger, merged),
        ),
        (
            reporting_table(states),
            file_table(merged.judgements),
            finding_table(merged.findings),
            reconciliation_table(month.differences),
            restated,
            year_table(published, standings),
            text_table(ledger, month.texts),
            data_table(merged.data),
        ),
        standings,
    )


def _open_problem_table(name: str, key: str, ledger: Ledger, merged: MergedInbox) -> Table:
    return open_problem_table(name, key, ledger, open_problems(merged.tables, key))


def _as_proposals(ranks: Sequence[Rank], proposed: Mapping[str, str]) -> tuple[Proposal, ...]:
    kinds = {True: ProposalKind.PRAISE, False: ProposalKind.CRITICISM_PROGRESS}
    return tuple(
        Proposal(
            unit=entry.unit,
            group=entry.group,
            kind=kinds[proposed[entry.unit] == PRAISE],
            reason="",
        )
        for entry in ranks
        if entry.unit in proposed
    )
