"""The rows of one return: what each cell says, what is held out, what an officer must see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from supervision.cells import as_text, squeeze
from supervision.checks import LEVELS, NUMERIC, Row
from supervision.findings import Finding, Grades, Severity, graded
from supervision.form import (
    NARRATIVE,
    NOTHING_BEFORE,
    Duty,
    LastMonth,
    Task,
    asked,
    issued_digest,
    items_of,
    target_text,
    tasks_of,
)
from supervision.intake_findings import TARGET_EDITED, TWICE, UNKNOWN_ROW
from supervision.intake_numbers import Given, read_row
from supervision.ledger import Kind, Ledger
from supervision.status import Figure
from supervision.submission import Submission, Typed

TEXTS = tuple(column.key for column in NARRATIVE if column.entry)
_NEEDED = ("填报人", "审核人", "联系电话")


class Reported(NamedTuple):
    """One row with a figure, accepted or held out; `order` counts submissions, newest highest.

    A held row keeps what could be read of it, for a clerk may still adopt it; `ruling` says that a
    clerk has had a hand in it.
    """

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
    ruling: str = ""


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
        return Given(task, target, before.get(key, Figure()), self.grades)


@dataclass(slots=True)
class _Notes:
    """Findings gathered while one return is read."""

    submission: Submission
    grades: Grades
    found: list[Finding] = field(default_factory=list)

    def add(self, finding: Finding, where: Typed, cell: str, found: str = "") -> None:
        if graded(finding, self.grades) is None:
            return
        source, unit = self.submission.source, self.submission.claim.unit
        self.found.append(
            replace(
                finding,
                severity=self.grades.get(finding.code) or finding.severity,
                unit=unit,
                file=source.file,
                sheet=where.sheet,
                cell=cell,
                found=finding.found or found,
            )
        )


def examine(submission: Submission, order: int, bench: Bench) -> Examined:
    """Read and check every row of one return."""
    notes = _Notes(submission, bench.grades)
    unit = submission.claim.unit
    tasks = bench.tasks_for(unit)
    figures = _figures(submission, order, bench, notes)
    texts = _texts(submission, order, bench.ledger, notes)
    _edited_targets(submission, tasks, bench, notes)
    _signatures(submission, notes, filled=bool(figures or texts))
    owed = sum(task.duty is Duty.OWED for task in tasks.values())
    return Examined(submission, order, owed, figures, texts, tuple(notes.found))


def _figures(
    submission: Submission, order: int, bench: Bench, notes: _Notes
) -> tuple[Reported, ...]:
    typed, unit = submission.progress, submission.claim.unit
    keys = _keys(typed)
    filled = [index for index in range(len(keys)) if not _untouched(typed, index)]
    count = Counter(keys[index] for index in filled)
    rows: list[Reported] = []
    for index in filled:
        key = keys[index]
        given = bench.given(unit, key)
        if given is None:
            notes.add(UNKNOWN_ROW, typed, typed.at("code", index), key[0])
            continue
        row, faults = read_row(typed, index, given)
        if count[key] > 1:  # which of them is meant cannot be known
            faults = [(TWICE, "code")]
        for finding, column in faults:
            notes.add(finding, typed, typed.at(column, index), typed.text(column, index))
        held = any(finding.severity is Severity.RETURN for finding, _ in faults)
        reported = _reported(submission, order, given.task, row, index, held=held)
        if reported:
            rows.append(reported)
    return tuple(rows)


def _keys(typed: Typed) -> list[tuple[str, str]]:
    columns = typed.columns
    counties = columns.get("county", ())
    return [(squeeze(c), squeeze(p)) for c, p in zip(columns["code"], counties, strict=True)]


def _untouched(typed: Typed, index: int) -> bool:
    """A row with nothing in its entry cells, not even an error or a formula without a value."""
    columns = typed.columns
    if any(key in columns and columns[key][index] != "" for key in NUMERIC):
        return False
    if not typed.formulas and not typed.errors:
        return True
    cells = {typed.at(key, index) for key in NUMERIC}
    return cells.isdisjoint(typed.formulas) and cells.isdisjoint(typed.errors)


def _reported(
    submission: Submission, order: int, task: Task, row: Row, index: int, *, held: bool
) -> Reported | None:
    """The row as it goes into the merge, with where it stands and how it was typed.

    None when no figure was given: a blank erases nothing.
    """
    typed, unit = submission.progress, submission.claim.unit
    level = row.done.typed if row.kind is Kind.QUALITATIVE else ""
    given = level or row.done.number is not None or row.denominator.number is not None
    if not held and not given:
        return None
    columns = asked(row.kind)
    return Reported(
        order,
        unit,
        task.indicator.leads[0] == unit,
        task.indicator.code,
        task.county,
        row.done.number,
        row.numerator.number,
        row.denominator.number,
        level if level in LEVELS else "",
        held,
        "/".join([typed.text(key, index) for key in columns]),
        submission.source.file,
        typed.sheet,
        ",".join([typed.at(key, index) for key in columns]),
    )


def _texts(submission: Submission, order: int, ledger: Ledger, notes: _Notes) -> tuple[Told, ...]:
    typed, unit = submission.narrative, submission.claim.unit
    known = {first.item for first in items_of(ledger, unit)}
    told: list[Told] = []
    for index, code in enumerate(typed.columns.get("code", ())):
        item = squeeze(code)
        texts = [(key, typed.text(key, index)) for key in TEXTS]
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
