"""退回件: what goes back to a unit, its own figures with the cells to correct."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ducha.cells import Value, as_text, squeeze
from ducha.checks.returns import REWORKED, TWICE, WRONG_ROW
from ducha.checks.rows import NUMERIC
from ducha.findings import Finding, Severity
from ducha.form.column import Column
from ducha.form.monthly import NARRATIVE, PROGRESS, Correction
from ducha.intake.examined import ExaminedReturn
from ducha.intake.verdicts import refusal_findings
from ducha.merge.year import MergedInbox
from ducha.submission.arrival import Verdict
from ducha.submission.reading import TypedSheet


@dataclass(slots=True)
class _OverlaidReturns:
    """One unit's answers while its returns are laid over each other, oldest first."""

    answers: dict[tuple[str, str, str], Value] = field(default_factory=dict)
    texts: dict[tuple[str, str], str] = field(default_factory=dict)
    faults: dict[tuple[str, str, str], Finding] = field(default_factory=dict)
    others: list[Finding] = field(default_factory=list)
    foot: dict[str, str] = field(default_factory=dict)


def corrections(merged: MergedInbox, owing: Sequence[str]) -> dict[str, Correction]:
    """Per unit with something sent back this month: its form as typed, and what to correct.

    A file sent back as a whole counts only for the units `owing` a return, and only where nothing
    of theirs was accepted.
    """
    by_unit: dict[str, _OverlaidReturns] = {}
    for examined in merged.examined:
        _overlay(by_unit.setdefault(examined.submission.claim.unit, _OverlaidReturns()), examined)
    accepted_units = {
        examined.submission.claim.unit for examined in merged.examined if examined.accepted
    }
    for judgement in merged.judgements:
        returned = judgement.verdict is Verdict.RETURNED and judgement.period == str(merged.period)
        if not returned or judgement.unit not in owing or judgement.unit in accepted_units:
            continue
        overlaid = by_unit.setdefault(judgement.unit, _OverlaidReturns())
        if not overlaid.faults and not overlaid.others:  # what is wrong with a file as a whole
            overlaid.others.extend(refusal_findings(judgement))
    return {
        unit: Correction(
            overlaid.answers,
            overlaid.texts,
            overlaid.faults,
            tuple(overlaid.others),
            overlaid.foot,
        )
        for unit, overlaid in by_unit.items()
        if overlaid.faults or overlaid.others
    }


def _overlay(overlaid: _OverlaidReturns, examined: ExaminedReturn) -> None:
    """Lay a newer return over what is there: a blank covers nothing."""
    typed = examined.submission.progress
    misplaced = _misplaced_rows(examined)
    for index, key in enumerate(typed.keys):
        if (typed.sheet, typed.rows[index]) in misplaced:
            continue
        remark = typed.value("remark", index)
        if remark != "":
            overlaid.answers[(*key, "remark")] = remark
        figures = [c.key for c in _entry_columns(PROGRESS, typed) if c.key != "remark"]
        if not any(typed.touched(column, index) for column in figures):
            continue
        for column in figures:
            overlaid.answers[(*key, column)] = typed.columns[column][index]
            overlaid.faults.pop((*key, column), None)
    if examined.texts:  # the texts that stood in wrong rows of an older return are written anew
        overlaid.others = [fault for fault in overlaid.others if fault.rule is not WRONG_ROW]
    for key, text in _overlaid_texts(examined.submission.narrative, misplaced):
        overlaid.texts[key] = text
    overlaid.texts |= _handed_texts(examined)
    overlaid.foot |= {label: text for label, text in examined.submission.foot.items() if text}
    _mark_faults(overlaid, examined)


def _handed_texts(examined: ExaminedReturn) -> dict[tuple[str, str], str]:
    """What is said of matters handed over, by 编号 and column."""
    return {(entry.item, entry.key): entry.text for entry in examined.handed}


def _misplaced_rows(examined: ExaminedReturn) -> frozenset[tuple[str, int | None]]:
    """Rows that name another item or place than theirs, or answer an old question.

    Given back in the form they would pass for the row's own (R6.326).
    """
    return frozenset(
        (finding.place.sheet, finding.place.row)
        for finding in examined.findings
        if finding.rule in (WRONG_ROW, REWORKED) and finding.severity is Severity.RETURN
    )


def _mark_faults(overlaid: _OverlaidReturns, examined: ExaminedReturn) -> None:
    """Put every held cell's finding where the unit will see it."""
    typed = examined.submission.progress
    for finding in examined.findings:
        if finding.severity is not Severity.RETURN:
            continue
        cell = _cell_key(typed, finding)
        if cell is None:
            overlaid.others.append(finding)
        else:
            overlaid.faults.setdefault(cell, finding)


def _cell_key(typed: TypedSheet, finding: Finding) -> tuple[str, str, str] | None:
    """Code, county and column that a finding is about; None where it is no cell to fill in."""
    place = finding.place
    if place.row not in typed.rows or place.sheet != typed.sheet:
        return None
    index, column = typed.rows.index(place.row), place.key
    if finding.rule is TWICE:  # a row, not a cell: its first figure stands for it
        column = next((key for key in NUMERIC if typed.touched(key, index)), "")
    is_entry = column in {c.key for c in _entry_columns(PROGRESS, typed)}
    return (*typed.keys[index], column) if is_entry else None


def _entry_columns(columns: Sequence[Column], typed: TypedSheet) -> list[Column]:
    return [column for column in columns if column.entry and column.key in typed.columns]


def _overlaid_texts(
    typed: TypedSheet, misplaced: frozenset[tuple[str, int | None]]
) -> Iterable[tuple[tuple[str, str], str]]:
    for column in _entry_columns(NARRATIVE, typed):
        codes, cells = typed.columns["code"], typed.columns[column.key]
        for row, code, cell in zip(typed.rows, codes, cells, strict=True):
            if as_text(cell) and (typed.sheet, row) not in misplaced:
                yield (squeeze(code), column.key), as_text(cell)
