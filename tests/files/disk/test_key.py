"""The bureau's key is a whole one, or the run ends: nobody signs with less."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ducha.files.disk import plan as disk
from ducha.findings import Problem

KEY = "signing.key"
GOOD = b"0123456789abcdef" * 4
BACK = "请从备份或另一台电脑把原来的密钥文件拷回这个位置，再重新运行。"


def test_a_key_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    """32 bytes by chance, written as hexadecimal; a second one never replaces it."""
    path = tmp_path / KEY
    assert disk.read_key(path) is None
    key = disk.make_key(path)
    assert len(key) == 32
    assert path.read_text("ascii") == key.hex() + "\n"
    assert path.stat().st_mode & 0o777 == 0o600
    assert disk.make_key(path) == key == disk.read_key(path)
    assert [entry.name for entry in tmp_path.iterdir()] == [KEY]


def refuse_links(*_: object, **__: object) -> None:
    """As a USB stick does."""
    raise OSError(errno.EPERM, os.strerror(errno.EPERM))


def test_a_key_is_made_where_the_system_knows_no_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A USB stick."""
    monkeypatch.setattr(os, "link", refuse_links)
    key = disk.make_key(tmp_path / KEY)
    assert disk.make_key(tmp_path / KEY) == key


def dangling(path: Path) -> None:
    """A link to a key that has been taken away."""
    path.symlink_to(path.parent / "U盘" / KEY)


def circle(path: Path) -> None:
    """A link to itself."""
    path.symlink_to(path)


def folder(path: Path) -> None:
    """A folder where the key belongs."""
    path.mkdir()


def pipe(path: Path) -> None:
    """A pipe, at which a reader would wait for ever."""
    os.mkfifo(path)


def holding(content: bytes) -> Callable[[Path], None]:
    """A file of this content."""

    def lay(path: Path) -> None:
        path.write_bytes(content)

    return lay


LINK = f"密钥文件是一个链接，它指向的文件不见了：{{}}。{BACK}"
NO_FILE = f"密钥文件的位置上不是普通文件：{{}}。请把它移走，{BACK}"
CONTENT = (
    "密钥文件的内容不对：{}。里面应当是64个0-9、a-f的字符。"
    "请从备份或另一台电脑恢复原来的文件；没有备份的，把它移走后重新运行。"
)
NO_KEYS = {
    "dangling": (dangling, LINK),
    "circle": (circle, LINK),
    "folder": (folder, NO_FILE),
    "pipe": (pipe, NO_FILE),
    "empty": (holding(b""), CONTENT),
    "blank": (holding(b"\n"), CONTENT),
    "a digit short": (holding(GOOD[:-1]), CONTENT),
    "a digit more": (holding(GOOD + b"0"), CONTENT),
    "no digits": (holding(b"g" * 64), CONTENT),
    "twice": (holding(GOOD + b"\n" + GOOD), CONTENT),
    "long": (holding(GOOD + b" " * 100_000 + b"x"), CONTENT),
}


@pytest.mark.skipif(sys.platform == "win32", reason="links and pipes")
@pytest.mark.parametrize(("lay", "sentence"), NO_KEYS.values(), ids=NO_KEYS.keys())
def test_what_is_no_whole_key_is_said_and_never_signed_with(
    lay: Callable[[Path], None], sentence: str, tmp_path: Path
) -> None:
    """(R6.12) Neither read nor made over it: not an empty key, not a new one."""
    lay(tmp_path / KEY)
    before = os.lstat(tmp_path / KEY)
    for use in (disk.read_key, disk.make_key):
        with pytest.raises(Problem) as problem:
            use(tmp_path / KEY)
        assert problem.value.messages == (sentence.format(tmp_path / KEY),)
    assert os.lstat(tmp_path / KEY).st_ino == before.st_ino
    assert [entry.name for entry in tmp_path.iterdir()] == [KEY]


@pytest.mark.skipif(sys.platform == "win32", reason="links")
def test_a_dangling_link_is_not_replaced_where_there_are_no_hard_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its target may come back with the stick."""
    monkeypatch.setattr(os, "link", refuse_links)
    dangling(tmp_path / KEY)
    with pytest.raises(Problem, match="指向的文件不见了"):
        disk.make_key(tmp_path / KEY)
    assert (tmp_path / KEY).is_symlink()


def test_a_key_that_the_system_does_not_give_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Root may read anything, so the answer is put in."""
    (tmp_path / KEY).write_bytes(GOOD)

    def barred(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(Path, "open", barred)
    with pytest.raises(Problem, match=r"文件打不开：.*没有读取权限"):
        disk.read_key(tmp_path / KEY)


@pytest.mark.skipif(sys.platform == "win32", reason="links")
def test_a_link_to_a_key_is_as_good(tmp_path: Path) -> None:
    """On a stick that is in its place; white space around it is nothing."""
    (tmp_path / "U盘").write_bytes(b"\n" + GOOD + b" \r\n")
    (tmp_path / KEY).symlink_to(tmp_path / "U盘")
    assert disk.read_key(tmp_path / KEY) == bytes.fromhex(GOOD.decode())


def test_a_key_for_a_dry_run_is_kept_nowhere() -> None:
    """And is another one each time."""
    assert len({disk.new_key() for _ in range(5)}) == 5


@pytest.mark.skipif(sys.platform == "win32", reason="it has no such bits")
@pytest.mark.parametrize(
    ("mode", "open_"),
    [(0o600, False), (0o400, False), (0o640, True), (0o604, True), (0o620, True), (0o644, True)],
)
def test_who_else_may_read_the_key(*, mode: int, open_: bool, tmp_path: Path) -> None:
    """(R6.15) Group and others, and what is not there is read by nobody."""
    assert disk.others_may_read(tmp_path / KEY) is False
    (tmp_path / KEY).write_bytes(GOOD)
    (tmp_path / KEY).chmod(mode)
    assert disk.others_may_read(tmp_path / KEY) is open_
