"""Workbooks that open without asking: closed only by the password that Excel itself knows."""

from __future__ import annotations

import struct
from io import BytesIO
from xml.parsers.expat import ExpatError

_PASSWORD = "VelvetSweatshop"  # noqa: S105 - no secret: Excel and WPS try it before they ask
"""What Excel closes a workbook by that is only protected, or meant to be read alone."""


_DAMAGES = (OSError, ValueError, LookupError, TypeError, AttributeError, struct.error, ExpatError)
"""What the library raises over damaged bytes: in memory none of it is the machine's."""


def opened_by_excel(data: bytes) -> bytes | None:
    """The workbook within; None where a person would be asked for a password (R6.453)."""
    from msoffcrypto import OfficeFile, exceptions  # noqa: PLC0415 - heavy, and few files are closed

    refusals = (
        *(exceptions.FileFormatError, exceptions.ParseError),
        *(exceptions.DecryptionError, exceptions.InvalidKeyError),
    )

    opened = BytesIO()
    try:
        book = OfficeFile(BytesIO(data))
        book.load_key(password=_PASSWORD, verify_password=True)
        book.decrypt(opened)
    except (*refusals, *_DAMAGES):
        return None
    return opened.getvalue()
