"""Who writes in a workspace is alone there from before it reads anything to the end."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest
from kit.faults import tree
from kit.returns import MAY
from kit.sample import QIXIAN
from kit.towns import COUNT, Town, founded

import process
from ducha.files.disk import guard as disk_guard
from ducha.files.disk import plan as disk
from ducha.files.inbox import arrivals as inbox
from ducha.findings import Problem
from ducha.ledger import reading as ledger_reading
from ducha.workflow.demo import demo_workspace
from ducha.workflow.merge import merge_month
from ducha.workflow.workspace import locked_workspace, open_workspace, store

ROOT = Path(process.__file__).parent
TODAY = date(2024, 6, 3)
BUSY = "另一个窗口正在处理同一个工作文件夹：{}。请等它结束后再运行。"


CIRCULAR = """开封市2024年民生实事分解
附件
一、养老服务
1.新建养老驿站40个，培训护理员300名。
责任单位：市民政局，各县区
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small city; one unit has answered for May, and there is a circular to import."""
    root = tmp_path_factory.mktemp("town")
    town = founded(root)
    town.send({(COUNT, QIXIAN, "done"): 25.0})
    (root / "通知.txt").write_text(CIRCULAR, encoding="utf-8")
    return root


@pytest.fixture
def town(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Town:
    """A copy of it, in which nobody waits for long."""
    monkeypatch.setattr(disk_guard, "PATIENCE", 0.2)
    return Town(shutil.copytree(made, tmp_path / "town"))


def verb(root: Path, *arguments: str) -> int:
    """Run a verb in the workspace."""
    return process.run(["--config", str(root), "--today", str(TODAY), *arguments])


HOLDER = """
import sys
from pathlib import Path
from ducha.files.disk.plan import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def held(town: Town) -> Iterator[Path]:
    """Another run holds the lock of the workspace, and of the demo in it."""
    demo = town.root / "outbox" / "demo"
    demo.mkdir()
    command = [sys.executable, "-c", HOLDER]
    runs = [
        subprocess.Popen(
            [*command, str(root)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        for root in (town.root, demo)
    ]
    for run in runs:
        assert run.stdout
        assert run.stdout.readline().strip() == b"held"
    yield town.root
    for run in runs:
        run.communicate(b"\n")


WRITERS = (
    ("generate", "--period", "2024-05"),
    ("generate", "--breakdown"),
    ("merge", "--period", "2024-05"),
    ("import", "通知.txt", "--force"),
    ("backup", "../备份.zip"),
)


@pytest.mark.parametrize("arguments", WRITERS, ids=" ".join)
def test_a_verb_that_writes_reads_nothing_without_the_lock(
    arguments: tuple[str, ...],
    held: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """(R6.10) Neither the ledger nor the inbox: what it would decide on may be old by then."""
    monkeypatch.chdir(held)
    before = tree(held)
    for module, name in ((inbox, "read_inbox"), (ledger_reading, "read")):
        monkeypatch.setattr(module, name, lambda *_: pytest.fail("read without the lock"))
    assert verb(held, *arguments) == 2
    assert capsys.readouterr().err == f"没有执行，原因：\n　{BUSY.format(held)}\n"
    assert tree(held) == before


def test_one_demo_at_a_time(held: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """(R6.10) It would empty the folder in which the first one is at work."""
    before = tree(held)
    assert verb(held, "demo") == 2
    assert BUSY.format(held / "outbox" / "demo") in capsys.readouterr().err
    assert tree(held) == before


READERS = (
    (),
    ("status", "--period", "2024-05"),
    ("generate", "--period", "2024-05", "--dry-run"),
    ("merge", "--period", "2024-05", "--dry-run"),
    ("import", "通知.txt", "--force", "--dry-run"),
    ("backup", "../备份.zip", "--dry-run"),
)


@pytest.mark.parametrize("arguments", READERS, ids=" ".join)
def test_who_only_looks_waits_for_nobody(
    arguments: tuple[str, ...], held: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """(R6.10) It takes no lock and changes nothing."""
    monkeypatch.chdir(held)
    before = tree(held)
    assert verb(held, *arguments) in {0, 1}
    assert tree(held) == before


def test_a_slow_merge_overwrites_no_newer_report(town: Town) -> None:
    """(R6.10) A return comes while the first merge reads: whoever would merge it now is told."""
    refused: list[str] = []

    def slowly(paths: Sequence[Path]) -> Iterator[Path]:
        yield from paths
        town.send({(COUNT, QIXIAN, "done"): 26.0}, day="05-21")
        with pytest.raises(Problem) as problem:
            town.merge()
        refused.extend(problem.value.messages)

    with locked_workspace(town.root / "config.toml") as space:
        merge_month(space, MAY, TODAY, watch=slowly)
    assert refused == [BUSY.format(town.root)]
    assert figure(town) == 25
    town.merge()
    assert figure(town) == 26
    assert not (town.root / disk.LOCK).exists()


def figure(town: Town) -> object:
    """What the report of May says of the count in the county."""
    (row,) = (
        row
        for row in town.shown("数据")
        if (row["期次"], row["编码"], row["县区"]) == ("2024-05", COUNT, QIXIAN)
    )
    return row["累计"]


KILLED = """
import sys
from datetime import date
from pathlib import Path
from ducha.period import Period
from ducha.workflow.demo import demo_workspace
from ducha.workflow.merge import merge_month
from ducha.workflow.workspace import locked_workspace

def for_ever(paths):
    yield paths[0]
    print("reading", flush=True)
    sys.stdin.readline()

if __name__ == "__main__":
    with locked_workspace(Path(sys.argv[1]) / "config.toml") as space:
        merge_month(space, Period(2024, 5), date(2024, 6, 3), watch=for_ever)
"""


def test_a_run_killed_while_it_reads_stands_in_nobodys_way(town: Town) -> None:
    """(R6.11) Whatever has become of its workers, which were started while it held the lock."""
    running = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(town.root)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert running.stdout
    assert running.stdout.readline().strip() == b"reading"
    with pytest.raises(Problem, match="另一个窗口正在处理"):
        town.merge()
    running.kill()
    running.wait()
    town.merge()
    assert figure(town) == 25
    assert not (town.root / disk.LOCK).exists()


def test_nothing_is_written_into_a_workspace_that_was_only_opened(town: Town) -> None:
    """(R6.10) A fault of the program, never the clerk's."""
    with pytest.raises(AssertionError, match="under the lock only"):
        store(open_workspace(town.root / "config.toml"), [], dry_run=False)


def test_a_workspace_that_is_not_there_is_not_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Not even a lock lies where a wrong --config points."""
    for wrong in (tmp_path, tmp_path / "nowhere"):
        assert verb(wrong / "config.toml", "merge", "--period", "2024-05") == 2
        assert "找不到文件" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_the_demo_empties_its_own_folder_only(town: Town, tmp_path: Path) -> None:
    """What an earlier demo left goes, under the lock; what is no demo stays as it is."""
    space, folder = open_workspace(town.root / "config.toml"), tmp_path / "演示"
    for _ in range(2):
        with demo_workspace(space, folder) as (config, lock):
            assert (config, lock.root) == (folder / "config.toml", folder)
            names = {path.relative_to(folder).as_posix() for path in folder.rglob("*")}
            assert names == {"inbox", "outbox", "演示说明.txt", disk.LOCK}
            (folder / "inbox" / "旧.xlsx").touch()
        (folder / "旧.txt").touch()
        (folder / disk.LOCK).touch()  # of a demo that was killed
    (town.root / disk.LOCK).touch()
    before = tree(town.root)
    with pytest.raises(Problem, match="里有别的文件"), demo_workspace(space, town.root):
        pass
    assert tree(town.root) == before
