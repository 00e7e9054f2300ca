"""The ledger's year and the bureau's addresses: which times are believed, and who is no sender."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ducha.submission.arrival import NOBODY, MailStamp, TimeEvidence
from ducha.submission.clock import Clock, clock_of, source_of, tell_sender, wrong_time

FILED = datetime(2024, 6, 3, tzinfo=UTC)
OURS, UNIT, OTHER = "ducha@kf.gov.cn", "li@qx.gov.cn", "x@y.cn"
CLOCK = clock_of(2024, f"DuCha@KF.gov.cn、 zhu@kf.gov.cn；{OURS}")

# From the outermost mail inwards, and who sent it.
SENDERS: list[tuple[tuple[str, ...], str]] = [
    ((), ""),
    ((UNIT,), UNIT),
    ((UNIT, OTHER), UNIT),
    ((OURS,), ""),
    (("DUCHA@kf.gov.cn",), ""),
    (("zhu@kf.gov.cn", UNIT), UNIT),
    ((OURS, f"{OURS}、zhu@kf.gov.cn", OTHER), OTHER),
    ((f"{UNIT}、{OURS}",), UNIT),
    ((f"{UNIT}、{OTHER}", OURS), f"{UNIT}、{OTHER}"),
    ((NOBODY, UNIT), NOBODY),
    ((OURS, NOBODY), NOBODY),
]


@pytest.mark.parametrize(("mails", "sender"), SENDERS)
def test_the_bureau_is_nobodys_sender(mails: tuple[str, ...], sender: str) -> None:
    """The outermost mail that is another's tells it, capitals aside (R6.71)."""
    stamps = tuple(MailStamp(mail, None) for mail in mails)
    assert tell_sender(stamps, CLOCK) == sender


def test_without_a_mailbox_in_the_ledger_every_sender_is_one() -> None:
    """As in a ledger where nobody has filled it in (R6.71)."""
    assert clock_of(2024, "") == Clock(2024)
    assert tell_sender((MailStamp(OURS, None),), clock_of(2024, "")) == OURS


def test_a_wrong_clock_of_the_bureaus_own_is_nothing_to_tell() -> None:
    """It would not have counted (R6.61, R6.68)."""
    wrong = datetime(2034, 5, 1, tzinfo=UTC)
    assert wrong_time(MailStamp(UNIT, wrong), CLOCK) == wrong
    assert wrong_time(MailStamp(OURS, wrong), CLOCK) is None
    assert wrong_time(MailStamp(UNIT, None), CLOCK) is None
    assert wrong_time(MailStamp(UNIT, FILED), CLOCK) is None


def test_a_mail_within_that_cannot_be_right_gives_way_to_the_one_around() -> None:
    """The innermost usable time counts (R6.61, R6.68)."""
    around, within = datetime(2024, 5, 27, tzinfo=UTC), datetime(2020, 5, 20, tzinfo=UTC)
    mails = (MailStamp(UNIT, around), MailStamp(OTHER, within))
    source = source_of("a.eml/b.eml/c.xlsx", "", TimeEvidence(FILED, mails), CLOCK)
    assert (source.received, source.basis, source.sender) == (around, "邮件时间", UNIT)
