"""The rows of one return: what each cell says, what is held out, what an officer must see."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from ducha.cells import oddities, squeeze
from ducha.checks.of_returns import (
    TWICE,
    UNKNOWN_ROW,
    WRONG_ROW,
)
from ducha.checks.row import LEVELS, NUMERIC, Row
from ducha.findings import Finding, Severity, graded
from ducha.form.monthly import (
    NARRATIVE,
    Duty,
    Task,
    asked,
    items_of,
)
from ducha.intake.examined import Examined, Reported, Told
from ducha.intake.labels import ItemLabels, RowLabels
from ducha.intake.notes import Notes, edited_targets, long_texts, loose_ends, signatures
from ducha.intake.numbers import Bench, Fault, Given, read_row
from ducha.ledger.model import Kind, Ledger, Level
from ducha.status.rating import Figure
from ducha.submission.reading import Submission, Typed

TEXTS = tuple(column.key for column in NARRATIVE if column.entry)


def examine(submission: Submission, order: int, bench: Bench) -> Examined:
    """Read and check every row of one return."""
    notes = Notes(submission, bench.grades)
    unit = submission.claim.unit
    tasks = bench.tasks_for(unit)
    figures = _figures(submission, order, bench, notes)
    texts = _texts(submission, order, bench.ledger, notes)
    edited_targets(submission, tasks, bench, notes)
    loose_ends(submission, TEXTS, notes)
    long_texts(submission, TEXTS, notes)
    signatures(submission, notes, filled=bool(figures or texts))
    owed = sum(task.duty is Duty.OWED for task in tasks.values())
    return Examined(submission, order, owed, figures, texts, tuple(notes.found))


def _figures(
    submission: Submission, order: int, bench: Bench, notes: Notes
) -> tuple[Reported, ...]:
    typed, unit = submission.progress, submission.claim.unit
    keys = typed.keys
    filled = [index for index in range(len(keys)) if not _untouched(typed, index)]
    count = Counter(keys[index] for index in filled)
    labels = RowLabels(typed, bench.tasks_for(unit))
    rows: list[Reported] = []
    for index in filled:
        key = keys[index]
        given = bench.given(unit, key)
        if given is None:
            notes.add(_unknown(*key), typed, typed.at("code", index), key[0])
            continue
        row, faults = read_row(typed, index, given)
        faults = _with_labels(faults, labels, index, given, twice=count[key] > 1)
        for finding, column in faults:
            notes.add(finding, typed, typed.at(column, index), typed.text(column, index))
        held = any(finding.severity is Severity.RETURN for finding, _ in faults)
        reported = _reported(submission, order, given.task, row, index, held=held)
        if reported:
            rows.append(reported)
    return tuple(rows)


def _with_labels(
    faults: list[Fault], labels: RowLabels, index: int, given: Given, *, twice: bool
) -> list[Fault]:
    """Add what the row's words say; a row of which nobody knows what it means says only that.

    (R6.82)
    """
    indicator = given.task.indicator
    # The figure is what must be put right; its column may have been taken out.
    places = (*asked(indicator.kind), "indicator")
    first = next((key for key in places if key in labels.typed.columns), "code")
    said = [
        (kept, first)
        for fault in labels.faults(index, indicator)
        if (kept := graded(fault, given.grades))
    ]
    if said and said[0][0].code == WRONG_ROW.code:
        return said
    return [(TWICE, "code")] if twice else [*faults, *said]


def _unknown(*key: str) -> Finding:
    return replace(UNKNOWN_ROW, sentence=UNKNOWN_ROW.sentence + oddities(*key))


def _untouched(typed: Typed, index: int) -> bool:
    """A row with nothing in its entry cells, not even an error or a formula without a value.

    (R6.81)
    """
    columns = typed.columns
    if any(key in columns and columns[key][index] != "" for key in NUMERIC):
        return False
    if not typed.formulas and not typed.errors and not typed.doubled:
        return True
    cells = {typed.at(key, index) for key in NUMERIC}
    return all(map(cells.isdisjoint, (typed.formulas, typed.errors, typed.doubled)))


def _reported(
    submission: Submission, order: int, task: Task, row: Row, index: int, *, held: bool
) -> Reported | None:
    """The row as it goes into the merge, with where it stands and how it was typed.

    None when no figure was given: a blank erases nothing.
    """
    typed, unit = submission.progress, submission.claim.unit
    figure = _figure(row)
    if not held and not figure.given and not _is_word(row):
        return None
    columns = asked(row.kind)
    return Reported(
        order,
        unit,
        task.indicator.leads[0] == unit,
        task.indicator.code,
        task.county,
        figure,
        held,
        "/".join([typed.text(key, index) for key in columns]),
        submission.source.file,
        typed.sheet,
        ",".join([typed.at(key, index) for key in columns]),
    )


def _figure(row: Row) -> Figure:
    """What a row means; a word that is no level means nothing."""
    if row.kind is Kind.QUALITATIVE:
        return Figure(level=Level(row.done.typed) if row.done.typed in LEVELS else None)
    return Figure(row.done.number, row.numerator.number, row.denominator.number)


def _is_word(row: Row) -> bool:
    """Whether a level was asked and something was typed, be it no level at all."""
    return row.kind is Kind.QUALITATIVE and row.done.typed != ""


def _texts(submission: Submission, order: int, ledger: Ledger, notes: Notes) -> tuple[Told, ...]:
    typed, unit = submission.narrative, submission.claim.unit
    known = {first.item: first for first in items_of(ledger, unit)}
    labels = ItemLabels(typed, known)
    told: list[Told] = []
    for index, code in enumerate(typed.columns.get("code", ())):
        item = squeeze(code)
        texts = [(key, text) for key in TEXTS if (text := typed.text(key, index))]
        if not texts:
            continue
        if item not in known:
            notes.add(_unknown(item), typed, typed.at("code", index), item)
            continue
        fault = labels.fault(index, known[item])
        if fault:
            notes.add(fault, typed, typed.at("task", index), fault.found)
        if fault is None or fault.code != WRONG_ROW.code:
            told.extend(
                Told(order, unit, item, key, text, typed.at(key, index)) for key, text in texts
            )
    return tuple(told)
