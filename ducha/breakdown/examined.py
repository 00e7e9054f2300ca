"""The rows of one breakdown return: county targets, milestones, contacts, and what is wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from ducha.breakdown.milestones import read_milestones
from ducha.breakdown.worksheet import BreakdownContent, CountyTarget, MilestoneEntry
from ducha.cells import as_text, oddities, spelled, squeeze
from ducha.checks.breakdowns import (
    ADDED_COLUMN,
    BELOW_LINE,
    DEADLINE,
    NO_COLUMN,
    NOT_ANSWERING,
    TARGET_EDITED,
    TOO_LARGE_RATE,
    TOO_SMALL_RATE,
    TWICE,
    UNKNOWN_PLACE,
    UNKNOWN_ROW,
)
from ducha.findings import NOWHERE, Finding, FindingCollector, Place, Rule, Severity
from ducha.form.breakdown import AFTER, BreakdownRow, columns_for, rows_of
from ducha.form.monthly import target_text
from ducha.ledger.model import OWN, Direction, Kind, Ledger
from ducha.period import Period
from ducha.submission.arrival import Source
from ducha.submission.reading import Submission
from ducha.texts import brief
from ducha.values.months import month_of
from ducha.values.reading import Reading

_PERCENT = "%"
_MOST_PERCENT = 100.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ExaminedBreakdown:
    """What one breakdown return says, by code and place; `held` are places held out.

    `asked` is the city's target of each row as it stood on the form. `lines_only`: nothing but
    rates and standards is asked, so that a blank form is an answer, the city's line everywhere.
    (R6.224)
    """

    source: Source
    unit: str
    order: int
    goals: Mapping[tuple[str, str], CountyTarget]
    milestones: Mapping[str, MilestoneEntry]
    held: frozenset[tuple[str, str]]
    contacts: tuple[tuple[str, str], ...]
    asked: Mapping[str, float]
    sums: Mapping[str, Place]
    findings: tuple[Finding, ...]
    filled: bool
    lines_only: bool

    @property
    def returned(self) -> int:
        """How many cells and rows were held out."""
        return sum(finding.severity is Severity.RETURN for finding in self.findings)

    @property
    def accepted(self) -> bool:
        """Whether anything on the form is taken."""
        given = bool(self.goals or self.milestones or self.contacts)
        return given or not (self.returned or self.empty)

    @property
    def empty(self) -> bool:
        """Whether nothing at all was filled in where something had to be."""
        return not (self.filled or self.findings or self.lines_only)


def examine_breakdown(submission: Submission, order: int, ledger: Ledger) -> ExaminedBreakdown:
    """Read and check every row of one breakdown return (R6.223)."""
    source, unit = submission.source, submission.claim.unit
    desk = BreakdownContent(typed=submission.progress, notes=FindingCollector(unit, source.file))
    places = (*ledger.counties, OWN)
    rows = {row.indicator.code: row for row in rows_of(ledger, unit)}
    at = _rows_at(desk, rows, places)
    genuine = submission.progress.digest == submission.claim.issued
    _read_asked(desk, rows, at, genuine=genuine)
    for code, index in at.items():
        _read_goals(desk, rows[code], index, places)
        _below_line(desk, rows[code], index)
        read_milestones(desk, rows[code].indicator, index)
        _read_contact(desk, index)
        _check_deadline(desk, rows[code], index, ledger.document.year)
    _check_columns(desk, places)
    return ExaminedBreakdown(
        source=source,
        unit=unit,
        order=order,
        goals=desk.goals,
        milestones=desk.milestones,
        held=frozenset(desk.held),
        contacts=tuple(dict.fromkeys(desk.contacts)),
        asked=desk.asked,
        sums={code: desk.typed.place("sum", index) for code, index in at.items()},
        findings=tuple(desk.notes.kept),
        filled=bool(at),
        lines_only=not any(row.adds_up for row in rows.values()),
    )


def _rows_at(
    desk: BreakdownContent, rows: Mapping[str, BreakdownRow], places: tuple[str, ...]
) -> dict[str, int]:
    """Where each row of ours stands; one that stands twice with entries is held out (R6.214)."""
    codes = [squeeze(code) for code in desk.typed.columns["code"]]
    filled = [index for index in range(len(codes)) if _filled(desk, index, places)]
    count = Counter(codes[index] for index in filled)
    found: dict[str, int] = {}
    for index in filled:
        code = codes[index]
        if code not in rows:
            desk.add(UNKNOWN_ROW, "code", index, oddities=oddities(code))
        elif count[code] > 1:
            desk.add(TWICE, "code", index)
            desk.held |= {(code, place) for place in places if desk.typed.touched(place, index)}
        else:
            found[code] = index
    return found


def _filled(desk: BreakdownContent, index: int, places: tuple[str, ...]) -> bool:
    entries = (*places, *(column.key for column in AFTER if column.entry))
    return any(desk.typed.touched(key, index) for key in entries)


def _read_asked(
    desk: BreakdownContent,
    rows: Mapping[str, BreakdownRow],
    at: Mapping[str, int],
    *,
    genuine: bool,
) -> None:
    """The city's targets: the form's own while it is as issued, else the ledger's.

    A form that was issued before the ledger's target changed is not blamed for the old one.
    (R6.218)
    """
    for code, index in at.items():
        ours = rows[code].target
        theirs = desk.typed.value("target", index)
        desk.asked[code] = theirs if genuine and isinstance(theirs, float) else ours
        if not genuine and theirs != "" and as_text(theirs) != target_text(ours):
            desk.add(TARGET_EDITED, "target", index)


def _read_goals(
    desk: BreakdownContent, row: BreakdownRow, index: int, places: tuple[str, ...]
) -> None:
    indicator = row.indicator
    whole = indicator.whole and row.adds_up
    for place in places:
        if not desk.typed.touched(place, index):
            continue
        reading = desk.read(place, index, indicator.measure, whole=whole)
        key = (indicator.code, place)
        if place not in row.places:
            if reading.number != 0:
                desk.add(NOT_ANSWERING, place, index)
            continue
        at = desk.typed.place(place, index)
        strange = _strange_rate(row, reading)
        finding = strange.finding(at, reading.typed) if strange else reading.finding(at)
        held = finding is not None and desk.notes.add(finding)
        if held or reading.number is None:
            desk.held.add(key)
        else:
            desk.goals[key] = CountyTarget(reading.number, at)


def _strange_rate(row: BreakdownRow, reading: Reading) -> Rule | None:
    """A line in percent that can be no percent number: 0.65 for 65%, or more than everything.

    (R6.215)
    """
    value = reading.number
    if row.indicator.kind is not Kind.RATE or row.indicator.measure != _PERCENT or not value:
        return None
    if value > max(row.target, _MOST_PERCENT):
        return TOO_LARGE_RATE
    return TOO_SMALL_RATE if value <= 1 < row.target else None


def _below_line(desk: BreakdownContent, row: BreakdownRow, index: int) -> None:
    """Counties whose own line asks less than the city's: perhaps the city's line was split.

    (R6.215)
    """
    indicator = row.indicator
    if row.adds_up or indicator.direction is Direction.AT_MOST:
        return
    low = [
        place
        for place in row.places
        if 0
        < desk.goals.get((indicator.code, place), CountyTarget(0.0, NOWHERE)).value
        < row.target
    ]
    if low:
        line = f"{target_text(row.target)}{indicator.measure}"
        named = {"name": indicator.name, "places": "、".join(low), "line": line}
        desk.add(BELOW_LINE, low[0], index, **named)


def _read_contact(desk: BreakdownContent, index: int) -> None:
    contact = desk.typed.text("contact", index), desk.typed.text("phone", index)
    if any(contact):
        desk.contacts.append(contact)


def _check_deadline(desk: BreakdownContent, row: BreakdownRow, index: int, year: int) -> None:
    typed = desk.typed.value("deadline", index)
    if not squeeze(typed) or month_of(typed, year) == row.indicator.deadline:
        return
    written, ours = brief(as_text(typed)), str(Period(year, row.indicator.deadline))
    words = {"name": row.indicator.name, "typed": written, "ours": ours}
    desk.add(DEADLINE, "deadline", index, **words)


def _check_columns(desk: BreakdownContent, places: tuple[str, ...]) -> None:
    """Columns that somebody added, with figures in them, and county columns that are gone.

    (R6.214, R6.216)
    """
    columns = desk.typed.columns
    known = {column.key for column in columns_for(places)}
    for key in (key for key in columns if key not in known):
        index = next((n for n, cell in enumerate(columns[key]) if cell != ""), None)
        if index is not None:
            figures = any(desk.read(key, n, "").given for n in range(len(columns[key])))
            added = UNKNOWN_PLACE if figures else ADDED_COLUMN
            desk.add(added, key, index, county=brief(spelled(key)))
    gone = [place for place in places if place not in columns]
    if gone and columns["code"]:
        desk.add(NO_COLUMN, "code", 0, columns="、".join(gone))
