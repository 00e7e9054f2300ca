"""Outputs that are made no more: withdrawn as long as they are what this program wrote."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Container, Iterable
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
        keep = {_folded(path, outbox) for path in kept}
        stale = _stale(folders, keep, outbox)
        ours = [each.name for each in stale if each.is_ours]
        held = [each.name for each in stale if each.digest == UNREADABLE]
        if not dry_run:
            held += _take_away(ours, outbox)
            _forget(stale, outbox)
    changed = [each.name for each in stale if each.is_changed and _own_place(each.name) not in keep]
    return Retired(
        tuple(outbox / name for name in ours if name not in held),
        (*_say(_HELD_OPEN, held), *_say(_CHANGED, changed)),
    )


@dataclass(frozen=True, slots=True)
class _Stale:
    """A file of an earlier run: its name in the record, what lies there, what we wrote there."""

    name: str
    digest: str
    written: Collection[str]

    @property
    def is_ours(self) -> bool:
        """Whether it is as this program wrote it."""
        return self.digest in self.written

    @property
    def is_changed(self) -> bool:
        """Whether a person has made something else of it."""
        return self.digest not in {"", UNREADABLE, *self.written}


def _stale(folders: Iterable[Path], keep: Container[str], outbox: Path) -> list[_Stale]:
    """What the record has in these folders besides what is kept."""
    inside = tuple(f"{record_name(folder, outbox)}/" for folder in folders)
    return [
        _Stale(name, digest_at(outbox / name), written)
        for name, written in read_record(outbox).items()
        if name.startswith(inside) and name.casefold() not in keep
    ]


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


def _forget(stale: Iterable[_Stale], outbox: Path) -> None:
    """Of what is there no more, nothing is recorded."""
    gone = {each.name for each in stale if not os.path.lexists(outbox / each.name)}
    record = read_record(outbox)
    save_record(outbox, {name: record[name] for name in record if name not in gone})


def _say(sentence: str, names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sentence.format(Path(name).name) for name in names)
