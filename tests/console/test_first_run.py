"""The first start: an environment is made, finished or made anew, from a folder of wheels."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from kit.terminal import at_terminal

from ducha.console import first_run

ROOT = Path(__file__).parents[2]
MENU = 'import probe, sys; print("菜单", probe.VERSION, *sys.argv[1:])\n'
OPENED = "菜单 {} menu"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="开始.sh and its environment"),
]


def put_wheel(folder: Path, version: str, tag: str = "py3-none-any") -> None:
    """A package of one line, as pip takes it."""
    folder.mkdir(exist_ok=True)
    information = f"probe-{version}.dist-info"
    files = {
        "probe.py": f"VERSION = {version!r}\n",
        f"{information}/METADATA": f"Metadata-Version: 2.1\nName: probe\nVersion: {version}\n",
        f"{information}/WHEEL": f"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: {tag}\n",
        f"{information}/RECORD": "",
    }
    with zipfile.ZipFile(folder / f"probe-{version}-{tag}.whl", "w") as wheel:
        for name, text in files.items():
            wheel.writestr(name, text)


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A program of one package, whose menu says its version; its folder has a hard name."""
    home = tmp_path / "督查 (1) & 'a'"
    (home / "ducha" / "console").mkdir(parents=True)
    shutil.copy(ROOT / "开始.sh", home)
    shutil.copy(ROOT / "ducha/console/first_run.py", home / "ducha/console")
    (home / "process.py").write_text(MENU, encoding="utf-8")
    (home / "requirements.txt").write_text("probe>=1\n", encoding="utf-8")
    (home / "constraints.txt").write_text("probe==1.0\n", encoding="utf-8")
    put_wheel(home / "wheels", "1.0")
    return home


def start(program: Path) -> tuple[int, list[str]]:
    """Double-click 开始.sh, from another folder; a clerk is not there to answer."""
    done = subprocess.run(
        [program / "开始.sh"],
        cwd="/",
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=600,
    )
    return done.returncode, done.stdout.splitlines()


def test_the_first_run_says_what_it_does_and_the_second_is_the_menu(program: Path) -> None:
    """Without the network where there are wheels; a changed list is seen (R8.81)."""
    assert start(program) == (
        0,
        [
            "第一次运行，先安装程序需要的组件。",
            "要几分钟，请不要关闭窗口。装好以后再双击，就直接出现菜单。",
            "从 wheels 文件夹安装，不用上网。",
            "　probe",
            "　正在安装……",
            "装好了。",
            OPENED.format("1.0"),
        ],
    )
    assert start(program) == (0, [OPENED.format("1.0")])
    (program / "constraints.txt").write_text("probe==2.0\n", encoding="utf-8")
    put_wheel(program / "wheels", "2.0")
    code, lines = start(program)
    assert (code, lines[0]) == (0, "程序需要的组件有变化，正在更新，请不要关闭窗口。")
    assert lines[-1] == OPENED.format("2.0")


@pytest.mark.parametrize("left", ["nothing", "all"])
def test_what_was_broken_off_is_made_anew(program: Path, left: str) -> None:
    """Killed while the folder was made, or just before the end (R8.81)."""
    environment = program / ".venv"
    environment.mkdir()
    if left == "all":
        subprocess.run([sys.executable, "-m", "venv", environment], check=True)
        (environment / "ready.txt").touch()
    (environment / "stray.txt").touch()
    (environment / "unfinished.txt").touch()
    code, lines = start(program)
    assert (code, lines[0]) == (0, "上次没有装完，重新安装。")
    assert lines[-1] == OPENED.format("1.0")
    assert not {"stray.txt", "unfinished.txt"} & {path.name for path in environment.iterdir()}
    assert start(program) == (0, [OPENED.format("1.0")])


def test_an_environment_made_by_hand_is_kept(program: Path) -> None:
    """Where all is there; nothing is fetched, so that what works offline goes on working."""
    python = program / ".venv/bin/python"
    subprocess.run([sys.executable, "-m", "venv", program / ".venv"], check=True)
    wheels = [program / "wheels/probe-1.0-py3-none-any.whl"]
    subprocess.run([python, "-m", "pip", "install", "-q", "--no-index", *wheels], check=True)
    shutil.rmtree(program / "wheels")
    assert start(program) == (0, [OPENED.format("1.0")])


def test_an_environment_of_another_machine_is_made_anew(program: Path) -> None:
    """Copied with the program, its Python leads nowhere."""
    (program / ".venv/bin").mkdir(parents=True)
    (program / ".venv/ready.txt").touch()
    (program / ".venv/bin/python").symlink_to("/nowhere/python3")
    code, lines = start(program)
    assert (code, lines[-1]) == (0, OPENED.format("1.0"))


def test_a_second_double_click_does_nothing_until_the_first_has_ended(program: Path) -> None:
    """It says so; once the first is gone, in whatever way, it goes on (R8.81)."""
    with first_run.held(program / ".venv.lock"):
        assert start(program) == (
            2,
            ["没有装成：另一个窗口正在安装，请等它装好，再双击“开始”。"],
        )
        assert not (program / ".venv").exists()
    assert start(program)[0] == 0


def test_wheels_for_another_python_are_told(program: Path) -> None:
    """And nothing is opened; the next start tries again, with what has been put there since."""
    shutil.rmtree(program / "wheels")
    put_wheel(program / "wheels", "1.0", "cp27-cp27m-win_amd64")
    here = ".".join(map(str, sys.version_info[:2]))
    code, lines = start(program)
    assert code == 2
    assert f"或者不是给这台电脑的 Python {here} 准备的。" in "".join(lines)
    assert lines[-1].startswith("　ERROR: ")
    put_wheel(program / "wheels", "1.0")
    assert start(program)[1][-1] == OPENED.format("1.0")


def test_a_window_is_never_closed_on_an_error(program: Path) -> None:
    """The clerk closes it; the program's own end with 0 closes it at once."""
    (program / "process.py").unlink()
    code, shown = at_terminal([program / "开始.sh"], [("按回车键关闭窗口", "\n")])
    assert code == 2
    assert "这里没有 process.py。请把压缩包整个解压出来" in shown


def test_no_python_is_told(program: Path, tmp_path: Path) -> None:
    """One that is too old is none."""
    (tmp_path / "bin").mkdir()
    for name in ("sh", "dirname"):
        (tmp_path / "bin" / name).symlink_to(str(shutil.which(name)))
    for name in ("python3", "python"):
        (tmp_path / "bin" / name).write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
        (tmp_path / "bin" / name).chmod(0o755)
    text = (program / "开始.sh").read_text(encoding="utf-8")
    assert "/usr/local/bin/python3" in text
    (program / "开始.sh").write_text(text.replace("/usr/local/bin", "/nowhere"), encoding="utf-8")
    done = subprocess.run(
        ["/bin/sh", program / "开始.sh"],
        env={"PATH": str(tmp_path / "bin")},
        check=False,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=600,
    )
    assert done.returncode == 2
    assert done.stdout.startswith("没有找到 Python 3.11 或更新的版本。\n")
