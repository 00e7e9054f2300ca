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
from ducha.intake.own_month import find_doubtful, judge_doubtful
from ducha.intake.row_rulings import rule_on_rows
from ducha.intake.rows import examine_return
from ducha.intake.rulings import concerns_whole_file, describe_ruling, names_file
from ducha.intake.sorting import SortedInbox
from ducha.intake.verdicts import IntakeContext, Judgement
from ducha.ledger import sheets
from ducha.ledger.columns import MOVE
from ducha.ledger.model import Override
from ducha.period import Period


@dataclass(frozen=True, slots=True)
class ExaminedMonth:
    """One month's returns, oldest first, with what a clerk's decisions have made of them.

    `doubted` are the verdicts on files held until a clerk says which month they are; `met` the
    decisions that took effect, `dropped` the rows of whole files that a clerk has taken out.
    """

    returns: tuple[ExaminedReturn, ...]
    doubted: tuple[Judgement, ...]
    met: frozenset[Override]
    dropped: tuple[DroppedRow, ...]


def examine_month(
    inbox: SortedInbox,
    desk: IntakeContext,
    period: Period,
    before: Mapping[str, LastMonth],
    deadlines: Mapping[Period, datetime],
) -> ExaminedMonth:
    """Read the month's returns, oldest first, and carry out what a clerk has decided on rows.

    `before` is last month by unit, `deadlines` the last moment at which a return is in time.
    """
    bench = MonthContext(desk.ledger, period.month, before, desk.grades)
    submissions = inbox.monthly.get(period, ())
    read = [
        examine_return(submission, order, bench) for order, submission in enumerate(submissions)
    ]
    ruled, met = rule_on_rows(read, desk.ledger.overrides, bench, inbox.vouched)
    doubtful = find_doubtful(period, ruled, inbox, desk, deadlines)
    return ExaminedMonth(
        tuple(one for one in ruled if one.submission.source.file not in doubtful),
        tuple(judge_doubtful(s) for s in submissions if s.source.file in doubtful),
        met,
        inbox.dropped.get(str(period), ()),
    )


def find_unmet_overrides(
    overrides: Iterable[Override], met: AbstractSet[Override], judgements: Sequence[Judgement]
) -> tuple[Finding, ...]:
    """Decisions that met nothing: a file name mistyped, a row that nobody reported (R6.250)."""
    return tuple(
        UNMET.finding(
            Place(sheets.OVERRIDES.name),
            override.code or override.file,
            ruling=describe_ruling(override),
        ).about(override.unit, override.file)
        for override in overrides
        if override not in met
        and not (concerns_whole_file(override) and _met_file(override, judgements))
    )


def _met_file(override: Override, judgements: Sequence[Judgement]) -> bool:
    return any(
        names_file(override, one.source.file)
        and override.unit in {"", one.unit}
        and (override.action == MOVE or override.period in {"", one.period})
        for one in judgements
    )
