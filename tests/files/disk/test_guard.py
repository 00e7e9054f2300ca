"""One run at a time, and a run that was killed stands in nobody's way."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from ducha.files.disk import guard as disk_guard
from ducha.files.disk import plan as disk
from ducha.findings import Problem

ROOT = Path(__file__).parents[3]

HOLDER = """
import sys
from pathlib import Path
from ducha.files.disk.plan import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for long."""
    monkeypatch.setattr(disk_guard, "PATIENCE", 0.2)


def holder(root: Path) -> subprocess.Popen[bytes]:
    """Start another run that holds the lock."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(root)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdout
    assert process.stdout.readline().strip() == b"held"
    return process


def test_a_second_run_is_told_to_wait(tmp_path: Path) -> None:
    """And may go on as soon as the first has ended; nothing is left of either."""
    running = holder(tmp_path)
    waits: list[str] = []
    with (
        pytest.raises(Problem) as problem,
        disk.locked(tmp_path, lambda: waits.append("waiting")),
    ):
        pass
    assert problem.value.messages == (
        f"另一个窗口正在处理同一个工作文件夹：{tmp_path}。请等它结束后再运行。",
    )
    assert waits == ["waiting"]
    running.communicate(b"\n")
    with disk.locked(tmp_path, lambda: waits.append("again")) as lock:
        assert lock == disk.WorkspaceLock(tmp_path)
    assert waits == ["waiting"]
    assert list(tmp_path.iterdir()) == []


def test_a_stale_lock_does_not_block(tmp_path: Path) -> None:
    """(R6.11) The run that held it was killed; its file is still there, and goes with the next."""
    running = holder(tmp_path)
    running.kill()
    running.communicate()
    assert (tmp_path / disk.LOCK).exists()
    with disk.locked(tmp_path):
        pass
    assert list(tmp_path.iterdir()) == []


def test_who_waited_for_a_file_that_is_gone_locks_the_one_that_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first run takes its file away as it ends: the waiting one must not hold that one."""
    monkeypatch.setattr(disk_guard, "PATIENCE", 600.0)
    running = holder(tmp_path)
    assert running.stdin
    with disk.locked(tmp_path, running.stdin.close):
        assert (tmp_path / disk.LOCK).exists()
        third = subprocess.run(
            [sys.executable, "-c", f"{IMPATIENT}{HOLDER}", str(tmp_path)],
            cwd=ROOT,
            check=False,
            capture_output=True,
        )
        assert (third.stdout, third.returncode) == (b"", 1)
        assert "另一个窗口正在处理".encode() in third.stderr
    assert running.wait() == 0


IMPATIENT = """
import ducha.files.disk.guard
ducha.files.disk.guard.PATIENCE = 0.2
"""


def test_what_a_killed_import_was_writing_is_cleared(tmp_path: Path) -> None:
    """By the next run that holds the lock (R6.374); what others write there stays."""
    (tmp_path / ".写入中-替换.tmp").write_bytes(b"half a ledger")
    (tmp_path / ".写入中-0123456789ab.tmp").write_bytes(b"half a backup of another workspace")
    with disk.locked(tmp_path):
        pass
    assert [path.name for path in tmp_path.iterdir()] == [".写入中-0123456789ab.tmp"]


def test_what_is_replaced_is_written_under_that_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else nobody would clear it (R6.374); and a killed run's remains are not in the way."""
    (tmp_path / ".写入中-替换.tmp").write_bytes(b"half")
    names: list[str] = []
    real = Path.replace

    def told(self: Path, target: Path) -> Path:
        names.append(self.name)
        return real(self, target)

    monkeypatch.setattr(Path, "replace", told)
    disk.replace(tmp_path / "ledger.xlsx", b"whole")
    assert names == [".写入中-替换.tmp"]
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        "ledger.xlsx": b"whole"
    }


def test_a_lock_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    """A folder where its file belongs."""
    (tmp_path / disk.LOCK).mkdir()
    with pytest.raises(Problem, match="没有写成"), disk.locked(tmp_path):
        pass
