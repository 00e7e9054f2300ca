"""Tables as items: a heading row, rows, cells merged downwards, categories between rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from ducha.circular.bodies.responsibility import (
    responsibility_of_fields,
)
from ducha.circular.model import CircularItem, Doubt, TextLine
from ducha.circular.page import fields, marks
from ducha.circular.page.items import person_doubt, title_of
from ducha.circular.page.lines import FOOT, NOTE
from ducha.circular.page.rows import (
    CATEGORY,
    cell_fields,
    heading_of,
    is_category_line,
    join_rows,
    matters_by_number,
    one_matter_column,
    with_value_column,
)
from ducha.circular.vocabulary import (
    DEADLINE,
    LEAD,
    MATTER,
    MEASURE,
    NUMBER,
    OTHER,
    PEOPLE,
    TASK,
    UNIT_ROLES,
    VALUE,
)

_CARRIED = (NUMBER, MATTER, *UNIT_ROLES, DEADLINE)
_UNIT_LINE = re.compile(r"^(?:计量)?单位[：:](?P<measure>[^，。；\d]{1,8})$")


@dataclass(slots=True, kw_only=True)
class _Table:
    """What is known while walking down a table.

    `columns` are the roles of its columns, `category` the number and the title between rows,
    `carried` the cells that hold for the rows below too; `count` counts the texts of a number,
    `rows` the rows of the table, `groups` its numbers.
    """

    list_no: int
    columns: tuple[str, ...] = ()
    measure: str = ""
    category: tuple[str, str] = ("", "")
    carried: dict[str, str] = field(default_factory=dict)
    matter_no: str = ""
    count: int = 0
    rows: int = 0
    groups: int = 0
    items: list[CircularItem] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)


def has_table(lines: Sequence[TextLine]) -> bool:
    """Whether the lines hold a table with a heading of ours."""
    return any(line.cells and heading_of(line.cells) for line in lines)


def read_tables(
    lines: Sequence[TextLine], list_no: int, *, all_lead: bool = False
) -> tuple[list[CircularItem], list[Doubt]]:
    """Read every table among the lines; a new heading with number 1 after it begins a new list.

    Args:
        lines: One stretch of the document, rows and other lines.
        list_no: The number of the first list.
        all_lead: Every department of a cell leads, not only the first.
    """
    table = _Table(list_no=list_no)
    above = ""
    for line in join_rows(lines):
        if above and not table.columns and line.cells and heading_of(line.cells):
            _set_category(table, above)
        above = "" if line.cells or not is_category_line(line) else line.text
        _read_line(table, line, all_lead=all_lead)
    return matters_by_number(table.items), table.doubts


def _read_line(table: _Table, line: TextLine, *, all_lead: bool) -> None:
    heading = heading_of(line.cells) if line.cells else ()
    if heading:
        _set_heading(table, heading)
    elif not line.cells or not table.columns:
        _read_between(table, line)
    elif _is_category(table, line.cells):
        _set_category(table, "、".join(dict.fromkeys(filter(None, line.cells))))
    else:
        _read_row(table, line, all_lead=all_lead)


def _set_heading(table: _Table, roles: tuple[str, ...]) -> None:
    """Take a heading; its second line under merged cells fills the first one's gaps."""
    if table.columns and len(roles) == len(table.columns) and not table.rows:
        roles = tuple(new or old for new, old in zip(roles, table.columns, strict=True))
    roles = with_value_column(roles)
    names = [index for index, role in enumerate(roles) if role == MATTER]
    tasks = [index for index, role in enumerate(roles) if role == TASK]
    matter_column = tasks[0] if len(tasks) > 1 else names[-1] if names else None
    table.columns = tuple(
        one_matter_column(index, role, matter_column) for index, role in enumerate(roles)
    )


def _read_between(table: _Table, line: TextLine) -> None:
    """A line outside the rows: the unit line above, a category, a note."""
    unit = _UNIT_LINE.match(line.text)
    if unit:
        table.measure = unit["measure"]
    elif table.columns and CATEGORY.search(line.text) and marks.mark_at(line.text):
        _set_category(table, line.text)


def _is_category(table: _Table, cells: tuple[str, ...]) -> bool:
    filled = [cell for cell in cells if cell]
    numbered = re.fullmatch(r"[一二三四五六七八九十]{1,3}[、.]?", cells[0])
    if numbered and len(filled) == 2 and cells[1] and len(table.columns) > 3:  # noqa: PLR2004 - a number and a title alone
        return True
    if len(set(filled)) != 1:
        return False
    text = filled[0]
    first = (
        cells[0] == text
        and table.columns[0] == NUMBER
        and not re.fullmatch(r"\d{1,3}|[一二三四五六七八九十]{1,3}", text)
    )
    return bool(CATEGORY.search(text)) or first


def _set_category(table: _Table, text: str) -> None:
    mark = marks.mark_at(text)
    title = re.sub(
        r"[（(][^（）()]*(?:领导|责任人|[：:])[^（）()]*[）)]",
        "",
        text[mark.end :] if mark else text,
    )
    if "续表" in text:
        return
    number = (
        mark.printed
        if mark
        else str(int(table.category[0]) + 1 if table.category[0].isdigit() else 1)
    )
    table.category = (number, title)
    table.carried.clear()
    people = re.search(r"[（(]([^（）()]*(?:领导|责任人)[^（）()]*)[）)]", text)
    if people:
        table.doubts.append(person_doubt(title, people[1], text))


def _read_row(table: _Table, line: TextLine, *, all_lead: bool) -> None:
    own = _cells_by_role(table, line.cells)
    if not _says_something(own, line):
        sentence = "表格中的这一行没有读出任务"
        table.doubts.append(
            Doubt("未归入的行", f"第{line.number}行", line.text[:40], sentence, line.text)
        )
        return
    table.rows += 1
    unnumbered = own.get(MATTER) or MATTER not in table.columns
    if own.get(NUMBER) or (NUMBER not in table.columns and unnumbered):
        _new_group(table, own)
    _forget_units(table, own)
    cells = {**table.carried, **{role: cell for role, cell in own.items() if cell}}
    table.carried.update((role, cells[role]) for role in _CARRIED if role in cells)
    table.items.extend(_items(table, cells, own, line, all_lead=all_lead))


def _forget_units(table: _Table, own: dict[str, str]) -> None:
    """Units of the row replace those carried down; a lead merged over several rows stays."""
    if any(own.get(role) for role in UNIT_ROLES):
        stays = {LEAD} if not own.get(LEAD) and LEAD in table.columns else set()
        for role in set(UNIT_ROLES) - stays:
            table.carried.pop(role, None)


def _says_something(own: dict[str, str], line: TextLine) -> bool:
    texts = own.get(TASK) or own.get(VALUE) or own.get(MATTER)
    total = re.match(r"(?:合|总|小)计", line.text)
    return bool(texts) and not (total or NOTE.match(line.text) or FOOT.match(line.text))


def _cells_by_role(table: _Table, cells: tuple[str, ...]) -> dict[str, str]:
    by_role: dict[str, str] = {}
    for role, cell in zip(table.columns, cells, strict=False):
        if not role:
            continue
        before = by_role.get(role)
        by_role[role] = f"{before}\v{cell}" if before and cell else before or cell
    return by_role


def _new_group(table: _Table, own: dict[str, str]) -> None:
    """A new number or name begins; what was carried goes, units stay (they may be merged)."""
    number = re.sub(r"\D", "", own.get(NUMBER, ""))
    if (
        number == "1"
        and table.rows > 1
        and not table.category[0]
        and table.matter_no not in {"", "1"}
    ):
        table.list_no += 1
    table.groups += 1
    table.carried.pop(MATTER, None)
    table.carried.pop(DEADLINE, None)
    table.count = 0


def _items(
    table: _Table, cells: dict[str, str], own: dict[str, str], line: TextLine, *, all_lead: bool
) -> Iterator[CircularItem]:
    number = re.sub(r"[.、．（）()\s]", "", cells.get(NUMBER, "")) or str(table.groups)
    matter = re.sub(r"\v", "", cells.get(MATTER, ""))
    unit_cells = [(role, cells[role]) for role in UNIT_ROLES if cells.get(role)]
    for text, printed in _texts(table, cells, matter):
        plain, inner = fields.take_out_fields(text)
        table.count += 1
        responsibility = responsibility_of_fields(
            inner, all_lead=all_lead
        ) or responsibility_of_fields(
            [pair for role, value in unit_cells for pair in cell_fields(role, value)],
            all_lead=all_lead,
        )
        item = _item(table, number, matter or title_of(plain), printed, plain)
        yield replace(
            item,
            responsibility=responsibility,
            deadline=cells.get(DEADLINE, ""),
            title=matter,
            line=line.number,
            remarks=tuple(_remarks(table, own, line)),
        )


def _item(table: _Table, number: str, matter: str, printed: str, text: str) -> CircularItem:
    if table.category[0] or table.category[1]:
        path = (table.category[0], number, *([printed] if printed else []))
        return CircularItem(
            list_no=table.list_no,
            path=path,
            matter_no=table.category[0],
            matter=table.category[1],
            number=printed or _running_number(table, number),
            text=text,
        )
    table.matter_no = number
    return CircularItem(
        list_no=table.list_no,
        path=(number,),
        matter_no=number,
        matter=matter,
        number=printed or str(table.count),
        text=text,
    )


def _running_number(table: _Table, number: str) -> str:
    return number if table.count == 1 else f"{number}.{table.count}"


def _texts(table: _Table, cells: dict[str, str], matter: str) -> Iterator[tuple[str, str]]:
    """The texts of a row: one, or one for every numbered line inside its cell."""
    task = cells.get(TASK, "")
    pieces = [piece for piece in task.split("\v") if piece]
    starts = [i for i, piece in enumerate(pieces) if marks.mark_at(piece)]
    if len(starts) > 1 and starts[0] <= 1:
        for begin, end in zip(starts, [*starts[1:], len(pieces)], strict=True):
            mark = marks.mark_at(pieces[begin])
            if mark:
                yield "".join([pieces[begin][mark.end :], *pieces[begin + 1 : end]]), mark.printed
        return
    text = "".join(pieces) or matter
    value = cells.get(VALUE, "").replace("\v", "")
    measure = cells.get(MEASURE, "") or table.measure
    tail = "" if re.search(r"[^\d.,万亿千百]", value) else measure
    yield (f"{text}{value}{tail}" if value else text), ""


def _remarks(table: _Table, own: dict[str, str], line: TextLine) -> Iterator[Doubt]:
    if own.get(PEOPLE):
        yield person_doubt(f"第{line.number}行", own[PEOPLE], line.text)
    unread = [c for role, c in zip(table.columns, line.cells, strict=False) if not role]
    aside = "；".join(filter(re.compile(r"\d").search, [own.get(OTHER, ""), *unread]))
    if aside:
        yield Doubt(
            "未采用的数字",
            f"第{line.number}行",
            aside,
            "这一列（备注、投资、季度安排等）没有作为指标，请核对",
            line.text,
        )
