"""Problems and suggestions over the months: which are open, since when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ducha.merge.model import MonthTable
from ducha.values.answers import NO, YES, asks_for_help, is_nil, is_settled, leaves_open

__all__ = ["YES", "OpenProblem", "is_nil", "open_problems"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenProblem:
    """One unit's open problem (or suggestion) about one item, and how many months it has lasted.

    `stated` is false where nothing of the unit's was accepted this month (R6.155).
    """

    unit: str
    item: str
    text: str
    months: int
    coordination: str
    next_step: str
    stated: bool


def open_problems(tables: Sequence[MonthTable], key: str) -> dict[tuple[str, str], OpenProblem]:
    """What stands open after the last month, by unit and item.

    `key` is the form's column: `problem` or `suggestion` (R6.154).
    """
    problems: dict[tuple[str, str], OpenProblem] = {}
    for table in tables:
        problems = _problems_after(table, problems, key)
    return problems


def _problems_after(
    table: MonthTable, before: Mapping[tuple[str, str], OpenProblem], key: str
) -> dict[tuple[str, str], OpenProblem]:
    after: dict[tuple[str, str], OpenProblem] = {}
    written = {(unit, item) for unit, item, _ in table.texts}
    for unit, item in sorted({*before, *written}):
        problem = _problem_after(table, (unit, item), before.get((unit, item)), key)
        if problem:
            after[unit, item] = problem
    return after


def _problem_after(
    table: MonthTable, place: tuple[str, str], before: OpenProblem | None, key: str
) -> OpenProblem | None:
    """A problem or suggestion after one month; 是否解决 asks about last month's problem alone.

    (R6.156, R6.456)
    """
    text = _text(table, place, key)
    solved = _text(table, place, "resolved") if key == "problem" else ""
    step, help_wanted = _text(table, place, "next_step"), _help_wanted(table, place)
    if not is_nil(text):
        lasted = before.months + 1 if before and not is_settled(solved) else 1
        return OpenProblem(
            unit=place[0],
            item=place[1],
            text=text,
            months=lasted,
            coordination=help_wanted,
            next_step=step,
            stated=True,
        )
    if before is None or (place[0] in table.returned and (text or not leaves_open(solved))):
        return None
    stated = place[0] in table.returned
    return OpenProblem(
        unit=place[0],
        item=place[1],
        text=before.text,
        months=before.months + stated,
        coordination=help_wanted,
        next_step=step,
        stated=stated,
    )


def _text(table: MonthTable, place: tuple[str, str], key: str) -> str:
    entry = table.texts.get((*place, key))
    return entry.text if entry else ""


def _help_wanted(table: MonthTable, place: tuple[str, str]) -> str:
    """是 or 否, in whatever words it was answered; blank where it was not (R6.457)."""
    answer = _text(table, place, "coordination")
    if asks_for_help(answer):
        return YES
    return NO if answer else ""
