"""Which matters a unit is asked about, on the form of which month, and what is signed of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from kit.handed import JUNE, OPEN, closed
from kit.sample import HEALTH, KEY, QIXIAN, form, ledger

from ducha.form.claim import HANDED, Trust, verify
from ducha.form.handed import AskedMatters, asked_matters, handed_rows, locked_digest
from ducha.ledger.handed.records import Assignment, Progress

DUE = date(2024, 6, 28)

# a row of the ledger; whether the form due on 28 June asks 杞县 about it
ASKED = (
    (OPEN, True),
    (replace(OPEN, handed=DUE), True),
    (replace(OPEN, handed=date(2024, 6, 29)), False),  # it stands on July's
    (replace(OPEN, handed=None), True),
    (closed(date(2024, 6, 28)), False),
    (closed(date(2024, 6, 29)), True),  # a form made again is what it was
    (replace(OPEN, progress=Progress.STOPPED), False),
    (replace(OPEN, unit=HEALTH), False),
)


@pytest.mark.parametrize(("row", "asked"), ASKED)
def test_what_is_in_hand_on_the_day_is_asked_about(row: Assignment, *, asked: bool) -> None:
    """Handed over by then and not closed, and the unit's own (R9.75)."""
    assert bool(handed_rows([row], QIXIAN, DUE)) is asked


def test_a_row_says_what_was_asked_and_by_when() -> None:
    """延期至 in place of 办结时限 (R9.75)."""
    (row,) = handed_rows([replace(OPEN, extended=date(2024, 7, 10))], QIXIAN, DUE)
    assert (row.number, row.problem, row.demand, row.due) == (
        *("2024-01", "培训停滞", "6月底前开班", "2024-07-10"),
    )
    assert handed_rows([replace(OPEN, due=None)], QIXIAN, DUE)[0].due == ""


def test_the_matters_stand_under_the_signature() -> None:
    """编号 and what the locked cells say; without matters the form is what it was (R9.75)."""
    with_it = form(QIXIAN, ledger(assignments=(OPEN,)), JUNE)
    without = form(QIXIAN, ledger(), JUNE)
    row = with_it.claim.rows[-1]
    digest = locked_digest(("培训停滞", "6月底前开班", "2024-06-16"))
    assert (row.code, row.county, row.kind, row.measure) == ("2024-01", "", HANDED, digest)
    assert with_it.claim.rows[:-1] == without.claim.rows
    assert with_it.claim.issued == without.claim.issued
    assert with_it.claim.ledger == without.claim.ledger
    assert verify(KEY, with_it.claim) is Trust.GENUINE
    forged = replace(with_it.claim, rows=(*with_it.claim.rows[:-1], row._replace(code="2024-02")))
    assert verify(KEY, forged) is Trust.FORGED
    assert not without.handed


def test_line_breaks_and_blanks_are_no_change() -> None:
    """Whichever program saves the cells again (R9.77)."""
    assert locked_digest(["甲\r\n乙 ", "", ""]) == locked_digest(["甲\n乙", "", ""])
    assert locked_digest(["甲", "乙", ""]) != locked_digest(["甲乙", "", ""])


def test_what_may_be_answered() -> None:
    """What was issued and the unit's own; gone is what the ledger has no more (R9.76)."""
    rows = (OPEN, replace(OPEN, number="2024-02", unit=HEALTH))
    claim = form(QIXIAN, ledger(assignments=rows), JUNE).claim
    said = claim.rows[-1].measure
    later = replace(OPEN, number="2024-03")
    assert asked_matters(claim, (*rows, later)) == AskedMatters({"2024-01": said, "2024-03": ""})
    assert asked_matters(claim, (later,)) == AskedMatters({"2024-03": ""}, frozenset({"2024-01"}))
    assert asked_matters(replace(claim, rows=()), rows) == AskedMatters({"2024-01": ""})
