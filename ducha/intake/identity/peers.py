"""A return beside the others of its unit: who sent them, and whether it may replace them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from ducha.cells import Value, spelled
from ducha.checks.identity import REPLACES, TWO_SENDERS
from ducha.findings import Finding, FindingCollector
from ducha.form.breakdown import columns_for
from ducha.form.handed import HANDED_COLUMNS
from ducha.form.monthly import NARRATIVE, PROGRESS
from ducha.intake.verdicts import IntakeContext
from ducha.ledger.model import OWN
from ducha.ledger.names import same_mail
from ducha.submission.reading import Submission, TypedSheet

Answers = dict[tuple[str, str, str], Value]


def compare_returns(
    submissions: Iterable[Submission], context: IntakeContext
) -> tuple[Finding, ...]:
    """What is odd about returns of one month, oldest first, beside earlier ones of their units.

    The findings are graded.
    """
    by_unit: dict[str, list[Submission]] = defaultdict(list)
    for submission in submissions:
        by_unit[submission.claim.unit].append(submission)
    findings: list[Finding] = []
    for unit, sent in by_unit.items():
        for n, submission in enumerate(sent):
            notes = FindingCollector(unit, submission.source.file, context.grades)
            for compare in (_find_two_senders, _find_replaced):
                notes.add(*compare(sent[:n], submission, context))
            findings += notes.kept
    return tuple(findings)


def _find_two_senders(
    earlier: Sequence[Submission], submission: Submission, context: IntakeContext
) -> Iterator[Finding]:
    """Two addresses for one unit that has none registered: whether both are its own is unknown.

    (R6.37)
    """
    sender = submission.source.sender
    senders = [older.source.sender for older in earlier if older.source.sender]
    registered = (
        context.ledger.by_unit[submission.claim.unit].mails
        or same_mail(sender) in context.ledger.by_mail
    )
    if not sender or not senders or registered or same_mail(sender) in map(same_mail, senders):
        return
    shown = spelled(sender)
    yield TWO_SENDERS.finding(found=shown, before=spelled(senders[-1]), sender=shown)


def _find_replaced(
    earlier: Sequence[Submission], submission: Submission, context: IntakeContext
) -> Iterator[Finding]:
    """A return that proves nothing, with other answers than an earlier one that is genuine.

    (R6.38)
    """
    if not earlier or submission.genuine:
        return
    proven = [older for older in earlier if older.genuine]
    if not proven:
        return
    before, after = _answers(proven[-1], context), _answers(submission, context)
    changed = sum(before.get(key) != value for key, value in after.items())
    if changed:
        yield REPLACES.finding(earlier=proven[-1].source.file, changed=str(changed))


def _answers(submission: Submission, context: IntakeContext) -> Answers:
    """Everything that was filled in, by row key and column."""
    places = columns_for((*context.ledger.counties, OWN))
    asked = (*PROGRESS, *NARRATIVE, *HANDED_COLUMNS, *places)
    entries = {column.key for column in asked if column.entry}
    answers: Answers = {}
    for typed in (submission.progress, submission.narrative, submission.handed):
        answers |= _filled_cells(typed, entries & typed.columns.keys())
    return answers


def _filled_cells(typed: TypedSheet, columns: Iterable[str]) -> Answers:
    return {
        (code, county, key): value
        for key in columns
        for (code, county), value in zip(typed.keys, typed.columns[key], strict=True)
        if value != ""
    }
