"""Problems and suggestions over the months: which are open, since when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ducha.merge.model import MonthTable

NIL = frozenset(
    {"", "无", "暂无", "没有", "无问题", "无建议", "暂无问题", "暂无建议", "/", "-", "—", "——"}
)
YES = "是"
NO = "否"


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


def is_nil(text: str) -> bool:
    """Whether a text says that there is nothing to say (无) (R6.157)."""
    return text.strip().strip("。.；; ") in NIL


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

    (R6.156)
    """
    text = _text(table, place, key)
    solved = _text(table, place, "resolved") if key == "problem" else ""
    step, help_wanted = _text(table, place, "next_step"), _text(table, place, "coordination")
    if not is_nil(text):
        lasted = before.months + 1 if before and solved != YES else 1
        return OpenProblem(
            unit=place[0],
            item=place[1],
            text=text,
            months=lasted,
            coordination=help_wanted,
            next_step=step,
            stated=True,
        )
    if before is None or (place[0] in table.returned and (solved != NO or text)):
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
