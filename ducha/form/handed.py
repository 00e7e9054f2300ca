"""The form's sheet 督办事项: the matters handed to the unit that stand open, to be answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from ducha.cells import squeeze
from ducha.form.claim import HANDED, Claim, IssuedRow, digest, issued_row
from ducha.form.column import Column
from ducha.ledger.handed.records import Assignment
from ducha.texts import clean

HANDED_SHEET = "督办事项"
HANDED_KEYS = ("编号", "办理情况")
"""Headings by which the sheet is known."""

HANDED_COLUMNS = (
    Column(key="code", heading="编号", width=9.5),
    Column(key="problem", heading="问题", width=24, grows=1),
    Column(key="demand", heading="交办要求", width=24, grows=1),
    Column(key="due", heading="办结时限", width=11.5),
    Column(key="answer", heading="办理情况", width=26, entry=True, grows=2),
    Column(key="closing", heading="申请办结", width=7, entry=True),
    Column(key="evidence", heading="佐证材料", width=15, entry=True, grows=1),
)
APPLIES, APPLIES_NOT = "是", "否"
"""申请办结: the answers that are read."""

HANDED_ENTRIES = tuple(column.key for column in HANDED_COLUMNS if column.entry)
HANDED_LOCKED = ("problem", "demand", "due")


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedRow:
    """A row of the sheet as issued; `due` is the day by which it is to be closed, or blank."""

    number: str
    problem: str
    demand: str
    due: str

    @property
    def issued(self) -> IssuedRow:
        """The row for the hidden sheet: its 编号, and what its locked cells said (R9.75)."""
        locked = (self.problem, self.demand, self.due)
        return issued_row(self.number, kind=HANDED, measure=locked_digest(locked))


def locked_digest(texts: Iterable[str]) -> str:
    """Fingerprint of the locked cells of a row, whichever program saves them again."""
    return digest(squeeze(clean(text)) for text in texts)


def handed_rows(assignments: Iterable[Assignment], unit: str, day: date) -> tuple[HandedRow, ...]:
    """What a unit is asked about on the form that is due on a day: what is 在办 then (R9.75).

    A matter handed over later stands on the next month's form.
    """
    return tuple(
        HandedRow(
            number=assignment.number,
            problem=assignment.problem,
            demand=assignment.demand,
            due=str(assignment.deadline or ""),
        )
        for assignment in assignments
        if assignment.unit == unit and _is_asked(assignment, day)
    )


@dataclass(frozen=True, slots=True)
class AskedMatters:
    """What a return may answer on the sheet: 编号 with what the locked cells said when issued.

    Blank is that where nobody knows. `gone` is what was issued and the ledger has no more.
    """

    issued: Mapping[str, str]
    gone: frozenset[str] = frozenset()


def asked_matters(claim: Claim, assignments: Iterable[Assignment]) -> AskedMatters:
    """The matters of the unit, and those that its form was issued with (R9.76).

    The rows of the claim are vouched for.
    """
    units = {squeeze(each.number): each.unit for each in assignments}
    own = dict.fromkeys((number for number, unit in units.items() if unit == claim.unit), "")
    issued = {row.code: row.measure for row in claim.rows if row.kind == HANDED}
    return AskedMatters(
        {**own, **{number: said for number, said in issued.items() if number in units}},
        frozenset(issued.keys() - units.keys()),
    )


def _is_asked(assignment: Assignment, day: date) -> bool:
    return assignment.is_open_on(day) and (assignment.handed is None or assignment.handed <= day)
