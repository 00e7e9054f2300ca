"""Files that cannot be read or written: tried twice, then explained in a sentence."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from stat import S_ISREG
from time import sleep
from typing import BinaryIO, TypeVar

from ducha.findings import Problem

MOMENT = 0.1
"""Seconds in which a virus scanner has looked, or a network has blinked."""

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_BARRED = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_IN_THE_WAY = frozenset({errno.ENOTDIR, errno.EEXIST, errno.EISDIR, errno.ELOOP, errno.ENOTEMPTY})

T = TypeVar("T")


def try_twice(action: Callable[[], T]) -> T:
    """The action's result; tried once more after a moment if the system refuses it.

    Raises:
        OSError: The second refusal, or at once `FileNotFoundError`: a missing file stays missing.
    """
    try:
        return action()
    except FileNotFoundError:
        raise
    except OSError:
        sleep(MOMENT)
        return action()


def why_not_written(error: OSError, place: Path) -> str:
    """One sentence: what stands in the way of writing below `place`, and what to do."""
    if error.errno in _FULL:
        return f"磁盘已满，文件没有写成：{place}。请腾出磁盘空间后重新运行。"
    if error.errno in _BARRED:
        return (
            f"没有写入的权限，文件没有写成：{place}。"
            "请检查文件夹是否只读，或把整个工作文件夹移到可以写入的位置后重新运行。"
        )
    if error.errno in _IN_THE_WAY:
        return f"有同名的文件或文件夹挡住，文件没有写成：{place}。请把它移走后重新运行。"
    if error.errno == errno.ENAMETOOLONG:
        return f"文件名或所在路径太长，文件没有写成：{place}。请改用短一些的名称或位置后重新运行。"
    return (
        f"读写磁盘出错（{error.errno}），文件没有写成：{place}。"
        "请检查磁盘、U盘或网络盘是否正常后重新运行。"
    )


def why_not_read(error: OSError, path: Path) -> str:
    """One sentence: why the file at `path` cannot be read, and what to do."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return f"找不到文件：{path}。请检查是否被移动或改名，再重新运行。"
    if path.is_dir():
        return f"这里应当是文件，却是文件夹：{path}。请把文件夹移走，放回原来的文件。"
    if path.exists() and not path.is_file():
        return f"这里应当是文件，却是管道、设备等特殊文件：{path}。请把它移走，放回原来的文件。"
    if error.errno in _BARRED:
        return f"文件打不开：{path}。可能正被其他程序占用或没有读取权限，请关闭后重新运行。"
    return f"读取文件出错（{error.errno}）：{path}。请检查磁盘、U盘或网络盘是否正常后重新运行。"


@contextmanager
def explain_write_faults(place: Path) -> Iterator[None]:
    """Turn an `OSError` while writing below `place` into a `Problem` that says what to do."""
    try:
        yield
    except OSError as error:
        raise Problem(why_not_written(error, place)) from error


def open_file(path: Path) -> BinaryIO:
    """A file, opened to be read. A pipe or a device is none: reading it may never end (R6.373).

    Raises:
        OSError: The system will not give it, or it is no file.
    """
    flags = os.O_RDONLY
    for extra in ("O_BINARY", "O_CLOEXEC", "O_NONBLOCK"):
        flags |= getattr(os, extra, 0)
    stream = os.fdopen(os.open(path, flags), "rb")
    if not S_ISREG(os.fstat(stream.fileno()).st_mode):
        stream.close()
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), path)
    return stream


def read_bytes(path: Path) -> bytes:
    """A file that must be there: the configuration, the ledger, a template.

    Raises:
        Problem: It is missing, or the system will not give it.
    """
    try:
        with open_file(path) as stream:
            return stream.read()
    except OSError as error:
        raise Problem(why_not_read(error, path)) from error


def read_text(path: Path) -> str:
    """A text file that must be there; the old Notepad saves Chinese in GBK, so that will do too.

    Raises:
        Problem: It cannot be read, or is no text.
    """
    return decode_text(read_bytes(path), path)


def decode_text(data: bytes, path: Path) -> str:
    """The text of a file that is called `path`.

    Raises:
        Problem: It is no text.
    """
    for encoding in ("utf-8-sig", "gb18030"):
        with suppress(UnicodeDecodeError):
            return data.decode(encoding)
    message = f"文件不是文本，读不懂：{path}。请用记事本打开，另存为 UTF-8 编码。"
    raise Problem(message)
