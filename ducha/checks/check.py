"""A rule with a test of its own, and its twin in Excel."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass
from typing import Generic, NamedTuple, TypeVar

from ducha.findings import Rule

Subject = TypeVar("Subject")


class Fault(NamedTuple):
    """A column at fault, by its key; `detail` is what the rule's sentence says of it in braces."""

    key: str
    detail: str = ""


Faults = tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Check(Rule, Generic[Subject]):
    """One rule that tests a row, or an item, by itself.

    `test` gives the columns at fault, none when all is well. `live` says the same in Excel: a
    formula per column, where {key} stands for the cell of that column in the row (R6.110, R6.132).
    """

    _: KW_ONLY
    test: Callable[[Subject], Faults]
    live: tuple[tuple[str, str], ...] = ()
