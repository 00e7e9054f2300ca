"""Pages of help in Chinese, and the verbs they list."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

import click

from ducha.console.usage import DASHES, explain_left_over, suggest
from ducha.texts import display_width
from ducha.workflow.guard import assert_safe


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
        widest = min(max(display_width(term) for term, _ in listed), col_max)
        for term, meaning in listed:
            gap = " " * (max(widest - display_width(term), 0) + col_spacing)
            self.write(f"  {term}{gap}{'显示这一页说明' if term == '--help' else meaning}\n")


class ChineseHelp(click.Context):
    """Where help is written as a Chinese page."""

    formatter_class = Page


class Verb(click.Command):
    """One verb; an argument too many is explained in Chinese."""

    context_class = ChineseHelp
    allow_extra_args = True  # so that Click leaves it to us

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments; none may be left over."""
        rest = super().parse_args(ctx, args)
        if ctx.args:
            ctx.fail(explain_left_over(ctx.args))
        return rest


class Verbs(click.Group):
    """All verbs, listed in the order of the month."""

    context_class = ChineseHelp
    command_class = Verb

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - as Click calls it
        """Names of the verbs as they are written down below."""
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> object:
        """Run what is asked for, if no file from outside can do harm."""
        assert_safe()
        return super().invoke(ctx)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the verb that is asked for."""
        name = args[0]
        if name[:1] in DASHES:
            ctx.fail(explain_left_over(args))
        if self.get_command(ctx, name) is None:
            ctx.fail(f"没有“{name}”这条命令" + suggest(get_close_matches(name, self.commands)))
        return super().resolve_command(ctx, args)
