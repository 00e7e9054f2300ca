"""What is said of a return besides its figures: targets edited, cells that belong nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from ducha.cells import as_text
from ducha.checks.of_returns import (
    ERROR_TEXT,
    NO_NAMES,
    ONLY_TOTAL,
    STRAY,
    TARGET_EDITED,
    TOO_LONG,
    TWO_TEXTS,
)
from ducha.checks.row import NUMERIC
from ducha.findings import Finding, Grades, graded
from ducha.form.monthly import Task, target_text
from ducha.intake.numbers import Bench
from ducha.submission.reading import Submission, Typed
from ducha.texts import MAX_TEXT, units

_NEEDED = ("填报人", "审核人", "联系电话")


@dataclass(slots=True)
class Notes:
    """Findings gathered while one return is read."""

    submission: Submission
    grades: Grades
    found: list[Finding] = field(default_factory=list)

    def add(self, finding: Finding, where: Typed, cell: str, found: str = "") -> None:
        """Put a finding down with its place, unless the bureau does not want to hear of it."""
        if graded(finding, self.grades) is None:
            return
        source, unit = self.submission.source, self.submission.claim.unit
        self.found.append(
            replace(
                finding,
                severity=self.grades.get(finding.code) or finding.severity,
                unit=unit,
                file=source.file,
                sheet=where.sheet,
                cell=cell,
                found=finding.found or found,
            )
        )


def loose_ends(submission: Submission, texts: Iterable[str], notes: Notes) -> None:
    """Cells that belong to no row, and texts that cannot be read or stand there twice.

    (R6.93, R6.95)
    """
    progress, narrative = submission.progress, submission.narrative
    for typed in (progress, narrative):
        for cell in typed.strays:
            notes.add(STRAY, typed, cell)
    _lonely_totals(progress, notes)
    for typed, keys in ((progress, ("remark",)), (narrative, tuple(texts))):
        if not typed.errors and not typed.doubled:
            continue
        for cell in (typed.at(key, n) for key in keys for n in range(len(typed.rows))):
            if cell in typed.errors:
                notes.add(ERROR_TEXT, typed, cell)
            if cell in typed.doubled:
                notes.add(TWO_TEXTS, typed, cell)


def long_texts(submission: Submission, texts: Iterable[str], notes: Notes) -> None:
    """Texts that no cell of Excel can hold: what is written of them anywhere is cut (R6.94)."""
    progress, narrative = submission.progress, submission.narrative
    for typed, key in ((progress, "remark"), *((narrative, key) for key in texts)):
        for index, value in enumerate(typed.columns.get(key, ())):
            length = len(value) if isinstance(value, str) else 0
            if length * 2 > MAX_TEXT and units(as_text(value)) > MAX_TEXT:
                notes.add(_too_long(length), typed, typed.at(key, index), as_text(value))


def _too_long(length: int) -> Finding:
    """A rare character counts as two, so the number of characters alone would not explain it."""
    sentence = (
        f"这一格有{length}字，超过 Excel 一格能放的{MAX_TEXT}字，"
        "汇总表和退回件里只显示前面部分，后面截断；全文在原报送文件里"
    )
    return replace(TOO_LONG, sentence=sentence)


def _lonely_totals(typed: Typed, notes: Notes) -> None:
    """Totals typed in over our formula where every county is left blank (R6.89)."""
    if not typed.totals:
        return
    given = {code for n, (code, _) in enumerate(typed.keys) if _filled(typed, n)}
    for code, cell in typed.totals:
        if code not in given:
            notes.add(ONLY_TOTAL, typed, cell)


def _filled(typed: Typed, index: int) -> bool:
    return any(typed.value(key, index) != "" for key in NUMERIC)


def edited_targets(
    submission: Submission,
    tasks: Mapping[tuple[str, str], Task],
    bench: Bench,
    notes: Notes,
) -> None:
    """Targets are the ledger's: a unit's change is shown and ignored.

    A form as issued bears out its own digest, so that one issued before a change of the ledger
    is not blamed for its old targets (R6.87).
    """
    typed = submission.progress
    if "target" not in typed.columns:  # a column taken out asks for nothing
        return
    if typed.digest == submission.claim.issued:
        return
    for index, (key, target) in enumerate(zip(typed.keys, typed.columns["target"], strict=True)):
        task = tasks.get(key)
        if task is None:
            continue
        ours = bench.ledger.target_of(task.indicator, task.county, bench.month)
        if as_text(target) != target_text(ours):
            notes.add(TARGET_EDITED, typed, typed.at("target", index), as_text(target))


def signatures(submission: Submission, notes: Notes, *, filled: bool) -> None:
    """Who filled in, who checked and a telephone number: missed, and never a reason to refuse.

    (R6.92)
    """
    missing = [name for name in _NEEDED if not submission.foot.get(name)]
    if filled and missing:
        finding = replace(NO_NAMES, sentence=f"{NO_NAMES.sentence}{'、'.join(missing)}")
        notes.add(finding, submission.progress, "")
