"""The rows of one return: what each cell says, what is held out, what an officer must see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from supervision.cells import Value, as_text, squeeze
from supervision.checks import CHECKS, NUMERIC, Row
from supervision.findings import Finding, Severity
from supervision.form import (
    NARRATIVE,
    Duty,
    LastMonth,
    Task,
    issued_digest,
    items_of,
    target_text,
    tasks_of,
)
from supervision.intake_findings import (
    ERROR_CELL,
    FORMULA,
    FORMULA_BLANK,
    NO_TASK,
    TARGET_EDITED,
    TWICE,
    UNASKED,
    UNKNOWN_ROW,
)
from supervision.ledger import Kind, Ledger
from supervision.status import Figure
from supervision.submission import Submission, Typed
from supervision.values import Reading, read

TEXTS = tuple(column.key for column in NARRATIVE if column.entry)

_BLANK = read("")
_NEEDED = ("填报人", "审核人", "联系电话")


class Reported(NamedTuple):
    """One row with a figure, accepted or held out; `order` counts submissions, newest highest."""

    order: int
    unit: str
    lead: bool
    code: str
    county: str
    done: float | None
    numerator: float | None
    denominator: float | None
    level: str
    held: bool
    typed: str
    file: str
    sheet: str
    cell: str


class Told(NamedTuple):
    """One text cell of 情况说明."""

    order: int
    unit: str
    item: str
    key: str
    text: str
    cell: str


@dataclass(frozen=True, slots=True)
class Examined:
    """What one return holds after reading and checking."""

    submission: Submission
    order: int
    owed: int
    figures: tuple[Reported, ...]
    texts: tuple[Told, ...]
    findings: tuple[Finding, ...]

    @property
    def held(self) -> int:
        """Rows held out of the merge."""
        return sum(row.held for row in self.figures)

    @property
    def accepted(self) -> bool:
        """Whether anything at all goes into the merge."""
        return bool(self.texts) or self.held < len(self.figures)

    @property
    def empty(self) -> bool:
        """Whether nothing at all was filled in, not even in rows that are not the unit's."""
        refused = any(finding.severity is Severity.RETURN for finding in self.findings)
        return not self.figures and not self.texts and not refused


@dataclass(frozen=True, slots=True)
class Bench:
    """What the rows of one month's returns are held against."""

    ledger: Ledger
    month: int
    before: Mapping[str, LastMonth]
    tasks: dict[str, dict[tuple[str, str], Task]] = field(default_factory=dict)

    def tasks_for(self, unit: str) -> dict[tuple[str, str], Task]:
        """Rows that the unit's form has, by code and county; worked out once per unit."""
        if unit not in self.tasks:
            rows = tasks_of(self.ledger, unit, self.month)
            self.tasks[unit] = {(t.indicator.code, t.county): t for t in rows}
        return self.tasks[unit]


@dataclass(slots=True)
class _Notes:
    """Findings gathered while one return is read."""

    submission: Submission
    found: list[Finding] = field(default_factory=list)

    def add(self, finding: Finding, where: Typed, cell: str, found: str = "") -> None:
        source, unit = self.submission.source, self.submission.claim.unit
        self.found.append(
            replace(
                finding,
                unit=unit,
                file=source.file,
                sheet=where.sheet,
                cell=cell,
                found=finding.found or found,
            )
        )


def examine(submission: Submission, order: int, bench: Bench) -> Examined:
    """Read and check every row of one return."""
    notes = _Notes(submission)
    tasks = bench.tasks_for(submission.claim.unit)
    figures = _figures(submission, order, bench, notes)
    texts = _texts(submission, order, bench.ledger, notes)
    _edited_targets(submission, tasks, bench, notes)
    _signatures(submission, notes, filled=bool(figures or texts))
    owed = sum(task.duty is Duty.OWED for task in tasks.values())
    return Examined(submission, order, owed, figures, texts, tuple(notes.found))


def _figures(
    submission: Submission, order: int, bench: Bench, notes: _Notes
) -> tuple[Reported, ...]:
    typed = submission.progress
    tasks = bench.tasks_for(submission.claim.unit)
    before = bench.before.get(submission.claim.unit, LastMonth({}, {})).figures
    twice = _repeated(typed)
    rows: list[Reported] = []
    for index, key in enumerate(_keys(typed)):
        if _untouched(typed, index):
            continue
        task = tasks.get(key)
        if task is None or key in twice:
            notes.add(
                UNKNOWN_ROW if task is None else TWICE, typed, typed.at("code", index), key[0]
            )
            if task is not None:
                rows.append(_held(submission, order, task, typed, index))
            continue
        target = bench.ledger.target_of(task.indicator, task.county, bench.month)
        row, failed = _read_row(typed, index, task, target, before.get(key, Figure()))
        failed += _special_cells(typed, index, row)
        for finding, column in failed:
            notes.add(finding, typed, typed.at(column, index), _typed_text(typed, index, column))
        held = any(finding.severity is Severity.RETURN for finding, _ in failed)
        reported = _reported(submission, order, task, row, held=held)
        if reported:
            rows.append(_placed(reported, typed, index, task))
    return tuple(rows)


def _keys(typed: Typed) -> list[tuple[str, str]]:
    columns = typed.columns
    counties = columns.get("county", ())
    return [(squeeze(c), squeeze(p)) for c, p in zip(columns["code"], counties, strict=True)]


def _repeated(typed: Typed) -> frozenset[tuple[str, str]]:
    """Rows that stand twice with figures: which of them is meant cannot be known."""
    seen: set[tuple[str, str]] = set()
    twice: set[tuple[str, str]] = set()
    for index, key in enumerate(_keys(typed)):
        if _untouched(typed, index):
            continue
        (twice if key in seen else seen).add(key)
    return frozenset(twice)


def _untouched(typed: Typed, index: int) -> bool:
    """A row with nothing in its entry cells, not even an error or a formula without a value."""
    columns = typed.columns
    if any(key in columns and columns[key][index] != "" for key in NUMERIC):
        return False
    if not typed.formulas and not typed.errors:
        return True
    cells = {typed.at(key, index) for key in NUMERIC}
    return cells.isdisjoint(typed.formulas) and cells.isdisjoint(typed.errors)


def _cell(typed: Typed, key: str, index: int) -> Value:
    return typed.columns[key][index] if key in typed.columns else ""


def _typed_text(typed: Typed, index: int, key: str) -> str:
    return as_text(_cell(typed, key, index))


def _read_row(
    typed: Typed, index: int, task: Task, target: float | None, previous: Figure
) -> tuple[Row, list[tuple[Finding, str]]]:
    indicator = task.indicator
    kind = indicator.kind
    asked = _asked(kind)
    readings = {
        key: read(
            _cell(typed, key, index),
            indicator.measure if key == "done" else "",
            whole=indicator.whole,
        )
        if key in asked
        else _BLANK
        for key in NUMERIC
    }
    if kind is Kind.QUALITATIVE:
        level = squeeze(_cell(typed, "done", index))
        readings["done"] = replace(_BLANK, typed=level)
    row = Row(kind, indicator.whole, target, previous, *(readings[key] for key in NUMERIC))
    failed = _spoken(readings) + _unasked(typed, index, asked) + _failed_checks(row)
    if task.duty is Duty.NO_TASK:
        failed.append((NO_TASK, asked[0]))
    return row, failed


def _asked(kind: Kind) -> tuple[str, ...]:
    return ("numerator", "denominator") if kind in {Kind.RATE, Kind.STANDARD} else ("done",)


def _spoken(readings: Mapping[str, Reading]) -> list[tuple[Finding, str]]:
    """What reading the numbers themselves has to say."""
    return [
        (Finding(r.severity, r.code, r.sentence, r.remedy, found=r.typed), key)
        for key, r in readings.items()
        if r.severity is not None
    ]


def _unasked(typed: Typed, index: int, asked: tuple[str, ...]) -> list[tuple[Finding, str]]:
    return [
        (UNASKED, key) for key in NUMERIC if key not in asked and _cell(typed, key, index) != ""
    ]


def _failed_checks(row: Row) -> list[tuple[Finding, str]]:
    return [
        (Finding(check.severity, check.code, check.sentence, check.remedy), key)
        for check in CHECKS
        if check.code != NUMBER_CHECK
        for key in check.test(row)
    ]


NUMBER_CHECK: str = CHECKS[0].code
"""Reading a number says more than its check, so the check only speaks in the live form."""


def _special_cells(typed: Typed, index: int, row: Row) -> list[tuple[Finding, str]]:
    """Errors and formulas, which a reader of values alone cannot see."""
    found: list[tuple[Finding, str]] = []
    for key in _asked(row.kind):
        cell = typed.at(key, index)
        if cell in typed.errors:
            found.append((ERROR_CELL, key))
        elif cell in typed.formulas:
            blank = _cell(typed, key, index) == ""
            found.append((FORMULA_BLANK if blank else FORMULA, key))
    return found


def _reported(
    submission: Submission, order: int, task: Task, row: Row, *, held: bool
) -> Reported | None:
    """The row as it goes into the merge; None when no figure was given (a blank erases nothing)."""
    level = row.done.typed if row.kind is Kind.QUALITATIVE else ""
    done, numerator, denominator = (reading.number for reading in row[-3:])
    if held:
        level, done, numerator, denominator = "", None, None, None
    elif not level and done is None and denominator is None:
        return None
    return Reported(
        order,
        submission.claim.unit,
        task.indicator.leads[0] == submission.claim.unit,
        task.indicator.code,
        task.county,
        done,
        numerator,
        denominator,
        level,
        held,
        "",
        submission.source.file,
        "",
        "",
    )


def _held(submission: Submission, order: int, task: Task, typed: Typed, index: int) -> Reported:
    nothing = Row(task.indicator.kind, True, None, Figure(), _BLANK, _BLANK, _BLANK)  # noqa: FBT003
    reported = _reported(submission, order, task, nothing, held=True)
    assert reported is not None  # noqa: S101 - a held row always stands for something typed
    return _placed(reported, typed, index, task)


def _placed(row: Reported, typed: Typed, index: int, task: Task) -> Reported:
    """Add where the figure stands and how it was typed."""
    keys = _asked(task.indicator.kind)
    return row._replace(
        typed="/".join(_typed_text(typed, index, key) for key in keys),
        sheet=typed.sheet,
        cell=",".join(typed.at(key, index) for key in keys),
    )


def _texts(submission: Submission, order: int, ledger: Ledger, notes: _Notes) -> tuple[Told, ...]:
    typed, unit = submission.narrative, submission.claim.unit
    known = {first.item for first in items_of(ledger, unit)}
    told: list[Told] = []
    for index, code in enumerate(typed.columns.get("code", ())):
        item = squeeze(code)
        texts = [(key, _typed_text(typed, index, key)) for key in TEXTS]
        if item not in known:
            if any(text for _, text in texts):
                notes.add(UNKNOWN_ROW, typed, typed.at("code", index), item)
            continue
        told.extend(
            Told(order, unit, item, key, text, typed.at(key, index)) for key, text in texts if text
        )
    return tuple(told)


def _edited_targets(
    submission: Submission,
    tasks: Mapping[tuple[str, str], Task],
    bench: Bench,
    notes: _Notes,
) -> None:
    """Targets are the ledger's: a unit's change is shown and ignored.

    A form as issued bears out its own digest, so that one issued before a change of the ledger
    is not blamed for its old targets.
    """
    typed = submission.progress
    if "target" not in typed.columns:  # a column taken out asks for nothing
        return
    targets = typed.columns["target"]
    keys = _keys(typed)
    as_issued = issued_digest(
        (*key, as_text(target)) for key, target in zip(keys, targets, strict=True)
    )
    if as_issued == submission.claim.issued:
        return
    for index, (key, target) in enumerate(zip(keys, targets, strict=True)):
        task = tasks.get(key)
        if task is None:
            continue
        ours = bench.ledger.target_of(task.indicator, task.county, bench.month)
        if as_text(target) != target_text(ours):
            notes.add(TARGET_EDITED, typed, typed.at("target", index), as_text(target))


def _signatures(submission: Submission, notes: _Notes, *, filled: bool) -> None:
    missing = [name for name in _NEEDED if not submission.foot.get(name)]
    if filled and missing:
        sentence = f"没有填写：{'、'.join(missing)}"
        finding = Finding(Severity.NOTE, "落款", sentence, "请下次补齐，不影响本次汇总")
        notes.add(finding, submission.progress, "")
