"""A folder for the demo: emptied and made again every time, never over anything else."""

from __future__ import annotations

import os
import shutil
from datetime import datetime
from pathlib import Path

from ducha.files.disk.plan import LOCK
from ducha.files.disk.words import explain_write_faults

MARKER = "演示说明.txt"


def is_foreign(root: Path) -> bool:
    """Whether something lies at `root` that no demo has put there."""
    with explain_write_faults(root):
        names = {path.name for path in root.iterdir()} if root.is_dir() else set()
    return bool(names - {LOCK}) and MARKER not in names


def make_folder(root: Path) -> None:
    """Make the demo's folder, where its lock is to lie."""
    with explain_write_faults(root):
        root.mkdir(parents=True, exist_ok=True)


def clear(root: Path, readme: str) -> None:
    """Empty the demo's folder but for its lock; it bears its marker all the while."""
    with explain_write_faults(root):
        (root / MARKER).write_text(readme, encoding="utf-8")
        for path in root.iterdir():
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            elif path.name not in {LOCK, MARKER}:
                path.unlink()
        for folder in (root / "inbox", root / "outbox"):
            folder.mkdir()


def copy_file(source: Path, target: Path) -> None:
    """Copy one file."""
    with explain_write_faults(target):
        shutil.copyfile(source, target)


def copy_folder(source: Path, target: Path) -> None:
    """Copy a folder with everything in it."""
    with explain_write_faults(target):
        shutil.copytree(source, target)


def put_dated(path: Path, data: bytes, at: datetime) -> None:
    """Put a file into the demo's inbox, dated as if it had come then."""
    with explain_write_faults(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        os.utime(path, (at.timestamp(), at.timestamp()))
