"""Whatever the machine refuses in the middle of a backup or a restore, there is nothing half.

Killed at any call, or refused one, the archive or the folder is whole or not there; what a killed
run was writing bears a temporary name, and the next run clears it.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from kit.backups import backed_up, everything, laid
from kit.faults import KILL, Ending, Fault, Laboratory, missing

ALL = bool(os.environ.get("DUCHA_ALL_FAULTS"))
"""Set by hand for every call there is."""

CALLS = ("openat", "read", "write", "fsync", "mkdir", "utimensat", "rename", "link", "linkat")
MORE = ("unlink", "flock", "close", "newfstatat", "lseek", "getdents64", "rmdir", "fchmod")
ERRORS = ("ENOSPC", "EIO", "EACCES")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace."""
    if missing():
        pytest.skip(missing())
    return laid(tmp_path_factory.mktemp("faults") / "旧")


@pytest.fixture(scope="module")
def packing(root: Path) -> Iterator[Laboratory]:
    """Where a workspace is backed up."""
    laboratory = Laboratory(root, "--today", "2024-05-29", "backup", "../b.zip")
    yield laboratory
    laboratory.close()


@pytest.fixture(scope="module")
def unpacking(root: Path) -> Iterator[Laboratory]:
    """Where it is restored, into a folder beside."""
    folder = root.parent / "桌面"
    folder.mkdir()
    backed_up(root, folder / "b.zip")
    laboratory = Laboratory(folder, "restore", "b.zip", "../new")
    yield laboratory
    laboratory.close()


def chosen(calls: Mapping[str, int], errors: tuple[str, ...]) -> Iterator[Fault]:
    """All of them; or the first, the last and one between of each call, and more of writing."""
    for order, call in enumerate((*CALLS, *MORE) if ALL else CALLS):
        count = calls.get(call, 0)
        few = {1, count // 3, (2 * count) // 3, count}
        for number in range(1, count + 1):
            if ALL or number in few:
                yield Fault(call, number, errors[(order + number) % len(errors)])


def clear(laboratory: Laboratory) -> None:
    """Lay the workspace anew, and nothing beside it."""
    for path in laboratory.folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
    laboratory.fresh()


def litter(laboratory: Laboratory) -> list[str]:
    """What is there beside the workspace and under no temporary name."""
    known = {"space", "out", "err", "log"}
    return sorted(
        path.name
        for path in laboratory.folder.iterdir()
        if path.name not in known and not path.name.startswith(".写入中-")
    )


def breaches(ending: Ending, whole: bool, there: bool) -> Iterator[str]:  # noqa: FBT001 - two facts
    """What must not be so after a trial."""
    if there and not whole:
        yield "half"
    if ending.code == 0 and not there:
        yield "said to be done and is not"
    if ending.code == 2 and not re.search(r"没有执行(，原因)?：\s*[一-鿿].*。", ending.output):
        yield f"not told: {ending.output}"
    if ending.code not in {0, 1, 2, -9} or "Traceback" in ending.output:
        yield f"ended with {ending.code}: {ending.output}"


def tried(
    laboratory: Laboratory, name: str, is_whole: Callable[[], bool], errors: tuple[str, ...]
) -> list[str]:
    """Trials one after the other, each followed by an undisturbed run."""
    broken: list[str] = []
    clear(laboratory)
    calls = laboratory.calls()
    for fault in chosen(calls, errors):
        clear(laboratory)
        ending = laboratory.run(*fault.options)
        there = (laboratory.folder / name).exists()
        broken += [f"{fault}: {why}" for why in breaches(ending, there and is_whole(), there)]
        broken += [f"{fault}: left {other}" for other in litter(laboratory) if other != name]
        if not there:
            assert laboratory.run().code == 0
            assert is_whole(), fault
            left = [path.name for path in laboratory.folder.glob(".写入中-*")]
            broken += [f"{fault}, next run: left {other}" for other in left]
    return broken


@pytest.mark.parametrize("errors", [ERRORS, (KILL,)], ids=["errors", "kill"])
def test_a_backup_is_whole_or_not_there(packing: Laboratory, errors: tuple[str, ...]) -> None:
    """(R8.65) The workspace stays as it is, too."""
    clear(packing)
    before = everything(packing.space)
    assert packing.run().code == 0
    whole = (packing.folder / "b.zip").read_bytes()
    assert len(whole) > 1000

    def is_whole() -> bool:
        lock = {".正在运行.lock"}
        now = everything(packing.space)
        same = {name: now[name] for name in now.keys() - lock} == before
        return same and (packing.folder / "b.zip").read_bytes() == whole

    assert tried(packing, "b.zip", is_whole, errors) == []


@pytest.mark.parametrize("errors", [ERRORS, (KILL,)], ids=["errors", "kill"])
def test_a_folder_is_whole_or_not_there(
    root: Path, unpacking: Laboratory, errors: tuple[str, ...]
) -> None:
    """(R8.67) With all its times."""
    expected = everything(root)

    def is_whole() -> bool:
        return everything(unpacking.folder / "new") == expected

    assert tried(unpacking, "new", is_whole, errors) == []


@pytest.mark.parametrize("error", ["EIO", KILL])
def test_a_fault_is_really_put_in(packing: Laboratory, unpacking: Laboratory, error: str) -> None:
    """At a call without which nothing is done: the run cannot end well."""
    for laboratory in (packing, unpacking):
        clear(laboratory)
        assert laboratory.run(*Fault("fsync", 1, error).options).code in {2, -9}
