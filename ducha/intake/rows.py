"""The rows of one return: what each cell says, what is held out, what an officer must see."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ducha.cells import oddities, squeeze
from ducha.checks.returns import REWORKED, TWICE, UNKNOWN_ROW, WITHDRAWN, WRONG_ROW
from ducha.checks.rows import LEVELS, CheckedRow
from ducha.findings import Finding, FindingCollector
from ducha.form.asked import AskedRows, Key, Reworked
from ducha.form.monthly import NARRATIVE, Task, asked_columns
from ducha.intake.beside import ReadRow, typed_totals, with_joint_findings
from ducha.intake.examined import ExaminedReturn, FigureEntry, TextEntry
from ducha.intake.expected import ExpectedRow
from ducha.intake.handed import read_handed
from ducha.intake.labels import ItemLabels, RowLabels
from ducha.intake.notes import (
    note_edited_targets,
    note_long_texts,
    note_loose_ends,
    note_pictures,
    note_signatures,
    note_words_beside,
)
from ducha.intake.numbers import BLANK, MonthContext, read_row
from ducha.intake.places import is_filled, misplaced_figures
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
    handed = read_handed(submission, order, context.matters_of(submission.claim), notes)
    note_edited_targets(submission, asked, context, notes)
    note_loose_ends(submission, TEXTS, notes)
    note_long_texts(submission, TEXTS, notes)
    note_pictures(submission, TEXTS, notes)
    note_words_beside(submission, notes)
    note_signatures(submission, notes, filled=bool(figures or texts or handed))
    return ExaminedReturn(
        submission=submission,
        order=order,
        owed=asked.owed,
        figures=figures,
        texts=texts,
        findings=tuple(notes.kept),
        handed=handed,
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
    typed = submission.progress
    filled = tuple(_filled_rows(submission, held_against))
    notes.add(*_unknown_rows(typed, filled, asked))
    read = with_joint_findings(typed, tuple(_read_rows(typed, filled, asked)))
    rows: list[FigureEntry] = []
    for found in read:
        held = notes.add(*found.faults, excuse=found.row.remark)
        task = found.expected.task
        entry = _figure_entry(submission, order, task, found.row, found.index, held=held)
        if entry:
            rows.append(entry)
    notes.add(*_withdrawn_rows(typed, (index for index, _ in filled), asked))
    notes.add(*typed_totals(typed, read, submission.claim.unit, context.ledger.counted))
    return tuple(rows)


_Filled = tuple[int, ExpectedRow | None]
"""A row with something in it, and what is known of it beforehand: nothing where it is none."""


def _filled_rows(
    submission: Submission, held_against: tuple[MonthContext, AskedRows]
) -> Iterator[_Filled]:
    context, asked = held_against
    typed, unit = submission.progress, submission.claim.unit
    for index, key in enumerate(typed.keys):
        expected = context.expected_row(unit, key, asked)
        if is_filled(typed, index) or (expected and misplaced_figures(typed, index, expected)):
            yield index, expected


def _read_rows(typed: TypedSheet, filled: Sequence[_Filled], asked: AskedRows) -> Iterator[ReadRow]:
    """The unit's rows as read, each with what is found in it by itself."""
    count = Counter(typed.keys[index] for index, _ in filled)
    labels = RowLabels(typed, asked.tasks)
    for index, expected in filled:
        if expected is None:
            continue
        key = typed.keys[index]
        row, faults = read_row(typed, index, expected)
        faults = _add_label_faults(
            faults, labels, index, expected.task.indicator, twice=count[key] > 1
        )
        if key in asked.reworked:
            row, faults = _reworked_row(typed, index, row, asked.reworked[key])
        yield ReadRow(index, expected, row, tuple(faults))


def _unknown_rows(
    typed: TypedSheet, filled: Iterable[_Filled], asked: AskedRows
) -> Iterator[Finding]:
    for index, expected in filled:
        if expected is None:
            yield from _unknown_row(typed, index, typed.keys[index], asked)


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
