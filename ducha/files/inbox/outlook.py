"""A mail as Outlook keeps it (.msg), turned into one as it is sent, which the mail reader opens."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from datetime import datetime
from email.encoders import encode_base64
from email.message import Message as Mail
from email.mime.base import MIMEBase
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.utils import format_datetime
from io import BytesIO
from typing import TYPE_CHECKING

from ducha.files.workbook.reading import Unreadable
from ducha.period import CHINA

if TYPE_CHECKING:
    from oxmsg import Message
    from oxmsg.attachment import Attachment

_HEADERS = ("Received", "Date", "From", "Sender")
"""What tells who sent a mail and when; only those that came over a network have them."""

_DELIVERED, _SUBMITTED = 0x0E06, 0x0039
_ADDRESS, _ADDRESS_IN_USE = 0x5D01, 0x0C1F
_NAME, _SHORT_NAME = 0x3707, 0x3704
_INNER = "__SUBSTG1.0_3701000D"
"""The folder of an attachment that is a mail itself."""

_OF_INNER = 24
"""Bytes before the properties of a mail within a mail."""

_DEEPEST = 8
_REPORT = "report."
_MISTAKES = (LookupError, ValueError, TypeError, AttributeError, AssertionError, struct.error)
_BROKEN = (
    "Outlook 邮件（.msg）已损坏，打不开。请在 Outlook 中打开，把附件另存到收件箱；或请单位重新发送"
)
_TOO_DEEP = "邮件一层套一层，套得太深，没有打开。请打开邮件，把里面的填报表另存到收件箱"


def as_mail(data: bytes) -> bytes:
    """The same mail as an .eml: who sent it, when, and its attachments (R6.378).

    Its text is left out; what is only linked to is an empty file.

    Raises:
        Unreadable: It is damaged, or mails lie too deep within each other.
    """
    from oxmsg import Message  # noqa: PLC0415 - few files are such mails

    try:
        return _mail(Message.load(BytesIO(data)), 0).as_bytes()
    except RecursionError as error:
        raise Unreadable(_TOO_DEEP) from error
    except (OSError, *_MISTAKES) as error:  # the library has errors of the system for damages
        raise Unreadable(_BROKEN) from error


def _mail(message: Message, depth: int) -> Mail:
    if depth == _DEEPEST:
        raise Unreadable(_TOO_DEEP)
    is_report = message.message_class.lower().startswith(_REPORT)
    mail = MIMEMultipart("report" if is_report else "mixed", boundary=f"=_part_{depth}_of_msg")
    for name, value in _headers(message):
        mail[name] = " ".join(value.split())
    for attachment in message.attachments:
        inner = _inner(attachment)
        if inner is not None:
            mail.attach(MIMEMessage(_mail(inner, depth + 1)))
        else:  # of a mere link an empty file, so that it is seen
            mail.attach(_part(attachment, attachment.file_bytes or b""))
    return mail


def _headers(message: Message) -> Iterator[tuple[str, str]]:
    """Those it came with; else what Outlook says of it."""
    came_with = {name.lower(): value for name, value in message.message_headers.items()}
    if "from" in came_with or "date" in came_with:
        yield from (
            (name, came_with[name.lower()]) for name in _HEADERS if name.lower() in came_with
        )
        return
    told = message.properties
    addresses = (told.str_prop_value(kind) for kind in (_ADDRESS, _ADDRESS_IN_USE))
    address = next((each for each in addresses if each and "@" in each), None)
    if address:
        yield "From", address
    moment = told.date_prop_value(_DELIVERED) or told.date_prop_value(_SUBMITTED)
    if isinstance(moment, datetime):
        yield "Date", format_datetime(moment.astimezone(CHINA))


def _inner(attachment: Attachment) -> Message | None:
    """The mail that an attachment is; None where it is a file."""
    from oxmsg import Message  # noqa: PLC0415 - as above
    from oxmsg.properties import Properties  # noqa: PLC0415 - as above
    from oxmsg.storage import Storage  # noqa: PLC0415 - as above

    storage = attachment._storage  # noqa: SLF001 - the library knows no mail within a mail
    folders = storage.storages if isinstance(storage, Storage) else ()
    folder = next((each for each in folders if each.name.upper() == _INNER), None)
    if folder is None:
        return None
    message = Message(folder)
    vars(message)["_properties"] = Properties(folder, properties_header_offset=_OF_INNER)
    return message


def _part(attachment: Attachment, data: bytes) -> MIMEBase:
    names = (attachment.properties.str_prop_value(kind) for kind in (_NAME, _SHORT_NAME))
    name = next(filter(None, names), "")
    part = MIMEBase("application", "octet-stream")
    part.set_payload(data)
    encode_base64(part)
    part.add_header("Content-Disposition", "attachment", filename=("utf-8", "", name))
    return part
