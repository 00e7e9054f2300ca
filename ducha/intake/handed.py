"""The answers about matters handed over: a row by its 编号, held against what was issued."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ducha.cells import oddities, squeeze
from ducha.checks.cells import ERROR_TEXT
from ducha.checks.handed import (
    MATTER_EDITED,
    MATTER_GONE,
    MATTER_TWICE,
    NO_EVIDENCE,
    NO_NUMBER,
    UNCLEAR_CLOSING,
    UNKNOWN_MATTER,
)
from ducha.checks.returns import TWO_TEXTS
from ducha.findings import Finding, FindingCollector
from ducha.form.handed import (
    APPLIES,
    APPLIES_NOT,
    HANDED_ENTRIES,
    HANDED_LOCKED,
    AskedMatters,
    locked_digest,
)
from ducha.intake.examined import TextEntry
from ducha.submission.reading import Submission, TypedSheet

_Written = dict[str, str]
"""The filled cells of a row, by the key of their column."""


def read_handed(
    submission: Submission, order: int, asked: AskedMatters, notes: FindingCollector
) -> tuple[TextEntry, ...]:
    """What a unit says of the matters handed to it; `item` of an entry is the 编号 (R9.76)."""
    typed = submission.handed
    notes.add(*_loose_ends(typed))
    rows: dict[str, _Written] = {}
    entries: dict[tuple[str, str], TextEntry] = {}
    for index, code in enumerate(typed.columns.get("code", ())):
        number, written = squeeze(code), _written(typed, index)
        notes.add(*_edits(typed, index, asked.issued.get(number, "")))
        if written and number not in asked.issued:
            notes.add(_stranger(typed, index, number, asked))
        elif written:
            notes.add(*_faults(typed, index, number, written))
            notes.add(*_repeats(typed, index, number, (rows.get(number, {}), written)))
            rows[number] = written
            for entry in _entries(submission, order, index, written):
                entries[number, entry.key] = entry
    return tuple(entries.values())


def _written(typed: TypedSheet, index: int) -> _Written:
    texts = {key: typed.text(key, index) for key in HANDED_ENTRIES}
    return {key: text for key, text in texts.items() if text.strip()}


def _entries(
    submission: Submission, order: int, index: int, written: _Written
) -> Iterator[TextEntry]:
    """The cells that are taken; an answer to 申请办结 that is none is left out (R9.77)."""
    typed = submission.handed
    for key, text in written.items():
        said = squeeze(text) if key == "closing" else text
        if key == "closing" and said not in {APPLIES, APPLIES_NOT}:
            continue
        yield TextEntry(
            order=order,
            unit=submission.claim.unit,
            item=squeeze(typed.value("code", index)),
            key=key,
            text=said,
            file=submission.source.file,
            place=typed.place(key, index),
        )


def _stranger(typed: TypedSheet, index: int, number: str, asked: AskedMatters) -> Finding:
    """A row that is none of the unit's, or is asked no more (R9.76)."""
    if number in asked.gone:
        return typed.finding(MATTER_GONE, "code", index, number=number)
    return typed.finding(UNKNOWN_MATTER, "code", index, number=number, oddities=oddities(number))


def _repeats(
    typed: TypedSheet, index: int, number: str, rows: tuple[_Written, _Written]
) -> Iterable[Finding]:
    """The row stood there before, with something else in it (R9.76)."""
    before, now = rows
    if before and before != now:
        yield typed.finding(MATTER_TWICE, "code", index, number=number)


def _faults(typed: TypedSheet, index: int, number: str, written: _Written) -> Iterable[Finding]:
    """What an officer must see of 申请办结 (R9.77, R9.78)."""
    closing = written.get("closing", "")
    applies = squeeze(closing)
    if closing and applies not in {APPLIES, APPLIES_NOT}:
        yield typed.finding(UNCLEAR_CLOSING, "closing", index, written=closing.strip()[:_QUOTED])
    if applies == APPLIES and "evidence" not in written:
        yield typed.finding(NO_EVIDENCE, "closing", index, number=number)


_QUOTED = 20


def _edits(typed: TypedSheet, index: int, issued: str) -> Iterable[Finding]:
    """The locked cells of a row, where they are not as they were issued (R9.77).

    Columns that were taken out say nothing, nor does a row that has nothing in them; nor one of
    which nobody knows how it was issued.
    """
    if not issued or not typed.columns.keys() >= set(HANDED_LOCKED):
        return
    locked = [typed.text(key, index) for key in HANDED_LOCKED]
    if any(locked) and locked_digest(locked) != issued:
        yield typed.finding(MATTER_EDITED, "problem", index)


def _loose_ends(typed: TypedSheet) -> Iterable[Finding]:
    """Cells in rows without 编号, and those that cannot be read or stand there twice (R9.76)."""
    for cell in typed.strays:
        yield NO_NUMBER.finding(cell)
    cells = (typed.place(key, n) for key in HANDED_ENTRIES for n in range(len(typed.rows)))
    for place in cells if typed.errors or typed.doubled else ():
        if place.address in typed.errors:
            yield ERROR_TEXT.finding(place)
        if place.address in typed.doubled:
            yield TWO_TEXTS.finding(place)
