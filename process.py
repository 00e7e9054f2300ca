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

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import click

from ducha.console import options, post, refusals, startup, window
from ducha.console.invocation import Invocation
from ducha.console.menu import Desk, run_menu
from ducha.console.options import PublishOptions
from ducha.console.pages import Verbs
from ducha.console.screen import ask, confirm, finish, say_waiting, show_progress
from ducha.period import CHINA
from ducha.version import VERSION
from ducha.workflow.command import PROGRAM

HERE = Path(__file__).resolve().parent
CONFIG = "config.toml"


def find_config(named: Path | None) -> Path:
    """The workspace that is named, by file or folder; the one here; the one of the program."""
    if named is not None:
        return named / CONFIG if named.is_dir() else named
    here = Path.cwd() / CONFIG
    return here if here.is_file() else HERE / CONFIG


def read_day(context: click.Context, parameter: click.Parameter, text: str | None) -> date:
    """The --today option; without it the day in China."""
    return options.read_given_day(context, parameter, text) or datetime.now(CHINA).date()


@click.group(
    cls=Verbs,
    invoke_without_command=True,
    subcommand_metavar="[命令]",
    help="民生实事月度督查：从台账到填报表，从收件箱到汇总表。\n\n"
    "不写命令，就显示今天的情况和下一步该做什么。",
    epilog=f"每条命令还有自己的选项，例如：{PROGRAM} merge --help",
)
@options.config
@click.option("--today", callback=read_day, metavar="2024-05-29", help="把这一天当作今天")
@click.version_option(VERSION, prog_name="ducha", message="%(prog)s %(version)s", help="显示版本")
@click.pass_context
def main(context: click.Context, config: Path | None, today: date) -> None:
    """Today's situation when no verb is given; a menu when double-clicked."""
    context.obj = Invocation(find_config(config), today, lambda: datetime.now(CHINA))
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
@options.new_folder
@options.from_circular
@options.after
@options.dry_run
@click.pass_obj
def init(
    invocation: Invocation,
    *,
    folder: Path,
    circular: Path | None,
    after: Path | None,
    dry_run: bool,
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
@options.circular
@options.ledger
@options.force
@options.dry_run
@click.pass_obj
def import_(
    invocation: Invocation, *, source: Path, ledger: Path | None, force: bool, dry_run: bool
) -> None:
    """Read a circular into a ledger."""
    from ducha.workflow.spaces.import_circular import import_circular

    outcome = import_circular(
        invocation.config, source, ledger, force=force, dry_run=dry_run, waiting=say_waiting
    )
    finish(outcome)


@main.command(help="生成各单位的填报表和邮件草稿，放进 outbox。")
@options.period
@options.units
@options.breakdown
@options.new_key
@options.dry_run
@click.pass_obj
def generate(
    invocation: Invocation,
    *,
    period: str | None,
    units: tuple[str, ...],
    breakdown: bool,
    new_key: bool,
    dry_run: bool,
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
@options.period
@options.final
@options.dry_run
@click.pass_obj
def merge(invocation: Invocation, *, period: str | None, final: bool, dry_run: bool) -> None:
    """Merge the inbox into the consolidated workbook."""
    from ducha.workflow.merge import merge_month

    today, watch = invocation.today, show_progress
    with invocation.hold(dry_run=dry_run) as space:
        month = invocation.settle(space, period)
        outcome = merge_month(space, month, today, final=final, dry_run=dry_run, watch=watch)
    finish(outcome)


for verb in post.VERBS:
    main.add_command(verb)


@main.command(help="送审：把这个月归档；--issued 登记印发。")
@options.publishing
@click.pass_obj
def publish(invocation: Invocation, given: PublishOptions) -> None:
    """Freeze the month, or register what was signed of it."""
    from ducha.workflow.month import MonthTerms
    from ducha.workflow.publishing.issue import IssueDetails, register_issue
    from ducha.workflow.publishing.publish import publish_month

    again, dry_run = given.again, given.dry_run
    with invocation.hold(dry_run=dry_run) as space:
        month = invocation.settle(space, given.period)
        if given.issued:
            details = IssueDetails(
                number=ask("期号", given.number),
                signer=ask("签发人", given.signer),
                issued=given.issued_on or invocation.today,
                registered=invocation.today,
            )
            paths = (*given.issued, *given.more)
            outcome = register_issue(space, month, paths, details, again=again, dry_run=dry_run)
        else:
            outcome = publish_month(
                space,
                MonthTerms(period=month, today=invocation.today, final=given.final),
                again=again,
                dry_run=dry_run,
                confirm=None if given.yes else confirm,
                watch=show_progress,
            )
    finish(outcome)


@main.command(help="核对：送审的月份能不能原样重做。")
@options.period
@options.edition
@click.pass_obj
def verify(invocation: Invocation, period: str | None, edition: int | None) -> None:
    """Make a published month again, and compare."""
    from ducha.workflow.publishing.verify import verify_month

    space, month = invocation.start(period)
    finish(verify_month(space, month, edition, show_progress))


@main.command(help="看谁报了，谁没报。")
@options.period
@click.pass_obj
def status(invocation: Invocation, period: str | None) -> None:
    """Show who has reported and who has not."""
    from ducha.workflow.status import show_status

    space, month = invocation.start(period)
    finish(show_status(space, month, invocation.today, show_progress))


@main.command(help="演示：用虚构的数据走一遍三个月（不写目录，就放在 outbox/demo）。")
@options.demo_folder
@click.pass_obj
def demo(invocation: Invocation, folder: Path | None) -> None:
    """Live through three months on made-up answers."""
    from ducha.demo.quarter import run

    finish(run(invocation.workspace(), folder, click.echo, say_waiting))


@main.command(help="备份：把整个工作区打成一个 zip 文件，放在工作区旁边或写明的位置。")
@options.backup_target
@options.dry_run
@click.pass_obj
def backup(invocation: Invocation, *, file: Path | None, dry_run: bool) -> None:
    """Put the whole workspace into one archive."""
    from ducha.workflow.spaces.backup import back_up

    today, watch = invocation.today, show_progress
    finish(back_up(invocation.config, file, today, dry_run=dry_run, waiting=say_waiting, bar=watch))


@main.command(help="恢复：把备份里的工作区放进一个新的或空的文件夹。")
@options.backup_file
@options.new_folder
@options.only_check
def restore(*, file: Path, folder: Path, dry_run: bool) -> None:
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
