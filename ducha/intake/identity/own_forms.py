"""The bureau's own files that have come back to it: blank forms, 退回件, reports and lists."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ducha.cells import Cells
from ducha.checks.rows import NUMERIC
from ducha.form.claim import BREAKDOWN, ITEM, Trust
from ducha.form.monthly import NARRATIVE
from ducha.intake.identity.doubts import statements
from ducha.intake.identity.model import IdentifiedFile, IdentifiedWorkbook
from ducha.intake.verdicts import Judgement
from ducha.ledger.model import Ledger
from ducha.submission.arrival import Source, Verdict
from ducha.submission.reading import Submission, TypedSheet

_BLANK = "本局发出的空白表，没有填写，不是报送件"
_BESIDE = f"{_BLANK}（该单位另有报送件）"
_RETURNED = "本局发出的退回件，没有改动，不是报送件"
_OTHERS = "本局程序生成的文件（汇总表、清单等），不是报送件"

_FORMS, _MANY = "填报表", 3
"""The outbox's folder of forms, and of how many units blank ones must lie together elsewhere."""
_REASONS_SHEET = "退回原因"
_TEXTS = tuple(column.key for column in NARRATIVE if column.entry)


def is_own_file(cells: Cells, source: Source) -> bool:
    """Whether a workbook is as the program made it, and no unit is known to have sent it.

    (R6.460)
    """
    return cells.untouched and not source.from_unit


def judge_own_report(source: Source) -> Judgement:
    """A workbook of ours that is no form."""
    return _set_aside(Judgement(source=source, verdict=Verdict.NOT_A_RETURN), _OTHERS)


def is_own_return(workbook: IdentifiedWorkbook) -> bool:
    """Whether a form is a 退回件 of ours that nobody has changed."""
    own = is_own_file(workbook.cells, workbook.source) and workbook.trust is Trust.GENUINE
    return own and workbook.cells.sheet(_REASONS_SHEET) is not None


def judge_own_form(
    workbook: IdentifiedWorkbook, ledger: Ledger, judgement: Judgement
) -> Judgement | None:
    """The verdict on a blank form as it was issued, if it is not meant as a return (R6.460)."""
    if not is_own_file(workbook.cells, workbook.source) or not workbook.signed:
        return None
    if is_own_return(workbook):  # what stands in it is to be held against the unit's returns
        return None
    divides = workbook.claim.kind == BREAKDOWN
    form = workbook.read_breakdown(ledger) if divides else workbook.read_return()
    if form is None or not _is_as_issued(form) or not (divides or is_blank(form)):
        return None
    return _set_aside(judgement, _BLANK)


def _is_as_issued(form: Submission) -> bool:
    """Whether its rows are those on its hidden sheet, whose digest it bears where it has none."""
    if not form.claim.rows:
        return form.progress.digest == form.claim.issued
    issued = {row.code for row in form.claim.rows if row.kind != ITEM}
    return {code for code, _ in form.progress.keys} == issued


def is_blank(submission: Submission) -> bool:
    """Whether nothing at all is filled in, not even beside the rows (R6.461)."""
    progress, narrative = submission.progress, submission.narrative
    return not (
        _touched(progress, NUMERIC)
        or _touched(narrative, _TEXTS)
        or progress.strays
        or progress.totals
        or narrative.strays
    )


def _touched(typed: TypedSheet, keys: Iterable[str]) -> bool:
    return any(typed.touched(key, n) for key in keys for n in range(len(typed.rows)))


def _set_aside(judgement: Judgement, reason: str) -> Judgement:
    return replace(judgement, verdict=Verdict.NOT_A_RETURN, reason=reason, attempt=False)


def without_own_forms(identified: Sequence[IdentifiedFile]) -> list[IdentifiedFile]:
    """The files, those set aside that are the bureau's own, or add nothing to what has come.

    A blank form beside a filled one, or dropped here with our outbox; a 退回件 of ours whose every
    word the unit has sent before (R6.460, R6.461).
    """
    filled: dict[tuple[str, str], list[Submission]] = defaultdict(list)
    for file in identified:
        submission = _monthly(file)
        if submission and not file.own and not is_blank(submission):
            filled[submission.claim.unit, submission.claim.period].append(submission)
    outbox = _folders_of_outbox(identified)
    return [
        IdentifiedFile(file=file.file, judgement=file.if_dropped)
        if file.if_dropped and _folder(file) in outbox
        else _unless_own(file, filled)
        for file in identified
    ]


def _folders_of_outbox(identified: Iterable[IdentifiedFile]) -> frozenset[str]:
    """Folders that are a copy of our outbox: so they are called, or blank forms of many lie there.

    One blank form by itself may be what a unit has sent (R6.460).
    """
    units: dict[str, set[str]] = defaultdict(set)
    for file in identified:
        if file.if_dropped:
            units[_folder(file)].add(file.if_dropped.unit)
    return frozenset(
        folder
        for folder, owners in units.items()
        if len(owners) >= _MANY or _FORMS in folder.split("/")
    )


def _folder(file: IdentifiedFile) -> str:
    return file.file.rpartition("/")[0]


def _monthly(file: IdentifiedFile) -> Submission | None:
    submission = file.submission
    return submission if submission and submission.claim.kind != BREAKDOWN else None


def _last_month(submission: Submission) -> set[tuple[str, str, str]]:
    """What stands as last month's figures: our own words, unless the unit has filled them in."""
    typed = submission.progress
    shown = ((*key, typed.text("previous", n)) for n, key in enumerate(typed.keys))
    return {row for row in shown if row[-1]}


def _unless_own(
    file: IdentifiedFile, filled: Mapping[tuple[str, str], Sequence[Submission]]
) -> IdentifiedFile:
    submission = _monthly(file)
    others = filled.get((submission.claim.unit, submission.claim.period)) if submission else None
    if submission is None or not others or file.ruling:
        return file
    blank = submission.genuine and is_blank(submission)
    as_issued = any(_last_month(submission) <= _last_month(other) for other in others)
    reason = _BESIDE if blank and as_issued else ""
    if file.own and not statements(submission).difference(*map(statements, others)):
        reason = _RETURNED
    if not reason:
        return file
    judgement = Judgement(
        source=submission.source,
        verdict=Verdict.NOT_A_RETURN,
        unit=submission.claim.unit,
        period=submission.claim.period,
        kind=submission.claim.kind,
    )
    return IdentifiedFile(file=file.file, judgement=_set_aside(judgement, reason))
