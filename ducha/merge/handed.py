"""What a month's returns leave unsaid of the matters handed to their units."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ducha.cells import squeeze
from ducha.checks.handed import UNANSWERED
from ducha.findings import Finding, FindingCollector, Grades, Place
from ducha.form.claim import HANDED
from ducha.form.handed import HANDED_SHEET
from ducha.intake.examined import ExaminedReturn, TextEntry
from ducha.ledger.handed.records import Assignment, Progress

_ANSWER = "answer"


def find_unanswered(
    returns: Sequence[ExaminedReturn],
    assignments: Sequence[Assignment],
    handed: Mapping[tuple[str, str, str], TextEntry],
    grades: Grades,
) -> Iterator[Finding]:
    """Matters that a unit's form asked about and none of its returns of the month answers (R9.78).

    Once for each, in the newest return whose form asked; not of what is closed by now.
    """
    still_open = {squeeze(a.number) for a in assignments if a.progress is Progress.OPEN}
    asked: dict[tuple[str, str], ExaminedReturn] = {}
    for examined in returns:
        claim = examined.submission.claim
        for row in claim.rows if examined.accepted else ():
            if row.kind == HANDED:
                asked[claim.unit, row.code] = examined
    for (unit, number), examined in asked.items():
        answered = (unit, number, _ANSWER) in handed
        if number in still_open and not answered:
            collector = FindingCollector(unit, examined.submission.source.file, grades)
            collector.add(UNANSWERED.finding(_place(examined, number), number=number))
            yield from collector.kept


def _place(examined: ExaminedReturn, number: str) -> Place:
    """The cell that was left blank, or the sheet where it is not there any more."""
    typed = examined.submission.handed
    rows = [index for index, (code, _) in enumerate(typed.keys) if code == number]
    return typed.place(_ANSWER, rows[0]) if rows else Place(HANDED_SHEET)
