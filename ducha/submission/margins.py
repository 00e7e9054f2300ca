"""What is filled in beside the rows that count: totals, rows without a code, the foot."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import NamedTuple

from ducha.cells import Heading, Row, Sheet, Value, address, as_text, letters, squeeze
from ducha.findings import Place
from ducha.form.monthly import FOOT
from ducha.ledger.model import CITY
from ducha.submission.sheets import key_columns

_LABEL = re.compile(rf"({'|'.join(FOOT)})(?:[（(](?:盖章|签字|签章|公章)[）)])?(?:[：:](.*))?")
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

    Below the last row with a code every cell with a figure in it is one: nothing of ours stands
    there but the foot (R6.459). `name` is the heading of their code.
    """
    code_at = heading.columns[name]
    rows = range(heading.row + 1, len(sheet.rows))
    last = max((index for index in rows if is_code(sheet.rows[index][code_at])), default=-1)
    for index in rows:
        row = sheet.rows[index]
        if is_code(row[code_at]) or _is_foot(row):
            continue
        filled = [(key, position) for key, position in entries.items() if row[position] != ""]
        if not filled and index > last > -1:
            filled = [("", n) for n, value in enumerate(row) if _holds_figure(value)]
        if filled:
            key, position = filled[0]
            yield Place(sheet.name, index, key, (letters(position),))


def is_code(value: Value) -> bool:
    """Whether what stands in the column of codes may be one: no blank, no label of the foot."""
    return value != "" and not _signed(value)[0]


def _is_foot(row: Row) -> bool:
    return any(_signed(value)[0] for value in row)


def _holds_figure(value: Value) -> bool:
    if isinstance(value, str):
        return any(char.isdecimal() for char in value)
    return not isinstance(value, bool)


def signatures(sheet: Sheet, heading: Heading) -> dict[str, str]:
    """The signatures, wherever below the table: beside their label, or behind it in its cell.

    The value of a label alone is the next cell to its right that is no label (R6.459).
    """
    code_at = heading.columns["编码"]
    signed: dict[str, str] = {}
    for row in sheet.rows[: heading.row : -1]:
        if is_code(row[code_at]):
            continue
        cells = [_signed(value) for value in row]
        for n, (label, written) in enumerate(cells):
            if label:
                signed.setdefault(label, written or _right_of(row, cells, n))
    return signed


def _signed(value: Value) -> tuple[str, str]:
    """A label of the foot, and what stands behind it in the same cell; blanks where none is."""
    if not isinstance(value, str):
        return "", ""
    match = _LABEL.fullmatch(squeeze(value))
    return (match[1], match[2] or "") if match else ("", "")


def _right_of(row: Row, cells: Sequence[tuple[str, str]], start: int) -> str:
    for value, (label, _) in zip(row[start + 1 :], cells[start + 1 :], strict=True):
        if label:
            return ""
        if squeeze(value):
            return as_text(value)
    return ""
