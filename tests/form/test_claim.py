"""The claim on the hidden sheet: genuine as issued, and every change of it is noticed."""

from __future__ import annotations

from dataclasses import astuple, fields, replace

import pytest
from kit.sample import HEALTH, KEY, QIXIAN, form, ledger

from ducha.files.workbook import reading as workbook
from ducha.files.writing.form import book as form_xlsx
from ducha.form.claim import LABELS, SHEET, Claim, Trust, digest, key_id, sign, verify
from ducha.ledger.model import Adjustment
from ducha.submission.hidden import claim_of

CLAIM = sign(KEY, HEALTH, "2024-05", "月报表", "ledger", "issued")
FIELDS = tuple(field.name for field in fields(Claim))


def test_a_claim_as_issued_is_genuine() -> None:
    """Signed and verified with the same key."""
    assert verify(KEY, CLAIM) is Trust.GENUINE


@pytest.mark.parametrize("name", FIELDS)
@pytest.mark.parametrize("change", [lambda old: old + "0", lambda old: old[:-1], lambda _: ""])
def test_every_changed_cell_is_noticed(name: str, change: object) -> None:
    """One cell at a time: lengthened, shortened, emptied (R6.23)."""
    changed = replace(CLAIM, **{name: change(getattr(CLAIM, name))})
    assert verify(KEY, changed) is (Trust.UNKNOWN_KEY if name == "key_id" else Trust.FORGED)


def test_swapped_cells_are_noticed() -> None:
    """The signature knows which value stands where."""
    swapped = replace(CLAIM, unit=CLAIM.period, period=CLAIM.unit)
    assert verify(KEY, swapped) is Trust.FORGED


def test_another_bureaus_form() -> None:
    """Another key, or none in this workspace: neither genuine nor forged."""
    assert verify(b"another key", CLAIM) is Trust.UNKNOWN_KEY
    assert verify(None, CLAIM) is Trust.UNKNOWN_KEY


def test_a_claim_under_a_borrowed_key_name_is_forged() -> None:
    """Who knows the public name of the key does not know the key (R6.23)."""
    borrowed = replace(sign(b"another key", *astuple(CLAIM)[:3], "l", "i"), key_id=key_id(KEY))
    assert verify(KEY, borrowed) is Trust.FORGED


def test_the_key_is_not_on_the_form() -> None:
    """Only its public name is, which cannot be turned back."""
    assert KEY.decode() not in "".join(astuple(CLAIM))
    assert len(key_id(KEY)) == 12


def test_nothing_of_the_claim_is_chance() -> None:
    """The same issue gives the same claim."""
    assert form().claim == form().claim


@pytest.mark.parametrize(
    "other",
    [
        form(QIXIAN),
        form(book=ledger(targets={})),
        form(book=ledger(adjustments=(Adjustment("三.2-1", QIXIAN, 5, 61.0, "会议纪要"),))),
        form(book=ledger(milestones={"三.2-1": {6: 0.4}})),
    ],
    ids=["unit", "targets", "adjustment", "milestone"],
)
def test_another_issue_has_another_claim(other: object) -> None:
    """Unit, targets, adjustments and milestones are all told apart."""
    assert other.claim.signature != form().claim.signature


def test_parts_of_a_digest_do_not_run_together() -> None:
    """ab, c is not a, bc."""
    assert digest(["ab", "c"]) != digest(["a", "bc"])


def test_names_with_broken_characters_are_signed() -> None:
    """Half a rare character in a name stops nothing."""
    broken = sign(KEY, "市\ud800局", "2024-05", "月报表", "l", "i")
    assert verify(KEY, broken) is Trust.GENUINE


def test_the_claim_is_found_on_the_form() -> None:
    """By the sheet's name, or by its labels when the sheet was renamed (R6.21)."""
    cells = workbook.read(form_xlsx.write(form()))
    assert claim_of(cells) == form().claim
    hidden = cells.sheet(SHEET)
    assert [row[0] for row in hidden.rows] == list(LABELS)
    renamed = tuple(replace(sheet, name=f"Sheet{n}") for n, sheet in enumerate(cells.sheets))
    assert claim_of(replace(cells, sheets=renamed)) == form().claim


def test_without_its_hidden_sheet_there_is_no_claim() -> None:
    """Nor with one of its labels missing."""
    cells = workbook.read(form_xlsx.write(form()))
    visible = tuple(sheet for sheet in cells.sheets if sheet.name != SHEET)
    assert claim_of(replace(cells, sheets=visible)) is None
    hidden = cells.sheet(SHEET)
    torn = replace(hidden, rows=hidden.rows[:-1])
    assert claim_of(replace(cells, sheets=(*visible, torn))) is None
