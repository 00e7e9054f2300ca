"""开始.bat and 开始.sh: what cmd and a shell can read, and that they agree with the rest."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from ducha.console import first_run

ROOT = Path(__file__).parents[2]
BAT = (ROOT / "开始.bat").read_bytes()
SH = (ROOT / "开始.sh").read_bytes()
LINES = BAT.decode("utf-8").split("\r\n")
CHINESE = LINES.index(":chinese")

COMMANDS = {
    *("@echo off", "setlocal", "pushd", "popd", "if", "set", "call", "for", "goto", "exit"),
    *("pause", "rem", "chcp", "echo"),
}
"""What cmd itself knows, or Windows has had since long."""


def test_cmd_can_read_the_lines() -> None:
    """CR LF at every end (a lone LF and it loses its place in UTF-8), no mark at the beginning."""
    assert BAT.count(b"\n") == BAT.count(b"\r\n") == len(LINES) - 1
    assert BAT.startswith(b"@echo off\r\n")
    assert b"\r" not in SH
    assert SH.startswith(b"#!/bin/sh\n")
    rules = (ROOT / ".gitattributes").read_text(encoding="utf-8").splitlines()
    assert rules == ["*.bat text eol=crlf", "*.sh text eol=lf"]


def test_nothing_but_ascii_is_read_before_the_code_page_is_set() -> None:
    """Until chcp, cmd takes Chinese for commands; after it nothing but Chinese is said."""
    assert all(line.isascii() for line in LINES[: CHINESE + 1])
    assert LINES[CHINESE + 1] == "chcp 65001 >nul"
    said = [line for line in LINES if not line.isascii()]
    assert said
    for line in said:
        assert re.fullmatch(r"echo [^&|<>^%!()\"]+", line), line


def test_only_cmds_own_commands_are_used() -> None:
    """And Python."""
    commands = [line for line in LINES if line and line[0] not in ':%"']
    strange = [line for line in commands if line != "@echo off" and line.split()[0] not in COMMANDS]
    assert strange == []
    run = [line for line in LINES if line[:1] in {"%", '"'}]
    assert [line.split()[0] for line in run] == ["%PY%", '".venv\\Scripts\\python.exe"', "%*"]


def test_every_label_is_there() -> None:
    """Of every way that is gone."""
    text = "\n".join(LINES)
    labels = {line[1:] for line in LINES if line.startswith(":")}
    reasons = {f"say_{why}" for why in re.findall(r'set "WHY=(\w+)"', text)}
    gone = {*re.findall(r"goto (\w+)$", text, re.MULTILINE), *re.findall(r"call :(\w+)", text)}
    assert gone | reasons == labels


def test_no_way_out_closes_the_window_unread() -> None:
    """Whatever ends with an error pauses first; no code of an error is mistaken for 0."""
    ends = [n for n, line in enumerate(LINES) if line == "exit /b 2"]
    assert len(ends) == 2
    assert all("pause" in LINES[n - 2 : n] for n in ends)
    assert not any("errorlevel 0" in line or "errorlevel 2" in line for line in LINES)


def test_the_starters_and_the_first_run_mean_the_same() -> None:
    """Folder, mark and oldest version are written in three places."""
    oldest = "({}, {})".format(*first_run.OLDEST)
    for text in (BAT.decode("utf-8").replace("\\", "/"), SH.decode("utf-8")):
        assert f"sys.version_info[:2] < {oldest}" in text
        assert f"{first_run.ENVIRONMENT}/{first_run.UNFINISHED}" in text
        assert " -m ducha.console.first_run" in text
        assert re.search(r"process\.py menu\r?$", text, re.MULTILINE)


@pytest.mark.skipif(not os.access(ROOT / "开始.sh", os.X_OK) and os.name == "nt", reason="modes")
def test_the_shell_script_can_be_started() -> None:
    """By a double click."""
    assert os.access(ROOT / "开始.sh", os.X_OK)


# cmd itself, where there is one. Wine runs scripts of this system as if they were programs, but
# takes each of them for a success: what fails here is what is not there.


@pytest.fixture
def laid(tmp_path: Path) -> Path:
    """The starter in a folder with a hard name, beside a program."""
    if not shutil.which("wine"):
        pytest.skip("no wine")
    home = tmp_path / "du cha (1)"
    home.mkdir()
    shutil.copy(ROOT / "开始.bat", home / "open.bat")
    (home / "process.py").touch()
    return home


@pytest.fixture(scope="session")
def wine_prefix(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What Wine keeps for itself."""
    return tmp_path_factory.mktemp("wine")


def put_python(path: Path, log: Path) -> None:
    """A Python that writes down how it was called."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\necho \"{path.stem} $*\" >> '{log}'\n", encoding="utf-8")
    path.chmod(0o755)


def click(home: Path, prefix: Path) -> tuple[int, str, list[str]]:
    """Run it by Wine's cmd: code, what is said, which Pythons were called."""
    tools, log = home.parent / "bin", home.parent / "log"
    more = {"WINEPREFIX": str(prefix), "WINEDEBUG": "-all", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        ["wine", "cmd", "/c", "open.bat"],
        cwd=home,
        env=os.environ | more | {"WINEPATH": f"Z:{tools}".replace("/", "\\")},
        check=False,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=600,
    )
    called = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
    return done.returncode, done.stdout, [re.sub(r" -c .*", " -c", line) for line in called]


PREPARE = "-m ducha.console.first_run"
WAITS = "Press any key"


@pytest.mark.parametrize("name", ["py", "python", "python3"])
def test_cmd_runs_the_python_that_is_there(laid: Path, wine_prefix: Path, name: str) -> None:
    """By whatever name; then the environment opens the menu, and the window closes."""
    log = laid.parent / "log"
    put_python(laid.parent / "bin" / f"{name}.exe", log)
    put_python(laid / ".venv/Scripts/python.exe", log)
    word = "py -3" if name == "py" else name
    code, said, called = click(laid, wine_prefix)
    assert (code, WAITS in said) == (0, False)
    assert called == [f"{word} -c", f"{word} {PREPARE}", "python process.py menu"]


@pytest.mark.parametrize(("unfinished", "first"), [(False, "python"), (True, "py -3")])
def test_cmd_takes_an_environment_that_is_finished(
    laid: Path, wine_prefix: Path, *, unfinished: bool, first: str
) -> None:
    """Else another Python, which makes it anew."""
    log = laid.parent / "log"
    put_python(laid.parent / "bin/py.exe", log)
    put_python(laid / ".venv/Scripts/python.exe", log)
    (laid / ".venv/Lib/site-packages/pip").mkdir(parents=True)
    if unfinished:
        (laid / ".venv/unfinished.txt").touch()
    code, _, called = click(laid, wine_prefix)
    assert (code, called[:2]) == (0, [f"{first} -c", f"{first} {PREPARE}"])


def test_cmd_waits_where_the_menu_cannot_be_opened(laid: Path, wine_prefix: Path) -> None:
    """So that what was said can be read."""
    put_python(laid.parent / "bin/py.exe", laid.parent / "log")
    code, said, called = click(laid, wine_prefix)
    assert (code, called[1:], WAITS in said) == (2, [f"py -3 {PREPARE}"], True)


@pytest.mark.parametrize(("gone", "words"), [("program", "process.py"), ("python", "python.org")])
def test_cmd_says_what_is_missing(laid: Path, wine_prefix: Path, gone: str, words: str) -> None:
    """And waits; nothing was run."""
    if gone == "program":
        (laid / "process.py").unlink()
        put_python(laid.parent / "bin/py.exe", laid.parent / "log")
    code, said, called = click(laid, wine_prefix)
    assert (code, called, words in said, WAITS in said) == (2, [], True, True)
