"""What must be there once only: the bureau's key, and one run at a time."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from ducha.files.disk.whole import remove, sweep_folder, temporary_in, write_new
from ducha.files.disk.words import explain_write_faults, why_not_read, why_not_written
from ducha.findings import Problem

LOCK = ".正在运行.lock"
PATIENCE = 10.0
"""Seconds that a second run waits for the first one."""

_KEY = re.compile(rb"\s*([0-9a-f]{64})\s*")


@contextmanager
def locked(outbox: Path) -> Iterator[None]:
    """Keep a second run out. The system itself frees the lock of a run that was killed.

    Raises:
        Problem: Another run has not ended within `PATIENCE`, or the lock cannot be written.
    """
    with explain_write_faults(outbox):
        outbox.mkdir(parents=True, exist_ok=True)
    lock = FileLock(outbox / LOCK, timeout=PATIENCE)
    try:
        lock.acquire()
    except Timeout as error:
        message = f"另一个窗口正在处理同一个工作文件夹：{outbox}。请等它结束后再运行。"
        raise Problem(message) from error
    except OSError as error:
        raise Problem(why_not_written(error, outbox)) from error
    try:
        yield
    finally:
        lock.release()


def new_key() -> bytes:
    """A key that is kept nowhere, for a dry run."""
    return secrets.token_bytes(32)


def read_key(path: Path) -> bytes | None:
    """The bureau's key of 32 bytes; None when there is none yet.

    Raises:
        Problem: The file cannot be read, or holds no key.
    """
    try:
        match = _KEY.fullmatch(path.read_bytes())
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Problem(why_not_read(error, path)) from error
    if not match:
        message = (
            f"密钥文件的内容不对：{path}。请从备份中恢复原来的文件；"
            "没有备份就把它移走，程序会另做一个，但以前发出的表将无法核对签名。"
        )
        raise Problem(message)
    return bytes.fromhex(match[1].decode("ascii"))


def make_key(path: Path) -> bytes:
    """Make the key, for its owner only. One that is there already is kept and given back."""
    with explain_write_faults(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        sweep_folder(path.parent)
        temporary = temporary_in(path.parent)
        try:
            write_new(temporary, new_key().hex().encode("ascii") + b"\n", mode=0o600)
            _claim(temporary, path)
        finally:
            remove([temporary])
    return read_key(path) or b""


def _claim(temporary: Path, path: Path) -> None:
    """Give a finished file its name, whole, and never over another one."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        return
    except OSError:  # a file system without links, such as a USB stick
        if not path.exists():
            temporary.replace(path)
