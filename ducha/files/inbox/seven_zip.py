"""A .7z as members with a name each: unpacked in memory, all at once, never more than may be."""

from __future__ import annotations

import lzma
import struct
import zlib
from collections.abc import Iterator, Sequence
from functools import partial
from io import BytesIO

from py7zr import FileInfo, SevenZipFile
from py7zr.exceptions import (
    ArchiveError,
    DecompressionBombError,
    PasswordRequired,
    UnsupportedCompressionMethodError,
)
from py7zr.io import Py7zBytesIO, Py7zIO, WriterFactory

from ducha.files.inbox.archive import (
    BROKEN,
    BULKY,
    LOCKED,
    MAX_INSIDE,
    MAX_SIZE,
    OUTLANDISH,
    Container,
    Member,
    archive_of,
    check_member_count,
    explain_size,
    number_repeats,
    tidy_path,
)
from ducha.files.workbook.reading import Unreadable

_ALL_LOCKED = "压缩包连文件名一起加了密码，程序打不开。请单位取消密码后重新发送"
_FAULTS = (
    *(ArchiveError, PasswordRequired, lzma.LZMAError, zlib.error, struct.error),
    *(EOFError, OSError, ValueError, TypeError, LookupError, AttributeError, RuntimeError),
    *(ArithmeticError, AssertionError),
)
"""What the library raises for damages: its own errors, those of the methods, and any mishap."""


def open_seven_zip(data: bytes) -> Container:
    """Take an archive apart, under the limits of a .zip (R6.380).

    Raises:
        Unreadable: Its list is damaged, too long or locked.
    """
    try:
        packed = SevenZipFile(BytesIO(data), max_extract_size=MAX_INSIDE)
        entries = [entry for entry in enumerate(packed.list()) if not entry[1].is_directory]
    except PasswordRequired as error:
        raise Unreadable(_ALL_LOCKED) from error
    except _FAULTS as error:
        raise Unreadable(BROKEN) from error
    check_member_count(len(entries))
    names = number_repeats([tidy_path(entry.filename) for _, entry in entries])
    shelf = _Shelf(packed, entries)
    return archive_of(
        tuple(
            Member(name, partial(shelf.take, number, entry))
            for name, (number, entry) in zip(names, entries, strict=True)
        )
    )


class _Content(Py7zBytesIO):
    """What is in one member; whole once the library has found its digest right."""

    is_whole = False

    def close(self) -> None:
        """Know that nothing is missing."""
        self.is_whole = True


class _Shelf(WriterFactory):
    """The members of an archive, unpacked when the first one is asked for, each handed out once.

    One after the other would mean to unpack again whatever lies before it.
    """

    def __init__(self, packed: SevenZipFile, entries: Sequence[tuple[int, FileInfo]]) -> None:
        self._packed = packed
        self._wanted = frozenset(_within_limits(entries))
        self._contents: dict[str, _Content] | None = None
        self._reason = BROKEN
        for number, info in enumerate(packed.files.files_list):
            info["filename"] = str(number)  # the library takes a name for a path on this machine

    def create(self, filename: str) -> Py7zIO:
        """Make room for a member."""
        content = _Content(filename, MAX_SIZE)
        self._unpacked()[filename] = content
        return content

    def take(self, number: int, entry: FileInfo) -> bytes:
        """The bytes of one member; `Unreadable` where it is too large, damaged or locked."""
        if entry.uncompressed > MAX_SIZE:
            raise Unreadable(explain_size(entry.uncompressed))
        if number not in self._wanted:
            raise Unreadable(BULKY)
        content = self._unpacked().pop(str(number), None)
        if content is None or not content.is_whole:
            raise Unreadable(self._reason)
        return content.read()

    def _unpacked(self) -> dict[str, _Content]:
        if self._contents is None:
            self._contents = {}
            self._unpack()
        return self._contents

    def _unpack(self) -> None:
        """Unpack what may be; what was whole before something went wrong stays whole."""
        try:
            self._packed.extract(targets=set(map(str, self._wanted)), factory=self)
        except PasswordRequired:
            self._reason = LOCKED
        except UnsupportedCompressionMethodError:
            self._reason = OUTLANDISH
        except DecompressionBombError:
            self._reason = BULKY
        except _FAULTS:
            self._reason = BROKEN


def _within_limits(entries: Sequence[tuple[int, FileInfo]]) -> Iterator[int]:
    """Numbers of the members that are unpacked; whatever lies before one may have to be, too.

    What is said here of sizes holds: the library unpacks no more of a member than that.
    """
    reach = 0
    for number, entry in entries:
        reach += entry.uncompressed
        if reach > MAX_INSIDE:
            return
        if entry.uncompressed <= MAX_SIZE:
            yield number
