"""Safe cells for every workbook we write: text stays text, bytes stay the same.

Whatever goes into a workbook goes through here; tests/test_texts.py sees that nothing else calls
the libraries' own ways of writing text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from io import BytesIO
from math import isfinite
from typing import TYPE_CHECKING, Literal, NamedTuple
from xml.sax.saxutils import escape

from xlsxwriter import Workbook
from xlsxwriter.chart import Chart
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range_abs
from xlsxwriter.worksheet import Worksheet

from ducha.cells import NOTE_AUTHOR
from ducha.makes import MADE
from ducha.texts import MAX_TEXT, clean, clip, excel_length, one_line

if TYPE_CHECKING:
    from openpyxl.cell import Cell

FONT = "宋体"
"""On every Windows and in WPS; 麒麟 and LibreOffice put their own Song face in its place."""

LITERAL = 250
"""Longest text within a formula; Excel takes 255."""

_IN_MARGIN = 100
_HINTS = {"input_title": 32, "error_title": 32, "input_message": 255, "error_message": 255}
"""How much Excel shows of what a rule says."""
_LONGEST_LIST = 255
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPES = re.compile("_x[0-9A-Fa-f]{4}_x[0-9A-Fa-f]{4}_")

Area = tuple[int, int, int, int]
"""First row, first column, last row, last column, from 0."""

Rule = Mapping[str, object]


def new_workbook(buffer: BytesIO) -> Workbook:
    """A workbook in memory, with our font and without a clock."""
    book = Workbook(
        buffer,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_format_properties": {"font_name": FONT, "font_size": 11},
        },
    )
    book.set_properties({"created": MADE.replace(tzinfo=None)})
    return book


def new_sheet(book: Workbook, name: str) -> Worksheet:
    """Add a sheet; its name is always one of ours."""
    return book.add_worksheet(name)


def text(sheet: Worksheet, row: int, column: int, value: str, style: Format | None = None) -> None:
    """Write text, which can never become a formula, a link, a number or markup."""
    safe = clean(value)
    if safe:
        _check_written(sheet.write_string(row, column, _as_is(safe), style))
    else:
        _check_written(sheet.write_blank(row, column, None, style))


def _as_is(safe: str) -> str:
    """Text in the way in which the library hands it on unchanged.

    It takes what begins with <r> and ends with </r> for markup of its own, and of two _x0041_
    that touch it protects only the first. Both are handed over as markup that says just this text.
    """
    markup = safe.startswith("<r>") and safe.endswith("</r>")
    if not markup and not ("_x" in safe and _ESCAPES.search(safe)):
        return safe
    kept = escape(_ESCAPE.sub("_x005F_", safe), {"_": "&#95;"})
    run = f'<r><t xml:space="preserve">{kept}</t></r>'
    return run if excel_length(run) <= MAX_TEXT else clip(safe, MAX_TEXT - 1, "") + " "


def write_merged(
    sheet: Worksheet, place: tuple[int, int, int], value: str, style: Format | None = None
) -> None:
    """Write text over several columns of a row: (row, first column, last column)."""
    row, first, last = place
    write_area(sheet, (row, first, row, last), value, style)


def write_area(sheet: Worksheet, area: Area, value: str, style: Format | None = None) -> None:
    """Write text over several rows and columns, which become one cell."""
    row, column, last_row, last_column = area
    if (last_row, last_column) > (row, column):
        _check_written(sheet.merge_range(*area, "", style))
    text(sheet, row, column, value, style)


def write_link(
    sheet: Worksheet, area: Area, value: str, target: str | tuple[str, int], style: Format
) -> None:
    """Write text that leads to a sheet of this workbook, or to a row of it; never out of it.

    The sheet's name is always one of ours.
    """
    name, row = (target, 0) if isinstance(target, str) else target
    write_area(sheet, area, "", style)
    _check_written(sheet.write_url(area[0], area[1], f"internal:'{name}'!A{row + 1}", style))
    text(sheet, area[0], area[1], value, style)


def number(
    sheet: Worksheet, row: int, column: int, value: float | None, style: Format | None = None
) -> None:
    """Write a number, or a blank where there is none; what is no finite number is text."""
    if value is None:
        _check_written(sheet.write_blank(row, column, None, style))
    elif isfinite(value):
        _check_written(sheet.write_number(row, column, value, style))
    else:
        text(sheet, row, column, f"{value}", style)


def formula(
    sheet: Worksheet,
    place: tuple[int, int],
    content: str,
    style: Format | None = None,
    result: str | float = "",
) -> None:
    """Write a formula of ours with what it gives; a foreign string in it must be `quote`d."""
    shown = clean(result) if isinstance(result, str) else result
    _check_written(sheet.write_formula(*place, content, style, shown))


def quote(value: str, more: str = "…") -> str:
    """Foreign text as a literal of a formula; one that is too long is cut and ends in `more`."""
    return '"' + clip(clean(value), LITERAL, more).replace('"', '""') + '"'


def area(name: str, cells: Area) -> str:
    """An area of one of our sheets, as a formula or a link names it."""
    top, left, bottom, right = cells
    return f"'{name}'!{xl_range_abs(top, left, bottom, right)}"


def sparkline(sheet: Worksheet, place: tuple[int, int], values: str) -> None:
    """Draw a line of the figures in an `area` into a cell."""
    options = {"range": values, "markers": True, "empty_cells": "gaps"}
    _check_written(sheet.add_sparkline(*place, options))


def note(sheet: Worksheet, place: tuple[int, int], value: str) -> None:
    """Write a comment on a cell."""
    look = {"author": NOTE_AUTHOR, "x_scale": 2, "y_scale": 1.2}
    _check_written(sheet.write_comment(*place, clean(value), look))


def rule(sheet: Worksheet, area: Area, settings: Rule) -> None:
    """Put a rule with its hints on cells; its words may be foreign, its criteria are ours."""
    shown = {
        key: clip(clean(str(value)), _HINTS[key], "…") if key in _HINTS else value
        for key, value in settings.items()
    }
    options = settings.get("source")
    if isinstance(options, Sequence):
        shown |= _drop_down([str(option) for option in options])
    if shown.get("validate") != "any" or "input_message" in shown:
        _check_written(sheet.data_validation(*area, shown))


def _drop_down(options: Sequence[str]) -> dict[str, object]:
    """A list within the rule; one that Excel could not keep apart, or hold, takes any text."""
    apart = not any(set(option) & set(',"') or clean(option) != option for option in options)
    fits = 0 < excel_length(",".join(options)) <= _LONGEST_LIST
    return {"source": list(options)} if apart and fits else {"validate": "any"}


def condition(sheet: Worksheet, area: Area, criteria: str, style: Format) -> None:
    """Paint cells while a formula of ours holds; a foreign string in it must be `quote`d."""
    options = {"type": "formula", "criteria": criteria, "format": style}
    _check_written(sheet.conditional_format(*area, options))


class Box(NamedTuple):
    """Where a chart stands below the top of its first row, and how large it is, in pixels."""

    top: int
    width: int
    height: int


def new_chart(book: Workbook, kind: str, subtype: str = "") -> Chart:
    """Add a chart, whose names and figures are to be cells, never text."""
    options = {"type": kind, "subtype": subtype} if subtype else {"type": kind}
    return book.add_chart(options)


def place_chart(sheet: Worksheet, place: tuple[int, int], chart: Chart, box: Box) -> None:
    """Put a chart where a row and column begin; it moves and grows with the cells below it."""
    chart.set_size({"width": box.width, "height": box.height})
    options = {"y_offset": box.top, "object_position": 1}
    _check_written(sheet.insert_chart(*place, chart, options) or 0)


def margins(sheet: Worksheet, *, header: str = "", footer: str = "") -> None:
    """Set what is printed above and below every page; foreign text in it must be `in_margin`."""
    if header:
        sheet.set_header(header)
    sheet.set_footer(footer)


def in_margin(value: str) -> str:
    """Foreign text between the codes of a header or footer.

    A full-width sign stands for &: a doubled one is only safe where no letter of a code follows.
    """
    return clip(one_line(value), _IN_MARGIN, "…").replace("&", "＆")


def put_value(cell: Cell, value: str | float) -> None:
    """Put a value into a cell of a workbook that openpyxl has open; text stays text."""
    if isinstance(value, str):
        cell.value = clean(value)
        cell.data_type = "s"
    else:
        cell.value = value


def _check_written(answer: Literal[0, -1, -2]) -> None:
    """The library answers with a code where others raise."""
    if answer:
        message = f"the cell was not written whole: {answer}"
        raise ValueError(message)
