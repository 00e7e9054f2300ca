"""Outputs are whole or untouched, and nothing that a person changed is lost."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ducha.files.disk import plan as disk
from ducha.files.disk.plan import Output, apply
from ducha.findings import Problem

ROOT = Path(__file__).parents[3]
RECORD = ".已生成.json"
REPORT = "督查汇总_2024年5月.xlsx"
BESIDE = "督查汇总_2024年5月（新生成）.xlsx"


def write(outbox: Path, data: bytes, name: str = REPORT) -> disk.Written:
    """Write one output and say what became of it."""
    (written,) = apply([Output(outbox / name, data)], outbox)
    return written


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, except the record."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != RECORD
    }


def failing(number: int, after: int = 0) -> Callable[..., None]:
    """Stand in for a system call that fails with `number` after so many good ones."""
    calls = iter(range(10_000))

    def fail(*_: object, **__: object) -> None:
        if next(calls) >= after:
            raise OSError(number, os.strerror(number))

    return fail


def test_a_file_is_written_into_folders_that_are_made(tmp_path: Path) -> None:
    """The first run finds nothing at all."""
    outbox = tmp_path / "outbox"
    written = write(outbox, b"one", "2024-05/填报表/市教体局.xlsx")
    assert written == disk.Written(
        outbox / "2024-05/填报表/市教体局.xlsx", beside=False, changed=True, sentence=""
    )
    assert tree(outbox) == {"2024-05/填报表/市教体局.xlsx": b"one"}


def test_what_this_program_wrote_is_replaced(tmp_path: Path) -> None:
    """The next run of the same month."""
    write(tmp_path, b"one")
    written = write(tmp_path, b"two")
    assert (written.changed, written.beside, written.sentence) == (True, False, "")
    assert tree(tmp_path) == {REPORT: b"two"}


def test_the_same_bytes_are_left_untouched(tmp_path: Path) -> None:
    """Neither the file nor the record gets a new time."""
    write(tmp_path, b"one")
    for name in (REPORT, RECORD):
        os.utime(tmp_path / name, ns=(0, 10**18))
    assert write(tmp_path, b"one").changed is False
    assert {(tmp_path / name).stat().st_mtime_ns for name in (REPORT, RECORD)} == {10**18}


def test_what_a_person_changed_is_kept(tmp_path: Path) -> None:
    """The new one goes beside it, with a sentence that names both."""
    write(tmp_path, b"one")
    (tmp_path / REPORT).write_bytes(b"one, with the chief's remarks")
    written = write(tmp_path, b"two")
    assert (written.path.name, written.beside, written.changed) == (BESIDE, True, True)
    assert written.sentence == (
        f"〔{REPORT}〕生成以后被人改过，没有覆盖；新的另存为〔{BESIDE}〕，请核对后自行取舍。"
    )
    assert tree(tmp_path) == {REPORT: b"one, with the chief's remarks", BESIDE: b"two"}


def test_the_copy_beside_is_kept_up_to_date(tmp_path: Path) -> None:
    """It is ours, so the next run replaces it and the one after leaves it."""
    (tmp_path / REPORT).write_bytes(b"theirs")
    write(tmp_path, b"one")
    assert write(tmp_path, b"two").changed is True
    again = write(tmp_path, b"two")
    assert (again.changed, again.beside) == (False, True)
    assert "没有覆盖" in again.sentence
    assert tree(tmp_path) == {REPORT: b"theirs", BESIDE: b"two"}


def test_a_changed_copy_beside_is_kept_too(tmp_path: Path) -> None:
    """Then the new one takes the next free name."""
    (tmp_path / REPORT).write_bytes(b"theirs")
    write(tmp_path, b"one")
    (tmp_path / BESIDE).write_bytes(b"theirs too")
    write(tmp_path, b"two")
    third = "督查汇总_2024年5月（新生成2）.xlsx"
    assert tree(tmp_path) == {REPORT: b"theirs", BESIDE: b"theirs too", third: b"two"}


def test_the_old_copy_goes_when_the_place_is_free_again(tmp_path: Path) -> None:
    """Otherwise a stale report would stand beside the fresh one."""
    (tmp_path / REPORT).write_bytes(b"theirs")
    write(tmp_path, b"one")
    (tmp_path / REPORT).unlink()
    write(tmp_path, b"two")
    assert tree(tmp_path) == {REPORT: b"two"}


def test_an_old_copy_that_a_person_changed_stays(tmp_path: Path) -> None:
    """Nothing a person wrote is removed."""
    (tmp_path / REPORT).write_bytes(b"theirs")
    write(tmp_path, b"one")
    (tmp_path / REPORT).unlink()
    (tmp_path / BESIDE).write_bytes(b"edited")
    write(tmp_path, b"two")
    assert tree(tmp_path) == {REPORT: b"two", BESIDE: b"edited"}


def test_without_the_record_nothing_different_is_overwritten(tmp_path: Path) -> None:
    """The record may be deleted: what is the same is known again, the rest is kept."""
    write(tmp_path, b"one", "a.xlsx")
    write(tmp_path, b"one", "b.xlsx")
    (tmp_path / RECORD).unlink()
    write(tmp_path, b"one", "a.xlsx")
    write(tmp_path, b"two", "a.xlsx")
    write(tmp_path, b"two", "b.xlsx")
    assert tree(tmp_path) == {"a.xlsx": b"two", "b.xlsx": b"one", "b（新生成）.xlsx": b"two"}


@pytest.mark.parametrize("damage", [b"", b"{", b"[1]", b'{"a.xlsx": 3}', b"\xff\xfe", b"null"])
def test_a_damaged_record_knows_nothing(tmp_path: Path, damage: bytes) -> None:
    """It is made again."""
    write(tmp_path, b"one", "a.xlsx")
    (tmp_path / RECORD).write_bytes(damage)
    assert write(tmp_path, b"one", "a.xlsx").beside is False
    assert write(tmp_path, b"two", "a.xlsx").beside is False


def test_a_workspace_may_move(tmp_path: Path) -> None:
    """The record names files from the outbox."""
    write(tmp_path / "old", b"one")
    (tmp_path / "old").rename(tmp_path / "new")
    assert write(tmp_path / "new", b"two").beside is False


def test_what_is_still_as_it_was_written(tmp_path: Path) -> None:
    """Neither what a person has changed, nor what somebody has put there, nor what is gone."""
    names = ("as it was.xlsx", "changed.xlsx", "gone.xlsx")
    outputs = [Output(tmp_path / name, name.encode()) for name in names]
    apply(outputs, tmp_path)
    (tmp_path / "changed.xlsx").write_bytes(b"theirs")
    (tmp_path / "gone.xlsx").unlink()
    (tmp_path / "foreign.xlsx").write_bytes(b"as it was.xlsx")
    paths = [tmp_path / name for name in (*names, "foreign.xlsx")]
    assert disk.own(paths, tmp_path) == (tmp_path / "as it was.xlsx",)


def test_a_file_outside_the_outbox_is_recorded_too(tmp_path: Path) -> None:
    """The ledger that import writes."""
    outbox = tmp_path / "outbox"
    apply([Output(tmp_path / "ledger.xlsx", b"one")], outbox)
    (written,) = apply([Output(tmp_path / "ledger.xlsx", b"two")], outbox)
    assert written.beside is False


def test_the_plan_is_checked_whole(tmp_path: Path) -> None:
    """Every obstacle in one message, and nothing written."""
    (tmp_path / "催报").write_bytes(b"a file where a folder belongs")
    (tmp_path / "folder.xlsx").mkdir()
    with pytest.raises(Problem) as problem:
        apply(
            [
                Output(tmp_path / "good.xlsx", b"good"),
                Output(tmp_path / "twice.xlsx", b"1"),
                Output(tmp_path / "Twice.XLSX", b"2"),
                Output(tmp_path / "催报/a.eml", b"3"),
                Output(tmp_path / "folder.xlsx", b"4"),
            ],
            tmp_path,
        )
    twice, folder, blocked = problem.value.messages
    assert twice.startswith("有两个文件要写到同一位置：")
    assert folder.startswith("这里应当是普通文件，却不是：")
    assert blocked == f"这里应当是文件夹，却是文件：{tmp_path / '催报'}。请把它移走后重新运行。"
    assert tree(tmp_path) == {"催报": b"a file where a folder belongs"}


def test_a_file_in_place_of_the_outbox_is_said(tmp_path: Path) -> None:
    """One sentence, although every output suffers."""
    outbox = tmp_path / "outbox"
    outbox.write_bytes(b"")
    with pytest.raises(Problem) as problem:
        apply([Output(outbox / "a", b"1"), Output(outbox / "b/c", b"2")], outbox)
    assert problem.value.messages == (
        f"这里应当是文件夹，却是文件：{outbox}。请把它移走后重新运行。",
    )


def test_a_link_is_not_written_through(tmp_path: Path) -> None:
    """What it points to is somebody else's."""
    (tmp_path / "other").write_bytes(b"other")
    (tmp_path / REPORT).symlink_to(tmp_path / "other")
    with pytest.raises(Problem, match="却不是"):
        write(tmp_path, b"one")
    assert (tmp_path / "other").read_bytes() == b"other"


def test_an_outbox_that_cannot_be_written_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asked before anything is tried; root may write anywhere, so the answer is put in."""
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(Problem, match="文件夹不能写入"):
        write(tmp_path, b"one")
    assert tree(tmp_path) == {}


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.ENOSPC, "磁盘已满，文件没有写成：{}。请腾出磁盘空间后重新运行。"),
        (errno.EROFS, "没有写入的权限，文件没有写成：{}。"),
        (errno.EIO, "读写磁盘出错（5），文件没有写成：{}。"),
    ],
)
@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_disk_that_fails_leaves_the_old_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int, sentence: str
) -> None:
    """One plain sentence, no temporary name left."""
    write(tmp_path, b"one")
    target = os if call == "fsync" else Path
    outputs = [Output(tmp_path / name, b"two") for name in (REPORT, "new.xlsx")]
    with monkeypatch.context() as patch:
        patch.setattr(target, call, failing(number))
        with pytest.raises(Problem) as problem:
            apply(outputs, tmp_path)
    (message,) = problem.value.messages
    assert message.startswith(sentence.format(tmp_path))
    assert tree(tmp_path) == {REPORT: b"one"}
    assert write(tmp_path, b"two").beside is False


def test_a_disk_that_fills_up_on_the_way_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The third of five files finds no room: the first two are not yet in their places."""
    names = [f"{number}.xlsx" for number in range(5)]
    apply([Output(tmp_path / name, b"old") for name in names], tmp_path)
    monkeypatch.setattr(os, "fsync", failing(errno.ENOSPC, after=2))
    with pytest.raises(Problem, match="磁盘已满"):
        apply([Output(tmp_path / name, b"new") for name in names], tmp_path)
    assert tree(tmp_path) == dict.fromkeys(names, b"old")


def test_a_file_name_that_is_too_long_is_said(tmp_path: Path) -> None:
    """A real answer of the system."""
    with pytest.raises(Problem, match="文件名或所在路径太长"):
        write(tmp_path, b"one", "长" * 100 + ".xlsx")
    assert tree(tmp_path) == {}


CRAMPED = """
import resource
import sys
from pathlib import Path
from ducha.files.disk.plan import Output, apply
from ducha.findings import Problem
outbox = Path(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000))
try:
    apply([Output(outbox / "a.xlsx", b"new"), Output(outbox / "b.xlsx", b"new" * 5000)], outbox)
except Problem as problem:
    sys.stdout.buffer.write(str(problem).encode())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no such limit there")
def test_a_system_that_really_takes_no_more(tmp_path: Path) -> None:
    """The second file is over the limit: the system itself refuses in the middle of it."""
    write(tmp_path, b"old", "a.xlsx")
    done = subprocess.run(
        [sys.executable, "-c", CRAMPED, str(tmp_path)], cwd=ROOT, check=True, capture_output=True
    )
    output = done.stdout.decode()
    assert output == f"磁盘已满，文件没有写成：{tmp_path}。请腾出磁盘空间后重新运行。"
    assert tree(tmp_path) == {"a.xlsx": b"old"}


def test_a_report_open_in_excel_is_written_beside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows answers PermissionError; the copy goes again once the report is closed."""
    write(tmp_path, b"one")
    honest = Path.replace

    def held(self: Path, target: Path) -> Path:
        if target.name == REPORT:
            raise PermissionError(errno.EACCES, "in use")
        return honest(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", held)
        written = write(tmp_path, b"two")
    assert written == disk.Written(
        tmp_path / BESIDE,
        beside=True,
        changed=True,
        sentence=(
            f"〔{REPORT}〕正被打开（Excel 或 WPS），不能改写；新的另存为〔{BESIDE}〕。"
            "请关闭后重新运行一次。"
        ),
    )
    assert tree(tmp_path) == {REPORT: b"one", BESIDE: b"two"}
    write(tmp_path, b"two")
    assert tree(tmp_path) == {REPORT: b"two"}


def test_litter_of_a_killed_run_is_cleared(tmp_path: Path) -> None:
    """Anywhere in the outbox, also of another month; a workspace inside is left alone."""
    litter = [".写入中-0a.tmp", "2024-04/填报表/.写入中-0b.tmp"]
    others = ["demo/config.toml", "demo/outbox/.写入中-0c.tmp", "说明.tmp"]
    for name in (*litter, *others):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"half")
    write(tmp_path, b"one")
    assert sorted(tree(tmp_path)) == sorted([*others, REPORT])


WRITER = """
import sys
from pathlib import Path
from ducha.files.disk.plan import Output, apply
outbox = Path(sys.argv[1])
for round in range(10_000):
    data = bytes([round % 251]) * 200_000
    apply([Output(outbox / f"{name}.xlsx", data) for name in "abc"], outbox)
    print(round, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9")
@pytest.mark.parametrize("delay", [0.0, 0.003, 0.007, 0.011, 0.017])
def test_a_writer_that_is_killed_leaves_whole_files(tmp_path: Path, delay: float) -> None:
    """Every file is old or new; the next run takes its own files for its own and clears up."""
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE
    )
    assert writer.stdout
    writer.stdout.readline()
    time.sleep(delay)
    writer.send_signal(signal.SIGKILL)
    writer.communicate()
    left = tree(tmp_path)
    for name in ("a.xlsx", "b.xlsx", "c.xlsx"):
        assert len(left[name]) == 200_000
        assert len(set(left[name])) == 1
    done = apply([Output(tmp_path / f"{name}.xlsx", b"last") for name in "abc"], tmp_path)
    assert [written.beside for written in done] == [False, False, False]
    assert tree(tmp_path) == {"a.xlsx": b"last", "b.xlsx": b"last", "c.xlsx": b"last"}


def test_a_file_that_must_be_there_is_asked_for(tmp_path: Path) -> None:
    """The configuration and the ledger."""
    (tmp_path / "folder").mkdir()
    with pytest.raises(Problem, match=r"找不到文件：.*config\.toml。请检查是否被移动或改名"):
        disk.read_bytes(tmp_path / "config.toml")
    with pytest.raises(Problem, match="却是文件夹"):
        disk.read_bytes(tmp_path / "folder")
    (tmp_path / "config.toml").write_bytes(b"x = 1")
    assert disk.read_bytes(tmp_path / "config.toml") == b"x = 1"


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes among files there")
def test_a_pipe_is_no_file_and_nobody_waits_at_it(tmp_path: Path) -> None:
    """Nor at a device, which never ends; a link to a file is as good as the file (R6.373)."""
    os.mkfifo(tmp_path / "ledger.xlsx")
    for path in (tmp_path / "ledger.xlsx", Path("/dev/zero")):
        with pytest.raises(Problem, match=r"却是管道、设备等特殊文件：.*放回原来的文件"):
            disk.read_bytes(path)
    (tmp_path / "file").write_bytes(b"1")
    (tmp_path / "link").symlink_to(tmp_path / "file")
    assert disk.read_bytes(tmp_path / "link") == b"1"
