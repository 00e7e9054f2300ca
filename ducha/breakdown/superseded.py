"""Findings in an older breakdown form that a newer one, or a clerk, has put right are notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ducha.breakdown.examined import ExaminedBreakdown
from ducha.checks.breakdowns import (
    ADDED_COLUMN,
    NO_COLUMN,
    NOT_ANSWERING,
    TWICE,
    UNKNOWN_PLACE,
    UNKNOWN_ROW,
)
from ducha.findings import Finding, Severity
from ducha.form.breakdown import MILESTONES, Cell
from ducha.ledger.model import Ledger

LATER = "（已有后来的报送件）"
_BY_CLERK = "（台账已填，以台账为准）"
_NOT_TO_BE_SAID_AGAIN = frozenset(
    {UNKNOWN_ROW, UNKNOWN_PLACE, ADDED_COLUMN, NO_COLUMN, NOT_ANSWERING}
)
"""Whoever puts these right leaves something out: no cell of a newer form can answer them."""


def settle_forms(
    examined: Sequence[ExaminedBreakdown], ledger: Ledger
) -> tuple[ExaminedBreakdown, ...]:
    """The forms, oldest first, findings about what newer ones put right turned into notes.

    A cell is put right by the department's next figure for it, held out or not, or, where it was
    held out, by emptying it; milestones as a row; a row that stood twice by any figure of it. The
    rest goes with the last of what stood of the form, but for targets held out. A clerk's figure
    answers for a cell too (R6.225).
    """
    standing = _standing(examined)
    return tuple(
        _settle(form, [f for f in examined[n + 1 :] if f.unit == form.unit], standing, ledger)
        if form.findings
        else form
        for n, form in enumerate(examined)
    )


def _standing(examined: Sequence[ExaminedBreakdown]) -> frozenset[int]:
    """The orders of the forms of which a target or milestones are the newest."""
    newest: dict[Cell, int] = {}
    for form in examined:
        newest |= dict.fromkeys(form.goals, form.order)
        newest |= dict.fromkeys(((code, "") for code in form.milestones), form.order)
    return frozenset(newest.values())


def _settle(
    form: ExaminedBreakdown,
    later: Sequence[ExaminedBreakdown],
    standing: frozenset[int],
    ledger: Ledger,
) -> ExaminedBreakdown:
    accepted = any(newer.accepted for newer in later)
    replaced = accepted and form.order not in standing
    findings: list[Finding] = []
    for finding in form.findings:
        cell = cell_of(form, finding)
        answered = cell is not None and _is_answered(cell, finding, later)
        left_out = accepted and finding.rule in _NOT_TO_BE_SAID_AGAIN
        gone = replaced and cell not in form.held  # a target that was held out is still missing
        if answered or left_out or gone:
            findings.append(finding.lowered(LATER))
        elif cell and _is_clerks(cell, ledger):
            findings.append(finding.lowered(_BY_CLERK))
        else:
            findings.append(finding)
    return replace(form, findings=tuple(findings))


def cell_of(form: ExaminedBreakdown, finding: Finding) -> Cell | None:
    """Code and column of the cell that a finding is about; None where it is in no row."""
    place, typed = finding.place, form.typed
    if place.row not in typed.rows or place.sheet != typed.sheet:
        return None
    return typed.keys[typed.rows.index(place.row)][0], place.key


def _is_answered(cell: Cell, finding: Finding, later: Sequence[ExaminedBreakdown]) -> bool:
    """Whether a newer form says of the cell, or of what it stands or falls with, something new."""
    code, key = cell
    held = finding.severity is Severity.RETURN  # what counts is not taken back by emptying it
    for newer in later:
        said, cleared = newer.said, newer.cleared if held and newer.accepted else frozenset()
        if finding.rule is TWICE and any(row == code for row, _ in said):
            return True
        if key in MILESTONES and any((code, other) in said | cleared for other in MILESTONES):
            return True
        if cell in said or cell in cleared:
            return True
    return False


def _is_clerks(cell: Cell, ledger: Ledger) -> bool:
    """Whether a clerk has written what counts for the cell."""
    return cell in ledger.targets or (cell[1] in MILESTONES and cell[0] in ledger.milestones)
