"""What an officer must know about a return that is taken all the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ducha.cells import spelled
from ducha.checks.identity import (
    ANOTHERS,
    EARLIER_SHEET,
    LATER_SHEET,
    LIKE_ANOTHER,
    NO_CODES,
    NO_HEAD,
    OTHER_MONTH,
    RENAMED,
    STRANGER,
    UNKNOWN_KEY,
    UNSIGNED,
    UNTOLD,
)
from ducha.findings import Finding, FindingCollector, Place
from ducha.form.claim import MONTHLY, Trust
from ducha.form.monthly import NARRATIVE, NARRATIVE_SHEET, PROGRESS, PROGRESS_SHEET
from ducha.intake.identity.model import IdentifiedWorkbook
from ducha.intake.verdicts import IntakeContext
from ducha.ledger.names import same_mail
from ducha.period import Period, month_of, parse_period
from ducha.submission.arrival import SEVERAL
from ducha.submission.hidden import name_given_instead
from ducha.submission.reading import Submission, TypedSheet
from ducha.submission.sheets import other_sheets


def find_doubts(
    workbook: IdentifiedWorkbook, context: IntakeContext, likeness: str
) -> tuple[Finding, ...]:
    """What an officer must know about a return that is taken.

    Args:
        workbook: The return, its claim accepted.
        context: What it is held against, whose grades are applied.
        likeness: The sentence that says whose form it resembles, blank where it is nobody else's.
    """
    claim, source = workbook.claim, workbook.source
    findings: list[Finding] = []
    if not workbook.signed:
        # A clerk has already vouched for a workbook whose hidden sheet is at fault.
        findings.extend(() if workbook.fault else (UNSIGNED.finding(),))
    elif workbook.trust is Trust.UNKNOWN_KEY:
        findings.append(UNKNOWN_KEY.finding())
    renamed = name_given_instead(workbook.cells)
    if renamed:
        findings.append(RENAMED.finding(Place(renamed), renamed))
    if not workbook.cells.telling:
        findings.append(UNTOLD.finding())
    findings += (
        *_check_months(workbook),
        *_check_head(workbook),
        *_check_sender(claim.unit, source.sender, context),
    )
    findings.extend(
        NO_CODES.finding(Place(sheet), rows=str(count))
        for sheet, count in workbook.restored.items()
    )
    if likeness:
        findings.append(LIKE_ANOTHER.finding(likeness=likeness))
    return _graded(findings, workbook, context)


def find_misdated(workbook: IdentifiedWorkbook, context: IntakeContext) -> tuple[Finding, ...]:
    """The doubt whether a return is the month's that it claims: the page names other months.

    (R6.31)
    """
    return _graded(_check_months(workbook), workbook, context)


def _graded(
    findings: Iterable[Finding], workbook: IdentifiedWorkbook, context: IntakeContext
) -> tuple[Finding, ...]:
    notes = FindingCollector(workbook.claim.unit, workbook.source.file, context.grades)
    notes.add(*findings)
    return tuple(notes.kept)


def _check_months(workbook: IdentifiedWorkbook) -> tuple[Finding, ...]:
    months = "、".join(_other_months(workbook))
    if not months:
        return ()
    return (OTHER_MONTH.finding(found=months, months=months, period=workbook.claim.period),)


def _other_months(workbook: IdentifiedWorkbook) -> list[str]:
    """Months, or years, on the page other than the claim's, unless a clerk has settled it."""
    claim, head = workbook.claim, workbook.head
    if claim.kind != MONTHLY:
        return [f"{head.year}年度"] if head.year not in {"", claim.period} else []
    if workbook.ruling.move is not None:
        return []
    others = [month for month in head.months if str(month) != claim.period]
    kept = _months_laid_aside(workbook) if others else frozenset()
    return [month.label for month in others if month not in kept]


def _months_laid_aside(workbook: IdentifiedWorkbook) -> frozenset[Period]:
    """Months of sheets beside the one that is read: whoever keeps them has mistaken nothing.

    (R6.40)
    """
    return frozenset(
        month
        for name in (PROGRESS_SHEET, NARRATIVE_SHEET)
        for month, _ in other_sheets(workbook.cells, name, workbook.claim.period)
    )


def _check_head(workbook: IdentifiedWorkbook) -> tuple[Finding, ...]:
    """Unit or month cannot be read on the page, so that only the hidden sheet names them.

    (R6.32)
    """
    claim, head = workbook.claim, workbook.head
    dated = bool(head.period if claim.kind == MONTHLY else head.year)
    named = {"填报单位": bool(head.unit), "期次" if claim.kind == MONTHLY else "年度": dated}
    missing = "和".join(name for name, visible in named.items() if not visible)
    if not missing:
        return ()
    return (NO_HEAD.finding(missing=missing, unit=claim.unit, period=claim.period),)


def _check_sender(unit: str, sender: str, context: IntakeContext) -> tuple[Finding, ...]:
    """A mail from another unit's address, or from one that is not among the unit's.

    An address that is nobody's says nothing while the unit has none registered (R6.36).
    """
    owners = [context.ledger.by_mail.get(same_mail(mail), ()) for mail in sender.split(SEVERAL)]
    if not sender or all(unit in names for names in owners):
        return ()
    strangers = dict.fromkeys(name for names in owners if unit not in names for name in names)
    if strangers:
        return (ANOTHERS.finding(found=spelled(sender), others="、".join(strangers), unit=unit),)
    return (STRANGER.finding(found=spelled(sender)),) if context.ledger.by_unit[unit].mails else ()


_TEXTS = tuple(column.key for column in NARRATIVE if column.entry)
_FIGURES = tuple(column.key for column in PROGRESS if column.entry and column.key != "remark")

Statement = tuple[str, str, str, str]
"""A code, a place, a column, and what was typed there."""


def statements(submission: Submission) -> frozenset[Statement]:
    """Every figure and text filled in on a return, as a person sees it."""
    return frozenset(
        (*_statements(submission.progress, _FIGURES), *_statements(submission.narrative, _TEXTS))
    )


def _statements(typed: TypedSheet, columns: Iterable[str]) -> Iterable[Statement]:
    for key in columns:
        for index, (code, county) in enumerate(typed.keys):
            if text := typed.text(key, index):
                yield code, county, key, text


def unsaid_beside(
    submission: Submission, beside: Submission, sent: Sequence[Submission]
) -> frozenset[Statement]:
    """What a sheet of another month says that no return of its unit for that month has said.

    `sent` are these returns. A copy of the form's own sheet made for a month that has not begun
    says nothing yet (R6.41).
    """
    said = statements(beside)
    month = parse_period(beside.claim.period)
    if month is None or month > month_of(submission.source.received):
        said -= statements(submission)
    return said.difference(*map(statements, sent))


class SheetBeside(NamedTuple):
    """A sheet of another month in a return, read as if claimed for it; `unsaid` is new of it."""

    submission: Submission
    other: Submission
    unsaid: int

    @property
    def sheet(self) -> str:
        """The name of the tab."""
        return self.other.progress.sheet or self.other.narrative.sheet


def note_sheet(beside: SheetBeside, context: IntakeContext) -> tuple[Finding, ...]:
    """Tell of a sheet of another month that is not taken, both in its month and the form's.

    (R6.41)
    """
    claim, written = beside.submission.claim, beside.other.claim.period
    period = parse_period(written)
    month = period.label if period else written
    rule = LATER_SHEET if written > claim.period else EARLIER_SHEET
    words = {"sheet": beside.sheet, "month": month, "unsaid": str(beside.unsaid)}
    finding = rule.finding(Place(beside.sheet), month, **words)
    notes = FindingCollector(claim.unit, beside.submission.source.file, context.grades)
    notes.add(finding)
    return tuple(notes.kept)
