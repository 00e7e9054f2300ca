"""Tables pasted with one cell per line, put back into rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from ducha.circular.bodies import responsibility
from ducha.circular.bodies.departments import is_body
from ducha.circular.figures.quantities import find_quantities
from ducha.circular.model import TextLine
from ducha.circular.page import marks
from ducha.circular.vocabulary import (
    COLUMNS,
    DEADLINE,
    LEAD,
    MATTER,
    MEASURE,
    NUMBER,
    PEOPLE,
    RESPONSIBLE,
    TASK,
    UNIT_ROLES,
    VALUE,
)

_FEWEST = 3
"""A table has so many columns at least."""
_WORD = 2
"""A longer word may be part of a heading; these two characters stand alone."""
_HEADING = 12
"""A heading has so many characters at most."""
_LINE = 60
"""With what stands in brackets, so many."""
_NAME = 4
"""A person's name or a measure has so many characters at most."""
_CATEGORY = "category"
_WHEN = (
    r"[^，。；、]{0,8}(?:\d{1,2}月(?:\d{1,2}日|底|末)?|年底|全年|季度|年末|半年|持续推进|长期)"
    r"[^，。；、]{0,8}"
)
_DEADLINE = re.compile(rf"^(?:20\d\d年)?{_WHEN}(?:[，；、]{_WHEN}){{0,3}}$")
_BREAK = re.compile(r"^(?:主办[：:]|抄送|附件|注[：:]|备注[：:]|[（(]此件|此件|印发)")


def column_meaning(text: str) -> str:
    """The role of a column, by its heading; empty when it is none of ours."""
    plain = re.sub(r"[\s\v]", "", text[:_LINE])
    bare = re.sub(r"[（(][^）)]*[）)]", "", plain)
    if plain in COLUMNS or bare in COLUMNS:
        return COLUMNS.get(plain) or COLUMNS[bare]
    if not _WORD < len(bare) <= _HEADING:
        return ""
    parts = re.split(r"[及和、]", bare)
    if len(parts) > 1 and all(part in COLUMNS for part in parts):
        return COLUMNS[parts[0]]
    long_names = (name for name in COLUMNS if len(name) > _WORD)
    matching = [name for name in long_names if bare.endswith(name) or bare.startswith(name)]
    return COLUMNS[max(matching, key=len)] if matching else ""


def unfold(lines: Sequence[TextLine]) -> list[TextLine]:
    """Replace every stretch of cells on lines of their own by rows with cells."""
    rows: list[TextLine] = []
    index = 0
    while index < len(lines):
        size = _heading_size(lines, index)
        if size < _FEWEST:
            rows.append(lines[index])
            index += 1
            continue
        names = [line.text for line in lines[index : index + size]]
        end = _table_end(lines, index + size)
        rows.append(TextLine(lines[index].number, "".join(names), tuple(names)))
        rows.extend(_rows(lines[index + size : end], names))
        index = end
    return rows


def _heading_size(lines: Sequence[TextLine], index: int) -> int:
    size = 0
    while (
        index + size < len(lines)
        and not lines[index + size].cells
        and column_meaning(lines[index + size].text)
    ):
        size += 1
    roles = {column_meaning(line.text) for line in lines[index : index + size]}
    return size if roles & {TASK, MATTER, VALUE} and roles & {RESPONSIBLE, LEAD, NUMBER} else 0


def _table_end(lines: Sequence[TextLine], start: int) -> int:
    for index in range(start, len(lines)):
        if lines[index].cells or _BREAK.match(lines[index].text):
            return index
    return len(lines)


@dataclass(slots=True)
class _Row:
    """A row being put together."""

    number: int
    cells: dict[str, list[str]] = field(default_factory=dict)

    def has(self, *roles: str) -> bool:
        return any(self.cells.get(role) for role in roles)

    def add(self, role: str, text: str) -> None:
        self.cells.setdefault(role, []).append(text)


def _rows(lines: Sequence[TextLine], names: list[str]) -> Iterator[TextLine]:
    roles = [column_meaning(name) for name in names]
    row = _Row(lines[0].number if lines else 0)
    repeated = 0
    for position, line in enumerate(lines):
        repeated = repeated - 1 if repeated else _heading_size(lines, position)
        if repeated or re.search(r"续表", line.text):
            continue
        role = _role(row, line.text, roles)
        if role == _CATEGORY or _starts_row(row, role, roles):
            if row.cells:
                yield _row_line(row, roles)
            row = _Row(line.number)
        if role == _CATEGORY:
            yield TextLine(line.number, line.text)
        else:
            row.add(role, line.text)
    if row.cells:
        yield _row_line(row, roles)


def _starts_row(row: _Row, role: str, roles: list[str]) -> bool:
    """Whether a cell of this kind begins the next row."""
    if role == NUMBER:
        return True
    closed = row.has(*UNIT_ROLES, DEADLINE)
    if role in {TASK, MATTER}:
        last = roles[-1]
        return closed and (
            last in {*UNIT_ROLES, DEADLINE, PEOPLE, ""}
            or row.has(last)
            or last not in {TASK, MATTER}
        )
    return False


def _role(row: _Row, text: str, roles: list[str]) -> str:
    """Which column a line belongs to, by what it looks like and what the row has already."""
    for role, test in _COLUMN_TESTS:
        if (role in roles or role == _CATEGORY) and test(row, text, roles):
            return role
    names_unit = responsibility.read_phrase(text) is not None
    if row.has(TASK, MATTER) and (names_unit or _is_next_unit(row, text, roles)):
        return _unit_role(row, roles)
    return _text_role(row, text, roles)


def _is_next_unit(row: _Row, text: str, roles: list[str]) -> bool:
    """Whether one name alone goes on with the units, whose columns stand behind the task's."""
    units = [index for index, role in enumerate(roles) if role in UNIT_ROLES]
    texts = [index for index, role in enumerate(roles) if role in {TASK, MATTER}]
    behind = bool(units) and bool(texts) and units[0] > texts[-1]
    goes_on = text.startswith(("牵头", "配合", "负责", "协助"))
    return behind and row.has(LEAD, RESPONSIBLE) and (goes_on or is_body(text))


def _is_number(row: _Row, text: str, roles: list[str]) -> bool:
    value_due = VALUE in roles and row.has(NUMBER) and not row.has(VALUE)
    return bool(re.fullmatch(r"\d{1,3}[.、]?", text)) and not value_due


def _is_category(row: _Row, text: str, roles: list[str]) -> bool:
    del roles
    mark = marks.mark_at(text)
    if not mark or mark.style not in {marks.BIG, marks.BIG_BRACKET} or find_quantities(text):
        return False
    return not row.cells or row.has(LEAD, RESPONSIBLE)


def _is_value(row: _Row, text: str, roles: list[str]) -> bool:
    del row, roles
    return bool(re.fullmatch(r"[\d.,]+[\u4e00-\u9fff]{0,4}", text))


def _is_measure(row: _Row, text: str, roles: list[str]) -> bool:
    del roles
    return len(text) <= _NAME and row.has(MATTER, TASK) and not row.has(MEASURE)


def _is_person(row: _Row, text: str, roles: list[str]) -> bool:
    del roles
    short = 1 < len(text) <= _NAME and not responsibility.read_phrase(text)
    return short and row.has(TASK, MATTER)


def _is_deadline(row: _Row, text: str, roles: list[str]) -> bool:
    del roles
    return bool(_DEADLINE.match(text)) and row.has(TASK, MATTER)


_COLUMN_TESTS: tuple[tuple[str, Callable[[_Row, str, list[str]], bool]], ...] = (
    (NUMBER, _is_number),
    (_CATEGORY, _is_category),
    (VALUE, _is_value),
    (MEASURE, _is_measure),
    (PEOPLE, _is_person),
    (DEADLINE, _is_deadline),
)


def _unit_role(row: _Row, roles: list[str]) -> str:
    order = [role for role in roles if role in UNIT_ROLES]
    free = [role for role in order if not row.has(role)]
    return free[0] if free else order[-1] if order else RESPONSIBLE


def _text_role(row: _Row, text: str, roles: list[str]) -> str:
    if MATTER in roles and TASK in roles and not row.has(MATTER, TASK):
        named = roles.index(MATTER) < roles.index(TASK)
        return MATTER if named and len(text) <= 40 and not re.search(r"[。；]", text) else TASK  # noqa: PLR2004
    return TASK if TASK in roles else MATTER


def _row_line(row: _Row, roles: list[str]) -> TextLine:
    cells = tuple(
        "\v".join(row.cells.get(role, ())) if roles.index(role) == i else ""
        for i, role in enumerate(roles)
    )
    glued = tuple(
        c.replace("\v", "") if r in {TASK, MATTER} and not _has_several_marks(c) else c
        for c, r in zip(cells, roles, strict=True)
    )
    return TextLine(row.number, "".join(glued).replace("\v", ""), glued)


def _has_several_marks(cell: str) -> bool:
    return sum(bool(marks.mark_at(piece)) for piece in cell.split("\v")) > 1
