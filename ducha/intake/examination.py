"""The door: one month's returns read, checked, and what clerks decided carried out on them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime

from ducha.checks.returns import UNMET
from ducha.findings import Finding, Place
from ducha.form.monthly import LastMonth
from ducha.intake.examined import Dropped, Examined
from ducha.intake.numbers import Bench
from ducha.intake.own_month import doubted, in_doubt
from ducha.intake.rows import examine
from ducha.intake.rulings import names_file, whole_file, words
from ducha.intake.rulings_rows import on_rows
from ducha.intake.sorting import Sorted
from ducha.intake.verdicts import Desk, Judgement
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

    returns: tuple[Examined, ...]
    doubted: tuple[Judgement, ...]
    met: frozenset[Override]
    dropped: tuple[Dropped, ...]


def examine_month(
    inbox: Sorted,
    desk: Desk,
    period: Period,
    before: Mapping[str, LastMonth],
    deadlines: Mapping[Period, datetime],
) -> ExaminedMonth:
    """Read the month's returns, oldest first, and carry out what a clerk has decided on rows.

    `before` is last month by unit, `deadlines` the last moment at which a return is in time.
    """
    bench = Bench(desk.ledger, period.month, before, desk.grades)
    submissions = inbox.monthly.get(period, ())
    read = [examine(submission, order, bench) for order, submission in enumerate(submissions)]
    ruled, met = on_rows(read, desk.ledger.overrides, bench, inbox.vouched)
    doubtful = in_doubt(period, ruled, inbox, desk, deadlines)
    return ExaminedMonth(
        tuple(one for one in ruled if one.submission.source.file not in doubtful),
        tuple(doubted(s) for s in submissions if s.source.file in doubtful),
        met,
        inbox.dropped.get(str(period), ()),
    )


def unmet(
    overrides: Iterable[Override], met: AbstractSet[Override], judgements: Sequence[Judgement]
) -> tuple[Finding, ...]:
    """Decisions that met nothing: a file name mistyped, a row that nobody reported (R6.250)."""
    return tuple(
        UNMET.finding(
            Place(sheets.OVERRIDES.name), override.code or override.file, ruling=words(override)
        ).about(override.unit, override.file)
        for override in overrides
        if override not in met and not (whole_file(override) and _met_file(override, judgements))
    )


def _met_file(override: Override, judgements: Sequence[Judgement]) -> bool:
    return any(
        names_file(override, one.source.file)
        and override.unit in {"", one.unit}
        and (override.action == MOVE or override.period in {"", one.period})
        for one in judgements
    )
