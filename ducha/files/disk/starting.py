"""A folder in which a workspace is to begin, and the files that it begins with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ducha.files.disk.guard import LOCK
from ducha.files.disk.words import explain_write_faults, read_bytes

_SYSTEMS_OWN = frozenset({LOCK, ".DS_Store", "Thumbs.db", "desktop.ini"})
"""What lies in a folder without anybody having put it there."""


def is_filled(root: Path) -> bool:
    """Whether anything lies at `root`: a file of this name, or a folder that is not empty."""
    with explain_write_faults(root):
        if root.is_dir():
            return any(path.name not in _SYSTEMS_OWN for path in root.iterdir())
        return root.exists() or root.is_symlink()


def files_of(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file below a folder, by its path from there; none where there is no folder.

    Raises:
        Problem: One cannot be read.
    """
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if path.is_file():
            yield path.relative_to(folder).as_posix(), read_bytes(path)
