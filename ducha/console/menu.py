"""The menu: verbs by number, for a clerk who types no commands."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import NamedTuple
from unicodedata import normalize

import click

from ducha.console.choices import LEAVE, MONTH, WORKSPACE, Choice, Question, menu_lines, numbered
from ducha.console.opening import can_open, open_path
from ducha.console.refusals import attempt
from ducha.console.screen import YES, ask_line, named_by
from ducha.period import Period, parse_period
from ducha.texts import one_line
from ducha.workflow.command import PROGRAM

DRY_RUN = "--dry-run"
PERIOD = "--period"
BY_YEAR = "--breakdown"
"""What is made for the year takes no month."""

OTHER_WORKSPACE = Question("工作区的文件夹，或里面的 config.toml（可以拖进这个窗口）")


@dataclass(frozen=True, slots=True)
class Desk:
    """Where the menu works: the workspace, the day, the month if one was chosen, only on trial."""

    config: Path
    today: date
    period: Period | None = None
    trial: bool = False

    def line(self, verb: str, *arguments: str) -> list[str]:
        """The command line of a verb."""
        return ["--config", str(self.config), "--today", str(self.today), verb, *arguments]


class Ended(NamedTuple):
    """How a verb ended: its exit code, and the file or folder that it says to open."""

    code: int
    opens: Path | None


def run_menu(verbs: click.Group, desk: Desk) -> None:
    """Show the situation, then run `verbs` by number until 0; nothing a verb does ends the menu.

    The end of the input and Ctrl-C leave; while something is asked or done, they end that alone.
    """
    _run(verbs, desk.line("situation"))
    while (number := _choose(desk)) != LEAVE:
        with suppress(click.Abort):
            desk = _follow(verbs, desk, number)


def _choose(desk: Desk) -> str:
    """A number as typed, full-width or not."""
    question = "\n".join(("", *menu_lines(), *_in_force(desk), "请输入数字，按回车"))
    try:
        return normalize("NFKC", ask_line(question))
    except click.Abort:
        click.echo()
        return LEAVE


def _in_force(desk: Desk) -> Iterator[str]:
    """What has been set."""
    if desk.period:
        yield f"（现在的期次：{desk.period.label}）"
    if desk.trial:
        yield "（现在是试运行：只显示将要做什么，不写任何文件）"


def _follow(verbs: click.Group, desk: Desk, number: str) -> Desk:
    """Do what a number stands for; where the menu works afterwards."""
    offered = numbered().get(number)
    if isinstance(offered, Choice):
        _do(verbs, desk, offered)
        return desk
    if offered == MONTH:
        return _choose_month(desk)
    if offered == WORKSPACE:
        return _choose_workspace(verbs, desk)
    if offered:
        return replace(desk, trial=not desk.trial)
    if number:
        click.echo(f"没有“{one_line(number)}”这一项")
    return desk


# A verb


def _do(verbs: click.Group, desk: Desk, choice: Choice) -> None:
    """Ask what must be known, run the verb, offer to open what it names."""
    if desk.trial and not choice.tries:
        click.echo(f"“{choice.title}”没有试运行。要做的，先结束试运行")
        return
    answers = _answers(choice.asks)
    if answers is None:
        return
    known = {name for option in verbs.commands[choice.verb].params for name in option.opts}
    line = desk.line(choice.verb, *choice.options, *_month(desk, choice, known), *answers)
    if desk.trial:
        _run(verbs, [*line, DRY_RUN] if DRY_RUN in known else line)
    elif not choice.confirm or _is_confirmed(verbs, choice, [*line, DRY_RUN]):
        ended = _run(verbs, [*line, *choice.answered])
        _offer(ended.opens if ended else None)


def _month(desk: Desk, choice: Choice, known: Container[str]) -> tuple[str, ...]:
    """The month that was chosen, for a verb that knows months."""
    if desk.period is None or PERIOD not in known or BY_YEAR in choice.options:
        return ()
    return PERIOD, str(desk.period)


def _answers(asks: Sequence[Question]) -> list[str] | None:
    """The arguments that the answers make; None where one that is needed was not given."""
    arguments: list[str] = []
    for asked in asks:
        words = f"{asked.words}，不写就返回" if asked.needed else asked.words
        answer = ask_line(words).strip("\"' ")  # as a terminal writes what is dragged into it
        if not answer and asked.needed:
            return None
        if answer:
            arguments += [asked.option, answer] if asked.option else [answer]
    return arguments


def _is_confirmed(verbs: click.Group, choice: Choice, trial: Sequence[str]) -> bool:
    """Show what would be done and ask for 是 (R8.80); what cannot be done is not asked about."""
    if _run(verbs, trial) is None:
        return False
    if ask_line(f"确定要“{choice.title}”吗？输入“{YES}”按回车才执行") == YES:
        return True
    click.echo("没有执行，什么也没有改动")
    return False


def _run(verbs: click.Group, line: Sequence[str]) -> Ended | None:
    """Run a verb as from the command line; None where it could not be run, which is told."""
    return attempt(verbs, partial(_invoke, verbs, line))


def _invoke(verbs: click.Group, line: Sequence[str]) -> Ended:
    code = 0
    with verbs.make_context(PROGRAM, [*line]) as context:
        try:
            verbs.invoke(context)
        except click.exceptions.Exit as left:
            code = left.exit_code
        return Ended(code, named_by(context))


def _offer(path: Path | None) -> None:
    """Open what the verb named, where there is a screen to see it on."""
    if path is None or not can_open():
        return
    if (
        normalize("NFKC", ask_line(f"按回车打开“{one_line(path.name)}”，输入 {LEAVE} 不打开"))
        == LEAVE
    ):
        return
    if not open_path(path):
        click.echo(f"没有能打开它的程序，请自己打开：{one_line(str(path))}")


# What holds for the verbs that follow


def _choose_month(desk: Desk) -> Desk:
    answer = ask_line("期次，例如 2024-05；直接按回车就是当前期次")
    period = parse_period(normalize("NFKC", answer))
    if answer and period is None:
        click.echo(f"期次“{one_line(answer)}”看不懂，没有换")
        return desk
    return replace(desk, period=period)


def _choose_workspace(verbs: click.Group, desk: Desk) -> Desk:
    """Another folder, of which nothing has been chosen yet; one that cannot be read is told."""
    answers = _answers((OTHER_WORKSPACE,))
    if not answers:
        return desk
    other = Desk(Path(answers[0]).absolute(), desk.today, trial=desk.trial)
    return other if _run(verbs, other.line("situation")) else desk
