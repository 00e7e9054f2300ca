"""Who answers in a department, as its breakdown form says: blanks of 责任单位 are filled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ducha.breakdown.examined import ExaminedBreakdown
from ducha.ledger.model import Ledger, Unit
from ducha.texts import shown_name


def fill_contacts(
    ledger: Ledger, examined: Sequence[ExaminedBreakdown]
) -> tuple[tuple[Unit, ...], Mapping[str, str]]:
    """Fill the blanks of units from the newest form that names anybody (R6.222).

    What a clerk wrote stays; a telephone joins a name in the ledger only if it is that person's.

    Returns:
        All units in the order of the ledger, and by unit the form that filled one, in words.
    """
    newest = {form.unit: form for form in examined if form.contacts}
    units: list[Unit] = []
    filled: dict[str, str] = {}
    for unit in ledger.units:
        form = newest.get(unit.name)
        completed = _fill_unit(unit, form.contacts) if form else unit
        if form and completed != unit:
            filled[unit.name] = f"分解表 {shown_name(form.source.file)}"
        units.append(completed)
    return tuple(units), filled


def _fill_unit(unit: Unit, contacts: Sequence[tuple[str, str]]) -> Unit:
    if unit.contact:
        contacts = [(name, phone) for name, phone in contacts if name == unit.contact]
    return replace(
        unit,
        contact=unit.contact or _join([name for name, _ in contacts]),
        phone=unit.phone or _join([phone for _, phone in contacts]),
    )


def _join(words: Sequence[str]) -> str:
    return "、".join(dict.fromkeys(word for word in words if word))
