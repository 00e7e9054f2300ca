"""The numbers of one row: read, checked, and what stands in the way of taking them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from supervision.cells import squeeze
from supervision.checks import CHECKS, NUMBER_CHECK, NUMERIC, Row
from supervision.findings import Finding, Grades, Severity, graded
from supervision.form import Duty, Task, asked
from supervision.intake_findings import (
    ERROR_CELL,
    FORMULA,
    FORMULA_BLANK,
    NO_TASK,
    UNASKED,
)
from supervision.ledger import Kind
from supervision.status import Figure
from supervision.submission import Typed
from supervision.values import Reading, read

BLANK = read("")
Fault = tuple[Finding, str]
"""A finding and the key of the column it is about."""


@dataclass(frozen=True, slots=True)
class Given:
    """What the ledger and last month say of a row, beside what was typed."""

    task: Task
    target: float | None
    previous: Figure
    grades: Grades


def read_row(typed: Typed, index: int, given: Given) -> tuple[Row, list[Fault]]:
    """Read a row's figures and say everything that is wrong with them."""
    indicator = given.task.indicator
    columns = asked(indicator.kind)
    readings = {key: _reading(typed, index, key, given.task) for key in columns}
    row = Row(
        indicator.kind,
        indicator.whole,
        given.target,
        given.previous,
        readings.get("done", BLANK),
        readings.get("numerator", BLANK),
        readings.get("denominator", BLANK),
        typed.text("remark", index),
    )
    faults = [*_spoken(readings), *_unasked(typed, index, columns), *_failed(row)]
    if given.task.duty is Duty.NO_TASK:
        faults.append((NO_TASK, columns[0]))
    faults += _special_cells(typed, index, columns)
    return row, [(kept, key) for fault, key in faults if (kept := graded(fault, given.grades))]


def _reading(typed: Typed, index: int, key: str, task: Task) -> Reading:
    cell = typed.value(key, index)
    if task.indicator.kind is Kind.QUALITATIVE:
        return replace(BLANK, typed=squeeze(cell)) if cell != "" else BLANK
    measure = task.indicator.measure if key == "done" else ""
    return read(cell, measure, whole=task.indicator.whole)


def _spoken(readings: Mapping[str, Reading]) -> list[Fault]:
    """What reading the numbers themselves has to say."""
    return [
        (Finding(r.severity, r.code, r.sentence, r.remedy, found=r.typed), key)
        for key, r in readings.items()
        if r.severity is not None
    ]


def _unasked(typed: Typed, index: int, columns: tuple[str, ...]) -> list[Fault]:
    return [
        (UNASKED, key) for key in NUMERIC if key not in columns and typed.value(key, index) != ""
    ]


def _failed(row: Row) -> list[Fault]:
    """Checks that fail; what a remark explains (备注) is only a note."""
    found: list[Fault] = []
    for check in CHECKS:
        if check.code == NUMBER_CHECK:
            continue
        for key in check.test(row):
            explained = check.excusable and row.remark
            severity = Severity.NOTE if explained else check.severity
            finding = Finding(severity, check.code, check.sentence, check.remedy)
            found.append((finding, key))
    return found


def _special_cells(typed: Typed, index: int, columns: tuple[str, ...]) -> list[Fault]:
    """Errors and formulas, which a reader of values alone cannot see."""
    if not typed.formulas and not typed.errors:
        return []
    found: list[Fault] = []
    for key in columns:
        cell = typed.at(key, index)
        if cell in typed.errors:
            found.append((ERROR_CELL, key))
        elif cell in typed.formulas:
            blank = typed.value(key, index) == ""
            found.append((FORMULA_BLANK if blank else FORMULA, key))
    return found
