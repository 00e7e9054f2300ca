"""Mails put into the inbox, each once: under a name of its own, whole, never over another."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from email import policy
from email.parser import BytesHeaderParser
from pathlib import Path

from ducha.files.disk.whole import (
    claim,
    remove,
    replace_whole,
    sweep_folder,
    sync_folders,
    temporary_in,
    write_new,
)
from ducha.files.disk.words import explain_write_faults
from ducha.files.inbox.mail_time import mail_time
from ducha.period import CHINA

FOLDER = "收信"
_RECORD = ".收信记录.json"
"""Beside the outputs: it spares fetching a mail again, and can be deleted at any time."""

_HEAD = 65_536
_UNFIT = re.compile(r"[^A-Za-z0-9@._-]+")
_LONGEST = 40
_DIGEST = 12


def mail_digest(mail: bytes) -> str:
    """What tells one mail from another."""
    return hashlib.sha256(mail).hexdigest()


class Shelf:
    """The mails that lie in the inbox already, wherever and under whatever name (R10.33)."""

    def __init__(self, inbox: Path) -> None:
        """Look at how large they are; they are read only where that is not enough."""
        self._inbox = inbox
        self._digests: dict[Path, str] = {}
        self._by_size: dict[int, list[Path]] = {}
        for top, _, names in os.walk(inbox):
            for name in names:
                if name.lower().endswith(".eml"):
                    self._note(Path(top, name))

    def holds(self, size: int, digest: str) -> bool:
        """Whether a mail of this size and digest lies there."""
        return any(self._digest(path) == digest for path in self._by_size.get(size, ()))

    def put(self, mail: bytes, came: datetime, sender: str) -> bool:
        """Lay a mail into the inbox; False where it lies there already.

        Raises:
            Problem: The system refused.
        """
        digest = mail_digest(mail)
        if self.holds(len(mail), digest):
            return False
        when = _time_of(mail) or came.astimezone(CHINA)
        folder = self._inbox / FOLDER / f"{when:%Y-%m}"
        path = folder / f"{when:%Y%m%d-%H%M}_{_safe(sender)}_{digest[:_DIGEST]}.eml"
        with explain_write_faults(folder):
            folder.mkdir(parents=True, exist_ok=True)
            sweep_folder(folder)
            temporary = temporary_in(folder)
            try:
                write_new(temporary, mail)
                claim(temporary, path)
            finally:
                remove([temporary])
            sync_folders([folder, folder.parent])
        self._note(path)
        self._digests[path] = digest
        return True

    def _note(self, path: Path) -> None:
        with suppress(OSError):
            self._by_size.setdefault(path.lstat().st_size, []).append(path)

    def _digest(self, path: Path) -> str:
        if path not in self._digests:
            data = b""
            with suppress(OSError):
                data = path.read_bytes() if path.is_file() and not path.is_symlink() else b""
            self._digests[path] = mail_digest(data)
        return self._digests[path]


def _time_of(mail: bytes) -> datetime | None:
    """When the mail came, by its own words: the same on every server."""
    head = mail[:_HEAD].replace(b"\r\n", b"\n").partition(b"\n\n")[0] + b"\n\n"
    message = BytesHeaderParser(policy=policy.compat32).parsebytes(head)
    fields = [(name.lower(), str(value)) for name, value in message.raw_items()]
    received, date = (
        next((value for name, value in fields if name == wanted), "")
        for wanted in ("received", "date")
    )
    return mail_time(received, date)


def _safe(sender: str) -> str:
    return _UNFIT.sub("_", sender)[:_LONGEST].strip("._-") or "unknown"


def read_seen(outbox: Path) -> dict[str, tuple[int, str]]:
    """Which mails were fetched before, by their numbers on the server: size and digest."""
    with suppress(OSError, ValueError, RecursionError, AttributeError, TypeError):
        record = json.loads((outbox / _RECORD).read_bytes())
        return {str(key): (int(size), str(digest)) for key, (size, digest) in record.items()}
    return {}


def save_seen(outbox: Path, seen: Mapping[str, tuple[int, str]], kept: Iterable[str]) -> None:
    """Remember those that are `kept`; where that cannot be written, all is fetched again."""
    wanted = set(kept)
    record = {key: value for key, value in sorted(seen.items()) if key in wanted}
    with suppress(OSError):
        outbox.mkdir(parents=True, exist_ok=True)
        replace_whole(outbox / _RECORD, json.dumps(record).encode("ascii"))
