"""A backup is written: measured first, then packed under another name, and whole before it is seen.

Members are stored as they are: an archive is as long as what is in it, and nothing can swell.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, count
from pathlib import Path
from typing import BinaryIO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from ducha.files.backup.listing import Piece
from ducha.files.backup.manifest import (
    MAX_MANIFEST,
    NAME,
    BackupEntry,
    BackupManifest,
)
from ducha.files.backup.members import CHUNK, Bar, member, member_name
from ducha.files.backup.unpacking import check, open_backup
from ducha.files.disk.whole import claim, own_temporary_in, remove, sync_folders
from ducha.files.disk.words import explain_write_faults, try_twice, why_not_read
from ducha.findings import Problem

_CHANGED = "备份的时候文件还在变：{}。没有备份。请关闭正在用它的程序，等复制、下载完成后重新运行。"
_SPOILED = (
    "写好的备份读回来不对，没有留下：{}。"
    "请检查磁盘、U盘或网络盘是否正常，或换一个位置，再重新运行。"
)
_LONG_LIST = "工作区里的文件太多，清单写不下，没有备份。"


def measure(pieces: Sequence[Piece], bar: Bar) -> tuple[BackupEntry, ...]:
    """Read every file once for its digest.

    Raises:
        Problem: One cannot be read: a backup with holes is none (R8.61).
    """
    shown = bar([piece.source for piece in pieces], "核对文件")
    return tuple(_measured(piece) for piece, _ in zip(pieces, shown, strict=True))


def _measured(piece: Piece) -> BackupEntry:
    if piece.name.endswith("/"):
        return BackupEntry(name=piece.name, mtime_ns=piece.mtime_ns)
    digest, size = hashlib.sha256(), 0
    for chunk in _chunks(piece):
        digest.update(chunk)
        size += len(chunk)
    if size != piece.size:
        raise Problem(_CHANGED.format(piece.source))
    return BackupEntry(
        name=piece.name, size=size, sha256=digest.hexdigest(), mtime_ns=piece.mtime_ns
    )


def _chunks(piece: Piece) -> Iterator[bytes]:
    """The bytes of a file that stays what it was when it was listed."""
    try:
        with try_twice(lambda: _opened(piece.source)) as stream:
            while chunk := stream.read(CHUNK):
                yield chunk
            status = os.fstat(stream.fileno())
    except OSError as error:
        raise Problem(why_not_read(error, piece.source)) from error
    if (status.st_size, status.st_mtime_ns) != (piece.size, piece.mtime_ns):
        raise Problem(_CHANGED.format(piece.source))


def _opened(path: Path) -> BinaryIO:
    """Open a file, but no link that has just taken its place, and without waiting at a pipe."""
    flags = os.O_RDONLY
    for extra in ("O_BINARY", "O_CLOEXEC", "O_NOFOLLOW", "O_NONBLOCK"):
        flags |= getattr(os, extra, 0)
    return os.fdopen(os.open(path, flags), "rb")


def pack(
    manifest: BackupManifest, pieces: Sequence[Piece], target: Path, owner: Path, bar: Bar
) -> Path:
    """Write the archive, for its owner only, and never over another file (R8.65).

    Args:
        manifest: What was measured.
        pieces: The same files, in the same order.
        target: The name it gets, or one beside it where that is taken.
        owner: The workspace, whose lock is held.
        bar: Shows how far it has come.

    Returns:
        Where it is.

    Raises:
        Problem: It cannot be written, or a file is not what was measured; nothing is left then.
    """
    listed = manifest.to_json()
    if len(listed) > MAX_MANIFEST:
        raise Problem(_LONG_LIST)
    temporary = own_temporary_in(target.parent, owner)
    with explain_write_faults(target):
        remove([temporary])
        try:
            with open(temporary, "xb", opener=_for_owner) as stream:
                _write(stream, listed, zip(manifest.entries, pieces, strict=True), bar)
                stream.flush()
                os.fsync(stream.fileno())
            _read_back(temporary, target, bar)
            place = next(name for name in names_beside(target) if claim(temporary, name))
        finally:
            remove([temporary])
        sync_folders({target.parent})
    return place


def _read_back(temporary: Path, target: Path, bar: Bar) -> None:
    """Refuse an archive that a restore would refuse (R8.65)."""
    try:
        with open_backup(temporary) as backup:
            check(backup, bar)
    except Problem as problem:
        raise Problem(_SPOILED.format(target)) from problem


def _for_owner(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)


def names_beside(path: Path) -> Iterator[Path]:
    """The name itself, then 名（2）.zip, 名（3）.zip and so on."""
    beside = (path.with_name(f"{path.stem}（{number}）{path.suffix}") for number in count(2))
    return chain([path], beside)


def _write(
    stream: BinaryIO, listed: bytes, items: Iterable[tuple[BackupEntry, Piece]], bar: Bar
) -> None:
    pairs = list(items)
    shown = bar([piece.source for _, piece in pairs], "写入备份")
    with ZipFile(stream, "w", ZIP_STORED) as archive:
        archive.writestr(member(NAME, len(listed)), listed)
        for number, ((entry, piece), _) in enumerate(zip(pairs, shown, strict=True), 1):
            heading = member(member_name(entry, number), entry.size, entry.mtime_ns)
            if entry.is_folder:
                archive.writestr(heading, b"")
            else:
                _copy(archive, heading, entry, piece)


def _copy(archive: ZipFile, heading: ZipInfo, entry: BackupEntry, piece: Piece) -> None:
    digest = hashlib.sha256()
    with archive.open(heading, "w") as out:
        for chunk in _chunks(piece):
            digest.update(chunk)
            out.write(chunk)
    if digest.hexdigest() != entry.sha256:
        raise Problem(_CHANGED.format(piece.source))
