"""Files written whole: a temporary name in the same folder, down to the disk, then one step."""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from ducha.files.disk.words import try_twice

_BEGINNING, _END = ".写入中-", ".tmp"
"""A temporary name is short, so that it fits wherever the final one does, and easy to tell."""

_NO_FOLDER_SYNC = frozenset({errno.EINVAL, errno.ENOTSUP})


def replace_whole(path: Path, data: bytes, temporary: Path | None = None) -> None:
    """Write `data` to `path`, over whatever is there, in one step.

    By way of `temporary`, from which a killed run's remains are cleared before, or a new name.
    """
    if temporary is None:
        temporary = temporary_in(path.parent)
    else:
        remove([temporary])
    try:
        write_new(temporary, data)
        temporary.replace(path)
    finally:
        remove([temporary])
    sync_folders({path.parent})


def temporary_in(folder: Path) -> Path:
    """An unused name in the folder where the finished file belongs."""
    return folder / f"{_BEGINNING}{secrets.token_hex(6)}{_END}"


def replacing_in(folder: Path) -> Path:
    """The one temporary name for what is replaced in a workspace's own folder, under its lock.

    The next run that holds the lock clears it, and touches nobody else's (R6.374).
    """
    return folder / f"{_BEGINNING}替换{_END}"


def own_temporary_in(folder: Path, owner: Path) -> Path:
    """The one temporary name in `folder` for whoever holds the lock of `owner`.

    Where other workspaces write too: who takes it clears what a killed run of its own left, and
    nobody else's.
    """
    tag = hashlib.sha256(os.fsencode(owner)).hexdigest()[:12]
    return folder / f"{_BEGINNING}{tag}{_END}"


def write_new(path: Path, data: bytes, mode: int = 0o666) -> None:
    """Write a new file, down to the disk itself.

    Raises:
        FileExistsError: There is one of this name.
    """
    with open(path, "xb", opener=lambda name, flags: os.open(name, flags, mode)) as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def claim(temporary: Path, path: Path) -> bool:
    """Give a finished file its name, whole, and never over another one; whether it was free.

    The temporary name may stay behind.
    """
    try:
        os.link(temporary, path)
    except FileExistsError:
        return False
    except OSError:  # a file system without links, such as a USB stick
        if os.path.lexists(path):
            return False
        temporary.replace(path)
    return True


def remove(paths: Iterable[Path]) -> None:
    """Remove files, as far as possible: what stays is cleared by the next run."""
    for path in paths:
        with suppress(OSError):
            try_twice(path.unlink)


def sync_folders(folders: Iterable[Path]) -> None:
    """Make new names last through a power cut, where the platform can."""
    for folder in folders:
        try:
            handle = os.open(folder, os.O_RDONLY)
        except PermissionError:  # Windows opens no folders
            continue
        try:
            os.fsync(handle)
        except OSError as error:
            if error.errno not in _NO_FOLDER_SYNC:
                raise
        finally:
            os.close(handle)


def sweep(root: Path) -> None:
    """Clear what a killed run left anywhere below `root`."""
    for top, below, names in os.walk(root):
        if Path(top) != root and "config.toml" in names:
            below.clear()  # a workspace of its own, such as the demo, has its own lock
        else:
            remove(Path(top, name) for name in names if is_litter(name))


def sweep_folder(folder: Path) -> None:
    """Clear what a killed run left in `folder` itself."""
    with suppress(OSError):
        remove(path for path in folder.iterdir() if is_litter(path.name))


def is_litter(name: str) -> bool:
    """Whether a file of this name is one that a killed run was writing."""
    return name.startswith(_BEGINNING) and name.endswith(_END)
