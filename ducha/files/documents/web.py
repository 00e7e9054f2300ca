"""A saved web page as text: visible paragraphs, tables a row a line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ducha.files.documents.tables import join_row

if TYPE_CHECKING:
    from bs4 import Tag

_LONGEST = 16 * 1024 * 1024


def page_text(text: str) -> str:
    """The visible text of a page."""
    from bs4 import BeautifulSoup  # noqa: PLC0415 - heavy, and only this reader needs it

    page = BeautifulSoup(text[:_LONGEST], "html.parser")
    for hidden in page(
        [
            "script",
            "style",
            "noscript",
            "head",
            "nav",
            "header",
            "footer",
            "form",
            "button",
            "select",
        ]
    ):
        hidden.decompose()
    for table in page.find_all("table"):
        if table.find("table") is None and len(table.find_all("tr")) > 1:
            table.replace_with("\n" + "\n".join(_html_rows(table)) + "\n")
    for line_break in page.find_all("br"):
        line_break.replace_with("\n")
    for block in page.find_all(
        ["p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "section", "article"]
    ):
        block.insert_after("\n")
        block.insert_before("\n")
    return "\n".join(line for line in page.get_text().splitlines() if line.strip())


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
                cells.append("" if column else cell.get_text("\n"))
        while waiting.get(len(cells), 0):
            waiting[len(cells)] -= 1
            cells.append("")
        yield join_row(cells)


def _span(cell: Tag, name: str) -> int:
    value = str(cell.get(name, "1"))
    return min(int(value), 60) if value.isdigit() and int(value) else 1
