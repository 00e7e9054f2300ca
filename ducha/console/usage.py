"""Wrong arguments, explained in Chinese in place of Click's own words, with a suggestion."""

from __future__ import annotations

from collections.abc import Sequence

import click

from ducha.period import parse_period
from ducha.texts import one_line
from ducha.workflow.command import PROGRAM

DASHES = frozenset("-－—–―−")
"""What a Chinese keyboard makes of a dash."""


def explain_left_over(arguments: Sequence[str]) -> str:
    """Why something stands where it means nothing."""
    first = arguments[0]
    if first[:1] in DASHES:
        return f"“{first}”：选项前面要用两个英文减号（--）。"
    month = parse_period(first)
    return f"多写了“{' '.join(arguments)}”" + suggest([f"--period {month}"] if month else [])


def suggest(guesses: Sequence[str]) -> str:
    """The end of a sentence: what was perhaps meant."""
    return f"，是不是 {' 或 '.join(guesses)}？" if guesses else "。"


def explain_usage(wrong: click.ClickException, main: click.Group) -> str:
    """What is wrong with the arguments of a verb of `main`, in place of Click's own words."""
    return one_line(_sentence_for(wrong, main))


def _sentence_for(wrong: click.ClickException, main: click.Group) -> str:
    if isinstance(wrong, click.NoSuchOption):
        return _no_such_option(wrong, main)
    if isinstance(wrong, click.BadOptionUsage):
        return _bad_option(wrong, main)
    if isinstance(wrong, click.MissingParameter) and wrong.param:
        return f"少写了 {wrong.param.metavar or wrong.param.human_readable_name}。"
    return wrong.message


def _no_such_option(wrong: click.NoSuchOption, main: click.Group) -> str:
    name, context = wrong.option_name, wrong.ctx
    if context and context.parent and name in _options(main):
        return f"{name} 要写在命令前面：{PROGRAM} {name} … {context.info_name}"
    if context and not context.parent:
        verb = next((v for v, verb in main.commands.items() if name in _options(verb)), "")
        if verb:
            return f"{name} 要写在命令后面，例如：{PROGRAM} {verb} {name} …"
    if not name.startswith("--"):
        return f"没有 {name} 这个选项；选项前面是两个减号（--）。"
    return f"没有 {name} 这个选项" + suggest(wrong.possibilities or [])


def _options(command: click.Command) -> dict[str, click.Parameter]:
    return {name: option for option in command.params for name in option.opts}


def _bad_option(wrong: click.BadOptionUsage, main: click.Group) -> str:
    name = wrong.option_name
    options = [_options(command).get(name) for command in (main, *main.commands.values())]
    option = next((candidate for candidate in options if isinstance(candidate, click.Option)), None)
    if option is None or option.is_flag:
        return f"{name} 后面不用写内容，单独写 {name} 就可以。"
    return f"{name} 后面要写内容，例如：{name} {option.metavar}"
