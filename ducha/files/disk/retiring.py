"""Outputs that are made no more: withdrawn as long as they are what this program wrote."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ducha.files.disk.record import UNREADABLE, digest_at, read_record, record_name, save_record
from ducha.files.disk.whole import remove
from ducha.files.disk.words import explain_write_faults

_HELD_OPEN = "〔{}〕已经不需要了，但正被打开，没有撤掉。请关闭后重新运行一次，不要再发出。"
_CHANGED = "〔{}〕已经不需要了，但生成以后被人改过，没有撤掉。不要再发出；用不着的，请自行删除。"
_COPY = re.compile(r"（新生成\d*）(?=\.\w+$)")
"""In the name of what was written beside a file that a person had changed."""


@dataclass(frozen=True, slots=True)
class Retired:
    """What was withdrawn, and a sentence for each file that had to stay."""

    paths: tuple[Path, ...] = ()
    sentences: tuple[str, ...] = ()


def retire(
    folders: Iterable[Path], kept: Iterable[Path], outbox: Path, *, dry_run: bool = False
) -> Retired:
    """Take away what an earlier run wrote into `folders` and this one would not (R6.350).

    What a person has changed since stays: it is not ours any more (R6.351). What cannot be taken
    away is tried again by the next run.

    Args:
        folders: Where the run writes.
        kept: What it writes: where that belongs, and where it lies.
        outbox: What they are folders of, where the record lies.
        dry_run: Only tell what would be withdrawn (R6.352).

    Raises:
        Problem: The system refused what had to be read or written for it.
    """
    with explain_write_faults(outbox):
        record, keep = read_record(outbox), {_folded(path, outbox) for path in kept}
        inside = tuple(f"{record_name(folder, outbox)}/" for folder in folders)
        stale = [name for name in record if name.startswith(inside) and name.casefold() not in keep]
        found = {name: digest_at(outbox / name) for name in stale}
        ours = [name for name in stale if found[name] in record[name]]
        held = [name for name in stale if found[name] == UNREADABLE]
        if not dry_run:
            held += _take_away(ours, outbox)
            _forget([name for name in stale if not os.path.lexists(outbox / name)], outbox)
    known = {"", UNREADABLE}
    changed = [
        name
        for name in stale
        if found[name] not in known.union(record[name]) and _own_place(name) not in keep
    ]
    return Retired(
        tuple(outbox / name for name in ours if name not in held),
        (*_say(_HELD_OPEN, held), *_say(_CHANGED, changed)),
    )


def _folded(path: Path, outbox: Path) -> str:
    """A path as it is compared: some systems do not tell capitals from small letters."""
    return record_name(path, outbox).casefold()


def _own_place(name: str) -> str:
    """Where that belongs which was written beside what a person had changed."""
    return _COPY.sub("", name).casefold()


def _take_away(names: Iterable[str], outbox: Path) -> list[str]:
    """Remove files; gives those that are still there."""
    listed = list(names)
    remove(outbox / name for name in listed)
    return [name for name in listed if os.path.lexists(outbox / name)]


def _forget(names: Iterable[str], outbox: Path) -> None:
    gone = set(names)
    record = read_record(outbox)
    save_record(outbox, {name: record[name] for name in record if name not in gone})


def _say(sentence: str, names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sentence.format(Path(name).name) for name in names)
