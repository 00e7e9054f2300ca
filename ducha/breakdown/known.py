"""What is known already of a department's breakdown: its next form is issued with it."""

from __future__ import annotations

from collections.abc import Iterator

from ducha.breakdown.in_force import InForce
from ducha.breakdown.superseded import cell_of
from ducha.cells import Value
from ducha.findings import Severity
from ducha.form.breakdown import (
    MILESTONE_MONTHS,
    MILESTONES,
    BreakdownRow,
    Cell,
    KnownCells,
    rows_of,
)
from ducha.ledger.model import Ledger
from ducha.period import Period


def known_cells(ledger: Ledger, force: InForce, unit: str) -> KnownCells:
    """Targets and milestones in force, deadline and contact of every row (R6.226).

    A county that has the city's line only because it is left blank stays blank.

    Args:
        ledger: The ledger as the clerk keeps it; it says which rows are asked.
        force: The ledger in force and the forms that it comes from.
        unit: The department.
    """
    cells = {
        (row.indicator.code, key): value
        for row in rows_of(ledger, unit)
        for key, value in _known_in(row, ledger.document.year, force, unit)
        if value != ""
    }
    return KnownCells(cells, frozenset(_doubted(force, unit)))


def _doubted(force: InForce, unit: str) -> Iterator[Cell]:
    """Cells of which it is still asked whether they are meant so; milestones as a row."""
    for form in force.settled:
        for finding in form.findings if form.unit == unit else ():
            cell = cell_of(form, finding)
            if cell and finding.severity is Severity.VERIFY:
                yield from ((cell[0], key) for key in MILESTONES if cell[1] in MILESTONES)
                yield cell


def _known_in(
    row: BreakdownRow, year: int, force: InForce, unit: str
) -> Iterator[tuple[str, Value]]:
    code = row.indicator.code
    for place in row.places:
        target = force.ledger.targets.get((code, place))
        if target is not None and (code, place) not in force.lines:
            yield place, target
    shares = force.ledger.milestones.get(code, {})
    for month, key in zip(MILESTONE_MONTHS, MILESTONES, strict=True):
        if month in shares:
            yield key, shares[month]
    yield "deadline", str(Period(year, row.indicator.deadline))
    contact, phone = _contact_of(code, force, unit)
    yield "contact", contact
    yield "phone", phone


def _contact_of(code: str, force: InForce, unit: str) -> tuple[str, str]:
    """Who answers for the row on the newest form that names anybody, else for the unit."""
    named = [form for form in force.examined if form.unit == unit and form.contacts]
    whole = force.ledger.by_unit[unit]
    return named[-1].contacts.get(code, ("", "")) if named else (whole.contact, whole.phone)
