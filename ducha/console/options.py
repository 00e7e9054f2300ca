"""Options and arguments of the verbs, each said once; a verb puts them on as decorators."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Protocol

import click

_PATH = click.Path(path_type=Path)


def read_given_day(_: click.Context, __: click.Parameter, text: str | None) -> date | None:
    """A day, where one is given."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as wrong:
        message = f"日期“{text}”看不懂，请写成 2024-05-29 的样子"
        raise click.BadParameter(message) from wrong


# Of several verbs

period = click.option(
    "--period",
    metavar="2024-05",
    help="期次；不写时，14日以前是上月，15日起是本月（次月报送的，到截止日后3天为止是上月）",
)
dry_run = click.option("--dry-run", is_flag=True, help="只显示将要做什么，不写入任何文件")


# Before the verb

config = click.option(
    "--config", type=_PATH, metavar="文件", help="换一个工作区：它的文件夹，或里面的 config.toml"
)

# init, import

new_folder = click.argument("folder", metavar="新文件夹", type=_PATH)
from_circular = click.option(
    "--from",
    "circular",
    type=_PATH,
    metavar="通知文件",
    help="按这份通知做台账；不写的，台账是空的",
)
after = click.option(
    "--after",
    type=_PATH,
    metavar="旧工作区",
    help="沿用上一年的单位、联系人、设置、模板；目标、节点、调整、处置、密钥、收件都不带",
)
circular = click.argument("source", metavar="通知文件", type=_PATH)
ledger = click.option("--ledger", type=_PATH, help="台账写到这里（默认按 config.toml）")
force = click.option("--force", is_flag=True, help="台账已有时与它合并更新，原台账另存一份")

# generate, merge, verify

units = click.option(
    "--unit", "units", multiple=True, metavar="单位名称", help="只生成这个单位的，可写多次"
)
breakdown = click.option(
    "--breakdown", is_flag=True, help="生成任务分解表，发给牵头单位；按全年，不分期次"
)
new_key = click.option(
    "--new-key", is_flag=True, help="原来的 signing.key 确实找不回来时，另做一把"
)
final = click.option(
    "--final", is_flag=True, help="年终结算（只用于12月）：到期未完成的一律为严重滞后"
)
edition = click.option(
    "--edition", type=click.IntRange(1), metavar="1", help="第几稿；不写时是最新的一稿"
)

# demo, backup, restore

demo_folder = click.argument("folder", required=False, metavar="[目录]", type=_PATH)
backup_target = click.argument("file", required=False, metavar="[文件]", type=_PATH)
backup_file = click.argument("file", metavar="备份文件", type=_PATH)
only_check = click.option("--dry-run", is_flag=True, help="只核对备份是不是完整，不写入任何文件")

# publish

_PUBLISHING = (
    period,
    click.option("--again", is_flag=True, help="已经送审的再送一稿，或再登记一次；原来的不动"),
    click.option("--final", is_flag=True, help="年终结算（只用于12月），与 merge --final 相同"),
    click.option("--yes", is_flag=True, help="还有没有了结的也不问，直接送审"),
    click.option(
        "--issued",
        multiple=True,
        metavar="文件",
        type=_PATH,
        help="登记印发：签发后的 .docx 或 .pdf，可写多个",
    ),
    click.option("--number", metavar="期号", help="印发的期号"),
    click.option("--signer", metavar="姓名", help="签发人"),
    click.option(
        "--date", "issued_on", callback=read_given_day, metavar="2024-06-05", help="印发日期"
    ),
    dry_run,
    click.argument("more", nargs=-1, metavar="[文件]...", type=_PATH),
)


@dataclass(frozen=True, kw_only=True)
class PublishOptions:
    """What is said to `publish`: 登记印发 where files are `issued`, else 送审.

    Raises:
        click.UsageError: An option of 登记印发 stands without --issued, or one beside it.
    """

    period: str | None
    again: bool
    final: bool
    yes: bool
    issued: tuple[Path, ...]
    number: str | None
    signer: str | None
    issued_on: date | None
    dry_run: bool
    more: tuple[Path, ...]

    def __post_init__(self) -> None:
        """See that they go together."""
        if self.issued and self.final:
            message = "--final 用于送审，不与 --issued 一起用"
            raise click.UsageError(message)
        details = (*self.more, self.number, self.signer, self.issued_on)
        if not self.issued and any(details):
            message = "期号、签发人、印发日期和文件用于登记印发，要写 --issued 文件"
            raise click.UsageError(message)


class Gathering(Protocol):
    """A verb as click calls it, with every option by its name."""

    def __call__(self, **given: object) -> None:
        """Run the verb."""


def publishing(verb: Callable[[PublishOptions], None]) -> Gathering:
    """Give a verb all that is said to `publish`, as one object."""

    @wraps(verb)
    def gathered(**_: object) -> None:
        verb(PublishOptions(**click.get_current_context().params))

    return decorate(gathered, _PUBLISHING)


def decorate(verb: Gathering, options: Sequence[Callable[[Gathering], Gathering]]) -> Gathering:
    """Put these on a verb, the first one above all others."""
    for option in reversed(options):
        verb = option(verb)
    return verb
