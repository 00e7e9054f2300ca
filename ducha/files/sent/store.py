"""What is put into sent/: a mail before the server has it (待定), and once the server has it."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from ducha.files.disk.whole import (
    replace_whole,
    sweep_folder,
    sync_folders,
    temporary_in,
    write_new,
)
from ducha.files.disk.words import explain_write_faults, try_twice
from ducha.files.sent.reading import BY_HAND_SUFFIX, MAIL_SUFFIX, PENDING_SUFFIX
from ducha.findings import Problem

_TAKEN = "sent 里已经有〔{}〕，不能改写。请检查这个文件夹，再重新运行。"


class Pending(NamedTuple):
    """A mail that lies as 待定: where, and what."""

    path: Path
    mail: bytes


def put_pending(folder: Path, name: str, mail: bytes) -> Pending:
    """A mail that is about to be handed to the server, down to the disk itself (R10.10).

    Args:
        folder: The month's folder within sent/.
        name: What the mail shall be called, without ending.
        mail: All of it, as it goes out.

    Raises:
        Problem: A mail of this name is there, or the system refused.
    """
    path = folder / f"{name}{PENDING_SUFFIX}"
    with explain_write_faults(folder):
        folder.mkdir(parents=True, exist_ok=True)
        sweep_folder(folder)
        if any(map(os.path.lexists, (path, _sent(path)))):
            raise Problem(_TAKEN.format(name))
        temporary = temporary_in(folder)
        write_new(temporary, mail)
        temporary.rename(path)
        sync_folders([folder, folder.parent])
    return Pending(path, mail)


def confirm(pending: Path) -> Path:
    """The server has taken it: from now on the mail is one that was sent (R10.10).

    Raises:
        Problem: The system refused; it stays 待定.
    """
    path = _sent(pending)
    with explain_write_faults(path):
        if os.path.lexists(path):
            raise Problem(_TAKEN.format(path.name))
        try_twice(lambda: pending.rename(path))
        sync_folders([path.parent])
    return path


def discard(pending: Path) -> None:
    """The server has refused it, or a person knows that it did not go out.

    Raises:
        Problem: The system refused; it stays 待定.
    """
    with explain_write_faults(pending):
        try_twice(pending.unlink)
        sync_folders([pending.parent])


def put_record(folder: Path, name: str, facts: Mapping[str, str | int]) -> Path:
    """A by-hand record of what went another way (R7.140).

    Raises:
        Problem: One of this name is there, or the system refused.
    """
    path = folder / f"{name}{BY_HAND_SUFFIX}"
    with explain_write_faults(folder):
        folder.mkdir(parents=True, exist_ok=True)
        if os.path.lexists(path):
            raise Problem(_TAKEN.format(path.name))
        replace_whole(path, (json.dumps(facts, ensure_ascii=False, indent=1) + "\n").encode())
    return path


def _sent(pending: Path) -> Path:
    return pending.with_name(pending.name.removesuffix(PENDING_SUFFIX) + MAIL_SUFFIX)
