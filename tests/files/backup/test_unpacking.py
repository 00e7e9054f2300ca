"""A restore lays down what was packed, or nothing."""

from __future__ import annotations

import os
import stat
import struct
from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest
from kit.backups import (
    FILES,
    Members,
    backed_up,
    everything,
    laid,
    restored,
    rewritten,
)

from ducha.files.backup import manifest as backup_manifest
from ducha.files.backup import parts, unpacking
from ducha.files.backup.manifest import NAME
from ducha.files.disk.whole import own_temporary_in
from ducha.findings import Problem


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A workspace."""
    return laid(tmp_path / "旧")


@pytest.fixture
def file(root: Path, tmp_path: Path) -> Path:
    """Its backup."""
    path = tmp_path / "b.zip"
    backed_up(root, path)
    return path


def refused(file: Path, folder: Path) -> tuple[str, ...]:
    """Why nothing was restored; nothing is left of it, nor beside it."""
    above = {path.name for path in folder.parent.iterdir()}
    with pytest.raises(Problem) as problem:
        restored(file, folder)
    assert {path.name for path in folder.parent.iterdir()} == above
    if folder.is_dir():
        assert list(folder.iterdir()) == []
    return problem.value.messages


def test_everything_is_as_it_was(root: Path, file: Path, tmp_path: Path) -> None:
    """(R8.67) Every byte, every time to the nanosecond, of folders too; the key for its owner."""
    outcome = restored(file, tmp_path / "新")
    assert everything(tmp_path / "新") == everything(root)
    assert len(everything(root)) > len(FILES)
    if os.name == "posix":
        modes = [
            stat.S_IMODE((tmp_path / "新" / name).stat().st_mode)
            for name in ("signing.key", "ledger.xlsx")
        ]
        mask = os.umask(0)
        os.umask(mask)
        assert modes == [0o600, 0o666 & ~mask]
    assert outcome.code == 0
    assert outcome.lines[0] == "恢复了2024-05-29的备份，11个文件，共0.0 MB"
    assert outcome.lines[-1].startswith("下一步：python process.py --config ")


def test_into_an_empty_folder(root: Path, file: Path, tmp_path: Path) -> None:
    """(R8.67) One that was made for it, or a link to one."""
    (tmp_path / "空").mkdir()
    (tmp_path / "链接").symlink_to(tmp_path / "空")
    restored(file, tmp_path / "链接")
    assert everything(tmp_path / "空") == everything(root)


def test_into_nothing_else(root: Path, file: Path, tmp_path: Path) -> None:
    """(R8.67) A folder with something in it, a file, a folder that has no folder, a whole disk."""
    before = everything(tmp_path)
    for folder, words in (
        (root, "里已经有东西"),
        (tmp_path, "里已经有东西"),
        (file, "应当是文件夹，却是文件"),
        (tmp_path / "没有" / "新", "上一级文件夹不存在"),
        (Path("/"), "是整个磁盘"),
    ):
        with pytest.raises(Problem, match=words):
            restored(file, folder)
    assert everything(tmp_path) == before


def test_bytes_of_a_name_that_are_no_text(root: Path, tmp_path: Path) -> None:
    """(R8.63) As another system's archive leaves them in a folder of Linux."""
    name = os.fsencode(root) + b"/inbox/\xd4\xc2\xb1\xa8.xlsx"
    try:
        Path(os.fsdecode(name)).write_bytes(b"returned")
    except OSError:
        pytest.skip("this disk holds no such name")
    backed_up(root, tmp_path / "b.zip")
    restored(tmp_path / "b.zip", tmp_path / "新")
    assert everything(tmp_path / "新") == everything(root)


def at(members: Members, name: str) -> int:
    """Where a member stands."""
    return next(n for n, (heading, _) in enumerate(members) if heading.filename == name)


LEDGER = "ledger.xlsx"


def alter(members: Members) -> None:
    """Other bytes of the same length."""
    place = at(members, LEDGER)
    members[place] = (members[place][0], b"LEDGER")


def drop(members: Members) -> None:
    """A member is missing."""
    del members[at(members, LEDGER)]


def turn(members: Members) -> None:
    """Two members have changed places."""
    members[-1], members[-2] = members[-2], members[-1]


def add_up(members: Members) -> None:
    """A way upwards that the manifest does not name."""
    members.append((ZipInfo("../逃出.txt"), b"x"))


def add_link(members: Members) -> None:
    """A link that the manifest does not name."""
    heading = ZipInfo("inbox/l")
    heading.create_system, heading.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    members.append((heading, b"/etc"))


def make_link(members: Members) -> None:
    """A member that says it is a link."""
    members[at(members, LEDGER)][0].external_attr = (stat.S_IFLNK | 0o777) << 16


def pack_tight(members: Members) -> None:
    """Packed, so that it could swell."""
    members[at(members, LEDGER)][0].compress_type = ZIP_DEFLATED


def twice(members: Members) -> None:
    """One member twice."""
    members.append(members[at(members, LEDGER)])


def comment(members: Members) -> None:
    """Something is said beside."""
    members[at(members, LEDGER)][0].comment = b"x"


def rename(members: Members) -> None:
    """The name of the member differs from the manifest's."""
    members[at(members, LEDGER)][0].filename = "Ledger.xlsx"


def lie(members: Members) -> None:
    """The manifest says another size."""
    members[0] = (members[0][0], members[0][1].replace(b'"size": 6,', b'"size": 5,', 1))


def other_digest(members: Members) -> None:
    """The manifest says another digest."""
    data = members[0][1]
    start = data.index(b'"sha256": "') + 11
    members[0] = (members[0][0], data[:start] + b"0" * 64 + data[start + 64 :])


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    "change",
    [
        *(alter, drop, turn, add_up, add_link, make_link, pack_tight, twice, comment, rename),
        *(lie, other_digest),
    ],
    ids=lambda change: change.__name__,
)
def test_an_archive_that_was_changed(
    change: Callable[[Members], None], file: Path, tmp_path: Path
) -> None:
    """(R8.64, R8.67) Whatever it was, nothing is left of it."""
    rewritten(file, change)
    (why,) = refused(file, tmp_path / "新")
    assert "不完整，或者被改动过" in why
    with pytest.raises(Problem, match="被改动过"):
        restored(file, tmp_path / "新", dry_run=True)
    assert not (tmp_path / "逃出.txt").exists()


def test_rewriting_alone_changes_nothing(root: Path, file: Path, tmp_path: Path) -> None:
    """Otherwise the changes above would prove nothing."""
    rewritten(file, list.copy)
    restored(file, tmp_path / "新")
    assert everything(tmp_path / "新") == everything(root)


def cut(data: bytes) -> bytes:
    """As a copy that was broken off."""
    return data[:-30]


def prefixed(data: bytes) -> bytes:
    """Something before it."""
    return b"MZ" + data


def followed(data: bytes) -> bytes:
    """Something behind it."""
    return data + b"x"


def overlapping(data: bytes) -> bytes:
    """The last member begins where the one before it does."""
    last = data.rindex(b"PK\1\2")
    before = data.rindex(b"PK\1\2", 0, last)
    return data[: last + 42] + data[before + 42 : before + 46] + data[last + 46 :]


def other_local_name(data: bytes) -> bytes:
    """A local header names another file than the directory."""
    return data.replace(b"ledger.xlsx", b"LEDGER.xlsx", 3).replace(b"LEDGER", b"ledger", 1)


def gap(data: bytes) -> bytes:
    """Something lies between the members and their listing."""
    end = data.rindex(b"PK\5\6")
    (start,) = struct.unpack_from("<L", data, end + 16)
    moved = data[:start] + b"x" + data[start:end]
    return moved + data[end : end + 16] + struct.pack("<L", start + 1) + data[end + 20 :]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (cut, "被改动过"),
        (followed, "被改动过"),
        (prefixed, "不是本程序做的备份"),
        (overlapping, "被改动过"),
        (other_local_name, "被改动过"),
        (gap, "被改动过"),
        (lambda _: b"", "不是本程序做的备份"),
        (lambda _: b"PK\3\4", "不是本程序做的备份"),
        (lambda data: data[:1000], "被改动过"),
        (lambda data: data + bytes(100_000), "被改动过"),
    ],
)
def test_an_archive_that_is_not_whole(
    change: Callable[[bytes], bytes], words: str, file: Path, tmp_path: Path
) -> None:
    """(R8.64) Cut off, lengthened, with members that overlap or a gap between them."""
    file.write_bytes(change(file.read_bytes()))
    (why,) = refused(file, tmp_path / "新")
    assert words in why


def test_every_bit_is_held_against_something(file: Path, tmp_path: Path) -> None:
    """(R8.64) But what no restore reads: versions and dates of local headers, rights unused."""
    data, told = file.read_bytes(), 0
    for place in range(0, len(data), 7):
        file.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
        try:
            restored(file, tmp_path / "新", dry_run=True)
        except Problem:
            told += 1
    assert told / len(range(0, len(data), 7)) > 0.9


def test_another_archive_is_told(tmp_path: Path) -> None:
    """(R8.64) A zip that a person has made."""
    with ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("config.toml", "")
    (why,) = refused(tmp_path / "x.zip", tmp_path / "新")
    assert (
        why
        == f"没有恢复：{tmp_path / 'x.zip'} 不是本程序做的备份。请换一份备份，或重新拷贝后再运行。"
    )
    (why,) = refused(tmp_path / "y.zip", tmp_path / "新")
    assert why.startswith("找不到文件：")


def forged(root: Path, file: Path, monkeypatch: pytest.MonkeyPatch, **changes: object) -> None:
    """A backup that the program would not have made."""
    for name, value in changes.items():
        monkeypatch.setattr(f"ducha.workflow.spaces.backup.{name}", value)
    file.unlink()
    backed_up(root, file)
    monkeypatch.undo()


@pytest.mark.parametrize("path", ["/srv/inbox", "../inbox", "D:/inbox"])
def test_an_archived_config_whose_paths_leave_the_folder(
    path: str, root: Path, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """(R8.62) Made by hand: the program refuses to make one."""
    (root / "config.toml").write_text(f'[paths]\noutbox = "{path}"\n', encoding="utf-8")
    forged(root, file, monkeypatch, why_not_portable=lambda _: [])
    (why,) = refused(file, tmp_path / "新")
    assert why.startswith(
        f"没有恢复：这份备份的 config.toml 的 [paths] 把 outbox 放在工作区文件夹以外（{path}）"
    )


def test_a_file_that_is_no_part_of_a_workspace(
    root: Path, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """(R8.66) It might be run."""
    (root / "process.py").write_bytes(b"x")
    names = parts.part_names
    monkeypatch.setattr(
        "ducha.files.backup.listing.part_names", lambda typed: (*names(typed), "process.py")
    )
    forged(root, file, monkeypatch)
    (why,) = refused(file, tmp_path / "新")
    assert "里有不属于工作区的文件（process.py）" in why


def test_a_manifest_longer_than_any(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """(R8.64) Not even read."""
    monkeypatch.setattr(unpacking, "MAX_MANIFEST", 100)
    (why,) = refused(file, tmp_path / "新")
    assert "不是本程序做的备份" in why


def test_a_disk_that_keeps_no_exact_times(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """(R8.67) A memory stick counts in steps of two seconds: it is said."""
    utime = os.utime
    coarse = 2 * 10**9
    monkeypatch.setattr(
        unpacking.os,
        "utime",
        lambda path, ns: utime(path, ns=(ns[0], ns[1] // coarse * coarse)),
    )
    outcome = restored(file, tmp_path / "新")
    assert outcome.code == 1
    assert any("这个磁盘存不下" in line for line in outcome.lines)


def test_a_disk_that_is_full(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """(R8.67) Nothing of it stays."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(unpacking.os, "fsync", full)
    (why,) = refused(file, tmp_path / "新")
    assert why.startswith("磁盘已满")


def test_what_a_killed_restore_left_is_cleared(root: Path, file: Path, tmp_path: Path) -> None:
    """(R8.67) By the next one into the same folder."""
    target = tmp_path / "新"
    left = own_temporary_in(tmp_path, target / "restored") / "new"
    (left / "inbox").mkdir(parents=True)
    (left / "inbox/half.xlsx").write_bytes(b"half")
    restored(file, target)
    assert everything(target) == everything(root)
    assert {path.name for path in tmp_path.iterdir()} == {"旧", "新", "b.zip"}


def test_the_manifest_is_the_first_member(file: Path) -> None:
    """What is checked before anything is written stands before everything."""
    with ZipFile(file) as archive:
        assert archive.namelist()[:2] == [NAME, "config.toml"]
        assert backup_manifest.read_manifest(archive.read(NAME)).made == "2024-05-29"
