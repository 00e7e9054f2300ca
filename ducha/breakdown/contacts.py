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
    """Units with blanks filled from the newest form that names anybody, and where it came from.

    What a clerk wrote stays; a telephone joins a name in the ledger only if it is that person's.
    (R6.222)
    """
    newest = {one.unit: one for one in examined if one.contacts}
    units: list[Unit] = []
    filled: dict[str, str] = {}
    for unit in ledger.units:
        one = newest.get(unit.name)
        known = _filled(unit, one.contacts) if one else unit
        if one and known != unit:
            filled[unit.name] = f"分解表 {shown_name(one.source.file)}"
        units.append(known)
    return tuple(units), filled


def _filled(unit: Unit, contacts: Sequence[tuple[str, str]]) -> Unit:
    if unit.contact:
        contacts = [(name, phone) for name, phone in contacts if name == unit.contact]
    return replace(
        unit,
        contact=unit.contact or _joined([name for name, _ in contacts]),
        phone=unit.phone or _joined([phone for _, phone in contacts]),
    )


def _joined(words: Sequence[str]) -> str:
    return "、".join(dict.fromkeys(word for word in words if word))
