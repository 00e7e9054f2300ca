"""Every file of the inbox, and every member of every container, as one arrival each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from time import monotonic, sleep

from ducha.files.disk.words import try_twice
from ducha.files.inbox.archive import number_repeats
from ducha.files.inbox.folder import (
    GROWING,
    UNKNOWN_TIME,
    assert_there,
    look_at,
    path_within,
    take_in,
    walk_inbox,
)
from ducha.files.inbox.opening import (
    FileContents,
    Job,
    OpenedFile,
    Origin,
    open_job,
    refuse,
)
from ducha.files.sandbox.pool import SECONDS, JobFailure, WorkerPool, WorkerTask
from ducha.files.workbook.gate import zip as container
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
        Origin("", "", TimeEvidence(UNKNOWN_TIME)),
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
            status = look_at(path)
            real = status.st_mtime_ns if status else 0
            filed[names[path]] = _file_time(names[path], real, chosen)
            entry = take_in(path, names[path], status, filed[names[path]])
            if isinstance(entry, Job):
                stamps[path] = len(entry.data), real
                yield entry
            else:
                opened[entry.origin.file] = (entry,)

    started = monotonic()
    with WorkerPool(_TASK, len(paths)) as pool:
        for job, answer in pool.answers(jobs()):
            opened[job.origin.file] = tuple(_collect(pool, job, answer))
    assert_there(inbox)  # a network drive may go while it is read
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
    paths = walk_inbox(inbox)
    names = number_repeats([path_within(inbox, path) for path in paths])
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
    yield from (refuse(opened[path].origin, GROWING) for path in changed)


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
