"""The bureau's key: made once, never over another, and never anything but a whole one."""

from __future__ import annotations

import errno
import os
import re
import secrets
from pathlib import Path
from stat import S_ISREG

from ducha.files.disk.whole import claim, remove, sweep_folder, temporary_in, write_new
from ducha.files.disk.words import explain_write_faults, why_not_read
from ducha.findings import Problem

_KEY = re.compile(rb"\s*([0-9a-f]{64})\s*")
_LONGEST = 1000
"""Bytes that are looked at; a key has 65."""

_OTHERS = 0o077
_NOWHERE = frozenset({errno.ENOENT, errno.ELOOP})

_RESTORE = "请从备份或另一台电脑把原来的密钥文件拷回这个位置，再重新运行。"
_DANGLING = "密钥文件是一个链接，它指向的文件不见了：{}。" + _RESTORE
_NO_FILE = "密钥文件的位置上不是普通文件：{}。请把它移走，" + _RESTORE
_NO_KEY = (
    "密钥文件的内容不对：{}。里面应当是64个0-9、a-f的字符。"
    "请从备份或另一台电脑恢复原来的文件；没有备份的，把它移走后重新运行。"
)
_VANISHED = "密钥文件刚写好就不见了：{}。请检查磁盘、U盘或网络盘是否正常后重新运行。"


def new_key() -> bytes:
    """A key that is kept nowhere, for a dry run."""
    return secrets.token_bytes(32)


def read_key(path: Path) -> bytes | None:
    """The bureau's key of 32 bytes; None when there is none yet (R6.12).

    Raises:
        Problem: There is something that cannot be read or is no whole key: a link to nothing, a
            folder, a file that is empty or too short.
    """
    try:
        plain = S_ISREG(path.stat().st_mode)
        data = _beginning(path) if plain else b""
    except OSError as error:
        if error.errno in _NOWHERE and os.path.lexists(path):
            raise Problem(_DANGLING.format(path)) from error
        if isinstance(error, FileNotFoundError):
            return None
        raise Problem(why_not_read(error, path)) from error
    if not plain:
        raise Problem(_NO_FILE.format(path))
    match = _KEY.fullmatch(data)
    if not match or len(data) == _LONGEST:
        raise Problem(_NO_KEY.format(path))
    return bytes.fromhex(match[1].decode("ascii"))


def _beginning(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(_LONGEST)


def others_may_read(path: Path) -> bool:
    """Whether another user of this machine could sign as the bureau (R6.15).

    Only where the system tells: Windows has no such bits.
    """
    try:
        return os.name == "posix" and bool(path.stat().st_mode & _OTHERS)
    except OSError:
        return False


def make_key(path: Path) -> bytes:
    """Make the key, for its owner only. One that is there already is kept and given back.

    Raises:
        Problem: It cannot be written, or what is there is no key.
    """
    with explain_write_faults(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        sweep_folder(path.parent)
        temporary = temporary_in(path.parent)
        try:
            write_new(temporary, new_key().hex().encode("ascii") + b"\n", mode=0o600)
            claim(temporary, path)
        finally:
            remove([temporary])
    key = read_key(path)
    if key is None:
        raise Problem(_VANISHED.format(path))
    return key
