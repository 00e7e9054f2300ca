"""The start: part of the program missing, streams closed, a system without Unicode."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from kit.terminal import at_terminal

import process

STARTERS = "“开始.bat”（麒麟等 Linux 系统是“开始.sh”）"


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (ModuleNotFoundError("No module named 'click'"), "没有执行：还没有安装程序需要的组件。"),
        (OSError(5, "Input/output error"), "没有执行：读写出错（5）。"),
        (ImportError("cannot read file data"), "没有执行：程序文件读不出来。"),
    ],
)
def test_what_goes_wrong_before_the_start_is_told(
    capsys: pytest.CaptureFixture[str], error: Exception, sentence: str
) -> None:
    """Before anything of ours is there to tell it."""
    with pytest.raises(SystemExit) as left:
        process.cannot_start(type(error), error, None)
    assert left.value.code == 2
    assert capsys.readouterr().err.startswith(sentence)


def test_process_alone_says_what_is_missing(tmp_path: Path) -> None:
    """Without a package of ours or of others: the net hangs in the one file that is left."""
    shutil.copy(process.__file__, tmp_path)
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-X", "utf8", tmp_path / "process.py"],
        check=False,
        capture_output=True,
        encoding="utf-8",
        timeout=600,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines() == [
        "没有执行：还没有安装程序需要的组件。",
        f"请双击同一文件夹里的{STARTERS}，它会装好需要的组件，再打开菜单。",
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal")
def test_a_double_click_with_a_bare_python_waits(tmp_path: Path) -> None:
    """So that the message can be read; where something was typed, nobody waits."""
    shutil.copy(process.__file__, tmp_path)
    bare = [sys.executable, "-I", "-S", "-X", "utf8", tmp_path / "process.py"]
    code, shown = at_terminal(bare, [("按回车键关闭窗口", "\n")])
    assert code == 2
    assert "没有执行：还没有安装程序需要的组件。" in shown
    assert at_terminal(bare, [("按回车键关闭窗口", "\x03")])[0] == 2
    code, shown = at_terminal([*bare, "merge"], [])
    assert code == 2
    assert "按回车键" not in shown


def test_an_older_python_is_named(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever it was that failed there."""
    monkeypatch.setattr(sys, "version_info", (3, 8, 10, "final", 0))
    with pytest.raises(SystemExit):
        process.cannot_start(ImportError, ImportError(), None)
    assert capsys.readouterr().err.splitlines()[0] == (
        "没有执行：这是 Python 3.8，程序需要 Python 3.11 或更新的版本。"
    )


def test_an_older_python_can_read_the_net() -> None:
    """It must understand the file to its end before it can say that it is too old."""
    ast.parse(Path(process.__file__).read_text(encoding="utf-8"), feature_version=(3, 7))


INTERRUPTED = """
import builtins, sys
real = builtins.__import__
def interrupt(name, *rest, **more):
    if name == {!r}:
        raise KeyboardInterrupt
    return real(name, *rest, **more)
sys.modules.pop({!r}, None)
builtins.__import__ = interrupt
sys.argv = [{!r}, "status"]
exec(compile(open(sys.argv[0], encoding="utf-8").read(), sys.argv[0], "exec"))
"""


@pytest.mark.parametrize("module", ["collections.abc", "contextlib", "click", "ducha.version"])
def test_an_interrupt_while_the_program_is_loaded_is_no_bug(module: str) -> None:
    """Ctrl+C in the first moments, whatever is being loaded (R6.375)."""
    code = INTERRUPTED.format(module, module, process.__file__)
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True)
    assert (done.returncode, done.stderr.decode()) == (2, "没有执行：已中止。\n")


@pytest.mark.parametrize(
    ("closed", "code"), [("2>&-", 0), ("<&-", 0), ("<&- >&- 2>&-", 0), ("", 0)]
)
def test_streams_may_be_closed(workspace: Path, closed: str, code: int) -> None:
    """As a task scheduler starts programs; what is opened next is not mistaken for a stream."""
    line = f'exec "{sys.executable}" "{process.__file__}" generate --period 2024-04 {closed}'
    done = subprocess.run(["bash", "-c", line], check=False, capture_output=True, timeout=600)
    assert (done.returncode, done.stderr) == (code, b"")
    assert len([*(workspace / "outbox" / "2024-04" / "填报表").iterdir()]) == 6


def test_a_system_without_unicode(workspace: Path) -> None:
    """Its names of files are ours all the same, and so is what stands on the screen."""
    done = subprocess.run(
        [sys.executable, process.__file__, "generate", "--period", "2024-04"],
        env=os.environ | {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        check=True,
        capture_output=True,
        timeout=600,
    )
    assert done.stdout.decode("utf-8").startswith("期次：2024年4月（2024-04）")
    assert (workspace / "outbox/2024-04/填报表/杞县_2024年4月_月报表.xlsx").is_file()
