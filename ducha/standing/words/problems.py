"""问题清单 and 工作建议: what units state this month, in the ledger's order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from ducha.cells import squeeze
from ducha.ledger.model import Indicator, Ledger, Unit, first_of_items
from ducha.merge.open_problems import YES, OpenProblem, is_nil
from ducha.standing.table import PageSetup, Style, Table, TableColumn, table
from ducha.standing.words.columns import words_column

_ENDS = "。.；;，, "
"""Signs at the end of a text that make it no other one."""


class StatedWords(NamedTuple):
    """The same words of one unit, and every item of which it states them, in the ledger's order."""

    unit: Unit
    items: tuple[Indicator, ...]
    problems: tuple[OpenProblem, ...]

    @property
    def coordination(self) -> str | None:
        """需市级协调: 是 where it is said of any of the items."""
        answers = [problem.coordination for problem in self.problems if problem.coordination]
        return YES if YES in answers else next(iter(answers), None)

    @property
    def next_step(self) -> str | None:
        """下步措施, each once; 无 is none."""
        steps = (p.next_step for p in self.problems if not is_nil(p.next_step))
        return "\n".join(dict.fromkeys(steps)) or None


def _columns(key: str) -> tuple[TableColumn[StatedWords], ...]:
    return (
        TableColumn("单位", lambda row: row.unit.name, 18),
        TableColumn("类别", lambda row: str(row.unit.group), 5.5, Style.SHORT),
        TableColumn("编码", lambda row: "、".join(i.item for i in row.items), 12, Style.SHORT),
        TableColumn("事项", lambda row: "\n".join(dict.fromkeys(i.matter for i in row.items)), 34),
        words_column(key, lambda row: row.problems[0].text),
        words_column("coordination", lambda row: row.coordination),
        TableColumn("持续月数", lambda row: max(p.months for p in row.problems), 8, Style.SHORT),
        words_column("next_step", lambda row: row.next_step),
    )


def open_problem_table(
    name: str, key: str, ledger: Ledger, problems: Mapping[tuple[str, str], OpenProblem]
) -> Table:
    """问题清单 or 工作建议; `key` is the form's column that they stand in (R7.261, R7.262)."""
    first = first_of_items(ledger.whole.indicators)
    stated = (problem for problem in problems.values() if problem.stated)
    rows = [
        StatedWords(ledger.by_unit[same[0].unit], tuple(first[p.item] for p in same), tuple(same))
        for same in _same_words(_in_order(ledger, tuple(first), stated))
    ]
    return table(name, _columns(key), rows, PageSetup(frozen=1))


def _in_order(
    ledger: Ledger, items: Sequence[str], problems: Iterable[OpenProblem]
) -> list[OpenProblem]:
    """By the item's place in the ledger, then the unit's."""
    item_order = {item: n for n, item in enumerate(items)}
    unit_order = {unit.name: n for n, unit in enumerate(ledger.units)}
    return sorted(problems, key=lambda p: (item_order[p.item], unit_order[p.unit]))


def _same_words(problems: Iterable[OpenProblem]) -> Iterable[list[OpenProblem]]:
    """Together what one unit says in the same words, where it is said first."""
    groups: dict[tuple[str, str], list[OpenProblem]] = {}
    for problem in problems:
        words = squeeze(problem.text).rstrip(_ENDS)
        groups.setdefault((problem.unit, words), []).append(problem)
    return groups.values()
