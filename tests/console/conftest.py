"""A workspace to stand in, a screen to read and a keyboard to type at."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
from kit.sample import ledger
from kit.screen import RunProgram, TypeLines

import process
from ducha.files.writing.ledger import book as ledger_xlsx

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


@pytest.fixture
def run_program(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> RunProgram:
    """Run the program; gives its exit code and all lines that it says."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)  # put back afterwards

    def run(*arguments: str) -> tuple[int, list[str]]:
        code = process.run(arguments)
        shown = capsys.readouterr()
        return code, [*shown.out.splitlines(), *shown.err.splitlines()]

    return run


@pytest.fixture
def type_lines(monkeypatch: pytest.MonkeyPatch) -> TypeLines:
    """Type lines at the keyboard; after them the input ends."""
    return lambda text: monkeypatch.setattr(sys, "stdin", io.StringIO(text))
