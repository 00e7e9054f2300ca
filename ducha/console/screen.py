"""What a verb shows: how far it has come, what it has done."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ducha.texts import one_line

if TYPE_CHECKING:  # read only to check types: it brings pandas, and help must come at once
    from ducha.workflow.workspace import Outcome


YES, NO = "是", "否"

_OPENS = "ducha.opens"


def show_progress(paths: Sequence[Path], label: str = "读取收件箱") -> Iterable[Path]:
    """A progress bar on a terminal, nothing in a pipe."""
    if not sys.stderr.isatty():
        yield from paths
        return
    with click.progressbar(paths, label=label, file=sys.stderr) as bar:
        yield from bar


def say_waiting() -> None:
    """On a terminal: why nothing moves."""
    if sys.stderr.isatty():
        click.echo("另一个窗口正在处理同一个工作文件夹，正在等它结束……", err=True)


def confirm(opened: Sequence[str]) -> bool:
    """On a terminal: show what is open, and ask whether to go on; elsewhere nobody is asked."""
    if not _on_terminal():
        return True
    click.echo("还有没有了结的：")
    for line in opened:
        click.echo(one_line(line))
    return ask_line("仍然送审吗？请输入 是 或 否") == YES


def ask(what: str, given: str | None) -> str:
    """A word that was not given: asked for on a terminal, blank elsewhere."""
    if given is not None or not _on_terminal():
        return given or ""
    return ask_line(f"{what}（没有的直接按回车）")


def ask_line(words: str) -> str:
    """An answer as typed; the end of the input and Ctrl-C abort.

    The words are shown by ourselves: what reads lines for Python shows them on the error stream of
    the process, where nothing is seen (`startup.keep_stderr`).
    """
    try:
        click.echo(f"{words}：", nl=False)
        sys.stdout.flush()
        line = sys.stdin.readline() if sys.stdin else ""
    except KeyboardInterrupt:
        line = ""
    if not line:
        raise click.Abort
    return line.strip()


def ask_secret(words: str) -> str:
    """A word that is not shown while it is typed; a line of the input where there is no terminal.

    It is no argument of any command, so that no list of processes and no history holds it (R10.3).
    """
    if not _on_terminal():
        return ask_line(words)
    answer: str = click.prompt(words, hide_input=True, prompt_suffix="：")
    return answer


def whether(question: str) -> bool | None:
    """是 or 否 on a terminal; None for anything else, and where nobody is asked."""
    if not _on_terminal():
        return None
    return {YES: True, NO: False}.get(ask_line(one_line(question)))


def _on_terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()


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
