"""The folder of wheels for a Windows without a network: made here, it is whole there."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from email.parser import Parser
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import NormalizedName, canonicalize_name, parse_wheel_filename

ROOT = Path(__file__).parents[1]
MANUAL = (ROOT / "docs/使用手册.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
PIP = (sys.executable, "-m", "pip")
LIST = (ROOT / "requirements-windows.txt").read_text(encoding="utf-8")
NAMED = [line for line in LIST.splitlines() if line[0] not in "#-"]
"""What only Windows needs."""

WINDOWS = {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "extra": ""}


def command_of(page: str) -> list[str]:
    """What comes after pip in the command of a page that makes the folder."""
    (line,) = re.findall(r"-m pip (download [^`\n]*--platform win_amd64[^`\n]*)", page)
    return str(line).split()


def pip(*arguments: str) -> None:
    """Run pip in the folder of the program."""
    done = subprocess.run(
        [*PIP, *arguments], cwd=ROOT, check=False, capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stdout + done.stderr


def needs(wheel: Path) -> list[Requirement]:
    """What a wheel asks for, itself."""
    with zipfile.ZipFile(wheel) as opened:
        (name,) = (each for each in opened.namelist() if each.endswith(".dist-info/METADATA"))
        said = Parser().parsestr(opened.read(name).decode("utf-8"))
    return [Requirement(line) for line in said.get_all("Requires-Dist", [])]


def brought_on_windows(wheels: Mapping[NormalizedName, Path], python: str) -> set[str]:
    """What requirements.txt brings on Windows, markers read as they are there."""
    there = WINDOWS | {"python_version": python, "python_full_version": f"{python}.0"}
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    waiting, brought = [Requirement(line) for line in lines], set[str]()
    while waiting:
        wanted = waiting.pop()
        name = canonicalize_name(wanted.name)
        if name not in brought and (not wanted.marker or wanted.marker.evaluate(there)):
            brought.add(name)
            waiting += needs(wheels[name]) if name in wheels else []
    return brought


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Where packages come from must answer."""
    there = ["--no-deps", "--quiet", "-d", str(tmp_path_factory.mktemp("index")), "colorama"]
    if subprocess.run([*PIP, "download", *there], check=False, capture_output=True).returncode:
        pytest.skip("no packages can be downloaded here")


@pytest.mark.usefixtures("index")
@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13"])
def test_the_wheels_for_windows_are_whole(tmp_path: Path, python: str) -> None:
    """By the command of the manual, on whatever system; pip takes them, and none is missing.

    Pip reads markers for the machine that it runs on, so what Windows alone needs is looked for in
    the wheels themselves.
    """
    command = [tmp_path.as_posix() if word == "wheels" else word for word in command_of(MANUAL)]
    command[command.index("--python-version") + 1] = python
    pip(*command, "--quiet")
    for_windows = ["--platform", "win_amd64", "--python-version", python, "--only-binary=:all:"]
    offline = ["--no-index", "--find-links", str(tmp_path), "--target", str(tmp_path / "there")]
    lists = ["-r", "requirements-windows.txt", "-c", "constraints.txt"]
    pip("install", "--dry-run", "--ignore-installed", "--quiet", *offline, *for_windows, *lists)
    wheels = {parse_wheel_filename(path.name)[0]: path for path in tmp_path.glob("*.whl")}
    brought = brought_on_windows(wheels, python)
    assert brought - wheels.keys() == set()
    assert brought >= {"pandas", "lxml", *NAMED}


def test_the_list_names_what_is_named_for_windows_alone() -> None:
    """And begins with all the others."""
    assert "-r requirements.txt" in LIST.splitlines()
    assert NAMED == ["psutil", "pywin32-ctypes", "tzdata"]


def test_readme_and_manual_make_the_wheels_by_one_command() -> None:
    """For 3.11, with the pinned versions."""
    assert command_of(README) == command_of(MANUAL)
    assert command_of(MANUAL) == [
        *("download", "-r", "requirements-windows.txt", "-c", "constraints.txt", "-d", "wheels"),
        *("--only-binary=:all:", "--platform", "win_amd64", "--python-version", "3.11"),
    ]
