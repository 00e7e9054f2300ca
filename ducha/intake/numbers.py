"""The numbers of one row: read, checked, and what stands in the way of taking them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from ducha.cells import as_text, squeeze
from ducha.checks.cells import ALTERED, ERROR_CELL, FORMULA, FORMULA_BLANK, NO_TASK, UNASKED
from ducha.checks.returns import TWO_COLUMNS
from ducha.checks.rows import CHECKS, NUMBER, NUMERIC, CheckedRow
from ducha.checks.sizes import SIZE_CHECKS
from ducha.findings import Finding, Grades
from ducha.form.asked import AskedRows, Key, asked_rows
from ducha.form.claim import Claim
from ducha.form.handed import AskedMatters, asked_matters
from ducha.form.monthly import NOTHING_BEFORE, Duty, LastMonth, Task, asked_columns, tasks_of
from ducha.intake.expected import ExpectedRow
from ducha.intake.places import misplaced_figures, unclear_figures
from ducha.ledger.model import CITY, Kind, Ledger
from ducha.status.rating import Figure
from ducha.submission.reading import TypedSheet
from ducha.values.reading import Reading, read, read_noted, read_percentage

BLANK = read("")
_NOTHING = Figure()
_ROW_CHECKS = tuple(check for check in CHECKS if check is not NUMBER)


@dataclass(frozen=True, slots=True)
class MonthContext:
    """What the rows of one month's returns are held against; `grades` are config.toml's."""

    ledger: Ledger
    month: int
    before: Mapping[str, LastMonth]
    grades: Grades = field(default_factory=dict)
    tasks: dict[str, dict[tuple[str, str], Task]] = field(default_factory=dict)

    def tasks_for(self, unit: str) -> dict[tuple[str, str], Task]:
        """Rows that the unit's form has, by code and county; worked out once per unit."""
        if unit not in self.tasks:
            rows = tasks_of(self.ledger, unit, self.month)
            self.tasks[unit] = {(t.indicator.code, t.county): t for t in rows}
        return self.tasks[unit]

    def asked_of(self, claim: Claim) -> AskedRows:
        """What a return with this claim is held against (R6.322)."""
        return asked_rows(claim, self.tasks_for(claim.unit), self.ledger)

    def matters_of(self, claim: Claim) -> AskedMatters:
        """The matters handed over that a return with this claim may answer (R9.76)."""
        return asked_matters(claim, self.ledger.assignments)

    def expected_row(self, unit: str, key: Key, asked: AskedRows) -> ExpectedRow | None:
        """What is known of a row beforehand; None where the unit has no such row.

        Its target is the issued one; of a row that was issued without, today's (R6.324).
        """
        task = asked.tasks.get(key)
        if task is None:
            return None
        issued = asked.targets.get(key)
        target = (
            float(issued)
            if issued
            else self.ledger.target_of(task.indicator, task.county, self.month)
        )
        before = self.before.get(unit, NOTHING_BEFORE).figures
        return ExpectedRow(
            task,
            target,
            before.get(key, _NOTHING),
            self.ledger.target_of(task.indicator, CITY, self.month),
            alone=len(self.ledger.counties_of(task.indicator)) < 2,  # noqa: PLR2004 - no other
        )


def read_row(
    typed: TypedSheet, index: int, expected: ExpectedRow
) -> tuple[CheckedRow, list[Finding]]:
    """Read a row's figures and say everything that is wrong with them, nothing graded yet.

    (R6.91)
    """
    indicator = expected.task.indicator
    columns = asked_columns(indicator.kind)
    readings = {key: _read_cell(typed, index, key, expected.task) for key in columns}
    row = CheckedRow(
        kind=indicator.kind,
        whole=indicator.whole,
        target=expected.target,
        previous=expected.previous,
        done=readings.get("done", BLANK),
        numerator=readings.get("numerator", BLANK),
        denominator=readings.get("denominator", BLANK),
        remark=typed.text("remark", index),
        city_target=expected.city_target,
        alone=expected.alone,
    )
    unclear = unclear_figures(typed, index, columns)
    if unclear:
        return row._replace(done=BLANK, numerator=BLANK, denominator=BLANK), unclear
    misplaced = misplaced_figures(typed, index, expected)
    faults = _reading_findings(typed, index, readings)
    faults += misplaced or [
        typed.finding(UNASKED, key, index) for key in _unasked_columns(typed, index, columns)
    ]
    for check in (*_ROW_CHECKS, *SIZE_CHECKS):
        faults += [
            typed.finding(check, fault.key, index, detail=fault.detail) for fault in check.test(row)
        ]
    if expected.task.duty is Duty.NO_TASK:
        faults.append(typed.finding(NO_TASK, columns[0], index))
    return row, [*faults, *_special_cells(typed, index, columns)]


def _read_cell(typed: TypedSheet, index: int, key: str, task: Task) -> Reading:
    cell = typed.value(key, index)
    if task.indicator.kind is Kind.QUALITATIVE:
        return replace(BLANK, typed=squeeze(cell)) if cell != "" else BLANK
    measure = task.indicator.measure if key == "done" else ""
    place = typed.at(key, index)
    if isinstance(cell, float) and place in typed.percents:
        return read_percentage(cell, measure, whole=task.indicator.whole)
    if isinstance(cell, str) and place in typed.raised:
        return read_noted(cell, typed.raised[place], measure, whole=task.indicator.whole)
    return read(cell, measure, whole=task.indicator.whole)


def _reading_findings(
    typed: TypedSheet, index: int, readings: Mapping[str, Reading]
) -> list[Finding]:
    """What reading the numbers themselves has to say."""
    return [
        finding
        for key, reading in readings.items()
        if (finding := reading.finding(typed.place(key, index)))
    ]


def _unasked_columns(typed: TypedSheet, index: int, columns: tuple[str, ...]) -> list[str]:
    return [key for key in NUMERIC if key not in columns and typed.value(key, index) != ""]


def _special_cells(typed: TypedSheet, index: int, columns: tuple[str, ...]) -> list[Finding]:
    """Errors, formulas, formats and doubled columns, which a reader of values alone cannot see.

    (R6.107, R6.108)
    """
    if not (typed.formulas or typed.errors or typed.doubled or typed.altered):
        return []
    faults: list[Finding] = []
    for key in columns:
        cell, value = typed.at(key, index), typed.value(key, index)
        if cell in typed.doubled:
            faults.append(typed.finding(TWO_COLUMNS, key, index))
        if cell in typed.altered and isinstance(value, float):
            faults.append(typed.finding(ALTERED, key, index, number=as_text(value)))
        if cell in typed.errors:
            faults.append(typed.finding(ERROR_CELL, key, index))
        elif cell in typed.formulas:
            faults.append(typed.finding(FORMULA_BLANK if value == "" else FORMULA, key, index))
    return faults
