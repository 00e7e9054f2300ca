"""The whole inbox: its months merged one after the other, each compared with those before it."""

from __future__ import annotations

from collections import ChainMap, Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

import pandas as pd

from ducha.breakdown.examined import ExaminedBreakdown
from ducha.breakdown.in_force import InForce, accept_breakdowns
from ducha.breakdown.sums import USUAL_LEDGER, find_shortfalls
from ducha.checks.returns import EARLIER_SHEET, LATER_SHEET, OTHER_MONTH, RULING
from ducha.findings import Finding
from ducha.form.claim import BREAKDOWN
from ducha.form.monthly import LastMonth, reporting_units
from ducha.intake.examination import ExaminedMonth, examine_month, find_unmet_overrides
from ducha.intake.examined import ExaminedReturn
from ducha.intake.issued import issued_by_month
from ducha.intake.sorting import SortedInbox, sort_inbox
from ducha.intake.verdicts import IntakeContext, Judgement, refusal_findings
from ducha.ledger.in_time import NOTHING_ISSUED, Issued, ledger_in
from ducha.ledger.model import Ledger
from ducha.ledger.year.decisions import Override
from ducha.merge.data import build_frame, join_frames
from ducha.merge.late_changes import late_changes
from ducha.merge.model import MergeRules, MonthInputs, MonthTable
from ducha.merge.month import merge_month
from ducha.merge.older_figures import find_older_figures
from ducha.merge.open_problems import open_problems
from ducha.merge.order_doubts import (
    doubted_orders,
    find_breakdown_doubts,
    order_doubts,
    order_findings,
)
from ducha.merge.story import item_findings
from ducha.merge.superseded import settle_findings, settle_refusals
from ducha.period import MONTHS, Period, end_of, months_between, parse_period
from ducha.status.rating import Figure
from ducha.submission.arrival import Arrival, Verdict


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
    closing: bool = False
    ledger_file: str = USUAL_LEDGER


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
    months = _merge_months(inbox, context, terms)
    tables = tuple(month.table for month in months)
    last = months[-1] if months else None
    examined = tuple(r for r in last.settled if not r.excluded) if last else ()
    judgements = [*inbox.judged, *_breakdown_judgements(force)]
    judgements += [judgement for month in months for judgement in month.judgements]
    _check_every_file_judged(arrivals, judgements)
    doubtful_files = {j.source.file for month in months for j in month.examined.doubted}
    to_show = [
        j
        for j in judgements
        if j.source.file in doubtful_files or not _is_of_other_month(j, context)
    ]
    met_overrides = frozenset[Override]().union(*(month.examined.met for month in months))
    return MergedInbox(
        force=force,
        period=context.period,
        tables=tables,
        data=join_frames([table.data for table in tables])
        if tables
        else build_frame((), context.ledger),
        examined=examined,
        judgements=tuple(sorted(_with_rulings(judgements, inbox), key=lambda j: j.source.file)),
        issued=context.issued,
        findings=(
            *_findings_to_show(context, inbox, force, (to_show, last.settled if last else ())),
            *(change for month in months for change in month.changes),
            *doubts,
            *_find_older_and_unsure(tables, examined, context),
            *(tables[-1].findings if tables else ()),
            *(item_findings(tables, examined, context.grades) if tables else ()),
            *find_unmet_overrides(
                context.ledger.overrides, met_overrides, judgements, context.period
            ),
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
            doubted=doubted_orders(order_doubts(examined.returns), context.grades),
        )
        table = merge_month(inputs, examined.returns, past)
        months.append(
            _MergedMonth(
                examined=examined,
                table=table,
                settled=settle_findings(examined.returns, table.used, table.vouched),
                judgements=(*examined.doubted, *_return_judgements(examined.returns, table.used)),
                changes=tuple(
                    late_changes(period, examined.returns, context, deadlines, inbox.assurances)
                ),
            )
        )
    return tuple(months)


def _find_older_and_unsure(
    tables: Sequence[MonthTable], returns: Sequence[ExaminedReturn], context: IntakeContext
) -> tuple[Finding, ...]:
    """What is odd about the last month's returns beside one another: their order, older figures."""
    last_month = tables[-2].own if len(tables) > 1 else {}
    doubts = order_doubts(returns)
    unsure = {doubt.key for doubt in doubts}
    return (
        *order_findings(doubts, context.grades),
        *find_older_figures(returns, last_month, unsure, context.grades),
    )


def _with_rulings(judgements: Iterable[Judgement], inbox: SortedInbox) -> Iterable[Judgement]:
    """Say beside a file's verdict what a clerk has decided about it."""
    for judgement in judgements:
        parts = (judgement.reason, inbox.rulings.get(judgement.source.file, ""))
        yield replace(judgement, reason="；".join(part for part in parts if part))


def _check_every_file_judged(arrivals: Sequence[Arrival], judgements: Sequence[Judgement]) -> None:
    """Files in = verdicts out; anything else is a bug, never the user's doing (R6.1)."""
    came = sorted(arrival.source.file for arrival in arrivals)
    judged = sorted(judgement.source.file for judgement in judgements)
    if came != judged:
        message = f"{len(came)} files came in, {len(judged)} verdicts went out"
        raise AssertionError(message)


def _is_of_other_month(judgement: Judgement, context: IntakeContext) -> bool:
    """Whether a file is for another reporting month.

    One that is for no reporting month is shown in every merge (R6.4).
    """
    period, first = parse_period(judgement.period), context.ledger.document.first
    if period is None or period == context.period:
        return False
    return first <= period <= Period(first.year, MONTHS)


_ABOUT_TWO_MONTHS = (OTHER_MONTH, EARLIER_SHEET, LATER_SHEET)


def _names_this_month(finding: Finding, context: IntakeContext) -> bool:
    """Whether a file went to another month although this month is what stands on a page of it.

    (R6.31, R6.41)
    """
    return finding.rule in _ABOUT_TWO_MONTHS and context.period.label in finding.found.split("、")


def _findings_to_show(
    context: IntakeContext,
    inbox: SortedInbox,
    force: InForce,
    outcome: tuple[Sequence[Judgement], Sequence[ExaminedReturn]],
) -> tuple[Finding, ...]:
    """What the month's reader must see: ledger, breakdowns, refused files, then file by file."""
    judgements, returns = outcome
    refusals = [
        (judgement, finding) for judgement in judgements for finding in refusal_findings(judgement)
    ]
    refused = [
        force.lowered(finding, judgement.unit, judgement.source)
        if judgement.kind == BREAKDOWN
        else finding
        for (judgement, _), finding in zip(
            refusals, settle_refusals(refusals, returns), strict=True
        )
    ]
    files = {
        *(examined.submission.source.file for examined in returns),
        *(j.source.file for j in judgements if j.verdict is Verdict.EXCLUDED),
        *(breakdown.source.file for breakdown in force.examined),
    }
    doubts = [
        finding
        for finding in inbox.findings
        if finding.file in files or _names_this_month(finding, context)
    ]
    rows = [finding for examined in returns for finding in examined.findings]
    month = context.period.month
    ledger = context.ledger_of(context.period)
    sums = find_shortfalls(ledger, month, force.told, force.ledger_file)
    return (*sums, *force.findings, *refused, *doubts, *rows)


def _breakdown_judgements(force: InForce) -> list[Judgement]:
    count: Counter[str] = Counter()
    year = str(force.ledger.document.year)
    judgements = []
    for examined, settled in zip(force.examined, force.settled, strict=True):
        count[examined.unit] += 1
        verdict, reason = _breakdown_verdict(examined, settled, force)
        judgements.append(
            Judgement(
                source=examined.source,
                verdict=verdict,
                reason=reason,
                unit=examined.unit,
                period=year,
                version=count[examined.unit],
                kind=BREAKDOWN,
            )
        )
    return judgements


def _breakdown_verdict(
    examined: ExaminedBreakdown, settled: ExaminedBreakdown, force: InForce
) -> tuple[Verdict, str]:
    """The verdict on a breakdown form; `settled` says what of it is still open."""
    if examined.empty:
        return Verdict.RETURNED, "任务分解表是空表：没有填任何内容"
    if not examined.accepted:
        return Verdict.RETURNED, f"任务分解表所填{examined.returned}处全部退回，原因见〔数据核查〕"
    if (examined.goals or examined.milestones) and examined.order not in force.used:
        return Verdict.SUPERSEDED, "任务分解表，所填内容都被后来的分解表或台账替代"
    if examined.returned:
        put_right = "" if settled.returned else "（后来已更正）"
        number = examined.returned
        return (
            Verdict.PARTLY,
            f"任务分解表{number}处退回{put_right}，其余采用，原因见〔数据核查〕",
        )
    return Verdict.ACCEPTED, "任务分解表"


def _return_judgements(returns: Sequence[ExaminedReturn], used: frozenset[int]) -> list[Judgement]:
    count: dict[str, int] = {}
    judgements = []
    for examined in returns:
        claim = examined.submission.claim
        count[claim.unit] = count.get(claim.unit, 0) + 1
        verdict, reason = _return_verdict(examined, used)
        rulings = [finding.sentence for finding in examined.findings if finding.rule is RULING]
        reason = "；".join(dict.fromkeys(part for part in (reason, *rulings) if part))
        judgements.append(
            Judgement(
                source=examined.submission.source,
                verdict=verdict,
                reason=reason,
                unit=claim.unit,
                period=claim.period,
                version=count[claim.unit],
            )
        )
    return judgements


def _return_verdict(examined: ExaminedReturn, used: frozenset[int]) -> tuple[Verdict, str]:
    if examined.excluded:
        return Verdict.EXCLUDED, ""
    if examined.empty:
        return Verdict.RETURNED, "空表：没有填任何内容"
    if not examined.accepted:
        return Verdict.RETURNED, "所填内容全部退回，原因见〔数据核查〕"
    if examined.outdated:
        return Verdict.ACCEPTED, "所填各行台账里现在都没有了，没有并入"
    if examined.order not in used:
        return Verdict.SUPERSEDED, "所填内容都被后来的报送件替代"
    if examined.refused:
        return Verdict.PARTLY, f"{examined.refused}行退回，其余采用，原因见〔数据核查〕"
    return Verdict.ACCEPTED, ""


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
