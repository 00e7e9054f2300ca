"""What stands on the screen: help, wrong arguments, the menu, a fault of the program itself."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import click
import pytest
from kit.sample import ledger

import process
from ducha.console import pages as console
from ducha.files.writing.ledger import book as ledger_xlsx
from ducha.findings import Problem

TEMPLATE = "主题：月报（{{ 单位 }}）\n请填报。\n"


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a workspace of the small city, where nothing has been done yet."""
    (tmp_path / "config.toml").write_text("", encoding="utf-8")
    (tmp_path / "ledger.xlsx").write_bytes(ledger_xlsx.write(ledger()))
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "填报邮件.txt").write_text(TEMPLATE, encoding="utf-8")
    (tmp_path / "inbox").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


Told = Callable[..., tuple[int, list[str]]]


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Told:
    """Run the program; gives its exit code and all lines that it says."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)  # put back afterwards

    def run(*arguments: str) -> tuple[int, list[str]]:
        code = process.run(arguments)
        said = capsys.readouterr()
        return code, [*said.out.splitlines(), *said.err.splitlines()]

    return run


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Type lines at the keyboard; after them the input ends."""
    return lambda text: monkeypatch.setattr(sys, "stdin", io.StringIO(text))


# Help


def test_help_is_chinese_from_head_to_foot(told: Told) -> None:
    """Every heading and every option, the verbs in the order of the month."""
    code, lines = told("--help")
    assert code == 0
    assert lines[0] == "用法：python process.py [选项] [命令]"
    text = "\n".join(lines)
    for english in ("Usage", "Options", "Commands", "Show this", "exit", "OPTIONS"):
        assert english not in text
    verbs = [line.split()[0] for line in lines[lines.index("命令：") + 1 :] if line[2:3].isalpha()]
    assert [verb for verb in verbs if verb in {"generate", "merge", "status", "demo"}] == [
        *("generate", "merge", "status", "demo")
    ]


@pytest.mark.parametrize("verb", [*process.main.commands])
def test_every_verb_explains_itself_in_chinese(told: Told, verb: str) -> None:
    """And its help begins with the line to type."""
    code, lines = told(verb, "--help")
    assert code == 0
    assert lines[0].startswith(f"用法：python process.py {verb} [选项]")
    assert lines[-1].split() == ["--help", "显示这一页说明"]


def test_columns_of_help_stand_straight() -> None:
    """A Chinese character takes two columns, so the gap beside it is narrower."""
    page = console.Page()
    page.write_dl([("--unit 单位", "甲"), ("--dry-run x", "乙"), ("--help", "click's own")])
    assert page.getvalue() == (
        "  --unit 单位  甲\n  --dry-run x  乙\n  --help       显示这一页说明\n"
    )


# Wrong arguments: a Chinese sentence, where to read on, exit 2, nothing written


@pytest.mark.parametrize(
    ("arguments", "sentence", "page"),
    [
        ("merge --perod 2024-05", "没有 --perod 这个选项，是不是 --period？", " merge"),
        ("merge --zzz", "没有 --zzz 这个选项。", " merge"),
        ("merge -x", "没有 -x 这个选项；选项前面是两个减号（--）。", " merge"),
        ("merge -period 2024-05", "没有 -p 这个选项；选项前面是两个减号（--）。", " merge"),
        ("merge ——period 2024-05", "“——period”：选项前面要用两个英文减号（--）。", " merge"),
        ("－－today 2024-05-20", "“－－today”：选项前面要用两个英文减号（--）。", ""),
        ("merge --period", "--period 后面要写内容，例如：--period 2024-05", ""),
        ("generate --unit", "--unit 后面要写内容，例如：--unit 单位名称", ""),
        ("--config", "--config 后面要写内容，例如：--config 文件", ""),
        ("merge --final=3", "--final 后面不用写内容，单独写 --final 就可以。", ""),
        ("mrge", "没有“mrge”这条命令，是不是 merge？", ""),
        ("汇总", "没有“汇总”这条命令。", ""),
        ("merge 2024-05", "多写了“2024-05”，是不是 --period 2024-05？", " merge"),
        ("merge 2024年5月", "多写了“2024年5月”，是不是 --period 2024-05？", " merge"),
        ("demo a b c", "多写了“b c”。", " demo"),
        (
            "--period 2024-05 merge",
            "--period 要写在命令后面，例如：python process.py generate --period …",
            "",
        ),
        (
            "merge --today 2024-05-20",
            "--today 要写在命令前面：python process.py --today … merge",
            " merge",
        ),
        ("--today 5月", "日期“5月”看不懂，请写成 2024-05-29 的样子", ""),
        ("--today 2024-02-30", "日期“2024-02-30”看不懂，请写成 2024-05-29 的样子", ""),
    ],
)
def test_wrong_arguments(
    workspace: Path, told: Told, arguments: str, sentence: str, page: str
) -> None:
    """Each with what to do instead."""
    before = sorted(workspace.rglob("*"))
    code, lines = told(*arguments.split())
    assert (code, lines) == (
        2,
        ["没有执行，原因：", f"　{sentence}", f"　写法见：python process.py{page} --help"],
    )
    assert sorted(workspace.rglob("*")) == before


def test_a_missing_argument_is_named() -> None:
    """By what the page of help calls it."""
    argument = click.Argument(["circular"], metavar="通知文件")
    wrong = click.MissingParameter(param=argument)
    assert console.in_chinese(wrong, process.main) == "少写了 通知文件。"


@pytest.mark.usefixtures("workspace")
@pytest.mark.parametrize(
    ("period", "sentence"),
    [
        ("2024-13", "期次“2024-13”看不懂，请写成 2024-04 的样子"),
        ("五月", "期次“五月”看不懂，请写成 2024-04 的样子"),
        ("2024-03", "期次2024-03不在台账的报送期（2024-04至2024-12）之内"),
        ("2025-01", "期次2025-01不在台账的报送期（2024-04至2024-12）之内"),
    ],
)
@pytest.mark.parametrize("verb", ["generate", "merge", "status"])
def test_a_wrong_period(told: Told, verb: str, period: str, sentence: str) -> None:
    """Every verb that takes one refuses it."""
    assert told(verb, "--period", period) == (2, ["没有执行，原因：", f"　{sentence}"])


# Which workspace, which day


def test_the_day_may_be_chosen(workspace: Path, told: Told) -> None:
    """The 14th still speaks of last month, the 15th of this one."""
    assert told("--today", "2024-06-14", "status")[1][0] == "期次：2024年5月（2024-05）"
    assert told("--today", "2024-06-15", "status")[1][0] == "期次：2024年6月（2024-06）"
    assert workspace.is_dir()


def test_the_workspace_may_be_named_by_its_folder(
    workspace: Path, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or by its config.toml, from anywhere."""
    monkeypatch.chdir(workspace.parent)
    by_file = told("--config", str(workspace / "config.toml"), "--today", "2024-05-20")
    by_folder = told("--config", str(workspace), "--today", "2024-05-20")
    assert by_file == by_folder
    assert by_folder[0] == 0
    assert any("generate --period 2024-05" in line for line in by_folder[1])


def test_without_a_workspace_here_it_is_the_one_of_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A config.toml in the folder one stands in comes first."""
    monkeypatch.chdir(tmp_path)
    assert process.find_config(None) == Path(process.__file__).parent / "config.toml"
    (tmp_path / "config.toml").touch()
    assert process.find_config(None) == tmp_path / "config.toml"


@pytest.mark.parametrize("name", ["config.toml", "ledger.xlsx"])
def test_a_missing_file_is_named(workspace: Path, told: Told, name: str) -> None:
    """With what to do."""
    (workspace / name).unlink()
    code, lines = told("--config", str(workspace), "merge")
    assert code == 2
    assert lines == [
        "没有执行，原因：",
        f"　找不到文件：{workspace / name}。请检查是否被移动或改名，再重新运行。",
    ]


def test_a_ledger_that_is_no_workbook(workspace: Path, told: Told) -> None:
    """The words are the clerk's, not those for a unit that should send its form again."""
    (workspace / "ledger.xlsx").write_bytes(b"")
    code, lines = told("merge")
    assert code == 2
    assert lines[1] == (
        "　台账 ledger.xlsx 打不开：文件是空的，没有任何内容。"
        "请用 Excel 或 WPS 打开检查，另存为 .xlsx；打不开的，从备份恢复。"
    )


def test_a_dry_run_says_how_to_do_it(workspace: Path, told: Told) -> None:
    """Nothing is there to be opened, and no key was made."""
    before = sorted(workspace.rglob("*"))
    for verb in ("generate", "merge"):
        lines = told("--today", "2024-05-20", verb, "--dry-run")[1]
        assert lines[-1] == "以上是试运行。去掉 --dry-run 再运行一次，才会写入"
        assert not any(line.startswith("新建签名密钥") for line in lines)
    assert sorted(workspace.rglob("*")) == before


# The menu


@pytest.mark.usefixtures("workspace")
def test_menu(told: Told, typed: Callable[[str], None]) -> None:
    """Full-width digits will do, what is not on offer is said, 0 leaves."""
    typed("３\n7\n0\n")
    code, lines = told("--today", "2024-05-20", "menu")
    assert code == 0
    assert sum(line.startswith("1 生成填报表　2 ") for line in lines) == 3
    assert any(line.endswith("没有“7”这一项") for line in lines)
    assert f"请打开：{Path('outbox', '2024-05', '督查汇总_2024年5月.xlsx')}" in lines


@pytest.mark.usefixtures("workspace")
@pytest.mark.parametrize("text", ["", "\n", "0\n", "０\n"])
def test_the_menu_ends(told: Told, typed: Callable[[str], None], text: str) -> None:
    """With 0, with nothing, with the end of the input."""
    typed(text)
    assert told("--today", "2024-05-20", "menu")[0] == 0


def test_a_problem_does_not_end_the_menu(
    workspace: Path, told: Told, typed: Callable[[str], None]
) -> None:
    """It is told as always, and the menu comes again."""
    (workspace / "templates" / "填报邮件.txt").unlink()
    typed("1\n0\n")
    code, lines = told("--today", "2024-05-20", "menu")
    assert code == 0
    assert "没有执行，原因：" in lines
    assert any(line.startswith("　找不到文件：") for line in lines)


def test_every_choice_of_the_menu_is_a_verb() -> None:
    """Numbered from 1."""
    assert [number for number, _, _ in process.MENU] == [
        str(n) for n, _ in enumerate(process.MENU, start=1)
    ]
    assert {verb for _, verb, _ in process.MENU} <= {*process.main.commands}


@pytest.mark.usefixtures("workspace")
def test_a_double_click_shows_the_menu(
    told: Told, typed: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the situation of the month."""
    monkeypatch.setattr(process, "double_clicked", lambda: True)
    typed("0\n")
    code, lines = told()
    assert code == 0
    assert lines[0].startswith("期次：")
    assert any(line.startswith("1 生成填报表") for line in lines)


def test_after_a_double_click_the_window_stays_open(
    workspace: Path, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that what went wrong can be read; never where arguments were typed."""
    paused: list[str] = []
    monkeypatch.setattr(process, "double_clicked", lambda: True)
    monkeypatch.setattr(click, "pause", paused.append)
    (workspace / "ledger.xlsx").unlink()
    assert told()[0] == 2
    assert told("merge")[0] == 2
    assert paused == ["按任意键关闭窗口……"]


@pytest.mark.skipif(sys.platform == "win32", reason="about other systems")
def test_nobody_double_clicks_elsewhere() -> None:
    """Only Windows opens a console for the program alone."""
    assert console.double_clicked() is False


# Faults of the program, and being interrupted


def bug(error: Exception) -> tuple[type[Exception], Exception]:
    """An error as Python hands it over."""
    return type(error), error


def test_a_bug_is_written_down(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One sentence on the screen, the traceback in a file, exit 2."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as left:
        process.say_bug(*bug(ValueError("something")), None)
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
        process.say_bug(*bug(ValueError("something")), None)
    assert "ValueError：something" in capsys.readouterr().err


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
    workspace: Path, told: Told, monkeypatch: pytest.MonkeyPatch, fault: Exception, sentence: str
) -> None:
    """One sentence and exit 2, no file about an error of the program."""

    def refused(_: process.Chosen) -> None:
        raise fault

    before = sorted(workspace.rglob("*"))
    monkeypatch.setattr(process.Chosen, "open", refused)
    assert told("merge") == (2, ["没有执行，原因：", f"　{sentence}"])
    assert sorted(workspace.rglob("*")) == before


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


def test_an_interrupt_is_no_bug(
    workspace: Path, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl+C."""

    def interrupted(_: process.Chosen) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(process.Chosen, "open", interrupted)
    code, lines = told("merge")
    assert (code, [line for line in lines if line]) == (2, ["已中止。"])
    assert workspace.is_dir()


def test_every_mistake_is_told(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    """One line each."""
    mistakes = ("甲错了。", "乙也错了。")

    def wrong(_: process.Chosen) -> None:
        raise Problem(*mistakes)

    monkeypatch.setattr(process.Chosen, "open", wrong)
    assert told("merge") == (2, ["没有执行，原因：", "　甲错了。", "　乙也错了。"])


def test_without_the_option_it_is_today() -> None:
    """The day in China, whatever the machine's time zone is."""
    found = process.read_day(click.Context(process.main), process.main.params[1], None)
    assert isinstance(found, date)


# The guard of foreign XML


def test_without_its_guard_the_program_reads_nothing(
    told: Told, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Neither a verb nor the situation: it says what to install, before it looks at anything."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(sys.modules, "defusedxml", None)
    for arguments in ((), ("merge",), ("--config", "nowhere", "status")):
        code, lines = told(*arguments)
        said = "".join(lines)
        assert code == 2
        assert "缺少组件 defusedxml" in said
        assert "pip install -r requirements.txt" in said
        assert "nowhere" not in said
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("switch", ["False", "true", "0", ""])
def test_a_guard_that_is_switched_off_is_no_guard(
    told: Told, monkeypatch: pytest.MonkeyPatch, switch: str
) -> None:
    """Openpyxl takes any word but True for a no."""
    monkeypatch.setenv("OPENPYXL_DEFUSEDXML", switch)
    code, lines = told("status")
    assert code == 2
    assert "环境变量 OPENPYXL_DEFUSEDXML 关掉了对恶意表格文件的防护" in "".join(lines)


def test_help_needs_no_guard(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    """It reads no file."""
    monkeypatch.setitem(sys.modules, "defusedxml", None)
    assert told("--help")[0] == 0


# Odd surroundings


@pytest.mark.parametrize(
    ("closed", "code"), [("2>&-", 0), ("<&-", 0), ("<&- >&- 2>&-", 0), ("", 0)]
)
def test_streams_may_be_closed(workspace: Path, closed: str, code: int) -> None:
    """As a task scheduler starts programs; what is opened next is not mistaken for a stream."""
    line = f'exec "{sys.executable}" "{process.__file__}" generate --period 2024-04 {closed}'
    done = subprocess.run(["bash", "-c", line], check=False, capture_output=True, timeout=60)
    assert (done.returncode, done.stderr) == (code, b"")
    assert len([*(workspace / "outbox" / "2024-04" / "填报表").iterdir()]) == 6


def test_a_system_without_unicode(workspace: Path) -> None:
    """Its names of files are ours all the same, and so is what stands on the screen."""
    done = subprocess.run(
        [sys.executable, process.__file__, "generate", "--period", "2024-04"],
        env=os.environ | {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        check=True,
        capture_output=True,
        timeout=60,
    )
    assert done.stdout.decode("utf-8").startswith("期次：2024年4月（2024-04）")
    assert (workspace / "outbox/2024-04/填报表/杞县_2024年4月_月报表.xlsx").is_file()
