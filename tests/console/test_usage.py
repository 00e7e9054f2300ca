"""Wrong arguments: a Chinese sentence, where to read on, exit 2, nothing written."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from kit.screen import RunProgram

import process
from ducha.console.usage import explain_usage


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
    workspace: Path, run_program: RunProgram, arguments: str, sentence: str, page: str
) -> None:
    """Each with what to do instead."""
    before = sorted(workspace.rglob("*"))
    code, lines = run_program(*arguments.split())
    assert (code, lines) == (
        2,
        ["没有执行，原因：", f"　{sentence}", f"　写法见：python process.py{page} --help"],
    )
    assert sorted(workspace.rglob("*")) == before


def test_a_missing_argument_is_named() -> None:
    """By what the page of help calls it."""
    argument = click.Argument(["circular"], metavar="通知文件")
    wrong = click.MissingParameter(param=argument)
    assert explain_usage(wrong, process.main) == "少写了 通知文件。"


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
def test_a_wrong_period(run_program: RunProgram, verb: str, period: str, sentence: str) -> None:
    """Every verb that takes one refuses it."""
    assert run_program(verb, "--period", period) == (2, ["没有执行，原因：", f"　{sentence}"])
