"""Who may report, and whose rows stand on a sheet: a signature covers no sheet but its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ducha.cells import squeeze
from ducha.form.breakdown import breaking_units, rows_of
from ducha.form.claim import BREAKDOWN, ITEM, TEXTS, Claim
from ducha.form.monthly import items_of, reporting_units, tasks_of
from ducha.intake.verdicts import IntakeContext
from ducha.ledger.model import CITY, Ledger
from ducha.period import Period, parse_period
from ducha.submission.reading import Submission

Keys = frozenset[tuple[str, str]]
_HALF = 0.5


@dataclass(frozen=True)
class Roster:
    """The units that owe a return of a month, and the rows of everybody's forms, worked out once.

    `ledger` is the one of the month (1 to 12).
    """

    ledger: Ledger
    reporters: frozenset[str]
    month: int

    @cached_property
    def owing(self) -> frozenset[str]:
        """Units that owe a monthly return."""
        return frozenset(reporting_units(self.ledger, self.reporters))

    @cached_property
    def progress(self) -> Mapping[str, Keys]:
        """Code and county of the rows of 进度填报 by unit, without the city's totals."""
        tasks = {unit: tasks_of(self.ledger, unit, self.month) for unit in sorted(self.owing)}
        return {
            unit: frozenset((t.indicator.code, t.county) for t in rows if t.county != CITY)
            for unit, rows in tasks.items()
        }

    @cached_property
    def narrative(self) -> Mapping[str, Keys]:
        """Items of 情况说明 by unit."""
        return {
            unit: frozenset((first.item, "") for first in items_of(self.ledger, unit))
            for unit in sorted(self.owing)
        }

    @cached_property
    def breakdown(self) -> Mapping[str, Keys]:
        """Codes of the breakdown form by unit."""
        year = self.ledger.whole
        return {
            unit: frozenset((row.indicator.code, "") for row in rows_of(year, unit))
            for unit in breaking_units(year)
        }


@dataclass(frozen=True)
class Rosters:
    """The roster of every month, each worked out when a form of the month comes (R6.300)."""

    context: IntakeContext
    _made: dict[Period, Roster] = field(default_factory=dict)

    def of(self, claim: Claim) -> Roster:
        """The roster of the month that is claimed; of the month being merged if it is none."""
        context = self.context
        period = parse_period(claim.period) or context.period
        if period not in self._made:
            ledger = context.ledger_of(period)
            self._made[period] = Roster(ledger, context.reporters, period.month)
        return self._made[period]


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """Rows on a sheet: how many, how many of the claimed unit's form, how many of another's.

    `sure` is false where the rows are some of the claimed unit's and just those of the other.
    """

    rows: int
    claimed: str
    own: int
    other: str
    theirs: int
    sure: bool

    @property
    def sentence(self) -> str:
        """The counts in words, for the officer."""
        return (
            f"表上的{self.rows}行，有{self.own}行是“{self.claimed}”填报表的，"
            f"有{self.theirs}行是“{self.other}”填报表的，像是“{self.other}”的表"
        )


def find_likeness(submission: Submission, roster: Roster) -> Likeness | None:
    """Whose form a return looks like, if not the claimed unit's; None where it is no other's.

    Rows whose digest is that of what was issued are the claimed form's own, whatever has
    become of the ledger since, and so is every row that its own hidden sheet names. Otherwise
    another unit has to explain more of the rows than the claimed one, and those are most of the
    sheet or most of the other's form (R6.29, R6.30, R6.327).
    """
    claim, progress = submission.claim, submission.progress
    if progress.rows and progress.digest == claim.issued:
        return None
    rows, forms = _keys_and_forms(submission, roster)
    own = forms.get(claim.unit, frozenset())
    if claim.rows:
        own = _issued_keys(claim, texts=not progress.rows) | (own & rows)
    units = [unit for unit in forms if unit != claim.unit]
    if not units or (rows <= own and _similarity(rows, own) >= _HALF):
        return None
    other = max(units, key=lambda unit: (len(rows & forms[unit]), _similarity(rows, forms[unit])))
    sure = _is_theirs(rows, own, forms[other])
    if sure is None or not (sure or progress.rows):
        return None
    return Likeness(
        rows=len(rows),
        claimed=claim.unit,
        own=len(rows & own),
        other=other,
        theirs=len(rows & forms[other]),
        sure=sure,
    )


def _issued_keys(claim: Claim, *, texts: bool) -> Keys:
    """The keys of the rows that a form was issued with, its items where it asks for no figures.

    A breakdown form names no county (R6.327).
    """
    placed = claim.kind != BREAKDOWN
    return frozenset(
        (row.code, row.county if placed else "")
        for row in claim.rows
        if (row.kind == ITEM if texts else row.kind not in TEXTS)
    )


def _is_theirs(rows: Keys, own: Keys, other: Keys) -> bool | None:
    """Whether the rows are surely another's form; None where they do not look it."""
    mine, theirs = len(rows & own), len(rows & other)
    whole = _similarity(rows, other) >= _HALF
    if theirs > mine and (whole or mine < _HALF * len(rows)):
        return True
    return False if theirs == mine > 0 and whole else None


def _keys_and_forms(submission: Submission, roster: Roster) -> tuple[Keys, Mapping[str, Keys]]:
    """The keys on the sheet and those of all forms; items where a form asks for no figures."""
    keys = frozenset(submission.progress.keys)
    if submission.claim.kind == BREAKDOWN:
        return keys, roster.breakdown
    if keys:
        return keys, roster.progress
    codes = submission.narrative.columns.get("code", ())
    return frozenset((squeeze(code), "") for code in codes), roster.narrative


def _similarity(rows: Keys, form: Keys) -> float:
    """How nearly the rows are those of a form: shared ones among all of both."""
    return len(rows & form) / len(rows | form) if rows else 0.0
