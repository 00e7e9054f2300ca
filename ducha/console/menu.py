"""The menu: verbs by number, for a clerk who types no commands."""

from __future__ import annotations

from unicodedata import normalize

import click

from ducha.console.refusals import tell_problem
from ducha.findings import Problem

MENU = (
    ("1", "generate", "生成填报表"),
    ("2", "status", "看谁没报"),
    ("3", "merge", "汇总"),
    ("4", "publish", "送审"),
    ("5", "verify", "核对"),
    ("6", "backup", "备份"),
)


def run_menu(context: click.Context, verbs: click.Group) -> None:
    """Run `verbs` by number, until 0; a problem ends the verb and not the menu."""
    names = {number: name for number, name, _ in MENU}
    choices = "　".join(f"{number} {label}" for number, _, label in MENU)
    while (answer := _choose(f"\n{choices}　0 退出\n请输入数字，按回车")) != "0":
        if answer not in names:
            click.echo(f"没有“{answer}”这一项")
            continue
        try:
            context.invoke(verbs.commands[names[answer]])
        except Problem as problem:
            tell_problem(problem)
        except click.exceptions.Exit:
            continue


def _choose(question: str) -> str:
    """A number as typed, full-width or not; nothing, or an end of input, is 0."""
    try:
        answer = click.prompt(question, default="0", show_default=False, prompt_suffix="：")
    except click.Abort:
        return "0"
    return normalize("NFKC", str(answer)).strip()
