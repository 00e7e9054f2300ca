"""A return beside the others of its unit: who sent them, and whether it may replace them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from ducha.cells import Value, spelled
from ducha.checks.returns import REPLACES, SAME_MOMENT, TWO_SENDERS
from ducha.findings import Finding, FindingCollector
from ducha.form.breakdown import columns_for
from ducha.form.claim import Trust, verify
from ducha.form.monthly import NARRATIVE, PROGRESS
from ducha.intake.rulings import rulings_on_file
from ducha.intake.verdicts import IntakeContext
from ducha.ledger.model import OWN, same_mail
from ducha.submission.reading import Submission, TypedSheet

Answers = dict[tuple[str, str, str], Value]


def compare_returns(given: Iterable[Submission], desk: IntakeContext) -> tuple[Finding, ...]:
    """What is odd about returns of one month, oldest first, beside earlier ones of their units."""
    by_unit: dict[str, list[Submission]] = defaultdict(list)
    for one in given:
        by_unit[one.claim.unit].append(one)
    found: list[Finding] = []
    for unit, sent in by_unit.items():
        for n, one in enumerate(sent):
            notes = FindingCollector(unit, one.source.file, desk.grades)
            for odd in (_two_senders, _replaces, _same_moment):
                notes.add(*odd(sent[:n], one, desk))
            found += notes.kept
    return tuple(found)


def _two_senders(
    earlier: Sequence[Submission], one: Submission, desk: IntakeContext
) -> Iterator[Finding]:
    """Two addresses for one unit that has none registered: whether both are its own is unknown.

    (R6.37)
    """
    sender = one.source.sender
    before = [given.source.sender for given in earlier if given.source.sender]
    known = desk.ledger.by_unit[one.claim.unit].mails or same_mail(sender) in desk.ledger.by_mail
    if not sender or not before or known or same_mail(sender) in map(same_mail, before):
        return
    now = spelled(sender)
    yield TWO_SENDERS.finding(found=now, before=spelled(before[-1]), sender=now)


def _replaces(
    earlier: Sequence[Submission], one: Submission, desk: IntakeContext
) -> Iterator[Finding]:
    """A return that proves nothing, with other answers than an earlier one that is genuine.

    (R6.38)
    """
    if not earlier or verify(desk.key, one.claim) is Trust.GENUINE:
        return
    proven = [given for given in earlier if verify(desk.key, given.claim) is Trust.GENUINE]
    if not proven:
        return
    before, after = _answers(proven[-1], desk), _answers(one, desk)
    changed = sum(before.get(key) != value for key, value in after.items())
    if changed:
        yield REPLACES.finding(earlier=proven[-1].source.file, changed=str(changed))


def _same_moment(
    earlier: Sequence[Submission], one: Submission, desk: IntakeContext
) -> Iterator[Finding]:
    """A return that is taken for the newer one only by its name, unless a clerk has adopted it.

    (R6.63)
    """
    tied = [given for given in earlier if given.source.received == one.source.received]
    if not tied or rulings_on_file(desk.ledger.overrides, one.source.file, one.claim).adopt:
        return
    answers = _answers(one, desk)
    others = [given.source.file for given in tied if _differ(_answers(given, desk), answers)]
    if others:
        yield SAME_MOMENT.finding(others="、".join(f"“{file}”" for file in others))


def _differ(before: Answers, after: Answers) -> bool:
    """Whether both have an answer to the same question, and not the same one."""
    return any(before[key] != after[key] for key in before.keys() & after.keys())


def _answers(given: Submission, desk: IntakeContext) -> Answers:
    """Everything that was filled in, by row key and column."""
    places = columns_for((*desk.ledger.counties, OWN))
    asked = {column.key for column in (*PROGRESS, *NARRATIVE, *places) if column.entry}
    told: Answers = {}
    for typed in (given.progress, given.narrative):
        told |= _filled(typed, asked & typed.columns.keys())
    return told


def _filled(typed: TypedSheet, columns: Iterable[str]) -> Answers:
    return {
        (code, county, key): value
        for key in columns
        for (code, county), value in zip(typed.keys, typed.columns[key], strict=True)
        if value != ""
    }
