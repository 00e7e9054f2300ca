"""Bytes of one file of the inbox -> what is in it; runs in a worker, where it may do no harm."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import KW_ONLY, dataclass, replace
from datetime import datetime
from functools import partial

from ducha.cells import Cells
from ducha.files.inbox.archive import Container, UnpackingAllowance, open_zip
from ducha.files.inbox.kinds import FileKind, explain_leftover, file_kind
from ducha.files.workbook import reading as workbook
from ducha.files.workbook import text_tables
from ducha.files.workbook.gate import signatures
from ducha.files.workbook.reading import Unreadable
from ducha.form.monthly import KEY_HEADINGS, PROGRESS_SHEET
from ducha.submission.arrival import MailStamp, TimeEvidence, Verdict
from ducha.submission.hidden import hidden_claim
from ducha.submission.reading import looks_like_form

MAX_DEPTH = 4
"""Containers within each other: a mail, the mail forwarded in it, an archive, one in that."""

_IN_EVERY_FORM = KEY_HEADINGS[PROGRESS_SHEET][0]
"""A heading without which no table is ours."""

_TOO_DEEP = "压缩包或邮件一层套一层，套得太深，没有打开。请解开后把里面的填报表放进收件箱"
_EXHAUSTED = "文件太大，内存不够，没有读取。请单位检查后重新发送填报表"
_DEFEATED = (
    "程序读不了这个文件（{}）。请用 Excel 或 WPS 打开，另存为 .xlsx 后再放进收件箱；"
    "仍不行的，请把文件交给维护人员"
)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a file lies in the inbox, its digest, and all that tells when it came."""

    file: str
    sha256: str
    evidence: TimeEvidence


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """One file as it was opened: its cells, or the verdict and reason why there are none.

    `mail` is what it says of itself if it is a mail; for `attempt` see `Arrival`.
    """

    origin: Origin
    cells: Cells | None
    verdict: Verdict = Verdict.UNKNOWN
    reason: str = ""
    _: KW_ONLY
    mail: MailStamp | None = None
    attempt: bool = True


@dataclass(frozen=True, slots=True)
class Job:
    """The bytes of one file, to be opened in a worker.

    A workbook that came out of a mail or an archive is a job of its own, so that one which
    defeats the parser does not take its neighbours along.
    """

    origin: Origin
    data: bytes
    unpacked: bool = False


@dataclass(frozen=True, slots=True)
class ContainerLevel:
    """How deep in containers a file lies, and what may still be unpacked."""

    allowance: UnpackingAllowance
    depth: int = 0


FileContents = tuple[OpenedFile | Job, ...]


def open_job(job: Job) -> FileContents:
    """What a file holds: itself, its members, the workbooks among them still to be read.

    Raises:
        OSError, ImportError: The worker itself is not sound; the file is not to blame.
    """
    if job.unpacked:
        return trap(job.origin, lambda: job.data, _read)
    return trap(job.origin, lambda: job.data, partial(_open, ContainerLevel(UnpackingAllowance())))


def refuse(origin: Origin, reason: str) -> OpenedFile:
    """A file that cannot be read: 无法识别, for this reason."""
    return OpenedFile(origin, None, Verdict.UNKNOWN, reason)


def set_aside(origin: Origin, reason: str) -> OpenedFile:
    """A file that is certainly no return: 非填报件, for this reason."""
    return OpenedFile(origin, None, Verdict.NOT_A_RETURN, reason, attempt=False)


def keep_as_proof(origin: Origin, reason: str) -> OpenedFile:
    """A scan: 非填报件 too, but it may be all that a unit has sent."""
    return OpenedFile(origin, None, Verdict.NOT_A_RETURN, reason)


Opener = Callable[[Origin, bytes], FileContents]


def trap(origin: Origin, load: Callable[[], bytes], opener: Opener) -> FileContents:
    """The trap around each file: whatever it does to us costs it a verdict and nothing else."""
    try:
        data = load()
        digest = origin.sha256 or hashlib.sha256(data).hexdigest()
        return opener(replace(origin, sha256=digest), data)
    except Unreadable as wrong:
        return (refuse(origin, str(wrong)),)
    except MemoryError:
        return (refuse(origin, _EXHAUSTED),)
    except (OSError, ImportError):
        raise  # bytes in memory cannot cause these: the machine did
    except BaseException as error:
        # The parser's panic is no Exception; an interrupt by the user is not ours to keep.
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        return (refuse(origin, _DEFEATED.format(type(error).__name__)),)


def _read(origin: Origin, data: bytes) -> FileContents:
    """A workbook; of one in which nothing speaks for a form the cells need not be kept."""
    cells, saved = _cells(data)
    origin = replace(origin, evidence=replace(origin.evidence, saved=saved))
    return (OpenedFile(origin, cells if _is_ours(cells) else replace(cells, sheets=())),)


def _cells(data: bytes) -> tuple[Cells, datetime | None]:
    """The cells, and when they were saved; of a text only where our table stands in it (R6.382)."""
    tables = text_tables.read_text_tables(data, _IN_EVERY_FORM)
    ours = next((table for table in tables if _is_ours(table[0])), None)
    return ours or workbook.read_with_time(data)


def _is_ours(cells: Cells) -> bool:
    return hidden_claim(cells) != (None, "") or looks_like_form(cells)


def _open(level: ContainerLevel, origin: Origin, data: bytes) -> FileContents:
    """Open a file for what its content is, whatever it is called."""
    reason = explain_leftover(origin.file)
    if reason:
        return (set_aside(origin, reason),)
    kind, reason = file_kind(origin.file, data)
    if kind is FileKind.WORKBOOK:
        return _read(origin, data) if level.depth == 0 else _keep_for_later(level, origin, data)
    if kind is FileKind.SCAN:
        return (keep_as_proof(origin, reason),)
    if kind is FileKind.FURNITURE:
        return (set_aside(origin, reason),)
    if kind is FileKind.FOREIGN:
        return (refuse(origin, reason),)
    if level.depth == MAX_DEPTH:
        return (refuse(origin, _TOO_DEEP),)
    container = _container(kind, data)
    level.allowance.admit(container.members)
    return tuple(_contents(level, origin, container))


def _container(kind: FileKind, data: bytes) -> Container:
    if kind is FileKind.MAIL:
        return _mail_container(data)
    if kind is FileKind.SEVEN_ZIP:
        from ducha.files.inbox.seven_zip import open_seven_zip  # noqa: PLC0415 - slow to load, and few files are such archives

        return open_seven_zip(data)
    return open_zip(data)


def _mail_container(data: bytes) -> Container:
    from ducha.files.inbox.mail import open_mail  # noqa: PLC0415 - slow to load, and few files are mails

    if data.startswith(signatures.COMPOUND):
        from ducha.files.inbox.outlook import as_mail  # noqa: PLC0415 - the same

        data = as_mail(data)
    return open_mail(data)


def _keep_for_later(level: ContainerLevel, origin: Origin, data: bytes) -> FileContents:
    level.allowance.keep(data)
    return (Job(origin, data, unpacked=True),)


def _contents(
    level: ContainerLevel, origin: Origin, container: Container
) -> Iterator[OpenedFile | Job]:
    """The container itself, then its members; a mail leaves its stamp on itself and on them."""
    if container.stamp:
        mails = (*origin.evidence.mails, container.stamp)
        origin = replace(origin, evidence=replace(origin.evidence, mails=mails))
    verdict = Verdict.NOT_A_RETURN if container.in_order else Verdict.UNKNOWN
    yield OpenedFile(origin, None, verdict, container.reason, mail=container.stamp, attempt=False)
    inner = ContainerLevel(level.allowance, level.depth + 1)
    for member in container.members:
        inside = replace(origin, file=f"{origin.file}/{member.name}", sha256="")
        yield from trap(
            inside, partial(level.allowance.load, member), partial(_member, inner, member.junk)
        )


def _member(level: ContainerLevel, junk: str, origin: Origin, data: bytes) -> FileContents:
    return (set_aside(origin, junk),) if junk else _open(level, origin, data)
