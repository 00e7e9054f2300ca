"""A mail taken apart: when it was sent, by whom, and its attachments under their real names."""

from __future__ import annotations

import base64
import binascii
import codecs
import re
from collections.abc import Iterator
from email import policy
from email.errors import MessageError
from email.feedparser import BytesFeedParser
from email.message import Message
from email.utils import getaddresses
from functools import partial
from itertools import groupby
from quopri import decodestring
from urllib.parse import unquote_to_bytes

from ducha.files.inbox.archive import (
    Container,
    Member,
    check_member_count,
    decode_name,
    number_repeats,
    shorten_name,
)
from ducha.files.inbox.automatic import MailHead, is_automatic, is_bounce
from ducha.files.inbox.furniture import LINK, holds_link
from ducha.files.inbox.mail_time import mail_time
from ducha.files.workbook.reading import Unreadable
from ducha.submission.arrival import NOBODY, SEVERAL, MailStamp

_EMPTY = (
    "邮件没有附件，正文不作报送。"
    "请打开邮件看是否漏了附件；附件是网盘或超大附件链接的，请下载后把文件放进收件箱"
)
_BOUNCE = "退信或自动回执，不是报送件"
_BOUNCED = "退信或自动回执里附带的内容，不是报送件"
_INCOMPLETE = "邮件不完整，附件取不出来。请重新导出这封邮件，或把附件另存到收件箱"
_TOO_DEEP = "邮件一层套一层，套得太深，没有打开。请打开邮件，把里面的填报表另存到收件箱"
_UNNAMED = "未命名附件"
_MAIL = "message/rfc822"

_UNFIT = re.compile(r"[\x00-\x1f\x7f/\\]+")
_NAMED = re.compile(r'\b(?:file)?name\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;]+))', re.IGNORECASE)
_EXTENDED = re.compile(r"\b(?:file)?name\*(?:([0-9]{1,4})\*?)?\s*=\s*\"?([^;\"]+)", re.IGNORECASE)
_WORD = re.compile(r"=\?([^?*\s]+)(?:\*[^?]*)?\?([bq])\?([^?]*)\?=", re.IGNORECASE)
_CHINESE = frozenset({"gb2312", "gb_2312-80", "gbk", "x-gbk", "cp936"})
"""Mail programs write gb2312 and mean GBK, whose newest edition reads them all."""

_NO_CHARSETS = frozenset({"idna", "punycode", "raw-unicode-escape", "unicode-escape"})
"""What Python reads as text and no name is written in: some take for ever over a long one."""

_ENDLESS = re.compile(
    rb"^content-(?:type|disposition):(?:[^\n]|\n[ \t]){20000}", re.IGNORECASE | re.MULTILINE
)
"""A header over which the library's own parser takes minutes; a name has some hundred letters."""

_WRAPPED = re.compile(rb"boundary\s*=", re.IGNORECASE)
_MOST_WORK = 40_000_000
"""The library holds every line against the boundary of every wrapping around it; this takes 3 s."""

_LONGEST_SENDER = 300
_PIECE = 65_536


def open_mail(data: bytes) -> Container:
    """Take a mail apart. Its own text is not read: what counts stands on the form.

    The library's newer policy reads more spellings of a name but fails on some broken headers,
    and then the attachment would be lost; the older one never does.

    Raises:
        Unreadable: It is incomplete, wrapped too deep, or has too many attachments.
    """
    mail = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    if _ENDLESS.search(mail):
        raise Unreadable(_INCOMPLETE)
    if mail.count(b"\n") * len(_WRAPPED.findall(mail)) > _MOST_WORK:
        raise Unreadable(_TOO_DEEP)
    try:
        return _container(_parse(mail))
    except RecursionError as error:
        raise Unreadable(_TOO_DEEP) from error


def _parse(mail: bytes) -> Message:
    """Feed the parser piece by piece: at one go the library takes ten times the memory."""
    parser = BytesFeedParser(policy=policy.compat32)
    for start in range(0, len(mail), _PIECE):
        parser.feed(mail[start : start + _PIECE])
    return parser.close()


def _container(message: Message) -> Container:
    head = _head(message)
    bounce = is_bounce(head)
    leaves = list(_leaves(message))
    parts = [part for part in leaves if not _is_body(part)]
    check_member_count(len(parts))
    names = number_repeats([_name(part) for part in parts])
    members = tuple(
        Member(name, partial(_content, part), _BOUNCED if bounce else "")
        for name, part in zip(names, parts, strict=True)
    )
    automatic = bounce or (not members and is_automatic(head))
    return Container(
        _BOUNCE if automatic else _explain(members, leaves),
        members,
        in_order=automatic or bool(members),
        stamp=_stamp(message),
    )


def _head(message: Message) -> MailHead:
    headers = {name.lower(): _unfold(str(value)) for name, value in message.raw_items()}
    return MailHead(
        kind=message.get_content_type(),
        subject=_WORD.sub(_decode_word, headers.get("subject", "")[:_LONGEST_SENDER]).strip(),
        sender=_sender(message),
        headers=headers,
    )


def _explain(members: tuple[Member, ...], leaves: list[Message]) -> str:
    """What is in a mail, and whether its text points to more (R6.464)."""
    linked = holds_link(_content(part) for part in leaves if _is_text(part))
    if not members:
        return f"邮件没有附件，正文里是{LINK}" if linked else _EMPTY
    more = f"；正文里另有{LINK}" if linked else ""
    return f"邮件，含{len(members)}个附件，见各附件{more}"


def _is_text(part: Message) -> bool:
    return part.get_content_maintype() == "text" and _is_body(part)


def _stamp(message: Message) -> MailStamp:
    """What a mail says of itself; the receiving server writes its line above all others (R6.60)."""
    received, date = (next(_headers(message, name), "") for name in ("received", "date"))
    return MailStamp(_sender(message), mail_time(received, date))


def _sender(message: Message) -> str:
    """The address that a mail says it came from; all of them, where it names more than one.

    A mail may name several authors, and beside them who has really sent it.
    """
    senders = [_unfold(value)[:_LONGEST_SENDER] for value in _headers(message, "from", "sender")]
    try:
        addresses = [address for _, address in getaddresses(senders) if address]
    except RecursionError:  # remarks within remarks
        addresses = []
    distinct = {address.lower(): address for address in reversed(addresses)}
    return SEVERAL.join(reversed(distinct.values())) or NOBODY


def _leaves(message: Message) -> Iterator[Message]:
    """Every part that is no mere wrapping; a mail within the mail is one part."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        inside = part.get_payload()
        if part.get_content_type() == _MAIL or not isinstance(inside, list):
            yield part
        else:
            waiting.extend(child for child in reversed(inside) if isinstance(child, Message))


def _is_body(part: Message) -> bool:
    """Whether a part is the mail's own text."""
    if part.get_content_maintype() == "multipart":
        raise Unreadable(_INCOMPLETE)
    if part.get_content_maintype() != "text":
        return False
    return part.get_content_disposition() != "attachment" and not _declared_name(part)


def _content(part: Message) -> bytes:
    """The bytes of an attachment; of a mail within the mail, the mail."""
    inside = part.get_payload()
    if isinstance(inside, list):
        return b"".join(_inner_mail(part, child) for child in inside if isinstance(child, Message))
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _inner_mail(part: Message, inner: Message) -> bytes:
    """A mail within the mail; some programs encode it although that is forbidden."""
    coded = not inner.keys() and "base64" in _raw(part, "content-transfer-encoding").lower()
    try:
        if coded:
            return base64.b64decode(str(inner.get_payload()))
        return inner.as_bytes(policy=policy.compat32)
    except (ValueError, MessageError) as error:
        raise Unreadable(_INCOMPLETE) from error
    except RecursionError as error:
        raise Unreadable(_TOO_DEEP) from error


def _raw(message: Message, header: str) -> str:
    """A header as it stands in the mail, on one line."""
    return _unfold(next(_headers(message, header), ""))


def _headers(message: Message, *names: str) -> Iterator[str]:
    """Headers of these names as they stand in the mail, in the order of the names."""
    for wanted in names:
        yield from (str(value) for name, value in message.raw_items() if name.lower() == wanted)


def _unfold(header: str) -> str:
    return re.sub(r"\r?\n\s*", " ", header)


def _name(part: Message) -> str:
    """What an attachment is shown as: never a path, never nothing."""
    name = shorten_name(_UNFIT.sub("_", _declared_name(part)).strip())
    if not name and part.get_content_type() == _MAIL:
        return "转发的邮件.eml"
    return name or _UNNAMED


def _declared_name(part: Message) -> str:
    """File name of an attachment, however it is spelt; empty when it has none.

    The library reads few of the spellings in use and stumbles over broken ones.
    """
    for header in ("content-disposition", "content-type"):
        raw = _raw(part, header)
        pieces = sorted((int(number or 0), piece) for number, piece in _EXTENDED.findall(raw))
        if pieces:
            return _decode_extended("".join(piece for _, piece in pieces))
        match = _NAMED.search(raw)
        if match:
            return _decode_words((match[1] or match[2] or "").strip())
    return ""


def _decode_extended(text: str) -> str:
    """RFC 2231: charset'language'percent-coded bytes, or without a charset the text itself."""
    charset, quote, rest = text.partition("'")
    if not quote:
        return _decode_words(text)
    coded = rest.partition("'")[2].encode("utf-8", "surrogateescape")
    return _as_text(unquote_to_bytes(coded), charset)


def _decode_words(text: str) -> str:
    """RFC 2047 words put together before they are decoded: some split a character in two."""
    words = [(word[1].lower(), _word_bytes(word)) for word in _WORD.finditer(text)]
    if not words:
        return decode_name(text.replace('\\"', '"').encode("utf-8", "surrogateescape"))
    groups = groupby(words, key=lambda pair: pair[0])
    return "".join(_as_text(b"".join(data for _, data in pairs), name) for name, pairs in groups)


def _decode_word(word: re.Match[str]) -> str:
    return _as_text(_word_bytes(word), word[1])


def _word_bytes(word: re.Match[str]) -> bytes:
    try:
        if word[2] in "bB":
            return base64.b64decode(word[3] + "=" * (-len(word[3]) % 4))
        return decodestring(word[3].encode("utf-8", "surrogateescape"), header=True)
    except (binascii.Error, ValueError):
        return b""


def _as_text(data: bytes, charset: str) -> str:
    try:
        name = codecs.lookup("gb18030" if charset.lower() in _CHINESE else charset or "utf-8").name
        return decode_name(data) if name in _NO_CHARSETS else data.decode(name)
    except (LookupError, ValueError):
        return decode_name(data)
