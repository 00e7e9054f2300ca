"""A backup is restored: nothing in it is believed that its manifest and its bytes do not bear out.

Into a folder beside the new one, which takes its name in one step when it is whole.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import struct
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from ducha.files.backup.manifest import (
    BROKEN,
    MAX_MANIFEST,
    NAME,
    NO_BACKUP,
    BackupEntry,
    BackupManifest,
    BadBackup,
    read_manifest,
)
from ducha.files.backup.members import CHUNK, Bar, member, member_name
from ducha.files.disk.plan import locked
from ducha.files.disk.whole import own_temporary_in, sync_folders
from ducha.files.disk.words import explain_write_faults, open_file, try_twice, why_not_read
from ducha.findings import Problem

_LOCAL = struct.Struct("<4s5H3L2H")
_LOCAL_SIGN, _END_SIGN = b"PK\3\4", b"PK\5\6"
_END_SIZE = 22
_LONG_EXTRA = 20
"""Bytes in which a local header tells sizes over 4 GB."""
_LONG = 0xFFFFFFFF
"""Stands for a size that is told there; some versions of Python write the size itself as well."""
_MOST_AROUND = 30 + _LONG_EXTRA + 46 + 28
"""Bytes of the archive's own for a member, besides its name, which stands there twice."""
_MOST_AT_END = 98
_NAMES_IN_UTF8 = 0x800
_FINEST = 100
"""Nanoseconds to which NTFS keeps a time."""

_WRONG_LISTING = (
    *(BadZipFile, NotImplementedError, UnicodeError, struct.error),
    *(ValueError, OverflowError, EOFError),
)
_REFUSED = "没有恢复：{} {}。请换一份备份，或重新拷贝后再运行。"
_NOT_EMPTY = "文件夹 {} 里已经有东西，没有恢复。请写一个新的或空的文件夹。"
_NO_FOLDER = "这里应当是文件夹，却是文件：{}。没有恢复。请写一个新的或空的文件夹。"
_NO_PARENT = "上一级文件夹不存在：{}。没有恢复。请先建好，或换一个位置。"
_NO_PLACE = "{} 是整个磁盘，没有恢复。请写一个新的文件夹。"


@dataclass(frozen=True, slots=True)
class OpenBackup:
    """An archive whose listing holds; `places` tells where each entry begins, and its checksum."""

    path: Path
    stream: BinaryIO
    manifest: BackupManifest
    places: tuple[tuple[int, int], ...]

    def load(self, number: int) -> bytes:
        """The bytes of a short entry, checked."""
        return b"".join(self.chunks(number))

    def chunks(self, number: int) -> Iterator[bytes]:
        """The bytes of an entry; `Problem` at their end where they are not what was packed."""
        entry, (start, checksum) = self.manifest.entries[number], self.places[number]
        digest, crc, left = hashlib.sha256(), 0, entry.size
        self.stream.seek(start)
        while left:
            chunk = _read(self.stream, min(left, CHUNK), self.path)
            digest.update(chunk)
            crc = zlib.crc32(chunk, crc)
            left -= len(chunk)
            yield chunk
        if crc != checksum or (not entry.is_folder and digest.hexdigest() != entry.sha256):
            raise Problem(_REFUSED.format(self.path, BROKEN))


@contextmanager
def open_backup(path: Path) -> Iterator[OpenBackup]:
    """Open an archive and hold its listing against its manifest (R8.64).

    Raises:
        Problem: It cannot be read, or is not what `pack` has written.
    """
    try:
        stream = open_file(path)
    except OSError as error:
        raise Problem(why_not_read(error, path)) from error
    with stream:
        try:
            yield _opened(path, stream)
        except BadBackup as wrong:
            raise Problem(_REFUSED.format(path, wrong)) from wrong


def _opened(path: Path, stream: BinaryIO) -> OpenBackup:
    try:
        listed = _first_member(stream)
        manifest = read_manifest(listed)
        return OpenBackup(path, stream, manifest, _places(stream, manifest, len(listed)))
    except _WRONG_LISTING as error:
        raise BadBackup(BROKEN) from error
    except OSError as error:
        raise Problem(why_not_read(error, path)) from error


def _read(stream: BinaryIO, size: int, path: Path) -> bytes:
    try:
        data = stream.read(size)
    except OSError as error:
        raise Problem(why_not_read(error, path)) from error
    if len(data) != size:
        raise Problem(_REFUSED.format(path, BROKEN))
    return data


def _first_member(stream: BinaryIO) -> bytes:
    """The manifest's bytes, found without the archive's listing, which may have any length."""
    head = stream.read(_LOCAL.size)
    if len(head) != _LOCAL.size or not head.startswith(_LOCAL_SIGN):
        raise BadBackup(NO_BACKUP)
    _, _, flags, method, _, _, crc, packed, size, named, extra = _LOCAL.unpack(head)
    is_first = stream.read(named) == NAME.encode() and flags == _NAMES_IN_UTF8 and not extra
    if not is_first or method != ZIP_STORED or packed != size or size > MAX_MANIFEST:
        raise BadBackup(NO_BACKUP)
    data = stream.read(size)
    if len(data) != size or zlib.crc32(data) != crc:
        raise BadBackup(BROKEN)
    return data


def _places(stream: BinaryIO, manifest: BackupManifest, size: int) -> tuple[tuple[int, int], ...]:
    """Where the bytes of each entry begin: one behind the other, without a gap or an overlap."""
    headings = [member(NAME, size)]
    headings += [
        member(member_name(entry, number), entry.size, entry.mtime_ns)
        for number, entry in enumerate(manifest.entries, 1)
    ]
    _check_length(stream, headings)
    with ZipFile(stream, metadata_encoding="utf-8") as archive:
        listed, end, comment = archive.infolist(), archive.start_dir, archive.comment
    if comment or len(listed) != len(headings):
        raise BadBackup(BROKEN)
    at, places = 0, []
    for heading, expected in zip(listed, headings, strict=True):
        if heading.header_offset != at or _said(heading) != _said(expected):
            raise BadBackup(BROKEN)
        at = _content_start(stream, heading)
        places.append((at, heading.CRC))
        at += heading.file_size
    if at != end:
        raise BadBackup(BROKEN)
    return tuple(places[1:])


def _check_length(stream: BinaryIO, headings: Sequence[ZipInfo]) -> None:
    """No listing is read that is longer than these members need; it ends where the archive does."""
    around = sum(2 * len(heading.filename.encode()) + _MOST_AROUND for heading in headings)
    content = sum(heading.file_size for heading in headings)
    if stream.seek(0, os.SEEK_END) > content + around + _MOST_AT_END:
        raise BadBackup(BROKEN)
    stream.seek(-_END_SIZE, os.SEEK_END)
    if stream.read(len(_END_SIGN)) != _END_SIGN:
        raise BadBackup(BROKEN)


def _said(heading: ZipInfo) -> tuple[object, ...]:
    """What the listing says of a member, but for its checksum and place."""
    sizes = (heading.file_size, heading.compress_size, heading.compress_type)
    made = (heading.create_system, heading.external_attr, heading.date_time)
    return heading.orig_filename, *sizes, *made, heading.comment


def _content_start(stream: BinaryIO, heading: ZipInfo) -> int:
    """Where the content begins, after a local header that names the same member."""
    stream.seek(heading.header_offset)
    head = stream.read(_LOCAL.size)
    sign, _, flags, method, _, _, crc, packed, size, named, extra = _LOCAL.unpack(head)
    raw = heading.filename.encode()
    plain = 0 if raw.isascii() else _NAMES_IN_UTF8
    expected = (_LOCAL_SIGN, plain, plain, ZIP_STORED, heading.CRC, len(raw))
    same = (sign, flags, heading.flag_bits, method, crc, named) == expected
    sizes = {0: {heading.file_size}, _LONG_EXTRA: {heading.file_size, _LONG}}.get(extra, set())
    if not same or stream.read(named) != raw or not {packed, size} <= sizes:
        raise BadBackup(BROKEN)
    return int(heading.header_offset + _LOCAL.size + named + extra)


def new_folder(named: Path) -> Path:
    """The folder to restore into, which is new or empty.

    Raises:
        Problem: Something is there already, or nothing can be made there (R8.67).
    """
    target = Path(os.path.realpath(named))
    with explain_write_faults(target):
        if target.parent == target:
            raise Problem(_NO_PLACE.format(target))
        if not target.parent.is_dir():
            raise Problem(_NO_PARENT.format(target.parent))
        if os.path.lexists(target):
            if not target.is_dir():
                raise Problem(_NO_FOLDER.format(target))
            if next(target.iterdir(), None) is not None:
                raise Problem(_NOT_EMPTY.format(target))
    return target


def check(backup: OpenBackup, bar: Bar) -> None:
    """Read everything and write nothing.

    Raises:
        Problem: Some bytes are not those that were packed.
    """
    for number in _shown(backup, bar, "核对备份"):
        for _ in backup.chunks(number):
            pass


def _shown(backup: OpenBackup, bar: Bar, label: str) -> Iterator[int]:
    shown = bar([Path(entry.name) for entry in backup.manifest.entries], label)
    yield from (number for number, _ in enumerate(shown))


def unpack(
    backup: OpenBackup, target: Path, is_private: Callable[[str], bool], bar: Bar
) -> tuple[str, ...]:
    """Restore every file with its time; the folder is there whole, or not at all (R8.67).

    Args:
        backup: The archive.
        target: A folder that `new_folder` has found new or empty.
        is_private: Of which file nobody but its owner may read.
        bar: Shows how far it has come.

    Returns:
        Files whose time the disk cannot hold.

    Raises:
        Problem: It cannot be written, or some bytes are not those that were packed.
    """
    around = own_temporary_in(target.parent, target / "restored")
    with explain_write_faults(target):
        around.mkdir(exist_ok=True)
        try:
            with locked(around):
                return _unpack_within(around / "new", backup, target, is_private, bar)
        finally:
            with suppress(OSError):
                around.rmdir()


def _unpack_within(
    folder: Path, backup: OpenBackup, target: Path, is_private: Callable[[str], bool], bar: Bar
) -> tuple[str, ...]:
    shutil.rmtree(folder, ignore_errors=True)  # of a run that was killed
    folder.mkdir()
    try:
        for number in _shown(backup, bar, "恢复文件"):
            _unpack_one(folder, backup, number, is_private)
        unlike = _set_times(folder, backup.manifest.entries)
        folders = [folder / entry.name for entry in backup.manifest.entries if entry.is_folder]
        sync_folders({folder, *folders})
        if os.name != "posix" and target.is_dir():  # Windows puts nothing in an empty one's place
            target.rmdir()
        try_twice(lambda: folder.rename(target))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    sync_folders({target.parent})
    return unlike


def _unpack_one(
    folder: Path, backup: OpenBackup, number: int, is_private: Callable[[str], bool]
) -> None:
    entry = backup.manifest.entries[number]
    path = folder / entry.name
    if entry.is_folder:
        path.mkdir()
        return
    mode = 0o600 if is_private(entry.name) else 0o666
    with open(path, "xb", opener=lambda name, flags: os.open(name, flags, mode)) as stream:
        stream.writelines(backup.chunks(number))
        stream.flush()
        os.fsync(stream.fileno())


def _set_times(folder: Path, entries: Sequence[BackupEntry]) -> tuple[str, ...]:
    """Give everything its time, what lies deeper first; which of them did not keep it."""
    unlike: list[str] = []
    for entry in reversed(entries):
        path = folder / entry.name
        os.utime(path, ns=(entry.mtime_ns, entry.mtime_ns))
        if abs(path.stat().st_mtime_ns - entry.mtime_ns) >= _FINEST:
            unlike.append(entry.name)
    return tuple(reversed(unlike))
