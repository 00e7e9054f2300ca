"""Whatever goes wrong in a verb: one message, exit 2."""

from __future__ import annotations

from pathlib import Path

import pytest
from kit.screen import RunProgram

import process
from ducha.console.refusals import tell_bug
from ducha.findings import Problem


def bug(error: Exception) -> tuple[type[Exception], Exception]:
    """An error as Python hands it over."""
    return type(error), error


def test_a_bug_is_written_down(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One sentence on the screen, the traceback in a file, exit 2."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as left:
        tell_bug(*bug(ValueError("something")), None)
    assert left.value.code == 2
    report = tmp_path / "程序错误.txt"
    assert report.read_text(encoding="utf-8") == "ValueError: something\n"
    assert capsys.readouterr().err == (
        f"程序出错，没有完成。详细情况已写入 {report}，请交给维护人员。收件箱没有改动。\n"
    )


def test_a_bug_where_nothing_can_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Then the error itself is told."""
    (tmp_path / "程序错误.txt").mkdir()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit):
        tell_bug(*bug(ValueError("something")), None)
    assert "ValueError：something" in capsys.readouterr().err


def test_an_interrupt_before_a_verb_has_begun_is_no_bug(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Ctrl+C (R6.375): no file about an error of the program."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as left:
        tell_bug(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert left.value.code == 2
    assert capsys.readouterr().err == "已中止。\n"
    assert not list(tmp_path.iterdir())


WHOLE = "没有完成；已经写好的文件都是完整的。"
CHECK = "请检查磁盘、U盘或网络盘是否正常、有没有权限，再重新运行。"


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (
            ModuleNotFoundError("No module", name="pandas"),
            "缺少组件 pandas，请运行：python -m pip install -r requirements.txt",
        ),
        (
            ImportError("cannot read file data"),
            f"程序文件读不出来，{WHOLE}请重新运行；仍不行的，请重新安装程序。",
        ),
        (MemoryError(), f"内存不够，{WHOLE}请关闭其他程序后重新运行。"),
        (
            OSError(5, "Input/output error", "a.xlsx"),
            f"读写出错（5：a.xlsx），{WHOLE}{CHECK}",
        ),
        (
            OSError(28, "No space left on device"),
            f"读写出错（28），{WHOLE}{CHECK}",
        ),
    ],
)
def test_what_the_machine_refuses_is_no_bug(
    workspace: Path,
    run_program: RunProgram,
    monkeypatch: pytest.MonkeyPatch,
    fault: Exception,
    sentence: str,
) -> None:
    """One sentence and exit 2, no file about an error of the program."""

    def refused(_: process.Invocation) -> None:
        raise fault

    before = sorted(workspace.rglob("*"))
    monkeypatch.setattr(process.Invocation, "workspace", refused)
    assert run_program("status") == (2, ["没有执行，原因：", f"　{sentence}"])
    assert sorted(workspace.rglob("*")) == before


def test_an_interrupt_is_no_bug(
    workspace: Path, run_program: RunProgram, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl+C."""

    def interrupted(_: process.Invocation) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(process.Invocation, "workspace", interrupted)
    code, lines = run_program("status")
    assert (code, [line for line in lines if line]) == (2, ["已中止。"])
    assert workspace.is_dir()


def test_every_mistake_is_told(run_program: RunProgram, monkeypatch: pytest.MonkeyPatch) -> None:
    """One line each."""
    mistakes = ("甲错了。", "乙也错了。")

    def wrong(_: process.Invocation) -> None:
        raise Problem(*mistakes)

    monkeypatch.setattr(process.Invocation, "workspace", wrong)
    assert run_program("status") == (2, ["没有执行，原因：", "　甲错了。", "　乙也错了。"])
