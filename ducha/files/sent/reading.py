"""The files of sent/ and the facts that they tell: mails of ours, and by-hand records."""

from __future__ import annotations

import json
from collections.abc import Collection
from email import policy
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import parsedate_to_datetime
from pathlib import Path

from ducha.files.disk.plan import read_bytes
from ducha.files.disk.words import why_not_read
from ducha.findings import Problem
from ducha.period import Period
from ducha.submission.sent import HOW, KIND, MAIL, MAIL_HEADERS, PERIOD, TIME, UNIT, SentFile

MAIL_SUFFIX, BY_HAND_SUFFIX = ".eml", ".记录"
"""A mail that was sent, and a by-hand record. Anything else, 待定 above all, is no record."""

PENDING_SUFFIX = ".待定"
"""A mail of which nobody knows whether the server has taken it."""

_TORN = (
    "sent 里的〔{}〕读不懂。手工记录应写成 "
    '{{"类型": "催报", "期次": "2024-05", "单位": "杞县", "次数": 1, '
    '"时间": "2024-05-29T09:00", "方式": "电话"}}，请改正，或者移走这个文件'
)


def read_sent(
    folder: Path, period: Period, chosen: Collection[str] | None = None
) -> tuple[SentFile, ...]:
    """What lies in sent/ for a month, in the order of the paths (R7.140).

    Args:
        folder: The folder sent.
        period: The month; its files lie in the folder that bears its name.
        chosen: Paths within sent, with slashes, to which the reading is kept (R7.142); None for
            all.

    Raises:
        Problem: A file cannot be read, or a by-hand record is not written as it should be.
    """
    return tuple(
        SentFile(path, _facts(path, read_bytes(file)))
        for path, file in _files(folder, period)
        if chosen is None or path in chosen
    )


def read_pending(folder: Path, period: Period) -> tuple[SentFile, ...]:
    """The mails of a month that are 待定 (R10.15).

    Raises:
        Problem: A file cannot be read.
    """
    return tuple(
        SentFile(path, _mail_facts(read_bytes(file)))
        for path, file in _files(folder, period, (PENDING_SUFFIX,))
    )


def _files(
    folder: Path, period: Period, suffixes: Collection[str] = (MAIL_SUFFIX, BY_HAND_SUFFIX)
) -> list[tuple[str, Path]]:
    try:
        paths = sorted((folder / str(period)).rglob("*"))
    except OSError as error:
        raise Problem(why_not_read(error, folder)) from error
    return [
        (path.relative_to(folder).as_posix(), path)
        for path in paths
        if path.suffix.lower() in suffixes
        if path.is_file() and not path.is_symlink()
    ]


def _facts(path: str, data: bytes) -> dict[str, str]:
    by_hand = path.lower().endswith(BY_HAND_SUFFIX)
    return _by_hand_facts(path, data) if by_hand else _mail_facts(data)


def _mail_facts(data: bytes) -> dict[str, str]:
    message = BytesHeaderParser(policy=policy.default).parsebytes(data)
    facts = {fact: _header(message, name) for fact, name in MAIL_HEADERS.items()}
    facts[TIME] = _moment_text(facts[TIME])
    return {**{fact: text for fact, text in facts.items() if text}, HOW: MAIL}


def _header(message: Message, name: str) -> str:
    """A header's text; blank where there is none, or none that can be read."""
    try:
        return str(message.get(name, "")).strip()
    except (ValueError, LookupError, TypeError, AttributeError):
        return ""  # the library refuses some headers that no program writes


def _moment_text(written: str) -> str:
    try:
        return parsedate_to_datetime(written).isoformat()
    except (ValueError, TypeError):
        return ""


def _by_hand_facts(path: str, data: bytes) -> dict[str, str]:
    try:
        record = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise Problem(_TORN.format(path)) from error
    if not isinstance(record, dict) or not all(record.get(key) for key in (KIND, PERIOD, UNIT)):
        raise Problem(_TORN.format(path))
    return {str(key): str(value) for key, value in record.items() if value is not None}
