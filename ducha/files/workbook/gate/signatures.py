"""How files begin, whatever they are called."""

from __future__ import annotations

import re

ZIP = b"PK"
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""An .xls or .doc, a mail of Outlook, a workbook closed with a password."""
PDF = b"%PDF"
PNG = b"\x89PNG\r\n"
JPG = b"\xff\xd8\xff"
RAR = b"Rar!\x1a\x07"
SEVEN_ZIP = b"7z\xbc\xaf\x27\x1c"
GZIP = b"\x1f\x8b"


def pattern(*signs: bytes, most: int | None = None) -> re.Pattern[bytes]:
    """Matches what begins with one of these, or with so many bytes of one at `most`."""
    return re.compile(b"|".join(re.escape(sign[:most]) for sign in signs))
