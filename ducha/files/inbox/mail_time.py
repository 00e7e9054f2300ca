"""When a mail came: the time in its topmost Received line, else its Date."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from ducha.period import CHINA

_LONGEST = 1000
"""Letters of a header, from its end, that are looked at; the line of a server has some 300."""

_REMARK = re.compile(r"\([^()]*\)")
_DEEPEST = 8
"""Remarks within remarks that are taken out."""

_ZONE = re.compile(r"(?:^|\s)(?:GMT|UTC|UT)?([+-][0-9]{2}):?([0-9]{2})$", re.IGNORECASE)
_CHINESE = re.compile(r"\bCST\b", re.IGNORECASE)
"""What China calls its own time; the library takes it for Chicago's."""
_NO_ZONE = re.compile(r"\s-0000$")
_AMISS = (ValueError, TypeError, OverflowError, IndexError)


def mail_time(received: str, date: str) -> datetime | None:
    """When the server took a mail in, else its Date, in China's time (R6.60).

    Args:
        received: The topmost Received line as it stands in the mail; blank if there is none.
        date: The Date as it stands there; blank if there is none.

    Returns:
        None where neither can be read.
    """
    _, semicolon, arrived = _plain(received).rpartition(";")
    return (parse_mail_time(arrived) if semicolon else None) or parse_mail_time(date)


def parse_mail_time(text: str) -> datetime | None:
    """Read a date of a mail: without a zone it is China's time, with -0000 UTC (R6.70)."""
    plain = _CHINESE.sub("+0800", _ZONE.sub(r" \1\2", _plain(text)))
    try:
        moment = parsedate_to_datetime(plain)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC if _NO_ZONE.search(plain) else CHINA)
        return moment.astimezone(CHINA)
    except _AMISS:
        return None


def _plain(header: str) -> str:
    """A header on one line, in ASCII, without remarks in brackets."""
    text = "".join(sign if sign.isascii() else " " for sign in header[-_LONGEST:])
    for _ in range(_DEEPEST):
        text = _REMARK.sub(" ", text)
    return " ".join(text.split())
