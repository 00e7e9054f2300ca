"""What a mail or an archive holds: members with a name each, opened one at a time."""

from __future__ import annotations

import lzma
import re
import struct
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from itertools import count
from zipfile import BadZipFile, ZipFile, ZipInfo

from ducha.files.workbook.reading import Unreadable
from ducha.submission.arrival import MailStamp

MAX_MEMBERS = 500
_MAX_LISTED = 50_000
"""Headers that look like entries of an archive, those of workbooks in it too: a list of a million
would cost a gigabyte before anybody counts it."""

_LONGEST_NAME = 1000
"""What a name keeps at all; in a list it is shown much shorter."""
_UNFIT = re.compile(r"[\x00-\x1f\x7f]")
MAX_SIZE = 64 * 1024**2
"""Bytes of one file; a form has some 40 kB."""

MAX_INSIDE = 256 * 1024**2
"""Bytes of everything that is unpacked from one file of the inbox, however deep."""

MAX_KEPT = 32 * 1024**2
"""Bytes of the workbooks among it, which wait together to be read: hundreds of forms."""

_NAMES_IN_UTF8 = 0x800
_ENCRYPTED = 0x1
_LISTING = b"PK\1\2"
_WRONG_LIST = (BadZipFile, NotImplementedError, ValueError, OverflowError, struct.error)
WRONG_ENTRY = (
    *(BadZipFile, zlib.error, lzma.LZMAError, struct.error),
    *(EOFError, OSError, ValueError, RuntimeError),
)

LOCKED = "压缩包里的这个文件加了密码，程序打不开。请单位取消密码后重新发送"
BROKEN = "压缩包已损坏或不完整。请单位重新打包发送，或直接发送填报表"
OUTLANDISH = "压缩方式不常见，程序打不开。请解压后把里面的填报表放进收件箱"
_CROWDED = "里面的文件太多（超过{}个），没有打开。请只把填报表放进收件箱"
BULKY = "里面的文件太大，没有全部打开。请只把填报表放进收件箱"


@dataclass(frozen=True, slots=True)
class Member:
    """One file in a container; `junk` says why it is no return, whatever it holds."""

    name: str
    load: Callable[[], bytes]
    junk: str = ""


@dataclass(frozen=True, slots=True)
class Container:
    """The sentence on a container and what is in it; of a mail also what it says of itself."""

    reason: str
    members: tuple[Member, ...]
    in_order: bool = True
    stamp: MailStamp | None = None


@dataclass(slots=True)
class UnpackingAllowance:
    """What may still be unpacked from one file of the inbox: small files can hold huge ones."""

    members: int = MAX_MEMBERS
    size: int = MAX_INSIDE
    kept: int = MAX_KEPT

    def admit(self, members: Sequence[Member]) -> None:
        """Let so many members in, or refuse them all by `Unreadable`."""
        self.members -= len(members)
        check_member_count(MAX_MEMBERS - self.members)

    def load(self, member: Member) -> bytes:
        """Unpack one member; `Unreadable` once `MAX_INSIDE` is used up."""
        if self.size <= 0:
            raise Unreadable(BULKY)
        data = member.load()
        self.size -= len(data)
        return data

    def keep(self, data: bytes) -> None:
        """Let one more workbook wait; `Unreadable` beyond `MAX_KEPT`."""
        self.kept -= len(data)
        if self.kept < 0:
            raise Unreadable(BULKY)


def check_member_count(count: int) -> None:
    """Raise `Unreadable` for more than `MAX_MEMBERS`, before anything is done for each of them."""
    if count > MAX_MEMBERS:
        raise Unreadable(_CROWDED.format(MAX_MEMBERS))


def shorten_name(name: str) -> str:
    """A name that a list can show and a person can read: of a very long one both ends."""
    if len(name) <= _LONGEST_NAME:
        return name
    half = _LONGEST_NAME // 2
    return f"{name[:half]}…{name[-half + 1 :]}"


def explain_size(size: int) -> str:
    """Why a file of so many bytes is not read."""
    megabytes = f"{size / 1024**2:.0f} MB，超过 {MAX_SIZE // 1024**2} MB"
    return f"文件太大（{megabytes}），没有读取。填报表不会这么大，请单位检查后重新发送"


def number_repeats(names: Sequence[str]) -> tuple[str, ...]:
    """The same names, those that come again marked #2, #3 …, so that each is unique."""
    taken: set[str] = set(names)
    seen: set[str] = set()
    numbers: defaultdict[str, Iterator[int]] = defaultdict(lambda: count(2))
    result: list[str] = []
    for name in names:
        unique = name
        if name in seen:
            free = (f"{name}#{number}" for number in numbers[name])
            unique = next(candidate for candidate in free if candidate not in taken)
        taken.add(unique)
        seen.add(unique)
        result.append(unique)
    return tuple(result)


def list_members(data: bytes) -> ZipFile:
    """The list of an archive; nothing is unpacked yet. `Unreadable` if damaged or too long."""
    if data.count(_LISTING) > _MAX_LISTED:
        raise Unreadable(_CROWDED.format(MAX_MEMBERS))
    try:
        return ZipFile(BytesIO(data))
    except _WRONG_LIST as error:
        raise Unreadable(BROKEN) from error


def open_zip(data: bytes) -> Container:
    """Take an archive apart; each member is unpacked when it is its turn.

    Raises:
        Unreadable: Its list is damaged or too long.
    """
    archive = list_members(data)
    entries = [entry for entry in archive.infolist() if not entry.filename.endswith("/")]
    check_member_count(len(entries))
    names = number_repeats([_name(entry) for entry in entries])
    members = tuple(
        Member(name, partial(_unpack, archive, entry))
        for name, entry in zip(names, entries, strict=True)
    )
    return archive_of(members)


def archive_of(members: tuple[Member, ...]) -> Container:
    """An archive of whatever kind, with what is in it; an empty one says so."""
    if not members:
        return Container("压缩包是空的。请单位重新打包发送，或直接发送填报表", (), in_order=False)
    return Container(f"压缩包，含{len(members)}个文件，见各文件", members)


def _name(entry: ZipInfo) -> str:
    """Path of an entry. Chinese Windows writes GBK and does not say so."""
    name = entry.filename
    if not entry.flag_bits & _NAMES_IN_UTF8:
        name = decode_name(name.encode("cp437", "replace"))
    return tidy_path(name)


def tidy_path(name: str) -> str:
    """The path of a member as it can be shown: downwards, without signs that nobody sees."""
    steps = _UNFIT.sub("_", name).replace("\\", "/").split("/")
    path = "/".join(step for step in steps if step not in {"", ".", ".."})
    return shorten_name(path) or "未命名文件"


def decode_name(name: bytes) -> str:
    """A name in an undeclared encoding: UTF-8 proves itself, everything else is GBK."""
    try:
        return name.decode("utf-8")
    except UnicodeDecodeError:
        return name.decode("gb18030", "replace")


def _unpack(archive: ZipFile, entry: ZipInfo) -> bytes:
    """One entry, never more of it than may be; what it says of its own size proves nothing."""
    if entry.flag_bits & _ENCRYPTED:
        raise Unreadable(LOCKED)
    try:
        with archive.open(entry) as stream:
            content = stream.read(MAX_SIZE + 1)
    except NotImplementedError as error:
        raise Unreadable(OUTLANDISH) from error
    except WRONG_ENTRY as error:
        raise Unreadable(BROKEN) from error
    if len(content) > MAX_SIZE:
        raise Unreadable(explain_size(max(len(content), entry.file_size)))
    return content
