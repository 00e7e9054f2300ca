"""What is filled in beside the rows that count: totals, rows without a code, the foot."""

from __future__ import annotations

from collections.abc import Iterable
from operator import itemgetter
from typing import NamedTuple

from ducha.cells import Heading, Sheet, Value, address, as_text, letters, squeeze
from ducha.findings import Place
from ducha.form.monthly import FOOT
from ducha.ledger.model import CITY
from ducha.submission.sheets import key_columns

_TOTALLED = ("done", "numerator", "denominator")


class TypedTotal(NamedTuple):
    """A figure in the row of the whole city: of which indicator, where, what was typed."""

    code: str
    place: Place
    value: Value


def typed_totals(sheet: Sheet, heading: Heading, at: dict[str, int]) -> Iterable[TypedTotal]:
    """Figures that stand in the city's own row, where no formula of ours does."""
    code_at, place_at = key_columns(heading)
    ordered = sorted(((key, at[key]) for key in _TOTALLED if key in at), key=itemgetter(1))
    for index in range(heading.row + 1, len(sheet.rows)):
        row = sheet.rows[index]
        for key, position in ordered if row[place_at] == CITY else ():
            formula = address(index, position) in sheet.formulas
            if row[position] not in {"", 0.0} and not formula:
                place = Place(sheet.name, index, key, (letters(position),))
                yield TypedTotal(squeeze(row[code_at]), place, row[position])


def strays(sheet: Sheet, heading: Heading, entries: dict[str, int], name: str) -> Iterable[Place]:
    """Filled cells of rows below the heading that have no code and are not the foot (R6.88).

    `name` is the heading of their code.
    """
    code_at = heading.columns[name]
    for index in range(heading.row + 1, len(sheet.rows)):
        row = sheet.rows[index]
        if row[code_at] != "":
            continue
        filled = [(key, position) for key, position in entries.items() if row[position] != ""]
        if filled and not any(squeeze(value).rstrip("：:") in FOOT for value in row):
            key, position = filled[0]
            yield Place(sheet.name, index, key, (letters(position),))


def signatures(sheet: Sheet) -> dict[str, str]:
    """The signatures: each label's value is the next cell to its right that is no label."""
    signed: dict[str, str] = {}
    for row in sheet.rows[-8:]:
        names = [squeeze(value).rstrip("：:") for value in row]
        for label in FOOT:
            if label in names:
                signed.setdefault(label, _right_of(row, names, names.index(label)))
    return signed


def _right_of(row: tuple[Value, ...], names: list[str], start: int) -> str:
    for value, name in zip(row[start + 1 :], names[start + 1 :], strict=True):
        if name in FOOT:
            return ""
        if name:
            return as_text(value)
    return ""
