"""A small workspace to be backed up, and archives that were tampered with."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile, ZipInfo

from ducha.files.backup.manifest import NAME, read_manifest
from ducha.workflow.spaces.backup import back_up, restore
from ducha.workflow.workspace import Outcome

DAY = date(2024, 5, 29)
KEY = "0f" * 32 + "\n"
BEFORE_1980 = -86_400_000_000_007
NEW = 1_716_192_000_123_456_700
"""20 May 2024, 16:00:00.1234567 in China: what NTFS can keep of it too."""

FILES = {
    "config.toml": b"",
    "ledger.xlsx": b"ledger",
    "ledger（导入前1）.xlsx": b"before",
    "templates/填报邮件.txt": b"letter",
    "inbox/2024-05/教体局.xlsx": b"return",
    "inbox/empty.eml": b"",
    "inbox/.git/x": b"evidence, whatever it is called",
    "outbox/2024-05/汇总.xlsx": b"report",
    "sent/1.eml": b"sent",
    "archive/2024-05/第1稿/today": b"2024-06-03",
    "signing.key": KEY.encode(),
}


def plain(paths: Sequence[Path], _: str) -> Iterable[Path]:
    """No progress is shown."""
    return paths


def laid(root: Path, files: dict[str, bytes] | None = None) -> Path:
    """A workspace of these files, each with a time of its own; the folders empty ones too."""
    for name in ("inbox/空", "templates"):
        (root / name).mkdir(parents=True, exist_ok=True)
    for number, (name, data) in enumerate((FILES if files is None else files).items()):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        os.utime(path, ns=(NEW, NEW + number * 1_000_000_100))
    os.utime(root / "inbox/empty.eml", ns=(0, BEFORE_1980 // 100 * 100))
    os.utime(root / "inbox", ns=(0, NEW))
    (root / "signing.key").chmod(0o600)
    return root


def backed_up(root: Path, file: Path | None = None, *, dry_run: bool = False) -> Outcome:
    """Back the workspace up."""
    return back_up(root / "config.toml", file, DAY, dry_run=dry_run, bar=plain)


def restored(file: Path, folder: Path, *, dry_run: bool = False) -> Outcome:
    """Restore it."""
    return restore(file, folder, dry_run=dry_run, bar=plain)


def everything(root: Path) -> dict[str, tuple[bytes | None, int]]:
    """Every file and folder below a folder, with its time in nanoseconds."""
    return {
        path.relative_to(root).as_posix(): (
            path.read_bytes() if path.is_file() else None,
            path.lstat().st_mtime_ns,
        )
        for path in sorted(root.rglob("*"))
    }


Members = list[tuple[ZipInfo, bytes]]


def rewritten(file: Path, change: Callable[[Members], None]) -> None:
    """Write an archive anew after a change of its members, their headings as they were."""
    with ZipFile(file) as archive:
        members = [(heading, archive.read(heading)) for heading in archive.infolist()]
    change(members)
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for heading, data in members:
            archive.writestr(heading, data)
    file.write_bytes(out.getvalue())


def manifest_of(file: Path) -> list[str]:
    """The names that the manifest of an archive lists."""
    with ZipFile(file) as archive:
        return [entry.name for entry in read_manifest(archive.read(NAME)).entries]
