"""What a backup says of itself: every file with its size, digest and time."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass

from ducha.files.backup.parts import CONFIG, repeats, why_unfit

NAME = "备份清单.json"
MAX_ENTRIES = 200_000
MAX_TOTAL = 20 * 1024**3
MAX_MANIFEST = 64 * 1024**2
MAX_CONFIG = 1024**2

_KIND = "民生实事督查工作区备份"
_VERSION = 1
_DIGEST = re.compile("[0-9a-f]{64}")
_TIMES = range(-(2**63), 2**63)

BROKEN = "不完整，或者被改动过"
NO_BACKUP = "不是本程序做的备份"
NEWER = "是更新版本的程序做的，请先更新程序"
BEYOND = f"里面的文件太多或太大（超过{MAX_ENTRIES}个，或{MAX_TOTAL // 1024**3} GB）"
UNFIT = "里有不能恢复的文件名“{}”：{}"
REPEATED = "里有不能恢复的文件名“{}”：有两个同名的文件（只有大小写不同也算）"


class BadBackup(Exception):  # noqa: N818 - it becomes a Problem where the file's name is known
    """Why an archive is not restored: the rest of a sentence that begins with its name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupEntry:
    """One file of a workspace, or a folder, whose name ends in a slash; paths from its folder."""

    name: str
    size: int = 0
    sha256: str = ""
    mtime_ns: int

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder."""
        return self.name.endswith("/")


@dataclass(frozen=True, slots=True)
class BackupManifest:
    """Every entry, config.toml first, folders before what is in them; when and from what made."""

    entries: tuple[BackupEntry, ...]
    made: str
    program: str

    @property
    def files(self) -> int:
        """How many files there are."""
        return sum(not entry.is_folder for entry in self.entries)

    @property
    def size(self) -> int:
        """Bytes of them all."""
        return sum(entry.size for entry in self.entries)

    def to_json(self) -> bytes:
        """The member that goes first; bytes of a name that are no text stand as Python has them."""
        listed = [
            {"name": e.name, "size": e.size, "sha256": e.sha256, "mtime_ns": e.mtime_ns}
            for e in self.entries
        ]
        head = {"kind": _KIND, "version": _VERSION, "program": self.program, "made": self.made}
        text = json.dumps(head | {"entries": listed}, ensure_ascii=False, indent=0)
        return text.encode("utf-8", "surrogatepass")


def read_manifest(data: bytes) -> BackupManifest:
    """The manifest of an archive, checked in itself (R8.64).

    Raises:
        BadBackup: It is none of ours, or names something that is not restored.
    """
    try:
        saved: object = json.loads(data.decode("utf-8", "surrogatepass"))
    except (ValueError, RecursionError) as error:
        raise BadBackup(NO_BACKUP) from error
    match saved:
        case {"kind": str(kind), "version": int(version)} if kind == _KIND:
            if version != _VERSION:
                raise BadBackup(NEWER)
        case _:
            raise BadBackup(NO_BACKUP)
    match saved:
        case {"program": str(program), "made": str(made), "entries": list(listed)}:
            entries = tuple(map(_entry, listed))
        case _:
            raise BadBackup(BROKEN)
    _check(entries)
    return BackupManifest(entries, made, program)


def _entry(listed: object) -> BackupEntry:
    match listed:
        case {"name": str(name), "size": int(size), "sha256": str(digest), "mtime_ns": int(at)}:
            entry = BackupEntry(name=name, size=size, sha256=digest, mtime_ns=at)
            plain = (size, digest) == (0, "") if entry.is_folder else _DIGEST.fullmatch(digest)
            if plain and size >= 0 and at in _TIMES:
                return entry
    raise BadBackup(BROKEN)


def _check(entries: tuple[BackupEntry, ...]) -> None:
    if len(entries) > MAX_ENTRIES or sum(entry.size for entry in entries) > MAX_TOTAL:
        raise BadBackup(BEYOND)
    names = [entry.name for entry in entries]
    for name in names:
        if why := why_unfit(name):
            raise BadBackup(UNFIT.format(name, why))
    for name in repeats(names):
        raise BadBackup(REPEATED.format(name))
    if names[:1] != [CONFIG] or entries[0].size > MAX_CONFIG or not _are_nested(names):
        raise BadBackup(BROKEN)


def _are_nested(names: Iterable[str]) -> bool:
    """Whether every folder is named before what lies in it."""
    known = {""}
    for name in names:
        if name[: name.rstrip("/").rfind("/") + 1] not in known:
            return False
        known.add(name)
    return True
