"""How a file of a workspace stands in an archive, for who writes one and who reads it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from stat import S_IFDIR, S_IFREG
from zipfile import ZipInfo

from ducha.files.backup.manifest import BackupEntry
from ducha.period import CHINA

CHUNK = 1024**2
"""Bytes of a file that are in memory at once."""

Bar = Callable[[Sequence[Path], str], Iterable[Path]]
"""Shows how far a long work of this name has come; hands the paths through one by one."""

_UNIX = 3
_FIRST_SECOND, _LAST_SECOND = 315_532_800, 4_354_732_800
"""Of the years that an archive knows, 1980 to 2107."""


def member_name(entry: BackupEntry, number: int) -> str:
    """The name that other programs show: of bytes that are no text, what can be read of them."""
    if entry.name.isascii():
        return entry.name
    shown = entry.name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return shown if shown == entry.name else f"{number}_{shown}"


def member(name: str, size: int, mtime_ns: int = 0) -> ZipInfo:
    """How a file or folder is listed in the archive: nothing of it depends on the machine."""
    heading = ZipInfo(name, _date_of(mtime_ns))
    heading.create_system = _UNIX
    kind = S_IFDIR | 0o700 if name.endswith("/") else S_IFREG | 0o600
    heading.external_attr = kind << 16 | (0x10 if name.endswith("/") else 0)
    heading.file_size = heading.compress_size = size
    return heading


def _date_of(mtime_ns: int) -> tuple[int, int, int, int, int, int]:
    """The time as other programs show it, China's; the true one is in the manifest."""
    seconds = min(max(mtime_ns // 10**9, _FIRST_SECOND), _LAST_SECOND)
    at = datetime.fromtimestamp(seconds // 2 * 2, CHINA)
    return at.year, at.month, at.day, at.hour, at.minute, at.second
