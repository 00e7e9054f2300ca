"""The folder of the inbox as it lies there: what is in it, and the bytes of each file, once."""

from __future__ import annotations

import hashlib
import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from stat import S_ISDIR, S_ISLNK, S_ISREG
from time import sleep

from ducha.files.disk.words import MOMENT, try_twice
from ducha.files.inbox.archive import MAX_SIZE, decode_name, explain_size
from ducha.files.inbox.large import large_scan_at
from ducha.files.inbox.opening import Job, OpenedFile, Origin, keep_as_proof, refuse, set_aside
from ducha.files.workbook.reading import Unreadable
from ducha.findings import Problem
from ducha.makes import ENDINGS
from ducha.period import CHINA
from ducha.submission.arrival import TimeEvidence

_IGNORED = ".gitkeep"
UNKNOWN_TIME = datetime(1970, 1, 1, tzinfo=CHINA)
"""Of what has no time that a clock could show."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC).astimezone(CHINA)
_LOOKS_LIKE_FILE = frozenset({*ENDINGS, ".eml", ".zip", ".7z"})

_LOST = (
    "收件箱文件夹不见了：{}。请从备份恢复，或把移走的文件夹、网络盘放回原处，再重新运行；"
    "确实还没有收过表的，在这个位置新建一个空文件夹。"
)
_LINK = "是链接，没有打开。请把文件本身放进收件箱"
_SPECIAL = "是管道、设备等特殊文件，不是报送件，没有打开"
_FOLDER = "是文件夹，不是文件；里面的文件另行列出"
_CLOSED_FOLDER = "文件夹打不开，里面的文件没有读取。请检查权限后重新运行"
_GONE = "读取时文件已经不在了。请检查收件箱后重新运行"
_CLOSED = "文件打不开，可能正被其他程序占用或没有读取权限。请关闭后重新运行"
GROWING = "文件正在写入（还在复制或下载）。请等它完成后重新运行"


def walk_inbox(inbox: Path) -> list[Path]:
    """Everything that needs a verdict: no folder, unless it cannot be entered or is a link."""
    assert_there(inbox)
    paths, unlisted = _list_inbox(inbox)
    if unlisted:
        sleep(MOMENT)
        paths, unlisted = _list_inbox(inbox)
    if inbox in unlisted:
        message = f"收件箱打不开：{inbox}。它应当是一个可以读取的文件夹，请检查后重新运行。"
        raise Problem(message)
    return sorted({*paths, *unlisted}, key=lambda path: path.relative_to(inbox).as_posix())


def assert_there(inbox: Path) -> None:
    """A `Problem` where the inbox is gone: it must never be taken for an empty one (R6.14)."""
    if not os.path.exists(inbox):  # noqa: PTH110 - Path.exists() raises where it cannot look
        raise Problem(_LOST.format(inbox))


def _list_inbox(inbox: Path) -> tuple[list[Path], list[Path]]:
    """What is in the inbox, and the folders that cannot be entered."""
    unlisted: list[Path] = []
    paths: list[Path] = []
    walk = os.walk(inbox, onerror=lambda error: unlisted.append(Path(str(error.filename))))
    for top, folders, names in walk:
        reported = (name for name in folders if _needs_verdict(Path(top, name)))
        paths.extend(Path(top, name) for name in (*reported, *names) if name != _IGNORED)
    return paths, unlisted


def _needs_verdict(folder: Path) -> bool:
    return folder.is_symlink() or folder.suffix.lower() in _LOOKS_LIKE_FILE


def path_within(inbox: Path, path: Path) -> str:
    """Path within the inbox; a name in another encoding than the system's is most likely GBK."""
    return decode_name(os.fsencode(path.relative_to(inbox).as_posix()))


def look_at(path: Path) -> os.stat_result | None:
    """What lies there, no link followed; None where nothing does any more."""
    try:
        return try_twice(path.lstat)
    except OSError:
        return None


def take_in(path: Path, name: str, status: os.stat_result | None, filed: int) -> Job | OpenedFile:
    """The bytes of one file, for a worker; what is no plain file is never opened."""
    origin = Origin(name, "", TimeEvidence(_moment_of(filed)))
    if status is None:
        return refuse(origin, _GONE)
    if S_ISDIR(status.st_mode):
        return _opened_folder(origin, path)
    if S_ISLNK(status.st_mode):
        return refuse(origin, _LINK)
    if not S_ISREG(status.st_mode):
        return set_aside(origin, _SPECIAL)
    try:
        data = _bytes_of(path)
    except Unreadable as wrong:
        scan = large_scan_at(path) if status.st_size > MAX_SIZE else None
        kept = replace(origin, sha256=scan.sha256) if scan else origin
        return keep_as_proof(kept, scan.reason) if scan else refuse(origin, str(wrong))
    return Job(replace(origin, sha256=hashlib.sha256(data).hexdigest()), data)


def _moment_of(filed: int) -> datetime:
    """A file time in ns as a moment, to the microsecond below it."""
    try:
        return _EPOCH + timedelta(microseconds=filed // 1000)
    except OverflowError:
        return UNKNOWN_TIME


def _opened_folder(origin: Origin, path: Path) -> OpenedFile:
    try:
        try_twice(lambda: next(path.iterdir(), None))
    except OSError:
        return refuse(origin, _CLOSED_FOLDER)
    return set_aside(origin, _FOLDER)


def _bytes_of(path: Path) -> bytes:
    """The bytes of a file, once, as it was while they were read."""
    try:
        before, data, after = try_twice(lambda: _read(path))
    except FileNotFoundError as error:
        raise Unreadable(_GONE) from error
    except OSError as error:
        raise Unreadable(_CLOSED) from error
    if before.st_mtime_ns != after.st_mtime_ns or not before.st_size == after.st_size == len(data):
        raise Unreadable(GROWING)
    return data


def _read(path: Path) -> tuple[os.stat_result, bytes, os.stat_result]:
    """Read without following a link that has just taken the file's place, or waiting at a pipe."""
    flags = os.O_RDONLY
    for extra in ("O_BINARY", "O_CLOEXEC", "O_NOFOLLOW", "O_NONBLOCK"):
        flags |= getattr(os, extra, 0)
    with os.fdopen(os.open(path, flags), "rb") as stream:
        before = os.fstat(stream.fileno())
        if before.st_size > MAX_SIZE:
            raise Unreadable(explain_size(before.st_size))
        return before, stream.read(MAX_SIZE + 1), os.fstat(stream.fileno())
