"""A folder written whole or not at all, under a name that nothing bears yet."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from ducha.files.disk.whole import is_litter, sync_folders, temporary_in, write_new
from ducha.files.disk.words import explain_write_faults, try_twice
from ducha.findings import Problem

_TAKEN = "这里已经有了，归档的不能改写：{}。请检查后重新运行。"


def place_folder(target: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a new folder: all of them are there under its name, or none is (R8.2).

    They are written into a temporary folder beside it, which then takes the name in one step. One
    that a killed run left is cleared away first.

    Args:
        target: The folder, which is not there yet.
        files: What goes into it, by path with slashes.

    Raises:
        Problem: There is something of its name, or the system refused.
    """
    with explain_write_faults(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        _sweep_folders(target.parent)
        if os.path.lexists(target):
            raise Problem(_TAKEN.format(target))
        temporary = temporary_in(target.parent)
        try:
            _fill(temporary, files)
            try_twice(lambda: temporary.rename(target))
        finally:
            shutil.rmtree(temporary, ignore_errors=True)
        sync_folders([target.parent, target.parent.parent])


def _fill(folder: Path, files: Mapping[str, bytes]) -> None:
    folder.mkdir()
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        write_new(path, data)
    sync_folders({folder, *((folder / name).parent for name in files)})


def _sweep_folders(folder: Path) -> None:
    with suppress(OSError):
        for path in folder.iterdir():
            if is_litter(path.name) and path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
