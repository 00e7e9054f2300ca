"""The consolidated workbook as facts: its sheets in their order, leaders' first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ducha.ledger.model import CITY, Ledger
from ducha.merge.data import data_rows, rows_at
from ducha.merge.open_problems import open_problems
from ducha.merge.year import MergedInbox
from ducha.period import Period
from ducha.published.edition import EditionFacts, UnitStanding
from ducha.standing.awards import NOTHING_ON_RECORD, Awards, OnRecord, awards
from ducha.standing.figures.counties import county_table
from ducha.standing.figures.county_map import CountyMap, county_map
from ducha.standing.figures.data import data_table
from ducha.standing.figures.indicators import indicator_table
from ducha.standing.figures.reconciliation import reconciliation_table
from ducha.standing.figures.trend import Trend, trend
from ducha.standing.handed.tables import assignment_table, proposed_assignment_table
from ducha.standing.in_charge import in_charge_tables
from ducha.standing.notice.facts import NoticeFacts, NoticeInput, gather_facts
from ducha.standing.notice.verification import verification_table
from ducha.standing.overview.page import Overview, OverviewInput, overview, view_of
from ducha.standing.published import YearRecord, restated_table, unit_standings, year_table
from ducha.standing.rank_tables import rank_tables
from ducha.standing.reporting import Calendar, UnitState
from ducha.standing.table import AwardRules, StackedTables, Table
from ducha.standing.unit_pages import UnitPages, unit_pages
from ducha.standing.words.files import file_table
from ducha.standing.words.findings import finding_table
from ducha.standing.words.items import item_table
from ducha.standing.words.problems import open_problem_table
from ducha.standing.words.returns import reporting_table
from ducha.standing.words.texts import text_table

LEADERS = (
    *("总览", "事项进展", "指标明细", "县区一览", "县区对比", "单位情况", "排名", "分管领导"),
    *("点名核实", "拟督办", "问题清单", "工作建议", "督办事项", "趋势"),
)
CLERKS = (
    *("报送情况", "文件清单", "数据核查", "口径核对", "前期更正", "年度考核", "情况明细", "数据"),
)
SHEETS = (*LEADERS, *CLERKS)
"""Sheets in the order in which they lie; one that there is nothing for is left out."""

Page = Overview | Table | StackedTables | CountyMap | UnitPages | Trend
"""What stands on a sheet; each has the `name` of its sheet, and a writer of its own."""


@dataclass(frozen=True, slots=True)
class Report:
    """Everything the consolidated workbook shows, a page for each sheet.

    `standings` are the units of the month, to be kept when it is published; `notice` is what the
    notice and the report upward quote.
    """

    title: str
    pages: tuple[Page, ...]
    standings: tuple[UnitStanding, ...] = ()
    notice: NoticeFacts | None = None

    @property
    def overview(self) -> Overview:
        """The first page."""
        return next(page for page in self.pages if isinstance(page, Overview))


def report(
    ledger: Ledger,
    merged: MergedInbox,
    calendar: Calendar,
    states: tuple[UnitState, ...],
    rules: AwardRules,
    record: OnRecord = NOTHING_ON_RECORD,
) -> Report:
    """Work out the consolidated workbook of the last month merged.

    Args:
        ledger: The ledger in force.
        merged: The inbox, merged up to the month.
        calendar: The month, its deadline, and today.
        states: How every unit that owes a return stands with it.
        rules: How units are scored and proposed.
        record: Months up to this one as published, to be compared with (R8.12); what was sent.
    """
    record = replace(record, published=record.published.under(ledger.own_names))
    month, published = merged.table, record.published
    last = published.of(merged.period.plus(-1))
    stand = awards(ledger, merged, calendar, states, rules, record)
    standings = unit_standings(stand.ranks)
    restated = restated_table(published, data_rows(merged.data))
    first = OverviewInput(
        ledger=ledger,
        calendar=calendar,
        lines=month.lines,
        data=merged.data,
        states=states,
        findings=merged.findings,
        published=published,
        proposals=stand.proposals,
        assignments=stand.assignments,
        matters=stand.matters,
        differences=month.differences,
        dispute=rules.dispute,
        restated=restated.length,
    )
    indicators = _indicators(merged, last)
    ranking = rank_tables(stand.ranks, stand.proposals, last.by_unit if last else None)
    notice = _notice(first, merged, stand, rules, (indicators, *ranking.tables))
    pages = (
        overview(first),
        item_table(month),
        indicators,
        county_map(ledger, merged.period, month.lines, month.data),
        county_table(ledger, month.data),
        ranking,
        verification_table(notice.points, ledger),
        proposed_assignment_table(ledger, stand.matters),
        assignment_table(ledger, stand.assignments),
        *_problem_tables(ledger, merged),
        trend(ledger, merged.data),
        restated,
        year_table(published, standings, YearRecord(ledger.decisions, stand.assignments)),
        *_clerks_tables(ledger, merged, calendar, states),
    )
    every = (*pages, unit_pages(month.lines, states, pages))
    return Report(_title(merged.period), in_order(every), standings, notice)


def _title(period: Period) -> str:
    return f"{period.label}重点民生实事督查汇总"


def _indicators(merged: MergedInbox, last: EditionFacts | None) -> Table:
    """指标明细, beside last month's lines as they are and as they were published."""
    before = rows_at(merged.data, merged.period.plus(-1), CITY)
    return indicator_table(merged.table.lines, before, last.city if last else None)


def _problem_tables(ledger: Ledger, merged: MergedInbox) -> tuple[Page | None, ...]:
    """What units report as problems and suggest, the leaders whose charge it is first."""
    problems = open_problems(merged.tables, "problem")
    suggestions = open_problems(merged.tables, "suggestion")
    return (
        in_charge_tables(merged.table.lines, problems),
        open_problem_table("问题清单", "problem", ledger, problems),
        open_problem_table("工作建议", "suggestion", ledger, suggestions),
    )


def _notice(
    first: OverviewInput,
    merged: MergedInbox,
    stand: Awards,
    rules: AwardRules,
    tables: Sequence[Table],
) -> NoticeFacts:
    """What the notice says, by the page for leaders and these tables."""
    return gather_facts(
        NoticeInput(
            ledger=first.ledger,
            merged=merged,
            calendar=first.calendar,
            view=view_of(first),
            states=first.states,
            stand=stand,
            rules=rules,
            tables=(*tables, reporting_table(first.states)),
        )
    )


def _clerks_tables(
    ledger: Ledger, merged: MergedInbox, calendar: Calendar, states: tuple[UnitState, ...]
) -> tuple[Table, ...]:
    return (
        reporting_table(states),
        file_table(merged.judgements, calendar.window),
        finding_table(merged.findings, [unit.name for unit in ledger.units]),
        reconciliation_table(merged.table.differences),
        text_table(ledger, merged.table.texts),
        data_table(merged.data),
    )


def in_order(pages: Iterable[Page | None]) -> tuple[Page, ...]:
    """The pages as their sheets lie; None is one that there is nothing for."""
    present = [page for page in pages if page is not None]
    return tuple(sorted(present, key=lambda page: SHEETS.index(page.name)))
