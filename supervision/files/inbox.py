"""Every file of the inbox, and every member of every container, as one arrival each."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from stat import S_ISDIR, S_ISLNK, S_ISREG

from supervision.files import workbook
from supervision.files.containers import (
    MAX_SIZE,
    Allowance,
    Container,
    decoded,
    numbered,
    open_zip,
    too_big,
)
from supervision.files.containers_mail import open_mail
from supervision.files.inbox_kinds import Kind, kind, leftover
from supervision.files.workbook import Unreadable
from supervision.findings import Problem
from supervision.intake import Arrival, Verdict
from supervision.period import CHINA
from supervision.submission import FILE_TIME, MAIL_TIME, Source

Progress = Callable[[Sequence[Path]], Iterable[Path]]
"""Shows how far the reading has come; hands the paths through one by one."""

MAX_DEPTH = 4
"""Containers within each other: a mail, the mail forwarded in it, an archive, one in that."""

_IGNORED = ".gitkeep"
_UNTOLD = datetime(1970, 1, 1, tzinfo=CHINA)
_LOOKS_LIKE_FILE = frozenset({".xlsx", ".xlsm", ".xls", ".et", ".xlsb", ".ods", ".eml", ".zip"})

_LINK = "是链接，没有打开。请把文件本身放进收件箱"
_SPECIAL = "是管道、设备等特殊文件，不是报送件，没有打开"
_FOLDER = "是文件夹，不是文件；里面的文件另行列出"
_CLOSED_FOLDER = "文件夹打不开，里面的文件没有读取。请检查权限后重新运行"
_GONE = "读取时文件已经不在了。请检查收件箱后重新运行"
_CLOSED = "文件打不开，可能正被其他程序占用或没有读取权限。请关闭后重新运行"
_GROWING = "文件正在写入（还在复制或下载）。请等它完成后重新运行"
_TOO_DEEP = "压缩包或邮件一层套一层，套得太深，没有打开。请解开后把里面的填报表放进收件箱"
_EXHAUSTED = "文件太大，内存不够，没有读取。请单位检查后重新发送填报表"
_DEFEATED = (
    "程序读不了这个文件（{}）。请用 Excel 或 WPS 打开，另存为 .xlsx 后再放进收件箱；"
    "仍不行的，请把文件交给维护人员"
)


@dataclass(frozen=True, slots=True)
class Nest:
    """How deep in containers a file lies, whether in a mail, and what may still be unpacked."""

    allowance: Allowance
    depth: int = 0
    in_mail: bool = False


def gather(inbox: Path, progress: Progress | None = None) -> tuple[Arrival, ...]:
    """Read the whole inbox, in the order of the paths, and change nothing in it."""
    paths = _walk(inbox)
    names = dict(zip(paths, numbered([_name(inbox, path) for path in paths]), strict=True))
    found: list[Arrival] = []
    for path in progress(paths) if progress else paths:
        found.extend(arrivals_of(path, names[path]))
    return tuple(found)


def _walk(inbox: Path) -> list[Path]:
    """Everything that needs a verdict: no folder, unless it cannot be entered or is a link."""
    if not os.path.lexists(inbox):
        return []
    unlisted: list[Path] = []
    found: list[Path] = []
    walk = os.walk(inbox, onerror=lambda error: unlisted.append(Path(str(error.filename))))
    for top, folders, names in walk:
        odd = (name for name in folders if _needs_verdict(Path(top, name)))
        found.extend(Path(top, name) for name in (*odd, *names) if name != _IGNORED)
    if inbox in unlisted:
        message = f"收件箱打不开：{inbox}。它应当是一个可以读取的文件夹，请检查后重新运行。"
        raise Problem(message)
    return sorted({*found, *unlisted}, key=lambda path: path.relative_to(inbox).as_posix())


def _needs_verdict(folder: Path) -> bool:
    return folder.is_symlink() or folder.suffix.lower() in _LOOKS_LIKE_FILE


def _name(inbox: Path, path: Path) -> str:
    """Path within the inbox; a name in another encoding than the system's is most likely GBK."""
    return decoded(os.fsencode(path.relative_to(inbox).as_posix()))


def arrivals_of(path: Path, name: str) -> tuple[Arrival, ...]:
    """One file of the inbox, with all that is in it; what is no plain file is never opened."""
    try:
        status = path.lstat()
    except OSError:
        return (_refused(Source(name, "", _UNTOLD, FILE_TIME), _GONE),)
    source = Source(name, "", _time(status), FILE_TIME)
    if S_ISDIR(status.st_mode):
        return (_folder(source, path),)
    if S_ISLNK(status.st_mode):
        return (_refused(source, _LINK),)
    if not S_ISREG(status.st_mode):
        return (_aside(_SPECIAL, source),)
    return _trapped(source, partial(_bytes_of, path), partial(_opened, Nest(Allowance())))


def _time(status: os.stat_result) -> datetime:
    try:
        return datetime.fromtimestamp(status.st_mtime, CHINA)
    except (OverflowError, ValueError, OSError):
        return _UNTOLD


def _folder(source: Source, path: Path) -> Arrival:
    try:
        next(path.iterdir(), None)
    except OSError:
        return _refused(source, _CLOSED_FOLDER)
    return _aside(_FOLDER, source)


def _aside(reason: str, source: Source) -> Arrival:
    return Arrival(source, None, Verdict.NOT_A_RETURN, reason)


def _refused(source: Source, reason: str) -> Arrival:
    return Arrival(source, None, Verdict.UNKNOWN, reason)


def _bytes_of(path: Path) -> bytes:
    """The bytes of a file, once, without following a link that has just taken its place."""
    flags = os.O_RDONLY
    for extra in ("O_BINARY", "O_CLOEXEC", "O_NOFOLLOW", "O_NONBLOCK"):
        flags |= getattr(os, extra, 0)
    try:
        with os.fdopen(os.open(path, flags), "rb") as stream:
            before = os.fstat(stream.fileno())
            if before.st_size > MAX_SIZE:
                raise Unreadable(too_big(before.st_size))
            data = stream.read(MAX_SIZE + 1)
            after = os.fstat(stream.fileno())
    except FileNotFoundError as error:
        raise Unreadable(_GONE) from error
    except OSError as error:
        raise Unreadable(_CLOSED) from error
    if before.st_mtime_ns != after.st_mtime_ns or not before.st_size == after.st_size == len(data):
        raise Unreadable(_GROWING)
    return data


Opener = Callable[[Source, bytes], tuple[Arrival, ...]]


def _trapped(source: Source, load: Callable[[], bytes], opened: Opener) -> tuple[Arrival, ...]:
    """The trap around each file: whatever it does to us costs it a verdict and nothing else."""
    try:
        data = load()
        source = replace(source, sha256=hashlib.sha256(data).hexdigest())
        return opened(source, data)
    except Unreadable as wrong:
        return (_refused(source, str(wrong)),)
    except MemoryError:
        return (_refused(source, _EXHAUSTED),)
    except BaseException as error:
        # The parser's panic is no Exception; an interrupt by the user is not ours to keep.
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        return (_refused(source, _DEFEATED.format(type(error).__name__)),)


def _opened(nest: Nest, source: Source, data: bytes) -> tuple[Arrival, ...]:
    """Open a file for what its content is, whatever it is called."""
    reason = leftover(source.file)
    if reason:
        return (_aside(reason, source),)
    what, reason = kind(source.file, data)
    if what is Kind.WORKBOOK:
        return (Arrival(source, workbook.read(data)),)
    if what is Kind.SCAN:
        return (_aside(reason, source),)
    if what is Kind.FOREIGN:
        return (_refused(source, reason),)
    if nest.depth == MAX_DEPTH:
        return (_refused(source, _TOO_DEEP),)
    container = open_mail(data) if what is Kind.MAIL else open_zip(data)
    nest.allowance.admit(container.members)
    return tuple(_contents(nest, source, container, is_mail=what is Kind.MAIL))


def _contents(
    nest: Nest, source: Source, container: Container, *, is_mail: bool
) -> Iterator[Arrival]:
    """The container itself, then its members; the outermost mail says when they arrived."""
    if is_mail and not nest.in_mail:
        source = replace(source, sender=container.sender)
        if container.sent:
            source = replace(source, received=container.sent, basis=MAIL_TIME)
    verdict = Verdict.NOT_A_RETURN if container.in_order else Verdict.UNKNOWN
    yield Arrival(source, None, verdict, container.reason)
    inner = Nest(nest.allowance, nest.depth + 1, in_mail=nest.in_mail or is_mail)
    for member in container.members:
        inside = replace(source, file=f"{source.file}/{member.name}", sha256="")
        yield from _trapped(
            inside, partial(nest.allowance.load, member), partial(_member, inner, member.junk)
        )


def _member(nest: Nest, junk: str, source: Source, data: bytes) -> tuple[Arrival, ...]:
    return (_aside(junk, source),) if junk else _opened(nest, source, data)
