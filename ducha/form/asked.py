"""What one return is held against: the rows of the unit's form, as they were issued to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from ducha.cells import squeeze
from ducha.form.claim import ITEM, TEXTS, Claim, IssuedRow
from ducha.form.monthly import Duty, Task, items_of, target_text
from ducha.ledger.model import Indicator, Kind, Ledger, first_of_items

Key = tuple[str, str]
"""Code and county."""

_SCALES = str.maketrans("", "", "十百千万亿()（）")


class Reworked(NamedTuple):
    """What the ledger asks otherwise than the form did: the heading, then and now."""

    heading: str
    issued: str
    ours: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedRows:
    """The rows of a form by code and county, and its items by code.

    `targets` are those that were issued. `withdrawn` rows, and items, were issued and are asked of
    the unit no more. A row that is `reworked` means something else now than when it was issued.
    `owed` are the rows of figures that the form asks; None where only the ledger knows that.
    """

    tasks: Mapping[Key, Task]
    items: Mapping[str, Indicator]
    targets: Mapping[Key, str] = field(default_factory=dict)
    withdrawn: frozenset[Key] = frozenset()
    reworked: Mapping[Key, Reworked] = field(default_factory=dict)
    owed: frozenset[Key] | None = None


def asked_rows(claim: Claim, tasks: Mapping[Key, Task], ledger: Ledger) -> AskedRows:
    """What a return is held against, by the rows it was issued with and by the ledger (R6.322).

    Without rows of its own it is the ledger alone, as for a form of version 1. What the ledger
    asks besides is taken too where somebody has put it in, and is not owed (R6.323).

    Args:
        claim: Of the return; its rows are vouched for.
        tasks: What the month's ledger asks of the unit.
        ledger: The month's.
    """
    items = {first.item: first for first in items_of(ledger, claim.unit)}
    if not claim.rows:
        return AskedRows(tasks=tasks, items=items)
    figures = {row.key: row for row in claim.rows if row.kind not in TEXTS}
    issued = {key: _as_issued(tasks[key], row) for key, row in figures.items() if key in tasks}
    written = [row.code for row in claim.rows if row.kind == ITEM]
    all_items = first_of_items(ledger.indicators)
    return AskedRows(
        tasks={**_not_owed(tasks), **issued},
        items={**items, **{code: all_items[code] for code in written if code in all_items}},
        targets={key: row.target for key, row in figures.items()},
        withdrawn=frozenset(
            (*(figures.keys() - tasks.keys()), *((c, "") for c in written if c not in all_items))
        ),
        reworked=dict(_reworked(figures, tasks)),
        owed=frozenset(key for key, task in issued.items() if task.duty is Duty.OWED),
    )


def led_codes(rows: Iterable[IssuedRow], unit: str) -> frozenset[str]:
    """Indicators that a unit was issued as their lead: with rows of other places than itself."""
    return frozenset(row.code for row in rows if row.kind not in TEXTS and row.county != unit)


def _not_owed(tasks: Mapping[Key, Task]) -> dict[Key, Task]:
    """What the ledger asks and the form did not: whoever fills it in is welcome."""
    return {
        key: replace(task, duty=Duty.OPTIONAL) if task.duty is Duty.OWED else task
        for key, task in tasks.items()
    }


def _as_issued(task: Task, row: IssuedRow) -> Task:
    """The row as the form asked it: its measure, its kind, and what the target made of it."""
    indicator = task.indicator
    duty = _duty_as_issued(task.duty, row.target)
    if (indicator.measure, indicator.kind) != (row.measure, row.kind):
        kind = Kind(row.kind) if row.kind in tuple(Kind) else indicator.kind
        indicator = replace(indicator, measure=row.measure, kind=kind)
    return Task(indicator, task.county, duty)


def _duty_as_issued(duty: Duty, target: str) -> Duty:
    """A row issued with a task is owed whatever the target has become, one without is not.

    (R6.324)
    """
    if target == target_text(0.0):
        return Duty.NO_TASK if duty is Duty.NO_TASK else Duty.OPTIONAL
    if target and duty is Duty.NO_TASK:
        return Duty.OWED
    return duty


def _reworked(
    figures: Mapping[Key, IssuedRow], tasks: Mapping[Key, Task]
) -> Iterable[tuple[Key, Reworked]]:
    """Rows whose figures would be taken for something else than what was asked (R6.326)."""
    for key, row in figures.items():
        changed = reworked(row, tasks[key].indicator) if key in tasks else None
        if changed:
            yield key, changed


def reworked(row: IssuedRow, indicator: Indicator) -> Reworked | None:
    """What is asked otherwise today than when the row was issued; None where nothing is (R6.326).

    A measure that only has another name is the same.
    """
    if row.kind != indicator.kind:
        return Reworked("类型", row.kind, indicator.kind)
    if indicator.kind is Kind.COUNT and _is_scaled(row.measure, squeeze(indicator.measure)):
        return Reworked("计量单位", row.measure, indicator.measure)
    return None


def _is_scaled(issued: str, ours: str) -> bool:
    """万人次 and 人次: the same measure, another number."""
    return issued != ours and issued.translate(_SCALES) == ours.translate(_SCALES)
