"""The verbs of the program; what they need is imported when they run, so that --help is quick."""

from __future__ import annotations

import ctypes
import sys
import traceback
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

import click

from supervision.findings import Problem
from supervision.period import CHINA

if TYPE_CHECKING:
    from supervision.period import Period
    from supervision.workflow import Outcome, Workspace

HERE = Path(__file__).resolve().parent
CONFIG = "config.toml"
COULD_NOT_RUN = 2
_LAUNCHER_AND_PYTHON = 2


@dataclass(frozen=True)
class Chosen:
    """What stands before the verb: which workspace, which day."""

    config: Path
    today: date

    def open(self) -> Workspace:
        """Read the workspace."""
        from supervision.workflow import open_workspace

        return open_workspace(self.config)

    def start(self, asked: str | None) -> tuple[Workspace, Period]:
        """Read the workspace and settle the month, which is said before anything else."""
        from supervision.workflow import which_period

        space = self.open()
        period = which_period(space, asked, self.today)
        click.echo(f"期次：{period.label}（{period}）")
        return space, period


def default_config() -> Path:
    """The workspace one stands in, else the one that the program lies in."""
    here = Path.cwd() / CONFIG
    return here if here.is_file() else HERE / CONFIG


def read_day(_: click.Context, __: click.Parameter, text: str | None) -> date:
    """The --today option; without it the day in China."""
    if text is None:
        return datetime.now(CHINA).date()
    try:
        return date.fromisoformat(text)
    except ValueError as wrong:
        message = f"日期“{text}”看不懂，请写成 2024-05-29 的样子"
        raise click.BadParameter(message) from wrong


period_option = click.option(
    "--period", metavar="2024-05", help="期次；默认：14日前为上月，15日起为本月"
)
dry_run_option = click.option("--dry-run", is_flag=True, help="只显示将要做什么，不写入任何文件")


@click.group(
    invoke_without_command=True, help="民生实事月度督查：从台账到填报表，从收件箱到汇总表。"
)
@click.option("--config", type=click.Path(path_type=Path), help="另一个工作区的 config.toml")
@click.option("--today", callback=read_day, metavar="2024-05-29", help="代替今天的日期")
@click.pass_context
def main(context: click.Context, config: Path | None, today: date) -> None:
    """Today's situation when no verb is given; a menu when double-clicked."""
    context.obj = Chosen(config or default_config(), today)
    if context.invoked_subcommand is None:
        context.invoke(situation)
        if double_clicked():
            menu(context)


@main.command(hidden=True, help="今天的情况和下一步。")
@click.pass_obj
def situation(chosen: Chosen) -> None:
    """Show where the month stands and what to do next."""
    from supervision.workflow_home import home

    space, period = chosen.start(None)
    finish(home(space, period, chosen.today))


@main.command(help="生成各单位的填报表和邮件草稿。")
@period_option
@click.option("--unit", "units", multiple=True, metavar="单位", help="只生成这个单位的，可写多次")
@dry_run_option
@click.pass_obj
def generate(chosen: Chosen, period: str | None, units: tuple[str, ...], dry_run: bool) -> None:  # noqa: FBT001 - click passes it so
    """Make the forms and mail drafts."""
    from supervision.workflow_generate import generate as run

    space, month = chosen.start(period)
    finish(run(space, month, units=units, dry_run=dry_run, watch=watched))


@main.command(help="汇总收件箱，生成督查汇总表。")
@period_option
@click.option("--final", is_flag=True, help="年终结算：12月到期未完成的一律为严重滞后")
@dry_run_option
@click.pass_obj
def merge(chosen: Chosen, period: str | None, final: bool, dry_run: bool) -> None:  # noqa: FBT001 - click passes it so
    """Merge the inbox into the consolidated workbook."""
    from supervision.workflow_merge import merge_month

    space, month = chosen.start(period)
    today = chosen.today
    finish(merge_month(space, month, today, final=final, dry_run=dry_run, watch=watched))


@main.command(help="谁报了，谁没报。")
@period_option
@click.pass_obj
def status(chosen: Chosen, period: str | None) -> None:
    """Show who has reported and who has not."""
    from supervision.workflow_home import show_status

    space, month = chosen.start(period)
    finish(show_status(space, month, chosen.today, watched))


@main.command(help="用虚构的回报走一遍整个流程（默认放在 outbox/demo）。")
@click.argument("folder", required=False, metavar="[目录]", type=click.Path(path_type=Path))
@click.pass_obj
def demo(chosen: Chosen, folder: Path | None) -> None:
    """Live through three months on made-up answers."""
    from supervision.demo import run

    finish(run(chosen.open(), folder, click.echo))


def finish(outcome: Outcome) -> None:
    """Say what was done and leave with its code."""
    for line in outcome.lines:
        click.echo(line)
    if outcome.code:
        click.get_current_context().exit(outcome.code)


def watched(paths: Sequence[Path]) -> Iterable[Path]:
    """A progress bar on a terminal, nothing in a pipe."""
    if not sys.stderr.isatty():
        yield from paths
        return
    with click.progressbar(paths, label="读取收件箱", file=sys.stderr) as bar:
        yield from bar


MENU = (("1", "generate", "生成填报表"), ("2", "status", "看谁没报"), ("3", "merge", "汇总"))


def menu(context: click.Context) -> None:
    """What a clerk sees who double-clicked the program: verbs by number, until 0."""
    verbs = {number: verb for number, verb, _ in MENU}
    click.echo("　".join(f"{number} {label}" for number, _, label in MENU) + "　0 退出")
    while (answer := click.prompt("请输入数字", default="0")) != "0":
        if answer not in verbs:
            click.echo("没有这一项")
            continue
        try:
            context.invoke(main.commands[verbs[answer]])
        except Problem as problem:
            click.echo(problem)
        except click.exceptions.Exit:
            continue


def double_clicked() -> bool:
    """Whether Windows opened a console for us alone, as it does for a double click."""
    windows = getattr(ctypes, "windll", None)
    if windows is None:
        return False
    processes = (ctypes.c_uint * 4)()
    return int(windows.kernel32.GetConsoleProcessList(processes, 4)) <= _LAUNCHER_AND_PYTHON


def say_bug(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """A fault of the program itself: the details into a file, a sentence to the user."""
    report = Path.cwd() / "程序错误.txt"
    details = "".join(traceback.format_exception(kind, error, trace))
    try:
        report.write_text(details, encoding="utf-8")
        where = f"详细情况已写入 {report}，请交给维护人员"
    except OSError:
        where = f"{kind.__name__}：{error}"
    click.echo(f"程序出错，没有完成。{where}。收件箱没有改动。", err=True)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run a verb; a problem of the user's is told in one message with every mistake."""
    sys.excepthook = say_bug
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        code = main.main(arguments, prog_name="process.py", standalone_mode=False)
    except Problem as problem:
        click.echo("没有执行，原因：", err=True)
        for message in problem.messages:
            click.echo(f"　{message}", err=True)
        return COULD_NOT_RUN
    except click.ClickException as wrong:
        wrong.show()
        return COULD_NOT_RUN
    except click.Abort:
        click.echo("已中止。", err=True)
        return COULD_NOT_RUN
    return code or 0


if __name__ == "__main__":
    sys.exit(run())
