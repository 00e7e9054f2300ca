"""publish and verify as they are typed, with a terminal and without."""

from __future__ import annotations

from pathlib import Path

import pytest
from kit.screen import RunProgram, TypeLines

from ducha.console import screen


@pytest.mark.usefixtures("workspace")
def test_without_a_terminal_nobody_is_asked(run_program: RunProgram) -> None:
    """The month is published, what is open is listed, exit 1 (R8.6)."""
    code, lines = run_program("--today", "2024-05-20", "publish")
    assert code == 1
    assert any(line.startswith("已送审：2024年5月第1稿") for line in lines)
    assert any(line.startswith("　待报") for line in lines)
    code, lines = run_program("--today", "2024-05-20", "verify")
    assert (code, lines[-1]) == (0, "核对完毕，没有问题")


@pytest.mark.parametrize(("typed", "written"), [("否\n", False), ("\n", False), ("是\n", True)])
def test_on_a_terminal_it_is_asked(
    workspace: Path,
    run_program: RunProgram,
    type_lines: TypeLines,
    monkeypatch: pytest.MonkeyPatch,
    typed: str,
    *,
    written: bool,
) -> None:
    """Only 是 goes on (R8.6)."""
    monkeypatch.setattr(screen, "_on_terminal", lambda: True)
    type_lines(typed)
    code, lines = run_program("--today", "2024-05-20", "publish")
    assert code == 1
    assert "还有没有了结的：" in lines
    assert (workspace / "archive" / "2024-05" / "第1稿").is_dir() is written


def test_what_was_signed_is_asked_for(
    workspace: Path,
    run_program: RunProgram,
    type_lines: TypeLines,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """期号 and 签发人 where they are not given; several files behind one --issued (R8.8)."""
    run_program("--today", "2024-05-20", "publish")
    for name in ("甲.pdf", "乙.pdf"):
        (workspace / name).write_bytes(b"%PDF-1.4")
    monkeypatch.setattr(screen, "_on_terminal", lambda: True)
    type_lines("第5期\n王五\n")
    code, lines = run_program("--today", "2024-05-20", "publish", "--issued", "甲.pdf", "乙.pdf")
    assert code == 0
    assert any(line.endswith("期号：第5期　签发人：王五　印发日期：2024-05-20") for line in lines)
    folder = workspace / "archive" / "2024-05" / "第1稿" / "印发"
    assert sorted(path.name for path in folder.iterdir()) == ["乙.pdf", "甲.pdf", "登记.json"]


@pytest.mark.usefixtures("workspace")
@pytest.mark.parametrize(
    "arguments",
    [
        ("publish", "甲.pdf"),
        ("publish", "--number", "5"),
        ("publish", "--signer", "王五"),
        ("publish", "--date", "2024-06-05"),
        ("publish", "--date", "6月5日", "--issued", "甲.pdf"),
        ("publish", "--issued", "甲.pdf", "--final"),
        ("publish", "--issued", "甲.pdf"),
        ("verify",),
        ("verify", "--edition", "0"),
    ],
)
def test_what_cannot_be_run_is_said(run_program: RunProgram, arguments: tuple[str, ...]) -> None:
    """With 2, and a sentence (R8.8, R8.23)."""
    code, lines = run_program("--today", "2024-05-20", *arguments)
    assert code == 2
    assert "没有执行，原因：" in lines
