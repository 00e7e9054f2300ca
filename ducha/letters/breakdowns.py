"""退回件 of a breakdown: what goes back to a department, the cells to correct as it typed them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ducha.breakdown.examined import ExaminedBreakdown
from ducha.breakdown.superseded import cell_of
from ducha.cells import Value
from ducha.checks.breakdowns import INCREMENTS, TWICE
from ducha.findings import Finding, Severity
from ducha.form.breakdown import (
    MILESTONE_MONTHS,
    MILESTONES,
    BreakdownCorrection,
    BreakdownRow,
    Cell,
    breaking_units,
    rows_of,
)
from ducha.form.claim import BREAKDOWN
from ducha.intake.verdicts import refusal_findings
from ducha.ledger.model import Ledger
from ducha.merge.year import MergedInbox

_MONTH_OF = dict(zip(MILESTONES, MILESTONE_MONTHS, strict=True))


@dataclass(slots=True)
class _OpenFaults:
    """What one department has still to correct, while its forms are gone through."""

    answers: dict[Cell, Value] = field(default_factory=dict)
    faults: dict[Cell, Finding] = field(default_factory=dict)
    others: list[Finding] = field(default_factory=list)


def breakdown_corrections(merged: MergedInbox, ledger: Ledger) -> dict[str, BreakdownCorrection]:
    """Per department with something of its breakdown still sent back: what it has to correct.

    `ledger` says which rows are asked (R6.227).
    """
    by_unit = {unit: _OpenFaults() for unit in breaking_units(ledger)}
    for form in merged.force.settled:
        if form.unit in by_unit:
            rows = {row.indicator.code: row for row in rows_of(ledger, form.unit)}
            _gather(by_unit[form.unit], form, rows)
    for unit, refused in _refused_files(merged):
        if unit in by_unit and not by_unit[unit].faults and not by_unit[unit].others:
            by_unit[unit].others.append(refused)
    return {
        unit: BreakdownCorrection(gathered.answers, gathered.faults, tuple(gathered.others))
        for unit, gathered in by_unit.items()
        if gathered.faults or gathered.others
    }


def _gather(
    gathered: _OpenFaults, form: ExaminedBreakdown, rows: Mapping[str, BreakdownRow]
) -> None:
    """Put every finding that still holds something out where the unit will see it."""
    for finding in form.findings:
        if finding.severity is not Severity.RETURN:
            continue
        cell = _cell_to_correct(form, finding, rows)
        if cell is None:
            gathered.others.append(finding)
        else:
            answers = _answers(form, cell, finding)
            together = answers if finding.rule is INCREMENTS else (cell,)  # all of them are wrong
            gathered.faults |= dict.fromkeys(together, finding)
            gathered.answers |= answers


def _cell_to_correct(
    form: ExaminedBreakdown, finding: Finding, rows: Mapping[str, BreakdownRow]
) -> Cell | None:
    """The cell of the form that a finding is about; None where it is none to fill in."""
    code, key = cell_of(form, finding) or ("", "")
    if code not in rows:
        return None
    entries = (*rows[code].places, *MILESTONES)
    if finding.rule is TWICE:  # a row, not a cell: its first figure stands for it
        key = next((k for k in entries if form.typed.touched(k, _index(form, finding))), "")
    return (code, key) if key in entries else None


def _index(form: ExaminedBreakdown, finding: Finding) -> int:
    """Which of the rows of the form a finding is about."""
    return next(n for n, row in enumerate(form.typed.rows) if row == finding.place.row)


def _answers(form: ExaminedBreakdown, cell: Cell, finding: Finding) -> dict[Cell, Value]:
    """What the unit typed in the cell, and in the others that stand or fall with it."""
    code, key = cell
    index, typed = _index(form, finding), form.typed
    if key not in MILESTONES:
        return {cell: typed.value(key, index)}
    shares = form.shares.get(code, {})
    return {
        (code, other): shares.get(month, typed.value(other, index))
        for other, month in _MONTH_OF.items()
        if typed.touched(other, index)
    }


def _refused_files(merged: MergedInbox) -> Iterator[tuple[str, Finding]]:
    """Breakdown forms that were refused as a whole and not followed by one that was accepted."""
    for judgement in merged.judgements:
        if judgement.kind != BREAKDOWN:
            continue
        for refused in refusal_findings(judgement):
            finding = merged.force.lowered(refused, judgement.unit, judgement.source)
            if finding.severity is Severity.RETURN:
                yield judgement.unit, finding
