"""A Word document as text: paragraphs with the numbers Word makes, tables a row a line."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ducha.files.documents.tables import join_row
from ducha.values.numerals import CIRCLES, write_numeral

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.table import Table, _Cell
    from docx.text.paragraph import Paragraph

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHINESE_STYLES = {
    "chineseCounting",
    "chineseCountingThousand",
    "ideographDigital",
    "japaneseCounting",
    "taiwaneseCounting",
    "taiwaneseCountingThousand",
}

_WIDEST = 60
"""Columns that a cell may cover, as in a web page; some say hundreds of millions."""

_HIGHEST = 9999
"""The highest number that is written in Chinese."""


_MISTAKES = (LookupError, ValueError, TypeError, AttributeError, SyntaxError, RecursionError)
"""What the library raises over XML that is no proper document."""


class DamagedWord(Exception):  # noqa: N818 - it is the file's state, not an error of the program
    """The file says it is a Word document and cannot be opened as one."""


def word_text(data: bytes) -> str:
    """The text of the whole document.

    Raises:
        DamagedWord: It cannot be opened.
    """
    from docx import Document as open_document  # noqa: N813, PLC0415 - heavy, and only this reader needs it
    from docx.opc.exceptions import PackageNotFoundError  # noqa: PLC0415

    try:
        return "\n".join(_docx_lines(open_document(io.BytesIO(data))))
    except (PackageNotFoundError, zipfile.BadZipFile, *_MISTAKES) as error:
        raise DamagedWord from error


def _docx_lines(document: Document) -> Iterator[str]:
    """Paragraphs and tables in the order of the page."""
    from docx.table import Table as DocxTable  # noqa: PLC0415 - heavy

    numbers = _Numbering(document)
    for block in document.iter_inner_content():
        if isinstance(block, DocxTable):
            yield from _docx_rows(block)
        else:
            yield numbers.mark(block) + block.text.replace("\t", " ")


def _docx_rows(table: Table) -> Iterator[str]:
    """A row per line; what is merged from above or from the left is blank."""
    from docx.table import _Cell  # noqa: PLC0415 - heavy, and the library makes too many itself

    going_on: frozenset[int] = frozenset()
    for row in table.rows:
        texts = [""] * min(row.grid_cols_before, _WIDEST)
        merged: set[int] = set()
        for element in row._tr.tc_lst:  # noqa: SLF001 - its cells as they stand there
            column, wide = len(texts), max(1, min(element.grid_span, _WIDEST))
            if element.vMerge:
                merged.add(column)
            covered = element.vMerge == "continue" and column in going_on
            texts += ["" if covered else _cell_text(_Cell(element, table)), *[""] * (wide - 1)]
        going_on = frozenset(merged)
        yield join_row(texts)


def _cell_text(cell: _Cell) -> str:
    """The lines of a cell; of a table within it each row is one."""
    from docx.table import Table as DocxTable  # noqa: PLC0415 - heavy

    lines: list[str] = []
    for block in cell.iter_inner_content():
        if isinstance(block, DocxTable):
            lines.extend(row.replace("\t", " ").strip() for row in _docx_rows(block))
        else:
            lines.append(block.text)
    return "\n".join(lines)


class _Numbering:
    """Numbers that Word makes itself (自动编号) are not in the text; count them again."""

    def __init__(self, document: Document) -> None:
        self.levels = _levels(document)
        self.counts: dict[tuple[str, int], int] = {}

    def mark(self, paragraph: Paragraph) -> str:
        """The number in front of a paragraph, as Word would show it."""
        list_id, depth = _list_level(paragraph)
        if not list_id or (list_id, depth) not in self.levels:
            return ""
        style, level_text, start = self.levels[list_id, depth]
        self.counts[list_id, depth] = self.counts.get((list_id, depth), start - 1) + 1
        for key in [key for key in self.counts if key[0] == list_id and key[1] > depth]:
            del self.counts[key]
        return level_text.replace(f"%{depth + 1}", _numeral(self.counts[list_id, depth], style))


def _list_level(paragraph: Paragraph) -> tuple[str, int]:
    """List and level of a paragraph, its own or its style's; an empty list where it has none."""
    style = paragraph.style
    holders = [paragraph._p, *([style.element] if style is not None else [])]  # noqa: SLF001 - the API has no numbering
    for holder in holders:
        numbering = holder.find(f"{_W}pPr/{_W}numPr")
        if numbering is not None:
            return _attribute(numbering, "numId"), int(_attribute(numbering, "ilvl") or 0)
    return "", 0


def _attribute(element: BaseOxmlElement, tag: str) -> str:
    """The w:val of a child; empty where there is none."""
    child = element.find(f"{_W}{tag}")
    return "" if child is None else str(child.get(f"{_W}val", ""))


def _levels(document: Document) -> dict[tuple[str, int], tuple[str, str, int]]:
    """Style, text and first number of every level of every list."""
    try:
        root = document.part.numbering_part.element
    except (KeyError, NotImplementedError):
        return {}
    abstracts = {
        definition.get(f"{_W}abstractNumId"): definition
        for definition in root.iterfind(f"{_W}abstractNum")
    }
    levels: dict[tuple[str, int], tuple[str, str, int]] = {}
    for number in root.iterfind(f"{_W}num"):
        abstract = abstracts.get(_attribute(number, "abstractNumId"))
        for level in [] if abstract is None else abstract.iterfind(f"{_W}lvl"):
            key = (str(number.get(f"{_W}numId")), int(str(level.get(f"{_W}ilvl"))))
            start = int(_attribute(level, "start") or 1)
            levels[key] = (_attribute(level, "numFmt"), _attribute(level, "lvlText"), start)
    return {key: level for key, level in levels.items() if level[0] != "bullet"}


def _numeral(number: int, style: str) -> str:
    if style in _CHINESE_STYLES and 0 <= number <= _HIGHEST:
        return write_numeral(number)
    if style.startswith("decimalEnclosedCircle") and 1 <= number <= len(CIRCLES):
        return CIRCLES[number - 1]
    return str(number)
