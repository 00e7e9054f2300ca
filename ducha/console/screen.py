"""What a verb shows: how far it has come, what it has done."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:  # read only to check types: it brings pandas, and help must come at once
    from ducha.workflow.workspace import Outcome


_OPENS = "ducha.opens"


def show_progress(paths: Sequence[Path]) -> Iterable[Path]:
    """A progress bar on a terminal, nothing in a pipe."""
    if not sys.stderr.isatty():
        yield from paths
        return
    with click.progressbar(paths, label="读取收件箱", file=sys.stderr) as bar:
        yield from bar


def say_waiting() -> None:
    """On a terminal: why nothing moves."""
    if sys.stderr.isatty():
        click.echo("另一个窗口正在处理同一个工作文件夹，正在等它结束……", err=True)


def finish(outcome: Outcome) -> None:
    """Say what was done and leave with its code; whoever called the verb may open what it names."""
    context = click.get_current_context()
    for line in outcome.lines:
        click.echo(line)
    context.meta[_OPENS] = outcome.opens
    if outcome.code:
        context.exit(outcome.code)


def named_by(context: click.Context) -> Path | None:
    """What a verb that has ended in this context says to open."""
    opens: Path | None = context.meta.get(_OPENS)
    return opens
