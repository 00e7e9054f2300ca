"""Every rule by which a return is checked, in one list, and those that config.toml may grade."""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType

from ducha.checks import (
    breakdowns,
    cells,
    handed,
    identity,
    months,
    returns,
    rows,
    sizes,
    together,
    versions,
)
from ducha.findings import Rule
from ducha.values import cases

_MODULES = (
    *(cases, rows, sizes, together, months),
    *(identity, returns, cells, handed, versions, breakdowns),
)


def _rules_in(module: ModuleType) -> Iterator[Rule]:
    """The rules that a module names, and those of the tuples that it names."""
    for value in vars(module).values():
        for declared in value if isinstance(value, tuple) else (value,):
            if isinstance(declared, Rule):
                yield declared


RULES: tuple[Rule, ...] = tuple(
    dict.fromkeys(rule for module in _MODULES for rule in _rules_in(module))
)
"""All rules. One code may stand for several: the same fault in a figure, a text, a breakdown."""

GRADED = {rule.code: rule for rule in RULES if rule.grades}
"""Rules that config.toml may give another grade or switch off."""
