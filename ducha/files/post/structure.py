"""What a mail carries, by what the server says of its parts, before any of it is fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from email.errors import HeaderParseError
from email.header import decode_header, make_header

from imapclient.response_types import BodyData

from ducha.makes import ENDINGS

_CARRIES = frozenset(
    {*ENDINGS, ".zip", ".rar", ".7z", ".gz", ".tgz", ".tar", ".eml", ".msg", ".dat", ".csv", ".xlt"}
)
"""Endings of what may be, or may hold, a return."""

_HARMLESS = frozenset(
    {
        *(".pdf", ".doc", ".docx", ".wps", ".txt", ".ppt", ".pptx", ".ics", ".vcf", ".ofd"),
        *(".jpg", ".jpeg", ".png", ".gif", ".bmp", ".webp", ".heic", ".tif", ".tiff", ".svg"),
    }
)
_KNOWN_TYPES = frozenset(
    {
        *("pdf", "msword", "rtf", "ics", "pgp-signature", "pkcs7-signature", "x-pkcs7-signature"),
        "vnd.openxmlformats-officedocument.wordprocessingml.document",
    }
)
"""Of what is `application`, what is certainly neither workbook nor archive."""

_ENDING = re.compile(r"\.[A-Za-z0-9]{1,5}$")
_DEEPEST = 50


def carries_return(body: object) -> bool:
    """Whether a mail holds a workbook, an archive or a mail, or nobody can tell (R10.32).

    Args:
        body: BODYSTRUCTURE, as the library reads it.
    """
    return _carries(body, _DEEPEST)


def _carries(body: object, left: int) -> bool:
    if not isinstance(body, BodyData) or not left:
        return True
    if body.is_multipart:
        report = len(body) > 1 and _word(body[1]) == "report"
        return report or any(_carries(part, left - 1) for part in body[0])
    return _part_carries(body)


def _part_carries(part: BodyData) -> bool:
    kind, subtype = _word(part[0]), _word(part[1])
    endings = set(_endings(part[2:]))
    if kind == "message" or subtype == "rfc822-headers" or endings & _CARRIES:
        return True
    harmless = bool(endings) and endings <= _HARMLESS
    return kind == "application" and subtype not in _KNOWN_TYPES and not harmless


def _word(value: object) -> str:
    return value.decode("latin-1").lower() if isinstance(value, bytes) else ""


def _endings(values: Sequence[object]) -> Iterator[str]:
    """How names among the facts of a part end, however they are spelt."""
    for value in values:
        if isinstance(value, bytes):
            match = _ENDING.search(_plain(value))
            if match:
                yield match[0].lower()
        elif isinstance(value, tuple) and not isinstance(value, BodyData):
            yield from _endings(value)


def _plain(value: bytes) -> str:
    text = value.decode("latin-1").strip()
    if "=?" not in text:
        return text
    try:
        return str(make_header(decode_header(text))).strip()
    except (HeaderParseError, LookupError, ValueError):
        return text
