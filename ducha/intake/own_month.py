"""A late return belongs to its own month, unless it may be the new month's on an old form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from ducha.intake.examined import ExaminedReturn
from ducha.intake.identity import period_of
from ducha.intake.sorting import SortedInbox
from ducha.intake.verdicts import IntakeContext, Judgement
from ducha.period import Period, period_meant_on
from ducha.submission.arrival import Verdict
from ducha.submission.reading import Submission


def find_doubtful(
    period: Period,
    examined: Sequence[ExaminedReturn],
    inbox: SortedInbox,
    context: IntakeContext,
    deadlines: Mapping[Period, datetime],
) -> frozenset[str]:
    """Names of files of `period` that may be a later month's figures on an old form (更正还是本月).

    A later form for an already accepted month, from a unit that is silent in the month of
    arrival, with figures that only grew. One that came before its month's deadline is a
    correction, by the mail's date or by the file's own time: what was saved then cannot know
    later figures. A copied file looks younger than it is, but no younger than the month being
    merged is taken (design: intake, own month) (R6.65, R6.66).
    """
    sent = {(s.claim.unit, month) for month, returns in inbox.monthly.items() for s in returns}
    doubtful: set[str] = set()
    first: dict[str, ExaminedReturn] = {}
    for later in (r for r in examined if r.accepted):
        source, unit = later.submission.source, later.submission.claim.unit
        arrived = _arrival_month(later.submission, context, deadlines)
        silent = arrived > period and (unit, arrived) not in sent
        earlier = first.get(unit)
        if (
            earlier
            and silent
            and source.file not in inbox.assurances
            and _only_grew(earlier, later)
        ):
            doubtful.add(source.file)
        else:
            first[unit] = later
    return frozenset(doubtful)


def _arrival_month(
    late: Submission, context: IntakeContext, deadlines: Mapping[Period, datetime]
) -> Period:
    received = late.source.received
    if received <= deadlines[period_of(late.claim)]:
        return period_of(late.claim)
    return min(period_meant_on(received.date(), context.ledger.document.first), context.period)


def _only_grew(earlier: ExaminedReturn, later: ExaminedReturn) -> bool:
    before, after = _accepted_numbers(earlier), _accepted_numbers(later)
    steps = [after[key] - before[key] for key in before.keys() & after.keys()]
    return any(step > 0 for step in steps) and all(step >= 0 for step in steps)


def _accepted_numbers(examined: ExaminedReturn) -> dict[tuple[str, str, str], float]:
    """What was accepted: a figure put right after it was held out has not grown."""
    return {
        (row.code, row.county, key): value
        for row in examined.figures
        if not row.held
        for key, value in row.figure.numbers.items()
    }


def judge_doubtful(submission: Submission) -> Judgement:
    """The verdict on a file that is held until a clerk says which month it is (R6.67)."""
    claim = submission.claim
    reason = (
        f"{claim.period}已有报送件，又收到一份数值更高的，而本月还没有报：是更正还是本月数？"
        "请问清后在台账〔人工处置〕中填：更正填“采用”，本月数填“改期”"
    )
    return Judgement(
        source=submission.source,
        verdict=Verdict.RETURNED,
        reason=reason,
        unit=claim.unit,
        period=claim.period,
        remedy="先向该单位问清是哪个月的数，再按说明在台账〔人工处置〕中填写",
    )
