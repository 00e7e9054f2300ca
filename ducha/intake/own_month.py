"""A late return belongs to its own month, unless it may be a later month's on an old form."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from ducha.intake.examined import ExaminedReturn
from ducha.intake.identity.model import period_of
from ducha.intake.numbers import MonthContext
from ducha.intake.rows import examine_return
from ducha.intake.rulings.files import concerns_whole_file, names_file
from ducha.intake.rulings.rows import rule_on_rows
from ducha.intake.sorting import SortedInbox
from ducha.intake.verdicts import IntakeContext, Judgement
from ducha.ledger.columns import ADOPT, MOVE
from ducha.period import CHINA, MONTHS, Period, month_of
from ducha.submission.arrival import Verdict
from ducha.submission.reading import Submission

Numbers = dict[tuple[str, str, str], float]
"""Accepted numbers by code, county and column."""

_COUNT = "done"


def month_of_arrival(received: datetime, period: Period, deadline: datetime) -> Period | None:
    """The month in which a return for `period` arrives after its own; None within its own.

    What came by its deadline, or before its month was over, came in its own month. After the
    year's end there is no month of arrival but December (R6.66).
    """
    if received <= deadline:
        return None
    arrived = min(month_of(received), Period(period.year, MONTHS))
    return arrived if arrived > period else None


@dataclass(frozen=True, slots=True)
class OtherMonths:
    """What returns of other months say, read only where a late one is to be held against them."""

    inbox: SortedInbox
    context: IntakeContext

    def sent(self, unit: str, month: Period) -> tuple[ExaminedReturn, ...]:
        """The accepted returns of the unit for the month, oldest first."""
        returns = self._examine(self.inbox.sent(unit, month), month)
        rules, at = self.context.ledger.overrides, self._rows_of(month)
        ruled, _ = rule_on_rows(returns, rules, at, self.inbox.assurances)
        return tuple(examined for examined in ruled if examined.accepted)

    def on_sheets(self, late: Submission, until: Period) -> Iterator[tuple[str, Numbers]]:
        """What stands on sheets of later months in the same workbook, by the name of the tab.

        (R6.42)
        """
        for beside in self.inbox.beside.get(late.source.file, ()):
            month = period_of(beside.other.claim)
            if period_of(late.claim) < month <= until:
                (examined,) = self._examine((beside.other,), month)
                yield beside.sheet, accepted_numbers(examined)

    def _rows_of(self, month: Period) -> MonthContext:
        ledger, grades = self.context.ledger_of(month), self.context.grades
        return MonthContext(ledger, month.month, {}, grades)

    def _examine(self, sent: Iterable[Submission], month: Period) -> list[ExaminedReturn]:
        rows = self._rows_of(month)
        return [examine_return(submission, order, rows) for order, submission in enumerate(sent)]


def find_doubtful(
    period: Period,
    examined: Sequence[ExaminedReturn],
    others: OtherMonths,
    deadlines: Mapping[Period, datetime],
) -> dict[str, str]:
    """Files of `period` that may be a later month's figures on an old form, and why (更正还是本月).

    Whatever follows, and whichever month is being merged, a file is held until a clerk has said
    which month it is. A copied file whose time is only the file's own looks younger than it is: it
    may be asked about for nothing, and nothing of it is lost (R6.65, R6.67).
    """
    standing: dict[str, Numbers] = defaultdict(dict)
    doubtful: dict[str, str] = {}
    for late in (r for r in examined if r.accepted):
        source, unit = late.submission.source, late.submission.claim.unit
        arrived = month_of_arrival(source.received, period, deadlines[period])
        why = ""
        if arrived and standing[unit] and not _is_answered(late.submission, others.context):
            why = _why_doubtful(late, standing[unit], others, arrived)
        if why:
            doubtful[source.file] = why
        else:
            standing[unit] |= accepted_numbers(late)
    return doubtful


def _is_answered(late: Submission, context: IntakeContext) -> bool:
    """Whether a clerk has said of this form which month it is.

    One who has vouched for all that the unit sends, before this came, has not seen it (R6.65).
    """
    source, unit = late.source, late.claim.unit
    came = source.received.astimezone(CHINA).date().isoformat()
    return any(
        override.file or override.day == "" or override.day >= came
        for override in context.ledger.overrides
        if override.action in {ADOPT, MOVE} and concerns_whole_file(override)
        if names_file(override, source.file) and override.unit in {"", unit}
        if override.action == MOVE or override.period in {"", late.claim.period}
    )


def _why_doubtful(
    late: ExaminedReturn, before: Numbers, others: OtherMonths, arrived: Period
) -> str:
    """Why a late form may be the month's in which it arrives; empty when it may not (R6.65)."""
    forms = [("", accepted_numbers(late)), *others.on_sheets(late.submission, arrived)]
    risen = [(sheet, after, words) for sheet, after in forms if (words := _rise(before, after))]
    if not risen:
        return ""
    sent = others.sent(late.submission.claim.unit, arrived)
    received = late.submission.source.received
    silent = not any(r.submission.source.received < received for r in sent)
    for sheet, after, words in risen:
        where = f"其中〔{sheet}〕一张" if sheet else ""
        if silent:
            return f"{where}{words}，而{arrived.label}的表当时还没有收到"
        if _repeats(after, before, sent):
            return f"{where}{words}，与{arrived.label}报的数相同"
    return ""


def _changed(before: Numbers, after: Numbers) -> Numbers:
    """How far numbers that both give have moved, without those that have not."""
    common = before.keys() & after.keys()
    return {key: after[key] - before[key] for key in common if after[key] != before[key]}


def _rise(before: Numbers, after: Numbers) -> str:
    """Words for a form of whose changed counts at least half rise; empty for any other.

    A form that changes no count is known by its 分子 and 分母 (R6.65).
    """
    changed = _changed(before, after)
    counts = [step for (*_, key), step in changed.items() if key == _COUNT]
    steps = counts or list(changed.values())
    rises = sum(step > 0 for step in steps)
    if not steps or 2 * rises < len(steps):
        return ""
    return f"与前一份不同的{len(steps)}个数有{rises}个变大"


def _repeats(after: Numbers, before: Numbers, sent: Iterable[ExaminedReturn]) -> bool:
    """Whether a month's returns, as they stood at any time, say what the form has changed."""
    changed = _changed(before, after).keys()
    standing: Numbers = {}
    for examined in sent:
        standing |= accepted_numbers(examined)
        common = after.keys() & standing.keys()
        if changed & common and all(after[key] == standing[key] for key in common):
            return True
    return False


def accepted_numbers(examined: ExaminedReturn) -> Numbers:
    """What was accepted: a figure put right after it was held out has not grown."""
    return {
        (row.code, row.county, key): value
        for row in examined.figures
        if not row.held
        for key, value in row.figure.numbers.items()
    }


def judge_doubtful(submission: Submission, why: str) -> Judgement:
    """The verdict on a file that is held until a clerk says which month it is (R6.67)."""
    claim = submission.claim
    reason = (
        f"{claim.period}已有报送件，截止以后又收到一份，{why}：是更正还是本月数？"
        "请问清后在台账〔人工处置〕中填：更正填“采用”，本月数填“改期”"
    )
    return Judgement(
        source=submission.source,
        verdict=Verdict.RETURNED,
        reason=reason,
        unit=claim.unit,
        period=claim.period,
        remedy="先向该单位问清是哪个月的数，再按说明在台账〔人工处置〕中填写",
        open=True,
    )
