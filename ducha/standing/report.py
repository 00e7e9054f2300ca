"""The consolidated workbook as facts: the page for leaders, then every sheet in its order."""

from __future__ import annotations

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
from ducha.standing.overview import Overview, overview
from ducha.standing.published import restated_table, unit_standings, year_table
from ducha.standing.ranking import RankingInput, proposals, rank, rank_table
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
    return Report(
        f"{merged.period.label}重点民生实事督查汇总",
        overview(ledger, calendar, month.lines, states, proposed, merged.findings),
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
            restated_table(published, data_rows(merged.data)),
            year_table(published, standings),
            text_table(ledger, month.texts),
            data_table(merged.data),
        ),
        standings,
    )


def _open_problem_table(name: str, key: str, ledger: Ledger, merged: MergedInbox) -> Table:
    return open_problem_table(name, key, ledger, open_problems(merged.tables, key))
