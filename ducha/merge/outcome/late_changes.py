"""What later returns have changed in earlier months, told in the month in which they came."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, TypeVar

from ducha.cells import as_text
from ducha.checks.returns import RESTATED, SUPPLIED
from ducha.findings import Finding, FindingCollector
from ducha.intake.examined import ExaminedReturn, FigureEntry
from ducha.intake.own_month import month_of_arrival
from ducha.intake.verdicts import IntakeContext
from ducha.period import CHINA, Period, period_meant_on
from ducha.status.rating import Figure
from ducha.texts import brief

RowKey = tuple[str, str, str]
"""Unit, code and county of a row; unit, item and column of a text."""

State = TypeVar("State")

_NOTHING = Figure()


@dataclass(frozen=True, slots=True)
class RowState:
    """What stands of a row: the newest accepted figure, and whether a newer one is held out."""

    figure: Figure = _NOTHING
    held: bool = False

    def after(self, entry: FigureEntry) -> RowState:
        """What stands once a newer return gives the row a figure."""
        return RowState(self.figure, held=True) if entry.held else RowState(entry.figure)


@dataclass(slots=True)
class _Course(Generic[State]):
    """What stands of each row or text of a month while its returns are gone through, oldest first.

    `before` is what stood of one ahead of the first late return that has a word on it.
    """

    now: dict[RowKey, State] = field(default_factory=dict)
    before: dict[RowKey, State] = field(default_factory=dict)

    def take(self, key: RowKey, stood: State, state: State, *, late: bool) -> None:
        """Go on with the next return: what stood, and what stands after it."""
        if late:
            self.before.setdefault(key, stood)
        self.now[key] = state


@dataclass(slots=True)
class _LateChanges:
    """A month's rows and texts, with the entry and the file that last changed one late."""

    rows: _Course[RowState] = field(default_factory=_Course)
    texts: _Course[str] = field(default_factory=_Course)
    entries: dict[RowKey, FigureEntry] = field(default_factory=dict)
    text_files: dict[RowKey, str] = field(default_factory=dict)

    def take(self, examined: ExaminedReturn, *, late: bool) -> None:
        """Go on with the next return; what `late` ones change is told."""
        for entry in examined.figures:
            stood = self.rows.now.get(entry.key, RowState())
            self.rows.take(entry.key, stood, stood.after(entry), late=late)
            if late:
                self.entries[entry.key] = entry
        for text in examined.texts:
            key = text.unit, text.item, text.key
            self.texts.take(key, self.texts.now.get(key, ""), text.text, late=late)
            if late:
                self.text_files[key] = examined.submission.source.file


def reports_told(
    received: datetime, period: Period, deadline: datetime, first: Period
) -> frozenset[Period]:
    """The months in whose reports a late return for `period` is told; none where it is not late.

    That of the month in which it arrives and, while the month before is still being reported, that
    one's too, which shows the figures of `period` already as they are now (R6.78).
    """
    arrived = month_of_arrival(received, period, deadline)
    if arrived is None:
        return frozenset()
    meant = period_meant_on(received.astimezone(CHINA).date(), first)
    return frozenset({arrived, max(meant, period.plus(1))})


def late_changes(
    period: Period,
    returns: Sequence[ExaminedReturn],
    context: IntakeContext,
    deadlines: Mapping[Period, datetime],
    assurances: Mapping[str, str],
) -> tuple[Finding, ...]:
    """What returns of an earlier month that came in the month being merged have changed of it.

    Args:
        period: The earlier month.
        returns: Its returns, oldest first, without those held.
        context: The month being merged, and the grades.
        deadlines: The last moment at which a return is in time, by month.
        assurances: By file the words of the clerk who has settled it: a change is then a note.
    """
    first, changes = context.ledger.document.first, _LateChanges()
    received: dict[str, datetime] = {}
    for examined in returns:
        source = examined.submission.source
        told = reports_told(source.received, period, deadlines[period], first)
        changes.take(examined, late=context.period in told)
        received[source.file] = source.received
    return tuple(_Teller(period, context, assurances, received).findings(changes))


@dataclass(frozen=True, slots=True)
class _Teller:
    """What the sentences need besides the change itself."""

    period: Period
    context: IntakeContext
    assurances: Mapping[str, str]
    received: Mapping[str, datetime]

    def findings(self, changes: _LateChanges) -> Iterator[Finding]:
        """Changed figures row by row, then per file how much was added to the month."""
        added: dict[tuple[str, str], list[str]] = defaultdict(list)
        for key, entry in changes.entries.items():
            before, now = changes.rows.before[key], changes.rows.now[key]
            if before == RowState():
                added[entry.unit, entry.file].append(_HELD if now.held else _FIGURE)
            elif before != now:
                yield from self._restated(entry, before, now)
        for key, file in changes.text_files.items():
            if changes.texts.before[key] != changes.texts.now[key]:
                added[key[0], file].append(_TEXT)
        for (unit, file), kinds in added.items():
            yield from self._supplied(unit, file, kinds)

    def _restated(self, entry: FigureEntry, before: RowState, now: RowState) -> Iterator[Finding]:
        """A figure that the month had, and has otherwise now (R6.77)."""
        finding = RESTATED.finding(
            entry.place,
            entry.typed,
            period=str(self.period),
            indicator=self.context.ledger.by_code[entry.code].name,
            county=entry.county,
            before=_in_words(before),
            after=f"“{brief(entry.typed)}”（退回，待更正）" if now.held else _in_words(now),
            day=self._day(entry.file),
        )
        yield from self._graded(entry.unit, entry.file, finding, entry.ruling)

    def _supplied(self, unit: str, file: str, kinds: Sequence[str]) -> Iterator[Finding]:
        """What the month did not have before, counted (R6.79)."""
        what = "、".join(
            f"{kinds.count(kind)}{kind}" for kind in (_FIGURE, _HELD, _TEXT) if kind in kinds
        )
        finding = SUPPLIED.finding(period=str(self.period), what=what, day=self._day(file))
        yield from self._graded(unit, file, finding, self.assurances.get(file, ""))

    def _graded(self, unit: str, file: str, finding: Finding, ruling: str) -> Iterable[Finding]:
        notes = FindingCollector(unit, file, self.context.grades)
        notes.add(finding, ruling=ruling)
        return notes.kept

    def _day(self, file: str) -> str:
        day = self.received[file].astimezone(CHINA)
        return f"{day.month}月{day.day}日"


_FIGURE, _HELD, _TEXT = "个数", "个数被退回待更正", "处文字"


def _in_words(state: RowState) -> str:
    """A figure as it is quoted: 287, 5/9, 推进中; that a newer one is held out is said."""
    figure = state.figure
    if state.held and not figure.given:
        return "待更正"
    if figure.level is not None:
        shown = str(figure.level)
    elif figure.denominator is not None or figure.numerator is not None:
        shown = f"{_number(figure.numerator)}/{_number(figure.denominator)}"
    else:
        shown = _number(figure.done)
    return f"{shown}（待更正）" if state.held else shown


def _number(number: float | None) -> str:
    return "空" if number is None else as_text(number)
