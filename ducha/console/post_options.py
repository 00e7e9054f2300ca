"""What is said to the verbs of the post."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

import click

from ducha.console import options
from ducha.submission.sent import SentKind

SENDABLE = (SentKind.FORMS, SentKind.BREAKDOWN, SentKind.RETURNED, SentKind.REMINDERS)


def _read_kind(_: click.Context, __: click.Parameter, text: str) -> SentKind:
    if text in SENDABLE:
        return SentKind(text)
    message = (
        f"“{text}”不认识。可以发的有：forms（填报表）、breakdown（任务分解表）、"
        "returned（退回件）、reminders（提醒和催报）"
    )
    raise click.BadParameter(message)


_SENDING = (
    click.argument("kind", metavar="forms|breakdown|returned|reminders", callback=_read_kind),
    options.period,
    click.option(
        "--unit", "units", multiple=True, metavar="单位名称", help="只发给这个单位，可写多次"
    ),
    click.option(
        "--again", is_flag=True, help="草稿变了的再发一次；没有变的，同时写 --unit 才再发"
    ),
    click.option("--by-hand", is_flag=True, help="不发邮件，只登记：已经用电话、微信、OA 等发过"),
    click.option("--how", metavar="电话", help="登记用：怎么发的"),
    click.option("--dry-run", is_flag=True, help="只列出将发给谁，不连接服务器，不写入任何文件"),
)

every_mail = click.option("--all", "everything", is_flag=True, help="不像报送件的邮件也收下来")
collect_dry_run = click.option(
    "--dry-run", is_flag=True, help="只说将收哪些信，不连接服务器，不写入任何文件"
)
forget = click.option("--forget", is_flag=True, help="从钥匙串里删去")


@dataclass(frozen=True, kw_only=True)
class SendOptions:
    """What is said to `send`.

    Raises:
        click.UsageError: --how stands without --by-hand.
    """

    kind: SentKind
    period: str | None
    units: tuple[str, ...]
    again: bool
    by_hand: bool
    how: str | None
    dry_run: bool

    def __post_init__(self) -> None:
        """See that they go together."""
        if self.how is not None and not self.by_hand:
            message = "--how 用于登记，要与 --by-hand 一起用"
            raise click.UsageError(message)


def sending(verb: Callable[[SendOptions], None]) -> options.Gathering:
    """Give a verb all that is said to `send`, as one object."""

    @wraps(verb)
    def gathered(**_: object) -> None:
        verb(SendOptions(**click.get_current_context().params))

    return options.decorate(gathered, _SENDING)
