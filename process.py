"""The verbs as click commands, nothing else; each imports what it needs when it runs.

So --help is quick. Only the net for whatever goes wrong at the start hangs here as well: it must
hold even where the rest of the program cannot be found.
"""

from __future__ import annotations

import sys

OLDEST = (3, 11)


def cannot_start(_: object, error: BaseException, __: object) -> None:
    """What goes wrong before the program has begun: part of it is missing or cannot be read."""
    if isinstance(error, KeyboardInterrupt):
        why = "已中止。"
    elif isinstance(error, OSError):
        why = f"读写出错（{error.errno}）。\n请检查磁盘、U盘或网络盘是否正常，再重新运行。"
    else:
        why = f"{_lacking(error)}\n请双击同一文件夹里的“开始.bat”（麒麟等 Linux 系统是“开始.sh”），"
        why += "它会装好需要的组件，再打开菜单。"
    sys.stderr.write(f"没有执行：{why}\n")
    if len(sys.argv) == 1 and sys.stdin and sys.stdin.isatty() and sys.stderr.isatty():
        try:
            sys.stderr.write("按回车键关闭窗口……")  # of a double click: it would be gone with us
            sys.stderr.flush()
            sys.stdin.readline()
        except KeyboardInterrupt:
            pass
    sys.exit(2)


def _lacking(error: BaseException) -> str:
    if sys.version_info[:2] < OLDEST:
        here = ".".join(map(str, sys.version_info[:2]))
        return f"这是 Python {here}，程序需要 Python {OLDEST[0]}.{OLDEST[1]} 或更新的版本。"
    missing = isinstance(error, ModuleNotFoundError)
    return "还没有安装程序需要的组件。" if missing else "程序文件读不出来。"


if __name__ == "__main__":
    sys.excepthook = cannot_start
    if sys.version_info[:2] < OLDEST:
        raise ImportError

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ducha.console import refusals, startup, window
from ducha.console.menu import Desk, run_menu
from ducha.console.pages import Verbs
from ducha.console.screen import ask, confirm, finish, say_waiting, show_progress
from ducha.period import CHINA
from ducha.version import VERSION
from ducha.workflow.command import PROGRAM

if TYPE_CHECKING:
    from ducha.period import Period
    from ducha.workflow.workspace import Workspace

HERE = Path(__file__).resolve().parent
CONFIG = "config.toml"


@dataclass(frozen=True)
class Invocation:
    """What stands before the verb: which workspace, which day."""

    config: Path
    today: date

    def open(self) -> Workspace:
        """Read the workspace."""
        from ducha.workflow.workspace import open_workspace

        return open_workspace(self.config)

    @contextmanager
    def hold(self, *, dry_run: bool) -> Iterator[Workspace]:
        """Read the workspace for a verb that writes, and keep other runs out until it has ended."""
        from ducha.workflow.workspace import locked_workspace

        if dry_run:
            yield self.open()
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
        space = self.open()
        return space, self.settle(space, named)


def find_config(named: Path | None) -> Path:
    """The workspace that is named, by file or folder; the one here; the one of the program."""
    if named is not None:
        return named / CONFIG if named.is_dir() else named
    here = Path.cwd() / CONFIG
    return here if here.is_file() else HERE / CONFIG


def read_day(context: click.Context, parameter: click.Parameter, text: str | None) -> date:
    """The --today option; without it the day in China."""
    return read_given_day(context, parameter, text) or datetime.now(CHINA).date()


def read_given_day(_: click.Context, __: click.Parameter, text: str | None) -> date | None:
    """A day, where one is given."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as wrong:
        message = f"日期“{text}”看不懂，请写成 2024-05-29 的样子"
        raise click.BadParameter(message) from wrong


period_option = click.option(
    "--period",
    metavar="2024-05",
    help="期次；不写时，14日以前是上月，15日起是本月（次月报送的，到截止日后3天为止是上月）",
)
dry_run_option = click.option("--dry-run", is_flag=True, help="只显示将要做什么，不写入任何文件")


@click.group(
    cls=Verbs,
    invoke_without_command=True,
    subcommand_metavar="[命令]",
    help="民生实事月度督查：从台账到填报表，从收件箱到汇总表。\n\n"
    "不写命令，就显示今天的情况和下一步该做什么。",
    epilog=f"每条命令还有自己的选项，例如：{PROGRAM} merge --help",
)
@click.option(
    "--config",
    type=click.Path(path_type=Path),
    metavar="文件",
    help="换一个工作区：它的文件夹，或里面的 config.toml",
)
@click.option("--today", callback=read_day, metavar="2024-05-29", help="把这一天当作今天")
@click.version_option(VERSION, prog_name="ducha", message="%(prog)s %(version)s", help="显示版本")
@click.pass_context
def main(context: click.Context, config: Path | None, today: date) -> None:
    """Today's situation when no verb is given; a menu when double-clicked."""
    context.obj = Invocation(find_config(config), today)
    if context.invoked_subcommand is None:
        context.invoke(menu if window.double_clicked() else situation)


@main.command(hidden=True, help="今天的情况和下一步。")
@click.pass_obj
def situation(invocation: Invocation) -> None:
    """Show where the month stands and what to do next."""
    from ducha.workflow.status import show_home

    space, period = invocation.start(None)
    finish(show_home(space, period, invocation.today))


@main.command("init", help="给另一个年度或城市建工作区，放在一个新文件夹里。")
@click.argument("folder", metavar="新文件夹", type=click.Path(path_type=Path))
@click.option(
    "--from",
    "circular",
    type=click.Path(path_type=Path),
    metavar="通知文件",
    help="按这份通知做台账；不写的，台账是空的",
)
@click.option(
    "--after",
    type=click.Path(path_type=Path),
    metavar="旧工作区",
    help="沿用上一年的单位、联系人、设置、模板；目标、节点、调整、处置、密钥、收件都不带",
)
@dry_run_option
@click.pass_obj
def init(
    invocation: Invocation,
    folder: Path,
    circular: Path | None,
    after: Path | None,
    dry_run: bool,  # noqa: FBT001 - click passes it so
) -> None:
    """Make a workspace for another year or city."""
    from ducha.workflow.spaces.init import init_workspace

    outcome = init_workspace(
        HERE / CONFIG if (HERE / CONFIG).is_file() else invocation.config,
        folder,
        circular=circular,
        after=find_config(after) if after else None,
        dry_run=dry_run,
        waiting=say_waiting,
    )
    finish(outcome)


@main.command("import", help="读取通知（.txt .docx .pdf .html），生成台账供核对。")
@click.argument("source", metavar="通知文件", type=click.Path(path_type=Path))
@click.option(
    "--ledger", type=click.Path(path_type=Path), help="台账写到这里（默认按 config.toml）"
)
@click.option("--force", is_flag=True, help="台账已有时与它合并更新，原台账另存一份")
@dry_run_option
@click.pass_obj
def import_(
    invocation: Invocation,
    source: Path,
    ledger: Path | None,
    force: bool,  # noqa: FBT001 - click passes it so
    dry_run: bool,  # noqa: FBT001 - click passes it so
) -> None:
    """Read a circular into a ledger."""
    from ducha.workflow.spaces.import_circular import import_circular

    outcome = import_circular(
        invocation.config, source, ledger, force=force, dry_run=dry_run, waiting=say_waiting
    )
    finish(outcome)


@main.command(help="生成各单位的填报表和邮件草稿，放进 outbox。")
@period_option
@click.option(
    "--unit", "units", multiple=True, metavar="单位名称", help="只生成这个单位的，可写多次"
)
@click.option("--breakdown", is_flag=True, help="生成任务分解表，发给牵头单位；按全年，不分期次")
@click.option("--new-key", is_flag=True, help="原来的 signing.key 确实找不回来时，另做一把")
@dry_run_option
@click.pass_obj
def generate(
    invocation: Invocation,
    period: str | None,
    units: tuple[str, ...],
    breakdown: bool,  # noqa: FBT001 - click passes it so
    new_key: bool,  # noqa: FBT001 - click passes it so
    dry_run: bool,  # noqa: FBT001 - click passes it so
) -> None:
    """Make the forms and mail drafts."""
    from ducha.workflow.generate import generate as run
    from ducha.workflow.generate import generate_breakdown

    watch = show_progress
    with invocation.hold(dry_run=dry_run) as space:
        if breakdown:
            outcome = generate_breakdown(
                space, units=units, new_key=new_key, dry_run=dry_run, watch=watch
            )
        else:
            month = invocation.settle(space, period)
            outcome = run(space, month, units=units, new_key=new_key, dry_run=dry_run, watch=watch)
    finish(outcome)


@main.command(help="汇总 inbox 里收到的表，生成督查汇总表。")
@period_option
@click.option("--final", is_flag=True, help="年终结算（只用于12月）：到期未完成的一律为严重滞后")
@dry_run_option
@click.pass_obj
def merge(invocation: Invocation, period: str | None, final: bool, dry_run: bool) -> None:  # noqa: FBT001 - click passes it so
    """Merge the inbox into the consolidated workbook."""
    from ducha.workflow.merge import merge_month

    today = invocation.today
    with invocation.hold(dry_run=dry_run) as space:
        month = invocation.settle(space, period)
        outcome = merge_month(
            space, month, today, final=final, dry_run=dry_run, watch=show_progress
        )
    finish(outcome)


@main.command(help="送审：把这个月归档；--issued 登记印发。")
@period_option
@click.option("--again", is_flag=True, help="已经送审的再送一稿，或再登记一次；原来的不动")
@click.option("--final", is_flag=True, help="年终结算（只用于12月），与 merge --final 相同")
@click.option("--yes", is_flag=True, help="还有没有了结的也不问，直接送审")
@click.option(
    "--issued",
    multiple=True,
    metavar="文件",
    type=click.Path(path_type=Path),
    help="登记印发：签发后的 .docx 或 .pdf，可写多个",
)
@click.option("--number", metavar="期号", help="印发的期号")
@click.option("--signer", metavar="姓名", help="签发人")
@click.option("--date", "issued_on", callback=read_given_day, metavar="2024-06-05", help="印发日期")
@dry_run_option
@click.argument("more", nargs=-1, metavar="[文件]...", type=click.Path(path_type=Path))
@click.pass_obj
def publish(  # noqa: PLR0913 - click gives every option
    invocation: Invocation,
    *,
    period: str | None,
    again: bool,
    final: bool,
    yes: bool,
    issued: tuple[Path, ...],
    number: str | None,
    signer: str | None,
    issued_on: date | None,
    dry_run: bool,
    more: tuple[Path, ...],
) -> None:
    """Freeze the month, or register what was signed of it."""
    from ducha.workflow.month import MonthTerms
    from ducha.workflow.publishing.issue import IssueDetails, register_issue
    from ducha.workflow.publishing.publish import publish_month

    check_publish_options(issued, more, final=final, details=(number, signer, issued_on))
    with invocation.hold(dry_run=dry_run) as space:
        month = invocation.settle(space, period)
        if issued:
            details = IssueDetails(
                number=ask("期号", number),
                signer=ask("签发人", signer),
                issued=issued_on or invocation.today,
                registered=invocation.today,
            )
            paths = (*issued, *more)
            outcome = register_issue(space, month, paths, details, again=again, dry_run=dry_run)
        else:
            outcome = publish_month(
                space,
                MonthTerms(period=month, today=invocation.today, final=final),
                again=again,
                dry_run=dry_run,
                confirm=None if yes else confirm,
                watch=show_progress,
            )
    finish(outcome)


def check_publish_options(
    issued: Sequence[Path],
    more: Sequence[Path],
    *,
    final: bool,
    details: tuple[str | None, str | None, date | None],
) -> None:
    """A `UsageError` where an option of 登记印发 stands without --issued, or one beside it."""
    if issued and final:
        message = "--final 用于送审，不与 --issued 一起用"
        raise click.UsageError(message)
    if not issued and (more or any(details)):
        message = "期号、签发人、印发日期和文件用于登记印发，要写 --issued 文件"
        raise click.UsageError(message)


@main.command(help="核对：送审的月份能不能原样重做。")
@period_option
@click.option("--edition", type=click.IntRange(1), metavar="1", help="第几稿；不写时是最新的一稿")
@click.pass_obj
def verify(invocation: Invocation, period: str | None, edition: int | None) -> None:
    """Make a published month again, and compare."""
    from ducha.workflow.publishing.verify import verify_month

    space, month = invocation.start(period)
    finish(verify_month(space, month, edition, show_progress))


@main.command(help="看谁报了，谁没报。")
@period_option
@click.pass_obj
def status(invocation: Invocation, period: str | None) -> None:
    """Show who has reported and who has not."""
    from ducha.workflow.status import show_status

    space, month = invocation.start(period)
    finish(show_status(space, month, invocation.today, show_progress))


@main.command(help="演示：用虚构的数据走一遍三个月（不写目录，就放在 outbox/demo）。")
@click.argument("folder", required=False, metavar="[目录]", type=click.Path(path_type=Path))
@click.pass_obj
def demo(invocation: Invocation, folder: Path | None) -> None:
    """Live through three months on made-up answers."""
    from ducha.demo.quarter import run

    finish(run(invocation.open(), folder, click.echo, say_waiting))


@main.command(help="备份：把整个工作区打成一个 zip 文件，放在工作区旁边或写明的位置。")
@click.argument("file", required=False, metavar="[文件]", type=click.Path(path_type=Path))
@dry_run_option
@click.pass_obj
def backup(invocation: Invocation, file: Path | None, dry_run: bool) -> None:  # noqa: FBT001 - click passes it so
    """Put the whole workspace into one archive."""
    from ducha.workflow.spaces.backup import back_up

    outcome = back_up(
        invocation.config,
        file,
        invocation.today,
        dry_run=dry_run,
        waiting=say_waiting,
        bar=show_progress,
    )
    finish(outcome)


@main.command(help="恢复：把备份里的工作区放进一个新的或空的文件夹。")
@click.argument("file", metavar="备份文件", type=click.Path(path_type=Path))
@click.argument("folder", metavar="新文件夹", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="只核对备份是不是完整，不写入任何文件")
def restore(file: Path, folder: Path, dry_run: bool) -> None:  # noqa: FBT001 - click passes it so
    """Lay a workspace out of an archive into a new folder."""
    from ducha.workflow.spaces.backup import restore as run

    finish(run(file, folder, dry_run=dry_run, bar=show_progress))


@main.command(help="按数字选要做的事（双击运行时就是这样）。")
@click.pass_obj
def menu(invocation: Invocation) -> None:
    """Show the situation, then let a clerk choose by number."""
    run_menu(main, Desk(invocation.config, invocation.today))


def run(arguments: Sequence[str] | None = None) -> int:
    """Run a verb; a problem of the user's is shown in one message with every mistake."""
    return refusals.run(main, arguments)


def start(arguments: Sequence[str] | None = None) -> int:
    """Run a verb as a program of its own; what libraries print beside or after it is not shown."""
    return startup.start(run, arguments)


if __name__ == "__main__":
    sys.exit(start())
