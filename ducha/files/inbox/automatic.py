"""Mails that no person has written: bounces, read receipts, absence notes."""

from __future__ import annotations

import re
from typing import NamedTuple


class MailHead(NamedTuple):
    """What tells such a mail: type, subject, sender, its other headers by lower-case name."""

    kind: str
    subject: str
    sender: str
    headers: dict[str, str]


_SYSTEM = re.compile(
    r"(?:mailer-?daemon|postmaster|mail(?:er)?-?system|maildelivery)@", re.IGNORECASE
)
_BOUNCED = re.compile(
    r"系统退信|退信(?:通知|提醒|报告)?|邮件(?:被)?退回|投递失败|无法(?:送达|投递)|未送达|"
    r"systems? ?bounce|"
    r"undeliver|delivery (?:status|failure|has failed)|mail delivery|delivery notification|"
    r"returned (?:mail|to sender)|failure notice|delayed mail",
    re.IGNORECASE,
)
_ANSWERED = re.compile(
    r"自动(?:回复|答复|应答)|(?:阅读|已读|收条|读取)回执|已读[:：]|不在办公室|(?:外出|休假)(?:中|期间|$)|"
    r"auto(?:matic)?[ -]?(?:reply|response|respond)|out of (?:the )?office|"
    r"vacation|read(?: receipt)?:|return receipt",
    re.IGNORECASE,
)
_AUTOMATIC_HEADERS = frozenset({"x-autoreply", "x-autorespond", "x-auto-response-suppress-reply"})


def is_bounce(head: MailHead) -> bool:
    """Whether a mail reports of another one: that it did not arrive, or that it was read.

    Most mail systems say so by its type; QQ, 163 and 126 only by who sends it and its subject
    (R6.462).
    """
    if head.kind == "multipart/report" or "x-failed-recipients" in head.headers:
        return True
    return bool(_SYSTEM.match(head.sender) and _BOUNCED.search(head.subject))


def is_automatic(head: MailHead) -> bool:
    """Whether a mail without attachments has been written by a program (R6.462)."""
    submitted = head.headers.get("auto-submitted", "no").strip().lower()
    if submitted != "no" or _AUTOMATIC_HEADERS & head.headers.keys():
        return True
    return bool(_ANSWERED.match(head.subject) or _BOUNCED.match(head.subject))
