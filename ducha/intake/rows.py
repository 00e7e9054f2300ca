"""The rows of one return: what each cell says, what is held out, what an officer must see."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from ducha.cells import oddities, squeeze
from ducha.checks.returns import REWORKED, TWICE, UNKNOWN_ROW, WITHDRAWN, WRONG_ROW
from ducha.checks.rows import LEVELS, NUMERIC, CheckedRow
from ducha.findings import Finding, FindingCollector
from ducha.form.asked import AskedRows, Key, Reworked
from ducha.form.monthly import NARRATIVE, Task, asked_columns
from ducha.intake.examined import ExaminedReturn, FigureEntry, TextEntry
from ducha.intake.labels import ItemLabels, RowLabels
from ducha.intake.notes import (
    note_edited_targets,
    note_long_texts,
    note_loose_ends,
    note_pictures,
    note_signatures,
)
from ducha.intake.numbers import BLANK, MonthContext, read_row
from ducha.ledger.model import Indicator, Kind, Level
from ducha.status.rating import Figure
from ducha.submission.reading import Submission, TypedSheet

_NAMED = 3
"""So many places are named of a row that is asked nowhere any more."""

TEXTS = tuple(column.key for column in NARRATIVE if column.entry)


def examine_return(submission: Submission, order: int, context: MonthContext) -> ExaminedReturn:
    """Read and check every row of one return."""
    unit = submission.claim.unit
    notes = FindingCollector(unit, submission.source.file, context.grades)
    asked = _with_proven_rows(context.asked_of(submission.claim), submission)
    figures = _figures(submission, order, (context, asked), notes)
    texts = _texts(submission, order, asked, notes)
    note_edited_targets(submission, asked, context, notes)
    note_loose_ends(submission, TEXTS, notes)
    note_long_texts(submission, TEXTS, notes)
    note_pictures(submission, TEXTS, notes)
    note_signatures(submission, notes, filled=bool(figures or texts))
    return ExaminedReturn(
        submission=submission,
        order=order,
        owed=asked.owed,
        figures=figures,
        texts=texts,
        findings=tuple(notes.kept),
    )


def _with_proven_rows(asked: AskedRows, submission: Submission) -> AskedRows:
    """What was issued by a form of version 1 too, whose rows bear out the digest (R6.30, R6.307).

    情况说明 has no digest: issued was an item of which rows of figures were.
    """
    typed, claim = submission.progress, submission.claim
    if claim.rows or typed.digest != claim.issued:
        return asked
    items = {(code.rpartition("-")[0], "") for code, _ in typed.keys}
    gone = {key for key in typed.keys if key not in asked.tasks}
    gone |= {item for item in items if item[0] not in asked.items}
    return replace(asked, withdrawn=asked.withdrawn | gone)


def _figures(
    submission: Submission,
    order: int,
    held_against: tuple[MonthContext, AskedRows],
    notes: FindingCollector,
) -> tuple[FigureEntry, ...]:
    context, asked = held_against
    typed, unit = submission.progress, submission.claim.unit
    keys = typed.keys
    filled = [index for index in range(len(keys)) if not _is_untouched(typed, index)]
    count = Counter(keys[index] for index in filled)
    labels = RowLabels(typed, asked.tasks)
    rows: list[FigureEntry] = []
    for index in filled:
        key = keys[index]
        expected = context.expected_row(unit, key, asked)
        if expected is None:
            notes.add(*_unknown_row(typed, index, key, asked))
            continue
        row, faults = read_row(typed, index, expected)
        faults = _add_label_faults(
            faults, labels, index, expected.task.indicator, twice=count[key] > 1
        )
        if key in asked.reworked:
            row, faults = _reworked_row(typed, index, row, asked.reworked[key])
        held = notes.add(*faults, excuse=row.remark)
        entry = _figure_entry(submission, order, expected.task, row, index, held=held)
        if entry:
            rows.append(entry)
    notes.add(*_withdrawn_rows(typed, filled, asked))
    return tuple(rows)


def _unknown_row(typed: TypedSheet, index: int, key: Key, asked: AskedRows) -> Iterator[Finding]:
    """A row that is none of the unit's, unless the bureau itself has issued it (R6.81, R6.325)."""
    if key not in asked.withdrawn:
        place = typed.place("code", index)
        yield UNKNOWN_ROW.finding(place, key[0], oddities=oddities(*key))


def _withdrawn_rows(
    typed: TypedSheet, filled: Iterable[int], asked: AskedRows
) -> Iterator[Finding]:
    """Filled rows that were issued and are asked no more: one finding for an indicator, or item.

    (R6.325)
    """
    by_code: dict[str, list[int]] = defaultdict(list)
    for index in filled if asked.withdrawn else ():
        if typed.keys[index] in asked.withdrawn:
            by_code[typed.keys[index][0]].append(index)
    for code, rows in by_code.items():
        places = [place for n in rows if (place := typed.keys[n][1])]
        named = "、".join(places[:_NAMED]) + (f"等{len(places)}处" * (len(places) > _NAMED))
        what = f"{code}（{named}）" if named else code
        yield WITHDRAWN.finding(typed.place("code", rows[0]), code, what=what)


def _reworked_row(
    typed: TypedSheet, index: int, row: CheckedRow, reworked: Reworked
) -> tuple[CheckedRow, list[Finding]]:
    """A row that answers another question than today's: nothing of it is read (R6.326)."""
    place = typed.places(asked_columns(row.kind), index)
    blank = row._replace(done=BLANK, numerator=BLANK, denominator=BLANK)
    return blank, [REWORKED.finding(place, **reworked._asdict())]


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


def _texts(
    submission: Submission, order: int, asked: AskedRows, notes: FindingCollector
) -> tuple[TextEntry, ...]:
    typed, unit = submission.narrative, submission.claim.unit
    items = asked.items
    labels = ItemLabels(typed, items)
    entries: list[TextEntry] = []
    withdrawn: list[int] = []
    for index, code in enumerate(typed.columns.get("code", ())):
        item = squeeze(code)
        texts = [(key, text) for key in TEXTS if (text := typed.text(key, index))]
        if not texts:
            continue
        if item not in items:
            notes.add(*_unknown_row(typed, index, (item, ""), asked))
            withdrawn.append(index)
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
    notes.add(*_withdrawn_rows(typed, withdrawn, asked))
    return tuple(entries)
