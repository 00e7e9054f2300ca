"""The door: one month's returns read, checked, and what clerks decided carried out on them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime

from ducha.checks.returns import UNMET
from ducha.findings import Finding, Place
from ducha.form.monthly import LastMonth
from ducha.intake.examined import DroppedRow, ExaminedReturn
from ducha.intake.numbers import MonthContext
from ducha.intake.own_month import OtherMonths, find_doubtful, judge_doubtful
from ducha.intake.rows import examine_return
from ducha.intake.rulings.files import concerns_whole_file, describe_ruling, names_file
from ducha.intake.rulings.rows import rule_on_rows
from ducha.intake.sorting import SortedInbox
from ducha.intake.verdicts import IntakeContext, Judgement
from ducha.ledger import sheets
from ducha.ledger.columns import MOVE
from ducha.ledger.year.decisions import Override
from ducha.period import Period, parse_period


@dataclass(frozen=True, slots=True)
class ExaminedMonth:
    """One month's returns, oldest first, with what a clerk's decisions have made of them.

    `doubted` are the verdicts on files held until a clerk says which month they are; `met` the
    decisions that took effect; `dropped` the rows of whole files that a clerk has taken out.
    """

    returns: tuple[ExaminedReturn, ...]
    doubted: tuple[Judgement, ...]
    met: frozenset[Override]
    dropped: tuple[DroppedRow, ...]


def examine_month(
    inbox: SortedInbox,
    context: IntakeContext,
    period: Period,
    before: Mapping[str, LastMonth],
    deadlines: Mapping[Period, datetime],
) -> ExaminedMonth:
    """Read the month's returns, oldest first, and carry out what a clerk has decided on rows.

    Args:
        inbox: All files, identified and sorted by month.
        context: What files are held against, the month being merged among it.
        period: The month whose returns are read: that one, or an earlier one.
        before: The figures and problems of the month before `period`, by unit.
        deadlines: The last moment at which a return is in time, of every month up to `period`.
    """
    month = MonthContext(context.ledger_of(period), period.month, before, context.grades)
    submissions = inbox.monthly.get(period, ())
    examined = [
        examine_return(submission, order, month) for order, submission in enumerate(submissions)
    ]
    ruled, effective = rule_on_rows(examined, context.ledger.overrides, month, inbox.assurances)
    doubtful = find_doubtful(period, ruled, OtherMonths(inbox, context), deadlines)
    return ExaminedMonth(
        tuple(r for r in ruled if r.submission.source.file not in doubtful),
        tuple(
            judge_doubtful(submission, why)
            for submission in submissions
            if (why := doubtful.get(submission.source.file))
        ),
        effective,
        inbox.dropped.get(str(period), ()),
    )


def find_unmet_overrides(
    overrides: Iterable[Override],
    effective: AbstractSet[Override],
    judgements: Sequence[Judgement],
    period: Period,
) -> tuple[Finding, ...]:
    """Decisions that took no effect: a file name mistyped, a row that nobody reported (R6.250).

    Not those that wait for a month to come (R6.353).

    Args:
        overrides: All decisions of the ledger.
        effective: Those that took effect on a row or a cell, see `ExaminedMonth`.
        judgements: The verdicts on all files: a decision on a file took effect if it names one.
        period: The month merged.
    """
    return tuple(
        UNMET.finding(
            Place(sheets.OVERRIDES.name),
            override.code or override.file,
            ruling=describe_ruling(override),
        ).about(override.unit, override.file)
        for override in overrides
        if override not in effective
        and not _waits(override, judgements, period)
        and not (concerns_whole_file(override) and _names_judged_file(override, judgements))
    )


def _waits(override: Override, judgements: Sequence[Judgement], period: Period) -> bool:
    """Whether a decision is about a month after this one, by its 期次 or that of its file (R6.353).

    It is carried out, or missed, when that month is merged.
    """
    if override.period:
        return _is_later(override.period, period)
    months = [j.period for j in judgements if override.file and _is_about_file(override, j)]
    return bool(months) and all(_is_later(month, period) for month in months)


def _is_later(month: str, period: Period) -> bool:
    parsed = parse_period(month)
    return parsed is not None and parsed > period


def _names_judged_file(override: Override, judgements: Sequence[Judgement]) -> bool:
    return any(
        _is_about_file(override, judgement)
        and (override.action == MOVE or override.period in {"", judgement.period})
        for judgement in judgements
    )


def _is_about_file(override: Override, judgement: Judgement) -> bool:
    named = names_file(override, judgement.source.file)
    return named and override.unit in {"", judgement.unit}
