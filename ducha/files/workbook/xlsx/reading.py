"""An .xlsx as the parser can read it: the sheets that are tables, without their own sizes."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ducha.files.workbook.gate.bounds import RemainingBounds
from ducha.files.workbook.gate.marks import Marks
from ducha.files.workbook.gate.xml import Attributes, elements, quote_attribute
from ducha.files.workbook.xlsx.scan import marks

_BOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_HEAD = 8192
"""Bytes within which a sheet tells of its size."""
_SIZE = re.compile(rb"<(?:[^\s<>/:]+:)?dimension\s[^<>]*/>")
_DATA = b"sheetData"

_MODULE = (b':id=""', b":id=''")
_MACROS = b"acrosheet"
_MACRO_SHEETS = frozenset({"xlMacrosheet", "xlIntlMacrosheet"})
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def check_xlsx(
    parts: Mapping[str, bytes], bounds: RemainingBounds
) -> tuple[dict[str, bytes], dict[str, Marks]]:
    """The parts for the parser, and the marks of every sheet.

    Raises `Unreadable` for what must not reach a parser.
    """
    sheet_marks = marks(parts, bounds)
    ours = {name.lower(): name for name in parts}
    plain = {name: _without_size(part) for name, part in parts.items()}
    book, relations = parts[ours[_BOOK]], parts[ours[_RELATIONS]]
    if _MACROS in relations or any(sign in book for sign in _MODULE):
        plain[ours[_BOOK]] = _tables_alone(book, relations, bounds)
    return plain, sheet_marks


def _without_size(part: bytes) -> bytes:
    """A sheet without what it says of its size: that proves nothing, and may be no range at all."""
    end = part.find(_DATA, 0, _HEAD)
    match = _SIZE.search(part, 0, end) if end > 0 else None
    return part[: match.start()] + part[match.end() :] if match else part


def _tables_alone(book: bytes, relations: bytes, bounds: RemainingBounds) -> bytes:
    """The list of sheets without those of macros, old and very old, at which the parser gives up.

    Nothing else is left out: a sheet that should be there and is not must not go unnoticed.
    """
    pairs = elements(relations, bounds, "Relationship")
    kinds = {pair.get("Id", ""): pair.get("Type", "").rpartition("/")[2] for pair in pairs}
    sheets = (_sheet(element, kinds) for element in elements(book, bounds, "sheet"))
    dates = next(
        (element.get("date1904", "0") for element in elements(book, bounds, "workbookPr")), "0"
    )
    return (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}">'
        f"<workbookPr date1904={quote_attribute(dates)}/>"
        f"<sheets>{''.join(sheets)}</sheets></workbook>"
    ).encode()


def _sheet(attributes: Attributes, kinds: Mapping[str, str]) -> str:
    """A sheet in the list; nothing for one of macros."""
    identity = next((value for name, value in attributes.items() if name.endswith(":id")), "")
    if not identity or kinds.get(identity) in _MACRO_SHEETS:
        return ""
    name, number = (
        quote_attribute(attributes.get("name", "")),
        quote_attribute(attributes.get("sheetId", "")),
    )
    return f"<sheet name={name} sheetId={number} r:id={quote_attribute(identity)}/>"
