"""Verbs by number, for a clerk who types no commands."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click
import pytest
from kit.screen import RunProgram, TypeLines
from kit.terminal import at_terminal

import process
from ducha.console import choices, menu, opening
from ducha.console.choices import CHOICES, Choice, Question, numbered
from ducha.workflow import status
from ducha.workflow.workspace import Outcome

TODAY = ("--today", "2024-05-20")
REPORT = Path("outbox", "2024-05", "督查汇总_2024年5月.xlsx")


def number_of(title: str) -> str:
    """The number under which something is offered."""
    titles = {n: each.title if isinstance(each, Choice) else each for n, each in numbered().items()}
    return next(n for n, shown in titles.items() if shown == title)


def typed(*answers: str) -> str:
    """What is typed at the menu: titles stand for their numbers, 0 leaves."""
    titles = {each.title if isinstance(each, Choice) else each for each in numbered().values()}
    return "".join(f"{number_of(each) if each in titles else each}\n" for each in (*answers, "0"))


@pytest.fixture
def at_menu(run_program: RunProgram, type_lines: TypeLines) -> RunProgram:
    """Open the menu in the middle of May, type these answers and leave."""

    def run(*answers: str) -> tuple[int, list[str]]:
        type_lines(typed(*answers))
        return run_program(*TODAY, "menu")

    return run


@pytest.mark.usefixtures("workspace")
def test_menu(run_program: RunProgram, type_lines: TypeLines) -> None:
    """Full-width digits will do, nothing shows it again, what is not on offer is said, 0 leaves."""
    type_lines("３\n\n99\n0\n")
    code, lines = run_program(*TODAY, "menu")
    assert code == 0
    assert sum(line.startswith("每月：　1 生成填报表　2 看谁没报　3 汇总") for line in lines) == 4
    assert any(line.endswith("没有“99”这一项") for line in lines)
    assert f"请打开：{REPORT}" in lines


@pytest.mark.usefixtures("workspace")
@pytest.mark.parametrize("text", ["", "0\n", "０\n", "4\n", f"{number_of('换期次')}\n"])
def test_the_menu_ends(run_program: RunProgram, type_lines: TypeLines, text: str) -> None:
    """With 0, and with the end of the input, in the middle of a question too."""
    type_lines(text)
    code, lines = run_program(*TODAY, "menu")
    assert code == 0
    assert not any(line.startswith("没有执行") for line in lines)


def test_a_problem_does_not_end_the_menu(workspace: Path, at_menu: RunProgram) -> None:
    """It is told as always, and the menu comes again."""
    (workspace / "templates" / "填报邮件.txt").unlink()
    code, lines = at_menu("生成填报表", "看谁没报")
    assert code == 0
    assert "没有执行，原因：" in lines
    assert any(line.startswith("　找不到文件：") for line in lines)
    assert any(line.startswith("还有") for line in lines)


def test_the_menu_comes_where_the_workspace_cannot_be_read(
    workspace: Path, at_menu: RunProgram
) -> None:
    """What would help stands there: another workspace, a ledger made anew."""
    (workspace / "ledger.xlsx").unlink()
    code, lines = at_menu()
    assert code == 0
    assert any(line.startswith("　找不到文件：") for line in lines)
    assert any(line.startswith("离开：") for line in lines)


@pytest.mark.usefixtures("workspace")
@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (KeyboardInterrupt(), "已中止。"),
        (OSError(28, "No space left on device"), "　读写出错（28），没有完成；"),
        (click.BadParameter("写法不对"), "　写法不对"),
    ],
)
def test_nothing_a_verb_does_ends_the_menu(
    at_menu: RunProgram, monkeypatch: pytest.MonkeyPatch, error: BaseException, sentence: str
) -> None:
    """Stopped with Ctrl-C, or by the machine."""

    def fail(*_: object) -> Outcome:
        raise error

    monkeypatch.setattr(status, "show_status", fail)
    code, lines = at_menu("看谁没报", "99")
    assert code == 0
    assert any(line.startswith(sentence) for line in lines)
    assert any(line.endswith("没有“99”这一项") for line in lines)


def test_every_verb_stands_in_the_menu() -> None:
    """What --help lists, but for the menu itself; with options that the verb has."""
    offered = [choice for _, listed in CHOICES for choice in listed]
    visible = {name for name, verb in process.main.commands.items() if not verb.hidden}
    assert {choice.verb for choice in offered} == visible - {"menu"}
    for choice in offered:
        verb = process.main.commands[choice.verb]
        known = {name for option in verb.params for name in option.opts}
        asked = {asked.option for asked in choice.asks if asked.option}
        options = {option for option in choice.options if option.startswith("--")}
        assert options | asked <= known, choice.title
        assert not choice.confirm or "--dry-run" in known, choice.title
        assert known.issuperset(choice.answered), choice.title


def test_what_has_no_trial_run_only_reads_or_is_not_tried() -> None:
    """On a trial run nothing is written: a verb that writes has --dry-run, or is left undone."""
    verbs = process.main.commands
    without = {
        choice.verb
        for _, listed in CHOICES
        for choice in listed
        if choice.tries
        if not any("--dry-run" in option.opts for option in verbs[choice.verb].params)
    }
    assert without == {"mail-check", "status", "verify"}


def test_a_verb_with_a_question(workspace: Path, at_menu: RunProgram) -> None:
    """Without an answer it is not run."""
    title = "只给一个单位生成"
    at_menu(title, "")
    assert not (workspace / "outbox").exists()
    at_menu(title, "市教体局", title, "没有的单位")
    forms = [path.name for path in (workspace / "outbox/2024-05/填报表").iterdir()]
    assert forms == ["市教体局_2024年5月_月报表.xlsx"]


def test_another_month(workspace: Path, at_menu: RunProgram) -> None:
    """It holds for what follows, until none is named; what is no month is said."""
    code, lines = at_menu("换期次", "２０２４-04", "汇总", "换期次", "四月", "换期次", "", "汇总")
    assert code == 0
    assert lines.count("（现在的期次：2024年4月）") == 3
    assert any(line.endswith("期次“四月”看不懂，没有换") for line in lines)
    assert (workspace / "outbox/2024-04/督查汇总_2024年4月.xlsx").is_file()
    assert (workspace / REPORT).is_file()


def test_another_workspace(
    workspace: Path, at_menu: RunProgram, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """As a terminal writes what is dragged into it; one that is none is not taken."""
    here = tmp_path / "别处"
    here.mkdir()
    monkeypatch.setattr(process, "find_config", lambda named: named or here / "config.toml")
    (workspace / "nothing").mkdir()
    _, lines = at_menu("换工作区", str(workspace / "nothing" / "config.toml"), "看谁没报")
    assert not any(line.startswith("还有") for line in lines)
    _, lines = at_menu("换工作区", f'"{workspace / "config.toml"}"', "看谁没报")
    assert any(line.startswith("还有") for line in lines)


def test_a_trial_run(workspace: Path, at_menu: RunProgram) -> None:
    """Until it is switched off: what would be done is shown, and nothing is written."""
    before = sorted(workspace.rglob("*"))
    on = "试运行（只看不写）"
    code, lines = at_menu(on, "生成填报表", "汇总", "看谁没报", "演示")
    assert code == 0
    assert sum(line.startswith("以上是试运行") for line in lines) == 2
    assert any(line.endswith("“演示”没有试运行。要做的，先结束试运行") for line in lines)
    assert sorted(workspace.rglob("*")) == before
    at_menu(on, on, "汇总")
    assert (workspace / REPORT).is_file()


@pytest.mark.parametrize(
    ("answer", "ran"), [("是", True), ("", False), ("y", False), ("0", False), ("不是", False)]
)
def test_what_cannot_be_taken_back_asks_first(
    workspace: Path,
    at_menu: RunProgram,
    monkeypatch: pytest.MonkeyPatch,
    *,
    answer: str,
    ran: bool,
) -> None:
    """The list of what would be done, then 是; anything else does nothing (R8.80)."""
    entry = Choice(title="要问的", verb="generate", confirm=True)
    monkeypatch.setattr(choices, "CHOICES", (("每月", (entry,)),))
    code, lines = at_menu("要问的", answer)
    assert code == 0
    assert sum(line.startswith("以上是试运行") for line in lines) == 1
    assert any(line.endswith("没有执行，什么也没有改动") for line in lines) != ran
    assert (workspace / "outbox").exists() == ran


def test_what_cannot_be_done_is_not_asked_about(
    workspace: Path, at_menu: RunProgram, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reason is told instead."""
    entry = Choice(title="要问的", verb="import", asks=(Question("文件"),), confirm=True)
    monkeypatch.setattr(choices, "CHOICES", (("每月", (entry,)),))
    _, lines = at_menu("要问的", str(workspace / "没有.txt"))
    assert "没有执行，原因：" in lines
    assert not any("确定要" in line for line in lines)


# Opening what a verb names.


@pytest.mark.parametrize(
    ("title", "answer", "opened"),
    [
        ("汇总", "", [REPORT]),
        ("汇总", "0", []),
        ("汇总", "０", []),
        ("生成填报表", "", [Path("outbox/2024-05/邮件")]),
    ],
)
def test_what_a_verb_names_is_opened(
    workspace: Path,
    at_menu: RunProgram,
    monkeypatch: pytest.MonkeyPatch,
    *,
    title: str,
    answer: str,
    opened: Sequence[Path],
) -> None:
    """Where there is a screen, and after Return only; what names nothing opens nothing."""
    seen: list[Path] = []
    monkeypatch.setattr(menu, "can_open", lambda: True)
    monkeypatch.setattr(menu, "open_path", lambda path: not seen.append(path))
    at_menu(title, answer, "看谁没报", "试运行（只看不写）", title)
    assert seen == [workspace / path for path in opened]


@pytest.mark.usefixtures("workspace")
def test_what_cannot_be_opened_is_named(
    at_menu: RunProgram, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then a clerk opens it."""
    monkeypatch.setattr(menu, "can_open", lambda: True)
    monkeypatch.setattr(menu, "open_path", lambda _: False)
    _, lines = at_menu("汇总", "")
    assert any(line.startswith("按回车打开“督查汇总_2024年5月.xlsx”") for line in lines)
    assert any("没有能打开它的程序，请自己打开：" in line for line in lines)


@pytest.mark.skipif(sys.platform == "win32", reason="about other systems")
def test_nothing_is_opened_without_a_terminal_or_a_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a pipe, or over a line to another machine."""
    monkeypatch.setattr(opening.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setenv("DISPLAY", ":0")
    assert opening.can_open() is False
    for stream in (sys.stdin, sys.stdout):
        monkeypatch.setattr(stream, "isatty", lambda: True)
    assert opening.can_open() is True
    monkeypatch.delenv("DISPLAY")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert opening.can_open() is (sys.platform == "darwin")


@pytest.mark.skipif(sys.platform != "linux", reason="a pseudo-terminal and its xdg-open")
def test_at_a_terminal(workspace: Path, tmp_path: Path) -> None:
    """The menu as a clerk sees it: the report opens, Ctrl-C at the end leaves without a trace."""
    tools = tmp_path / "tools"
    tools.mkdir()
    opener = tools / "xdg-open"
    opener.write_text(f'#!/bin/sh\nprintf %s "$1" > "{tmp_path}/opened"\n', encoding="utf-8")
    opener.chmod(0o755)
    command = [sys.executable, process.__file__, *TODAY, "menu"]
    answers = [("请输入数字", "3\n"), ("按回车打开", "\n"), ("请输入数字", "\x03")]
    screen = {"PATH": f"{tools}:{os.environ['PATH']}", "DISPLAY": ":0"}
    code, shown = at_terminal(command, answers, os.environ | screen)
    assert code == 0
    assert (tmp_path / "opened").read_text(encoding="utf-8") == str(workspace / REPORT)
    assert "Traceback" not in shown
    assert not (workspace / "程序错误.txt").exists()
