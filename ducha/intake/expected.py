"""What is known of a row before anybody has typed in it."""

from __future__ import annotations

from dataclasses import dataclass

from ducha.form.monthly import Task
from ducha.status.rating import Figure


@dataclass(frozen=True, slots=True)
class ExpectedRow:
    """What the ledger and last month say of a row, beside what was typed.

    `city_target` is the whole city's, `alone` says that no other place shares it.
    """

    task: Task
    target: float | None
    previous: Figure
    city_target: float | None = None
    alone: bool = False
