"""Every file of the inbox, and every member of every container, as one arrival each."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import chain
from pathlib import Path
from stat import S_ISDIR, S_ISLNK, S_ISREG
from time import monotonic, sleep

from ducha.files.disk.words import MOMENT, try_twice
from ducha.files.inbox.archive import MAX_SIZE, decode_name, explain_size, number_repeats
from ducha.files.inbox.large import large_scan_at
from ducha.files.inbox.opening import (
    FileContents,
    Job,
    OpenedFile,
    Origin,
    keep_as_proof,
    open_job,
    refuse,
    set_aside,
)
from ducha.files.sandbox.pool import SECONDS, JobFailure, WorkerPool, WorkerTask
from ducha.files.workbook.gate import zip as container
from ducha.files.workbook.reading import Unreadable
from ducha.findings import Problem
from ducha.makes import ENDINGS
from ducha.period import CHINA
from ducha.submission.arrival import Arrival, TimeEvidence, Verdict
from ducha.submission.clock import Clock, is_ours, source_of, wrong_time

FileTimes = Mapping[str, int | None]
"""Files of the inbox by name, with the file time in ns that each is to have; None: its own."""

Progress = Callable[[Sequence[Path]], Iterable[Path]]
"""Shows how far the reading has come; hands the paths through one by one."""

MOST_FAILURES = 2
"""Members of one container that may defeat their workers before the others are not tried."""

_PAUSE = 1.0
"""Seconds after which a file that could not be read is looked at again."""

_IGNORED = ".gitkeep"
_UNKNOWN_TIME = datetime(1970, 1, 1, tzinfo=CHINA)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC).astimezone(CHINA)
_LOOKS_LIKE_FILE = frozenset({*ENDINGS, ".eml", ".zip"})

_LOST = (
    "收件箱文件夹不见了：{}。请从备份恢复，或把移走的文件夹、网络盘放回原处，再重新运行；"
    "确实还没有收过表的，在这个位置新建一个空文件夹。"
)
_LINK = "是链接，没有打开。请把文件本身放进收件箱"
_SPECIAL = "是管道、设备等特殊文件，不是报送件，没有打开"
_FOLDER = "是文件夹，不是文件；里面的文件另行列出"
_CLOSED_FOLDER = "文件夹打不开，里面的文件没有读取。请检查权限后重新运行"
_GONE = "读取时文件已经不在了。请检查收件箱后重新运行"
_CLOSED = "文件打不开，可能正被其他程序占用或没有读取权限。请关闭后重新运行"
_GROWING = "文件正在写入（还在复制或下载）。请等它完成后重新运行"
_RESAVE = "请用 Excel 或 WPS 打开，另存为 .xlsx 后再放进收件箱；仍不行的，请单位重新填报"
_FAILURES = {
    JobFailure.SLOW: (f"处理器算了{SECONDS:.0f}秒以上还没有读完，已经停止，没有读取。{_RESAVE}"),
    JobFailure.DEAD: f"文件的内部写法使读取程序中止，没有读取。{_RESAVE}",
    JobFailure.LARGE: f"文件的内容太多，不像填报表，没有读取。{_RESAVE}",
}
_TOO_MANY_FAILURES = (
    f"同一个邮件或压缩包里已有{MOST_FAILURES}个文件读不了，这个文件没有再读。"
    "请解开后把填报表单独放进收件箱"
)
_OUR_MAIL = "本局自己的邮件（已发出的或草稿），没有附件，不是报送件"
_WRONG_CLOCK = (
    "。邮件上的时间是{:%Y-%m-%d %H:%M}，不在台账年度前后，是邮箱或电脑的时钟不对，没有采用；"
    "附件按存盘时间或文件时间，不据此判迟报。知道收到时间的，请在〔人工处置〕里认定时间"
)


_SCHEMAS = "http://schemas.openxmlformats.org/"
_SPREADSHEET = f"{_SCHEMAS}spreadsheetml/2006/main"
_KIND = f"{_SCHEMAS}officeDocument/2006/relationships"
_RELATION = (
    f'<Relationships xmlns="{_SCHEMAS}package/2006/relationships">'
    f'<Relationship Id="r1" Type="{_KIND}/{{}}" Target="{{}}"/></Relationships>'
)
_HARMLESS = {
    "_rels/.rels": _RELATION.format("officeDocument", "xl/workbook.xml"),
    "xl/workbook.xml": f'<workbook xmlns="{_SPREADSHEET}" xmlns:r="{_KIND}">'
    '<sheets><sheet name="1" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": _RELATION.format("worksheet", "worksheets/sheet1.xml"),
    "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_SPREADSHEET}"><sheetData>'
    '<row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet>',
}
"""The smallest workbook there is: a worker that cannot open this one cannot open any."""

_TASK: WorkerTask[Job, FileContents] = WorkerTask(
    open_job,
    lambda job: len(job.data),
    Job(
        Origin("", "", TimeEvidence(_UNKNOWN_TIME)),
        container.plain_zip({name: text.encode("ascii") for name, text in _HARMLESS.items()}),
    ),
)


def read_inbox(
    inbox: Path,
    clock: Clock,
    progress: Progress | None = None,
    chosen: FileTimes | None = None,
) -> tuple[Arrival, ...]:
    """Read the whole inbox, in the order of the paths, and change nothing in it.

    Args:
        inbox: The folder.
        clock: Which times are believed, and which addresses are the bureau's.
        progress: Shows how far the reading has come.
        chosen: Only these files are read, at these times (R8.20); None for all as they lie there.

    Returns:
        An arrival for each file, each followed by those of its members.

    Raises:
        Problem: The folder is gone or cannot be opened, or no worker works on this machine.
    """
    names = _named_paths(inbox, chosen)
    paths = list(names)
    if not paths:
        return ()
    opened: dict[str, tuple[OpenedFile, ...]] = {}
    stamps: dict[Path, Stamp] = {}
    filed: dict[str, int] = {}

    def jobs() -> Iterator[Job]:
        for path in progress(paths) if progress else paths:
            status = _look_at(path)
            real = status.st_mtime_ns if status else 0
            filed[names[path]] = _file_time(names[path], real, chosen)
            entry = _take_in(path, names[path], status, filed[names[path]])
            if isinstance(entry, Job):
                stamps[path] = len(entry.data), real
                yield entry
            else:
                opened[entry.origin.file] = (entry,)

    started = monotonic()
    with WorkerPool(_TASK, len(paths)) as pool:
        for job, answer in pool.answers(jobs()):
            opened[job.origin.file] = tuple(_collect(pool, job, answer))
    _assert_there(inbox)  # a network drive may go while it is read
    by_path = {path: opened[names[path]][0] for path in stamps}
    opened |= {entry.origin.file: (entry,) for entry in _still_growing(by_path, stamps, started)}
    return tuple(
        _arrival(file, clock, filed)
        for file in chain.from_iterable(opened[names[path]] for path in paths)
    )


def list_names(inbox: Path) -> tuple[str, ...]:
    """The names of all files of the inbox, as `read_inbox` gives them, without opening one.

    Raises:
        Problem: The folder is gone or cannot be opened.
    """
    return tuple(_named_paths(inbox, None).values())


def _named_paths(inbox: Path, chosen: FileTimes | None) -> dict[Path, str]:
    """What is to be read, by path, and its name; two that are written alike are told apart."""
    paths = _walk(inbox)
    names = number_repeats([_name(inbox, path) for path in paths])
    pairs = zip(paths, names, strict=True)
    return {path: name for path, name in pairs if chosen is None or name in chosen}


def _file_time(name: str, real: int, chosen: FileTimes | None) -> int:
    """The time that a file is to have, in ns: the one given for it, else its own."""
    given = chosen.get(name) if chosen else None
    return real if given is None else given


def _arrival(opened: OpenedFile, clock: Clock, filed: Mapping[str, int]) -> Arrival:
    """A file with its time and sender settled; a mail whose clock is wrong says so.

    (R6.68, R6.460)
    """
    origin = opened.origin
    source = source_of(origin.file, origin.sha256, origin.evidence, clock)
    reason = opened.reason
    wrong = wrong_time(opened.mail, clock) if opened.mail else None
    if wrong and opened.verdict is Verdict.NOT_A_RETURN:
        reason += _WRONG_CLOCK.format(wrong)
    verdict = opened.verdict
    if opened.mail and verdict is Verdict.UNKNOWN and is_ours(opened.mail, clock):
        verdict, reason = Verdict.NOT_A_RETURN, _OUR_MAIL
    return Arrival(
        source, opened.cells, verdict, reason, opened.attempt, filed=filed.get(origin.file)
    )


Stamp = tuple[int, int]
"""Size and time (in ns) of a file as it was read."""


def _still_growing(
    opened: Mapping[Path, OpenedFile], stamps: Mapping[Path, Stamp], started: float
) -> Iterator[OpenedFile]:
    """Files that could not be read and have changed since: they are still being written.

    A copy may pause, over a network too, so a moment must have passed.
    """
    unread = {path: file for path, file in opened.items() if file.cells is None}
    unknown = [path for path, file in unread.items() if file.verdict is Verdict.UNKNOWN]
    if unknown:
        sleep(max(started + _PAUSE - monotonic(), 0))
    changed = (path for path in unknown if _stamp(path) != stamps[path])
    yield from (refuse(opened[path].origin, _GROWING) for path in changed)


def _stamp(path: Path) -> Stamp | None:
    try:
        status = try_twice(path.lstat)
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns


def _collect(
    pool: WorkerPool[Job, FileContents], job: Job, answer: FileContents | JobFailure
) -> Iterator[OpenedFile]:
    """What is in a file, the workbooks that came out of it read too (R6.2)."""
    if isinstance(answer, JobFailure):
        yield refuse(job.origin, _FAILURES[answer])
        return
    members = pool.answers(entry for entry in answer if isinstance(entry, Job))
    failures = 0
    for entry in answer:
        if isinstance(entry, OpenedFile):
            yield entry
        elif failures == MOST_FAILURES:
            yield refuse(entry.origin, _TOO_MANY_FAILURES)
        else:
            member, member_answer = next(members)
            failures += isinstance(member_answer, JobFailure)
            yield from _collect(pool, member, member_answer)


def _walk(inbox: Path) -> list[Path]:
    """Everything that needs a verdict: no folder, unless it cannot be entered or is a link."""
    _assert_there(inbox)
    paths, unlisted = _list_inbox(inbox)
    if unlisted:
        sleep(MOMENT)
        paths, unlisted = _list_inbox(inbox)
    if inbox in unlisted:
        message = f"收件箱打不开：{inbox}。它应当是一个可以读取的文件夹，请检查后重新运行。"
        raise Problem(message)
    return sorted({*paths, *unlisted}, key=lambda path: path.relative_to(inbox).as_posix())


def _assert_there(inbox: Path) -> None:
    """A `Problem` where the inbox is gone: it must never be taken for an empty one (R6.14)."""
    if not os.path.exists(inbox):  # noqa: PTH110 - Path.exists() raises where it cannot look
        raise Problem(_LOST.format(inbox))


def _list_inbox(inbox: Path) -> tuple[list[Path], list[Path]]:
    """What is in the inbox, and the folders that cannot be entered."""
    unlisted: list[Path] = []
    paths: list[Path] = []
    walk = os.walk(inbox, onerror=lambda error: unlisted.append(Path(str(error.filename))))
    for top, folders, names in walk:
        reported = (name for name in folders if _needs_verdict(Path(top, name)))
        paths.extend(Path(top, name) for name in (*reported, *names) if name != _IGNORED)
    return paths, unlisted


def _needs_verdict(folder: Path) -> bool:
    return folder.is_symlink() or folder.suffix.lower() in _LOOKS_LIKE_FILE


def _name(inbox: Path, path: Path) -> str:
    """Path within the inbox; a name in another encoding than the system's is most likely GBK."""
    return decode_name(os.fsencode(path.relative_to(inbox).as_posix()))


def _look_at(path: Path) -> os.stat_result | None:
    """What lies there, no link followed; None where nothing does any more."""
    try:
        return try_twice(path.lstat)
    except OSError:
        return None


def _take_in(path: Path, name: str, status: os.stat_result | None, filed: int) -> Job | OpenedFile:
    """The bytes of one file, for a worker; what is no plain file is never opened."""
    origin = Origin(name, "", TimeEvidence(_moment_of(filed)))
    if status is None:
        return refuse(origin, _GONE)
    if S_ISDIR(status.st_mode):
        return _opened_folder(origin, path)
    if S_ISLNK(status.st_mode):
        return refuse(origin, _LINK)
    if not S_ISREG(status.st_mode):
        return set_aside(origin, _SPECIAL)
    try:
        data = _bytes_of(path)
    except Unreadable as wrong:
        scan = large_scan_at(path) if status.st_size > MAX_SIZE else None
        kept = replace(origin, sha256=scan.sha256) if scan else origin
        return keep_as_proof(kept, scan.reason) if scan else refuse(origin, str(wrong))
    return Job(replace(origin, sha256=hashlib.sha256(data).hexdigest()), data)


def _moment_of(filed: int) -> datetime:
    """A file time in ns as a moment, to the microsecond below it."""
    try:
        return _EPOCH + timedelta(microseconds=filed // 1000)
    except OverflowError:
        return _UNKNOWN_TIME


def _opened_folder(origin: Origin, path: Path) -> OpenedFile:
    try:
        try_twice(lambda: next(path.iterdir(), None))
    except OSError:
        return refuse(origin, _CLOSED_FOLDER)
    return set_aside(origin, _FOLDER)


def _bytes_of(path: Path) -> bytes:
    """The bytes of a file, once, as it was while they were read."""
    try:
        before, data, after = try_twice(lambda: _read(path))
    except FileNotFoundError as error:
        raise Unreadable(_GONE) from error
    except OSError as error:
        raise Unreadable(_CLOSED) from error
    if before.st_mtime_ns != after.st_mtime_ns or not before.st_size == after.st_size == len(data):
        raise Unreadable(_GROWING)
    return data


def _read(path: Path) -> tuple[os.stat_result, bytes, os.stat_result]:
    """Read without following a link that has just taken the file's place, or waiting at a pipe."""
    flags = os.O_RDONLY
    for extra in ("O_BINARY", "O_CLOEXEC", "O_NOFOLLOW", "O_NONBLOCK"):
        flags |= getattr(os, extra, 0)
    with os.fdopen(os.open(path, flags), "rb") as stream:
        before = os.fstat(stream.fileno())
        if before.st_size > MAX_SIZE:
            raise Unreadable(explain_size(before.st_size))
        return before, stream.read(MAX_SIZE + 1), os.fstat(stream.fileno())
