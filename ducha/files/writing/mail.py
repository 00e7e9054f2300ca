"""Mails as files: a template filled in, and an envelope that every mail program opens."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import datetime
from email import policy
from email.encoders import encode_base64
from email.header import Header
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import format_datetime, formataddr, parseaddr
from pathlib import Path

from jinja2 import StrictUndefined
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import SandboxedEnvironment

from ducha.files.disk.plan import read_text
from ducha.files.writing.mistakes import MISTAKES, describe_mistake, line_of
from ducha.findings import Problem
from ducha.letters.facts import Fact, MailDraft, is_address
from ducha.texts import clean, one_line

_SHEET = "vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WIRE = policy.compat32.clone(linesep="\r\n", max_line_length=200)
"""Long enough that no header begins with an empty line, which some programs do not understand."""

_WORD = 75
"""Longest encoded word that the standard allows; the library would take one more."""

_UNFIT = re.compile(r'[\x00-\x1f\x7f"\\/:*?<>|]+')

_LONGEST = 1_000_000
"""The longest text, or largest number, that a template may make; a letter has some thousand."""

_HIGHEST_POWER = 20
_WIDENING = ("center", "format", "indent", "wordwrap")
"""Filters that make a text as wide as they are told."""


class _SmallSums(SandboxedEnvironment):
    """A template adds and counts; what would fill the memory is never made (R6.377)."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def is_safe_attribute(self, obj: object, attr: str, value: object) -> bool:
        """No methods of texts: 'x'.ljust(10**10); what a letter needs of them are filters."""
        return not isinstance(obj, str) and super().is_safe_attribute(obj, attr, value)

    def wrap_str_format(self, value: object) -> None:
        """No exception for '{:9999999999}'.format(1)."""

    def call_binop(self, context: Context, operator: str, left: object, right: object) -> object:
        """Refuse what grows beyond any letter: 'x' * 10**10, '%9999999999d' % 1."""
        sizes = [_size(left), _size(right)]
        grows = operator == "%" and isinstance(left, str)
        grows |= operator == "**" and sizes[1] > _HIGHEST_POWER
        if grows or (operator == "*" and sizes[0] * sizes[1] > _LONGEST):
            raise SecurityError(operator)
        result: object = super().call_binop(context, operator, left, right)
        return result


def _size(side: object) -> float:
    """How large one side of a sum is."""
    if isinstance(side, str | list | tuple):
        return len(side)
    return abs(side) if isinstance(side, int | float) else 0


def load_template(path: Path) -> str:
    """Read a template.

    Raises:
        Problem: It is missing, or no text.
    """
    return read_text(path)


def render(template: str, facts: Mapping[str, Fact], name: str = "模板") -> str:
    """Fill a template in.

    Args:
        template: Its text.
        facts: What it may name; each is put on one line first.
        name: What the template is called in messages.

    Raises:
        Problem: What is wrong with the template, and in which line.
    """
    known = {key: _inline(fact) for key, fact in facts.items()}
    environment = _SmallSums(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    for name_of_filter in _WIDENING:
        del environment.filters[name_of_filter]
    try:
        return environment.from_string(template).render(known)
    except MISTAKES as error:
        at = line_of(error)
        where = f"模板〔{name}〕第{at}行" if at else f"模板〔{name}〕"
        message = f"{where}：{describe_mistake(error, known, '模板开头的说明')}"
        raise Problem(message) from error


def _inline(fact: Fact) -> Fact:
    """A fact on one line, so that no name can begin a line of the letter, or give its subject."""
    if isinstance(fact, tuple):
        return tuple(map(one_line, fact))
    return one_line(fact) if isinstance(fact, str) else fact


def draft(letter: MailDraft, sender: str = "") -> bytes:
    """A mail not yet sent: Outlook and Foxmail open it for editing. The same bytes every time."""
    return _envelope(letter, {"X-Unsent": "1"}, sender)


def compose(letter: MailDraft, date: datetime, sender: str) -> bytes:
    """A mail as it would arrive, for the demo and for tests."""
    return _envelope(letter, {"Date": format_datetime(date)}, sender)


def _envelope(letter: MailDraft, headers: Mapping[str, str], sender: str) -> bytes:
    """Put a mail together, in seven bits, with a boundary that its content gives."""
    body = clean(letter.body).replace("\n", "\r\n")
    name = _UNFIT.sub("_", _one_line(letter.attachment_name))
    subject = _one_line(letter.subject)
    identity = f"{subject}\0{body}\0{name}".encode() + letter.attachment
    identity += b"".join(other.name.encode() + other.data for other in letter.more)
    message = MIMEMultipart(boundary=f"=_{hashlib.sha256(identity).hexdigest()[:32]}")
    for header, value in headers.items():
        message[header] = value
    person, address = parseaddr(_one_line(sender))
    if is_address(address):
        message["From"] = formataddr((person, address))
    message["To"] = ", ".join(mail for mail in letter.to if is_address(mail))
    message["Subject"] = Header(subject, "utf-8", _WORD, "Subject").encode()
    message.attach(MIMEText(body, "plain", "utf-8"))
    if name:
        message.attach(_attachment(name, letter.attachment))
    for other in letter.more:
        message.attach(_attachment(_UNFIT.sub("_", _one_line(other.name)), other.data))
    return message.as_bytes(policy=_WIRE)


def _attachment(name: str, data: bytes) -> MIMEBase:
    """A file under a name that every program reads: the new spelling first, then the old one."""
    subtype = _SHEET if name.lower().endswith(".xlsx") else "octet-stream"
    plain = name if name.isascii() else " ".join(Header(name, "utf-8", _WORD).encode().split())
    part = MIMEBase("application", subtype, name=plain)
    part.set_payload(data)
    encode_base64(part)
    filename = name if name.isascii() else ("utf-8", "", name)
    part.add_header("Content-Disposition", "attachment", filename=filename)
    return part


def _one_line(text: str) -> str:
    """Text for a header: nothing in it can begin another one."""
    return " ".join(clean(text).split())
