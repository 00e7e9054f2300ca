"""What a 退回件 shows in red: said once for the form, its list of reasons and the mail."""

from __future__ import annotations

from typing import NamedTuple

from ducha.findings import Finding
from ducha.form.monthly import Correction, Form, Task, asked_columns


class MarkedCell(NamedTuple):
    """A cell to correct: the number of its row on 进度填报, from 0, what it asks, its column."""

    row: int
    task: Task
    key: str
    fault: Finding

    @property
    def place(self) -> tuple[str, str, str]:
        """The cell as a correction names it."""
        return self.task.indicator.code, self.task.county, self.key


def marked_cells(form: Form, back: Correction) -> tuple[MarkedCell, ...]:
    """The red cells of a 退回件, in the order of its rows (R6.466)."""
    return tuple(
        MarkedCell(row, line.task, key, fault)
        for row, line in enumerate(form.progress)
        for key in (*asked_columns(line.task.indicator.kind), "remark")
        if (fault := back.faults.get((line.task.indicator.code, line.task.county, key)))
    )


def is_to_be_filled_anew(back: Correction) -> bool:
    """Whether nothing of the return can be laid back: the whole form is asked for (R6.467).

    A remark alone is nothing: the form itself has some.
    """
    figures = any(key != "remark" for _, _, key in back.answers)
    return not (figures or back.texts or back.faults)
