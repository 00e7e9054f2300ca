"""Mails of the inbox in which a server says that one of ours came back."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from stat import S_ISREG

from ducha.submission.bounces import MOST_READ, Bounce, read_bounce


def find_bounces(inbox: Path) -> tuple[Bounce, ...]:
    """What the mails below `inbox` say of failures; what cannot be read says nothing."""
    return tuple(
        bounce for path in _mails(inbox) if (bounce := read_bounce(_beginning(path))) is not None
    )


def _mails(inbox: Path) -> Iterator[Path]:
    for top, folders, names in os.walk(inbox):
        folders.sort()
        for name in sorted(names):
            path = Path(top, name)
            if name.lower().endswith(".eml") and S_ISREG(path.lstat().st_mode):
                yield path


def _beginning(path: Path) -> bytes:
    with suppress(OSError), path.open("rb") as stream:
        return stream.read(MOST_READ)
    return b""
