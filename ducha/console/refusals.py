"""Whatever goes wrong in a verb, in words a clerk can act on, and exit code 2."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import TypeVar

import click

from ducha.console.usage import explain_usage
from ducha.console.window import keep_open
from ducha.findings import Problem
from ducha.workflow.command import PROGRAM

COULD_NOT_RUN = 2

Done = TypeVar("Done")


def run(verbs: click.Group, arguments: Sequence[str] | None = None) -> int:
    """Run one of `verbs`; what is wrong is shown in one message with every mistake.

    Returns:
        The exit code; `COULD_NOT_RUN` after such a message.
    """
    sys.excepthook = tell_bug
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            with suppress(OSError):  # as it is, then
                stream.reconfigure(errors="replace")

    def work() -> int:
        return verbs.main(arguments, prog_name=PROGRAM, standalone_mode=False) or 0

    code = attempt(verbs, work)
    if code is not None:
        return code
    keep_open(sys.argv[1:] if arguments is None else arguments)
    return COULD_NOT_RUN


def attempt(verbs: click.Group, work: Callable[[], Done]) -> Done | None:
    """Do some work of one of `verbs`; None where it could not be done, and the user was told."""
    try:
        return work()
    except Problem as problem:
        tell_problem(problem)
    except click.UsageError as wrong:
        path = wrong.ctx.command_path if wrong.ctx else PROGRAM
        _tell(explain_usage(wrong, verbs), f"写法见：{path} --help")
    except click.ClickException as wrong:
        _tell(wrong.format_message())
    except (OSError, ImportError, MemoryError) as fault:
        _tell(_refused_by_machine(fault))
    except (click.Abort, KeyboardInterrupt, EOFError):
        click.echo("已中止。", err=True)
    return None


def tell_problem(problem: Problem) -> None:
    """Tell every mistake of the user's at once."""
    _tell(*problem.messages)


def tell_bug(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """A fault of the program itself: the details into a file, a sentence to the user.

    Unless it is the user, who has stopped it before it had begun (R6.375).
    """
    if issubclass(kind, KeyboardInterrupt):
        click.echo("已中止。", err=True)
        sys.exit(COULD_NOT_RUN)
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


def _tell(*sentences: str) -> None:
    """Tell why nothing was done."""
    message = "\n".join(("没有执行，原因：", *(f"　{sentence}" for sentence in sentences)))
    try:
        click.echo(message, err=True)
    except OSError:
        with suppress(OSError):  # where even this cannot be shown, the exit code tells
            sys.stderr.flush()


def _refused_by_machine(fault: OSError | ImportError | MemoryError) -> str:
    """What the machine did not grant in the middle of the work; what is written is whole."""
    again = "已经写好的文件都是完整的"
    if isinstance(fault, ModuleNotFoundError):
        return f"缺少组件 {fault.name}，请运行：python -m pip install -r requirements.txt"
    if isinstance(fault, ImportError):
        return f"程序文件读不出来，没有完成；{again}。请重新运行；仍不行的，请重新安装程序。"
    if isinstance(fault, MemoryError):
        return f"内存不够，没有完成；{again}。请关闭其他程序后重新运行。"
    place = f"：{fault.filename}" if fault.filename else ""
    return (
        f"读写出错（{fault.errno}{place}），没有完成；{again}。"
        "请检查磁盘、U盘或网络盘是否正常、有没有权限，再重新运行。"
    )
