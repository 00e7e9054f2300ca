"""退信: a mail in which a server says that one of ours could not be delivered."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ducha.submission.posted import Posted, latest

MOST_READ = 262_144
"""Bytes of a mail that are looked at; what a server says of its failure stands above the rest."""

_OURS = re.compile(rb"message-id:\s*<([0-9a-f]{32}\.ducha@[A-Za-z0-9.-]{1,255})>", re.IGNORECASE)
_HEAD = 65_536
_POSTMASTER = re.compile(
    rb"^from:[^\n]{0,300}\b(?:mailer-daemon|postmaster)@", re.IGNORECASE | re.MULTILINE
)
_REPORT = re.compile(rb"report-type=\"?delivery-status", re.IGNORECASE)
_FAILED = re.compile(rb"^action:\s*failed\b", re.IGNORECASE | re.MULTILINE)
_ACTION = re.compile(rb"^action:", re.IGNORECASE | re.MULTILINE)
_STATUS = re.compile(rb"^status:\s*([245]\.\d{1,3}\.\d{1,3})", re.IGNORECASE | re.MULTILINE)
_WHOM = re.compile(
    rb"^final-recipient:\s*rfc822\s*;\s*<?([!-;=?-~]{1,254}@[A-Za-z0-9.-]{1,255})>?",
    re.IGNORECASE | re.MULTILINE,
)
_FULL = "5.2.2"


@dataclass(frozen=True, slots=True)
class Bounce:
    """What a server says came back: our Message-IDs that it names, whom it failed to reach."""

    identities: frozenset[str]
    whom: tuple[str, ...]
    full: bool
    """The mailbox was full: its address is right."""


@dataclass(frozen=True, slots=True)
class Returned:
    """A mail of ours that came back, and whom it did not reach (none named: nobody)."""

    post: Posted
    whom: tuple[str, ...]
    full: bool

    @property
    def words(self) -> str:
        """What is told of it."""
        return "退信：对方邮箱已满" if self.full else "退信：地址无效"


def read_bounce(mail: bytes) -> Bounce | None:
    """What a mail says of a failure; None where it is no 退信 (R10.40).

    A reply quotes our Message-ID as well: only who delivers mails may say that one failed.
    Nothing is taken apart, so that no structure of a foreign mail can do harm.
    """
    text = mail[:MOST_READ].replace(b"\r\n", b"\n")
    head = text[:_HEAD].partition(b"\n\n")[0]
    if not (_POSTMASTER.search(head) or _REPORT.search(head)):
        return None
    if _ACTION.search(text) and not _FAILED.search(text):
        return None  # delayed, relayed, delivered
    identities = frozenset(found.decode("ascii").lower() for found in _OURS.findall(text))
    if not identities:
        return None
    whom = dict.fromkeys(found.decode("ascii") for found in _WHOM.findall(text))
    statuses = {status.decode("ascii") for status in _STATUS.findall(text)}
    return Bounce(identities, tuple(whom), full=_FULL in statuses)


def tie(bounces: Iterable[Bounce], known: Iterable[Posted]) -> tuple[Returned, ...]:
    """Bounces with the mails that they are about; others are believed nothing (R10.41).

    What was sent anew since is not told of any more.
    """
    last = latest(known).values()
    by_identity = {post.identity.strip("<>").lower(): post for post in last if post.identity}
    return tuple(
        Returned(by_identity[identity], _sent_to(by_identity[identity], bounce), bounce.full)
        for bounce in bounces
        for identity in sorted(bounce.identities & by_identity.keys())
    )


def _sent_to(post: Posted, bounce: Bounce) -> tuple[str, ...]:
    """Of those named, whom the mail was sent to."""
    named = {address.lower() for address in bounce.whom}
    return tuple(address for address in post.accepted if address.lower() in named)
