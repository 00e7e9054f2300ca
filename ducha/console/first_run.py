"""The first start: what the program needs, put into `.venv` by a Python that has nothing yet.

开始.bat and 开始.sh run it before every menu; once all is there it ends at once. It imports the
library of Python alone.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

OLDEST = (3, 11)
COULD_NOT_RUN = 2

LISTS = ("requirements.txt", "constraints.txt")
WHEELS = "wheels"
ENVIRONMENT = ".venv"
UNFINISHED = "unfinished.txt"
"""In the environment while it is made; the starters look for it too."""

LOCK = ".venv.lock"
READY = "ready.txt"
"""In the environment: the digest of the lists that were installed."""

_TAKEN = re.compile(r"Collecting ([\w.-]+)|Processing (?:.*[/\\])?([^-/\\]+)-")
"""What pip says of a package that it has found, in the network or in a folder."""

_INSIDE = f"import sys, pip; sys.exit(sys.version_info[:2] < {OLDEST})"
_MANUAL = "docs 里的《使用手册》第二部分“不能上网的电脑”"


class Hindered(Exception):  # noqa: N818 - no fault of the program
    """Why the environment cannot be made, and what to do."""


def main(home: Path) -> int:
    """See that the environment of the program in `home` is whole; the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        with held(home / LOCK):
            prepare(home)
    except Hindered as why:
        _say(f"没有装成：{why}")
    except KeyboardInterrupt:
        _say("已中止，没有装完。下次双击“开始”会重新安装。")
    except OSError as fault:
        place = f"：{fault.filename}" if fault.filename else ""
        _say(f"没有装成：读写出错（{fault.errno}{place}）。")
        _say("请关闭正在使用本程序的其他窗口，检查有没有写入的权限、磁盘是否已满，再双击“开始”。")
    else:
        return 0
    return COULD_NOT_RUN


@contextmanager
def held(lock: Path) -> Iterator[None]:
    """Keep a second double click out: what one installs, the other would take away.

    Raises:
        Hindered: Another window is at it. The system lets go of what a killed one held.
    """
    with lock.open("ab") as held_file:
        try:
            _lock(held_file.fileno())
        except OSError as busy:
            message = "另一个窗口正在安装，请等它装好，再双击“开始”。"
            raise Hindered(message) from busy
        yield


if sys.platform == "win32":
    import msvcrt

    def _lock(number: int) -> None:
        msvcrt.locking(number, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(number: int) -> None:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)


def prepare(home: Path) -> None:
    """Make the environment, or finish it; one whose making was broken off is made anew (R8.81).

    Raises:
        Hindered: It cannot be made.
    """
    environment = home / ENVIRONMENT
    python = python_of(environment)
    begun = (environment / UNFINISHED).exists()
    if not begun and is_usable(python):
        if _is_ready(home, python):
            return
        _say("程序需要的组件有变化，正在更新，请不要关闭窗口。")
    else:
        _say("上次没有装完，重新安装。" if begun else "第一次运行，先安装程序需要的组件。")
        _say("要几分钟，请不要关闭窗口。装好以后再双击，就直接出现菜单。")
        make(environment)
    (environment / UNFINISHED).touch()
    install(home, python)
    _mark(home)
    _say("装好了。")


def python_of(environment: Path) -> Path:
    """The Python of an environment."""
    windows = os.name == "nt"
    return environment / ("Scripts/python.exe" if windows else "bin/python")


def is_usable(python: Path) -> bool:
    """Whether an environment's Python runs: moved to another machine, it need not."""
    return python.exists() and _run([str(python), "-I", "-c", _INSIDE]) == 0


def make(environment: Path) -> None:
    """An empty environment; what was there goes, the mark that it is unfinished stays.

    Raises:
        Hindered: This Python cannot make any.
    """
    if importlib.util.find_spec("ensurepip") is None:
        message = "这台电脑的 Python 缺少 venv。请运行：sudo apt install python3-venv"
        raise Hindered(message)
    environment.mkdir(exist_ok=True)
    mark = environment / UNFINISHED
    mark.touch()
    for path in environment.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path != mark:
            path.unlink()
    if _run([sys.executable, "-m", "venv", str(environment)]) != 0:
        message = f"建不了 {ENVIRONMENT} 文件夹。请把程序放到可以写入的文件夹里，再双击“开始”。"
        raise Hindered(message)


def install(home: Path, python: Path) -> None:
    """The packages, from `wheels` where it is there, else from the network.

    Raises:
        Hindered: They cannot be had.
    """
    offline = any((home / WHEELS).glob("*.whl"))
    _say(f"从 {WHEELS} 文件夹安装，不用上网。" if offline else "从网络下载安装。")
    source = ["--no-index", "--find-links", WHEELS] if offline else []
    with subprocess.Popen(  # noqa: S603 - pip of our own environment
        _pip(python, *source),
        cwd=home,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    ) as pip:
        errors = _follow(pip.stdout or ())
    if pip.returncode != 0:
        raise Hindered("\n".join((_remedy(offline=offline), *errors)))


def _remedy(*, offline: bool) -> str:
    version = ".".join(map(str, sys.version_info[:2]))
    if offline:
        return (
            f"{WHEELS} 文件夹里的组件不全，或者不是给这台电脑的 Python {version} 准备的。\n"
            f"请按 {_MANUAL}重新准备 {WHEELS} 文件夹。"
        )
    return (
        "组件下载不下来。请检查网络，再双击“开始”。\n"
        f"不能上网的电脑，请按 {_MANUAL}准备 {WHEELS} 文件夹，放到程序文件夹里。"
    )


def _pip(python: Path, *more: str) -> list[str]:
    requirements, constraints = LISTS
    quiet = ("--disable-pip-version-check", "--no-input")
    lists = ("-r", requirements, "-c", constraints)
    return [str(python), "-I", "-X", "utf8", "-m", "pip", "install", *quiet, *more, *lists]


def _follow(lines: Iterable[str]) -> list[str]:
    """Say how far pip has come; the last errors that it told."""
    errors: list[str] = []
    for line in lines:
        if name := _TAKEN.match(line):
            _say(f"　{name[1] or name[2]}")
        elif line.startswith("Installing "):
            _say("　正在安装……")
        elif line.startswith("ERROR:"):
            errors.append(f"　{line.strip()}")
    return errors[-3:]


def _is_ready(home: Path, python: Path) -> bool:
    """Whether these very lists were installed; what was made by hand is asked once."""
    with suppress(OSError):
        return (home / ENVIRONMENT / READY).read_text(encoding="utf-8") == _digest(home)
    whole = _run(_pip(python, "--no-index", "--dry-run"), home) == 0
    if whole:
        _mark(home)
    return whole


def _mark(home: Path) -> None:
    """The environment is whole."""
    environment = home / ENVIRONMENT
    (environment / READY).write_text(_digest(home), encoding="utf-8")
    (environment / UNFINISHED).unlink(missing_ok=True)


def _digest(home: Path) -> str:
    return hashlib.sha256(b"".join((home / name).read_bytes() for name in LISTS)).hexdigest()


def _run(command: Sequence[str], folder: Path | None = None) -> int:
    """The exit code of a command that says nothing."""
    try:
        done = subprocess.run(command, cwd=folder, check=False, capture_output=True)  # noqa: S603 - Python itself
    except OSError:
        return COULD_NOT_RUN
    return done.returncode


def _say(sentence: str) -> None:
    with suppress(OSError):  # nobody reads it
        sys.stdout.write(f"{sentence}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(Path(__file__).resolve().parents[2]))
