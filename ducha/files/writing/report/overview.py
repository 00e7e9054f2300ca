"""The first page of the consolidated workbook: one printed A4 sheet for leaders."""

from __future__ import annotations

from collections.abc import Collection, Sequence
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
from ducha.files.writing.report.grid import grid_of, height_in_pixels, share_rows
from ducha.files.writing.report.page_sheet import (
    AROUND,
    DEFAULT_ROW,
    LINE_HEIGHT,
    SMALL,
    Edges,
    PageSheet,
    column_width,
    printed_height,
    printed_lines,
    table_height,
    write_captions,
    write_cells,
    write_heads,
    write_page_line,
)
from ducha.files.writing.report.styles import HEAD_FILL, LINE, ReportStyles
from ducha.files.writing.sheet import Box, margins, number, place_chart, write_area
from ducha.standing.overview.cards import Card
from ducha.standing.overview.page import PAGE_WIDTH as PAGE
from ducha.standing.overview.page import Overview
from ducha.standing.overview.returns import PageLine

_LEFT, _RIGHT = 680, 688
"""Where the tables end and the charts begin."""
_OPEN, _OPEN_END, _PROPOSED = 456, 788, 794
_CARDS = ((0, 170), (170, 340), (340, 510), (510, 680), (688, 849), (849, PAGE))
_CARD_NUMBER = 76
_LABEL, _PROPOSED_LABEL = 64, 48
_SLIVER = 6
"""A column in which the charts end, so that they do where columns are wider than the library's."""

_A4 = 9
_GREY = "#404040"


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
    sheet.set_default_row(DEFAULT_ROW)
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
        for edge in accumulate(map(column_width, table.columns))
    ]
    numbers = [left + _CARD_NUMBER for left, _ in _CARDS]
    cards = [edge for card in _CARDS for edge in card]
    labels = [_LABEL, _OPEN + _LABEL, _PROPOSED + _PROPOSED_LABEL]
    ends = [_LEFT, _RIGHT, _OPEN, _OPEN_END, _PROPOSED, PAGE - _SLIVER, PAGE]
    return [*tables, *cards, *numbers, *labels, *ends]


def _write_head(written: PageSheet, page: Overview) -> None:
    styles = written.styles
    title = styles.plain(
        bold=True, font_size=20, align="center", valign="vcenter", font_color=HEAD_FILL
    )
    small = styles.plain(
        font_size=SMALL, align="center", valign="vcenter", font_color=_GREY, text_wrap=True
    )
    sentence = styles.plain(
        font_size=11, valign="vcenter", text_wrap=True, indent=1, bg_color="#EAF0FA"
    )
    _write_line(written, page.title, title, 27)
    _write_line(written, page.subtitle, small, printed_height(page.subtitle, PAGE))
    height = printed_lines(page.headline, int(PAGE * SMALL / 11) - 30) * 15.0 + 7
    _write_line(written, page.headline, sentence, height)
    written.add_row(4)


def _write_line(written: PageSheet, content: str, style: Format, height: float) -> None:
    row = written.add_row(height)
    write_area(written.sheet, written.grid.area(row, 0, PAGE), content, style)


def _write_cards(written: PageSheet, page: Overview) -> None:
    rows = written.add_row(16), written.add_row(21), written.add_row(13)
    for card, place in zip(page.cards, _CARDS, strict=True):
        _write_card(written, card, place, rows)
    note = written.styles.plain(font_size=SMALL, valign="vcenter", font_color=_GREY, text_wrap=True)
    _write_line(written, page.note, note, printed_height(page.note, PAGE))


def _write_card(
    written: PageSheet, card: Card, place: tuple[int, int], rows: tuple[int, int, int]
) -> None:
    sheet, grid, styles, (left, right) = written.sheet, written.grid, written.styles, place
    edge: dict[str, str | int] = {"border_color": LINE, "valign": "vcenter"}
    figure = styles.plain(
        **edge, left=1, bold=True, font_size=18, align="right", num_format='0"个"'
    )
    small: dict[str, str | int] = {**edge, "right": 1, "font_size": SMALL, "font_color": _GREY}
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
    first = write_captions(written, ((0, page.matters.name),))
    write_heads(written, written.add_row(16), page.matters)
    for index, cells in enumerate(page.matters.rows):
        row = written.add_row(table_height(page.matters, cells), stretch=True)
        write_cells(written, row, page.matters, index)
    if page.folded:
        row = written.add_row(printed_height(page.folded.text, _LEFT - _LABEL), stretch=True)
        write_page_line(written, page.folded, (0, _LABEL, _LEFT), (row, 1))
    return range(first, len(written.heights))


def _write_foot(written: PageSheet, page: Overview) -> None:
    """落后较多, 报送与未决 and the proposals, side by side."""
    captions = (
        (0, page.worst.name),
        (_OPEN, "报送与未决"),
        (_PROPOSED, "拟表扬、拟批评（由局领导审定）"),
    )
    write_captions(written, captions)
    worst = 1 + max(page.worst.length, 1) + len(page.worst_notes)
    count = max(worst, len(page.open_lines), len(page.proposals))
    rows = [written.add_row(LINE_HEIGHT + AROUND, stretch=n > 0) for n in range(count)]
    _write_worst(written, page, rows)
    _write_stack(written, page.open_lines, (_OPEN, _OPEN + _LABEL, _OPEN_END), rows)
    edges = (_PROPOSED, _PROPOSED + _PROPOSED_LABEL, PAGE)
    _write_stack(written, page.proposals, edges, rows)


def _write_worst(written: PageSheet, page: Overview, rows: Sequence[int]) -> None:
    end = sum(map(column_width, page.worst.columns))
    write_heads(written, rows[0], page.worst)
    used = 1
    for index in range(page.worst.length):
        row = rows[used]
        write_cells(written, row, page.worst, index)
        height = table_height(page.worst, page.worst.rows[index])
        written.heights[row] = max(written.heights[row], height)
        used += 1
    if not page.worst.length:
        area = written.grid.area(rows[used], 0, end)
        write_area(written.sheet, area, page.nobody_behind, written.styles.cell(size=SMALL))
        used += 1
    _write_stack(written, page.worst_notes, (0, _LABEL, end), rows[used:])


def _write_stack(
    written: PageSheet, page_lines: Sequence[PageLine], edges: Edges, rows: Sequence[int]
) -> None:
    """Lines one below the other over these rows, each as high as it needs."""
    needs = [printed_lines(line.text, edges[2] - edges[1]) for line in page_lines]
    row = rows[0] if rows else 0
    for line, need, share in zip(page_lines, needs, share_rows(needs, len(rows)), strict=True):
        for each in range(row, row + share):
            least = (need * LINE_HEIGHT + AROUND) / share
            written.heights[each] = max(written.heights[each], least)
        write_page_line(written, line, edges, (row, share))
        row += share


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
