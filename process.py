"""The verbs of the program; what they need is imported when they run, so that --help is quick."""

from __future__ import annotations

import sys


def cannot_start(_: object, error: BaseException, __: object) -> None:
    """What goes wrong before the program has begun: part of it is missing or cannot be read."""
    if isinstance(error, OSError):
        why = f"读写出错（{error.errno}）。\n请检查磁盘、U盘或网络盘是否正常，再重新运行。"
    else:
        missing = isinstance(error, ModuleNotFoundError)
        why = "还没有安装程序需要的组件。" if missing else "程序文件读不出来。"
        why += "\n请在程序所在的文件夹运行：python -m pip install -r requirements.txt"
    sys.stderr.write(f"没有执行：{why}\n")
    sys.exit(2)


if __name__ == "__main__":
    sys.excepthook = cannot_start

import os
import threading
import traceback
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING
from unicodedata import normalize

import click

from ducha import __version__
from ducha.console.pages import PROGRAM, Verbs, double_clicked, in_chinese
from ducha.console.refusals import refused_by_machine
from ducha.findings import Problem
from ducha.period import CHINA

if TYPE_CHECKING:
    from ducha.period import Period
    from ducha.workflow.workspace import Outcome, Workspace

HERE = Path(__file__).resolve().parent
CONFIG = "config.toml"
COULD_NOT_RUN = 2
_STREAMS = 3


@dataclass(frozen=True)
class Chosen:
    """What stands before the verb: which workspace, which day."""

    config: Path
    today: date

    def open(self) -> Workspace:
        """Read the workspace."""
        from ducha.workflow.workspace import open_workspace

        return open_workspace(self.config)

    def start(self, asked: str | None) -> tuple[Workspace, Period]:
        """Read the workspace and settle the month, which is said before anything else."""
        from ducha.workflow.workspace import which_period

        space = self.open()
        period = which_period(space, asked, self.today)
        click.echo(f"期次：{period.label}（{period}）")
        return space, period


def find_config(named: Path | None) -> Path:
    """The workspace that is named, by file or folder; the one here; the one of the program."""
    if named is not None:
        return named / CONFIG if named.is_dir() else named
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
    "--period", metavar="2024-05", help="期次；不写时，14日以前是上月，15日起是本月"
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
@click.version_option(
    __version__, prog_name="ducha", message="%(prog)s %(version)s", help="显示版本"
)
@click.pass_context
def main(context: click.Context, config: Path | None, today: date) -> None:
    """Today's situation when no verb is given; a menu when double-clicked."""
    context.obj = Chosen(find_config(config), today)
    if context.invoked_subcommand is None:
        context.invoke(situation)
        if double_clicked():
            ask(context)


@main.command(hidden=True, help="今天的情况和下一步。")
@click.pass_obj
def situation(chosen: Chosen) -> None:
    """Show where the month stands and what to do next."""
    from ducha.workflow.situation import home

    space, period = chosen.start(None)
    finish(home(space, period, chosen.today))


@main.command("import", help="读取通知（.txt .docx .pdf .html），生成台账供核对。")
@click.argument("source", metavar="通知文件", type=click.Path(path_type=Path))
@click.option(
    "--ledger", type=click.Path(path_type=Path), help="台账写到这里（默认按 config.toml）"
)
@click.option("--force", is_flag=True, help="台账已有时与它合并更新，原台账另存一份")
@dry_run_option
@click.pass_obj
def import_(chosen: Chosen, source: Path, ledger: Path | None, force: bool, dry_run: bool) -> None:  # noqa: FBT001 - click passes it so
    """Read a circular into a ledger."""
    from ducha.workflow.circular import import_circular

    finish(import_circular(chosen.config, source, ledger, force=force, dry_run=dry_run))


@main.command(help="生成各单位的填报表和邮件草稿，放进 outbox。")
@period_option
@click.option(
    "--unit", "units", multiple=True, metavar="单位名称", help="只生成这个单位的，可写多次"
)
@click.option("--breakdown", is_flag=True, help="生成任务分解表，发给牵头单位；按全年，不分期次")
@dry_run_option
@click.pass_obj
def generate(
    chosen: Chosen,
    period: str | None,
    units: tuple[str, ...],
    breakdown: bool,  # noqa: FBT001 - click passes it so
    dry_run: bool,  # noqa: FBT001 - click passes it so
) -> None:
    """Make the forms and mail drafts."""
    if breakdown:
        from ducha.workflow.issue_breakdown import generate_breakdown

        finish(generate_breakdown(chosen.open(), units=units, dry_run=dry_run, watch=watched))
        return
    from ducha.workflow.issue import generate as run

    space, month = chosen.start(period)
    finish(run(space, month, units=units, dry_run=dry_run, watch=watched))


@main.command(help="汇总 inbox 里收到的表，生成督查汇总表。")
@period_option
@click.option("--final", is_flag=True, help="年终结算（只用于12月）：到期未完成的一律为严重滞后")
@dry_run_option
@click.pass_obj
def merge(chosen: Chosen, period: str | None, final: bool, dry_run: bool) -> None:  # noqa: FBT001 - click passes it so
    """Merge the inbox into the consolidated workbook."""
    from ducha.workflow.merge import merge_month

    space, month = chosen.start(period)
    today = chosen.today
    finish(merge_month(space, month, today, final=final, dry_run=dry_run, watch=watched))


@main.command(help="看谁报了，谁没报。")
@period_option
@click.pass_obj
def status(chosen: Chosen, period: str | None) -> None:
    """Show who has reported and who has not."""
    from ducha.workflow.situation import show_status

    space, month = chosen.start(period)
    finish(show_status(space, month, chosen.today, watched))


@main.command(help="演示：用虚构的数据走一遍三个月（不写目录，就放在 outbox/demo）。")
@click.argument("folder", required=False, metavar="[目录]", type=click.Path(path_type=Path))
@click.pass_obj
def demo(chosen: Chosen, folder: Path | None) -> None:
    """Live through three months on made-up answers."""
    from ducha.demo.answers import run

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


@main.command(help="按数字选要做的事（双击运行时就是这样）。")
@click.pass_context
def menu(context: click.Context) -> None:
    """Show the situation, then let a clerk choose by number."""
    context.invoke(situation)
    ask(context)


def ask(context: click.Context) -> None:
    """Verbs by number, until 0."""
    verbs = {number: verb for number, verb, _ in MENU}
    choices = "　".join(f"{number} {label}" for number, _, label in MENU)
    while (answer := choose(f"\n{choices}　0 退出\n请输入数字，按回车")) != "0":
        if answer not in verbs:
            click.echo(f"没有“{answer}”这一项")
            continue
        try:
            context.invoke(main.commands[verbs[answer]])
        except Problem as problem:
            tell(problem)
        except click.exceptions.Exit:
            continue


def choose(question: str) -> str:
    """A number as typed, full-width or not; nothing, or an end of input, is 0."""
    try:
        answer = click.prompt(question, default="0", show_default=False, prompt_suffix="：")
    except click.Abort:
        return "0"
    return normalize("NFKC", str(answer)).strip()


def say(*sentences: str) -> None:
    """Tell why nothing was done."""
    told = "\n".join(("没有执行，原因：", *(f"　{sentence}" for sentence in sentences)))
    try:
        click.echo(told, err=True)
    except OSError:
        with suppress(OSError):  # where even this cannot be shown, the exit code tells
            sys.stderr.flush()


def tell(problem: Problem) -> None:
    """Tell every mistake of the user's at once."""
    say(*problem.messages)


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
    keep_open(sys.argv[1:])
    sys.exit(COULD_NOT_RUN)


def keep_open(arguments: Sequence[str]) -> None:
    """Let a clerk who double-clicked read the message before the window closes."""
    if not arguments and double_clicked():
        click.pause("按任意键关闭窗口……")


def run(arguments: Sequence[str] | None = None) -> int:
    """Run a verb; a problem of the user's is told in one message with every mistake."""
    sys.excepthook = say_bug
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            with suppress(OSError):  # as it is, then
                stream.reconfigure(errors="replace")
    try:
        return main.main(arguments, prog_name=PROGRAM, standalone_mode=False) or 0
    except Problem as problem:
        tell(problem)
    except click.UsageError as wrong:
        path = wrong.ctx.command_path if wrong.ctx else PROGRAM
        say(in_chinese(wrong, main), f"写法见：{path} --help")
    except click.ClickException as wrong:
        say(wrong.format_message())
    except (OSError, ImportError, MemoryError) as fault:
        say(refused_by_machine(fault))
    except click.Abort:
        click.echo("已中止。", err=True)
    keep_open(sys.argv[1:] if arguments is None else arguments)
    return COULD_NOT_RUN


def speak_unicode() -> None:
    """Our file names are Chinese: where the system has another encoding, Python starts anew."""
    if sys.getfilesystemencoding() == "utf-8" or os.environ.get("PYTHONUTF8") == "1":
        return
    os.environ["PYTHONUTF8"] = "1"
    if sys.stdout and sys.stdout.encoding.lower().startswith("gb"):  # a screen that knows no other
        os.environ.setdefault("PYTHONIOENCODING", f"{sys.stdout.encoding}:replace")
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606 - ourselves


def keep_stderr() -> None:
    """Keep the error stream for this process: what its workers may say there is no sentence."""
    while (spare := os.open(os.devnull, os.O_RDWR)) < _STREAMS:
        pass  # closed, as by a task scheduler: what is opened next must not become a stream
    os.close(spare)
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - for good
        return
    own = os.dup(2)
    sys.stderr = open(own, "w", encoding=sys.stderr.encoding, errors="replace", buffering=1)  # noqa: PTH123, SIM115 - a number, and for good
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)


def start(arguments: Sequence[str] | None = None) -> int:
    """Run a verb as a program of its own; what libraries say beside or after it is for nobody."""
    speak_unicode()
    keep_stderr()
    sys.unraisablehook = lambda _: None
    threading.excepthook = lambda _: None  # of the threads that watch workers: watched themselves
    code = run(arguments)
    sys.stderr = sys.__stderr__  # leads nowhere now
    return code


if __name__ == "__main__":
    sys.exit(start())
