"""Rows of a table: which one is the heading, which lines are the rest of a torn row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from supervision.circular import responsibility
from supervision.circular.lines import FOOT, LABEL, NOTE
from supervision.circular.model import Line
from supervision.circular.vertical import column
from supervision.circular.vocabulary import DUTY, LEAD, MATTER, SUPPORT, TASK, VALUE

_TORN = 2
CATEGORY = re.compile(
    r"领导|^[一二三四五六七八九十]{1,3}、|^[（(][一二三四五六七八九十]{1,3}[）)]|^第[一二三四五六七八九十]部分"
)


def heading_of(cells: Sequence[str]) -> tuple[str, ...]:
    """Meaning of each column, when the row is a heading; empty otherwise."""
    roles = tuple(column(cell) for cell in cells)
    filled = [role for cell, role in zip(cells, roles, strict=True) if cell]
    known = [role for role in filled if role]
    useful = {TASK, DUTY, LEAD, MATTER, SUPPORT, VALUE} & set(known)
    return roles if len(known) > 1 and len(known) * 2 >= len(filled) and useful else ()


def mended(lines: Sequence[Line]) -> Iterator[Line]:
    """Put rows together again that a line break inside a cell has torn apart."""
    width, pending = 0, None
    for line in lines:
        if line.cells and heading_of(line.cells):
            width = len(line.cells)
        if pending is not None and _is_rest(pending, line, width):
            pending = _appended(pending, line)
            continue
        if pending is not None:
            yield pending
        pending = line
    if pending is not None:
        yield pending


def _is_rest(row: Line, line: Line, width: int) -> bool:
    """Whether a line goes on inside the last cell of the row above it."""
    if not width or sum(map(bool, row.cells)) < _TORN or heading_of(row.cells):
        return False
    if line.cells:
        room = len(row.cells) + len(line.cells) - 1 <= width
        return room and not re.fullmatch(r"\d{0,3}", line.cells[0])
    if any(other.match(line.text) for other in (FOOT, NOTE, LABEL)) or CATEGORY.search(line.text):
        return False
    return len(row.cells) < width or responsibility.phrase(line.text) is not None


def _appended(row: Line, line: Line) -> Line:
    more = line.cells or (line.text,)
    cells = (*row.cells[:-1], f"{row.cells[-1]}\v{more[0]}", *more[1:])
    return Line(row.number, row.text + line.text, cells)
