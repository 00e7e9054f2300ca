"""The whole inbox: its months merged one after the other, each compared with those before it."""

from __future__ import annotations

from collections import ChainMap, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

import pandas as pd

from ducha.breakdown.in_force import InForce, accept_breakdowns
from ducha.findings import Finding, Grades
from ducha.form.monthly import LastMonth, reporting_units
from ducha.intake.examination import ExaminedMonth, examine_month, find_unmet_overrides
from ducha.intake.examined import ExaminedReturn
from ducha.intake.issued import issued_by_month
from ducha.intake.sorting import SortedInbox, sort_inbox
from ducha.intake.verdicts import IntakeContext, Judgement
from ducha.ledger.in_time import NOTHING_ISSUED, Issued, ledger_in
from ducha.ledger.model import Ledger
from ducha.ledger.year.decisions import Override
from ducha.merge.data import build_frame, join_frames
from ducha.merge.doubt.older_figures import find_older_figures
from ducha.merge.doubt.orders import (
    doubted_orders,
    find_breakdown_doubts,
    order_doubts,
    order_findings,
)
from ducha.merge.doubt.shifted import find_shifts, shift_findings, shifted_rows
from ducha.merge.handed import find_unanswered
from ducha.merge.model import MergeRules, MonthInputs, MonthTable, RowKey
from ducha.merge.month import merge_month
from ducha.merge.open_problems import open_problems
from ducha.merge.outcome.findings import findings_to_show, judgements_to_show
from ducha.merge.outcome.judgements import (
    breakdown_judgements,
    check_every_file_judged,
    return_judgements,
    with_rulings,
)
from ducha.merge.outcome.late_changes import late_changes
from ducha.merge.outcome.superseded import settle_findings
from ducha.merge.story import item_findings
from ducha.period import Period, end_of, months_between
from ducha.status.rating import Figure
from ducha.submission.arrival import Arrival


@dataclass(frozen=True, kw_only=True)
class MergedInbox:
    """What merging the inbox comes to, up to one month.

    `tables` holds every month from the first reporting month on (none where that is yet to come),
    `data` all of their lines in one frame (`merge.data`). `examined` and `findings` are those of
    the last month, without returns that a clerk has taken out; `judgements` has every file of the
    inbox. `issued` is by month (1 to 12) what forms of ours prove.
    """

    force: InForce
    period: Period
    tables: tuple[MonthTable, ...]
    data: pd.DataFrame = field(compare=False, repr=False)
    examined: tuple[ExaminedReturn, ...]
    judgements: tuple[Judgement, ...]
    findings: tuple[Finding, ...]
    issued: Mapping[int, Issued] = field(default_factory=dict)

    def ledger_of(self, period: Period) -> Ledger:
        """The ledger in force as it stands for a month, be it one that is not merged yet."""
        known = self.issued.get(period.month, NOTHING_ISSUED)
        return ledger_in(self.force.ledger, period.month, known)

    @cached_property
    def ledger(self) -> Ledger:
        """The ledger in force as it stands for the month that was asked for (R6.300)."""
        return self.ledger_of(self.period)

    @property
    def table(self) -> MonthTable:
        """The month that was asked for."""
        return self.tables[-1]


@dataclass(frozen=True, slots=True)
class MergeTerms:
    """What merging follows: the rules, each month's deadline, whether the year is closed.

    `ledger_file` is what the ledger is called.
    """

    rules: MergeRules
    deadlines: Mapping[Period, date]
    ledger_file: str
    closing: bool = False


def merge(arrivals: Sequence[Arrival], context: IntakeContext, terms: MergeTerms) -> MergedInbox:
    """Judge every file of the inbox and merge every month up to the one of `context`.

    Raises:
        AssertionError: A file has no verdict, or more than one (R6.1): a fault of the program.
    """
    context = replace(context, issued=issued_by_month(arrivals, context.ledger, context.key))
    inbox = sort_inbox(arrivals, context)
    force = accept_breakdowns(context.ledger, inbox.breakdowns, terms.ledger_file)
    adopted = inbox.assurances.keys()
    doubts = find_breakdown_doubts(force.examined, context.ledger, adopted, context.grades)
    context = replace(context, ledger=force.ledger)
    year = _MergedYear(_merge_months(inbox, context, terms))
    judgements = [*inbox.judged, *breakdown_judgements(force), *year.judgements]
    check_every_file_judged(arrivals, judgements)
    to_show = judgements_to_show(judgements, year.doubtful_files, context)
    examined = tuple(returned for returned in year.last_returns if not returned.excluded)
    return MergedInbox(
        force=force,
        period=context.period,
        tables=year.tables,
        data=join_frames(
            [table.data for table in year.tables] or [build_frame((), context.ledger)]
        ),
        examined=examined,
        judgements=tuple(sorted(with_rulings(judgements, inbox), key=lambda j: j.source.file)),
        issued=context.issued,
        findings=(
            *findings_to_show(context, inbox, force, to_show, year.last_returns),
            *year.changes,
            *doubts,
            *_last_month_findings(year.tables, examined, context),
            *find_unmet_overrides(context.ledger.overrides, year.met, judgements, context.period),
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _MergedMonth:
    """One month: what was examined, what came of it, its returns with what newer ones settle.

    `changes` are told in the report of the month in which they arrive.
    """

    examined: ExaminedMonth
    table: MonthTable
    settled: tuple[ExaminedReturn, ...]
    judgements: tuple[Judgement, ...]
    changes: tuple[Finding, ...]


@dataclass(frozen=True)
class _MergedYear:
    """The months up to the one that was asked for; none where that is yet to come."""

    months: tuple[_MergedMonth, ...]

    @cached_property
    def tables(self) -> tuple[MonthTable, ...]:
        """What came of each month."""
        return tuple(month.table for month in self.months)

    @property
    def last_returns(self) -> tuple[ExaminedReturn, ...]:
        """The returns of the month that was asked for, with what newer ones settle."""
        return self.months[-1].settled if self.months else ()

    @property
    def judgements(self) -> tuple[Judgement, ...]:
        """The verdicts on the returns of all months."""
        return tuple(judgement for month in self.months for judgement in month.judgements)

    @property
    def doubtful_files(self) -> frozenset[str]:
        """Files that are held until a clerk has said which month they are."""
        return frozenset(j.source.file for month in self.months for j in month.examined.doubted)

    @property
    def changes(self) -> tuple[Finding, ...]:
        """What late returns have changed of their months."""
        return tuple(change for month in self.months for change in month.changes)

    @property
    def met(self) -> frozenset[Override]:
        """Decisions of clerks that took effect."""
        return frozenset[Override]().union(*(month.examined.met for month in self.months))


def _merge_months(
    inbox: SortedInbox, context: IntakeContext, terms: MergeTerms
) -> tuple[_MergedMonth, ...]:
    """Every month up to the one of `context`, each compared with those before it."""
    deadlines = {period: end_of(day) for period, day in terms.deadlines.items()}
    rules = replace(terms.rules, grades=context.grades)
    months: list[_MergedMonth] = []
    for period in months_between(context.ledger.document.first, context.period):
        past = [month.table for month in months]
        examined = examine_month(
            inbox, context, period, _last_months_of_all(context, period, past), deadlines
        )
        inputs = MonthInputs(
            context.ledger_of(period),
            period,
            rules,
            closing=terms.closing and period == context.period,
            dropped=examined.dropped,
            doubted=_doubted_rows(examined.returns, past[-1].own if past else {}, context.grades),
        )
        table = merge_month(inputs, examined.returns, past)
        months.append(
            _MergedMonth(
                examined=examined,
                table=table,
                settled=settle_findings(examined.returns, table.used, table.vouched),
                judgements=(*examined.doubted, *return_judgements(examined.returns, table.used)),
                changes=tuple(
                    late_changes(period, examined.returns, context, deadlines, inbox.assurances)
                ),
            )
        )
    return tuple(months)


def _doubted_rows(
    returns: Sequence[ExaminedReturn], last_month: Mapping[RowKey, Figure], grades: Grades
) -> dict[RowKey, frozenset[str]]:
    """What is doubted of rows because of the order of returns, or of their own within one."""
    orders = doubted_orders(order_doubts(returns), grades)
    shifts = shifted_rows(find_shifts(returns, last_month), grades)
    return {
        key: orders.get(key, frozenset()) | shifts.get(key, frozenset())
        for key in (*orders, *shifts)
    }


def _last_month_findings(
    tables: Sequence[MonthTable], returns: Sequence[ExaminedReturn], context: IntakeContext
) -> tuple[Finding, ...]:
    """What is odd about the last month's returns beside one another, and beside earlier months."""
    if not tables:
        return ()
    last_month = tables[-2].own if len(tables) > 1 else {}
    doubts = order_doubts(returns)
    unsure = {doubt.key for doubt in doubts}
    return (
        *order_findings(doubts, context.grades),
        *find_older_figures(returns, last_month, unsure, context.grades),
        *shift_findings(find_shifts(returns, last_month), context.grades),
        *tables[-1].findings,
        *item_findings(tables, returns, context.grades),
        *find_unanswered(returns, context.ledger.assignments, tables[-1].handed, context.grades),
    )


def _last_months_of_all(
    context: IntakeContext, period: Period, tables: Sequence[MonthTable]
) -> dict[str, LastMonth]:
    units = reporting_units(context.ledger_of(period), context.reporters)
    return last_months(units, tables) if tables else {}


def last_months(units: Iterable[str], tables: Sequence[MonthTable]) -> dict[str, LastMonth]:
    """What every unit's next form is prefilled with and checked against.

    Figures are the unit's own where it reported any, else what was merged; problems are open ones.
    (R6.130, R6.131)
    """
    merged = {line.key: line.figure for line in tables[-1].lines if line.figure.given}
    own: dict[str, dict[tuple[str, str], Figure]] = defaultdict(dict)
    for (unit, code, county), figure in tables[-1].own.items():
        own[unit][code, county] = figure
    problems: dict[str, dict[str, str]] = defaultdict(dict)
    for (unit, item), problem in open_problems(tables, "problem").items():
        problems[unit][item] = problem.text
    return {unit: LastMonth(ChainMap(own[unit], merged), problems[unit]) for unit in units}
