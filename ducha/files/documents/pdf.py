"""A PDF as text: lines from top to bottom, tables a row a line."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ducha.files.documents.tables import join_row

if TYPE_CHECKING:
    from pdfplumber.page import Page
    from pdfplumber.table import Table

_MOST_PAGES = 300


class LockedPdf(Exception):  # noqa: N818 - it is the file's state, not an error of the program
    """The PDF asks for a password."""


class UnreadablePdf(Exception):  # noqa: N818 - the same
    """The file says it is a PDF and is none, or is damaged, or is far too long."""


def pdf_text(data: bytes) -> str:
    """The text of all pages, a form feed between them.

    Raises:
        LockedPdf: It asks for a password.
        UnreadablePdf: It is damaged, or far too long.
    """
    import pdfplumber  # noqa: PLC0415 - heavy, and only this reader needs it
    from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect  # noqa: PLC0415
    from pdfminer.psparser import PSException  # noqa: PLC0415
    from pdfplumber.utils.exceptions import PdfminerException  # noqa: PLC0415

    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            if len(document.pages) > _MOST_PAGES:
                raise UnreadablePdf
            return "\f".join("\n".join(_lines(page)) for page in document.pages)
    except PdfminerException as error:
        locked = error.args and isinstance(error.args[0], PDFEncryptionError | PDFPasswordIncorrect)
        raise (LockedPdf if locked else UnreadablePdf) from error
    except (PSException, ValueError, KeyError, TypeError, RecursionError) as error:
        raise UnreadablePdf from error


def _lines(page: Page) -> Iterator[str]:
    """Lines outside tables and rows of tables, in the order of the page."""
    tables = page.find_tables()
    outside = page.filter(lambda element: not any(_within(element, table) for table in tables))
    pieces = [
        (float(line["top"]), str(line["text"]))
        for line in outside.extract_text_lines(return_chars=False)
    ]
    pieces.extend((float(table.bbox[1]), "\n".join(_rows(table))) for table in tables)
    for _, text in sorted(pieces, key=lambda piece: piece[0]):
        yield text


def _within(element: dict[str, object], table: Table) -> bool:
    left, top, right, bottom = table.bbox
    middle, height = (element["x0"] + element["x1"]) / 2, (element["top"] + element["bottom"]) / 2  # type: ignore[operator] # numbers, by the library's own word
    return bool(left <= middle <= right and top <= height <= bottom)


def _rows(table: Table) -> Iterator[str]:
    for row in table.extract():
        yield join_row(cell or "" for cell in row)
