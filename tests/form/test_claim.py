"""The claim on the hidden sheet: genuine as issued, and every change of it is noticed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from kit.old_forms import as_old, old_form
from kit.sample import COUNT, HEALTH, KEY, LANKAO, QIXIAN, form, indicator, ledger

from ducha.cells import Cells, Sheet
from ducha.files.workbook import reading as workbook
from ducha.files.writing.form import book as form_xlsx
from ducha.form.breakdown import issue_breakdown
from ducha.form.claim import (
    LABELS,
    ROW_LABELS,
    SHEET,
    Claim,
    IssuedRow,
    Trust,
    digest,
    issued_row,
    key_id,
    sign,
    verify,
)
from ducha.form.monthly import Form
from ducha.ledger.year.decisions import Adjustment
from ducha.submission.hidden import claim_of, hidden_claim

ROWS = (
    issued_row("三.2-1", QIXIAN, "累计", "人", "60"),
    issued_row("三.2-1", LANKAO, "累计", "人", ""),
    issued_row("三.2"),
)
CLAIM = sign(KEY, HEALTH, "2024-05", "月报表", "ledger", ROWS)
FIELDS = (
    *("unit", "period", "kind", "version", "ledger"),
    *("issued", "key_id", "form_id", "signature"),
)


def test_a_claim_as_issued_is_genuine() -> None:
    """Signed and verified with the same key."""
    assert verify(KEY, CLAIM) is Trust.GENUINE


@pytest.mark.parametrize("name", FIELDS)
@pytest.mark.parametrize("change", [lambda old: old + "0", lambda old: old[:-1], lambda _: ""])
def test_every_changed_cell_is_noticed(name: str, change: object) -> None:
    """One cell at a time: lengthened, shortened, emptied (R6.23)."""
    changed = replace(CLAIM, **{name: change(getattr(CLAIM, name))})
    assert verify(KEY, changed) is (Trust.UNKNOWN_KEY if name == "key_id" else Trust.FORGED)


# what may become of the rows that a form was issued with
ROWS_CHANGED: dict[str, tuple[IssuedRow, ...]] = {
    "target": (ROWS[0]._replace(target="70"), *ROWS[1:]),
    "measure": (ROWS[0]._replace(measure="万人"), *ROWS[1:]),
    "kind": (ROWS[0]._replace(kind="比率"), *ROWS[1:]),
    "county": (ROWS[0]._replace(county="龙亭区"), *ROWS[1:]),
    "filled": (ROWS[0], ROWS[1]._replace(target="60"), ROWS[2]),
    "moved": (ROWS[0]._replace(measure="", target="人"), *ROWS[1:]),
    "swapped": (ROWS[1], ROWS[0], ROWS[2]),
    "added": (*ROWS, issued_row("三.3")),
    "twice": (ROWS[0], *ROWS),
    "taken out": ROWS[1:],
    "none": (),
}


@pytest.mark.parametrize("rows", ROWS_CHANGED.values(), ids=ROWS_CHANGED)
def test_every_change_of_an_issued_row_is_noticed(rows: tuple[IssuedRow, ...]) -> None:
    """They stand under the signature, and their order with them (R6.320)."""
    assert verify(KEY, replace(CLAIM, rows=rows)) is Trust.FORGED


OLD = Claim(
    unit=QIXIAN,
    period="2024-05",
    kind="月报表",
    version="1",
    ledger="0123456789abcdef",
    issued="0" * 32,
    key_id="895db8393730",
    form_id="8d9269d57bc3",
    signature="3a0f1b68585ddf8d5019769ef16670b974b88dbc3770ea54085e7625a0f56fdf",
)
"""As the first version of the program signed it."""


def test_a_form_of_version_1_is_as_genuine_as_ever() -> None:
    """It has a digest in place of its rows; neither version passes for the other (R6.321)."""
    assert verify(KEY, OLD) is Trust.GENUINE
    assert verify(KEY, replace(OLD, version="2")) is Trust.FORGED
    assert verify(KEY, replace(OLD, issued="1" + OLD.issued[1:])) is Trust.FORGED
    assert verify(KEY, replace(CLAIM, version="1")) is Trust.FORGED
    assert verify(KEY, as_old(CLAIM)) is Trust.GENUINE


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
    stolen = sign(b"another key", HEALTH, "2024-05", "月报表", "ledger", ROWS)
    borrowed = replace(stolen, key_id=key_id(KEY))
    assert verify(KEY, borrowed) is Trust.FORGED


def test_the_key_is_not_on_the_form() -> None:
    """Only its public name is, which cannot be turned back."""
    assert KEY.decode() not in "".join(CLAIM.texts)
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
        form(book=ledger(indicators=(indicator(measure="人次"), *ledger().indicators[1:]))),
    ],
    ids=["unit", "targets", "adjustment", "milestone", "measure"],
)
def test_another_issue_has_another_claim(other: object) -> None:
    """Unit, targets, adjustments, milestones and measures are all told apart."""
    assert other.claim.signature != form().claim.signature


def test_parts_of_a_digest_do_not_run_together() -> None:
    """ab, c is not a, bc."""
    assert digest(["ab", "c"]) != digest(["a", "bc"])


def test_names_with_broken_characters_are_signed() -> None:
    """Half a rare character in a name stops nothing."""
    broken = sign(KEY, "市\ud800局", "2024-05", "月报表", "l", ())
    assert verify(KEY, broken) is Trust.GENUINE


def test_the_claim_is_found_on_the_form() -> None:
    """By the sheet's name, or by its labels when the sheet was renamed (R6.21)."""
    cells = workbook.read(form_xlsx.write(form()))
    assert claim_of(cells) == form().claim
    hidden = cells.sheet(SHEET)
    assert [row[0] for row in hidden.rows[:9]] == list(LABELS)
    assert hidden.rows[9] == ROW_LABELS
    renamed = tuple(replace(sheet, name=f"Sheet{n}") for n, sheet in enumerate(cells.sheets))
    assert claim_of(replace(cells, sheets=renamed)) == form().claim


def test_the_issued_rows() -> None:
    """What a county is asked: its figures, then its items; a breakdown asks for the city's.

    (R6.320)
    """
    book = ledger(indicators=(COUNT, indicator("三.2-2", target=80.0)))
    assert form(QIXIAN, book).claim.rows == (
        ("三.2-1", QIXIAN, "累计", "人", "60"),
        ("三.2-2", QIXIAN, "累计", "人", ""),
        ("三.2", "", "情况说明", "", ""),
    )
    assert issue_breakdown(book, HEALTH, KEY, "ledger").claim.rows == (
        ("三.2-1", "全市", "累计", "人", "120"),
        ("三.2-2", "全市", "累计", "人", "80"),
    )


def test_what_no_workbook_keeps_is_not_signed() -> None:
    """Line breaks and half characters: what is signed is what can be read again."""
    odd = indicator(measure="万\n 人\ud800")
    (row, *_) = form(QIXIAN, ledger(indicators=(odd,))).claim.rows
    assert row.measure == "万人\N{REPLACEMENT CHARACTER}"
    cells = workbook.read(form_xlsx.write(form(QIXIAN, ledger(indicators=(odd,)))))
    assert verify(KEY, claim_of(cells)) is Trust.GENUINE


def whole(cells: Cells) -> Sheet:
    """The hidden sheet."""
    hidden = cells.sheet(SHEET)
    assert hidden is not None
    return hidden


@pytest.mark.parametrize("issue", [form, lambda: old_form(form())], ids=["2", "1"])
def test_without_its_hidden_sheet_there_is_no_claim(issue: Callable[[], Form]) -> None:
    """Nor with one of its labels missing, nor with a row where version 1 has none."""
    cells = workbook.read(form_xlsx.write(issue()))
    assert claim_of(cells) == issue().claim
    visible = tuple(sheet for sheet in cells.sheets if sheet.name != SHEET)
    assert claim_of(replace(cells, sheets=visible)) is None
    hidden = whole(cells)
    torn = replace(hidden, rows=hidden.rows[1:])
    assert claim_of(replace(cells, sheets=(*visible, torn))) is None


def test_no_row_may_be_added_to_a_form_of_version_1() -> None:
    """Somebody who knows version 2 gains nothing by it (R6.321)."""
    cells = workbook.read(form_xlsx.write(old_form(form())))
    rows = (*whole(cells).rows, *whole(workbook.read(form_xlsx.write(form()))).rows[9:])
    even = tuple((*row, "", "", "")[:5] for row in rows)
    grown = replace(whole(cells), rows=even)
    visible = tuple(sheet for sheet in cells.sheets if sheet.name != SHEET)
    claim, fault = hidden_claim(replace(cells, sheets=(*visible, grown)))
    assert (claim, fault) == (None, "隐藏的〔表单标识〕被改动过：A10多出了“编码”")
