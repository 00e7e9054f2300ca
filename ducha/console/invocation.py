"""What stands before the verb; a workspace is read only when a verb asks for it.

So --help is quick: what reads one brings pandas.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ducha.console.screen import say_waiting

if TYPE_CHECKING:  # see above
    from ducha.period import Period
    from ducha.workflow.workspace import Workspace


@dataclass(frozen=True)
class Invocation:
    """What stands before the verb: which workspace, which day; `clock` is the real one."""

    config: Path
    today: date
    clock: Callable[[], datetime]

    def workspace(self) -> Workspace:
        """Read the workspace."""
        from ducha.workflow.workspace import open_workspace

        return open_workspace(self.config)

    @contextmanager
    def hold(self, *, dry_run: bool) -> Iterator[Workspace]:
        """Read the workspace for a verb that writes, and keep other runs out until it has ended."""
        from ducha.workflow.workspace import locked_workspace

        if dry_run:
            yield self.workspace()
            return
        with locked_workspace(self.config, say_waiting) as space:
            yield space

    def settle(self, space: Workspace, named: str | None) -> Period:
        """Settle the month, which is said before anything else.

        With what is not known of its deadline (R6.198).
        """
        from ducha.workflow.workspace import which_period

        period = which_period(space, named, self.today)
        click.echo(f"期次：{period.label}（{period}）")
        note = space.deadline_note(period)
        if note:
            click.echo(note)
        return period

    def start(self, named: str | None) -> tuple[Workspace, Period]:
        """Read the workspace to look at it, and settle the month."""
        space = self.workspace()
        return space, self.settle(space, named)
