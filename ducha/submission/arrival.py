"""What arrived: from where, when, and whether there was anything to read."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from datetime import datetime
from enum import StrEnum

from ducha.cells import Cells

MAIL_TIME = "邮件时间"
SAVED_TIME = "存盘时间"
FILE_TIME = "文件时间"
RULED_TIME = "人工认定"

SEVERAL = "、"
"""Between the addresses of a mail that names more than one sender."""
NOBODY = "（没有写发件人）"
"""In place of an address where a mail names none."""


@dataclass(frozen=True, slots=True)
class MailStamp:
    """What a mail says of itself: who sent it, and when it came, None where it does not say it."""

    sender: str
    received: datetime | None


@dataclass(frozen=True, slots=True)
class TimeEvidence:
    """All that tells when a file came, as it stands in the bytes; nothing of it is judged yet.

    `filed` is the file's own time, `mails` are those that it lies in, the outermost first, `saved`
    is when the workbook itself says that it was saved.
    """

    filed: datetime
    mails: tuple[MailStamp, ...] = ()
    saved: datetime | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Where a return came from: path in the inbox, digest, when it was received and how we know.

    `sender` is blank where no mail of a unit's brought it; `ours` says that the mail which it lies
    in is the bureau's own, sent or yet a draft, whoever has passed that on. `saved` is when the
    workbook itself says that it was saved, None where it does not say it or that cannot be (R6.69).
    """

    file: str
    sha256: str
    received: datetime
    basis: str
    _: KW_ONLY
    sender: str = ""
    saved: datetime | None = None
    ours: bool = False

    @property
    def from_unit(self) -> bool:
        """Whether somebody outside the bureau is known to have sent it (R6.460)."""
        return bool(self.sender) and not self.ours


class Verdict(StrEnum):
    """What became of a file (R6.1, R6.6)."""

    ACCEPTED = "采用"
    PARTLY = "部分采用"
    SUPERSEDED = "被替代"
    RETURNED = "退回"
    UNKNOWN = "无法识别"
    EXCLUDED = "已排除"
    NOT_A_RETURN = "非填报件"


@dataclass(frozen=True, slots=True)
class Arrival:
    """One file of the inbox as read: its cells, or the verdict and reason why there are none.

    An `attempt` may have been meant as a return: a scan, but no mail or archive around other files.
    `filed` is the time of the inbox's own file in ns (0 where that is unknown), None of a member.
    """

    source: Source
    cells: Cells | None
    verdict: Verdict = Verdict.UNKNOWN
    reason: str = ""
    attempt: bool = True
    _: KW_ONLY
    filed: int | None = None
