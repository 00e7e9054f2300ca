"""Rows of a table and their cells: the heading, the rest of a broken row, a cell of units."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ducha.circular.bodies.departments import is_county
from ducha.circular.bodies.responsibility import read_phrase, split_labels
from ducha.circular.model import CircularItem, TextLine
from ducha.circular.page import marks
from ducha.circular.page.fields import Field
from ducha.circular.page.lines import FOOT, NOTE
from ducha.circular.page.vertical import column_meaning
from ducha.circular.vocabulary import LABEL, MATTER, MEASURE, TASK, UNIT_ROLES, VALUE

_FILLED = 2
"""A row that a line may go on has so many filled cells at least."""
_IN_CATEGORY = 2
"""The path of a row in a category has so many numerals at least."""
_LONGEST = 40
CATEGORY = re.compile(
    r"领导|^[一二三四五六七八九十]{1,3}、|^[（(][一二三四五六七八九十]{1,3}[）)]|^第[一二三四五六七八九十]部分"
)


def heading_of(cells: Sequence[str]) -> tuple[str, ...]:
    """The role of each column, when the row is a heading; empty otherwise."""
    roles = tuple(column_meaning(cell) for cell in cells)
    filled = [role for cell, role in zip(cells, roles, strict=True) if cell]
    known = [role for role in filled if role]
    useful = {TASK, MATTER, VALUE, *UNIT_ROLES} & set(known)
    return roles if len(known) > 1 and len(known) * 2 >= len(filled) and useful else ()


def is_category_line(line: TextLine) -> bool:
    """Whether a line above a table is its category: 一、就业类."""
    mark = marks.mark_at(line.text)
    short = len(line.text) <= _LONGEST and not re.search(r"[。；]", line.text)
    return bool(mark) and short and bool(CATEGORY.search(line.text))


def join_rows(lines: Sequence[TextLine]) -> Iterator[TextLine]:
    """Put rows together again that a line break inside a cell has broken up."""
    width, pending = 0, None
    for line in lines:
        if line.cells and heading_of(line.cells):
            width = len(line.cells)
        if pending is not None and _continues_row(pending, line, width):
            pending = _append(pending, line)
            continue
        if pending is not None:
            yield pending
        pending = line
    if pending is not None:
        yield pending


def _continues_row(row: TextLine, line: TextLine, width: int) -> bool:
    """Whether a line goes on inside the last cell of the row above it."""
    if not width or sum(map(bool, row.cells)) < _FILLED or heading_of(row.cells):
        return False
    if line.cells:
        room = len(row.cells) + len(line.cells) - 1 <= width
        return room and not re.fullmatch(r"\d{0,3}", line.cells[0])
    if any(form.match(line.text) for form in (FOOT, NOTE, LABEL)) or CATEGORY.search(line.text):
        return False
    return len(row.cells) < width or read_phrase(line.text) is not None


def _append(row: TextLine, line: TextLine) -> TextLine:
    more = line.cells or (line.text,)
    cells = (*row.cells[:-1], f"{row.cells[-1]}\v{more[0]}", *more[1:])
    return TextLine(row.number, row.text + line.text, cells)


def matters_by_number(items: Sequence[CircularItem]) -> list[CircularItem]:
    """Where named rows count on through the categories, each number is a matter of its own."""
    categories_of = defaultdict(set)
    for item in filter(_is_named, items):
        categories_of[item.list_no, item.path[1]].add(item.path[0])
    if not categories_of or any(len(categories) > 1 for categories in categories_of.values()):
        return list(items)
    rows: Counter[tuple[int, str]] = Counter()
    return [_as_matter(item, rows) if _is_named(item) else item for item in items]


def _is_named(item: CircularItem) -> bool:
    """Whether a row stands in a category and has a name besides its task."""
    return bool(item.title) and len(item.path) >= _IN_CATEGORY


def _as_matter(item: CircularItem, rows: Counter[tuple[int, str]]) -> CircularItem:
    number = item.path[1]
    rows[item.list_no, number] += 1
    own = item.path[2] if len(item.path) > _IN_CATEGORY else str(rows[item.list_no, number])
    return replace(item, path=(number,), matter_no=number, matter=item.title, number=own)


def with_value_column(roles: tuple[str, ...]) -> tuple[str, ...]:
    """Beside a column of measures the last column of tasks (年度目标) holds bare numbers."""
    if MEASURE not in roles or VALUE in roles or TASK not in roles:
        return roles
    last = len(roles) - 1 - roles[::-1].index(TASK)
    return (*roles[:last], VALUE, *roles[last + 1 :])


def one_matter_column(index: int, role: str, matter_column: int | None) -> str:
    """Of several columns that name the matter the last one counts (类别, 项目名称)."""
    if index == matter_column:
        return MATTER
    return "" if role == MATTER else role


def cell_fields(role: str, value: str) -> list[Field]:
    """A cell of units may hold labels of its own: 牵头单位：甲；配合单位：乙."""
    text = _join_unit_lines(value)
    if LABEL.search(text):
        return [(own or role, part) for own, part in split_labels(text)]
    return [(role, text)]


def _join_unit_lines(value: str) -> str:
    """Units on lines of their own are peers; a name that a narrow column broke is one name."""
    joined = ""
    for piece in value.split("\v"):
        whole = _is_whole(joined) and not re.match(r"[、，；,;）)]|牵头|配合|负责", piece)
        peers = whole and _is_whole(piece)
        joined += f"、{piece}" if peers else piece
    return joined


def _is_whole(text: str) -> bool:
    """Whether a line of a cell is a list of units or one county."""
    return read_phrase(text) is not None or is_county(text)
