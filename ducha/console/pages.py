"""How the program speaks on a console: pages of help and usage errors in Chinese."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from unicodedata import east_asian_width

import click

from ducha.files.workbook.xml_safety import assert_guarded
from ducha.period import parse
from ducha.texts import one_line

PROGRAM = "python process.py"
_LAUNCHER_AND_PYTHON = 2


def columns(text: str) -> int:
    """How wide a text is on the screen, where a Chinese character takes two columns."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


class Page(click.HelpFormatter):
    """A page of help whose headings are Chinese and whose columns stand straight."""

    HEADINGS = {"Options": "选项", "Commands": "命令", "Positional arguments": "参数"}  # noqa: RUF012 - a constant

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:  # noqa: ARG002 - as Click calls it
        """The first line."""
        self.write(f"用法：{prog} {args.replace('[OPTIONS]', '[选项]')}\n")

    def write_heading(self, heading: str) -> None:
        """What a section is about."""
        self.write(f"{self.HEADINGS.get(heading, heading)}：\n")

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        """Terms and what they mean."""
        listed = list(rows)
        widest = min(max(columns(term) for term, _ in listed), col_max)
        for term, meaning in listed:
            gap = " " * (max(widest - columns(term), 0) + col_spacing)
            self.write(f"  {term}{gap}{'显示这一页说明' if term == '--help' else meaning}\n")


class Speech(click.Context):
    """Where help is written as a Chinese page."""

    formatter_class = Page


class Verb(click.Command):
    """One verb; what is written after it and means nothing is told in Chinese."""

    context_class = Speech
    allow_extra_args = True  # so that Click leaves it to us

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments; none may be left over."""
        rest = super().parse_args(ctx, args)
        if ctx.args:
            ctx.fail(_left_over(ctx.args))
        return rest


def _left_over(arguments: Sequence[str]) -> str:
    """Why something stands where it means nothing."""
    first = arguments[0]
    if first[:1] in _DASHES:
        return f"“{first}”：选项前面要用两个英文减号（--）。"
    month = parse(first)
    return f"多写了“{' '.join(arguments)}”" + guess([f"--period {month}"] if month else [])


class Verbs(click.Group):
    """All verbs, listed in the order of the month."""

    context_class = Speech
    command_class = Verb

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - as Click calls it
        """Names of the verbs as they are written down below."""
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> object:
        """Run what is asked for, if no file from outside can do harm."""
        assert_guarded()
        return super().invoke(ctx)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the verb that is asked for."""
        name = args[0]
        if name[:1] in _DASHES:
            ctx.fail(_left_over(args))
        if self.get_command(ctx, name) is None:
            ctx.fail(f"没有“{name}”这条命令" + guess(get_close_matches(name, self.commands)))
        return super().resolve_command(ctx, args)


_DASHES = frozenset("-－—–―−")
"""What a Chinese keyboard makes of a dash."""


def guess(found: Sequence[str]) -> str:
    """The end of a sentence: what was perhaps meant."""
    return f"，是不是 {' 或 '.join(found)}？" if found else "。"


def in_chinese(wrong: click.ClickException, main: click.Group) -> str:
    """What is wrong with the arguments of a verb of `main`, in place of Click's own words."""
    return one_line(_in_chinese(wrong, main))


def _in_chinese(wrong: click.ClickException, main: click.Group) -> str:
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
    return f"没有 {name} 这个选项" + guess(wrong.possibilities or [])


def _options(command: click.Command) -> dict[str, click.Parameter]:
    return {name: one for one in command.params for name in one.opts}


def _bad_option(wrong: click.BadOptionUsage, main: click.Group) -> str:
    name = wrong.option_name
    options = [_options(command).get(name) for command in (main, *main.commands.values())]
    option = next((one for one in options if isinstance(one, click.Option)), None)
    if option is None or option.is_flag:
        return f"{name} 后面不用写内容，单独写 {name} 就可以。"
    return f"{name} 后面要写内容，例如：{name} {option.metavar}"


def double_clicked() -> bool:
    """Whether Windows opened a console for us alone, as it does for a double click."""
    windows = getattr(ctypes, "windll", None)
    if windows is None:
        return False
    processes = (ctypes.c_uint * 4)()
    return int(windows.kernel32.GetConsoleProcessList(processes, 4)) <= _LAUNCHER_AND_PYTHON
