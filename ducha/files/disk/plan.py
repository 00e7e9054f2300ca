"""Outputs written whole or not at all, and never over what a person has changed."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from stat import S_ISREG

from ducha.files.disk.guard import LOCK, WorkspaceLock, locked
from ducha.files.disk.key import make_key, new_key, others_may_read, read_key
from ducha.files.disk.opened import Opened, opened
from ducha.files.disk.record import (
    UNREADABLE,
    Record,
    digest_at,
    digest_of,
    read_record,
    record_name,
    save_record,
)
from ducha.files.disk.retiring import Retired, retire
from ducha.files.disk.whole import (
    remove,
    replace_whole,
    replacing_in,
    sweep,
    sweep_folder,
    sync_folders,
    temporary_in,
    write_new,
)
from ducha.files.disk.words import explain_write_faults, read_bytes, read_text, try_twice
from ducha.findings import refuse

__all__ = [
    "LOCK",
    "Opened",
    "Output",
    "Retired",
    "WorkspaceLock",
    "Written",
    "apply",
    "locked",
    "make_folder",
    "make_key",
    "new_key",
    "opened",
    "others_may_read",
    "own",
    "read_bytes",
    "read_key",
    "read_text",
    "replace",
    "retire",
]

_CHANGED = "〔{old}〕生成以后被人改过，没有覆盖；新的另存为〔{new}〕，请核对后自行取舍。"
_HELD_OPEN = (
    "〔{old}〕正被打开（Excel 或 WPS），不能改写；新的另存为〔{new}〕。请关闭后重新运行一次。"
)


@dataclass(frozen=True, slots=True)
class Output:
    """One file to be written, whole."""

    path: Path
    data: bytes


@dataclass(frozen=True, slots=True)
class Written:
    """What became of an output: where it is now, whether beside the old one.

    `changed` is false where the same bytes lay there already; `sentence` tells a person why it
    lies beside, and is empty where it does not.
    """

    path: Path
    beside: bool
    changed: bool
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    """One output on its way: where it shall go, and under which name it waits for that."""

    output: Output
    target: Path
    temporary: Path
    digest: str
    present: str
    """Digest of what is at the target now."""
    sentence: str = ""

    @property
    def moves(self) -> bool:
        """Whether anything has to be written."""
        return self.digest != self.present


def apply(outputs: Sequence[Output], outbox: Path) -> tuple[Written, ...]:
    """Write every output, after the whole plan has been found possible.

    All are first written under temporary names, so that a full disk leaves the old files as they
    were; then each takes its place in one step. The record is saved before and after, so that a
    run that is killed between does not mistake its own file for a person's.

    Raises:
        Problem: Something in the plan cannot work, with every message; nothing is written then.
            Or the system refused while it was written.
    """
    refuse(_obstacles(outputs, outbox))
    with explain_write_faults(outbox):
        sweep(outbox)
        for folder in {output.path.parent for output in outputs}:
            sweep_folder(folder)
        record = read_record(outbox)
        steps = [_plan_step(output, outbox, record) for output in outputs]
        moving = [step for step in steps if step.moves]
        try:
            _stage(moving)
            _announce(moving, outbox, record)
            written = tuple(_place(step, outbox, record) for step in steps)
        finally:
            remove(step.temporary for step in moving)
        sync_folders({step.target.parent for step in moving})
        _settle(written, steps, outbox)
    return written


def own(paths: Iterable[Path], outbox: Path) -> tuple[Path, ...]:
    """Those of `paths` that are still as this program wrote them: bytes of ours, not foreign ones.

    Raises:
        Problem: The outbox cannot be read.
    """
    with explain_write_faults(outbox):
        record = read_record(outbox)
        return tuple(p for p in paths if digest_at(p) in record.get(record_name(p, outbox), ()))


def make_folder(folder: Path) -> None:
    """Make a folder that is not there yet."""
    with explain_write_faults(folder):
        folder.mkdir(parents=True, exist_ok=True)


def replace(path: Path, data: bytes) -> None:
    """Write one file whole, over what is there: for what a person has asked to be replaced."""
    with explain_write_faults(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_whole(path, data, replacing_in(path.parent))


def _obstacles(outputs: Sequence[Output], outbox: Path) -> list[str]:
    """Everything in the plan itself that cannot work, before anything is written."""
    seen: set[str] = set()
    messages: list[str] = []
    for output in outputs:
        name = str(output.path).casefold()
        if name in seen:
            messages.append(f"有两个文件要写到同一位置：{output.path}。请检查是否有重名的单位。")
        seen.add(name)
        if os.path.lexists(output.path) and not S_ISREG(output.path.lstat().st_mode):
            messages.append(f"这里应当是普通文件，却不是：{output.path}。请把它移走后重新运行。")
    folders = {outbox, *(output.path.parent for output in outputs)}
    return [*messages, *sorted({why for folder in folders if (why := _why_blocked(folder))})]


def _why_blocked(folder: Path) -> str:
    """Why nothing can be written in `folder`, made or still to be made; empty when it can."""
    nearest = next((path for path in (folder, *folder.parents) if os.path.lexists(path)), folder)
    if not nearest.is_dir():
        return f"这里应当是文件夹，却是文件：{nearest}。请把它移走后重新运行。"
    if not os.access(nearest, os.W_OK):
        return (
            f"文件夹不能写入：{nearest}。请检查是否只读、有没有权限，"
            "或把整个工作文件夹移到可以写入的位置后重新运行。"
        )
    return ""


def _plan_step(output: Output, outbox: Path, record: Record) -> _Step:
    """Decide where an output goes: its own place, or beside what is not ours to replace."""
    digest, present = digest_of(output.data), digest_at(output.path)
    if _is_ours(output.path, digest, present, outbox, record):
        return _Step(
            output=output,
            target=output.path,
            temporary=temporary_in(output.path.parent),
            digest=digest,
            present=present,
        )
    target = _path_beside(output.path, digest, outbox, record)
    why = _HELD_OPEN if present == UNREADABLE else _CHANGED
    sentence = why.format(old=output.path.name, new=target.name)
    temporary = temporary_in(target.parent)
    return _Step(
        output=output,
        target=target,
        temporary=temporary,
        digest=digest,
        present=digest_at(target),
        sentence=sentence,
    )


def _is_ours(path: Path, digest: str, present: str, outbox: Path, record: Record) -> bool:
    """Whether the place is empty, or holds the very same bytes, or what this program wrote."""
    return present in {"", digest} or present in record.get(record_name(path, outbox), ())


def _path_beside(path: Path, digest: str, outbox: Path, record: Record) -> Path:
    """The first name beside `path` that is free or ours."""
    names = (
        path.with_name(f"{path.stem}（新生成{number if number > 1 else ''}）{path.suffix}")
        for number in count(1)
    )
    return next(name for name in names if _is_ours(name, digest, digest_at(name), outbox, record))


def _stage(steps: Iterable[_Step]) -> None:
    """Write every output under a temporary name in the folder where it belongs."""
    for step in steps:
        step.temporary.parent.mkdir(parents=True, exist_ok=True)
        write_new(step.temporary, step.output.data)


def _place(step: _Step, outbox: Path, record: Record) -> Written:
    """Let an output take its place; beside it when Excel holds the old one open."""
    own = step.output.path
    if not step.moves:
        return Written(step.target, step.target != own, changed=False, sentence=step.sentence)
    try:
        try_twice(lambda: step.temporary.replace(step.target))
    except PermissionError:
        target = _path_beside(step.target, step.digest, outbox, record)
        step.temporary.replace(target)
        sentence = _HELD_OPEN.format(old=own.name, new=target.name)
        return Written(target, beside=True, changed=True, sentence=sentence)
    return Written(step.target, step.target != own, changed=True, sentence=step.sentence)


def _settle(written: Sequence[Written], steps: Sequence[_Step], outbox: Path) -> None:
    """Record what is there now, and take away our own old copies beside it."""
    record = read_record(outbox)
    for placed, step in zip(written, steps, strict=True):
        record[record_name(placed.path, outbox)] = [step.digest]
        if not placed.beside:
            _drop_copy(_path_beside(placed.path, step.digest, outbox, record), outbox, record)
    save_record(outbox, record)


def _drop_copy(path: Path, outbox: Path, record: Record) -> None:
    """Remove what an earlier run wrote beside a file that could now be written in its place."""
    if digest_at(path) in record.pop(record_name(path, outbox), ()):
        remove([path])


def _announce(steps: Sequence[_Step], outbox: Path, record: Record) -> None:
    """Record what is about to be written, besides what is there."""
    ahead = {name: list(digests) for name, digests in record.items()}
    for step in steps:
        ahead.setdefault(record_name(step.target, outbox), []).append(step.digest)
    if steps:
        save_record(outbox, ahead)
