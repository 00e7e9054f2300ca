"""Workbooks that open without asking: closed only by the password that Excel itself knows."""

from __future__ import annotations

from io import BytesIO

_PASSWORD = "VelvetSweatshop"  # noqa: S105 - no secret: Excel and WPS try it before they ask
"""What Excel closes a workbook by that is only protected, or meant to be read alone."""


def opened_by_excel(data: bytes) -> bytes | None:
    """The workbook within; None where a person would be asked for a password (R6.453)."""
    from msoffcrypto import OfficeFile  # noqa: PLC0415 - heavy, and few files are closed

    opened = BytesIO()
    try:
        book = OfficeFile(BytesIO(data))
        book.load_key(password=_PASSWORD, verify_password=True)
        book.decrypt(opened)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - over damaged bytes the library raises what it likes
        return None
    return opened.getvalue()
