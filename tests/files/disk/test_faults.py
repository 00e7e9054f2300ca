"""Whatever the machine refuses in the middle of a merge, nothing is half-written and nothing lost.

Every trial ends in one of three ways: the new outputs are all there; or the run says in Chinese
what was refused and ends with 2; or it was killed. In each of them every output is the old one or
the new one, the inbox is untouched, and the next run makes what an undisturbed one would.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from kit.faults import ARGUMENTS, KILL, ROOT, Ending, Fault, Laboratory, missing, tree
from kit.towns import COUNT, QIXIAN, founded

ALL = bool(os.environ.get("DUCHA_ALL_FAULTS"))
"""Set by hand for every call there is: some thousand trials."""

CALLS = ("openat", "read", "write", "fsync", "rename", "unlink", "mkdir", "flock", "close")
MORE = ("newfstatat", "getdents64", "lseek", "pipe2", "vfork", "getcwd", "access", "ioctl", "mmap")
ERRORS = ("ENOSPC", "EIO", "EACCES")

BUSY = "另一个窗口正在处理同一个工作文件夹：{}。请等它结束后再运行。"

Files = Mapping[str, bytes]


@pytest.fixture(scope="module")
def laboratory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Laboratory]:
    """A town that has been merged once, and to whose inbox a correction has come since."""
    if missing():
        pytest.skip(missing())
    root = tmp_path_factory.mktemp("town")
    town = founded(root)
    town.send({(COUNT, QIXIAN, "done"): "12+13"})
    town.merge()
    town.send({(COUNT, QIXIAN, "done"): 25.0}, day="05-21")
    made = Laboratory(root)
    yield made
    made.close()


def chosen(calls: Mapping[str, int], errors: tuple[str, ...]) -> Iterator[Fault]:
    """All of them; or one place for each call, each with another error than the call before it."""
    if ALL:
        every = ((c, n, e) for c in (*CALLS, *MORE) for n in range(calls.get(c, 0)) for e in errors)
        for call, number, error in every:
            yield Fault(call, number + 1, error)
            yield Fault(call, number + 1, error, everywhere=True)
        return
    for order, call in enumerate(CALLS):
        error, count = errors[order % len(errors)], calls.get(call, 1)
        yield Fault(call, 1 + (7 * order + 4) % count, error)
    yield Fault("read", 9, errors[0], everywhere=True)
    yield Fault("write", 6, errors[-1], everywhere=True)


def outputs(files: Files) -> Files:
    """What the program makes, without its own notes and what it was just writing."""
    return {
        name: data
        for name, data in files.items()
        if name.startswith("outbox/") and not Path(name).name.startswith(".")
    }


def breaches(ending: Ending, now: Files, old: Files, new: Files) -> Iterator[str]:
    """What must not be so after a trial."""
    kept = outputs(now)
    yield from (f"half: {n}" for n, data in kept.items() if data not in (old.get(n), new.get(n)))
    yield from (f"lost: {n}" for n in outputs(old).keys() & outputs(new).keys() - kept.keys())
    inbox = {name: data for name, data in now.items() if name.startswith("inbox/")}
    if inbox != {name: data for name, data in old.items() if name.startswith("inbox/")}:
        yield "the inbox has changed"
    if ending.code == 1 and kept != outputs(new):
        yield "said to be done and is not"
    if ending.code == 2 and not re.search(r"没有执行(，原因)?：\s*[一-鿿].*。", ending.output):
        yield f"not told: {ending.output}"
    if ending.code not in {1, 2, -9} or "Traceback" in ending.output:
        yield f"ended with {ending.code}: {ending.output}"


@pytest.mark.parametrize("errors", [ERRORS, (KILL,)], ids=["errors", "kill"])
def test_a_fault_at_any_call(laboratory: Laboratory, errors: tuple[str, ...]) -> None:
    """One after the other, each followed by an undisturbed run."""
    laboratory.fresh()
    old = tree(laboratory.space)
    assert laboratory.run().code == 1
    new = tree(laboratory.space)
    broken: list[str] = []
    for fault in chosen(laboratory.calls(), errors):
        laboratory.fresh()
        ending = laboratory.run(*fault.options)
        now = tree(laboratory.space)
        broken.extend(f"{fault}: {breach}" for breach in breaches(ending, now, old, new))
        if now != new:
            assert laboratory.run().code == 1
            again = tree(laboratory.space)
            left = sorted(n for n in again.keys() | new.keys() if again.get(n) != new.get(n))
            broken.extend(f"{fault}, next run: {name}" for name in left)
    assert broken == []


def test_the_old_and_the_new_outputs_differ(laboratory: Laboratory) -> None:
    """Otherwise the trials above would prove nothing."""
    laboratory.fresh()
    old = outputs(tree(laboratory.space))
    laboratory.run()
    new = outputs(tree(laboratory.space))
    report = "outbox/2024-05/督查汇总_2024年5月.xlsx"
    assert old[report] != new[report]
    assert old.keys() - new.keys() == {
        f"outbox/2024-05/退回件/市卫生健康委_2024年5月_退回件.{end}" for end in ("xlsx", "eml")
    }


PUBLISH = ("--today", "2024-06-03", "publish", "--period", "2024-05")


def archived(files: Files) -> Files:
    """What lies in the archive under its own name: what a run was just writing is no edition."""
    return {
        name: data
        for name, data in files.items()
        if name.startswith("archive/") and "/.写入中-" not in name
    }


def half_editions(ending: Ending, now: Files, new: Files) -> Iterator[str]:
    """What must not be so after a trial of publish (R8.2)."""
    there = archived(now)
    if there not in ({}, archived(new)):
        yield f"half an edition: {sorted(there)}"
    if ending.code == 1 and not there:
        yield "said to be published and is not"
    if ending.code not in {1, 2, -9} or "Traceback" in ending.output:
        yield f"ended with {ending.code}: {ending.output}"


def last_of(calls: Mapping[str, int]) -> Iterator[Fault]:
    """A kill at each of the last calls that write: those of the edition itself."""
    for call in ("write", "fsync", "rename", "mkdir"):
        for number in range(max(calls.get(call, 0) - 3, 1), calls.get(call, 0) + 1):
            yield Fault(call, number, KILL)


EDITION_FAULTS: Mapping[str, Callable[[Mapping[str, int]], Iterator[Fault]]] = {
    "killed": lambda calls: chosen(calls, (KILL,)),
    "refused": lambda calls: chosen(calls, ERRORS[:1]),
    "killed at its end": last_of,
}


@pytest.mark.parametrize("faults", EDITION_FAULTS.values(), ids=EDITION_FAULTS)
def test_an_edition_is_whole_or_not_there(
    laboratory: Laboratory, faults: Callable[[Mapping[str, int]], Iterator[Fault]]
) -> None:
    """Killed or refused at any call of publish; the next run makes it or finds it (R8.2)."""
    trials = Laboratory(laboratory.workspace, *PUBLISH)
    trials.fresh()
    assert trials.run().code == 1
    new = tree(trials.space)
    assert len(archived(new)) > 8
    broken: list[str] = []
    for fault in faults(trials.calls()):
        trials.fresh()
        ending = trials.run(*fault.options)
        now = tree(trials.space)
        broken.extend(f"{fault}: {breach}" for breach in half_editions(ending, now, new))
        assert trials.run().code == (2 if archived(now) else 1)
        if archived(tree(trials.space)) != archived(new):
            broken.append(f"{fault}: the next run made another one")
    trials.close()
    assert broken == []


@pytest.mark.parametrize("fault", [Fault("fsync", 1, "EIO"), Fault("openat", 1, KILL)], ids=str)
def test_a_fault_is_really_put_in(laboratory: Laboratory, fault: Fault) -> None:
    """At calls without which nothing is done: the run cannot end well."""
    laboratory.fresh()
    assert laboratory.run(*fault.options).code in {2, -9}


def test_several_merges_at_once(tmp_path: Path) -> None:
    """Who comes second waits, or is told where the first takes long; what is there is whole."""
    town = founded(tmp_path)
    town.send({(COUNT, QIXIAN, "done"): "12+13"})
    town.merge()
    expected = outputs(tree(tmp_path))
    for path in sorted((tmp_path / "outbox" / "2024-05").rglob("*汇总*")):
        path.unlink()
    command = [sys.executable, str(ROOT / "process.py"), *ARGUMENTS]
    runs = [
        subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(3)
    ]
    endings = {(run.communicate(), run.returncode) for run in runs}
    refused = (b"", f"没有执行，原因：\n　{BUSY.format(tmp_path)}\n".encode()), 2
    (((output, complaint), code),) = endings - {refused}
    assert (complaint, code) == (b"", 1)
    assert output.decode().rstrip().endswith("请打开：outbox/2024-05/督查汇总_2024年5月.xlsx")
    assert outputs(tree(tmp_path)) == expected
