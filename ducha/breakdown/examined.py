"""The rows of one breakdown return: county targets, milestones, contacts, and what is wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ducha.breakdown.faults import (
    check_cleared,
    check_columns,
    check_deadline,
    check_line,
    rate_fault,
)
from ducha.breakdown.milestones import read_milestones
from ducha.breakdown.worksheet import BreakdownContent, CountyTarget, MilestoneEntry
from ducha.cells import as_text, oddities, squeeze
from ducha.checks.breakdowns import (
    NOT_ANSWERING,
    REWORKED,
    TARGET_EDITED,
    TWICE,
    UNKNOWN_ROW,
    WITHDRAWN,
)
from ducha.findings import Finding, FindingCollector, Place, Rule, Severity
from ducha.form.asked import reworked
from ducha.form.breakdown import AFTER, BreakdownRow, Cell, rows_asked
from ducha.form.claim import IssuedRow
from ducha.form.monthly import target_text
from ducha.ledger.model import OWN, Ledger
from ducha.submission.arrival import Source
from ducha.submission.reading import Submission, TypedSheet

_CONTACT_KEYS = ("contact", "phone")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExaminedBreakdown:
    """What one breakdown return says, by code and place; `held` are places held out.

    `order` counts the returns from 0, newest highest. `goals` are targets by code and place, in the
    measure of the indicator; `shares` milestones as read, sound or not; `city_targets` the city's
    target of each row as it stood on the form; `sums` the cells of 合计, all by code; `contacts`
    name and telephone by code. `said` are the cells that the unit itself has filled in, `cleared`
    those that it has emptied. `nothing_asked`: a form sent back as it was issued is an answer,
    since nothing but rates and standards is asked, or nothing was left open on it (R6.224).
    `asked` are the codes of the rows that it was held against.
    """

    source: Source
    unit: str
    order: int
    typed: TypedSheet
    goals: Mapping[Cell, CountyTarget]
    milestones: Mapping[str, MilestoneEntry]
    shares: Mapping[str, Mapping[int, float]]
    held: frozenset[Cell]
    said: frozenset[Cell]
    cleared: frozenset[Cell]
    contacts: Mapping[str, tuple[str, str]]
    city_targets: Mapping[str, float]
    sums: Mapping[str, Place]
    findings: tuple[Finding, ...]
    filled: bool
    nothing_asked: bool
    asked: frozenset[str]

    @property
    def returned(self) -> int:
        """How many findings hold a cell or a row out."""
        return sum(finding.severity is Severity.RETURN for finding in self.findings)

    @property
    def accepted(self) -> bool:
        """Whether anything on the form is taken."""
        taken = bool(self.goals or self.milestones or self.contacts)
        return taken or not (self.returned or self.empty)

    @property
    def empty(self) -> bool:
        """Whether nothing at all was filled in where something had to be."""
        return not (self.filled or self.findings or self.nothing_asked)


def examine_breakdown(submission: Submission, order: int, ledger: Ledger) -> ExaminedBreakdown:
    """Read and check every row of one breakdown return (R6.223)."""
    source, unit = submission.source, submission.claim.unit
    content = BreakdownContent(typed=submission.progress, notes=FindingCollector(unit, source.file))
    places = (*ledger.counties, OWN)
    rows = {row.indicator.code: row for row in rows_asked(ledger, submission.claim)}
    issued = {row.code: row for row in submission.claim.rows}
    at = _locate_rows(content, rows, places, issued)
    genuine = submission.progress.digest == submission.claim.issued
    _read_city_targets(content, rows, at, issued, genuine=genuine)
    _read_contacts(content, at)
    for code, index in at.items():
        _read_targets(content, rows[code], index, places)
        check_line(content, rows[code], index)
        read_milestones(content, rows[code].indicator, index)
        check_deadline(content, rows[code], index, ledger.document.year)
    check_columns(content, places)
    return ExaminedBreakdown(
        source=source,
        unit=unit,
        order=order,
        typed=content.typed,
        goals=content.goals,
        milestones=content.milestones,
        shares=content.shares,
        held=frozenset(content.held),
        said=_cells_where(content, places, content.said),
        cleared=_cells_where(content, places, content.cleared),
        contacts=content.contacts,
        city_targets=content.city_targets,
        sums={code: content.typed.place("sum", index) for code, index in at.items()},
        findings=tuple(content.notes.kept),
        filled=bool(at),
        nothing_asked=_is_nothing_asked(content, rows),
        asked=frozenset(rows),
    )


def _entries(places: tuple[str, ...]) -> tuple[str, ...]:
    """The columns to fill in."""
    return (*places, *(column.key for column in AFTER if column.entry))


def _cells_where(
    content: BreakdownContent, places: tuple[str, ...], holds: Callable[[str, int], bool]
) -> frozenset[Cell]:
    """Cells to fill in of which this holds, by code and column."""
    return frozenset(
        (code, key)
        for index, (code, _) in enumerate(content.typed.keys)
        for key in _entries(places)
        if holds(key, index)
    )


def _is_nothing_asked(content: BreakdownContent, rows: Mapping[str, BreakdownRow]) -> bool:
    """Whether no count is asked, or all of them were broken down when the form was issued."""
    issued = dict(zip((code for code, _ in content.typed.keys), content.issued, strict=True))
    return all(
        issued.get(code, {}).get(place)
        for code, row in rows.items()
        if row.adds_up
        for place in row.places[:-1]
    )


def _locate_rows(
    content: BreakdownContent,
    rows: Mapping[str, BreakdownRow],
    places: tuple[str, ...],
    issued: Mapping[str, IssuedRow],
) -> dict[str, int]:
    """Where each row of ours stands; one that stands twice with entries is held out (R6.214)."""
    codes = [squeeze(code) for code in content.typed.columns["code"]]
    filled = [index for index in range(len(codes)) if _is_filled(content, index, places)]
    count = Counter(codes[index] for index in filled)
    located: dict[str, int] = {}
    for index in filled:
        code = codes[index]
        fault = _row_fault(code, rows, issued)
        if fault:
            rule, words = fault
            content.add(rule, "code", index, **words)
        elif count[code] > 1:
            content.add(TWICE, "code", index)
            content.held |= {(code, place) for place in places if content.said(place, index)}
        else:
            located[code] = index
    return located


def _row_fault(
    code: str, rows: Mapping[str, BreakdownRow], issued: Mapping[str, IssuedRow]
) -> tuple[Rule, dict[str, str]] | None:
    """Why a row is not taken as it stands, with the words of the rule (R6.214, R6.328)."""
    if code not in rows:
        withdrawn = WITHDRAWN, {"what": code}
        return withdrawn if code in issued else (UNKNOWN_ROW, {"oddities": oddities(code)})
    changed = reworked(issued[code], rows[code].indicator) if code in issued else None
    return (REWORKED, changed._asdict()) if changed else None


def _is_filled(content: BreakdownContent, index: int, places: tuple[str, ...]) -> bool:
    keys = _entries(places)
    return any(content.said(key, index) or content.cleared(key, index) for key in keys)


def _read_city_targets(
    content: BreakdownContent,
    rows: Mapping[str, BreakdownRow],
    at: Mapping[str, int],
    issued: Mapping[str, IssuedRow],
    *,
    genuine: bool,
) -> None:
    """The city's targets: those that the form was issued with, else the ledger's.

    A form that was issued before the ledger's target changed is not blamed for the old one; one
    of version 1 proves its own only while it is as issued (R6.218, R6.328).
    """
    for code, index in at.items():
        ours = float(issued[code].target) if code in issued else rows[code].target
        theirs = content.typed.value("target", index)
        content.city_targets[code] = theirs if genuine and isinstance(theirs, float) else ours
        if not genuine and theirs != "" and as_text(theirs) != target_text(ours):
            content.add(TARGET_EDITED, "target", index)


def _read_targets(
    content: BreakdownContent, row: BreakdownRow, index: int, places: tuple[str, ...]
) -> None:
    indicator = row.indicator
    whole = indicator.whole and row.adds_up
    for place in places:
        check_cleared(content, place, index)
        if not content.said(place, index):
            continue
        reading = content.read(place, index, indicator.measure, whole=whole)
        key = (indicator.code, place)
        if place not in row.places:
            if reading.number != 0:
                content.add(NOT_ANSWERING, place, index)
            continue
        at = content.typed.place(place, index)
        strange = rate_fault(row, reading)
        finding = strange.finding(at, reading.typed) if strange else reading.finding(at)
        held = finding is not None and content.notes.add(finding)
        if held or reading.number is None:
            content.held.add(key)
        else:
            content.goals[key] = CountyTarget(reading.number, at)


def _read_contacts(content: BreakdownContent, at: Mapping[str, int]) -> None:
    """Names and telephones of all rows, once the unit has changed one of them (R6.222)."""
    if not any(content.said(key, index) for index in at.values() for key in _CONTACT_KEYS):
        return
    for index, (code, _) in enumerate(content.typed.keys):
        contact = content.typed.text("contact", index), content.typed.text("phone", index)
        if any(contact):
            content.contacts.setdefault(code, contact)
