"""The first page of the consolidated workbook: one printed A4 sheet for leaders."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from ducha.files.writing.report.charts import (
    bars_chart,
    months_chart,
    write_chart_data,
    write_month_labels,
)
from ducha.files.writing.report.grid import (
    PageGrid,
    grid_of,
    height_in_pixels,
    raise_lowest,
    share_rows,
)
from ducha.files.writing.report.styles import (
    HEAD_FILL,
    LINE,
    ReportStyles,
    number_format,
    percent,
)
from ducha.files.writing.sheet import (
    Box,
    margins,
    number,
    place_chart,
    text,
    write_area,
    write_link,
)
from ducha.files.writing.sizes import lines
from ducha.standing.overview.cards import Card
from ducha.standing.overview.page import PAGE_WIDTH as PAGE
from ducha.standing.overview.page import Overview
from ducha.standing.overview.returns import PageLine
from ducha.standing.table import STATUS_WORDS, Cell, FilledColumn, Share, Style, Table

_LEFT, _RIGHT = 680, 688
"""Where the tables end and the charts begin."""
_OPEN, _OPEN_END, _PROPOSED = 456, 788, 794
_CARDS = ((0, 170), (170, 340), (340, 510), (510, 680), (688, 849), (849, PAGE))
_CARD_NUMBER = 76
_LABEL, _PROPOSED_LABEL = 64, 48
_SLIVER = 6
"""A column in which the charts end, so that they do where columns are wider than the library's."""

_A4 = 9
_CHARTS = 240.0
"""Points of height below which the charts cannot be read."""
_FIT = 580.0
"""Points of height that fill the paper at the scale to which the width is printed."""
_LINE, _AROUND = 11.25, 3.75
_HALF_WIDTH = 6.0
"""Pixels of half a Chinese character of 9 points, with what a line loses where it breaks."""
_SMALL = 9
_DEFAULT_ROW = 10
"""Of no row of the page: one as high as the default would be written without a height."""
_GREY = "#404040"

Edges = tuple[int, int, int]
"""Where a line's label begins, where its text begins, and where that ends."""


@dataclass(slots=True, kw_only=True)
class PageSheet:
    """The page while it is written: rows are added from the top."""

    book: Workbook
    sheet: Worksheet
    styles: ReportStyles
    grid: PageGrid
    sheets: Collection[str]
    heights: dict[int, float] = field(default_factory=dict)
    stretchable: list[int] = field(default_factory=list)

    def add_row(self, height: float, *, stretch: bool = False) -> int:
        """Begin a row; gives its number. What is left of the paper goes to those that stretch."""
        row = len(self.heights)
        self.heights[row] = height
        if stretch:
            self.stretchable.append(row)
        return row

    def fill_page(self, beside: range) -> None:
        """Give the rows their heights, so that the last one ends at the foot of the paper.

        Those `beside` the charts are high enough for them.
        """
        self._raise(beside, _CHARTS - sum(self.heights[row] for row in beside))
        self._raise(self.stretchable, _FIT - sum(self.heights.values()))
        for row, height in self.heights.items():
            self.sheet.set_row(row, height)

    def _raise(self, rows: Iterable[int], more: float) -> None:
        low = {row: self.heights[row] for row in rows if row in self.stretchable}
        if more > 0:
            self.heights |= raise_lowest(low, more)


def write_overview(
    book: Workbook,
    sheet: Worksheet,
    page: Overview,
    styles: ReportStyles,
    sheets: Collection[str],
) -> None:
    """Lay the page out from top to bottom.

    Args:
        book: The workbook, to which the charts belong.
        sheet: The first sheet.
        page: What stands on it.
        styles: Formats of the workbook.
        sheets: Names of the other sheets, to which lines of the page may lead.
    """
    grid = grid_of(_edges(page))
    written = PageSheet(book=book, sheet=sheet, styles=styles, grid=grid, sheets=sheets)
    grid.set_widths(sheet)
    sheet.hide_gridlines(2)
    sheet.set_default_row(_DEFAULT_ROW)
    _write_head(written, page)
    _write_cards(written, page)
    rows = _write_matters(written, page)
    written.add_row(4)
    _write_foot(written, page)
    written.fill_page(rows)
    _insert_charts(written, page, rows)
    _set_up_page(written)


def _edges(page: Overview) -> list[int]:
    tables = [
        edge
        for table in (page.matters, page.worst)
        for edge in accumulate(map(_width, table.columns))
    ]
    numbers = [left + _CARD_NUMBER for left, _ in _CARDS]
    cards = [edge for card in _CARDS for edge in card]
    labels = [_LABEL, _OPEN + _LABEL, _PROPOSED + _PROPOSED_LABEL]
    return [
        *tables,
        *cards,
        *numbers,
        *labels,
        _LEFT,
        _RIGHT,
        _OPEN,
        _OPEN_END,
        _PROPOSED,
        PAGE - _SLIVER,
        PAGE,
    ]


def _width(column: FilledColumn) -> int:
    return int(column.width)


def _height(content: str, width: int) -> float:
    """Points that a text takes between two edges so far apart."""
    return _lines(content, width) * _LINE + _AROUND


def _lines(content: str, width: int) -> int:
    return lines(content, width / _HALF_WIDTH - 2.0, tight=True)


def _write_head(written: PageSheet, page: Overview) -> None:
    styles = written.styles
    title = styles.plain(
        bold=True, font_size=20, align="center", valign="vcenter", font_color=HEAD_FILL
    )
    small = styles.plain(
        font_size=_SMALL, align="center", valign="vcenter", font_color=_GREY, text_wrap=True
    )
    sentence = styles.plain(
        font_size=11, valign="vcenter", text_wrap=True, indent=1, bg_color="#EAF0FA"
    )
    _write_line(written, page.title, title, 27)
    _write_line(written, page.subtitle, small, _height(page.subtitle, PAGE))
    height = _lines(page.headline, int(PAGE * _SMALL / 11) - 30) * 15.0 + 7
    _write_line(written, page.headline, sentence, height)
    written.add_row(4)


def _write_line(written: PageSheet, content: str, style: Format, height: float) -> None:
    row = written.add_row(height)
    write_area(written.sheet, written.grid.area(row, 0, PAGE), content, style)


def _write_cards(written: PageSheet, page: Overview) -> None:
    rows = written.add_row(16), written.add_row(21), written.add_row(13)
    for card, place in zip(page.cards, _CARDS, strict=True):
        _write_card(written, card, place, rows)
    note = written.styles.plain(
        font_size=_SMALL, valign="vcenter", font_color=_GREY, text_wrap=True
    )
    _write_line(written, page.note, note, _height(page.note, PAGE))


def _write_card(
    written: PageSheet, card: Card, place: tuple[int, int], rows: tuple[int, int, int]
) -> None:
    sheet, grid, styles, (left, right) = written.sheet, written.grid, written.styles, place
    edge: dict[str, str | int] = {"border_color": LINE, "valign": "vcenter"}
    figure = styles.plain(
        **edge, left=1, bold=True, font_size=18, align="right", num_format='0"个"'
    )
    small: dict[str, str | int] = {**edge, "right": 1, "font_size": _SMALL, "font_color": _GREY}
    middle = left + _CARD_NUMBER
    write_area(sheet, grid.area(rows[0], left, right), str(card.status), styles.light(card.status))
    area = grid.area(rows[1], left, middle)
    write_area(sheet, area, "", figure)
    number(sheet, area[0], area[1], card.count, figure)
    beside = styles.plain(**small, indent=1)
    write_area(sheet, grid.area(rows[1], middle, right), card.change_words, beside)
    below = styles.plain(**small, left=1, bottom=1, align="center")
    write_area(sheet, grid.area(rows[2], left, right), card.grain, below)


def _write_matters(written: PageSheet, page: Overview) -> range:
    """Gives the rows of the block."""
    first = _write_captions(written, ((0, page.matters.name),))
    _write_heads(written, written.add_row(16), page.matters)
    for index, cells in enumerate(page.matters.rows):
        row = written.add_row(_table_height(page.matters, cells), stretch=True)
        _write_cells(written, row, page.matters, index)
    if page.folded:
        row = written.add_row(_height(page.folded.text, _LEFT - _LABEL), stretch=True)
        _write_line_of(written, page.folded, (0, _LABEL, _LEFT), (row, 1))
    return range(first, len(written.heights))


def _write_captions(written: PageSheet, captions: Sequence[tuple[int, str]]) -> int:
    style = written.styles.plain(bold=True, font_size=11, font_color=HEAD_FILL, valign="vcenter")
    row = written.add_row(16)
    for left, caption in captions:
        text(written.sheet, row, written.grid.edges.index(left), caption, style)
    return row


def _write_heads(written: PageSheet, row: int, table: Table) -> None:
    left = 0
    for column in table.columns:
        area = written.grid.area(row, left, left + _width(column))
        write_area(written.sheet, area, column.heading, written.styles.head())
        left += _width(column)


def _table_height(table: Table, cells: Sequence[Cell]) -> float:
    texts = zip(table.columns, cells, strict=True)
    return max(_height(cell, _width(column)) for column, cell in texts if isinstance(cell, str))


def _write_cells(written: PageSheet, row: int, table: Table, index: int) -> None:
    left = 0
    for column in table.columns:
        cell = column.cells[index]
        look = _look(written.styles, column, cell)
        area = written.grid.area(row, left, left + _width(column))
        write_area(written.sheet, area, cell if isinstance(cell, str) else "", look)
        if not isinstance(cell, str):
            value = cell.value if isinstance(cell, Share) else cell
            number(written.sheet, area[0], area[1], value, look)
        left += _width(column)


def _look(styles: ReportStyles, column: FilledColumn, cell: Cell) -> Format:
    """Words at the left, figures in the middle, a status in its colour."""
    status = STATUS_WORDS.get(str(cell)) if column.style is Style.LIGHT else None
    if status:
        return styles.light(status)
    middle = column.style is not Style.TEXT
    return styles.cell("middle" if middle else "text", _number_format(column, cell), size=_SMALL)


def _number_format(column: FilledColumn, cell: Cell) -> str:
    if isinstance(cell, Share):
        return percent(cell.decimals)
    return "" if cell is None or isinstance(cell, str) else number_format(column.style, cell)


def _write_foot(written: PageSheet, page: Overview) -> None:
    """落后较多, 报送与未决 and the proposals, side by side."""
    captions = (
        (0, page.worst.name),
        (_OPEN, "报送与未决"),
        (_PROPOSED, "拟表扬、拟批评（由局领导审定）"),
    )
    _write_captions(written, captions)
    worst = 1 + max(page.worst.length, 1) + len(page.worst_notes)
    count = max(worst, len(page.open_lines), len(page.proposals))
    rows = [written.add_row(_LINE + _AROUND, stretch=n > 0) for n in range(count)]
    _write_worst(written, page, rows)
    _write_stack(written, page.open_lines, (_OPEN, _OPEN + _LABEL, _OPEN_END), rows)
    edges = (_PROPOSED, _PROPOSED + _PROPOSED_LABEL, PAGE)
    _write_stack(written, page.proposals, edges, rows)


def _write_worst(written: PageSheet, page: Overview, rows: Sequence[int]) -> None:
    end = sum(map(_width, page.worst.columns))
    _write_heads(written, rows[0], page.worst)
    used = 1
    for index in range(page.worst.length):
        row = rows[used]
        _write_cells(written, row, page.worst, index)
        height = _table_height(page.worst, page.worst.rows[index])
        written.heights[row] = max(written.heights[row], height)
        used += 1
    if not page.worst.length:
        area = written.grid.area(rows[used], 0, end)
        write_area(written.sheet, area, page.nobody_behind, written.styles.cell(size=_SMALL))
        used += 1
    _write_stack(written, page.worst_notes, (0, _LABEL, end), rows[used:])


def _write_stack(
    written: PageSheet, page_lines: Sequence[PageLine], edges: Edges, rows: Sequence[int]
) -> None:
    """Lines one below the other over these rows, each as high as it needs."""
    needs = [_lines(line.text, edges[2] - edges[1]) for line in page_lines]
    row = rows[0] if rows else 0
    for line, need, share in zip(page_lines, needs, share_rows(needs, len(rows)), strict=True):
        for each in range(row, row + share):
            least = (need * _LINE + _AROUND) / share
            written.heights[each] = max(written.heights[each], least)
        _write_line_of(written, line, edges, (row, share))
        row += share


def _write_line_of(
    written: PageSheet, line: PageLine, edges: Edges, place: tuple[int, int]
) -> None:
    """A label that leads to its sheet, where the workbook has it, and the text beside it.

    The text is no link itself: LibreOffice would not break it into lines.
    """
    sheet, grid, (row, rows) = written.sheet, written.grid, place
    label = written.styles.cell("middle", size=_SMALL)
    area = grid.area(row, edges[0], edges[1], rows)
    if line.sheet in written.sheets:
        write_link(sheet, area, line.label, line.sheet, label)
    else:
        write_area(sheet, area, line.label, label)
    text_area = grid.area(row, edges[1], edges[2], rows)
    write_area(sheet, text_area, line.text, written.styles.cell(size=_SMALL))


def _insert_charts(written: PageSheet, page: Overview, rows: range) -> None:
    """The two charts beside the matters, from the first row of the block to its last."""
    first = rows[0]
    width = written.grid.library_width(_RIGHT, PAGE) - _SLIVER // 2
    height = height_in_pixels(written.heights, rows)
    column = written.grid.edges.index(_RIGHT)
    hidden = written.grid.columns + 1
    data = write_chart_data(written.sheet, hidden, page.months)
    write_month_labels(data, page.months)
    chart = months_chart(written.book, page.months, data, written.styles.colours)
    upper = height * 45 // 100 if page.bars.length else height
    place_chart(written.sheet, (first, column), chart, Box(0, width, upper - 6))
    if page.bars.length:
        data = write_chart_data(written.sheet, hidden + len(page.months.columns) + 2, page.bars)
        chart = bars_chart(written.book, page.bars, data)
        place_chart(written.sheet, (first, column), chart, Box(upper, width, height - upper - 2))


def _set_up_page(written: PageSheet) -> None:
    sheet = written.sheet
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 1)
    sheet.center_horizontally()
    sheet.set_margins(left=0.3, right=0.3, top=0.3, bottom=0.45)
    margins(sheet, footer="&L&9 内部资料，不得外传&R&9 第&P页，共&N页")
    sheet.print_area(0, 0, len(written.heights) - 1, written.grid.columns - 1)
