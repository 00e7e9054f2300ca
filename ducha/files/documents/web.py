"""A saved web page as text: visible paragraphs, tables a row a line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ducha.files.documents.tables import join_row

if TYPE_CHECKING:
    from bs4 import Tag

_LONGEST = 16 * 1024 * 1024
_WIDEST = 60
"""Columns and rows that a cell may cover."""

_HIDDEN = frozenset(
    {
        *("script", "style", "noscript", "head", "nav", "header", "footer"),
        *("form", "button", "select"),
    }
)
_BLOCKS = frozenset(
    {
        *("p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "section", "article"),
    }
)


def page_text(text: str) -> str:
    """The visible text of a page."""
    from bs4 import BeautifulSoup  # noqa: PLC0415 - heavy, and only this reader needs it

    page = BeautifulSoup(text[:_LONGEST], "lxml")
    lines = "".join(_pieces(page)).splitlines()
    return "\n".join(line for line in lines if line.strip())


def _pieces(page: Tag) -> Iterator[str]:
    """The visible text in its order, every block on lines of its own, a table's rows too.

    Each part is looked at once, and the page stays as it is: to change it, the library looks
    through all neighbours of what is changed, so that a long page takes minutes.
    """
    from bs4 import Tag  # noqa: PLC0415 - heavy
    from bs4.element import CData, PreformattedString  # noqa: PLC0415 - heavy

    waiting: list[object] = [page]
    while waiting:
        part = waiting.pop()
        if not isinstance(part, Tag):
            shown = isinstance(part, CData) or not isinstance(part, PreformattedString)
            yield str(part) if shown else ""
        elif part.name == "br":
            yield "\n"
        elif part.name == "table" and _is_grid(part):
            yield "\n" + "\n".join(_html_rows(part)) + "\n"
        elif part.name not in _HIDDEN:
            edge = "\n" if part.name in _BLOCKS else ""
            yield edge
            waiting += (edge, *reversed(part.contents))


def _is_grid(table: Tag) -> bool:
    """Whether a table is one of rows, and none that only lays out the page."""
    return table.find("table") is None and len(table.find_all("tr", limit=2)) > 1


def _html_rows(table: Tag) -> Iterator[str]:
    """Rows of a table as lines; cells that span are blank after their first place."""
    waiting: dict[int, int] = {}
    for row in table.find_all("tr"):
        cells: list[str] = []
        for cell in row.find_all(["td", "th"]):
            while waiting.get(len(cells), 0):
                waiting[len(cells)] -= 1
                cells.append("")
            wide, tall = _span(cell, "colspan"), _span(cell, "rowspan")
            for column in range(wide):
                waiting[len(cells)] = tall - 1
                cells.append("" if column else "\n".join(_pieces(cell)))
        while waiting.get(len(cells), 0):
            waiting[len(cells)] -= 1
            cells.append("")
        yield join_row(cells)


def _span(cell: Tag, name: str) -> int:
    value = str(cell.get(name, "1"))
    return max(1, min(int(value[:9]), _WIDEST)) if value.isdecimal() else 1
