"""The rows of one return held beside one another: what is said of them together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from ducha.cells import as_text
from ducha.checks import together
from ducha.checks.rows import CheckedRow
from ducha.checks.together import Beside
from ducha.findings import Finding, Place, Rule, Severity
from ducha.form.monthly import asked_columns
from ducha.intake.expected import ExpectedRow
from ducha.submission.reading import TypedSheet
from ducha.values.reading import read, shown

_NAMED = 4
_CLOSE = 1e-9
"""A sum that another program has worked out differs by no more."""
_SETTLED_TOGETHER = frozenset({"倒退", "量级"})
"""What each row would be asked by itself, where the question is about the whole form."""


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A filled row: where it stands, what was expected, what was read and found in it."""

    index: int
    expected: ExpectedRow
    row: CheckedRow
    faults: tuple[Finding, ...]

    @property
    def beside(self) -> Beside:
        """The row among the others."""
        return Beside(self.expected.task.indicator.code, self.expected.task.county, self.row)

    @property
    def sound(self) -> bool:
        """Whether its figures are taken."""
        return not any(fault.severity is Severity.RETURN for fault in self.faults)


def with_joint_findings(typed: TypedSheet, rows: Sequence[ReadRow]) -> tuple[ReadRow, ...]:
    """The rows of a return with what they say beside one another added to each.

    (R6.405, R6.406, R6.407, R6.409)
    """
    sound = [row for row in rows if row.sound]
    besides = [row.beside for row in sound]
    added: dict[int, list[Finding]] = defaultdict(list)
    for same in (*together.alike_down(besides), *together.alike_across(besides)):
        for index, finding in _alike(typed, [sound[n] for n in same]):
            added[index].append(finding)
    for n, like in together.own_totals(besides):
        words = {"own": together.figure_of(besides[n]), "like": like}
        added[sound[n].index].append(_finding(typed, sound[n], together.OWN_TOTAL, words))
    odd = together.hundreds(besides)
    for n in odd:
        words = {"count": str(len(odd))}
        added[sound[n].index].append(_finding(typed, sound[n], together.HUNDREDS, words))
    fallen, of = together.increments(besides)
    words = {"of": str(of), "fallen": str(len(fallen))}
    for n in fallen:
        added[sound[n].index].append(_finding(typed, sound[n], together.INCREMENTS, words))
    asked = {sound[n].index for n in fallen}
    return tuple(_with_added(row, added.get(row.index, ()), asked) for row in rows)


def _with_added(row: ReadRow, added: Iterable[Finding], asked: AbstractSet[int]) -> ReadRow:
    """A row with findings added; where the form is asked as a whole, not each row too."""
    kept = [
        fault
        for fault in row.faults
        if row.index not in asked or fault.code not in _SETTLED_TOGETHER
    ]
    return replace(row, faults=(*kept, *added))


def _alike(typed: TypedSheet, same: Sequence[ReadRow]) -> Iterator[tuple[int, Finding]]:
    """One sentence for every row that holds the same figure, by the row."""
    cells = [_place(typed, row).address for row in same]
    more = f"等{len(cells)}处" if len(cells) > _NAMED else ""
    words = {
        "count": str(len(same)),
        "figure": together.figure_of(same[0].beside),
        "where": "、".join(cells[:_NAMED]) + more,
    }
    for row in same:
        yield row.index, _finding(typed, row, together.ALIKE, words)


def _finding(typed: TypedSheet, row: ReadRow, rule: Rule, words: Mapping[str, str]) -> Finding:
    key = asked_columns(row.row.kind)[0]
    return typed.finding(rule, key, row.index, **words)


def _place(typed: TypedSheet, row: ReadRow) -> Place:
    return typed.place(asked_columns(row.row.kind)[0], row.index)


def typed_totals(
    typed: TypedSheet, rows: Sequence[ReadRow], unit: str, counted: AbstractSet[str]
) -> Iterator[Finding]:
    """Totals of the whole city that somebody typed, and that the rows do not bear out (R6.408).

    Args:
        typed: The sheet.
        rows: Those that are filled in.
        unit: Whose return it is: only a lead department is asked for the places of a city.
        counted: Places whose figures are a part of the city's.
    """
    by_code: dict[str, list[ReadRow]] = defaultdict(list)
    for row in rows:
        indicator, county = row.expected.task.indicator, row.expected.task.county
        if indicator.leads[0] == unit and county in counted:
            by_code[indicator.code].append(row)
    for total in typed.totals:
        parts = by_code.get(total.code, [])
        sums = set(_sums(typed, parts, total.place.key))
        number = read(total.value).number
        if sums and not any(number is not None and _same(number, s) for s in sums):
            said = {"typed": as_text(total.value), "sum": shown(max(sums))}
            yield together.TOTAL_TYPED.finding(total.place, said["typed"], **said)


def _sums(typed: TypedSheet, parts: Sequence[ReadRow], key: str) -> Iterator[float]:
    """What rows add up to, as read, and as a program adds the numbers among them."""
    summed = together.summed((part.beside for part in parts), key)
    if summed is not None:
        yield summed
        cells = [typed.value(key, part.index) for part in parts]
        yield sum(cell for cell in cells if isinstance(cell, float))


def _same(typed: float, added: float) -> bool:
    return abs(typed - added) <= _CLOSE * max(1.0, abs(added))
