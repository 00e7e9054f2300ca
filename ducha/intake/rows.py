"""The rows of one return: what each cell says, what is held out, what an officer must see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from ducha.cells import oddities, squeeze
from ducha.checks.returns import (
    TWICE,
    UNKNOWN_ROW,
    WITHDRAWN,
    WRONG_ROW,
)
from ducha.checks.rows import LEVELS, NUMERIC, CheckedRow
from ducha.findings import Finding, FindingCollector
from ducha.form.monthly import (
    NARRATIVE,
    Duty,
    Task,
    asked_columns,
    items_of,
)
from ducha.intake.examined import ExaminedReturn, FigureEntry, TextEntry
from ducha.intake.labels import ItemLabels, RowLabels
from ducha.intake.notes import (
    note_edited_targets,
    note_long_texts,
    note_loose_ends,
    note_signatures,
)
from ducha.intake.numbers import MonthContext, read_row
from ducha.ledger.model import Indicator, Kind, Ledger, Level
from ducha.status.rating import Figure
from ducha.submission.reading import Submission, TypedSheet

TEXTS = tuple(column.key for column in NARRATIVE if column.entry)


def examine_return(submission: Submission, order: int, context: MonthContext) -> ExaminedReturn:
    """Read and check every row of one return."""
    unit = submission.claim.unit
    notes = FindingCollector(unit, submission.source.file, context.grades)
    tasks = context.tasks_for(unit)
    figures = _figures(submission, order, context, notes)
    texts = _texts(submission, order, context.ledger, notes)
    note_edited_targets(submission, tasks, context, notes)
    note_loose_ends(submission, TEXTS, notes)
    note_long_texts(submission, TEXTS, notes)
    note_signatures(submission, notes, filled=bool(figures or texts))
    owed = sum(task.duty is Duty.OWED for task in tasks.values())
    return ExaminedReturn(
        submission=submission,
        order=order,
        owed=owed,
        figures=figures,
        texts=texts,
        findings=_with_withdrawn_together(notes.kept),
        withdrawn=sum(finding.rule is WITHDRAWN for finding in notes.kept),
    )


def _with_withdrawn_together(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings with one for all rows that were withdrawn, where the first of them stands."""
    withdrawn = [finding for finding in findings if finding.rule is WITHDRAWN]
    if len(withdrawn) < 2:  # noqa: PLR2004 - one stands by itself
        return tuple(findings)
    first = withdrawn[0]
    codes = "、".join(dict.fromkeys(finding.found for finding in withdrawn))
    words = {"codes": codes, "number": str(len(withdrawn))}
    together = WITHDRAWN.finding(first.place, first.found, **words).about(first.unit, first.file)
    rest = (f for f in findings if f is first or f.rule is not WITHDRAWN)
    return tuple(together if finding is first else finding for finding in rest)


def _figures(
    submission: Submission, order: int, context: MonthContext, notes: FindingCollector
) -> tuple[FigureEntry, ...]:
    typed, unit = submission.progress, submission.claim.unit
    keys = typed.keys
    filled = [index for index in range(len(keys)) if not _is_untouched(typed, index)]
    count = Counter(keys[index] for index in filled)
    labels = RowLabels(typed, context.tasks_for(unit))
    rows: list[FigureEntry] = []
    for index in filled:
        key = keys[index]
        expected = context.expected_row(unit, key)
        if expected is None:
            notes.add(_foreign_row(submission, index))
            continue
        row, faults = read_row(typed, index, expected)
        faults = _add_label_faults(
            faults, labels, index, expected.task.indicator, twice=count[key] > 1
        )
        held = notes.add(*faults, excuse=row.remark)
        entry = _figure_entry(submission, order, expected.task, row, index, held=held)
        if entry:
            rows.append(entry)
    return tuple(rows)


def _foreign_row(submission: Submission, index: int) -> Finding:
    """A filled row that is none of the unit's; one that it was issued is not its fault.

    Rows that bear out the digest are those that were issued, whatever has become of the ledger
    since (R6.81, R6.307).
    """
    typed = submission.progress
    place, (code, county) = typed.place("code", index), typed.keys[index]
    if typed.digest == submission.claim.issued:
        return WITHDRAWN.finding(place, code, codes=code, number="1")
    return UNKNOWN_ROW.finding(place, code, oddities=oddities(code, county))


def _add_label_faults(
    faults: list[Finding], labels: RowLabels, index: int, indicator: Indicator, *, twice: bool
) -> list[Finding]:
    """Add the findings about the row's words; where they are another row's, no others.

    (R6.82)
    """
    # The figure is what must be put right; its column may have been taken out.
    places = (*asked_columns(indicator.kind), "indicator")
    first = next((key for key in places if key in labels.typed.columns), "code")
    place = labels.typed.place(first, index)
    label_faults = [replace(fault, place=place) for fault in labels.faults(index, indicator)]
    if label_faults and label_faults[0].rule is WRONG_ROW:
        return label_faults
    return [labels.typed.finding(TWICE, "code", index)] if twice else [*faults, *label_faults]


def _is_untouched(typed: TypedSheet, index: int) -> bool:
    """A row with nothing in its entry cells, not even an error or a formula without a value.

    (R6.81)
    """
    return not any(
        typed.touched(key, index) or (typed.doubled and typed.at(key, index) in typed.doubled)
        for key in NUMERIC
    )


def _figure_entry(
    submission: Submission, order: int, task: Task, row: CheckedRow, index: int, *, held: bool
) -> FigureEntry | None:
    """The row as it goes into the merge, with where it stands and how it was typed.

    None when no figure was given: a blank erases nothing.
    """
    typed, unit = submission.progress, submission.claim.unit
    figure = _figure(row)
    if not held and not figure.given and not _is_word(row):
        return None
    columns = asked_columns(row.kind)
    return FigureEntry(
        order=order,
        unit=unit,
        lead=task.indicator.leads[0] == unit,
        code=task.indicator.code,
        county=task.county,
        figure=figure,
        held=held,
        typed="/".join([typed.text(key, index) for key in columns]),
        file=submission.source.file,
        place=typed.places(columns, index),
    )


def _figure(row: CheckedRow) -> Figure:
    """What a row means; a word that is no level means nothing."""
    if row.kind is Kind.QUALITATIVE:
        return Figure(level=Level(row.done.typed) if row.done.typed in LEVELS else None)
    return Figure(row.done.number, row.numerator.number, row.denominator.number)


def _is_word(row: CheckedRow) -> bool:
    """Whether a level was asked and something was typed, be it no level at all."""
    return row.kind is Kind.QUALITATIVE and row.done.typed != ""


def _foreign_item(submission: Submission, index: int) -> Finding:
    """Texts beside an item that is none of the unit's; 情况说明 has no digest of its own.

    Issued was an item of which the form was issued rows of figures (R6.307).
    """
    place = submission.narrative.place("code", index)
    item = squeeze(submission.narrative.value("code", index))
    progress = submission.progress
    issued = {code.rpartition("-")[0] for code, _ in progress.keys}
    if progress.digest == submission.claim.issued and item in issued:
        return WITHDRAWN.finding(place, item, codes=item, number="1")
    return UNKNOWN_ROW.finding(place, item, oddities=oddities(item))


def _texts(
    submission: Submission, order: int, ledger: Ledger, notes: FindingCollector
) -> tuple[TextEntry, ...]:
    typed, unit = submission.narrative, submission.claim.unit
    items = {first.item: first for first in items_of(ledger, unit)}
    labels = ItemLabels(typed, items)
    entries: list[TextEntry] = []
    for index, code in enumerate(typed.columns.get("code", ())):
        item = squeeze(code)
        texts = [(key, text) for key in TEXTS if (text := typed.text(key, index))]
        if not texts:
            continue
        if item not in items:
            notes.add(_foreign_item(submission, index))
            continue
        fault = labels.fault(index, items[item])
        if fault:
            notes.add(replace(fault, place=typed.place("task", index)))
        if fault is None or fault.rule is not WRONG_ROW:
            entries.extend(
                TextEntry(
                    order=order,
                    unit=unit,
                    item=item,
                    key=key,
                    text=text,
                    file=submission.source.file,
                    place=typed.place(key, index),
                )
                for key, text in texts
            )
    return tuple(entries)
