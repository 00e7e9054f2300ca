"""A folder for the demo: emptied and made again every time, never over anything else."""

from __future__ import annotations

import os
import shutil
from datetime import datetime
from pathlib import Path

from ducha.files.disk.words import explain_write_faults

MARKER = "演示说明.txt"


def make_folder(root: Path, readme: str) -> bool:
    """Make an empty demo folder; False when something else lies there."""
    with explain_write_faults(root):
        if root.is_dir() and any(root.iterdir()):
            if not (root / MARKER).is_file():
                return False
            shutil.rmtree(root)
        for folder in (root / "inbox", root / "outbox"):
            folder.mkdir(parents=True, exist_ok=True)
        (root / MARKER).write_text(readme, encoding="utf-8")
    return True


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
