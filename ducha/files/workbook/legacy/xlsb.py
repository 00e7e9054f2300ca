"""Sizes of an .xlsb that would kill the parser, measured on the records of its parts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ducha.files.workbook.gate.bounds import RemainingBounds
from ducha.files.workbook.gate.refusals import BROKEN, UNUSUAL, Unreadable
from ducha.files.workbook.gate.xml import Attributes, elements

_BOOK, _RELATIONS = "xl/workbook.bin", "xl/_rels/workbook.bin.rels"
_STRINGS, _STYLES = "xl/sharedstrings.bin", "xl/styles.bin"
_SHEETS = ("xl/worksheets/", "xl/chartsheets/", "xl/dialogsheets/")
_NO_TABLES = frozenset({"chartsheet", "dialogsheet", "xlMacrosheet", "xlIntlMacrosheet"})
"""Kinds of sheets without cells to fill, which the parser does not expect."""
_ROW, _BLANK, _SHARED, _LAST_CELL, _STRING, _RICH_CELL = 0, 1, 7, 11, 19, 62
_END_DATA, _OPTIONS, _SHEET = 146, 153, 156
_AFTER_SHEETS = bytes((0x90, 1, 0, 0x9D, 1, 0))
"""Two records without content: the end of the list of sheets, and what comes after the names."""
_PLACE = 8
"""Bytes before the value of a cell: its column and its format."""

_Record = tuple[int, int, int, int]
"""Its kind; where it begins, where its content begins, where both end."""


def check_xlsb(parts: Mapping[str, bytes], bounds: RemainingBounds) -> dict[str, bytes]:
    """The parts, with the list of sheets alone in place of the book.

    What else stands in the book, names of formulas above all, the parser would spell out.
    Raises `Unreadable` with a sentence.
    """
    lower = {name.lower(): content for name, content in parts.items()}
    book = lower[_BOOK]
    relations = elements(lower.get(_RELATIONS, b""), bounds, "Relationship")
    kept = _kept(book, relations, bounds)
    names = _names(relations, [book[start:end] for k, _, start, end in kept if k == _SHEET])
    for _ in _records(lower.get(_STYLES, b""), bounds):
        pass  # only whether all of them lie within the part
    strings = _records(lower.get(_STRINGS, b""), bounds)
    lengths = [end - start for kind, _, start, end in strings if kind == _STRING]
    for name, part in lower.items():
        if name.startswith(_SHEETS) and not name.endswith(".rels"):
            _measure(names.get(name, name), part, lengths, bounds)
    alone = b"".join(book[begin:end] for _, begin, _, end in kept) + _AFTER_SHEETS
    return {name: alone if name.lower() == _BOOK else part for name, part in parts.items()}


def _kept(book: bytes, relations: Iterable[Attributes], bounds: RemainingBounds) -> list[_Record]:
    """Of the book's records the options and the list of sheets, such with cells to fill."""
    others = {pair.get("Id", "") for pair in relations if _kind(pair) in _NO_TABLES}
    return [
        record
        for record in _records(book, bounds)
        if record[0] == _OPTIONS
        or (record[0] == _SHEET and _listed_sheet(book[record[2] : record[3]])[0] not in others)
    ]


def _records(part: bytes, bounds: RemainingBounds) -> Iterator[_Record]:
    """Every record: a kind of one or two bytes, a length in steps of seven bits, the content."""
    at, whole, take_tags = 0, len(part), bounds.take_tags
    while at < whole:
        take_tags(1)
        begin = at
        try:
            kind = part[at]
            at += 1
            if kind & 0x80:
                kind = kind & 0x7F | (part[at] & 0x7F) << 7
                at += 1
            length, at = _length(part, at)
        except IndexError as error:
            raise Unreadable(BROKEN) from error
        if at + length > whole:
            raise Unreadable(BROKEN)
        yield kind, begin, at, at + length
        at += length


def _length(part: bytes, at: int) -> tuple[int, int]:
    """A length, and where it ends."""
    length = 0
    for shift in (0, 7, 14, 21):
        step = part[at]
        at += 1
        length |= (step & 0x7F) << shift
        if step < 0x80:  # noqa: PLR2004 - the highest bit says that more follows
            break
    return length, at


def _kind(relation: Attributes) -> str:
    """What a relation leads to."""
    return relation.get("Type", "").rpartition("/")[2]


def _names(pairs: tuple[Attributes, ...], listed: list[bytes]) -> dict[str, str]:
    """Names of the sheets by their parts; no two sheets are one part."""
    targets = {pair.get("Id", ""): f"xl/{pair.get('Target', '')}".lower() for pair in pairs}
    sheets = [target for target in targets.values() if target.startswith(_SHEETS)]
    sheet_names = dict(map(_listed_sheet, listed))
    if len(set(sheets)) < len(sheets) or len(sheet_names) < len(listed):
        raise Unreadable(UNUSUAL)
    return {targets.get(identity, ""): name for identity, name in sheet_names.items()}


def _listed_sheet(content: bytes) -> tuple[str, str]:
    """Relation and name of a sheet in the list."""
    identity, rest = _text(content[_PLACE:])
    return identity, _text(rest)[0]


def _text(content: bytes) -> tuple[str, bytes]:
    """A text after the number of its characters, and what follows it."""
    end = 4 + 2 * int.from_bytes(content[:4], "little")
    return content[4:end].decode("utf-16-le", "replace"), content[end:]


def _measure(sheet: str, part: bytes, lengths: list[int], bounds: RemainingBounds) -> None:
    """The box of one sheet, and the text that its cells share."""
    row = height = width = 0
    for kind, _, start, end in _records(part, bounds):
        if kind == _END_DATA:
            break
        if kind > _LAST_CELL and kind != _RICH_CELL:
            continue
        if end - start < _PLACE:
            raise Unreadable(BROKEN)
        number = int.from_bytes(part[start : start + 4], "little")
        if kind == _ROW:
            row = number
        elif kind != _BLANK:
            bounds.check_place(sheet, row, number)
            height, width = max(height, row + 1), max(width, number + 1)
            bounds.take_cells(1)
            bounds.take_text(_shared_text(part[start + _PLACE : start + 12], lengths, kind))
    bounds.take_box(sheet, height, width)


def _shared_text(value: bytes, lengths: list[int], kind: int) -> int:
    """Bytes of text that a cell shares with others; its own cannot be more than the part."""
    index = int.from_bytes(value, "little")
    return lengths[index] if kind == _SHARED and index < len(lengths) else 0
