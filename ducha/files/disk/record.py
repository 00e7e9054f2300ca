"""The record of what this program wrote: by its digest a file is ours until a person changes it."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

from ducha.files.disk.whole import replace_whole
from ducha.files.disk.words import try_twice

RECORD = ".已生成.json"

UNREADABLE = "unreadable"
"""In place of a digest: something is there that cannot be read, so it is not ours to replace."""

Record = dict[str, list[str]]
"""Digests of what this program wrote, by path from the outbox; several while one is replaced."""


def digest_of(data: bytes) -> str:
    """The digest by which the record knows these bytes."""
    return hashlib.sha256(data).hexdigest()


def digest_at(path: Path) -> str:
    """Digest of what is there; empty when nothing is."""
    try:
        return digest_of(try_twice(path.read_bytes))
    except FileNotFoundError:
        return ""
    except PermissionError:
        return UNREADABLE


def record_name(path: Path, outbox: Path) -> str:
    """How the record names a path: from the outbox, so that a workspace may move."""
    try:
        return Path(os.path.relpath(path, outbox)).as_posix()
    except ValueError:  # on another drive
        return path.as_posix()


def read_record(outbox: Path) -> Record:
    """What the record says; a missing or damaged one counts as empty."""
    try:
        saved = json.loads((outbox / RECORD).read_bytes())
    except (FileNotFoundError, ValueError):
        return {}
    pairs = saved.items() if isinstance(saved, dict) else ()
    return {str(k): [str(digest) for digest in v] for k, v in pairs if isinstance(v, list)}


def save_record(outbox: Path, record: Record) -> None:
    """Write the record whole, where it says anything new."""
    if record == read_record(outbox):
        return
    text = json.dumps(record, ensure_ascii=False, indent=0, sort_keys=True)
    outbox.mkdir(parents=True, exist_ok=True)
    replace_whole(outbox / RECORD, text.encode("utf-8", "surrogatepass"))
