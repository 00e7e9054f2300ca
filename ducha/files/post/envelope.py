"""From a draft to the mail that goes out: its text as it lies there, every other header our own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.utils import format_datetime

from ducha.findings import Problem
from ducha.letters.facts import is_address
from ducha.submission.posted import DraftDecision, message_id
from ducha.submission.sent import (
    ACCEPTED,
    DRAFT,
    IDENTITY,
    KIND,
    MAIL_HEADERS,
    PERIOD,
    REFUSED,
    ROUND,
    TIME,
    UNIT,
)
from ducha.texts import clean, one_line

_KEPT = frozenset(
    {
        *("subject", "mime-version", "content-type", "content-transfer-encoding"),
        *("content-disposition", "content-language"),
    }
)
"""What of a draft's headers is its text; who sends it to whom is never the draft's business."""

_FIELD = re.compile(rb"([!-9;-~]+):[^\n]*\n(?:[ \t]+[^\s][^\n]*\n)*")
_EOL = re.compile(rb"\r\n|\r|\n")
_WORD = 75
_NO_MAIL = "草稿〔{}〕读不懂，没有发。请删掉它重新生成，或者用邮件程序打开另存。"


@dataclass(frozen=True, slots=True)
class Envelope:
    """Who sends a mail, when, and which of its addressees the server has refused already."""

    sender: str
    date: datetime
    refused: tuple[str, ...] = ()


def compose(decision: DraftDecision, envelope: Envelope, name: str) -> bytes:
    """The mail as it goes out and is kept in sent/ (R10.12).

    Of the draft stand its subject and its body, byte for byte. From, To, Date, Message-ID and our
    own marks are written anew, so that nothing in a draft can send it elsewhere (R10.5).

    Args:
        decision: The draft, its round, and to whom it goes.
        envelope: Who sends it, and when.
        name: What the draft is called in messages.

    Raises:
        Problem: The draft is no mail.
    """
    head, blank, body = _EOL.sub(b"\n", decision.draft.data).partition(b"\n\n")
    fields = list(_fields(head + b"\n"))
    if not blank or not any(field.lower().startswith(b"content-type:") for field in fields):
        raise Problem(_NO_MAIL.format(name))
    own = "".join(f"{header}: {value}\n" for header, value in _own(decision, envelope).items())
    return (own.encode("ascii") + b"".join(fields) + b"\n" + body).replace(b"\n", b"\r\n")


def _fields(head: bytes) -> Iterator[bytes]:
    """The headers that are the text's; lines that are no header are dropped."""
    for match in _FIELD.finditer(head):
        if match[1].decode("ascii").lower() in _KEPT:
            yield match[0]


def _own(decision: DraftDecision, envelope: Envelope) -> Mapping[str, str]:
    """The headers of ours, each on lines that cannot begin another one."""
    draft, to = decision.draft, decision.to
    taken = [address for address in to if address not in envelope.refused]
    facts = {
        KIND: str(draft.kind),
        PERIOD: str(draft.period),
        UNIT: _encoded(draft.unit, MAIL_HEADERS[UNIT]),
        ROUND: str(decision.round),
        TIME: format_datetime(envelope.date),
        DRAFT: draft.digest,
        ACCEPTED: _list(taken),
        REFUSED: _list(envelope.refused),
        IDENTITY: message_id(decision.identity, envelope.sender),
    }
    return {
        "From": _list([envelope.sender]),
        "To": _list(to),
        **{MAIL_HEADERS[fact]: value for fact, value in facts.items() if value},
    }


def _list(addresses: Sequence[str]) -> str:
    """Addresses as a header lists them, one a line; what is none is a fault of the program."""
    if not all(map(is_address, addresses)):
        message = "addresses are checked when the ledger is read"
        raise AssertionError(message)
    return ",\n ".join(addresses)


def _encoded(text: str, header: str) -> str:
    return Header(one_line(clean(text)), "utf-8", _WORD, header).encode()
