"""When a file came and who sent it: what its bytes tell, as far as the ledger's year allows it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from ducha.ledger.names import same_mail
from ducha.period import CHINA
from ducha.submission.arrival import (
    FILE_TIME,
    MAIL_TIME,
    NOBODY,
    SAVED_TIME,
    SEVERAL,
    MailStamp,
    Source,
    TimeEvidence,
)

_BETWEEN = re.compile(r"[\s、,，;；]+")


@dataclass(frozen=True, slots=True)
class Clock:
    """What the times of the inbox are held against: the ledger's year, the bureau's addresses."""

    year: int
    own: frozenset[str] = frozenset()

    def believes(self, moment: datetime) -> bool:
        """Whether it may be a time of this ledger: from December before its year to next June.

        (R6.68)
        """
        first = datetime(self.year - 1, 12, 1, tzinfo=CHINA)
        return first <= moment < datetime(self.year + 1, 7, 1, tzinfo=CHINA)

    def is_own(self, address: str) -> bool:
        """Whether an address is the bureau's."""
        return same_mail(address) in self.own


def clock_of(year: int, mailbox: str) -> Clock:
    """The clock of a ledger; in 邮箱 may stand several addresses."""
    own = frozenset(same_mail(address) for address in _BETWEEN.split(mailbox) if address)
    return Clock(year, own)


def source_of(file: str, sha256: str, evidence: TimeEvidence, clock: Clock) -> Source:
    """Where a file came from, its time and sender settled for good."""
    received, basis = tell_time(evidence, clock)
    saved = evidence.saved
    return Source(
        file=file,
        sha256=sha256,
        received=received,
        basis=basis,
        sender=tell_sender(evidence.mails, clock),
        saved=saved if saved is not None and clock.believes(saved) else None,
        ours=bool(evidence.mails) and is_ours(evidence.mails[-1], clock),
    )


def tell_time(evidence: TimeEvidence, clock: Clock) -> tuple[datetime, str]:
    """When a file came, and what says so: its mail, else the workbook itself, else the file.

    Of mails within each other the innermost tells it; one of the bureau's own does not say when
    what it carries had come (R6.60, R6.61, R6.68).
    """
    for mail in reversed(evidence.mails):
        if mail.received and clock.believes(mail.received) and not _is_ours(mail, clock):
            return mail.received, MAIL_TIME
    if evidence.saved and clock.believes(evidence.saved):
        return evidence.saved, SAVED_TIME
    return evidence.filed, FILE_TIME


def tell_sender(mails: tuple[MailStamp, ...], clock: Clock) -> str:
    """Who sent a file to the bureau; blank where nobody but the bureau itself did.

    The outermost mail tells it: any mail may be forged and put into another. Only where the bureau
    has forwarded a mail, the next one inside does (R6.71).
    """
    for mail in mails:
        others = [each for each in mail.sender.split(SEVERAL) if not clock.is_own(each)]
        if others:
            return SEVERAL.join(others)
    return ""


def wrong_time(mail: MailStamp, clock: Clock) -> datetime | None:
    """The time of a mail that would count if it could be right (R6.68)."""
    if mail.received is None or clock.believes(mail.received) or _is_ours(mail, clock):
        return None
    return mail.received


def is_ours(mail: MailStamp, clock: Clock) -> bool:
    """Whether a mail is the bureau's own, or a draft of it, which names nobody (R6.460)."""
    return mail.sender == NOBODY or _is_ours(mail, clock)


def _is_ours(mail: MailStamp, clock: Clock) -> bool:
    """Whether the bureau is among those who sent it (R6.61)."""
    return mail.sender != NOBODY and any(map(clock.is_own, mail.sender.split(SEVERAL)))
