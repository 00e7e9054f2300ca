"""Findings about a return besides its figures: targets edited, cells that belong nowhere."""

from __future__ import annotations

from collections.abc import Iterable

from ducha.cells import as_text, is_picture
from ducha.checks.cells import ERROR_TEXT, PICTURE_TEXT, TOO_LONG, WRITTEN_BESIDE
from ducha.checks.returns import NO_NAMES, ONLY_TOTAL, STRAY, TARGET_EDITED, TWO_TEXTS
from ducha.checks.rows import NUMERIC
from ducha.findings import FindingCollector, Place
from ducha.form.asked import AskedRows
from ducha.form.handed import HANDED_ENTRIES
from ducha.form.monthly import target_text
from ducha.intake.numbers import MonthContext
from ducha.submission.reading import Submission, TypedSheet
from ducha.texts import MAX_TEXT, brief, excel_length

_NOTES_SHOWN = 20
"""Comments of one sheet that are listed; more is a conversation."""
_NEEDED = ("填报人", "审核人", "联系电话")


def note_loose_ends(submission: Submission, texts: Iterable[str], notes: FindingCollector) -> None:
    """Cells that belong to no row, and texts that cannot be read or stand there twice.

    (R6.93, R6.95)
    """
    progress, narrative = submission.progress, submission.narrative
    for typed in (progress, narrative):
        for cell in typed.strays:
            notes.add(STRAY.finding(cell))
    _note_lonely_totals(progress, notes)
    for typed, keys in ((progress, ("remark",)), (narrative, tuple(texts))):
        if not typed.errors and not typed.doubled:
            continue
        for place in (typed.place(key, n) for key in keys for n in range(len(typed.rows))):
            if place.address in typed.errors:
                notes.add(ERROR_TEXT.finding(place))
            if place.address in typed.doubled:
                notes.add(TWO_TEXTS.finding(place))


def note_pictures(submission: Submission, texts: Iterable[str], notes: FindingCollector) -> None:
    """Pictures where words are asked for: nobody has read them (R6.454)."""
    progress, narrative = submission.progress, submission.narrative
    for typed, key in ((progress, "remark"), *((narrative, key) for key in texts)):
        for index, value in enumerate(typed.columns.get(key, ())):
            if is_picture(value):
                notes.add(typed.finding(PICTURE_TEXT, key, index))


def note_long_texts(submission: Submission, texts: Iterable[str], notes: FindingCollector) -> None:
    """Texts that no cell of Excel can hold: what is written of them anywhere is cut (R6.94)."""
    cells = (
        (submission.progress, "remark"),
        *((submission.narrative, key) for key in texts),
        *((submission.handed, key) for key in HANDED_ENTRIES),
    )
    for typed, key in cells:
        for index, value in enumerate(typed.columns.get(key, ())):
            length = len(value) if isinstance(value, str) else 0
            if length * 2 > MAX_TEXT and excel_length(as_text(value)) > MAX_TEXT:
                # A rare character counts as two: the number of characters alone explains nothing.
                sizes = {"length": str(length), "most": str(MAX_TEXT)}
                notes.add(typed.finding(TOO_LONG, key, index, **sizes))


def note_words_beside(submission: Submission, notes: FindingCollector) -> None:
    """Comments, and words right of the table: shown to the officer, judged by nobody (R6.431)."""
    for typed in (submission.progress, submission.narrative):
        for place, words in typed.notes[:_NOTES_SHOWN]:
            notes.add(WRITTEN_BESIDE.finding(place, words, words=brief(words)))


def _note_lonely_totals(typed: TypedSheet, notes: FindingCollector) -> None:
    """Totals typed in over our formula where every county is left blank (R6.89)."""
    if not typed.totals:
        return
    filled = {code for n, (code, _) in enumerate(typed.keys) if typed.filled(NUMERIC, n)}
    for code, cell, _ in typed.totals:
        if code not in filled:
            notes.add(ONLY_TOTAL.finding(cell))


def note_edited_targets(
    submission: Submission, asked: AskedRows, context: MonthContext, notes: FindingCollector
) -> None:
    """Targets are the bureau's: a unit's change is shown and ignored (R6.87).

    A row is held against the target that it was issued with. A form of version 1 whose rows still
    have their digest is passed over: one issued before a change of the ledger is not blamed for
    its old targets (R6.324).
    """
    typed = submission.progress
    if "target" not in typed.columns:  # a column taken out asks for nothing
        return
    if typed.digest == submission.claim.issued:
        return
    for index, (key, target) in enumerate(zip(typed.keys, typed.columns["target"], strict=True)):
        task = asked.tasks.get(key)
        if task is None:
            continue
        ours = context.ledger.target_of(task.indicator, task.county, context.month)
        if as_text(target) != asked.targets.get(key, target_text(ours)):
            notes.add(typed.finding(TARGET_EDITED, "target", index))


def note_signatures(submission: Submission, notes: FindingCollector, *, filled: bool) -> None:
    """Who filled in, who checked and a telephone number: missed, and never a reason to refuse.

    (R6.92)
    """
    missing = [name for name in _NEEDED if not submission.foot.get(name)]
    if filled and missing:
        notes.add(NO_NAMES.finding(Place(submission.progress.sheet), names="、".join(missing)))
