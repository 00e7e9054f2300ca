"""Tables that are texts, .csv and XML of Excel 2003 -> Cells; which of them are ours others say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from ducha.cells import Cells
from ducha.files.workbook import saved
from ducha.files.workbook.delimited import decode_text, read_delimited
from ducha.files.workbook.gate import signatures
from ducha.files.workbook.gate.bounds import RemainingBounds
from ducha.files.workbook.xml_2003 import is_xml_2003, read_xml_2003
from ducha.makes import CSV, XML


def read_text_tables(data: bytes, word: str) -> Iterator[tuple[Cells, datetime | None]]:
    """What a text may be as a table, and when it says that it was saved (R6.382).

    Args:
        data: The whole file; nothing comes of one that is no text.
        word: What stands in every table that is looked for.

    Raises:
        Unreadable: With a sentence for the person who sent it.
    """
    if data.startswith((signatures.ZIP, signatures.COMPOUND)):
        return
    if is_xml_2003(data):
        book = read_xml_2003(data, RemainingBounds())
        yield Cells(book.sheets, telling=XML.telling), saved.parse_saved_time(book.saved)
        return
    text = decode_text(data)
    if text is not None and word in text:
        for sheet in read_delimited(text):
            yield Cells((sheet,), telling=CSV.telling), None
