"""The numbers of one row: read, checked, and what stands in the way of taking them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from ducha.cells import Value, as_text, squeeze
from ducha.checks.of_returns import (
    ALTERED,
    ERROR_CELL,
    FORMULA,
    FORMULA_BLANK,
    NO_TASK,
    TWO_COLUMNS,
    UNASKED,
)
from ducha.checks.row import CHECKS, NUMBER_CHECK, NUMERIC, Row
from ducha.findings import Finding, Grades, Severity, graded
from ducha.form.monthly import NOTHING_BEFORE, Duty, LastMonth, Task, asked, tasks_of
from ducha.ledger.model import Kind, Ledger
from ducha.status.rating import Figure
from ducha.submission.reading import Typed
from ducha.values.reading import Reading, percentage, read

BLANK = read("")
_NOTHING = Figure()
_ROW_CHECKS = tuple(check for check in CHECKS if check.code != NUMBER_CHECK)

Fault = tuple[Finding, str]
"""A finding and the key of the column it is about."""


@dataclass(frozen=True, slots=True)
class Given:
    """What the ledger and last month say of a row, beside what was typed."""

    task: Task
    target: float | None
    previous: Figure
    grades: Grades


@dataclass(frozen=True, slots=True)
class Bench:
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

    def given(self, unit: str, key: tuple[str, str]) -> Given | None:
        """What is known of a row beforehand; None where the unit has no such row."""
        task = self.tasks_for(unit).get(key)
        if task is None:
            return None
        target = self.ledger.target_of(task.indicator, task.county, self.month)
        before = self.before.get(unit, NOTHING_BEFORE).figures
        return Given(task, target, before.get(key, _NOTHING), self.grades)


def read_row(typed: Typed, index: int, given: Given) -> tuple[Row, list[Fault]]:
    """Read a row's figures and say everything that is wrong with them (R6.91)."""
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
    if isinstance(cell, float) and typed.percents and typed.at(key, index) in typed.percents:
        return percentage(cell, measure, whole=task.indicator.whole)
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
    """Checks that fail; what a remark explains (备注) is only a note (R6.140)."""
    found: list[Fault] = []
    for check in _ROW_CHECKS:
        for key in check.test(row):
            explained = check.excusable and row.remark
            severity = Severity.NOTE if explained else check.severity
            finding = Finding(severity, check.code, check.sentence, check.remedy)
            found.append((finding, key))
    return found


def _special_cells(typed: Typed, index: int, columns: tuple[str, ...]) -> list[Fault]:
    """Errors, formulas, formats and doubled columns, which a reader of values alone cannot see.

    (R6.107)
    """
    if not (typed.formulas or typed.errors or typed.doubled or typed.altered):
        return []
    found: list[Fault] = []
    for key in columns:
        cell = typed.at(key, index)
        if cell in typed.doubled:
            found.append((TWO_COLUMNS, key))
        if cell in typed.altered:
            found.extend((fault, key) for fault in _altered(typed.value(key, index)))
        if cell in typed.errors:
            found.append((ERROR_CELL, key))
        elif cell in typed.formulas:
            blank = typed.value(key, index) == ""
            found.append((FORMULA_BLANK if blank else FORMULA, key))
    return found


def _altered(value: Value) -> tuple[Finding, ...]:
    """A number whose format shows it as another one, or not at all (R6.108)."""
    if not isinstance(value, float):
        return ()
    number = as_text(value)
    sentence = (
        f"这一格设了显示格式，看上去是“{number}万”一类的样子（或缩小千倍，或看不到这个数），"
        f"程序按格子里的数 {number} 采用"
    )
    return (replace(ALTERED, sentence=sentence, found=number),)
